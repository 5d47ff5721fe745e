"""The house rules of ARCHITECTURE.md: what may import what, and what no tracked file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "guide_engine"

# room -> the rooms it may import (itself is always allowed). The order is the picture in ARCHITECTURE.md.
MAY_IMPORT = {
    "model": set(),
    "knowledge": set(),
    "bounce": {"model", "knowledge"},
    "evidence": {"model", "knowledge", "bounce"},
    "decision": {"model", "knowledge", "bounce", "evidence"},
    "incident": {"model", "knowledge", "bounce", "evidence", "decision"},
    "drawing": {"model"},
    "browser": {"model", "knowledge", "bounce", "evidence", "decision", "incident", "drawing"},
    "pages": {"model", "knowledge", "decision", "incident", "drawing", "browser"},
    "cli": {"model", "knowledge", "bounce", "evidence", "decision", "incident", "drawing", "browser", "pages"},
}
# What runs in the browser: standard library only.
CORE = ("model", "knowledge", "bounce", "evidence", "decision", "incident", "drawing")


def room(path: Path) -> str:
    part = path.relative_to(ENGINE).parts[0].removesuffix(".py")
    return "cli" if part.startswith("cli") else part


def imports(path: Path) -> set[str]:
    """Absolute names of all modules that the file imports, wherever in it."""
    package = ("guide_engine", *path.relative_to(ENGINE).parts[:-1])
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            names |= {f"{module}.{alias.name}" for alias in node.names} if module == "guide_engine" else {module}
    return names


MODULES = sorted(p for p in ENGINE.rglob("*.py") if p.name != "__init__.py" or p.parent != ENGINE)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ENGINE)))
def test_arrows_point_one_way(path: Path) -> None:
    here = room(path)
    if here == "__main__":
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("guide_engine.")}
    rooms = {"cli" if name.startswith("cli") else name for name in used} - {
        here,
        "__version__",
        "diagnose",
        "read_mailbox",
        "read_story",
    }
    assert rooms <= MAY_IMPORT[here], f"{here} must not import {sorted(rooms - MAY_IMPORT[here])}"


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) in CORE], ids=lambda p: str(p.relative_to(ENGINE)))
def test_the_core_needs_the_standard_library_only(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names) - {"guide_engine"}
    assert not outside, f"not in the standard library: {sorted(outside)}"


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


# Addresses of package archives and indexes never belong in a file of ours; nor do folders of one machine.
FORBIDDEN = re.compile(
    r'"resolved": *"https?://|https?://[^ "]+\.(?:whl|tgz)\b|--(?:extra-)?index-url|/home/\w+/|/Users/\w+/'
)


def test_no_tracked_file_names_a_package_host_or_a_folder_of_one_machine() -> None:
    files = tracked()
    if not files:
        pytest.skip("not a git checkout")
    found = []
    for path in files:
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {m.group()}" for m in FORBIDDEN.finditer(text)]
    assert not found


def test_no_code_file_is_longer_than_a_newcomer_can_read() -> None:
    kinds = {".py", ".mjs", ".css"}
    long = {
        str(p.relative_to(ROOT)): n
        for p in tracked()
        if p.suffix in kinds and (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
