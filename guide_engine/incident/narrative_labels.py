"""Lines like 「日時：」 and 「件数：」, which describe one event between them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from guide_engine.incident.narrative_counts import count
from guide_engine.incident.narrative_order import Found
from guide_engine.knowledge import table
from guide_engine.model import Event

if TYPE_CHECKING:
    from guide_engine.incident.narrative_reader import Reader
    from guide_engine.incident.narrative_text import Sentence
    from guide_engine.incident.narrative_times_kit import Time


def label_line(reader: Reader, s: Sentence, found: list[Time]) -> bool:
    """ "日時：", "件数：", "概要：" lines describe one event between them."""
    words = table(f"narrative/text_{reader.language}")["labels"]
    timed, counted, told = (re.search(words[k], s.label, re.IGNORECASE) for k in ("time", "count", "told"))
    if timed and found:
        moment = reader.clock.read(found[0])
        if moment is not None:
            reader.clock.tell(moment)
        start = s.start - len(_prefix(reader, s))
        event = Event(
            "attacker",
            reader.story.text[start : s.end],
            (start, s.end),
            moment.when() if moment else None,
            line=s.line + 1,
        )
        reader.block = Found(event, moment, len(reader.found))
        _absorb(reader, reader.block)
        reader.found.append(reader.block)
        reader.clock.begun = True
        return True
    if counted:
        how_many = count(s.text, reader.language) or count(
            s.text + ("件" if reader.language == "ja" else " messages"), reader.language
        )
        if how_many is not None and how_many.unit == "cases":
            how_many = replace(how_many, unit="messages")
        block = reader.block or next((f for f in reversed(reader.found) if f.event.type == "attacker"), None)
        block = block or (reader.found[-1] if reader.found else None)
        if block is not None and how_many is not None and block.event.count is None:
            block.event = replace(block.event, count=how_many)
        return True
    return reader.block is not None and told is not None


def _prefix(reader: Reader, s: Sentence) -> str:
    line = reader.story.normal.rfind("\n", 0, s.start) + 1
    head = reader.story.normal[line : s.start]
    return head[head.find(s.label) :] if s.label in head else ""


def _absorb(reader: Reader, block: Found) -> None:
    """What the introduction has told of the same day is the event that the block gives in full."""
    day = block.moment.day if block.moment else None
    for f in list(reader.found):
        same = f.moment is not None and f.moment.day == day and f.event.type in ("attacker", "symptom", "discovery")
        if same and day is not None:
            block.event = replace(block.event, type=f.event.type, count=f.event.count)
            reader.found.remove(f)
