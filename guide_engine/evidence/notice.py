"""What the notice itself adds: whether it is one at all, what it says of aliases and of its client."""

from __future__ import annotations

import re
from functools import cache

from ..knowledge import table
from ..model import Bounce, Recipient
from . import received
from .chain import Case, Returned, Route, Sign
from .home import Home, domain, is_ip, is_line, is_private, organisation
from .outer import Outer
from .received import Hop, address

_URL = re.compile(r"https?://([A-Za-z0-9.-]{1,253})")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}")
_BEHIND = re.compile(r"(?:expanded from|generated from|original recipient|reason: alias)[^@]{0,80}", re.IGNORECASE)
# "from host [ip]": Sendmail's and Courier's own words, and RFC 3464's Received-From-MTA, about the client they had
_CAME = re.compile(r"^\s*(?:\([^)]*\)\s*)?from\s+\[?([\w.:-]{1,255})\]?(.{0,300})$", re.IGNORECASE)
_RECEIVED_AT = re.compile(r"original message was received (?:at|on)\b", re.IGNORECASE)
_IP = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f:.]{2,45})\]")


@cache
def _bait() -> tuple[tuple[str, ...], tuple[str, ...]]:
    bait = table("marks")["bait"]
    return (*bait["call"], *bait["look"]), tuple(bait["help"])


def unmasked(bounce: Bounce, outer: Outer, home: Home, signs: list[Sign]) -> str:
    """ "fake" where the outer header gives the lie to a well-made report that wants a click, "failure" where a report
    that reads like bait was made by home itself; else "".

    A report made by a machine on a lent line, or one that says it is home and yet came in from outside, is only
    suspicious: honest servers stand behind odd names too. With a link to follow in the reporter's own words it is bait.
    """
    if outer.door is None:
        return "failure" if bounce.kind == "fake" and outer.born_home and bounce.report else ""
    if bounce.kind not in ("failure", "delay", "success"):
        return ""
    door = outer.door
    said = (bounce.reporting_host or "").lower()
    if door.authenticated or home.sent_by(door.name, door.ip):
        return ""
    posing = bool(said) and home.owns(said)
    server = door.name is not None and not is_line(door.name, door.ip)
    if not posing and server:
        return ""
    if not posing and said and door.name and organisation(said) == organisation(door.name):
        return ""
    linked = [line for line in bounce.text if "://" in line.text]
    if not linked:
        return ""
    calls, helpers = _bait()
    quoted = " ".join(r.diagnostic for r in bounce.recipients if r.diagnostic and r.reply_code)
    words = " ".join(t for t, _ in bounce.text).lower()
    if (server or not posing) and not any(word in words for word in calls):
        return ""
    for text, line in linked:
        found = _URL.search(text)
        if found is None or found[0] in quoted:
            continue
        host = found[1].lower().rstrip(".")
        if host.endswith(helpers) or home.owns(host):
            continue
        signs.append(Sign("bait-link", "report", text.strip(), line))
        door_sign = "poses-as-home" if posing else "door-is-a-line"
        signs.append(Sign(door_sign, "outer", f"Received: {door.value}", door.line))
        return "fake"
    return ""


def disguise(bounce: Bounce, outer: Outer, kind: str, signs: list[Sign]) -> None:
    """The lines that give away a fake notice or a threat."""
    words = table("marks")["threat"]["money"] if kind == "threat" else ()
    for text, line in bounce.text:
        low = text.lower()
        if kind == "fake" and "://" in low:
            signs.append(Sign("bait-link", "report", text.strip(), line))
            break
        if words and any(word in low for word in words):
            signs.append(Sign("demand", "report", text.strip(), line))
            break
    if kind == "fake" and "bait-deadline" in bounce.marks:
        hurry = table("marks")["bait"]["deadline"]
        found = next((t for t in bounce.text if any(word in t.text.lower() for word in hurry)), None)
        if found is not None:
            signs.append(Sign("bait-deadline", "report", found.text.strip(), found.line))
    if kind == "fake" and "bait-attachment" in bounce.marks:
        asks = table("marks")["bait"]["attached"]
        found = next((t for t in bounce.text if any(word in t.text.lower() for word in asks)), None)
        if found is not None:
            signs.append(Sign("bait-attachment", "report", found.text.strip(), found.line))
        else:
            named = next((f for f in bounce.outer if f.name.lower() == "content-type"), None)
            if named is not None:
                signs.append(Sign("bait-attachment", "report", f"{named.name}: {named.value}", named.line))
    if kind == "fake" and outer.sender and "mailer-daemon" not in outer.sender.lower():
        item = next(f for f in bounce.outer if f.name.lower() == "return-path")
        signs.append(Sign("sender-not-null", "outer", f"{item.name}: {item.value}", item.line))


def aliased(bounce: Bounce, home: Home, ours: set[str]) -> bool:
    """The report says that the failed recipient stood behind an address at home (an alias or forwarding)."""
    final = {r.address.lower() for r in bounce.recipients if r.address}
    for item in bounce.report:
        if item.name.lower() == "original-recipient":
            behind = item.value.partition(";")[2].strip(" <>").lower()
            if behind not in final and "@" in behind and organisation(domain(behind)) in ours:
                return True
    for at, (text, _) in enumerate(bounce.text):
        if "from" in text or "riginal" in text:
            found = _BEHIND.search(text + " " + (bounce.text[at + 1].text if at + 1 < len(bounce.text) else ""))
            if found:
                joined = text + " " + (bounce.text[at + 1].text if at + 1 < len(bounce.text) else "")
                who = _ADDRESS.search(joined, found.end() - 1 if found.end() else 0) or _ADDRESS.search(joined)
                if who and organisation(domain(who[0].strip("<>"))) in ours:
                    return True
    return False


def without_trace(bounce: Bounce, route: Route, case: Case) -> None:
    """No Received came back: the report's own words about its client, else only who reported about whom."""
    hop, sign = _told(bounce)
    if hop is not None and sign is not None:
        route.entry = route.entry or hop
        if case.reporter_home:
            inside = hop.ip is None or is_private(hop.ip) or case.home.sent_by(hop.name, hop.ip)
            if inside or case.outside:
                route.origin = "home"
                route.signs.append(sign)
            return
        if case.home.sent_by(hop.name, hop.ip):
            route.origin = "home"
            route.signs.append(Sign("told-from-home", "report", sign.quote, sign.line))
            return
        if case.reporter_known and hop.name and is_line(hop.name, hop.ip):
            route.origin = "elsewhere"
            route.signs.append(Sign("told-from-line", "report", sign.quote, sign.line))
            return
    if case.reporter_home and case.outside and any(r.host or r.reason in _OUTBOUND for r in bounce.recipients):
        route.origin = "home"
        route.signs.append(_reported_by(bounce, "home-could-not-deliver"))


def reported(bounce: Bounce, relation: str, route: Route, case: Case) -> None:
    """Where the reporter stands: at home with a stranger's refusal, at the recipient's, or with neither."""
    if relation == "home":
        through = route.origin in ("account", "script", "home")
        said = any(s.id == "home-could-not-deliver" for s in route.signs)
        if through and case.outside and not said and any(r.host for r in bounce.recipients):
            route.signs.append(_reported_by(bounce, "home-could-not-deliver"))
    elif relation in ("recipient", "third-party"):
        route.signs.append(_reported_by(bounce, f"reporter-{relation}"))


def names_nobody(bounce: Bounce, signs: list[Sign]) -> None:
    """A report says whom the mail did not reach, or gives it back; this one does neither."""
    if bounce.returned is None and not any(r.address for r in bounce.recipients):
        item = next((f for f in bounce.outer if f.name.lower() == "subject"), None)
        if item is not None:
            signs.append(Sign("names-nobody", "outer", f"{item.name}: {item.value}", item.line))


_OUTBOUND = frozenset(("hostunknown", "networkerror", "expired", "notaccept"))


def _reported_by(bounce: Bounce, name: str) -> Sign:
    host = bounce.reporting_host or ""
    for item in bounce.report:
        if item.name.lower() == "reporting-mta":
            return Sign(name, "report", f"{item.name}: {item.value}", item.line)
    for text, line in bounce.text:
        if host and host in text:
            return Sign(name, "report", text.strip(), line)
    return Sign(name, "report", host, None)


def _told(bounce: Bounce) -> tuple[Hop | None, Sign | None]:
    """The client as the report names it: its address counts, the name beside a HELO does not."""
    for item in bounce.report:
        if item.name.lower() == "received-from-mta":
            text = item.value.partition(";")[2].strip()
            hop = _client(text, item.line, claimed=True)
            if hop:
                return hop, Sign("told-client", "report", f"{item.name}: {item.value}", item.line)
    for at, (text, _) in enumerate(bounce.text[:40]):
        if "eceived" in text and _RECEIVED_AT.search(text):
            for row in bounce.text[at : at + 3]:
                found = _CAME.search(
                    row.text
                    if row.text is not text
                    else row.text.rpartition(" from ")[2] and "from " + row.text.rpartition(" from ")[2]
                )
                hop = _client(f"{found[1]} {found[2]}", row.line) if found else None
                if hop:
                    return hop, Sign("told-client", "report", row.text.strip(), row.line)
            break
    return None, None


def _client(text: str, line: int | None, claimed: bool = False) -> Hop | None:
    """The client in ``text``; ``claimed``: the name beside its address is its own word (RFC 3464 section 2.2.4)."""
    found = _IP.search(text)
    if found is None:
        if text.split(" ", 1)[0].strip("[]").lower() != "localhost":
            return None
        hop = Hop(line, text)
        hop.helo, hop.ip = "localhost", "127.0.0.1"
        return hop
    hop = received.parse(f"from {text} by reporter", line)
    hop.ip, hop.by = hop.ip or address(found[1]), None
    before = text[: found.start()].strip(" ([").lower()
    if (
        hop.name is None
        and before
        and "." in before
        and "forged" not in text
        and not is_ip(before)
        and " " not in before
        and (is_line(before, hop.ip) or not (claimed or text[found.start() - 1] == "("))
    ):
        # Sendmail's transcript has the reverse name here, looked up both ways: "name [ip]". In the field of RFC 3464,
        # and where the address stands in brackets of its own (Courier), it is what the client called itself.
        hop.name = before
    return hop


_LISTED = frozenset(("blocked", "badreputation"))
_WHOEVER = frozenset(("refused-as-forged", "login-wanted", "box-flooded"))  # the same whoever sent the mail
_LIMIT_OF = re.compile(r"\bdomain ([\w.-]{1,253}) has exceeded", re.IGNORECASE)
_SAYS_NOTHING = frozenset(("userunknown", "mailboxfull", "hostunknown", "delivered", "mesgtoobig", "emailtoolarge"))


def speaks(bounce: Bounce, route: Route, case: Case, mail: Returned | None) -> None:
    """Diagnostic texts that say something about the sender, not only about the recipient."""
    said: set[str] = set()
    for recipient in bounce.recipients:
        if not recipient.diagnostic or recipient.reason in _SAYS_NOTHING:
            continue
        forged = recipient.reason == "authfailure"
        name = "refused-as-forged" if forged else _phrase(recipient.diagnostic.lower())
        if name is None and recipient.reason in _LISTED:
            name = "listed"
        if name is None or name in said:
            continue
        said.add(name)
        sign = name
        if name not in _WHOEVER:
            at_home = case.reporter_home or route.origin in ("account", "script", "home")
            if at_home and _of_another(recipient.diagnostic, case.home):
                continue  # a neighbour on a shared server has reached his limit
            sign = f"{name}-home" if at_home else f"{name}-stranger"
            if at_home and name != "listed":
                route.facts.append(name)
        if sign in table("evidence")["evidence"]:
            route.signs.append(Sign(sign, "report", recipient.diagnostic, _line_of(bounce, recipient)))
    if mail is not None:
        for name in ("auto-submitted", "x-autoreply", "x-autorespond", "precedence"):
            item = mail.fields.get(name)
            if item and (name != "auto-submitted" or item.value.strip().lower() != "no"):
                if name == "precedence" and "auto" not in item.value.lower():
                    continue
                route.facts.append("auto-sent")
                route.signs.append(Sign("auto-sent", "returned", f"{item.name}: {item.value}", item.line, True))
                break


def _of_another(said: str, home: Home) -> bool:
    """Whether a limit is said to be that of a domain which is none of the reader's (cPanel names it)."""
    found = _LIMIT_OF.search(said)
    return found is not None and bool(home.mine) and organisation(found[1].lower()) not in home.domains_of_mine()


def _line_of(bounce: Bounce, recipient: Recipient) -> int | None:
    """Where the answer itself stands; the recipient's own line where it is not found again."""
    said = (recipient.diagnostic or "")[:40]
    for item in bounce.report:
        if item.name.lower() == "diagnostic-code" and said in item.value:
            return item.line
    return recipient.line


def _phrase(said: str) -> str | None:
    for phrase, name in _phrases():
        if phrase in said:
            return name
    return None


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, name) for name, row in table("evidence")["phrases"].items() for phrase in row)
