"""The archives that travel to the browser."""

from __future__ import annotations

import ast
import gzip
import io
import json
import marshal
import sys
import zipfile
from pathlib import Path
from types import CodeType

import pytest

from guide_engine.browser import pack

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    pack.install(site)
    return site / "assets" / "guide"


def archive(installed: Path, name: str) -> zipfile.ZipFile:
    file = json.loads((installed / "assets.json").read_bytes())[name]["file"]
    return zipfile.ZipFile(io.BytesIO(gzip.decompress((installed / file).read_bytes())))


def test_the_pinned_runtime_is_the_lock_files() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_bytes())["packages"]["node_modules/pyodide"]
    assert (lock["version"], lock["integrity"]) == (pack.PYODIDE, pack.INTEGRITY)


def test_the_same_sources_make_the_same_bytes(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # so that nothing is taken from a cache
    pack.install(tmp_path / "again")
    again = tmp_path / "again" / "assets" / "guide"
    assert {f.name: f.read_bytes() for f in again.iterdir()} == {f.name: f.read_bytes() for f in installed.iterdir()}


def test_both_archives_are_stored_and_compiled_and_whole(installed: Path) -> None:
    with archive(installed, "engine") as engine, archive(installed, "stdlib") as library:
        for info in engine.infolist() + library.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            assert not info.filename.endswith(".py")
        names = set(engine.namelist())
        assert {"guide_engine/__init__.pyc", "guide_engine/browser/view.pyc"} <= names
        assert {"guide_engine/knowledge/reasons.json", "guide_engine/knowledge/ja/causes.json"} <= names
        assert not [name for name in names if name.endswith(("/pack.pyc", "/cli.json", "/ui.json"))]
        codecs = {
            f"encodings/{name}.pyc" for name in ("iso2022_jp", "shift_jis", "euc_jp", "koi8_r", "gb18030", "big5")
        }
        assert codecs <= set(library.namelist())


def test_every_standard_module_that_the_engine_names_is_there(installed: Path) -> None:
    """Nothing could be fetched later. What has no file is built into the runtime."""
    with archive(installed, "stdlib") as library, zipfile.ZipFile(pack._runtime() / "python_stdlib.zip") as whole:
        kept, known = set(library.namelist()), set(whole.namelist())
    missing = []
    for name in pack.imported_names(pack.engine_sources()):
        path = name.replace(".", "/")
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if file in known and f"{file}c" not in kept:
                missing.append(name)
    assert missing == []


def test_no_packed_module_needs_one_that_stayed_behind() -> None:
    """But for stories, which the page does not read."""
    sources = pack.engine_sources()
    missing = set()
    for name, source in sources.items():
        if not name.endswith(".py"):
            continue
        package = name.split("/")[:-1]
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("guide_engine")):
                base = package[: len(package) - node.level + 1] if node.level else []
                path = "/".join([*base, *(node.module or "").split(".")]).strip("/")
                if not {f"{path}.py", f"{path}/__init__.py"} & sources.keys():
                    missing.add(path)
    assert missing == {"guide_engine/incident/narrative"}


def outline(code: CodeType) -> object:
    """What must agree between two patch releases of one Python: their instructions may differ in detail."""
    inner = [outline(one) if isinstance(one, CodeType) else repr(one) for one in code.co_consts]
    return code.co_qualname, code.co_firstlineno, code.co_names, code.co_varnames, sorted(map(str, inner))


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 13), reason="py-compile serves only under the runtime's own Python 3.13"
)
def test_compiling_inside_the_runtime_gives_the_same_code(tmp_path: Path) -> None:
    sources = pack._zip({name: text for name, text in pack.engine_sources().items() if name.endswith(".py")})
    runtime, before, inside, outside = pack._runtime(), tmp_path / "in.zip", tmp_path / "a.zip", tmp_path / "b.zip"
    before.write_bytes(sources)
    pack._node(runtime, "compile", str(before), str(inside))
    pack._compile(sources, outside, runtime)
    with zipfile.ZipFile(inside) as one, zipfile.ZipFile(outside) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        for name in one.namelist():
            here, there = one.read(name), other.read(name)
            assert here[:16] == there[:16], name  # magic number, flags and the hash of the source
            assert outline(marshal.loads(here[16:])) == outline(marshal.loads(there[16:])), name  # noqa: S302
