"""What was done about it, and what is advised to the reader or the victim."""

from __future__ import annotations

import re
from functools import cache

from guide_engine.incident.narrative_events import Pattern, any_of, clauses, realised, rules
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.knowledge import table
from guide_engine.model import Action

Span = tuple[int, int]
_RULE = re.compile(r"(?<!てい)[るくすうつぬむぐい][。!]?$")  # the plain form in which a list gives its rules


@cache
def _data(language: str) -> dict[str, dict[str, Pattern]]:
    data = table(f"narrative/actions_{language}")
    return {
        part: {name: any_of(patterns) for name, patterns in data[part].items()}
        for part in ("actions", "pronoun", "status")
    }


def actions(story: Story, events: list[tuple[Span, str]]) -> tuple[Action, ...]:
    """One row for each (action, status) of the story, in order of telling.

    ``events`` are the spans and types of the events whose type a word names: an action among them that no row of
    the vocabulary names is ``other``.
    """
    out: dict[tuple[str, str], Action] = {}
    named: list[Span] = []
    spoken = -9  # the sentence that last named a password: "I changed it" speaks of that
    for index, s in enumerate(story.sentences):
        spoken = index if _data(story.language)["pronoun"]["noun"].search(s.text) else spoken
        known = index - spoken <= 3
        if s.kind in ("stamp", "heading", "title"):
            continue
        _done(story, s, known, out, named)
        _advised(story, s, out)
    for span, kind in sorted(events):
        if kind == "action" and not any(a < span[1] and span[0] < b for a, b in named):
            _add(story, out, "other", "done", span)
    return tuple(sorted(out.values(), key=lambda a: a.span or (0, 0)))


def _done(story: Story, s: Sentence, password: bool, out: dict[tuple[str, str], Action], named: list[Span]) -> None:
    data, r = _data(story.language), rules(story.language)
    if s.section in ("advice", "apology") or r.blocked["question"].search(s.text):
        return
    parts = clauses(s, story.language)
    for i, clause in enumerate(parts):
        text, last = clause.text, i == len(parts) - 1
        if any(r.blocked[k].search(text) for k in ("advice", "conditional", "plan", "explanation")) or data["status"][
            "skip"
        ].search(text):
            continue
        negated = r.blocked["negated_action"].search(text if story.language == "ja" else text[:28])
        if data["status"]["advised"].search(text) or negated:
            continue
        if story.language == "ja" and not last and any(r.blocked[k].search(s.text[-24:]) for k in ("advice", "plan")):
            continue
        if not realised(text.strip(), s, False, last, story.language):
            continue
        for name, pattern in data["actions"].items():
            meant = password and name in data["pronoun"] and data["pronoun"][name].search(text)
            if pattern.search(text) or meant:
                span = _span(s, clause.start, clause.end, text)
                named.append(span)
                _add(story, out, name, "done", span)


def _advised(story: Story, s: Sentence, out: dict[tuple[str, str], Action]) -> None:
    data, r = _data(story.language), rules(story.language)
    reported = data["status"]["advised"].search(s.text)
    asked = r.blocked["advice"].search(s.text) or (
        s.section in ("lesson", "advice") and s.kind == "bullet" and story.language == "ja" and _RULE.search(s.text)
    )
    if not (reported or asked) or (data["status"]["skip"].search(s.text) and not asked):
        return
    if r.blocked["question"].search(s.text) or s.section in ("apology", "plan"):
        return
    found = False
    for name, pattern in data["actions"].items():
        if pattern.search(s.text) and not data["status"]["skip"].search(s.text):
            _add(story, out, name, "advised", _span(s, 0, len(s.text), s.text))
            found = True
    if not found and asked and not r.blocked["courtesy"].search(s.text) and not r.blocked["doubt"].search(s.text):
        _add(story, out, "other", "advised", _span(s, 0, len(s.text), s.text))


def _span(s: Sentence, start: int, end: int, text: str) -> Span:
    begin = s.start + start + len(text) - len(text.lstrip(" 、,"))
    return begin, min(s.start + start + len(text.rstrip(" 、,。.")), begin + 200)


def _add(story: Story, out: dict[tuple[str, str], Action], name: str, status: str, span: Span) -> None:
    out.setdefault(
        (name, status), Action(None, action=name, status=status, quote=story.text[span[0] : span[1]], span=span)
    )
