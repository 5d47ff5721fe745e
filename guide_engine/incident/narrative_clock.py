"""Turns words of time into days, by following the story: what day is told, what day it was written.

Two axes: the calendar (ordinals of :class:`datetime.date`), and, where no date is ever named, days counted
from the first day of the story. A year that stands nowhere stays out of what is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from guide_engine.incident.narrative_moment import Moment, day_of, iso_day, months_on
from guide_engine.incident.narrative_times_kit import Time

__all__ = ["Clock", "Moment"]

_NO_YEAR = 2000  # a leap year stands in for a year that nobody names


class Clock:
    def __init__(self, date: str | None, dates: Callable[[], list[Time]] = list) -> None:
        """``dates``: those that the whole story names, asked for only where nothing nearer tells a year or a month."""
        self.dates = cache(dates)
        self.written = self.document = iso_day(date)  # the former is moved by every dated line
        self.known_year: int | None = int(date[:4]) if date and re.match(r"\d{4}", date) else None
        self.hinted_year: int | None = None
        self.main: Moment | None = None  # the day that the story tells of
        self.latest: Moment | None = None  # the latest of the days told
        self.last: Moment | None = None  # the last time spoken of
        self.timed: Moment | None = None  # the last time told on a clock of twelve hours
        self.first: Moment | None = None  # the earliest day of the incident so far
        self.phase: int | None = None  # the weekday of day 0, where the calendar does not tell it
        self.today: int | None = None  # the day of writing, off the calendar: "yesterday" was the day before it
        self.night = False  # was it evening, when last told? Then the morning is that of the next day
        self.aside: Moment | None = None  # the earlier day that this paragraph speaks of
        self.shown = False  # is ``aside`` a day that a record or a past perfect speaks of?
        self.spoken: tuple[int, Moment] | None = None  # where a sentence begins that looks back, and to when
        self.ahead: tuple[int, Time] | None = None  # where a sentence begins, and the second time that it names
        self.fresh = True  # may the next sentence take over the day?
        self.from_stamp = False
        self.no_year = False  # is the year of ``written`` a stand-in?
        self.before: Moment | None = None  # the day told before the dated line
        self.adrift = False  # has something been told since, nobody says when?
        self.near = False  # has a day been told from the day of writing?
        self.present = False  # is the story told in the present, where no past tense shows what goes on?
        self.left = False  # has a heading come since the day was told?
        self.ago: str | None = None  # "it was two years ago", before anything is told
        self.frame: Moment | None = None  # the latest span of some days or nights told, with its end
        self.begun = False  # has anything been told?
        self.item: int | None = None  # the line of a list that told the day

    # ---- where the story stands ------------------------------------------------------------

    def tell(self, moment: Moment) -> None:
        """The story has moved to ``moment``."""
        if moment.day is None or moment.before or moment.dur is not None:
            return
        if moment.precision != "D" and self.main is not None:
            return
        self.main, self.item = replace(moment, until=None), None
        self.adrift = self.left = False
        if self.latest is None or self.latest.calendar != moment.calendar or moment.day > (self.latest.day or 0):
            self.latest = self.main
        self.fresh = moment.precision == "D"
        if self.first is None or (self.first.calendar == moment.calendar and moment.day < (self.first.day or 0)):
            self.first = self.main

    def stamp(self, moment: Moment) -> None:
        """A dated line: what follows was written then, and happened then unless it says otherwise."""
        if self.main is not None and self.main.day != moment.day:
            self.before = self.main
        if moment.calendar and moment.precision == "D" and moment.day is not None:
            self.document = self.document or self.written
            self.written, self.no_year = moment.date(), moment.no_year
        self.tell(moment)
        self.last = self.main
        self.from_stamp = True
        self.aside = None

    def enter(self) -> None:
        """A list of bare clock times behind a heading begins with the span of days that was told above it."""
        frame, main = self.frame, self.main
        if not self.left or main is None or frame is None or frame.until is None or frame.calendar != main.calendar:
            return
        if (frame.day or 0) <= (main.day or 0) <= (frame.until.day or 0):
            self.main = replace(frame, clock=None, until=None)

    def lose(self) -> None:
        """A new paragraph: nothing is taken over, though chains still count from the last day told."""
        self.aside = None
        if not self.from_stamp and not self.present:
            self.fresh = False

    def leave(self) -> None:
        """A heading, or prose after a list of times: what was dated line by line is over."""
        self.from_stamp, self.left, self.written = False, True, self.document or self.written
        if self.main is not None and self.latest is not None and self.main.calendar == self.latest.calendar:
            self.main = max(self.main, self.latest, key=lambda m: m.day or 0)  # a look back ends with its section
        self.lose()
        self.fresh = False

    def anchored(self) -> bool:
        """Has a day been told under this heading, so that what nobody dates stands near it?"""
        return not self.left and self.main is not None

    def base(self) -> Moment | None:
        """The day from which clock times, chains and weekdays count."""
        return self.aside or self.main

    def taken(self) -> Moment | None:
        """The time taken over from the sentences before."""
        if self.main is None or not self.fresh:
            return None
        keep = self.main.clock if self.from_stamp else None
        return Moment(self.main.day, self.main.calendar, no_year=self.main.no_year, clock=keep, taken=True)

    def opening(self) -> Moment | None:
        """ "It was two years ago. The bounces began": the first thing told happened then."""
        if self.ago is None or self.begun or self.main is not None:
            return None
        self.tell(Moment(0, offset=self.ago))
        return self.main

    # ---- one time ---------------------------------------------------------------------------

    def read(self, time: Time) -> Moment | None:
        moment: Moment | None = getattr(self, "_" + time.kind)(time)
        if moment is None:
            return None
        if time.clock is not None and not time.again:
            base = self.base()
            if moment.day is None and moment.offset is None and base is not None:
                moment = replace(moment, day=base.day, calendar=base.calendar)
            moment = replace(moment, clock=self._half(time, moment))
        if time.plus and moment.day is not None:
            moment = replace(moment, day=moment.day + time.plus)
        if time.until is not None and moment.day is not None:
            saved, self.main, aside, self.aside = self.main, moment, self.aside, None
            end = self.read(time.until)
            self.main, self.aside = saved, aside
            if end is not None and end.day is not None and time.until.kind == "clock" and end.clock and moment.clock:
                end = replace(end, day=end.day + (end.clock < moment.clock))  # past midnight
            moment = replace(moment, until=end) if end is not None and end.day is not None else moment
            if end is not None and moment.precision == "D" and 0 < (end.day or 0) - (moment.day or 0) <= 3:
                self.frame = moment
        if moment.day is not None:
            self.last = moment
            if moment.clock is not None:
                self.timed = moment if time.halves else None
        return moment

    def _half(self, time: Time, moment: Moment) -> tuple[int, int] | None:
        """ "At 4:20", behind "about 4 pm": the hour goes on from the one told."""
        last, clock = self.timed, time.clock
        if not time.bare or time.heads or clock is None or last is None or last.clock is None or last.day != moment.day:
            return clock
        later = (clock[0] + 12, clock[1])
        return later if last.clock[0] >= 12 and clock < last.clock <= later and not time.back else clock

    def _date(self, t: Time) -> Moment | None:
        base = (
            self.main.date()
            if self.main is not None and self.main.calendar and self.main.day is not None
            else self.written
        )
        year = t.y
        if year is not None and t.m is None:
            self.hinted_year = year
            return Moment(dt.date(year, 1, 1).toordinal(), True, "Y")
        if (t.amount or 0) < 0 and base is not None:  # "the 2nd of the month after", 「翌年3月」
            found = months_on(base, 12 if t.unit == "Y" else 1, t.d or 1, t.m)
            return Moment(found.toordinal(), True, "D" if t.d else "M") if found else None
        if t.m is not None and year is None and t.unit == "Y" and t.amount and self.known_year:
            year = self.known_year - t.amount  # "in May last year"
        if t.m is None and (t.amount or 0) > 0 and t.amount and self.written is not None:
            found = months_on(self.written, -t.amount, t.d or 1)
            return Moment(found.toordinal(), True) if found else None
        month = t.m if t.m is not None else (base.month if base else self._month(t.d or 1))
        if month is None:
            return None
        no_year = self.main.no_year if t.y is None and self.main is not None and self.main.calendar else False
        if year is None:
            year = base.year if base else self.hinted_year or self.known_year or self._year()
            if year is None:
                year, no_year = _NO_YEAR, True
        day = day_of(year, month, t.d or 1)
        if t.either and t.d is not None and base is not None:  # 3/12: of the two days that it may be, the nearer
            swapped = day_of(year, t.d, month)
            day = min((d for d in (day, swapped) if d), key=lambda d: abs((d - base).days), default=None)
        if day is None:
            return None
        if t.y is None and t.amount is None and base is not None:
            day = self._nearest(day, t, base, no_year)
        if t.y is not None:
            self.hinted_year = self.hinted_year or t.y
        if no_year and t.weekday is not None:
            self.phase = (t.weekday - day.toordinal()) % 7
        return Moment(day.toordinal(), True, "D" if t.d is not None else "M", no_year)

    def _year(self) -> int | None:
        """The year that a date further on is told with."""
        return max((t.y for t in self.dates() if t.y), default=None)

    def _month(self, d: int) -> int | None:
        """The month of "the 2nd", told before any month: the one that brings it nearest to the first date named."""
        first = next(iter(self.dates()), None)
        if first is None:
            return None
        near = min((-1, 0, 1), key=lambda n: abs(30 * n + d - (first.d or 1)))
        return ((first.m or 1) - 1 + near) % 12 + 1

    def _nearest(self, day: dt.date, t: Time, base: dt.date, no_year: bool) -> dt.date:
        """A date without a year or month: the one that fits the story, not one after the time of writing."""
        if t.m is None:
            if self.main is None:
                return self._before(day, t)
            if t.strict and t.d in (base.day, (base + dt.timedelta(1)).day):  # 「翌13日」, also under 「翌日」
                return base + dt.timedelta(t.d != base.day)
            if t.back and (day - base).days > 15:
                return months_on(day, -1, day.day) or day
            if (base - day).days > 20 and not t.back:
                day = months_on(day, 1, day.day) or day
            late = not no_year and day > max((d for d in (self.document, self.written) if d), default=day)
            return self._before(day, t) if late else day
        if no_year:
            return day
        if self.written is not None and (day - self.written).days > 31:
            return day_of(day.year - 1, day.month, day.day) or day
        if self.main is not None and (base - day).days > 300 and not t.back:
            return day_of(day.year + 1, day.month, day.day) or day
        return day

    def _before(self, day: dt.date, t: Time) -> dt.date:
        """ "Sunday the 4th", with no day told yet: the last that there was, when this was written."""
        for back in range(3):
            found = months_on(day, -back, day.day)
            fits = t.weekday is None or self.no_year or (found is not None and found.weekday() == t.weekday)
            if found is not None and fits and (self.written is None or found <= self.written):
                return found
        return day

    def _weekday(self, t: Time) -> Moment | None:
        want, week = t.d or 0, t.amount or 0
        written = self.written if not self.no_year else None
        if t.unit == "A" and written is not None:  # "three weeks ago, on the Sunday"
            middle = written.toordinal() + 7 * week
            return Moment(middle + (want - dt.date.fromordinal(middle).weekday() + 3) % 7 - 3, True)
        if t.unit == "N" and written is not None:
            return Moment(written.toordinal() - written.weekday() + 7 * week + want, True)
        if week < 0 and written is not None and t.unit == "D":
            return Moment(written.toordinal() - ((written.weekday() - want) % 7 or 7) + 7 * (week + 1), True)
        base = self.base() if self.main is not None and self.main.precision == "D" else None
        if base is None or base.day is None:
            if self.main is not None and self.main.day is not None and not self.main.calendar:
                return None
            if written is not None:
                near = Moment(written.toordinal() - (written.weekday() - want) % 7, True)
                told = self.main.date() if self.main is not None and self.main.calendar else near.date()
                if (told.year, told.month) != (near.date().year, near.date().month):
                    return None  # of a week in the month told, that nobody names
                return near
            if self.phase is None:
                self.phase = want
                return Moment(0, offset="-P1W" if week < 0 else None)
            return Moment((want - self.phase) % 7)
        if self.phase is None and base.offset is not None and not base.calendar and base.day is not None:
            self.phase = (want - base.day) % 7  # "last month ...; on a Sunday": the first weekday is that of the start
        here = self._day_of_week(base)
        if here is None:
            return None  # which day of the story a bare "Thursday" is stands nowhere
        ahead = (want - here) % 7
        if t.unit in "WN":
            ahead = 7 * week - here + want
        elif week < 0 or t.back or (self.from_stamp and base is self.main and not t.heads):
            ahead = -((here - want) % 7 or (7 if week < 0 else 0)) + 7 * min(0, week + 1)
        elif t.strict:
            ahead = ahead or 7
        elif ahead == 6 and not t.limit:
            ahead = -1  # told a little late rather than six days on
        day = base.day + ahead
        if base.calendar and written is not None and not self.from_stamp and day - written.toordinal() > 3:
            day -= 7
        return Moment(day, base.calendar, no_year=base.no_year)

    def _day_of_week(self, moment: Moment) -> int | None:
        if moment.calendar and not moment.no_year:
            return moment.date().weekday()
        return None if self.phase is None else (self.phase + (moment.day or 0)) % 7

    def _chain(self, t: Time) -> Moment | None:
        amount = t.amount or 0
        if t.again:
            return self.last
        if t.yonder and self.from_stamp and self.before is not None:
            return self.before
        base = self.base() if self.main is None or self.main.precision == "D" else None
        if t.same and self.last is not None and self.last.day is not None and self.last.precision == "D":
            base = self.last
        if t.from_first and self.first is not None:
            base = self.first
        elif base is not None and amount > 0 and self.adrift:  # counted from an event whose own day is unknown
            base = None
        if base is None or base.day is None:
            if amount == 0:
                return self._start()
            return Moment(before=True) if amount < 0 else Moment(after=f"P{amount}{t.unit}")
        if t.unit == "B":
            here = self._day_of_week(base)
            return replace(
                base, day=base.day + (7 - here if here is not None and here > 3 else 1), clock=None, until=None
            )
        if t.unit in ("M", "Y"):
            if not base.calendar:
                return Moment(before=True, offset=None) if amount < 0 else Moment(after=f"P{amount}{t.unit}")
            day = months_on(base.date(), amount * (12 if t.unit == "Y" else 1), 1)
            return Moment(day.toordinal(), True, "M", base.no_year) if day else None
        return Moment(base.day + amount, base.calendar, no_year=base.no_year)

    def _deixis(self, t: Time) -> Moment | None:
        amount = t.amount or 0
        told, written = self.main, self.written
        if t.unit == "M":
            return Moment(written.replace(day=1).toordinal(), True, "M", self.no_year) if written is not None else None
        if written is not None and told is not None and told.calendar and told.day is not None and not self.from_stamp:
            since = written.toordinal() - told.day
            if amount < 0 and since > 1 and not self.near:  # told of some days ago: the night before the day told
                return Moment(told.day + amount, True, no_year=told.no_year)
        if self.written is not None:
            self.near = True
            return Moment(self.written.toordinal() + amount, True, no_year=self.no_year)
        if self.today is not None and told is not None and not told.calendar:
            return Moment(self.today + amount)
        if self.main is not None and self.main.day is not None:
            return Moment(self.main.day + amount, self.main.calendar, no_year=self.main.no_year)
        start = self._start()
        if start is not None:
            self.today = -amount
        return start

    def _distance(self, t: Time) -> Moment | None:
        offset = f"-P{t.amount if t.amount is not None else 'X'}{t.unit}"
        told = self.base()
        if t.d is not None and self.written is not None:  # "last weekend"
            return Moment(self.written.toordinal() - ((self.written.weekday() - t.d) % 7 or 7), True)
        if t.either and t.amount is not None and told is not None and told.day is not None and told.precision == "D":
            days = t.amount * {"D": 1, "W": 7}.get(t.unit, 0)
            old = self.written is None or (told.calendar and self.written.toordinal() - told.day > 1)
            if days and old and not self.from_stamp:
                return Moment(told.day - days, told.calendar, no_year=told.no_year)
        if self.written is not None and t.unit == "D" and t.amount is not None:
            return Moment(self.written.toordinal() - t.amount, True)
        day = 0 if self.first is None and t.unit != "Y" else None
        return Moment(day, offset=offset)

    def _ordinal(self, t: Time) -> Moment | None:
        first, n = _same_day(self.first), t.amount or 0
        return replace(first, day=(first.day or 0) + n) if first is not None and first.calendar else Moment(n)

    def _first(self, t: Time) -> Moment | None:
        if t.d is not None and self.phase is None and (self.main is None or not self.main.calendar):
            self.phase = t.d  # "one Thursday in November"
        if self.main is not None and self.main.calendar:
            return None  # some day or other, in a story that has dates
        return self._start() or Moment(0, offset=None if self.begun else self.ago)

    def _now(self, t: Time) -> Moment | None:
        return _same_day(self.base())

    def _part(self, t: Time) -> Moment | None:
        return _same_day(self.base()) or self._start()

    _clock = _part

    def _later(self, t: Time) -> Moment | None:
        self.fresh = self.from_stamp
        return None

    def _earlier(self, t: Time) -> Moment | None:
        return Moment(before=True)

    def _span(self, t: Time) -> Moment | None:
        start = None if self.from_stamp else self.main if self.fresh else self.first
        days = (t.amount or 0) * {"D": 1, "W": 7}.get(t.unit, 0)
        if days and start is not None and start.calendar and start.day is not None and start.precision == "D":
            whole = replace(start, clock=None, until=None, taken=False)
            return replace(whole, until=replace(whole, day=start.day + days))
        return Moment(dur=f"P{t.amount}{t.unit}")

    def _start(self) -> Moment | None:
        """The first thing told happens on the first day."""
        return Moment(0, offset=self.ago) if self.first is None and not self.begun else None


def _same_day(base: Moment | None) -> Moment | None:
    if base is None or base.day is None or base.precision != "D":
        return None
    return Moment(base.day, base.calendar, no_year=base.no_year)
