"""Recipients of a notice in words, and what the words add to a machine-readable report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guide_engine.knowledge import table
from guide_engine.model import Field, Recipient, TextLine

from . import charset, dsn
from .addresses import MAX_LINE, Found, addresses, named
from .reasons import reason

if TYPE_CHECKING:
    from .families import Row, View
    from .reader import Layers

MAX_DIAGNOSTIC = 30  # lines
MAX_CODED = 500
_HOST = re.compile(r"\"?\[?([A-Za-z0-9][A-Za-z0-9.-]{2,200}\.[A-Za-z]{2,30}|\d{1,3}(?:\.\d{1,3}){3})")
_HOST_AFTER = ("while talking to ", "host ", "server ", "connected to ", "from ")
# It begins with the digit, and looks behind only then: an expression that begins so is searched for much faster.
_CODED = re.compile(r"[45](?:(?<![\d.@/:\[-].)\d\d[- #]|(?<![\d.].)\.\d\.\d{1,3}(?!\.?\d))")


def _coded(text: str) -> list[str]:
    """The lines with a reply code or status, in order."""
    out: list[str] = []
    pos = 0
    while (found := _CODED.search(text, pos)) and len(out) < MAX_CODED:
        start = text.rfind("\n", 0, found.start()) + 1
        stop = text.find("\n", found.end())
        stop = len(text) if stop < 0 else stop
        out.append(text[start:stop].strip()[:MAX_LINE])
        pos = stop + 1
    return out


def wanted(reported: list[Recipient]) -> bool:
    """Whether the words are needed: no report, or one without the address, the code or the other server's answer."""
    return not reported or any(not r.address or not r.diagnostic or dsn.vague(r.status) for r in reported)


def names_anyone(layers: Layers) -> bool:
    """Whether a notice names a failed recipient in its own words (for a mail that may only pass another one on)."""
    sender = next((f.value for f in layers.outer if f.name.lower() == "from"), "")
    skip = frozenset(a.address.lower() for a in addresses(sender, 0))
    return any(level > 2 for _, level in named(layers.lines, skip))


def recipients(layers: Layers, view: View, row: Row | None = None) -> tuple[list[Recipient], bool]:
    """Whom the words name, with what they say of each, and whether their domain had to be guessed."""
    skip = {a.address.lower() for a in addresses(view.headers.get("from", ""), 0)}
    owner = {a.address.lower() for a in addresses(view.headers.get("to", ""), 0)}
    failed = view.headers.get("x-failed-recipients", "")
    found = [f for f, level in named(layers.lines, frozenset(skip), frozenset(owner))]
    if failed:
        listed = addresses(failed, -1)
        rows = {f.address.lower(): f for f in found}
        found = [rows.get(a.address.lower(), a) for a in listed] or found
    if row and row.keeps_list:
        found = _lists(found, view, owner)
    if not found and (local := _local_names(layers, view)):
        return local, True
    coded = _coded(layers.text) if found else []
    made = [_recipient(f, i, found, layers, coded) for i, f in enumerate(found)]
    if row and row.keeps_list and len(made) == 1 and found[0].row < 0 and not made[0].diagnostic:
        made[0] = made[0]._replace(diagnostic=found[0].after.strip(" :") or None)  # Majordomo says why in its subject
    return made, False


def _recipient(found: Found, index: int, every: list[Found], layers: Layers, coded: list[str]) -> Recipient:
    diagnostic = _diagnostic(found, index, every, layers.lines, coded)
    if diagnostic and not layers.outer:
        diagnostic = dsn.typed(diagnostic)
    host = _host(diagnostic) if diagnostic else None
    return Recipient(
        address=found.address,
        status=(dsn.status_in(diagnostic) if diagnostic else None)
        or (dsn.status_in("\n".join(coded)) if len(every) == 1 else None),
        reply_code=dsn.reply_code(diagnostic) if diagnostic else None,
        host=host,
        diagnostic=diagnostic,
        line=layers.lines[found.row].line if found.row >= 0 else None,
    )


def _lists(found: list[Found], view: View, owner: set[str]) -> list[Found]:
    """The list that refused, where its keeper speaks: not the one who wrote to it, nor those who look after it.

    Where only these are named, their names give the list's away (LIST-request: RFC 2142 section 6).
    """
    keepers = table("marks")["daemon"]["list"]
    suffixes = tuple(mark for mark in keepers if mark.startswith("-"))
    others = [f for f in found if f.address.lower() not in owner]
    titled = [
        f for f in addresses(charset.words(view.headers.get("subject", "")), -1) if f.address.lower() not in owner
    ]
    out = [f for f in others if not f.address.lower().partition("@")[0].endswith(suffixes)]
    if out or titled:
        return out or titled[:1]
    for keeper in [*others, *addresses(view.headers.get("from", ""), -1)]:
        local, _, domain = keeper.address.partition("@")
        if local.lower().endswith(suffixes):
            return [keeper._replace(address=f"{local.rpartition('-')[0]}@{domain}")]
    return []


_LISTED = re.compile(r"recipients?\b.{0,150}:\s*$", re.I | re.S)
_LOCAL = re.compile(r"\s+([A-Za-z0-9._-]{2,64})\s*")


def _local_names(layers: Layers, view: View) -> list[Recipient]:
    """Recipients listed without their domain, as a service does with its own users (old AOL): its domain is added."""
    domain = view.sender.rpartition("@")[2].strip(" >\"'")
    if "." not in domain:
        return []
    out: list[Recipient] = []
    for row, (text, line) in enumerate(layers.lines[:60]):
        alone = _LOCAL.fullmatch(text)
        before = "\n".join(t.text for t in layers.lines[max(0, row - 3) : row])
        if alone and (out or _LISTED.search(before.rstrip("\n"))):
            out.append(Recipient(f"{alone[1]}@{domain}", line=line))
    return out


def _host(diagnostic: str) -> str | None:
    """The host whose answer this is."""
    low = diagnostic.lower()
    for words in _HOST_AFTER:
        at = low.find(words)
        if at >= 0 and (found := _HOST.match(diagnostic, at + len(words))):
            return found[1].lower()
    return None


def _diagnostic(
    found: Found, index: int, every: list[Found], lines: tuple[TextLine, ...], coded: list[str]
) -> str | None:
    """What is said of one recipient: its own lines, else those with a reply code that mention it, else all with one."""
    own: list[str] = []
    if found.row >= 0:
        stop = next((f.row for f in every[index + 1 :] if f.row > found.row), len(lines))
        above = found.row  # Sendmail shows the other server's reply above the line that names the recipient
        while above > 0 and lines[above - 1].text.lstrip().startswith("<<<"):
            above -= 1
        own += [t.text.strip() for t in lines[above : found.row]]
        rest = found.after.lstrip(" >:]\")'*").strip()
        if rest:
            own.append(rest)
        for text, _ in lines[found.row + 1 : min(stop, found.row + MAX_DIAGNOSTIC)]:
            if not text.strip():
                if own:
                    break
                continue
            own.append(text.strip())
    said = "\n".join(own)
    if _CODED.search(said):
        return said
    mine = [t for t in coded if found.address.lower() in t.lower()]
    if mine:
        return "\n".join([*own, *mine][:MAX_DIAGNOSTIC])
    if coded and len(every) == 1:
        return "\n".join([*own, *coded][:MAX_DIAGNOSTIC])
    return said or None


_WHY = {"feedback": "feedback", "autoreply": "vacation", "success": "delivered"}


def complete(
    reported: list[Recipient], told: list[Recipient], layers: Layers, row: Row | None, kind: str
) -> tuple[Recipient, ...]:
    """The recipients of the report, its gaps filled from the words; the reasons named."""
    if kind not in ("failure", "delay", *_WHY):
        return ()
    found = list(reported) or (_complained(layers) if kind == "feedback" else [])
    if not any(r.address for r in found) and told:
        if len(found) == len(told):
            found = [_merge(r, t) for r, t in zip(found, told, strict=True)]
        else:
            found = [_merge(found[0], t) for t in told] if found else told
    elif told:
        by_address = {t.address.lower(): t for t in told if t.address}
        found = [
            _merge(r, by_address[r.address.lower()]) if r.address and r.address.lower() in by_address else r
            for r in found
        ]
        found = [r for r in found if r.address]
    if kind in ("failure", "delay") and not found:
        said = "\n".join(_coded(layers.text))
        found = [Recipient(None, dsn.status_in(said), dsn.reply_code(said), diagnostic=said or None)]
    family = row.id if row else "generic"
    text = layers.text[:8000]
    out: list[Recipient] = []
    for r in found:
        why = _WHY.get(kind) or reason(
            status=r.status, reply_code=r.reply_code, diagnostic=r.diagnostic, host=r.host, family=family, text=text
        )
        out.append(Recipient(r.address, r.status, r.reply_code, why, r.host, r.diagnostic, r.action, r.line))
    return tuple(out)


def _complained(layers: Layers) -> list[Recipient]:
    """Whose complaint a feedback report passes on (RFC 5965 section 3.3), or whom the mail itself was for."""
    named = [f for group in layers.groups for f in group if f.name.lower() == "original-rcpt-to"]
    shown = named or [f for f in layers.returned or () if f.name.lower() == "to"]
    found = {a.address.lower(): Recipient(a.address, line=f.line) for f in shown for a in addresses(f.value, 0)}
    return list(found.values())


def guess(recipients: tuple[Recipient, ...], layers: Layers) -> tuple[tuple[Recipient, ...], bool]:
    """The one addressee of the returned mail, where the notice names nobody at all."""
    fields = layers.returned or tuple(layers.summary)
    addressees = {
        a.address.lower(): a.address for f in fields if f.name.lower() in ("to", "cc") for a in addresses(f.value, 0)
    }
    outer = {a.address.lower() for f in layers.outer if f.name.lower() == "to" for a in addresses(f.value, 0)}
    if len(addressees) != 1 or addressees.keys() & outer or len(recipients) != 1:
        return recipients, False
    r = recipients[0]
    return (
        Recipient(
            next(iter(addressees.values())),
            r.status,
            r.reply_code,
            r.reason,
            r.host,
            r.diagnostic,
            r.action,
            _line_of(fields),
        ),
    ), True


def _line_of(fields: tuple[Field, ...]) -> int | None:
    return next((f.line for f in fields if f.name.lower() == "to"), None)


def _merge(reported: Recipient, told: Recipient) -> Recipient:
    return Recipient(
        reported.address or told.address,
        dsn.better_status(reported.status, told.status),
        reported.reply_code or told.reply_code,
        "undefined",
        reported.host or told.host,
        reported.diagnostic or told.diagnostic,
        reported.action,
        told.line or reported.line,
    )


_PROGRAM = re.compile(
    r"(?:this is (?:the|a) |i am the )[^\n@]{1,60}? (?:program|system|server|agent|subsystem)[^\n@]{0,20}? (?:at"
    r"|on)(?: host)? ([a-z0-9][a-z0-9.-]{1,200}\.[a-z]{2,30})"
)


def reporter(view: View, row: Row | None) -> str | None:
    """The host that the text names as the one speaking."""
    for words in row.host if row else ():
        at = view.text.find(words)
        if at >= 0:
            host = view.text[at + len(words) : at + len(words) + 256].split()[0:1]
            return host[0].strip(".,:;<>()[]\"'") if host else None
    found = _PROGRAM.search(view.text)
    return found[1].rstrip(".") if found else None
