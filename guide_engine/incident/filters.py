"""Filters that move one flood out of the way and leave other returned mail alone.

Sieve (RFC 5228, with body of RFC 5173, mailbox of RFC 5490) can look into the mail that came back:
it is told the client addresses and subjects that only the flood has. A Gmail search and an Outlook
rule cannot be relied on to see that far. They go by sender and day, and leave out those whom the
owner's own failed mails were addressed to.
"""

from __future__ import annotations

import re

from guide_engine.incident import dates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guide_engine.incident.note import Note
    from guide_engine.incident.tally import Span, Sums

LEAST = 5  # notices of one flood that make a filter worth its while
SHARE = 500  # a mark is used that at least one in so many of the flood has
MOST = 120  # marks in one filter
OWN = 20  # exceptions in one filter; more of them would make it wrong sooner than long

FOLDER = "Returned-flood"
_SENDERS = ("mailer-daemon", "postmaster")
_IP = re.compile(r"[0-9a-fA-F.:]{3,45}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`|~-]{1,64}@[A-Za-z0-9.-]{1,255}")


def make(flood: Sums, own: list[Note], received: Span, words: dict[str, str]) -> dict[str, str | None]:
    """``sieve``, ``gmail`` and ``outlook`` (text, None where none could be made). ``words``: report.toml [outlook]."""
    addresses = sorted({a for note in own for a in note.recipients})
    able = flood.notes >= LEAST and len(own) <= OWN and all(map(_ADDRESS.fullmatch, addresses))
    gmail = outlook = None
    if able and received.first and received.last:
        first, last = dates.day(*received.first), dates.day(*received.last)
        gmail = _gmail(first, last, addresses)
        outlook = _outlook(first, last, addresses, words)
    return {"sieve": _sieve(flood, own) if flood.notes >= LEAST else None, "gmail": gmail, "outlook": outlook}


def _sieve(flood: Sums, own: list[Note]) -> str | None:
    least = max(2, flood.notes // SHARE)
    spared_ips = {note.ip for note in own}
    spared_marks = {note.mark for note in own}
    clients: dict[str, int] = {}
    for (ip, _), n in flood.entries.items():
        if ip and _IP.fullmatch(ip) and ip not in spared_ips:
            clients[ip] = clients.get(ip, 0) + n
    ips = sorted((ip for ip, n in clients.items() if n >= least), key=lambda ip: (-clients[ip], ip))[: MOST // 2]
    marks = [
        m for m, n in sorted(flood.marks.items(), key=lambda i: (-i[1], i[0])) if n >= least and m not in spared_marks
    ]
    tests = [form for ip in ips for form in _written(ip)] + marks[: MOST // 2]
    if not tests:
        return None
    spare = ""
    if known := sorted(ip for ip in spared_ips if ip):
        spare = f"    not body :raw :contains {_strings(form for ip in known[:OWN] for form in _written(ip))},\n"
    return (
        'require ["body", "fileinto", "mailbox"];\n\n'
        "if allof (\n"
        "    anyof (\n"
        f'        header :contains "from" {_strings(_SENDERS)},\n'
        '        header :is "return-path" ["<>", "<MAILER-DAEMON>"],\n'
        '        header :contains "content-type" "report-type=delivery-status"\n'
        "    ),\n"
        f"{spare}"
        f"    body :raw :contains {_strings(tests)}\n"
        ") {\n"
        f'    fileinto :create "{FOLDER}";\n'
        "    stop;\n"
        "}\n"
    )


def _written(ip: str) -> tuple[str, ...]:
    """An address as servers write it, so that 192.0.2.1 does not fit 192.0.2.17."""
    if ":" in ip:
        return (f"IPv6:{ip}]", f"[{ip}]")
    return (f"[{ip}]", f"({ip})", f"@{ip})", f":{ip}]", f"client-ip={ip};")


def _strings(values: Iterable[str]) -> str:
    quoted = [f'"{value}"' for value in values]
    return quoted[0] if len(quoted) == 1 else "[" + ",\n        ".join(quoted) + "]"


def _gmail(first: int, last: int, spared: list[str]) -> str:
    """Operators as Gmail documents them: from:, OR in parentheses, after:, before:, "words", - and {}."""
    query = f"from:({' OR '.join(_SENDERS)})"
    query += f" after:{_slashed(first - 1)} before:{_slashed(last + 1)}"
    if spared:
        query += " -{" + " ".join(f'"{address}"' for address in spared) + "}"
    return query


def _slashed(day: int) -> str:
    return dates.day_iso(day).replace("-", "/")


def _outlook(first: int, last: int, spared: list[str], words: dict[str, str]) -> str:
    """Conditions, exceptions and actions under the names that Outlook's rules have."""
    lines = [
        f"{words['sender']}: {'; '.join(_SENDERS)}",
        f"{words['span']}: {dates.day_iso(first)} - {dates.day_iso(last)}",
    ]
    if spared:
        lines.append(f"{words['except']}: {'; '.join(spared)}")
    return "\n".join([*lines, f"{words['move']}: {FOLDER}", words["stop"]]) + "\n"
