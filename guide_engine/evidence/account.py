"""Whose account a login is: the person's own, a colleague's, another customer's, or not to be told."""

from __future__ import annotations

import re

from ..knowledge import table
from .home import Home, domain, organisation, provider_of

_SQUEEZE = re.compile(r"[^a-z0-9]")


def compare(login: str, home: Home, host: str | None) -> str:
    """ "mine", "colleague" (same domain) or "other"; "alike" or "unclear" for an account name without a domain.

    A bare name is compared with the person's mailbox and domain. On a server under the person's own domain that
    settles it, and any other account is a colleague's; on a shared server another customer's may be alike.
    """
    name = login.lower().replace("%", "@")
    if "@" in name:
        if name in home.mine:
            return "mine"
        owner = domain(name)
        if organisation(owner) in home.domains_of_mine():
            return "colleague" if _one_house(owner, home) else "other"
        if organisation(owner) not in home.orgs:
            return "other"
    short = _SQUEEZE.sub("", name.partition("@")[0])
    own = own_server(host, home)
    for mine in home.mine:
        local, _, host_part = mine.partition("@")
        if short == _SQUEEZE.sub("", local):
            return "mine" if own else "alike"
        named = organisation(host_part) if provider_of(host_part) is None else host_part
        label = _SQUEEZE.sub("", named.split(".")[0])
        if len(short) > 3 and len(label) > 3 and (short.startswith(label) or label.startswith(short)):
            return "alike"
    if own or not home.mine:
        return "colleague" if own else "alike"
    return "unclear"


def own_server(host: str | None, home: Home) -> bool:
    """Whether the server stands under the person's own domain, and that domain is no mail service's."""
    return host is not None and organisation(host) in home.domains_of_mine() and provider_of(host) is None


def _one_house(owner: str, home: Home) -> bool:
    """Whether accounts of the domain ``owner``, whose organisation is that of an address of mine, are colleagues'.

    Under the domain of a mail service they are any customers'. A hosting service lends each customer a name of its own
    (tea.hosting.example): there the same name is the same house.
    """
    service = provider_of(owner)
    if service is None:
        return True
    row = table("providers")[service]
    lent = row["kind"] == "hosting" and owner not in row["domains"]
    return lent and any(owner == domain(mine) for mine in home.mine)
