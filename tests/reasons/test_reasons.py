"""Replies of real products, written by hand, and the reason that must be read from each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from guide_engine.bounce.reasons import reason
from guide_engine.knowledge import LANGUAGES, table, words

REPLIES = tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(reply, name, id=f"{product}-{name}-{number}")
    for product, reasons in REPLIES.items()
    for name, replies in reasons.items()
    for number, reply in enumerate(replies, 1)
]


def read(reply: str) -> str:
    """The reason of one reply as it stands in the table: codes are found as the bounce reader finds them."""
    host = re.search(r"\(host: (\S+)\)\s*", reply)
    command = re.search(r"\((CONN|EHLO|MAIL|RCPT|DATA)\)\s*", reply)
    for found in (host, command):
        reply = reply.replace(found[0], "") if found else reply
    status = re.search(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])", reply)
    code = re.match(r"[45]\d\d", reply)
    return reason(
        status=status[0] if status else None,
        reply_code=code[0] if code else None,
        diagnostic=reply,
        host=host[1] if host else None,
        command=command[1] if command else None,
    )


@pytest.mark.parametrize(("reply", "name"), CASES)
def test_reply(reply: str, name: str) -> None:
    assert read(reply) == name


def test_nothing_said_is_undefined_and_words_without_a_reason_are_onhold() -> None:
    assert reason(status=None, reply_code=None, diagnostic=None) == "undefined"
    assert reason(status=None, reply_code=None, diagnostic="it did not work out this time round") == "onhold"


@pytest.mark.parametrize(
    ("status", "code", "name"),
    [
        ("5.1.1", None, "userunknown"), ("4.2.2", "452", "mailboxfull"), ("5.4.4", "550", "hostunknown"),
        ("5.1.10", "556", "notaccept"), ("5.7.26", "550", "authfailure"), ("4.7.25", "450", "requireptr"),
        ("5.7.509", "550", "authfailure"), (None, "552", "mailboxfull"), ("5.7.606", None, "blocked"),
        ("5.2.1", "550", "suspend"), (None, "550", "undefined"), ("5.0.0", "550", "undefined"),
    ],
)  # fmt: skip
def test_code_alone(status: str | None, code: str | None, name: str) -> None:
    assert reason(status=status, reply_code=code, diagnostic=None) == name


def test_the_code_in_the_reply_counts_where_the_report_says_only_failed() -> None:
    assert reason(status="5.0.0", reply_code="550", diagnostic="550 5.7.26 not taken") == "authfailure"


def test_the_number_of_a_section_is_no_code() -> None:
    said = "550 HELO is an address only (see RFC 2821 4.1.3)"
    for status in ("5.0.0", None):
        assert reason(status=status, reply_code="550", diagnostic=said) == "blocked"


def test_an_address_in_the_reply_is_no_wording() -> None:
    full = reason(
        status=None, reply_code="550", diagnostic="550 <mailbox.full@example.com>: no such user", command="RCPT"
    )
    assert full == "userunknown"
    assert (
        reason(status=None, reply_code="550", diagnostic="550 virus.found@example.com does not exist", command="RCPT")
        == "userunknown"
    )


def test_user_unknown_at_mail_is_about_the_sender() -> None:
    for command, name in (("MAIL", "rejected"), ("RCPT", "userunknown"), ("DATA", "userunknown")):
        assert reason(status=None, reply_code="550", diagnostic="550 User unknown", command=command) == name


def test_the_command_is_read_from_the_notice() -> None:
    said = "550 no such domain example.net"
    assert (
        reason(
            status=None,
            reply_code="550",
            diagnostic=said,
            text="SMTP error from remote mail server after MAIL FROM:<b@example.net>",
        )
        == "rejected"
    )
    assert (
        reason(
            status=None,
            reply_code="550",
            diagnostic=said,
            text="SMTP error from remote mail server after RCPT TO:<a@example.com>",
        )
        == "hostunknown"
    )


def test_the_text_for_people_is_read_where_no_diagnostic_is() -> None:
    assert (
        reason(status="5.0.0", reply_code=None, diagnostic=None, text="Your mail could not be delivered: Mailbox full")
        == "mailboxfull"
    )
    assert reason(status="4.4.7", reply_code=None, diagnostic="mailbox full", text="user unknown") == "mailboxfull"


@pytest.mark.parametrize(
    "said",
    ["\0" * 50, "@" * 5000, "550 " * 5000, "<" * 9000, "é" * 4000, "user " * 3000 + "unknown", "\ud800", "5.1." * 4000],
)
def test_no_text_is_too_strange(said: str) -> None:
    assert reason(status=said[:9], reply_code=said[:3], diagnostic=said, host=said, text=said) in table("reasons")


# ---- the tables --------------------------------------------------------------------------------

RULES = [*table("phrases-providers")["rule"], *table("phrases")["rule"]]
CONDITIONS = {"status", "reply", "command", "hosts", "family", "where", "text", "unless", "vague"}


def test_every_row_is_well_formed() -> None:
    families = {row["id"] for row in table("families")["family"]}
    for rule in RULES:
        assert rule["reason"] in table("reasons"), rule
        assert rule["source"], rule
        assert set(rule) <= {"reason", "source", "phrases", "regex", "near"} | CONDITIONS, rule
        assert ("near" in rule) <= ("regex" in rule) <= ("near" in rule or "phrases" in rule), rule
        assert not ("near" in rule and "phrases" in rule), rule
        assert set(rule) - {"reason", "source"}, f"holds for everything: {rule}"
        assert set(rule.get("family", ())) <= families, rule
        assert set(rule.get("command", ())) <= {"", "CONN", "EHLO", "MAIL", "RCPT", "DATA"}, rule
        for phrase in (*rule.get("phrases", ()), *rule.get("unless", ()), *rule.get("text", ())):
            assert phrase == phrase.lower(), phrase
        for phrase in (*rule.get("unless", ()), *rule.get("text", ())):
            assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", phrase), f"words with one space between: {phrase!r}"


def test_no_phrase_stands_twice_in_a_row() -> None:
    for rule in RULES:
        phrases = rule.get("phrases", [])
        assert len(phrases) == len(set(phrases)), sorted(p for p in phrases if phrases.count(p) > 1)


def test_a_name_of_sisimai_5_is_an_alias_of_one_reason() -> None:
    names = [alias for row in table("reasons").values() for alias in row.get("aliases", ())]
    assert len(names) == len(set(names))
    assert not set(names) & set(table("reasons"))
    assert "ratelimited" in table("reasons")["speeding"]["aliases"]
    assert "emailtoolarge" in table("reasons")["mesgtoobig"]["aliases"]


def test_every_reason_can_be_read() -> None:
    kinds = {"delivered", "feedback", "vacation", "undefined", "onhold"}  # said of whole messages, not of replies
    assert {rule["reason"] for rule in RULES} | kinds >= set(table("reasons"))
    assert {name for reasons in REPLIES.values() for name in reasons} | kinds >= set(table("reasons"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_and_code_has_its_words(lang: str) -> None:
    assert {key: set(row) for key, row in words("reasons", lang).items()} == {
        key: {"title", "meaning", "fault", "next"} for key in table("reasons")
    }
    assert set(words("statuses", lang)) == set(table("statuses"))
    for key, row in words("statuses", lang).items():
        assert row["meaning"], key


def test_codes_point_to_reasons_and_sources() -> None:
    for key, row in table("statuses").items():
        assert re.fullmatch(r"[x245]\.\d{1,3}\.\d{1,3}|[2-5]\d\d", key), key
        assert row.get("reason") in {None, *table("reasons")}, key
        assert row["source"] in table("sources"), key
        assert row["by"], key
        assert "reason" in row or "decides" not in row, key
