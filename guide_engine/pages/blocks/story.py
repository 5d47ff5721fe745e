"""Blocks that show the site's story: timeline and cause box."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import groupby

from guide_engine.drawing.html import h
from guide_engine.drawing.story import count_text, days, when_text
from guide_engine.pages.context import Context

from .base import BlockError, Options


def timeline(context: Context, options: Options) -> ET.Element:
    """The days as postmarks with their counts, and every event as a list."""
    labels = context.labels
    events = context.story.events
    if not events:
        raise BlockError("the story has no heading marked .event")
    items = []
    for event in events:
        when = when_text(event, labels)
        parts = [h("span", when, class_="guide-when") if when else None, h("span", event.title or event.quote)]
        if event.count:
            parts.append(h("span", count_text(event.count, labels), class_="guide-count"))
        items.append(h("li", _spaced(parts), class_=f"guide-event guide-event--{event.type}"))
    listed = h("ol", items, class_="guide-timeline")
    picture = days(events, labels, context.key("days"))
    if picture is None:
        return listed
    caption = h("figcaption", labels["timeline"]["caption"])
    figure = h("figure", picture, caption, class_="guide-figure guide-figure--timeline")
    return h("div", figure, listed)


def causes(context: Context, options: Options) -> ET.Element:
    """What the story names as causes, in its order, under the stamp of their status and what that status means."""
    labels = context.labels
    if not context.story.causes:
        raise BlockError("the story has no heading marked .cause")
    groups = []
    for status, causes in groupby(context.story.causes, key=lambda cause: cause.status):
        stamp = h("span", str(labels["cause_status"][status]), class_=f"guide-tag guide-tag--{status}")
        names = [h("li", h("strong", cause.title or str(labels["cause"][cause.cause]))) for cause in causes]
        groups.append(h("li", stamp, h("p", str(labels["cause_status_why"][status])), h("ul", names)))
    return h("section", h("p", str(labels["causes"]["title"]), class_="guide-box__title"), h("ul", groups),
             class_="guide-box guide-box--causes")  # fmt: skip


def _spaced(parts: list[ET.Element | None]) -> list[ET.Element | str]:
    """Elements with a space between, so that they read well as plain text too."""
    out: list[ET.Element | str] = []
    for part in parts:
        if part is not None:
            out += [part, " "]
    return out
