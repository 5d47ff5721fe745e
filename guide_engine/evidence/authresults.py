"""Reads what a server checked about a sender: Authentication-Results (RFC 8601), Received-SPF (RFC 7208)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ..model import Field
from .home import organisation

_METHOD = re.compile(r"\b(spf|dkim|dmarc|auth)=([a-z]++)([^;]*+)", re.IGNORECASE)
# A notice has no sender to check: then the name is HELO's (RFC 7208 section 2.4, RFC 8601 section 2.7.2).
_HELO = re.compile(r"smtp\.helo=\"?([^\s;\"]++)", re.IGNORECASE)
_MAILFROM = re.compile(r"smtp\.mailfrom=\"?(?:[^\s;\"@]*+@)?([^\s;\"]++)", re.IGNORECASE)
_SIGNER = re.compile(r"header\.(?:d|i)=\"?(?:[^\s;\"@]*+@)?([^\s;\"]++)", re.IGNORECASE)
_FROM = re.compile(r"header\.from=\"?(?:[^\s;\"@]*+@)?([^\s;\"]++)", re.IGNORECASE)
_USER = re.compile(r"smtp\.auth=\"?([^\s;\"]++)", re.IGNORECASE)
_SPF_IP = re.compile(r"client-ip=\"?([0-9A-Fa-f.:]++)", re.IGNORECASE)
_SPF_FROM = re.compile(r"envelope-from=\"?<?(?:[^\s;\"@<>]*+@)?([^\s;\"<>]++)", re.IGNORECASE)
_SPF_HELO = re.compile(r"helo=\"?([^\s;\"]++)", re.IGNORECASE)


@dataclass(slots=True)
class Result:
    """One check: its ``result`` (pass, fail, softfail, none, ...) about ``domain``, with the line that says so."""

    result: str
    domain: str
    quote: str
    line: int | None
    ip: str | None = None
    identity: str = "mailfrom"


@dataclass(slots=True)
class Checked:
    spf: list[Result] = field(default_factory=list)
    dkim: list[tuple[str, Result]] = field(default_factory=list)  # passed signatures, by signing domain
    dmarc_fail: Result | None = None
    user: Result | None = None  # auth=pass: ``domain`` holds the login


def checks(fields: Sequence[tuple[str, Field]], writers: Collection[str]) -> Checked:
    """The checks among ``fields`` (lower-case name, field) made by an organisation in ``writers``."""
    seen = Checked()
    for name, item in fields:
        if name == "received-spf":
            _received_spf(item, seen)
        elif name == "authentication-results":
            authority = item.value.partition(";")[0].strip().split(" ")[0].lower()
            if organisation(authority) in writers:
                _results(item, seen)
    return seen


def arc(item: Field, sealers: Collection[str], mine: Collection[str]) -> bool | None:
    """What a known server noted for those behind it (RFC 8617) about mail of ``mine``: passed, failed, or nothing.

    The seal itself cannot be checked without the network.
    """
    _, _, value = item.value.partition(";")  # i=1;
    if organisation(value.partition(";")[0].strip().split(" ")[0].lower()) not in sealers:
        return None
    seen = Checked()
    _results(Field(item.name, value, item.line), seen)
    if any(organisation(signer) in mine for signer, _ in seen.dkim):
        return True
    if seen.dmarc_fail is not None and organisation(seen.dmarc_fail.domain) in mine:
        return False
    spf = next((s.result for s in seen.spf if organisation(s.domain) in mine), None)
    return {"pass": True, "fail": False, "softfail": False}.get(spf or "")


def _received_spf(item: Field, seen: Checked) -> None:
    value = item.value[:2000]
    word = value.strip().split(" ", 1)[0].rstrip(";:").lower()
    ip, sender = _SPF_IP.search(value), _SPF_FROM.search(value)
    by_helo = "identity=helo" in value or sender is None
    who = _SPF_HELO.search(value) if by_helo else sender
    if who:
        seen.spf.append(
            Result(word, who[1].lower(), f"{item.name}: {item.value}", item.line, ip[1].lower() if ip else None,
                   "helo" if by_helo else "mailfrom")
        )  # fmt: skip


def _results(item: Field, seen: Checked) -> None:
    quote = f"{item.name}: {item.value}"
    for found in _METHOD.finditer(item.value[:4000]):
        method, result, rest = found[1].lower(), found[2].lower(), found[3]
        if method == "spf":
            who = _MAILFROM.search(rest) or _HELO.search(rest)
            if who:
                seen.spf.append(Result(result, who[1].lower(), quote, item.line))
        elif method == "dkim" and result == "pass":
            who = _SIGNER.search(rest)
            if who:
                name = who[1].lower().lstrip("@")
                seen.dkim.append((name, Result(result, name, quote, item.line)))
        elif method == "dmarc" and result == "fail":
            who = _FROM.search(rest)
            if who:
                seen.dmarc_fail = Result(result, who[1].lower(), quote, item.line)
        elif method == "auth" and result == "pass":
            who = _USER.search(rest)
            if who:
                seen.user = Result(result, who[1], quote, item.line)
