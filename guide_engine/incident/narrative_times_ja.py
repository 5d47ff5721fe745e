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
    month_day,
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

    def next_year(m: re.Match[str], g: Groups) -> Time | None:
        time = ymd(m, g)
        if time is not None:
            time.amount, time.unit = -1, "Y"
        return time

    named = rf"(?:\s*\((?P<w>[{_DAYS}])(?:曜日?)?(?:・?祝)?\)|の?\s*(?P<w2>[{_DAYS}])曜日?)?"
    yield month_day()
    yield rule(rf"(?:翌|明くる)年の?(?P<m>{n})\s*月(?:\s*(?P<d>{n})\s*日)?", next_year)
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
    feasts = {w: int(str(md)) for w, md in data["feasts"].items()}
    yield rule(
        "|".join(sorted(feasts, key=len, reverse=True)),
        lambda m, g: date(m, None, *divmod(feasts[m.group()], 100)),
    )
    hour = r"(?:(?<![翌今昨同])(?<!次の)(?<!その)(?<!くる)"  # those name the day: 「翌朝7時」
    hour += r"(?P<ampm>午前|午後|早朝|朝|昼|夕方|夕|夜|深夜|晩|未明|AM|PM)の?)?\s*"
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
        time = moved(m, _int(g["n"]), str(units[g["u"]]), 1)
        if time is not None:
            time.from_first = "first" in g
        return time

    def before(m: re.Match[str], g: Groups) -> Time | None:
        amount, u = _int(g["n"]), str(units[g["u"]])
        if "so" in g:
            return moved(m, amount, u, -1)
        return (
            Time(m.start(), m.end(), "distance", amount=amount, unit=u, either=True)
            if u[0] != "T"
            else Time(m.start(), m.end(), "part")
        )

    def day_after(m: re.Match[str], g: Groups) -> Time | None:
        time = ymd(m, g)
        if time is not None:
            time.strict = True
        return time

    def next_month(m: re.Match[str], g: Groups) -> Time | None:
        time = ymd(m, g)
        if time is not None:
            time.amount = -1
        return time

    def last_month(m: re.Match[str], g: Groups) -> Time | None:
        time = ymd(m, g)
        if time is not None:
            time.amount = 1
        return time

    num = rf"(?P<n>{JA})"
    soft = r"間?(?:ほど|ばかり|くらい|ぐらい|あまり|余り|近く|弱|強|も)?"
    few = r"[0-9一二三四五六七八九]\s?[、,〜・-]\s?[0-9一二三四五六七八九]"
    passed = (
        r"(?:後|のち|(?:が|を|は)?(?:[たあ]って|[たあ]った|経って|経った|経つ|経ち|経過し|過ぎて?|すぎて?)"
        r"|の後|し(?:て(?=も|から|、)|た(?=頃|ころ|後|あと|ら)|、)|(?:も)?すると|[お置]いて|ぶりに|越しに)"
    )
    yield rule(rf"{few}(?:{unit}){soft}{passed}", lambda m, g: Time(m.start(), m.end(), "later"))
    waited = r"(?:様子を?(?:見|み)|待っ|待ち|放置|放っ|ほうっ|悩ん|悩み|迷っ|我慢|寝かせ|静観|考え(?:て|た))"
    yield rule(rf"(?:それから|その後|さらに|もう)?(?:約)?{num}\s*(?P<u>{unit}){soft}(?=、?{waited})", later)
    yield rule(
        rf"(?:中|なか)(?P<n>{JA})(?P<u>日)(?:[お置]い(?:て|た)|で|後)?|(?P<n2>[一1])(?P<u2>日|週間?)[お置]いて",
        lambda m, g: moved(m, (_int(g.get("n", g.get("n2"))) or 0) + 1, str(units[g.get("u") or g["u2"]]), 1),
    )
    first = r"(?P<first>(?:(?:最初|初め|はじめ|初回|1通目|一通目)の?[^、。]{0,10}"
    first += r"|始まって|始まり|届き始め(?:て)?|発生|発端)から)"
    yield rule(
        rf"(?:{first}|(?:その|それから|約|さらに|丸|まる)\s*)*(?<!期限の)(?<!期限は){num}\s*(?P<u>{unit}){soft}{passed}",
        later,
    )
    yield rule(
        rf"(?:それから|そこから|あれから|その後|さらに|あと|もう){num}\s*(?P<u>{unit}){soft}(?:で|は|にわたって|のうちに|、)",
        later,
    )
    yield rule(rf"(?P<so>その|さらに|より)?\s*(?:約)?{num}\s*(?P<u>{unit}){soft}(?:前|以前)", before)
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
    yield rule(rf"(?:同月?|今月の?|当月の?)(?P<d>{n})日{named}", ymd)
    yield rule(rf"(?:翌|明くる)(?P<d>{n})日{named}", day_after)
    yield rule(rf"翌月の?(?P<d>{n})日{named}", next_month)
    yield rule(rf"先月の?(?P<d>{n})日{named}", last_month)
    yield rule(
        r"今月(?:に(?:入|なっ)|の?(?:初め|はじめ|上旬|中旬|下旬|半ば|頭))",
        lambda m, g: Time(m.start(), m.end(), "deixis", amount=0, unit="M"),
    )
    yield rule(
        rf"(?<![0-9〇一二三四五六七八九十月])(?![1一]日に(?:数|約|何|およそ|平均|[0-9]|つき))"
        # how often
        rf"(?!{n}日に(?:[1一](?:度|回|通|人)|[十百千万]|[二三四五六七八九]、?[二三四五六七八九]?[十百千万通件回]))"
        rf"(?P<d>{n})日(?!間|後|前|目|本|付|[0-9曜])"
        rf"{named}(?=[\s(、。の以午正朝昼夜夕未深早に頃ご〜:現]|から|より|まで|は|を最後|を境|$|[0-9])",
        ymd,
    )
    weeks = {"先々週": -2, "先週": -1, "前の週": -1, "前週": -1, "翌週": 1, "次の週": 1, "明くる週": 1, "あくる週": 1}
    yield rule(
        rf"(?P<rel>先々週|先週|前の週|前週|翌週|次の週|明くる週|あくる週|今週|その週|同じ週|同週|次|翌)?の?(?P<w>[{_DAYS}])曜日?",
        lambda m, g: Time(
            m.start(),
            m.end(),
            "weekday",
            d=_DAYS.index(g["w"]),
            amount=weeks.get(g.get("rel", ""), 0),
            unit="D" if g.get("rel", "")[-1:] != "週" else "W" if g["rel"][0] not in "先今" else "N",
            strict=g.get("rel") in ("次", "翌"),
        ),
    )
    yield rule(
        r"週(?:明け|が?明けて?|が?変わって?)|(?:翌|次の|明くる)週(?:の?(?:頭|初め|はじめ|始め|明け|あたま)|早々)",
        lambda m, g: Time(m.start(), m.end(), "weekday", d=0, amount=0, strict=True),
    )
    yield rule(
        r"先週末(?!まで)|この前の週末", lambda m, g: Time(m.start(), m.end(), "distance", d=5, amount=1, unit="W")
    )
    yield rule(
        r"(?<!毎)(?<!先)(?<!毎週)(?:週末(?!まで)|土・?日(?=[にでのは中、も]))",
        lambda m, g: Time(m.start(), m.end(), "weekday", d=5, amount=0),
    )
    yield distance({w: a for w, a in data["distance"].items() if isinstance(a, list)}, literal=True)
    yield distance({w: a for w, a in data["far"].items() if isinstance(a, list)}, literal=True, chain=True)
    yield rule(r"翌(?=午前|午後|\d{1,2}[時:])", lambda m, g: Time(m.start(), m.end(), "chain", amount=1))
    yield fixed({k: v for k, v in data["chain"].items() if isinstance(v, int)}, "chain", literal=True)
    yield fixed({k: v for k, v in data["deixis"].items() if isinstance(v, int)}, "deixis", literal=True)
    yield rule(r"(?<![午最直今前食老戦])後に(?:なって)?", lambda m, g: Time(m.start(), m.end(), "later"))
    words = data["words"]
    for kind in ("first", "later", "earlier", "now", "part"):
        yield fixed(list(words[kind]), kind, literal=True, guard="" if kind != "part" else "(?<!毎.)(?<!毎..)")  # type: ignore[call-overload]
