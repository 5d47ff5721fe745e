"""Blocks that belong to the site as a whole: the checker's place and the printable summary."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from guide_engine.drawing.html import h
from guide_engine.model import Action, Cause
from guide_engine.pages.context import Context

from .base import BlockError, Options, link

# which of a story's causes stands for it: the best supported one
STANDING = ("confirmed", "suspected")
# where the same is found without the checker: key of its words, page
WAYS = {"decide": "decide.md", "codes": "codes/index.md", "notices": "topics/what-does-it-say.md"}


def checker(context: Context, options: Options) -> ET.Element:
    """The element that the browser fills; inside it, what a visitor without scripts can do instead."""
    words = context.labels["checker"]
    ways = [h("li", link(context, page, words[key])) for key, page in WAYS.items() if context.link(page)]
    return h(
        "bounce-checker",
        h("p", str(words["without"])),
        h("ul", ways) if ways else None,
        lang=context.lang, class_="guide-checker",
    )  # fmt: skip


def main_cause(causes: tuple[Cause, ...]) -> Cause | None:
    """The cause that the story stands for: the first confirmed one, else the last suspected one, its conclusion."""
    for status in STANDING:
        found = [cause for cause in causes if cause.status == status]
        if found:
            return found[0] if status == "confirmed" else found[-1]
    return None


def summary(context: Context, options: Options) -> ET.Element:
    """The story on one printed page: cause, the author's remedies in order with today's corrections, lessons."""
    story, labels = context.story, context.labels
    words = labels["summary"]
    if not (story.causes or story.actions or story.lessons):
        raise BlockError("the story has no heading marked .cause, .action or .lesson")
    parts: list[ET.Element | None] = []
    cause = main_cause(story.causes)
    if cause:
        status = str(labels["cause_status"][cause.status])
        parts += [
            h("h2", str(words["cause"]), id="summary-cause"),
            h("p", h("strong", cause.title or str(labels["cause"][cause.cause])), " ",
              h("span", status, class_=f"guide-tag guide-tag--{cause.status}"), " ",
              str(labels["cause_status_why"][cause.status])),
        ]  # fmt: skip
    advised = [action for action in story.actions if action.status == "advised"]
    if advised:
        parts += [
            h("h2", str(words["remedies"]), id="summary-remedies"),
            h("ol", [_remedy(a, context) for a in advised]),
        ]
    if story.lessons:
        lessons = [h("li", lesson.title or lesson.quote) for lesson in story.lessons]
        parts += [h("h2", str(words["lessons"]), id="summary-lessons"), h("ul", lessons)]
    return h("div", parts, class_="guide-summary")


def _remedy(action: Action, context: Context) -> ET.Element:
    labels = context.labels
    today = labels["action_today"].get(action.action or "")
    title = action.title or str(labels["action"][action.action or "other"])
    tag = h("span", str(labels["summary"]["today"]), class_="guide-tag guide-tag--today")
    return h("li", h("strong", title), h("p", tag, " ", str(today)) if today else None)
