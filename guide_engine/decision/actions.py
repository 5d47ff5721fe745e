"""What to do for a verdict, in order, in the words of one language and for one mail service."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..knowledge import table, words
from ..model import URGENCIES, Action


@cache
def actions_for(verdict: str, *, provider: str | None, lang: str) -> tuple[Action, ...]:
    """Steps of knowledge/actions.toml for ``verdict``; those of ``provider`` stand in place of the generic ones."""
    rows = {key: row for key, row in table("actions").items() if isinstance(row, dict)}
    said = words("actions", lang)
    fitting = {
        key: row
        for key, row in rows.items()
        if verdict in row["verdicts"] and ("providers" not in row or provider in row["providers"])
    }
    replaced = {row["replaces"] for row in fitting.values() if "replaces" in row}
    order = sorted(
        (key for key in fitting if key not in replaced),
        key=lambda key: (URGENCIES.index(fitting[key]["urgency"]), fitting[key]["order"], key),
    )
    return tuple(
        Action(key, fitting[key]["urgency"], said[key]["title"], said[key]["why"], _source(fitting[key], lang))
        for key in order
    )


def _source(row: dict[str, Any], lang: str) -> str:
    """Help lines differ by country: such a step has a source for each language."""
    source = row["source"]
    return str(source[lang] if isinstance(source, dict) else source)
