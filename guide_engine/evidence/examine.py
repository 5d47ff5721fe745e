"""From what a message says to what it proves: home, the reporter, the way of the returned mail, and the proof."""

from __future__ import annotations

import re

from ..bounce.charset import words as decoded
from ..knowledge import table
from ..model import Bounce, Entry, Evidence, Field, Findings, Recipient, Reporter, Returned
from . import chain, login, noted, notice
from .authresults import checks
from .chain import Case, Route, Sign
from .dates import iso
from .home import GATEWAYS, Home, domain, is_line, is_public, organisation, plain_address, provider_of
from .outer import Outer
from .outer import read as read_outer

# id: (what it supports, weight, weight where it could have been planted, always plantable)
_ROWS: dict[str, tuple[tuple[str, ...], int, int, bool]] = {
    key: (tuple(row["supports"]), row["weight"], max(-1, min(1, row["weight"])), row.get("forgeable", False))
    for key, row in table("evidence")["evidence"].items()
}
_NONE = frozenset(("fake", "threat", "feedback", "autoreply", "other"))
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}")
_DOUBTED = frozenset(("reporter-differs-from-door", "reporter-refuted", "door-is-a-line"))
_ATTESTED = frozenset(("reporter-matches-door", "reporter-confirmed"))
_QUOTE = 400  # characters of a line that are shown


def examine(bounce: Bounce, *, home: tuple[str, ...] = (), me: tuple[str, ...] = ()) -> Findings:
    """Weigh one message. ``home`` and ``me`` are what the caller named, empty to find them in the outer header."""
    place = Home(home, me)
    outer = read_outer(bounce.outer, place)
    mail = chain.Returned(bounce.returned) if bounce.returned is not None else None
    signs: list[Sign] = []
    facts: list[str] = []
    kind = notice.unmasked(bounce, outer, place, signs)
    final = kind or bounce.kind
    located = place.named or outer.seen
    theirs = recipient_orgs(bounce.recipients)
    reporter, orgs = _reporter(bounce, outer, place, theirs, signs)
    if final in _NONE:
        route = Route(origin="none")
        if not kind and final in ("fake", "threat"):
            notice.disguise(bounce, outer, final, signs)
        if final == "fake":
            notice.names_nobody(bounce, signs)
    else:
        _claimed_sender(bounce, mail, outer, place)
        case = _case(bounce, outer, place, reporter, orgs, theirs)
        route = chain.trace(mail, case) if mail is not None else Route()
        if len(mail or ()) == 0 or (route.entry is None and route.origin == "unknown"):
            notice.without_trace(bounce, route, case)
        if route.origin == "elsewhere" and not located:
            route.origin = "unknown"  # elsewhere than what? Home has to be named first
        if outer.tagged and outer.to:
            if route.origin == "unknown":
                route.origin = "home"
            signs.append(_tag(bounce, "signed-return"))
        elif me and outer.to and not outer.rewritten and outer.to not in place.named_mine:
            signs.append(_tag(bounce, "unknown-mailbox"))
        login.whose(bounce, mail, route, place)
        notice.speaks(bounce, route, case, mail)
        notice.reported(bounce, reporter.relation, route, case)
        signs += noted.notice(bounce, outer, place)
        if mail is not None:
            signs += noted.returned(bounce, mail, route, case)
            own = noted.own_notice(mail, route) if case.reporter_home else None
            if own is not None:
                facts.append("own-notice")
                signs.append(own)
        if not outer.born_home:
            notice.names_nobody(bounce, signs)
    facts += route.facts
    # A text without any header that is not known for a notice may still be one: its reader is asked.
    unclear = final == "other" and not bounce.outer and any("@" in t and _ADDRESS.search(t) for t, _ in bounce.text)
    facts.append("kind-unclear" if unclear else f"kind-{final}")
    facts.append(f"origin-{route.origin}")
    if reporter.relation != "unknown":
        facts.append(f"reporter-{reporter.relation}")
    signs += route.signs
    evidence = tuple(sorted([_evidence(s) for s in signs if s.id in _ROWS], key=_strongest_first))
    warnings = () if located or final in _NONE else ("home-unknown",)
    return Findings(
        origin=route.origin,
        confidence=_confidence(route, evidence, outer),
        home=place.shown(),
        home_named=place.named,
        reporter=reporter,
        returned=_returned(mail, route) if mail is not None else None,
        evidence=evidence,
        facts=tuple(dict.fromkeys(facts)),
        provider=place.provider,
        warnings=warnings,
        kind=kind,
    )


def _reporter(
    bounce: Bounce, outer: Outer, home: Home, theirs: set[str], signs: list[Sign]
) -> tuple[Reporter, set[str]]:
    """Who wrote the report, and the organisations whose word it is. ``theirs`` are those of the failed recipients."""
    told = (bounce.reporting_host or "").lower().strip("[].")
    said = told if is_public(told) else None
    door = outer.door
    orgs: set[str] = set()
    if door is not None:
        seen = door.name or (door.helo or "").lower()
        if is_public(seen):
            orgs.add(organisation(seen))
    if said:
        orgs.add(organisation(said))
    host = said or (door.name or door.helo if door else None)
    if outer.seen and outer.born_home and door is None:
        if outer.top is not None:
            signs.append(Sign("born-home", "outer", f"Received: {outer.top.value}", outer.top.line))
        return Reporter(bounce.family, host, "home"), orgs
    if host is None:
        return Reporter(bounce.family, None, "unknown"), orgs
    if door is None and home.owns(host):
        return Reporter(bounce.family, host, "home"), orgs
    if door is not None:
        _vouch(outer, door.name, said, signs)
    if home.owns(host):  # says that it is home, yet the message came in from outside
        return Reporter(bounce.family, host, "unknown"), orgs
    if not theirs:
        return Reporter(bounce.family, host, "unknown"), orgs
    if organisation(host) in theirs or not theirs.isdisjoint(orgs):
        return Reporter(bounce.family, host, "recipient"), orgs
    # While nobody knows home, a host that is not the recipient's may as well be home's.
    return Reporter(bounce.family, host, "third-party" if home.hosts or home.ips else "unknown"), orgs


def _vouch(outer: Outer, name: str | None, said: str | None, signs: list[Sign]) -> None:
    door = outer.door
    if door is None:
        return
    quote = f"Received: {door.value}"
    if name and is_line(name, door.ip) and not door.authenticated:
        signs.append(Sign("door-is-a-line", "outer", quote, door.line))
    if name and said and organisation(name) == organisation(said):
        signs.append(Sign("reporter-matches-door", "outer", quote, door.line))
        return
    if name and said:
        signs.append(Sign("reporter-differs-from-door", "outer", quote, door.line))
    org = organisation(said or name or "")
    writers = {organisation(door.by)} if door.by else set()
    seen = checks(outer.results, writers)
    failed = [seen.dmarc_fail] if seen.dmarc_fail else []
    for result in (*seen.spf, *(signed for _, signed in seen.dkim), *failed):
        if organisation(result.domain) == org and result.result in ("pass", "fail"):
            sign = "reporter-confirmed" if result.result == "pass" else "reporter-refuted"
            signs.append(Sign(sign, "outer", result.quote, result.line))
            return


def _tag(bounce: Bounce, name: str) -> Sign:
    item = next(f for f in bounce.outer if f.name.lower() == "to")
    return Sign(name, "outer", f"{item.name}: {item.value}", item.line)


def recipient_orgs(recipients: tuple[Recipient, ...]) -> set[str]:
    return {organisation(domain(r.address)) for r in recipients if r.address and "@" in r.address}


def _claimed_sender(bounce: Bounce, mail: chain.Returned | None, outer: Outer, home: Home) -> None:
    """Whose address the returned mail bore, where the outer header does not tell (a paste without headers)."""
    if home.mine or mail is None:
        return
    path = mail.fields.get("return-path")
    found = _ADDRESS.search(path.value) if path else None
    if found:
        home.add_mine(found[0])
        if not home.named:
            home.add(domain(plain_address(found[0])))


def _case(bounce: Bounce, outer: Outer, home: Home, reporter: Reporter, orgs: set[str], theirs: set[str]) -> Case:
    ours = home.orgs | home.domains_of_mine()
    outside = not bounce.recipients or any(
        _outside(r, home, ours, reporter.relation == "home") for r in bounce.recipients
    )
    return Case(
        home=home,
        reporter_home=reporter.relation == "home",
        reporter_known=reporter.host is not None and bool(home.hosts) and not home.owns(reporter.host),
        reporter_orgs=orgs,
        recipient_orgs=theirs - ours,
        forwarder_orgs=outer.forwarders,
        outside=outside,
        aliased=lambda: notice.aliased(bounce, home, ours),
    )


def _outside(recipient: Recipient, home: Home, ours: set[str], by_home: bool) -> bool:
    """Whether a failed recipient is somebody else's customer: the mail had to leave home to reach it."""
    if recipient.address and "@" in recipient.address and organisation(domain(recipient.address)) in ours:
        return False
    if recipient.host:
        return not home.owns(recipient.host)
    # Home itself refused, without naming another server: another customer of the same service.
    return not (by_home and recipient.reason in ("userunknown", "mailboxfull") and recipient.reply_code is None)


def _evidence(sign: Sign) -> Evidence:
    supports, weight, capped, plantable = _ROWS[sign.id]
    forgeable = sign.forgeable or plantable
    return Evidence(
        sign.id, sign.layer, sign.quote[:_QUOTE], sign.line, supports, capped if forgeable else weight, forgeable
    )


def _strongest_first(evidence: Evidence) -> int:
    return -abs(evidence.weight)


def _confidence(route: Route, evidence: tuple[Evidence, ...], outer: Outer) -> str:
    if route.origin in ("unknown", "none"):
        return "possible"
    best = max((e.weight for e in evidence if not e.forgeable and route.origin in e.supports), default=0)
    if not route.vouched or not outer.seen or best < 2:
        return "possible"
    # What the report says is as good as its reporter: the name it gave has to be that of the door it came in by.
    said = {e.id for e in evidence}
    if not said.isdisjoint(_DOUBTED):
        return "possible"
    if outer.door is not None and (said.isdisjoint(_ATTESTED) or not _known(outer.door.name)):
        return "likely"
    return "certain" if best >= 4 and route.checked else "likely"


def _known(host: str | None) -> bool:
    """A large mail service or filter. Anybody else may have invented the whole report, under a name that is his."""
    return host is not None and (provider_of(host) is not None or organisation(host) in GATEWAYS)


def _text(item: Field | None) -> str | None:
    return decoded(item.value).strip() if item is not None else None


def _returned(mail: chain.Returned, route: Route) -> Returned:
    get = mail.fields.get
    date, ident, entry = get("date"), get("message-id"), route.entry
    return Returned(
        sender=_text(get("from")),
        to=_text(get("to")),
        subject=_text(get("subject")),
        date=iso(date.value) if date else None,
        message_id=ident.value.strip() if ident else None,
        entry=Entry(
            host=(entry.name or entry.helo) if entry else None,
            ip=entry.ip if entry else None,
            login=entry.login if entry else None,
            protocol=("local" if entry.local else entry.protocol) if entry else None,
            written_by=entry.by if entry else None,
        ),
    )
