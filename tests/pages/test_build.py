"""Building: the policy, errors that name file and line, and a site that takes its pages from the package."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import Abort

from guide_engine.knowledge import LANGUAGES
from guide_engine.pages import build as building
from guide_engine.pages.content import content_dir
from guide_engine.pages.context import Context
from guide_engine.pages.plugin import GuidePlugin
from guide_engine.pages.policy import PolicyError, seal
from guide_engine.pages.serve import Site

ROOT = Path(__file__).resolve().parents[2]
HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8">'

# a site of somebody else's: one language, a story of its own, nothing else
CONFIG = """site_name: Another incident
docs_dir: docs/en
theme: { name: material, language: en, font: false }
plugins: [search: { lang: en }, guide]
markdown_extensions: [attr_list, admonition, md_in_html, tables, toc, guide]
"""
STORY = """# Our incident

/// timeline
///

## Mail came back { #first .event type=symptom day=0 count="350 mails" }

It was the contact form.

## The form { #form .cause cause=webform_or_cms_hacked status=confirmed }

It was open to everybody.

## Close it { #close .action action=other status=advised }

Close the form.
"""


@pytest.fixture
def other_site(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "en").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs" / "en" / "story.md").write_text(STORY, encoding="utf-8")
    return tmp_path


def built(root: Path, *, strict: bool = True) -> Path:
    """The site's pages alone: what the browser needs is the same for every site."""
    target = root / "site"
    for language in building.languages(root):
        building.build_language(language, target, strict=strict)
    return target


def broken(site: Path) -> Path:
    story = site / "docs" / "en" / "story.md"
    story.write_text(STORY.replace("type=symptom", "type=sympton"), encoding="utf-8")
    return site


def test_a_site_of_its_own_gets_every_page_of_the_guide(other_site: Path) -> None:
    site = built(other_site)
    for page in content_dir("en").rglob("*.md"):
        name = page.relative_to(content_dir("en")).with_suffix("").as_posix()
        folder = name.removesuffix("index").rstrip("/")
        assert (site / "en" / folder / "index.html").is_file(), name
    story = (site / "en" / "story" / "index.html").read_text(encoding="utf-8")
    assert "Our incident" in story and "350 mails" in story
    decide = (site / "en" / "decide" / "index.html").read_text(encoding="utf-8")
    assert "g-exit--confirmed" in decide, "its own story's path is marked on the guide's page"


SAID = r"docs/en/story\.md:6: type='sympton' is unknown"


def test_guide_build_names_file_and_line(
    other_site: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(broken(other_site))
    with pytest.raises(Abort) as error:
        building.build(other_site / "out", other_site)
    assert re.search(SAID, f"{error.value}\n{caplog.text}")


def test_on_github_the_mistake_is_tied_to_its_line(
    other_site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(broken(other_site))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    with pytest.raises(Abort):
        building.build(other_site / "out", other_site)
    assert re.search(r"(?m)^::error file=docs/en/story\.md,line=6::type='sympton' is unknown", capsys.readouterr().err)


def test_guide_serve_names_file_and_line_and_keeps_the_last_good_site(
    other_site: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(other_site)
    said: list[str] = []
    site = Site(other_site, tmp_path_factory.mktemp("served"), said.append)
    assert site.rebuild(), said
    good = site.current
    assert "assets/reload.js" in (good / "en" / "index.html").read_text(encoding="utf-8")
    broken(other_site)
    assert not site.rebuild()
    assert site.current == good
    assert said
    assert re.search(SAID, caplog.text)


def test_mkdocs_build_strict_names_file_and_line(other_site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", "out"],
        cwd=broken(other_site), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert re.search(SAID, done.stderr)
    assert "Traceback" not in done.stderr


def test_mkdocs_serve_says_that_it_shows_the_pages_alone(other_site: Path, caplog: pytest.LogCaptureFixture) -> None:
    plugin, watched = GuidePlugin(), []
    plugin.context = Context("en", other_site / "docs" / "en" / "story.md")
    server = SimpleNamespace(watch=watched.append)
    assert plugin.on_serve(server, config=None, builder=None) is server  # type: ignore[arg-type]
    assert "guide serve shows the whole site" in caplog.text
    assert watched


def test_a_broken_link_ends_the_build_and_says_which(other_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (other_site / "docs" / "en" / "more.md").write_text("[nowhere](nothing.md)\n", encoding="utf-8")
    with pytest.raises(Abort):
        built(other_site)
    assert re.search(r"WARNING \(en\): .*more\.md.*nothing\.md", capsys.readouterr().err)


def test_no_site_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no mkdocs\.yml"):
        building.build(tmp_path / "out", tmp_path)


def test_the_wheel_carries_pages_and_theme() -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"docs" = "guide_engine/pages/content"' in config


# ---- policy ----------------------------------------------------------------------------------


def policy_of(page: Path) -> str:
    match = re.search(
        r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page.read_text(encoding="utf-8")
    )
    assert match, page
    return match[1]


def page(folder: Path, body: str) -> Path:
    path = folder / "index.html"
    path.write_text(f"{HEAD}<title>t</title></head><body>{body}</body></html>", encoding="utf-8")
    return path


def test_an_inline_script_is_allowed_by_its_hash_and_data_needs_none(tmp_path: Path) -> None:
    script = 'document.title="ü"'
    path = page(
        tmp_path, f'<script>{script}</script><script type="application/json">{{}}</script><script src="a.js"></script>'
    )
    seal(tmp_path)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert re.findall(r"'sha256-([^']+)'", policy_of(path)) == [digest]


def test_the_policy_is_the_first_metadata_after_the_charset(tmp_path: Path) -> None:
    path = page(tmp_path, "")
    seal(tmp_path)
    assert path.read_text(encoding="utf-8").startswith(f"{HEAD}<meta http-equiv=")


@pytest.mark.parametrize("body", ['<p style="color:red">', "<style>p{}</style>", '<a onclick="x()">'])
def test_what_the_policy_would_break_ends_the_build(tmp_path: Path, body: str) -> None:
    page(tmp_path, body)
    with pytest.raises(PolicyError, match=r"index\.html: the policy forbids"):
        seal(tmp_path)


def test_a_page_with_a_policy_of_its_own_is_left_alone(tmp_path: Path) -> None:
    path = page(tmp_path, "")
    own = path.read_text(encoding="utf-8").replace(
        "<title>", '<meta http-equiv="content-security-policy" content="x"><title>'
    )
    path.write_text(own, encoding="utf-8")
    seal(tmp_path)
    assert path.read_text(encoding="utf-8") == own


def test_both_configurations_are_one_site() -> None:
    found = building.languages(ROOT)
    assert [language.code for language in found] == list(LANGUAGES)


def test_the_search_worker_of_the_pinned_theme_is_still_where_we_take_it_from() -> None:
    """guide-search.js relies on three things of Material that a new version may change."""
    import material

    templates = Path(material.__file__).parent / "templates"
    (worker,) = templates.glob("assets/javascripts/workers/search.*.min.js")
    assert f"assets/javascripts/workers/{worker.name}" in (templates / "base.html").read_text(encoding="utf-8")
    assert re.search(r"case 2:let \w=\w\.data", worker.read_text(encoding="utf-8")), "a query is message type 2"
    assert "TinySegmenter" in (templates / "assets/javascripts/lunr/tinyseg.js").read_text(encoding="utf-8")
