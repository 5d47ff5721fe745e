"""Breaks the words of the pages' pictures into lines."""

from __future__ import annotations

from guide_engine.browser.phrases import phrases
from guide_engine.drawing import wrap as lines


def wrap(words: str, ems: float) -> list[str]:
    """Break words into lines of at most ``ems``: at spaces, and in Japanese between phrases."""
    return lines.wrap(words, ems, phrases)
