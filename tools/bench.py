"""Compares speed in one run on the same bounces, and shows that time and memory stay within bounds.

    python tools/bench.py [--only speed,flood,growth,jobs,memory,start] [--largest MB] [--messages N]

Rates are messages per second of processor time, the best of several rounds that take turns, so that a busy
machine slows all alike. The bounces are those of the labelled corpus (CORPUS=), else the tests' own.
"""

from __future__ import annotations

import argparse
import email
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email import policy
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from accuracy import corpus, table
from adversarial import CASES

from guide_engine import diagnose
from guide_engine.bounce import read
from guide_engine.incident.mbox import split
from guide_engine.incident.sources import Message

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
FACTOR = 2.3  # how much longer twice the input may take
TOGETHER = 1.15  # how much longer a flood may take than its messages one by one
NOISE = 0.02  # seconds; shorter runs say nothing about growth
PERL = """use Sisimai; my $none = Sisimai->make($ARGV[0]); my @a = times;
for my $f (@ARGV) { my $d = Sisimai->make($f); } my @b = times; print $b[0] + $b[1] - $a[0] - $a[1];"""


def bounces() -> list[Path]:
    """The files that are measured: real bounces of the corpus, or the tests' own."""
    where = corpus()
    if where is None:
        return sorted((ROOT / "tests" / "bounce" / "mail").rglob("*.eml"))
    import json

    rows = map(json.loads, (where / "dev" / "labels.jsonl").read_text(encoding="utf-8").splitlines())
    return [where / "dev" / row["file"] for row in rows if row["is_bounce"]]


# ---- speed -------------------------------------------------------------------------------------


def flufl() -> Callable[[bytes], object] | None:
    try:
        from flufl.bounce import scan_message
    except ImportError:
        return None
    return lambda raw: scan_message(email.message_from_bytes(raw))


def sisimai(paths: list[Path]) -> float | None:
    """Seconds that Sisimai (Perl) needs for the same files, None where it is not installed."""
    perl = shutil.which("perl")
    if not perl:
        return None
    done = subprocess.run(
        [perl, "-e", PERL, *map(str, paths)], capture_output=True, text=True, check=False, timeout=600
    )
    return float(done.stdout) if done.returncode == 0 and done.stdout else None


def speed() -> None:
    paths = bounces()
    mails = [path.read_bytes() for path in paths]
    runners: dict[str, Callable[[bytes], object]] = {
        "email, compat32 (the floor)": lambda raw: email.message_from_bytes(raw, policy=policy.compat32),
        "this reader": read,
        "the whole diagnosis": diagnose,
    }
    other = flufl()
    if other is None:
        print("flufl.bounce is not installed")
    else:
        runners["flufl.bounce"] = other
    best = dict.fromkeys(runners, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runners.items():
            start = time.process_time()
            for mail in mails:
                run(mail)
            best[name] = min(best[name], time.process_time() - start)
    took = sisimai(paths)
    if took is None:
        print("Sisimai (Perl, Debian's libsisimai-perl) is not installed")
    else:
        best["Sisimai, Perl"] = min(took, sisimai(paths) or took)
    floor, whole = best["email, compat32 (the floor)"], best["the whole diagnosis"]
    print(f"## Speed over {len(mails)} bounces\n")
    table(
        ["", "messages a second", "of the floor", "the whole diagnosis is"],
        [
            [name, f"{len(mails) / seconds:,.0f}", f"{floor / seconds:.2f}", f"{seconds / whole:.2f} times as fast"]
            for name, seconds in best.items()
        ],
    )


# ---- a flood against its messages ----------------------------------------------------------------


def flood(count: int = 2000) -> int:
    """A flood read and drawn against its messages one by one, both from one mailbox; 1 if the flood takes longer."""
    from guide_engine.cli_output import json_line
    from guide_engine.incident import report
    from guide_engine.incident.mailbox import Reader, read_mailbox

    pile = b"".join(generated(count))
    singles = [mail for _, mail, _ in split(io.BytesIO(pile))]
    reader = Reader(["example.net"], lang="en")

    def bare() -> None:
        for mail in singles:
            diagnose(mail, home=("example.net",), lang="en")

    def alone() -> None:
        for number, (_, mail, _) in enumerate(split(io.BytesIO(pile))):
            json_line(reader.diagnosis(Message(f"flood.mbox#{number}", mail)).to_dict())

    def together() -> None:
        report.mailbox(read_mailbox([("flood.mbox", io.BytesIO(pile))], home=("example.net",), lang="en"), "en")

    runs = {
        "diagnosed alone, in memory": bare,
        "read, diagnosed and written alone": alone,
        "read and drawn as one": together,
    }
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - start)
    _, one_by_one, as_one = best.values()
    print(f"## A flood of {count:,} messages\n")
    table(
        ["", "messages a second", "the flood takes"],
        [[name, f"{count / seconds:,.0f}", f"{as_one / seconds:.2f} times as long"] for name, seconds in best.items()],
    )
    print(f"limit: {TOGETHER} times as long as its messages one by one\n")
    return int(as_one / one_by_one > TOGETHER)


# ---- growth ------------------------------------------------------------------------------------


def apart(work: Callable[[], object]) -> tuple[float, int]:
    """Seconds and kilobytes that ``work`` takes in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        work()
        took = time.process_time() - start
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(writing, f"{took} {used}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read().split()
    os.waitpid(child, 0)
    if not said:
        raise RuntimeError("the reader died")
    return float(said[0]), int(said[1])


def growth(largest: int) -> int:
    """Every adversarial input doubled up to ``largest`` megabytes; the number of those that grow too fast."""
    diagnose(next(generated(1)))  # loads the tables, so that only the work is measured
    rows, bad = [], 0
    for name, make in CASES.items():
        times, memory, megabytes = [], [], 1
        while megabytes <= largest:
            mail = make(megabytes << 20)
            took, used = min(apart(lambda mail=mail: diagnose(mail)) for _ in range(3))  # type: ignore[misc]
            times.append(took)
            memory.append(used)
            megabytes *= 2
        factors = [b / a for a, b in pairwise(times) if a >= NOISE]
        worst = max(factors, default=0.0)
        bad += worst > FACTOR
        rows.append([name, f"{times[-1]:.3f} s", f"{worst:.2f}" if factors else "-", f"{memory[-1] / 1024:.0f} MB"])
    print(f"## Growth: input doubled from 1 to {largest} MB\n")
    table(["input", f"time at {largest} MB", "worst factor", "memory beside it"], rows)
    print(f"{bad} of {len(CASES)} take more than {FACTOR} times as long for twice the input\n")
    return bad


# ---- the command over many messages --------------------------------------------------------------


def generated(count: int) -> Iterator[bytes]:
    """``count`` different bounces of about 10 kB, in mbox form."""
    body = b"This line stands for the mail that came back.\r\n" * 190
    for number in range(count):
        yield (
            b"From MAILER-DAEMON Mon Mar  2 10:00:00 2026\r\nReturn-Path: <>\r\n"
            b"Received: by mx.example.net (Postfix) id %(n)d; Mon, 2 Mar 2026 10:00:00 +0900 (JST)\r\n"
            b"From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\r\nTo: owner@example.net\r\n"
            b"Subject: Undelivered Mail Returned to Sender\r\nMessage-Id: <%(n)d@mx.example.net>\r\n"
            b"MIME-Version: 1.0\r\n"
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="b%(n)d"\r\n\r\n'
            b"--b%(n)d\r\n\r\nThis is the mail system at host mx.example.net.\r\n\r\n"
            b"<u%(n)d@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown"
            b" (in reply to RCPT TO command)\r\n\r\n"
            b"--b%(n)d\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
            b"Final-Recipient: rfc822; u%(n)d@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            b"Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b%(n)d\r\nContent-Type: message/rfc822\r\n\r\n"
            b"Received: from pc (unknown [198.51.100.7])\r\n\tby mx.example.net (Postfix) with ESMTPSA id %(n)d;"
            b" Mon, 2 Mar 2026 09:59:00 +0900 (JST)\r\nFrom: owner@example.net\r\nTo: u%(n)d@example.com\r\n"
            b"Subject: offer %(n)d\r\nMessage-Id: <m%(n)d@example.net>\r\n\r\n" % {b"n": number}
        ) + body + b"\r\n--b%d--\r\n\r\n" % number  # fmt: skip


def mailbox(path: Path, count: int) -> int:
    with path.open("wb") as out:
        for message in generated(count):
            out.write(message)
    return path.stat().st_size


def command(path: Path, *options: str) -> tuple[float, float, int, int]:
    """`guide diagnose` over one mbox: seconds, seconds to the first line, lines, peak memory in kilobytes."""
    start = time.monotonic()
    run_guide = "from guide_engine.cli import main; main()"
    call = [sys.executable, "-c", run_guide, "diagnose", "--format", "jsonl", *options, str(path)]
    first, lines = 0.0, 0
    with subprocess.Popen(call, stdout=subprocess.PIPE, cwd=ROOT) as run:
        for _ in run.stdout or ():
            first = first or time.monotonic() - start
            lines += 1
        _, status, used = os.wait4(run.pid, 0)
    if status:
        raise RuntimeError(f"guide diagnose ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - start, first, lines, used.ru_maxrss


def jobs(count: int) -> None:
    print(f"## --jobs over {count:,} messages, {os.cpu_count()} cores\n")
    rows, alone = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.mbox"
        mailbox(path, count)
        for number in dict.fromkeys((1, 2, os.cpu_count() or 1)):
            took, _, lines, _ = command(path, "--jobs", str(number))
            alone = alone or took
            rows.append([str(number), f"{took:.1f} s", f"{lines / took:,.0f}", f"{alone / took:.2f}"])
    table(["jobs", "time", "messages a second", "times as fast"], rows)


def memory(count: int) -> None:
    print("## Memory over one mailbox, read and answered as a stream\n")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for number in dict.fromkeys((max(1, count // 100), count)):
            path = Path(folder) / "many.mbox"
            size = mailbox(path, number)
            took, first, lines, peak = command(path)
            rows.append(
                [
                    f"{number:,}",
                    f"{size / 1e6:,.0f} MB",
                    f"{lines:,}",
                    f"{peak / 1024:.0f} MB",
                    f"{first:.1f} s",
                    f"{took:.1f} s",
                ]
            )
    table(["messages", "size", "answers", "peak memory", "first answer after", "all after"], rows)


def start() -> None:
    """What a cold start pays: modules and milliseconds until the first diagnosis."""
    code = (
        "import sys, time; t = time.process_time(); n = len(sys.modules)\n"
        "import guide_engine; guide_engine.diagnose(b'From: MAILER-DAEMON@example.com\\n\\n550 user unknown')\n"
        "print(len(sys.modules) - n, 1000 * (time.process_time() - t))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    modules, milliseconds = done.stdout.split()
    print(f"## Start\n\n{modules} modules and {float(milliseconds):.0f} ms until the first diagnosis\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="speed,flood,start,growth,jobs,memory")
    parser.add_argument("--largest", type=int, default=64, help="megabytes of the largest adversarial input")
    parser.add_argument("--messages", type=int, default=100_000, help="of the mailbox that memory is measured over")
    args = parser.parse_args()
    wanted = args.only.split(",")
    bad = 0
    if "memory" in wanted:  # first: the peak of a program counts what its starter held, and the others hold much
        memory(args.messages)
    if "speed" in wanted:
        speed()
    if "flood" in wanted:
        bad += flood()
    if "start" in wanted:
        start()
    if "growth" in wanted:
        bad += growth(args.largest)
    if "jobs" in wanted:
        jobs(min(20_000, args.messages))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
