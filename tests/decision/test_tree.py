# ruff: noqa: E501  (a case is one row)
"""The tree walked by answers and by facts; whether its outcomes and evidence have words, sources and actions."""

from __future__ import annotations

import pytest

from guide_engine.decision import actions_for, validate, walk
from guide_engine.decision.tree import question
from guide_engine.knowledge import LANGUAGES, table, words
from guide_engine.model import VERDICTS

TREE = table("tree")
NODES = TREE["node"]


def test_knowing_nothing_at_all_still_says_what_to_do() -> None:
    way = walk(dict.fromkeys(NODES, "unknown"))
    assert way.outcome == "undetermined"
    assert actions_for("undetermined", provider=None, lang="ja")[0].urgency == "now"


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verdict_has_actions_and_words(verdict: str, lang: str) -> None:
    steps = actions_for(verdict, provider=None, lang=lang)
    assert steps
    assert all(step.title and step.why and step.source for step in steps)
    said = words("causes", lang)[verdict]
    assert all(said[key] for key in ("title", "headline", "meaning", "check"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("node", NODES)
def test_every_question_has_its_words(node: str, lang: str) -> None:
    said = words("tree", lang)[node]
    assert said["text"]
    assert said["why"]
    assert set(said["answers"]) == set(NODES[node]["answers"])
    assert question(node, lang).id == node


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_words_without_a_question_a_verdict_or_a_row(lang: str) -> None:
    assert set(words("tree", lang)) == set(NODES)
    assert set(words("causes", lang)) == set(VERDICTS) == set(table("causes"))
    assert set(words("evidence", lang)) == set(table("evidence")["evidence"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_evidence_has_title_text_and_source(lang: str) -> None:
    sources = table("sources")
    for key, row in table("evidence")["evidence"].items():
        said = words("evidence", lang)[key]
        assert said["title"], key
        assert said["text"], key
        assert row["source"] in sources, key
        assert -4 <= row["weight"] <= 4, key
        assert row["layer"] in ("outer", "report", "returned"), key


def test_warnings_are_said_in_both_languages() -> None:
    assert set(words("warnings", "ja")) == set(words("warnings", "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_verdict_promises_safety(lang: str) -> None:
    said = " ".join(str(row) for row in words("causes", lang).values()).lower()
    assert "you are safe" not in said
    assert "安全です" not in said


@pytest.mark.parametrize(
    ("answers", "outcome", "open_"),
    [
        ({}, None, ("looks-like",)),
        ({"looks-like": "bait"}, "fake-bounce", ()),
        ({"looks-like": "notice"}, None, ("wrote-it",)),
        ({"looks-like": "notice", "wrote-it": "yes"}, "own-mail", ()),
        ({"looks-like": "notice", "wrote-it": "no", "reporter": "mine"}, None, ("way-out",)),
        ({"wrote-it": "no"}, None, ("looks-like",)),  # not reached: ignored
    ],
)
def test_walk_by_answers(answers: dict[str, str], outcome: str | None, open_: tuple[str, ...]) -> None:
    way = walk(answers)
    assert (way.outcome, way.open) == (outcome, open_)


@pytest.mark.parametrize(
    ("facts", "answers", "outcome", "open_"),
    [
        (("kind-failure", "origin-account", "login-mine"), {}, None, ("wrote-it",)),
        (("kind-failure", "origin-account", "login-mine"), {"wrote-it": "no"}, "account-hijacked", ()),
        (("kind-failure", "origin-account", "login-hidden"), {"wrote-it": "no"}, "account-hijacked", ("account-log",)),
        (("kind-failure", "origin-account", "login-hidden"), {"wrote-it": "no", "account-log": "clean"}, "neighbour-forged", ()),
        (("kind-failure", "origin-home"), {"wrote-it": "no"}, "account-hijacked", ("account-log",)),
        (("kind-failure", "origin-script", "script-mine"), {"wrote-it": "no"}, "site-abused", ("own-form",)),
        (("kind-failure", "origin-script", "script-mine"), {"wrote-it": "no", "own-form": "yes"}, "own-automation", ()),
        (("kind-failure", "origin-script", "script-other"), {"wrote-it": "no"}, "neighbour-forged", ("way-out",)),
        (("kind-failure", "origin-elsewhere"), {}, "address-forged", ("wrote-it",)),
        (("kind-failure", "origin-elsewhere"), {"wrote-it": "no"}, "address-forged", ()),
        (("kind-failure", "origin-elsewhere"), {"wrote-it": "yes"}, "own-mail", ()),
        (("kind-fake", "origin-none"), {"wrote-it": "yes"}, "fake-bounce", ()),
        (("kind-threat", "origin-none"), {"wrote-it": "yes"}, "extortion", ()),
        (("kind-other", "origin-none"), {}, "not-a-bounce", ()),
    ],
)  # fmt: skip
def test_walk_by_facts(
    facts: tuple[str, ...], answers: dict[str, str], outcome: str | None, open_: tuple[str, ...]
) -> None:
    way = walk(answers, facts)
    assert (way.outcome, way.open) == (outcome, open_)


def test_nothing_is_asked_that_the_mail_shows() -> None:
    """With facts for a question it is never open, whatever else is unknown."""
    for key, node in NODES.items():
        for facts in node.get("settled_by", {}).values():
            assert key not in walk({}, ("kind-failure", *facts)).open


@pytest.mark.parametrize(
    ("answers", "names"),
    [({"colour": "red"}, "wrote-it"), ({"wrote-it": "maybe"}, "yes, no, unknown")],
)
def test_unknown_questions_and_answers_are_wrong_use(answers: dict[str, str], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        validate(answers)
    with pytest.raises(ValueError, match=names):
        walk(answers, ("kind-other",))
