"""The project's words: what a bounce says, what it proves, and the incident it belongs to.

Immutable and without behaviour; ``to_dict`` gives the JSON contract and nothing else. What every message makes is a
named tuple: a frozen dataclass takes four times as long to make. The rest are frozen dataclasses.
Dates are ISO 8601 strings with offset; ``line`` is 1-based in the message as it was given,
and None where the quote comes from decoded text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

KINDS = ("failure", "delay", "success", "feedback", "autoreply", "fake", "threat", "other")
ORIGINS = ("account", "script", "home", "elsewhere", "none", "unknown")
VERDICTS = (
    "account-hijacked", "site-abused", "own-automation", "address-forged", "neighbour-forged",
    "own-mail", "fake-bounce", "extortion", "not-a-bounce", "undetermined",
)  # fmt: skip
CONFIDENCES = ("certain", "likely", "possible")
RELATIONS = ("home", "recipient", "third-party", "unknown")
LAYERS = ("outer", "report", "returned")
URGENCIES = ("now", "this-week", "watch")


# ---- one message, as it was read -------------------------------------------------------------


class Field(NamedTuple):
    """One header field: ``name`` as written, ``value`` unfolded but not decoded, ``line`` of its first line."""

    name: str
    value: str
    line: int | None = None


class TextLine(NamedTuple):
    """One line of the notice as a person reads it."""

    text: str
    line: int | None = None


class Recipient(NamedTuple):
    """Whom the mail did not reach (or reached), RFC 3464 section 2.3. ``reason`` is one of Sisimai's names."""

    address: str | None
    status: str | None = None  # RFC 3463 "5.1.1"
    reply_code: str | None = None  # RFC 5321 "550"
    reason: str = "undefined"
    host: str | None = None  # who refused: Remote-MTA or the host named in the text
    diagnostic: str | None = None
    action: str | None = None  # RFC 3464 section 2.3.3: failed | delayed | delivered | relayed | expanded
    line: int | None = None

    def to_dict(self) -> dict[str, object]:
        return {
            "address": self.address, "status": self.status, "reply_code": self.reply_code,
            "reason": self.reason, "host": self.host, "diagnostic": self.diagnostic,
        }  # fmt: skip


class Bounce(NamedTuple):
    """What one message says, before anything is concluded from it.

    Three layers, in falling order of trust (RFC 5321 section 4.4, RFC 3464 section 4.1):
    ``outer`` the header of the message itself; ``text`` and ``report`` what the reporter wrote;
    ``returned`` the header of the mail that came back, None when nothing came back.
    """

    kind: str
    family: str  # a name of knowledge/families.toml; "generic" when no mark fits
    outer: tuple[Field, ...] = ()
    text: tuple[TextLine, ...] = ()
    report: tuple[Field, ...] = ()  # fields of message/delivery-status, all groups in order
    returned: tuple[Field, ...] | None = None
    returned_text: tuple[TextLine, ...] = ()  # the first lines of the returned body, where they came back
    reporting_host: str | None = None  # Reporting-MTA, or the host that the text names as the reporter
    recipients: tuple[Recipient, ...] = ()
    marks: tuple[str, ...] = ()  # ids of the marks that made it this kind (bait features, demands, ...)
    warnings: tuple[str, ...] = ()  # ids of knowledge/LANG/warnings.toml, "id" or "id:detail"


# ---- what it proves --------------------------------------------------------------------------


class Entry(NamedTuple):
    """How the returned mail entered the first host that can be believed: the line that this host wrote."""

    host: str | None
    ip: str | None
    login: str | None = None
    protocol: str | None = None  # RFC 3848: SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA, local, HTTP, ...
    written_by: str | None = None

    def to_dict(self) -> dict[str, object]:
        return {
            "host": self.host, "ip": self.ip, "login": self.login,
            "protocol": self.protocol, "written_by": self.written_by,
        }  # fmt: skip


class Returned(NamedTuple):
    """The mail that came back, decoded for reading."""

    sender: str | None
    to: str | None
    subject: str | None
    date: str | None
    message_id: str | None
    entry: Entry

    def to_dict(self) -> dict[str, object]:
        return {
            "from": self.sender, "to": self.to, "subject": self.subject, "date": self.date,
            "message_id": self.message_id, "entry": self.entry.to_dict(),
        }  # fmt: skip


class Reporter(NamedTuple):
    family: str
    host: str | None
    relation: str

    def to_dict(self) -> dict[str, object]:
        return {"family": self.family, "host": self.host, "relation": self.relation}


class Evidence(NamedTuple):
    """One line that speaks for or against an origin or verdict; ``id`` is a row of knowledge/evidence.toml.

    ``weight`` is -4 to 4 (decisive 4, strong 3, medium 2, weak 1), already capped at 1 where the
    line could have been planted (``forgeable``).
    """

    id: str
    layer: str
    quote: str
    line: int | None
    supports: tuple[str, ...]
    weight: int
    forgeable: bool

    def to_dict(self) -> dict[str, object]:
        return {
            "id": self.id, "layer": self.layer, "quote": self.quote, "line": self.line,
            "supports": list(self.supports), "weight": self.weight, "forgeable": self.forgeable,
        }  # fmt: skip


class Findings(NamedTuple):
    """What the evidence layer hands to the decision tree."""

    origin: str
    confidence: str
    home: tuple[str, ...]  # host names, domains and addresses taken for home, shown so that they can be corrected
    home_named: bool  # by the caller, not found
    reporter: Reporter
    returned: Returned | None
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[str, ...] = ()  # ids that answer questions of the tree, as tree.toml names them
    provider: str | None = None  # a row of knowledge/providers.toml
    warnings: tuple[str, ...] = ()
    kind: str = ""  # overrules Bounce.kind where the outer evidence shows it (a fake); "" otherwise


@dataclass(frozen=True, slots=True)
class Answer:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    why: str
    answers: tuple[Answer, ...]

    def to_dict(self) -> dict[str, object]:
        return {
            "id": self.id, "text": self.text,
            "answers": [{"value": a.value, "text": a.text} for a in self.answers],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One step, in order. In a story it has ``action``, ``status`` and ``quote`` as well (design section 5)."""

    id: str | None
    urgency: str | None = None
    title: str | None = None
    why: str | None = None
    source: str | None = None
    action: str | None = None  # the narrative vocabulary: change_password, virus_scan, ...
    status: str | None = None  # done | advised
    quote: str | None = None
    span: tuple[int, int] | None = None

    def to_dict(self) -> dict[str, object]:
        return {
            "id": self.id, "urgency": self.urgency, "title": self.title, "why": self.why, "source": self.source,
        }  # fmt: skip


class Diagnosis(NamedTuple):
    """The answer to one message."""

    kind: str
    reporter: Reporter
    recipients: tuple[Recipient, ...]
    returned: Returned | None
    origin: str
    verdict: str
    confidence: str
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    actions: tuple[Action, ...] = ()
    warnings: tuple[str, ...] = ()
    source: str | None = None
    # not in the contract's JSON: what the page and the mailbox need beside it
    bounce: Bounce | None = None
    findings: Findings | None = None

    def to_dict(self) -> dict[str, object]:
        return {
            "source": self.source,
            "kind": self.kind,
            "reporter": self.reporter.to_dict(),
            "recipients": [r.to_dict() for r in self.recipients],
            "returned": self.returned.to_dict() if self.returned else None,
            "origin": self.origin,
            "verdict": self.verdict,
            "confidence": self.confidence,
            "evidence": [e.to_dict() for e in self.evidence],
            "questions": [q.to_dict() for q in self.questions],
            "actions": [a.to_dict() for a in self.actions],
            "warnings": list(self.warnings),
        }


# ---- an incident: a story or a mailbox -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """``value`` is a whole number or a (low, high) pair for vague words."""

    value: int | tuple[int, int]
    unit: str | None = None
    qualifier: str = "exact"  # exact | about | at_least | tens | hundreds | thousands | ten_thousands

    def to_dict(self) -> dict[str, object]:
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"value": value, "unit": self.unit, "qualifier": self.qualifier}


@dataclass(frozen=True, slots=True)
class Event:
    type: str
    quote: str
    span: tuple[int, int] | None = None
    when: object = None  # a form of the narrative contract: str, dict or None
    day: int | None = None
    count: Count | None = None
    title: str | None = None
    line: int | None = None

    def to_dict(self) -> dict[str, object]:
        return {
            "type": self.type, "quote": self.quote, "span": list(self.span) if self.span else None,
            "when": self.when, "day": self.day, "count": self.count.to_dict() if self.count else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    cause: str
    status: str  # confirmed | suspected | ruled_out | general
    quote: str
    title: str | None = None
    line: int | None = None

    def to_dict(self) -> dict[str, object]:
        return {"cause": self.cause, "status": self.status, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Lesson:
    quote: str
    title: str | None = None

    def to_dict(self) -> dict[str, object]:
        return {"quote": self.quote}


@dataclass(frozen=True, slots=True)
class Incident:
    """A story told, or a mailbox read. ``mailbox`` holds what only mail adds; its keys join the JSON."""

    id: str | None
    language: str | None
    title: str | None
    events: tuple[Event, ...] = ()
    causes: tuple[Cause, ...] = ()
    actions: tuple[Action, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    mailbox: dict[str, object] | None = field(default=None)
    # not in the contract's JSON: what two mailboxes are merged by (incident.tally.Tally)
    tally: object = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, object]:
        actions = [
            {**({} if self.mailbox is None else a.to_dict()), "action": a.action, "status": a.status, "quote": a.quote}
            for a in self.actions
        ]
        return {
            "id": self.id,
            "language": self.language,
            "title": self.title,
            "events": [e.to_dict() for e in self.events],
            "causes": [c.to_dict() for c in self.causes],
            "actions": actions,
            "lessons": [lesson.to_dict() for lesson in self.lessons],
            **(self.mailbox or {}),
        }
