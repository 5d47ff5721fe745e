"""What the author corrects in a reading, before a draft is made of it."""

from __future__ import annotations

from dataclasses import replace

from guide_engine.incident.narrative import Reading
from guide_engine.incident.story import in_time, parse_count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guide_engine.model import Event

# "events" | "causes" | "actions" | "lessons" -> number of the item in the reading, as text -> what is said of it:
# "drop": true, and of an event "type", "day" (a whole number or None) and "count" ("350 mails", "" for none),
# of a cause "cause" and "status", of an action "action" and "status"
type Edits = dict[str, dict[str, dict[str, Any]]]


def corrected(reading: Reading, edits: Edits) -> tuple[Reading, list[int]]:
    """The reading as its author has it, and for each event its number before. ValueError for a count that is none."""
    incident = reading.incident
    said = edits.get("events", {})
    kept = []
    for number, (event, doubts) in enumerate(zip(incident.events, reading.doubts, strict=True)):
        wanted = said.get(str(number), {})
        if not wanted.get("drop"):
            kept.append((number, *_event(event, doubts, wanted)))
    by_event = {id(event): (number, doubts) for number, event, doubts in kept}
    events = in_time([event for _, event, _ in kept])
    if not any("day" in wanted for wanted in said.values()):
        events = tuple(event for _, event, _ in kept)
    changed = replace(
        incident,
        events=events,
        causes=_items(incident.causes, edits.get("causes", {})),
        actions=_items(incident.actions, edits.get("actions", {})),
        lessons=_items(incident.lessons, edits.get("lessons", {})),
    )
    order = [by_event[id(event)][0] for event in events]
    return replace(reading, incident=changed, doubts=tuple(by_event[id(event)][1] for event in events)), order


def _event(event: Event, doubts: tuple[str, ...], wanted: dict[str, Any]) -> tuple[Event, tuple[str, ...]]:
    settled = set()
    if "type" in wanted:
        event = replace(event, type=str(wanted["type"]))
        settled.add("type")
    if "day" in wanted:
        day = wanted["day"]
        event = replace(event, day=day, when=None if day is None else {"day": day})
        settled.add("time")
    if "count" in wanted:
        text = str(wanted["count"]).strip()
        event = replace(event, count=parse_count(text) if text else None)
        settled.add("count")
    return replace(event), tuple(doubt for doubt in doubts if doubt not in settled)


def _items(items: tuple[Any, ...], said: dict[str, dict[str, Any]]) -> tuple[Any, ...]:
    kept = []
    for number, item in enumerate(items):
        wanted = dict(said.get(str(number), {}))
        if not wanted.pop("drop", False):
            kept.append(replace(item, **wanted))
    return tuple(kept)
