"""Finds the mails worth reading first among those that are no reports: the data is knowledge/alerts.toml."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from guide_engine.bounce.charset import words
from guide_engine.knowledge import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guide_engine.model import Bounce

_REPLY = re.compile(r"(?i)\s*(?:re|fwd?|aw|wg)\s*[:：]")


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = sorted(table("alerts").items(), key=lambda item: item[1]["order"])
    return tuple((name, re.compile("|".join(f"(?:{p})" for p in row["subject"]), re.IGNORECASE)) for name, row in rows)


def alert(kind: str, bounce: Bounce) -> str | None:
    """The row that a message of ``kind`` belongs to, or None. A person's reply is no alert."""
    if kind != "other":
        return None
    subject = unicodedata.normalize(
        "NFKC", words(next((f.value for f in bounce.outer if f.name.lower() == "subject"), ""))
    )[:300]
    if not subject or _REPLY.match(subject):
        return None
    return next((name for name, pattern in _rows() if pattern.search(subject)), None)
