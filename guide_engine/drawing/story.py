"""A story's days as a picture, and its counts and times in words: the same in the guide and in the browser.

``labels`` are the words of the pages, knowledge/LANG/pages.toml.
"""

from __future__ import annotations

import re

from guide_engine.drawing.svg import Bar, day_bars

TYPE_CHECKING = False
if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Mapping
    from typing import Any

    from guide_engine.model import Count, Event


def number(value: int, labels: Mapping[str, Any]) -> str:
    """A whole number as the language writes it: 10,000 or 1万."""
    myriad = labels["count"].get("myriad")
    if myriad and value >= 10000 and value % 10000 == 0:
        return f"{value // 10000:,}{myriad}"
    return f"{value:,}"


def count_text(count: Count, labels: Mapping[str, Any]) -> str:
    """A count in words: 数千通, more than 10,000 mails."""
    words = labels["count"]
    unit = words["units"].get(count.unit, count.unit) if count.unit else words["unit"]
    if isinstance(count.value, tuple):
        template = words.get(count.qualifier, words["range"]) if count.qualifier != "about" else words["range"]
        low, high = (number(v, labels) for v in count.value)
        return str(template).format(low=low, high=high, unit=unit)
    return str(words[count.qualifier]).format(value=number(count.value, labels), unit=unit)


def day_text(day: int, labels: Mapping[str, Any]) -> str:
    """A day in words, counted as people count: the first day is 1."""
    return str(labels["day"]["nth"] if day >= 0 else labels["day"]["before"]).format(n=day + 1 if day >= 0 else -day)


_DATE = re.compile(r"(?:(\d{4})|-)(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d))?")


def date_text(when: str, labels: Mapping[str, Any]) -> str:
    """A date of the narrative contract as people write it: ``2024-03``, ``--03-09``, ``2024-03-09T08:15``."""
    match, words = _DATE.fullmatch(when), labels["date"]
    if match is None:
        return when
    year, month, day, time = match.groups()
    form = "".join(name for name, part in (("y", year), ("m", month), ("d", day)) if part)
    if form not in words:
        return when
    number = int(month or 1)
    if not 1 <= number <= 12:
        return when
    names = {"y": year, "m": number, "d": int(day or 0), "month": words["months"][number - 1]}
    return str(words[form]).format(**names) + (f" {time}" if time else "")


def when_text(event: Event, labels: Mapping[str, Any]) -> str:
    """When it happened, as far as the story says."""
    if isinstance(event.when, str):
        return date_text(event.when, labels)
    if event.day is not None:
        return day_text(event.day, labels)
    words = labels["timeline"]
    return str({"background": words["before"], "aftermath": words["later"]}.get(event.type, ""))


def days(events: tuple[Event, ...], labels: Mapping[str, Any], key: str) -> ET.Element | None:
    """The days with their counts; None where no day has one. ``key`` makes the picture's ids unique on a page."""
    bars = [
        Bar(day_text(day, labels), count_text(event.count, labels), event.count.value, event.count.qualifier)
        for day, event in _counted(events, labels)
        if event.count
    ]
    if not bars:
        return None
    words = labels["timeline"]
    return day_bars(bars, title=words["title"], desc=f"{words['desc']} {words['scale']}", key=key)


# Events whose count is not what came that day: what was sent, or done, or added up before or after.
_NOT_THAT_DAY = ("attacker", "action", "background", "aftermath")


def _counted(events: tuple[Event, ...], labels: Mapping[str, Any]) -> list[tuple[int, Event]]:
    """One count of mail a day: the largest told of that day."""
    other = labels["count"]["units"].keys() - {"messages"}
    best: dict[int, Event] = {}
    for event in events:
        if event.day is None or event.count is None or event.count.unit in other or event.type in _NOT_THAT_DAY:
            continue
        if event.day not in best or _size(event) > _size(best[event.day]):
            best[event.day] = event
    return sorted(best.items())


def _size(event: Event) -> int:
    value = event.count.value if event.count else 0
    return value[1] if isinstance(value, tuple) else value
