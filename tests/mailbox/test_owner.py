"""The owner's own failed mails in a flood: all that evidence tells apart, and nobody else's."""

from __future__ import annotations

import gzip
import io
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from piles import BEGIN, DOMAIN, HOME, Original, Pile, bounce, flood

from guide_engine import read_mailbox

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
BULK = "X-Mailer: Bulker"  # one of the flood's own


def own_mail(pile: Pile) -> set[int]:
    found = read_mailbox([("pile.mbox", io.BytesIO(pile.mbox()))], home=HOME).to_dict()["own_mail"]
    assert isinstance(found, list)
    return {int(source.rpartition("#")[2]) for source in found}


@pytest.mark.parametrize(
    "pile",
    [
        pytest.param({}, id="hijack, fourteen clients"),
        pytest.param({"own_mailer": BULK}, id="hijack, the owner's program is one of the flood's"),
        pytest.param({"clients": 300, "size": 200}, id="hijack, every spam from a client of its own"),
        pytest.param({"clients": 1}, id="hijack, one client"),
        pytest.param({"clients": 2}, id="hijack, two clients"),
        pytest.param({"clients": 2, "own_mailer": BULK}, id="hijack, two clients, the owner's program"),
        pytest.param({"hidden": True, "login": None}, id="the server hides clients and logins"),
        pytest.param({"hidden": True}, id="the server hides its clients' addresses"),
        pytest.param({"login": None}, id="the server names no login"),
        pytest.param({"script": True}, id="a form sends the flood"),
        pytest.param({"random_subjects": True}, id="no subject comes twice"),
        pytest.param({"random_subjects": True, "clients": 400}, id="no subject and no client comes twice"),
        pytest.param({"forged": True}, id="forged, never seen by the owner's server"),
        pytest.param({"forged": True, "clients": 400, "own_mailer": BULK}, id="forged, many clients, same program"),
        pytest.param({"size": 40, "own": 3}, id="a small flood"),
    ],
)
def test_all_are_found_and_no_other(pile: dict[str, object]) -> None:
    made = flood(**pile)  # type: ignore[arg-type]
    assert own_mail(made) == made.own


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_only_a_client_that_comes_again_tells_the_owner_from_many_clients(seed: int) -> None:
    """Every spam from a client of its own, by the owner's program: a mail that has no mate stays open."""
    pile = flood(200, clients=300, own_mailer=BULK, seed=seed)
    found = own_mail(pile)
    assert found <= pile.own
    assert len(found) >= len(pile.own) - 1


def test_what_nothing_tells_apart_is_not_claimed() -> None:
    """Hidden clients and the same program: the owner has to say so himself."""
    assert own_mail(flood(hidden=True, own_mailer=BULK)) == set()


@pytest.mark.parametrize(
    "pile",
    [
        pytest.param({"size": 60, "own": 3, "script": True, "seed": 13}, id="a script, no subject twice"),
        pytest.param({"size": 120, "hidden": True, "seed": 58}, id="hidden clients, no subject twice"),
        pytest.param({"size": 120, "hidden": True, "own": 0, "seed": 3}, id="hidden clients, nothing of the owner's"),
        pytest.param({"size": 300, "own": 0, "clients": 300, "seed": 4}, id="a client each, nothing of the owner's"),
    ],
)
def test_a_flood_that_hardly_repeats_is_not_taken_for_the_owners(pile: dict[str, object]) -> None:
    """Two programs share a day, each below what was once called a mass: nobody fails to deliver so much."""
    made = flood(own_mailer=BULK, random_subjects=True, **pile)  # type: ignore[arg-type]
    assert own_mail(made) <= made.own


def test_an_owner_without_a_flood_is_not_searched_for() -> None:
    assert own_mail(flood(size=6, own=6)) == set()


def test_few_spams_through_home_in_a_forged_flood_are_not_the_owner() -> None:
    """Six strangers with the password, each once: a beginning hijack looks so."""
    pile = flood(forged=True, own=0)
    for n in range(6):
        mail = Original(
            f"Offer {'abcdef'[n]} for you",
            f"v{n}@shop.test",
            f"203.0.113.{90 + n}",
            "info",
            BULK,
            BEGIN,
            message_id=f"h{n}",
        )
        pile.add(bounce(mail))
    assert own_mail(pile) == set()


def test_three_orders_of_one_form_from_the_owners_two_clients_are_no_flood() -> None:
    pile = flood(250, own=0)
    for n in range(3):
        mail = Original(
            f"Order confirmation {n}", f"k{n}@shop.test", f"192.0.2.10{n % 2}", "info", "User-Agent: Birdmail 1", BEGIN
        )
        pile.add(bounce(mail), own=True)
    assert own_mail(pile) == pile.own


@pytest.mark.parametrize(("to", "found"), [("club@alias.test", True), ("undisclosed-recipients:;", False)])
def test_own_mail_that_the_recipient_passed_on(to: str, found: bool) -> None:
    """An alias names another address than the owner did; a mail that names nobody is not the owner's."""
    pile = flood(own=0)
    mail = Original("Our meeting", "member@shop.test", "192.0.2.101", "info", "User-Agent: Birdmail 1", BEGIN)
    pile.add(bounce(mail).replace(b"\nTo: member@shop.test\n", f"\nTo: {to}\n".encode()), own=found)
    assert own_mail(pile) == pile.own


def test_answers_do_not_touch_own_mail() -> None:
    pile = flood()
    told = read_mailbox([("p.mbox", io.BytesIO(pile.mbox()))], home=HOME, answers={"wrote-it": "no"}).to_dict()
    assert told["counts"]["verdict"] == {"account-hijacked": 114, "own-mail": 6}  # type: ignore[index]


def test_delay_and_failure_of_one_mail_are_one_original() -> None:
    mail = Original("Quote", "a@shop.test", "192.0.2.101", message_id="one")
    pile = Pile()
    pile.add(bounce(mail, action="delayed"))
    mail.at += timedelta(days=2)
    pile.add(bounce(mail))
    counts = read_mailbox([("p.mbox", io.BytesIO(pile.mbox()))], home=[DOMAIN]).to_dict()["counts"]
    assert (counts["originals"], counts["kind"]) == (1, {"failure": 1, "delay": 1})  # type: ignore[index]


@pytest.mark.parametrize("name", ["hijack", "backscatter"])
def test_the_labelled_floods(name: str) -> None:
    """All found and at most two others, where the labelled corpus is at hand."""
    labels = CORPUS / "lab" / f"flood-{name}.labels.jsonl"
    if not labels.exists():
        pytest.skip(f"no labelled corpus at {CORPUS}")
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    server = rows[0]["own_server"]
    with gzip.open(labels.with_name(f"flood-{name}.mbox.gz")) as file:
        box = read_mailbox([("flood.mbox", file)], home=[*server["names"], *server["ips"]]).to_dict()  # type: ignore[list-item]
    said = {int(source.rpartition("#")[2]) for source in box["own_mail"]}  # type: ignore[attr-defined]
    own = {number for number, row in enumerate(rows, 1) if row["verdict"].startswith("own")}
    assert own <= said
    assert len(said - own) <= 2
