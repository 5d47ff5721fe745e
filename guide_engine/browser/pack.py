"""Packs the engine and its runtime for the browser: ``install(site_dir)``.

What costs at a cold start is compiling the standard library and fetching it (measured: see ARCHITECTURE.md), so
both it and the engine travel as .pyc, trimmed to what is imported, in stored zips that are then compressed as a
whole. Every heavy file is gzip by our own hand and named by its hash: its size does not depend on what the host
compresses, and it can be cached for ever. Everything is made once and kept in the user's cache.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from .offline import write_service_worker
from .phrases import phrases
from .treepicture import picture
from .wheel import configs, wheel

if TYPE_CHECKING:
    from collections.abc import Callable

PYODIDE = "0.29.5"
# of the npm package, as the registry names it; the test suite compares it with package-lock.json
INTEGRITY = "sha512-TkYrUv9m8QmfImADKRmpwZulL48E0uUaBSO+dvRQKyAJc0qh9gu7jn8btyHPh3NZm1r2IH2YrJhIr7Q2B9urAw=="

HERE = Path(__file__).parent
PACKAGE = HERE.parent
# rooms that the browser runs; of browser/ only what shapes the answer
ROOMS = ("bounce", "evidence", "decision", "incident", "drawing", "knowledge")
MODULES = ("__init__.py", "model.py", "browser/__init__.py", "browser/view.py")
# what reads and writes stories: a second archive, fetched by one page, so that the checker's start does not pay for it
STORIES = (
    "incident/narrative*.py", "incident/draft.py", "incident/private.py", "incident/story.py", "incident/folder.py",
    "incident/correct.py", "incident/textfile.py", "decision/paths.py", "drawing/story.py", "drawing/treemap.py",
    "drawing/wrap.py", "browser/treepicture.py", "browser/tell.py",
)  # fmt: skip
STORY_TABLES = {"story", "private", "new", "draft", "pages"}
NOT_SPOKEN_THERE = {"ui", "tell", "cli"}  # words that the worker never says
EPOCH = (1980, 1, 1, 0, 0, 0)


class PackError(RuntimeError):
    """What is missing, in one line for the person who builds."""


def install(site_dir: Path) -> None:
    """Put runtime, engine, checker and service worker into ``site_dir``. Deterministic; instant once packed."""
    target = site_dir / "assets" / "guide"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted((HERE / "static").iterdir()):
        if path.name not in {"frame.mjs", "frame.html", "sw.mjs"} and path.suffix in {".mjs", ".css", ".svg"}:
            shutil.copyfile(path, target / path.name)
    (target / "frame.html").write_text(_frame(), encoding="utf-8")
    (target / "samples.json").write_text(_json(_samples()), encoding="utf-8")
    for lang in ("ja", "en"):
        for name in ("ui", "tell"):
            (target / f"{name}.{lang}.json").write_text(_json(_toml(f"{lang}/{name}")), encoding="utf-8")
    runtime = _runtime()
    heavy = {
        "wasm": runtime / "pyodide.asm.wasm",
        "asm": runtime / "pyodide.asm.js",
        "loader": runtime / "pyodide.mjs",
        **_archives(runtime),
    }
    name, content = wheel()
    (target / name).write_bytes(content)
    assets: dict[str, object] = {"wheel": name, "version": PYODIDE, "lock": _lock(runtime)["info"]}
    for name, path in heavy.items():
        packed = _gzipped(path)
        file = f"{name}-{hashlib.sha256(packed).hexdigest()[:12]}.bin"
        (target / file).write_bytes(packed)
        assets[name] = {"file": file, "size": len(packed)}
    (target / "assets.json").write_text(_json(assets), encoding="utf-8")
    write_service_worker(site_dir, HERE / "static" / "sw.mjs")


def engine_sources() -> dict[str, bytes]:
    """What of the engine the checker runs, by its name in the archive; knowledge as JSON."""
    stories = _story_files()
    files = [PACKAGE / name for name in MODULES]
    files += [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")]
    sources = {_inside(path): path.read_bytes() for path in files if path not in stories}
    return dict(sorted({**sources, **_tables(told=False)}.items()))


def story_sources() -> dict[str, bytes]:
    """What reads stories and makes a guide's folder of them: stands on engine_sources()."""
    sources = {_inside(path): path.read_bytes() for path in _story_files()}
    made = {"site": configs(), "phrases": _phrases()}
    tables = {f"guide_engine/knowledge/{name}.json": _json(content).encode() for name, content in made.items()}
    return dict(sorted({**sources, **_tables(told=True), **tables}.items()))


def _phrases() -> dict[str, list[str]]:
    """The Japanese words of the tree's picture, cut where their lines may break."""
    cut: dict[str, list[str]] = {}

    def kept(words: str) -> list[str]:
        return cut.setdefault(words, phrases(words))

    picture([], "ja", key="tree", phrases=kept)
    return cut


def _story_files() -> set[Path]:
    return {path for pattern in STORIES for path in PACKAGE.glob(pattern)}


def _inside(path: Path) -> str:
    return f"guide_engine/{path.relative_to(PACKAGE).as_posix()}"


def _tables(*, told: bool) -> dict[str, bytes]:
    """The tables that are needed for stories, or those that are not."""
    found = {}
    for path in (PACKAGE / "knowledge").rglob("*.toml"):
        name = path.relative_to(PACKAGE / "knowledge").with_suffix("").as_posix()
        last = name.rpartition("/")[2]
        of_stories = last in STORY_TABLES or name.startswith("narrative")
        if last not in NOT_SPOKEN_THERE and of_stories == told:
            found[f"guide_engine/knowledge/{name}.json"] = _json(_toml(name)).encode()
    return found


def imported_names(sources: dict[str, bytes]) -> list[str]:
    """Standard library modules that the engine imports, inside functions too."""
    names: set[str] = {"tomllib"} if any(name.endswith(".toml") for name in sources) else set()
    for name, source in sources.items():
        if not name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module)
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return sorted(name for name in names if name.split(".")[0] in sys.stdlib_module_names)


# ---- the two archives -------------------------------------------------------------------------


def _archives(runtime: Path) -> dict[str, Path]:
    sources, told = engine_sources(), story_sources()
    engine = _cached(_key(runtime, sources), lambda path: _compile(_zip(sources), path, runtime))
    names = imported_names(sources)
    library = _cached(_key(runtime, names), lambda path: _compile(_zip(_trimmed(runtime, names)), path, runtime))
    more = sorted({*names, *imported_names(told)})

    def add(path: Path) -> None:
        there = _trimmed(runtime, names)
        missing = {name: text for name, text in _trimmed(runtime, more).items() if name not in there}
        _compile(_zip({**missing, **told}), path, runtime)

    stories = _cached(_key(runtime, [names, more, told]), add)
    return {"stdlib": library, "engine": engine, "stories": stories}


def _trimmed(runtime: Path, names: list[str]) -> dict[str, bytes]:
    listing = _node(runtime, "imports", *names)
    with zipfile.ZipFile(runtime / "python_stdlib.zip") as library:
        return {name: library.read(name) for name in json.loads(listing)}


def _compile(archive: bytes, target: Path, runtime: Path) -> None:
    """``pyodide py-compile`` where this Python has the runtime's minor version, else inside the runtime."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "archive.zip"
        source.write_bytes(archive)
        if _lock(runtime)["info"]["python"].split(".")[:2] == [str(part) for part in sys.version_info[:2]]:
            command = [
                sys.executable,
                "-OO",
                "-m",
                "pyodide_cli",
                "py-compile",
                "--compression-level",
                "0",
                str(source),
            ]
            # the fixed date makes py-compile write hashes instead of the time of a temporary file
            _run(command, {**os.environ, "SOURCE_DATE_EPOCH": "315532800"})
        else:
            _node(runtime, "compile", str(source), str(source))
        with zipfile.ZipFile(source) as compiled:
            target.write_bytes(_zip({name: compiled.read(name) for name in compiled.namelist()}))


def _zip(files: dict[str, bytes]) -> bytes:
    """A stored zip, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), files[name])
    return out.getvalue()


# ---- the runtime ------------------------------------------------------------------------------


def _runtime() -> Path:
    """Folder of the runtime's npm package: the checkout's, else fetched once, its integrity verified."""
    local = PACKAGE.parent / "node_modules" / "pyodide"
    if local.is_dir() and json.loads((local / "package.json").read_bytes())["version"] == PYODIDE:
        return local
    folder = _cache() / f"pyodide-{PYODIDE}"
    if not folder.is_dir():
        if not shutil.which("npm"):
            raise PackError("npm is missing: install Node.js 20 or newer, which brings it")
        with tempfile.TemporaryDirectory(dir=_cache()) as temporary:
            _run(["npm", "pack", "--silent", f"pyodide@{PYODIDE}", "--pack-destination", temporary])
            (tarball,) = Path(temporary).glob("*.tgz")
            digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
            if f"sha512-{digest}" != INTEGRITY:
                raise PackError(f"pyodide {PYODIDE} from npm is not the package that was pinned: its sha512 differs")
            with tarfile.open(tarball) as archive:
                archive.extractall(temporary, filter="data")
            (Path(temporary) / "package").rename(folder)
    return folder


def _lock(runtime: Path) -> dict[str, dict[str, str]]:
    lock: dict[str, dict[str, str]] = json.loads((runtime / "pyodide-lock.json").read_bytes())
    return lock


def _node(runtime: Path, *arguments: str) -> str:
    if not shutil.which("node"):
        raise PackError("node is missing: install Node.js 20 or newer")
    return _run(["node", str(HERE / "runtime.mjs"), str(runtime), *arguments])


def _run(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackError(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout


# ---- small things -----------------------------------------------------------------------------


def _frame() -> str:
    """The frame's page with its one script inside, so that its policy can name that script and no other."""
    script = (HERE / "static" / "frame.mjs").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = (HERE / "static" / "frame.html").read_text(encoding="utf-8")
    return page.replace("{hash}", f"'sha256-{digest}'").replace("{script}", script)


def _samples() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "samples").glob("*.eml"))}


def _toml(name: str) -> dict[str, object]:
    return tomllib.loads((PACKAGE / "knowledge" / f"{name}.toml").read_text(encoding="utf-8"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "guide-engine"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _key(runtime: Path, content: object) -> str:
    """Names what is made from ``content`` by this code, this Python and this runtime."""
    code = [path.read_bytes() for path in (Path(__file__), HERE / "inside.py", HERE / "runtime.mjs")]
    build = (runtime / "pyodide-lock.json").read_bytes()
    return hashlib.sha256(repr((sys.version_info[:3], PYODIDE, build, code, content)).encode()).hexdigest()[:24]


def _cached(key: str, make: Callable[[Path], object]) -> Path:
    path = _cache() / key
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
            unfinished = Path(temporary.name)
        make(unfinished)
        unfinished.rename(path)
    return path


def _gzipped(path: Path) -> bytes:
    content = path.read_bytes()
    key = hashlib.sha256(b"gzip 9, by zlib" + content).hexdigest()[:24]
    # not gzip.compress, whose header differs between Pythons that share a cache
    return _cached(key, lambda target: target.write_bytes(zlib.compress(content, 9, wbits=31))).read_bytes()
