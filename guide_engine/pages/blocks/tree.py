"""``/// tree``: the decision tree as a picture and as linked questions, with the story's own path marked."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from guide_engine.browser.phrases import phrases
from guide_engine.browser.treepicture import legend, order, picture
from guide_engine.decision.paths import Path, story_paths, told
from guide_engine.decision.tree import question
from guide_engine.drawing.html import Child, h
from guide_engine.knowledge import table, words
from guide_engine.pages.context import Context

from .base import BlockError, Options, link


def tree(context: Context, options: Options) -> ET.Element:
    """The whole tree; ``path: story`` marks the story's way; ``show``: ``all``, ``picture`` or ``questions``."""
    show, marked = options.get("show", "all"), options.get("path")
    if show not in ("all", "picture", "questions"):
        raise BlockError(f"show: one of all, picture, questions, not {show!r}")
    if marked not in (None, "story"):
        raise BlockError(f"path: only story, not {marked!r}")
    paths = story_paths(context.story) if marked else []
    parts: list[Child] = []
    if show != "questions":
        parts.append(_picture(context, paths))
    if marked:
        parts.append(_told(context, paths))
    if show != "picture":
        parts.append(_questions(context))
    return h("div", parts, class_="guide-tree")


def _picture(context: Context, paths: list[Path]) -> ET.Element:
    drawn = picture(paths, context.lang, key=context.key("tree"), phrases=phrases)
    return h(
        "figure",
        drawn,
        h("figcaption", legend(paths, context.lang)),
        class_="guide-figure guide-figure--tree",
    )


def _told(context: Context, paths: list[Path]) -> ET.Element:
    """The marked paths in words, for those who do not see the picture."""
    labels, titles = context.labels, words("causes", context.lang)
    if not paths:
        return h("p", str(labels["tree"]["unmarked"]))
    blocks = []
    for path in paths:
        steps = [h("li", asked, " ", h("strong", answer)) for asked, answer in told(path, context.lang)]
        end = link(context, f"causes/{path.verdict}.md", titles[path.verdict]["title"])
        status = str(labels["cause_status"][path.status])
        tag = h("span", status, class_=f"guide-tag guide-tag--{path.status}")
        blocks += [h("p", str(labels["tree"]["leads"]), end, " ", tag, class_="guide-path__end"), h("ol", steps)]
    return h("div", blocks, class_="guide-path")


def _questions(context: Context) -> ET.Element:
    """Every question with its answers as links: the tree for those without scripts, and for the telephone."""
    labels, titles = context.labels["tree"], words("causes", context.lang)
    ids, nodes = order(), table("tree")["node"]
    sections: list[Child] = [h("p", str(labels["start"]))]
    for number, node in enumerate(ids, 1):
        asked = question(node, context.lang)
        items = []
        for answer in asked.answers:
            to = nodes[node]["answers"][answer.value]["to"]
            if to in ids:
                target: Child = h("a", str(labels["next"]).format(n=ids.index(to) + 1), href=f"#q-{to}")
            else:
                target = link(context, f"causes/{to}.md", titles[to]["title"])
            items.append(h("li", answer.text, " → ", target))
        spoken = h("span", str(labels["spoken"]), class_="guide-tag") if nodes[node].get("spoken") else None
        sections += [
            h("h3", f"{number}. {asked.text}", id=f"q-{node}"),
            h("p", str(labels["why"]), asked.why, " ", spoken, class_="guide-why"),
            h("ul", items, class_="guide-answers"),
        ]
    return h("div", sections, class_="guide-questions", id="tree")
