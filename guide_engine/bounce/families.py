"""Which program or service wrote a notice: the first row of knowledge/families.toml that fits."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..knowledge import table


class View(NamedTuple):
    """What a row's conditions look at; every value in lower case."""

    headers: dict[str, str]  # first value of each field of the outer header
    subject: str
    sender: str
    text: str
    mta: str


class Row(NamedTuple):
    id: str
    any: tuple[tuple[tuple[str, str, str], ...], ...]
    host: tuple[str, ...]


@cache
def rows() -> tuple[Row, ...]:
    out = []
    for row in table("families")["family"]:
        conditions = tuple(tuple(_condition(c) for c in every) for every in row["any"])
        out.append(Row(row["id"], conditions, tuple(row.get("host", ()))))
    return tuple(out)


def _condition(text: str) -> tuple[str, str, str]:
    where, _, value = text.partition(":")
    if where not in ("text", "subject", "from", "mta", "header"):
        raise ValueError(f"families.toml: {text!r} has no known place")
    name, _, piece = value.partition("=")
    return (where, name, piece) if where == "header" else (where, "", value)


def family(view: View) -> Row | None:
    places = {"text": view.text, "subject": view.subject, "from": view.sender, "mta": view.mta}
    headers = view.headers
    for row in rows():
        for every in row.any:
            for where, name, piece in every:
                if where == "header":
                    value = headers.get(name)
                    if value is None or piece not in value:
                        break
                elif piece not in places[where]:
                    break
            else:
                return row
    return None
