"""Whose server is whose: organisations of host names, and which of them are the reader's own (home).

Home is the mail service and the domain of the person who received the message. Nothing is looked up: a name
belongs to home when it was given, found in the header that the reader's own server wrote, or stands under the
same organisation as one of these.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..knowledge import table

_HOSTS = table("hosts")
_SECOND = frozenset(_HOSTS["second_level"])
_TWO_LABELS = frozenset(_HOSTS["documentation"]) | {f"{name}.jp" for name in _HOSTS["prefectures"]}
_LINE_WORDS = frozenset(_HOSTS["line_words"])
_HOSTED_WORDS = frozenset(_HOSTS["hosted_words"])
_SAME: dict[str, str] = {name: names[0] for names in _HOSTS["same_operator"] for name in names}
GATEWAYS = frozenset(_HOSTS["gateways"])
_INNER = tuple(_HOSTS["inner_suffixes"])
_SERVER_WORDS = tuple(_HOSTS["server_words"])
_LONGEST = 320  # characters of an address, RFC 5321 section 4.5.3.1
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+")
_PRIVATE = re.compile(
    r"(?:127|10|0)\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\."
    r"|::1$|f[cd][0-9a-f]{2}:|fe80:"
)
_SRS0 = re.compile(r"srs0[=+-][^=]*=[^=]*=([^=]+)=(.+)", re.IGNORECASE)
_SRS1 = re.compile(r"srs1[=+-].*==[^=]*=[^=]*=([^=]+)=(.+)", re.IGNORECASE)
_PRVS = re.compile(r"(?:prvs|btv1)=+[^=]*=+(.+)", re.IGNORECASE)


@lru_cache(8192)
def organisation(host: str) -> str:
    """The part of a host name that somebody registered: ``mx1.kyoto.example.co.jp`` gives ``example.co.jp``.

    Names of one operator count as one (gmail.com and google.com).
    """
    labels = host.strip(".").lower().split(".")
    name = ".".join(labels[-2:])
    if len(labels) > 2 and (name in _TWO_LABELS or (len(labels[-1]) == 2 and labels[-2] in _SECOND)):
        name = ".".join(labels[-3:])
    return _SAME.get(name, name)


def is_public(host: str | None) -> bool:
    """A full host name that means the same everywhere: no address, no single label, no name of an inner network."""
    return (
        host is not None
        and len(host) < _LONGEST
        and "." in host
        and "@" not in host
        and not is_ip(host)
        and not host.endswith(_INNER)
    )


def is_ip(host: str) -> bool:
    return (host[:1].isdigit() or ":" in host) and _IP.fullmatch(host) is not None


def is_private(ip: str | None) -> bool:
    """An address that only means something inside one network (RFC 1918, 3927, 4193, 6598)."""
    return ip is not None and _PRIVATE.match(ip) is not None


@lru_cache(8192)
def is_line(name: str, ip: str | None) -> bool:
    """A reverse name lent to whoever is connected there, not that of a mail server."""
    labels = name.split(".")
    if labels[0].startswith(_SERVER_WORDS):
        return False
    if ip and ip.count(".") == 3:
        a, b, c, d = ip.split(".")
        for spelling in (f"{a}-{b}-{c}-{d}", f"{a}.{b}.{c}.{d}", f"{d}-{c}-{b}-{a}", f"{d}.{c}.{b}.{a}"):
            if spelling in name:
                return True
    return not _LINE_WORDS.isdisjoint(re.split(r"[.-]|\d+", name))


@lru_cache(8192)
def is_rented(name: str) -> bool:
    """The reverse name of a rented server as its landlord gives it: whose mail it serves, the name does not say."""
    return not _HOSTED_WORDS.isdisjoint(re.split(r"[.-]|\d+", name))


def domain(address: str) -> str:
    return address.rpartition("@")[2].strip("<> .").lower()


@lru_cache(8192)
def plain_address(address: str) -> str:
    """The person's own address behind a rewritten one (SRS, BATV): whom the bounce was really for."""
    bare = address.strip("<> ").lower()
    local, _, host = bare.rpartition("@")
    if "=" not in local or len(bare) > _LONGEST:
        return bare
    found = _SRS1.match(local) or _SRS0.match(local)
    if found:
        return f"{found[2]}@{found[1]}"
    tagged = _PRVS.match(local)
    return f"{tagged[1]}@{host}" if tagged else bare


@cache
def _providers() -> tuple[tuple[str, str], ...]:
    """(name or domain, id of the provider), the longest names first."""
    try:
        rows = table("providers")
    except KeyError:
        return ()
    names = {
        name.lower(): key
        for key, row in rows.items()
        if isinstance(row, dict)
        for name in (*row.get("hosts", ()), *row.get("domains", ()))
    }
    return tuple(sorted(names.items(), key=lambda pair: -len(pair[0])))


@lru_cache(4096)
def provider_of(host: str) -> str | None:
    """The row of providers.toml whose servers or domains ``host`` is one of."""
    dotted = "." + host
    return next((key for name, key in _providers() if dotted.endswith("." + name)), None)


@cache
def _names_of(provider: str) -> tuple[str, ...]:
    return tuple(name for name, key in _providers() if key == provider)


class Home:
    """The reader's side: ``hosts``, ``orgs`` and ``ips`` of the mail service, ``mine`` the person's own addresses."""

    __slots__ = ("_own", "forwarders", "hosts", "ips", "mine", "named", "named_mine", "orgs", "provider")

    def __init__(self, named: tuple[str, ...], me: tuple[str, ...]) -> None:
        self.hosts: set[str] = set()
        self.orgs: set[str] = set()
        self.ips: set[str] = set()
        self.mine: set[str] = set()
        self._own: set[str] = set()
        self.forwarders: set[str] = set()  # hosts that hand the reader's mail on to this mailbox
        self.named = False
        self.provider: str | None = None
        for name in named:
            text = name.strip().lower().strip("[].")
            if text:
                self.named = True
                self.add(domain(text))
        self.named_mine = frozenset(plain_address(a) for a in me)
        for address in me:
            self.add_mine(address)
            self.add(domain(plain_address(address)))

    def add(self, host: str) -> None:
        """Take one host name, domain or IP address for home."""
        if host in self.hosts:
            return
        if is_ip(host):
            self.ips.add(host)
            return
        self.hosts.add(host)
        org = organisation(host)
        if "." in org and org not in _TWO_LABELS:
            self.orgs.add(org)
        provider = provider_of(host)
        if provider:
            self.provider = provider
            self.orgs.update(_names_of(provider))

    def add_mine(self, address: str) -> None:
        plain = plain_address(address)
        if "@" in plain and plain not in self.mine:
            self.mine.add(plain)
            self._own.add(organisation(domain(plain)))

    def owns(self, host: str | None) -> bool:
        if host is None:
            return False
        if host in self.hosts or host in self.ips or organisation(host) in self.orgs:
            return True
        parent = host.partition(".")[2]
        while "." in parent:
            if parent in self.hosts:
                return True
            parent = parent.partition(".")[2]
        return False

    def sent_by(self, name: str | None, ip: str | None) -> bool:
        """Whether the client of a hand-over was one of home's servers, by its address or its looked-up name."""
        if ip is not None and ip in self.ips:
            return True
        if name is None or not self.owns(name):
            return False
        return name in self.hosts or not (is_line(name, ip) or is_rented(name))

    def domains_of_mine(self) -> set[str]:
        """Organisations of the person's own addresses."""
        return self._own

    def shown(self) -> tuple[str, ...]:
        """What was taken for home, for the reader to correct."""
        return tuple(sorted(self.hosts)) + tuple(sorted(self.ips))
