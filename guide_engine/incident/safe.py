"""Makes text out of a mail harmless for where it is shown: a terminal, a spreadsheet, Markdown."""

from __future__ import annotations

import re

# C0 and C1 controls, and characters that are not seen but change how others are: bidirectional marks,
# zero-width ones, line and paragraph separators, tags, the byte order mark, halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_LIKENESS = str.maketrans({"`": "'", "<": "‹", ">": "›", "|": "¦", "{": "❴", "}": "❵"})
_SPACES = re.compile(r"[ \t]+")


def plain(text: str | None, limit: int = 0) -> str:
    """One line without anything that a terminal obeys; longer than ``limit`` it ends in "…"."""
    line = _SPACES.sub(" ", _UNSEEN.sub(" ", text or "")).strip()
    return line[: limit - 1] + "…" if limit and len(line) > limit else line


def cell(text: str | None) -> str:
    """A spreadsheet's cell that no program takes for a formula."""
    line = plain(text)
    return "'" + line if line.startswith(_FORMULA) else line


def code(text: str | None, limit: int = 300) -> str:
    """A code span for a Markdown page: no HTML, link, table cell, block or template can come of what is in it.

    The few characters that some builder somewhere gives a meaning even inside code are shown by
    their likenesses; the draft stays readable for its author.
    """
    line = plain(text, limit).translate(_LIKENESS).strip()
    return f"`{line}`" if line else ""
