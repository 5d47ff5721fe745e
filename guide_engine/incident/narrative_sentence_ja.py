"""How a Japanese sentence ends, and what its end makes of the clauses before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guide_engine.incident.narrative_events import Clause

_STATE = re.compile(r"(?<![んのっせ])(?:だった|でした|である)[。!]*$")
NOT = re.compile(r"(?:ない|ず|ません)[。…!]*$")
_STILL_NOT = re.compile(r"(?:[てで](?:い|おり?)|でき|(?:分か|わか)り)(?:ない|ません|らず)[。…!]*$")
_POLITE_NOT = re.compile(r"ません。?$")
_OVER = re.compile(r"(?:た|です)(?:が|ので|ため|けれ?ども?|ものの|ところ)、?$")
_COLOUR = re.compile(r"(?:(?<=[ぁ-ん])ー|(?<![!-~])[wW]+|[〜~…!笑泣]|[^\w\s。、.,:;?)」』\]+%/-])+(?=。?$)")
_PARTICLE = re.compile(r"(?<=[ただい])(?:よ[ねな]?|ね|な[ぁあ]?|わ|ぞ|さ|んだ(?:よ|けど|って)?|のよ?)(?=。?$)")
_END = 14  # characters: as far from the end as a predicate with its auxiliaries reaches
_GOES_ON = re.compile(r"(?:[きしちびみりれせえてけげべめいず]|なく)、$")  # 「気づき、」
_LOOKED = ("check", "discovery")
_BEFELL = ("attacker", "symptom")


def plain_end(text: str) -> str:
    """Without what only colours the end: 「止まった〜〜」, 「入れちゃったよ…」, 「送ってた笑」."""
    return _PARTICLE.sub("", _COLOUR.sub("", text))


def unquoted(text: str) -> str:
    """Quoted speech, blanked: what somebody said is not what happened."""
    return re.sub(
        r"「[^」]{0,160}」(?!(?:が|の|を))(?!と(?:の(?!こと)|が|を))",
        lambda m: f"「{'＿' * (len(m.group()) - 2)}」",
        text,
    )


def idle(text: str, plain: bool) -> bool:
    """A state rather than a happening: 「動く設定だった。」, 「仕事にならず。」, or hardly a word: 「となった。」"""
    bare, led = re.subn(r"^\d+:\d\d", "", re.sub("[「＿」]", "", text))
    short = len(bare.strip("。!… ")) < (4 if led else 6)
    return bool(_STATE.search(text)) or (plain and (short or NOT.search(text) is not None))


def unknown(kind: str, text: str, terse: bool) -> bool:
    """What has not been found out when this is written, 「判明しておりません」, is no event; that nothing was, is."""
    told = kind in (*_LOOKED, "attacker") and (not terse or _POLITE_NOT.search(text))
    return bool(told and _STILL_NOT.search(text))


def rules_end(pattern: re.Pattern[str], text: str) -> bool:
    """Is it said of what the clause ends in? 「漏れたと思われる12件を止めました」 doubts the leak, not the act."""
    return any(m.end() > len(text) - _END for m in pattern.finditer(text))


def asked(text: str) -> bool:
    """Does the sentence end in looking, 「…を調べました。」, rather than in what was seen?"""
    return (
        re.search("(?:[一-龥]べ|[見診試し])(?:て(?:み|もら|いただ)[ぁ-ん]{0,2})?(?:た|まし?た)?[。!…]*$", text)
        is not None
    )


def remark(text: str) -> bool:
    """「外から試さなかったのが敗因です。」: what the writer makes of it, no more of what was seen."""
    return re.search("(?<=た)の[がは][^。]{2,24}(?:です|だ|である)[。!]*$", text) is not None


def over(text: str) -> bool:
    """Has the clause an end of its own, 「消しましたが、」, whatever the sentence goes on to say?"""
    return _OVER.search(text) is not None


def turns(whole: str) -> bool:
    """「アドレスは八日に廃止し、今後は紙に戻します。」: only what stands behind the word is a plan."""
    return re.search("(?:今後|これから|次回)は[^。]{2,24}$", whole.rstrip("。")) is not None


def ends_in_noun(text: str) -> bool:
    """「ヘッダーを読むと、送信元は旧サーバー。」"""
    return re.search("[一-龥ァ-ヺーA-Za-z0-9]。?$", text) is not None


def one_told(a: Clause, b: Clause, joined: bool, extra: Mapping[str, re.Pattern[str]]) -> bool:
    """Are two clauses one event? The end of a sentence may report all of it: 「破られ、送信されたことが判明」; and
    what was asked (``joined``: 「調べたところ、」) is one with what was said of it.
    """
    if a.type == "check" and joined:
        return b.type in _LOOKED or (a.text.endswith("ところ、") and b.type != "attacker")
    reports = extra["embeds" if a.type in _BEFELL else "hearsay"]
    kinds = (*_BEFELL, *_LOOKED, "action", "decision")
    return a.type in kinds and bool(_GOES_ON.search(a.text) and reports.search(b.text))


def acted_on(a: Clause, b: Clause) -> bool:
    """ "He noticed it and told us": in a line of a chronology, too, what was noticed and what was done are two."""
    met = a.type in ("discovery", *_BEFELL) and b.type in ("action", "decision", "background")
    return met and _GOES_ON.search(a.text) is not None


def goes_on(a: Clause, b: Clause, whole: str) -> bool:
    """In polite prose, though it begins with a time, what was done and what came of it are two."""
    if (
        not _GOES_ON.search(a.text)
        or a.text.endswith("より、")
        or not re.search("(?:ま(?:す|した|せん)|でした)。?$", whole)
    ):
        return False
    came = a.type in ("action", "decision", "outcome") and b.type not in ("check", a.type)
    return (
        came
        or (a.type, b.type) == ("symptom", "background")
        or (a.type == b.type == "action" and others(a.text, b.text))
    )


def others(a: str, b: str) -> bool:
    """「代表が変更し、会計が依頼しました」: two who act do two things."""
    who = "^[^。]{0,16}[一-龥ァ-ヺーA-Za-zんさ]が[^。]{4,}"
    return _GOES_ON.search(a) is not None and all(re.match(who, text) for text in (a, b))
