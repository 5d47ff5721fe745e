"""Is this clause an event, and of which type? Something that happened, was checked, found, decided or done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from guide_engine.incident import narrative_sentence_ja as sentence_ja
from guide_engine.incident import narrative_verbs, narrative_verbs_ja
from guide_engine.incident.narrative_sentence_ja import unquoted
from guide_engine.incident.narrative_text import Sentence
from guide_engine.incident.narrative_times_kit import Time
from guide_engine.knowledge import table
from guide_engine.model import Count

Pattern = re.Pattern[str]
_NEVER = re.compile(r"$^")
_SAME = re.compile(r"(?:reset|put|set|cut|shut|let)\b", re.IGNORECASE)  # the past that is like the imperative
_ASKS = re.compile(
    r"(?:\w+, )?(?:who|what|why|how|when|where|which|did|do|does|is|are|was|were|has|have|could|can|should)\b", re.I
)
_QUOTED = re.compile(r'"[^"]{0,120}"')
_NOT_YET = re.compile(
    r"\b(?:had(?: not|n't| never)|nothing \w+ had|no \w+ had)\b", re.IGNORECASE
)  # how things stood then
# who does a second thing, or that it has been done: ", and I switched it off", " and have written to them"
_SECOND = re.compile(
    r"(?:i|we|he|she|they)(?:'ve|'s)? |(?-i:[A-Z][a-z]+ (?:[A-Z][a-z]+ )?)\w+ed\b|(?:have|has|had) |"
    r"all \w+ \w+ (?:was|were) ",
    re.IGNORECASE,
)
_CLEAN = re.compile(r"clean\W*$", re.IGNORECASE)  # a result in a word
_BARS = ("conditional", "advice", "plan", "courtesy", "explanation", "described", "doubt")
SOLID = frozenset({"action", "decision"})  # the types that a negation undoes


@dataclass(slots=True)
class Clause:
    """A part of a sentence, ``start`` and ``end`` in the sentence's text."""

    text: str
    start: int
    end: int
    type: str | None = None
    strong: bool = False
    counted: bool = False
    plain: bool = False  # no word of the vocabulary: an event only by its number or its time


@dataclass(frozen=True, slots=True)
class _Rules:
    split: Pattern
    joins: Pattern
    types: tuple[tuple[str, Pattern], ...]  # besides the verbs of narrative_verbs*.py
    frame: Pattern  # what only says that the reader knows
    realised: dict[str, Pattern]
    blocked: dict[str, Pattern]
    extra: dict[str, Pattern]


def any_of(patterns: list[str]) -> Pattern:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) if patterns else _NEVER


@cache
def rules(language: str) -> _Rules:
    data = table(f"narrative/events_{language}")
    realised, extra = data["realised"], data["extra"]
    if language == "ja":
        realised = realised | {"nominal": [*realised["nominal"], narrative_verbs_ja.noun()]}
    if language == "en":
        irregular = narrative_verbs.irregular_past()
        realised = realised | {name: [*realised[name], irregular] for name in ("end", "past")}
    return _Rules(
        any_of(data["split"]),
        any_of(data["joins"]),
        tuple((name, any_of(patterns)) for name, patterns in data["types"].items()),
        any_of(data["frame"]),
        *({name: any_of(p) for name, p in part.items()} for part in (realised, data["blocked"], extra)),
    )


def clauses(sentence: Sentence, language: str) -> list[Clause]:
    """The sentence cut where two sides may tell different things."""
    text = sentence.text
    cuts = [0]
    quoted = [m.span() for m in re.finditer(r"「[^」]{0,160}」|\([^)]{0,80}\)|\"[^\"]{0,120}\"", text)]
    for m in rules(language).split.finditer(text):
        if m.end() - cuts[-1] >= (5 if language == "ja" else 10) and not any(a < m.end() < b for a, b in quoted):
            cuts.append(m.end())
    cuts.append(len(text))
    return [Clause(text[a:b], a, b) for a, b in pairwise(cuts) if b > a]


def classify(clause: Clause, sentence: Sentence, timed: bool, count: Count | None, language: str, last: bool) -> None:
    """Sets ``clause.type``; leaves it None where the clause tells no event. ``timed``: it names a time of its own."""
    r = rules(language)
    text = r.frame.sub("", unquoted(clause.text).strip().lstrip("\"'( "))
    if language == "en":
        text = narrative_verbs.plain_past(text)
        if sentence.led and _SAME.match(text):
            text = f"we {text}"  # in a chronology no order to the reader
    whole = unquoted(sentence.text).strip()
    if sentence.label and sentence.section == "cause":
        return
    if sentence.section == "lesson" and (not timed or r.blocked["regret"].search(whole)):
        return
    if sentence.section in ("advice", "apology") or _blocks(r, text, whole, last, language, timed):
        return
    if language == "en" and len(text.split()) < 2 and not timed and not _CLEAN.match(text):
        return
    if sentence.section == "answer" and language == "ja" and not r.realised["past"].search(whole):
        return  # what somebody else says to do
    if language == "ja":
        text = sentence_ja.plain_end(text)
    said = r.extra["hearsay"].search(text)
    kind = _told_last(r, text[: said.start()] if said else text) if language == "ja" else _told_first(r, text)
    if said and (kind is None or (said.group().startswith("とのこと") and kind in ("symptom", "attacker"))):
        kind = "discovery" if kind is None or not sentence_ja.NOT.search(text[: said.start()]) else kind
    if kind is None and sentence.terse and language == "en":
        kind = _first(r, narrative_verbs.verbs(text, now=True))
    if not realised(text, sentence, timed, last, language):
        return
    mails = count is not None and count.unit in ("messages", "cases")
    plain = kind is None
    if plain and sentence.section == "lesson":
        return
    if language == "ja" and (plain or kind == "action") and last and not mails and sentence_ja.idle(text, plain):
        return
    if kind is None:
        told = mails or (count is not None and timed)
        if language == "en" and ((told and last) or (sentence.now and timed and r.realised["now"].search(text))):
            kind = "symptom"
        elif last and "lasting" in r.extra and r.extra["lasting"].search(text):
            kind = "discovery"
        elif r.extra["stative"].search(text) and not (mails and "tally" in r.extra and r.extra["tally"].search(text)):
            return
        elif r.extra["transitive"].search(text):
            kind = "action"
        elif ("intransitive" in r.extra and last and r.extra["intransitive"].search(text)) or (
            mails
            or ("dynamic" in r.extra and r.extra["dynamic"].search(text))
            or ((timed or sentence.led) and last and language == "ja")
            or (sentence.led and clause.start < 24 and language == "en" and len(text.split()) > 1)
            or r.extra["marked_done"].search(text)
            or (language == "ja" and sentence.text == clause.text and r.extra["row"].search(text))
        ):
            kind = "symptom"
        else:
            return
    negated = r.blocked["negated_action"].search(text[-16:] if language == "ja" else text[:28])
    hoped = plain or (language == "ja" and not r.realised["past"].search(text))
    if sentence.section == "plan" and hoped and not r.extra["marked_done"].search(text):
        return
    if negated and (
        kind in SOLID or (plain and not mails) or (language == "ja" and kind == "background" and not timed)
    ):
        return
    if kind == "outcome" and r.extra["unfinished"].search(text):
        return
    if language == "ja" and sentence_ja.unknown(kind, text, sentence.terse):
        return
    if negated and kind == "attacker":
        kind = "check"
    clause.type = kind
    clause.strong = timed or mails
    clause.counted = count is not None
    clause.plain = plain


def _blocks(r: _Rules, text: str, whole: str, last: bool, language: str, timed: bool = False) -> bool:
    b = r.blocked
    if r.extra["marked_done"].search(text):
        return False
    if language == "en":  # what others say to do or ask is no advice of the writer's
        text, whole = _QUOTED.sub('""', text), _QUOTED.sub('""', whole)
    kinds = [k for k in _BARS if not b.get(f"but_{k}", _NEVER).search(text)]
    if language == "ja":
        barred = any(sentence_ja.rules_end(b[k], text) for k in kinds)
    else:
        found = [m for k in kinds if (m := b[k].search(text))]
        barred = bool(found) and not _acts_first(r, text, found)
    if barred or b["heads"].search(whole):
        return True
    over = sentence_ja.over(text) and not (text.endswith("ので、") and b["telling"].search(whole[-24:]))
    if b["question"].search(whole) and (last or (language == "ja" and not over) or _ASKS.match(whole)):
        return True
    # the end of a Japanese sentence governs all of it
    ruled = language == "ja" and not last and not over and not (timed and sentence_ja.turns(whole))
    return ruled and any(b[k].search(whole[-24:]) for k in ("advice", "plan", "courtesy"))


def _acts_first(r: _Rules, text: str, barred: list[re.Match[str]]) -> bool:
    """ "He opened one, read it for perhaps ten seconds and asked ...": what stands behind the main verb colours no more
    than itself, unless the main verb only says that somebody said it.
    """
    at = min(m.start() for m in barred)
    head = text[:at]
    if re.match(r"(?:has|have|is|are|will|can)\b", text[at:], re.IGNORECASE):
        return False  # the verb of what stands before it
    if r.blocked["negated_action"].search(head) or r.extra["only_says"].search(head) or not finite(head):
        return False
    return bool(narrative_verbs.verbs(head))


def told_first(text: str) -> str | None:
    """As classify finds it, whether or not the clause tells an event."""
    return _told_first(rules("en"), text)


def _told_first(r: _Rules, text: str) -> str | None:
    """The type whose words come first: the main verb of an English clause does."""
    starts = narrative_verbs.verbs(text)
    for name, rx in r.types:
        match = rx.search(text)
        if match is not None:
            starts[name] = min(match.start(), starts.get(name, match.start()))
    return _first(r, starts)


def _first(r: _Rules, starts: dict[str, int]) -> str | None:
    names = [name for name, _ in r.types]
    return min(starts, key=lambda name: (starts[name], names.index(name)), default=None)


def _told_last(r: _Rules, text: str) -> str | None:
    """The type whose words come last: the verb of a Japanese clause does."""
    ends = narrative_verbs_ja.ends(text)
    for name, rx in r.types:
        for match in rx.finditer(text):
            ends[name] = max(match.end(), ends.get(name, -1))
    names = [name for name, _ in r.types]
    return max(ends, key=lambda name: (ends[name], -names.index(name)), default=None)


def realised(text: str, s: Sentence, timed: bool, last: bool, language: str) -> bool:
    """Did it take place? A past, a perfect, a result; or what a list of events or symptoms tells in short."""
    r, whole = rules(language), re.sub(r"\([^)]*\)(?=[。.]?$)", "", unquoted(s.text).strip())
    whole = sentence_ja.plain_end(whole) if language == "ja" else whole
    if r.extra["marked_done"].search(text):
        return True
    text = re.sub(r"\([^)]*\)(?=[。.]?$)", "", text).rstrip(" 、,")
    if language == "ja":
        if not last and not r.realised["end"].search(text):
            tail = whole
            looked = r.joins.search(f"{text}、") and sentence_ja.ends_in_noun(tail)
            return bool(
                looked
                or (timed and sentence_ja.turns(whole))
                or r.realised["end"].search(tail)
                or r.realised["nominal"].search(tail)
            )
        if r.realised["end"].search(text) or r.realised["nominal"].search(text):
            return True
        if s.led or s.terse or (s.kind == "bullet" and s.section in ("done", "course")):
            return bool(r.realised["terse"].search(text))
        return bool(r.realised["present"].search(text)) and (timed or s.section == "symptom" or s.label != "")
    listed = s.kind == "bullet" and s.section in ("done", "course")
    if r.realised["end"].search(text) or (listed and s.section == "done"):
        return True
    if r.realised["nominal"].search(text) or (s.led and r.realised["terse"].search(text)):
        return True
    if s.terse and (s.led or narrative_verbs.verbs(text, now=True)):
        return True
    if s.now and timed and r.realised["now"].search(text):
        return True
    return bool(r.realised["present"].search(text)) and (
        timed or s.stamp is not None or bool(re.search(r"\b(?:i|me|my|us|we|our|it)\b", text, re.I))
    )


def told_now(sentences: list[Sentence], language: str) -> bool:
    """Is the story told in the present, as diaries and letters to friends may be?"""
    r = rules(language)
    prose = [s for s in sentences if s.kind in ("prose", "bullet") and not _blocks(r, s.text, s.text, True, language)]
    texts = [re.sub(r'"[^"]{0,160}"|「[^」]{0,160}」', "", s.text) for s in prose]
    past = sum(bool(r.realised["past"].search(text)) for text in texts)
    if len(texts) <= 2 * past:
        return False
    if language == "ja":
        now = sum(bool(r.realised["terse"].search(text)) for text in texts)
    else:
        now = sum(
            r.realised["now"].search(text) is not None or bool(narrative_verbs.verbs(text, now=True)) for text in texts
        )
    return now >= 3 and now > 2 * past


def finite(text: str) -> bool:
    """Has this English a finite verb of the past?"""
    return rules("en").realised["end"].search(text) is not None


def happened(s: Sentence, language: str) -> bool:
    """Does the sentence tell of the past, event or not? Then its day is the day that the story has reached."""
    r = rules(language)
    quiet = ("advice", "conditional", "plan", "explanation", "doubt")
    told = s.now or any(r.realised[k].search(s.text) for k in ("end", "within") if k in r.realised)
    return s.section not in ("advice", "plan") and told and not any(r.blocked[k].search(s.text) for k in quiet)


def habitual(text: str, language: str) -> bool:
    return bool(rules(language).extra["habitual"].search(text))


def states(text: str, language: str) -> bool:
    """How things stand when the story is told, wherever it is told."""
    return bool(rules(language).extra["state"].search(text))


def lead(text: str, language: str) -> bool:
    return bool(rules(language).extra["lead"].search(text))


def just_now(text: str) -> bool:
    """A perfect: it has been done when this is written. Only English tells it apart."""
    return re.search(rules("en").extra["perfect"].pattern, text, re.IGNORECASE) is not None


def past_perfect(text: str, language: str) -> bool:
    return bool(rules(language).extra["past_perfect"].search(text))


def looks_back(text: str, s: Sentence, kind: str, language: str) -> bool:
    """Does it tell of a time before the day told: a past perfect, what others did, what somebody tells of it?"""
    if language == "en":
        return (past_perfect(text, language) and not _NOT_YET.search(text)) or (
            s.now and re.search(rules("en").realised["past"], text) is not None
        )
    return kind in ("attacker", "background") or rules(language).extra["hearsay"].search(s.text) is not None


def joined(clause: Clause, language: str) -> bool:
    return bool(rules(language).joins.search(clause.text))


def finds(before: Clause, clause: Clause, sentence: Sentence, last: bool, language: str) -> bool:
    """ "When I looked, ...": whatever follows a check is what it found, unless it is a guess or advice."""
    whole = unquoted(sentence.text).strip()
    return (
        before.type == "check"
        and joined(before, language)
        and not _blocks(rules(language), unquoted(clause.text).strip(), whole, last, language)
    )


def result(check: str, s: Sentence) -> bool:
    """Is this Japanese sentence what a check of the sentence before came to? Not where that one tells it itself."""
    r, whole = rules("ja"), unquoted(s.text).strip()
    told = s.section not in ("advice", "plan", "answer", "apology") and len(whole) > 6 and not s.led
    bare = "、" not in check[-8:] and sentence_ja.asked(check) and _told_last(r, check) == "check"
    return (
        told
        and bare
        and not finds_nothing(Clause(check, 0, len(check)), "ja")
        and not sentence_ja.remark(whole)
        and not _blocks(r, whole, whole, True, "ja")
    )


def finds_nothing(clause: Clause, language: str) -> bool:
    return rules(language).extra["nothing"].search(clause.text) is not None


def refused(text: str, language: str) -> bool:
    """Do others turn the writer's mail away?"""
    return rules(language).extra["refused"].search(text) is not None


def split_here(a: Clause, b: Clause, times: list[Time], s: Sentence, language: str) -> bool:
    """Are these two clauses of one sentence two events?"""
    own = any(b.start <= t.start < b.end and t.kind not in ("part", "now", "span") for t in times)
    other = any(a.start <= t.start < a.end for t in times)
    if language == "ja" and sentence_ja.one_told(a, b, joined(a, "ja"), rules("ja").extra):
        return False
    if own and (other or b.type != a.type):
        return True
    if not own and (s.led or (a.type == "check" and b.type in ("check", "discovery"))):
        # a line of a chronology is one event, unless somebody acts on what it tells; so are a check and its result
        return language == "ja" and s.led and (sentence_ja.acted_on(a, b) or sentence_ja.goes_on(a, b, s.text))
    if language == "ja" and a.counted and b.counted and re.match("(?:この|その)?うち", b.text):
        return True
    if a.plain and not other:
        return False
    if own and rules(language).joins.search(a.text) and (a.type != b.type or {a.type, b.type} <= SOLID):
        return True
    if rules(language).joins.search(a.text) and not own:
        told = a.text.endswith("が、") or (b.counted and a.text.endswith(", which "))
        return a.type in SOLID and b.type not in SOLID and told
    if {a.type, b.type} <= SOLID:
        if language == "ja" and ((a.type == "decision" and b.type == "action") or sentence_ja.others(a.text, b.text)):
            return True
        return (
            bool(re.search(r"(?:, but |; )$", a.text))
            or _SECOND.match(b.text) is not None
            or (language == "en" and a.text.endswith(" and ") and (other or b.counted))
        )
    return a.type != b.type
