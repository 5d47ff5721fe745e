"""Breaks the words of a picture into lines, since SVG does not."""

from __future__ import annotations

from functools import cache
from typing import Any

from guide_engine.drawing.svg import width


def wrap(words: str, ems: float) -> list[str]:
    """Break words into lines of at most ``ems``: at spaces, and in Japanese between phrases (BudouX)."""
    pieces = _phrases(words) if any(ord(letter) > 0x2E7F for letter in words) else [w + " " for w in words.split()]
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip()) > ems:
            lines.append("")
        lines[-1] += piece
        while width(lines[-1].rstrip()) > ems and ord(lines[-1][0]) > 0x2E7F:  # one phrase wider than the line
            cut = int(ems)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return [line.rstrip() for line in lines if line.strip()]


@cache
def _parser() -> Any:
    import budoux

    return budoux.load_default_japanese_parser()


def _phrases(words: str) -> list[str]:
    return list(_parser().parse(words))
