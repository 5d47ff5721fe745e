"""Reads one ``Received`` field, whatever server wrote it (RFC 5321 section 4.4 and what servers make of it).

Every server writes the same facts in its own order: who it is (``by``), what the client called itself
(``helo``), what the reverse look-up said (``name``), the client's address, how the mail was handed over
and, with luck, who had logged in. A field is cut at ``MAX`` characters and read in one pass over its tokens,
so the time grows with its length and no more.
"""

from __future__ import annotations

import re

from ..knowledge import table
from .home import is_private

MAX = 2000  # characters of one field that are read; real ones stay under 1,000

NETWORK, LOCAL, INSIDE = "network", "local", "inside"

# A comment with one level inside it, an address, a word. Possessive throughout: no input makes it go back.
_TOKEN = re.compile(r"\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)|<[^<>]*+>|[^\s()<>]++")
_IP = r"((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,45})"
_BRACKETED = re.compile(rf"\[(?:IPv6:)?{_IP}\]")
_USUAL = re.compile(rf"\((?:([\w.-]++) )?\[(?:IPv6:)?{_IP}\]\)")
_PLAIN_IP = re.compile(r"(?:^|[@\s])\[?(\d{1,3}(?:\.\d{1,3}){3}|(?=[0-9a-fA-F]*:)[0-9a-fA-F:.]{3,45})\]?(?:$|[\s:])")
_HELO = re.compile(r"\b(?:helo|ehlo)[=\s]\[?([^\s\])]++)", re.IGNORECASE)
_UID = re.compile(r"\buid[\s=]++(\d{1,10})")
# What a server says about a login, inside a comment (Postfix, Courier, Sendmail, qpsmtpd, Kerio, CommuniGate,
# SquirrelMail, Exim); the group is the name where the server gives one.
_LOGIN = re.compile(
    r"\((?:Authenticated sender: ([^()\s]++)"
    r"|(?:[^()]*+, )?AUTH: [\w-]++ ([^(),\s]++)"
    r"|(?:[\w ]{0,20}?)authenticated (?:bits=\d++|\(\d++ bits\)|(?:user|as|id)[ =:]*+([^()\s,]++))"
    r"|smtp-auth username ([^(),\s]++)"
    r"|account ([^()\s]++)"
    r"|authenticated_id[=:] ?([^()\s]++))",
    re.IGNORECASE,
)
_TRANSPORT = (
    "(using ",
    "(No client",
    "(TLS",
    "(version",
    "(Exim",
    "(envelope",
    "(Authenticated",
    "(AUTH",
    "(authenticated",
)
_NO_NAME = frozenset(("unknown", "unverified", "<unknown>", "nxdomain", "localhost.localdomain", "hidden"))
_PROTOCOLS = table("evidence")["protocols"]
_AUTHENTICATED = frozenset(_PROTOCOLS["authenticated"])
_MAILBOX = frozenset(_PROTOCOLS["mailbox"])


class Hop:
    """One hand-over. ``helo`` is the client's claim; ``name``, ``ip`` and what follows are the writer's own words.

    A plain class with its defaults on the class: most stay as they are, and every message makes several.
    """

    by: str | None = None  # the writer, lower case
    helo: str | None = None
    name: str | None = None  # reverse name of the client; None where the writer had none or doubted it
    checked: bool = False  # the writer prints a reverse name only after looking it up forward as well
    ip: str | None = None
    protocol: str | None = None
    authenticated: bool = False
    login: str | None = None
    local: str | None = None  # "uid 33", "www-data": the local process or user that handed the mail in
    step: str = NETWORK  # network: from a client; local: from a process on the host; inside: within one host
    recipient: str | None = None

    def __init__(self, line: int | None, value: str) -> None:
        self.line = line
        self.value = value


def address(text: str) -> str:
    """An IP address in one spelling: no IPv4 in IPv6 clothes."""
    text = text.lower()
    return text[7:] if text.startswith("::ffff:") and "." in text else text


def _bracketed(word: str) -> str | None:
    found = _BRACKETED.match(word)
    return address(found[1]) if found else None


def parse(value: str, line: int | None = None) -> Hop:
    """Read one field. Never raises; what the field does not say stays None."""
    hop = Hop(line, value)
    text = value if len(value) < MAX else value[:MAX]
    head = text.rpartition(";")[0] or text
    tokens = _TOKEN.findall(head)
    if not tokens:
        return hop
    if tokens[0] in ("From", "FROM"):  # MXLogic, MailMarshal: every keyword in capitals
        tokens = [t.lower() if t.isalpha() else t for t in tokens]
    start = 2 if tokens[0] == "from" and len(tokens) > 1 else 0
    if start and tokens[1][0] == "(":
        tokens.insert(1, "unknown")  # McAfee: from (name [ip])
    try:
        by = tokens.index("by", start)
    except ValueError:
        by = len(tokens)
    if by + 1 < len(tokens):
        hop.by = tokens[by + 1].strip("[].,").lower()
    _transport(hop, tokens, by)
    if start:
        _peer(hop, tokens[1], [f"({t})" if t[0] == "[" else t for t in tokens[2:by] if t[0] in "(["])
    else:
        _handed_in(hop, tokens, by)
    if "uth" in head or "AUTH" in head or "account" in head or "user=" in head:
        _login(hop, head, tokens, by)
    return hop


def _transport(hop: Hop, tokens: list[str], by: int) -> None:
    rest = tokens[by + 2 :]
    at = rest.index("with") if "with" in rest else rest.index("via") if "via" in rest else len(rest)
    word = upper = ""
    for token in rest[at + 1 : at + 4]:
        if token[0] == "(":  # Axigen: with (TLS ...) ESMTPSA
            continue
        said = token.upper()
        if said in _AUTHENTICATED:  # the second word too: MailEnable has "with MailEnable ESMTPA"
            word, upper = token, said
            break
        if word:
            break
        word, upper = token, said
    if word or at + 1 < len(rest):
        word = word or rest[at + 1]
        hop.protocol = "SMTP" if word == "Microsoft" else word
        if upper in _AUTHENTICATED or (upper in _MAILBOX and "Microsoft" not in tokens):
            hop.authenticated = True
    elif "(via HTTP)" in rest:  # GMX
        hop.protocol, hop.authenticated = "HTTP", True
    if "for" in rest:
        at = rest.index("for") + 1
        if at < len(rest):
            hop.recipient = rest[at].strip("<>;,").lower()


def _peer(hop: Hop, first: str, comments: list[str]) -> None:
    """The client, from the words between ``from`` and ``by``."""
    word = first.strip("[].,")
    low = word.lower()
    usual = _USUAL.fullmatch(comments[0]) if comments else None
    if usual and usual[1] not in ("HELO", "EHLO"):  # (name [ip]) and ([ip]), the two that most lines have
        del comments[0]
        hop.ip = address(usual[2])
        if usual[1]:
            _named(hop, word, usual[1], "")
        elif "(Exim" in hop.value:
            hop.helo, hop.name, hop.checked = word, low, True
        elif first != "unknown":
            hop.helo = word
    for comment in comments:
        if comment.startswith(_TRANSPORT):
            continue
        body = comment[1:-1].strip()
        if first[0] == "[" and body.startswith(("helo=", "port=", "ident=")):
            helo = _HELO.search(body)  # Exim: [ip] (port=n helo=x), where x may look like an address too
            hop.ip, hop.helo = _bracketed(first), helo[1] if helo else None
            continue
        if body[:5].upper() in ("HELO ", "EHLO "):
            hop.helo = body[5:].strip(" []")  # qmail: name (HELO x) (ident@ip), the name not looked up forward
            hop.name = None if low in _NO_NAME or (low[:1].isdigit() and low[-1:].isdigit()) else low
            continue
        found = _BRACKETED.search(body) if "[" in body else None
        if found and hop.ip is None:
            hop.ip = address(found[1])
            before = body[: found.start()].strip()
            if first == "unknown" and not before and hop.helo is None:
                hop.helo = None  # "unknown [ip]"
            elif found.start() > 0 and before and "=" not in before:
                _named(hop, word, before, body)
            elif "(Exim" in hop.value or "helo=" in body:
                # Exim alone puts the reverse name first, looked up both ways, and HELO in the comment;
                # Sendmail, Courier and Oracle write the client's HELO in the same place.
                helo = _HELO.search(body)
                hop.helo = helo[1] if helo else word
                if first[0] != "[":
                    hop.name, hop.checked = low, True
        elif body.startswith("uid ") and (uid := _UID.match(body)):
            hop.local = f"uid {uid[1]}"
        elif "[local]" in body:
            hop.local = low
        elif hop.ip is None and (plain := _PLAIN_IP.search(body)):
            _bare(hop, word, body, plain[1], plain.start())
    if first[0] == "[" and hop.ip is None:
        hop.ip = _bracketed(first)
    if hop.helo is None and first[0] != "[":
        hop.helo = word
    _step(hop, low)


def _named(hop: Hop, word: str, before: str, body: str) -> None:
    """Postfix, Sendmail, OpenSMTPD, Courier, Haraka, Gmail: ``HELO (ident@name [ip])``."""
    if before[:5].upper() in ("HELO ", "EHLO "):
        hop.helo = before[5:]
        return
    hop.helo = word
    name = before.rpartition("@")[2].rstrip(".").lower()
    if name not in _NO_NAME and "may be forged" not in body and " " not in name:
        hop.name, hop.checked = name, "(OpenSMTPD)" not in hop.value  # which prints a name it did not look up forward


def _bare(hop: Hop, word: str, body: str, ip: str, start: int) -> None:
    """qmail and Exchange: the address without brackets, ``(ident@ip)`` or ``(ip)``."""
    hop.ip = address(ip)
    if hop.helo is None:
        hop.helo = word  # qmail leaves HELO out where it equals the reverse name; Exchange has HELO only
        if "Microsoft" not in hop.value:
            low = word.lower()
            hop.name = None if low in _NO_NAME or (low[:1].isdigit() and low[-1:].isdigit()) else low
        elif hop.by and _one_house(word.lower(), hop.by, hop):
            hop.name, hop.checked = word.lower(), True
    told = re.search(r" with (?:plain|login|cram-md5)", body, re.IGNORECASE)  # Yahoo: (user@ip with plain)
    if told or hop.authenticated:
        # Without a login the word before the address is what an ident server answered: anybody's invention.
        hop.authenticated = True
        hop.login = body[:start] or None


def _one_house(word: str, by: str, hop: Hop) -> bool:
    """Whether HELO is the server's own name, as it is among Exchange servers of one house.

    That they are one house shows in an address of the inner network; Microsoft's own servers use public ones, and mark
    what came in from outside. Anybody can call himself by the name of the host that he speaks to.
    """
    if word.split(".")[-2:] != by.split(".")[-2:] or "Frontend" in hop.value:
        return False
    return is_private(hop.ip) or by.endswith(".outlook.com")


def _step(hop: Hop, word: str) -> None:
    """Whether the mail came over the network at all."""
    protocol = (hop.protocol or "").lower()
    if hop.local is not None:
        hop.step = LOCAL
    elif protocol == "local":
        hop.step, hop.local = LOCAL, word
    elif protocol == "dsn" or (hop.ip is None and (word == "localhost" or protocol in ("lmtp", "lmtps"))):
        hop.step = INSIDE
    elif hop.ip is None and "DragonFly Mail Agent" in hop.value:
        hop.step, hop.local = LOCAL, word
    elif hop.ip is None and protocol.startswith("http") and word.replace(".", "").isdigit():
        hop.ip = word


def _handed_in(hop: Hop, tokens: list[str], by: int) -> None:
    """Without ``from``: remarks of qmail and Haraka, Postfix's pickup, Sendmail's submission, Gmail's insides."""
    first = tokens[0]
    hop.step = INSIDE
    if first.startswith(("(qmail", "(Haraka")):
        uid = _UID.search(first)
        if "invoked by uid" in first and uid:
            hop.step, hop.local = LOCAL, f"uid {uid[1]}"
        return
    if first.startswith("(from "):
        hop.step, hop.local = LOCAL, first[6:-1].split("@")[0].strip()
        return
    for token in tokens[by:]:
        if token.startswith("(") and "from userid" in token:
            hop.step, hop.local = LOCAL, "uid " + token.rpartition("userid")[2].strip(" )")
            return
    if hop.authenticated:
        hop.step = NETWORK  # OpenSMTPD with mask-src: the client is hidden, the login is not
    elif hop.protocol and hop.protocol.upper().startswith("HTTP"):
        hop.step, hop.authenticated = NETWORK, True


def _login(hop: Hop, head: str, tokens: list[str], by: int) -> None:
    found = _LOGIN.search(head)
    if found:
        hop.authenticated = True
        hop.login = next((g for g in found.groups() if g), None) or hop.login
    elif "auth=yes" in tokens[by:]:  # OpenSMTPD with received-auth
        hop.authenticated = True
        hop.login = next((t[5:] for t in tokens[by:] if t.startswith("user=")), None)
    if hop.login:
        hop.login = hop.login.strip("<>,;'\"")
