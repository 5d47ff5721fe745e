"""Notice, bait, threat, or talk: short mails at the border between the kinds."""

from __future__ import annotations

import pytest

from guide_engine.bounce import read

# kind, From, Return-Path, Subject, text
BORDER = [
    ("fake", '"IT Support" <support@a.example>', "<x@a.example>", "Message delivery failure: action required",
     "Your incoming emails have been placed on hold.\n\nRelease messages: https://bait.example/a"),
    ("fake", "Mail Server <mailer-daemon@example.jp>", "<>", "Undelivered Mail Returned to Sender",
     "3 messages failed to deliver to your inbox. Sign in to recover them: https://bait.example/login"),
    ("fake", "postmaster@example.jp", "<a@b.example>", "メール配信不能のお知らせ",
     "お客様宛のメール3通が配信できませんでした。\n\n以下のボタンをクリックして受信してください。\nhttp://bait.example/"),
    ("fake", "Microsoft Outlook <noreply@x.example>", "<a@b.example>", "Undeliverable: Invoice",
     "Your message to sales@example.com couldn't be delivered.\n\nUpgrade your mailbox now: https://bait.example/up"),
    # an honest notice quotes a server that links to its own portal: the answer is not the notice's own word
    ("failure", "MAILER-DAEMON@mail.example.org", "<>", "Undelivered Mail Returned to Sender",
     "This is the mail system at host mail.example.org.\n\n<a@example.com>: host mx.example.com[192.0.2.1] said: 550 "
     "5.7.1 Please log in\n    to https://portal.filter.example/release to release your message (in reply to "
     "end\n    of DATA command)"),
    ("failure", "MAILER-DAEMON@mx.example.net", "<>", "Returned mail: see transcript for details",
     "   ----- The following addresses had permanent fatal errors -----\n<a@example.com>\n    (reason: 554 5.7.1 "
     "Your IP is blocked. Click here to unblock: https://sender.block.example/?ip=192.0.2.1)"),
    # a help page of the one who speaks
    ("failure", "postmaster@isp.example", "<>", "Undeliverable mail",
     "Your mail to a@example.com could not be delivered: mailbox full.\nSee https://www.isp.example/help for more."),
    # still being tried, and given up: the same code
    ("delay", "MAILER-DAEMON@mx.example.net", "<>", "Warning: could not send message for past 4 hours",
     "<a@example.com>... Deferred: 451 4.4.1 Connection timed out\nWill keep trying until message is 5 days old"),
    ("failure", "MAILER-DAEMON@mx.example.net", "<>", "Returned mail: Cannot send message for 5 days",
     "<a@example.com>... Deferred: 451 4.4.1 Connection timed out\nMessage could not be delivered for 5 days"),
    ("other", "Shop <news@shop.example>", "<b@shop.example>", "Your order could not be delivered",
     "We could not deliver your parcel. Click here to choose a new date: https://shop.example/x"),
    ("other", "Prizes <a@x.example>", "<b@x.example>", "Returned mail", "You have won a prize. Click here https://win.example/"),
    ("other", "Builds <noreply@ci.example>", "<b@x.example>", "[repo] Mail delivery failed in CI (#12)",
     "The test suite failed: 550 errors. View it on https://ci.example/x"),
    ("threat", "taro@example.jp", "<taro@example.jp>", "ご利用のアカウントについて",
     "私はハッカーです。あなたのパスワードは abc123 です。ウェブカメラで録画した動画を知人に送ります。"
     "2日以内にビットコインで1000ドルをお支払いください。ウォレット: 1abc"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sender", "envelope", "subject", "text"), BORDER, ids=[row[3] for row in BORDER])
def test_border(kind: str, sender: str, envelope: str, subject: str, text: str) -> None:
    raw = f"Return-Path: {envelope}\nFrom: {sender}\nTo: taro@example.jp\nSubject: {subject}\n\n{text}\n"
    assert read(raw.encode()).kind == kind


@pytest.mark.parametrize(
    "lines",
    [
        "This is the mail system at host mail.example.org.\n\n<a@example.com>: connect to mx.example.com: refused",
        "550 5.1.1 <a@example.com>: Recipient address rejected: User unknown",
        "次の宛先に配送できませんでした。\n<a@example.com>: unknown user",
    ],
)
def test_words_alone_are_a_notice(lines: str) -> None:
    """What a phone shows: no header to judge by."""
    assert read(lines.encode()).kind == "failure"


@pytest.mark.parametrize(
    "lines",
    ['My mail to you came back with "550 5.1.1 User unknown". Did it reach you?', "明日の会議は10時からです。", ""],
)
def test_words_alone_are_none(lines: str) -> None:
    assert read(lines.encode()).kind == "other"
