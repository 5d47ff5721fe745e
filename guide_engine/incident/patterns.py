"""What a pile shows that none of its messages shows alone: who reports, from how many clients, since when, to whom.

Each pattern is a row of report.toml ``[patterns]``: what it speaks for, and which steps it adds. None of them decides
a verdict by itself; volume and spread of what left by the owner's server do (``draw.View``).
"""

from __future__ import annotations

from collections import Counter

from guide_engine.evidence.home import organisation, provider_of
from guide_engine.knowledge import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guide_engine.incident.draw import View

LEAST = 10  # notices; fewer make no pattern
CLIENTS = 5  # client addresses: one person's phone, home, office and train give fewer in some days
SENDERS = 5  # addresses of one domain: more than a small house has, and all of them in somebody's spam
ACQUAINTED = 3  # recipients who also wrote to the owner
GROWN = 3  # times as many on the busiest day as on the first
DAYS = 3
ALIKE = 0.8  # share that counts as "nearly all"


def found(view: View) -> list[dict[str, object]]:
    """{id, supports, n, of}: ``n`` of ``of`` things show it. In the order of report.toml."""
    said = {name: (n, of) for name, n, of in _all(view)}
    return [
        {"id": name, "supports": list(row["supports"]), "n": said[name][0], "of": said[name][1]}
        for name, row in table("report")["patterns"].items()
        if name in said
    ]


def _all(view: View) -> Iterator[tuple[str, int, int]]:
    tally = view.tally
    reports = tally.reporters.total()
    if reports >= LEAST:
        yield from _reporters(view, reports)
        yield from _course(view)
        yield from _clients(view)
        yield from _recipients(view)
        yield from _one_subject(view)
        if senders := made_up(view):
            yield "made-up-senders", len(senders), sum(tally.senders[s] for s in senders)
    again = reports - tally.unnamed - len(tally.originals)
    if again > 0:
        yield "told-again", again, reports
    answers = tally.kinds["autoreply"] + sum(n for t, n in tally.replies.items() if view.both.subjects[t])
    if answers and reports:
        yield "answers", answers, tally.messages
    if tally.alerts:
        yield "alerts", len(tally.alerts), tally.messages


def _reporters(view: View, reports: int) -> Iterator[tuple[str, int, int]]:
    """Most receivers refuse during SMTP (RFC 5321 section 6.1), so the notice is the sending side's own."""
    mine, others = 0, Counter[tuple[str, str]]()
    for (family, host, relation), n in view.tally.reporters.items():
        if relation == "home":
            mine += n
        else:
            others[organisation(host) if host else family, relation] += n
    if 2 * mine > reports:
        yield "reports-mine", mine, reports
        return
    houses: Counter[str] = Counter()
    for (house, _), n in others.items():
        houses[house] += n
    most = max((n for (_, relation), n in others.items() if relation == "third-party"), default=0)
    if 2 * most > reports:
        yield "reports-one-stranger", most, reports
    elif not mine and len(houses) >= CLIENTS and 2 * max(houses.values()) <= reports:
        yield "reports-scattered", len(houses), reports


def _course(view: View) -> Iterator[tuple[str, int, int]]:
    days = sorted(view.both.days.items())
    if len(days) >= DAYS:
        first, busiest = days[0][1], max(n for _, n in days)
        # the first day may have begun late: the two days after it must have gone on growing
        if busiest >= GROWN * first and days[1][1] >= first and max(days[2:], key=lambda d: d[1])[1] > days[1][1]:
            yield "ramp", busiest, first
    if view.running is False:
        last = days[-1][0]
        late = sum(n for day, n in view.tally.notices.items() if day > last)
        if late:
            yield "stopped", late, view.tally.notices.total()


def _clients(view: View) -> Iterator[tuple[str, int, int]]:
    through = view.flood.through
    clients = len(through.keys() - {None})
    if clients >= CLIENTS and through.total() >= LEAST:
        yield "many-clients", clients, through.total()


def _recipients(view: View) -> Iterator[tuple[str, int, int]]:
    acquainted = len(view.tally.recipients & view.tally.writers)
    if acquainted >= ACQUAINTED:
        yield "known-people", acquainted, len(view.tally.recipients)
    # A list that is worked through in order: within an hour nearly all names begin alike, over the whole they do not.
    hours: dict[int, Counter[str]] = {}
    letters: Counter[str] = Counter()
    for (hour, letter), n in view.both.runs.items():
        hours.setdefault(hour, Counter())[letter] += n
        letters[letter] += n
    full = [counts for counts in hours.values() if counts.total() >= LEAST]
    of = sum(counts.total() for counts in full)
    alike = sum(max(counts.values()) for counts in full)
    if len(full) > 1 and alike >= ALIKE * of and 2 * max(letters.values()) <= letters.total():
        yield "listed-in-order", alike, of


def _one_subject(view: View) -> Iterator[tuple[str, int, int]]:
    """One form's receipt, one vacation text: the same subject, sent by a program."""
    flood = view.both
    most = max(flood.subjects.values(), default=0)
    script = sum(n for (origin, *_), n in flood.verdicts.items() if origin == "script")
    if most >= LEAST and most >= ALIKE * flood.notes and max(script, flood.automatic) >= ALIKE * flood.notes:
        yield "one-subject", most, flood.notes


def made_up(view: View) -> list[str]:
    """Addresses of one domain of the owner's that stood as sender on mail which others sent, where they are many."""
    home = view.tally.home
    domains: dict[str, list[str]] = {}
    for address in view.tally.senders:
        domain = address.rpartition("@")[2]
        if domain in home and provider_of(domain) is None:
            domains.setdefault(domain, []).append(address)
    return max((sorted(a) for a in domains.values() if len(a) >= SENDERS), key=len, default=[])


def steps(patterns: list[dict[str, object]]) -> list[str]:
    """Ids of actions.toml that the patterns found call for, whatever the verdicts are."""
    rows = table("report")["patterns"]
    return [step for one in patterns for step in rows[one["id"]].get("actions", ())]
