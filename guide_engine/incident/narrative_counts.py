"""How many: the one number of a clause that measures what happened, with its unit and how sure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from guide_engine.incident.narrative_numbers import EN, JA, number_en, number_ja
from guide_engine.knowledge import table
from guide_engine.model import Count

Pattern = re.Pattern[str]
TIME, PAST = "・", "◦"  # stand for the letters of a time, and of a time before today
_FIRST = ("messages", "addresses", "accounts")  # where a clause counts several things
_GROUPS = ("pre", "n", "v", "post")  # the other named groups of a pattern are units


@dataclass(frozen=True, slots=True)
class _Rules:
    numbers: tuple[Pattern, ...]  # in the order in which they are tried; one match takes its place
    vague: dict[str, tuple[int, int, str]]
    unit: Pattern
    qualifiers: dict[str, Pattern]
    between: Pattern  # the lower of two bounds
    was: Pattern  # a number that was, before the one that is told
    whole: Pattern  # of how many there are: "23 of the 40 computers"
    named: Pattern
    negated: Pattern
    skip: Pattern
    aside: Pattern  # words after which a number only describes
    mail: Pattern
    single: Pattern  # the things of which "one" counts
    lone: Pattern  # ... and of anything: "only one failure"
    known: Pattern  # before so few, these have been told already: "the two accounts"
    few: int
    cases: dict[str, Pattern]  # 「アカウントが2件」: what the noun before says is counted
    needs: dict[str, Pattern]
    describes: dict[str, Pattern]  # by unit, before the number: it only says who somebody is
    least: dict[str, int]  # by unit: a smaller number counts nothing


@cache
def _rules(language: str) -> _Rules:
    data: dict[str, Any] = table(f"narrative/counts_{language}")

    def rx(pattern: str) -> Pattern:
        return re.compile(pattern, re.IGNORECASE)

    number = JA if language == "ja" else EN
    unit = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in data["units"].items())
    vague = "|".join(sorted(data["vague"], key=len, reverse=True))
    head = rf"(?P<pre>{'|'.join(data['before'])})?\s*"
    numbers = [
        rf"{head}(?P<v>{vague})(?:{data['vague_gap']}(?:{unit}))",
        rf"{head}(?P<n>{number}){data['gap']}(?:{unit})(?P<post>{'|'.join(data['after'])})?",
    ]
    if language == "ja":
        numbers.append(
            rf"{data['counted']}(?P<n>{number})(?P<post>{'|'.join(data['after'])})?(?=[\s。、.でと]|になっ|$)"
        )
        numbers.append(rf"{data['summed']}(?P<n>{number})(?P<post>{'|'.join(data['after'])})?{data['bare_end']}")
        numbers.append(rf"(?P<v>{vague})(?:という|単位)")
        was = (
            rf"{PAST}+[はがに]?{number}[通件](?=、{TIME})|{number}{data['was']}|"
            rf"{number}{data['among']}(?={data['among_gap']}{number})"
        )
    else:
        was = (
            rf"{PAST}+,?\s{number}(?=[^.;]{{0,20}}{TIME})|{number}(?=[^.;,]{{0,14}}\s{PAST})(?=[^.;]*{TIME})|"
            rf"{data['was']}(?:{number}|(?:{vague}))(?=.{{0,40}}\bto\b)|{data['among']}{number}(?=.{{0,40}}\b{number})"
        )
        numbers.append(rf"(?P<n>{number})(?:{'|'.join(f'(?P<{k}>{v})' for k, v in data['acting'].items())})")
        numbers.append(rf"^\W*(?P<n>{number})\W*$")
        numbers.append(rf"(?<![\w.])(?P<v>{vague})(?![\w-]|\s+of\b(?! (?:them|these|those)\b))")
        numbers.append(rf"{data['reached']}(?P<n>{number})(?=\s*[.;:!・◦)]|\s*,(?!\d)|\s*$|{data['goes_on']})")
    numbers.append(rf"{head}(?P<n>{number}){data['bare']}")
    if language == "en":
        numbers.append(rf"\b(?P<n>both)\s+(?:(?:of )?(?:the|our|my|his|her|their)\s+)?(?:\w+\s+)?(?:{unit})")
        numbers.append(rf"{head}(?P<n>{number}){data['of_it']}")
        numbers.append(rf"{head}(?P<n>{number})\s+(?P<things>{data['things']})")
    return _Rules(
        tuple(map(rx, numbers)),
        {words: (low, high, name) for words, (low, high, name) in data["vague"].items()},
        rx(unit),
        {name: rx("|".join(words)) for name, words in data["qualifiers"].items()},
        rx(rf"(?P<low>{number}){data['to']}"),
        rx(was),
        rx(rf"(?P<part>{number}{data['part_of']}){number}\s"),
        rx(data["named"]),
        rx("|".join(data["negated"])),
        rx("|".join(data["skip"])),
        rx("|".join(data["aside"])),
        rx("|".join(data["mail"])),
        rx(data["single"]),
        rx(data["lone"]),
        rx(data["known"]),
        data["few"],
        {name: rx(words) for name, words in data["cases"].items()},
        {name: rx(words) for name, words in data["needs"].items()},
        {name: rx(words) for name, words in data["describes"].items()},
        data["least"],
    )


def count(text: str, language: str) -> Count | None:
    """The count that ``text`` (a normalised clause, its times masked by ``TIME`` and ``PAST``) tells; None where it has
    none, or a number of something else.
    """
    rules = _rules(language)
    text = rules.was.sub(lambda m: TIME * len(m.group()), rules.whole.sub(r"\g<part>", text))
    best: tuple[int, int, Count] | None = None
    taken: list[tuple[int, int]] = []
    for pattern in rules.numbers:
        for m in pattern.finditer(text):
            found = _one(m, text, rules, language)
            if found is None or any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            rank = _FIRST.index(found.unit) if found.unit in _FIRST else len(_FIRST)
            if best is None or (rank, m.start()) < best[:2]:
                best = (rank, m.start(), found)
    return best[2] if best else None


_LIST = re.compile(r"(?<!.)\d{1,2} (?-i:[A-Z][a-z])|\d{1,2}\.\d{1,2}\b(?! (?:thousand|million|hundred)|k)")


def _one(m: re.Match[str], text: str, rules: _Rules, language: str) -> Count | None:
    groups = m.groupdict()
    one = (groups.get("n") or "").lower() == "one"
    digits = m.start("v" if groups.get("v") is not None else "n")
    bounds = rules.between.search(text[:digits]) if groups.get("n") else None
    start = bounds.start() if bounds else m.start()
    around = text[max(0, start - 12) : m.end() + (4 if language == "ja" else 0)]
    near = text[max(0, start - 8) : m.end() + (10 if language == "ja" else 0)]
    if (
        text[m.end() :].startswith(("目", "め"))  # 「3通目」
        or (language == "en" and digits and text[digits - 1].isalpha())  # web14
        or (text[digits - 2 : digits].endswith(".") and text[digits - 2].isdigit())  # 192.0.2.21
        or _LIST.match(text, digits)  # "4 Letter to everybody"
        or rules.negated.search(around)
        or rules.skip.search(near)
        or rules.named.search(text[: start if groups.get("pre") else (bounds.start() if bounds else digits)])
    ):
        return None
    unit = next((k for k, v in groups.items() if v is not None and k not in _GROUPS), None)
    if one and not (
        unit == "one_person" or (unit and (rules.single.match(m.group(unit)) or rules.lone.search(text[:digits])))
    ):
        return None  # "one of them" counts nothing; "one account" does
    if unit == "one_person":
        unit = "people"
    elif unit is None:
        unit = _unit_before(m, text, rules)
    if unit != "messages" and rules.aside.search(text, 0, m.start()):
        return None
    if unit == "things" and rules.unit.match(m.group(unit).split()[-1]):
        return None  # told above that it is none
    if unit in ("cases", "files", "attempts"):
        unit = next((name for name, rx in rules.cases.items() if rx.search(text[: m.start()])), unit)
    if unit == "cases" and rules.mail.search(text):
        unit = "messages"
    if groups.get("v") is not None:
        fitting = [w for w in rules.vague if re.compile(w, re.IGNORECASE).match(text, m.start("v"))]
        low, high, name = rules.vague[max(fitting, key=len)]
        return Count((low, high) if high > low else low, unit, name)
    both = groups["n"].lower() == "both"
    if both and unit not in ("machines", "blocklists"):
        return None
    number = 2 if both else (number_ja if language == "ja" else number_en)(groups["n"])
    if number == 0 and unit == "messages" and groups["n"] == "0":
        return Count(0, unit)
    if not number or (number < rules.least.get(unit, 1) and not groups.get("one_person")):
        return None
    if number <= rules.few and rules.known.search(text[:digits]) and not text.startswith((" who", " that"), m.end()):
        return None
    if unit in rules.needs and not rules.needs[unit].search(text):
        return None
    if unit in rules.describes and rules.describes[unit].search(text[:digits]):
        return None
    least = (number_ja if language == "ja" else number_en)(bounds["low"]) if bounds is not None else None
    if least and least < 10 and number >= 20 and not groups["n"].isdigit():
        least *= 10 ** (len(str(number)) - 1)  # "two or three hundred"
    if least and least < number <= 4 * least:
        return Count((least, number), unit, "about")
    before, after = (14, 8) if language == "en" else (4, 6)
    end = m.end("n") if language == "en" else m.end()
    window = text[max(0, m.start() - before) : end + after]
    for name in ("at_least", "about"):
        if rules.qualifiers[name].search(window):
            return Count(number, unit, name)
    return Count(number, unit)


def _unit_before(m: re.Match[str], text: str, rules: _Rules) -> str:
    """The noun that a bare number stands for: the last countable one before it."""
    unit = "messages"
    for found in rules.unit.finditer(text, 0, m.start()):
        unit = found.lastgroup or unit
    return unit
