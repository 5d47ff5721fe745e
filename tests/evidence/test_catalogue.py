# ruff: noqa: E501  (a mail's line is shown whole)
"""The catalogue, row by row: every line that evidence.toml knows is found in a mail that has it, and counts as it says.

``FOUND`` has a mail for each row; a row without one fails. ``PLANTED`` are the same lines where a stranger could have
written them: below the reporter's own, or in a field that anybody may set. There they weigh one at most, or are not said.
"""

from __future__ import annotations

from typing import Any

import pytest

import guide_engine
from guide_engine.knowledge import table
from guide_engine.model import KINDS

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

ROWS: dict[str, dict[str, Any]] = table("evidence")["evidence"]
AT = "Tue, 12 May 2026 10:00:00 +0900"
DYNAMIC = "host-203-0-113-9.dyn.example.com"


def outer(client: str, by: str = HOME) -> str:
    return f"Received: from {client} by {by} (Postfix) with ESMTP id 2 for <{ME}>; {AT}"


def entry(client: str, by: str = THERE, with_: str = "ESMTP") -> str:
    return f"Received: from {client} by {by} (Postfix) with {with_} id 9; {AT}"


def mine(returned: str | None = LOGIN, **more: Any) -> bytes:
    """My own server could not deliver it."""
    return bounce(BORN_HOME, returned, reporter=HOME, remote=THERE, **more)


def theirs(returned: str | None = THERE_FROM_STRANGER, outer: str = FROM_THERE, **more: Any) -> bytes:
    """The recipient's server took it in and returned it."""
    return bounce(outer, returned, **more)


def said(text: str, *, back: str = LOGIN) -> bytes:
    return mine(back, diagnostic=f"smtp; {text}")


def shared(returned: str) -> bytes:
    """My provider's server, which many share."""
    out = f"Received: by sv1234.xserver.jp (Postfix) id 1; {AT}"
    return bounce(out, returned, reporter="sv1234.xserver.jp", remote=THERE)


def reported(mail: bytes, *fields: str) -> bytes:
    """The report with more fields about the message."""
    return mail.replace(b"Reporting-MTA:", "\r\n".join((*fields, "Reporting-MTA:")).encode(), 1)


def letter(*fields: str, text: str, outer: str = outer(f"pc ({DYNAMIC} [203.0.113.9])")) -> bytes:
    """No report at all, only a text."""
    return "\r\n".join((outer, *fields, "", *text.splitlines(), "")).encode()


GMAIL_OUT = f"Received: by 2002:a05:6214:301:b0 with SMTP id abc; {AT}\nReceived: by mail-sor-f69.google.com with SMTP id ghi for <mai@gmail.com>; {AT}"
M365 = "TY1P123MB0001.prod.outlook.com"
M365_OUT = f"Received: from {M365} (2603:1096::2) by {M365} (2603:1096::1) with HTTPS; {AT}"
MAPI = f"Received: from {M365} ([fe80::1]) by {M365} ([fe80::1%4]) with mapi id 15.20.1; {AT}"
RELAY = entry("relay.esp.example.com (relay.esp.example.com [192.0.2.60])")
S7 = "s7.host.example.com"
FROM_S7 = outer(f"{S7} ({S7} [192.0.2.40])")
PANEL = f"X-AntiAbuse: Primary Hostname - {HOME}\n"
EXIM_HOME = f"Received: from [203.0.113.9] (helo=pc) by {HOME} with esmtp (Exim 4.96) id 1v; {AT}"
BAIT = ("From: Mail Support <support@bait.example>", f"To: {ME}", "Subject: Undelivered mail waiting", "Return-Path: <promo@bait.example>")  # fmt: skip
BAIT_TEXT = "Delivery has failed: 3 messages are pending.\nVerify your account within 24 hours or it is closed:\nhttp://held.example/login\n"
THREAT_TEXT = "I have hacked your device and recorded you with your camera.\nSend 900 dollars in bitcoin to the wallet 1Abc.\nYou have 48 hours, or I send the video to all your contacts.\nYour password is hunter2.\n"

# row of evidence.toml: a mail in which it stands and must count, and what else the caller says
FOUND: dict[str, bytes | tuple[bytes, dict[str, Any]]] = {
    # ---- outer
    "born-home": mine(),
    "reporter-matches-door": theirs(),
    "reporter-differs-from-door": theirs(reporter="univ.example.org"),
    "reporter-confirmed": theirs(outer=f"Authentication-Results: {HOME}; spf=pass smtp.mailfrom=postmaster@{THERE}\n" + outer(f"{THERE} (unknown [192.0.2.20])")),
    "reporter-refuted": theirs(outer=f"Received-SPF: fail (x) client-ip=203.0.113.9; identity=helo; helo={THERE};\n" + outer(f"{THERE} (unknown [203.0.113.9])")),
    "signed-return": theirs(None, to="prvs=1234abcdef=" + ME),
    "unknown-mailbox": (theirs(None, to="qwxz@tea.example.org"), {"me": [ME]}),
    "poses-as-home": theirs(None, outer=outer(f"pc ({DYNAMIC} [203.0.113.9])"), reporter=HOME, said="To keep the message, see http://held.example/?id=1"),
    "door-is-a-line": theirs(outer=outer(f"pc ({DYNAMIC} [203.0.113.9])")),
    "sender-not-null": letter(*BAIT, text=BAIT_TEXT),
    "null-sender": theirs(),
    "report-format": theirs(),
    "auto-generated": theirs(outer="Auto-Submitted: auto-replied\n" + FROM_THERE),
    "daemon-sender": theirs(),
    "names-nobody": letter(*BAIT, text=BAIT_TEXT),
    # ---- report
    "bait-link": letter(*BAIT, text=BAIT_TEXT),
    "bait-attachment": letter("From: MAILER-DAEMON@bait.example", f"To: {ME}", "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="m"',
                              text="--m\nContent-Type: text/plain\n\nDelivery has failed. Open the attached file to see your message.\n\n--m\nContent-Type: application/zip; name=\"message.zip\"\nContent-Disposition: attachment; filename=\"message.zip\"\nContent-Transfer-Encoding: base64\n\nUEsDBA==\n--m--\n"),
    "bait-deadline": letter(*BAIT, text=BAIT_TEXT),
    "demand": letter(f"From: {ME}", f"To: {ME}", "Subject: I know", text=THREAT_TEXT),
    "told-client": reported(mine(None), "Received-From-MTA: dns; pc ([192.168.1.7])"),
    "told-from-home": reported(theirs(None), f"Received-From-MTA: dns; {HOME} ({HOME} [198.51.100.5])"),
    "told-from-line": reported(theirs(None), f"Received-From-MTA: dns; pc ({DYNAMIC} [203.0.113.9])"),
    "told-name": reported(theirs(), f"Received-From-MTA: dns; {HOME}"),
    "home-could-not-deliver": mine(None),
    "refused-as-forged": said("550 5.7.26 this mail fails the sender domain's DMARC policy"),
    "bad-outbound-home": said("550 5.1.8 Access denied, bad outbound sender"),
    "tenant-limit-home": said("550 5.7.705 Access denied, tenant has exceeded threshold"),
    "outbound-spam-home": said("554 5.2.0 OutboundSpamException; WASCL UserAction verdict is Suspend"),
    "sending-limit-home": said("550 5.4.5 Daily sending quota exceeded"),
    "sending-limit-stranger": theirs(entry("[203.0.113.9] (helo=pc)", S7, "esmtpa"), outer=FROM_S7, reporter=S7, diagnostic="smtp; Domain shop.example has exceeded the max emails per hour (500)"),
    "reporter-recipient": theirs(),
    "reporter-third-party": theirs(failed="jiro@far.example.com"),
    "arrived": reported(theirs(), f"Arrival-Date: {AT}"),
    "sender-claimed": reported(theirs(), f"X-Postfix-Sender: rfc822; {ME}"),
    "listed-home": said("550 5.7.1 Client host blocked using a blocklist"),
    "login-wanted": theirs(diagnostic="smtp; 530 5.7.0 Unauthenticated senders not allowed"),
    "box-flooded": theirs(diagnostic="smtp; 450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages"),
    # ---- returned
    "home-login-named": mine(),
    "home-login": mine(LOGIN_HIDDEN),
    "home-auth-result": mine(f"Authentication-Results: {HOME}; auth=pass smtp.auth={ME}\n" + entry("pc (unknown [203.0.113.9])", HOME, "ESMTPS")),
    "login-mine": mine(),
    "login-alike": shared(LOGIN.replace(HOME, "sv1234.xserver.jp").replace(ME, "mai")),
    "login-colleague": mine(LOGIN.replace(ME, "shop@tea.example.org")),
    "login-other": mine(LOGIN.replace(ME, "shop@neighbour.example.com")),
    "login-unclear": shared(LOGIN.replace(HOME, "sv1234.xserver.jp").replace(ME, "cloudshop")),
    "added-login": mine(f"X-Get-Message-Sender-Via: {HOME}: authenticated_id: {ME}\n" + EXIM_HOME),
    "added-local-user": mine(f"X-Get-Message-Sender-Via: {HOME}: acl_c_authenticated_local_user: tea\n" + EXIM_HOME),
    "home-local": mine(f"Received: by {HOME} (Postfix, from userid 33) id 3; {AT}"),
    "script-alike": shared(f"Received: from mai by sv1234.xserver.jp with local (Exim 4.96) id 1v; {AT}"),
    "script-unclear": shared(f"Received: from cloudshop by sv1234.xserver.jp with local (Exim 4.96) id 1v; {AT}"),
    "own-notice": mine(f"Received: by {HOME} (Postfix) id 8; {AT}").replace(f"Return-Path: <{ME}>".encode(), b"Return-Path: <>"),
    "php-script": mine(f"X-PHP-Originating-Script: 1001:mailer.php\nReceived: by {HOME} (Postfix, from userid 1001) id 3; {AT}"),
    "auto-sent": mine(f"Auto-Submitted: auto-replied\nReceived: by {HOME} (Postfix, from userid 1001) id 3; {AT}"),
    "home-relayed": mine(entry("pc (pc.example.com [203.0.113.9])", HOME)),
    "home-took-for-its-own": bounce(BORN_HOME, entry("pc (pc.example.com [203.0.113.9])", HOME), reporter=HOME, failed="nobody@tea.example.org"),
    "home-forwarded": mine(entry("pc (pc.example.com [203.0.113.9])", HOME), original=ME),
    "from-home": theirs(THERE_FROM_HOME + "\n" + LOGIN),
    "dkim-pass-mine": theirs(f"Authentication-Results: {THERE}; dkim=pass header.d=tea.example.org\n" + RELAY),
    "spf-pass-mine": theirs(f"Received-SPF: pass (x) client-ip=192.0.2.60; envelope-from={ME}; helo=relay.esp.example.com;\n" + RELAY),
    "gateway": theirs(entry("gw.port.example.net (gw.port.example.net [192.0.2.21])") + "\n" + entry(f"{HOME} ({HOME} [198.51.100.5])", "gw.port.example.net")),
    "forwarder-unvouched": theirs(entry("fwd.club.example.com (fwd.club.example.com [192.0.2.30])") + "\n" + entry(f"{HOME} ({HOME} [198.51.100.5])", "fwd.club.example.com")),
    "helo-claims-home": theirs(entry(f"{HOME} (unknown [203.0.113.9])") + "\n" + LOGIN),
    "helo-forged": theirs(entry(f"{HOME} ({DYNAMIC} [203.0.113.9])")),
    "from-stranger": theirs(entry("pc (pc.example.com [203.0.113.9])")),
    "from-line": theirs(),
    "stranger-login": theirs(entry("pc (unknown [203.0.113.9]) (Authenticated sender: shop@host.example.com)", S7, "ESMTPSA"), outer=FROM_S7, reporter=S7),
    "stranger-login-hidden": theirs(entry("pc (unknown [203.0.113.9])", S7, "ESMTPSA"), outer=FROM_S7, reporter=S7),
    "stranger-local": theirs(f"Received: by {S7} (Postfix, from userid 90) id 5; {AT}", outer=FROM_S7, reporter=S7),
    "spf-fail-mine": theirs(f"Received-SPF: fail (x) client-ip=203.0.113.9; envelope-from={ME}; helo=pc;\n" + THERE_FROM_STRANGER),
    "dmarc-fail-mine": theirs(f"Authentication-Results: {THERE}; dmarc=fail header.from=tea.example.org\n" + THERE_FROM_STRANGER),
    "spf-none-mine": theirs(f"Received-SPF: none (x) client-ip=203.0.113.9; envelope-from={ME};\n" + THERE_FROM_STRANGER),
    "dkim-unverified": theirs(THERE_FROM_STRANGER + "\nDKIM-Signature: v=1; a=rsa-sha256; d=tea.example.org; s=a; b=x"),
    "client-noted": theirs("X-Originating-IP: [203.0.113.9]\n" + THERE_FROM_STRANGER),
    "no-trace": theirs("X-Mailer: x"),
    "arc-pass-mine": theirs(f"ARC-Authentication-Results: i=1; {THERE}; dkim=pass header.d=tea.example.org\n" + THERE_FROM_STRANGER),
    "arc-fail-mine": theirs(f"ARC-Authentication-Results: i=1; {THERE}; spf=fail smtp.mailfrom={ME}\n" + THERE_FROM_STRANGER),
    "webmail-script": mine("X-PHP-Originating-Script: 501:rcube.php\n" + LOGIN),
    "server-noted": mine(PANEL + LOGIN),
    "caller-noted": mine(PANEL + "X-AntiAbuse: Originator/Caller UID/GID - [1004 993] / [47 12]\n" + LOGIN),
    "program-noted": mine(PANEL + "X-Source-Args: /usr/bin/php /srv/tea/public_html/a.php\n" + LOGIN),
    "account-noted": theirs(f"X-Originating-Email: [{ME}]\n" + THERE_FROM_STRANGER),
    "google-noted": bounce(GMAIL_OUT, f"X-Gm-Message-State: AOAM\nReceived: by 2002:a05:6214:301:b0 with SMTP id xyz; {AT}", reporter="googlemail.com", to="mai@gmail.com", me="mai@gmail.com", remote=THERE),
    "tenant-mine": bounce(M365_OUT, "X-OriginatorOrg: tea.example.org\n" + MAPI, reporter=M365, remote=THERE),
    "tenant-other": bounce(M365_OUT, "X-OriginatorOrg: other.example.com\n" + MAPI, reporter=M365, remote=THERE),
    "tenant-noted": bounce(M365_OUT, "X-MS-Exchange-CrossTenant-Id: 00000000-0000-0000-0000-000000000001\n" + MAPI, reporter=M365, remote=THERE),
    "sent-inside": bounce(M365_OUT, "X-MS-Exchange-CrossTenant-AuthAs: Internal\n" + MAPI, reporter=M365, remote=THERE),
    "address-absent": theirs().replace(f"Return-Path: <{ME}>\r\nReceived: from pc".encode(), b"Received: from pc").replace(f"\r\nFrom: {ME}\r\n".encode(), b"\r\nFrom: news@shop.example\r\n"),
    "from-other": theirs().replace(f"\r\nFrom: {ME}\r\n".encode(), b"\r\nFrom: news@shop.example\r\n"),
    "message-id-foreign": theirs(),
    "recipient-unnamed": theirs().replace(f"\r\nTo: {THEM}\r\n".encode(), b"\r\nTo: list@shop.example\r\n"),
}  # fmt: skip


def told(case: bytes | tuple[bytes, dict[str, Any]]) -> tuple[bytes, Any]:
    mail, more = case if isinstance(case, tuple) else (case, {})
    return mail, guide_engine.diagnose(mail, **more)


def test_every_row_has_a_mail() -> None:
    assert set(FOUND) == set(ROWS)


@pytest.mark.parametrize("ident", FOUND)
def test_row(ident: str) -> None:
    """Found where it stands, in the layer of its row, with the weight of its row."""
    mail, said = told(FOUND[ident])
    found = {e.id: e for e in said.evidence}
    assert ident in found, (said.kind, said.origin, sorted(found))
    proof, row = found[ident], ROWS[ident]
    assert proof.layer == row["layer"]
    assert proof.supports == tuple(row["supports"])
    capped = max(-1, min(1, row["weight"]))
    assert proof.weight == (capped if proof.forgeable else row["weight"])
    assert proof.forgeable or not row.get("forgeable")
    assert proof.line is not None
    line = mail.decode().split("\r\n")[proof.line - 1]
    assert proof.quote[:20].partition("; ")[0] in line


def test_every_row_counts_in_full_somewhere() -> None:
    """A row that only ever shows as something planted would be better marked so in the data."""
    for ident, case in FOUND.items():
        proof = next(e for e in told(case)[1].evidence if e.id == ident)
        assert proof.forgeable == bool(ROWS[ident].get("forgeable")), ident


LINE = outer(f"pc ({DYNAMIC} [203.0.113.9])")
STRANGER = entry(f"pc ({DYNAMIC} [203.0.113.9])")
STRONG = [i for i, row in ROWS.items() if row["layer"] == "returned" and not row.get("forgeable") and row["weight"] > 1]


def returned_lines(mail: bytes) -> list[str]:
    """The trace lines of the mail that came back, and what stands among them."""
    lines = mail.decode().split("\r\n")
    start = lines.index("Content-Type: message/rfc822") + 3  # a blank line and Return-Path
    return lines[start : lines.index(f"From: {ME}", start)]


@pytest.mark.parametrize("ident", STRONG)
def test_planted_below_the_reporters_own_line(ident: str) -> None:
    """The sender wrote the same lines into the mail before it came to the recipient's server: they prove nothing."""
    planted = returned_lines(told(FOUND[ident])[0])
    said = guide_engine.diagnose(theirs("\n".join([STRANGER, *planted])), answers={"wrote-it": "no"})
    assert said.origin == "elsewhere"
    heard = [e for e in said.evidence if e.layer == "returned" and e.quote in planted and abs(e.weight) > 1]
    assert not heard


@pytest.mark.parametrize("ident", FOUND)
def test_a_whole_notice_made_up_by_a_strangers_machine(ident: str) -> None:
    """The same notice, brought by somebody's line instead of the server that it names: nothing in it is certain."""
    mail, _ = told(FOUND[ident])
    head, blank, body = mail.partition(b"\r\n\r\n")
    lines = [line for line in head.decode().split("\r\n") if not line.startswith(("Received:", "Authentication-"))]
    forged = "\r\n".join([LINE, *lines]).encode() + blank + body
    for answers in ({}, {"wrote-it": "no"}, {"wrote-it": "unknown"}):
        assert guide_engine.diagnose(forged, answers=answers).confidence != "certain"


def test_every_fact_that_answers_a_question_is_found_in_some_mail() -> None:
    """tree.toml names facts; one that no mail shows would be a question that is always asked."""
    nodes = table("tree")["node"].values()
    named = {f for n in nodes for part in ("settled_by", "assumed_by") for row in n.get(part, {}).values() for f in row}
    shown = {fact for case in FOUND.values() for fact in told(case)[1].findings.facts}
    shown |= {f"kind-{kind}" for kind in KINDS}  # each kind has its mails in tests/bounce
    assert named - shown == set(MORE)
    for fact, mail in MORE.items():
        findings = guide_engine.diagnose(mail).findings
        assert findings is not None
        assert fact in findings.facts


MORE = {
    "script-unnamed": shared(f"Received: by sv1234.xserver.jp (Postfix, from userid 20001) id 2; {AT}"),
    "kind-unclear": f"Something about {THEM} that no mail system says.\n".encode(),
}


WORDS = [(name, phrase) for name, phrases in table("evidence")["phrases"].items() for phrase in phrases]
WHOEVER = {"login-wanted", "box-flooded"}  # said whoever sent the mail


@pytest.mark.parametrize(("name", "phrase"), WORDS, ids=[phrase for _, phrase in WORDS])
def test_every_wording_is_heard_and_only_from_whom_it_concerns(name: str, phrase: str) -> None:
    """My own service's word about my account speaks for a hijack; the same word of a stranger's never does."""
    by_mine = guide_engine.diagnose(said(f"554 5.7.1 {phrase}"))
    assert (name if name in WHOEVER else f"{name}-home") in [e.id for e in by_mine.evidence]
    told = f"smtp; 554 5.7.1 {phrase}"
    line = entry("[203.0.113.9] (helo=pc)", S7, "esmtpa")
    by_stranger = guide_engine.diagnose(theirs(line, outer=FROM_S7, reporter=S7, diagnostic=told))
    assert by_stranger.verdict == "address-forged"
    assert not [e for e in by_stranger.evidence if "account-hijacked" in e.supports and e.weight > 1]
