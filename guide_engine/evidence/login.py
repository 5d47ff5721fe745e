"""Whose login it was, and what the program that sent the mail says of itself."""

from __future__ import annotations

import re

from ..knowledge import table
from ..model import Bounce
from .chain import Returned, Route, Sign
from .home import Home, domain, organisation

_SYSTEM = frozenset(table("evidence")["system_users"]["names"])
_WEBMAIL = tuple(table("evidence")["webmail_scripts"]["names"])
_SIGNER = re.compile(r"\bd=\s*+([\w.-]++)")
_SQUEEZE = re.compile(r"[^a-z0-9]")


def whose(bounce: Bounce, mail: Returned | None, route: Route, home: Home) -> None:
    """Add to ``route`` whose the right to send was: mine, another customer's, or not told."""
    if mail is not None and route.origin == "home":
        _added_by_home(mail, route, home)
    if mail is not None:
        _hints(mail, route, home)
        if route.origin == "script":
            _script(mail, route, home)
    if route.origin != "account" or route.entry is None:
        return
    entry = route.entry
    if entry.by is not None and organisation(entry.by) in home.domains_of_mine():
        route.facts.append("own-server")
    if not entry.login:
        route.facts.append("login-hidden")
        return
    relation = compare(entry.login, home, entry.by)
    route.facts.append(f"login-{relation}")
    route.sign(f"login-{relation}", entry)


def compare(login: str, home: Home, host: str | None) -> str:
    """ "mine", "colleague" (same domain) or "other"; "alike" or "unclear" for an account name without a domain.

    A bare name is compared with the person's mailbox and domain. On a server under the person's own domain that
    settles it, and any other account is a colleague's; on a shared server another customer's may be alike.
    """
    name = login.lower().replace("%", "@")
    if "@" in name:
        if name in home.mine:
            return "mine"
        owner = organisation(domain(name))
        if owner in home.domains_of_mine():
            return "colleague"
        if owner not in home.orgs:
            return "other"
    short = _SQUEEZE.sub("", name.partition("@")[0])
    own_server = host is not None and organisation(host) in home.domains_of_mine()
    for mine in home.mine:
        local, _, host_part = mine.partition("@")
        if short == _SQUEEZE.sub("", local):
            return "mine" if own_server else "alike"
        label = _SQUEEZE.sub("", organisation(host_part).split(".")[0])
        if len(short) > 3 and len(label) > 3 and (short.startswith(label) or label.startswith(short)):
            return "alike"
    if own_server or not home.mine:
        return "colleague" if own_server else "alike"
    return "unclear"


def _added_by_home(mail: Returned, route: Route, home: Home) -> None:
    """cPanel and others write the login into fields of their own; the sender could have written the same."""
    for name in ("x-get-message-sender-via", "x-authenticated-sender"):
        item = mail.fields.get(name)
        if item is None:
            continue
        host, _, said = item.value.partition(":")
        if not home.owns(host.strip().lower()):
            continue
        local = "local_user" in said
        route.origin = "script" if local else "account"
        route.facts.append("login-hidden")
        route.signs.append(
            Sign(
                "added-local-user" if local else "added-login",
                "returned",
                f"{item.name}: {item.value}",
                item.line,
                True,
            )
        )
        return


def _hints(mail: Returned, route: Route, home: Home) -> None:
    """Fields that anybody can write: shown, and weighed as little as that."""
    item = mail.fields.get("dkim-signature")
    if item is not None and not any(s.id == "dkim-pass-mine" for s in route.signs):
        signer = _SIGNER.search(item.value)
        if signer and organisation(signer[1].lower()) in home.domains_of_mine():
            route.signs.append(Sign("dkim-unverified", "returned", f"{item.name}: {item.value}", item.line, True))
    if route.origin == "elsewhere":
        return  # a program on a stranger's server says nothing about the reader's site
    for name in ("x-php-originating-script", "x-php-script"):
        item = mail.fields.get(name)
        if item is not None:
            sign = "webmail-script" if any(word in item.value for word in _WEBMAIL) else "php-script"
            route.signs.append(Sign(sign, "returned", f"{item.name}: {item.value}", item.line, True))
            return


def _script(mail: Returned, route: Route, home: Home) -> None:
    """Whose program: on a shared server a local user's name may tell; a number or the web server's name does not."""
    entry = route.entry
    user = (entry.local if entry else None) or ""
    own_server = entry is not None and entry.by is not None and organisation(entry.by) in home.domains_of_mine()
    if own_server or not home.mine:
        route.facts.append("script-mine")
    elif entry is None or user.startswith("uid ") or user in _SYSTEM:
        route.facts.append("script-unnamed")
    elif compare(user, home, entry.by) in ("mine", "alike"):
        route.facts.append("script-mine")
        route.sign("script-alike", entry)
    else:
        route.facts.append("script-other")
        route.sign("script-unclear", entry)
