"""Japanese verbs in all forms that tell of what happened, made from the dictionary forms of
knowledge/narrative/verbs_ja.toml."""

from __future__ import annotations

import re
from functools import cache

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
    r"(?:済み?|を(?:開始|実施|完了|依頼|検知|確認|報告|行)|の?(?:開始|完了|依頼)|させて|し(?:た|て|ま|、|直|な)|する|が(?:完了|終了)|をし(?:た|て|ま)|いただ|いたし|致し"
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


@cache
def patterns(name: str) -> tuple[str, ...]:
    """What tells of an event of the type ``name``."""
    data = table("narrative/verbs_ja")
    verbs = [_entry(e) for e in data["verbs"].get(name, ())]
    nouns = data["nouns"].get(name)
    if name == "attacker":  # and what was done to those who tell it: 「忍び込まれた」
        verbs += [_entry(passive(e)) for e in data["verbs"][name] if not e.endswith(("れる", "する"))]
    return (*verbs, *([rf"(?:{nouns}){_DONE}"] if nouns else ()))
