"""Whose login it was, and what the program that sent the mail says of itself."""

from __future__ import annotations

import re

from ..knowledge import table
from ..model import Bounce
from .account import compare, own_server
from .chain import Returned, Route, Sign
from .home import Home, organisation

_SYSTEM = frozenset(table("evidence")["system_users"]["names"])
_WEBMAIL = tuple(table("evidence")["webmail_scripts"]["names"])
_SIGNER = re.compile(r"\bd=\s*+([\w.-]++)")


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
    if own_server(entry.by, home):
        route.facts.append("own-server")
    if not entry.login:
        route.facts.append("login-hidden")
        return
    relation = compare(entry.login, home, entry.by)
    route.facts.append(f"login-{relation}")
    route.sign(f"login-{relation}", entry)


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
    if (entry is not None and own_server(entry.by, home)) or not home.mine:
        route.facts.append("script-mine")
    elif entry is None or user.startswith("uid ") or user in _SYSTEM:
        route.facts.append("script-unnamed")
    elif compare(user, home, entry.by) in ("mine", "alike"):
        route.facts.append("script-mine")
        route.sign("script-alike", entry)
    else:
        route.facts.append("script-other")
        route.sign("script-unclear", entry)
