"""Which program or service wrote a notice: the first row of knowledge/families.toml that fits."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from guide_engine.knowledge import table


class View(NamedTuple):
    """What a row's conditions look at; all but the header values in lower case."""

    headers: dict[str, str]  # first value of each field of the outer header, as written
    subject: str
    sender: str
    text: str
    mta: str


class Row(NamedTuple):
    id: str
    host: tuple[str, ...]


class _Rule(NamedTuple):
    """One way to know a family: ``piece`` in ``place`` (index of View; 0: the header ``name``), and all of ``rest``."""

    place: int
    name: str
    piece: str
    rest: tuple[tuple[int, str, str], ...]
    spoken: bool  # the words or the title give it away, not only who sent it
    row: Row


_PLACES = {"header": 0, "subject": 1, "from": 2, "text": 3, "mta": 4}  # the order of View


@cache
def _rules() -> tuple[_Rule, ...]:
    out = []
    for found in table("families")["family"]:
        row = Row(found["id"], tuple(found.get("host", ())))
        for every in found["any"]:
            (place, name, piece), *rest = map(_condition, every)
            out.append(
                _Rule(place, name, piece, tuple(rest), any(p in (1, 3) for p, _, _ in [(place, "", ""), *rest]), row)
            )
    return tuple(out)


def _condition(text: str) -> tuple[int, str, str]:
    where, _, value = text.partition(":")
    name, _, piece = value.partition("=") if where == "header" else ("", "", value)
    return _PLACES[where], name, piece


def family(view: View) -> tuple[Row, bool] | None:
    """The row, and whether the notice's own words or title gave it away (not only who sent it)."""
    headers = view.headers
    known: Row | None = None
    for place, name, piece, rest, spoken, row in _rules():
        if place:
            if piece not in view[place]:
                continue
        elif name not in headers or piece not in headers[name].lower():
            continue
        if rest and not all(p in view[w] if w else n in headers and p in headers[n].lower() for w, n, p in rest):
            continue
        if spoken:
            return known or row, True
        known = known or row
    return (known, False) if known else None


class Phrases(NamedTuple):
    """A list of phrases, those in other than Latin script apart: most texts cannot hold them."""

    plain: tuple[str, ...]
    other: tuple[str, ...]


@cache
def marks() -> dict[str, dict[str, Phrases]]:
    """knowledge/marks.toml: part, list, phrases."""
    return {
        name: {
            key: Phrases(tuple(w for w in words if w.isascii()), tuple(w for w in words if not w.isascii()))
            for key, words in part.items()
        }
        for name, part in table("marks").items()
    }


def any_in(words: Phrases, text: str) -> bool:
    for word in words.plain:  # a loop: any() over a generator takes three times as long
        if word in text:
            return True
    if not text.isascii():
        for word in words.other:
            if word in text:
                return True
    return False


def is_daemon(sender: str, subject: str = "") -> bool:
    """Whether a From field (lower case) is a mail system's; a doubtful name counts with the subject of a report."""
    known = marks()
    local = sender.rpartition("<")[2].partition("@")[0].strip(' "\\')
    name = sender.partition("<")[0]
    return any_in(known["daemon"]["local"], local) or (
        any_in(known["daemon"]["name"], name or sender)
        and (not subject or any_in(known["subject"]["failure"], subject) or any_in(known["subject"]["delay"], subject))
    )
