"""The checker over the tree's data, and the proof that it finds what it looks for: each fault is put in and found."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from guide_engine.browser.view import walk as restored
from guide_engine.decision import actions_for
from guide_engine.knowledge import LANGUAGES, table, words
from guide_engine.model import VERDICTS

MOST_QUESTIONS = 5
DATA: dict[str, Any] = {
    "tree": table("tree"),
    "words": {lang: words("tree", lang) for lang in LANGUAGES},
    "said": {lang: words("causes", lang) for lang in LANGUAGES},
    "verdicts": {v for row in table("actions").values() if isinstance(row, dict) for v in row["verdicts"]},
}


def faults(data: dict[str, Any]) -> set[str]:
    """What is wrong with a tree, its words and its outcomes; nothing for a good one."""
    nodes, start = data["tree"]["node"], data["tree"]["start"]
    found: set[str] = set()
    reached: set[str] = set()

    def visit(at: str, way: tuple[str, ...]) -> None:
        if at in way:
            found.add(f"cycle at {at}")
            return
        reached.add(at)
        if at not in nodes:
            if at not in VERDICTS:
                found.add(f"dead end at {at}")
            if len(way) > MOST_QUESTIONS:
                found.add(f"{len(way)} questions to {at}")
            return
        for answer in nodes[at]["answers"].values():
            visit(answer["to"], (*way, at))

    visit(start, ())
    found |= {f"never reached: {name}" for name in {*nodes, *VERDICTS} - reached}
    found |= {f"nothing to do for {verdict}" for verdict in set(VERDICTS) - data["verdicts"]}
    for name, node in nodes.items():
        if "unknown" not in node["answers"]:
            found.add(f"{name} must be known")
        for lang in LANGUAGES:
            said = data["words"][lang].get(name, {})
            if not said.get("text") or not said.get("why") or set(said.get("answers", {})) != set(node["answers"]):
                found.add(f"{name} lacks words in {lang}")
        for part in ("settled_by", "assumed_by"):
            if not set(node.get(part, {})) <= set(node["answers"]):
                found.add(f"{name} takes a fact for no answer")
    for lang in LANGUAGES:
        found |= {f"{v} lacks words in {lang}" for v in VERDICTS if not data["said"][lang].get(v, {}).get("headline")}
    return found


def test_the_tree_has_no_fault() -> None:
    assert faults(DATA) == set()


def redirected(node: str, answer: str, to: str) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["tree"]["node"][node]["answers"][answer]["to"] = to

    return change


def removed(*keys: str) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        for key in keys[:-1]:
            data = data[key]
        del data[keys[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (redirected("sent-log", "unknown", "wrote-it"), "cycle at wrote-it"),
        (redirected("sent-log", "unknown", "nowhere"), "dead end at nowhere"),
        (redirected("sent-log", "unknown", "nowhere"), "never reached: undetermined"),
        (redirected("reporter", "mine", "way-there"), "never reached: way-out"),
        (redirected("way-there", "unknown", "account-log"), ""),
        (redirected("account-log", "unknown", "own-form"), "6 questions to site-abused"),
        (removed("tree", "node", "own-form", "answers", "unknown"), "own-form must be known"),
        (removed("words", "ja", "own-form"), "own-form lacks words in ja"),
        (removed("words", "en", "own-form", "why"), "own-form lacks words in en"),
        (removed("words", "en", "own-form", "answers", "yes"), "own-form lacks words in en"),
        (removed("said", "ja", "site-abused"), "site-abused lacks words in ja"),
        (removed("tree", "node", "way-there", "answers", "absent"), "way-there takes a fact for no answer"),
        (lambda data: data["verdicts"].discard("extortion"), "nothing to do for extortion"),
    ],
)  # fmt: skip
def test_a_fault_is_found(change: Callable[[dict[str, Any]], None], fault: str) -> None:
    broken = deepcopy(DATA)
    change(broken)
    assert fault in faults(broken) if fault else faults(broken) == set()


# ---- not knowing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("node", DATA["tree"]["node"])
def test_not_knowing_ends_with_a_step_that_can_be_taken_now(node: str) -> None:
    """Who answers "I don't know" from there on is told what to do now, and never that all is well."""
    nodes, at = DATA["tree"]["node"], node
    while at in nodes:
        at = nodes[at]["answers"]["unknown"]["to"]
    assert at in ("undetermined", "account-hijacked", "site-abused")
    for lang in LANGUAGES:
        assert actions_for(at, provider=None, lang=lang)[0].urgency == "now"
    if at == "undetermined":
        steps = {action.id for action in actions_for(at, provider=None, lang="en")}
        assert {"change-password", "check-sent-log", "get-the-source"} <= steps


# ---- over the telephone -------------------------------------------------------------------------------

SPOKEN = [name for name, row in DATA["tree"]["node"].items() if row.get("spoken")]


def test_what_is_read_aloud_is_said_where_it_is_asked() -> None:
    """The server after "mail system at host" or "program at", the address refused, whether the subject is known."""
    for lang in LANGUAGES:
        said = DATA["words"][lang]
        assert "mail system at host" in said["reporter"]["why"]
        assert "program at" in said["reporter"]["why"]
    assert {"looks-like", "wrote-it", "reporter"} <= set(SPOKEN)
    assert "address" in DATA["words"]["en"]["reporter"]["answers"]["recipient"]
    assert "subject" in DATA["words"]["en"]["wrote-it"]["why"]


def test_the_telephone_reaches_every_kind_of_help() -> None:
    """Where the header would be needed "I don't know" is said, and a record of the service settles it instead."""
    nodes, ends = DATA["tree"]["node"], set()

    def visit(at: str) -> None:
        if at not in nodes:
            ends.add(at)
            return
        answers = nodes[at]["answers"] if at in SPOKEN else {"unknown": nodes[at]["answers"]["unknown"]}
        for answer in answers.values():
            visit(answer["to"])

    visit(DATA["tree"]["start"])
    assert ends == set(VERDICTS) - {"site-abused", "own-automation"}  # these two need the header, or the reader's site


# ---- links of answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_restores_answers_and_nothing_else(lang: str) -> None:
    """What a link says of verdicts, of mail or of questions that there are none of is not heard; all is walked anew."""
    link = {"looks-like": "notice", "wrote-it": "no", "reporter": "mine", "way-out": "perhaps", "verdict": "own-mail"}
    found: dict[str, Any] = restored([], answers=link, lang=lang)
    assert [(one["question"]["id"], one["value"]) for one in found["answered"]] == [
        ("looks-like", "notice"),
        ("wrote-it", "no"),
        ("reporter", "mine"),
    ]
    assert found["verdict"] == "undetermined"
    assert [q["id"] for q in found["questions"]] == ["way-out"]
    whole: dict[str, Any] = restored([], answers={**link, "way-out": "script", "own-form": "no"}, lang=lang)
    assert whole["verdict"] == "site-abused"
    assert whole["actions"]
    assert words("ui", lang)["result"]["link"]
