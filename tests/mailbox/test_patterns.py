"""What only the whole pile shows, pattern by pattern (B1 to B13): each with a pile that has it and one that has not."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from piles import BEGIN, DOMAIN, HOME, ME, Original, bounce, flood
from test_mailbox import plain

from guide_engine import read_mailbox
from guide_engine.incident import report
from guide_engine.incident.mailbox import merge
from guide_engine.knowledge import LANGUAGES, table, words

ROWS = table("report")["patterns"]
LINE = "203.0.113.77"
LETTERS = "abcdefghijklmnopqrst"


def read(*messages: bytes, **more: Any) -> dict[str, Any]:
    files = [(f"p{n:03}.eml", io.BytesIO(m)) for n, m in enumerate(messages, 1)]
    return read_mailbox(files, home=HOME, **{"lang": "en", **more}).to_dict()


def pattern(name: str, *messages: bytes) -> tuple[int, int] | None:
    """(n, of) of one pattern."""
    return next(((one["n"], one["of"]) for one in read(*messages)["patterns"] if one["id"] == name), None)


def forged(n: int, to: str, **more: Any) -> bytes:
    return bounce(Original("Cheap watches", to, LINE, message_id=f"f{n}", **more), forged_from=LINE)


def through(n: int, **more: Any) -> bytes:
    given = {"to": f"r{n}@shop.test", "ip": f"198.51.100.{20 + n % 7}", "message_id": f"t{n}", **more}
    return bounce(Original("Cheap watches", **given))


def autoreply(n: int) -> bytes:
    return plain("Out of office", f"r{n}@shop.test").replace(b"Subject:", b"Auto-Submitted: auto-replied\nSubject:")


# ---- B1 to B3: who reports ------------------------------------------------------------------------


def test_b1_most_notices_are_by_my_own_server() -> None:
    pile = [*flood(20, 0).messages, *flood(5, 0, forged=True).messages]
    assert pattern("reports-mine", *pile) == (20, 25)
    assert read(*pile)["counts"]["relation"] == {"home": 20, "recipient": 5}
    assert pattern("reports-mine", *flood(20, 0, forged=True).messages) is None


def test_b2_the_reporters_are_scattered_and_none_is_mine() -> None:
    scattered = [forged(n, f"r@house{n % 8}.test") for n in range(24)]
    assert pattern("reports-scattered", *scattered) == (8, 24)
    assert pattern("reports-scattered", *scattered, through(1)) is None
    assert pattern("reports-scattered", *[forged(n, f"r{n}@house.test") for n in range(24)]) is None


def test_b3_one_stranger_reports() -> None:
    """One hacked server elsewhere holds the queue: it belongs to neither side."""
    by_one = [
        forged(n, f"r@house{n}.test").replace(f"mx.house{n}.test".encode(), b"s7.stranger.test").replace(
            b"Remote-MTA: dns; s7.stranger.test", f"Remote-MTA: dns; mx.house{n}.test".encode())
        for n in range(20)
    ]  # fmt: skip
    assert pattern("reports-one-stranger", *by_one) == (20, 20)
    # many customers of one receiving house are no stranger's queue
    assert pattern("reports-one-stranger", *[forged(n, f"r{n}@house.test") for n in range(20)]) is None


# ---- B4 to B6: since when, until when, from where ----------------------------------------------------


def over_days(*counts: int) -> list[bytes]:
    return [
        through(1000 * day + n, at=BEGIN + timedelta(days=day, minutes=n))
        for day, count in enumerate(counts)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "grows"), [((5, 10, 30), (30, 5)), ((30, 10, 5), None), ((5, 30), None), ((20, 20, 20), None)]
)
def test_b4_a_ramp(counts: tuple[int, ...], grows: tuple[int, int] | None) -> None:
    assert pattern("ramp", *over_days(*counts)) == grows


def test_b5_the_originals_stop_and_notices_trickle_on() -> None:
    pile = over_days(10, 10)
    stamp = (BEGIN + timedelta(days=1, seconds=20)).strftime("%a, %d %b %Y %H:%M:%S +0000").encode()
    late = pile[10].replace(stamp, (BEGIN + timedelta(days=4)).strftime("%a, %d %b %Y %H:%M:%S +0000").encode())
    assert late != pile[10]
    stopped = read(*pile[:10], late, *pile[11:])
    assert stopped["still_running"] is False
    assert pattern("stopped", *pile[:10], late, *pile[11:]) == (1, 20)
    assert read(*pile)["still_running"] is True
    assert pattern("stopped", *pile) is None


def test_b6_many_clients_at_my_server() -> None:
    assert pattern("many-clients", *[through(n) for n in range(21)]) == (7, 21)
    assert pattern("many-clients", *[through(n, ip="198.51.100.20") for n in range(21)]) is None
    # clients of somebody else's server say nothing of mine
    elsewhere = flood(40, 0, forged=True).messages
    assert pattern("many-clients", *elsewhere, *[through(n, ip="198.51.100.20") for n in range(21)]) is None


# ---- B7 to B9: to whom, and in whose name --------------------------------------------------------------


def test_b7_a_list_sent_to_in_order() -> None:
    in_order = [
        through(n, to=f"{LETTERS[n // 12]}{n}@shop.test", at=BEGIN + timedelta(hours=n // 12, minutes=n % 12))
        for n in range(48)
    ]
    mixed = [
        through(n, to=f"{LETTERS[n % 20]}{n}@shop.test", at=BEGIN + timedelta(hours=n // 12, minutes=n % 12))
        for n in range(48)
    ]
    assert pattern("listed-in-order", *in_order) == (48, 48)
    assert pattern("listed-in-order", *mixed) is None


def test_b8_the_recipients_are_people_who_write_to_me() -> None:
    pile = [through(n) for n in range(20)]
    letters = [plain("About Friday", f"r{n}@shop.test") for n in range(4)]
    assert pattern("known-people", *pile, *letters) == (4, 20)
    assert pattern("known-people", *pile, *[plain("Hello", f"z{n}@shop.test") for n in range(4)]) is None
    box = read(*pile, *letters)
    assert "tell-contacts" in [a["id"] for a in box["actions"]]


def bogus(n: int, returned: bool = True) -> bytes:
    mail = forged(n, f"r@house{n % 4}.test").replace(ME.encode(), f"qx{n}@{DOMAIN}".encode())
    return mail if returned else mail[: mail.index(b"--b1\nContent-Type: message/rfc822")] + b"--b1--\n"


@pytest.mark.parametrize("returned", [True, False], ids=["header came back", "nothing came back"])
def test_b9_made_up_names_of_my_domain(returned: bool) -> None:
    """Somebody makes names up: forged for the whole domain, and a catch-all collects the notices."""
    pile = [bogus(n, returned) for n in range(20)]
    box = read(*pile)
    assert pattern("made-up-senders", *pile) == (20, 20)
    assert "close-catch-all" in [a["id"] for a in box["actions"]]
    assert box["senders"] == {"addresses": 20, "named": [f"qx{n}@{DOMAIN}" for n in (0, 10, 11)], "made_up": 20}
    # what came back without a header stays open: nothing in it tells a forgery from a hijack
    assert set(box["counts"]["verdict"]) == {"address-forged" if returned else "undetermined"}


def test_b9_real_names_are_few() -> None:
    pile = [bogus(n % 3) for n in range(20)]
    assert pattern("made-up-senders", *pile) is None
    assert read(*pile)["senders"]["made_up"] == 0


def test_b9_what_left_by_my_own_server_is_not_counted() -> None:
    """A stranger with a password may make names up as well: there they speak for nothing."""
    pile = [through(n).replace(ME.encode(), f"qx{n}@{DOMAIN}".encode()) for n in range(20)]
    assert pattern("made-up-senders", *pile) is None
    assert "address-forged" not in read(*pile)["counts"]["verdict"]


def test_b9_a_service_has_many_customers() -> None:
    pile = [m.replace(DOMAIN.encode(), b"gmail.com") for m in (bogus(n) for n in range(20))]
    files = [(f"p{n}.eml", io.BytesIO(m)) for n, m in enumerate(pile)]
    box = read_mailbox(files, lang="en").to_dict()
    assert "made-up-senders" not in [one["id"] for one in box["patterns"]]  # type: ignore[attr-defined]


# ---- B10 to B13: what it is -----------------------------------------------------------------------------


def test_b10_one_subject_of_a_program() -> None:
    receipts = [
        bounce(Original("Thank you for asking", f"r{n}@shop.test", script=True, message_id=f"s{n}")) for n in range(20)
    ]
    assert pattern("one-subject", *receipts) == (20, 20)
    assert pattern("one-subject", *[through(n) for n in range(20)]) is None
    assert pattern("one-subject", *flood(40, 0, script=True).messages) is None


def test_b11_a_delay_and_then_a_failure_count_once() -> None:
    delays = [
        bounce(Original("Offer", f"r{n}@shop.test", "198.51.100.20", message_id=f"t{n}"), action="delayed")
        for n in range(4)
    ]
    pile = [*delays, *[through(n) for n in range(20)]]
    assert read(*pile)["counts"]["originals"] == 20
    assert pattern("told-again", *pile) == (4, 24)
    assert pattern("told-again", *[through(n) for n in range(20)]) is None


def test_b12_alerts_in_the_flood() -> None:
    pile = [*[through(n) for n in range(20)], plain("Your password was changed")]
    box = read(*pile)
    assert pattern("alerts", *pile) == (1, 21)
    assert [a["id"] for a in box["alerts"]] == ["password-changed"]
    names = [name for name, *_ in report.tables(box, words("report", "en"))]
    assert names[0] == "alerts", "before anything else"
    assert "read-alerts-first" in [a["id"] for a in read(plain("Your password was changed"))["actions"]]


def test_b13_answers_among_the_bounces() -> None:
    pile = [through(n) for n in range(20)]
    person = plain("Re: Cheap watches", "r50@shop.test")
    assert pattern("answers", *pile, autoreply(3), person) == (2, 22)
    assert pattern("answers", *pile, plain("Re: lunch", "friend@shop.test")) is None


# ---- all of them -------------------------------------------------------------------------------------------


def test_few_messages_make_no_pattern() -> None:
    assert read(*[through(n) for n in range(5)])["patterns"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_has_its_words_and_is_made_by_a_test(lang: str) -> None:
    said = words("report", lang)["patterns"]
    assert set(said) == set(ROWS)
    tests = Path(__file__).read_text(encoding="utf-8")
    for name, row in ROWS.items():
        assert f'pattern("{name}"' in tests, name
        assert "{n}" in said[name]
        assert set(row.get("actions", ())) <= set(table("actions"))


def test_patterns_are_the_same_however_the_pile_was_cut() -> None:
    pile = [
        *[bogus(n) for n in range(20)],
        *over_days(5, 10, 30),
        autoreply(3),
        plain("Re: Cheap watches", "r1@shop.test"),
    ]
    files = [(f"p{n:03}.eml", m) for n, m in enumerate(pile)]

    def together(part: list[tuple[str, bytes]]) -> Any:
        return read_mailbox([(name, io.BytesIO(m)) for name, m in part], home=HOME, lang="en")

    whole = together(files).to_dict()
    assert len(whole["patterns"]) >= 4
    assert merge(together(files[:31]), together(files[31:]), lang="en").to_dict() == whole


@pytest.mark.parametrize("lang", LANGUAGES)
def test_patterns_stand_in_the_report(lang: str) -> None:
    files = [(f"p{n}.eml", io.BytesIO(through(n))) for n in range(20)]
    told = report.mailbox(read_mailbox(files, home=HOME, lang=lang), lang)
    said = words("report", lang)
    assert said["report"]["patterns"] in told
    assert said["patterns"]["reports-mine"].format(n=20, of=20) in told
