#!/usr/bin/env python3
"""Reads the guide's prose with textlint: the pages of docs/LANG and every word a reader sees in knowledge/LANG.

    tools/prose.py [ja] [en]

The words of a table are handed to textlint as a page: what ends like a sentence as a paragraph, the rest as a heading.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = {"ja": ".textlintrc.json", "en": ".textlintrc.en.json"}


def strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string below ``value`` with the path of its key."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, below in value.items():
            yield from strings(below, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for below in value:
            yield from strings(below, key)


def as_page(table: Path) -> str:
    """One table's words as Markdown; the comment before each names its key."""
    lines = []
    for key, text in strings(tomllib.loads(table.read_text(encoding="utf-8"))):
        mark = "" if text.endswith(("。", ".", "?", "？")) else "# "
        lines += [f"<!-- {key} -->", "", mark + " ".join(text.split()), ""]
    return "\n".join(lines)


def check(lang: str) -> int:
    """The exit status of textlint over one language's prose."""
    with tempfile.TemporaryDirectory() as folder:
        words = ROOT / "guide_engine" / "knowledge" / lang
        for table in sorted(words.rglob("*.toml")):
            page = Path(folder) / f"{'-'.join(table.relative_to(words).with_suffix('').parts)}.md"
            page.write_text(as_page(table), encoding="utf-8")
        command = [
            "npx",
            "--no-install",
            "textlint",
            "--config",
            CONFIG[lang],
            f"docs/{lang}/**/*.md",
            f"{folder}/*.md",
        ]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(max([check(lang) for lang in sys.argv[1:] or CONFIG]))
