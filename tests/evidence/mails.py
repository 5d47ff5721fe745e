"""Builds a bounce from the few lines that matter, so that a case reads like the trouble it describes."""

from __future__ import annotations

import re
from textwrap import dedent

HOME = "mail.tea.example.org"  # the reader's own server, unless a case says otherwise
ME = "mai@tea.example.org"
THERE = "mx.port.example.net"
THEM = "taro@port.example.net"

BORN_HOME = f"Received: by {HOME} (Postfix) id 1; Tue, 12 May 2026 10:00:00 +0900"
FROM_THERE = (
    f"Received: from {THERE} ({THERE} [192.0.2.20]) by {HOME} (Postfix) with ESMTPS id 2 for <{ME}>;"
    " Tue, 12 May 2026 10:00:00 +0900"
)
LOGIN = (
    f"Received: from pc (unknown [203.0.113.9]) (Authenticated sender: {ME}) by {HOME} (Postfix) with ESMTPSA id 3;"
    " Tue, 12 May 2026 09:59:58 +0900"
)
LOGIN_HIDDEN = (
    f"Received: from pc (unknown [203.0.113.9]) by {HOME} (Postfix) with ESMTPSA id 3; Tue, 12 May 2026 09:59:58 +0900"
)
THERE_FROM_HOME = (
    f"Received: from {HOME} ({HOME} [198.51.100.5]) by {THERE} (Postfix) with ESMTPS id 4 for <{THEM}>;"
    " Tue, 12 May 2026 09:59:59 +0900"
)
THERE_FROM_STRANGER = (
    f"Received: from pc (host-203-0-113-9.dyn.example.com [203.0.113.9]) by {THERE} (Postfix) with ESMTP id 4"
    f" for <{THEM}>; Tue, 12 May 2026 09:59:59 +0900"
)


def bounce(
    outer: str,
    returned: str | None,
    *,
    reporter: str = THERE,
    to: str = ME,
    failed: str = THEM,
    remote: str | None = None,
    diagnostic: str = "smtp; 550 5.1.1 user unknown",
    original: str | None = None,
    said: str = "",
    me: str = ME,
) -> bytes:
    """A report as RFC 3464 has it, its status that of ``diagnostic``.

    ``outer`` and ``returned`` are the trace lines, newest first, one a line.
    """
    report = [f"Reporting-MTA: dns; {reporter}", "", f"Final-Recipient: rfc822; {failed}"]
    if original:
        report.append(f"Original-Recipient: rfc822; {original}")
    status = re.search(r"\b[45]\.\d\.\d{1,3}\b", diagnostic)
    report += ["Action: failed", f"Status: {status[0] if status else '5.1.1'}"]
    if remote:
        report.append(f"Remote-MTA: dns; {remote}")
    report.append(f"Diagnostic-Code: {diagnostic}")
    lines = [
        "Return-Path: <>", f"Delivered-To: {me}", *_rows(outer), "From: MAILER-DAEMON@" + reporter, f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "", "--b",
        "Content-Type: text/plain", "", f"This is the mail system at host {reporter}.", "",
        "Your message could not be delivered.", said, "", f"<{failed}>: {diagnostic.partition(';')[2].strip()}", "",
        "--b", "Content-Type: message/delivery-status", "", *report, "",
    ]  # fmt: skip
    if returned is not None:
        lines += ["--b", "Content-Type: message/rfc822", "", f"Return-Path: <{me}>", *_rows(returned)]
        lines += [f"From: {me}", f"To: {failed}", "Subject: hello", "Message-ID: <1@x.example>", "", "text", ""]
    lines += ["--b--", ""]
    return "\r\n".join(lines).encode()


def _rows(text: str) -> list[str]:
    return [row for row in dedent(text).splitlines() if row.strip()]
