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


def _forms(entry: str, *, now: bool) -> tuple[set[str], set[str]]:
    """The verb of ``entry`` as it is told (past, or present with ``now``), and as it stands behind "was", a subject."""
    verb = entry.partition(" ")[0]
    bases = re.sub(r"^\(\?:|\)$", "", verb).split("|") if verb.startswith("(?:") else [verb]
    told: set[str] = set()
    behind: set[str] = set()
    for base in bases:
        plain = base.replace("-?", "-")
        pair = ({present(plain)}, {plain}) if now else (set(past(plain)), set(going(plain)))
        for out, made in zip((told, behind), pair, strict=True):
            out.update({f.replace("-", "-?") for f in made} if "-?" in base else made)
    return told, behind


@cache
def _pattern(entry: str, *, now: bool) -> re.Pattern[str]:
    """All that tells of the past in ``entry`` ("take ~ down"); with ``now`` of the present instead."""
    told, behind = ("|".join(sorted(forms)) for forms in _forms(entry, now=now))
    rest = entry.partition(" ")[2]
    tail = f" {rest}" if rest else ""
    for mark, words in _AFTER.items():
        tail = tail.replace(mark, words)
    tail = (tail.replace(" ", r"\s+") + r"\b") if tail else ""
    around = table("narrative/verbs_en")["around"]
    noun = "".join(rf"(?<!\b{w} )" for w in around["before_noun"].split()) if now else ""
    before = around["subject" if now else "goes_on"]
    return re.compile(rf"(?:{noun}\b(?:{told})|{before}(?:{behind}))\b{tail}", re.IGNORECASE)


@cache
def _index(*, now: bool) -> dict[str, list[tuple[str, str]]]:
    """From the first letters of a form to the entries, each with its type, that may stand there."""
    out: dict[str, list[tuple[str, str]]] = {}
    for name, entries in table("narrative/verbs_en")["types"].items():
        for entry in entries:
            told, behind = _forms(entry, now=now)
            keys = {w for f in told | behind for w in (f.replace("-?", ""), f.partition("-")[0])}
            for key in keys:
                out.setdefault(key, []).append((name, entry))
    return out


def verbs(text: str, *, now: bool = False) -> dict[str, int]:
    """By the type of event that a verb tells, where the first such verb of ``text`` begins. Only words that
    stand in the text are asked for: one pattern of every verb took most of the time of a reading."""
    index = _index(now=now)
    out: dict[str, int] = {}
    for name, entry in {hit for w in set(re.findall("[a-z]+", text.lower())) for hit in index.get(w, ())}:
        match = _pattern(entry, now=now).search(text)
        if match is not None:
            out[name] = min(match.start(), out.get(name, match.start()))
    return out


@cache
def _told_now() -> tuple[re.Pattern[str], dict[str, str]]:
    forms = {present(base): past(base)[0] for base in _bases()}
    told = "|".join(sorted(forms))
    return re.compile(rf"(^|\b(?:he|she|it|they|who|and|then|[A-Z][a-z]+)\s+)({told})\b"), forms


def as_past(text: str) -> str:
    """ "She rings the host" → "She rang the host": what is told in the present, in the words of the past."""
    known, forms = _told_now()
    return known.sub(lambda m: m[1] + forms[m[2]], text)


_OBJECT = r"(?=\s+(?:the|my|our|his|her|their|all|it|them|this|that|whole|every|both|a|an)\b)"


@cache
def _unfinished() -> tuple[re.Pattern[str], dict[str, str]]:
    forms = {base: past(base)[0] for base in _bases()}
    verb = f"({'|'.join(sorted(forms))})"
    return re.compile(rf"\b(?:have|has|had) (?:already |also |now )?{verb}\b{_OBJECT}"), forms


def plain_past(text: str) -> str:
    """ "have change the password" → "changed the password", as who learns English may write."""
    if not re.search(r"\b(?:have|has|had) ", text):
        return text
    known, forms = _unfinished()
    return known.sub(lambda m: m[0] if m[1] == forms[m[1]] else forms[m[1]], text)


def _bases() -> set[str]:
    entries = (e for rows in table("narrative/verbs_en")["types"].values() for e in rows)
    return {b for b in {e.split(" ")[0] for e in entries} | set(_irregular()) if re.fullmatch("[a-z]+", b)}


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
