# ruff: noqa: E501  (a mail's line is shown whole)
"""Mail services as their mail looks: names of several machines, hidden logins, web mail, shared servers."""

from __future__ import annotations

import pytest

import guide_engine

from .mails import THEM, THERE, bounce

AT = "Tue, 12 May 2026 10:00:00 +0900"
GMAIL_OUTER = f"""\
Received: by 2002:a05:6214:301:b0 with SMTP id abc; {AT}
Received: from mail-sor-f69.google.com (mail-sor-f69.google.com. [209.85.220.69]) by mx.google.com with SMTPS id def for <mai@gmail.com>; {AT}
Received: by mail-sor-f69.google.com with SMTP id ghi for <mai@gmail.com>; {AT}"""
M365 = "TY1P123MB0001.prod.outlook.com"
M365_OUTER = f"""\
Received: from TY1P123MB0002.prod.outlook.com (2603:1096::2) by {M365} (2603:1096::1) with HTTPS; {AT}
Received: from TY1P123MB0003.prod.outlook.com (10.1.1.3) by TY1P123MB0002.prod.outlook.com (10.1.1.2) with Microsoft SMTP Server id 15.20.1; {AT}"""

CASES = [
    ("gmail, web mail hides client and login", "mai@gmail.com", GMAIL_OUTER, "googlemail.com",
     f"Received: by 2002:a05:6214:301:b0 with SMTP id xyz; {AT}", "home", "gmail"),
    ("gmail, sent by a mail program", "mai@gmail.com", GMAIL_OUTER, "googlemail.com",
     f"Received: from pc (p1.example.net. [203.0.113.9]) by smtp.gmail.com with ESMTPSA id xyz for <{THEM}>; {AT}", "account", "gmail"),
    ("gmail, forged elsewhere", "mai@gmail.com",
     f"Received: by 2002:a05:6214:301:b0 with SMTP id abc; {AT}\nReceived: from {THERE} ({THERE}. [192.0.2.20]) by mx.google.com with ESMTPS id def for <mai@gmail.com>; {AT}",
     THERE, f"Received: from pc (unknown [203.0.113.9]) by {THERE} (Postfix) with ESMTP id 4; {AT}", "elsewhere", "gmail"),
    ("microsoft 365, from the mailbox itself", "mai@tea.example.org", M365_OUTER, "TY1P123MB0003.prod.outlook.com",
     f"Received: from {M365} ([fe80::1]) by {M365} ([fe80::1%4]) with mapi id 15.20.1; {AT}", "account", "outlook"),
    ("shared server, Sendmail hides the login", "mai@tea.example.org",
     f"Received: from localhost (localhost) by www1203.sakura.ne.jp (8.16.1/8.16.1) id 65G; {AT}", "www1203.sakura.ne.jp",
     f"Received: from pc ([203.0.113.9]) (authenticated bits=0) by www1203.sakura.ne.jp (8.16.1/8.16.1) with ESMTPSA id 65F; {AT}",
     "account", "sakura"),
    ("shared server, program of a customer", "mai@tea.example.org",
     f"Received: by sv1234.xserver.jp (Postfix) id 1; {AT}", "sv1234.xserver.jp",
     f"Received: by sv1234.xserver.jp (Postfix, from userid 20001) id 2; {AT}", "script", "xserver"),
    ("own server under an own domain, vpopmail login", "mai@tea.example.org",
     f"Received: (qmail 9 invoked for bounce); {AT}\nReceived: from localhost by mail.tea.example.org with local; {AT}", "mail.tea.example.org",
     f"Received: (qmail 8 invoked from network); {AT}\nReceived: from unknown (HELO pc) (mai@tea.example.org@203.0.113.9) by mail.tea.example.org with ESMTPA; {AT}",
     "account", None),
    ("web mail over a local connection", "mai@tea.example.org", f"Received: by mail.tea.example.org (Postfix) id 1; {AT}", "mail.tea.example.org",
     f"Received: from mail.tea.example.org (localhost [127.0.0.1]) by mail.tea.example.org (Postfix) with ESMTP id 2; {AT}\nReceived: from 203.0.113.9 (SquirrelMail authenticated user mai) by mail.tea.example.org with HTTP; {AT}",
     "account", None),
    ("content filter on the way out", "mai@tea.example.org", f"Received: by mail.tea.example.org (Postfix) id 1; {AT}", "mail.tea.example.org",
     f"Received: from localhost (localhost [127.0.0.1]) by mail.tea.example.org (Postfix) with ESMTP id 2; {AT}\nReceived: from mail.tea.example.org ([127.0.0.1]) by localhost (mail.tea.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 3; {AT}\nReceived: from pc (unknown [203.0.113.9]) by mail.tea.example.org (Postfix) with ESMTPSA id 4; {AT}",
     "account", None),
    ("content filter on the way in", "mai@tea.example.org",
     f"Received: from localhost (localhost [127.0.0.1]) by mail.tea.example.org (Postfix) with ESMTP id 1; {AT}\nReceived: from mail.tea.example.org ([127.0.0.1]) by localhost (mail.tea.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 2; {AT}\nReceived: from {THERE} ({THERE} [192.0.2.20]) by mail.tea.example.org (Postfix) with ESMTP id 3 for <mai@tea.example.org>; {AT}",
     THERE, f"Received: from pc (unknown [203.0.113.9]) by {THERE} (Postfix) with ESMTP id 4; {AT}", "elsewhere", None),
    ("a rented server with its landlord's reverse name, its own line below", "mai@tea.example.org",
     f"Received: from {THERE} ({THERE} [192.0.2.20]) by mail.tea.example.org (Postfix) with ESMTP id 3 for <mai@tea.example.org>; {AT}", THERE,
     f"Received: from mail.tea.example.org (v203-0-113-5.vps.example.net [203.0.113.5]) by {THERE} (Postfix) with ESMTP id 4; {AT}\nReceived: from pc (unknown [203.0.113.9]) by mail.tea.example.org (Postfix) with ESMTPSA id 5; {AT}",
     "unknown", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("me", "outer", "reporter", "returned", "origin", "provider"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_service(me: str, outer: str, reporter: str, returned: str, origin: str, provider: str | None) -> None:
    mail = bounce(outer, returned, reporter=reporter, to=me, me=me, remote=THERE if reporter != THERE else None)
    told = guide_engine.diagnose(mail)
    assert told.findings is not None
    assert (told.origin, told.findings.provider) == (origin, provider)


def test_two_customers_of_one_service() -> None:
    """Another mailbox of the same service had logged in: its customer, not the reader."""
    outer = f"Received: by sv1234.xserver.jp (Postfix) id 1; {AT}"
    entry = f"Received: from pc (unknown [203.0.113.9]) (Authenticated sender: {{}}) by sv1234.xserver.jp (Postfix) with ESMTPSA id 2; {AT}"
    for login, verdict in [
        ("mai@tea.example.org", "account-hijacked"),
        ("shop@tea.example.org", "account-hijacked"),
        ("shop@neighbour.example.com", "neighbour-forged"),
        ("teaexample", "neighbour-forged"),  # an account's name that is not like the reader's
        ("mai", "account-hijacked"),
    ]:
        mail = bounce(outer, entry.format(login), reporter="sv1234.xserver.jp", remote=THERE)
        assert guide_engine.diagnose(mail, answers={"wrote-it": "no"}).verdict == verdict, login


@pytest.mark.parametrize(
    ("host", "me", "login", "verdict", "confidence"),
    [
        ("mail1.ocn.ne.jp", "mai@ocn.ne.jp", "taro@ocn.ne.jp", "neighbour-forged", "likely"),
        ("mail1.ocn.ne.jp", "mai@ocn.ne.jp", "taro", "neighbour-forged", "possible"),
        ("www12.sakura.ne.jp", "mai@tea.sakura.ne.jp", "shop@other.sakura.ne.jp", "neighbour-forged", "likely"),
        ("sv1.xserver.jp", "mai@tea.xsrv.jp", "x@other.xsrv.jp", "neighbour-forged", "likely"),
    ],
)  # fmt: skip
def test_two_customers_under_the_services_own_domain(
    host: str, me: str, login: str, verdict: str, confidence: str
) -> None:
    """Where the domain is the mail service's own, the same domain is not the same house."""
    entry = f"Received: from pc (unknown [203.0.113.9]) (Authenticated sender: {login}) by {host} (Postfix) with ESMTPSA id 2; {AT}"
    mail = bounce(f"Received: by {host} (Postfix) id 1; {AT}", entry, reporter=host, remote=THERE, to=me, me=me)
    told = guide_engine.diagnose(mail, answers={"wrote-it": "no"})
    assert (told.verdict, told.confidence) == (verdict, confidence)


@pytest.mark.parametrize(
    ("host", "me", "login"),
    [
        ("mail1.ocn.ne.jp", "mai@ocn.ne.jp", "mai@ocn.ne.jp"),
        ("www12.sakura.ne.jp", "mai@tea.sakura.ne.jp", "shop@tea.sakura.ne.jp"),
        ("mail.tea.example.org", "mai@tea.example.org", "shop"),
    ],
)
def test_one_house(host: str, me: str, login: str) -> None:
    entry = f"Received: from pc (unknown [203.0.113.9]) (Authenticated sender: {login}) by {host} (Postfix) with ESMTPSA id 2; {AT}"
    mail = bounce(f"Received: by {host} (Postfix) id 1; {AT}", entry, reporter=host, remote=THERE, to=me, me=me)
    assert guide_engine.diagnose(mail, answers={"wrote-it": "no"}).verdict == "account-hijacked"


def test_field_of_the_host_refines_a_hidden_login() -> None:
    """cPanel names the login in a field of its own; the sender could have written it, so it only refines."""
    outer = f"Received: by h7.host.example.com with local (Exim 4.96) id 1w; {AT}"
    entry = f"Received: from [203.0.113.9] (helo=pc) by h7.host.example.com with esmtp (Exim 4.96) id 1v; {AT}"
    noted = "X-Get-Message-Sender-Via: h7.host.example.com: authenticated_id: mai@tea.example.org"
    plain = guide_engine.diagnose(bounce(outer, entry, reporter="h7.host.example.com", remote=THERE))
    told = guide_engine.diagnose(bounce(outer, entry + "\n" + noted, reporter="h7.host.example.com", remote=THERE))
    foreign = noted.replace("h7.host", "h8.other")
    other = guide_engine.diagnose(bounce(outer, entry + "\n" + foreign, reporter="h7.host.example.com", remote=THERE))
    assert (plain.origin, told.origin, other.origin) == ("home", "account", "home")
    proof = next(e for e in told.evidence if e.id == "added-login")
    assert proof.forgeable
    assert proof.weight == 1


def test_login_in_homes_own_check() -> None:
    """auth=pass written by home names the login; the same field by a stranger or below home's line does not."""
    outer = f"Received: by mail.tea.example.org (Postfix) id 1; {AT}"
    entry = f"Received: from pc (unknown [203.0.113.9]) by mail.tea.example.org (Postfix) with ESMTPS id 2; {AT}"
    passed = "Authentication-Results: mail.tea.example.org; auth=pass smtp.auth=mai@tea.example.org"
    for returned, origin in [
        (passed + "\n" + entry, "account"),
        (entry + "\n" + passed, "home"),
        (passed.replace("mail.tea", "mx.other") + "\n" + entry, "home"),
    ]:
        told = guide_engine.diagnose(bounce(outer, returned, reporter="mail.tea.example.org", remote=THERE))
        assert told.origin == origin


def test_signed_return_address() -> None:
    """BATV: only home makes such an address, so mail bounced to it had left through home."""
    outer = f"Received: from {THERE} ({THERE} [192.0.2.20]) by mail.tea.example.org (Postfix) with ESMTP id 2; {AT}"
    told = guide_engine.diagnose(bounce(outer, None, to="prvs=1234abcdef=mai@tea.example.org"))
    assert told.origin == "home"
    assert guide_engine.diagnose(bounce(outer, None)).origin == "unknown"


def test_mailbox_that_is_not_mine() -> None:
    outer = f"Received: from {THERE} ({THERE} [192.0.2.20]) by mail.tea.example.org (Postfix) with ESMTP id 2; {AT}"
    mail = bounce(outer, None, to="qwxz@tea.example.org")
    assert "unknown-mailbox" in [e.id for e in guide_engine.diagnose(mail, me=["mai@tea.example.org"]).evidence]
    assert "unknown-mailbox" not in [e.id for e in guide_engine.diagnose(mail).evidence]
    assert "unknown-mailbox" not in [e.id for e in guide_engine.diagnose(mail, me=["qwxz@tea.example.org"]).evidence]


def test_header_part_with_a_field_of_its_own() -> None:
    """Courier marks the part it converted; what came back begins after the blank line all the same."""
    outer = f"Received: from localhost (localhost [127.0.0.1]) by mail.tea.example.org with dsn id 1; {AT}"
    entry = (
        f"Received: from pc (unknown [203.0.113.9]) (AUTH: LOGIN mai) by mail.tea.example.org with ESMTPSA id 2; {AT}"
    )
    mail = bounce(outer, entry, reporter="mail.tea.example.org", remote=THERE)
    marked = mail.replace(
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: message/global-headers; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n"
        b"X-Mime-Autoconverted: from 8bit to 7bit by courier 1.0\r\n",
    )
    assert marked != mail
    assert guide_engine.diagnose(marked).origin == "account"
