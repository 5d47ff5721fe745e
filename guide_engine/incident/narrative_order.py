"""What was found in a story, put in order of time: told days first, what has none beside what it was told with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from guide_engine.incident.narrative_clock import Moment
from guide_engine.knowledge import table
from guide_engine.model import Event

_FAR = 10**7


@dataclass(slots=True)
class Found:
    """An event with its moment. ``key`` begins with 1 for a lead that the course may tell in full, 2 for a title."""

    event: Event
    moment: Moment | None
    place: int  # order of telling
    key: tuple[float, float, int] = (0, 0, 0)
    led: bool = False  # told under a date of its own: in a list of dates, a post, an update
    summary: bool = False  # told under a heading "Summary"
    plain: bool = False  # no word of the vocabulary named its type

    def doubts(self) -> tuple[str, ...]:
        m = self.moment
        guessed = m is not None and (
            m.taken or m.no_year or m.after is not None or m.dur is not None or (m.day is not None and not m.calendar)
        )
        vague = self.event.count is not None and self.event.count.qualifier != "exact"
        return tuple(n for n, yes in (("type", self.plain), ("time", guessed), ("count", vague)) if yes)


def put_in_order(found: list[Found], language: str) -> None:
    verdict = re.compile(table(f"narrative/text_{language}")["verdict"], re.IGNORECASE)
    calendar = [
        f.moment.day
        for f in found
        if f.moment and f.moment.calendar and f.moment.day is not None and f.moment.precision == "D"
    ]
    zero = min(calendar, default=None)
    previous: tuple[float, float] | None = None
    reached: dict[float, int] = {}  # the clock at which the story left a day
    for place, f in enumerate(found):
        m = f.moment
        told_first = (
            previous is None and m is None and zero is not None and f.event.type in ("check", "discovery", "outcome")
        )
        if f.key[0] == 2 or (told_first and len(calendar) >= 3 and verdict.search(f.event.quote)):
            f.key = (_FAR, 0, place)
            continue
        if m is not None and m.day is not None and m.precision == "D":
            day = float(m.day - (zero or 0) if m.calendar else m.day)
            clock = m.clock[0] * 60 + m.clock[1] if m.clock else None
            if clock is None and day in reached and not (previous is not None and previous[0] == day):
                clock = reached[day]  # the story comes back to this day: on from where it left it
            if clock is None:
                clock = (
                    int(previous[1])
                    if previous is not None and previous[0] == day
                    else (-1 if previous is None or previous[0] > day else 0)
                )
            reached[day] = clock
            f.key = (day, clock, place)
            if f.led or previous is None or day >= previous[0]:  # else a flashback: the story goes on from where it was
                previous = (day, float(clock))
        elif m is not None and m.day is not None and m.calendar:  # a month or a year; off the calendar, of long before
            f.key = (float(m.day - zero) if zero is not None else m.day - 0.75 * _FAR, -1, place)
        elif (m is not None and (m.before or m.offset is not None)) or f.event.type == "background":
            f.key = (-_FAR + _age(m), 0, place)
        else:
            f.key = (*(previous or (-1.0, 0.0)), place)
    _lead_back(found)
    found.sort(key=lambda f: f.key)


def _lead_back(found: list[Found]) -> None:
    """What an intruder "had done" came before the day on which it was found."""
    earliest = sorted(g.key for g in found if g.key[0] > -_FAR / 2)[:2]
    for f in found:
        if f.event.type == "attacker" and f.moment is None and re.search(r"\bhad\b", f.event.quote):
            earlier = next((key for key in earliest if key != f.key), f.key)
            f.key = (earlier[0], earlier[1] - 0.5, f.key[2])


def _days(offset: str) -> float:
    match = re.match(r"-P(\d+|X)([DWMY])", offset)
    if not match:
        return 0.0
    return (int(match[1]) if match[1] != "X" else 3) * {"D": 1.0, "W": 7, "M": 30, "Y": 365}[match[2]]


def _age(m: Moment | None) -> float:
    """Longer ago sorts earlier; the unstated distance last of all."""
    return 9_000.0 - _days(m.offset) if m is not None and m.offset else 10_000.0


def finished(found: list[Found]) -> tuple[Event, ...]:
    """Days are counted from the first day of the incident, its background left out."""
    told = [f.moment for f in found if f.moment is not None and f.event.type != "background"]
    days = [m.day for m in told if m.calendar and m.day is not None and m.precision == "D"]
    calendar = min(days, default=None)
    out = []
    for f in found:
        m = f.moment
        day: int | None = None
        if m is not None and m.day is not None and m.precision == "D":
            day = m.day if not m.calendar else (m.day - calendar if calendar is not None else None)
        elif m is not None and m.dur is not None:
            day = 0
        out.append(replace(f.event, day=day))
    return tuple(out)
