"""Finds in a story what its author would not want to publish: addresses, telephone numbers, passwords."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from guide_engine.incident.narrative_text import normalise
from guide_engine.knowledge import table

_SECRET = re.compile(r"\s?(?:[はがを:=「(\"'“]| was| is)")  # what follows is the password itself


class Private(NamedTuple):
    line: int  # 1-based
    kind: str  # mail | ip | phone | password
    what: str  # enough of it to find it by, never a whole password


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    data = table("private")
    nobody = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in data["nobody"].items()}
    return tuple((k, re.compile(p, re.IGNORECASE), nobody.get(k)) for k, p in data["patterns"].items())


def private(text: str) -> list[Private]:
    """Every such thing in ``text``, in order of its lines. Examples of RFC 2606 and RFC 5737 are nobody's."""
    found: list[Private] = []
    for number, line in enumerate(normalise(text).split("\n"), 1):
        for kind, pattern, nobody in _rules():
            for match in pattern.finditer(line[:20_000]):
                what = match.group().strip()
                if nobody is None or not nobody.search(what):
                    found.append(Private(number, kind, _SECRET.split(what)[0] + "…" if kind == "password" else what))
    return found
