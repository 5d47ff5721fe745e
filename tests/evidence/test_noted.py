# ruff: noqa: E501  (a mail's line is shown whole)
"""Lines that decide nothing alone: found, named, and weighed one at most."""

from __future__ import annotations

import pytest

import guide_engine

from .mails import BORN_HOME, FROM_THERE, HOME, LOGIN, ME, THERE, THERE_FROM_HOME, THERE_FROM_STRANGER, bounce

M365 = "TY1P123MB0001.prod.outlook.com"
OUT = f"Received: from {M365} (2603:1096::2) by {M365} (2603:1096::1) with HTTPS; Tue, 12 May 2026 10:00:00 +0900"
MAPI = (
    f"Received: from {M365} ([fe80::1]) by {M365} ([fe80::1%4]) with mapi id 15.20.1; Tue, 12 May 2026 10:00:00 +0900"
)
PANEL = f"X-AntiAbuse: Primary Hostname - {HOME}\n"

CASES = [
    ("return address empty", bounce(FROM_THERE, None), "null-sender", -1),
    ("form of a report", bounce(FROM_THERE, None), "report-format", -1),
    ("signed by a mail system", bounce(FROM_THERE, None), "daemon-sender", -1),
    ("reporter is the recipient's", bounce(FROM_THERE, THERE_FROM_STRANGER), "reporter-recipient", 0),
    ("reporter is neither side's", bounce(FROM_THERE, THERE_FROM_STRANGER, failed="jiro@far.example.com"), "reporter-third-party", 2),
    ("home's own refusal by a stranger", bounce(BORN_HOME, LOGIN, reporter=HOME, remote=THERE), "home-could-not-deliver", 3),
    ("straight from a line", bounce(FROM_THERE, THERE_FROM_STRANGER), "from-line", 3),
    ("no trace lines", bounce(FROM_THERE, "X-Mailer: x"), "no-trace", 0),
    ("panel names a customer", bounce(BORN_HOME, PANEL + "X-AntiAbuse: Originator/Caller UID/GID - [1004 993] / [47 12]\n" + LOGIN, reporter=HOME, remote=THERE), "caller-noted", 1),
    ("panel names a folder", bounce(BORN_HOME, PANEL + "X-Source-Dir: tea.example.org:/public_html\n" + LOGIN, reporter=HOME, remote=THERE), "program-noted", 1),
    ("web mail's program", bounce(BORN_HOME, "X-PHP-Originating-Script: 501:rcube.php\n" + LOGIN, reporter=HOME, remote=THERE), "webmail-script", 1),
    ("forwarder's note of a pass", bounce(FROM_THERE, f"ARC-Authentication-Results: i=1; {THERE}; dkim=pass header.d=tea.example.org\n" + THERE_FROM_STRANGER), "arc-pass-mine", 1),
    ("forwarder's note of a failure", bounce(FROM_THERE, f"ARC-Authentication-Results: i=1; {THERE}; spf=fail smtp.mailfrom={ME}\n" + THERE_FROM_STRANGER), "arc-fail-mine", 1),
    ("no sender policy", bounce(FROM_THERE, f"Received-SPF: none (x) client-ip=203.0.113.9; envelope-from={ME};\n" + THERE_FROM_STRANGER), "spf-none-mine", 0),
    ("Message-ID of elsewhere", bounce(FROM_THERE, THERE_FROM_HOME), "message-id-foreign", 1),
    ("server on a blocklist", bounce(BORN_HOME, LOGIN, reporter=HOME, remote=THERE, diagnostic="smtp; 550 5.7.1 Client host blocked using a blocklist"), "listed-home", 2),
    ("another tenant", bounce(OUT, "X-OriginatorOrg: other.example.com\n" + MAPI, reporter=M365, remote=THERE), "tenant-other", 1),
    ("my tenant", bounce(OUT, "X-OriginatorOrg: tea.example.org\n" + MAPI, reporter=M365, remote=THERE), "tenant-mine", 1),
    ("from inside", bounce(OUT, "X-MS-Exchange-CrossTenant-AuthAs: Internal\n" + MAPI, reporter=M365, remote=THERE), "sent-inside", 1),
]  # fmt: skip


@pytest.mark.parametrize(("mail", "ident", "weight"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_noted(mail: bytes, ident: str, weight: int) -> None:
    found = {e.id: e for e in guide_engine.diagnose(mail).evidence}
    assert ident in found, sorted(found)
    assert found[ident].weight == weight
    assert found[ident].line is not None
    assert found[ident].quote[:30] in mail.decode().split("\r\n")[(found[ident].line or 0) - 1]


def test_a_strangers_panel_says_nothing_of_my_site() -> None:
    foreign = "X-AntiAbuse: Primary Hostname - h7.host.example.com\nX-Source-Dir: shop.example:/public_html\n"
    ids = [e.id for e in guide_engine.diagnose(bounce(FROM_THERE, foreign + THERE_FROM_STRANGER)).evidence]
    assert "server-noted" in ids
    assert "program-noted" not in ids


def test_an_unknown_sealer_is_not_heard() -> None:
    line = "ARC-Authentication-Results: i=1; mx.other.example.com; dkim=pass header.d=tea.example.org\n"
    ids = [e.id for e in guide_engine.diagnose(bounce(FROM_THERE, line + THERE_FROM_STRANGER)).evidence]
    assert "arc-pass-mine" not in ids
