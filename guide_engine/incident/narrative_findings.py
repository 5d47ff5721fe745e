"""What somebody found out in the end, where it has no name among the causes: a filter never switched on, an old queue.

Such a sentence is known by its grammar: it explains ("that is why", のです), tells of a finding ("it turned out that")
or of a state that nobody had noticed ("was never switched on", 残っていた). One sign alone says little.
"""

from __future__ import annotations

from functools import cache

from guide_engine.incident.narrative_events import Pattern, any_of, rules
from guide_engine.incident.narrative_polarity import cues, speaker
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.knowledge import table

CLEAR, FAINT = 4, 2  # signs together: enough to answer what was suspected; enough where all else was ruled out
_SHORT = 40  # characters of a sentence that only says that something was found
_WEIGHT = {"explains": 2, "thence": 2, "found": 2, "slip": 2, "own": 1, "state": 1}


@cache
def _signs(language: str) -> dict[str, Pattern]:
    return {name: any_of(patterns) for name, patterns in table(f"narrative/causes_{language}")["findings"].items()}


def findings(story: Story, told: list[Sentence]) -> list[tuple[Sentence, int]]:
    """The sentences of ``told`` that may say what it was, with the strength of their signs."""
    out = []
    signs = _signs(story.language)
    for n, s in enumerate(told):
        after = told[n + 1].text if n + 1 < len(told) else ""
        before = told[n - 1].text if n else ""
        score = _strength(s, before, after, story.language, signs)
        if score >= FAINT:
            out.append((s, score))
    return out


def _strength(s: Sentence, before: str, after: str, language: str, signs: dict[str, Pattern]) -> int:
    known, text = cues(language), s.text[speaker(s.text) :]
    if s.section in ("advice", "lesson", "plan", "done", "apology") or s.kind == "label":
        return 0
    if any(rx.search(text) for rx in (known.asked, known.general, known.believed, signs["idle"])):
        return 0
    if rules(language).blocked["advice"].search(text) or known.suspected.search(text):
        return 0
    score = sum(_WEIGHT[name] for name in ("explains", "found", "slip", "own", "state") if signs[name].search(text))
    score += _WEIGHT["thence"] if score and signs["thence"].search(after) else 0
    if len(before) < _SHORT and signs["found"].search(before):  # "Then she owned up."
        score += 1
    return score + (2 if s.section == "cause" else 0)
