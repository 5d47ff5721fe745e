# ruff: noqa: E501  (a mail's line is shown whole)
"""One Received field of every server: what it says, and what it must not be taken to say."""

from __future__ import annotations

import pytest

from guide_engine.evidence.received import MAX, parse

# id, field, what must be read of it
FIELDS = [
    (
        "postfix",
        "from pc (client.example.net [192.0.2.7]) (using TLSv1.3 with cipher X (256/256 bits)) (No client certificate"
        " requested) by mx.example.org (Postfix) with ESMTPS id 4XY for <a@example.org>; Tue, 12 May 2026 22:00:36 +0900",
        {"by": "mx.example.org", "helo": "pc", "name": "client.example.net", "ip": "192.0.2.7", "protocol": "ESMTPS",
         "authenticated": False, "login": None, "step": "network", "recipient": "a@example.org"},
    ),
    (
        "postfix, login shown",
        "from pc (unknown [192.0.2.7]) (Authenticated sender: info@example.org) by mail.example.org (Postfix) with"
        " ESMTPSA id 4XY; Tue, 12 May 2026 22:00:36 +0900",
        {"authenticated": True, "login": "info@example.org", "name": None, "ip": "192.0.2.7"},
    ),
    (
        "mailenable, its name before the protocol",
        "from PC01 ([192.0.2.7]) by mail.example.org with MailEnable ESMTPA; Tue, 12 May 2026 22:00:36 +0900",
        {"by": "mail.example.org", "ip": "192.0.2.7", "protocol": "ESMTPA", "authenticated": True},
    ),
    (
        "axigen, a remark before the protocol",
        "from PC01 (client.example.net [192.0.2.7]) by mail.example.org (Axigen) with (TLS ECDHE) ESMTPSA id 0A1B;"
        " Tue, 12 May 2026 22:00:36 +0900",
        {"by": "mail.example.org", "protocol": "ESMTPSA", "authenticated": True},
    ),
    (
        "postfix, IPv6",
        "from pc (v6.example.net [IPv6:2001:db8::7]) by mx.example.org (Postfix) with ESMTP id 4XY; Tue, 12 May 2026 1:00",
        {"ip": "2001:db8::7", "name": "v6.example.net"},
    ),
    (
        "postfix, local program",
        "by www.example.org (Postfix, from userid 1001) id 4XY; Tue, 12 May 2026 22:00:36 +0900 (JST)",
        {"by": "www.example.org", "step": "local", "local": "uid 1001"},
    ),
    (
        "postfix, own bounce",
        "by mail.example.org (Postfix) id 4XY; Tue, 12 May 2026 22:00:36 +0900 (JST)",
        {"by": "mail.example.org", "step": "inside", "authenticated": False},
    ),
    (
        "exim, looked-up name before the address",
        "from client.example.net ([192.0.2.7] helo=[10.0.0.3]) by mx.example.org with esmtp (Exim 4.96)"
        " (envelope-from <a@example.com>) id 1w for b@example.org; Tue, 12 May 2026 02:01:04 -0400",
        {"name": "client.example.net", "ip": "192.0.2.7", "helo": "10.0.0.3", "authenticated": False},
    ),
    (
        "exim, HELO that looks like an address is not the client's",
        "from [192.0.2.7] (helo=[198.51.100.1]) by mx.example.org with esmtpsa (TLS1.3) tls X (Exim 4.96) id 1w;"
        " Tue, 12 May 2026 02:01:04 -0400",
        {"ip": "192.0.2.7", "helo": "198.51.100.1", "name": None, "authenticated": True, "login": None},
    ),
    (
        "cpanel, port beside the HELO",
        "from [192.0.2.7] (port=51234 helo=pc) by host.example.org with esmtpsa (TLS1.2) tls X (Exim 4.95) id 1w;"
        " Tue, 12 May 2026 02:01:04 -0400",
        {"ip": "192.0.2.7", "helo": "pc", "authenticated": True},
    ),
    (
        "exim, local user",
        "from www-data by www.example.org with local (Exim 4.96) (envelope-from <a@example.org>) id 1w; Tue, 12 May 2026",
        {"step": "local", "local": "www-data", "by": "www.example.org"},
    ),
    (
        "sendmail, TLS bits are no login",
        "from mx.example.net (mx.example.net [192.0.2.7]) by mail.example.org (8.17.1/8.17.1) with ESMTPS id 64C"
        " (version=TLSv1.3 cipher=X bits=256 verify=NO) for <a@example.org>; Tue, 12 May 2026 15:00:38 +0200",
        {"authenticated": False, "login": None, "name": "mx.example.net"},
    ),
    (
        "sendmail, authenticated bits=0 is a login",
        "from pc ([192.0.2.7]) (authenticated bits=0) by mail.example.org (8.17.1/8.17.1) with ESMTP id 64C; Tue, 12 May",
        {"authenticated": True, "login": None, "name": None, "helo": "pc", "ip": "192.0.2.7"},
    ),
    (
        "sendmail, doubted name",
        "from pc (mail.example.org [192.0.2.7] (may be forged)) by mx.example.net (8.17.1/8.17.1) with ESMTP id 64C; Tue",
        {"name": None, "ip": "192.0.2.7"},
    ),
    (
        "sendmail, submission",
        "(from www-data@localhost) by www.example.org (8.17.1/8.17.1/Submit) id 64C; Tue, 12 May 2026 14:19:39 +0200",
        {"step": "local", "local": "www-data", "by": "www.example.org"},
    ),
    ("qmail, local user", "(qmail 346 invoked by uid 33); 12 May 2026 13:00:34 -0000", {"step": "local", "local": "uid 33"}),
    ("qmail, remark", "(qmail 229 invoked from network); 12 May 2026 06:01:05 -0000", {"step": "inside", "local": None}),
    ("qmail, own bounce", "(qmail 229 invoked for bounce); 12 May 2026 06:01:05 -0000", {"step": "inside"}),
    (
        "qmail, HELO in brackets is not the address",
        "from unknown (HELO [198.51.100.1]) (192.0.2.7) by mx.example.org with SMTP; 12 May 2026 06:01:05 -0000",
        {"ip": "192.0.2.7", "name": None, "helo": "198.51.100.1"},
    ),
    (
        "qmail, word before the address without a login is only an ident answer",
        "from client.example.net (HELO pc) (root@192.0.2.7) by mx.example.org with SMTP; 12 May 2026 06:01:05 -0000",
        {"login": None, "authenticated": False, "name": "client.example.net", "ip": "192.0.2.7", "checked": False},
    ),
    (
        "vpopmail, login",
        "from unknown (HELO pc) (info@example.org@192.0.2.7) by mail.example.org with ESMTPA; 12 May 2026 06:01:05 -0000",
        {"login": "info@example.org", "authenticated": True, "ip": "192.0.2.7"},
    ),
    (
        "yahoo, with plain",
        "from unknown (HELO localhost) (someone@192.0.2.7 with plain) by smtp116.mail.example.com with SMTP; 12 May 2026",
        {"login": "someone", "authenticated": True, "ip": "192.0.2.7"},
    ),
    (
        "yahoo, web mail",
        "from [192.0.2.7] by web120.mail.example.com via HTTP; Tue, 12 May 2026 06:01:05 PDT",
        {"authenticated": True, "ip": "192.0.2.7", "protocol": "HTTP"},
    ),
    (
        "opensmtpd, ESMTPS is no login",
        "from pc (<unknown> [192.0.2.7]) by mx.example.org (OpenSMTPD) with ESMTPS id 8280 (TLSv1.3:X:256:NO) for"
        " <a@example.org>; Tue, 12 May 2026 05:56:50 +0000 (UTC)",
        {"authenticated": False, "name": None, "ip": "192.0.2.7"},
    ),
    (
        "opensmtpd, client hidden",
        "by mx.example.org (OpenSMTPD) with ESMTPSA id 5125 (TLSv1.3:X:256:NO); Tue, 12 May 2026 17:02:13 +0000 (UTC)",
        {"authenticated": True, "ip": None, "step": "network", "by": "mx.example.org"},
    ),
    (
        "opensmtpd, received-auth",
        "from pc (client.example.net [192.0.2.7]) by mx.example.org (OpenSMTPD) with ESMTPSA id 5125 (TLSv1.3:X:256:NO)"
        " auth=yes user=info for <a@example.com>; Tue, 12 May 2026 17:02:13 +0000 (UTC)",
        {"login": "info", "authenticated": True},
    ),
    (
        "opensmtpd, local",
        "from localhost (mx.example.org [local]) by mx.example.org (OpenSMTPD) with ESMTPA id 56d; Tue, 12 May 2026",
        {"step": "local"},
    ),
    (
        "courier, login",
        "from [192.168.4.9] (client.example.net [::ffff:192.0.2.7]) (AUTH: LOGIN office, TLS: TLS1.3,256bits,X)"
        " by mail.example.org with ESMTPSA id 0000; Tue, 12 May 2026 14:56:50 +0900",
        {"login": "office", "authenticated": True, "ip": "192.0.2.7", "helo": "192.168.4.9", "name": "client.example.net"},
    ),
    (
        "courier, local program",
        "from localhost (localhost [127.0.0.1]) (uid 33) by mail.example.org with local id 0000; Wed, 13 May 2026 00:22:00",
        {"step": "local", "local": "uid 33"},
    ),
    (
        "dragonfly",
        "from www-data (uid 33) (envelope-from a@example.org) id 1a by www.example.org (DragonFly Mail Agent v0.13 on"
        " www.example.org); Tue, 12 May 2026 14:56:50 +0900",
        {"step": "local", "by": "www.example.org", "local": "uid 33"},
    ),
    (
        "haraka",
        "from pc ([192.0.2.7]) by in1.example.org (Haraka/3.3.4) with ESMTP id 68FA.1 envelope-from <a@example.com>;"
        " Tue, 12 May 2026 12:19:42 +0000",
        {"by": "in1.example.org", "helo": "pc", "name": None, "ip": "192.0.2.7"},
    ),
    (
        "exchange, between its own servers",
        "from B.prod.example.com (10.1.2.3) by A.prod.example.com (10.1.2.4) with Microsoft SMTP Server (version=TLS1_2)"
        " id 15.20.1; Tue, 12 May 2026 12:19:42 +0000",
        {"name": "b.prod.example.com", "by": "a.prod.example.com", "authenticated": False},
    ),
    (
        "exchange, from outside HELO only",
        "from mail.example.org (192.0.2.7) by A.mail.example.com (10.1.2.4) with Microsoft SMTP Server (version=TLS1_2)"
        " id 15.20.1 via Frontend Transport; Tue, 12 May 2026 12:19:42 +0000",
        {"name": None, "helo": "mail.example.org", "ip": "192.0.2.7"},
    ),
    (
        "exchange, an outsider's HELO is no name",
        "from mail.example.org (192.0.2.7) by ex01.example.com (10.1.2.4) with Microsoft SMTP Server (TLS) id 14.2.2;"
        " Tue, 12 May 2026 12:19:42 +0000",
        {"name": None, "helo": "mail.example.org"},
    ),
    (
        "a filter that notes no name at all",
        "from [192.0.2.7] (using TLSv1.2 with cipher X (256 bits)) by server-2.example.com id vbOz9C; Tue, 12 May 2026",
        {"name": None, "helo": None, "ip": "192.0.2.7", "by": "server-2.example.com"},
    ),
    (
        "exchange, mailbox",
        "from A.prod.example.com ([fe80::1]) by A.prod.example.com ([fe80::1%4]) with mapi id 15.20.1; Tue, 12 May 2026",
        {"authenticated": True, "protocol": "mapi"},
    ),
    (
        "gmail, submission",
        "from [10.0.0.3] (client.example.net. [192.0.2.7]) by smtp.gmail.com with ESMTPSA id abc for <a@example.org>"
        " (version=TLS1_3 cipher=X bits=128/128); Tue, 12 May 2026 05:06:18 -0700 (PDT)",
        {"authenticated": True, "name": "client.example.net", "ip": "192.0.2.7"},
    ),
    ("gmail, inside", "by 2002:a05:6214:301 with SMTP id abc; Tue, 12 May 2026 05:06:18 -0700 (PDT)", {"step": "inside"}),
    (
        "communigate",
        "from [192.0.2.7] (account info@example.org HELO pc) by mail.example.org (CommuniGate Pro SMTP 6.1) with ESMTPSA"
        " id 1; Tue, 12 May 2026",
        {"login": "info@example.org", "authenticated": True},
    ),
    (
        "squirrelmail",
        "from 192.0.2.7 (SquirrelMail authenticated user info@example.org) by webmail.example.org with HTTP; Tue, 12 May",
        {"login": "info@example.org", "authenticated": True},
    ),
    (
        "a client that calls itself by",
        "from by (client.example.net [192.0.2.7]) by mx.example.org (Postfix) with ESMTP id 4XY; Tue, 12 May 2026",
        {"by": "mx.example.org", "helo": "by", "ip": "192.0.2.7"},
    ),
    (
        "capitals",
        "FROM client.example.net ([192.0.2.7]) BY mx.example.org WITH local; Thu, 29 Apr 2011 23:45:10 +0900",
        {"by": "mx.example.org"},
    ),
    ("nothing", "", {"by": None, "ip": None, "authenticated": False}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "wanted"), [f[1:] for f in FIELDS], ids=[f[0] for f in FIELDS])
def test_field(value: str, wanted: dict[str, object]) -> None:
    hop = parse(value, 7)
    assert {key: getattr(hop, key) for key in wanted} == wanted
    assert hop.line == 7


@pytest.mark.parametrize("bait", ["(", "((a", "<", "[", "from (", "x (y", "(HELO ", "by by ", ";", "a@", "\x00"])
def test_endless_field_is_cut(bait: str) -> None:
    """No unfinished comment, address or word makes the reader go back over the field: what lies beyond MAX is not seen."""
    hop = parse(bait * 20_000 + " by mx.example.org")
    assert hop.by != "mx.example.org"
    assert parse(" " * MAX + "by mx.example.org").by is None
