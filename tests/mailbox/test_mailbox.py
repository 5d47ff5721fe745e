"""A mailbox as an incident: what is counted, dated, kept, asked and merged."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from piles import BEGIN, HOME, HOST, ME, Original, bounce, flood

from guide_engine import diagnose, read_mailbox
from guide_engine.bounce import read as read_bounce
from guide_engine.incident import mailbox
from guide_engine.incident.mailbox import merge
from guide_engine.incident.report import mailbox as report_of
from guide_engine.incident.report import message as message_report
from guide_engine.incident.report import tables
from guide_engine.incident.story import read as read_story
from guide_engine.knowledge import LANGUAGES, words
from guide_engine.model import Incident

FAKE = b"""\
Return-Path: <promo@shop.test>
Received: from evil.test (evil.test [203.0.113.66])
\tby mail.sakuraya.example (Postfix) with ESMTP id 9; Tue, 02 Jun 2026 03:00:00 +0000
From: "Mail Delivery" <support@shop.test>
To: info@sakuraya.example
Subject: 7 messages could not be delivered
Date: Tue, 02 Jun 2026 03:00:00 +0000
Content-Type: text/html

<html><body>You have 7 undelivered messages. <a href="http://evil.test/login">Release messages now</a>
or your mailbox will be closed within 24 hours. Sign in to keep your password.</body></html>
"""


def plain(subject: str, sender: str = "shop@shop.test", stamp: str = "Tue, 02 Jun 2026 04:00:00 +0000") -> bytes:
    return (
        f"Return-Path: <{sender}>\n"
        f"Received: from a.test (a.test [203.0.113.5])\n\tby {HOST} (Postfix) with ESMTP id 9; {stamp}\n"
        f"From: {sender}\nTo: {ME}\nSubject: {subject}\nDate: {stamp}\nMessage-ID: <x@a.test>\n\nHello.\n"
    ).encode()


def read(*messages: bytes, lang: str = "en", **more: Any) -> dict[str, Any]:
    return incident(*messages, lang=lang, **more).to_dict()


def incident(*messages: bytes, name: str = "p", lang: str = "en", **more: Any) -> Incident:
    files = [(f"{name}{n:03}.eml", io.BytesIO(m)) for n, m in enumerate(messages, 1)]
    return read_mailbox(files, home=HOME, lang=lang, **more)  # type: ignore[arg-type]


def test_keys_of_the_contract() -> None:
    story = {"id", "language", "title", "events", "causes", "actions", "lessons"}
    mail = {
        "counts",
        "reporters",
        "entries",
        "logins",
        "first",
        "last",
        "still_running",
        "own_mail",
        "alerts",
        "samples",
    }
    assert story | mail | {"questions", "warnings"} <= set(read())
    box = read(*flood(30, 0).messages)
    assert {"kind", "origin", "verdict", "originals", "recipients"} <= set(box["counts"])
    assert set(box["actions"][0]) == {"id", "urgency", "title", "why", "source", "action", "status", "quote"}


def test_a_mixture_is_never_one_label() -> None:
    mixed = [*flood(40, 0).messages, *flood(20, 0, forged=True).messages, FAKE, plain("News of the week")]
    counts = read(*mixed)["counts"]
    assert counts["kind"] == {"failure": 60, "fake": 1, "other": 1}
    assert counts["origin"] == {"account": 40, "elsewhere": 20, "none": 2}
    assert counts["verdict"] == {"account-hijacked": 40, "address-forged": 20, "fake-bounce": 1, "not-a-bounce": 1}


def test_volume_and_spread_say_what_one_message_cannot() -> None:
    """One mail with a login is undetermined; forty from fourteen addresses are no person's."""
    one = read(*flood(1, 0).messages)
    assert one["counts"]["verdict"] == {"undetermined": 1}
    many = read(*flood(40, 0).messages)
    assert many["counts"]["verdict"] == {"account-hijacked": 40}
    assert [(c["cause"], c["status"]) for c in many["causes"]] == [("credentials_compromised", "suspected")]


def test_a_newsletter_from_one_client_is_no_hijack() -> None:
    letters = [
        bounce(
            Original(
                "Our news in June",
                f"r{n}@shop.test",
                "192.0.2.101",
                at=BEGIN + timedelta(minutes=n),
                message_id=f"n{n}",
            )
        )
        for n in range(60)
    ]
    assert read(*letters)["counts"]["verdict"] == {"undetermined": 60}


def test_a_newsletter_beside_a_forged_flood_is_no_hijack() -> None:
    """The clients of other people's servers do not speak against the owner of this one."""
    letters = [
        bounce(Original("Our news in June", f"r{n}@shop.test", f"192.0.2.10{1 + n % 2}", message_id=f"n{n}"))
        for n in range(40)
    ]
    counts = read(*letters, *flood(100, 0, forged=True).messages)["counts"]
    assert counts["verdict"] == {"address-forged": 100, "undetermined": 40}


def test_a_script_that_sends_many_different_mass_mails_is_abused() -> None:
    assert read(*flood(80, 0, script=True).messages)["counts"]["verdict"] == {"site-abused": 80}


def test_a_newsletter_of_the_owners_site_is_not() -> None:
    letters = [
        bounce(Original("Our news in June", f"r{n}@shop.test", None, message_id=f"n{n}", script=True))
        for n in range(60)
    ]
    assert read(*letters)["counts"]["verdict"] == {"undetermined": 60}


def test_dates_are_those_of_the_originals() -> None:
    late = Original("Offer", "a@shop.test", "198.51.100.20", at=BEGIN, message_id="m1")
    box = read(bounce(late), bounce(Original("Offer", "b@shop.test", "198.51.100.21", at=BEGIN + timedelta(hours=5))))
    assert (box["first"], box["last"]) == ("2026-06-02T01:00:00+00:00", "2026-06-02T06:00:00+00:00")


@pytest.mark.parametrize(
    ("hours_between", "running"),
    [pytest.param(0, True, id="still sent"), pytest.param(60, False, id="only late notices")],
)
def test_still_running(hours_between: int, running: bool) -> None:
    """A queue gives up after days: a late notice of an old mail is no new mail."""
    message = bounce(Original("Offer", "a@shop.test", "198.51.100.20", at=BEGIN))
    came = (BEGIN + timedelta(seconds=20)).strftime("%a, %d %b %Y %H:%M:%S +0000").encode()
    later = (BEGIN + timedelta(hours=hours_between)).strftime("%a, %d %b %Y %H:%M:%S +0000").encode()
    assert read(message.replace(came, later))["still_running"] is running


def test_no_date_no_claim() -> None:
    assert (
        read(
            b"Subject: failure notice\n\nHi. This is the qmail-send program at mx.test.\n\n<a@b.test>:\nno such user\n"
        )["still_running"]
        is None
    )


def test_days_are_those_of_the_newest_received_line() -> None:
    """01:00 UTC and 17:00 UTC are two days in Tokyo."""
    two = [
        bounce(Original("Offer", f"{n}@shop.test", "198.51.100.20", at=BEGIN + timedelta(hours=16 * n)))
        for n in range(2)
    ]
    assert [e["when"] for e in read(*two)["events"] if e["type"] == "symptom"] == ["2026-06-02"]
    tokyo = [
        m.replace(b"+0000", b"-0000").replace(
            b"(Postfix)\n\tid 77; Tue, 02 Jun 2026 17:00:20 -0000",
            b"(Postfix)\n\tid 77; Wed, 03 Jun 2026 02:00:20 +0900",
        )
        for m in two
    ]
    assert [(e["when"], e["day"]) for e in read(*tokyo)["events"] if e["type"] == "symptom"] == [
        ("2026-06-02", 0),
        ("2026-06-03", 1),
    ]


def test_the_timeline_counts_every_day() -> None:
    box = read(*flood(200, 0).messages)
    days = [e for e in box["events"] if e["type"] == "symptom"]
    assert [e["day"] for e in days] == [0, 1, 2]
    assert sum(e["count"]["value"] for e in days) == 200
    assert all(e["quote"] for e in days)


def test_reporters_entries_and_logins() -> None:
    box = read(*flood(60, 0, clients=3).messages, *flood(10, 0, forged=True, clients=1).messages)
    assert box["reporters"][0] == {"family": "postfix", "host": HOST, "relation": "home", "messages": 60}
    assert {e["ip"] for e in box["entries"]} == {"198.51.100.20", "198.51.100.21", "198.51.100.22"}
    (login,) = box["logins"]
    assert (login["login"], login["messages"], len(login["clients"])) == ("info", 60, 3)
    assert login["first"] <= login["last"]


def test_logins_of_many_owners_are_ordered_by_what_to_close_first() -> None:
    box = read(*flood(30, 0, login="quiet", clients=1).messages, *flood(60, 0, login="abused").messages)
    assert [(w["login"], w["confidence"]) for w in box["logins"]] == [("abused", "likely"), ("quiet", "possible")]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Your password was changed", "password-changed"),
        ("【重要】パスワード変更のお知らせ", "password-changed"),
        ("=?UTF-8?B?44Ot44Kw44Kk44Oz6YCa55+l?=", "login"),
        ("New sign-in from Linux", "login"),
        ("Order confirmation #123", "purchase"),
        ("ご注文の確認", "purchase"),
        ("カードご利用のお知らせ", "purchase"),
        ("振込受付完了のお知らせ", "money-moved"),
        ("You sent 300.00 EUR to M. Example: transfer confirmation", "money-moved"),
        ("転送設定が追加されました", "contact-changed"),
        ("Recovery e-mail address changed", "contact-changed"),
        ("大量メール送信のご連絡", "sending-limited"),
        ("2-Step Verification was turned off", "contact-changed"),
        ("二段階認証が解除されました", "contact-changed"),
        ("An app password was created", "contact-changed"),
        ("お支払い方法の変更について", "contact-changed"),
        ("Weekly news", None),
        ("来週の打ち合わせについて", None),
        ("Re: your order confirmation", None),
        ("Summer sale: 20 % off", None),
    ],
)
def test_alerts_to_read_first(subject: str, expected: str | None) -> None:
    box = read(*flood(5, 0).messages, plain(subject))
    assert [a["id"] for a in box["alerts"]] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("field", "subject", "found"),
    [
        ("X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply", "Your password was changed", True),
        ("Auto-Submitted: auto-generated", "Your password was changed", True),
        ("Auto-Submitted: auto-replied", "Automatic reply: Your order confirmation", False),
        ("Auto-Submitted: auto-replied", "Re: your order confirmation", False),
        ("Auto-Submitted: auto-replied", "自動返信：ご注文の確認", False),
    ],
)
def test_an_alert_that_asks_machines_not_to_answer_is_one(field: str, subject: str, found: bool) -> None:
    box = read(plain(subject).replace(b"Subject:", field.encode() + b"\nSubject:"))
    assert bool(box["alerts"]) is found


def test_alerts_come_with_the_most_urgent_first() -> None:
    box = read(plain("New sign-in from Linux"), plain("Order confirmation 12"), plain("Transfer completed"), lang="ja")
    assert [a["id"] for a in box["alerts"]] == ["money-moved", "purchase", "login"]
    assert all(a["title"] and a["why"] and a["source"] for a in box["alerts"])


def test_samples_are_three_to_ten_and_varied() -> None:
    pile = flood(80)
    mixed = [*pile.messages, *flood(20, 0, forged=True).messages]
    box = read(*mixed)
    assert 3 <= len(box["samples"]) <= 10
    assert len(set(box["samples"])) == len(box["samples"])
    own = {f"p{n:03}.eml" for n in pile.own}
    assert not own & set(box["samples"]), "the owner's mail is none of the provider's business"
    kinds = {int(s[1:4]) > 80 for s in box["samples"]}
    assert kinds == {True, False}


@pytest.mark.parametrize("size", [3, 4, 50])
def test_of_one_kind_of_notice_three_samples_are_kept(size: int) -> None:
    assert len(read(*flood(size, 0).messages)["samples"]) == 3


def test_originals_and_recipients_are_counted_once_each() -> None:
    """One mail to two people, reported by two servers and once more as late: one original, two recipients."""
    one = [Original("Offer", f"{to}@shop.test", "198.51.100.20", message_id="same") for to in ("a", "b", "a")]
    counts = read(bounce(one[0]), bounce(one[1]), bounce(one[2], action="delayed"))["counts"]
    assert (counts["messages"], counts["originals"], counts["recipients"]) == (3, 1, 2)


def test_the_pile_of_many_owners_is_told_by_login_and_what_to_close_first() -> None:
    """An administrator's: messages, client addresses, first and last, how sure; before anything else in the report."""
    pile = [
        *flood(60, 0, login="abused@sakuraya.example").messages,
        *flood(30, 0, login="busy@sakuraya.example", clients=1).messages,
        *flood(3, 0, login="quiet@sakuraya.example", clients=1).messages,
    ]
    box = read(*pile)
    told = [(w["login"].partition("@")[0], w["messages"], len(w["clients"]), w["confidence"]) for w in box["logins"]]
    assert told == [("abused", 60, 14, "likely"), ("busy", 30, 1, "possible"), ("quiet", 3, 1, "possible")]
    assert all(w["first"] <= w["last"] for w in box["logins"])
    assert sum(client["messages"] for client in box["logins"][0]["clients"]) == 60
    for lang in LANGUAGES:
        text = words("report", lang)
        name, head, rows = tables(read(*pile, lang=lang), text)[0]
        assert name == "logins"
        assert head == ["login", "count", "clients", "first", "last", "confidence"]
        assert set(head) <= set(text["column"])
        assert [row[0] for row in rows] == [w["login"] for w in box["logins"]]
        assert text["report"]["logins_hint"]


def test_a_stolen_password_says_nothing_of_the_other_owners() -> None:
    letters = [
        bounce(Original("Our news in June", f"r{n}@shop.test", f"192.0.2.10{n % 2}", "club", message_id=f"n{n}"))
        for n in range(30)
    ]
    counts = read(*flood(60, 0, login="abused").messages, *letters)["counts"]
    assert counts["verdict"] == {"account-hijacked": 60, "undetermined": 30}


def test_no_mail_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading, telling own mail from the flood, filters, drawing and the report: one pass over the mail."""
    reads: list[int] = []

    def counted(data: bytes, _me: object) -> Any:
        reads.append(len(data))
        return read_bounce(data, None)

    monkeypatch.setattr(mailbox, "read", counted)
    found = incident(*flood(200, 5).messages, answers={"wrote-it": "no"})
    report_of(found, "en")
    assert len(reads) == 200


def test_the_question_stays_open_and_an_answer_is_taken() -> None:
    pile = flood(30, 0, clients=1)
    assert read(*pile.messages)["questions"][0]["id"] == "wrote-it"
    assert read(*pile.messages, answers={"wrote-it": "no"})["counts"]["verdict"] == {"account-hijacked": 30}
    assert read(*pile.messages, answers={"wrote-it": "yes"})["counts"]["verdict"] == {"own-mail": 30}
    forged = flood(30, 0, forged=True)
    assert read(*forged.messages, answers={"wrote-it": "yes"})["counts"]["verdict"] == {"address-forged": 30}


@pytest.mark.parametrize("answers", [{"nope": "yes"}, {"wrote-it": "perhaps"}])
def test_an_unknown_answer_is_wrong_use(answers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"nope|perhaps"):
        incident(answers=answers)


def test_an_unknown_language_is_wrong_use() -> None:
    with pytest.raises(ValueError, match="language"):
        incident(lang="xx")


def test_actions_begin_with_what_must_not_wait() -> None:
    actions = read(*flood(40, 0).messages)["actions"]
    assert actions[0]["id"] == "change-password"
    order = ["now", "this-week", "watch"]
    assert [order.index(a["urgency"]) for a in actions] == sorted(order.index(a["urgency"]) for a in actions)
    assert len({a["id"] for a in actions}) == len(actions)
    assert actions[0]["action"] == "change_password"
    assert {a["status"] for a in actions} == {"advised"}


@pytest.mark.parametrize("cuts", [(50,), (1, 2, 3), (120, 121), (199,)])
def test_incidents_merge_into_what_all_messages_give_together(cuts: tuple[int, ...]) -> None:
    pile = flood(200)
    messages = [*pile.messages, FAKE, plain("Your password was changed"), *flood(20, 0, forged=True).messages]
    files = [(f"p{n:03}.eml", m) for n, m in enumerate(messages)]

    def together(part: list[tuple[str, bytes]]) -> Incident:
        return read_mailbox([(name, io.BytesIO(m)) for name, m in part], home=HOME)

    parts = [together(files[a:b]) for a, b in zip((0, *cuts), (*cuts, len(files)), strict=True)]
    assert merge(*parts).to_dict() == together(files).to_dict()
    assert merge(merge(*parts[:1]), *parts[1:]).to_dict() == together(files).to_dict()


def test_a_story_does_not_merge_with_mail() -> None:
    with pytest.raises(ValueError, match="mail"):
        merge(incident(*flood(3, 0).messages), read_story("# A story\n"))


def test_what_could_not_be_read_is_among_the_warnings() -> None:
    box = read_mailbox([("a.pst", io.BytesIO(b"x")), ("b.eml", io.BytesIO(plain("x")))], lang="en").to_dict()
    assert any("a.pst" in str(w) for w in box["warnings"])  # type: ignore[attr-defined]


def test_nothing_is_kept_of_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pile's memory does not grow with the mail: of a flood's messages only sums remain."""
    found = incident(*flood(200, 0).messages)
    tally: Any = found.tally
    assert tally.holding <= 8, "eight subjects, each held back at most until its fifth copy"
    assert not any(isinstance(value, bytes) for value in vars(tally).values())


def test_empty() -> None:
    box = read()
    assert (box["events"], box["own_mail"], box["samples"], box["still_running"]) == ([], [], [], None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_written_from_mail_bears_the_marks_of_its_language(lang: str) -> None:
    pile = [*flood(30, 0, login="abused").messages, FAKE]
    one = diagnose(pile[0], home=HOME, lang=lang)
    many = incident(*pile, lang=lang)
    alien = r"[\u3040-\u30ff\u4e00-\u9fff`]\s?(?:: | \()" if lang == "ja" else r"[：（）、。]"
    assert one.evidence and many.mailbox
    for told in (message_report(one, lang), report_of(many, lang).partition("---\n\n")[2]):
        ours = re.sub(r"(?s)```.*?```|`[^`]*`|\{ \.[^}]*\}", "`", told)
        assert re.search(r"[：（）]" if lang == "ja" else r": | \(", ours)
        assert re.findall(f".*{alien}.*", ours) == []
