"""Numbered reports, whose headings and lines are no events and no dates; and asides in English."""

from __future__ import annotations

import pytest

from guide_engine import read_story
from guide_engine.incident.narrative_text import read_text

REPORT = (
    "Report 7\n\n1. Summary\nForty bounces arrived on 3 March 2022, "
    "and all of them were for one of the lists that we had set up for the club.\n\n"
    "2. Timeline (local times)\n\n"
    "Thu 3 Mar 2022  02:31   Rule made: everything goes to the bin\nThu 3 Mar 2022  02:40   Last letter goes out\n\n"
    "3. Measures\n3.1 Password changed\n3.2 Rule removed\n"
)


def test_a_numbered_heading_is_no_point_of_a_list() -> None:
    kinds = {s.text: s.kind for s in read_text(REPORT).sentences}
    assert [text for text, kind in kinds.items() if kind == "heading"] == [
        "1. Summary", "2. Timeline (local times)", "3. Measures",
    ]  # fmt: skip
    assert kinds["Password changed"] == "bullet"


def test_points_of_a_list_stay_points() -> None:
    story = "What I did\n\n1. Changed the password\n\n2. Ran a scan\n"
    assert "heading" not in {s.kind for s in read_text(story).sentences if s.text.endswith("scan")}


def test_a_line_of_words_behind_a_time_is_no_stamp() -> None:
    assert "stamp" not in {s.kind for s in read_text(REPORT).sentences}


ASIDES = [
    "Many of you have asked about the strange messages.",
    "To her credit she laughed.",
    "It took a while to come out.",
    "I've had this address for ten years.",
    "I have changed the names.",
    "Nothing happened for nine days.",
]


@pytest.mark.parametrize("text", ASIDES)
def test_an_aside_is_no_event(text: str) -> None:
    assert len(read_story("On 9 March 300 bounces arrived in my inbox.\n\n" + text).events) == 1
