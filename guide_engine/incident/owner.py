"""Singles the owner's own failed mails out of a flood that went through the same server.

A hijack and the owner's mail have the same form: same server, same login. What differs is the
company they keep. The flood shows itself (``tally``: one subject, many clients); every other mail is
then compared with it: does its client address, its mail program, its way in occur in the flood at
all? What the flood never does, the owner may; what only the flood does, the owner did not.

The weights are log-likelihood ratios. How likely a value that the flood has not shown is in the
flood nevertheless is estimated by how many values it shows only once (Good and Turing): where every
spam comes from an address of its own, a new address tells nothing; where fourteen addresses send
everything, it tells much.
"""

from __future__ import annotations

import math

from guide_engine.incident.note import THROUGH, Note, network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import Counter
    from typing import Any

    from guide_engine.incident.tally import Sums

NEEDED = 2.5  # about 12 to 1 for the owner
CAP = 3.0  # no single sign decides more than 20 to 1
COMPANY = 20  # mails; a smaller flood has not shown what it does


def single_out(flood: Sums, others: list[Note]) -> list[Note]:
    """Those of ``others`` that the owner wrote, as far as their difference from ``flood`` shows it."""
    if flood.notes < COMPANY:
        return []
    return [note for note in others if note.origin in THROUGH and _weight(flood, note) >= NEEDED]


def _weight(flood: Sums, note: Note) -> float:
    if note.addressed is not True:
        return -CAP  # the owner's mail names its recipient; a mass mail often does not
    place = network(note.ip)
    total = 0.0
    if place is not None:
        if flood.networks[place]:
            return -CAP  # the flood comes from that very machine
        total += _new(flood.networks, flood.notes)
    elif note.origin == "script":
        return -CAP  # nothing tells one script's mail from another's
    program = 0.0
    if note.mailer and not flood.mailers[note.mailer]:
        program = _new(flood.mailers, flood.notes)
    if note.program is not None and not flood.programs[note.program]:
        program = max(program, _new(flood.programs, flood.notes) / 2)
    total += program
    if not flood.styles[note.origin, note.login]:
        total += _new(flood.styles, flood.notes) / 2
    return total


def _new(seen: Counter[Any], notes: int) -> float:
    """What a value that is not in ``seen`` says for the owner, who does half of his mail alike."""
    once = sum(1 for count in seen.values() if count == 1)
    return min(CAP, math.log(0.5 / (max(once, 0.5) / notes)))
