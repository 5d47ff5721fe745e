"""Which program or service wrote a notice: the first row of knowledge/families.toml that fits."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from guide_engine.knowledge import table

if TYPE_CHECKING:
    from collections.abc import Iterable


class View(NamedTuple):
    """What a row's conditions look at; all but the header values in lower case."""

    headers: dict[str, str]  # first value of each field of the outer header, as written
    subject: str
    sender: str
    text: str
    mta: str
    words: frozenset[str]  # of the text


class Row(NamedTuple):
    id: str
    host: tuple[str, ...]
    keeps_list: bool  # it speaks for a mailing list


class _Rule(NamedTuple):
    """One way to know a family. ``rest``: what must hold besides, as (place, header name, piece)."""

    order: int
    rest: tuple[tuple[int, str, str], ...]
    spoken: bool  # the words or the title give it away, not only who sent it
    row: Row


class Phrases[Value](NamedTuple):
    """Phrases and what each stands for, laid out so that a text is asked only for those that it may hold.

    ``worded``: with the whole words within the phrase, and ``by_word`` by the rarest of them; ``direct``: phrases too
    short to have any; ``other``: those in other than ASCII letters, which most texts cannot hold.
    """

    worded: list[tuple[str, frozenset[str], Value]]
    by_word: dict[str, list[tuple[str, frozenset[str], Value]]]
    direct: list[tuple[str, Value]]
    other: list[tuple[str, Value]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Value]]) -> Phrases[Value]:
        made = cls([], {}, [], [])
        for phrase, value in pairs:
            if not phrase.isascii():
                made.other.append((phrase, value))
            elif inner := frozenset(phrase.split(" ")[1:-1]) - {""}:
                made.worded.append((phrase, inner, value))
            else:
                made.direct.append((phrase, value))
        shared = Counter(word for phrase, _, _ in made.worded for word in phrase.split())
        for row in made.worded:
            made.by_word.setdefault(min(row[1], key=lambda word: (shared[word], -len(word), word)), []).append(row)
        return made

    def hits(self, text: str, words: frozenset[str] | None) -> list[Value]:
        """The values of all phrases in ``text``; ``words`` are its words, None where it is too short to need them."""
        out = [value for phrase, value in self.direct if phrase in text]
        if words is None:
            out += [value for phrase, _, value in self.worded if phrase in text]
        else:
            for word in self.by_word.keys() & words:
                for phrase, inner, value in self.by_word[word]:
                    if inner <= words and phrase in text:
                        out.append(value)
        if not text.isascii():
            out += [value for phrase, value in self.other if phrase in text]
        return out


_PLACES = {"header": 0, "subject": 1, "from": 2, "text": 3, "mta": 4}  # the order of View
_TEXT = _PLACES["text"]


@cache
def _rules() -> tuple[dict[str, list[tuple[str, _Rule]]], list[Phrases[_Rule]]]:
    """Rules that begin with a header field, by its name; and those that begin in each other place."""
    headers: dict[str, list[tuple[str, _Rule]]] = {}
    places: list[list[tuple[str, _Rule]]] = [[] for _ in _PLACES]
    order = 0
    for found in table("families")["family"]:
        row = Row(found["id"], tuple(found.get("host", ())), found.get("list", False))
        for every in found["any"]:
            (place, name, piece), *rest = map(_condition, every)
            spoken = any(p in (1, _TEXT) for p, _, _ in [(place, "", ""), *rest])
            rule = _Rule(order, tuple(rest), spoken, row)
            (headers.setdefault(name, []) if place == 0 else places[place]).append((piece, rule))
            order += 1
    return headers, [Phrases.of(pairs) for pairs in places]


def _condition(text: str) -> tuple[int, str, str]:
    where, _, value = text.partition(":")
    name, _, piece = value.partition("=") if where == "header" else ("", "", value)
    return _PLACES[where], name, piece


def family(view: View) -> tuple[Row, bool] | None:
    """The row, and whether the notice's own words or title gave it away (not only who sent it)."""
    headers = view.headers
    by_header, places = _rules()
    found = places[_TEXT].hits(view.text, view.words)
    for place in (1, 2, 4):
        if view[place]:
            found += places[place].hits(str(view[place]), None)
    for name in by_header.keys() & headers.keys():
        found += [rule for piece, rule in by_header[name] if piece in headers[name].lower()]
    found = [
        rule
        for rule in found
        if not rule.rest
        or all(p in str(view[w]) if w else n in headers and p in headers[n].lower() for w, n, p in rule.rest)
    ]
    if not found:
        return None
    found.sort()
    return found[0].row, any(rule.spoken for rule in found)


@cache
def marks() -> dict[str, dict[str, Phrases[str]]]:
    """knowledge/marks.toml: part, list, phrases."""
    return {
        part: {name: Phrases.of((phrase, phrase) for phrase in phrases) for name, phrases in lists.items()}
        for part, lists in table("marks").items()
    }


def any_in(phrases: Phrases[str], text: str, words: frozenset[str] | None = None) -> bool:
    """Whether a phrase is in ``text``. Without its ``words`` all are tried: for short texts that is as quick."""
    for phrase, _ in phrases.direct:  # loops: any() over a generator takes three times as long
        if phrase in text:
            return True
    for phrase, inner, _ in phrases.worded:
        if (words is None or inner <= words) and phrase in text:
            return True
    return not text.isascii() and any(phrase in text for phrase, _ in phrases.other)


@cache
def help_hosts() -> frozenset[str]:
    return frozenset(table("marks")["bait"]["help"])


@cache
def incoming_words() -> tuple[str, ...]:
    return tuple(table("marks")["bait"]["incoming"])


@cache
def button_labels() -> frozenset[str]:
    return frozenset(table("marks")["bait"]["button"])


@cache
def dangerous_names() -> tuple[str, ...]:
    return tuple(table("marks")["bait"]["attachment"])


@cache
def header_marks() -> tuple[str, ...]:
    return tuple(table("marks")["autoreply"]["header"])


def is_daemon(sender: str, subject: str = "") -> bool:
    """Whether a From field (lower case) is a mail system's; a doubtful name counts with the subject of a report."""
    known = marks()
    local = sender.rpartition("<")[2].partition("@")[0].strip(' "\\')
    name = sender.partition("<")[0]
    return any_in(known["daemon"]["local"], local) or (
        any_in(known["daemon"]["name"], name or sender)
        and (not subject or any_in(known["subject"]["failure"], subject) or any_in(known["subject"]["delay"], subject))
    )
