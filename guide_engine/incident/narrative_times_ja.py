"""The words of time in Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide_engine.incident.narrative_numbers import JA, number_ja
from guide_engine.incident.narrative_times_kit import (
    Groups,
    Rule,
    Time,
    clock,
    date,
    distance,
    fixed,
    moved,
    rule,
    span,
)

_DAYS = "月火水木金土日"


def _int(text: str | None) -> int | None:
    return None if text is None else number_ja(text)


def _clock_ja(g: Groups) -> tuple[int, int] | None:
    hour = _int(g.get("H"))
    if hour is None or hour > 30:
        return None
    minute = 30 if g.get("half") else _int(g.get("M")) or 0
    part = g.get("ampm", "")
    if (
        part in ("午後", "夕方", "夕", "夜", "晩", "PM", "pm") and hour < 12 and not (part in ("夜", "晩") and hour < 5)
    ) or (part == "昼" and hour < 5):
        hour += 12
    return (hour % 24, minute) if minute < 60 else None


def rules_ja(data: dict[str, dict[str, object]]) -> Iterator[Rule]:
    n = r"[0-9〇一二三四五六七八九十]{1,3}"
    eras = data["eras"]
    year = rf"(?:(?P<era>{'|'.join(eras)})\s*(?P<ey>元|{n})\s*年|(?P<y>[0-9]{{4}})\s*年)\s*"

    def ymd(m: re.Match[str], g: Groups) -> Time | None:
        y = _int(g.get("y"))
        if "ey" in g:
            y = int(str(eras[g["era"].upper()])) + (1 if g["ey"] == "元" else _int(g["ey"]) or 0)
        time = date(m, y, _int(g.get("m")), _int(g.get("d")))
        if time is not None and ("w" in g or "w2" in g):
            time.weekday = _DAYS.index(g.get("w") or g["w2"])
        return time

    named = rf"(?:\s*\((?P<w>[{_DAYS}])(?:曜日?)?(?:・?祝)?\)|の?\s*(?P<w2>[{_DAYS}])曜日?)?"
    yield rule(rf"(?:{year})?(?P<m>{n})\s*月\s*(?P<d>{n})\s*日(?!間|後|前|目){named}", ymd)
    yield rule(
        rf"(?:(?P<era>[RH])?(?P<ey>[0-9]{{1,2}})|(?P<y>[0-9]{{4}}))[/.\-](?P<m>[0-9]{{1,2}})[/.\-](?P<d>[0-9]{{1,2}})(?![0-9]){named}",
        lambda m, g: None if "ey" in g and "era" not in g else ymd(m, g),
    )
    yield rule(rf"(?<![0-9/])(?P<m>1[0-2]|0?[1-9])/(?P<d>[0-3]?[0-9])(?![0-9/]){named}", ymd)
    yield rule(rf"{year}(?P<m>{n})\s*月", ymd)
    yield rule(rf"{year}(?!前|後|間)", ymd)
    yield rule(
        r"(?<![0-9か一二三四五六七八九十])(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
        r"(?=の?(?:上旬|中旬|下旬|初|はじめ|始め|半ば|なかば|末|終わり)|に(?!1|一)|ごろ|頃|から|、)",
        ymd,
    )
    hour = r"(?P<ampm>午前|午後|早朝|朝|昼|夕方|夕|夜|深夜|晩|未明|AM|PM)?の?\s*"
    yield rule(
        hour + rf"(?:(?P<H>{n})\s*時(?!間|点|代)(?:(?P<half>半)|(?P<M>{n})\s*分)?"
        r"|(?P<H2>[0-2]?[0-9]):(?P<M2>[0-5][0-9])(?::[0-5][0-9])?(?![0-9]))"
        r"(?:頃|ごろ|過ぎ|すぎ)?|(?P<noon>正午|真夜中|零時)",
        lambda m, g: clock(
            m,
            (12 if g["noon"] == "正午" else 0, 0)
            if "noon" in g
            else _clock_ja({**g, "H": g.get("H") or g["H2"], "M": g.get("M") or g.get("M2", "0")}),
        ),
    )
    units = data["units"]
    unit = "|".join(sorted(units, key=len, reverse=True))

    def later(m: re.Match[str], g: Groups) -> Time | None:
        return moved(m, _int(g["n"]), str(units[g["u"]]), 1)

    def before(m: re.Match[str], g: Groups) -> Time | None:
        amount, u = _int(g["n"]), str(units[g["u"]])
        if "so" in g:
            return moved(m, amount, u, -1)
        return (
            Time(m.start(), m.end(), "distance", amount=amount, unit=u)
            if u[0] != "T"
            else Time(m.start(), m.end(), "part")
        )

    num = rf"(?P<n>{JA})"
    soft = r"(?:ほど|ばかり|くらい|ぐらい)?"
    yield rule(
        rf"(?:(?:その|それから|約|さらに)\s*)*{num}\s*(?P<u>{unit}){soft}(?:後|[たあ]って|経って|経った|経つ|して(?=も|から|、))",
        later,
    )
    yield rule(
        rf"(?:それから|そこから|その後|さらに|あと){num}\s*(?P<u>{unit})(?:間)?{soft}(?:で|は|にわたって|のうちに)",
        later,
    )
    yield rule(rf"(?P<so>その|さらに)?\s*(?:約)?{num}\s*(?P<u>{unit}){soft}前", before)
    yield rule(
        rf"{num}(?P<u>日|週間?)目",
        lambda m, g: Time(
            m.start(), m.end(), "ordinal", amount=((_int(g["n"]) or 1) - 1) * (1 if g["u"] == "日" else 7)
        ),
    )
    yield rule(
        rf"{num}\s*(?P<u>日|週|か月|ヶ月|カ月)間?(?:に(?:わたって|わたり)|にも及|間)",
        lambda m, g: span(m, _int(g["n"]), str(units[g["u"]])),
    )
    yield rule(rf"{num}\s*(?P<u>日){soft}で(?=[^きは])", lambda m, g: span(m, _int(g["n"]), "D"))
    yield rule(
        rf"(?:翌|同月?|明くる)(?P<d>{n})日{named}",
        ymd,
    )
    yield rule(
        rf"(?<![0-9〇一二三四五六七八九十月])(?P<d>{n})日(?!間|後|前|目|本|付|[0-9曜])(?!(?<=[^0-9][1一]日)に(?:数|約|何|[0-9]|つき))"
        rf"{named}(?=[\s(、。の以午正朝昼夜夕未深早に頃ご〜:]|から|より|まで|は|を最後|を境|$|[0-9])",
        ymd,
    )
    yield rule(
        rf"(?P<rel>先々週|先週|前の週|前週|翌週|次の週|今週|その週|次|翌)?の?(?P<w>[{_DAYS}])曜日?",
        lambda m, g: Time(
            m.start(),
            m.end(),
            "weekday",
            d=_DAYS.index(g["w"]),
            amount={"先週": -1, "前の週": -1, "前週": -1, "翌週": 1, "次の週": 1}.get(g.get("rel", ""), 0),
            strict=g.get("rel") in ("次", "翌"),
        ),
    )
    yield rule(r"週明け", lambda m, g: Time(m.start(), m.end(), "weekday", d=0, amount=0, strict=True))
    yield rule(r"(?<!毎)(?<!先)週末(?!まで)", lambda m, g: Time(m.start(), m.end(), "weekday", d=5, amount=0))
    yield distance({w: a for w, a in data["distance"].items() if isinstance(a, list)}, literal=True)
    yield fixed({k: v for k, v in data["chain"].items() if isinstance(v, int)}, "chain", literal=True)
    yield fixed({k: v for k, v in data["deixis"].items() if isinstance(v, int)}, "deixis", literal=True)
    words = data["words"]
    for kind in ("first", "later", "earlier", "now", "part"):
        yield fixed(list(words[kind]), kind, literal=True, guard="" if kind != "part" else "(?<!毎.)(?<!毎..)")  # type: ignore[call-overload]
