"""What a path holds: which messages, under which names, and what is refused with which words."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide_engine.incident import mbox
from guide_engine.incident.sources import FLOOR, Message, Trouble, messages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FROM = b"From MAILER-DAEMON Tue Jun  2 00:15:13 2026\n"
ONE = b"From: MAILER-DAEMON@mail.example.jp\nSubject: one\n\nfirst\n"
TWO = b"Return-Path: <>\nSubject: two\n\nsecond\n"
PILE = FROM + ONE + b"\n" + FROM + TWO + b"\n"


def read(*sources: object, stdin: bytes | None = None) -> list[tuple[str, bytes]]:
    """(source, data) of each message; a trouble shows as (source, b"!reason")."""
    found = messages(sources, stdin=io.BytesIO(stdin) if stdin is not None else None)  # type: ignore[arg-type]
    return [(m.source, m.data) if isinstance(m, Message) else (m.source, b"!" + m.reason.encode()) for m in found]


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("a.eml", ONE, [("a.eml", ONE)], id="one message"),
        pytest.param("a.eml", FROM + ONE, [("a.eml", FROM + ONE)], id="an .eml with a From_ line is one message"),
        pytest.param("a.txt", PILE, [("a.txt", PILE)], id="a .txt is one message whatever is in it"),
        pytest.param("a.mbox", PILE, [("a.mbox#1", ONE), ("a.mbox#2", TWO)], id="mbox"),
        pytest.param("a.mbox", FROM + ONE, [("a.mbox#1", ONE)], id="mbox of one"),
        pytest.param("a.mbox", b"", [], id="empty mbox"),
        pytest.param("Inbox", PILE, [("Inbox#1", ONE), ("Inbox#2", TWO)], id="mbox without a suffix"),
        pytest.param("1700000.M1P2.host:2,S", ONE, [("1700000.M1P2.host:2,S", ONE)], id="a Maildir file"),
        pytest.param("saved", FROM + ONE, [("saved", FROM + ONE)], id="no suffix, a From_ line, one message"),
        pytest.param("a.emlx", b"%d      \n" % len(ONE) + ONE + b"<?xml", [("a.emlx", ONE)], id="Apple Mail"),
        pytest.param("a.emlx", ONE, [("a.emlx", ONE)], id="an .emlx without its length"),
        pytest.param("a.eml.gz", gzip.compress(ONE), [("a.eml.gz", ONE)], id="gz of one message"),
        pytest.param("a.mbox.gz", gzip.compress(PILE), [("a.mbox.gz#1", ONE), ("a.mbox.gz#2", TWO)], id="gz, mbox"),
        pytest.param("a.zip", zipped({"x/b.eml": ONE, "a.eml": TWO}), [("a.zip#1", ONE), ("a.zip#2", TWO)], id="zip"),
        pytest.param("a.zip", zipped({"b.eml": ONE}), [("a.zip#1", ONE)], id="zip of one"),
        pytest.param("noname", zipped({"b.eml": ONE}), [("noname#1", ONE)], id="zip known by its first bytes"),
        pytest.param(
            "a.zip", zipped({"m.mbox": PILE, "c.eml.gz": gzip.compress(ONE)}),
            [("a.zip#1", ONE), ("a.zip#2", TWO), ("a.zip#3", ONE)], id="zip of mbox and gz",
        ),
        pytest.param("a.zip", zipped({"in.zip": zipped({"b.eml": ONE})}), [("a.zip#1", ONE)], id="zip in zip"),
        pytest.param(
            "a.zip", zipped({"in.zip": zipped({"in.zip": zipped({"b.eml": ONE})}), "c.eml": TWO}),
            [("a.zip: in.zip", b"!nested"), ("a.zip#1", TWO)], id="nested twice is refused, the rest is read",
        ),
        pytest.param("a.zip", b"PK\x03\x04 not a zip", [("a.zip", b"!damaged")], id="damaged zip"),
        pytest.param("a.mbox.gz", gzip.compress(PILE)[:-12], [("a.mbox.gz", b"!damaged")], id="damaged gz"),
        pytest.param("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", [("a.msg", b"!outlook-msg")], id=".msg"),
        pytest.param("a.eml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", [("a.eml", b"!outlook-msg")], id=".msg renamed"),
        pytest.param("a.pst", b"!BDN", [("a.pst", b"!outlook-pst")], id=".pst"),
        pytest.param("a.tar.gz", gzip.compress(b"x" * 600), [("a.tar.gz: a.tar", b"!archive")], id="tar"),
    ],
)  # fmt: skip
def test_a_file(tmp_path: Path, name: str, data: bytes, expected: list[tuple[str, bytes]]) -> None:
    (tmp_path / name).write_bytes(data)
    root = f"{tmp_path}/"
    assert [(s.removeprefix(root), d) for s, d in read(root + name)] == expected
    assert read((name, io.BytesIO(data))) == expected, "the same from an open file"


def test_a_folder_is_read_in_sorted_order_and_named_as_it_was_given(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for name in (
        "b.eml",
        "a/z.eml",
        "a/c.mbox",
        ".hidden",
        "a/x.msf",
        "Mail/cur/2",
        "Mail/new/1",
        "Mail/tmp/3",
        ".Sent/cur/9",
    ):
        (tmp_path / "box" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "box" / name).write_bytes(PILE if name.endswith(".mbox") else ONE)
    (tmp_path / "box" / "Mail" / "cur").joinpath("sub").mkdir()
    (tmp_path / "box" / "loop").symlink_to(tmp_path / "box", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    below = [".Sent/cur/9", "Mail/cur/2", "Mail/new/1", "a/c.mbox#1", "a/c.mbox#2", "a/z.eml", "b.eml"]
    # ".Sent" is a Maildir folder only when it has a "new" as well; its "cur" is enough to be looked into.
    assert [s for s, _ in read("box")] == [f"box/{n}" for n in below]
    assert [s for s, _ in read("box/")] == [f"box/{n}" for n in below]
    assert [s for s, _ in read("./box/a")] == ["./box/a/c.mbox#1", "./box/a/c.mbox#2", "./box/a/z.eml"]


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(ONE)
    os.mkfifo(tmp_path / "pipe")
    said = read(f"{tmp_path}/missing", f"{tmp_path}/pipe", f"{tmp_path}/a.eml")
    assert [d for _, d in said] == [b"!cannot-open", b"!not-a-file", ONE]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(ONE, ["-"], id="message"),
        pytest.param(PILE, ["-#1", "-#2"], id="mbox"),
        pytest.param(gzip.compress(PILE), ["-#1", "-#2"], id="gz"),
        pytest.param(zipped({"a.eml": ONE}), ["-#1"], id="zip"),
    ],
)
def test_standard_input(data: bytes, expected: list[str]) -> None:
    assert [s for s, _ in read("-", stdin=data)] == expected


BOMB = b"\0" * (12 << 20)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("a.gz", gzip.compress(BOMB), [("a.gz", b"!bomb")], id="gz"),
        pytest.param("a.zip", zipped({"a.eml": BOMB, "b.eml": ONE}), [("a.zip: a.eml", b"!bomb")], id="zip"),
        pytest.param(
            "a.zip", zipped({f"{n}.eml": b"x" * (1 << 20) for n in range(12)}),
            [(f"a.zip#{n}", b"x" * (1 << 20)) for n in range(1, 9)] + [("a.zip: 8.eml", b"!bomb")], id="many",
        ),
    ],
)  # fmt: skip
def test_a_bomb_is_refused_and_the_next_source_is_read(
    name: str, data: bytes, expected: list[tuple[str, bytes]]
) -> None:
    assert read((name, io.BytesIO(data)), ("next.eml", io.BytesIO(ONE))) == [*expected, ("next.eml", ONE)]


def test_a_mailbox_of_near_copies_is_no_bomb() -> None:
    body = b"".join(b"line %d of the same notice, which says what all of them say\n" % n for n in range(8))
    pile = b"".join(FROM + ONE + b"\n%d\n%s\n" % (n, body) for n in range(16_000))
    assert len(pile) > FLOOR
    found = list(messages([("a.mbox.gz", io.BytesIO(gzip.compress(pile)))]))
    assert {type(m) for m in found} == {Message}
    assert len(found) == 16_000


RETURNED = b"Subject: failure notice\n\nHi.\n\n--- Below this line is a copy of the message.\n\n"


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        pytest.param(RETURNED + b">From you@example.jp Tue Jun  2 09:15:13 2026\nReceived: x\n", 1, id="quoted"),
        pytest.param(
            RETURNED[:-1] + b"From you@example.jp Tue Jun  2 09:15:13 2026\nReceived: x\n", 1, id="no empty line"
        ),
        pytest.param(b"Subject: x\n\nFrom now on, at 10:15 in 2026 we meet.\n", 1, id="prose"),
        pytest.param(b"Subject: x\n\nFrom me Tue Jun  2 09:15:13 2026\nI wrote this.\n", 1, id="no header follows"),
        pytest.param(b"Subject: x\n\n--b--\nFrom me Tue Jun  2 09:15:13 2026\nSubject: y\n", 2, id="after a boundary"),
        pytest.param(b"Subject: x\n\nFrom - Tue Jun  2 09:15:13 2026\nX-Mozilla-Status: 0001\n", 2, id="Thunderbird"),
        pytest.param(b"Subject: x\n\nFrom ???@??? Tue Jun 02 09:15:13 2026\nSubject: y\n", 2, id="Eudora"),
        pytest.param(
            b"Subject: x\n\nFrom 17@xxx Tue Jun 02 00:15:13 +0000 2026\nX-GM-THRID: 1\n", 2, id="Gmail export"
        ),
        pytest.param(
            b'Subject: x\n\nFrom "a b"@example.jp Tue Jun  2 09:15:13 2026\nSubject: y\n', 2, id="quoted address"
        ),
    ],
)
def test_separators(body: bytes, parts: int) -> None:
    for newline in (b"\n", b"\r\n"):
        pile = (FROM + body + b"\n" + FROM + TWO).replace(b"\n", newline)
        found = list(mbox.split(io.BytesIO(pile)))
        assert len(found) == parts + 1
        assert found[-1][1] == TWO.replace(b"\n", newline)
    if parts == 1:
        (_, data, _), _ = mbox.split(io.BytesIO(FROM + body + b"\n" + FROM + TWO))
        assert data == body.replace(b"\n>From ", b"\nFrom ")


class Trickle(io.BytesIO):
    """Gives a few bytes at a time, so that every separator is cut somewhere."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self.step = step

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self.step)


@pytest.mark.parametrize("step", [1, 7, 997, 4096])
def test_where_the_file_is_cut_makes_no_difference(step: int) -> None:
    pile = b"".join(FROM + b"Subject: %d\n\n" % n + b"x" * (n * 37 % 9000) + b"\n\n" for n in range(30))
    assert list(mbox.split(Trickle(pile, step))) == list(mbox.split(io.BytesIO(pile)))
    assert len(list(mbox.split(io.BytesIO(pile)))) == 30


def test_a_message_that_is_too_long_is_cut_and_said(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(mbox, "LIMIT", 1 << 20)
    pile = FROM + b"Subject: long\n\n" + b"x\n" * (3 << 20) + b"\n" + FROM + TWO
    (_, first, first_cut), (_, second, second_cut) = mbox.split(io.BytesIO(pile))
    assert (len(first) <= 1 << 20, first_cut, second, second_cut) == (True, True, TWO, False)


def test_troubles_are_told_apart_from_messages() -> None:
    assert list(messages([("a.pst", io.BytesIO(b"x"))])) == [Trouble("a.pst", "outlook-pst")]


NAMES = st.sampled_from(
    ["a.eml", "a.txt", "a.mbox", "a.emlx", "a.zip", "a.gz", "a.mbox.gz", "a.eml.gz", "a", "a.tar.gz"]
)
PIECES = st.sampled_from(
    [FROM, ONE, TWO, b"\n", b"\r\n", b"\0", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"From ", b">From ", b"99\n"]
)
BYTES = st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=12).map(b"".join))


@settings(deadline=None, max_examples=200)
@given(name=NAMES, data=BYTES, pack=st.sampled_from([bytes, gzip.compress, lambda data: zipped({"x.mbox": data})]))
def test_no_file_raises(name: str, data: bytes, pack: Callable[[bytes], bytes]) -> None:
    for found in messages([(name, io.BytesIO(pack(data)))]):
        assert found.source.startswith(name)
