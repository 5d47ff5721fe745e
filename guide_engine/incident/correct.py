"""What the author corrects in a reading, before a draft is made of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from guide_engine.incident.narrative import Reading
from guide_engine.incident.narrative_counts import count as told_count
from guide_engine.incident.story import in_time, parse_count
from guide_engine.model import Count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guide_engine.model import Event

KINDS = ("events", "causes", "actions", "lessons")
# kind -> number of the item in the reading, as text -> what is said of it: "drop": true, "confirm": true (read well),
# of an event "type", "day" (a whole number or None) and "count" (in words, "" for none),
# of a cause "cause" and "status", of an action "action" and "status"; "quote" says which item is meant
type Edits = dict[str, dict[str, dict[str, Any]]]
SETTLES = {"status", "action", "confirm"}  # of a cause or an action: what its author has said himself
_MYRIAD = re.compile(r"\d[\s,]*[十百千万億]|[十百千万億]")


def corrected(reading: Reading, edits: Edits) -> tuple[Reading, dict[str, list[int]]]:
    """The reading as its author has it, and the numbers that its items had. ValueError for a count that is none."""
    incident, said = reading.incident, edits.get("events", {})
    changed: dict[int, tuple[Event, tuple[str, ...]]] = {}
    for number, (event, doubts) in enumerate(zip(incident.events, reading.doubts, strict=True)):
        wanted = said.get(str(number), {})
        if not wanted.get("drop"):
            changed[number] = _event(event, doubts, wanted, reading.story.language)
    order = list(changed)
    if any("day" in wanted for wanted in said.values()):
        numbers = {id(event): number for number, (event, _) in changed.items()}
        order = [numbers[id(event)] for event in in_time([event for event, _ in changed.values()])]
    kept, settled = {"events": order}, set()
    items: dict[str, tuple[Any, ...]] = {"events": tuple(changed[number][0] for number in order)}
    for kind in KINDS[1:]:
        items[kind], kept[kind], sure = _items(getattr(incident, kind), edits.get(kind, {}))
        settled |= {(kind, index) for index in sure}
    doubts_of = tuple(changed[number][1] for number in order)
    told = replace(
        incident,
        events=items["events"],
        causes=items["causes"],
        actions=items["actions"],
        lessons=items["lessons"],
    )
    return replace(reading, incident=told, doubts=doubts_of, settled=frozenset(settled)), kept


def placed(edits: Edits, reading: Reading) -> Edits:
    """The edits at the items that bear their quotes now: the author may have changed the text in between."""
    found: Edits = {}
    for kind in KINDS:
        quotes = [item.quote for item in getattr(reading.incident, kind)]
        taken = found.setdefault(kind, {})
        for number, wanted in edits.get(kind, {}).items():
            quote = wanted.get("quote")
            near = [n for n, words in enumerate(quotes) if quote in (None, words) and str(n) not in taken]
            if near:
                taken[str(min(near, key=lambda n: abs(n - int(number))))] = wanted
    return found


def count_of(text: str, language: str) -> Count | None:
    """A count as a person writes it: 350, 約800通, 1万件以上, dozens, over 6,000. None for none; ValueError."""
    words = unicodedata.normalize("NFKC", text).strip()
    if not words:
        return None
    if not _MYRIAD.search(words):
        try:
            return parse_count(words)
        except ValueError:
            pass
    lang = "en" if re.search(r"[A-Za-z]", words) else "ja" if re.search(r"[^\x00-\x7f]", words) else language
    for noun in ("", " messages" if lang == "en" else "通"):
        if found := told_count(words + noun, lang):
            return found
    return parse_count(re.sub(r"(?<=\d)(?=[^\W\d])", " ", words, count=1))


def _event(
    event: Event, doubts: tuple[str, ...], wanted: dict[str, Any], language: str
) -> tuple[Event, tuple[str, ...]]:
    settled = set(doubts) if wanted.get("confirm") else set()
    if "type" in wanted:
        event = replace(event, type=str(wanted["type"]))
        settled.add("type")
    if "day" in wanted:
        day = wanted["day"]
        event = replace(event, day=day, when=None if day is None else {"day": day})
        settled.add("time")
    if "count" in wanted:
        event = replace(event, count=count_of(str(wanted["count"]), language))
        settled.add("count")
    return replace(event), tuple(doubt for doubt in doubts if doubt not in settled)


def _items(items: tuple[Any, ...], said: dict[str, dict[str, Any]]) -> tuple[tuple[Any, ...], list[int], list[int]]:
    """The items that are kept, the numbers that they had, and which of them their author has settled."""
    kept: list[Any] = []
    numbers: list[int] = []
    settled: list[int] = []
    for number, item in enumerate(items):
        wanted = said.get(str(number), {})
        if wanted.get("drop"):
            continue
        if wanted.keys() & SETTLES:
            settled.append(len(kept))
        kept.append(replace(item, **{key: wanted[key] for key in ("cause", "action", "status") if key in wanted}))
        numbers.append(number)
    return tuple(kept), numbers, settled
