"""Breaks the words of a picture into lines, since SVG does not."""

from __future__ import annotations

from guide_engine.drawing.svg import width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Phrases = Callable[[str], list[str]]  # Japanese words -> the pieces between which a line may break


def wrap(words: str, ems: float, phrases: Phrases) -> list[str]:
    """Break words into lines of at most ``ems``: at spaces, and in Japanese between ``phrases``."""
    pieces = phrases(words) if any(ord(letter) > 0x2E7F for letter in words) else [w + " " for w in words.split()]
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip()) > ems:
            lines.append("")
        lines[-1] += piece
        while width(lines[-1].rstrip()) > ems and ord(lines[-1][0]) > 0x2E7F:  # one phrase wider than the line
            cut = int(ems)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return [line.rstrip() for line in lines if line.strip()]
