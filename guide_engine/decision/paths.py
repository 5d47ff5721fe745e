"""The ways through the tree that a story's causes take."""

from __future__ import annotations

from dataclasses import dataclass

from guide_engine.decision.tree import question, walk
from guide_engine.knowledge import table
from guide_engine.model import Incident

# a story's causes mark their paths in this order: what is stronger is drawn over what is weaker
STRENGTH = ("confirmed", "suspected", "general")


@dataclass(frozen=True, slots=True)
class Path:
    """The way to one outcome: its answers by question, and the status of the cause that it stands for."""

    status: str
    verdict: str
    answers: dict[str, str]


def story_paths(story: Incident) -> list[Path]:
    """The paths of the story's causes, the strongest status first; each outcome once."""
    data = table("story")
    found: dict[str, Path] = {}
    for status in STRENGTH:
        for cause in story.causes:
            verdict = data["verdict"][cause.cause]
            if cause.status == status and verdict not in found:
                found[verdict] = Path(status, verdict, data["path"][verdict])
    return list(found.values())


def told(path: Path, lang: str) -> list[tuple[str, str]]:
    """The path in words: (question, answer) pairs in order."""
    pairs = []
    for step in walk(path.answers).steps:
        asked = question(step.node, lang)
        pairs.append((asked.text, next(a.text for a in asked.answers if a.value == step.value)))
    return pairs
