"""From findings and answers to a diagnosis."""

from __future__ import annotations

from collections.abc import Mapping

from ..knowledge import LANGUAGES, words
from ..model import Bounce, Diagnosis, Findings
from .actions import actions_for
from .tree import Walk, question, walk

_RANK = {"possible": 0, "likely": 1, "certain": 2}
# Kinds that their form shows beyond doubt; bait and threats are recognised by their words.
_FORM = frozenset(("feedback",))


def decide(bounce: Bounce, findings: Findings, *, answers: Mapping[str, str], lang: str) -> Diagnosis:
    """Walk the tree with what the mail shows and what the person said. ValueError for an unknown question or value."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}: use one of {', '.join(LANGUAGES)}")
    way = walk(answers, findings.facts)
    verdict = way.outcome or "undetermined"
    return Diagnosis(
        kind=findings.kind or bounce.kind,
        reporter=findings.reporter,
        recipients=bounce.recipients,
        returned=findings.returned,
        origin=findings.origin,
        verdict=verdict,
        confidence=confidence(verdict, way, findings),
        evidence=findings.evidence,
        questions=tuple(question(key, lang) for key in way.open),
        actions=actions_for(verdict, provider=findings.provider, lang=lang),
        warnings=_warnings((*bounce.warnings, *findings.warnings), lang),
        bounce=bounce,
        findings=findings,
    )


def confidence(verdict: str, way: Walk, findings: Findings) -> str:
    """How sure a verdict is: never surer than the lines it rests on, and not sure at all of what was assumed."""
    facts = findings.facts
    if verdict == "undetermined":
        return "possible"
    if verdict in ("fake-bounce", "extortion", "not-a-bounce"):
        return "likely"
    if verdict == "own-mail":
        return "likely" if findings.origin in ("elsewhere", "unknown") else "certain"
    if findings.origin == "unknown":
        return "possible"
    best = findings.confidence
    assumed = any(step.by == "assumed" for step in way.steps)
    if verdict == "account-hijacked":
        if "login" not in facts or (assumed and way.steps[1].by == "assumed"):
            return "possible"
        if "login-hidden" in facts and "own-server" not in facts:
            return "possible"  # on a shared server another customer may as well have logged in
        if "login-mine" not in facts:  # a colleague may have sent it in good faith; a like name may be a neighbour's
            best = _least(best, "likely")
    elif verdict == "neighbour-forged":
        best = _least(best, "likely" if "login-other" in facts else "possible")
    elif verdict in ("site-abused", "own-automation"):
        best = _least(best, "likely" if "script-mine" in facts else "possible")
    elif verdict == "address-forged":
        best = _least(best, "certain" if "spf-fail" in facts or "login-stranger" in facts else "likely")
        if way.steps[1].by == "assumed":
            best = _least(best, "likely")
    return best


def _least(one: str, other: str) -> str:
    return one if _RANK[one] <= _RANK[other] else other


def _warnings(ids: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """The words of ``id`` or ``id:detail``; an id without words is shown as it is rather than lost."""
    if not ids:
        return ()
    said = words("warnings", lang)
    out = []
    for item in dict.fromkeys(ids):
        key, _, detail = item.partition(":")
        text = said.get(key, key)
        out.append(text.replace("{detail}", detail) if "{detail}" in text else text)
    return tuple(out)
