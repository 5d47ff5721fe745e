"""CSV, a row a recipient; no cell of it can start a formula."""

from __future__ import annotations

import csv
import io

from guide_engine.incident.safe import cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guide_engine.model import Diagnosis

COLUMNS = (
    "source", "kind", "verdict", "confidence", "origin", "reporter", "recipient", "status", "reply_code", "reason",
    "host", "diagnostic",
)  # fmt: skip


def csv_head() -> str:
    return _csv([COLUMNS])


def csv_rows(diagnosis: Diagnosis) -> str:
    """A row a recipient; a message that names none has none."""
    d = diagnosis
    return _csv(
        (d.source, d.kind, d.verdict, d.confidence, d.origin, d.reporter.host, r.address, r.status, r.reply_code,
         r.reason, r.host, r.diagnostic)
        for r in d.recipients
    )  # fmt: skip


def _csv(rows: Iterable[tuple[str | None, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()
