"""What every renderer shares: its options, its error, and the words of counts and days."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from guide_engine.drawing.html import h
from guide_engine.model import Count
from guide_engine.pages.context import Context

Options = Mapping[str, Any]


class BlockError(ValueError):
    """What is wrong with a block's options; the extension adds file and line."""


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


def link(context: Context, page: str, words: str, anchor: str = "") -> ET.Element | str:
    """A link to another page of the site, or its words alone where the site lacks that page."""
    target = context.link(page, anchor)
    return h("a", words, href=target) if target else words


def source_link(context: Context, source: str) -> ET.Element | str:
    """A source by its number, leading to its row on the page of sources."""
    return link(context, "sources.md", source, source.lower())
