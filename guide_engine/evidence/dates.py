"""RFC 5322 dates to ISO 8601 with offset, without the standard parser's imports."""

from __future__ import annotations

import re

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_DATE = re.compile(
    r"(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*"
    r"(?:([+-]\d{4})|([A-Za-z]{1,5}))?"
)
# the form that nearly every mail has
_USUAL = re.compile(
    r"\s*(?:[A-Za-z]{3}, )?([0-2]?\d|3[01]) ([A-Z][a-z]{2}) (\d{4}) ([0-2]\d:[0-5]\d:[0-5]\d) "
    r"(\+(?:0\d|1[0-3])|-(?:0[1-9]|1[0-3]))([0-5]\d)\b"
)
_USUAL_MONTHS = {name.capitalize(): f"{number:02}" for name, number in _MONTHS.items()}
_ZONES = {"est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
          "pst": "-08:00", "pdt": "-07:00", "jst": "+09:00"}  # fmt: skip


def iso(text: str | None) -> str | None:
    """``Tue, 12 May 2026 22:00:38 +0900 (JST)`` gives ``2026-05-12T22:00:38+09:00``; None for no date.

    An unknown or missing zone counts as UTC (RFC 5322 section 4.3).
    """
    usual = _USUAL.match(text) if text else None
    if usual is not None and usual[2] in _USUAL_MONTHS and usual[4] < "24":
        return f"{usual[3]}-{_USUAL_MONTHS[usual[2]]}-{usual[1]:0>2}T{usual[4]}{usual[5]}:{usual[6]}"
    found = _DATE.search(text[:200]) if text else None
    if found is None:
        return None
    day, name, year, hour, minute, second, offset, zone = found.groups()
    month = _MONTHS.get(name.lower())
    y = int(year)
    if y < 100:
        y += 2000 if y < 70 else 1900
    if month is None or not 1 <= int(day) <= 31 or int(hour) > 23 or int(minute) > 59 or not 1970 <= y <= 9999:
        return None
    shift = f"{offset[:3]}:{offset[3:]}" if offset else _ZONES.get((zone or "").lower(), "+00:00")
    if int(shift[1:3]) > 14 or int(shift[4:]) > 59 or shift == "-00:00":
        shift = "+00:00"
    return f"{y:04}-{month:02}-{int(day):02}T{int(hour):02}:{minute}:{min(int(second or 0), 59):02}{shift}"
