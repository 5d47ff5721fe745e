# ruff: noqa: E501  (a mail's line is shown whole)
"""Where a bounce misleads: each case is one known trap, with what must be concluded all the same."""

from __future__ import annotations

import pytest

import guide_engine

from .mails import (
    BORN_HOME,
    FROM_THERE,
    HOME,
    LOGIN,
    LOGIN_HIDDEN,
    ME,
    THEM,
    THERE,
    THERE_FROM_HOME,
    THERE_FROM_STRANGER,
    bounce,
)

PLANTED = LOGIN  # the same line, where the sender itself could have written it
AT = "Tue, 12 May 2026 10:00:00 +0900"


def received(client: str, by: str, with_: str = "ESMTP", rest: str = "") -> str:
    return f"Received: from {client} by {by} (Postfix) with {with_} id 9{rest}; {AT}"


CASES = [
    # ---- the plain cases first
    ("own server reports, login named", bounce(BORN_HOME, LOGIN, reporter=HOME, remote=THERE), "account", "account-hijacked"),
    ("own server reports, login not named", bounce(BORN_HOME, LOGIN_HIDDEN, reporter=HOME, remote=THERE), "account", "account-hijacked"),
    ("their server reports, it came through mine", bounce(FROM_THERE, THERE_FROM_HOME + "\n" + LOGIN), "account", "account-hijacked"),
    ("their server reports, it came from a stranger", bounce(FROM_THERE, THERE_FROM_STRANGER), "elsewhere", "address-forged"),
    ("a program on my server", bounce(BORN_HOME, f"Received: by {HOME} (Postfix, from userid 33) id 3; {AT}", reporter=HOME,
                                      remote=THERE), "script", "site-abused"),
    # ---- 1 and 2: what is no login
    ("TLS alone is no login", bounce(BORN_HOME, received("pc (pc.example.com [203.0.113.9])", HOME, "ESMTPS"), reporter=HOME,
                                     remote=THERE), "home", "account-hijacked"),
    ("bits=256 of TLS is no login",
     bounce(BORN_HOME, f"Received: from pc ([203.0.113.9]) by {HOME} (8.17.1/8.17.1) with ESMTPS id 9 (version=TLSv1.3"
                       f" cipher=X bits=256 verify=NO); {AT}", reporter=HOME, remote=THERE), "home", "account-hijacked"),
    # ---- qmail's queue names the user under which its SMTP server took the mail; a script has no login below
    ("qmail, logged in over vpopmail",
     bounce(BORN_HOME, f"Received: (qmail 9 invoked by uid 89); {AT}\n" + LOGIN, reporter=HOME, remote=THERE),
     "account", "account-hijacked"),
    ("qmail, a script that plants a stranger's line",
     bounce(BORN_HOME, f"Received: (qmail 9 invoked by uid 33); {AT}\n" + received("pc (unknown [203.0.113.9])", HOME),
            reporter=HOME, remote=THERE), "script", "site-abused"),
    # ---- 5: lines that the sender planted under the reporter's own
    ("planted line of my server", bounce(FROM_THERE, THERE_FROM_STRANGER + "\n" + PLANTED), "elsewhere", "address-forged"),
    ("planted, with a whole gateway",
     bounce(FROM_THERE, "\n".join([
         received(f"{THERE} (host-203-0-113-9.dyn.example.com [203.0.113.9])", "in.port.example.net"),
         received(f"{HOME} ({HOME} [198.51.100.5])", THERE), PLANTED]), reporter="in.port.example.net"),
     "elsewhere", "address-forged"),
    ("HELO in my server's name", bounce(FROM_THERE, received(f"{HOME} (host-203-0-113-9.dyn.example.com [203.0.113.9])", THERE)),
     "elsewhere", "address-forged"),
    ("HELO in my server's name, no reverse name, no trace of mine",
     bounce(FROM_THERE, received(f"{HOME} (unknown [203.0.113.9])", THERE)), "elsewhere", "address-forged"),
    ("HELO in my server's name, no reverse name, my server's line below: it may be either",
     bounce(FROM_THERE, received(f"{HOME} (unknown [203.0.113.9])", THERE) + "\n" + PLANTED), "unknown", "undetermined"),
    ("HELO in my server's name, no reverse name, a remark of qmail's below",
     bounce(FROM_THERE, received(f"{HOME} (unknown [203.0.113.9])", THERE) + f"\nReceived: (qmail 9 invoked by uid 33); {AT}"),
     "unknown", "undetermined"),
    ("no name noted at all, my server's line below: it may be either",
     bounce(FROM_THERE, f"Received: from [203.0.113.9] by {THERE} (Postfix) with ESMTP id 4; {AT}\n" + PLANTED), "unknown",
     "undetermined"),
    ("HELO in my server's name, to a server that looks up no names",
     bounce(FROM_THERE, f"Received: from {HOME} (203.0.113.9) by {THERE} (10.0.0.1) with Microsoft SMTP Server id 14.2; {AT}\n"
            + PLANTED), "unknown", "undetermined"),
    # ---- the recipient's gateway is followed, a stranger's is not
    ("through the recipient's gateway",
     bounce(FROM_THERE, "\n".join([
         received("gw.port.example.net (gw.port.example.net [192.0.2.21])", THERE),
         received(f"{HOME} ({HOME} [198.51.100.5])", "gw.port.example.net"), LOGIN])), "account", "account-hijacked"),
    ("through a filtering service in front of the recipient",
     bounce(FROM_THERE, "\n".join([
         received("mail1.bemta.messagelabs.com (mail1.bemta.messagelabs.com [192.0.2.21])", THERE),
         received(f"{HOME} ({HOME} [198.51.100.5])", "server1.messagelabs.com"), LOGIN])), "account", "account-hijacked"),
    # ---- 7: my own server took a stranger's mail in and returned it to me
    ("own server, recipient of my own domain, from outside",
     bounce(BORN_HOME, received("pc (pc.example.com [203.0.113.9])", HOME), reporter=HOME, failed="nobody@tea.example.org"),
     "elsewhere", "address-forged"),
    # ---- 8 and 19: forwarding
    ("through my own forwarding",
     bounce(BORN_HOME, received("pc (pc.example.com [203.0.113.9])", HOME, rest=f" for <{ME}>"), reporter=HOME, remote=THERE,
            original=ME), "elsewhere", "address-forged"),
    ("the recipient's forwarder reports",
     bounce(f"Received: from fwd.club.example.com (fwd.club.example.com [192.0.2.30]) by {HOME} (Postfix) with ESMTP id 2; {AT}",
            received(f"{HOME} ({HOME} [198.51.100.5])", "fwd.club.example.com") + "\n" + LOGIN, reporter="fwd.club.example.com",
            remote=THERE, original="taro@club.example.com"), "account", "account-hijacked"),
    ("two servers of my mail service",
     bounce("Received: from out.tea.example.org (out.tea.example.org [198.51.100.6]) by mail.tea.example.org (Postfix) with"
            f" ESMTP id 2; {AT}\nReceived: by out.tea.example.org (Postfix) id 1; {AT}",
            received("sub.tea.example.org (sub.tea.example.org [198.51.100.7])", "out.tea.example.org") + "\n"
            + f"Received: from pc (unknown [203.0.113.9]) (Authenticated sender: {ME}) by sub.tea.example.org (Postfix) with"
              f" ESMTPSA id 3; {AT}", reporter="out.tea.example.org", remote=THERE), "account", "account-hijacked"),
    # ---- 4: a stranger's limit
    ("a stranger's hourly limit",
     bounce(f"Received: from s7.host.example.com (s7.host.example.com [192.0.2.40]) by {HOME} (Postfix) with ESMTP id 2; {AT}",
            f"Received: from [203.0.113.9] (helo=pc) by s7.host.example.com with esmtpa (Exim 4.96) id 1w; {AT}",
            reporter="s7.host.example.com", diagnostic="smtp; Domain shop.example has exceeded the max emails per hour (500)"),
     "elsewhere", "address-forged"),
    ("a login like mine on a server that nobody has named: it may be one that I rent",
     bounce(f"Received: from s7.host.example.com (s7.host.example.com [192.0.2.40]) by {HOME} (Postfix) with ESMTP id 2; {AT}",
            received("pc (unknown [203.0.113.9]) (Authenticated sender: mai)", "s7.host.example.com", "ESMTPSA"),
            reporter="s7.host.example.com", remote=THERE), "unknown", "undetermined"),
    ("a stranger's login on a stranger's server",
     bounce(f"Received: from s7.host.example.com (s7.host.example.com [192.0.2.40]) by {HOME} (Postfix) with ESMTP id 2; {AT}",
            received("pc (unknown [203.0.113.9]) (Authenticated sender: shop@host.example.com)", "s7.host.example.com", "ESMTPSA"),
            reporter="s7.host.example.com", remote=THERE), "elsewhere", "address-forged"),
    # ---- another customer of the same service
    ("another customer's login",
     bounce(BORN_HOME, LOGIN.replace(ME, "shop@neighbour.example.com"), reporter=HOME, remote=THERE), "account",
     "neighbour-forged"),
    ("my own server logs in to a relay",
     bounce(f"Received: from relay.esp.example.com (relay.esp.example.com [192.0.2.60]) by {HOME} (Postfix) with ESMTP id 2; {AT}",
            received(f"{HOME} ({HOME} [198.51.100.5])", "relay.esp.example.com", "ESMTPSA") + "\n" + LOGIN,
            reporter="relay.esp.example.com", remote=THERE), "account", "account-hijacked"),
    ("a filter at the recipient's put it back in",
     bounce(FROM_THERE, f"Received: by {THERE} (Postfix, from userid 90) id 5; {AT}\n" + THERE_FROM_HOME + "\n" + LOGIN), "account",
     "account-hijacked"),
    ("a program on a stranger's server, with my server's line planted",
     bounce(f"Received: from s7.host.example.com (s7.host.example.com [192.0.2.40]) by {HOME} (Postfix) with ESMTP id 2; {AT}",
            f"Received: by s7.host.example.com (Postfix, from userid 90) id 5; {AT}\n" + PLANTED, reporter="s7.host.example.com",
            remote=THERE), "unknown", "undetermined"),
    ("a program on a stranger's server",
     bounce(f"Received: from s7.host.example.com (s7.host.example.com [192.0.2.40]) by {HOME} (Postfix) with ESMTP id 2; {AT}",
            f"Received: by s7.host.example.com (Postfix, from userid 90) id 5; {AT}", reporter="s7.host.example.com", remote=THERE),
     "elsewhere", "address-forged"),
    # ---- a line of my own mail service's network is not one of its servers
    ("a customer's line of my own provider",
     bounce(FROM_THERE, received("pc (p203-0-113-9.ppp.tea.example.org [203.0.113.9])", THERE)), "elsewhere", "address-forged"),
    # ---- 10: rewritten addresses
    ("bounce that came back through the recipient's rewriting forwarder",
     bounce("\n".join([
         f"Received: from fwd.club.example.com (fwd.club.example.com [192.0.2.30]) by {HOME} (Postfix) with ESMTP id 2"
         f" for <{ME}>; {AT}",
         f"Received: from {THERE} ([192.0.2.20]) by fwd.club.example.com with smtp (Exim 4.96) id 1w; {AT}"]),
            received("fwd.club.example.com (fwd.club.example.com [192.0.2.30])", THERE) + "\n"
            + received(f"{HOME} ({HOME} [198.51.100.5])", "fwd.club.example.com") + "\n" + LOGIN,
            to="SRS0=ab12=cd=tea.example.org=mai@club.example.com"), "account", "account-hijacked"),
    # ---- 9: a mailbox of mine elsewhere forwards to this one
    ("bounce to my other mailbox, forwarded here",
     bounce("\n".join([
         f"Received: from box.other.example.com (box.other.example.com [192.0.2.50]) by {HOME} (Postfix) with ESMTP id 2"
         f" for <{ME}>; {AT}",
         f"Received: from {THERE} ({THERE} [192.0.2.20]) by box.other.example.com (Postfix) with ESMTP id 2"
         f" for <mai@other.example.com>; {AT}"]),
            received("box.other.example.com (box.other.example.com [192.0.2.50])", THERE) + "\n"
            + received("pc (unknown [203.0.113.9])", "box.other.example.com", "ESMTPSA"), to="mai@other.example.com"),
     "account", "account-hijacked"),
    ("my other mailbox's own server reports, its bounce forwarded here",
     bounce("\n".join([
         f"Received: from box.other.example.com (192.0.2.50) by {HOME} with SMTP; {AT}",
         f"Received: from mail by box.other.example.com with local (Exim 4.96) id 1w for mai@other.example.com; {AT}"]),
            f"Received: from [203.0.113.9] (helo=pc) by box.other.example.com with esmtpsa (Exim 4.96) id 1v; {AT}",
            reporter="box.other.example.com", to="mai@other.example.com", remote=THERE), "account", "account-hijacked"),
    # ---- 16: nothing came back
    ("own server could not deliver, nothing came back", bounce(BORN_HOME, None, reporter=HOME, remote=THERE), "home",
     "account-hijacked"),
    ("their server reports, nothing came back", bounce(FROM_THERE, None), "unknown", "undetermined"),
    # ---- the receiving side's checks
    ("signed by my domain, through a server I do not know",
     bounce(FROM_THERE, f"Authentication-Results: {THERE}; dkim=pass header.d=tea.example.org\n"
            + received("relay.esp.example.com (relay.esp.example.com [192.0.2.60])", THERE)), "home", "account-hijacked"),
    ("a signature result that the sender wrote itself does not count",
     bounce(FROM_THERE, THERE_FROM_STRANGER + f"\nAuthentication-Results: {THERE}; dkim=pass header.d=tea.example.org"),
     "elsewhere", "address-forged"),
    ("sender policy passed for my domain",
     bounce(FROM_THERE, f"Received-SPF: pass (x) client-ip=192.0.2.60; envelope-from={ME}; helo=relay.esp.example.com;\n"
            + received("relay.esp.example.com (relay.esp.example.com [192.0.2.60])", THERE)), "home", "account-hijacked"),
]  # fmt: skip


@pytest.mark.parametrize(("mail", "origin", "verdict"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_trap(mail: bytes, origin: str, verdict: str) -> None:
    """``verdict`` is the one when the reader says that the mail is not theirs."""
    told = guide_engine.diagnose(mail, answers={"wrote-it": "no"})
    assert (told.origin, told.verdict) == (origin, verdict)
    assert guide_engine.diagnose(mail).origin == origin


@pytest.mark.parametrize("mail", [c[1] for c in CASES], ids=[c[0] for c in CASES])
def test_own_mail_whatever_the_origin(mail: bytes) -> None:
    assert guide_engine.diagnose(mail, answers={"wrote-it": "yes"}).verdict == "own-mail"


@pytest.mark.parametrize(("mail", "origin"), [(c[1], c[2]) for c in CASES], ids=[c[0] for c in CASES])
def test_unanswered(mail: bytes, origin: str) -> None:
    """What went through home waits for the reader's word; what did not is a forgery until the reader says otherwise."""
    told = guide_engine.diagnose(mail)
    wanted = {"elsewhere": "address-forged"}.get(origin, "undetermined")
    assert told.verdict == wanted
    assert "wrote-it" in [q.id for q in told.questions]


def test_planted_lines_are_never_certain() -> None:
    for name, mail, *_ in CASES:
        if "planted" in name or "HELO" in name:
            for answer in ("yes", "no", "unknown"):
                told = guide_engine.diagnose(mail, answers={"wrote-it": answer})
                assert told.confidence != "certain" or told.verdict == "own-mail", name


def test_home_can_be_corrected() -> None:
    """The IP address of home, named, settles what a borrowed name cannot."""
    mail = bounce(FROM_THERE, received(f"{HOME} (unknown [203.0.113.9])", THERE) + "\n" + PLANTED)
    assert guide_engine.diagnose(mail, home=[HOME, "198.51.100.5"]).origin == "elsewhere"
    assert guide_engine.diagnose(mail, home=[HOME, "203.0.113.9"]).origin == "account"


def test_another_service_named_as_home() -> None:
    mail = bounce(
        FROM_THERE,
        received("pc (unknown [203.0.113.9])", "smtp.esp.example.com", "ESMTPSA"),
        reporter="smtp.esp.example.com",
    )
    assert guide_engine.diagnose(mail, home=["esp.example.com"]).origin == "account"
    assert guide_engine.diagnose(mail).origin == "elsewhere"


def test_limit_of_my_own_service_speaks_for_a_hijack() -> None:
    """Beyond the login: then, and only then, a hijack is said before the reader has answered."""
    mail = bounce(BORN_HOME, LOGIN, reporter=HOME, remote=THERE,
                  diagnostic="smtp; 550 5.1.8 Access denied, bad outbound sender")  # fmt: skip
    told = guide_engine.diagnose(mail)
    assert (told.verdict, told.confidence) == ("account-hijacked", "possible")
    assert "wrote-it" in [q.id for q in told.questions]


def test_an_address_is_no_code() -> None:
    mail = bounce(BORN_HOME, LOGIN, reporter=HOME, remote=THERE, diagnostic="smtp; 554 rejected [192.5.1.8]")
    assert guide_engine.diagnose(mail).verdict == "undetermined"


def test_evidence_names_its_line() -> None:
    mail = bounce(BORN_HOME, LOGIN, reporter=HOME, remote=THERE)
    lines = mail.decode().split("\r\n")
    told = guide_engine.diagnose(mail)
    proof = next(e for e in told.evidence if e.id == "home-login-named")
    assert proof.line is not None
    assert lines[proof.line - 1] == proof.quote == LOGIN
    assert told.returned is not None
    assert told.returned.entry.to_dict() == {
        "host": "pc", "ip": "203.0.113.9", "login": ME, "protocol": "ESMTPSA", "written_by": HOME,
    }  # fmt: skip


def test_planted_evidence_weighs_one_at_most() -> None:
    for _, mail, *_ in CASES:
        for proof in guide_engine.diagnose(mail).evidence:
            assert not proof.forgeable or abs(proof.weight) <= 1


def test_a_paste_without_headers_asks_for_the_mail_service() -> None:
    text = f"This is the mail system at host {THERE}.\n\n<{THEM}>: host {THERE} said: 550 5.1.1 user unknown\n".encode()
    told = guide_engine.diagnose(text)
    assert told.origin == "unknown"
    assert told.findings is not None
    assert "home-unknown" in told.findings.warnings
    named = guide_engine.diagnose(text, home=[HOME])
    assert named.findings is not None
    assert "home-unknown" not in named.findings.warnings


LINE = f"Received: from pc (host-203-0-113-9.dyn.example.com [203.0.113.9]) by {HOME} (Postfix) with ESMTP id 2; {AT}"


@pytest.mark.parametrize(
    ("name", "mail", "kind"),
    [
        ("says it is my server, comes from a line, wants a click",
         bounce(LINE, None, reporter=HOME, said="To keep the message, see http://held.example/?id=1"), "fake"),
        ("says it is another server, comes from a line, wants a login",
         bounce(LINE, LOGIN, reporter="univ.example.org", said="Secure your account, log in: http://held.example/"), "fake"),
        ("says it is my server and comes from a server elsewhere, wants a login",
         bounce(FROM_THERE, None, reporter=HOME, said="Please log in to release it: http://held.example/"), "fake"),
        ("comes from a line, wants nothing", bounce(LINE, LOGIN, reporter="univ.example.org"), "failure"),
        ("a true notice with a help page of its own", bounce(FROM_THERE, None, said=f"See http://{THERE}/help to retry"), "failure"),
        ("a true notice that quotes a blocklist's page",
         bounce(FROM_THERE, None, diagnostic="smtp; 550 5.7.1 blocked, see http://list.example/ to release"), "failure"),
        ("my own server's notice with a link", bounce(BORN_HOME, None, reporter=HOME, said="Log in: http://panel.example/"), "failure"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_dressed_as_a_notice(name: str, mail: bytes, kind: str) -> None:
    told = guide_engine.diagnose(mail)
    assert told.kind == kind
    assert (told.verdict == "fake-bounce") == (kind == "fake")
    if kind == "fake":
        assert guide_engine.diagnose(mail, answers={"wrote-it": "yes"}).verdict == "fake-bounce"
        assert told.evidence


def test_a_report_is_as_good_as_its_reporter() -> None:
    """Made by a customer's line it proves nothing; by a server under its own name it may still be invented whole."""
    no, trace = {"wrote-it": "no"}, THERE_FROM_HOME + "\n" + LOGIN
    assert guide_engine.diagnose(bounce(LINE, trace), answers=no).confidence == "possible"
    assert guide_engine.diagnose(bounce(FROM_THERE, trace), answers=no).confidence == "likely"
    known = bounce(FROM_THERE, trace).replace(THERE.encode(), b"mx.google.com")
    assert guide_engine.diagnose(known, answers=no).confidence == "certain"
    mine = bounce(BORN_HOME, LOGIN, reporter=HOME, remote=THERE)
    assert guide_engine.diagnose(mine, answers=no).confidence == "certain"


QMAIL = f"""\
Hi. This is the qmail-send program at {THERE}.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{THEM}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <{ME}>
Received: (qmail 229 invoked from network); 12 May 2026 06:01:05 -0000
Received: from {{}}
  by {THERE} with SMTP; 12 May 2026 06:01:05 -0000
{{}}From: {ME}
To: {THEM}
Subject: hello

text
"""


@pytest.mark.parametrize(
    ("client", "below", "home", "origin"),
    [
        ("pc.example.com (203.0.113.9)", "", [], "unknown"),  # elsewhere than what?
        ("pc.example.com (203.0.113.9)", "", ["mail.host.example.com"], "elsewhere"),
        (f"{HOME} (198.51.100.5)", LOGIN + "\n", [], "account"),  # a server of the sender's own domain
        (f"{HOME} (198.51.100.5)", LOGIN + "\n", [HOME], "account"),
    ],
)
def test_what_a_phone_shows_of_a_qmail_notice(client: str, below: str, home: list[str], origin: str) -> None:
    """Nothing vouches for text without headers: never more than possible, and the mail service is asked for."""
    told = guide_engine.diagnose(QMAIL.format(client, below).encode(), home=home, answers={"wrote-it": "no"})
    assert told.origin == origin
    assert told.confidence == "possible"
    assert told.findings is not None
    assert ("home-unknown" in told.findings.warnings) is (not home)
