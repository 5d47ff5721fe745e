"""Messages made to hurt a reader, of any size: the benchmark doubles them, the fuzzer starts from them."""

from __future__ import annotations

from collections.abc import Callable

_HEAD = (
    b"Return-Path: <>\r\nFrom: MAILER-DAEMON@example.com\r\nTo: a@example.net\r\n"
    b"Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
)
_TEXT = _HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
_REPORT = _HEAD + b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'


def _fill(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece) + 1)


def _nested(size: int) -> bytes:
    """Multiparts within multiparts, each with a boundary of its own; those of the outer ones begin all the others."""
    names = (b"b" * min(level + 1, 8) + (b"%08d" % level if level > 7 else b"") for level in range(max(1, size // 81)))
    return _HEAD + b"".join(b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n' % (n, n) for n in names)


def _messages(size: int) -> bytes:
    """Messages within messages."""
    return _HEAD + _fill(b"Content-Type: message/rfc822\r\n\r\nFrom: b@example.com\r\n", size)


def _parts(size: int) -> bytes:
    return _REPORT + _fill(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", size) + b"--b--\r\n"


def _recipients(size: int) -> bytes:
    group = b"Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    return _REPORT + b"--b\r\nContent-Type: message/delivery-status\r\n\r\n" + _fill(group, size) + b"--b--\r\n"


def _received(size: int) -> bytes:
    hop = (
        b"Received: from h.example.org (h.example.org [192.0.2.1])\r\n\tby mx.example.com with ESMTPSA id 1;"
        b" Mon, 2 Mar 2026 10:00:00 +0900\r\n"
    )
    return _REPORT + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + _fill(hop, size) + b"\r\n--b--\r\n"


def _outer_received(size: int) -> bytes:
    return _fill(b"Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0900\r\n", size) + _TEXT + b"user unknown"


CASES: dict[str, Callable[[int], bytes]] = {
    "one long line": lambda n: _TEXT + b"a" * n,
    "one long line of at signs": lambda n: _TEXT + b"@" * n,
    "one long line of angle brackets": lambda n: _TEXT + b"<" * n,
    "one long word with dots": lambda n: _TEXT + _fill(b"a.", n),
    "digits and dots": lambda n: _TEXT + _fill(b"5.1.1.", n),
    "reply codes": lambda n: _TEXT + _fill(b"550 5.1.1 ", n),
    "lines of reply codes": lambda n: _TEXT + _fill(b"550-5.1.1 no\r\n", n),
    "lines of addresses": lambda n: _TEXT + _fill(b"<a@example.com>: host mx.example.org said: 550 no\r\n", n),
    "empty lines": lambda n: _TEXT + b"\r\n" * (n // 2),
    "bare carriage returns": lambda n: _TEXT + b"\r" * n,
    "spaces": lambda n: _TEXT + b" " * n + b"x",
    "dashes": lambda n: _TEXT + b"-" * n,
    "quoted lines": lambda n: _TEXT + _fill(b"> > > > From: a@example.com\r\n", n),
    "a paste quoted throughout": lambda n: _fill(b"> <a@example.com>: host mx.example.org said: 550 no\n", n),
    "a paste that ran together": lambda n: _fill(b"said no <a@example.com>: host mx.example.org said: 550 no ", n),
    "zero bytes": lambda n: b"\0" * n,
    "high bytes": lambda n: _TEXT + b"\xff" * n,
    "escape sequences of ISO-2022-JP": lambda n: _TEXT.replace(b"utf-8", b"iso-2022-jp") + _fill(b"\x1b$B\x1b(B", n),
    "a huge header field": lambda n: b"Subject: " + b"a" * n + b"\r\n" + _TEXT,
    "a header folded without end": lambda n: b"Subject: a\r\n" + _fill(b" b\r\n", n) + _TEXT,
    "header fields without end": lambda n: _fill(b"X-A: b\r\n", n) + _TEXT,
    "encoded words": lambda n: b"Subject: " + _fill(b"=?utf-8?B?44GC?= ", n) + b"\r\n" + _TEXT,
    "broken encoded words": lambda n: b"Subject: " + _fill(b"=?utf-8?Q?", n) + b"\r\n" + _TEXT,
    "an unterminated quote": lambda n: b'Content-Type: multipart/mixed; boundary="' + b"a" * n + b"\r\n\r\n",
    "an unterminated comment": lambda n: b"Received: from a " + b"(" * n + b"\r\n" + _TEXT,
    "parameters without end": lambda n: b"Content-Type: text/plain" + _fill(b"; a=b", n) + b"\r\n\r\nx",
    "authentication results without end": lambda n: (
        b"Authentication-Results: example.net" + _fill(b"; spf=(", n) + b"\r\n" + _TEXT
    ),
    "multiparts within multiparts": _nested,
    "messages within messages": _messages,
    "parts without end": _parts,
    "boundaries without parts": lambda n: _REPORT + _fill(b"--b\r\n", n),
    "recipients without end": _recipients,
    "Received lines of the returned mail": _received,
    "Received lines of the message": _outer_received,
    "base64 without end": lambda n: _HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + _fill(b"44GC44GE\r\n", n),
    "quoted-printable without end": lambda n: (
        _HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + _fill(b"=E3=81=82=\r\n", n)
    ),
    "HTML tags without end": lambda n: _HEAD + b"Content-Type: text/html\r\n\r\n" + _fill(b"<a href=<b<!--", n),
    "HTML entities": lambda n: _HEAD + b"Content-Type: text/html\r\n\r\n" + _fill(b"&#12354;&amp;&", n),
}  # fmt: skip
