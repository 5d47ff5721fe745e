"""``guide redact``: people go, proof stays."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from guide_engine import diagnose
from guide_engine.cli import main
from guide_engine.incident.redact import redact

if TYPE_CHECKING:
    from pathlib import Path

NAME = base64.b64encode("山田花子".encode()).decode()
MESSAGE = f"""\
Return-Path: <>
Delivered-To: hanako@sakuraya.example
Received: by mail.sakuraya.example (Postfix)
\tid 77; Tue, 02 Jun 2026 10:00:20 +0900
From: Mail Delivery System <MAILER-DAEMON@mail.sakuraya.example>
To: =?UTF-8?B?{NAME}?= <hanako@sakuraya.example>
Subject: Undelivered Mail Returned to Sender
Message-ID: <20260602010020.77@mail.sakuraya.example>
Date: Tue, 02 Jun 2026 10:00:20 +0900
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

This is the mail system at host mail.sakuraya.example.

<roberta.stone@bakery.test>: host mx.bakery.test[203.0.113.9] said: 550 5.1.1
    unknown user: "roberta.stone" (in reply to RCPT TO command)

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.sakuraya.example
X-Postfix-Sender: rfc822; hanako@sakuraya.example
Arrival-Date: Tue, 02 Jun 2026 10:00:10 +0900

Final-Recipient: rfc822; Roberta.Stone@bakery.test
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown user: "roberta.stone"

--b1
Content-Type: message/rfc822

Return-Path: <hanako@sakuraya.example>
Received: from PC (unknown [198.51.100.20])
\t(Authenticated sender: hanako)
\tby mail.sakuraya.example (Postfix) with ESMTPSA id 4A1;
\tTue, 02 Jun 2026 10:00:10 +0900
From: "Hanako Yamada" <hanako@sakuraya.example>
To: Roberta Stone <roberta.stone@bakery.test>
Subject: For Roberta
Message-ID: <abc.1@pc.example>

Dear Roberta Stone, the key is under the mat. Hanako

--b1--
""".encode()


def test_people_are_gone() -> None:
    text = redact(MESSAGE).decode().lower()
    for word in ("hanako", "yamada", "roberta", "stone", NAME.lower(), "under the mat"):
        assert word not in text


def test_the_same_person_is_the_same_number() -> None:
    text = redact(MESSAGE).decode()
    assert text.count("person1@sakuraya.example") == 5
    assert text.count("person2@bakery.test") == 3
    assert "(Authenticated sender: person1)" in text
    assert '"Person 1" <person1@' in text
    assert "To: Person 2 <person2@bakery.test>" in text
    assert "Subject: For Person 2" in text


@pytest.mark.parametrize(
    "kept",
    [
        "mail.sakuraya.example (Postfix)", "[198.51.100.20]", "mx.bakery.test[203.0.113.9]", "<abc.1@pc.example>",
        "Tue, 02 Jun 2026 10:00:10 +0900", "MAILER-DAEMON@mail.sakuraya.example", "550 5.1.1", "--b1--",
        "This is the mail system at host",
    ],
)  # fmt: skip
def test_proof_stays(kept: str) -> None:
    assert kept in redact(MESSAGE).decode()


def test_it_reads_as_before() -> None:
    before, after = diagnose(MESSAGE), diagnose(redact(MESSAGE))
    assert [(d.kind, d.origin, d.verdict, d.reporter, d.recipients[0].reason) for d in (before,)] == [
        (after.kind, after.origin, after.verdict, after.reporter, after.recipients[0].reason)
    ]
    assert len(redact(MESSAGE).splitlines()) == len(MESSAGE.splitlines())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("SRS0=ab=cd=sakuraya.example=hanako@list.test", "SRS0=ab=cd=sakuraya.example=person1@list.test"),
        ("prvs=123abc=hanako@sakuraya.example", "prvs=123abc=person1@sakuraya.example"),
        ("hanako+shop@sakuraya.example", "person1+tag@sakuraya.example"),
        ("bounces-hanako=sakuraya.example@list.test", "person1=sakuraya.example@list.test"),
        ("postmaster@sakuraya.example", "postmaster@sakuraya.example"),
    ],
)
def test_what_servers_put_around_an_address_stays(given: str, expected: str) -> None:
    assert redact(f"To: {given}\n\nx\n".encode()).decode() == f"To: {expected}\n\nx\n"


def test_encoded_bodies_are_read_too() -> None:
    body = base64.b64encode("書いたのは hanako@sakuraya.example です".encode()).decode()
    head = "From: x@a.test\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    text = redact(f"{head}{body}\n".encode()).decode()
    said = base64.b64decode(text.split("\n\n")[1]).decode()
    assert "hanako" not in said
    assert "@sakuraya.example です" in said


def test_attachments_are_taken_out() -> None:
    body = base64.b64encode(b"secret picture").decode()
    text = redact(f"From: x@a.test\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n{body}\n".encode())
    assert body.encode() not in text


@pytest.mark.parametrize("junk", [b"", b"\0\xff" * 50, b"\x1b$B" * 9, b'From: "', "名前".encode("euc_jp"), b"a@" * 500])
def test_nothing_raises(junk: bytes) -> None:
    assert isinstance(redact(junk), bytes)


def test_line_ends_stay() -> None:
    assert redact(MESSAGE.replace(b"\n", b"\r\n")) == redact(MESSAGE).replace(b"\n", b"\r\n")


def test_command(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MESSAGE)
    run = CliRunner()
    assert run.invoke(main, ["redact", str(tmp_path / "a.eml")]).stdout_bytes == redact(MESSAGE)
    assert run.invoke(main, ["redact", "-"], input=MESSAGE).stdout_bytes == redact(MESSAGE)
    missing = run.invoke(main, ["redact", str(tmp_path / "b.eml")])
    assert (missing.exit_code, "b.eml" in missing.stderr) == (1, True)
    assert run.invoke(main, ["redact"]).exit_code == 2
