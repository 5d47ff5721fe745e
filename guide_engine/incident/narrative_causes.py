"""Why it happened, and how sure the writer is: confirmed, suspected, ruled out, or only said in general."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from guide_engine.incident.narrative_events import Pattern, any_of, clauses, rules
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.knowledge import table
from guide_engine.model import Cause

# Somebody has the password: these say how, so the bare fact is not told as well.
_HOW = ("password_weak", "password_reuse", "password_phished")
_RANK = {"confirmed": 3, "ruled_out": 2, "suspected": 1, "general": 0}


@dataclass(slots=True)
class _Claim:
    cause: str
    status: str  # as Cause.status, or "believed": what the writer thought at the time
    quote: str
    line: int
    at: int


@cache
def _data(language: str) -> dict[str, dict[str, Pattern]]:
    data = table(f"narrative/causes_{language}")
    return {
        part: {name: any_of(patterns) for name, patterns in data[part].items()}
        for part in ("causes", "status", "notes")
    }


def causes(story: Story) -> tuple[Cause, ...]:
    """Every cause once for each status that the story leaves standing, in order of telling."""
    claims: list[_Claim] = []
    before: Sentence | None = None
    for s in story.sentences:
        if s.kind in ("stamp", "heading") or s.section in ("lesson", "apology"):
            before = s if s.kind == "prose" else before
            continue
        if s.kind != "title":
            _clean(story, s, before, claims)
            _claims(story, s, claims)
            before = s
    return _settled(claims)


def _claims(story: Story, s: Sentence, claims: list[_Claim]) -> None:
    data = _data(story.language)
    blocked = rules(story.language).blocked
    if blocked["question"].search(s.text) and not data["status"]["suspected"].search(s.text):
        return
    taken: set[str] = set()
    for clause in clauses(s, story.language):
        for cause, pattern in data["causes"].items():
            match = pattern.search(clause.text)
            if (
                match is None
                or cause in taken
                or data["notes"]["skip"].search(clause.text[max(0, match.start() - 6) : match.end() + 8])
            ):
                continue
            if cause == "credentials_compromised" and taken & {
                "webform_or_cms_hacked",
                "provider_breach",
                "open_relay",
                *_HOW,
            }:
                continue
            status = _status(data["status"], clause.text, s.text, story.language)
            if status == "confirmed" and data["notes"]["doubtful"].search(match.group()):
                status = "suspected"
            advice = s.section in ("advice", "plan") or blocked["advice"].search(s.text)
            if advice and status != "general":
                continue
            if cause in ("unknown", "other") and status not in ("believed",):
                status = (
                    "ruled_out"
                    if cause == "other" and status == "ruled_out" and "SPF" not in clause.text.upper()
                    else "confirmed"
                )
            taken.add(cause)
            start = s.start + clause.start + len(clause.text) - len(clause.text.lstrip(" 、,"))
            end = s.start + clause.start + len(clause.text.rstrip(" 、,。."))
            claims.append(_Claim(cause, status, story.text[start : min(end, start + 200)], s.line + 1, s.start))


def _status(cues: dict[str, Pattern], clause: str, sentence: str, language: str) -> str:
    """The clause speaks first; in Japanese the end of the sentence rules what comes before it."""
    order = (
        ("general", "believed", "ruled_out", "suspected")
        if language == "ja"
        else ("believed", "general", "ruled_out", "suspected")
    )
    for name in order:
        if cues[name].search(clause):
            return "ruled_out" if name == "believed" and cues["ruled_out"].search(sentence) else name
    if language == "ja":
        tail = sentence[-18:]
        for name in ("general", "believed", "suspected"):
            if cues[name].search(tail):
                return name
    elif cues["believed"].search(sentence):
        return "believed"
    return "confirmed"


def _clean(story: Story, s: Sentence, before: Sentence | None, claims: list[_Claim]) -> None:
    """ "I ran a scan. It came up clean." rules malware out; a log without a trace, the intruder who was suspected."""
    notes = _data(story.language)["notes"]
    if not notes["clean"].search(s.text):
        return
    both = f"{before.text if before is not None and before.paragraph >= s.paragraph - 1 else ''} {s.text}"
    quote = story.text[s.start : s.start + min(len(s.text.rstrip("。.")), 200)]
    for claim in claims:
        if (
            claim.cause == "malware"
            and claim.status in ("believed", "suspected")
            and before is not None
            and claim.line >= before.line
        ):
            claim.status = "ruled_out"
    if notes["scan"].search(both):
        claims.append(_Claim("malware", "ruled_out", quote, s.line + 1, s.start))
    if notes["log"].search(s.text):
        for claim in claims:
            if claim.status == "believed" and claim.cause in ("credentials_compromised", *_HOW):
                claim.status = "ruled_out"


def _settled(claims: list[_Claim]) -> tuple[Cause, ...]:
    """What was only believed is ruled out by what was found later; a suspicion that was settled is not told twice."""
    for claim in claims:
        if claim.status != "believed":
            continue
        later = [c for c in claims if c.at >= claim.at and c is not claim]
        same = [c for c in later if c.cause == claim.cause]
        other = any(
            c.cause != claim.cause and c.status in ("confirmed", "suspected", "ruled_out") and c.cause != "other"
            for c in later
        )
        if any(c.status == "confirmed" for c in same):
            claim.status = "confirmed"
        elif any(c.status == "ruled_out" for c in same) or other:
            claim.status = "ruled_out"
        else:
            claim.status = "suspected"
    statuses: dict[str, set[str]] = {}
    for claim in claims:
        statuses.setdefault(claim.cause, set()).add(claim.status)
    how = any("confirmed" in statuses.get(name, ()) for name in _HOW)
    out: dict[tuple[str, str], Cause] = {}
    for claim in claims:
        best = max(statuses[claim.cause], key=lambda name: _RANK[name])
        if _RANK[claim.status] < 2 and claim.status != best:
            continue
        if claim.cause == "credentials_compromised" and how and claim.status == "confirmed":
            continue
        out.setdefault((claim.cause, claim.status), Cause(claim.cause, claim.status, claim.quote, line=claim.line))
    return tuple(out.values())
