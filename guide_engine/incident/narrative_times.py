"""The words of time in a sentence, as they stand; what day they mean is found by narrative_clock."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from guide_engine.incident.narrative_times_en import rules_en
from guide_engine.incident.narrative_times_ja import rules_ja
from guide_engine.incident.narrative_times_kit import Rule, Time
from guide_engine.knowledge import table


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
    before, after, only, scene = _describes(language)
    for time in found:
        near = text[max(0, time.start - 7) : time.start + 3]
        time.limit = re.search(r"\bby\b", near, re.IGNORECASE) is not None or text.startswith("まで", time.end)
        if time.kind in ("weekday", "date") and _SINCE.search(text[: time.start]):
            time.back = True
        if time.kind == "date" and time.m is None and _UP_TO.search(text[: time.start]):
            time.back = True
    found = [t for t in found if not (t.kind == "date" and t.d is None and _NOT_SINCE.search(text[: t.start + 6]))]
    was = _WAS.search(text) if language == "ja" else None
    if was is not None and any(t.start >= was.end() and t.kind not in ("part", "later") for t in found):
        for time in found:
            time.was = time.start < was.start()  # 「金曜は10通だったのが土日で」
    joined = _ranges(_joined(_added(found, text), text, language), text)
    for time in joined:
        own = text[time.start : time.end]
        part = _PART.search(own) is not None
        time.bare = time.clock is not None and 0 < time.clock[0] < 12 and not part
        time.halves = time.bare or part
        said = only.match(text, time.end)
        time.sets = said is not None or scene.search(text[: time.start]) is not None
        time.end = said.end() if said else time.end
    return [t for t in joined if not before.search(text, 0, t.start) and not after.match(text, t.end)]


# "sent up to the 27th" is told later; "no login since May" happened at no time
_UP_TO = re.compile(r"\bhad\b.*\b(?:up to|until|till|since)\s+(?:and including )?$", re.IGNORECASE)
_NOT_SINCE = re.compile(r"\b(?:no|not|none|nothing|never|nobody|without)\b[^.;,]{0,40}\bsince\s*$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+(?:(?:late|early|about|around|on|the|some ?time)\s+)*$", re.IGNORECASE)


@cache
def _describes(language: str) -> tuple[re.Pattern[str], ...]:
    """What makes a time a mark of a thing: "a copy from 3 May", 「3年前の機種」."""
    data = table(f"narrative/times_{language}")["describes"]
    return (
        re.compile(f"(?:{data['before']})$", re.IGNORECASE),
        *(re.compile(data[name], re.IGNORECASE) for name in ("after", "only", "scene")),
    )


_GLUE = {
    "ja": re.compile(
        r"[\s、,の(/:]*(?:[月火水木金土日祝]{1,2}(?:曜日?)?)?[\s、,の)]*(?:午前|午後|朝|夜|夕方|昼|晩)?(?:の|、|に)?"
    ),
    "en": re.compile(
        r"[\s,(-]*(?:t|a|at|by|on|around|between|about|from|in|the|of|just|shortly|before|after|mon|tues|wednes|thurs|fri|satur|sun"
        r"|day|morning|evening|afternoon|night|early|late|some|time|\d\s?[ap]m|[\s,)~.])*",
        re.IGNORECASE,
    ),
}
_TO = re.compile(
    r"[\s)]*(?:頃|ごろ)?\s*(?:から|より|〜|~|-|–|—|to|until|till|and|through|through to)(?:の間|翌)?\s*"
    r"(?:about\s+|(?:the )?(?:(?:early|late) )?(?:(?:morning|evening|afternoon|night|hours|end|start) of )?(?:the )?)?",
    re.IGNORECASE,
)


def _added(found: list[Time], text: str) -> list[Time]:
    """A day counted from a date: 「3日の翌日」, "two days after 3 May"."""
    out: list[Time] = []
    for time in found:
        last = out[-1] if out else None
        gap = text[last.end : time.start].strip().lower() if last else "-"
        if last is not None and last.kind == "date" and last.d and gap in ("から", "より", "の"):
            days = time.amount if time.kind == "chain" else 0
            if time.either and time.unit in "DW":
                days = -(time.amount or 0) * (7 if time.unit == "W" else 1)
            if days:
                last.plus, last.end = days, time.end
                continue
        if last is not None and last.kind == "chain" and last.amount and time.kind == "date" and time.d and not gap:
            word = text[last.start : last.end].lower()
            if word.endswith(("after", "before")):
                out[-1] = replace(time, start=last.start, plus=last.amount)
                continue
        out.append(time)
    return out


def _joined(found: list[Time], text: str, language: str) -> list[Time]:
    """A day and the clock time beside it are one time; so are two names of a day ("two days earlier, on 12th May")."""
    out: list[Time] = []
    for time in found:
        last = out[-1] if out else None
        gap = text[last.end : time.start] if last else ""
        near = last is not None and len(gap) <= 16 and _GLUE[language].fullmatch(gap) is not None
        if last is not None and near and _joins(last, time):
            best = last
            if last.kind in ("part", "now", "clock", "later") or (
                time.kind == "date" and last.kind in ("chain", "distance", "deixis", "weekday", "ordinal")
            ):
                best = time
                best.back = last.back
            if best is time and last.kind == "distance" and last.unit == "M" and time.m is None:
                best.amount = last.amount  # "the 15th of last month"
            if best.kind == "date" and best.m is not None and best.y is None:  # "in May last year"
                years = next((x for x in (last, time) if x.kind == "distance" and x.unit == "Y"), None)
                if years is not None:
                    best.amount, best.unit = years.amount, "Y"
            pair = {x.kind: x for x in (last, time)}
            if pair.keys() == {"distance", "weekday"} and pair["distance"].unit == "W" and pair["distance"].amount:
                best = pair["weekday"]  # "three weeks ago, on the Sunday"
                best.amount, best.unit = -pair["distance"].amount, "A"
            if pair.keys() == {"distance", "weekday"} and (pair["distance"].unit, pair["distance"].amount) == ("W", 1):
                best = pair["weekday"]  # "last week, on Friday"
                best.unit = "N"
            best.clock = _by_part(
                time.clock or last.clock, text[last.start : time.end], time if time.clock else last, text
            )
            named = next((x for x in (last, time) if x.kind == "weekday"), None)
            if named is not None and best.kind == "date":
                best.weekday = named.d
            best.start, best.end, best.limit = last.start, time.end, last.limit
            out[-1] = best
        else:
            out.append(time)
    return out


_WAS = re.compile(r"(?:だった|であった|しかなかった|程度だった)(?:の|もの)(?:が|に|は)、?")
_LATE = re.compile(r"午後|夕|夜|晩|\b(?:afternoon|evening|night|tonight)\b", re.IGNORECASE)
_PART = re.compile(r"午前|午後|朝|昼|夕|夜|晩|未明|AM|\d\s*[ap]\.?m|noon|night|morning|evening|\b0\d", re.IGNORECASE)
_TOLD = re.compile(r"午前|午後|朝|昼|夕|夜|晩|未明|\d\s*[ap]\.?m|noon|night|morning|evening|:|^0", re.IGNORECASE)


def _by_part(clock: tuple[int, int] | None, whole: str, time: Time, text: str) -> tuple[int, int] | None:
    """ "At seven that evening", 「翌晩8時」: the part of the day is named with the day, not with the hour."""
    if clock is None or not 1 <= clock[0] < 12 or _TOLD.search(text[time.start : time.end]):
        return clock
    late = _LATE.search(whole)
    if late is None or (clock[0] < 6 and late.group().lower() in ("night", "tonight", "夜", "晩")):
        return clock
    return (clock[0] + 12, clock[1])


def _joins(a: Time, b: Time) -> bool:
    if b.kind == "clock":
        return a.clock is None and a.kind not in ("span", "later")
    if a.kind == "clock":
        return b.clock is None and b.kind in ("date", "chain", "deixis", "weekday", "part")
    if "part" in (a.kind, b.kind) or "now" in (a.kind, b.kind):
        return True
    if a.kind == "date" and b.kind == "distance":
        return b.unit == "Y" and a.y is None and a.m is not None
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
            if (
                last.kind == "clock" and time.kind != "clock"
            ):  # "between 2:10 and 7:48 on 9 February": the day is of both
                until = Time(time.start, time.end, "clock", clock=time.clock)
                out[-1] = replace(time, start=last.start, clock=last.clock, until=until)
                continue
            last.until, last.end = time, time.end
            if last.y is None and time.y is not None and last.m is not None:  # "23 December to 4 January 2025"
                last.y = time.y - (time.m is not None and last.m > time.m)
        else:
            out.append(time)
    return out


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    data = table(f"narrative/times_{language}")
    return tuple(rules_ja(data) if language == "ja" else rules_en(data))
