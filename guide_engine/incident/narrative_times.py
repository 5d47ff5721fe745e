"""The words of time in a sentence, as they stand; what day they mean is found by narrative_clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from ..knowledge import table
from .narrative_numbers import EN, JA, number_en, number_ja

Groups = dict[str, str]


@dataclass(slots=True)
class Time:
    """``kind``: date (y, m, d; any but one may be None) | chain (from the day told) | deixis (from the day of
    writing) | distance (as deixis, day unknown) | weekday | ordinal | first | now | part | later | earlier | span | clock.
    ``amount`` is days, or for distance and span of ``unit``; None is an unstated number."""

    start: int
    end: int
    kind: str
    y: int | None = None
    m: int | None = None
    d: int | None = None
    amount: int | None = None
    unit: str = "D"
    clock: tuple[int, int] | None = None
    until: Time | None = None  # the end of an interval
    back: bool = False  # looks back: the story goes on from where it was
    again: bool = False  # "the same minute": the last time spoken of, clock and all


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    make: Callable[[re.Match[str], Groups], Time | None]


def times(text: str, language: str) -> list[Time]:
    """Every time that ``text`` (a normalised sentence) names, in order, the parts of one time joined."""
    found: list[Time] = []
    for rule in _rules(language):
        for match in rule.pattern.finditer(text):
            if any(t.start < match.end() and match.start() < t.end for t in found):
                continue
            time = rule.make(match, {k: v for k, v in match.groupdict().items() if v is not None})
            if time is not None:
                found.append(time)
    found.sort(key=lambda t: t.start)
    return _ranges(_joined(found, text, language), text)


_GLUE = {
    "ja": re.compile(r"[\s、,の(/:]*(?:[月火水木金土日祝]{1,2}(?:曜日?)?)?[\s、,の)]*(?:午前|午後|朝|夜|夕方|昼|晩)?(?:の|、|に)?"),
    "en": re.compile(
        r"[\s,(-]*(?:t|at|by|on|around|about|from|in|the|of|just|shortly|before|after|mon|tues|wednes|thurs|fri|satur|sun"
        r"|day|morning|evening|afternoon|night|early|late|some|time|\d\s?[ap]m|[\s,)~.])*", re.IGNORECASE),
}
_TO = re.compile(r"[\s)]*(?:頃|ごろ)?\s*(?:から|より|〜|~|-|–|—|to|until|till|and|through|through to)(?:の間|翌)?\s*(?:about\s+)?", re.IGNORECASE)  # fmt: skip


def _joined(found: list[Time], text: str, language: str) -> list[Time]:
    """A day and the clock time beside it are one time; so are two names of one day ("two days earlier, on 12th May")."""
    out: list[Time] = []
    for time in found:
        last = out[-1] if out else None
        gap = text[last.end : time.start] if last else ""
        near = last is not None and len(gap) <= 16 and _GLUE[language].fullmatch(gap) is not None
        if last is not None and near and _joins(last, time):
            best = last
            if last.kind in ("part", "now", "clock", "later") or (time.kind == "date" and last.kind in ("chain", "distance", "deixis", "weekday", "ordinal")):
                best = time
                best.back = last.back
            best.clock = time.clock or last.clock
            best.start, best.end = last.start, time.end
            out[-1] = best
        else:
            out.append(time)
    return out


def _joins(a: Time, b: Time) -> bool:
    if b.kind == "clock":
        return a.clock is None and a.kind not in ("span", "later")
    if a.kind == "clock":
        return b.clock is None and b.kind in ("date", "chain", "deixis", "weekday", "part")
    if "part" in (a.kind, b.kind) or "now" in (a.kind, b.kind):
        return True
    if {a.kind, b.kind} <= {"date", "weekday"}:
        return a.kind != b.kind
    return b.kind in ("date", "weekday") and a.kind in ("chain", "distance", "deixis", "ordinal")


def _ranges(found: list[Time], text: str) -> list[Time]:
    out: list[Time] = []
    for time in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.until is None
            and time.kind in ("clock", "date", "chain")
            and last.kind not in ("part", "now", "span", "later", "earlier")
            and (last.clock is not None) == (time.clock is not None)
            and _TO.fullmatch(text[last.end : time.start])
        ):
            last.until, last.end = time, time.end
        else:
            out.append(time)
    return out


# ---- rules -----------------------------------------------------------------------------------


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    data = table(f"narrative/times_{language}")
    return tuple(_rules_ja(data) if language == "ja" else _rules_en(data))


def _rule(pattern: str, make: Callable[[re.Match[str], Groups], Time | None]) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), make)


def _fixed(words: dict[str, int] | list[str], kind: str, literal: bool, guard: str = "") -> _Rule:
    """Words to days: the longest word that fits names the amount."""
    names = sorted(words, key=len, reverse=True)
    rx = [re.compile(re.escape(w) if literal else w, re.IGNORECASE) for w in names]
    # no name groups: the word that matched is found again by trying them in the same order
    def make(m: re.Match[str], _: Groups) -> Time:
        word = next(w for w, r in zip(names, rx, strict=True) if r.fullmatch(m.group().strip()))
        amount = words[word] if isinstance(words, dict) else 0
        again = bool(re.search(r"second|minute|hour|moment|同時刻", m.group()))
        return Time(m.start(), m.end(), kind, amount=amount, back=kind == "chain" and amount < 0, again=again)

    return _rule((r"" if literal else r"\b") + "(?:" + "|".join(r.pattern for r in rx) + ")" + guard, make)


def _distance(words: dict[str, list[object]], literal: bool) -> _Rule:
    names = sorted(words, key=len, reverse=True)
    rx = [re.compile(re.escape(w) if literal else w, re.IGNORECASE) for w in names]

    def make(m: re.Match[str], _: Groups) -> Time:
        amount, unit = words[next(w for w, r in zip(names, rx, strict=True) if r.fullmatch(m.group()))]
        return Time(m.start(), m.end(), "distance", amount=amount if isinstance(amount, int) else None, unit=str(unit))

    return _rule("(?:" + "|".join(r.pattern for r in rx) + ")", make)


def _int(text: str | None) -> int | None:
    return None if text is None else number_ja(text)


def _clock_ja(g: Groups) -> tuple[int, int] | None:
    hour = _int(g.get("H"))
    if hour is None or hour > 30:
        return None
    minute = 30 if g.get("half") else _int(g.get("M")) or 0
    part = g.get("ampm", "")
    if (part in ("午後", "夕方", "夕", "夜", "晩", "PM", "pm") and hour < 12 and not (part in ("夜", "晩") and hour < 5)) or (part == "昼" and hour < 5):
        hour += 12
    return (hour % 24, minute) if minute < 60 else None


def _rules_ja(data: dict[str, dict[str, object]]) -> Iterator[_Rule]:
    n = r"[0-9〇一二三四五六七八九十]{1,3}"
    eras = data["eras"]
    year = rf"(?:(?P<era>{'|'.join(eras)})\s*(?P<ey>元|{n})\s*年|(?P<y>[0-9]{{4}})\s*年)\s*"

    def ymd(m: re.Match[str], g: Groups) -> Time | None:
        y = _int(g.get("y"))
        if "ey" in g:
            y = int(str(eras[g["era"].upper()])) + (1 if g["ey"] == "元" else _int(g["ey"]) or 0)
        return _date(m, y, _int(g.get("m")), _int(g.get("d")))

    yield _rule(rf"(?:{year})?(?P<m>{n})\s*月\s*(?P<d>{n})\s*日(?!間|後|前|目)", ymd)
    yield _rule(r"(?P<y>[0-9]{4})[/.\-](?P<m>[0-9]{1,2})[/.\-](?P<d>[0-9]{1,2})(?![0-9])", ymd)
    yield _rule(r"(?<![0-9/])(?P<m>1[0-2]|0?[1-9])/(?P<d>[0-3]?[0-9])(?![0-9/])", ymd)
    yield _rule(rf"{year}(?P<m>{n})\s*月", ymd)
    yield _rule(rf"{year}(?!前|後|間)", ymd)
    clock = r"(?P<ampm>午前|午後|早朝|朝|昼|夕方|夕|夜|深夜|晩|未明|AM|PM)?の?\s*"
    yield _rule(
        clock + rf"(?:(?P<H>{n})\s*時(?!間|点|代)(?:(?P<half>半)|(?P<M>{n})\s*分)?|(?P<H2>[0-2]?[0-9]):(?P<M2>[0-5][0-9])(?::[0-5][0-9])?(?![0-9]))"
        r"(?:頃|ごろ|過ぎ|すぎ)?",
        lambda m, g: _clock(m, _clock_ja({**g, "H": g.get("H") or g["H2"], "M": g.get("M") or g.get("M2", "0")})),
    )
    units = data["units"]
    unit = "|".join(sorted(units, key=len, reverse=True))

    def later(m: re.Match[str], g: Groups) -> Time | None:
        return _moved(m, _int(g["n"]), str(units[g["u"]]), 1)

    def before(m: re.Match[str], g: Groups) -> Time | None:
        amount, u = _int(g["n"]), str(units[g["u"]])
        if "so" in g:
            return _moved(m, amount, u, -1)
        return Time(m.start(), m.end(), "distance", amount=amount, unit=u) if u[0] != "T" else Time(m.start(), m.end(), "part")

    num = rf"(?P<n>{JA})"
    soft = r"(?:ほど|ばかり|くらい|ぐらい)?"
    yield _rule(rf"(?:(?:その|それから|約|さらに)\s*)*{num}\s*(?P<u>{unit}){soft}(?:後|たって|経って|して(?=も|から))", later)
    yield _rule(rf"(?P<so>その|さらに)?\s*(?:約)?{num}\s*(?P<u>{unit}){soft}前", before)
    yield _rule(rf"{num}日目", lambda m, g: Time(m.start(), m.end(), "ordinal", amount=(_int(g["n"]) or 1) - 1))
    yield _rule(
        rf"{num}\s*(?P<u>日|週|か月|ヶ月|カ月)間?(?:に(?:わたって|わたり)|にも及|間)", lambda m, g: _span(m, _int(g["n"]), str(units[g["u"]]))
    )
    yield _rule(r"翌(?P<d>[0-9]{1,2})日", lambda m, g: _date(m, None, None, int(g["d"])))
    yield _rule(
        rf"(?<![0-9〇一二三四五六七八九十月])(?P<d>{n})日(?!間|後|前|目|本|付|[0-9曜])(?=[\s(、の午朝昼夜夕未に]|$|[0-9])",
        lambda m, g: _date(m, None, None, _int(g["d"])),
    )
    yield _distance({w: a for w, a in data["distance"].items() if isinstance(a, list)}, literal=True) if not data.get("x") else _rule("$^", lambda m, g: None)
    yield _rule(
        r"(?P<rel>先週|翌週|次の週|今週|次|翌)?の?(?P<w>[月火水木金土日])曜日?",
        lambda m, g: Time(
            m.start(), m.end(), "weekday", d="月火水木金土日".index(g["w"]),
            amount={"先週": -1, "翌週": 1, "次の週": 1}.get(g.get("rel", ""), 0),
        ),
    )
    yield _fixed({k: v for k, v in data["chain"].items() if isinstance(v, int)}, "chain", literal=True)
    yield _fixed({k: v for k, v in data["deixis"].items() if isinstance(v, int)}, "deixis", literal=True)
    words = data["words"]
    for kind in ("first", "later", "earlier", "now", "part"):
        yield _fixed(list(words[kind]), kind, literal=True, guard="" if kind != "part" else "(?<!毎.)(?<!毎..)")  # type: ignore[call-overload]


def _rules_en(data: dict[str, dict[str, object]]) -> Iterator[_Rule]:
    months = {k: v for k, v in data["months"].items() if isinstance(v, int)}
    month = rf"(?P<mon>{'|'.join(sorted(months, key=len, reverse=True))})\b\.?"

    def named(m: re.Match[str], g: Groups) -> Time | None:
        if "d" not in g and "y" not in g and not m.group("mon")[0].isupper():
            return None  # "may", "march" as verbs
        y = int(g["y"]) if "y" in g else None
        return _date(m, y, months[g["mon"].lower()], int(g["d"]) if "d" in g else None)

    def ymd(m: re.Match[str], g: Groups) -> Time | None:
        time = _date(m, int(g["y"]), int(g["m"]), int(g["d"]))
        if time is not None and "H" in g:
            time.clock = _ok(int(g["H"]), int(g["M"]))
        return time

    def slashed(m: re.Match[str], g: Groups) -> Time | None:
        a, b = int(g["a"]), int(g["b"])
        a, b = (b, a) if a > 12 else (a, b)  # month first, unless it cannot be one
        return _date(m, int(g["y"]), a, b)

    yield _rule(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ](?P<H>\d\d):(?P<M>\d\d)(?::\d\d)?)?(?:Z|[+-]\d\d:?\d\d)?", ymd)
    day = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
    yield _rule(rf"\b{day}\s+(?:of\s+)?{month},?(?:\s+(?P<y>\d{{4}})\b)?", named)
    yield _rule(rf"\b{month}\s+(?:the\s+)?{day}\b(?!:)(?:,?\s+(?P<y>\d{{4}})\b)?", named)
    yield _rule(r"\b(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})", slashed)
    yield _rule(r"\b(?:on|until|by|to) the (?P<d>\d{1,2})(?:st|nd|rd|th)\b(?! of)", lambda m, g: _date(m, None, None, int(g["d"])))
    yield _rule(rf"\b{month}\s+(?P<y>\d{{4}})\b", named)
    yield _rule(r"\b(?:in|of|since|during)\s+(?:early\s+|late\s+|mid-?\s*)?(?P<y>(?:19|20)\d\d)\b", lambda m, g: _date(m, int(g["y"]), None, None))
    yield _rule(rf"\b(?:in|since)\s+(?:early\s+|late\s+|mid-?\s*)?{month}", named)

    def clock(m: re.Match[str], g: Groups) -> Time | None:
        if "noon" in g:
            return _clock(m, (12 if g["noon"].lower() != "midnight" else 0, 0))
        hour, part = int(g["H"]), g.get("ap", "").lower()
        if part:
            hour = hour % 12 + (12 if part[0] == "p" else 0)
        return _clock(m, _ok(hour, int(g.get("M") or g.get("M2", "0"))))

    yield _rule(
        r"(?<![\d.:])(?:(?P<H>\d{1,2})(?:[:.](?P<M>[0-5]\d))?(?::[0-5]\d)?\s*(?P<ap>[ap]\.?m\b\.?)|(?P<noon>\bnoon\b|\bmidday\b|\bmidnight\b))", clock)
    yield _rule(r"(?<![\d.:])(?P<H>[0-2]?\d)(?::(?P<M>[0-5]\d)(?::[0-5]\d)?(?![\d:])|\.(?P<M2>[0-5]\d)(?= (?:and|to|until|-) \d))", clock)
    units = data["units"]
    unit = rf"(?P<u>{'|'.join(units)})s?"
    num = rf"(?P<n>{EN}|an?|about\s+an?)"
    about = r"(?:\b(?:about|around|some|nearly|almost|over|roughly)\s+)?"

    def amount(g: Groups) -> int | None:
        factor = 2 if g["u"].lower() == "fortnight" else 1
        return factor if g["n"].lower().split()[-1] in ("a", "an") else factor * (number_en(g["n"]) or 0)

    def moved(sign: int) -> Callable[[re.Match[str], Groups], Time | None]:
        return lambda m, g: _moved(m, amount(g), str(units[g["u"].lower()]), sign)

    yield _rule(rf"{about}\b{num}\s+{unit}\s+(?:later|after(?:wards| that)|on)\b", moved(1))
    yield _rule(rf"\bafter\s+{about}{num}\s+{unit}\b", moved(1))
    yield _rule(rf"{about}\b{num}\s+{unit}\s+(?:earlier|before(?:hand| that)?|previously)\b", moved(-1))
    yield _rule(
        rf"{about}\b{num}\s+{unit}\s+(?:ago|back)\b",
        lambda m, g: Time(m.start(), m.end(), "distance", amount=amount(g), unit=str(units[g["u"].lower()])),
    )
    ordinals = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
    yield _rule(
        rf"\b(?:on )?(?:day (?P<n>{EN})|the (?P<o>{'|'.join(ordinals)}) (?:day|morning|evening|night))\b",
        lambda m, g: Time(m.start(), m.end(), "ordinal", amount=ordinals.index(g["o"].lower()) if "o" in g else (number_en(g["n"]) or 1) - 1),
    )
    yield _rule(rf"\b(?:over|in|within|for|during)\s+(?:the\s+(?:space of\s+)?)?{about}{num}\s+(?P<u>day|week|month)s?\b", lambda m, g: _span(m, amount(g), str(units[g["u"].lower()])))
    yield _fixed({k: v for k, v in data["chain"].items() if isinstance(v, int)}, "chain", literal=False)
    yield _fixed({k: v for k, v in data["deixis"].items() if isinstance(v, int)}, "deixis", literal=False)
    days = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]
    yield _rule(
        r"\b(?:(?P<rel>last|this past|the following|next|the previous)\s+)?(?P<w>mon|tues|wednes|thurs|fri|satur|sun)day\b(?!s)",
        lambda m, g: Time(
            m.start(), m.end(), "weekday", d=days.index(g["w"].lower()),
            amount={"last": -1, "this past": -1, "the previous": -1}.get(g.get("rel", "").lower(), 0),
        ),
    )
    yield _distance({k: v for k, v in data["distance"].items() if isinstance(v, list)}, literal=False)
    words = data["words"]
    for kind in ("first", "now", "part", "later", "earlier"):
        yield _fixed(list(words[kind]), kind, literal=False)  # type: ignore[call-overload]


# ---- makers ----------------------------------------------------------------------------------


def _ok(hour: int, minute: int) -> tuple[int, int] | None:
    return (hour, minute) if hour < 24 and minute < 60 else None


def _clock(m: re.Match[str], clock: tuple[int, int] | None) -> Time | None:
    return Time(m.start(), m.end(), "clock", clock=clock) if clock else None


def _date(m: re.Match[str], y: int | None, month: int | None, d: int | None) -> Time | None:
    if (month is not None and not 1 <= month <= 12) or (d is not None and not 1 <= d <= 31) or (y is not None and not 1900 <= y <= 2100):
        return None
    return Time(m.start(), m.end(), "date", y=y, m=month, d=d)


def _span(m: re.Match[str], amount: int | None, unit: str) -> Time | None:
    return Time(m.start(), m.end(), "span", amount=amount, unit=unit) if amount else None


def _moved(m: re.Match[str], amount: int | None, unit: str, sign: int) -> Time | None:
    """So many days, weeks later or earlier; hours and minutes do not leave the day."""
    if amount is None:
        return None
    days = {"D": 1, "W": 7}.get(unit)
    if unit[0] == "T":
        return Time(m.start(), m.end(), "chain", amount=0, back=sign < 0)
    if days is None:
        return Time(m.start(), m.end(), "chain", amount=sign * amount, unit=unit, back=sign < 0)
    return Time(m.start(), m.end(), "chain", amount=sign * amount * days, back=sign < 0)
