"""Words that tell nothing by themselves: they measure, finish or answer what the words before them told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from guide_engine.incident.narrative_events import SOLID, Clause, finite
from guide_engine.incident.narrative_order import Found
from guide_engine.incident.narrative_text import Sentence
from guide_engine.incident.narrative_times import times
from guide_engine.incident.narrative_times_kit import Time

if TYPE_CHECKING:
    from guide_engine.incident.narrative_reader import Reader

MAX_QUOTE = 200


def fragment(reader: Reader, s: Sentence, units: list[tuple[list[Clause], list[Time]]]) -> bool:
    """ "Some three hundred." measures what the sentence before it told."""
    before = reader.found[-1] if reader.found else None
    events = [group for group, _ in units if group]
    if (
        before is None
        or len(events) != 1
        or len(s.text) > 32
        or before.event.count is not None
        or before.event.span is None
        or (reader.language == "ja" and before.event.type == "outcome")  # the sum at the end measures no end
    ):
        return False
    how_many = reader.count(s, 0, len(s.text), times(s.text, reader.language))
    plain = events[0][0].plain or re.search(r"^(?:数え|全部|合計|合わせ|ざっと)", s.text) is not None
    gap = reader.story.normal[before.event.span[1] : s.start]
    timed = any(t.kind not in ("later", "earlier") for _, own in units for t in own)
    aside = len(gap) <= 16  # 「変なの来てる。『配信不能』ってやつ。もう40通」
    if how_many is None or timed or not plain or (re.search(r"[^\s。.!?…]", gap) and not aside) or "\n" in gap:
        return False
    span = (before.event.span[0], s.start + len(s.text.rstrip("。.")))
    if span[1] - span[0] > MAX_QUOTE:
        return False
    before.event = replace(before.event, count=how_many, span=span, quote=reader.story.text[span[0] : span[1]])
    return True


def completes(reader: Reader, event: Found, own: list[Time]) -> bool:
    """ "At first a few dozen. I let them be." is one event: a bare number and what was done about it."""
    before = reader.found[-1] if reader.found else None
    if before is None or before.event.span is None or event.event.span is None or not before.plain:
        return False
    gap = reader.story.normal[before.event.span[1] : event.event.span[0]]
    short = before.event.span[1] - before.event.span[0] <= 18 and before.event.count is not None
    if (
        not short
        or own
        or event.event.type not in SOLID
        or event.event.count is not None
        or event.plain
        or len(gap) > 2
        or "\n" in gap
    ):
        return False
    span = (before.event.span[0], event.event.span[1])
    quote = reader.story.text[span[0] : span[1]]
    before.event = replace(before.event, type=event.event.type, span=span, quote=quote)
    before.plain = False
    return True


def absorbed(reader: Reader, event: Found, s: Sentence, own: list[Time]) -> bool:
    """In a line of a log, what no word of the vocabulary tells goes with what the line told; and so, behind a
    check, does a result in a word or two: "Looked through it. Nothing."
    """
    before = reader.found[-1] if reader.found else None
    if before is None or before.event.span is None or event.event.span is None or own:
        return False
    text = s.text.strip("。.!… ")
    short = len(text) <= 6 if reader.language == "ja" else len(text.split()) <= 5 and not finite(text)
    same = before.event.line == s.line + 1 and event.event.span[0] - before.event.span[1] <= 3
    kinds = (before.event.type, event.event.type)
    result = kinds[0] == "check" and kinds[1] not in SOLID and short
    more = reader.language == "ja" and short and kinds[0] in ("action", "discovery") and kinds[1] in SOLID
    named = re.sub(r"^[\d:/. ]+", "", before.event.quote).rstrip(
        "。"
    )  # 「キュー掃除。約12,000通を捨てる」: the line names it first
    same_again = reader.language == "ja" and len(named) <= 8 and kinds[0] == kinds[1] and event.event.count is not None
    rest = s.led and (event.plain or more or same_again)
    span = (before.event.span[0], event.event.span[1])
    if not same or not (result or rest) or span[1] - span[0] > MAX_QUOTE or (event.event.count and before.event.count):
        return False
    how_many = before.event.count or event.event.count
    before.event = replace(before.event, span=span, quote=reader.story.text[span[0] : span[1]], count=how_many)
    return True
