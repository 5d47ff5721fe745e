"""English verbs in all their forms, made from the base forms of knowledge/narrative/verbs_en.toml."""

from __future__ import annotations

import re
from functools import cache

from guide_engine.knowledge import table

_AFTER = {" ~ ": r"(?:\s+[\w'-]+){1,5}?\s+", " ~": r"(?:\s+[\w'-]+){1,5}?"}
_DOUBLE = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")  # stop, stopped; but not look, add


@cache
def _irregular() -> dict[str, list[str]]:
    return {base: past.split() for base, past in table("narrative/verbs_en")["irregular"].items()}


def past(base: str) -> list[str]:
    """Past and participle: ``stop`` → stopped, ``write`` → wrote written."""
    known = _irregular().get(base)
    if known is not None:
        return known
    if base.endswith("e"):
        return [base + "d"]
    if re.search(r"[^aeiou]y$", base):
        return [base[:-1] + "ied"]
    return [stem + "ed" for stem in _stems(base)]


def going(base: str) -> list[str]:
    if base.endswith("e") and not base.endswith(("ee", "be")):
        return [base[:-1] + "ing"]
    return [stem + "ing" for stem in _stems(base)]


def present(base: str) -> str:
    """The third person: ``pass`` → passes, ``notify`` → notifies."""
    if re.search(r"(?:s|x|z|ch|sh|o)$", base):
        return base + "es"
    return base[:-1] + "ies" if re.search(r"[^aeiou]y$", base) else ("has" if base == "have" else base + "s")


def _stems(base: str) -> list[str]:
    """Before -ed and -ing: ``stop`` → stopp; where the stress decides (cancel, submit), both."""
    if not _DOUBLE.search(base):
        return [base]
    double = base + base[-1]
    return [double] if len(re.findall("[aeiou]+", base)) == 1 else [base, double]


def pattern(entry: str, *, now: bool) -> str:
    """A pattern of all that tells of the past in ``entry`` ("take ~ down"); with ``now`` of the present instead."""
    verb, _, rest = entry.partition(" ")
    bases = re.sub(r"^\(\?:|\)$", "", verb).split("|") if verb.startswith("(?:") else [verb]
    forms: set[str] = set()
    on: set[str] = set()
    bare: set[str] = set()
    for base in bases:
        plain = base.replace("-?", "-")
        made = {present(plain)} if now else set(past(plain))
        bare.add(plain)
        ways = set(going(plain))
        forms |= {f.replace("-", "-?") for f in made} if "-?" in base else made
        on |= {f.replace("-", "-?") for f in ways} if "-?" in base else ways
    tail = f" {rest}" if rest else ""
    for mark, words in _AFTER.items():
        tail = tail.replace(mark, words)
    tail = (tail.replace(" ", r"\s+") + r"\b") if tail else ""
    told = "|".join(sorted(forms))
    around = table("narrative/verbs_en")["around"]
    if now:
        noun = "".join(rf"(?<!\b{w} )" for w in around["before_noun"].split())
        return rf"(?:{noun}\b(?:{told})|{around['subject']}(?:{'|'.join(sorted(bare))}))\b{tail}"
    return rf"(?:\b(?:{told})|{around['goes_on']}(?:{'|'.join(sorted(on))}))\b{tail}"


@cache
def types(*, now: bool) -> dict[str, list[str]]:
    """Patterns by the type of event that a verb tells."""
    rows = table("narrative/verbs_en")["types"]
    return {name: [pattern(entry, now=now) for entry in entries] for name, entries in rows.items()}


@cache
def _told_now() -> tuple[re.Pattern[str], dict[str, str]]:
    entries = (e for rows in table("narrative/verbs_en")["types"].values() for e in rows)
    bases = {e.split(" ")[0] for e in entries} | set(_irregular())
    forms = {present(base): past(base)[0] for base in bases if re.fullmatch("[a-z]+", base)}
    told = "|".join(sorted(forms))
    return re.compile(rf"(^|\b(?:he|she|it|they|who|and|then|[A-Z][a-z]+)\s+)({told})\b"), forms


def as_past(text: str) -> str:
    """ "She rings the host" → "She rang the host": what is told in the present, in the words of the past."""
    known, forms = _told_now()
    return known.sub(lambda m: m[1] + forms[m[2]], text)


@cache
def irregular_past() -> str:
    """Every irregular past that is no base form besides; ``was``, ``had`` and ``did`` left out."""
    known = _irregular()
    found = {w for base, words in known.items() for w in words if w not in known and base not in ("be", "have", "do")}
    return rf"\b(?:{'|'.join(sorted(found))})\b"


@cache
def stative() -> str:
    forms = {w for base in table("narrative/verbs_en")["state"]["verbs"] if " " not in base for w in past(base)}
    return rf"\b(?:{'|'.join(sorted(forms))})\b"
