"""The pages: the same in both languages, true to the data, short, and never a teacher of phishing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guide_engine.knowledge import LANGUAGES, table, words
from guide_engine.model import VERDICTS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# named doc below: a parameter called page would be taken for the browser tests' fixture
PAGES = sorted(str(path.relative_to(DOCS / "ja")) for path in (DOCS / "ja").rglob("*.md"))
ALL = [(lang, page) for lang in LANGUAGES for page in PAGES]

HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
ANCHOR = re.compile(r"\{[^}]*#([^\s}]+)[^}]*\}\s*$")
BLOCK = re.compile(r"^/// (\w[\w-]*)(?:[^\n]*)\n((?: {4}[^\n]*\n)*)", re.MULTILINE)
CITED = re.compile(r"sources\.md#(s\d+)\)")


def read(lang: str, doc: str) -> str:
    return (DOCS / lang / doc).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors(text: str) -> list[str | None]:
    found = [ANCHOR.search(title) for _, title in HEADING.findall(without_code(text))]
    return [match[1] if match else None for match in found]


def blocks(text: str) -> list[tuple[str, dict[str, str]]]:
    """Each block's name and options."""
    return [
        (name, dict(line.strip().split(": ", 1) for line in options.splitlines() if ": " in line))
        for name, options in BLOCK.findall(text)
    ]


# ---- both languages --------------------------------------------------------------------------


def test_both_languages_have_the_same_pages() -> None:
    assert sorted(str(path.relative_to(DOCS / "en")) for path in (DOCS / "en").rglob("*.md")) == PAGES


@pytest.mark.parametrize("doc", PAGES)
def test_both_languages_have_the_same_headings_and_blocks(doc: str) -> None:
    japanese, english = (read(lang, doc) for lang in LANGUAGES)
    assert anchors(japanese) == anchors(english)
    assert blocks(japanese) == blocks(english)


@pytest.mark.parametrize(("lang", "doc"), ALL)
def test_every_heading_has_an_anchor_that_can_be_typed(lang: str, doc: str) -> None:
    found = anchors(read(lang, doc))
    assert found and None not in found
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", anchor or "") for anchor in found)
    assert len(found) == len(set(found))


# ---- true to the data ------------------------------------------------------------------------


def test_every_verdict_and_mail_service_has_its_page_and_no_page_lacks_its_row() -> None:
    causes = {Path(page).stem for page in PAGES if page.startswith("causes/")}
    assert causes == {*VERDICTS, "index", "how-passwords-leak"}
    services = {Path(page).stem for page in PAGES if page.startswith("act/")}
    assert services == {*table("providers"), "index"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_of_steps_shows_the_steps_of_its_own_verdict_or_service(lang: str) -> None:
    for verdict in VERDICTS:
        text = read(lang, f"causes/{verdict}.md")
        assert text.startswith(f"# {words('causes', lang)[verdict]['title']} {{ #{verdict} }}\n")
        assert ("actions", {"verdict": verdict}) in blocks(text)
    for ident in table("providers"):
        text = read(lang, f"act/{ident}.md")
        assert words("providers", lang)[ident]["name"] in text.splitlines()[0]
        shown = blocks(text)
        assert ("providers", {"provider": ident}) in shown
        assert {options["verdict"] for name, options in shown if name == "actions"} >= {
            "account-hijacked",
            "undetermined",
        }
        assert all(options["provider"] == ident for name, options in shown if name == "actions")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["verdicts", "evidence", "reasons", "statuses", "providers", "glossary", "sources", "tree", "walk"]
)
def test_every_table_is_shown_on_some_page(lang: str, name: str) -> None:
    assert any(block == name for doc in PAGES for block, _ in blocks(read(lang, doc)))


@pytest.mark.parametrize(("lang", "doc"), ALL)
def test_what_is_cited_exists(lang: str, doc: str) -> None:
    assert {ident.upper() for ident in CITED.findall(read(lang, doc))} <= set(table("sources"))
    assert all(
        label == f"S{number}"
        for label, number in re.findall(r"\[([^\]]+)\]\([^)]*sources\.md#s(\d+)\)", read(lang, doc))
    )


# each country has its own help lines
@pytest.mark.parametrize("doc", [doc for doc in PAGES if doc != "topics/where-to-report.md"])
def test_both_languages_cite_the_same_sources(doc: str) -> None:
    japanese, english = (sorted(set(CITED.findall(read(lang, doc)))) for lang in LANGUAGES)
    assert japanese == english


ADVISING = [page for page in PAGES if page.startswith(("causes/", "topics/")) and page not in {"causes/index.md"}]


@pytest.mark.parametrize("doc", ADVISING)
def test_a_page_that_advises_cites_a_source_or_shows_sourced_steps(doc: str) -> None:
    text = read("ja", doc)
    assert CITED.search(text) or any(name == "actions" for name, _ in blocks(text))


# ---- plain and short -------------------------------------------------------------------------


def prose(text: str) -> Iterator[str]:
    """The sentences a reader reads: no code, tables, headings, blocks, links' targets or front matter."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = BLOCK.sub("", without_code(text)).replace("///", "")
    text = re.sub(r"\]\([^)]*\)", "", text).replace("[", "")
    for line in text.splitlines():
        plain = re.sub(r"\{[^}]*\}", "", re.sub(r"^[\s>*\-\d.!]+|[*`]", "", line)).strip()
        if plain and not plain.startswith(("#", "|", "expert", "warning")):
            yield from filter(None, (part.strip() for part in re.split(r"(?<=[。！？])|(?<=[.!?])\s", plain)))


LONGEST = {"ja": 90, "en": 34}  # characters, words


@pytest.mark.parametrize(("lang", "doc"), ALL)
def test_sentences_stay_short(lang: str, doc: str) -> None:
    long = [s for s in prose(read(lang, doc)) if (len(s) if lang == "ja" else len(s.split())) > LONGEST[lang]]
    assert not long


PROMISES = {
    "ja": re.compile(
        r"安全です|安心です|ご安心ください|心配(は)?(いり|あり)ません|問題ありません|(乗っ取ら|入ら|使わ|盗ま)れて(は)?いません"
    ),
    "en": re.compile(
        r"you(?:['’]re| are) (?:now )?safe|nothing to worry|rest assured|no need to worry|perfectly safe"
        r"|you (?:are|were|have) not (?:been )?(?:hacked|hijacked)|(?:was|is) not your account|no password was stolen",
        re.IGNORECASE,
    ),
}


def words_of(lang: str) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "guide_engine" / "knowledge" / lang).rglob("*.toml")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_told_that_all_is_well(lang: str) -> None:
    said = {doc: PROMISES[lang].findall(read(lang, doc)) for doc in PAGES}
    said["words"] = PROMISES[lang].findall(
        "\n".join(line for line in words_of(lang).splitlines() if not line.startswith("#"))
    )
    assert not {doc: found for doc, found in said.items() if found}
    assert PROMISES["ja"].search("もう安全です") and PROMISES["en"].search("You are safe.")


# ---- no school and no kit of phishing --------------------------------------------------------

LOGIN = re.compile(r"log-?in|sign-?in|logon|auth|account|passw|\bid\.|mypage|/my/", re.IGNORECASE)
LINK = re.compile(r"\]\((https?://[^)\s]+)|<(https?://[^>]+)>|href=\"(https?://[^\"]+)", re.IGNORECASE)


@pytest.mark.parametrize(("lang", "doc"), ALL)
def test_no_page_leads_out_but_to_a_source(lang: str, doc: str) -> None:
    """Whoever is told to go to a service goes by bookmark: pages link out of the site to sources of the data alone."""
    links = {"".join(found) for found in LINK.findall(without_code(read(lang, doc)))}
    assert links <= {row.get("url") for row in table("sources").values()}


def test_no_source_is_a_log_in_page() -> None:
    hosts = [re.sub(r"^https?://", "", row["url"]).split("/")[0] for row in table("sources").values() if "url" in row]
    assert not [host for host in hosts if LOGIN.search(host)]
    assert LOGIN.search("login.example.com")


@pytest.mark.parametrize(("lang", "doc"), ALL)
def test_no_page_asks_for_anything_to_be_typed(lang: str, doc: str) -> None:
    assert not re.search(r"<(form|input|textarea|iframe|script)\b", without_code(read(lang, doc)), re.IGNORECASE)
