"""The built site as files: links, validity, the same pages in both languages, the first screen, the colophon."""

from __future__ import annotations

import html
import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import jargon
import links
import pytest

from guide_engine import __version__
from guide_engine.knowledge import LANGUAGES, table

HERE = Path(__file__).parent
RULES = HERE / "htmlvalidate.json"


class _Text(HTMLParser):
    """The words of the page's own article, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article" or self.depth:
            self.depth += tag not in ("input", "br", "hr", "img", "meta", "link")

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in ("input", "br", "hr", "img", "meta", "link"):
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words.append(data)


def article(path: Path) -> str:
    reader = _Text()
    reader.feed(path.read_text(encoding="utf-8"))
    return "".join(reader.words)


def pages(site: Path, lang: str) -> list[str]:
    return sorted(path.relative_to(site / lang).as_posix() for path in (site / lang).rglob("*.html"))


def test_no_link_leads_nowhere(site: Path) -> None:
    assert links.broken(site) == []


def test_the_link_checker_finds_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<p id="a"><p id="a"><a href="gone/">x</a><a href="#b">y</a><label for="c">z</label>'
        '<script src="https://example.com/x.js"></script><a href="https://example.com/">out</a>',
        encoding="utf-8",
    )
    assert len(links.broken(tmp_path)) == 5


def test_the_pages_are_valid_html(site: Path) -> None:
    """Rule left out: Material's two toggles bear autocomplete="off" lest Firefox restore them after a reload."""
    done = subprocess.run(
        ["npx", "--no-install", "html-validate", "--config", RULES, "-f", "json", f"{site}/**/*.html"],
        cwd=HERE.parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    found = {
        f"{Path(f['filePath']).relative_to(site)}: {m['ruleId']}: {m['message']}" for f in report for m in f["messages"]
    }
    assert sorted(found) == []


def test_both_languages_have_the_same_pages_and_places(site: Path) -> None:
    assert pages(site, "ja") == pages(site, "en")
    for name in pages(site, "ja"):
        places = [set(links.read(site / lang / name).ids) for lang in LANGUAGES]
        assert places[0] == places[1], f"{name}: {sorted(places[0] ^ places[1])}"


def test_every_page_leads_to_itself_in_the_other_language(site: Path) -> None:
    for lang, other in (("ja", "en"), ("en", "ja")):
        for name in pages(site, lang):
            page = site / lang / name
            switch = re.findall(rf'<a href="([^"]+)" hreflang="{other}"', page.read_text(encoding="utf-8"))
            assert [(page.parent / address / "index.html").resolve() for address in switch] == [
                (site / other / name).resolve()
            ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_page_speaks_no_jargon(site: Path, lang: str) -> None:
    words = article(site / lang / "index.html")
    assert len(words) > 200
    assert jargon.found(words) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_step_stands_before_the_box_and_the_three_situations_behind_it(site: Path, lang: str) -> None:
    page = (site / lang / "index.html").read_text(encoding="utf-8")
    order = [page.index(mark) for mark in ('class="guide-first"', "<bounce-checker", 'id="three"', 'id="cannot-paste"')]
    assert order == sorted(order)
    first = re.search(r'<p class="guide-first">(.*?)</p>', page, re.DOTALL)
    assert first and ("パスワードを変え" in first[1] or "change the mailbox password" in first[1])
    situations = page[order[2] : order[3]]
    assert situations.count("<li>") == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_a_story_is_told_is_said_last_and_once(site: Path, lang: str) -> None:
    words = (site / lang / "index.html").read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
    assert words.count('href="tell-your-story/"') == 1
    assert words.index('id="read"') < words.index('href="story/"') < words.index('href="tell-your-story/"')


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_built_page_asks_for_a_password_or_leads_out_but_to_a_source(site: Path, lang: str) -> None:
    known = {html.escape(row["url"]) for row in table("sources").values() if "url" in row}
    for name in pages(site, lang):
        page = (site / lang / name).read_text(encoding="utf-8")
        assert not re.search(r'type="?(?:password|email)|autocomplete="?(?:current|new)-password', page), name
        ours = re.compile('name="search"|data-md-component="palette"')
        assert all(ours.search(form) for form in re.findall(r"<form[^>]*>", page)), name
        article = page.partition("<article")[2].partition("</article>")[0]
        assert set(re.findall(r'href="(https?://[^"]+)"', article)) <= known, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_scripts_the_place_of_the_checker_leads_on(site: Path, lang: str) -> None:
    page = (site / lang / "index.html").read_text(encoding="utf-8")
    inside = page[page.index("<bounce-checker") : page.index("</bounce-checker>")]
    assert 'href="decide/"' in inside and 'href="codes/"' in inside


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_bears_version_date_and_a_strict_policy(site: Path, lang: str) -> None:
    for name in pages(site, lang):
        page = (site / lang / name).read_text(encoding="utf-8")
        colophon = page[page.index("guide-colophon") :]
        assert __version__ in colophon and re.search(r"20\d\d-\d\d-\d\d", colophon), name
        (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
        assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-")
        assert "unsafe-inline" not in policy and "unsafe-eval'" not in policy.replace("wasm-unsafe-eval'", "")
        assert "http" not in policy


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_a_name_and_a_description(site: Path, lang: str) -> None:
    seen = 0
    for name in pages(site, lang):
        for picture in re.findall(
            r'<svg [^>]*class="guide-picture".*?</svg>', (site / lang / name).read_text(encoding="utf-8"), re.DOTALL
        ):
            seen += 1
            title, desc = (re.search(rf"<{tag} id=\"[^\"]+\">([^<]+)</{tag}>", picture) for tag in ("title", "desc"))
            assert title and desc and 'role="img"' in picture and "aria-labelledby" in picture, name
    assert seen >= 7, "timeline, tree twice, four walks"


def test_the_root_leads_to_both_languages_without_scripts(site: Path) -> None:
    for name in ("index.html", "404.html"):
        page = (site / name).read_text(encoding="utf-8")
        assert "<script" not in page
        for lang in LANGUAGES:
            assert f'{lang}/" hreflang="{lang}"' in page


def test_nothing_names_the_machine_that_built_it(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert str(HERE.parents[1]) not in text and str(site) not in text
