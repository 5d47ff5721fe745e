# ruff: noqa: E501  (a mail's line is shown whole)
"""Who reported: the recipient's side can be told from the notice alone, home and strangers only once home is known."""

from __future__ import annotations

import pytest

import guide_engine

from .mails import HOME, THERE, THERE_FROM_STRANGER, bounce

PASTE = """\
This is the mail system at host {host}.

I'm sorry to have to inform you that your message could not be delivered to one or more recipients.

<hana@bakery.example>: host mx.bakery.example[203.0.113.9] said: 550 5.1.1 no such user (in reply to RCPT TO command)
"""

CASES = [
    # the notice's host      named as home           who that is
    ("sv12.hosting.example", (), "unknown"),
    ("sv12.hosting.example", ("hosting.example",), "home"),
    ("sv12.hosting.example", ("mail.example.jp",), "third-party"),
    ("mx.bakery.example", (), "recipient"),
    ("mx.bakery.example", ("hosting.example",), "recipient"),
]


@pytest.mark.parametrize(("host", "home", "relation"), CASES)
def test_a_paste_without_headers(host: str, home: tuple[str, ...], relation: str) -> None:
    said = guide_engine.diagnose(PASTE.format(host=host).encode(), home=home)
    assert (said.reporter.host, said.reporter.relation) == (host, relation)


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("Authentication-Results: mail.tea.example.org; spf=pass smtp.helo=mx.port.example.net", "reporter-confirmed"),
        ("Authentication-Results: mail.tea.example.org; spf=pass (sender IP is 192.0.2.20)\r\n smtp.helo=mx.port.example.net; dkim=none", "reporter-confirmed"),
        ("Authentication-Results: mail.tea.example.org; spf=fail smtp.mailfrom= smtp.helo=mx.port.example.net", "reporter-refuted"),
        ("Authentication-Results: mx.port.example.net; spf=pass smtp.helo=mx.port.example.net", None),
    ],
)  # fmt: skip
def test_a_notice_without_a_sender_is_checked_by_the_name_of_its_host(check: str, found: str | None) -> None:
    """RFC 7208 section 2.4; written by home, or it does not count."""
    door = f"Received: from {THERE} (unknown [192.0.2.20]) by {HOME} (Postfix) with ESMTP id 2; Tue, 12 May 2026 10:00:00 +0900"
    mail = bounce("OUTER", THERE_FROM_STRANGER).replace(b"OUTER", f"{check}\r\n{door}".encode())
    ids = [e.id for e in guide_engine.diagnose(mail).evidence]
    assert [i for i in ids if i in ("reporter-confirmed", "reporter-refuted")] == ([found] if found else [])
