"""The outer header: the lines that the reader's own server wrote, and the door the message came in by.

Trace lines are prepended (RFC 5321 section 4.4), so trust runs from the top down to the line in which home took the
message from outside; everything below that line is what the sender claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import Field
from . import received
from .home import Home, domain, is_private, is_public, organisation, plain_address
from .received import Hop

_DEPTH = 30  # hand-overs looked at; real mail has under 15
_FETCHED = ("POP3", "IMAP", "POP3S", "IMAPS")


@dataclass(slots=True)
class Outer:
    """``door``: the hand-over from outside, None when the message was made at home or nothing tells."""

    door: Hop | None = None
    top: Field | None = None  # the newest trace line
    seen: bool = False  # home's own trace lines stand in the message
    born_home: bool = False
    sender: str | None = None  # Return-Path: "" is the null sender of real reports
    to: str | None = None  # whom the reporter addressed: the envelope sender of the mail that came back
    results: list[tuple[str, Field]] = field(default_factory=list)  # what home checked about the sender at the door
    tagged: bool = False  # the bounce came back to an address that home had signed (BATV, prvs=)
    rewritten: str | None = None  # the domain that rewrote the sender (SRS) and so forwarded the mail
    noted: list[Field] = field(default_factory=list)  # what the message says of itself: form, sender, automatic or not
    forwarders: set[str] = field(default_factory=set)  # organisations that handed the bounce back on its way here


_FIELDS = {
    "received": 1, "to": 2, "return-path": 3, "authentication-results": 4, "received-spf": 4,
    "content-type": 6, "auto-submitted": 6, "from": 6, "delivered-to": 5,
    "x-original-to": 5, "envelope-to": 5, "x-envelope-to": 5, "x-delivered-to": 5,
}  # fmt: skip


def read(fields: Sequence[Field], home: Home) -> Outer:
    """Find home (unless it was named) and the door. Adds what it finds to ``home``."""
    outer = Outer()
    traces: list[Field] = []
    delivered: list[str] = []
    to: str | None = None
    authority: str | None = None
    results: list[tuple[int, str, Field]] = []
    for item in fields:
        what = _FIELDS.get(item.name.lower())
        if what is None:
            continue
        if what == 1:
            if len(traces) < _DEPTH:
                traces.append(item)
        elif what == 2:
            to = to or item.value
        elif what == 3:
            if outer.sender is None:
                outer.sender = item.value.strip(" <>")
                outer.noted.append(item)
        elif what == 6:
            outer.noted.append(item)
        elif what == 4:
            results.append((len(traces), item.name.lower(), item))
            if authority is None and not traces and item.name[0] in "aA":
                authority = item.value.partition(";")[0].strip().split(" ")[0].lower()
        else:
            delivered.append(item.value)
    if to is not None:
        plain = to[to.rfind("<") + 1 :].partition(">")[0] if "<" in to else to
        if plain.count("@") == 1:
            outer.to = plain.strip(" <>\"'").lower()
    if traces:
        outer.top = traces[0]
    hops = _Hops(traces)
    _find_home(hops, authority, delivered, outer, home)
    _find_door(hops, delivered, outer, home)
    if results and outer.door is not None:
        depth = hops.index(outer.door)
        outer.results = [(name, item) for at, name, item in results if at <= depth]
    return outer


class _Hops:
    """The trace lines, each read when it is first asked for."""

    __slots__ = ("_fields", "_read")

    def __init__(self, fields: list[Field]) -> None:
        self._fields = fields
        self._read: list[Hop] = []

    def get(self, at: int) -> Hop | None:
        while len(self._read) <= at < len(self._fields):
            item = self._fields[len(self._read)]
            self._read.append(received.parse(item.value, item.line))
        return self._read[at] if at < len(self._read) else None

    def index(self, hop: Hop) -> int:
        return self._read.index(hop)


def _find_home(hops: _Hops, authority: str | None, delivered: list[str], outer: Outer, home: Home) -> None:
    at = 0
    if not home.named:
        while (hop := hops.get(at)) is not None and at < 4:
            at += 1
            if hop.protocol and hop.protocol.upper() in _FETCHED:
                continue  # a program on the reader's own machine fetched it: the server's lines follow
            if hop.by and is_public(hop.by):
                home.add(hop.by)
                break
        if authority and "." in authority and at:
            home.add(authority)
    first = hops.get(0)
    if first is not None and first.recipient and "@" in first.recipient:
        delivered.append(first.recipient)
    for value in delivered:
        if value.count("@") == 1:
            home.add_mine(value)
    if outer.to:
        plain = plain_address(outer.to)
        if plain != outer.to:
            if domain(plain) != domain(outer.to):
                outer.rewritten = domain(outer.to)
            else:
                outer.tagged = True
        home.add_mine(plain)
    if not home.named:
        for mine in home.mine:
            home.add(domain(mine))


def _find_door(hops: _Hops, delivered: list[str], outer: Outer, home: Home) -> None:
    ours = {plain_address(a) for a in delivered if "@" in a}
    at = 0
    while (hop := hops.get(at)) is not None:
        at += 1
        if at == 1 or home.owns(hop.by):
            outer.seen = True
        if hop.step != received.NETWORK or (hop.ip is None and hop.name is None and not hop.helo):
            outer.born_home = True
            continue
        if is_private(hop.ip) or home.sent_by(hop.name, hop.ip):
            outer.born_home = True
            continue
        outer.born_home = False
        outer.door = hop
        if _forwarded(hop, hops.get(at), outer, ours, home):
            continue
        return
    if outer.door is not None and outer.born_home:
        outer.door = None


def _forwarded(door: Hop, below: Hop | None, outer: Outer, ours: set[str], home: Home) -> bool:
    """Whether the host at the door only passed the bounce on, and goes on below.

    A mailbox of the reader's elsewhere that forwards to this one is home as well: the bounce was addressed to that
    mailbox, and its server says that it took the bounce in for it. A host that had rewritten the sender (SRS) is the
    forwarder of somebody the mail went to: no home, but the mail did pass through it.
    """
    if below is None or not below.by or not door.name or organisation(below.by) != organisation(door.name):
        return False
    if outer.rewritten:
        if organisation(outer.rewritten) != organisation(door.name):
            return False
        outer.forwarders.add(organisation(door.name))
        return below.step == received.NETWORK
    to = outer.to
    if to is None or to in ours or not ours or below.recipient != to or domain(to) in {domain(a) for a in ours}:
        return False
    home.add(below.by)
    home.forwarders.add(below.by)
    return True
