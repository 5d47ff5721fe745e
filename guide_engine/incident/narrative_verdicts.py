"""What later sentences make of a claim: "It wasn't.", "He was right.", "Yes.", "It came up clean.", "That is how"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from guide_engine.incident.narrative_events import Pattern, any_of
from guide_engine.incident.narrative_findings import CLEAR
from guide_engine.incident.narrative_polarity import Part, cues
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.knowledge import table
from guide_engine.model import Cause

_RANK = {"confirmed": 3, "ruled_out": 2, "suspected": 1, "general": 0}
# each would explain it alone
_WHOLE = (
    "forged_sender",
    "credentials_compromised",
    "malware",
    "open_relay",
    "provider_breach",
    "webform_or_cms_hacked",
)
_BESIDE = 160  # characters
_OPEN = ("believed", "suspected", "asked", "claimed")
_PROPERTY = ("password_weak", "password_reuse")  # how the password was, which need not be how it was found out
_CHECKED = (
    "malware",
    "open_relay",
    "webform_or_cms_hacked",
    "credentials_compromised",
    "provider_breach",
)  # what a test or a log can clear
_EXPLAINS = ("webform_or_cms_hacked", "open_relay", "provider_breach", "malware")


@dataclass(slots=True)
class Claim:
    cause: str
    # as Cause.status, or "believed": what was thought at the time, "judged": a verdict of which no more may come,
    # "turned": more has come, "asked", "claimed": by the culprit, "mentioned": nothing in itself,
    # "needless": "which need not mean that", "found": see narrative_findings
    status: str
    quote: str
    line: int
    at: int  # offset in the story
    how: bool  # says how somebody came to the password
    slight: bool = False  # only what followed: mail was sent through the account
    quoted: bool = False  # what somebody else said of it
    post: int | None = None  # the post or update that says it
    titled: bool = False  # only the title says so
    unnamed: bool = False  # said to be the cause, but nothing that has a name here
    answered: bool = False  # a "but" follows what was thought
    strength: int = 0  # of a finding, see narrative_findings


@cache
def _data(language: str, part: str) -> dict[str, Pattern]:
    data = table(f"narrative/causes_{language}")[part]
    return {name: any_of(patterns) for name, patterns in data.items()}


def judge(claims: list[Claim], told: list[Sentence], part: Part, story: Story, found: list[Claim]) -> None:
    """Change what was claimed before ``part`` by what it says of it.

    ``told``: the sentences up to and with its own; ``found``: what the part itself claims.
    """
    said, s = _data(story.language, "verdicts"), told[-1]
    text = part.text.strip()
    recent = [c for c in claims if c.at >= told[-min(len(told), 4)].start]
    wrong = said["wrong"].search(part.text)
    own = [c for c in found if wrong is not None and c.at < s.start + part.start + wrong.start()]
    if own:  # "I told you it was spoofing - I was wrong"
        own[-1].status = "ruled_out"
    elif wrong is not None and cues(story.language).earlier.search(s.text):
        if any(mark in s.text for mark in '「"'):  # "The first report said 'a fault at the receivers', which was wrong"
            quote = story.text[s.start : s.start + min(len(s.text.rstrip("。.")), 200)]
            claims.append(Claim("other", "ruled_out", quote, s.line + 1, s.start + part.start, False))
    elif said["wrong"].search(text):
        doubtful = [c for c in [c for c in recent if c.at >= s.start] or recent[-2:] if c.status in _OPEN]
        for claim in doubtful or [c for c in recent[-1:] if len(told) > 1 and c.at >= told[-2].start]:
            claim.status = "ruled_out"
    elif said["right"].search(text):
        for claim in recent[-1:]:
            if claim.status in _OPEN:
                claim.status = "confirmed"
    if said["not_here"].search(text):
        for claim in [c for c in recent if c.status in ("general", *_OPEN)][-1:]:
            if claim.status == "general":  # true of others still
                claims.append(replace(claim, status="ruled_out", at=s.start + part.start))
            else:
                claim.status = "ruled_out"
    if said["turn"].search(text):
        for claim in claims:
            if claim.status == "judged" and claim.at < s.start + part.start:
                claim.status = "turned"
        sure = {c.cause for c in found if c.status == "confirmed"}
        for claim in [c for c in recent if c.at >= told[max(len(told) - 2, 0)].start]:
            if (
                claim.status == "suspected"
                and sure - {claim.cause, "unknown", "other"}
                and said["against"].search(text)
            ):
                claim.status = "believed"
    if said["neither"].search(text):
        for claim in [c for c in recent if c.status in _OPEN]:
            claim.status = "ruled_out"
    if said["yes"].search(text):
        for claim in recent[-1:]:
            if claim.status == "asked":
                claim.status = "suspected" if cues(story.language).hedged.search(text) else "confirmed"
    if said["notme"].search(text):
        for claim in [c for c in recent if c.cause == "password_phished" and c.status in _OPEN]:
            claim.status = "ruled_out"
    if said["ours"].search(text) and not cues(story.language).asked.search(text):
        for claim in [c for c in recent if c.cause == "forged_sender" and c.status in (*_OPEN, "judged")]:
            claim.status = "ruled_out"
    if said["calmed"].search(text):
        for claim in [c for c in recent[-2:] if c.status == "asked"]:
            claim.status = "ruled_out"
    if said["how"].search(text):
        known = cues(story.language)
        doubted = known.suspected.search(text) is not None
        ways = [c for c in claims if c.how or c.cause == "webform_or_cms_hacked" or c.status == "mentioned"]
        for claim in [c for c in ways if c.at >= told[-min(len(told), 8)].start][-1:]:
            if claim.status in ("mentioned", "asked", "suspected", "confirmed") and (claim.how or doubted):
                claim.status = "suspected" if doubted else "confirmed"
    if said["hedge"].search(text):
        for claim in recent[-1:]:
            if claim.status == "confirmed" and told[-2].start <= claim.at < s.start + part.start:
                claim.status = "suspected"
    if (
        wrong is None
        and said["dropped"].search(text)
        and not any(c.at >= s.start and c.status == "ruled_out" for c in recent)
    ):
        for claim in [c for c in claims if c.status in ("believed", "judged", "turned", "suspected")][-1:]:
            claim.status = "ruled_out"


def taken_back(claims: list[Claim], named: list[Claim], told: list[Sentence]) -> None:
    """ "Forget what I said about forging.": what was said of it before is ruled out; "I withdraw that.": the last."""
    for claim in claims:
        if claim.cause in {c.cause for c in named}:
            claim.status = "ruled_out"
    for claim in claims[-1:]:
        if not named and claim.at >= told[-min(len(told), 3)].start:
            claim.status = "ruled_out"


def said_of(s: Sentence, language: str) -> str | None:
    """The status of what the sentence says to be the cause: "The culprit was ...". None if it says nothing."""
    data, known = _data(language, "verdicts"), cues(language)
    if not data["is_cause"].search(s.text) or data["announces"].search(s.text):
        return None
    if any(rx.search(s.text) for rx in (known.asked, known.general, known.believed, data["no_cause"])):
        return None
    return "suspected" if known.suspected.search(s.text) else "confirmed"


def blamed(s: Sentence, language: str) -> bool:
    """Does it tell what somebody took for the cause at the time?"""
    return _data(language, "verdicts")["blamed"].search(s.text) is not None


def announced(part: Part, language: str) -> str | None:
    """ "How they got in is the embarrassing bit.": what comes next is the cause. The status it will have."""
    if not _data(language, "verdicts")["announces"].search(part.text):
        return None
    return "suspected" if cues(language).suspected.search(part.text) else "confirmed"


def tells_of_others(text: str, language: str) -> bool:
    """Does it deny something of other people, or of data, which says nothing about the cause?"""
    return _data(language, "checks")["others"].search(text) is not None


def clean(claims: list[Claim], told: list[Sentence], part: Part, story: Story) -> None:
    """ "I ran a scan. It came up clean." rules malware out; a log without a trace, the intruder who was suspected."""
    checks, s = _data(story.language, "checks"), told[-1]
    result = checks["clean"].search(part.text)
    scope = s.text[: part.end] if story.language == "ja" else part.text
    if result is None or checks["others"].search(scope) or s.section in ("advice", "plan"):
        return
    open_ = [c for c in claims if c.status in ("believed", "suspected", "asked")]
    at = s.start + part.start + result.start()
    if (here := [c for c in open_ if s.start <= c.at < at]) and not any(rx.search(part.text) for rx in _looked(checks)):
        for claim in here:  # "We suspected malware, but the tool shows nothing."
            claim.status = "ruled_out"
        return
    before = [t.text for t in told[-3:-1]]
    for number in range(len(before) + 1):  # the nearest sentences that say what was looked at
        text = " ".join([*before[len(before) - number :], part.whole[: part.end]])
        found = [name for name in _CHECKED if checks[name].search(text)]
        if found:
            break
    if (
        not found and len(told) > 1 and checks["looked"].search(told[-2].text + " " + s.text[: part.end])
    ):  # "I thought I had been hacked and went through the settings. Nothing odd."
        for claim in [c for c in open_ if c.at >= told[-2].start]:
            claim.status = "ruled_out"
    for name in found:
        for claim in claims:
            if claim.status in ("believed", "suspected") and (
                claim.cause == name or (claim.how and claim.status == "believed" and name != "malware")
            ):
                claim.status = "ruled_out"
        quote = story.text[s.start : s.start + min(len(s.text.rstrip("。.")), 200)]
        claims.append(Claim(name, "ruled_out", quote, s.line + 1, s.start + part.start, False))


def _looked(checks: dict[str, Pattern]) -> list[Pattern]:
    return [checks[name] for name in _CHECKED]


def settled(claims: list[Claim], how: tuple[str, ...]) -> tuple[Cause, ...]:
    """What was only believed is ruled out by what was found later; a suspicion that was settled is not told twice."""
    for claim in [c for c in claims if c.status == "needless"]:
        told = any(
            c.status == "confirmed" or c.cause == claim.cause for c in claims if c.status not in ("needless", "asked")
        )
        claim.status = "asked" if told else "general"
    found = [c for c in claims if c.status == "found"]
    claims = [c for c in claims if c.status not in ("asked", "mentioned", "found")]
    claims += _answer(claims, found)
    sure = {c.cause for c in claims if c.status == "confirmed" and not c.titled and not c.unnamed}
    within = {*_EXPLAINS, *how, "forged_sender"}
    explained = {*within, "credentials_compromised", "other"} - set(_PROPERTY)
    claims = [
        c
        for c in claims
        if not (c.slight and c.cause == "forged_sender" and sure & {*how, "credentials_compromised"})
        and not (c.unnamed and c.status != "believed" and (sure & explained or _beside(c, claims)))
        and not (c.titled and (any(c.cause == d.cause and c is not d for d in claims) or (sure & within)))
    ]
    for claim in claims:
        if claim.quoted and claim.status == "confirmed" and any(_same(c, claim, "believed") for c in claims):
            claim.status = "believed"  # what he answered while he thought so
    for claim in claims:
        if claim.status not in ("believed", "claimed"):
            continue
        if claim.unnamed:  # "we blamed the line": only worth telling once something else was found
            found_out = any(c.status in ("confirmed", "judged") and c.at > claim.at for c in claims)
            claim.status = "ruled_out" if found_out else "asked"
            continue
        later = [c for c in claims if c.at >= claim.at and c is not claim]
        same = [c for c in later if c.cause == claim.cause]
        other = any(
            c.cause != claim.cause
            and c.status in ("confirmed", "suspected", "ruled_out")
            and (c.cause != "other" or c.unnamed or c.status == "confirmed")
            for c in later
        )
        if any(c.status == "confirmed" for c in same):
            claim.status = "confirmed"
        elif any(c.status == "ruled_out" for c in same) or other or claim.answered:
            claim.status = "ruled_out"
        else:
            claim.status = "suspected" if claim.status == "believed" else "asked"
    claims = [c for c in claims if c.status != "asked"]
    for claim in claims:
        if claim.status in ("judged", "turned"):
            later = [c for c in claims if c.at > claim.at]
            denied = any(c.cause == claim.cause and c.status == "ruled_out" for c in claims)
            instead = claim.status == "turned" and any(
                c.cause != claim.cause
                and c.cause in {*within, "credentials_compromised", "other"}
                and c.status == "confirmed"
                for c in later
            )
            claim.status = "ruled_out" if denied or instead else "confirmed"
    _exclude(claims, how)
    claims = _last_word(claims)
    statuses: dict[str, set[str]] = {}
    for claim in claims:
        statuses.setdefault(claim.cause, set()).add(claim.status)
    known = {name for name, said in statuses.items() if "confirmed" in said}
    known_how = any("confirmed" in statuses.get(name, set()) for name in (*how, *_EXPLAINS))
    guessed = [c for c in claims if c.status == "suspected" and c.cause in (*how, *_EXPLAINS)]
    out: dict[tuple[str, str], Cause] = {}
    for claim in claims:
        best = max(statuses[claim.cause], key=lambda name: _RANK[name])
        listed = len({c.cause for c in claims if c.line == claim.line and c.status == "general"}) > 1
        kept = claim.status == "general" and (best == "ruled_out" or listed)  # "either a ..., or a ..., or a ..."
        if _RANK[claim.status] < 2 and claim.status != best and not kept:
            continue
        if (
            claim.cause == "credentials_compromised"
            and claim.status in ("confirmed", "suspected")
            and known & {*how, *_EXPLAINS}
        ):
            continue
        if claim.cause == "unknown" and (known_how or any(c.at > claim.at for c in guessed)):
            continue
        out.setdefault((claim.cause, claim.status), Cause(claim.cause, claim.status, claim.quote, line=claim.line))
    return tuple(out.values())


def _answer(claims: list[Claim], found: list[Claim]) -> list[Claim]:
    """The finding that the story ends in, where no cause is confirmed and all that was thought of has been dropped."""
    if not found or any(c.status in ("confirmed", "judged", "turned") for c in claims):
        return []
    best = max(found, key=lambda c: c.strength)
    denied = {"other", *(c.cause for c in claims if c.status == "ruled_out")}
    thought = [c for c in claims if c.status in ("believed", "suspected") and c.cause not in denied and not c.answered]
    if any(c.status == "suspected" for c in thought) or not (thought or any(c.status == "ruled_out" for c in claims)):
        return []
    if thought and (best.strength < CLEAR or best.at < max(c.at for c in thought)):
        return []
    return [replace(best, status="confirmed", unnamed=True)]


def _beside(claim: Claim, claims: list[Claim]) -> bool:
    """Is it told beside what the password was like, so that this is what it means?"""
    return any(c.cause in _PROPERTY and c.status == "confirmed" and abs(c.at - claim.at) < _BESIDE for c in claims)


def _same(before: Claim, claim: Claim, status: str) -> bool:
    return before.cause == claim.cause and before.at < claim.at and before.status == status


def _exclude(claims: list[Claim], how: tuple[str, ...]) -> None:
    """Mail is forged elsewhere or sent from within: who suspected the one is answered by who found the other."""
    within = {"credentials_compromised", *_EXPLAINS, *how} - set(_PROPERTY)
    for mine, other in (({"forged_sender"}, within), ({"credentials_compromised"}, {"forged_sender"})):
        for claim in claims:
            later = {c.cause for c in claims if c.status == "confirmed" and c.at > claim.at}
            if claim.cause in mine and claim.status == "suspected" and later & other:
                claim.status = "ruled_out"
    for claim in claims:
        instead = any(c.cause == "other" and c.status == "confirmed" and c.at > claim.at for c in claims)
        if claim.cause in _WHOLE and claim.status == "suspected" and instead:
            claim.status = "ruled_out"


def _last_word(claims: list[Claim]) -> list[Claim]:
    """One story holds a cause for true or for false, not for both; only several voices may differ."""
    out: list[Claim] = []
    for claim in claims:
        same = [c for c in claims if c.cause == claim.cause and c.post == claim.post and c is not claim]
        later = [c for c in same if c.at > claim.at]
        if claim.status == "confirmed" and claim.quoted and any(c.status == "ruled_out" for c in later):
            continue  # "You have a virus," he says; it was none
        if (
            claim.status == "ruled_out"
            and not claim.unnamed
            and any(c.status == "confirmed" and not (c.quoted and c.at < claim.at) for c in same)
        ):
            continue
        if (
            claim.status == "confirmed"
            and claim.cause in _PROPERTY
            and any(c.status == "suspected" for c in later[-1:])
        ):
            claim.status = "suspected"  # "It was the dog's name. They will have guessed it."
        out.append(claim)
    return out
