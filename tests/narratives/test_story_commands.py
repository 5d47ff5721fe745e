"""guide read and guide new, as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guide_engine.browser.wheel import wheel
from guide_engine.cli import main
from guide_engine.incident.narrative import read_story

HERE = Path(__file__).parent
JA = HERE / "before" / "ja-notice-survey-office.txt"
EN = HERE / "before" / "en-press-release-charity.txt"


def guide(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(main, [str(a) for a in arguments], input=stdin)


# ---- read --------------------------------------------------------------------------------------


def test_one_story_is_one_object_with_the_stem_as_its_id() -> None:
    done = guide("read", JA)
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (said["id"], said["language"]) == (JA.stem, "ja")
    assert list(said) == ["id", "language", "title", "events", "causes", "actions", "lessons"]
    assert list(said["events"][0]) == ["type", "quote", "span", "when", "day", "count"]
    assert list(said["causes"][0]) == ["cause", "status", "quote"]
    assert list(said["actions"][0]) == ["action", "status", "quote"]


def test_jsonl_is_a_line_a_story() -> None:
    done = guide("read", JA, EN, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [JA.stem, EN.stem]


def test_several_stories_as_json_are_a_list() -> None:
    assert [said["id"] for said in json.loads(guide("read", JA, EN).stdout)] == [JA.stem, EN.stem]


def test_the_date_of_writing_is_what_today_counts_from() -> None:
    story = "今朝、エラーメールが350通届きました。".encode()
    assert (
        json.loads(guide("read", "-", "--date", "2024-03-09", stdin=story).stdout)["events"][0]["when"] == "2024-03-09"
    )


def test_markdown_is_a_draft_that_reads_the_same(tmp_path: Path) -> None:
    text = guide("read", EN, "--format", "markdown").stdout
    path = tmp_path / f"{EN.stem}.md"
    path.write_text(text, encoding="utf-8")
    first, again = (json.loads(guide("read", p).stdout) for p in (EN, path))
    for said in (first, again):
        for event in said["events"]:
            del event["span"]
    assert again == first


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
def test_encodings_of_japanese_text_are_known(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes("昨日、エラーメールが350通届きました。".encode(encoding))
    assert len(json.loads(guide("read", path).stdout)["events"]) == 1


BAD = {
    "empty": b"",
    "binary": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "large": "メールが届きました。".encode() * 350_000,
    "german": "Gestern kamen hunderte Mails zurück, die ich nie geschrieben habe.".encode(),
    "no event": "パスワードは使い回さないようにしましょう。".encode(),
}
SAID = {
    "empty": "empty", "binary": "no text file", "large": "too long", "german": "neither Japanese nor English",
    "no event": "no event",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_the_rest_is_done(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(BAD[name])
    done = guide("read", path, JA, "--format", "jsonl")
    assert done.exit_code == 1
    assert SAID[name] in done.stderr
    assert str(path) in done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [JA.stem]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = guide("read", tmp_path / "none.txt")
    assert (done.exit_code, "none.txt" in done.stderr, done.stdout) == (1, True, "")


@pytest.mark.parametrize("wrong", [["--date", "yesterday"], ["--date", "2024-13-01"], ["--format", "xml"]])
def test_wrong_use_is_status_two(wrong: list[str]) -> None:
    assert guide("read", JA, *wrong).exit_code == 2


# ---- new ---------------------------------------------------------------------------------------


def test_a_new_site_has_all_it_needs(tmp_path: Path) -> None:
    done = guide("new", tmp_path / "mine", "--from", JA)
    made = {p.relative_to(tmp_path / "mine").as_posix() for p in (tmp_path / "mine").rglob("*") if p.is_file()}
    assert done.exit_code == 0, done.output
    assert made == {
        "mkdocs.yml", "README.md", "requirements.txt", ".gitignore", ".github/workflows/pages.yml",
        f"engine/{wheel()[0]}",
        *(f"docs/ja/{page}.md" for page in ("index", "story", "summary", "decide")),
    }  # fmt: skip


def test_the_story_of_a_new_site_is_the_draft(tmp_path: Path) -> None:
    guide("new", tmp_path / "mine", "--from", JA)
    said = read_story((tmp_path / "mine/docs/ja/story.md").read_text(encoding="utf-8"))
    told = read_story(JA.read_text(encoding="utf-8"))
    assert [(e.type, e.when, e.quote) for e in said.events] == [(e.type, e.when, e.quote) for e in told.events]


def test_a_language_without_the_story_says_where_it_is_told(tmp_path: Path) -> None:
    guide("new", tmp_path / "mine", "--from", JA, "--lang", "en")
    page = (tmp_path / "mine/docs/en/story.md").read_text(encoding="utf-8")
    assert 'href="../../ja/story/"' in page
    assert (tmp_path / "mine/docs/ja/story.md").is_file()


@pytest.mark.parametrize("name", BAD)
def test_bad_input_leaves_no_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(BAD[name])
    done = guide("new", tmp_path / "mine", "--from", path)
    assert done.exit_code == 1
    assert SAID[name] in done.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    assert guide("new", tmp_path, "--from", JA).exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("lang", ["de", "ja,ja", ""])
def test_unknown_languages_are_wrong_use(tmp_path: Path, lang: str) -> None:
    assert guide("new", tmp_path / "mine", "--lang", lang).exit_code == 2
    assert not (tmp_path / "mine").exists()


def test_a_new_site_builds_strict_without_an_edit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from guide_engine.pages.build import build

    root = tmp_path / "mine"
    assert guide("new", root, "--from", JA, "--lang", "ja,en").exit_code == 0
    story = root / "docs/ja/story.md"
    story.write_text(story.read_text(encoding="utf-8") + "\n連絡先は tanaka@mail.co.jp です。\n", encoding="utf-8")
    build(root / "site", root)
    line = story.read_text(encoding="utf-8").count("\n")
    assert f"story.md:{line}:" in capsys.readouterr().err
    for lang in ("ja", "en"):
        for page in ("", "story/", "summary/", "decide/", "causes/account-hijacked/", "act/gmail/", "glossary/"):
            assert (root / "site" / lang / page / "index.html").is_file(), (lang, page)
        assert "<bounce-checker" in (root / "site" / lang / "index.html").read_text(encoding="utf-8")
    decide = (root / "site/ja/decide/index.html").read_text(encoding="utf-8")
    assert 'class="guide-path"' in decide
    leaks = (root / "site/ja/causes/how-passwords-leak/index.html").read_text(encoding="utf-8")
    assert "story-causes" not in leaks  # it speaks of the guide's own story


def test_a_sample_builds_too(tmp_path: Path) -> None:
    from guide_engine.incident.story import read

    assert guide("new", tmp_path / "mine", "--lang", "en").exit_code == 0
    story = read((tmp_path / "mine/docs/en/story.md").read_text(encoding="utf-8"))
    assert len(story.events) == 2
