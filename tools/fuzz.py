"""Throws mutated and raw bytes at the engine: nothing may raise, and what comes out must be sound.

    python tools/fuzz.py [--examples N] [--seconds S] [--target message,mailbox]

First hypothesis (mutations of the tests' own mails, and raw bytes), then atheris (guided by coverage, from the same
seeds) for S seconds a target. A finding is printed with its traceback; atheris leaves it as a file beside.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
from adversarial import CASES

from guide_engine import diagnose, read_mailbox
from guide_engine.model import CONFIDENCES, KINDS, ORIGINS, VERDICTS

ROOT = Path(__file__).resolve().parent.parent
# What has meaning to the reader, to be put where it does not belong.
TOKENS = [
    b"\r\n", b"\n\n", b"\r", b"\0", b"--", b"\xff\xfe", b"\x1b$B", b"=?utf-8?B?", b"=?iso-2022-jp?Q?=1B?=",
    b"Received: ", b"\tby ", b'Content-Type: multipart/report; boundary=""\r\n\r\n', b"From ", b"<<<", b">>> ",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7",
    b"charset=\xff", b"boundary=", b"Final-Recipient: rfc822;", b"Status: 5.1.1 (", b"Diagnostic-Code: smtp;",
    b"550 5.1.1 ", b"Date: Mon, 99 Foo 99999 99:99:99 +9999", b"Date: Thu, 01 Jan 1970 00:00:00 +0000",
    b"a@[192.0.2.1]", b"@" * 300, b"[2001:db8::1]", b"(" * 50, b'"' * 3, b"Authentication-Results: ",
    b"Message-ID: <>", "宛先が見つかりません".encode("shift_jis"), "届きません".encode("euc_jp"),
]  # fmt: skip


@cache
def seeds() -> tuple[bytes, ...]:
    """The tests' own mails, and small pieces of what was made to hurt."""
    mails = sorted(path for path in (ROOT / "tests").rglob("*.eml") if path.stat().st_size < 100_000)
    return tuple(path.read_bytes() for path in mails) + tuple(make(400) for make in CASES.values())


# ---- what is thrown ----------------------------------------------------------------------------


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A seed with a few pieces cut, doubled, overwritten, put in or taken from another seed."""
    mail = bytearray(draw(st.sampled_from(seeds())))
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(mail)))
        stop = min(len(mail), at + draw(st.integers(0, 200)))
        match draw(st.integers(0, 6)):
            case 0:
                del mail[at:stop]
            case 1:
                mail[at:at] = mail[at:stop] * draw(st.integers(1, 20))
            case 2:
                mail[at:stop] = draw(st.binary(max_size=20))
            case 3:
                mail[at:at] = draw(st.sampled_from(TOKENS))
            case 4:
                other = draw(st.sampled_from(seeds()))
                start = draw(st.integers(0, len(other)))
                mail[at:at] = other[start : start + 300]
            case 5:
                del mail[at:]
            case _:
                mail[:at] = b""
    return bytes(mail)


def anything() -> st.SearchStrategy[bytes]:
    return st.one_of(mutated(), st.binary(max_size=2000), st.lists(st.sampled_from(TOKENS), max_size=40).map(b"".join))


# ---- what must hold ------------------------------------------------------------------------------


class UnsoundError(Exception):
    """What came out breaks the contract."""


def hold(what: str, holds: bool) -> None:
    if not holds:
        raise UnsoundError(what)


def message(data: bytes) -> None:
    """One message: never an exception, the vocabulary kept, and an answer that is JSON and stays the same."""
    said = diagnose(data).to_dict()
    for key, known in (("kind", KINDS), ("origin", ORIGINS), ("verdict", VERDICTS), ("confidence", CONFIDENCES)):
        hold(f"{key}: {said[key]}", said[key] in known)
    text = json.dumps(said, ensure_ascii=False)
    hold("the same bytes give the same answer", json.dumps(diagnose(data).to_dict(), ensure_ascii=False) == text)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for item in said["evidence"]:  # type: ignore[attr-defined]
        hold(f"line {item['line']} of {lines}", item["line"] is None or 1 <= item["line"] <= lines)


def mailbox(data: bytes) -> None:
    """The same bytes as a file of many kinds: what cannot be read is said, and the rest goes on."""
    for name in ("a.mbox", "a.eml", "a.zip", "a.gz", "a.txt", "a"):
        incident = read_mailbox([(name, io.BytesIO(data)), ("next.eml", io.BytesIO(seeds()[0]))]).to_dict()
        json.dumps(incident, ensure_ascii=False)


TARGETS: dict[str, Callable[[bytes], None]] = {"message": message, "mailbox": mailbox}


# ---- the two fuzzers -----------------------------------------------------------------------------


def by_hypothesis(target: str, examples: int) -> None:
    check = TARGETS[target]
    quiet = settings(
        max_examples=examples, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    quiet(given(anything())(check))()


def by_atheris(target: str, seconds: int) -> None:
    """Runs in a process of its own, which atheris ends."""
    import atheris

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.instrument_all()
        atheris.Setup(
            [sys.argv[0], folder, f"-max_total_time={seconds}", "-max_len=20000", "-timeout=20"], TARGETS[target]
        )
        atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=3000, help="of hypothesis, for each target")
    parser.add_argument("--seconds", type=int, default=120, help="of atheris, for each target")
    parser.add_argument("--target", default=",".join(TARGETS))
    args = parser.parse_args()
    failed = False
    for target in args.target.split(","):
        print(f"{target}: hypothesis, {args.examples} examples", flush=True)
        by_hypothesis(target, args.examples)
        if args.seconds:
            print(f"{target}: atheris, {args.seconds} seconds, {len(seeds())} seeds", flush=True)
            run = multiprocessing.get_context("spawn").Process(target=by_atheris, args=(target, args.seconds))
            run.start()
            run.join()
            failed = failed or run.exitcode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
