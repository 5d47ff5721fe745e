# ruff: noqa: E501  (a mail's line is shown whole)
"""The twenty known traps, by their number: what misleads a person who reads a bounce by eye, and what must be said."""

from __future__ import annotations

import io

import pytest

import guide_engine
from guide_engine.incident.sources import Message, Trouble, messages

from .mails import BORN_HOME, FROM_THERE, HOME, LOGIN, ME, THERE, THERE_FROM_HOME, THERE_FROM_STRANGER, bounce

AT = "Tue, 12 May 2026 10:00:00 +0900"
DYNAMIC = "host-203-0-113-9.dyn.example.com"
NO = {"wrote-it": "no"}


def outer(client: str) -> str:
    return f"Received: from {client} by {HOME} (Postfix) with ESMTP id 2 for <{ME}>; {AT}"


def entry(client: str, by: str = THERE, with_: str = "ESMTP") -> str:
    return f"Received: from {client} by {by} (Postfix) with {with_} id 9; {AT}"


def mine(returned: str | None, **more: str) -> bytes:
    return bounce(BORN_HOME, returned, reporter=HOME, remote=THERE, **more)


def said(mail: bytes, **answers: str) -> tuple[str, str, str]:
    told = guide_engine.diagnose(mail, answers=answers)
    return told.origin, told.verdict, told.confidence


def test_01_esmtps_is_no_login() -> None:
    for protocol, origin in (
        ("ESMTPS", "home"),
        ("UTF8SMTPS", "home"),
        ("ESMTPSA", "account"),
        ("UTF8SMTPA", "account"),
    ):
        assert guide_engine.diagnose(mine(entry("pc (pc.example.com [203.0.113.9])", HOME, protocol))).origin == origin


def test_02_the_bits_of_a_cipher_are_no_login() -> None:
    line = f"Received: from pc (pc.example.com [203.0.113.9]){{}} by {HOME} (8.17.1/8.17.1) with ESMTPS id 9 (version=TLSv1.3 cipher=X bits=256 verify=NO); {AT}"
    assert guide_engine.diagnose(mine(line.format(""))).origin == "home"
    assert guide_engine.diagnose(mine(line.format(" (authenticated bits=0)"))).origin == "account"


@pytest.mark.parametrize(
    "told",
    [HOME, f"{HOME} ({DYNAMIC} [203.0.113.9])", f"{HOME} ([203.0.113.9])"],
)
def test_03_received_from_mta_is_what_the_client_called_itself(told: str) -> None:
    mail = bounce(FROM_THERE, None).replace(
        b"Reporting-MTA:", f"Received-From-MTA: dns; {told}\r\nReporting-MTA:".encode(), 1
    )
    assert guide_engine.diagnose(mail).origin in ("unknown", "elsewhere")


def test_04_a_limit_on_a_strangers_server() -> None:
    s7 = "s7.host.example.com"
    text = "smtp; Domain {} has exceeded the max emails per hour (500/500 (100%)) allowed. Message discarded."
    mail = bounce(outer(f"{s7} ({s7} [192.0.2.40])"), f"Received: from [203.0.113.9] (helo=pc) by {s7} with esmtpa (Exim 4.96) id 1w; {AT}",
                  reporter=s7, diagnostic=text.format("shop.example"))  # fmt: skip
    assert said(mail, **NO)[:2] == ("elsewhere", "address-forged")
    assert "sending-limit-stranger" in [e.id for e in guide_engine.diagnose(mail).evidence]
    own = mine(LOGIN, diagnostic=text.format("tea.example.org"))
    assert said(own)[:2] == ("account", "account-hijacked")
    neighbours = guide_engine.diagnose(mine(LOGIN, diagnostic=text.format("shop.example")))
    assert neighbours.verdict == "undetermined"
    assert "sending-limit-home" not in [e.id for e in neighbours.evidence]


def test_05_a_planted_line_in_my_servers_name() -> None:
    assert said(bounce(FROM_THERE, THERE_FROM_STRANGER + "\n" + LOGIN), **NO)[:2] == ("elsewhere", "address-forged")


M365 = "TY1P123MB0001.prod.outlook.com"
M365_OUT = f"Received: from {M365} (2603:1096::2) by {M365} (2603:1096::1) with HTTPS; {AT}"
MAPI = f"Received: from {M365} ([fe80::1]) by {M365} ([fe80::1%4]) with mapi id 15.20.1; {AT}"
GMAIL_OUT = f"Received: by 2002:a05:6214:301:b0 with SMTP id abc; {AT}\nReceived: by mail-sor-f69.google.com with SMTP id ghi for <mai@gmail.com>; {AT}"


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(bounce(M365_OUT, "X-OriginatorOrg: other.example.com\n" + MAPI, reporter=M365, remote=THERE), id="Microsoft"),
        pytest.param(bounce(GMAIL_OUT, f"Received: from pc (p1.example.net. [203.0.113.9]) by smtp.gmail.com with ESMTPSA id x; {AT}",
                            reporter="googlemail.com", to="mai@gmail.com", me="mai@gmail.com", remote=THERE), id="Google"),
    ],
)  # fmt: skip
def test_06_my_provider_but_perhaps_another_customer(mail: bytes) -> None:
    """Millions share the server: a login that it does not name is never certainly mine, and the login history is asked for."""
    told = guide_engine.diagnose(mail, answers=NO)
    assert (told.verdict, told.confidence) == ("account-hijacked", "possible")
    assert [q.id for q in told.questions] == ["account-log"]
    assert guide_engine.diagnose(mail, answers={**NO, "account-log": "clean"}).verdict == "neighbour-forged"


def test_07_my_own_server_returns_a_strangers_mail() -> None:
    mail = bounce(
        BORN_HOME, entry("pc (pc.example.com [203.0.113.9])", HOME), reporter=HOME, failed="nobody@tea.example.org"
    )
    assert said(mail, **NO)[:2] == ("elsewhere", "address-forged")


def test_08_my_providers_way_out_is_a_service_of_others() -> None:
    relay = "relay.esp.example.com"
    mail = bounce(
        outer(f"{relay} ({relay} [192.0.2.60])"),
        entry(f"{HOME} ({HOME} [198.51.100.5])", relay, "ESMTPSA") + "\n" + LOGIN,
        reporter=relay,
        remote=THERE,
    )
    assert said(mail, **NO)[:2] == ("account", "account-hijacked")


def test_09_a_mailbox_of_mine_elsewhere_forwards_to_this_one() -> None:
    box = "box.other.example.com"
    way = (
        outer(f"{box} ({box} [192.0.2.50])")
        + f"\nReceived: from {THERE} ({THERE} [192.0.2.20]) by {box} (Postfix) with ESMTP id 2 for <mai@other.example.com>; {AT}"
    )
    mail = bounce(
        way,
        entry(f"{box} ({box} [192.0.2.50])") + "\n" + entry("pc (unknown [203.0.113.9])", box, "ESMTPSA"),
        to="mai@other.example.com",
    )
    assert said(mail, **NO)[:2] == ("account", "account-hijacked")


@pytest.mark.parametrize(
    ("to", "origin"),
    [
        pytest.param("prvs=1234abcdef=" + ME, "home", id="BATV: only home makes such an address"),
        pytest.param("mai+tag@tea.example.org", "unknown", id="a tag is no seal"),
    ],
)
def test_10_a_bounce_to_a_rewritten_address(to: str, origin: str) -> None:
    assert guide_engine.diagnose(bounce(FROM_THERE, None, to=to)).origin == origin


def test_11_a_delay_is_no_failure() -> None:
    mail = mine(LOGIN, diagnostic="smtp; 450 4.2.0 greylisted").replace(b"Action: failed", b"Action: delayed")
    told = guide_engine.diagnose(mail)
    assert (told.kind, told.origin, told.verdict) == ("delay", "account", "undetermined")


def message(*fields: str, body: str = "text") -> bytes:
    return "\r\n".join(
        (outer("mx.port.example.net (mx.port.example.net [192.0.2.20])"), *fields, "", body, "")
    ).encode()


@pytest.mark.parametrize(
    ("mail", "kind"),
    [
        pytest.param(message(f"From: taro@port.example.net\r\nTo: {ME}", "Subject: Out of office", "Auto-Submitted: auto-replied", body="I am on vacation."), "autoreply", id="vacation"),
        pytest.param(message(f"From: taro@port.example.net\r\nTo: {ME}", "Subject: Please confirm", "Auto-Submitted: auto-replied", body="Reply to this message to confirm that you are a person."), "autoreply", id="challenge"),
        pytest.param(message(f"From: fbl@port.example.net\r\nTo: {ME}", "Subject: complaint", "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=feedback-report; boundary="f"', body="--f\r\nContent-Type: text/plain\r\n\r\nA complaint.\r\n\r\n--f\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n\r\n--f--"), "feedback", id="ARF"),
        pytest.param(message(f"From: dmarc@port.example.net\r\nTo: {ME}", "Subject: Report Domain: tea.example.org Submitter: port.example.net Report-ID: <1>"), "other", id="DMARC"),
    ],
)  # fmt: skip
def test_12_what_is_no_bounce_among_them(mail: bytes, kind: str) -> None:
    told = guide_engine.diagnose(mail)
    assert (told.kind, told.origin, told.verdict) == (kind, "none", "not-a-bounce")


WHOLE = mine(LOGIN)
QMAIL = (
    f"""\
Return-Path: <>
{BORN_HOME}
From: MAILER-DAEMON@{HOME}
To: {ME}
Subject: failure notice

Hi. This is the qmail-send program at {HOME}.
I'm afraid I wasn't able to deliver your message to the following addresses.

<taro@port.example.net>:
192.0.2.20 does not like recipient.
Remote host said: 550 5.1.1 user unknown
Giving up on 192.0.2.20.

--- Below this line is a copy of the message.

Return-Path: <{ME}>
{LOGIN}
From: {ME}
To: taro@port.example.net
Subject: =?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=

text
"""
).encode()
AT_THE_COPY = QMAIL.index(b"Return-Path: <mai")


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(WHOLE.replace(b"\r\n", b"\n"), id="LF"),
        pytest.param(WHOLE.replace(b"\r\n", b"\r"), id="CR"),
        pytest.param(b"\xef\xbb\xbf" + WHOLE, id="BOM"),
        pytest.param(QMAIL[:AT_THE_COPY] + b"".join(b"> " + row + b"\n" for row in QMAIL[AT_THE_COPY:].splitlines()), id="quoted copy"),
        pytest.param(QMAIL[:AT_THE_COPY] + b"".join(b"    " + row + b"\n" for row in QMAIL[AT_THE_COPY:].splitlines()), id="indented copy"),
        pytest.param(QMAIL.replace(b"\n\n", b"\n"), id="blank lines lost"),
        pytest.param(WHOLE.replace(b"Content-Type: text/plain", b"Content-Type: text/plain; charset=iso-2022-jp"), id="a charset that lies"),
        pytest.param(WHOLE.replace(b"Your message could not be delivered.", "メールを配信できません。".encode("shift_jis")), id="Shift_JIS without a charset"),
    ],
)  # fmt: skip
def test_13_damage_on_the_way_to_the_paste(mail: bytes) -> None:
    told = guide_engine.diagnose(mail)
    assert (told.kind, told.origin) == ("failure", "account")
    assert told.returned is not None
    assert told.returned.entry.login == ME


def test_13_encoded_words() -> None:
    told = guide_engine.diagnose(QMAIL)
    assert told.returned is not None
    assert told.returned.subject == "こんにちは"


def test_14_what_a_phone_shows() -> None:
    """Without headers nothing vouches for the text: possible at most, and the mail service is asked for."""
    body = QMAIL.partition(b"\n\n")[2]
    told = guide_engine.diagnose(body, home=[HOME], answers=NO)
    assert (told.kind, told.origin, told.confidence) == ("failure", "account", "possible")
    alone = guide_engine.diagnose(body[: body.index(b"--- Below")], answers=NO)
    assert (alone.origin, alone.verdict, alone.confidence) == ("unknown", "undetermined", "possible")
    assert alone.findings is not None
    assert "home-unknown" in alone.findings.warnings


def test_15_as_mail_programs_keep_it() -> None:
    """mbox with an escaped From line in the copy, Apple's .emlx, Outlook's .msg (refused with a word of what to do)."""
    whole = QMAIL.replace(b"\n\ntext\n", b"\n\n>From here on it is text\n")
    box = (
        b"From MAILER-DAEMON Tue May 12 10:00:00 2026\n"
        + whole
        + b"\nFrom MAILER-DAEMON Tue May 12 10:00:01 2026\n"
        + whole
    )
    found = list(
        messages([("b.mbox", io.BytesIO(box)), ("c.emlx", io.BytesIO(b"%d\n" % len(whole) + whole + b"<plist/>"))])
    )
    assert [guide_engine.diagnose(m.data).origin for m in found if isinstance(m, Message)] == ["account"] * 3
    assert list(messages([("d.msg", io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))])) == [
        Trouble("d.msg", "outlook-msg")
    ]


def test_16_a_bounce_of_a_bounce() -> None:
    """My server's own notice came back to it: it was sent by the server, and nobody's password was used for it."""
    mail = mine(f"Received: by {HOME} (Postfix) id 8; {AT}").replace(f"Return-Path: <{ME}>\r\nReceived: by".encode(), b"Return-Path: <>\r\nReceived: by").replace(
        f"From: {ME}\r\nTo: taro".encode(), f"From: MAILER-DAEMON@{HOME}\r\nAuto-Submitted: auto-replied\r\nTo: taro".encode())  # fmt: skip
    told = guide_engine.diagnose(mail, answers=NO)
    assert (told.origin, told.verdict) == ("home", "own-automation")


def test_17_a_mailing_list_of_mine() -> None:
    """The bounces of a list go to its own address; the list's server sent the mail on, no one's password did."""
    back = (
        f"{BORN_HOME}\nErrors-To: club-bounces@tea.example.org\nPrecedence: list\nList-Id: <club.tea.example.org>\n"
        + entry("localhost (localhost [127.0.0.1])", HOME)
    )
    mail = mine(back, to="club-bounces@tea.example.org")
    told = guide_engine.diagnose(mail, answers=NO)
    assert told.origin == "home"
    assert (told.verdict, told.confidence) in (("own-automation", "possible"), ("account-hijacked", "possible"))


def test_18_a_true_notice_of_microsofts_with_help_links() -> None:
    mail = bounce(FROM_THERE, THERE_FROM_HOME + "\n" + LOGIN, said=(
        "For more tips to help resolve this issue see https://go.microsoft.com/fwlink/?LinkId=389361\n"
        "If you sign in as an admin, click https://admin.microsoft.com/ to view details."))  # fmt: skip
    assert guide_engine.diagnose(mail).kind == "failure"
    assert guide_engine.diagnose(mail).verdict == "undetermined"


def test_19_forwarding_at_either_end() -> None:
    """Through my own forwarding it is a stranger's mail though my server reports; through the recipient's it is mine."""
    own = mine(entry("pc (pc.example.com [203.0.113.9])", HOME), original=ME)
    assert said(own, **NO)[:2] == ("elsewhere", "address-forged")
    fwd = "fwd.club.example.com"
    their = bounce(outer(f"{fwd} ({fwd} [192.0.2.30])"), entry(f"{HOME} ({HOME} [198.51.100.5])", fwd) + "\n" + LOGIN,
                   reporter=fwd, remote=THERE, original="taro@club.example.com")  # fmt: skip
    assert said(their, **NO)[:2] == ("account", "account-hijacked")


@pytest.mark.parametrize(("client", "ip"), [("[IPv6:2001:db8::9] (unknown [IPv6:2001:db8::9])", "2001:db8::9"), ("[192.168.1.7] (pc.example.com [203.0.113.9])", "203.0.113.9")])  # fmt: skip
def test_19_addresses_in_brackets(client: str, ip: str) -> None:
    told = guide_engine.diagnose(mine(entry(client, HOME, "ESMTPSA")))
    assert told.returned is not None
    assert (told.origin, told.returned.entry.ip) == ("account", ip)


def test_20_the_senders_clock_is_not_believed() -> None:
    """When the mail was handed in is what the reporter noted, not the date that the sender wrote."""
    from guide_engine.incident.mailbox import Reader

    wrong = mine(LOGIN).replace(b"Subject: hello", b"Date: Mon, 11 May 2026 03:00:00 -1200\r\nSubject: hello")
    noted = wrong.replace(b"Reporting-MTA:", b"Arrival-Date: Tue, 12 May 2026 00:59:57 +0000\r\nReporting-MTA:", 1)
    for mail, sent in ((wrong, "2026-05-12T09:59:58+09:00"), (noted, "2026-05-12T09:59:57+09:00")):
        note = Reader().note(Message("a.eml", mail))
        assert note.sent is not None
        assert note.sent.iso() == sent
