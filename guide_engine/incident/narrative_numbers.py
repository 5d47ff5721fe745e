"""Numbers as people write them: 1万2千, 三百, 13,482, ~12K, forty-odd, two hundred."""

from __future__ import annotations

import re

JA = r"(?:[0-9][0-9,]*(?:\.[0-9]+)?(?:\s?[万千百億][0-9,]*)*|[〇一二三四五六七八九十百千万]+)"
_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN = {w: i + 1 for i, w in enumerate(_SMALL)}
_EN |= {
    w: 10 * (i + 2)
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_EN |= {"fourty": 40, "dozen": 12}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = "|".join(sorted([*_EN, *_SCALES], key=len, reverse=True))
EN = (
    r"(?:[0-9]{1,3}(?:[ .][0-9]{3})+(?![0-9,.])|[0-9][0-9,]*(?:\.[0-9]+)?(?:\s?(?:k|thousand|million|hundred)\b)?"
    rf"|(?:(?:a\s+)(?=hundred|thousand|million|dozen)|\bhalf\s+a\s+(?=dozen))?\b(?:{_WORD})(?:[\s-](?:and\s)?(?:{_WORD}))*\b)"
)
_KANJI = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number_ja(text: str) -> int | None:
    """``1万2千`` → 12000, ``百四十二`` → 142. None for what is no number."""
    total = part = 0
    digits = ""
    seen = False
    for c in text.replace(",", "").replace(" ", ""):
        if c.isdigit() or c == ".":
            digits += c
        elif c in _KANJI:
            digits += str(_KANJI[c])
        elif c in _UNITS:
            part += int(_float(digits, 1) * _UNITS[c])
            digits = ""
        elif c in "万億":
            total += int((part + _float(digits, 0 if part else 1)) * (10_000 if c == "万" else 100_000_000))
            part, digits = 0, ""
        else:
            return None
        seen = True
    return total + part + int(_float(digits, 0)) if seen else None


def number_en(text: str) -> int | None:
    """``12K`` → 12000, ``two hundred`` → 200, ``a dozen`` → 12. None for what is no number."""
    low = text.lower().strip()
    low = re.sub(r"(?<=[0-9])[ .](?=[0-9]{3}(?![0-9]))", "", low)  # 22 915, 25.000
    digits = re.match(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s?(k|thousand|million|hundred)?", low)
    if digits:
        scale = {"k": 1000, **_SCALES}.get(digits.group(2) or "", 1)
        return round(_float(digits.group(1).replace(",", ""), 0) * scale)
    if low.startswith("half a"):
        return 6
    total = part = 0
    seen = False
    for word in re.findall(r"[a-z]+", low):
        if word in _EN:
            part = (part or 1) * 12 if word == "dozen" else part + _EN[word]
            seen = True
        elif word == "hundred":
            part, seen = (part or 1) * 100, True
        elif word in _SCALES:
            total, part, seen = total + (part or 1) * _SCALES[word], 0, True
    return total + part if seen else None


def _float(digits: str, empty: float) -> float:
    try:
        return float(digits) if digits else empty
    except ValueError:
        return empty
