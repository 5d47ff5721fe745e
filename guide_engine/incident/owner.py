"""Tells the flood from the owner's own failed mails, which went through the same server.

A hijack and the owner's mail have the same form: same server, same login. What differs is the
company they keep. The flood shows itself by repetition: one subject from many clients (``tally``);
a mail program that sends from many clients in one day; a client that sends much in one day. Mail
that the owner's server never saw belongs to it anyway. Every other mail is then compared with it:
do its client, its mail program, its way in occur in the flood at all?

The weights are log-likelihood ratios. How likely a value that the flood has not shown is in the
flood nevertheless is estimated by how many values it shows only once (Good and Turing): where every
spam comes from an address of its own, a new address tells nothing; where fourteen addresses send
everything, it tells much.
"""

from __future__ import annotations

import math
from collections import Counter
from copy import deepcopy

from guide_engine.incident import dates
from guide_engine.incident.note import THROUGH, Note, network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guide_engine.incident.tally import Sums

NEEDED = 2.3  # 10 to 1 for the owner
CAP = 3.0  # no single sign decides more than 20 to 1
COMPANY = 15  # mails; a smaller flood has not shown what it does
SMALL = 200  # mails; in a pile below this three copies of a subject are as telling as five above
FEW_COPIES = 3
DAY_FROM_ONE = 15  # failed mails from one client in a day: more than a person writes
DAY_OF_PROGRAM = 10  # failed mails of one program in a day, from so many clients:
CLIENTS = 5
DAY_UNSHOWN = 15  # failed mails of one program in a day, where the server hides the client


def part(flood: Sums, held: list[Note]) -> tuple[Sums, list[Note], list[Note]]:
    """(the flood with those of ``held`` that belong to it, the owner's mails, those that nothing tells)."""
    flood = deepcopy(flood)
    left = _take_repeated(flood, held)
    if flood.notes < COMPANY:
        return flood, [], left
    candidates = [note for note in left if note.origin in THROUGH and note.addressed is not None]
    mates = Counter(network(note.ip) for note in candidates)
    scattered = len(mates) >= CLIENTS and 2 * len(mates) > len(candidates)
    own = [] if scattered else [note for note in candidates if _weight(flood, note, mates) >= NEEDED]
    known = {id(note) for note in own}
    return flood, own, [note for note in left if id(note) not in known]


def _take_repeated(flood: Sums, held: list[Note]) -> list[Note]:
    """Add to ``flood`` what repeats in ``held`` or comes from a client of the flood; the rest is returned."""
    subjects: dict[int | None, set[str | None]] = {}
    copies: Counter[int | None] = Counter()
    days: Counter[tuple[str, int]] = Counter()
    programs: Counter[tuple[object, ...]] = Counter()
    clients: dict[tuple[object, ...], set[str | None]] = {}
    for note in held:
        place = network(note.ip)
        copies[note.template] += 1
        subjects.setdefault(note.template, set()).add(place)
        if day := _day(note):
            if place:
                days[place, day] += 1
            programs[_way(note), day] += 1
            clients.setdefault((_way(note), day), set()).add(place)
    few = FEW_COPIES if flood.notes + len(held) < SMALL else 1 << 62
    repeated = {t for t, n in copies.items() if n >= few and (len(subjects[t] - {None}) > 1 or subjects[t] == {None})}
    busy = {place for (place, _), n in days.items() if n >= DAY_FROM_ONE}
    mass = {
        way
        for (way, day), n in programs.items()
        if (n >= DAY_OF_PROGRAM and len(clients[way, day] - {None}) >= CLIENTS)
        or (n >= DAY_UNSHOWN and clients[way, day] == {None})
    }
    left = []
    for note in held:
        if note.template in repeated or network(note.ip) in busy or _way(note) in mass:
            flood.add(note)
        else:
            left.append(note)
    # One more subject from a machine that the flood came from is the flood's too.
    strangers = [note for note in left if not (note.ip and flood.networks[network(note.ip)])]
    kept = {id(note) for note in strangers}
    for note in left:
        if id(note) not in kept:
            flood.add(note)
    return strangers


def _day(note: Note) -> int | None:
    return dates.day(*note.sent) if note.sent else None


def _way(note: Note) -> tuple[object, ...]:
    return note.origin, note.login, note.mailer, note.program


def _weight(flood: Sums, note: Note, mates: Counter[str | None]) -> float:
    place = network(note.ip)
    # A mass mail hides whom it is for; so does one that the recipient's own server passed on to another address.
    total = 0.0 if note.addressed else -1.0
    if place is not None:
        total += _new(flood.networks, flood.notes)
        if mates[place] > 1:
            # How often two mails of the flood share a client (Simpson), for as many pairs as this one makes:
            pairs = sum(n * (n - 1) for n in flood.networks.values()) / max(1, flood.notes * (flood.notes - 1))
            chance = max(pairs, 1 / flood.notes) * (sum(mates.values()) - 1)
            total += max(0.0, min(CAP, math.log(0.5 / chance)))
    program = 0.0
    if note.mailer and not flood.mailers[note.mailer]:
        program = _new(flood.mailers, flood.notes)
    if note.program is not None and not flood.programs[note.program]:
        program = max(program, _new(flood.programs, flood.notes) / 2)
    total += program
    if not flood.styles[note.origin, note.login]:
        # A flood that never went through this server is not told from the owner's mail by a login alone.
        elsewhere = not any(origin in THROUGH for origin, _ in flood.styles)
        total += _new(flood.styles, flood.notes) / (1 if elsewhere else 2)
    return total


def _new(seen: Counter[Any], notes: int) -> float:
    """What a value that is not in ``seen`` says for the owner, who does half of his mail alike."""
    once = sum(1 for count in seen.values() if count == 1)
    return min(CAP, math.log(0.5 / (max(once, 0.5) / notes)))
