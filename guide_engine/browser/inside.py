"""Runs inside the runtime, under Node, at build time (``runtime.mjs`` calls it): what only the runtime knows."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import io
import sys
import zipfile
from importlib import _bootstrap_external


def _lazy_imports(source: bytes, package: str) -> set[str]:
    """Modules that functions of a module import when they are called."""
    names: set[str] = set()
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                names.add(base)
                names.update(f"{base}.{alias.name}" for alias in node.names)
    return names


def imported(names: list[str], archive: str) -> list[str]:
    """Files of the standard library's ``archive`` that a start and the imports ``names`` read.

    What the runtime itself brings counts as far as it is imported at the start; of what ``names`` bring, the
    imports inside functions count too, because nothing could be fetched later.
    """
    at_start = set(sys.modules)
    with zipfile.ZipFile(archive) as library:
        files = set(library.namelist())

        def source(name: str) -> str | None:
            path = name.replace(".", "/")
            return next((file for file in (f"{path}.py", f"{path}/__init__.py") if file in files), None)

        tried: set[str] = set()
        waiting = set(names)
        while waiting:
            for name in waiting:
                # a module that cannot work here (no threads, no processes) fails to import: it is not needed either
                try:
                    importlib.import_module(name)
                except Exception:  # noqa: S112
                    continue
            tried |= waiting
            waiting = set()
            for name in set(sys.modules) - at_start - {"__main__"}:
                file = source(name)
                if file and name not in tried | waiting:
                    package = name if file.endswith("/__init__.py") else name.rpartition(".")[0]
                    waiting |= {name} | {lazy for lazy in _lazy_imports(library.read(file), package) if source(lazy)}
            waiting -= tried
        kept = {file for name in sys.modules if (file := source(name))}
    # mail comes in any charset; locale is what mailbox and time parsing ask for
    kept |= {file for file in files if file.startswith("encodings/") and file.endswith(".py")} | {"locale.py"}
    return sorted(kept)


def compiled(archive: bytes) -> bytes:
    """The zip ``archive`` with every .py as .pyc at -OO: the same as ``pyodide py-compile`` makes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith(".py"):
                code = compile(content, name, "exec", dont_inherit=True, optimize=2)
                content = _bootstrap_external._code_to_hash_pyc(  # type: ignore[attr-defined]
                    code, importlib.util.source_hash(content)
                )
                name += "c"  # noqa: PLW2901
            after.writestr(name, content)
    return out.getvalue()
