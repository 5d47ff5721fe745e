"""Why a mail was refused, in Sisimai's vocabulary, read from what the refusing host printed.

All knowledge is data. ``knowledge/phrases-providers.toml`` and ``knowledge/phrases.toml`` hold what
hosts print, the specific before the general, and the first row that fits decides;
``knowledge/statuses.toml`` holds what an enhanced status code (RFC 3463) or a reply code (RFC 5321)
says by itself. A phrase is a run of whole words, so that case, punctuation, line breaks and the
addresses in a reply do not matter; ``*`` stands for any words between. Phrases are found through
an index of their rarest pair of words, so the time grows with the reply and not with the table.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from guide_engine.knowledge import table

_WIDE = "\u3040-\u9fff\uac00-\ud7af"  # scripts that put no space between words: searched as they stand
_WORD = re.compile(rf"[^\W_{_WIDE}]+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")  # the same in lower-case ASCII, and faster
# The codes that every line of a reply repeats stand in the middle of its sentences.
_CODES = re.compile(r"[245](?<=\s.)\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}(?!\S))?")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_FOLD = dict(zip("àâäáãåçéèêëíìîïñóòôöõúùûü’", "aaaaaaceeeeiiiinooooouuuu'", strict=True))
_FOLDED = re.compile(f"[{''.join(_FOLD)}]")
_UNSPACED = re.compile(f"[{_WIDE}]")
_LIMIT = 4000  # characters of one reply that are read; RFC 5321 section 4.5.3.1.5 allows 512 octets a line
_GAP = 64  # characters that a ``*`` may span
_rank = attrgetter("rank")
_CONTAINED = frozenset(("unless", "text", "hosts"))
_NO_CONDITION = frozenset(("reason", "source", "phrases", "regex", "near", "status", "vague"))


class _Rule:
    """One row of the tables: the reason, and the conditions that must hold beside its wording."""

    __slots__ = ("_pattern", "beginnings", "conditions", "reason", "regex", "statuses")

    def __init__(self, row: dict[str, Any]) -> None:
        self.reason, self.regex = str(row["reason"]), str(row.get("regex", ""))
        self._pattern: re.Pattern[str] | None = None
        self.statuses = tuple(row.get("status", ()))
        self.beginnings = tuple(f"{code}." for code in self.statuses if code)
        self.conditions = tuple((key, _spaced(key, want)) for key, want in row.items() if key not in _NO_CONDITION)

    def pattern(self) -> re.Pattern[str]:
        """``regex`` compiled at its first use: most never are."""
        if self._pattern is None:
            self._pattern = re.compile(self.regex)
        return self._pattern

    def fits(self, case: _Case, words: str) -> bool:
        if self.statuses:
            code = case.known["status"]
            if code not in self.statuses and not code.startswith(self.beginnings):
                return False
        for key, want in self.conditions:
            if key in _CONTAINED:
                where = words if key == "unless" else case.get(key)
                if _holds(where, want) is (key == "unless"):
                    return False
            elif case.get(key) not in want:
                return False
        return True


class _Row(NamedTuple):
    """One phrase of one rule. ``parts`` are its runs of words, each with a space on either side, none for ``near``."""

    rank: int
    parts: tuple[str, ...]
    rule: _Rule

    def within(self, said: str, words: str) -> bool:
        if self.rule.regex:
            return self.rule.pattern().search(words if self.parts else said) is not None
        end = 0
        for part in self.parts:
            at = words.find(part, end, end + _GAP + len(part)) if end else words.find(part)
            if at < 0:
                return False
            end = at + len(part) - 1  # the space between two words belongs to both
        return True


def _spaced(key: str, want: list[str]) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in want) if key in {"unless", "text"} else tuple(want)


def _holds(text: str, pieces: tuple[str, ...]) -> bool:
    for piece in pieces:  # noqa: SIM110  any() over a generator takes twice as long
        if piece in text:
            return True
    return False


class _Index(NamedTuple):
    """All rows, each to be found by what a reply must hold before the row is worth a look."""

    pairs: dict[tuple[str, str], list[_Row]]  # two neighbouring words, the rarest pair of the phrase
    words: dict[str, list[_Row]]  # phrases of single words
    unspaced: list[tuple[str, _Row]]  # phrases in scripts without spaces
    pieces: dict[str, list[_Row]]  # what stands beside a regular expression, in ASCII
    foreign: dict[str, list[_Row]]  # the same in other letters, which a reply in ASCII cannot hold
    families: dict[str, list[_Row]]  # rows that need no wording
    known_pairs: frozenset[tuple[str, str]] = frozenset()
    known_words: frozenset[str] = frozenset()


@cache
def _index() -> _Index:
    index = _Index({}, {}, [], {}, {}, {})
    paired: list[tuple[_Row, list[tuple[str, str]]]] = []
    seen: dict[tuple[str, str], int] = {}
    general = table("phrases")
    vague = {"status": general["vague"], "where": ("diagnostic",)}
    for rank, found in enumerate([*table("phrases-providers")["rule"], *general["rule"]]):
        rule = _Rule(found | vague if "vague" in found else found)
        for piece in found.get("near", ()):
            (index.pieces if piece.isascii() else index.foreign).setdefault(piece, []).append(_Row(rank, (), rule))
        if "phrases" not in found and not rule.regex:
            for family in found["family"]:
                index.families.setdefault(family, []).append(_Row(rank, (), rule))
        for phrase in found.get("phrases", ()):
            if not phrase.isascii() and _UNSPACED.search(phrase):
                index.unspaced.append((phrase, _Row(rank, (), rule)))
                continue
            runs = [_WORD.findall(_folded(part)) for part in phrase.split("*")]
            row = _Row(rank, tuple([f" {' '.join(run)} " for run in runs]), rule)
            pairs = [pair for run in runs for pair in pairwise(run)]
            if not pairs:
                index.words.setdefault(max((word for run in runs for word in run), key=len), []).append(row)
                continue
            paired.append((row, pairs))
            for pair in pairs:
                seen[pair] = seen.get(pair, 0) + 1
    for row, pairs in paired:
        index.pairs.setdefault(min(pairs, key=seen.__getitem__), []).append(row)
    return index._replace(known_pairs=frozenset(index.pairs), known_words=frozenset(index.words))


def _folded(text: str) -> str:
    """``text`` without the accents that notices in Latin letters drop as often as not; str.translate is far slower."""
    return text if text.isascii() else _FOLDED.sub(lambda found: _FOLD[found[0]], text)


class _Case:
    """What is known of one refusal, worked out only as far as a row asks for it."""

    def __init__(self, said: str, text: str, known: dict[str, str]) -> None:
        self.said, self.text, self.known = said[:_LIMIT].lower(), text[:_LIMIT].lower(), known

    def get(self, key: str) -> str:
        if key not in self.known:
            if key == "said":
                self.known[key] = _words(self.said)
            elif key == "text":
                self.known[key] = _words(self.text)
            elif key == "command":
                self.known[key] = _command(self.said) or _command(self.text) or ""
        return self.known[key]


@lru_cache(maxsize=8)  # the recipients of one message share its text
def _words(text: str) -> str:
    """The words of a reply in lower case with a space around each; addresses and repeated codes left out."""
    plain = text.isascii()
    if not plain:
        text = _folded(text)
    if "@" in text:
        text = " ".join([t if "@" not in t else t[: max(t.rfind("<", 0, t.find("@")), 0)] for t in text.split()])
    return f" {' '.join((_PLAIN_WORD if plain else _WORD).findall(_CODES.sub(' ', text)))} "


@cache
def _commands() -> tuple[tuple[str, str], ...]:
    return tuple((piece, row["command"]) for row in table("phrases")["command"] for piece in row["phrases"])


@lru_cache(maxsize=8)
def _command(text: str) -> str | None:
    """The SMTP command that the notice says was answered, None when it does not say."""
    text = " ".join(text.split())
    for piece, command in _commands():
        if piece in text:
            return command
    return None


def _by_phrase(said: str, words: str, case: _Case) -> str | None:
    index = _index()
    each = words.split()
    found = list(index.families.get(case.known["family"], ()))
    for pair in index.known_pairs.intersection(pairwise(each)):
        found += index.pairs[pair]
    for word in index.known_words.intersection(each):
        found += index.words[word]
    if not said.isascii():
        found += [row for phrase, row in index.unspaced if phrase in said]
        found += [row for piece, rows in index.foreign.items() if piece in said for row in rows]
    for piece, rows in index.pieces.items():
        if piece in said:
            found += rows
    found.sort(key=_rank)
    for row in found:
        if row.within(said, words) and row.rule.fits(case, words):
            return row.rule.reason
    return None


def reason(
    *,
    status: str | None,
    reply_code: str | None,
    diagnostic: str | None,
    host: str | None = None,
    family: str = "generic",
    command: str | None = None,
    text: str | None = None,
) -> str:
    """Sisimai's name for why one recipient was refused, "undefined" when nothing tells.

    ``status`` is the enhanced code ("5.1.1"), ``reply_code`` the SMTP reply ("550"), ``diagnostic``
    what the refusing host (``host``) said, ``command`` the SMTP command it answered (CONN, EHLO,
    MAIL, RCPT or DATA), ``text`` what the reporter wrote to people, read only where the
    diagnostic does not decide.
    """
    said = diagnostic or ""
    code = status or ""
    if not code or code.endswith(".0.0"):
        found = _STATUS.search(said)
        # Of another class it is the number of a section: "550 ... (see RFC 2821 4.1.3)".
        code = found[0] if found and found[0][0] == (code or reply_code or found[0])[0] else code
    known = table("statuses")
    entry = known.get(code) or known.get("x" + code[1:]) or {}
    if entry.get("decides"):
        return str(entry["reason"])
    case = _Case(said, text or "", {"status": code, "reply": reply_code or "", "family": family, "where": "diagnostic"})
    case.known["hosts"] = f"{host} {case.said}".lower() if host else case.said
    if command is not None:
        case.known["command"] = command
    by_code = entry.get("reason") or (known.get(reply_code or "") or {}).get("reason")
    answer = (_by_phrase(case.said, case.get("said"), case) or by_code) if said else None
    if answer is None and text:
        case.known["where"] = "text"
        answer = _by_phrase(case.text, case.get("text"), case)
    return str(answer or by_code or ("onhold" if said or text else "undefined"))
