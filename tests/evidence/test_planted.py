"""Chains of trace lines by chance: what a sender can plant is possible at most, and no hijack is called a forgery.

Every server of seven writes its line as it does; the sender chooses what to call himself and what stands below.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

import guide_engine

from .mails import BORN_HOME, FROM_THERE, HOME, LOGIN, LOGIN_HIDDEN, ME, THERE, bounce

AT = "Tue, 12 May 2026 10:00:00 +0900"
GATE, SERVICE = "gw.port.example.net", "mail1.bemta.messagelabs.com"
LINE, OWN = "host-203-0-113-9.dyn.example.com", "mail.attacker.example"
STYLES = {
    "postfix": "Received: from {helo} ({name} [{ip}]){login} by {by} (Postfix) with {with_} id 9; {at}",
    "exim": "Received: from {exim} by {by} with {low} (Exim 4.96) id 1w; {at}",
    "sendmail": "Received: from {helo} ({bare}[{ip}]){bits} by {by} (8.17/8.17) with {with_} id 9; {at}",
    "qmail": "Received: from {name} (HELO {helo}) ({user}{ip}) by {by} with {with_}; {at}",
    "exchange": "Received: from {helo} ({ip}) by {by} (10.0.0.2) with Microsoft SMTP Server id 15.1; {at}",
    "courier": "Received: from {helo} ({bare}[{ip}]) by {by} with {with_}; {at}",
    "opensmtpd": "Received: from {helo} ({name} [{ip}]) by {by} (OpenSMTPD) with {with_} id 9; {at}",
}


def line(
    style: str, by: str, helo: str, name: str | None, ip: str, with_: str = "ESMTP", login: str | None = None
) -> str:
    """One trace line: the client called itself ``helo``, the look-up gave ``name``."""
    bare = f"[{ip}]"
    return STYLES[style].format(
        by=by, helo=helo, ip=ip, with_=with_, low=with_.lower(), at=AT, name=name or "unknown",
        bare=f"{name} " if name else "", user=f"{login}@" if login else "",
        exim=f"{name} ({bare} helo={helo})" if name else f"{bare} (helo={helo})",
        login=f" (Authenticated sender: {login})" if login else "",
        bits=" (authenticated bits=0)" if login else "",
    )  # fmt: skip


PLANTS = [
    f"Received: (qmail 9 invoked by uid 33); {AT}",
    f"Received: by {HOME} (Postfix, from userid 33) id 3; {AT}",
    f"Authentication-Results: {THERE}; dkim=pass header.d=tea.example.org; spf=pass smtp.mailfrom={ME}",
    f"Authentication-Results: {HOME}; auth=pass smtp.auth={ME}",
    f"Received-SPF: pass (x) client-ip=203.0.113.9; envelope-from={ME};",
    LOGIN,
    LOGIN_HIDDEN,
]


@pytest.mark.parametrize("style", STYLES)
def test_whatever_a_stranger_plants_is_possible_at_most(style: str) -> None:
    """The recipient's server took it from a stranger; all that follows below its line is the stranger's invention."""
    r = random.Random(style)  # noqa: S311 - no secret is made of it
    seen: Counter[str] = Counter()
    for _ in range(600):
        name = r.choice([None, LINE, OWN])
        helo = r.choice([HOME, THERE, SERVICE, GATE, "pc", OWN, "localhost", "[127.0.0.1]", "out.tea.example.org"])
        rows = [line(style, THERE, helo, name, "203.0.113.9", r.choice(["ESMTP", "ESMTPS", "SMTP"]))]
        for _ in range(r.randint(0, 3)):
            client = r.choice([HOME, "pc", SERVICE, GATE, THERE])
            ip = r.choice(["198.51.100.5", "192.0.2.20", "10.0.0.3", "127.0.0.1"])
            by = r.choice([HOME, helo.strip("[]"), THERE, SERVICE, GATE, name or HOME])
            shown = client if "." in client and r.random() < 0.5 else None
            with_, login = r.choice(["ESMTP", "ESMTPSA", "ESMTPS"]), r.choice([ME, None, "mai"])
            rows.append(line(r.choice(list(STYLES)), by, client, shown, ip, with_, login))
        if r.random() < 0.6:
            rows.insert(r.randint(1, len(rows)), r.choice(PLANTS))
        told = guide_engine.diagnose(bounce(FROM_THERE, "\n".join(rows)), answers={"wrote-it": "no"})
        seen[told.origin] += 1
        if told.origin in ("account", "home", "script"):
            assert told.confidence == "possible", "\n".join(rows)
    assert seen["elsewhere"] > 400, "most are simply seen through"


@pytest.mark.parametrize("style", STYLES)
def test_no_hijack_is_called_a_forgery_whatever_stands_below(style: str) -> None:
    """Home took it from somebody who had logged in; reported by home, by the recipient, or through its gateway."""
    r = random.Random(style)  # noqa: S311 - no secret is made of it
    for _ in range(600):
        login = r.choice([ME, None, "mai"])
        helo, name = r.choice(["pc", HOME, THERE, "[10.0.0.1]", OWN]), r.choice([None, LINE, OWN])
        rows = [line(style, HOME, helo, name, r.choice(["203.0.113.9", "192.168.1.5"]), "ESMTPSA", login)]
        if r.random() < 0.15:
            rows = [f"Received: by {HOME} (Postfix, from userid 33) id 3; {AT}"]
        for _ in range(r.randint(0, 3)):
            by, client = r.choice([HOME, THERE, "mx.far.example.com"]), r.choice(["pc", HOME, "x.far.example.com"])
            with_, other = r.choice(["ESMTP", "ESMTPSA"]), r.choice([None, "shop@other.example.com"])
            rows.append(line(r.choice(list(STYLES)), by, client, r.choice([None, LINE]), "203.0.113.7", with_, other))
        way = r.choice(["home", "there", "gate"])
        if way == "there":
            by_them = r.choice(list(STYLES))
            rows.insert(0, line(by_them, THERE, HOME, r.choice([HOME, None]), "198.51.100.5", "ESMTPS"))
        elif way == "gate":
            rows.insert(0, line(r.choice(["postfix", "sendmail"]), GATE, HOME, HOME, "198.51.100.5", "ESMTPS"))
            rows.insert(0, line(r.choice(["postfix", "sendmail"]), THERE, GATE, GATE, "192.0.2.21"))
        outer, reporter = (BORN_HOME, HOME) if way == "home" else (FROM_THERE, THERE)
        mail = bounce(outer, "\n".join(rows), reporter=reporter, remote=THERE if way == "home" else None)
        for answers in ({}, {"wrote-it": "no"}):
            told = guide_engine.diagnose(mail, answers=answers)
            assert told.origin != "elsewhere", "\n".join(rows)
            assert told.verdict not in ("address-forged", "not-a-bounce", "fake-bounce"), "\n".join(rows)
