"""Breaks words into lines: those of the pages' pictures, and of Japanese headings where the browser cannot."""

from __future__ import annotations

import re

from guide_engine.browser.phrases import phrases
from guide_engine.drawing import wrap as lines

_HEADING = re.compile(r"(<h[1-4]\b[^>]*>)(.*?)(?=</h[1-4]>)", re.DOTALL)
_TEXT = re.compile(r"(?<![^>])[^<>&]+(?=<|$)")  # between tags; what has an entity stays whole


def wrap(words: str, ems: float) -> list[str]:
    """Break words into lines of at most ``ems``: at spaces, and in Japanese between phrases."""
    return lines.wrap(words, ems, phrases)


def headings(html: str) -> str:
    """Say in each Japanese heading where its lines may break; Chromium alone finds phrases by itself."""
    return _HEADING.sub(lambda heading: heading[1] + _TEXT.sub(_broken, heading[2]), html)


def _broken(text: re.Match[str]) -> str:
    return "<wbr>".join(phrases(text[0]))
