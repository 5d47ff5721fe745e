"""A moment of a story: a day of the calendar, or one counted from the story's first day, as far as it is known."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """``day`` is an ordinal where ``calendar``, else days from the first day; None where only the distance is known."""

    day: int | None = None
    calendar: bool = False
    precision: str = "D"  # D | M | Y: how much of the date was named
    no_year: bool = False
    clock: tuple[int, int] | None = None
    until: Moment | None = None
    offset: str | None = None
    after: str | None = None
    dur: str | None = None
    before: bool = False  # some time before what is told
    taken: bool = False  # from the sentences before

    def date(self) -> dt.date:
        return dt.date.fromordinal(self.day or 1)

    def absolute(self) -> str | None:
        """``2024-03-09T08:15`` as far as it is known; a bare ``Thh:mm`` off the calendar."""
        clock = f"T{self.clock[0]:02}:{self.clock[1]:02}" if self.clock else ""
        if not self.calendar or self.day is None:
            return clock or None
        date = self.date()
        if self.precision == "Y":
            return f"{date.year}"
        year = "-" if self.no_year else f"{date.year}"
        if self.precision == "M":
            return None if self.no_year else f"{year}-{date.month:02}"
        return f"{year}-{date.month:02}-{date.day:02}{clock}"

    def when(self) -> object:
        """The form of the narrative contract."""
        if self.dur is not None:
            return {"day": 0, "dur": self.dur}
        if self.calendar:
            start = self.absolute()
            if self.until is not None and start is not None:
                return {"start": start, "end": self.until.absolute()}
            return start
        out: dict[str, object] = {}
        if self.day is not None:
            out["day"] = self.day
        if self.offset is not None:
            out["offset"] = self.offset
        if self.after is not None and self.day is None:
            out["after"] = self.after
        if self.until is not None and self.clock and self.until.clock:
            out |= {"start": self.absolute(), "end": self.until.absolute()}
        return out or None


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def months_on(date: dt.date, months: int, day: int, month: int | None = None) -> dt.date | None:
    """That ``day`` so many months after ``date``, or in the ``month`` named of the year reached."""
    index = date.year * 12 + date.month - 1 + months
    return day_of(index // 12, month or index % 12 + 1, day)


def iso_day(date: str | None) -> dt.date | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", date or "")
    return day_of(*map(int, match.groups())) if match else None
