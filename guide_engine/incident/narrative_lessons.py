"""What the writer has learned: sentences that say so, and those under a heading that says so."""

from __future__ import annotations

from functools import cache

from guide_engine.incident.narrative_events import Pattern, any_of
from guide_engine.incident.narrative_text import Story
from guide_engine.knowledge import table
from guide_engine.model import Lesson


@cache
def _data(language: str) -> dict[str, Pattern]:
    return {name: any_of(patterns) for name, patterns in table(f"narrative/lessons_{language}").items()}


def lessons(story: Story) -> tuple[Lesson, ...]:
    """In order of telling. Under such a heading only what is a rule or an insight, not what was done."""
    data = _data(story.language)
    out: list[Lesson] = []
    bare = -1  # the paragraph of "教訓。" alone: the rules after it in that paragraph are lessons
    for s in story.sentences:
        if s.kind in ("stamp", "heading", "title"):
            continue
        text = s.text
        if data["bare"].fullmatch(text):
            bare = s.paragraph
            continue
        told = data["told"].search(text) or (
            (s.section == "lesson" or s.paragraph == bare) and data["rule"].search(text)
        )
        if told:
            out.append(Lesson(story.text[s.start : s.start + min(len(text.rstrip("。.")), 200)]))
    return tuple(out)
