"""Moments that can be compared, and the days that they fall on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from guide_engine.evidence.dates import iso


class Moment(NamedTuple):
    """``seconds`` since 1970 in UTC; ``zone`` in minutes east of Greenwich."""

    seconds: int
    zone: int

    def iso(self) -> str:
        return datetime.fromtimestamp(self.seconds, timezone(timedelta(minutes=self.zone))).isoformat()


def parse(text: str | None) -> Moment | None:
    """The first date in a header field, or None."""
    return moment(iso(text))


def moment(date: str | None) -> Moment | None:
    """An ISO date with offset, or None where there is none that a calendar has."""
    try:
        when = datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
    if when is None or (offset := when.utcoffset()) is None or when.year < 1980:
        return None
    return Moment(int(when.timestamp()), int(offset.total_seconds()) // 60)


def day(seconds: int, zone: int) -> int:
    """The day's number since 1970 in that zone."""
    return (seconds + zone * 60) // 86400


def day_iso(number: int) -> str:
    return datetime.fromtimestamp(number * 86400, UTC).date().isoformat()
