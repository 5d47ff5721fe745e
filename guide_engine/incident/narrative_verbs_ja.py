"""Japanese verbs in all forms that tell of what happened, made from the dictionary forms of
knowledge/narrative/verbs_ja.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from guide_engine.knowledge import table

_ROWS = {
    "う": "わい",
    "く": "かき",
    "ぐ": "がぎ",
    "す": "さし",
    "つ": "たち",
    "ぬ": "なに",
    "ぶ": "ばび",
    "む": "まみ",
    "る": "らり",
}
_EUPHONY = {"う": "っ", "つ": "っ", "る": "っ", "く": "い", "ぐ": "い", "す": "し", "ぬ": "ん", "ぶ": "ん", "む": "ん"}
_GO = {"行く": "っ", "いく": "っ"}  # the one verb in く that is not い
_SHORT_I = "いきしちにひみりぎじびえけせてねへめれげぜべ"
# what may follow the stem that ends a clause, carries ます, or makes a new verb
_STEM = r"(?=[、。!…]|ま[しす]|つつ|ながら|たい|始め|はじめ|終え|直し|なおし|続け|出し|$)"
_ALONE = r"(?<![きしちびみりいえけせねべめれげぎ出取引打差申読見])"
_TE = r"(?:た|て|だ|で|ちゃっ|ちゃう|とい)"
_DONE = (
    r"(?:済み?|[をもは](?:済ませ|すませ|終え|進め|続け|重ね|かけ|し[たてま])|を(?:開始|実施|完了|依頼|検知|確認|報告|行)|の?(?:開始|完了|依頼)|させて|し(?:た|て|ま|、|直|な)|する|が(?:完了|終了)|をし(?:た|て|ま)|いただ|いたし|致し"
    r"|(?:\(.{0,20}\))?[。…!]*$|、)"
)


def forms(verb: str) -> str:
    """A pattern of ``verb`` in past, te-form, stem and dictionary form: 「変える」 → 変え(た|て|る|ま…)."""
    if verb.endswith(("する", "くる")):
        base = verb[:-2]
        stem = "し" if verb.endswith("する") else "[き来]"
        return rf"{re.escape(base)}(?:{stem}(?:{_TE}|{_STEM})|{verb[-2:]})"
    if verb == "来る":
        return rf"来(?:{_TE}|{_STEM}|る(?!と))"
    base, last = verb[:-1], verb[-1]
    # no part of a longer verb: 回る in 出回る, 上げる in 申し上げる
    guard = _ALONE if len(verb) <= 3 and re.match("[一-龥]", verb) else ""
    known = table("narrative/verbs_ja")["forms"]
    if last == "い":  # already negated: 「止まらない」
        return rf"{re.escape(base)}(?:い|かった|く(?:て|な))"
    ends = base[-1]
    ichidan = last == "る" and (ends in _SHORT_I or re.search(rf"(?:{known['ichidan']})$", verb))
    if ichidan and not re.search(rf"(?:{known['godan']})$", verb):
        return rf"{guard}{re.escape(base)}(?:{_TE}|{_STEM}|る)"
    euphony = next((e for end, e in _GO.items() if verb.endswith(end)), _EUPHONY[last])
    return rf"{guard}{re.escape(base)}(?:{euphony}{_TE}|{_ROWS[last][1]}{_STEM}|{last}(?!と(?!、)))"


def passive(verb: str) -> str:
    """「破る」 → 「破られる」. What ends in する is named as a noun."""
    row = _ROWS.get(verb[-1], "")
    stem = verb[:-1] + ("" if verb[-1] == "る" and verb[-2] in _SHORT_I else row[:1])
    return stem + ("れる" if stem[-1:] in row[:1] and row else "られる")


def _entry(entry: str) -> str:
    before, _, verb = entry.rpartition(" ")
    if not before:
        return forms(verb)
    before = before.replace("を", "[をもは]")
    return rf"(?:{before})[^。、]{{0,6}}?{forms(verb)}"


def noun() -> str:
    """A sentence that ends in a noun which する might follow: 「契約ごと解約。」"""
    nouns = table("narrative/verbs_ja")["nouns"].values()
    return rf"(?:{'|'.join(nouns)})(?:済み?|を(?:実施|開始|確認|完了|検知|依頼|報告))?(?:\(.{{0,20}}\))?[。…!]*$"


def _key(literal: str) -> str:
    return literal[:2]


def _rows() -> Iterator[tuple[str, list[str], str]]:
    """Every verb and noun: the type that it tells, how a text that has it must have it, and its pattern."""
    data = table("narrative/verbs_ja")
    for name, entries in data["verbs"].items():
        # and what was done to those who tell it: 「忍び込まれた」
        more = [passive(e) for e in entries if not e.endswith(("れる", "する"))] if name == "attacker" else []
        for entry in (*entries, *more):
            before, _, verb = entry.rpartition(" ")
            base = verb[:-2] if verb.endswith(("する", "くる")) else verb[:-1]
            yield name, [base] if base else before.split("|"), _entry(entry)
    for name, nouns in data["nouns"].items():
        for word in nouns.split("|"):
            yield name, [word], word + _DONE


@cache
def _index() -> dict[str, list[tuple[str, str]]]:
    """From the first two characters of a word to the patterns that may match where they stand."""
    out: dict[str, list[tuple[str, str]]] = {}
    for name, literals, pattern in _rows():
        for key in {_key(literal).lower() for literal in literals}:
            out.setdefault(key, []).append((name, pattern))
    return out


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def ends(text: str) -> dict[str, int]:
    """By the type of event that a verb or noun tells, where the last of ``text`` ends. Only words that stand in the
    text are asked for: one pattern of every verb took most of the time of a reading."""
    index = _index()
    low = text.lower()
    keys = {*low, *map("".join, pairwise(low))}
    out: dict[str, int] = {}
    for name, pattern in {hit for key in keys for hit in index.get(key, ())}:
        for match in _compiled(pattern).finditer(text):
            out[name] = max(match.end(), out.get(name, -1))
    return out
