"""What a story is called, and the event that its title tells where the story itself does not."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from guide_engine.incident.narrative_counts import count
from guide_engine.incident.narrative_events import Clause, classify
from guide_engine.incident.narrative_times import times
from guide_engine.knowledge import table

if TYPE_CHECKING:
    from guide_engine.incident.narrative_reader import Reader
    from guide_engine.model import Count


_HEAD = 14  # lines within which a letter or a post says what it is about; real ones have under ten


def subject(text: str, language: str) -> str | None:
    """The subject of a letter, notice or post that begins with something else: its date, its readers, its writers."""
    said = re.compile(table(f"narrative/text_{language}")["subject"], re.IGNORECASE)
    rows = filter(None, map(str.strip, text.splitlines()[: 2 * _HEAD]))
    for row in islice(rows, _HEAD):
        found = said.search(row)
        if found:
            return str(next(filter(None, found.groups()))).strip()
    return None


def title_event(reader: Reader) -> None:
    """Adds the event of the title to what ``reader`` has found; it is told last, as the sum of it all."""
    language = reader.language
    s = next((s for s in reader.story.sentences if s.kind == "title"), None)
    how_many = count(s.text, language) if s is not None else None
    if s is None or how_many is None or how_many.unit != "messages":
        return
    if any(_covers(f.event.count, how_many) for f in reader.found):
        return
    text = re.sub(table(f"narrative/text_{language}")["title_end"], "", s.text)
    clause = Clause(text, 0, len(text))
    classify(clause, replace(s, text=text, section=""), True, how_many, language, True)
    if clause.type is None:
        return
    moment = next((reader.clock.read(t) for t in times(s.text, language) if t.kind == "span"), None)
    found = reader.make(s, 0, len(text), "outcome", moment, how_many)
    found.key = (2, 0, 0)
    reader.found.append(found)


def _covers(told: Count | None, titled: Count) -> bool:
    """Does a count of the story say what the title's says?"""
    if told is None or (isinstance(told.value, tuple) and not isinstance(titled.value, tuple)):
        return False
    low, high = told.value if isinstance(told.value, tuple) else (told.value, told.value)
    least, most = titled.value if isinstance(titled.value, tuple) else (titled.value, titled.value)
    return low <= most * 1.15 and least <= high * 1.15
