"""Pictures as SVG elements: presentation attributes and class names, never a style attribute (the policy forbids it).

Sizes are in user units of a drawing 360 wide, the width of a small phone, so that 14 stays readable there.
Colours come from the theme's CSS through the class names; the attributes are what remains without it.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from .html import Child, h


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: ``value`` is a number or a (low, high) range; ``qualifier`` as in model.Count."""

    day: str
    text: str
    value: int | tuple[int, int]
    qualifier: str


def svg(width: int, height: int, *children: Child, title: str, desc: str, key: str) -> ET.Element:
    """A picture with its name and description for those who do not see it. ``key`` makes its ids unique on a page."""
    return h(
        "svg", h("title", title, id=f"{key}-title"), h("desc", desc, id=f"{key}-desc"), children,
        viewBox=f"0 0 {width} {height}", width=width, height=height, role="img",
        aria_labelledby=f"{key}-title {key}-desc", class_="guide-picture", fill="none",
    )  # fmt: skip


def text(x: float, y: float, words: str, *, size: int = 14, anchor: str = "start", class_: str = "g-ink") -> ET.Element:
    return h(
        "text", words, x=float(x), y=float(y), font_size=size, text_anchor=anchor, fill="currentColor", class_=class_
    )


def postmark(x: float, y: float, radius: float, words: str, class_: str = "g-mark") -> ET.Element:
    """A round postmark with its word in the middle."""
    size = min(14, int(2.9 * radius / max(2, width(words))))
    return h(
        "g",
        h("circle", cx=float(x), cy=float(y), r=float(radius), class_="g-paper", fill="none"),
        h("circle", cx=float(x), cy=float(y), r=float(radius), stroke="currentColor", stroke_width=2, class_=class_),
        h("circle", cx=float(x), cy=float(y), r=radius - 4.0, stroke="currentColor", stroke_width=1, class_=class_),
        text(x, y + size * 0.36, words, size=size, anchor="middle", class_=class_ + "-text"),
    )


def day_bars(bars: list[Bar], *, title: str, desc: str, key: str) -> ET.Element:
    """Days down the page, each a postmark and a bar whose length grows tenfold a step (logarithmic).

    The sure part of a vague count is solid, the rest up to its upper end pale; "at least" ends open.
    """
    row, left, right = 64, 84, 334
    top = 26
    height = top + row * len(bars) + 8
    powers = range(1, 1 + max(2, math.ceil(math.log10(max(1, *(_high(bar) for bar in bars))))))
    step = (right - left) / powers[-1]

    def at(value: int) -> float:
        return left + step * math.log10(max(1, value))

    grid: list[Child] = []
    for power in powers:
        x = left + step * power
        grid.append(
            h("path", d=f"M{x:g} {top - 4}V{height - 8}", stroke="currentColor", stroke_width=1, class_="g-grid")
        )
        grid.append(text(x, 14, f"{10**power:,}", size=10, anchor="middle", class_="g-soft"))
    rows: list[Child] = []
    for index, bar in enumerate(bars):
        y = top + row * index + row / 2
        low, high = (bar.value, bar.value) if isinstance(bar.value, int) else bar.value
        if index + 1 < len(bars):
            rows.append(
                h("path", d=f"M38 {y + 25:g}V{y + row - 25:g}", stroke="currentColor", stroke_width=2, class_="g-line")
            )
        rows.append(postmark(38, y, 25, bar.day))
        if high > low:
            rows.append(_bar(left, y, at(high), "g-bar-pale", 0.35))
        if high > 0:
            rows.append(_bar(left, y, at(low), "g-bar", 1))
        if bar.qualifier == "at_least":
            x = at(high)
            rows.append(
                h("path", d=f"M{x:g} {y - 2:g}l10 9l-10 9", stroke="currentColor", stroke_width=2, class_="g-bar-end")
            )
        rows.append(text(left, y - 8, bar.text, size=14, class_="g-strong"))
    return svg(360, height, grid, rows, title=title, desc=desc, key=key)


def _bar(left: float, y: float, end: float, class_: str, opacity: float) -> ET.Element:
    return h("rect", x=float(left), y=y - 2, width=max(2.0, end - left), height=18, rx=2,
             fill="currentColor", fill_opacity=float(opacity), class_=class_)  # fmt: skip


def _high(bar: Bar) -> int:
    return bar.value if isinstance(bar.value, int) else bar.value[1]


def width(words: str) -> float:
    """Rough width in ems: Japanese letters are square, Latin ones about half as wide."""
    return sum(1.0 if ord(letter) > 0x2E7F else 0.56 for letter in words)
