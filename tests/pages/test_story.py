"""Annotated Markdown -> Incident: what an author may write, and what is said, with file and line, when it is broken."""

from __future__ import annotations

from typing import Any

import pytest

from guide_engine.drawing.story import days
from guide_engine.incident.story import StoryError, read
from guide_engine.knowledge import words
from guide_engine.model import Incident

STORY = """---
id: an-incident
title: An incident
lang: en
---

# An incident

## Some mail { #day-1 .event type=symptom day=0 count="100-999 mails" }

It began *slowly*. Then mail came.

!!! expert "Today"

    Not the author's words.

## A scan { .event type=check day=1 }

- The scan was clean. Nothing else was done.

## Told first, happened later { .event type=outcome day=9 }

## The password { .cause cause=password_reuse status=suspected }

It was "old and reused", says the author.

## Change it { .action action=change_password status=advised }
## Never wait { .lesson }

Waiting cost two days.
"""


def one(attributes: str, body: str = "Words.") -> Incident:
    return read(f"## Heading {{ {attributes} }}\n\n{body}\n")


def test_a_story_is_read_whole() -> None:
    story = read(STORY)
    assert (story.id, story.title, story.language) == ("an-incident", "An incident", "en")
    assert [(e.type, e.day, e.title) for e in story.events] == [
        ("symptom", 0, "Some mail"),
        ("check", 1, "A scan"),
        ("outcome", 9, "Told first, happened later"),
    ]
    assert [(c.cause, c.status, c.title) for c in story.causes] == [("password_reuse", "suspected", "The password")]
    assert [(a.action, a.status, a.title) for a in story.actions] == [("change_password", "advised", "Change it")]
    assert [(lesson.title, lesson.quote) for lesson in story.lessons] == [("Never wait", "Waiting cost two days.")]


def test_quotes_are_the_first_sentence_and_stand_where_their_span_says() -> None:
    story = read(STORY)
    assert [e.quote for e in story.events] == [
        "It began *slowly*.",
        "The scan was clean.",
        "Told first, happened later",
    ]
    for event in story.events:
        assert event.span and STORY[slice(*event.span)] == event.quote


def test_a_quote_may_be_named() -> None:
    assert one('.lesson quote="Second words."', "First words. Second words.").lessons[0].quote == "Second words."


def test_events_come_in_order_of_time_and_those_without_a_day_stay_behind_their_neighbour() -> None:
    text = "".join(
        f"## {title} {{ .event type=symptom {day} }}\n\n"
        for title, day in (("c", "day=2"), ("d", ""), ("a", "day=0"), ("b", ""), ("e", "day=3"))
    )
    assert [e.title for e in read(text).events] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("written", "value", "unit", "qualifier"),
    [
        ("350 通", 350, "通", "exact"),
        ("0 mails", 0, "mails", "exact"),
        ("~800 mails", 800, "mails", "about"),
        ("10000+ 通", 10000, "通", "at_least"),
        ("10,000+ bounced mails", 10000, "bounced mails", "at_least"),
        ("10-99 通", (10, 99), "通", "tens"),
        ("100-999 通", (100, 999), "通", "hundreds"),
        ("1000-9999", (1000, 9999), None, "thousands"),
        ("10000-99999 通", (10000, 99999), "通", "ten_thousands"),
        ("40-50 通", (40, 50), "通", "about"),
    ],
)
def test_counts(written: str, value: object, unit: str | None, qualifier: str) -> None:
    count = one(f'.event type=symptom count="{written}"').events[0].count
    assert count and (count.value, count.unit, count.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize(
    ("written", "when", "day"),
    [
        ("", None, None),
        ("day=3", {"day": 3}, 3),
        ("day=-2", {"day": -2}, -2),
        ("day=0 offset=-P2Y", {"day": 0, "offset": "-P2Y"}, 0),
        ("day=0 dur=P6D", {"day": 0, "dur": "P6D"}, 0),
        ("after=P2D", {"after": "P2D"}, None),
        ("after=-PXD", {"after": "-PXD"}, None),
        ("day=1 start=T18:20 end=T19:05", {"day": 1, "start": "T18:20", "end": "T19:05"}, 1),
        ("when=2024-03-09T08:15 day=4", "2024-03-09T08:15", 4),
        ("when=2024-03", "2024-03", None),
        ("when=--03-09", "--03-09", None),
        ("when=none day=2", None, 2),
    ],
)
def test_times(written: str, when: object, day: int | None) -> None:
    event = one(f".event type=symptom {written}").events[0]
    assert (event.when, event.day) == (when, day)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("## A { .event day=1 }", "type= is missing"),
        ("## A { .event type=symptoms }", "type='symptoms' is unknown"),
        ("## A { .event type=symptom day=two }", "day='two' is no whole number"),
        ("## A { .event type=symptom count=lots }", "count='lots'"),
        ('## A { .event type=symptom count="999-100 通" }', "runs backwards"),
        ("## A { .event type=symptom when=yesterday }", "when='yesterday'"),
        ("## A { .event type=symptom after=2days }", "after='2days'"),
        ("## A { .event type=symptom colour=red }", "unknown attribute 'colour'"),
        ("## A { .event type symptom }", "unknown attribute 'symptom'"),
        ("## A { .cause cause=password_reuse }", "status= is missing"),
        ("## A { .cause cause=bad_luck status=suspected }", "cause='bad_luck' is unknown"),
        ("## A { .cause cause=malware status=maybe }", "status='maybe' is unknown"),
        ("## A { .action action=pray status=done }", "action='pray' is unknown"),
        ("## A { .action action=monitor status=suspected }", "status='suspected' is unknown"),
        ("## A { .event .cause type=symptom }", "one thing"),
        ("## A { type=symptom day=1 }", "none of .event, .cause"),
        ("## A { .evnet type=symptom }", "is .event meant?"),
        ("## A { .lessn }", "is .lesson meant?"),
        ("## A { .event type=symptom", "not closed"),
        ('## A { .lesson quote="never said" }', "does not stand in this section"),
    ],
)
def test_a_broken_annotation_names_file_and_line(heading: str, said: str) -> None:
    with pytest.raises(StoryError) as error:
        read(f"---\ntitle: A\n---\n\n# Fine\n\n{heading}\n\nWords.\n", file="docs/en/story.md")
    assert said in str(error.value)
    assert str(error.value).startswith("docs/en/story.md:7: ")
    assert error.value.line == 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No heading at all.",
        "## Plain { #anchor }\n\nwords",
        "```\n## A { .event type=nonsense }\n```\n",
        "---\ntitle: never closed\n",
    ],
)
def test_what_is_no_annotation_is_left_alone(text: str) -> None:
    story = read(text)
    assert not (story.events or story.causes or story.actions or story.lessons)


@pytest.mark.parametrize(
    ("attributes", "drawn"),
    [
        ('type=symptom day=0 count="350"', True),
        ('type=discovery day=0 count="350 messages"', True),
        ('type=symptom day=0 count="350 bounces"', True),  # an author's own word
        ('type=symptom day=0 count="350 people"', False),
        ('type=attacker day=0 count="350 messages"', False),  # what was sent did not come back
        ('type=symptom count="350 messages"', False),  # nobody knows which day
    ],
)
def test_the_picture_shows_the_mail_that_came_on_each_day(attributes: str, drawn: bool) -> None:
    story = one(f".event {attributes}")
    assert (days(story.events, words("pages", "en"), "days") is not None) is drawn


def test_the_dictionary_is_the_contract() -> None:
    data: dict[str, Any] = read(STORY).to_dict()
    assert set(data) == {"id", "language", "title", "events", "causes", "actions", "lessons"}
    assert set(data["events"][0]) == {"type", "quote", "span", "when", "day", "count"}
    assert data["events"][0]["count"] == {"value": [100, 999], "unit": "mails", "qualifier": "hundreds"}
