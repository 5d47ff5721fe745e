"""What an event is in the course of the story: few bounces behind a remedy are its outcome, an old date background."""

from __future__ import annotations

import re
from dataclasses import replace

from guide_engine.incident.narrative_events import refused
from guide_engine.incident.narrative_order import Found

_OLD = 40  # days before the incident: what was done so long ago is how things stood
_LESS = 8  # so many times fewer than the most that were counted


def retype(found: list[Found], language: str) -> None:
    """Mends the types of ``found``, which is in order of time."""
    seen = [
        f.moment.day
        for f in found
        if f.moment and f.moment.calendar and f.moment.day and f.event.type in ("symptom", "discovery")
    ]
    start = min(seen, default=None)
    acted = False
    most = 0
    for f in found:
        kind, m = f.event.type, f.moment
        before = m is not None and m.calendar and m.day is not None and start is not None and m.day < start - _OLD
        many = _most(f)
        if kind in ("action", "decision") and before:
            f.event = replace(f.event, type="background")
            continue
        if kind == "symptom" and acted and many is not None and 0 < many * _LESS <= most:
            f.event = replace(f.event, type="outcome")
        elif kind == "symptom" and acted and refused(f.event.quote, language):
            f.event = replace(f.event, type="aftermath")
        acted = acted or f.event.type == "action"
        most = max(most, many or 0)


def _most(f: Found) -> int | None:
    count = f.event.count
    if count is None or count.unit not in ("messages", "cases"):
        return None
    value = count.value
    return int(value[1] or value[0]) if isinstance(value, (tuple, list)) else int(re.sub(r"\D", "", str(value)) or 0)
