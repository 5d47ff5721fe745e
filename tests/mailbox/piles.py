"""Makes mailboxes of returned mail by hand: one owner, one flood, whatever else is asked for. Same seed, same bytes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

HOST, DOMAIN, ME = "mail.sakuraya.example", "sakuraya.example", "info@sakuraya.example"
HOME = (HOST, DOMAIN, "192.0.2.25")
BEGIN = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
SPAM = (
    "You have won the summer draw", "Cheap watches for you", "Your parcel {n} is waiting", "Business proposal for you",
    "Last warning: mailbox full", "Invest now and win", "Hello dear friend", "Invoice {n} is overdue",
)  # fmt: skip
WORDS = ("amber", "brook", "cloud", "delta", "ember", "flint", "grove", "haven", "inlet")
OWN = (
    "Minutes of Tuesday",
    "Photos from the garden",
    "Re: lunch on Friday?",
    "Quote no. {n}",
    "Draft of the leaflet",
    "Key to the shed",
)


@dataclass
class Original:
    """One mail that was handed in, and how its header looks."""

    subject: str
    to: str
    ip: str | None = None
    login: str | None = "info"
    mailer: str = "X-Mailer: Mailomat 3"
    at: datetime = BEGIN
    addressed: bool = True
    message_id: str = ""
    script: bool = False

    def header(self) -> str:
        stamp = self.at.strftime("%a, %d %b %Y %H:%M:%S +0000")
        if self.script:
            hop = f"Received: by {HOST} (Postfix, from userid 33)\n\tid 4A1; {stamp}"
        elif self.ip is None:
            hop = f"Received: by {HOST} (OpenSMTPD) with ESMTPSA id 4a1 auth=yes user={self.login};\n\t{stamp}"
        else:
            shown = f"\n\t(Authenticated sender: {self.login})" if self.login else ""
            with_ = "ESMTPSA" if self.login else "ESMTPS"
            hop = (
                f"Received: from PC (unknown [{self.ip}]){shown}\n\tby {HOST} (Postfix) with {with_} id 4A1;\n\t{stamp}"
            )
        to = f"To: {self.to}\n" if self.addressed else ""
        return (
            f"Return-Path: <{ME}>\n{hop}\nDate: {stamp}\nFrom: {ME}\n{to}Subject: {self.subject}\n"
            f"Message-ID: <{self.message_id or 'm'}@pc.example>\n{self.mailer}\nMIME-Version: 1.0\n"
        )

    def forged(self, ip: str, by: str) -> str:
        """The same mail handed in elsewhere, with the owner's address on it."""
        stamp = self.at.strftime("%a, %d %b %Y %H:%M:%S +0000")
        hop = f"Received: from PC (unknown [{ip}])\n\tby {by} (Postfix) with ESMTP id 4B2;\n\t{stamp}"
        start = self.header()
        return f"Return-Path: <{ME}>\n{hop}\n" + start[start.index("Date: ") :]


def bounce(original: Original, *, forged_from: str | None = None, action: str = "failed", kind: str = "") -> bytes:
    """The notice of one original: from the owner's own server, or from the recipient's where the mail was forged."""
    domain = original.to.rpartition("@")[2]
    came = original.at + timedelta(seconds=20)
    stamp = came.strftime("%a, %d %b %Y %H:%M:%S +0000")
    if forged_from:
        reporter = f"mx.{domain}"
        outer = (
            f"Received: from {reporter} ({reporter} [203.0.113.9])\n\tby {HOST} (Postfix) with ESMTPS id 77; {stamp}\n"
        )
        returned = original.forged(forged_from, reporter)
    else:
        reporter = HOST
        outer = f"Received: by {HOST} (Postfix)\n\tid 77; {stamp}\n"
        returned = original.header()
    status = "4.4.1" if action == "delayed" else "5.1.1"
    return (
        f"Return-Path: <>\nDelivered-To: {ME}\n{outer}Date: {stamp}\n"
        f"From: Mail Delivery System <MAILER-DAEMON@{reporter}>\nTo: {ME}\n"
        "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\n\n'
        f"--b1\nContent-Type: text/plain\n\nThis is the mail system at host {reporter}.\n\n"
        f"<{original.to}>: host mx.{domain}[203.0.113.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n\n"
        f"--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; {reporter}\n"
        f"Arrival-Date: {original.at.strftime('%a, %d %b %Y %H:%M:%S +0000')}\n\n"
        f"Final-Recipient: rfc822; {original.to}\nAction: {action}\nStatus: {status}\n"
        f"Remote-MTA: dns; mx.{domain}\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
        f"--b1\nContent-Type: message/rfc822\n\n{returned}\ntext\n\n--b1--\n"
    ).encode()


@dataclass
class Pile:
    """Messages, and which of them (1-based) the owner wrote."""

    messages: list[bytes] = field(default_factory=list)
    own: set[int] = field(default_factory=set)

    def add(self, message: bytes, *, own: bool = False) -> None:
        self.messages.append(message)
        if own:
            self.own.add(len(self.messages))

    def mbox(self) -> bytes:
        return b"".join(b"From MAILER-DAEMON Tue Jun  2 01:00:00 2026\n" + m + b"\n" for m in self.messages)


def flood(
    size: int = 120,
    own: int = 6,
    *,
    clients: int = 14,
    mailers: tuple[str, ...] = ("X-Mailer: Mailomat 3", "X-Mailer: Bulker"),
    own_mailer: str = "User-Agent: Birdmail 1",
    hidden: bool = False,
    login: str | None = "info",
    script: bool = False,
    forged: bool = False,
    random_subjects: bool = False,
    seed: int = 1,
) -> Pile:
    """A flood of ``size`` from ``clients`` addresses; ``own`` mails of the owner, who has two clients, lie in it."""
    r = random.Random(seed)  # noqa: S311 - no secret is made of it
    places = r.sample(range(size), own)
    pile = Pile()
    addresses = [f"198.51.100.{n}" if n < 250 else f"203.0.{n // 250}.{n % 250}" for n in range(20, 20 + clients)]
    for n in range(size):
        at = BEGIN + timedelta(minutes=20 * n)
        to = f"r{n}@{r.choice(('bakery', 'telco', 'school'))}.test"
        if n in places:
            subject = OWN[len(pile.own) % len(OWN)].format(n=7000 + n)
            ip = None if hidden else r.choice(("192.0.2.101", "192.0.2.102"))
            mail = Original(subject, to, ip, login, own_mailer, at, message_id=f"own{n}")
            pile.add(bounce(mail), own=True)
            continue
        words = " ".join(r.choices(WORDS, k=6))
        subject = words if random_subjects else r.choice(SPAM).format(n=n)
        client = r.choice(addresses)
        ip, named = None if hidden else client, r.random() < 0.8
        mail = Original(subject, to, ip, login, r.choice(mailers), at, named, f"m{n}", script)
        pile.add(bounce(mail, forged_from=client if forged else None))
    return pile
