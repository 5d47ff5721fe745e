"""When an event was: the words of time beside it, or what the story has said before."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from guide_engine.incident.narrative_clock import Moment
from guide_engine.incident.narrative_counts import count
from guide_engine.incident.narrative_events import habitual, just_now, looks_back, past_perfect
from guide_engine.knowledge import table

if TYPE_CHECKING:
    from guide_engine.incident.narrative_reader import Reader
    from guide_engine.incident.narrative_text import Sentence
    from guide_engine.incident.narrative_times_kit import Time

WEAK = ("part", "now", "later", "earlier", "span")
# what who tells does and learns, on the day that the story has reached
TELLERS = frozenset({"action", "check", "decision"})
_BREAKS = (": ", "; ", " that ")  # what stands behind one is told of, not told


def when(reader: Reader, s: Sentence, own: list[Time], text: str, kind: str) -> Moment | None:
    waits = re.compile(table(f"narrative/times_{reader.language}")["describes"]["waits"], re.IGNORECASE)
    unknown = False
    strong = [t for t in own if t.kind not in WEAK]
    marks = [t for t in strong if _marks(t, s, reader.language)]
    if marks and (len(marks) < len(strong) or reader.clock.taken() is not None):
        strong = [t for t in strong if t not in marks]  # of a thing that the clause speaks of
    if reader.language == "ja" and len(strong) > 1 and s.text[: strong[-1].start].endswith("、"):
        reader.clock.ahead = (s.start, strong[-1])
    if reader.clock.shown and kind in TELLERS and not past_perfect(text, reader.language):
        reader.clock.aside = None  # what a record shows of an earlier day ends where somebody acts on it
    order = ("now", "part", "span", "earlier", "later")
    weak = sorted((t for t in own if t.kind in WEAK), key=lambda t: order.index(t.kind))
    for t in strong:
        if t.kind == "date" and t.m is None and t.d is None and len(strong) > 1:
            continue
        if (
            t.kind == "weekday"
            and not (t.amount or 0)
            and not t.limit
            and looks_back(_beside(t, s, text), s, kind, reader.language)
        ):
            t.back = True
        if kind == "decision" and t.kind in ("weekday", "date", "deixis") and waits.search(s.text):
            continue  # "we decided to wait until Saturday"
        if t.was:
            otherwise = reader.clock.read(t)
            if otherwise is not None:
                reader.clock.tell(otherwise)
            continue
        before = _retro(reader, t)
        moment = before or reader.clock.read(t)
        if moment is None:
            unknown = unknown or t.kind == "weekday"
            continue
        main = reader.clock.main
        aside = reader.clock.from_stamp or (kind in ("attacker", "background") and main is not None)
        yesterday = t.kind == "deixis" and (t.amount or 0) < 0 and aside
        earlier = main is not None and main.calendar and moment.calendar and (moment.day or 0) < (main.day or 0)
        past = earlier and (
            kind == "attacker" or past_perfect(text, reader.language) or not (reader.opening and t.start < 14)
        )
        if (past or yesterday) and moment.precision == "D" and not (t.back and t.kind == "weekday"):
            reader.clock.aside = moment
            reader.clock.shown = not (yesterday or reader.opening) and (
                kind not in TELLERS or past_perfect(text, reader.language)
            )
        if reader.clock.from_stamp and main is not None and main.day == moment.day and main.clock and moment.clock:
            past = past or (moment.clock < main.clock and not (s.led and reader.opening))
        if (
            not t.back
            and not (t.kind == "distance" and t.either and main is not None)  # 「三日前に」
            and not yesterday
            and not past
            and not ((earlier or (t.kind == "weekday" and bool(t.amount))) and _relative(t, s, reader.language))
            and not moment.before
            and not (kind == "background" and moment.day is None)
        ):
            reader.clock.tell(moment)
            reader.clock.item = s.line if s.kind == "bullet" else None
        else:
            reader.clock.spoken = (s.start, moment)
        if habitual(text, reader.language) and not reader.clock.from_stamp:
            reader.clock.fresh = False
        return moment
    if unknown:
        return None  # a weekday of a week that nobody names
    morning = _morning(reader, s, weak)
    if morning is not None:
        return morning
    for t in weak:
        moment = reader.clock.read(t)
        main = reader.clock.main
        rate = t.unit == "D" and t.amount == 1
        if (
            t.kind == "span"
            and kind != "outcome"
            and (rate or reader.clock.from_stamp or count(text, reader.language) is None)
        ):
            continue  # how long it took, or how many a day, is not when it was
        if t.kind == "span" and t.unit == "D" and kind == "outcome" and main is not None and main.day is not None:
            moment = Moment(main.day + (t.amount or 0), main.calendar, no_year=main.no_year, taken=True)
            reader.clock.tell(moment)
            return moment
        if moment is not None:
            if t.kind in ("part", "now"):
                reader.clock.tell(moment)
                if habitual(text, reader.language):
                    reader.clock.fresh = False
                return replace(moment, taken=True)
            return moment
        if t.kind == "later":
            if reader.clock.from_stamp:
                continue  # what came after is told on the day of the entry
            reader.clock.adrift = True
            return None
    ahead = reader.clock.ahead
    if not own and ahead is not None and ahead[0] == s.start:
        reader.clock.ahead = None
        moment = reader.clock.read(ahead[1])  # 「13日も減らず、16日には停止の連絡を受けた」
        if moment is not None:
            reader.clock.tell(moment)
            return moment
    spoken = reader.clock.spoken
    if spoken and spoken[0] == s.start and (reader.language == "ja" or past_perfect(text, reader.language)):
        return replace(spoken[1], until=None, taken=True)  # this sentence looks back, all of it
    now = reader.clock.today
    if now is not None and reader.language == "en" and just_now(text):
        moment = Moment(now, taken=True)
        reader.clock.tell(moment)
        return moment
    if kind in ("attacker", "background", "action", "aftermath") and past_perfect(text, reader.language):
        return None
    if reader.clock.item is not None and reader.clock.item != s.line and not reader.clock.from_stamp:
        reader.clock.fresh = False  # a list dates each item by itself
    moment = reader.clock.taken() or reader.clock.opening()
    if moment is None and not reader.clock.anchored():
        reader.clock.adrift = True
    if habitual(text, reader.language) and not reader.clock.from_stamp:
        reader.clock.fresh = False
    return moment


@cache
def _marking(language: str) -> dict[str, re.Pattern[str]]:
    """What makes a time the mark of a thing that the clause speaks of, [marks] of the table."""
    rows = table(f"narrative/times_{language}")["marks"]
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in rows.items()}


def _relative(t: Time, s: Sentence, language: str) -> bool:
    """Is it told of a thing by the way? "He has lost $200, which we voted last Thursday to make good"."""
    return language == "en" and _marking("en")["relative"].search(s.text[: t.start]) is not None


def _marks(t: Time, s: Sentence, language: str) -> bool:
    """Does it only say which thing is meant? "A rule, made on 27 February", 「8日の入力が分かったのは17日」."""
    marks = _marking(language)
    if language == "en":
        return marks["attribute"].search(s.text[: t.start]) is not None
    kinds = ["back_to"]
    if (t.kind == "distance" and t.unit in "MY") or (t.kind in ("chain", "deixis") and (t.amount or 0) < 0):
        kinds.append("clause")
    elif t.kind == "date":
        kinds += ["about", "of"] if t.d else ["about"]
    return any(marks[kind].match(s.text, t.end) for kind in kinds)


def _beside(t: Time, s: Sentence, text: str) -> str:
    """Of ``text`` what stands with the time, not what follows a colon: "On Monday she rang: somebody had been in"."""
    at = t.start - s.text.find(text)
    start = max(text.rfind(mark, 0, max(at, 0)) for mark in _BREAKS) + 1
    ends = [i for i in (text.find(mark, max(at, 0)) for mark in _BREAKS) if i >= 0]
    return text[start : min(ends, default=len(text))]


def _morning(reader: Reader, s: Sentence, weak: list[Time]) -> Moment | None:
    """The morning after an evening that was told is the next day, though nobody says so."""
    clock, words = reader.clock, table(f"narrative/times_{reader.language}")["night"]
    awake = re.search(words["morning"], s.text, re.IGNORECASE)
    base = clock.main
    if not clock.night or awake is None or base is None or base.day is None or any(t.kind == "later" for t in weak):
        return None
    clock.night = False
    moment = replace(base, day=base.day + 1, clock=None, until=None, offset=None, taken=True)
    clock.tell(moment)
    return moment


def note_night(reader: Reader, s: Sentence, own: list[Time]) -> None:
    words = table(f"narrative/times_{reader.language}")["night"]
    if re.search(words["evening"], s.text, re.IGNORECASE):
        reader.clock.night = True
    elif any(t.kind not in WEAK for t in own):
        reader.clock.night = False


def _retro(reader: Reader, t: Time) -> Moment | None:
    """ "The next day", and the day before has no name: where only it has been told, it is the first day."""
    if t.kind != "chain" or (t.amount or 0) <= 0 or reader.clock.main is not None:
        return None
    if (
        not reader.found
        or reader.found[-1].moment is not None
        or any(f.moment and f.moment.day is not None for f in reader.found)
    ):
        return None
    first, told = Moment(0), reader.found[-1]
    told.moment, told.event = first, replace(told.event, when=first.when())
    reader.clock.adrift = False
    reader.clock.tell(first)
    return reader.clock.read(t)
