"""Lines that decide nothing alone: what fields say of themselves, and what is out of place among them.

Anybody can write them, so they count one at most or nothing; but they stand in the mail, and a reader asks what
they mean. Which field says what is data (``noted`` of evidence.toml); here is what data cannot say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..knowledge import table
from ..model import Bounce, Field
from .authresults import arc
from .chain import Case, Returned, Route, Sign
from .home import GATEWAYS, Home, domain, is_public, organisation
from .outer import Outer
from .received import INSIDE

# field: (evidence, words of which the value holds one, provider of home)
_Rows = dict[str, tuple[str, tuple[str, ...], str | None]]
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}")
_CALLER = re.compile(r"\[(\d+) \d+\]")
_MAIL_USERS = frozenset(("47", "8", "0"))  # cPanel's mailnull, Debian's mail, root: the mail system, no customer
_ASK_ORDER = ("return-path", "from", "sender", "reply-to", "to", "cc", "errors-to")


@cache
def _rows(layer: str) -> _Rows:
    return {
        name: (row["evidence"], tuple(row.get("holds", ())), row.get("provider"))
        for name, row in table("evidence")["noted"][layer].items()
    }


def _sign(name: str, layer: str, item: Field) -> Sign:
    return Sign(name, layer, f"{item.name}: {item.value}", item.line)


def _by_rows(fields: Iterable[Field], layer: str, home: Home) -> list[Sign]:
    rows = _rows(layer)
    found: dict[str, Sign] = {}
    for item in fields:
        row = rows.get(item.name.lower())
        if row is None:
            continue
        name, holds, provider = row
        if name in found or (provider and provider != home.provider):
            continue
        if holds:
            value = item.value.lower()
            if not any(word in value for word in holds):
                continue
        found[name] = _sign(name, layer, item)
    return list(found.values())


def notice(bounce: Bounce, outer: Outer, home: Home) -> list[Sign]:
    """What the outer header and the report say of themselves; a notice that home made needs no such signs."""
    signs = _by_rows(bounce.report, "report", home)
    return signs if outer.born_home else _by_rows(outer.noted, "outer", home) + signs


def returned(bounce: Bounce, mail: Returned, route: Route, case: Case) -> list[Sign]:
    """What the header of the mail that came back says of itself."""
    home = case.home
    signs = _by_rows(mail.noted, "returned", home)
    if len(mail) == 0 and bounce.returned:
        signs.append(_sign("no-trace", "returned", bounce.returned[0]))
    for item in mail.noted:
        name = item.name.lower()
        if name == "x-originatororg" and home.provider == "outlook" and home.mine:
            mine = organisation(item.value.strip().lower()) in home.domains_of_mine()
            signs.append(_sign("tenant-mine" if mine else "tenant-other", "returned", item))
        elif name == "arc-authentication-results":
            known = case.reporter_orgs | case.recipient_orgs | case.forwarder_orgs | GATEWAYS
            passed = arc(item, known, home.domains_of_mine())
            if passed is not None:
                signs.append(_sign("arc-pass-mine" if passed else "arc-fail-mine", "returned", item))
    signs += _control_panel(mail, home)
    signs += _names(bounce, mail, home)
    return signs


def own_notice(mail: Returned, route: Route) -> Sign | None:
    """Home's own notice that came back: made inside home, with the empty sender that only notices have (RFC 5321 6.1).

    Nobody who logs in with an empty sender gets a notice back, so it was no stranger's mail.
    """
    path, entry = mail.fields.get("return-path"), route.entry
    if route.origin == "home" and path is not None and path.value.strip() == "<>" and entry and entry.step == INSIDE:
        return _sign("own-notice", "returned", path)
    return None


def _control_panel(mail: Returned, home: Home) -> list[Sign]:
    """cPanel's X-AntiAbuse and X-Source: which server, and whether a program of a customer's handed the mail in."""
    signs: list[Sign] = []
    ours = False
    for item in mail.noted:
        name, value = item.name.lower(), item.value.strip()
        if name == "x-antiabuse":
            key, _, said = value.partition(" - ")
            if key == "Primary Hostname":
                ours = home.owns(said.strip().lower())
                signs.append(_sign("server-noted", "returned", item))
            elif ours and key.startswith("Originator/Caller"):
                caller = _CALLER.search(said)
                if caller and caller[1] not in _MAIL_USERS:
                    signs.append(_sign("caller-noted", "returned", item))
        elif ours and value and name in ("x-source-args", "x-source-dir"):
            signs.append(_sign("program-noted", "returned", item))
            break
    return signs


def _names(bounce: Bounce, mail: Returned, home: Home) -> list[Sign]:
    """Whom the fields name, beside whom the mail went to and in whose name."""
    signs: list[Sign] = []
    get = mail.fields.get
    sender, path, ident = get("from"), get("return-path"), get("message-id")
    if home.mine:
        named = {name: item.value.lower() for name in _ASK_ORDER if (item := get(name)) is not None}
        if sender and not any(mine in value for value in named.values() for mine in home.mine):
            signs.append(_sign("address-absent", "returned", sender))
        elif sender and path and any(mine in named["return-path"] for mine in home.mine):
            who = _ADDRESS.search(sender.value)
            if who and organisation(domain(who[0])) not in home.domains_of_mine():
                signs.append(_sign("from-other", "returned", sender))
        right = domain(ident.value.strip()) if ident else ""
        foreign = is_public(right) and not home.owns(right) and organisation(right) not in home.domains_of_mine()
        if ident and foreign:
            signs.append(_sign("message-id-foreign", "returned", ident))
    to, cc = get("to"), get("cc")
    if to is not None and "@" in to.value and bounce.recipients:
        named_in = f"{to.value} {cc.value if cc else ''}".lower()
        if not any(r.address is None or r.address.lower() in named_in for r in bounce.recipients):
            signs.append(_sign("recipient-unnamed", "returned", to))
    return signs
