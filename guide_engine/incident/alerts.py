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

_REPLY = re.compile(
    r"(?i)\s*(?:(?:re|fwd?|aw|wg|auto)\s*[:：]|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office"
    r"|自動(?:返信|応答)|不在)"
)


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = sorted(table("alerts").items(), key=lambda item: item[1]["order"])
    return tuple((name, re.compile("|".join(f"(?:{p})" for p in row["subject"]), re.IGNORECASE)) for name, row in rows)


def alert(kind: str, bounce: Bounce) -> str | None:
    """The row that a message of ``kind`` belongs to, or None. A reply, a person's or a machine's, is no alert.

    Services mark their notices against answers by machines, as vacation replies are marked: both kinds are looked at.
    """
    if kind not in ("other", "autoreply"):
        return None
    subject = unicodedata.normalize(
        "NFKC", words(next((f.value for f in bounce.outer if f.name.lower() == "subject"), ""))
    )[:300]
    if not subject or _REPLY.match(subject):
        return None
    return next((name for name, pattern in _rows() if pattern.search(subject)), None)
