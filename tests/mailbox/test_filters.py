"""Filters catch their flood and spare other returned mail.

Sieve is run by Pigeonhole's own interpreter. Nothing can run Gmail's search or an Outlook rule here:
what they are documented to mean is read by the few lines below, and no more is claimed.
"""

from __future__ import annotations

import email
import email.policy
import io
import os
import re
import shutil
import subprocess
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from piles import HOME, Original, Pile, bounce, flood

from guide_engine import read_mailbox
from guide_engine.incident.dates import parse
from guide_engine.incident.filters import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PILES = {
    "hijack": {},
    "forged": {"forged": True},
    "every spam from a client of its own": {"clients": 300},
    "no subject comes twice": {"random_subjects": True},
    "one client": {"clients": 1},
    "a script sends it": {"script": True},
    "the server hides its clients": {"hidden": True},
}


def made(pile: Pile, lang: str = "en") -> dict[str, Any]:
    box = read_mailbox([("p.mbox", io.BytesIO(pile.mbox()))], home=HOME, lang=lang).to_dict()
    return box["filters"]  # type: ignore[return-value]


@cache
def case(name: str) -> tuple[Pile, dict[str, Any]]:
    """A pile of PILES and its filters, made once for all that try them."""
    pile = flood(60, 3, **PILES[name])  # type: ignore[arg-type]
    return pile, made(pile)


LATER = bounce(
    Original("Re: the boat", "captain@harbour.test", "192.0.2.101", mailer="User-Agent: Birdmail 1", message_id="later")
)
PLAIN = b"From: friend@harbour.test\nSubject: You have won the summer draw\n\nI really have, from [198.51.100.20].\n"


def check(pile: Pile, moves: Callable[[bytes], bool]) -> None:
    flood_mail = [m for n, m in enumerate(pile.messages, 1) if n not in pile.own]
    caught = sum(moves(m) for m in flood_mail)
    assert caught >= 0.95 * len(flood_mail), f"{caught} of {len(flood_mail)} caught"
    spared = [m for n, m in enumerate(pile.messages, 1) if n in pile.own]
    assert not [m for m in spared if moves(m)], "the owner's failed mail stays"
    assert not moves(PLAIN), "what is no returned mail stays"


# ---- Sieve ------------------------------------------------------------------------------------


@pytest.fixture
def sieve() -> Iterator[Callable[[str], Callable[[bytes], bool]]]:
    """sieve(script)(message): whether the interpreter would move the message into the folder."""
    tool = shutil.which("sieve-test")
    if tool is None:
        pytest.skip("sieve-test is not installed (Debian: dovecot-sieve)")
    # The interpreter refuses to run as root and reads its files as another user then.
    user, group = (65534, 65534) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "dovecot.conf").write_text(
            f"mail_location = maildir:{folder}/mail\nmail_uid = {user}\nmail_gid = {group}\n"
            "first_valid_uid = 1\nfirst_valid_gid = 1\n"
        )

        def run(script: str) -> Callable[[bytes], bool]:
            (folder / "f.sieve").write_text(script)

            def moves(message: bytes) -> bool:
                (folder / "m.eml").write_bytes(message)
                command = [tool, "-c", f"{folder}/dovecot.conf", f"{folder}/f.sieve", f"{folder}/m.eml"]
                done = subprocess.run(command, capture_output=True, text=True, check=False, env={"HOME": name})
                assert "final result: success" in done.stderr + done.stdout, done.stderr
                return f"store message in folder: {FOLDER}" in done.stdout

            return moves

        yield run


@pytest.mark.parametrize("name", PILES)
def test_sieve(name: str, sieve: Callable[[str], Callable[[bytes], bool]]) -> None:
    pile, filters = case(name)
    moves = sieve(filters["sieve"])
    check(pile, moves)
    assert not moves(LATER), "the owner's next failed mail stays too"


# ---- Gmail ------------------------------------------------------------------------------------


@cache
def text_of(message: bytes) -> str:
    """What a search sees: header values and the text of the notice, not the mail that came back."""
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    part = next((p for p in parsed.walk() if p.get_content_type() == "text/plain"), parsed)
    return " ".join(str(v) for v in parsed.values()) + " " + str(part.get_content() if not part.is_multipart() else "")


@cache
def came(message: bytes) -> date:
    moment = parse(email.message_from_bytes(message)["Date"])
    return date.fromisoformat(moment.iso()[:10]) if moment else date.max


def gmail(query: str) -> Callable[[bytes], bool]:
    """Gmail's help, "Refine searches": from:, OR, after:, before:, "words", -, {} for either."""
    tokens = re.fullmatch(r'from:\(([^)]*)\) after:(\S+) before:(\S+)(?: -\{((?:"[^"]*" ?)+)\})?', query)
    assert tokens, query
    senders = tokens[1].split(" OR ")
    after, before = (date.fromisoformat(tokens[n].replace("/", "-")) for n in (2, 3))
    phrases = re.findall(r'"([^"]*)"', tokens[4] or "")

    def finds(message: bytes) -> bool:
        sender = str(email.message_from_bytes(message)["From"]).lower()
        return (
            any(s in sender for s in senders)
            and after <= came(message) < before
            and not any(p.lower() in text_of(message).lower() for p in phrases)
        )

    return finds


@pytest.mark.parametrize("name", PILES)
def test_gmail(name: str) -> None:
    pile, filters = case(name)
    check(pile, gmail(filters["gmail"]))


# ---- Outlook ----------------------------------------------------------------------------------


def outlook(rule: str) -> Callable[[bytes], bool]:
    """The rules wizard: all conditions must hold, no exception may; words of one condition are alternatives."""
    rows = dict(line.rpartition(": ")[::2] for line in rule.strip().splitlines() if line.count(": ") > 1)
    senders = rows["Condition: with specific words in the sender's address"].split("; ")
    first, last = map(date.fromisoformat, rows["Condition: received in a specific date span"].split(" - "))
    words = rows.get("Exception: except with specific words in the subject or body", "")
    assert rows["Action: move it to the specified folder"] == FOLDER

    def moves(message: bytes) -> bool:
        sender = str(email.message_from_bytes(message)["From"]).lower()
        return (
            any(s in sender for s in senders)
            and first <= came(message) <= last
            and not (words and any(w.lower() in text_of(message).lower() for w in words.split("; ")))
        )

    return moves


@pytest.mark.parametrize("name", PILES)
def test_outlook(name: str) -> None:
    pile, filters = case(name)
    check(pile, outlook(filters["outlook"]))


def test_japanese_words_carry_the_same_rule() -> None:
    pile = flood(60, 3)
    english, japanese = made(pile)["outlook"].splitlines(), made(pile, "ja")["outlook"].splitlines()
    assert len(english) == len(japanese)
    assert [line.rpartition(": ")[2] for line in english[:-1]] == [line.rpartition(": ")[2] for line in japanese[:-1]]


# ---- safety -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        'x"; discard; #',
        'a" "b',
        "back\\slash and more of it",
        "text:\n.\n;",
        "${evil} and more words",
        "{x} OR in:anywhere",
    ],
)
def test_mail_cannot_break_out_of_a_filter(subject: str, sieve: Callable[[str], Callable[[bytes], bool]]) -> None:
    pile = Pile()
    for n in range(30):
        mail = Original(subject, f'"a\\"{n}) OR x"@shop.test', f"198.51.100.{20 + n % 3}", message_id=f"e{n}")
        pile.add(bounce(mail))
    filters = made(pile)
    assert subject not in filters["sieve"]
    moves = sieve(filters["sieve"])
    assert moves(pile.messages[0])
    assert not moves(LATER)
    assert "OR x" not in (filters["gmail"] or "") + (filters["outlook"] or "")


def test_too_little_mail_makes_no_filter() -> None:
    assert made(flood(3, 0)) == {"sieve": None, "gmail": None, "outlook": None}
