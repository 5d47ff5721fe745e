"""The draft of a story reads back the same, loses no word, marks what is doubtful; what is private is found."""

from __future__ import annotations

import re
from typing import Any

import pytest

from guide_engine.incident.draft import draft
from guide_engine.incident.narrative import read_prose, read_story
from guide_engine.incident.private import private

WILD = """\
<b>Notice</b> & more: [links](x) {braces} 'quotes' "doubled"
On 2024-03-09 the server_name <root@mail.example> received 900 "Undeliverable" messages *at once* {oh} [no].
# not a heading
- I `purged` the queue, and then we changed the password_of_the account.
/// timeline
The bounces stopped two days later | really.
"""


def same(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What prose says and what its draft says, spans left out."""
    reading = read_prose(text)
    found = []
    for said in (reading.incident.to_dict(), read_story(draft(reading, id="x")).to_dict()):
        events: Any = said["events"]
        found.append({
            "events": [{k: v for k, v in e.items() if k != "span"} for e in events],
            **{k: said[k] for k in ("causes", "actions", "lessons", "language")},
        })  # fmt: skip
    return found[0], found[1]


def test_a_draft_says_what_the_prose_says(story_text: str) -> None:
    prose, back = same(story_text)
    assert back == prose


def test_markdown_in_the_prose_stays_prose() -> None:
    prose, back = same(WILD)
    assert back == prose
    assert len(prose["events"]) >= 3
    text = draft(read_prose(WILD))
    assert "<b>" not in text
    assert "\n# not a heading" not in text
    assert text.count("/// timeline") == 1


def test_spans_of_a_draft_are_its_own(story_text: str) -> None:
    text = draft(read_prose(story_text))
    for event in read_story(text).events:
        assert event.span is not None
        plain = re.sub(r"\\(.)", r"\1", text[event.span[0] : event.span[1]])
        assert re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), plain).replace("&lt;", "<") == event.quote


def test_no_word_of_the_author_is_lost(story_text: str) -> None:
    text = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), draft(read_prose(story_text)).replace("\\", ""))
    there = re.sub(r"\s", "", text.replace("&lt;", "<"))
    for line in story_text.splitlines():
        bare = re.sub(r"^\s*(?:[*+-]\s|[#＃]+)", "", line)  # the mark of a list or a heading is no word
        for piece in re.split(r"[。．.、,!！?？\s]+", bare):
            assert re.sub(r"\s", "", piece) in there, piece


@pytest.mark.parametrize(
    ("story", "marked"),
    [
        ("2024年3月9日、エラーメールが350通届きました。", ""),
        ("2024年3月9日、エラーメールが約350通届きました。", "count"),
        ("ある日、エラーメールが350通届きました。", "time"),
        ("ある日、エラーメールが何百通も届きました。", '"time count"'),
    ],
)
def test_what_was_guessed_is_marked_for_the_author(story: str, marked: str) -> None:
    heading = next(line for line in draft(read_prose(story)).splitlines() if ".event" in line)
    assert re.findall(r'confirm=("[^"]*"|\S+)', heading) == ([marked] if marked else [])


def test_an_edited_draft_keeps_what_its_author_wrote() -> None:
    text = draft(read_prose("2024年3月9日、エラーメールが350通届きました。"))
    edited = (
        text.replace("350 messages", "351 messages") + "\n## 追記 { .event type=outcome day=5 }\n\n止まりました。\n"
    )
    said = read_story(edited)
    assert [e.count.value if e.count else None for e in said.events] == [351, None]
    assert said.events[1].quote == "止まりました。"


# ---- what should not be published --------------------------------------------------------------

PRIVATE = [
    ("連絡先は tanaka@mail.co.jp です。", "mail"),
    ("送信元は 45.67.89.10 でした。", "ip"),
    ("It came from 2a01:4f8:1:2::3 at night.", "ip"),
    ("電話は 03-1234-5678 へ。", "phone"),
    ("電話は０９０−１２３４−５６７８です。", "phone"),
    ("Call +81 3 1234 5678 or us.", "phone"),
    ("Call (555) 123-4567 now.", "phone"),
    ("パスワードはshop1234でした。", "password"),
    ("password: Hunter2!", "password"),
]
HARMLESS = [
    "user@example.com から 192.0.2.1 と 2001:db8::1 へ",
    "2024-03-09 12:34:56 に13,482通、バージョン1.2.3",
    "パスワードは変更しました。",
    "My password was the name of my dog.",
    "postfix/error[8030]: delay=2050, dsn=4.4.2",
]


@pytest.mark.parametrize(("line", "kind"), PRIVATE)
def test_what_is_private_is_found_with_its_line(line: str, kind: str) -> None:
    assert [(p.line, p.kind) for p in private(f"一行目\n{line}\n")] == [(2, kind)]


@pytest.mark.parametrize("line", HARMLESS)
def test_examples_and_other_numbers_are_nobodys(line: str) -> None:
    assert private(line) == []


def test_a_password_is_not_repeated() -> None:
    assert all("1234" not in p.what for p in private("パスワードはshop1234でした。"))
