"""What was done about it, and what is advised to the reader or the victim.

A clause names an action (frames) and is told as done, advised, or neither: planned, wished, asked, denied.
"""

from __future__ import annotations

import re
from functools import cache

from guide_engine.incident.narrative_events import Clause, Pattern, any_of, realised, rules
from guide_engine.incident.narrative_frames import frames
from guide_engine.incident.narrative_polarity import pieces, speaker
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.incident.narrative_verbs import as_past
from guide_engine.knowledge import table
from guide_engine.model import Action

Span = tuple[int, int]
Rows = dict[tuple[str, str], Action]
_RULE = re.compile(r"(?<!てい)[るくすうつぬむぐい][。!]?$")  # the plain form in which a list gives its rules
_NAMED = re.compile(
    r"(?:[一-龥ァ-ヴー]{2,}(?:済み?|中)?|(?:直|消|外|戻|落と)し|(?:止|切り替|入れ替|取り替)え?め?)(?:\([^)]{0,30}\))?[。!]?$"
)  # "設定を追加。": a noun for what was done
_QUOTED = re.compile(r"「[^」]{0,160}」")
_INSTEAD = {"virus_scan", "delist_blocklist"}  # somebody is asked for this, which says more than that he was asked
_FAULTS = ("password_reuse", "password_weak", "password_phished")  # what somebody did that was no remedy
_MAYBE = re.compile("もし[やか]")  # a doubt, no condition
_REMEMBERED = 5  # sentences back to which "it" and a verb without its object reach


@cache
def _status(language: str) -> dict[str, Pattern]:
    return {name: any_of(patterns) for name, patterns in table(f"narrative/actions_{language}")["status"].items()}


def actions(story: Story, events: list[tuple[Span, str]]) -> tuple[Action, ...]:
    """One row for each (action, status) of the story, in order of telling.

    ``events`` are the spans and types of the events whose type a word names: an action among them that no row of
    the vocabulary names is ``other``.
    """
    rows: Rows = {}
    named: list[Span] = []  # stretches of the story whose action is known
    known = frames("actions", story.language)
    told: list[Sentence] = []
    advice: list[tuple[int, str]] = []  # what was advised, and in which sentence
    for s in story.sentences:
        if s.kind in ("stamp", "heading", "title"):
            continue
        topics = known.topics(" ".join(t.text for t in told[-_REMEMBERED:]))
        told.append(s)
        if _status(story.language)["did_so"].search(s.text[speaker(s.text) :]):
            for number, name in advice:
                if len(told) - number <= _REMEMBERED + 1:
                    _add(story, rows, name, "done", (s.start, s.start + min(len(s.text), 200)))
        for clause in pieces(s, story.language):
            mood = _mood(s, clause, story.language)
            if mood is None:
                continue
            before = topics | known.topics(s.text[: clause.start])
            text = clause.text if mood == "advised" else _QUOTED.sub(lambda m: "＿" * len(m.group()), clause.text)
            if mood == "done" and s.terse and story.language == "en":
                text = as_past(text)
            skip = _status(story.language)["skip"].search(clause.text)
            mentions = {} if skip else {name: known.find(text, name, before) for name in known.rows}
            found = [name for name, where in mentions.items() if where]
            if mood == "done" and frames("causes", story.language).find(text, "password_reuse"):
                found = [name for name in found if name != "unique_password"]
            if "contact_provider" in found and any(
                a.start < b.end and b.start < a.end
                for a in mentions["contact_provider"]
                for name in _INSTEAD & set(found)
                for b in mentions[name]
            ):
                found.remove("contact_provider")
            if mood == "advised" and "delete_queue" in found and not known.spans(text, "queue"):
                found[found.index("delete_queue")] = "other"  # a mail that the reader may get is no heap to clear
            span = _span(s, clause)
            for name in found:
                _add(story, rows, name, mood, span)
                if mood == "advised":
                    advice.append((len(told), name))
            if found or mood == "advised":
                named.append(span)
            if not found and mood == "advised" and _worth_telling(s, clause, story.language):
                _add(story, rows, "other", "advised", span)
    for span, kind in sorted(events):
        words = story.normal[slice(*span)]
        idle = any(_status(story.language)[k].search(words) for k in ("idle", "unreal")) or any(
            frames("causes", story.language).find(words, cause) for cause in _FAULTS
        )
        helps = _status(story.language)["remedial"].search(words)
        if kind == "action" and helps and not idle and not any(a < span[1] and span[0] < b for a, b in named):
            _add(story, rows, "other", "done", span)
    return tuple(sorted(rows.values(), key=lambda a: a.span or (0, 0)))


def _mood(s: Sentence, clause: Clause, language: str) -> str | None:
    """done | advised, or None where the clause tells of nothing that was done and asks for nothing."""
    data, blocked = _status(language), rules(language).blocked
    text, last = clause.text.strip(), clause.end == len(s.text)
    text = (text[speaker(text) :] if clause.start == 0 else text).lstrip("\"'")
    japanese = language == "ja"
    end = s.text[-24:] if japanese else ""
    if s.section == "apology" or data["planned"].search(text):
        return None
    if data["ticked"].search(s.text):  # "Write to those who complained: done"
        return "done"
    if data["found_so"].search(text):  # 「聞くと、無視してよいとのことでした」
        return "done"
    if _asks(s, data["embedded"].sub("", text), data["embedded"].sub("", end), language):
        return None if s.section == "plan" or _idle_question(s, text, language) else "advised"
    if blocked["question"].search(s.text) or s.section == "advice":
        return None
    if data["unreal"].search(text) or any(blocked[k].search(text) for k in ("plan", "explanation")):
        return None
    if japanese and any(rx.search(end) for rx in (blocked["plan"], data["unreal"])):
        return None
    answered = (
        japanese
        and not last
        and (
            text.endswith(("ますと、", "ますと"))
            or realised(end, s, False, True, language)
            or "」と" in s.text[clause.end :]
        )
    )
    if blocked["conditional"].search(text) and not answered and not _MAYBE.match(text):
        return None
    if data["left"].search(text):  # "There was nothing for it but to wait"
        return "done"
    if blocked["negated_action"].search(text.rstrip(" 、。")[-12:] if japanese else text[:28]):
        return None
    goes_on = last or text.endswith(("し、", "し", "て、", "て"))
    past = data["past"].search(text) or (japanese and goes_on and _NAMED.search(s.text))
    if past or realised(text, s, False, last, language):
        return "done"
    return None


def _asks(s: Sentence, text: str, end: str, language: str) -> bool:
    data, blocked = _status(language), rules(language).blocked
    if data["advised"].search(text) or data["imperative"].search(text):
        return True
    if language == "en":
        return s.section == "advice" and s.kind == "label"
    if data["advised"].search(end) and not blocked["courtesy"].search(end):
        return True
    return bool(s.section in ("lesson", "advice") and s.kind == "bullet" and _RULE.search(s.text))


def _idle_question(s: Sentence, text: str, language: str) -> bool:
    """ "Shall I change it?" asks; "Could you please change it?" is a request."""
    return bool(rules(language).blocked["question"].search(s.text) and not re.search(r"\bplease\b", text, re.I))


def _worth_telling(s: Sentence, clause: Clause, language: str) -> bool:
    """Advice outside the vocabulary, and none of the courtesies that look like it."""
    data, blocked = _status(language), rules(language).blocked
    if language == "ja" and clause.end != len(s.text):
        return False
    return not any(rx.search(s.text) for rx in (data["idle"], blocked["courtesy"], blocked["doubt"]))


def _span(s: Sentence, clause: Clause) -> Span:
    begin = s.start + clause.start + len(clause.text) - len(clause.text.lstrip(" 、,"))
    return begin, min(s.start + clause.start + len(clause.text.rstrip(" 、,。.")), begin + 200)


def _add(story: Story, rows: Rows, name: str, status: str, span: Span) -> None:
    rows.setdefault(
        (name, status), Action(None, action=name, status=status, quote=story.text[span[0] : span[1]], span=span)
    )
