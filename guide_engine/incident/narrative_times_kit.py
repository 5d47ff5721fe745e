"""What the words of time are made from: a pattern and a maker each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Groups = dict[str, str]


@dataclass(slots=True)
class Time:
    """``kind``: date (y, m, d; any but one may be None) | chain (from the day told) | deixis (from the day of
    writing) | distance (as deixis, day unknown) | weekday | ordinal | first | now | part | later | earlier | span
    | clock. ``amount`` is days, or for distance and span of ``unit``; None is an unstated number."""

    start: int
    end: int
    kind: str
    y: int | None = None
    m: int | None = None
    d: int | None = None
    amount: int | None = (
        None  # of a date: months (or, of unit Y, years) before the day of writing; negative, after the day told
    )
    unit: str = "D"  # of a weekday: W (N: from the day of writing) where ``amount`` counts weeks from Monday
    clock: tuple[int, int] | None = None
    until: Time | None = None  # the end of an interval
    back: bool = False  # looks back: the story goes on from where it was
    again: bool = False  # "the same minute": the last time spoken of, clock and all
    same: bool = False  # "the same day": the last one spoken of, though the story may not have moved to it
    yonder: bool = False  # 「あの晩」: of a day told before this dated line
    weekday: int | None = None  # of a date, where it is named with it
    limit: bool = False  # "by Sunday": what had happened until then is told there
    heads: bool = False  # it heads what follows, as the days of a diary do
    from_first: bool = False  # "two days after the first bounce": counted from the first day
    either: bool = False  # 「3日前」: before the day told, or before the day of writing
    plus: int = 0  # "two days after 3 May"
    was: bool = False  # when it was otherwise, before it became what is told
    halves: bool = False  # told on a clock of twelve hours
    bare: bool = False  # an hour of which no word says whether it was before or after noon
    sets: bool = False  # "It is a Monday": says no more than which day is told
    strict: bool = False  # "the following Monday": never the day told itself


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    make: Callable[[re.Match[str], Groups], Time | None]


def rule(pattern: str, make: Callable[[re.Match[str], Groups], Time | None]) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), make)


def fixed(words: dict[str, int] | list[str], kind: str, literal: bool, guard: str = "") -> Rule:
    """Words to days: the longest word that fits names the amount."""
    names = sorted(words, key=len, reverse=True)
    rx = [re.compile(re.escape(w) if literal else w, re.IGNORECASE) for w in names]

    # no name groups: the word that matched is found again by trying them in the same order
    def make(m: re.Match[str], _: Groups) -> Time:
        word = next(w for w, r in zip(names, rx, strict=True) if r.fullmatch(m.group().strip()))
        amount = words[word] if isinstance(words, dict) else 0
        again = bool(re.search(r"second|minute|hour|moment|同時刻", m.group()))
        return Time(
            m.start(),
            m.end(),
            kind,
            amount=amount,
            back=kind == "chain" and amount < 0,
            again=again,
            same=re.search(r"\bsame\b|^同", m.group()) is not None,
            yonder="あの" in word,
        )

    return rule((r"" if literal else r"\b") + "(?:" + "|".join(r.pattern for r in rx) + ")" + guard, make)


def distance(words: dict[str, list[object]], literal: bool, chain: bool = False) -> Rule:
    """Words to [amount, unit], from the day of writing, or, ``chain``, from the day told."""
    names = sorted(words, key=len, reverse=True)
    rx = [re.compile(re.escape(w) if literal else w, re.IGNORECASE) for w in names]

    def make(m: re.Match[str], _: Groups) -> Time | None:
        amount, unit = words[next(w for w, r in zip(names, rx, strict=True) if r.fullmatch(m.group()))]
        if chain and isinstance(amount, int):
            return moved(m, abs(amount), str(unit), 1 if amount > 0 else -1)
        return Time(m.start(), m.end(), "distance", amount=amount if isinstance(amount, int) else None, unit=str(unit))

    return rule("(?:" + "|".join(r.pattern for r in rx) + ")", make)


def ok(hour: int, minute: int) -> tuple[int, int] | None:
    return (hour, minute) if hour < 24 and minute < 60 else None


def clock(m: re.Match[str], clock: tuple[int, int] | None) -> Time | None:
    return Time(m.start(), m.end(), "clock", clock=clock) if clock else None


def date(m: re.Match[str], y: int | None, month: int | None, d: int | None) -> Time | None:
    if (
        (month is not None and not 1 <= month <= 12)
        or (d is not None and not 1 <= d <= 31)
        or (y is not None and not 1900 <= y <= 2100)
    ):
        return None
    return Time(m.start(), m.end(), "date", y=y, m=month, d=d)


def month_day() -> Rule:
    """ "04-21 14:33", as a log writes it: ISO 8601 without the year, told by the clock time behind it."""
    return rule(
        r"(?<![\w-])(?P<m>\d\d)-(?P<d>\d\d)(?=[ T]+\d\d:\d\d)", lambda m, g: date(m, None, int(g["m"]), int(g["d"]))
    )


def span(m: re.Match[str], amount: int | None, unit: str) -> Time | None:
    return Time(m.start(), m.end(), "span", amount=amount, unit=unit) if amount else None


def moved(m: re.Match[str], amount: int | None, unit: str, sign: int) -> Time | None:
    """So many days, weeks later or earlier; hours and minutes do not leave the day, unless they make whole days."""
    if amount is None:
        return None
    days = {"D": 1, "W": 7}.get(unit)
    if unit == "B":
        return Time(m.start(), m.end(), "chain", amount=amount, unit=unit)
    if unit[0] == "T":
        whole = amount // 24 if unit == "TH" and amount % 24 == 0 else 0
        return Time(m.start(), m.end(), "chain", amount=sign * whole, back=sign < 0)
    if days is None:
        return Time(m.start(), m.end(), "chain", amount=sign * amount, unit=unit, back=sign < 0)
    return Time(m.start(), m.end(), "chain", amount=sign * amount * days, back=sign < 0)
