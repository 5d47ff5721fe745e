"""The same mail as it gets here damaged or converted reads the same; and nothing at all makes the reader raise."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide_engine.bounce import read
from guide_engine.model import KINDS, Bounce

from .test_families import CASES, HERE, mail

REAL = [name for name in CASES if CASES[name]["kind"] in ("failure", "delay", "success")]
WHOLE = [name for name in REAL if not name.startswith(("paste-", "forward-"))]


def quoted(raw: bytes, mark: bytes) -> bytes:
    return b"\n".join(mark + row for row in raw.split(b"\n"))


# what was done to the message -> (how, what it does to line numbers)
DAMAGES = {
    "CRLF": (lambda raw: raw.replace(b"\n", b"\r\n"), lambda n: n),
    "CR": (lambda raw: raw.replace(b"\n", b"\r"), lambda n: n),
    "CRCRLF": (lambda raw: raw.replace(b"\n", b"\r\r\n"), lambda n: n),
    "BOM": (lambda raw: b"\xef\xbb\xbf" + raw, lambda n: n),
    "mbox line": (lambda raw: b"From MAILER-DAEMON Mon Oct  5 09:12:44 2026\n" + raw, lambda n: n + 1),
    "blank lines first": (lambda raw: b"\n\n" + raw, lambda n: n + 2),
    "line ends doubled": (lambda raw: raw.replace(b"\n", b"\n\n"), lambda n: 2 * n - 1),
    "quoted": (lambda raw: quoted(raw, b"> "), lambda n: n),
    "indented": (lambda raw: quoted(raw, b"    "), lambda n: n),
}


def gist(bounce: Bounce) -> tuple[object, ...]:
    people = [(r.address, r.status, r.reply_code) for r in bounce.recipients]
    return bounce.kind, bounce.family, people, bounce.reporting_host


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", WHOLE)
def test_damage_changes_nothing(name: str, damage: str) -> None:
    how, line = DAMAGES[damage]
    before, after = read(mail(name)), read(how(mail(name)))
    assert gist(after) == gist(before)
    assert [(f.value, f.line) for f in after.outer] == [(f.value, line(f.line)) for f in before.outer]
    assert [(f.value, f.line and line(f.line)) for f in before.returned or ()] == [
        (f.value, f.line) for f in after.returned or ()
    ]


@pytest.mark.parametrize("name", WHOLE)
def test_lines_are_those_of_the_message(name: str) -> None:
    rows = mail(name).decode("latin-1").split("\n")
    bounce = read(mail(name))
    for field in (*bounce.outer, *bounce.report, *(bounce.returned or ())):
        if field.line is not None:
            assert rows[field.line - 1].lstrip(" >\t").startswith(field.name)
    for text, line in bounce.text:
        if line is not None and text.isascii():
            assert text.strip() in rows[line - 1]


def test_an_encoded_report_has_no_lines() -> None:
    raw = mail("microsoft-365-ja").replace(b'charset="utf-8"', b'charset="utf-8"\nContent-Transfer-Encoding: base64')
    head, _, body = raw.partition(b"\n\n")
    bounce = read(head + b"\n\n" + base64.encodebytes(body))
    assert [r.address for r in bounce.recipients] == ["gone@example.com"]
    assert {line.line for line in bounce.text} == {None}


SEEDS = [path.read_bytes() for path in sorted((HERE / "mail").glob("*.eml"))]
BAIT = [
    b"\x00",
    b"\r",
    b"\n\n",
    b"--",
    b"=?utf-8?b?",
    b"<",
    b"@",
    b'"',
    b"(",
    b"\x1b$B",
    b"\xff\xfe",
    b"&#x110000;",
    b"5.1.1",
    b"Content-Type: multipart/mixed; boundary=",
    b"Content-Transfer-Encoding: base64\n",
    b'{"notificationType":',
    b"%",
    b"\xef\xbb\xbf",
]


def whole(raw: bytes) -> None:
    bounce = read(raw)
    assert bounce.kind in KINDS
    last = len(re.split(rb"\r\n|\n|\r", raw)) + 1
    for item in (*bounce.outer, *bounce.text, *bounce.report, *(bounce.returned or ()), *bounce.returned_text):
        assert item.line is None or 1 <= item.line <= last
    for recipient in bounce.recipients:
        assert recipient.address is None or "@" in recipient.address
        assert recipient.reason


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(raw: bytes) -> None:
    whole(raw)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_no_mutation_raises(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw)))
        stop = min(len(raw), start + data.draw(st.sampled_from([0, 0, 1, 10, 200])))
        raw[start:stop] = data.draw(st.one_of(st.sampled_from(BAIT), st.binary(max_size=8), st.sampled_from(SEEDS)))
    whole(bytes(raw))


@pytest.mark.parametrize(
    ("what", "raw", "warning"),
    [
        (
            "nested too deeply",
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60)),
            "too-deep",
        ),
        ("a thousand parts", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1000, "too-many-parts"),
        ("a text of a megabyte", b"From: a@example.org\n\n" + b"word " * 200_000, "text-cut"),
        ("ten thousand lines", b"From: a@example.org\n\n" + b"word\n" * 10_000, "text-cut"),
        ("ten thousand fields", b"From: a@example.org\n" + b"X-A: bcd\n" * 10_000 + b"\nhello", "header-cut"),
    ],
)
def test_what_was_cut_is_said(what: str, raw: bytes, warning: str) -> None:
    assert warning in read(raw).warnings, what


@pytest.mark.parametrize(
    "unit",
    [b"(", b'"', b"<", b"=?", b"@", b"a@", b" ", b"\n", b"\x00", b"> ", b"--b\n", b"5.1.", b"<a href=", b"<!--", b"[{"],
)
def test_a_million_of_the_same(unit: bytes) -> None:
    """Bait for expressions that backtrack: would never end if one did."""
    head = b"From: MAILER-DAEMON@example.org\nSubject: "
    whole(head + unit * (200_000 // len(unit)) + b"\n\n" + unit * (300_000 // len(unit)))
