"""Blocks that show the site's story: timeline and cause box."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from guide_engine.drawing.html import h
from guide_engine.drawing.svg import Bar, day_bars
from guide_engine.model import Event
from guide_engine.pages.context import Context

from .base import BlockError, Options, count_text, day_text


def timeline(context: Context, options: Options) -> ET.Element:
    """The days as postmarks with their counts, and every event as a list."""
    labels = context.labels
    events = context.story.events
    if not events:
        raise BlockError("the story has no heading marked .event")
    bars = [Bar(day_text(day, labels), count_text(e.count, labels), e.count.value, e.count.qualifier)
            for day, e in _counted(events) if e.count]  # fmt: skip
    words = labels["timeline"]
    items = []
    for event in events:
        when = _when_text(event, context)
        parts = [h("span", when, class_="guide-when") if when else None, h("span", event.title or event.quote)]
        if event.count:
            parts.append(h("span", count_text(event.count, labels), class_="guide-count"))
        items.append(h("li", _spaced(parts), class_=f"guide-event guide-event--{event.type}"))
    listed = h("ol", items, class_="guide-timeline")
    if not bars:
        return listed
    picture = day_bars(bars, title=words["title"], desc=f"{words['desc']} {words['scale']}", key=context.key("days"))
    figure = h("figure", picture, h("figcaption", words["caption"]), class_="guide-figure guide-figure--timeline")
    return h("div", figure, listed)


def causes(context: Context, options: Options) -> ET.Element:
    """What the story names as causes, each with the stamp of its status."""
    labels = context.labels
    if not context.story.causes:
        raise BlockError("the story has no heading marked .cause")
    items = []
    for cause in context.story.causes:
        status = str(labels["cause_status"][cause.status])
        items.append(
            h("li", h("strong", cause.title or str(labels["cause"][cause.cause])), " ",
              h("span", status, class_=f"guide-tag guide-tag--{cause.status}"),
              h("p", str(labels["cause_status_why"][cause.status])), class_=f"guide-cause guide-cause--{cause.status}")
        )  # fmt: skip
    return h("section", h("p", str(labels["causes"]["title"]), class_="guide-box__title"), h("ul", items),
             class_="guide-box guide-box--causes")  # fmt: skip


def _counted(events: tuple[Event, ...]) -> list[tuple[int, Event]]:
    """One count a day: the largest told of that day."""
    best: dict[int, Event] = {}
    for event in events:
        if event.day is None or event.count is None:
            continue
        if event.day not in best or _size(event) > _size(best[event.day]):
            best[event.day] = event
    return sorted(best.items())


def _size(event: Event) -> int:
    value = event.count.value if event.count else 0
    return value[1] if isinstance(value, tuple) else value


def _when_text(event: Event, context: Context) -> str:
    if isinstance(event.when, str):
        return event.when.replace("T", " ")
    if event.day is not None:
        return day_text(event.day, context.labels)
    words = context.labels["timeline"]
    return str({"background": words["before"], "aftermath": words["later"]}.get(event.type, ""))


def _spaced(parts: list[ET.Element | None]) -> list[ET.Element | str]:
    """Elements with a space between, so that they read well as plain text too."""
    out: list[ET.Element | str] = []
    for part in parts:
        if part is not None:
            out += [part, " "]
    return out
