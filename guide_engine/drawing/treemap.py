"""The decision tree drawn for a narrow page: questions like stops on a line, answers beside them, arcs for the way on.

A layout that any tree has, however its questions are joined: a new question is one more stop.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from guide_engine.drawing.html import Child, h
from guide_engine.drawing.svg import svg, text
from guide_engine.drawing.wrap import wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guide_engine.drawing.wrap import Phrases

WIDTH, LINE = 360, 56  # the questions' line lies this far from the left; arcs bow out to its left
TEXT, CHIP, CHIP_WIDTH = 80, 249, 108
DASH = {"confirmed": None, "suspected": "6 4", "general": "1.5 4"}


@dataclass(frozen=True, slots=True)
class Exit:
    """One answer: leads to the question at index ``to``, or to the outcome ``chip``. ``mark`` is a path's status."""

    label: str
    chip: str
    to: int | None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One question."""

    title: str
    exits: tuple[Exit, ...]
    mark: str | None = None


def draw(stops: list[Stop], *, phrases: Phrases, title: str, desc: str, key: str) -> ET.Element:
    """The picture. Nothing in it is a link: to a screen reader it is one image; the questions in text are linked."""
    tops, y = [], 22.0
    rows: list[Child] = []
    for number, stop in enumerate(stops, 1):
        tops.append(y)
        lines = wrap(stop.title, 19, phrases)
        words = [text(TEXT, y + 5 + 17 * i, line, size=14, class_="g-strong") for i, line in enumerate(lines)]
        rows.append(words)
        rows.append(_number(LINE, y, number, stop.mark, radius=13))
        y += 17 * len(lines) + 10
        for exit_ in stop.exits:
            lines = wrap(exit_.label, (CHIP - TEXT - 14) / 12, phrases)
            chip = [] if exit_.to is not None else wrap(exit_.chip, (CHIP_WIDTH - 4) / 11, phrases)
            rows.append(_exit(exit_, lines, chip, y))
            y += max(24, 16 * len(lines) + 8)
        y += 18
    # weaker paths first, so that the stronger one lies on top
    arcs = sorted(_arcs(stops).items(), key=lambda item: -_rank(item[1]))
    ways = [_arc(tops[start], tops[end], end - start, mark) for (start, end), mark in arcs]
    return svg(WIDTH, int(y), ways, rows, title=title, desc=desc, key=key)


def _rank(mark: str | None) -> int:
    return list(DASH).index(mark) if mark in DASH else len(DASH)


def _arcs(stops: list[Stop]) -> dict[tuple[int, int], str | None]:
    """Which question leads to which, with the strongest path that goes there."""
    arcs: dict[tuple[int, int], str | None] = {}
    for start, stop in enumerate(stops):
        for exit_ in stop.exits:
            if exit_.to is not None:
                pair = (start, exit_.to)
                arcs[pair] = min((exit_.mark, arcs.get(pair)), key=_rank)
    return arcs


def _arc(start: float, end: float, span: int, mark: str | None) -> ET.Element:
    """Straight to the next question, bowed to a later one."""
    if span == 1:
        path = f"M{LINE} {start:g}V{end:g}"
    else:
        bow = min(LINE - 16, 12 + 6 * span)
        path = f"M{LINE} {start:g}C{LINE - bow * 1.3:g} {start + 20:g} {LINE - bow * 1.3:g} {end - 20:g} {LINE} {end:g}"
    return h("path", d=path, stroke="currentColor", stroke_width=4 if mark else 1.5,
             stroke_dasharray=DASH.get(mark or ""), class_="g-path" if mark else "g-line")  # fmt: skip


def _number(x: float, y: float, number: int, mark: str | None, *, radius: float) -> ET.Element:
    class_ = "g-stop g-stop--on" if mark else "g-stop"
    return h(
        "g", h("circle", cx=float(x), cy=float(y), r=float(radius), stroke="currentColor", stroke_width=2),
        text(x, y + radius * 0.36, str(number), size=int(radius), anchor="middle", class_="g-number"), class_=class_,
    )  # fmt: skip


def _exit(exit_: Exit, lines: list[str], chip: list[str], y: float) -> ET.Element:
    class_ = f"g-exit g-exit--{exit_.mark}" if exit_.mark else "g-exit"
    words = [text(TEXT, y + 4 + 15 * i, line, size=12, class_="g-answer") for i, line in enumerate(lines)]
    lead = h(
        "path", d=f"M{CHIP - 12:g} {y:g}h9m-4 -3l4 3l-4 3", stroke="currentColor", stroke_width=1.2, class_="g-lead"
    )
    if exit_.to is not None:
        target: Child = _number(CHIP + 12, y, exit_.to + 1, exit_.mark, radius=9)
    else:
        box = h(
            "rect",
            x=float(CHIP),
            y=y - 10,
            width=CHIP_WIDTH,
            height=20,
            rx=2,
            stroke="currentColor",
            stroke_width=1.5,
            class_="g-chip",
        )
        target = [box, text(CHIP + CHIP_WIDTH / 2, y + 4, chip[0], size=11, anchor="middle", class_="g-chip-text")]
    return h("g", words, lead, target, class_=class_)
