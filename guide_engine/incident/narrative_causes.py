"""Why it happened, and how sure the writer is: confirmed, suspected, ruled out, or only said in general.

Three steps: what a clause names (frames), how its own words put it (narrative_polarity), and what the sentences
after it make of that: a thought that was withdrawn, a check that came up clean, "that is how they got in".
"""

from __future__ import annotations

from guide_engine.incident.narrative_frames import Mention, frames
from guide_engine.incident.narrative_polarity import Cues, Part, cues, parts, pieces, status
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.incident.narrative_verdicts import Claim, judge, settled
from guide_engine.model import Cause

# Somebody has the password: these say how, so the bare fact is not told as well.
HOW = ("password_weak", "password_reuse", "password_phished")
_TELLING = (*HOW, "webform_or_cms_hacked", "provider_breach", "open_relay")
_TOGETHER = ("random_address", "password_weak", "password_reuse")  # may be told in the very words of another


def causes(story: Story) -> tuple[Cause, ...]:
    """Every cause once for each status that the story leaves standing, in order of telling."""
    known, table = cues(story.language), frames("causes", story.language)
    claims: list[Claim] = []
    told: list[Sentence] = []
    listing = False  # under a heading like "possible causes"
    for s in story.sentences:
        if s.kind == "heading":
            listing = bool(known.listing.search(s.text))
        if s.kind in ("stamp", "heading", "title") or s.section == "apology":
            continue
        if s.section == "lesson" and s.kind == "bullet" and not known.told_as_cause.search(s.text):
            continue
        told.append(s)
        topics = table.topics(" ".join(t.text for t in told[-3:-1])) if told else frozenset()
        for part in parts(s, story.language):
            judge(claims, told, part, story)
            claims += _named(story, s, part, known, listing, topics)
    return settled(claims, HOW)


def _named(story: Story, s: Sentence, part: Part, known: Cues, listing: bool, topics: frozenset[str]) -> list[Claim]:
    """The claims of one part of a sentence."""
    table = frames("causes", story.language)
    taken: list[tuple[Mention, str]] = []
    out: list[Claim] = []
    spans = [(c.start, c.end) for c in pieces(s, story.language) if c.start < part.end and part.start < c.end]
    found = {cause: table.find(part.text, cause, topics) for cause in table.rows}
    named = [span for mentions in found.values() for m in mentions for span in m.words]
    for cause, mentions in found.items():
        best: tuple[Mention, str] | None = None
        for mention in mentions:
            if _said(mention, taken) or known.skip.search(part.text[max(0, mention.start - 6) : mention.end + 10]):
                continue
            said = status(part, mention, named, spans, known, story.language)
            if said == "planned" and cause == "unknown":
                said = "confirmed"
            if said in ("advised", "planned") or (
                cause == "credentials_compromised"
                and any(m.name in _TELLING and (was == "ruled_out") == (said == "ruled_out") for m, was in taken)
            ):
                continue
            if listing and said in ("confirmed", "suspected"):
                said = "general"
            if cause in ("unknown", "other") and said in ("ruled_out", "suspected", "asked"):
                said = "ruled_out" if "insider" in mention.kinds and said == "ruled_out" else "confirmed"
            if best is None or (best[1] == "suspected" and said == "confirmed"):
                best = mention, said
        if best is None:
            continue
        taken.append(best)
        start, end = _quote(part, best[0], spans)
        quote = story.text[s.start + start : min(s.start + end, s.start + start + 200)]
        out.append(
            Claim(cause, best[1], quote, s.line + 1, s.start + part.start, cause in HOW, "sendjob" in best[0].kinds)
        )
    return sorted(out, key=lambda c: c.at)


def _said(mention: Mention, taken: list[tuple[Mention, str]]) -> bool:
    """Are these words already taken for something that says more?"""
    if mention.name in _TOGETHER:
        return False
    return any(
        a < d and c < b for m, _ in taken if m.name not in _TOGETHER for a, b in m.words for c, d in mention.words
    )


def _quote(part: Part, mention: Mention, spans: list[tuple[int, int]]) -> tuple[int, int]:
    start, end = part.start + mention.start, part.start + mention.end
    low = min((a for a, b in spans if a < end and start < b), default=start)
    high = max((b for a, b in spans if a < end and start < b), default=end)
    text = part.whole[max(low, part.start) : min(high, part.end)]
    begin = max(low, part.start) + len(text) - len(text.lstrip(" 、,;:"))
    return begin, max(low, part.start) + len(text.rstrip(" 、,。."))
