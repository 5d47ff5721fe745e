"""What a pile of mail has to remember of one message: a few hundred bytes, never the message."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from hashlib import blake2b
from typing import NamedTuple

from guide_engine.bounce.charset import words
from guide_engine.bounce.mime import first_values
from guide_engine.evidence.home import plain_address
from guide_engine.incident import dates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guide_engine.model import Bounce, Diagnosis, Field

REPORTS = ("failure", "delay", "success")  # the kinds that speak of a mail sent before
FAILED = ("failure", "delay")
THROUGH = ("account", "home", "script")  # origins that say: it left by the owner's own server
OPEN = (*THROUGH, "unknown")  # origins that leave the question open whether the owner wrote it

_ANSWERED = re.compile(r"(?i)^(?:(?:re|fwd?|aw|wg|tr|sv|rv)(?:\[\d+\])?\s*[:：]\s*|\[[^\]]{1,30}\]\s*)+")
_ENCODED = re.compile(r"=\?[!#-\[\]-z]{24,80}")
_SEARCHABLE = re.compile(r"[!#-;=?-Z_a-z ]+")  # nothing that a filter or its Markdown would have to quote
_NUMBER = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
# Fields that servers add on the way or that belong to one conversation: the rest, in its order, is how a mail
# program writes, whatever name it gives itself.
_NOT_PROGRAM = re.compile(
    r"(?i)(?:received|x-received|return-path|delivered-to|x-original-to|envelope-to|delivery-date|dkim-signature"
    r"|domainkey-signature|authentication-results|received-spf|arc-.*|x-spam.*|x-virus.*|x-google.*|x-gm-.*|x-ms-exchange.*"
    r"|x-authenticated.*|x-get-message.*|x-antiabuse|x-source.*|to|cc|bcc|reply-to|in-reply-to|references|content-.*|mime-version)"
)


class Note(NamedTuple):
    source: str
    kind: str
    origin: str
    verdict: str  # as the message alone says, without answers
    answered: str | None  # as the answers say, where the origin leaves the question open
    confidence: str
    reporter: tuple[str, str | None, str]  # family, host, relation
    reason: str  # of the first recipient
    home: tuple[str, ...]
    provider: str | None
    recipients: tuple[str, ...]  # their addresses, lower case
    original: int | None  # key of the mail that came back
    ip: str | None
    host: str | None
    login: str | None
    sent: dates.Moment | None  # when the original was handed in, by the most trustworthy line that says so
    received: dates.Moment | None
    subject: str | None  # of the original, decoded
    mark: str | None  # a piece of the original's Subject as it stands in the notice, fit to be searched for
    template: int | None  # the subject without what changes from copy to copy
    mailer: str  # the program's name for itself, without its version
    program: int | None  # the order in which it writes its fields
    addressed: bool | None  # the original's To or Cc names someone whom it did not reach; None where it names nobody
    notice: str  # the report's own subject
    proof: str  # the line that proves most
    weight: int  # of the proof; 0 where there is none
    questions: tuple[str, ...]
    warnings: tuple[str, ...]
    alert: tuple[str, str, str | None] | None  # row of alerts.toml, subject, sender
    sender: str | None  # the address that the original bore: whom the notice is addressed to
    automatic: bool  # the original says that a program wrote it
    writer: int | None  # key of the person who wrote a mail that is no report
    reply: int | None  # template of the subject that such a mail answers


# A pile makes many: in this way a note takes a third of the time.
_note: Callable[[tuple[object, ...]], Note] = partial(tuple.__new__, Note)


def key(*parts: str) -> int:
    """64 bits that are the same in every process."""
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest())


def take(diagnosis: Diagnosis, source: str, answered: str | None = None, alert: str | None = None) -> Note:
    """The note of one diagnosis, which must carry its ``bounce`` and ``findings``."""
    bounce, findings = diagnosis.bounce, diagnosis.findings
    assert bounce is not None and findings is not None  # noqa: S101 - decide() always sets them
    outer, fields = first_values(bounce.outer), firsts(bounce.returned or ())
    returned = diagnosis.returned
    entry = returned.entry if returned else None
    reached = [r.address.lower() for r in diagnosis.recipients if r.address]
    received = _received(outer)
    subject = returned.subject if returned else None
    strongest = max(diagnosis.evidence, key=lambda e: e.weight, default=None)
    outer_subject = words(outer.get("subject", ""))
    person = diagnosis.kind in ("other", "autoreply")
    return _note((
        source, diagnosis.kind, diagnosis.origin, diagnosis.verdict, answered, diagnosis.confidence,
        (diagnosis.reporter.family, diagnosis.reporter.host, diagnosis.reporter.relation),
        diagnosis.recipients[0].reason if diagnosis.recipients else "",
        findings.home, findings.provider, tuple(dict.fromkeys(reached)),
        _original(bounce, diagnosis), entry.ip if entry else None, entry.host if entry else None,
        entry.login.lower() if entry and entry.login else None,
        _sent(bounce, fields, received), received,
        subject[:120] if subject else None, _mark(fields.get("subject", "")),
        template(subject) if subject else None,
        _mailer(fields), _program(tuple(fields)), _addressed(fields, reached), outer_subject[:120],
        strongest.quote[:300] if strongest else "", strongest.weight if strongest else 0,
        tuple([question.id for question in diagnosis.questions]), diagnosis.warnings,
        (alert, outer_subject[:200], words(outer.get("from", ""))[:200] or None) if alert else None,
        _address(outer.get("to")) or _address(fields.get("return-path")), "auto-sent" in findings.facts,
        key(_address(outer.get("from")) or "") if diagnosis.kind == "other" else None,
        template(outer_subject) if person and _ANSWERED.match(outer_subject) else None,
    ))  # fmt: skip


def _address(value: str | None) -> str | None:
    """The one address of a field, as it was before a server rewrote it (SRS, BATV)."""
    if value is None or value.count("@") != 1:
        return None
    return plain_address(value[value.rfind("<") + 1 :].partition(">")[0].strip(" \"'"))


def firsts(fields: Sequence[Field]) -> dict[str, str]:
    """The value of the first field of each name, names in lower case, in order."""
    found: dict[str, str] = {}
    for name, value, _ in fields:
        low = name.lower()
        if low not in found:
            found[low] = value
    return found


def template(subject: str) -> int:
    """One number for all copies of a mass mail: its subject without reply marks, numbers and spacing."""
    plain = _NUMBER.sub("0", _ANSWERED.sub("", subject.strip()).casefold())
    return key(_SPACE.sub(" ", plain))


def _mark(subject: str) -> str | None:
    """What all copies of one subject have in common, as it stands in the notice that quotes it.

    The first encoded word, or the words before the first number: neither is folded by servers.
    Failing that, the longest words between numbers.
    """
    if subject.startswith("=?"):
        found = subject.split(" ", 1)[0]
        return f"Subject: {found}" if _ENCODED.fullmatch(found) else None
    pieces = [piece.strip()[:60] for piece in _NUMBER.split(subject)]
    longest = max(pieces, key=len)
    found, least = (f"Subject: {pieces[0]}", 15) if len(pieces[0]) >= 6 else (longest, 14)
    return found if len(found) >= least and _SEARCHABLE.fullmatch(found) else None


def _mailer(fields: dict[str, str]) -> str:
    name = fields.get("x-mailer") or fields.get("user-agent") or ""
    return _SPACE.sub(" ", _NUMBER.sub("", name.partition("(")[0])).strip(" ./").lower()[:40]


def network(ip: str | None) -> str | None:
    """One client's share of the address space: the address itself, a /64 of IPv6."""
    return ":".join(ip.split(":")[:4]) if ip and ":" in ip else ip


@lru_cache(4096)
def _program(names: tuple[str, ...]) -> int | None:
    kept = [name for name in names if not _NOT_PROGRAM.fullmatch(name)]
    return key(*kept) if kept else None


def _addressed(fields: dict[str, str], reached: list[str]) -> bool | None:
    named = (fields.get("to", "") + " " + fields.get("cc", "")).lower()
    return any(address in named for address in reached) if "@" in named else None


def _original(bounce: Bounce, diagnosis: Diagnosis) -> int | None:
    """A delay and a failure of the same mail, and its failures at several servers, are one original."""
    returned = diagnosis.returned
    if returned and returned.message_id:
        return key("id", returned.message_id)
    if returned and (returned.date or returned.subject):
        return key("mail", returned.sender or "", returned.to or "", returned.subject or "", returned.date or "")
    report = firsts(bounce.report)
    for name in ("x-postfix-queue-id", "original-envelope-id"):
        if value := report.get(name):
            return key(name, diagnosis.reporter.host or "", value.strip())
    return None


def _received(outer: dict[str, str]) -> dates.Moment | None:
    newest = outer.get("received", "").rpartition(";")[2]
    return dates.parse(newest) or dates.parse(outer.get("date"))


def _sent(bounce: Bounce, fields: dict[str, str], received: dates.Moment | None) -> dates.Moment | None:
    """When the original was handed in, shown in the zone of the mailbox.

    What the reporter wrote goes first: its Arrival-Date (RFC 3464 section 2.2.5), the newest line
    that it added to the mail. The mail's own Date is the sender's claim. A date after the notice
    itself, or a month before it, is nobody's record.
    """
    for text in _records(bounce, fields):
        moment = dates.parse(text)
        if moment is None:
            continue
        if received is None:
            return moment
        if -30 * 86400 <= moment.seconds - received.seconds <= 86400:
            return dates.Moment(moment.seconds, received.zone)
    return None


def _records(bounce: Bounce, fields: dict[str, str]) -> Iterator[str]:
    for name, value, _ in bounce.report:
        if name == "Arrival-Date" or name.lower() == "arrival-date":
            yield value
            break
    for name in ("received", "date"):
        if value := fields.get(name, ""):
            yield value.rpartition(";")[2] if name == "received" else value
