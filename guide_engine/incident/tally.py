"""The sums of a pile of mail. Two tallies merge into the one that all their messages together would give.

Most sums are plain counters. One needs the whole pile before it can be told: which mails are the
flood, and which the owner wrote. A flood shows itself by repetition: the same subject, but for its
numbers, from several clients. Until a subject has been seen so often its notes are held back; then
they are added up and forgotten. So memory stays bounded, and the order of reading makes no difference.
"""

from __future__ import annotations

from collections import Counter

from guide_engine.incident import dates
from guide_engine.incident.note import FAILED, REPORTS, THROUGH, Note, key, network

COPIES = 5  # one subject in so many originals, from two clients or from clients that are not shown, is a flood
BATCH = 200  # notes held back of one subject that only one client sent: a newsletter of the owner's
HELD = 10_000  # notes held back altogether
MARKS = 5000  # subjects, pieces of subjects, senders and writers counted
ALERTS = 1000  # kept; a mailbox of shop news is no list of alerts
SAMPLES = 3  # sources kept for each way in which notices differ


class Span:
    """The first and last of some moments."""

    __slots__ = ("first", "last")

    def __init__(self) -> None:
        self.first: dates.Moment | None = None
        self.last: dates.Moment | None = None

    def add(self, moment: dates.Moment | None) -> None:
        if moment is not None:
            self.first = moment if self.first is None else min(self.first, moment)
            self.last = moment if self.last is None else max(self.last, moment)

    def merge(self, other: Span) -> None:
        self.add(other.first)
        self.add(other.last)


class Login:
    """What one login sent."""

    __slots__ = ("clients", "messages", "span")

    def __init__(self) -> None:
        self.messages = 0
        self.clients: Counter[str] = Counter()
        self.span = Span()

    def add(self, note: Note) -> None:
        self.messages += 1
        if note.ip:
            self.clients[note.ip] += 1
        self.span.add(note.sent)

    def merge(self, other: Login) -> None:
        self.messages += other.messages
        self.clients.update(other.clients)
        self.span.merge(other.span)


class Sums:
    """Sums over notes of which none is needed singly any more."""

    __slots__ = (
        "automatic",
        "days",
        "entries",
        "logins",
        "mailers",
        "marks",
        "networks",
        "notes",
        "programs",
        "runs",
        "span",
        "styles",
        "subjects",
        "through",
        "verdicts",
    )

    def __init__(self) -> None:
        self.notes = 0
        self.span = Span()
        self.days: Counter[int] = Counter()  # originals a day
        self.entries: Counter[tuple[str | None, str | None]] = Counter()
        self.logins: dict[str, Login] = {}
        # origin, verdict, answered, confidence, login
        self.verdicts: Counter[tuple[str, str, str | None, str, str | None]] = Counter()
        self.marks: Counter[str] = Counter()
        self.through: Counter[str | None] = Counter()  # clients of what left by the owner's own server
        self.subjects: Counter[int] = Counter()  # templates
        self.automatic = 0
        self.runs: Counter[tuple[int, str]] = Counter()  # hour, first letter of a recipient
        # What a flood's mails have in common, to compare others with:
        self.networks: Counter[str | None] = Counter()
        self.mailers: Counter[str] = Counter()
        self.programs: Counter[int | None] = Counter()
        self.styles: Counter[tuple[str, str | None]] = Counter()

    def add(self, note: Note) -> None:
        self.notes += 1
        self.span.add(note.sent)
        if note.sent:
            self.days[dates.day(*note.sent)] += 1
        if note.ip or note.host:
            self.entries[note.ip, note.host] += 1
        if note.login:
            self.logins.setdefault(note.login, Login()).add(note)
        self.verdicts[note.origin, note.verdict, note.answered, note.confidence, note.login] += 1
        if note.mark and (note.mark in self.marks or len(self.marks) < MARKS):
            self.marks[note.mark] += 1
        place = network(note.ip)
        self.networks[place] += 1
        if note.origin in THROUGH:
            self.through[place] += 1
        if note.template is not None and (note.template in self.subjects or len(self.subjects) < MARKS):
            self.subjects[note.template] += 1
        self.automatic += note.automatic
        if note.sent and note.recipients:
            self.runs[note.sent.seconds // 3600, note.recipients[0][0]] += 1
        self.mailers[note.mailer] += 1
        self.programs[note.program] += 1
        self.styles[note.origin, note.login] += 1

    def merge(self, other: Sums) -> None:
        self.notes += other.notes
        self.automatic += other.automatic
        self.span.merge(other.span)
        for login, sums in other.logins.items():
            self.logins.setdefault(login, Login()).merge(sums)
        for name in ("days", "entries", "verdicts", "marks", "networks", "mailers", "programs", "styles", "through",
                     "subjects", "runs"):  # fmt: skip
            getattr(self, name).update(getattr(other, name))


class Held:
    """Notes of one subject that are held back until it has been seen often enough to be called a flood's."""

    __slots__ = ("networks", "notes", "originals")

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.originals: set[int | str] = set()
        self.networks: set[str | None] = set()

    def add(self, notes: list[Note]) -> None:
        self.notes += notes
        for note in notes:
            self.originals.add(note.original or note.source)
            self.networks.add(network(note.ip))

    def from_several(self) -> bool:
        """From two clients, or from clients that are not shown."""
        return len(self.networks - {None}) >= 2 or self.networks == {None}


class Tally:
    """Everything that a pile's :class:`Incident` is drawn from."""

    def __init__(self) -> None:
        self.messages = 0
        self.kinds: Counter[str] = Counter()
        self.origins: Counter[str] = Counter()
        self.home: Counter[str] = Counter()
        self.providers: Counter[str | None] = Counter()  # of reports
        self.reporters: Counter[tuple[str, str | None, str]] = Counter()
        self.reasons: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.questions: Counter[str] = Counter()
        self.originals: set[int] = set()
        self.unnamed = 0  # reports whose original cannot be told from another
        self.recipients: set[int] = set()
        self.notices: Counter[int] = Counter()  # reports a day, by the day on which they came
        self.received = Span()
        self.alerts: list[tuple[str, str, str, str | None, str | None]] = []  # source, id, subject, sender, date
        self.threats: list[str] = []
        self.proofs: dict[str, tuple[int, str]] = {}  # verdict -> weight, line that proves most
        self.day_quotes: dict[int, tuple[int, str]] = {}  # day of arrival -> seconds, subject of its first notice
        self.samples: dict[tuple[str, str, str, str], list[str]] = {}
        self.flood = Sums()  # mails that repeat
        self.rest = Sums()  # reports that are compared with nothing: success, no subject, too many to hold back
        self.single = Sums()  # messages that are no reports
        self.senders: Counter[str] = Counter()  # addresses that mails not sent by the owner's server bore
        self.writers: set[int] = set()  # people who wrote mails that are no reports
        self.replies: Counter[int] = Counter()  # templates of subjects that such mails answer
        self.flooded: set[int] = set()
        self.held: dict[int, Held] = {}
        self.holding = 0
        self.unsearched = 0

    def add(self, note: Note) -> None:
        self.messages += 1
        self.kinds[note.kind] += 1
        self.origins[note.origin] += 1
        for name in note.home:
            self.home[name] += 1
        for said in note.warnings:
            self.warnings[said] += 1
        if note.alert and len(self.alerts) < ALERTS:
            when = note.received.iso() if note.received else None
            self.alerts.append((note.source, note.alert[0], note.alert[1], note.alert[2], when))
        if note.kind == "threat" and len(self.threats) < SAMPLES:
            self.threats.append(note.source)
        if note.weight > self.proofs.get(note.verdict, (0, ""))[0]:
            self.proofs[note.verdict] = (note.weight, note.proof)
        if note.reply is not None and (note.reply in self.replies or len(self.replies) < MARKS):
            self.replies[note.reply] += 1
        if note.kind not in REPORTS:
            if note.writer is not None and len(self.writers) < MARKS:
                self.writers.add(note.writer)
            self.single.verdicts[note.origin, note.verdict, note.answered, note.confidence, None] += 1
            return
        self._report(note)

    def _report(self, note: Note) -> None:
        for question in note.questions:
            self.questions[question] += 1
        self.providers[note.provider] += 1
        self.reporters[note.reporter] += 1
        self.reasons[note.reason] += 1
        self.recipients.update(map(key, note.recipients))
        seen = note.sender in self.senders or len(self.senders) < MARKS
        if note.sender and note.origin not in THROUGH and seen:
            self.senders[note.sender] += 1
        if note.original is None:
            self.unnamed += 1
        else:
            self.originals.add(note.original)
        if note.received:
            self.received.add(note.received)
            self.notices[day := dates.day(*note.received)] += 1
            self.day_quotes[day] = min(self.day_quotes.get(day, (1 << 62, "")), (note.received.seconds, note.notice))
        kept = self.samples.setdefault((note.origin, note.reporter[0], note.reporter[2], note.reason), [])
        if len(kept) < SAMPLES:
            kept.append(note.source)
        if note.kind in FAILED and note.origin == "elsewhere":
            self.flood.add(note)  # the owner's server never saw it: nothing to find there
        elif note.kind not in FAILED or note.origin not in THROUGH or note.template is None:
            self.rest.add(note)
        elif note.template in self.flooded:
            self.flood.add(note)
        else:
            self._hold(note.template, [note])

    def _hold(self, template: int, notes: list[Note]) -> None:
        held = self.held.setdefault(template, Held())
        held.add(notes)
        self.holding += len(notes)
        if len(held.originals) >= COPIES and held.from_several():
            self.flooded.add(template)
            self._release(template, self.flood)
        elif len(held.notes) > BATCH or self.holding > HELD:
            self.unsearched += len(held.notes)
            self._release(template, self.rest)

    def _release(self, template: int, sums: Sums) -> None:
        for note in self.held.pop(template, Held()).notes:
            self.holding -= 1
            sums.add(note)

    def merge(self, other: Tally) -> None:
        """Take over what ``other`` holds, as though its messages had been read after these."""
        for name in ("kinds", "origins", "home", "providers", "reporters", "reasons", "warnings",
                     "questions", "notices", "senders", "replies"):  # fmt: skip
            getattr(self, name).update(getattr(other, name))
        self.messages += other.messages
        self.unnamed += other.unnamed
        self.unsearched += other.unsearched
        self.originals |= other.originals
        self.recipients |= other.recipients
        self.writers |= other.writers
        self.received.merge(other.received)
        self.alerts += other.alerts[: ALERTS - len(self.alerts)]
        self.threats += other.threats[: SAMPLES - len(self.threats)]
        for verdict, proof in other.proofs.items():
            if proof[0] > self.proofs.get(verdict, (0, ""))[0]:
                self.proofs[verdict] = proof
        for day, quote in other.day_quotes.items():
            self.day_quotes[day] = min(self.day_quotes.get(day, quote), quote)
        for way, sources in other.samples.items():
            kept = self.samples.setdefault(way, [])
            kept += sources[: SAMPLES - len(kept)]
        for name in ("flood", "rest", "single"):
            getattr(self, name).merge(getattr(other, name))
        for template in other.flooded - self.flooded:
            self.flooded.add(template)
            self._release(template, self.flood)
        for template, held in other.held.items():
            if template in self.flooded:
                for note in held.notes:
                    self.flood.add(note)
            else:
                self._hold(template, held.notes)
