"""How a clause puts what it names: stated, denied, suspected, believed for a while, asked, advised, in general."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

from guide_engine.incident.narrative_events import Clause, any_of, clauses, rules
from guide_engine.incident.narrative_frames import Mention
from guide_engine.incident.narrative_text import Sentence
from guide_engine.knowledge import table

Cues = SimpleNamespace
_SPEAKER = re.compile(r"[A-Z][\w.]{1,14}(?: [A-Z]\w{1,12})?: |(?:回答|質問|店|客|担当|投稿)者?(?:さん)?:\s*")
_KEPT = {"strongpw", "onlyhere", "keptpw"}  # what the password was, or was not used for
_CLEAR = {
    "innocent",
    "intact",
    "pure",
    "webcleared",
    "notjust",
    "notfrom",
    "provfine",
    *_KEPT,
}  # words that acquit what they are said of
# the rest of a Japanese noun, what is named beside it, and what sums them up
_LISTED = re.compile(
    r"^[りしみ]?(?:(?![無皆未])[一-龥ァ-ヴーA-Za-z]){0,8}(?:の(?:(?![無皆未])[一-龥ァ-ヴー]){1,6}(?=[、・やと及並]))?"
    r"(?:(?:、|・|や|とか|と(?!も)|及び|および|並びに|ならびに|または|又は|もしくは)+[^、。はがをもで]{1,20}?){0,3}"
    r"(?:、?の?(?:いずれも|どちらも|ともに|共に)|(?=[はがもをな無]))"
)
_OPENING = 16  # characters that are no clause of their own: "Now and then, ..."
_NEAR = 46  # how far an English "not" reaches


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence that nothing contradicts: "..., but ..." is two. Offsets in the sentence's text."""

    whole: str
    start: int
    end: int
    sentence: Sentence

    @property
    def text(self) -> str:
        return self.whole[self.start : self.end]


@cache
def cues(language: str) -> Cues:
    return Cues(**{name: any_of(patterns) for name, patterns in table(f"narrative/causes_{language}")["cues"].items()})


def parts(s: Sentence, language: str) -> list[Part]:
    """The sentence cut at its "but"."""
    first = 0 if s.kind == "bullet" else speaker(s.text)
    marks = (m.end() for m in cues(language).contrast.finditer(s.text))
    cuts = [first, *(at for at in marks if first + 4 < at < len(s.text)), len(s.text)]
    return [Part(s.text, a, b, s) for a, b in pairwise(cuts) if b > a]


def pieces(s: Sentence, language: str) -> list[Clause]:
    """The sentence's clauses, cut finer than events need: ", they say it is ..." is a clause of its own."""
    out: list[Clause] = []
    for clause in clauses(s, language):
        whole = cues(language).conditional.search(clause.text)  # "if you share it, please change it" stays one
        marks = [] if whole else [clause.start + m.end() for m in cues(language).splice.finditer(clause.text)]
        cuts = [clause.start, *(at for at in marks if clause.start + 6 < at < clause.end), clause.end]
        out += [Clause(s.text[a:b], a, b) for a, b in pairwise(cuts)]
    return out


def speaker(text: str) -> int:
    """The length of "Agent: " before what is said in a chat or a ticket."""
    found = _SPEAKER.match(text)
    return found.end() if found else 0


def status(
    part: Part,
    mention: Mention,
    named: Iterable[tuple[int, int]],
    spans: list[tuple[int, int]],
    known: Cues,
    language: str,
) -> str:
    """confirmed | suspected | ruled_out | general | believed | judged | claimed | asked | advised | planned.

    ``named``: the words of everything that ``part`` names; ``spans``: the clauses of its sentence.
    """
    japanese = language == "ja"
    low, high = _clause(part, mention, spans)
    rest = _blank(part.text, named)  # "guessed" the password is no guess of the writer's
    clause, whole = part.text[low:high], part.whole
    end = part.text[-26:] if japanese else ""  # the end of a Japanese sentence rules what comes before it
    thought = _without_reason(part.text, mention, known) if japanese else part.text[: mention.end + 24]
    doubt = end if len(thought) == len(part.text) else thought[-26:]
    suspicion = known.suspicion.search(clause) or known.suspicion.search(end)
    if known.realised.search(part.text):
        return "ruled_out"
    asked = known.inquiry.search(part.text, mention.start, high) if japanese else known.inquiry.search(clause)
    if known.needless.search(clause):
        return "needless"
    if asked or known.premise.search(part.text[mention.end :]):
        return "asked"
    if not suspicion and (known.asked.search(whole.rstrip()) if japanese else known.asked.search(part.text)):
        return "asked"
    blocked = rules(language).blocked
    said = [known.note.sub("", text) for text in (clause, end)]  # "Please note" asks for nothing
    advice = any(rx.search(text) for rx in (blocked["advice"], known.advice) for text in said)
    section = part.sentence.section
    denied = _denied(part.text, mention, low, high, known, japanese)
    if _KEPT & set(mention.kinds) and (
        advice or section in ("advice", "plan", "done") or known.renewed.search(part.text)
    ):
        return "advised"
    if _CLEAR & set(mention.kinds) or known.withdrawn.search(whole[part.start :] if japanese else part.text):
        return "ruled_out"
    if known.claimed.search(part.text if japanese else part.text[: mention.start]):
        return "claimed"
    if known.believed.search(thought):
        return "ruled_out" if denied else "believed"
    slight = mention.kinds == ("clicked",)  # a link that was opened is no password that was given
    opening = part.text[:low] if low < 2 * _OPENING and part.text[:low].rstrip().endswith(",") else ""
    if (
        known.general.search(clause)
        or (not japanese and known.general.search(opening))
        or (japanese and known.general.search(end))
        or _under_if(part, mention, known)
    ):
        return "advised" if slight or advice or known.received.search(clause) else "general"
    if (advice or section in ("advice", "plan")) and not known.regret.search(part.text):
        return "advised"
    if blocked["plan"].search(clause[-14:] if japanese else clause) and not denied:
        return "planned"
    if denied:
        return "ruled_out"
    doubted = _doubted(rest, mention, low, min(high, len(thought)) if japanese else high, known, japanese) or (
        japanese and known.suspected.search(doubt[-(len(thought) - mention.start) :])
    )
    doubted = doubted or known.unsure.search(whole[: part.start + mention.start]) is not None
    doubted = doubted or known.inner.search(part.text, mention.start, mention.end) is not None
    doubted = doubted or known.concludes.match(part.whole, part.start + mention.end) is not None
    doubted = doubted or known.maybe.match(part.text, mention.start) or known.head.search(part.text)
    if doubted and not (known.known.search(part.text) and not known.hedged.search(part.text)):
        return "suspected"
    if known.judged.search(thought if japanese else part.text[: mention.start]):
        return "judged"
    return "suspected" if slight else "confirmed"


def _without_reason(text: str, mention: Mention, known: Cues) -> str:
    """The part without what follows from it: a reason is a fact, whatever was thought because of it.

    "It was weak, so we think that they guessed it" doubts both.
    """
    reason = known.reason.search(text, mention.end)
    return text[: reason.start()] if reason and known.believed.search(text, reason.end()) else text


def _doubted(rest: str, mention: Mention, low: int, high: int, known: Cues, japanese: bool) -> bool:
    """A Japanese doubt stands behind what it doubts, or is an adverb: 「流出したとみられるIDでの不正ログイン」."""
    found = known.suspected.finditer(rest, low, high)
    return any(not japanese or m.end() > mention.start or known.adverb.search(m.group()) for m in found)


def _under_if(part: Part, mention: Mention, known: Cues) -> bool:
    """Named in an "if", or as what follows from one. "If they get it too, it has probably been stolen" suspects."""
    found = known.conditional.search(part.text[: mention.end])
    if found is None:
        return False
    then = known.aside.search(part.text[found.end() : mention.start]) is not None
    return not (then and (known.evidence.search(found.group()) or known.suspected.search(part.text)))


def _clause(part: Part, mention: Mention, spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    start, end = part.start + mention.start, part.start + mention.end
    touched = [(a, b) for a, b in spans if a < end and start < b] or [(part.start, part.end)]
    low, high = touched[0][0], touched[-1][1]
    if part.whole[:low].rstrip().endswith((":", "because")) or low - part.start < _OPENING:  # "Most likely: somebody"
        low = part.start
    return max(low, part.start) - part.start, min(high, part.end) - part.start


def _denied(text: str, mention: Mention, low: int, high: int, known: Cues, japanese: bool) -> bool:
    if any(known.nobody.search(text[a:b]) for a, b in mention.words):
        return True
    text = _blank(text, (m.span() for m in known.spared.finditer(text)))
    text = _blank(text, mention.words)
    if japanese:
        joined = text[mention.start : high].replace("＿", "")
        listed = _LISTED.sub("", text[mention.end :])  # 「ウイルス感染、不正アクセスのいずれも」
        nearby = (text[mention.end : high], listed)
        return bool(known.deny_after.search(joined) or any(known.deny_next.search(tail) for tail in nearby))
    before = text[max(low, mention.start - _NEAR) : mention.end]
    return bool(known.deny_before.search(before) or known.deny_after.search(text[mention.end : high]))


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for a, b in spans:
        text = text[:a] + "＿" * (b - a) + text[b:]
    return text
