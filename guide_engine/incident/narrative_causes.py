"""Why it happened, and how sure the writer is: confirmed, suspected, ruled out, or only said in general.

Three steps: what a clause names (frames), how its own words put it (narrative_polarity), and what the sentences
after it make of that: a thought that was withdrawn, a check that came up clean, "that is how they got in".
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from guide_engine.incident.narrative_findings import findings
from guide_engine.incident.narrative_frames import Mention, frames
from guide_engine.incident.narrative_polarity import Cues, Part, cues, parts, pieces, status
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.incident.narrative_times import times
from guide_engine.incident.narrative_verdicts import (
    Claim,
    announced,
    blamed,
    clean,
    judge,
    said_of,
    settled,
    taken_back,
    tells_of_others,
)
from guide_engine.model import Cause

# Somebody has the password: these say how, so the bare fact is not told as well.
HOW = ("password_weak", "password_reuse", "password_phished")
_OVER = {"listing": "general", "excluded": "ruled_out", "first_thought": "believed"}  # headings, by cue
_REMEMBERED = 4  # sentences back to which a word that is left out may stand
_MISUSE = re.compile(r"不正(?:に|な)?(?:使用|利用)")
_IN_NAME = re.compile(r"in (?:my|our|her|his|their) name\b|(?:私|自分|当社|弊社|うち)の名(?:前|義)で", re.IGNORECASE)
_TELLING = (*HOW, "webform_or_cms_hacked", "provider_breach", "open_relay")
_TOGETHER = ("random_address", "password_weak", "password_reuse")  # may be told in the very words of another


def causes(story: Story) -> tuple[Cause, ...]:
    """Every cause once for each status that the story leaves standing, in order of telling."""
    story = _oldest_first(story)
    known, table = cues(story.language), frames("causes", story.language)
    claims: list[Claim] = []
    told: list[Sentence] = []
    over = ""  # what the heading above says of all that stands under it, as a status
    listed = ""  # the same of the sentence above a list, for the list
    promised: tuple[str, int] | None = None  # the status that an announcement gives what comes next, and how long
    for s in story.sentences:
        if s.kind == "heading":
            over = _over(s.text, known)
        elif s.kind == "prose":
            listed = _over(s.text, known)
        asks = s.kind == "heading" and s.text.endswith("?") and not s.text.startswith(">")
        if (s.kind in ("stamp", "heading", "title") and not asks) or s.section == "apology":
            continue
        if s.section == "lesson" and s.kind == "bullet" and not known.told_as_cause.search(s.text):
            continue
        told.append(s)
        topics = table.topics(" ".join(t.text for t in told[-_REMEMBERED - 1 :])) if told else frozenset()
        for number, part in enumerate(parts(s, story.language)):
            above = listed if s.kind == "bullet" else _over(s.label, known) or (listed if s.kind == "label" else "")
            above = _over(s.text[: part.start], known) or _heads(s, part, known) or above or over
            found = _named(story, s, part, known, above, topics)
            if above == "ruled_out" and s.label and part.start == 0:  # "・ウイルス感染：全台を検査"
                found += _labelled(story, s, known)
            judge(claims, told, part, story, found)
            if any(c.cause == "unknown" and c.at >= told[-min(len(told), 3)].start for c in claims):
                for claim in found:  # "How they came by it, nobody knows. I had filled in a form ..."
                    if claim.cause in HOW and claim.status == "confirmed":
                        claim.status = "suspected"
            if promised is not None and len(told) <= promised[1]:
                for claim in found:
                    if claim.cause in _TELLING and (claim.status == "general" or promised[0] == "suspected"):
                        claim.status = promised[0] if claim.status != "ruled_out" else "ruled_out"
            elif (says := announced(part, story.language)) is not None:
                promised = says, len(told) + 2
            if known.withdrawn.search(s.text[part.start :] if story.language == "ja" else part.text):
                taken_back([] if known.earlier.search(s.text) else claims, found, told)
            if number and not found:  # "we considered forgery, but the messages bear our signature"
                for claim in [c for c in claims if c.at >= s.start and c.status == "believed"]:
                    claim.answered = True
            claims += found
            if not any(c.status == "ruled_out" for c in found):  # what came up clean has been named
                clean(claims, told, part, story)
    return settled(_titled(story, known) + claims + _unnamed(story, told, claims, known), HOW)


def _oldest_first(story: Story) -> Story:
    """The story with its dated updates in order of time, where the newest stands first."""
    heads = [s for s in story.sentences if s.kind == "stamp"]
    dates = [next((t for t in times(s.text, story.language) if t.kind == "date"), None) for s in heads]
    keys = [(t.y or 0, t.m or 0, t.d or 0, t.clock or (0, 0)) for t in dates if t is not None]
    if not any(key[0] for key in keys[1:]):
        keys = [(0, *key[1:]) for key in keys]
    if len(keys) < max(len(heads), 2) or keys == sorted(keys) or keys != sorted(keys, reverse=True):
        return story
    ends = [*(s.start for s in heads[1:]), len(story.text)]
    blocks = [(0, heads[0].start), *reversed([(s.start, end) for s, end in zip(heads, ends, strict=True)])]
    out = Story("", "", story.language, story.title)
    for low, high in blocks:
        shift = len(out.text) - low
        out.sentences += [replace(s, start=s.start + shift) for s in story.sentences if low <= s.start < high]
        out.text, out.normal = out.text + story.text[low:high], out.normal + story.normal[low:high]
    return out


def _labelled(story: Story, s: Sentence, known: Cues) -> list[Claim]:
    """What the words before the colon name, where the heading says of all that stands there that it was not so."""
    label = Sentence(s.label, s.start, s.paragraph, s.section, line=s.line)
    found = [
        c for part in parts(label, story.language) for c in _named(story, label, part, known, "ruled_out", frozenset())
    ]
    return [replace(c, quote=s.label) for c in found if c.status == "ruled_out"]


def _over(text: str, known: Cues) -> str:
    """The status that a heading gives to what is named below it; "" if it says nothing of that kind."""
    return next((was for cue, was in _OVER.items() if text and getattr(known, cue).search(text)), "")


def _heads(s: Sentence, part: Part, known: Cues) -> str:
    """The same of words before a colon in the sentence itself: "Considered and dropped: (1) ..."."""
    colon = s.text.find(": ", 0, 80)
    return _over(s.text[:colon], known) if 0 < colon < part.end else ""


def _titled(story: Story, known: Cues) -> list[Claim]:
    """What the title names; it counts only where the story does not name it."""
    s = next((s for s in story.sentences if s.kind == "title"), None)
    if s is None:
        return []
    found = [c for part in parts(s, story.language) for c in _named(story, s, part, known, "", frozenset())]
    for claim in found:
        claim.titled = True
    return [c for c in found if c.status in ("confirmed", "suspected") and c.cause not in ("other", "unknown")]


def _unnamed(story: Story, told: list[Sentence], claims: list[Claim], known: Cues) -> list[Claim]:
    """What stands first under "Cause", or is said to be the cause, and has no name here is ``other``."""
    out = []
    for s in told:
        if s.section in ("advice", "lesson", "plan") or any(s.start <= c.at <= s.end for c in claims):
            continue
        status = said_of(s, story.language) or ("believed" if blamed(s, story.language) else None)
        if status is not None:
            quote = story.text[s.start : s.start + min(len(s.text.rstrip("。.")), 200)]
            out.append(Claim("other", status, quote, s.line + 1, s.start, False, unnamed=True))
    return out + _headed(story, told, claims, known) + _found(story, told, claims)


def _found(story: Story, told: list[Sentence], claims: list[Claim]) -> list[Claim]:
    """What may be the finding of a story, should it name no cause."""
    out = []
    for s, strength in findings(story, told):
        if not any(s.start <= c.at <= s.end for c in claims):
            quote = story.text[s.start : s.start + min(len(s.text.rstrip("。.")), 200)]
            out.append(Claim("other", "found", quote, s.line + 1, s.start, False, strength=strength))
    return out


def _headed(story: Story, told: list[Sentence], claims: list[Claim], known: Cues) -> list[Claim]:
    under = [s for s in told if s.section == "cause"]
    if not under:
        return []
    s = under[0]
    end = s.end if known.verdict.search(s.text) else under[-1].end
    if any(s.start <= c.at <= end for c in claims):
        return []
    doubt = known.suspected.search(s.text) is not None
    quote = story.text[s.start : s.start + min(len(s.text.rstrip("。.")), 200)]
    if known.asked.search(s.text) or known.general.search(s.text):
        return []
    return [Claim("other", "suspected" if doubt else "confirmed", quote, s.line + 1, s.start, False)]


def _named(story: Story, s: Sentence, part: Part, known: Cues, over: str, topics: frozenset[str]) -> list[Claim]:
    """The claims of one part of a sentence. ``over``: what the heading above makes of them, or ""."""
    table = frames("causes", story.language)
    japanese = story.language == "ja"
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
            if mention.kinds == ("clicked",) and said == "ruled_out" and not known.hence.search(part.text):
                continue  # who did not click need not have been asked to
            ends = part.start + mention.start, part.start + mention.end
            if said == "confirmed" and any(a <= ends[0] and ends[1] <= b for a, b in _spoken(s.text)):
                said = "judged"
            at = s.start + part.start + mention.start
            if any(a <= at < b for a, b in _threats(story.text, story.language)):
                continue
            if cause == "address_leaked" and any(m.name == "password_reuse" for m, _ in taken):
                continue  # what the other site lost
            if over and said in ("confirmed", "suspected"):
                said = over
            if "elsehow" in mention.kinds:  # nothing in itself, unless somebody thinks that it was the way
                if said == "confirmed" and not known.told_as_cause.search(part.text):
                    said = "mentioned"
                said = "suspected" if said == "believed" else said
            elif (cause == "unknown" or "nospf" in mention.kinds) and said in ("ruled_out", "suspected", "asked"):
                said = "confirmed"  # "nobody knows how", "there is no SPF record": the "no" denies nothing
            if "innocent" in mention.kinds and cause == "other" and taken:
                continue  # what is cleared has a name
            if (
                said == "ruled_out"
                and cause != "provider_breach"
                and tells_of_others(_up_to(part, mention, spans, japanese), story.language)
            ):
                continue
            if best is not None and best[1] in ("suspected", "believed") and said == "ruled_out":
                best = mention, said  # "We thought it was a virus, no virus"
            if best is not None and best[0].kinds == ("stuffing",) and said == "suspected":
                best = mention, said  # the leak is known, that it was the way in is not
            if best is None or (best[1] in ("suspected", "general") and said == "confirmed"):
                best = mention, said
        if best is None:
            continue
        taken.append(best)
        start, end = _quote(part, best[0], spans)
        quote = story.text[s.start + start : min(s.start + end, s.start + start + 200)]
        out.append(
            Claim(
                cause,
                best[1],
                quote,
                s.line + 1,
                s.start + part.start + best[0].start,
                cause in HOW,
                _slight(best[0], part.text) and not table.spans(part.text[best[0].start : best[0].end], "entered"),
                any(a <= part.start + best[0].start < b for a, b in _spoken(s.text)),
                s.stamp,
            )
        )
    return sorted(out, key=lambda c: c.at)


def _up_to(part: Part, mention: Mention, spans: list[tuple[int, int]], japanese: bool) -> str:
    """The clause that names it, in Japanese with what stands before, where its subject may be."""
    start, end = _quote(part, mention, spans)
    return part.whole[0 if japanese else start : end]


def _slight(mention: Mention, text: str) -> bool:
    """Only what came of it: that mail was sent through the account, in somebody's name, that it was used unlawfully."""
    told = text[mention.start : mention.end]
    return (
        bool({"sendjob", "carried"} & set(mention.kinds))
        or _IN_NAME.match(told) is not None
        or _MISUSE.search(text, mention.start, mention.end) is not None
    )


def _spoken(text: str) -> list[tuple[int, int]]:
    """Where in the sentence somebody is quoted."""
    return [m.span() for m in re.finditer(r'"[^"]{0,160}"|「[^」]{0,160}」', text)]


@lru_cache(maxsize=1)
def _threats(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where an extortion mail is quoted: "I have hacked your computer, pay me" and the like."""
    quotes = re.finditer(r'"[^"]{0,600}"|「[^」]{0,400}」', text)
    return tuple(m.span() for m in quotes if cues(language).demand.search(m.group()))


def _said(mention: Mention, taken: list[tuple[Mention, str]]) -> bool:
    """Are these words already taken for something that says more?"""
    if mention.name in _TOGETHER:
        return False
    apart = (*_TOGETHER, "credentials_compromised") if mention.name == "unknown" else _TOGETHER
    return any(a < d and c < b for m, _ in taken if m.name not in apart for a, b in m.words for c, d in mention.words)


def _quote(part: Part, mention: Mention, spans: list[tuple[int, int]]) -> tuple[int, int]:
    start, end = part.start + mention.start, part.start + mention.end
    low = min((a for a, b in spans if a < end and start < b), default=start)
    high = max((b for a, b in spans if a < end and start < b), default=end)
    text = part.whole[max(low, part.start) : min(high, part.end)]
    begin = max(low, part.start) + len(text) - len(text.lstrip(" 、,;:"))
    return begin, max(low, part.start) + len(text.rstrip(" 、,。."))
