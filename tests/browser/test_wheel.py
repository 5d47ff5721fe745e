"""The engine that a new site takes along."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

import guide_engine
from guide_engine.browser.wheel import configs, wheel
from guide_engine.incident.folder import site, to_yaml
from guide_engine.pages.content import content_dir

INFO = f"guide_engine-{guide_engine.__version__}.dist-info"


@pytest.fixture
def opened() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(wheel()[1]))


def test_its_record_names_every_file_with_its_hash(opened: zipfile.ZipFile) -> None:
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(opened.read(f"{INFO}/RECORD").decode()))}
    assert rows.keys() == set(opened.namelist())
    assert rows.pop(f"{INFO}/RECORD") == ["", ""]
    for name, (digest, size) in rows.items():
        content = opened.read(name)
        said = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        assert (digest, int(size)) == (f"sha256={said}", len(content)), name


def test_it_holds_engine_pages_and_nothing_left_over(opened: zipfile.ZipFile) -> None:
    names = set(opened.namelist())
    assert {"guide_engine/cli.py", "guide_engine/knowledge/reasons.toml", f"{INFO}/METADATA"} <= names
    assert {"guide_engine/browser/static/worker.mjs", "guide_engine/pages/theme/main.html"} <= names
    pages = {path.relative_to(content_dir("ja")).as_posix() for path in content_dir("ja").rglob("*.md")}
    assert {f"guide_engine/pages/content/ja/{page}" for page in pages} <= names
    assert "guide_engine/pages/content/mkdocs.en.yml" in names
    assert not [name for name in names if name.endswith(".pyc") or "__pycache__" in name]
    assert b"[console_scripts]" in opened.read(f"{INFO}/entry_points.txt")


def test_the_same_files_make_the_same_bytes() -> None:
    wheel.cache_clear()
    first = wheel()
    wheel.cache_clear()
    assert wheel() == first


def test_it_runs_from_itself_and_makes_itself_again(tmp_path: Path) -> None:
    """Unpacked where nothing else of ours is: the pages are found, and the next wheel has the same files."""
    with zipfile.ZipFile(io.BytesIO(wheel()[1])) as archive:
        archive.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import json, guide_engine\n"
        "from guide_engine.browser.wheel import configs, sources\n"
        "from guide_engine.pages.content import content_dir\n"
        "print(json.dumps([guide_engine.__file__, str(content_dir('en')), sorted(sources()), sorted(configs())]))"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    file, content, again, found = json.loads(done.stdout)
    assert Path(file).is_relative_to(tmp_path) and Path(content).is_relative_to(tmp_path)
    with zipfile.ZipFile(io.BytesIO(wheel()[1])) as archive:
        assert again == sorted(name for name in archive.namelist() if not name.startswith(INFO))
    assert found == ["mkdocs.en.yml", "mkdocs.yml"]


TABLES: list[dict[str, object]] = [
    {},
    {"a": {}, "b": [], "c": [{"d": ["e", {"f": [1, 2]}]}, [["g"]]]},
    {"yes": "no", "null": "~", "1": "2", "x": "on", "key: with": "value: with # and 'quotes' \"too\""},
    {"空": "物語：はじめ", "lines": "a\nb\n", "odd": "\u2028\x85\t\\", "face": "😀", "n": None, "t": True, "f": 0.5},
    {"- a": "- b", " lead": "trail ", "at": "@x", "star": "*y", "bang": "!z", "pct": "%", "date": "2024-03-09"},
]


@pytest.mark.parametrize("value", [*TABLES, *configs().values()])
def test_a_configuration_reads_back_as_it_was(value: dict[str, object]) -> None:
    assert yaml.safe_load(to_yaml(value) or "{}") == value


def test_a_new_site_installs_the_engine_that_it_holds() -> None:
    made = site(None, ["en", "ja"], configs=configs(), engine=("engine-1.whl", b"wheel"))
    assert made["engine/engine-1.whl"] == b"wheel"
    assert made["requirements.txt"] == b"./engine/engine-1.whl\n"
