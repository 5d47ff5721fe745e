"""``/// walk``: how one mail walks from server to server, drawn as a sequence of hand-overs and told as a list."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from guide_engine.drawing.html import Child, h
from guide_engine.drawing.svg import svg, text
from guide_engine.knowledge import table, words
from guide_engine.pages.context import Context
from guide_engine.pages.wrap import wrap

from .base import BlockError, Options

WIDTH, TOP, ROW = 360, 62, 62
# what each hand-over looks like: class of the line, dash pattern
LINES = {
    "mail": ("g-mail", None),
    "refusal": ("g-return", "2 4"),
    "report": ("g-return", None),
    "thought": ("g-return", "2 4"),
    "lure": ("g-lure", "7 4"),
}


def walk(context: Context, options: Options) -> ET.Element:
    """One version of the walk: ``version`` is own, hijack, forged or fake."""
    walks = table("walk")
    version = options.get("version")
    if version not in walks:
        raise BlockError(f"version: one of {', '.join(walks)}, not {version!r}")
    names = words("walk", context.lang)
    told = names[version]
    steps = [{**step, **said} for step, said in zip(walks[version]["steps"], told["steps"], strict=True)]
    picture = _draw(
        walks[version]["actors"], steps, names, title=told["title"], desc=told["desc"], key=context.key("walk")
    )
    items = [
        h("li", h("strong", f"{names['actor'][step['from']]} → {names['actor'][step['to']]}"), " ", step["text"], " ",
          h("span", names["trust"][step["trust"]], class_=f"guide-trust guide-trust--{step['trust']}"))
        for step in steps
    ]  # fmt: skip
    return h("figure", picture, h("ol", items, class_="guide-steps"), class_="guide-figure guide-figure--walk")


def _draw(
    actors: list[str], steps: list[dict[str, Any]], names: dict[str, Any], *, title: str, desc: str, key: str
) -> ET.Element:
    spacing = WIDTH / len(actors)
    column = {actor: spacing * (index + 0.5) for index, actor in enumerate(actors)}
    height = TOP + ROW * len(steps) + 14
    parts: list[Child] = []
    for actor, x in column.items():
        parts.append(
            h("path", d=f"M{x:g} {TOP - 8}V{height - 4}", stroke="currentColor", stroke_width=1, class_="g-grid")
        )
        parts.append(
            h("rect", x=x - spacing / 2 + 4, y=6.0, width=spacing - 8, height=42, rx=3, stroke="currentColor",
              stroke_width=1.5, class_=f"g-box g-box--{actor}")
        )  # fmt: skip
        lines = wrap(names["actor"][actor], (spacing - 12) / 12)
        for number, line in enumerate(lines):
            parts.append(text(x, 32 - 7.5 * (len(lines) - 1) + 15 * number, line, size=12, anchor="middle"))
    for number, step in enumerate(steps):
        y = TOP + ROW * number + 44
        parts.append(_step(number + 1, step, column[step["from"]], column[step["to"]], y))
    return svg(WIDTH, height, parts, title=title, desc=desc, key=key)


def _step(number: int, step: dict[str, Any], start: float, end: float, y: float) -> ET.Element:
    """One hand-over: an arrow, its number in a small postmark at its start, its label above."""
    class_, dash = LINES[step["kind"]]
    if start == end:  # a server's own step: a loop at its line
        path = f"M{start:g} {y - 12:g}h22v14h-18"
        tip, direction, label_x, anchor = start + 3, -1, start + 28, "start"
    else:
        direction = 1 if end > start else -1
        path = f"M{start + 11 * direction:g} {y:g}H{end - 3 * direction:g}"
        tip, label_x, anchor = end - 2.0 * direction, (start + end) / 2 + 4 * direction, "middle"
    tip_y = y if start != end else y + 2
    room = (abs(end - start) - 22) / 12 if anchor == "middle" else 9
    lines = wrap(step["label"], room)
    top = y - 12 if start == end else y
    first = (y - 9 if anchor == "middle" else y - 1) - 13 * (len(lines) - 1)
    labels = [text(label_x, first + 13 * i, line, size=12, anchor=anchor) for i, line in enumerate(lines)]
    head = f"M{tip - 7 * direction:g} {tip_y - 5:g}l{7 * direction} 5l{-7 * direction} 5"
    return h(
        "g",
        h("path", d=path, stroke="currentColor", stroke_width=2, stroke_dasharray=dash, class_=class_),
        h("path", d=head, stroke="currentColor", stroke_width=2, class_=class_),
        h("circle", cx=start, cy=top, r=9.0, stroke="currentColor", stroke_width=1.5, class_=f"g-paper {class_}"),
        text(start, top + 4, str(number), size=11, anchor="middle"),
        labels,
    )
