"""``/// tree``: the decision tree as a picture and as linked questions, with the story's own path marked."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from guide_engine.decision.paths import Path, story_paths, told
from guide_engine.decision.tree import question
from guide_engine.drawing.html import Child, h
from guide_engine.knowledge import table, words
from guide_engine.pages.context import Context
from guide_engine.pages.treemap import Exit, Stop, draw

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


def _nodes() -> dict[str, Any]:
    nodes: dict[str, Any] = table("tree")["node"]
    return nodes


def _order() -> list[str]:
    """Question ids from the start on, in the file's order."""
    nodes = list(_nodes())
    start = table("tree")["start"]
    return [start, *(node for node in nodes if node != start)]


def _picture(context: Context, paths: list[Path]) -> ET.Element:
    labels = context.labels["tree"]
    order = _order()
    stops = []
    for node in order:
        exits = []
        for value, answer in _nodes()[node]["answers"].items():
            to = answer["to"]
            mark = next((p.status for p in paths if p.answers.get(node) == value), None)
            nxt = order.index(to) if to in order else None
            chip = context.labels["verdict_short"].get(to, to)
            exits.append(Exit(_short(context, node, value), chip, nxt, mark))
        mark = next((p.status for p in paths if node in p.answers), None)
        title = labels["node"].get(node) or question(node, context.lang).text
        stops.append(Stop(title, tuple(exits), mark))
    picture = draw(stops, title=labels["title"], desc=labels["desc"], key=context.key("tree"))
    legend = [str(labels["caption"]), *(str(labels[f"legend_{p.status}"]) for p in paths)]
    return h(
        "figure", picture, h("figcaption", " / ".join(dict.fromkeys(legend))), class_="guide-figure guide-figure--tree"
    )


def _short(context: Context, node: str, value: str) -> str:
    labels = context.labels["tree"]
    if value == "unknown":
        return str(labels["unknown"]["short"])
    short = labels["answer"].get(node, {}).get(value)
    return str(short) if short else next(a.text for a in question(node, context.lang).answers if a.value == value)


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
        blocks += [h("ol", steps), h("p", str(labels["tree"]["leads"]), end, " ", tag)]
    return h("div", blocks, class_="guide-path")


def _questions(context: Context) -> ET.Element:
    """Every question with its answers as links: the tree for those without scripts, and for the telephone."""
    labels, titles = context.labels["tree"], words("causes", context.lang)
    order = _order()
    sections: list[Child] = [h("p", str(labels["start"]))]
    for number, node in enumerate(order, 1):
        asked = question(node, context.lang)
        items = []
        for answer in asked.answers:
            to = _nodes()[node]["answers"][answer.value]["to"]
            if to in order:
                target: Child = h("a", str(labels["next"]).format(n=order.index(to) + 1), href=f"#q-{to}")
            else:
                target = link(context, f"causes/{to}.md", titles[to]["title"])
            items.append(h("li", answer.text, " → ", target))
        spoken = h("span", str(labels["spoken"]), class_="guide-tag") if _nodes()[node].get("spoken") else None
        sections += [
            h("h3", f"{number}. {asked.text}", id=f"q-{node}"),
            h("p", str(labels["why"]), asked.why, " ", spoken, class_="guide-why"),
            h("ul", items, class_="guide-answers"),
        ]
    return h("div", sections, class_="guide-questions", id="tree")
