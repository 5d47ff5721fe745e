"""The data that advises people: complete in both languages, sourced, and never against itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guide_engine.knowledge import LANGUAGES, table, words
from guide_engine.model import URGENCIES, VERDICTS

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = ROOT / "guide_engine" / "knowledge"
WORD_TABLES = sorted({p.stem for lang in LANGUAGES for p in (KNOWLEDGE / lang).glob("*.toml")})

ACTIONS: dict[str, Any] = table("actions")
PROVIDERS: dict[str, Any] = table("providers")
SOURCES: dict[str, Any] = table("sources")


def paths(value: Any, at: str = "") -> Iterator[str]:
    """The keys of a table, each with the keys above it."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from paths(below, f"{at}.{key}")
    else:
        yield at


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for below in value.values():
            yield from strings(below)
    elif isinstance(value, list):
        for below in value:
            yield from strings(below)


# ---- both languages --------------------------------------------------------------------------


@pytest.mark.parametrize("name", WORD_TABLES)
def test_both_languages_have_the_same_words(name: str) -> None:
    japanese, english = (set(paths(words(name, lang))) for lang in LANGUAGES)
    # a unit that one language writes and the other does not need (10,000 is 1万)
    assert japanese ^ english <= {".count.myriad"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_that_a_story_is_read_for_has_a_word(lang: str) -> None:
    read = {unit for told in LANGUAGES for unit in table(f"narrative/counts_{told}")["units"]} | {"things"}
    read -= {"one_person"}  # said as people
    assert read <= words("pages", lang)["count"]["units"].keys()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shared", ["confidence", "urgency", "mark"])
def test_the_checker_and_the_report_say_it_with_the_same_words(shared: str, lang: str) -> None:
    checker, report = (words(name, lang)[shared] for name in ("ui", "report"))
    both = checker.keys() & report.keys()
    assert len(both) >= 3
    assert {key: checker[key] for key in both} == {key: report[key] for key in both}


@pytest.mark.parametrize("name", ["actions", "providers", "glossary", "sources"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_has_its_words_and_no_words_lack_a_row(name: str, lang: str) -> None:
    assert set(words(name, lang)) == set(table(name))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_empty(lang: str) -> None:
    empty = [
        name for name in ("actions", "providers", "glossary") for text in strings(words(name, lang)) if not text.strip()
    ]
    assert not empty


# ---- actions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ident", ACTIONS)
def test_an_action_is_well_formed(ident: str) -> None:
    row = ACTIONS[ident]
    assert row["urgency"] in URGENCIES
    assert row["verdicts"] and set(row["verdicts"]) <= set(VERDICTS)
    assert cited(row) and cited(row) <= set(SOURCES), "an action needs a source that exists"
    assert set(row.get("providers", ())) <= set(PROVIDERS)
    assert set(row) <= {"urgency", "order", "verdicts", "source", "providers", "replaces"}


@pytest.mark.parametrize("ident", [key for key, row in ACTIONS.items() if "replaces" in row])
def test_a_service_s_own_step_stands_where_the_general_one_stood(ident: str) -> None:
    row, general = ACTIONS[ident], ACTIONS[ACTIONS[ident]["replaces"]]
    assert "replaces" not in general and "providers" not in general
    assert row["providers"], "a replacement is for named services"
    for key in ("urgency", "order", "verdicts"):
        assert row[key] == general[key], f"{key} differs from the step that it replaces"


def cited(row: dict[str, Any]) -> set[str]:
    """The sources of a step: one, or one for each language where countries differ."""
    source = row["source"]
    assert isinstance(source, str) or set(source) == set(LANGUAGES)
    return {source} if isinstance(source, str) else set(source.values())


def general_steps(verdict: str) -> list[str]:
    rows = [
        (row["order"], key) for key, row in ACTIONS.items() if verdict in row["verdicts"] and "providers" not in row
    ]
    return [key for _, key in sorted(rows)]


def test_order_never_contradicts_urgency() -> None:
    ordered = sorted(ACTIONS.values(), key=lambda row: row["order"])
    ranks = [URGENCIES.index(row["urgency"]) for row in ordered]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_no_two_general_steps_of_a_verdict_have_the_same_place(verdict: str) -> None:
    orders = [ACTIONS[key]["order"] for key in general_steps(verdict)]
    assert orders and len(orders) == len(set(orders))


# the first step is right even where the verdict is wrong: it loses nothing and hides nothing
FIRST_STEP = {
    "account-hijacked": "change-password",
    "site-abused": "stop-form-or-script",
    "own-automation": "stop-autoreply",
    "address-forged": "check-sent-log",
    "neighbour-forged": "check-sent-log",
    "own-mail": "read-why",
    "fake-bounce": "touch-nothing",
    "extortion": "do-not-pay",
    "not-a-bounce": "sort-what-it-is",
    "undetermined": "change-password",
}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_first_step(verdict: str) -> None:
    first = general_steps(verdict)[0]
    assert first == FIRST_STEP[verdict]
    assert ACTIONS[first]["urgency"] == "now"


@pytest.mark.parametrize("verdict", ["address-forged", "neighbour-forged", "undetermined"])
def test_what_may_be_a_hijack_after_all_is_checked_at_once(verdict: str) -> None:
    """Calling a hijack a forgery leaves the intruder inside: the check that settles it is never put off."""
    assert ACTIONS["check-sent-log"]["urgency"] == "now"
    assert "check-sent-log" in general_steps(verdict)


@pytest.mark.parametrize(
    "verdict", ["account-hijacked", "site-abused", "address-forged", "neighbour-forged", "undetermined"]
)
def test_samples_are_kept_before_anything_is_deleted(verdict: str) -> None:
    steps = general_steps(verdict)
    assert steps.index("keep-samples") < steps.index("empty-on-the-web")
    assert steps.index("read-alerts-first") < steps.index("empty-on-the-web")


def test_a_blocklist_is_written_to_only_after_the_cause_is_gone() -> None:
    steps = general_steps("account-hijacked")
    assert steps.index("change-password") < steps.index("tell-provider") < steps.index("check-blocklists")


GIVING_UP = {
    "ja": re.compile(r"(ドメイン|契約|アドレス)を?(解約|廃止|手放)(す|しま|してくだ)"),
    "en": re.compile(r"\b(cancel|give up|retire|drop)\b[^.]*\b(domain|address)\b"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_step_gives_up_the_domain_or_the_address(lang: str) -> None:
    titles = {
        key: row["title"].lower()
        for key, row in words("actions", lang).items()
        if key not in {"keep-address", "keep-domain"}
    }
    assert not [key for key, title in titles.items() if GIVING_UP[lang].search(title)]
    assert GIVING_UP["en"].search("cancel the domain") and GIVING_UP["ja"].search("ドメインを解約する")


def test_readers_get_their_own_countries_help_lines() -> None:
    japanese, english = (" ".join(strings(words("actions", lang))) for lang in LANGUAGES)
    assert "#9110" in japanese and "IPA" in japanese
    assert not re.search(r"#9110|IPA\b|dekyo", english)
    assert "Report Fraud" in english and "ReportCyber" in english
    assert not re.search(r"Report Fraud|ReportCyber|CERT NZ", japanese)


# ---- mail services ---------------------------------------------------------------------------

LOGIN_MARKS = {"esmtpa", "authenticated-sender", "authenticated-bits", "with-plain", "authenticated-id", "cross-tenant"}


@pytest.mark.parametrize("ident", PROVIDERS)
def test_a_mail_service_is_well_formed(ident: str) -> None:
    row = PROVIDERS[ident]
    assert row["kind"] in {"webmail", "carrier", "isp", "hosting", "own-server"}
    assert row["sources"] and set(row["sources"]) <= set(SOURCES)
    assert set(row["login_marks"]) <= LOGIN_MARKS
    names = [*row["hosts"], *row["domains"]]
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name) for name in names), "plain names, no patterns"


@pytest.mark.parametrize("ident", PROVIDERS)
def test_its_proof_and_levers_are_steps_of_its_own(ident: str) -> None:
    row = PROVIDERS[ident]
    assert row["proof"] == "check-sent-log" or ACTIONS[row["proof"]]["replaces"] == "check-sent-log"
    own = {key for key, action in ACTIONS.items() if ident in action.get("providers", ())}
    assert set(row["levers"]) == own
    for key in own - {"reject-early"}:
        assert ACTIONS[key]["source"] in row["sources"], f"{key} cites what was not read about {ident}"


def test_no_host_belongs_to_two_services() -> None:
    for kind in ("hosts", "domains"):
        owner: dict[str, str] = {}
        for ident, row in PROVIDERS.items():
            for name in row[kind]:
                assert owner.setdefault(name, ident) == ident, name


# ---- sources ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ident", SOURCES)
def test_a_source_says_how_it_is_known(ident: str) -> None:
    row = SOURCES[ident]
    assert re.fullmatch(r"S\d+", ident) and row["title"]
    assert row["mark"] in {"V", "K", "J"}
    # a copy was read in that month; nobody claims to have checked a page that was not read
    assert row.get("read") == ("2026-11" if row["mark"] == "V" else None)
    if "url" in row:
        assert re.fullmatch(r"https?://\S+", row["url"]) and "…" not in row["url"]


def test_every_source_is_cited_somewhere() -> None:
    files = [*KNOWLEDGE.rglob("*.toml"), *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.name != "sources.toml")
    ids = {f"S{number}" for number in re.findall(r"\bS(\d+)\b", text)}  # pages write [S43](sources.md#s43)
    assert set(SOURCES) <= ids


def test_steps_rest_on_what_was_read_or_say_that_they_are_our_judgement() -> None:
    assert {SOURCES[ident]["mark"] for row in ACTIONS.values() for ident in cited(row)} <= {"V", "J"}
