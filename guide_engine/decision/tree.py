"""Walks the one tree of knowledge/tree.toml. Persons answer by clicking; the facts of a mail answer what they can."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ..knowledge import table, words
from ..model import Answer, Question


@dataclass(frozen=True, slots=True)
class Step:
    """One question on the way: the answer taken and by whom, "answer" (a person), "fact" (the mail) or "assumed"."""

    node: str
    value: str
    by: str


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the answers lead. ``outcome`` is a verdict, None while ``open`` has a question that nothing answers.

    ``open`` are the ids of the questions still to be asked, in order; one passed on an assumption is among them.
    """

    outcome: str | None
    steps: tuple[Step, ...]
    open: tuple[str, ...]


@cache
def _nodes() -> dict[str, Node]:
    return {key: Node(key, row) for key, row in table("tree")["node"].items()}


class Node:
    """One question as the walk needs it: where each answer leads, and which facts give one."""

    __slots__ = ("answers", "assumed", "id", "settled")

    def __init__(self, key: str, row: Mapping[str, Mapping[str, object]]) -> None:
        self.id = key
        self.answers: dict[str, str] = {value: str(answer["to"]) for value, answer in row["answers"].items()}  # type: ignore[index]
        self.settled = _facts(row.get("settled_by", {}))
        self.assumed = _facts(row.get("assumed_by", {}))


def _facts(rows: Mapping[str, object]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((value, frozenset(facts)) for value, facts in rows.items())  # type: ignore[call-overload]


def _by(rows: tuple[tuple[str, frozenset[str]], ...], facts: Collection[str]) -> str | None:
    return next((value for value, wanted in rows if not wanted.isdisjoint(facts)), None)


def validate(answers: Mapping[str, str]) -> None:
    """ValueError for a question or an answer that the tree does not have, naming those it has."""
    nodes = _nodes()
    for key, value in answers.items():
        if key not in nodes:
            raise ValueError(f"unknown question {key!r}: use one of {', '.join(nodes)}")
        if value not in nodes[key].answers:
            raise ValueError(f"unknown answer {value!r} to {key}: use one of {', '.join(nodes[key].answers)}")


def walk(answers: Mapping[str, str] | None = None, facts: Collection[str] = ()) -> Walk:
    """Follow the tree from its start. Answers to questions that are not reached are ignored.

    What the mail itself shows goes before an answer; an answer goes before an assumption.
    """
    if answers:
        validate(answers)
    return _walk(tuple(answers.items()) if answers else (), tuple(facts))


@lru_cache(1024)
def _walk(answers: tuple[tuple[str, str], ...], facts: tuple[str, ...]) -> Walk:
    """The messages of a flood show the same facts; they need one walk."""
    given = dict(answers)
    nodes = _nodes()
    at: str = table("tree")["start"]
    steps: list[Step] = []
    asked: list[str] = []
    while (node := nodes.get(at)) is not None:
        value = _by(node.settled, facts) if facts else None
        by = "fact"
        if value is None:
            value, by = given.get(at), "answer"
        if value is None:
            asked.append(at)
            value, by = _by(node.assumed, facts) if facts else None, "assumed"
            if value is None:
                return Walk(None, tuple(steps), tuple(asked))
        steps.append(Step(at, value, by))
        at = node.answers[value]
    return Walk(at, tuple(steps), tuple(asked))


@cache
def question(key: str, lang: str) -> Question:
    """The words of one question. ValueError for a language that the project does not have."""
    said = words("tree", lang)[key]
    node = _nodes()[key]
    return Question(key, said["text"], said["why"], tuple(Answer(v, said["answers"][v]) for v in node.answers))
