"""Every field of a mail that reaches an output is hostile here, and none of them gets out of its place."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from piles import BEGIN, DOMAIN, HOME, ME, Original, bounce, flood
from test_filters import LATER, sieve  # noqa: F401  a fixture
from test_mailbox import plain

from guide_engine import read_mailbox
from guide_engine.cli import main
from guide_engine.incident import report
from guide_engine.incident.mailbox import Reader
from guide_engine.incident.rows import csv_head, csv_rows
from guide_engine.incident.sources import Message
from guide_engine.incident.story import read as read_story
from guide_engine.model import Incident

HTML = "<script>alert(1)</script><img src=x onerror=alert(1)><a href=http://evil.test>x</a><!--"
MARKDOWN = "](http://evil.test) [a](http://evil.test) http://evil.test <http://evil.test> `x` ``` | ~~~ {.event type=x}"
JINJA = "{{ 7*7 }} {% x %} ${x}"
QUERY = '" OR in:anywhere OR "x" } -{ from:(a OR b) after:1970/01/01'
SIEVE = 'x"; discard; # "], stop; text:'
NASTY = {
    "html": HTML,
    "markdown": MARKDOWN,
    "template": JINJA,
    "query": QUERY,
    "sieve": SIEVE,
    "formula": "=cmd|'/c x'!A1",
}


def mail(nasty: str, n: int) -> bytes:
    """A notice of a flood in which every word that an output takes over is the same nasty one."""
    original = Original(nasty, f"r{n}@shop.test", f"198.51.100.{20 + n % 7}", mailer=f"X-Mailer: {nasty}", at=BEGIN)
    made = bounce(replace(original, message_id=f"{nasty}{n}"))
    word = re.sub(r"[^!-~]|[()\\]", "", nasty)
    return (
        made.replace(b"Received: from PC (", f"Received: from {word} (".encode())
        .replace(b"Authenticated sender: info)", f"Authenticated sender: {word})".encode())
        .replace(b"550 5.1.1 User unknown", f"550 5.1.1 {nasty}".encode())
        .replace(f"r{n}@shop.test".encode(), f'"{nasty}{n}"@shop.test'.encode())
        .replace(b"Subject: Undelivered Mail Returned to Sender", f"Subject: Undelivered Mail {nasty}".encode())
    )


def pile(nasty: str) -> list[tuple[str, bytes]]:
    """A flood, a host, an alert and an answer of the same kind, in files that are called so."""
    files = [(f"{nasty}{n}.eml", mail(nasty, n)) for n in range(24)]
    for n in range(12):
        forged = bounce(Original(nasty, f"r{n}@{n}.test", "203.0.113.77"), forged_from="203.0.113.77")
        files.append(
            (f"h{n}.eml", forged.replace(b"Reporting-MTA: dns; mx.", f"Reporting-MTA: dns; {nasty}.".encode()))
        )
    files += [("alert.eml", plain(f"Your password was changed {nasty}", f'"{nasty}" <x@shop.test>'))]
    files += [
        ("b.eml", m.replace(ME.encode(), f"q{n}{{}}|`@{DOMAIN}".encode())) for n, (_, m) in enumerate(files[24:34])
    ]
    return files


def incident(nasty: str, lang: str = "en") -> Incident:
    return read_mailbox([(name, io.BytesIO(data)) for name, data in pile(nasty)], home=HOME, lang=lang)


def test_the_pile_is_read_as_what_it_is() -> None:
    """Otherwise the rest proves nothing."""
    box: Any = incident(HTML).to_dict()
    assert box["counts"]["kind"]["failure"] >= 40
    assert box["alerts"]
    assert "http://evil.test" in box["logins"][0]["login"]
    assert "<script>" in [entry["host"] for entry in box["entries"]]
    assert HTML[:20] in box["alerts"][0]["subject"]


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_json_is_json_and_the_report_reads_back(nasty: str) -> None:
    found = incident(nasty)
    assert json.loads(json.dumps(found.to_dict())) == json.loads(json.dumps(found.to_dict(), ensure_ascii=False))
    told = read_story(report.mailbox(found, "en"))
    assert [e.type for e in told.events] == [e.type for e in found.events]
    assert [a.action for a in told.actions] == [a.action for a in found.actions]
    assert [c.cause for c in told.causes] == [c.cause for c in found.causes]


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_no_cell_starts_a_formula(nasty: str) -> None:
    reader = Reader(HOME, lang="en")
    text = csv_head() + "".join(csv_rows(reader.diagnosis(Message(name, data))) for name, data in pile(nasty))
    rows = list(csv.reader(io.StringIO(text)))
    assert {len(row) for row in rows} == {12}
    assert len(rows) > 40
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_filters_hold_only_what_cannot_mean_anything(
    nasty: str,
    sieve: Callable[[str], Callable[[bytes], bool]],  # noqa: F811
) -> None:
    box: Any = incident(nasty).mailbox
    filters = box["filters"]
    moves = sieve(filters["sieve"])
    assert moves(mail(nasty, 3))
    assert not moves(LATER)
    assert filters["sieve"].count("fileinto :create") == 1
    assert "discard" not in filters["sieve"]
    query = r'from:\(mailer-daemon OR postmaster\) after:[\d/]{10} before:[\d/]{10}(?: -\{(?:"[\w.@+-]+" ?)+\})?'
    assert filters["gmail"] is None or re.fullmatch(query, filters["gmail"])
    assert filters["outlook"] is None or not re.search(r"evil|OR|<|\{|=", filters["outlook"])


def test_an_own_recipient_that_no_filter_can_name_makes_none_rather_than_a_wrong_one() -> None:
    """The owner's own failed mail went to an address with a quote in it: it cannot be spared, so nothing is moved."""
    made = flood(60, 3)
    own = sorted(made.own)[0] - 1
    to = re.search(rb"<(r\d+@[a-z]+\.test)>", made.messages[own])
    assert to
    made.messages[own] = made.messages[own].replace(to[1], b'"x) OR (y"@shop.test')
    box: Any = read_mailbox([("p.mbox", io.BytesIO(made.mbox()))], home=HOME, lang="en").mailbox
    assert box["own_mail"]
    assert (box["filters"]["gmail"], box["filters"]["outlook"]) == (None, None)


class Live(HTMLParser):
    """Collects what of a mail became a tag, an attribute, a comment or part of a script."""

    MARKS = ("evil.test", "alert(1)", "onerror")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within = ""

    def look(self, text: str | None) -> None:
        if text and any(mark in text for mark in self.MARKS):
            self.found.append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag
        for name, value in attrs:
            self.look(name)
            if name not in ("aria-label", "content"):
                self.look(value)

    def handle_endtag(self, tag: str) -> None:
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within in ("script", "style", "title"):
            self.look(data)

    def handle_comment(self, data: str) -> None:
        self.look(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site in English, to put a report in as its story."""
    root = tmp_path_factory.mktemp("mine") / "site"
    assert CliRunner().invoke(main, ["new", str(root), "--lang", "en"]).exit_code == 0
    return root


def test_a_report_built_as_a_guide_has_nothing_live_from_mail(site: Path) -> None:
    """The report is the draft of a guide: built as one, no tag, link, template or block of it comes from a mail."""
    from guide_engine.pages.build import build

    control = Live()
    control.feed(HTML)
    assert len(control.found) == 4, "what would be wrong is seen"
    everything = " ".join((HTML, MARKDOWN, JINJA))
    (site / "docs/en/story.md").write_text(report.mailbox(incident(everything), "en"), encoding="utf-8")
    built = site / "built"
    build(built, site)
    try:
        for page in ("story", "summary", "."):
            seen = Live()
            seen.feed((built / "en" / page / "index.html").read_text(encoding="utf-8"))
            assert seen.found == []
        story = (built / "en/story/index.html").read_text(encoding="utf-8")
        assert "evil.test" in story, "what the mail says is shown"
        assert "7*7" in story, "and shown as it stands"
    finally:
        shutil.rmtree(built)
