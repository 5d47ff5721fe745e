"""Frames: what a clause is about, told by the kinds of word that meet in it.

"account" and "broken into" within reach of each other say one thing in whatever words stand between. A table has
``words`` (kinds of word, each a list of patterns) and frames: ``"account + taken"`` in any order, ``"login > abroad"``
in this one, ``"blamed >> form"`` next to each other, ``"account/server > taken"`` either of two kinds,
``"guessed !password"`` not beside the other kind,
``"^secret > personal"`` where the sentences before have named the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from guide_engine.knowledge import table

Span = tuple[int, int]
_REACH = {"ja": 26, "en": 48}  # characters between two words of a frame
_NEXT = {"ja": 3, "en": 16}  # and between two that stand next to each other


@dataclass(slots=True)
class Mention:
    """``start``/``end`` in the text searched; ``words`` are the spans of the words that make it up."""

    name: str
    start: int
    end: int
    words: tuple[Span, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    kinds: tuple[tuple[str, ...], ...]
    ordered: bool
    never: tuple[str, ...]
    reach: tuple[int, ...]  # of each kind but the first to those before it
    carried: tuple[str, ...] = ()


@dataclass(slots=True)
class Frames:
    """The frames of one table in one language, see :func:`frames`."""

    words: dict[str, re.Pattern[str]]
    wall: re.Pattern[str]
    rows: dict[str, tuple[_Frame, ...]]
    carried: frozenset[str]
    _seen: tuple[str, dict[str, list[Span]]] = field(default=("", {}))

    def topics(self, text: str) -> frozenset[str]:
        """The kinds of word in ``text`` that a later sentence may leave out."""
        return frozenset(kind for kind in self.carried if self.spans(text, kind))

    def find(self, text: str, name: str, topics: frozenset[str] = frozenset()) -> list[Mention]:
        """Every mention of ``name``, in order of the text, none overlapping another.

        ``topics``: what the sentences before have named.
        """
        out: list[Mention] = []
        hits = [(hit, frame) for frame in self.rows.get(name, ()) for hit in self._match(text, frame, topics)]
        hits = [(a, frame) for a, frame in hits if not any(other is frame and _within(b, a) for b, other in hits)]
        for words, frame in sorted(hits, key=lambda hit: (hit[0][0][0], -len(hit[0]))):
            start, end = min(a for a, _ in words), max(b for _, b in words)
            if not out or start >= out[-1].end:
                out.append(Mention(name, start, end, words, tuple(k for kinds in frame.kinds for k in kinds)))
        return out

    def spans(self, text: str, kind: str) -> list[Span]:
        if self._seen[0] != text:
            self._seen = (text, {})
        found = self._seen[1]
        if kind not in found:
            found[kind] = [m.span() for m in self.words[kind].finditer(text)]
        return found[kind]

    def _match(self, text: str, frame: _Frame, topics: frozenset[str]) -> list[tuple[Span, ...]]:
        choices: list[list[Span]] = []
        for kinds in frame.kinds:
            if kinds[0] in frame.carried:
                if kinds[0] in topics:
                    continue
                return []
            spans = [span for kind in kinds for span in self.spans(text, kind)]
            if not spans:
                return []
            choices.append(spans)
        if any(self.spans(text, kind) for kind in frame.never):
            return []
        out = []
        for first in choices[0]:
            words = self._chain(text, (first,), choices[1:], frame.reach[1 - len(choices) :], frame.ordered)
            if words:
                out.append(tuple(sorted(words)))
        return out

    def _chain(
        self, text: str, words: tuple[Span, ...], rest: list[list[Span]], reach: tuple[int, ...], ordered: bool
    ) -> tuple[Span, ...] | None:
        if not rest:
            return words
        low, high = min(a for a, _ in words), max(b for _, b in words)
        near = sorted(rest[0], key=lambda s: max(s[0] - high, low - s[1]))
        for span in near:
            gap = (high, span[0]) if span[0] >= high else (span[1], low)
            if gap[1] < gap[0] or (ordered and span[0] < words[-1][1]):
                continue
            if gap[1] - gap[0] > reach[0] or self.wall.search(text, *gap):
                continue
            found = self._chain(text, (*words, span), rest[1:], reach[1:], ordered)
            if found:
                return found
        return None


def _within(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    """Does the same frame fit closer, within ``b``? "Someone forged it, or someone knows ...": the second someone."""
    return b[0][0] < a[0][0] and a[-1][1] <= b[-1][1]


@cache
def frames(name: str, language: str) -> Frames:
    """The frames of knowledge/narrative/NAME_LANGUAGE.toml."""
    data = table(f"narrative/{name}_{language}")
    rows = {row: tuple(_frame(text, language) for text in texts) for row, texts in data["frames"].items()}
    return Frames(
        {kind: _words(patterns, language) for kind, patterns in data["words"].items()},
        re.compile("|".join(data["wall"]), re.IGNORECASE),
        rows,
        frozenset(kind for texts in rows.values() for frame in texts for kind in frame.carried),
    )


def _words(patterns: list[str], language: str) -> re.Pattern[str]:
    body = "|".join(patterns)
    return re.compile(body if language == "ja" else rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def _frame(text: str, language: str) -> _Frame:
    never = tuple(re.findall(r"!(\w+)", text))
    carried = tuple(re.findall(r"\^(\w+)", text))
    text = re.sub(r"!\w+|\^", "", text)
    ordered = ">" in text
    kinds = tuple(tuple(part.strip().split("/")) for part in re.split(r">+|\+", text))
    reach = tuple((_NEXT if mark == ">>" else _REACH)[language] for mark in re.findall(r">+|\+", text))
    return _Frame(kinds, ordered, never, reach, carried)
