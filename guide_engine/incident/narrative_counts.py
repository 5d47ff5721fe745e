"""How many: the one number of a sentence that measures what happened, with its unit and how sure it is."""

from __future__ import annotations

import re
from functools import cache

from ..knowledge import table
from ..model import Count
from .narrative_numbers import EN, JA, number_en, number_ja


@cache
def _data(language: str) -> dict[str, object]:
    data = table(f"narrative/counts_{language}")
    rx = re.compile
    number = JA if language == "ja" else EN
    units = {name: "|".join(words) for name, words in data["units"].items()}
    any_unit = "|".join(f"(?P<{name}>{words})" for name, words in units.items())
    vague = "|".join(sorted(data["vague"], key=len, reverse=True))
    head = rf"(?P<pre>{'|'.join(data['before'])})?\s*"
    gap = data["gap"]
    return {
        "vague_values": data["vague"],
        "vague": rx(rf"(?:{vague})" if language == "ja" else rf"\b(?:{vague})\b", re.I),
        "unit": rx(any_unit, re.I),
        "exact": rx(rf"{head}(?P<n>{number}){gap}(?:{any_unit})(?P<post>{'|'.join(data['after'])})?", re.I),
        "loose": rx(rf"{head}(?P<v>{vague})(?:{data['vague_gap']}(?:{any_unit}))", re.I),
        "alone": rx(rf"(?<![\w.])(?P<v>{vague})(?![\w-]|\s+of\b)", re.I) if language == "en" else None,
        "reached": rx(rf"{data['reached']}(?P<n>{number})(?=\s*[.,;!]|\s*$)", re.I) if "reached" in data else None,
        "bare": rx(rf"{head}(?P<n>{number}){data['bare']}", re.I) if "bare" in data else None,
        "qualifiers": {k: rx("|".join(v), re.I) for k, v in data["qualifiers"].items()},
        "not": rx("|".join(data["negated"]), re.I),
        "mail": rx("|".join(data["mail"]), re.I),
        "skip": rx("|".join(data["skip"]), re.I) if data["skip"] else None,
    }


def count(text: str, language: str) -> Count | None:
    """The count that ``text`` (a normalised clause) tells; None where it has none, or a number of something else."""
    data = _data(language)
    best: tuple[int, int, Count] | None = None
    taken: list[tuple[int, int]] = []
    for kind in ("loose", "exact", "bare", "reached", "alone"):
        pattern = data[kind]
        for m in pattern.finditer(text) if isinstance(pattern, re.Pattern) else ():
            found = _one(m, text, data, language)
            if found is not None and not any(a < m.end() and m.start() < b for a, b in taken):
                taken.append(m.span())
                rank = ("messages", "addresses", "accounts").index(found.unit) if found.unit in ("messages", "addresses", "accounts") else 3
                if best is None or (rank, m.start()) < best[:2]:
                    best = (rank, m.start(), found)
    return best[2] if best else None


def _one(m: re.Match[str], text: str, data: dict[str, object], language: str) -> Count | None:
    groups = m.groupdict()
    if (groups.get("n") or "").lower() == "one":
        return None  # "one of them" counts nothing
    unit = next((k for k, v in groups.items() if v is not None and k not in ("pre", "n", "v", "post")), None) or _unit_before(m, text, data)
    around = text[max(0, m.start() - 12) : m.end() + (4 if language == "ja" else 0)]
    if data["not"].search(around) or (data["skip"] is not None and data["skip"].search(text[max(0, m.start() - 8) : m.end() + 10])):  # type: ignore[attr-defined]
        return None
    if unit == "cases":
        unit = "messages" if data["mail"].search(text) else "cases"  # type: ignore[attr-defined]
    if groups.get("v") is not None:
        values = data["vague_values"]
        assert isinstance(values, dict)
        words = max((k for k in values if re.compile(k, re.I).match(text, m.start("v"))), key=len, default=None)
        low, high, name = values[words] if words else (0, 0, "")
        return None if not words else Count((low, high) if high > low else low, unit, name)
    number = (number_ja if language == "ja" else number_en)(groups["n"])
    if not number:
        return None
    window = text[max(0, m.start() - 14) : m.end("n") + 8] if language == "en" else text[max(0, m.start() - 4) : m.end() + 6]
    for name in ("at_least", "about"):
        if data["qualifiers"][name].search(window):  # type: ignore[index]
            return Count(number, unit, name)
    return Count(number, unit)


def _unit_before(m: re.Match[str], text: str, data: dict[str, object]) -> str:
    """The noun that a bare number stands for: the last countable one before it."""
    unit = "messages"
    for found in data["unit"].finditer(text, 0, m.start()):  # type: ignore[attr-defined]
        unit = found.lastgroup or unit
    return unit
