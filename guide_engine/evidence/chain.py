"""The returned header: how the mail that came back had travelled, as far as that can be believed.

The topmost ``Received`` was written by the reporter when it took the mail; it is as credible as the reporter.
Each line below it is believed only when the line above vouches for its writer: the client named there (by reverse
look-up, not by what it called itself) is home, or belongs to the reporter, to the organisation of the failed
recipient, or to a forwarder that the bounce itself came back through. Anybody can write the rest: senders do plant
lines in the victim's style.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..knowledge import table
from ..model import Field
from . import received
from .account import compare
from .authresults import Checked, checks
from .home import GATEWAYS, Home, domain, is_line, is_private, is_public, is_rented, organisation
from .received import Hop

_DEPTH = 30
_UNCHECKED = Checked()
# What is read of the returned header: 1 trace lines, 2 fields whose place among them counts, 3 the first of a name,
# 4 fields that are only noted, each of them
_USED = {
    **dict.fromkeys(table("evidence")["noted"]["returned"], 4),
    **dict.fromkeys(("x-antiabuse", "x-source-args", "x-source-dir"), 4),
    **dict.fromkeys(("x-originatororg", "arc-authentication-results"), 4),
    "received": 1,
    **dict.fromkeys(("authentication-results", "received-spf", "delivered-to", "x-original-to"), 2),
    **dict.fromkeys(
        (
            "from", "to", "subject", "date", "message-id", "return-path", "dkim-signature", "x-authenticated-sender",
            "x-get-message-sender-via", "x-php-originating-script", "x-php-script", "auto-submitted", "x-autoreply",
            "x-autorespond", "precedence", "cc", "sender", "reply-to", "errors-to",
        ),
        3,
    ),
}  # fmt: skip


@dataclass(slots=True)
class Sign:
    """One line that will be shown: ``id`` of evidence.toml, the line, and whether it could have been planted."""

    id: str
    layer: str
    quote: str
    line: int | None
    forgeable: bool = False


@dataclass(slots=True)
class Route:
    """What the returned header shows. ``entry`` is the line by which the mail entered the first believable host."""

    origin: str = "unknown"
    entry: Hop | None = None
    vouched: bool = True  # every line that the origin rests on was vouched for
    claimed: bool = False  # a gateway on the way is one by its own word only: nothing it says makes the mail home's
    checked: bool = True  # every vouching name was looked up both ways, or known by its address
    signs: list[Sign] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def sign(self, name: str, hop: Hop, forgeable: bool = False) -> None:
        self.signs.append(Sign(name, "returned", f"Received: {hop.value}", hop.line, forgeable or not self.vouched))


@dataclass(slots=True)
class Case:
    """What the other layers know when the returned header is read."""

    home: Home
    reporter_home: bool
    reporter_known: bool  # it has a name, and home has one to compare it with
    reporter_orgs: set[str]
    recipient_orgs: set[str]
    forwarder_orgs: set[str]
    outside: bool  # a failed recipient is outside home
    aliased: Callable[[], bool]  # the report itself says that the recipient stood behind an address at home


class Returned:
    """The header of the mail that came back: its trace lines in order, and what stands above each."""

    __slots__ = ("_hops", "_traces", "above", "fields", "noted")

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields: dict[str, Field] = {}
        self.noted: list[Field] = []
        self._traces: list[Field] = []
        self._hops: list[Hop] = []
        self.above: list[list[tuple[str, Field]]] = []
        held: list[tuple[str, Field]] = []
        for item in fields:
            name = item.name.lower()
            what = _USED.get(name)
            if what is None:
                continue
            if what == 1:
                if len(self._traces) < _DEPTH:
                    self._traces.append(item)
                    self.above.append(held)
                    held = []
                continue
            if what == 4:
                self.noted.append(item)
                continue
            if what == 2:
                held.append((name, item))
            if name not in self.fields:
                self.fields[name] = item

    def hop(self, at: int) -> Hop | None:
        while len(self._hops) <= at < len(self._traces):
            item = self._traces[len(self._hops)]
            self._hops.append(received.parse(item.value, item.line))
        return self._hops[at] if at < len(self._hops) else None

    def __len__(self) -> int:
        return len(self._traces)


def trace(mail: Returned, case: Case) -> Route:
    """Follow the trace lines from the top, as far as they are vouched for."""
    route = _follow(mail, case)
    if route.claimed and route.origin != "elsewhere":
        route.origin = "unknown"
    return route


def _follow(mail: Returned, case: Case) -> Route:
    route = Route()
    home = case.home
    at_home = case.reporter_home
    expected: set[str] | None = None  # organisations the next writer may belong to; None: the reporter
    at = 0
    while (hop := mail.hop(at)) is not None:
        at += 1
        if hop.by and is_public(hop.by):
            owner = organisation(hop.by)
            if expected is None:
                if case.reporter_home:
                    at_home = owner not in case.recipient_orgs or home.owns(hop.by)
                elif home.owns(hop.by):
                    at_home = True
                    route.vouched = False  # the reporter left no line of its own: nobody vouches for home's
                else:
                    case.reporter_orgs.add(owner)
            elif owner not in expected and not (at_home and home.owns(hop.by)):
                break  # not the host that handed the mail on: from here on anybody may have written
        elif expected is None:
            at_home = case.reporter_home
        if hop.step == received.INSIDE:
            expected = _also(expected, at_home, hop, home)
            if at_home:
                route.entry = route.entry or hop
            continue
        route.entry = hop
        if hop.step == received.LOCAL:
            if not at_home and (below := mail.hop(at)) is not None:
                # A filter or list may have put it back in there, and what came before stands below; or a program on a
                # stranger's server made it all up. At the recipient's the first is the rule.
                if not case.recipient_orgs.isdisjoint(case.reporter_orgs):
                    route.vouched, expected = False, None
                    continue
                if home.owns(below.by):
                    route.sign("stranger-local", hop, True)
                    return route
            below = mail.hop(at) if at_home and hop.value.startswith("(qmail") else None
            if below is not None and below.authenticated and home.owns(below.by):
                # qmail's queue says "by uid" too of what its SMTP server took under its own user (vpopmail, Plesk).
                # A program could have written the login below, so it is only possible.
                route.vouched = False
                continue
            route.origin = "script" if at_home else "elsewhere"
            route.sign("home-local" if at_home else "stranger-local", hop)
            return route
        if at_home:
            if hop.authenticated:
                route.origin = "account"
                route.facts.append("login")
                route.sign("home-login-named" if hop.login else "home-login", hop)
                return route
            user = checks(mail.above[at - 1], _writers(hop, case) | home.orgs).user if mail.above[at - 1] else None
            if user is not None:
                hop.login = user.domain
                route.origin = "account"
                route.facts.append("login")
                route.signs.append(Sign("home-auth-result", "returned", user.quote, user.line, not route.vouched))
                return route
            if is_private(hop.ip) or home.sent_by(hop.name, hop.ip) or hop.ip is None:
                route.origin = "home"
                expected = set(home.orgs)
                continue
            return _from_outside(hop, mail.above[at - 1], route, case)
        step = _stranger(hop, mail.above[at - 1], mail.hop(at), route, case)
        if step == "home":
            route.origin, at_home, expected = "home", True, set(home.orgs)
        elif step == "on":
            expected = case.reporter_orgs | ({organisation(hop.name)} if hop.name else set())
        else:
            route.origin = step
            return route
    if at_home and route.origin == "unknown" and route.entry is not None:
        route.origin = "home"
    return route


def _also(expected: set[str] | None, at_home: bool, hop: Hop, home: Home) -> set[str] | None:
    if expected is None and at_home and hop.by:
        return set(home.orgs) | {organisation(hop.by)}
    return expected


def _writers(hop: Hop, case: Case) -> set[str]:
    """Organisations whose Authentication-Results count beside this line."""
    return {organisation(hop.by)} | case.reporter_orgs if hop.by else case.reporter_orgs


def _stranger(hop: Hop, above: list[tuple[str, Field]], below: Hop | None, route: Route, case: Case) -> str:
    """A line by a host that is not home: "home" or "on" to read on, else the origin."""
    home = case.home
    mine = home.domains_of_mine()
    if home.sent_by(hop.name, hop.ip):
        route.checked = route.checked and (hop.checked or hop.ip in home.ips)
        route.sign("from-home", hop)
        return "home"
    seen = checks(above, _writers(hop, case)) if above else _UNCHECKED
    signed = next((result for signer, result in seen.dkim if organisation(signer) in mine), None)
    if signed is not None:
        route.signs.append(Sign("dkim-pass-mine", "returned", signed.quote, signed.line))
        return "home"
    if hop.authenticated:
        if hop.login and "@" in hop.login and organisation(domain(hop.login)) in mine:
            route.facts.append("login")
            route.sign("home-login-named", hop)
            home.add(hop.by or "")
            return "account"
        if hop.login and "@" in hop.login:
            route.facts.append("login-stranger")
            route.sign("stranger-login", hop)
            return _elsewhere(route)
        # A bare name is nobody's in particular; where it is like the reader's, the server may be one that he rents.
        route.sign("stranger-login-hidden", hop)
        return "unknown" if hop.login and compare(hop.login, home, hop.by) == "alike" else _elsewhere(route)
    spf = next((s for s in seen.spf if organisation(s.domain) in mine and s.ip in (None, hop.ip)), None)
    if spf is not None and spf.result == "pass":
        route.signs.append(Sign("spf-pass-mine", "returned", spf.quote, spf.line))
        return "home"
    failed = spf is not None and spf.result in ("fail", "softfail")
    helo = (hop.helo or "").lower()
    lent = hop.name is not None and is_line(hop.name, hop.ip) and not is_rented(hop.name)
    unnamed = hop.helo is None and hop.name is None
    if (unnamed or home.owns(helo)) and not failed and not lent:
        # Small servers often have no reverse name of their own, and some hosts note no name at all. A mail that home
        # sent bears a line of home's below; without one the name is only what the client said.
        traced = below is not None and (below.by is None or home.owns(below.by))  # qmail's own remarks name no host
        if traced and not any((":" in ip) == (":" in (hop.ip or "")) for ip in home.ips):
            route.vouched = False
            route.sign("helo-claims-home", hop, True)
            if below is not None and below.authenticated:
                route.sign("home-login-named" if below.login else "home-login", below, True)
            return "unknown"
    if hop.ip is None or is_private(hop.ip):
        return "on"
    if hop.name and not lent:
        owner = organisation(hop.name)
        known = owner in case.reporter_orgs or owner in case.recipient_orgs or owner in case.forwarder_orgs
        if known or owner in GATEWAYS:
            route.checked = route.checked and hop.checked
            route.sign("gateway", hop)
            return "on"
        if below is not None and below.by and organisation(below.by) == owner:
            route.vouched = False  # somebody's forwarder or gateway, or a sender's own server that pretends to be one
            route.sign("forwarder-unvouched", hop)
            return "on"
    elif hop.name is None and is_public(helo) and below is not None and below.by:
        owner = organisation(helo)
        if owner in case.reporter_orgs | case.recipient_orgs and organisation(below.by) == owner:
            route.vouched, route.claimed = False, True
            route.sign("forwarder-unvouched", hop)
            return "on"
    if spf is not None and failed:
        route.facts.append("spf-fail")
        route.signs.append(Sign("spf-fail-mine", "returned", spf.quote, spf.line))
    elif spf is not None and spf.result in ("none", "neutral"):
        route.signs.append(Sign("spf-none-mine", "returned", spf.quote, spf.line))
    if seen.dmarc_fail is not None and organisation(seen.dmarc_fail.domain) in mine:
        route.signs.append(Sign("dmarc-fail-mine", "returned", seen.dmarc_fail.quote, seen.dmarc_fail.line))
    route.sign("helo-forged" if home.owns(helo) else "from-line" if lent else "from-stranger", hop)
    return _elsewhere(route)


def _elsewhere(route: Route) -> str:
    """However far down it was read: no believable line has home in it, and that is what the origin rests on."""
    route.vouched = True
    return "elsewhere"


def _from_outside(hop: Hop, above: list[tuple[str, Field]], route: Route, case: Case) -> Route:
    """Home took the mail from outside, without a login that can be seen."""
    home = case.home
    first = next(
        (f.value.strip(" <>").lower() for n, f in above if n in ("x-original-to", "delivered-to")), hop.recipient
    )
    to_home = (
        first is not None and "@" in first and (first in home.mine or home.owns(domain(first)) or _mine(first, home))
    )
    if not case.outside:
        route.origin = "elsewhere"
        route.sign("home-took-for-its-own", hop)
    elif to_home or case.aliased():
        route.origin = "elsewhere"
        route.facts.append("own-forwarder")
        route.sign("home-forwarded", hop)
    else:
        route.origin = "home"
        route.sign("home-relayed", hop)
    return route


def _mine(address: str, home: Home) -> bool:
    return organisation(domain(address)) in home.domains_of_mine()
