"""What the worker answers about a story: read, corrected, packed into a folder. Run here, without a browser."""

from __future__ import annotations

import base64
import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from guide_engine.browser import pack, tell
from guide_engine.browser.wheel import wheel
from guide_engine.incident.narrative import read_story
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
    assert [event["number"] for event in after["events"]][-1] == 0  # type: ignore[attr-defined]
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


@pytest.mark.parametrize("text", ["", "Gestern kamen viele Mails zurück, die ich nie schrieb.", "こんにちは。"])
def test_what_is_no_story_is_said_in_words(text: str) -> None:
    said = tell.story([("story.txt", text.encode())], lang="ja", edits={})
    assert set(said) == {"error"} and said["error"]


@pytest.mark.parametrize("lang", STORIES)
def test_the_folder_builds_strict(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [("story.txt", STORIES[lang].encode()), wheel()]
    packed = json.loads(pack.story_sources()["guide_engine/knowledge/site.json"])
    monkeypatch.setattr(tell, "table", {"site": packed}.__getitem__)  # only the browser's archive has this table
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
