"""A diagnosis as a caller gets it: languages, confidence, actions and warnings."""

from __future__ import annotations

import json

import pytest

import guide_engine
from guide_engine.decision.decide import confidence
from guide_engine.decision.tree import walk
from guide_engine.model import CONFIDENCES, Findings, Reporter

REPORT = b"""Return-Path: <>
Received: by mail.tea.example.org (Postfix) id 1; Tue, 12 May 2026 10:00:00 +0900
From: MAILER-DAEMON@mail.tea.example.org
To: mai@tea.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.tea.example.org

Final-Recipient: rfc822; taro@port.example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.port.example.net
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b
Content-Type: message/rfc822

Received: from pc (unknown [203.0.113.9]) (Authenticated sender: mai@tea.example.org)
 by mail.tea.example.org (Postfix) with ESMTPSA id 3; Tue, 12 May 2026 09:59:58 +0900
From: mai@tea.example.org
To: taro@port.example.net
Subject: =?UTF-8?B?44GT44KT44Gr44Gh44Gv?=
Date: Tue, 12 May 2026 09:59:50 +0900
Message-ID: <1@tea.example.org>

text
--b--
"""


def findings(origin: str, facts: tuple[str, ...] = (), sure: str = "certain") -> Findings:
    reporter = Reporter("generic", "mx.example.org", "unknown")
    facts = ("kind-failure", f"origin-{origin}", *facts, *(["login"] if origin == "account" else []))
    return Findings(origin, sure, (), False, reporter, None, (), facts)


@pytest.mark.parametrize(
    ("origin", "facts", "answers", "verdict", "wanted"),
    [
        ("account", ("login-mine",), {"wrote-it": "no"}, "account-hijacked", "certain"),
        ("account", ("login-hidden", "own-server"), {"wrote-it": "no"}, "account-hijacked", "likely"),
        ("account", ("login-hidden",), {"wrote-it": "no"}, "account-hijacked", "possible"),
        ("account", ("login-alike",), {"wrote-it": "no"}, "account-hijacked", "likely"),
        ("account", ("login-mine", "bad-outbound"), {}, "account-hijacked", "possible"),
        ("account", ("login-other",), {"wrote-it": "no"}, "neighbour-forged", "likely"),
        ("account", ("login-unclear",), {"wrote-it": "no"}, "neighbour-forged", "possible"),
        ("script", ("script-mine",), {"wrote-it": "no"}, "site-abused", "likely"),
        ("script", ("script-unnamed",), {"wrote-it": "no"}, "site-abused", "possible"),
        ("script", ("script-other",), {"wrote-it": "no"}, "neighbour-forged", "possible"),
        ("account", ("login-mine",), {"wrote-it": "yes"}, "own-mail", "certain"),
        ("elsewhere", (), {"wrote-it": "yes"}, "own-mail", "likely"),
        ("elsewhere", ("spf-fail",), {}, "address-forged", "likely"),
        ("elsewhere", (), {"wrote-it": "no"}, "address-forged", "likely"),
        ("unknown", (), {"wrote-it": "no", "reporter": "other", "way-there": "absent"}, "address-forged", "possible"),
    ],
)  # fmt: skip
def test_confidence(origin: str, facts: tuple[str, ...], answers: dict[str, str], verdict: str, wanted: str) -> None:
    found = findings(origin, facts)
    way = walk(answers, found.facts)
    assert way.outcome == verdict
    assert confidence(verdict, way, found) == wanted


@pytest.mark.parametrize("sure", CONFIDENCES)
def test_never_surer_than_the_lines(sure: str) -> None:
    found = findings("account", ("login-mine",), sure)
    assert confidence("account-hijacked", walk({"wrote-it": "no"}, found.facts), found) == sure


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_both_languages_say_the_same_thing(lang: str) -> None:
    told = guide_engine.diagnose(REPORT, answers={"wrote-it": "no"}, lang=lang)
    assert told.verdict == "account-hijacked"
    assert told.actions[0].urgency == "now"
    assert told.returned is not None
    assert told.returned.subject == "こんにちは"
    assert told.returned.date == "2026-05-12T09:59:50+09:00"
    weights = [abs(e["weight"]) for e in json.loads(json.dumps(told.to_dict()))["evidence"]]
    assert weights[0] == 4
    assert weights == sorted(weights, reverse=True)


def test_unknown_language_is_wrong_use() -> None:
    with pytest.raises(ValueError, match="ja, en"):
        guide_engine.diagnose(REPORT, lang="de")


@pytest.mark.parametrize("answers", [{"nobody": "yes"}, {"wrote-it": "perhaps"}])
def test_unknown_answers_are_wrong_use_for_any_mail(answers: dict[str, str]) -> None:
    for mail in (REPORT, b"", b"hello"):
        with pytest.raises(ValueError, match="use one of"):
            guide_engine.diagnose(mail, answers=answers)


@pytest.mark.parametrize(
    "mail", [b"", b"\x00" * 100, b"Received: (((", b"Return-Path: <>\n\n", b"From: MAILER-DAEMON\n\n550"]
)
def test_any_bytes_get_an_answer(mail: bytes) -> None:
    told = guide_engine.diagnose(mail)
    assert told.confidence in CONFIDENCES
    assert told.actions
