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
    """``any``: conditions as (place, header name, piece); one list must hold whole."""

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


def family(view: View) -> tuple[Row, bool] | None:
    """The row, and whether the notice's own words or title gave it away (not only who sent it)."""
    places = {"text": view.text, "subject": view.subject, "from": view.sender, "mta": view.mta}
    headers = view.headers
    known: Row | None = None
    for row in rows():
        for every in row.any:
            spoken = False
            for where, name, piece in every:
                if where == "header":
                    value = headers.get(name)
                    if value is None or piece not in value:
                        break
                elif piece not in places[where]:
                    break
                spoken = spoken or where in ("text", "subject")
            else:
                if spoken:
                    return known or row, True
                known = known or row
    return (known, False) if known else None


@cache
def marks() -> dict[str, dict[str, tuple[str, ...]]]:
    """knowledge/marks.toml: part, list, phrases."""
    return {name: {key: tuple(words) for key, words in part.items()} for name, part in table("marks").items()}


def any_in(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def is_daemon(sender: str, subject: str = "") -> bool:
    """Whether a From field (lower case) is a mail system's; a doubtful name counts with the subject of a report."""
    known = marks()
    local = sender.rpartition("<")[2].partition("@")[0].strip(' "\\')
    name = sender.partition("<")[0]
    return any_in(known["daemon"]["local"], local) or (
        any_in(known["daemon"]["name"], name or sender) and (not subject or any_in(known["subject"]["failure"] + known["subject"]["delay"], subject))
    )
