"""Draws an Incident from a Tally: the flood and the owner's own mail told apart, the sums as the contract has them."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import replace

from guide_engine.incident import dates, filters, patterns
from guide_engine.incident.note import OPEN, THROUGH
from guide_engine.incident.owner import part
from guide_engine.incident.tally import Login, Span, Sums, Tally
from guide_engine.knowledge import table, words
from guide_engine.model import CONFIDENCES, KINDS, ORIGINS, RELATIONS, VERDICTS, Action, Cause, Count, Event, Incident

MANY = 20  # mails through home that look like one flood: more than a person writes and fails to deliver alike
SPREAD = 5  # client addresses of one login: a phone, a home, an office and a train give fewer in a few days
SUBJECTS = 3  # different mass mails: a newsletter is one
RUNNING = 86400  # seconds between the newest original and the newest notice: queues retry for hours and days
MOST_SAMPLES = 10


class View:
    """A tally after its judgement: nothing in it is needed for reading on."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        held = [note for held in tally.held.values() for note in held.notes]
        self.flood, self.own, left = part(tally.flood, held)
        self.rest = deepcopy(tally.rest)
        for note in left:
            self.rest.add(note)
        self.both = Sums()
        self.both.merge(self.flood)
        self.both.merge(self.rest)
        self.running = _running(self.both.span, tally.received)
        self.hijack, self.script = self._evident(), self._script()
        self.verdicts = self._verdicts()
        self.patterns = patterns.found(self)

    def _evident(self) -> bool:
        """Whether volume and spread say what one message cannot: that it was not the owner who sent this."""
        through = sum(n for (origin, *_), n in self.flood.verdicts.items() if origin in THROUGH)
        return (through >= MANY and len(self.flood.through) >= SPREAD) or any(
            login.messages >= MANY and len(login.clients) >= 2 * SPREAD for login in self.both.logins.values()
        )

    def _used_by_strangers(self, login: str | None) -> bool:
        """Whether it is evident of ``login``: in the pile of many owners one stolen password says nothing of others."""
        if login is None or len(self.flood.logins) < 2 or not self.hijack:
            return self.hijack
        used = self.flood.logins[login]
        return used.messages >= MANY and (len(used.clients) >= SPREAD or not used.clients)

    def _script(self) -> bool:
        """Whether a program on the server sent too many different mass mails for a newsletter of the owner's."""
        sent = sum(n for (origin, *_), n in self.flood.verdicts.items() if origin == "script")
        subjects = sum(1 for n in self.flood.marks.values() if n >= SPREAD)
        return sent >= MANY and 5 * sent >= 4 * self.flood.notes and subjects >= SUBJECTS

    def _verdicts(self) -> dict[str, Counter[str]]:
        """verdict -> messages by confidence."""
        found: dict[str, Counter[str]] = {}

        def add(verdict: str, confidence: str, count: int) -> None:
            found.setdefault(verdict, Counter())[confidence] += count

        for sums, flood in ((self.flood, True), (self.rest, False), (self.tally.single, False)):
            for (origin, verdict, answered, confidence, login), count in sums.verdicts.items():
                if answered and origin in OPEN:
                    add(answered, confidence, count)
                elif (
                    verdict == "undetermined"
                    and origin in ("account", "home")
                    and flood
                    and self._used_by_strangers(login)
                ):
                    add("account-hijacked", "likely" if origin == "account" else "possible", count)
                elif verdict == "undetermined" and origin == "script" and flood and self.script:
                    add("site-abused", "possible", count)
                else:
                    add(verdict, confidence, count)
        if self.own:
            add("own-mail", "likely", len(self.own))
        return found

    def proof(self, verdict: str | None = None) -> str:
        """The line that proves most for ``verdict``, or for the one that most of the pile has."""
        attacks = {v: sum(c.values()) for v, c in self.verdicts.items() if v in table("report")["causes"]}
        verdict = verdict or max(attacks, key=lambda v: attacks[v], default=None)
        proofs = self.tally.proofs
        # a verdict that only the whole pile gives was undetermined in each message
        return (proofs.get(verdict or "") or proofs.get("undetermined") or (0, ""))[1]


def incident(tally: Tally, lang: str) -> Incident:
    view, text = View(tally), words("report", lang)
    counts = {verdict: sum(c.values()) for verdict, c in view.verdicts.items()}
    return Incident(
        id="mailbox",
        language=lang,
        title=text["title"].format(n=tally.messages),
        events=_events(view, text),
        causes=_causes(view, text),
        actions=_actions(counts, view, lang, text),
        mailbox=_mailbox(view, counts, lang, text),
        tally=tally,
    )


def _ordered(counts: Counter[str] | dict[str, int], names: tuple[str, ...]) -> dict[str, int]:
    return {name: counts[name] for name in names if counts.get(name)}


def _mailbox(view: View, counts: dict[str, int], lang: str, text: dict[str, dict[str, str]]) -> dict[str, object]:
    tally, span = view.tally, view.both.span
    made_up = patterns.made_up(view)
    warnings = [said if n == 1 else f"{said} (×{n})" for said, n in tally.warnings.items()]
    if tally.unsearched:
        warnings.append(text["warnings"]["unsearched"].format(n=tally.unsearched))
    return {
        "counts": {
            "messages": tally.messages,
            "kind": _ordered(tally.kinds, KINDS),
            "origin": _ordered(tally.origins, ORIGINS),
            "verdict": _ordered(counts, VERDICTS),
            "originals": len(tally.originals) + tally.unnamed,
            "recipients": len(tally.recipients),
            "reason": dict(tally.reasons.most_common()),
            "relation": _ordered(_relations(tally), RELATIONS),
        },
        "patterns": [
            {**one, "text": text["patterns"][one["id"]].format(n=f"{one['n']:,}", of=f"{one['of']:,}")}  # type: ignore[index]
            for one in view.patterns
        ],
        "home": [name for name, _ in tally.home.most_common(20)],
        "reporters": [
            {"family": family, "host": host, "relation": relation, "messages": n}
            for (family, host, relation), n in _most(tally.reporters)
        ],
        "senders": {"addresses": len(tally.senders), "made_up": len(made_up), "named": made_up[:3]},
        "entries": _entries(view.both.entries),
        "logins": _logins(view),
        "first": span.first.iso() if span.first else None,
        "last": span.last.iso() if span.last else None,
        "last_notice": tally.received.last.iso() if tally.received.last else None,
        "still_running": view.running,
        "own_mail": _in_order([note.source for note in view.own]),
        "alerts": _alerts(tally, lang),
        "samples": _samples(tally, {note.source for note in view.own}),
        "filters": filters.make(view.flood, view.own, tally.received, text["outlook"]),
        "questions": _questions(view, lang),
        "warnings": warnings,
    }


def _relations(tally: Tally) -> Counter[str]:
    """Whose servers reported, in messages."""
    found: Counter[str] = Counter()
    for (_, _, relation), n in tally.reporters.items():
        found[relation] += n
    return found


def _most[T](counts: Counter[T]) -> list[tuple[T, int]]:
    """Most first; equals by name, so that the order of reading does not show."""
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))


def _entries(counts: Counter[tuple[str | None, str | None]]) -> list[dict[str, object]]:
    """By client address; a client that calls itself many names is one, under the name used most."""
    total: Counter[str | None] = Counter()
    names: dict[str | None, str | None] = {}
    for (ip, host), n in _most(counts):
        total[ip] += n
        names.setdefault(ip, host)
    return [{"ip": ip, "host": names[ip], "messages": n} for ip, n in _most(total)]


def _in_order(names: list[str]) -> list[str]:
    """ "a#2" before "a#10"."""

    def key(name: str) -> tuple[str, int]:
        stem, _, number = name.rpartition("#")
        return (stem, int(number)) if stem and number.isdigit() else (name, 0)

    return sorted(names, key=key)


def _running(span: Span, received: Span) -> bool | None:
    """Whether mail was still being sent when the newest notice came; None where no date tells."""
    if span.last is None or received.last is None:
        return None
    return received.last.seconds - span.last.seconds <= RUNNING


def _logins(view: View) -> list[dict[str, object]]:
    own: Counter[str] = Counter(note.login for note in view.own if note.login)

    def confidence(login: Login) -> str:
        spread = len(login.clients)
        if login.messages >= MANY and spread >= SPREAD:
            return "likely"
        return "possible"

    rows = sorted(
        view.both.logins.items(),
        key=lambda item: (CONFIDENCES.index(confidence(item[1])), -item[1].messages, item[0]),
    )
    return [
        {
            "login": name,
            "messages": login.messages,
            "clients": [{"ip": ip, "messages": n} for ip, n in _most(login.clients)],
            "first": login.span.first.iso() if login.span.first else None,
            "last": login.span.last.iso() if login.span.last else None,
            "confidence": confidence(login),
            "own": own[name],
        }
        for name, login in rows
    ]


def _alerts(tally: Tally, lang: str) -> list[dict[str, object]]:
    rows, text = table("alerts"), words("alerts", lang)
    found = sorted(tally.alerts, key=lambda a: (rows[a[1]]["order"], a[4] or "", a[0]))
    return [
        {"source": source, "id": name, "title": text[name]["title"], "why": text[name]["why"], "subject": subject,
         "from": sender, "date": date}
        for source, name, subject, sender, date in found
    ]  # fmt: skip


def _samples(tally: Tally, own: set[str]) -> list[str]:
    """Three to ten sources, each of another kind, origin, reporter or reason as long as there are any."""
    ways = [[s for s in kept if s not in own] for kept in tally.samples.values()]
    chosen: list[str] = []
    for turn in range(3):
        for kept in ways:
            if len(kept) > turn and len(chosen) < (MOST_SAMPLES if turn == 0 else 3):
                chosen.append(kept[turn])
    return _in_order([*dict.fromkeys([*tally.threats[:2], *chosen])][:MOST_SAMPLES])


def _questions(view: View, lang: str) -> list[dict[str, object]]:
    """What the tree would still ask about the messages that are open: most asked first."""
    from guide_engine.decision.tree import question

    if not any(verdict in view.verdicts for verdict in ("undetermined", "account-hijacked", "site-abused")):
        return []
    return [question(name, lang).to_dict() for name, _ in _most(view.tally.questions)]


def _events(view: View, text: dict[str, dict[str, str]]) -> tuple[Event, ...]:
    tally, span = view.tally, view.both.span
    days = sorted(tally.notices)
    zero = min([*days[:1], *sorted(view.both.days)[:1]], default=0)
    unit = text["events"]["unit"]
    events: list[tuple[int, int, Event]] = []
    if span.first and span.last:
        begin = dates.day(*span.first)
        proof = view.proof()
        originals = Count(view.both.notes, unit)
        when = {"start": span.first.iso()[:16], "end": span.last.iso()[:16]}
        title = text["events"]["sent"].format(n=originals.value)
        events.append((begin, 0, Event("attacker", proof, None, when, begin - zero, originals, title)))
    for day in days:
        count = Count(tally.notices[day], unit)
        title = text["events"]["came"].format(n=count.value)
        quote = tally.day_quotes[day][1]
        events.append((day, 1, Event("symptom", quote, None, dates.day_iso(day), day - zero, count, title)))
    for _source, _name, subject, _sender, date in sorted(tally.alerts, key=lambda a: a[4] or "")[:10]:
        moment = dates.moment(date)
        if moment:
            day = dates.day(*moment)
            title = text["events"]["alert"]
            events.append((day, 2, Event("discovery", subject, None, (date or "")[:16], day - zero, None, title)))
    return tuple(event for *_, event in sorted(events, key=lambda item: item[:2]))


def _causes(view: View, text: dict[str, dict[str, str]]) -> tuple[Cause, ...]:
    names = table("report")["causes"]
    found: dict[str, Cause] = {}
    for verdict, confidences in sorted(view.verdicts.items(), key=lambda item: -sum(item[1].values())):
        cause = names.get(verdict)
        if cause and cause not in found:
            # Forged by a neighbour or a stranger is told by lines of the mail; a stolen password never is.
            sure = cause == "forged_sender" and bool(confidences["certain"])
            title = text["causes"][cause].format(n=sum(confidences.values()))
            found[cause] = Cause(cause, "confirmed" if sure else "suspected", view.proof(verdict), title)
    return tuple(found.values())


def _actions(counts: dict[str, int], view: View, lang: str, text: dict[str, dict[str, str]]) -> tuple[Action, ...]:
    """Every step that one of the verdicts or patterns calls for, once, the most urgent first."""
    from guide_engine.decision.actions import actions_for

    facts, providers = table("report"), view.tally.providers
    provider = next((p for p, n in providers.items() if 2 * n > providers.total()), None)
    wanted = patterns.steps(view.patterns)
    found: dict[str, Action] = {}
    for verdict in facts["order"]["verdicts"]:
        for action in actions_for(verdict, provider=provider, lang=lang):
            if action.id and action.id not in found and (counts.get(verdict) or action.id in wanted):
                found[action.id] = _told(action)
    urgencies = ("now", "this-week", "watch")
    return tuple(sorted(found.values(), key=lambda a: urgencies.index(a.urgency or "watch")))


def _told(action: Action) -> Action:
    """A step with its name in the vocabulary of the stories."""
    told, rows = table("report")["actions"], table("actions")
    ident = action.id or ""
    generic = rows[ident].get("replaces", ident)
    name = told.get(ident) or told.get(generic, "other")
    return replace(action, action=name, status="advised", quote=action.title)
