"""Blocks for those who tell their own story: the place where it is read, and the workflow that publishes it."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from guide_engine.drawing.html import h
from guide_engine.incident.folder import WORKFLOW
from guide_engine.knowledge import words
from guide_engine.pages.context import Context

from .base import Options, link


def teller(context: Context, options: Options) -> ET.Element:
    """The element that the browser fills; inside it, what a visitor without scripts can do instead."""
    said = words("tell", context.lang)["page"]
    ways = [h("li", str(said["browser"])), h("li", str(said["command"]))]
    authors = h("p", link(context, "for-authors.md", str(said["authors"])))
    return h("story-teller", h("p", str(said["without"])), h("ul", ways), authors, lang=context.lang)


def workflow(context: Context, options: Options) -> ET.Element:
    """The file .github/workflows/pages.yml of a guide's folder, to be copied: upload forms leave hidden folders out."""
    return h("pre", h("code", WORKFLOW), class_="guide-copied", tabindex="0")
