"""The blocks of the guide's pages: name -> renderer and the options that it takes.

A renderer gets the Context and the block's options and returns one element. Adding a block is a function and a row.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guide_engine.pages.context import Context

from . import data, site, story
from .base import BlockError, Options
from .teller import teller, workflow
from .tree import tree
from .walk import walk

Renderer = Callable[[Context, Options], ET.Element]


@dataclass(frozen=True, slots=True)
class BlockSpec:
    render: Renderer
    options: tuple[str, ...] = ()


BLOCKS: Mapping[str, BlockSpec] = {
    "timeline": BlockSpec(story.timeline),
    "causes": BlockSpec(story.causes),
    "summary": BlockSpec(site.summary),
    "checker": BlockSpec(site.checker),
    "teller": BlockSpec(teller),
    "workflow": BlockSpec(workflow),
    "walk": BlockSpec(walk, ("version",)),
    "actions": BlockSpec(data.actions, ("verdict", "provider")),
    "tree": BlockSpec(tree, ("path", "show")),
    "verdicts": BlockSpec(data.verdicts),
    "glossary": BlockSpec(data.glossary),
    "reasons": BlockSpec(data.reasons),
    "statuses": BlockSpec(data.statuses),
    "evidence": BlockSpec(data.evidence),
    "providers": BlockSpec(data.providers, ("provider",)),
    "sources": BlockSpec(data.sources),
}

__all__ = ["BLOCKS", "BlockError", "BlockSpec"]
