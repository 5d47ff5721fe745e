"""What every renderer shares: its options, its error, and its links."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from guide_engine.drawing.html import h
from guide_engine.pages.context import Context

Options = Mapping[str, Any]


class BlockError(ValueError):
    """What is wrong with a block's options; the extension adds file and line."""


def link(context: Context, page: str, words: str, anchor: str = "") -> ET.Element | str:
    """A link to another page of the site, or its words alone where the site lacks that page."""
    target = context.link(page, anchor)
    return h("a", words, href=target) if target else words


def source_link(context: Context, source: str) -> ET.Element | str:
    """A source by its number, leading to its row on the page of sources."""
    return link(context, "sources.md", source, source.lower())
