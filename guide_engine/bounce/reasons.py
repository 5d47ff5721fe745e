"""Why a mail was refused, in Sisimai's vocabulary, read from what the refusing host printed.

All knowledge is data. ``knowledge/phrases-providers.toml`` and ``knowledge/phrases.toml`` hold what
hosts print, the specific before the general, and the first row that fits decides;
``knowledge/statuses.toml`` holds what an enhanced status code (RFC 3463) or a reply code (RFC 5321)
says by itself. A phrase is a run of whole words, so that case, punctuation, line breaks and the
addresses in a reply do not matter; ``*`` stands for any words between. Phrases are found through
an index of their rarest word, so the time grows with the reply and not with the table.
"""

from __future__ import annotations

import re
from functools import cache

from ..knowledge import table

_WORD = re.compile(r"[^\W_]+")
# What is not the host's own wording: addresses, and the codes that a reply of several lines repeats.
_NOISE = re.compile(
    r"[^\s<>()\[\]\"',;:=]{1,64}@[^\s<>()\[\]\"',;:]{1,255}|(?<!\S)[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}(?!\S))?"
)
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_FOLD = str.maketrans("àâäáãåçéèêëíìîïñóòôöõúùûü’", "aaaaaaceeeeiiiinooooouuuu'")
_LIMIT = 4000  # characters of one reply that are read; RFC 5321 section 4.5.3.1.5 allows 512 octets a line
_GAP = 160  # characters that a ``*`` may span


class _Row:
    """One phrase of one rule. ``parts`` are its runs of words, each with a space on either side."""

    __slots__ = ("parts", "rank", "rule")

    def __init__(self, rank: int, parts: tuple[str, ...], rule: dict[str, object]) -> None:
        self.rank, self.parts, self.rule = rank, parts, rule

    def within(self, words: str) -> bool:
        at = words.find(self.parts[0])
        if at < 0:
            return False
        for part in self.parts[1:]:
            end = at + len(part)
            at = words.find(part, end - 1, end + _GAP)
            if at < 0:
                return False
        return True


@cache
def _rows() -> tuple[dict[str, list[_Row]], list[tuple[str, _Row]], list[_Row]]:
    """Rows by their rarest word; rows in scripts without spaces by the phrase; rows that need no phrase."""
    worded: list[tuple[_Row, list[str]]] = []
    unspaced: list[tuple[str, _Row]] = []
    bare: list[_Row] = []
    count: dict[str, int] = {}
    rank = 0
    for name in ("phrases-providers", "phrases"):
        for rule in table(name)["rule"]:
            rank += 1
            if "phrases" not in rule:
                bare.append(_Row(rank, (), rule))
            for phrase in rule.get("phrases", ()):
                if _unspaced(phrase):
                    unspaced.append((phrase, _Row(rank, (), rule)))
                    continue
                parts = tuple(f" {' '.join(_WORD.findall(part.translate(_FOLD)))} " for part in phrase.split("*"))
                words = " ".join(parts).split()
                worded.append((_Row(rank, parts, rule), words))
                for word in words:
                    count[word] = count.get(word, 0) + 1
    index: dict[str, list[_Row]] = {}
    for row, words in worded:
        index.setdefault(min(words, key=lambda w: (count[w], -len(w))), []).append(row)
    return index, unspaced, bare


def _unspaced(phrase: str) -> bool:
    return any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in phrase)


def _said(text: str) -> tuple[str, str]:
    """The reply in lower case, and its words between single spaces."""
    text = text[:_LIMIT].lower()
    folded = text if text.isascii() else text.translate(_FOLD)
    return text, f" {' '.join(_WORD.findall(_NOISE.sub(' ', folded)))} "


def _fits(rule: dict[str, object], case: dict[str, str], words: str) -> bool:
    """Whether the conditions of a row hold. ``case`` has host, status, reply, command, family and source."""
    for key, want in rule.items():
        if key in {"reason", "source", "phrases"}:
            continue
        if key == "unless":
            if any(f" {phrase} " in words for phrase in want):  # type: ignore[attr-defined]
                return False
        elif key == "hosts":
            if not any(host in case["host"] for host in want):  # type: ignore[attr-defined]
                return False
        elif key == "status":
            if not any(case["status"] == code or case["status"].startswith(code + ".") for code in want):  # type: ignore[attr-defined]
                return False
        elif case[key] not in want:  # type: ignore[operator]
            return False
    return True


def _by_phrase(said: str, case: dict[str, str]) -> str | None:
    index, unspaced, bare = _rows()
    raw, words = _said(said)
    found = [row for word in set(words.split()) if word in index for row in index[word]]
    if not raw.isascii():
        found += [row for phrase, row in unspaced if phrase in raw]
    found += bare
    found.sort(key=lambda row: row.rank)
    for row in found:
        if (not row.parts or row.within(words)) and _fits(row.rule, case, words):
            return str(row.rule["reason"])
    return None


def _command(said: str) -> str:
    """The SMTP command that the notice says was answered, "" when it does not say."""
    words = _said(said)[1]
    for row in table("phrases")["command"]:
        if any(f" {phrase} " in words for phrase in row["phrases"]):
            return str(row["command"])
    return ""


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
        code = found[0] if found else code
    known = table("statuses")
    entry = known.get(code) or known.get("x" + code[1:]) or {}
    if entry.get("decides"):
        return str(entry["reason"])
    if command is None:
        command = _command(said) or (_command(text) if text else "")
    case = {
        "host": f"{host or ''} {said[:_LIMIT]}".lower(),
        "status": code,
        "reply": reply_code or "",
        "command": command,
        "family": family,
        "where": "diagnostic",
    }
    by_code = entry.get("reason") or (known.get(reply_code or "") or {}).get("reason")
    answer = _by_phrase(said, case) if said else None
    if answer is None and said:
        answer = by_code
    if answer is None and text:
        answer = _by_phrase(text, {**case, "where": "text"})
    answer = answer or by_code
    return str(answer or ("onhold" if said else "undefined"))
