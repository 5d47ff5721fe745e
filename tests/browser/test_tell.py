"""What the worker answers about a story: read, corrected, packed into a folder. Run here, without a browser."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from guide_engine.browser import pack, tell
from guide_engine.browser.wheel import wheel
from guide_engine.incident.correct import count_of
from guide_engine.incident.narrative import read_story
from guide_engine.knowledge import words
from guide_engine.pages.build import build_language, languages

JA = """戻りメールの話

3月9日の朝、MAILER-DAEMON からのエラーメールが350通届きました。
翌日、エラーメールは数千通に増えました。
原因はパスワードの使い回しだったと思われます。
すぐにパスワードを変更しました。
"""
EN = """Returned mail

On 9 March 2024 I received 350 bounce messages from MAILER-DAEMON.
The next day there were over 6,000 bounces.
I suspect that I had reused my password.
I changed the password at once.
"""
STORIES = {"ja": JA, "en": EN}


@pytest.fixture(autouse=True)
def packed_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tables that only the browser's archive has."""
    made = {
        name: json.loads(pack.story_sources()[f"guide_engine/knowledge/{name}.json"]) for name in ("site", "phrases")
    }
    monkeypatch.setattr(tell, "table", made.__getitem__)


def told(lang: str, edits: dict[str, object] | None = None) -> dict[str, object]:
    return tell.story([("story.txt", STORIES[lang].encode())], lang=lang, edits=edits or {})  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", STORIES)
def test_a_story_is_shown_as_the_command_reads_it(lang: str) -> None:
    said = told(lang)
    assert said["story"] == {**read_story(STORIES[lang]).to_dict(), "id": None}
    assert "<svg" in str(said["picture"])
    assert said["paths"] and all(path["steps"] for path in said["paths"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", STORIES)
def test_a_correction_stands_in_what_is_shown_and_in_the_draft(lang: str) -> None:
    edits = {
        "events": {"0": {"type": "discovery", "day": 5, "count": "~40 mails"}},
        "causes": {"0": {"status": "ruled_out"}},
        "actions": {"0": {"drop": True}},
    }
    before, after = told(lang)["story"], told(lang, edits)
    now = after["story"]
    draft = read_story(str(after["markdown"])).to_dict()
    last = now["events"][-1]  # type: ignore[index]
    assert last["quote"] == before["events"][0]["quote"], "what happened later stands later"  # type: ignore[index]
    assert (last["type"], last["day"]) == ("discovery", 5)
    assert last["count"] == {"value": 40, "unit": "mails", "qualifier": "about"}
    assert now["causes"][0]["status"] == "ruled_out"  # type: ignore[index]
    assert len(now["actions"]) == len(before["actions"]) - 1  # type: ignore[index]
    assert after["numbers"]["events"][-1] == 0  # type: ignore[index]
    keys = ("type", "quote", "day", "count")
    assert [{k: e[k] for k in keys} for e in draft["events"]] == [  # type: ignore[attr-defined]
        {k: e[k] for k in keys}
        for e in now["events"]  # type: ignore[index]
    ]
    assert (draft["causes"], draft["actions"]) == (now["causes"], now["actions"])  # type: ignore[index]


def test_a_dropped_event_leaves_its_words_in_the_draft() -> None:
    said = told("ja", {"events": {"1": {"drop": True}}})
    assert len(said["story"]["events"]) == len(told("ja")["story"]["events"]) - 1  # type: ignore[index]
    assert "数千通に増えました" in str(said["markdown"])


@pytest.mark.parametrize(
    ("said", "value", "unit", "qualifier"),
    [
        ("350", 350, None, "exact"),
        ("350 mails", 350, "mails", "exact"),
        ("３５０通", 350, "messages", "exact"),
        ("約800通", 800, "messages", "about"),
        ("1万件以上", 10000, "cases", "at_least"),
        ("数百", (100, 999), "messages", "hundreds"),
        ("over 6,000", 6000, "messages", "at_least"),
        ("dozens", (10, 99), "messages", "tens"),
        ("0通", 0, "messages", "exact"),
    ],
)
def test_a_count_is_taken_as_people_write_it(said: str, value: object, unit: str | None, qualifier: str) -> None:
    count = count_of(said, "ja")
    assert count is not None
    assert (count.value, count.unit, count.qualifier) == (value, unit, qualifier)


def test_a_count_that_cannot_be_read_leaves_what_was_there() -> None:
    before = told("ja")
    said = told("ja", {"events": {"0": {"count": "とてもたくさん", "type": "discovery"}}})
    assert said["unread"] == ["0"]
    first = said["story"]["events"][0]  # type: ignore[index]
    assert first["count"] == before["story"]["events"][0]["count"]  # type: ignore[index]
    assert first["type"] == "discovery"


def test_what_the_author_settled_is_not_asked_again() -> None:
    assert "confirm=status" in str(told("ja")["markdown"])
    for edit in ({"confirm": True}, {"status": "suspected"}, {"status": "confirmed"}):
        said = told("ja", {"causes": {"0": edit}})
        assert "confirm=status" not in str(said["markdown"])
        assert said["open"]["causes"] == [False]  # type: ignore[index]
    doubted = [bool(event["doubts"]) for event in told("ja")["events"]]  # type: ignore[attr-defined]
    confirmed = {"events": {str(n): {"confirm": True} for n, doubt in enumerate(doubted) if doubt}}
    assert any(doubted)
    assert "confirm=" not in str(told("ja", {**confirmed, "causes": {"0": {"confirm": True}}})["markdown"])


def test_a_correction_follows_its_words_when_the_text_changes() -> None:
    quote = told("ja")["story"]["events"][1]["quote"]  # type: ignore[index]
    edits = {
        "events": {"1": {"drop": True, "quote": quote}},
        "causes": {"0": {"status": "confirmed", "quote": "消えた"}},
    }
    text = JA.replace("3月9日の朝", "3月8日に身に覚えのない返信が3通届きました。\n3月9日の朝")
    said = tell.story([("story.txt", text.encode())], lang="ja", edits=edits)  # type: ignore[arg-type]
    assert quote not in [event["quote"] for event in said["story"]["events"]]  # type: ignore[index]
    assert said["edits"] == {
        "events": {"2": {"drop": True, "quote": quote}},
        "causes": {},
        "actions": {},
        "lessons": {},
    }


def test_private_things_are_named_by_the_line_of_the_pasted_text() -> None:
    text = JA + "担当は taro@shop.co.jp で、電話は 03-1234-5678 です。\n"
    said = tell.story([("story.txt", text.encode())], lang="ja", edits={})
    assert [(one["line"], one["what"]) for one in said["private"]] == [  # type: ignore[attr-defined]
        (7, "taro@shop.co.jp"),
        (7, "03-1234-5678"),
    ]


def test_annotated_text_is_shown_and_its_mistake_named_by_line() -> None:
    draft = str(told("ja")["markdown"])
    said = tell.story([("story.md", draft.encode())], lang="en", edits={})
    assert said["editable"] is False and said["markdown"] == draft
    broken = draft.replace("type=symptom", "type=sympton", 1)
    line = broken[: broken.index("sympton")].count("\n") + 1
    error = tell.story([("story.md", broken.encode())], lang="ja", edits={})["error"]
    assert str(error).startswith(f"story.md:{line}: ")


@pytest.mark.parametrize("lang", STORIES)
def test_the_tree_is_drawn_as_the_page_draws_it(lang: str) -> None:
    from guide_engine.pages.blocks import BLOCKS
    from guide_engine.pages.context import Context

    said = told(lang)
    context = Context(lang)
    context._story = read_story(STORIES[lang])
    page = ET.tostring(BLOCKS["tree"].render(context, {"path": "story", "show": "picture"}), "unicode")
    drawn = re.findall(r"<text[^>]*>[^<]*</text>|<path[^>]*>", str(said["tree"]))
    assert drawn and drawn == re.findall(r"<text[^>]*>[^<]*</text>|<path[^>]*>", page)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        ("\u3042".encode() * 400_001, "too-long"),
        ("あ。".encode() * 160_000, "too-long"),
        ("Gestern kamen viele Mails zurück, die ich nie schrieb.".encode(), "other-language"),
        ("こんにちは。今日はよい天気ですね。".encode(), "no-event"),
    ],
)
def test_bad_input_has_its_reason(content: bytes, reason: str) -> None:
    said = tell.story([("story.txt", content)], lang="en", edits={})
    assert said == {"error": words("new", "en")["error"][reason], "reason": reason}


@pytest.mark.parametrize("encoding", ["utf-16", "cp932", "iso2022_jp", "utf-8-sig"])
def test_a_file_in_another_encoding_is_read(encoding: str) -> None:
    said = tell.story([("story.txt", JA.encode(encoding))], lang="ja", edits={})
    assert said["story"] == told("ja")["story"]


@pytest.mark.parametrize("text", ["", "Gestern kamen viele Mails zurück, die ich nie schrieb.", "こんにちは。"])
def test_what_is_no_story_is_said_in_words(text: str) -> None:
    said = tell.story([("story.txt", text.encode())], lang="ja", edits={})
    assert set(said) == {"error", "reason"} and said["error"]


@pytest.mark.parametrize("lang", STORIES)
def test_the_folder_builds_strict(lang: str, tmp_path: Path) -> None:
    files = [("story.txt", STORIES[lang].encode()), wheel()]
    given = tell.folder(files, languages=[], edits={}, lang=lang)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(str(given["zip"])))) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / tell.FOLDER
    assert (root / ".github" / "workflows" / "pages.yml").is_file()
    assert (root / "engine" / wheel()[0]).read_bytes() == wheel()[1]
    for language in languages(root):
        build_language(language, root / "site")
    assert (root / "site" / lang / "story" / "index.html").is_file()


@pytest.mark.skipif(sys.version_info[:2] != (3, 13), reason="the archives are compiled for Python 3.13")
def test_the_packed_archives_tell_a_story_and_give_its_folder(tmp_path: Path) -> None:
    """Engine and stories unpacked as the worker unpacks them, with nothing else of ours in the path."""
    pack.install(tmp_path / "site")
    guide = tmp_path / "site" / "assets" / "guide"
    listing = json.loads((guide / "assets.json").read_bytes())
    for name in ("engine", "stories"):
        content = gzip.decompress((guide / listing[name]["file"]).read_bytes())
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(tmp_path / "engine")
    assert (guide / listing["wheel"]).read_bytes() == wheel()[1]
    code = (
        "import json, sys; sys.path.insert(0, sys.argv[1])\n"
        "from guide_engine.browser import tell\n"
        "text = sys.stdin.buffer.read()\n"
        "said = tell.story([('story.txt', text)], lang='ja', edits={})\n"
        "given = tell.folder([('story.txt', text), ('e.whl', b'e')], languages=['en'], edits={}, lang='ja')\n"
        "print(json.dumps([tell.__file__, said['story'], len(given['zip'])]))"
    )
    done = subprocess.run(
        [sys.executable, "-OO", "-I", "-S", "-c", code, str(tmp_path / "engine")],
        input=JA.encode(), capture_output=True, check=True,
    )  # fmt: skip
    file, story, size = json.loads(done.stdout)
    assert Path(file).is_relative_to(tmp_path)
    assert story == json.loads(json.dumps(told("ja")["story"]))
    assert size > 1000
