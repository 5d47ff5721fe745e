"""Prose -> Incident: what happened, when, how often, why, what was done, what was learned.

Rules over text; nothing is invented. Every item carries the words that say it. The vocabulary and the forms
of ``when`` and ``count`` are those of the labelled corpus (design.md section 5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guide_engine.incident.narrative_order import finished
from guide_engine.incident.narrative_reader import events
from guide_engine.incident.narrative_text import Story, StoryError, language_of, read_text
from guide_engine.incident.narrative_title import subject
from guide_engine.model import Incident

__all__ = ["LIMIT", "StoryError", "read_story"]

LIMIT = 300_000  # characters: a story, not a library
_ANNOTATED = re.compile(r"(?m)^#{1,6} .*\{[^{}\n]*\.(?:event|cause|action|lesson)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """An incident with what the reader is unsure of: for each event the names of what its author should confirm."""

    story: Story
    incident: Incident
    doubts: tuple[tuple[str, ...], ...] = ()  # of type | time | count, beside incident.events
    settled: frozenset[tuple[str, int]] = frozenset()  # ("causes" | "actions", index): what the author has confirmed


def read_story(text: str, *, date: str | None = None) -> Incident:
    """Read ``text`` as the story of an incident. ``date`` (ISO, may be ``YYYY-MM``) is when it was written.

    ``text`` is prose, or the annotated Markdown that a draft or a guide's story is (incident/story.py).
    Raises :class:`StoryError` for a text that is empty, binary, too long or in another language. A text in
    which nothing happens gives an incident without events.
    """
    if annotated(text):
        from guide_engine.incident.story import read

        return read(text, lang=language_of(text))
    return read_prose(text, date=date).incident


def annotated(text: str) -> bool:
    """Is ``text`` a draft, or a guide's story?"""
    return len(text) <= LIMIT and _ANNOTATED.search(text) is not None


def read_prose(text: str, *, date: str | None = None) -> Reading:
    """As :func:`read_story`, for prose only, with what is doubtful."""
    if len(text) > LIMIT:
        raise StoryError("too-long")
    if "\0" in text[:4096]:
        raise StoryError("binary")
    story = read_text(text)
    from guide_engine.incident.narrative_actions import actions
    from guide_engine.incident.narrative_causes import causes
    from guide_engine.incident.narrative_lessons import lessons

    found = events(story, date)
    incident = Incident(
        id=None,
        language=story.language,
        title=story.title or subject(story.text, story.language),
        events=finished(found),
        causes=causes(story),
        actions=actions(story, [(f.event.span or (0, 0), f.event.type) for f in found if not f.plain]),
        lessons=lessons(story),
    )
    return Reading(story, incident, tuple(f.doubts() for f in found))
