"""``guide diagnose``: formats, order, exit statuses, and output that nothing in a mail can take over."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import markdown
import pytest
from click.testing import CliRunner, Result
from mkdocs.config import load_config

from guide_engine import __version__
from guide_engine.cli import COMMANDS, main
from guide_engine.incident.story import read as read_story
from guide_engine.knowledge import LANGUAGES

NOTICE = """\
Return-Path: <>
Delivered-To: info@sakuraya.example
Received: by mail.sakuraya.example (Postfix)
\tid 77; Tue, 02 Jun 2026 10:00:20 +0900
From: Mail Delivery System <MAILER-DAEMON@mail.sakuraya.example>
To: info@sakuraya.example
Subject: Undelivered Mail Returned to Sender
Date: Tue, 02 Jun 2026 10:00:20 +0900
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

This is the mail system at host mail.sakuraya.example.

<{to}>: host mx.bakery.test[203.0.113.9] said: 550 5.1.1 {said} (in reply to RCPT TO command)

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.sakuraya.example
Arrival-Date: Tue, 02 Jun 2026 10:00:10 +0900

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.bakery.test
Diagnostic-Code: smtp; 550 5.1.1 {said}

--b1
Content-Type: message/rfc822

Return-Path: <info@sakuraya.example>
Received: from PC (unknown [198.51.100.20])
\t(Authenticated sender: info)
\tby mail.sakuraya.example (Postfix) with ESMTPSA id 4A1{trace};
\tTue, 02 Jun 2026 10:00:10 +0900
Date: Tue, 02 Jun 2026 10:00:10 +0900
From: info@sakuraya.example
To: {to}
Subject: {subject}
Message-ID: <{id}@pc.example>

text

--b1--
"""


def notice(
    to: str = "a@bakery.test", said: str = "User unknown", subject: str = "Offer", id: str = "1", trace: str = ""
) -> bytes:
    return NOTICE.format(to=to, said=said, subject=subject, id=id, trace=trace).encode()


def guide(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """box/ with three messages in two files, worked in from above it."""
    (tmp_path / "box").mkdir()
    line = b"From MAILER-DAEMON Tue Jun  2 01:00:20 2026\n"
    (tmp_path / "box" / "a.mbox").write_bytes(
        line + notice(id="1") + b"\n" + line + notice("b@telco.test", id="2") + b"\n"
    )
    (tmp_path / "box" / "b.eml").write_bytes(notice("c@school.test", id="3"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_version() -> None:
    assert guide("--version").output.strip() == f"guide, version {__version__}"


def test_every_command_is_listed() -> None:
    text = guide("--help").output
    assert all(re.search(rf"^  {name} ", text, re.MULTILINE) for name in COMMANDS)


def test_jsonl_is_one_diagnosis_a_line_in_order(folder: Path) -> None:
    result = guide("diagnose", "--format", "jsonl", "box")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [r["source"] for r in rows] == ["box/a.mbox#1", "box/a.mbox#2", "box/b.eml"]
    assert set(rows[0]) == {
        "source", "kind", "reporter", "recipients", "returned", "origin", "verdict", "confidence", "evidence",
        "questions", "actions", "warnings",
    }  # fmt: skip


def test_json_is_one_object(folder: Path) -> None:
    one = json.loads(guide("diagnose", "--format", "json", "box/b.eml").stdout)
    many = json.loads(guide("diagnose", "--format", "json", "box").stdout)
    assert (one["source"], one["kind"]) == ("box/b.eml", "failure")
    assert many["counts"]["messages"] == 3


def test_a_copy_of_sent_mail_is_read_alike_in_every_form(folder: Path) -> None:
    """Brought alone it is one that came back; in a pile it may have gone well, whichever form is asked for."""
    sent = folder / "box" / "sent.eml"
    sent.write_text(
        "Return-Path: <taro@example.jp>\nReceived: from pc (unknown [198.51.100.7])\n\tby mail.example.jp (Postfix) "
        "with ESMTPSA id 7A3E12\n\tfor <hana@example.com>; Mon, 5 Oct 2026 09:12:40 +0900 (JST)\n"
        "From: Taro <taro@example.jp>\nTo: hana@example.com\nSubject: Estimate\n\nHello, here are the figures.\n",
        encoding="utf-8",
    )
    alone = [json.loads(guide("diagnose", "--format", form, "box/sent.eml").stdout) for form in ("json", "jsonl")]
    assert [found["kind"] for found in alone] == ["failure", "failure"]
    lines = [json.loads(line) for line in guide("diagnose", "--format", "jsonl", "box").stdout.splitlines()]
    pile = json.loads(guide("diagnose", "--format", "json", "box").stdout)
    assert next(found["kind"] for found in lines if found["source"].endswith("sent.eml")) == "other"
    assert pile["counts"]["kind"] == dict(Counter(found["kind"] for found in lines))


def test_csv_is_a_row_a_recipient(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(guide("diagnose", "--format", "csv", "box").stdout)))
    assert [(r["source"], r["recipient"], r["status"], r["reason"]) for r in rows] == [
        ("box/a.mbox#1", "a@bakery.test", "5.1.1", "userunknown"),
        ("box/a.mbox#2", "b@telco.test", "5.1.1", "userunknown"),
        ("box/b.eml", "c@school.test", "5.1.1", "userunknown"),
    ]


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["box", "box/b.eml"])
def test_for_people(folder: Path, form: str, lang: str, path: str) -> None:
    result = guide("diagnose", "--format", form, "--lang", lang, path)
    assert result.exit_code == 0
    assert ("未" in result.stdout or "まだ" in result.stdout) == (lang == "ja")
    assert "None" not in result.stdout


def test_table_is_the_default_and_japanese_the_default_language(folder: Path) -> None:
    assert guide("diagnose", "box").stdout == guide("diagnose", "box", "--format", "table", "--lang", "ja").stdout


@pytest.mark.parametrize(
    ("packed", "expected"), [(False, ["-#1", "-#2"]), (True, ["-#1", "-#2"])], ids=["mbox", "mbox.gz"]
)
def test_standard_input(folder: Path, packed: bool, expected: list[str]) -> None:
    data = (folder / "box" / "a.mbox").read_bytes()
    result = guide("diagnose", "--format", "jsonl", "-", stdin=gzip.compress(data) if packed else data)
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == expected


@pytest.mark.parametrize("form", ["jsonl", "csv", "json", "table", "markdown"])
def test_more_processes_print_the_same(folder: Path, form: str) -> None:
    for number in range(150):
        (folder / "box" / f"n{number:03}.eml").write_bytes(notice(f"r{number}@shop.test", id=f"x{number}"))
    alone = guide("diagnose", "--format", form, "box")
    assert guide("diagnose", "--format", form, "--jobs", "2", "box").stdout == alone.stdout
    assert alone.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["box"], 0, id="done"),
        pytest.param(["missing.eml"], 1, id="no such file"),
        pytest.param(["missing.eml", "box"], 1, id="the rest is done"),
        pytest.param(["empty"], 1, id="no message"),
        pytest.param([], 2, id="no path"),
        pytest.param(["box", "--format", "xml"], 2, id="no such format"),
        pytest.param(["box", "--lang", "fr"], 2, id="no such language"),
        pytest.param(["box", "--answer", "wrote-it"], 2, id="no value"),
        pytest.param(["box", "--answer", "wrote-it=perhaps"], 2, id="no such value"),
        pytest.param(["box", "--answer", "nope=yes"], 2, id="no such question"),
        pytest.param(["box", "--jobs", "0"], 2, id="no process"),
        pytest.param(["box", "--nope"], 2, id="no such option"),
    ],
)
def test_exit_status(folder: Path, arguments: list[str], status: int) -> None:
    (folder / "empty").mkdir()
    result = guide("diagnose", "--format", "jsonl", *arguments)
    assert result.exit_code == status
    assert (result.stderr != "") == (status != 0), "what went wrong is said on standard error"
    assert len(result.stdout.splitlines()) == (3 if "box" in arguments and status != 2 else 0)


def test_answers_and_home_reach_the_diagnosis(folder: Path) -> None:
    told = json.loads(guide("diagnose", "--format", "json", "--answer", "wrote-it=yes", "box/b.eml").stdout)
    assert told["verdict"] == "own-mail"
    pile = json.loads(
        guide("diagnose", "--format", "json", "--home", "sakuraya.example", "--home", "192.0.2.7", "box").stdout
    )
    assert {"sakuraya.example", "192.0.2.7"} <= set(pile["home"])


# ---- output safety ----------------------------------------------------------------------------

HOSTILE = (
    "\x1b]0;owned\x07\x1b[31mred\x1b[0m \x9b31m [bold]x[/bold] :smile: \u202egpj.exe"
    " <script>alert(1)</script> <img src=x onerror=alert(1)> ](http://evil.test) [a](http://evil.test)"
    " http://evil.test `code` | a | b ``` ~~~ /// {{ x }} {% x %} { .event type=symptom } <!-- -->"
)
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "=HYPERLINK(&quot;http://evil.test&quot;)"]


def hostile() -> bytes:
    return notice('"=cmd|x"@bakery.test', HOSTILE, HOSTILE, "<b>1</b>", f" ({HOSTILE})")


@pytest.mark.parametrize("form", ["table", "markdown", "json", "jsonl", "csv"])
@pytest.mark.parametrize("copies", [1, 3])
def test_no_control_characters_from_a_mail(tmp_path: Path, form: str, copies: int) -> None:
    for number in range(copies):
        (tmp_path / f"\x1b[31m{number}.eml").write_bytes(hostile())
    text = guide("diagnose", "--format", form, "--lang", "en", str(tmp_path)).stdout
    allowed = {"\n"} | ({"\r"} if form == "csv" else set())
    if form in ("table", "markdown", "csv"):
        bad = [
            c for c in text if (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u200b\ufeff") and c not in allowed
        ]
        assert not bad
    else:
        assert not [c for c in text if ord(c) < 32 and c != "\n"], "JSON escapes them"


def test_markup_of_rich_is_shown_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(hostile())
    text = " ".join(guide("diagnose", "--lang", "en", str(tmp_path / "a.eml")).stdout.split())
    assert "[bold]x[/bold] :smile:" in text


@pytest.mark.parametrize("value", FORMULAS)
def test_csv_cells_start_no_formula(tmp_path: Path, value: str) -> None:
    (tmp_path / "=a.eml").write_bytes(notice(said=value))
    (tmp_path / "b.eml").write_bytes(notice(f'"{value}"@bakery.test'))
    rows = list(csv.reader(io.StringIO(guide("diagnose", "--format", "csv", f"{tmp_path}").stdout)))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


SITE = Path(__file__).resolve().parents[2] / "mkdocs.yml"


def as_the_guide_renders(text: str) -> str:
    """HTML of a page with the extensions of the guide's own site, and one that makes links of bare addresses."""
    config = load_config(str(SITE))
    extensions = [e for e in config.markdown_extensions if e != "toc"]
    return markdown.markdown(
        text, extensions=[*extensions, "md_in_html", "pymdownx.magiclink"], extension_configs=config.mdx_configs
    )


@pytest.mark.parametrize("copies", [1, 3])
def test_mail_cannot_break_out_of_markdown(tmp_path: Path, copies: int) -> None:
    """Built as a page of the guide, nothing of the mail is a tag, a link, a heading or a block."""
    for number in range(copies):
        (tmp_path / f"{number}.eml").write_bytes(hostile())
    text = guide("diagnose", "--format", "markdown", "--lang", "en", str(tmp_path)).stdout
    assert "owned" in text, "what the mail says is still shown"
    html = as_the_guide_renders(text.removeprefix("---\n").partition("---\n")[2] if copies > 1 else text)
    assert not re.search(r"<(script|img|a|b|iframe|svg|style|form|input)\b", html)
    assert "evil.test" not in re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
    assert "<!--" not in html


def test_the_markdown_of_a_mailbox_is_a_story_that_can_be_read(folder: Path) -> None:
    for lang in LANGUAGES:
        text = guide("diagnose", "--format", "markdown", "--lang", lang, "box").stdout
        story = read_story(text)
        assert [(e.type, e.day) for e in story.events] == [("attacker", 0), ("symptom", 0)]
        assert story.events[1].count is not None
        assert story.events[1].count.value == 3
        assert story.language == lang
        assert {a.status for a in story.actions} == {"advised"}


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from guide_engine.cli import main; main()",
        "diagnose",
        "--format",
        "jsonl",
        *["box"] * 400,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.wait()
    assert (process.returncode, said) == (0, b"")


def test_output_is_written_as_it_is_made(folder: Path) -> None:
    """The first line comes while the input is still open."""
    command = [sys.executable, "-c", "from guide_engine.cli import main; main()", "diagnose", "--format", "jsonl", "-"]
    process: Any = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    line = b"From MAILER-DAEMON Tue Jun  2 01:00:20 2026\n"
    # two messages and enough of a third that the second is known to have ended
    process.stdin.write(
        line + notice() + b"\n" + line + notice(id="2") + b"\n" + line + b"Subject: x\n\n" + b"x\n" * 200_000
    )
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["source"] == "-#1"
    process.stdin.close()
    process.stdout.read()
    assert process.wait() == 0


@pytest.mark.parametrize(
    ("form", "terminal", "expected"),
    [
        pytest.param("json", "stderr", True, id="shown on a terminal"),
        pytest.param("jsonl", "stderr", True, id="shown while results go to a file"),
        pytest.param("jsonl", "both", False, id="not among the results"),
        pytest.param("json", "none", False, id="no terminal"),
    ],
)
def test_progress(folder: Path, form: str, terminal: str, expected: bool) -> None:
    for number in range(40):
        (folder / "box" / f"n{number}.eml").write_bytes(notice(id=f"x{number}"))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from guide_engine.cli import main; main()", "diagnose", "--format", form, "box"]
    process = subprocess.Popen(
        command,
        stdout=theirs if terminal == "both" else subprocess.DEVNULL,
        stderr=theirs if terminal != "none" else subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # the terminal is gone when the process is
        while data := os.read(ours, 65536):
            shown += data
    os.close(ours)
    assert process.wait() == 0
    assert ("読んでいます".encode() in shown) == expected
