"""The Python-Markdown extension ``guide``: ``/// timeline`` and its kin, and the story's annotated headings.

Works under MkDocs (the plugin hands it a Context) and under any other builder that runs Python-Markdown
extensions (``lang`` and ``story`` then come from its configuration).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block, type_any  # type: ignore[import-untyped]

from guide_engine.drawing.html import h
from guide_engine.drawing.story import count_text, day_text
from guide_engine.incident.story import ANNOTATION_KEYS, KINDS, parse_count

from .blocks import BLOCKS, BlockError
from .context import Context, PageError


class GuideBlock(Block):  # type: ignore[misc]
    """One ``/// name`` block; the subclasses made from BLOCKS differ in name and renderer only."""

    ARGUMENT = None

    def on_create(self, parent: ET.Element) -> ET.Element:
        context: Context = self.config["context"]
        number = self.tracker.get(self.NAME, 0)
        self.tracker[self.NAME] = number + 1
        given = {key: value for key, value in self.options.items() if key != "attrs" and value is not None}
        try:
            element = BLOCKS[self.NAME].render(context, given)
        except BlockError as error:
            raise context.error(str(error), self.NAME, number) from None
        _literal(element)
        parent.append(element)
        return element

    def on_markdown(self) -> str:
        return "block"


class Headings(Treeprocessor):
    """Turns the annotation of a heading into a postmark, and refuses what is left of a block nobody knows."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            if element.tag == "p" and (element.text or "").lstrip().startswith("///"):
                self._refuse((element.text or "").lstrip().split("\n")[0])
            if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                self._dress(element)

    def _refuse(self, line: str) -> None:
        name = line.lstrip("/").strip()
        known = ", ".join(sorted(BLOCKS))
        raise self.context.error(f"unknown block or option; the blocks are {known}", name, 0)

    def _dress(self, heading: ET.Element) -> None:
        kinds = [name for name in heading.get("class", "").split() if name in KINDS]
        if not kinds:
            return
        values = {key: heading.attrib.pop(key) for key in list(heading.attrib) if key in ANNOTATION_KEYS}
        labels = self.context.labels
        if kinds[0] in ("cause", "action"):
            status = values["status"]
            _after(
                heading, h("span", str(labels[f"{kinds[0]}_status"][status]), class_=f"guide-tag guide-tag--{status}")
            )
        if "day" in values:
            _before(heading, h("span", day_text(int(values["day"]), labels), class_="guide-day"))
        if count := values.get("count"):
            _after(heading, h("span", count_text(parse_count(count), labels), class_="guide-tag guide-tag--count"))


def _literal(block: ET.Element) -> None:
    """Keep Markdown's hands off the words of a block: they come from the data and mean what they say."""
    for element in block.iter():
        element.text = AtomicString(element.text) if element.text else None
        element.tail = AtomicString(element.tail) if element.tail and element is not block else None


def _before(heading: ET.Element, mark: ET.Element) -> None:
    """Put a mark before the heading's words, a space between."""
    mark.tail = AtomicString(" " + (heading.text or ""))
    heading.text = None
    heading.insert(0, mark)


def _after(heading: ET.Element, mark: ET.Element) -> None:
    """Put a mark behind the heading's words, before the link to itself that toc added."""
    at = next((i for i, child in enumerate(heading) if child.get("class") == "headerlink"), len(heading))
    if at:
        heading[at - 1].tail = AtomicString((heading[at - 1].tail or "") + " ")
    else:
        heading.text = AtomicString((heading.text or "") + " ")
    heading.insert(at, mark)


class GuideExtension(BlocksExtension):  # type: ignore[misc]
    """Configuration: ``context`` (from the plugin), or ``lang`` and ``story``."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "context": ["", "what the plugin hands over"],
            "lang": ["ja", "language of the pages: ja or en"],
            "story": ["", "path of the story's Markdown, from the working directory"],
        }
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 - the base class's name
        """Register every block of BLOCKS, and the pass over the headings: after toc (5), whose labels stay plain."""
        story = self.getConfig("story")
        context = self.getConfig("context") or Context(self.getConfig("lang"), Path(story) if story else None)
        for name, block in BLOCKS.items():
            options = {key: [None, type_any] for key in block.options}
            block_class = type(f"{name.title()}Block", (GuideBlock,), {"NAME": name, "OPTIONS": options})
            block_mgr.register(block_class, {"context": context})
        md.treeprocessors.register(Headings(md, context), "guide-headings", 4)


def makeExtension(**kwargs: Any) -> GuideExtension:  # noqa: N802 - Python-Markdown's name
    """Python-Markdown's entry."""
    return GuideExtension(**kwargs)


__all__ = ["GuideExtension", "PageError", "makeExtension"]
