"""What ``guide diagnose`` prints: JSON, CSV, Markdown, and text for people.

Nothing in a mail can make a terminal or a spreadsheet obey it.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from guide_engine.incident import report
from guide_engine.incident.safe import plain
from guide_engine.knowledge import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from guide_engine.model import Diagnosis, Incident

WIDTH = 100  # columns, where the output is no terminal


def json_text(value: object, indent: int | None = None) -> str:
    """JSON that is readable as it is, and escaped only where it could not be written as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


def json_line(value: object) -> str:
    return json_text(value) + "\n"


def one(diagnosis: Diagnosis, form: str, lang: str) -> str:
    """One message in ``form``: table, json or markdown."""
    if form == "json":
        return json_text(diagnosis.to_dict(), 2) + "\n"
    return report.message(diagnosis, lang) if form == "markdown" else _message(diagnosis, lang)


def many(incident: Incident, form: str, lang: str) -> str:
    """A pile of messages in ``form``: table, json or markdown."""
    if form == "json":
        return json_text(incident.to_dict(), 2) + "\n"
    return report.mailbox(incident, lang) if form == "markdown" else _pile(incident, lang)


class Page:
    """Text for a terminal: headings, paragraphs, tables; every piece is made plain first."""

    def __init__(self) -> None:
        width = shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH
        self.text = io.StringIO()
        # no_color and Text objects: neither our output nor a mail's text carries markup or escape sequences
        self.console = Console(
            file=self.text,
            width=max(40, width),
            no_color=True,
            force_terminal=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def heading(self, text: str) -> None:
        self.console.print(Text("\n" + plain(text)))

    def line(self, text: str, indent: int = 0) -> None:
        self.console.print(Padding(Text(plain(text), overflow="fold"), (0, 0, 0, indent)))

    def table(self, rows: Iterable[Iterable[object]], head: Iterable[str] = ()) -> None:
        titles = [plain(title) for title in head]
        table = Table(box=None, pad_edge=False, show_header=bool(titles), padding=(0, 2, 0, 0))
        found = [[Text(plain("" if c is None else str(c)), overflow="fold") for c in row] for row in rows]
        if not found:
            return
        for title in titles or [""] * len(found[0]):
            table.add_column(Text(title))
        for row in found:
            table.add_row(*row)
        self.console.print(Padding(table, (0, 0, 0, 2)))

    def done(self) -> str:
        return "\n".join(line.rstrip() for line in self.text.getvalue().strip("\n").split("\n")) + "\n"


def _message(d: Diagnosis, lang: str) -> str:
    text, page = words("report", lang), Page()
    reasons, says, mark = words("reasons", lang), text["column"], text["mark"]
    page.line(d.source or "")
    page.line(f"{text['verdict'][d.verdict]}{report.aside(text['confidence'][d.confidence], mark)}")
    page.line(f"{text['kind'][d.kind]} / {text['origin'][d.origin]}", 2)
    if d.reporter.host:
        whose = report.aside(text["relation"][d.reporter.relation], mark)
        page.line(f"{text['report']['reporters']}{mark['colon']}{d.reporter.host}{whose}", 2)
    if d.recipients:
        page.heading(f"{says['recipient']} / {says['reason']}")
    for r in d.recipients:
        codes = " ".join(filter(None, (r.reply_code, r.status)))
        why = reasons.get(r.reason, {}).get("title", r.reason)
        page.line(f"{r.address or text['report']['unnamed']}{mark['colon']}{why} {codes}", 2)
        if r.diagnostic:
            page.line(r.diagnostic, 6)
    if d.evidence:
        known = words("evidence", lang)
        page.heading(text["report"]["evidence"])
        for e in d.evidence:
            title = known.get(e.id, {}).get("title", e.id)
            page.line(f"{e.line}{mark['colon']}{title}" if e.line else title, 2)
            page.line(e.quote, 6)
    _steps(page, d.actions, text)
    _rest(page, [q.text for q in d.questions], d.warnings, text)
    return page.done()


def _steps(page: Page, actions: Iterable[Any], text: dict[str, Any]) -> None:
    rows = [(text["urgency"].get(a.urgency, a.urgency), a.title) for a in actions]
    if rows:
        page.heading(text["report"]["actions"])
        page.table(rows)


def _rest(page: Page, questions: Iterable[str], warnings: Iterable[str], text: dict[str, Any]) -> None:
    for title, lines in (("questions", list(questions)), ("warnings", list(warnings))):
        if lines:
            page.heading(text["report"][title])
            for line in lines:
                page.line(f"- {line}", 2)


def _pile(incident: Incident, lang: str) -> str:
    text, page, box = words("report", lang), Page(), incident.mailbox or {}
    says, column, mark = text["report"], text["column"], text["mark"]
    counts: Any = box["counts"]
    page.line(incident.title or "")
    for name in ("originals", "recipients"):
        page.line(f"{says[name]}{mark['colon']}{counts[name]:,}", 2)
    for name, group in (("verdicts", "verdict"), ("kinds", "kind"), ("origins", "origin")):
        page.heading(says[name])
        page.table((text[group][key], f"{n:,}") for key, n in counts[group].items())
    if box["first"]:
        page.heading(says["period"])
        page.line(f"{report.minute(str(box['first']))}{mark['until']}{report.minute(str(box['last']))}", 2)
    page.line(says[report.running(box["still_running"])], 2)
    if days := [(e.when, e.title) for e in incident.events if e.type == "symptom"]:
        page.heading(says["timeline"])
        page.table(days)
    for name, head, cells in report.tables(box, text):
        page.heading(says[name])
        if hint := says.get(f"{name}_hint"):
            page.line(hint, 2)
        page.table(cells, [column[title] for title in head])
    _steps(page, incident.actions, text)
    questions: Any = box["questions"]
    warnings: Any = box["warnings"]
    _rest(page, [q["text"] for q in questions], warnings, text)
    return page.done()
