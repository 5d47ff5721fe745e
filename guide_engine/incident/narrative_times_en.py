"""The words of time in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from guide_engine.incident.narrative_numbers import EN, number_en
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
    ok,
    rule,
    span,
)

# what may follow a day of the month, and no noun that it would count: "on the 5th we", not "on the 5th attempt"
_NO_NOUN = (
    r"(?! of)(?=\s*[,.;:)!]|\s+(?:my|i|we|he|she|they|it|a|an|our|his|her|the|there|when|at|in|with|and|to|that"
    r"|this|all|every\w*|no\w*|some\w*|another|one|two|three|around|about|by|came|was|were|had|until|before|after|from|then|mail|delivery"
    r"|bounces?)\b"
    r"|\s*$|\s+[-–—])"
)


def rules_en(data: dict[str, dict[str, object]]) -> Iterator[Rule]:
    months = {k: v for k, v in data["months"].items() if isinstance(v, int)}
    month = rf"(?P<mon>{'|'.join(sorted(months, key=len, reverse=True))})\b\.?"

    def named(m: re.Match[str], g: Groups) -> Time | None:
        if "d" not in g and "y" not in g and not m.group("mon")[0].isupper():
            return None  # "may", "march" as verbs
        y = int(g["y"]) if "y" in g else None
        return date(m, y, months[g["mon"].lower()], int(g["d"]) if "d" in g else None)

    days = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]

    def weekday_and_day(m: re.Match[str], g: Groups) -> Time | None:
        time = date(m, None, None, int(g["d"]))
        if time is not None:
            time.weekday = days.index(g["w"].lower())
        return time

    def last_month(m: re.Match[str], g: Groups) -> Time | None:
        time = date(m, None, None, int(g["d"]))
        if time is not None:
            time.amount = 1
        return time

    def between(m: re.Match[str], g: Groups) -> Time | None:
        time, end = (
            date(m, int(g["y"]) if "y" in g else None, months[g["mon"].lower()], int(g[d])) for d in ("d", "d2")
        )
        if time is None or end is None or (time.d or 0) >= (end.d or 0):
            return None
        time.until = end
        return time

    def ymd(m: re.Match[str], g: Groups) -> Time | None:
        time = date(m, int(g["y"]), int(g["m"]), int(g["d"]))
        if time is not None and "H" in g:
            time.clock = ok(int(g["H"]), int(g["M"]))
        return time

    def slashed(m: re.Match[str], g: Groups) -> Time | None:
        a, b = int(g["a"]), int(g["b"])
        a, b = (b, a) if a > 12 or "." in m.group() else (a, b)  # month first, unless it cannot be one
        return date(m, int(g["y"]), a, b)

    def no_year(m: re.Match[str], g: Groups) -> Time | None:
        a, b = int(g["a"]), int(g["b"])
        time = date(m, None, b, a) if a > 12 else date(m, None, a, b)
        if time is not None and a <= 12 and b <= 12:
            time.either = True
        return time

    yield rule(
        r"(?P<y>\d{4})[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?:[T ](?P<H>\d\d):(?P<M>\d\d)(?::\d\d)?)?(?:Z|[+-]\d\d:?\d\d)?",
        ymd,
    )
    yield rule(
        rf"\bone (?:fine )?(?P<w>{'|'.join(days)})day(?: (?:morning|evening|afternoon|night))?\b"
        rf"(?: (?:in|of|last|early|late)(?: in| (?:early|late))? {month}(?! \d))?",
        lambda m, g: Time(m.start(), m.end(), "first", d=days.index(g["w"].lower())),
    )
    day = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
    to = r"(?:\s?[-–—]\s?|\s(?:to|and|until|till|through)\s(?:the\s)?)(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?"
    yield rule(rf"\b{day}{to}\s+(?:of\s+)?{month},?(?:\s+(?P<y>\d{{4}})\b)?", between)  # "3 to 5 May"
    yield rule(rf"\b{month}\s+(?:the\s+)?{day}{to}\b(?![:.]\d)(?:,?\s+(?P<y>\d{{4}})\b)?", between)
    yield rule(rf"\b{day}\s+(?:of\s+)?{month},?(?:\s+(?P<y>\d{{4}})\b)?", named)
    yield rule(rf"\b{month}\s+(?:the\s+)?{day}\b(?!:)(?:,?\s+(?P<y>\d{{4}})\b)?", named)
    yield month_day()
    yield rule(r"\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})", slashed)
    yield rule(rf"\b{day}-{month}(?:-(?P<y>\d{{4}})\b)?", named)
    yield rule(
        rf"\b(?P<w>{'|'.join(days)})day,? (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b(?! of| (?-i:[A-Z])[a-z])",
        weekday_and_day,
    )
    yield rule(
        r"(?:(?<=\bon )|(?<=\bsince )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|^|(?<=day ))"
        r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/]| of\b)(?<!24/7)",
        no_year,
    )
    feasts = {w: int(str(md)) for w, md in data["feasts"].items()}
    yield rule(
        rf"\b(?:{'|'.join(sorted(feasts, key=len, reverse=True))})\b",
        lambda m, g: date(m, None, *divmod(feasts[m.group().lower()], 100)),
    )
    yield rule(r"\b(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)? (?:of )?last month\b", last_month)
    yield rule(
        r"\bthe (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?:of (?:the|that|this|the same) month|inst\b\.?|instant\b)",
        lambda m, g: date(m, None, None, int(g["d"])),
    )
    yield rule(rf"\bthe (?P<d>\d{{1,2}})(?:st|nd|rd|th)\b{_NO_NOUN}", lambda m, g: date(m, None, None, int(g["d"])))
    yield rule(rf"\b{month}\s+(?P<y>\d{{4}})\b", named)
    yield rule(
        r"\b(?:in|of|since|during|from|back to|until|till)\s+(?:early\s+|late\s+|mid-?\s*)?(?P<y>(?:19|20)\d\d)\b"
        r"(?! (?:messages?|mails?|bounces?|to)\b)",
        lambda m, g: date(m, int(g["y"]), None, None),
    )
    yield rule(
        rf"\b(?:(?:in|since|during|by|until|from|through)\s+(?:early\s+|late\s+|mid-?\s*)?|last\s+|early\s+|late\s+|mid-?\s*"
        rf"|(?:the\s+)?(?:end|start|beginning|middle|(?:first|second|third|last)\s+(?:week|days|half|weekend))\s+of\s+){month}",
        named,
    )

    def clock_time(m: re.Match[str], g: Groups) -> Time | None:
        if "noon" in g:
            return clock(m, (12 if g["noon"].lower() != "midnight" else 0, 0))
        hour, part = int(g.get("H") or g["H4"]), g.get("ap", "").lower()
        if "H4" in g and "hrs" not in g and (g["H4"] in ("19", "20")):
            return None  # a year
        if part:
            hour = hour % 12 + (12 if part[0] == "p" else 0)
        return clock(m, ok(hour, int(g.get("M") or g.get("M2") or g.get("M4", "0"))))

    yield rule(
        r"(?<![\d.:])(?:(?P<H>\d{1,2})(?:[:.](?P<M>[0-5]\d))?(?::[0-5]\d)?\s*(?P<ap>[ap]\.?m\b\.?)"
        r"|(?P<noon>\bnoon\b|\bmidday\b|\bmidnight\b))",
        clock_time,
    )
    yield rule(
        r"\b(?:at|by|around|about|until|from|before|after|since)\s+(?P<H4>[01]\d|2[0-3])h?(?P<M4>[0-5]\d)\b"
        r"(?P<hrs>\s?(?:hrs?|hours)\b)?(?![,.]\d)"
        r"(?! (?:\w+ )?(?:messages?|mails?|bounces?|e-?mails?|of|addresses|people))",
        clock_time,
    )
    yield rule(r"(?<![\d.:])(?P<H>[01]?\d|2[0-3])h(?P<M>[0-5]\d)\b", clock_time)
    yield rule(r"\b(?:at|by|around|about|until|from|since)\s+(?P<H>[01]?\d|2[0-3])\s?h\b", clock_time)
    hours = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    hour = rf"(?P<h>{'|'.join(hours)}|(?:1[0-2]|[1-9])(?![,.]?\d))"

    counted = re.compile(
        r"(?:mail|message|bounce|return|letter|notice|address|failure|replie|error)(?:e?s),? (?:still |maybe )?$"
    )

    early = re.compile(r"morning|night|woke|dawn|\b[ap]\.?m\b|hours\b|asleep|\bbed\b|overnight", re.IGNORECASE)

    def spoken(m: re.Match[str], g: Groups) -> Time | None:
        if counted.search(m.string[: m.start()]):
            return None  # "some bounces, about ten"
        h = hours.index(g["h"].lower()) + 1 if g["h"].isalpha() else int(g["h"])
        part = g.get("part", "").lower()
        if part in ("afternoon", "evening", "night") and h < 12 and not (part == "night" and h < 6):
            h += 12
        shift = {"half": 30, "quarter": 15, "ten": 10, "twenty": 20, "five": 5}.get(g.get("past", "").lower(), 0)
        if not part and h < 6 and not early.search(m.string):
            h += 12  # "by five o'clock" is told of the day
        minutes = h * 60 + int(g.get("M", "0")) + (-shift if g.get("way", "").lower() == "to" else shift)
        return clock(m, ok(minutes // 60 % 24, minutes % 60))

    in_the = r"(?:in the|at) (?P<part>morning|afternoon|evening|night)\b"
    yield rule(
        rf"\b(?:a )?(?P<past>half|quarter|ten|twenty|five) (?P<way>past|to) {hour}\b(?: {in_the})?(?! (?:people|of))",
        spoken,
    )
    yield rule(rf"\b(?:at|around|about|by|just after|gone) (?P<past>half) {hour}\b(?! a\b)", spoken)
    yield rule(rf"\b(?:just|already) gone {hour}\b", spoken)
    yield rule(rf"\b{hour}(?:[:.](?P<M>[0-5]\d))?(?: o'clock)? {in_the}", spoken)
    yield rule(rf"\b{hour} o'clock\b", spoken)
    yield rule(
        r"(?<![\d.:])(?P<H>[0-2]?\d)"
        r"(?::(?P<M>[0-5]\d)(?::[0-5]\d)?(?!:?\d)|\.(?P<M2>[0-5]\d)(?= (?:and|to|until|-) \d))",
        clock_time,
    )
    nth = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"]
    nth += ["twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"]
    nth += ["twentieth", *(f"twenty-{n}" for n in nth[:9]), "thirtieth", "thirty-first"]
    spelled = rf"(?P<d>{'|'.join(sorted(nth, key=len, reverse=True))})"

    def in_words(m: re.Match[str], g: Groups) -> Time | None:
        return date(m, None, months[g["mon"].lower()] if "mon" in g else None, nth.index(g["d"].lower()) + 1)

    yield rule(rf"\bthe\s+{spelled}\s+of\s+{month}", in_words)
    yield rule(
        rf"\b(?:(?:on|since|until|by|of|from)\s+|(?<=day, ))the\s+{spelled}\b{_NO_NOUN}",
        in_words,
    )
    yield rule(
        rf"\b(?:at(?: about| around)?|around|about|by|(?:shortly|just|soon) (?:after|before))\s+{hour}"
        r"(?=[,.;:!]|\s+(?:and|that|on|sharp|this|yesterday|last|the (?:next|following|same|previous)|next)\b|$)",
        spoken,
    )
    yield rule(
        rf"\b(?:since|from|until|before|after)\s+{hour}"
        r"(?=\s+(?:last night|this morning|yesterday|tonight|that night)\b)",
        spoken,
    )
    yield rule(rf"\bat\s+{hour}(?=\s+(?:i|we|he|she|they|it|the|my|our|a|an|some(?:one|body)|there|when|no)\b)", spoken)
    units = data["units"]
    unit = rf"(?P<u>{'|'.join(units)})s?"
    num = rf"(?P<n>{EN}|an?|about\s+an?)"
    about = r"(?:\b(?:about|around|some|nearly|almost|over|roughly)\s+)?"

    def amount(g: Groups) -> int | None:
        factor = 2 if g["u"].lower() == "fortnight" else 1
        if "n" not in g:
            return factor
        return factor if g["n"].lower().split()[-1] in ("a", "an") else factor * (number_en(g["n"]) or 0)

    def shift(sign: int) -> Callable[[re.Match[str], Groups], Time | None]:
        def make(m: re.Match[str], g: Groups) -> Time | None:
            time = moved(m, amount(g), str(units[g["u"].lower()]), sign)
            if time is not None:
                time.from_first = "first" in g
            return time

        return make

    def ago(m: re.Match[str], g: Groups) -> Time:
        u = str(units[g["u"].lower()])
        if u[0] == "T":  # hours and minutes do not leave the day
            return Time(m.start(), m.end(), "deixis", amount=0)
        return Time(m.start(), m.end(), "distance", amount=amount(g), unit=u)

    whole = r"(?:(?:full|whole|good|clear|solid|further|more)\s+)?"
    few = r"(?:one|two|three|four|five|six|seven|\d) (?:or|to) (?:two|three|four|five|six|seven|eight|\d)"
    # counted from a day of which nothing but its distance is known
    yield rule(
        rf"\b(?:{few}|(?:a )?(?:few|couple of|several)|some)\s+(?:days|weeks|months|years)\s+(?:later|after\w*|on)\b",
        lambda m, g: Time(m.start(), m.end(), "later"),
    )
    since = (
        r"(?P<first>\s+after\s+(?:the\s+(?:very\s+)?(?:first|initial|start|beginning|outbreak)|it\s+(?:all\s+)?(?:had\s+)?(?:start|beg)"
        r"|(?:\w+\s+){1,3}(?:first|began|begun|started)\b))"
    )
    yield rule(rf"{about}\b{num}\s+{whole}{unit}{since}", shift(1))
    yield rule(
        rf"{about}\b{num}\s+{whole}{unit}(?:\s+to the day)?,?\s+(?:later|after(?:wards| that)?"
        r"|on(?! (?:my|our|his|her|call|duty|hold)))\b",
        shift(1),
    )
    yield rule(rf"\b(?:after|following)\s+{about}{num}\s+{whole}{unit}\b", shift(1))
    yield rule(rf"\b{num}\s+{whole}{unit}\s+(?:passed|went by|had passed|had gone by|elapsed)\b", shift(1))
    yield rule(
        rf"\b(?:waited|gave it|left it|give it|wait|slept on it|sat on it|ignored (?:it|them)|let it run)"
        rf"(?:\s+for)?\s+{about}{num}\s+"
        rf"{whole}(?P<u>day|night|week)s?\b",
        shift(1),
    )
    yield rule(rf"\b(?:for\s+)?another\s+(?P<n>{EN})?\s*{unit}\b(?! (?:ago|earlier))", shift(1))
    yield rule(rf"\b(?:for\s+)?(?P<n>{EN})\s+more\s+{unit}\b", shift(1))
    yield rule(rf"{about}\b{num}\s+{unit}\s+(?:earlier|before(?:hand| that)?|previously)\b", shift(-1))
    yield rule(
        r"\b(?:a|one) week (?:ago )?(?:last |on )?(?P<w>mon|tues|wednes|thurs|fri|satur|sun)day\b"
        r"|\b(?:last |on )?(?P<w2>mon|tues|wednes|thurs|fri|satur|sun)day (?:before last|week ago)\b",
        lambda m, g: Time(m.start(), m.end(), "weekday", d=days.index((g.get("w") or g["w2"]).lower()), amount=-2),
    )
    yield rule(
        rf"{about}\b{num}\s+{unit}\s+(?:ago|back)\b",
        ago,
    )
    ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
    yield rule(
        rf"\b(?:on )?(?:day (?P<n>{EN})|the (?P<o>{'|'.join(ordinals)}) (?:day|morning|evening|night))\b",
        lambda m, g: Time(
            m.start(),
            m.end(),
            "ordinal",
            amount=ordinals.index(g["o"].lower()) if "o" in g else (number_en(g["n"]) or 1) - 1,
        ),
    )
    yield rule(
        rf"\b(?:in|by|during|into) (?:the (?P<o>{'|'.join(ordinals)}) week|week (?P<n>{EN}))\b(?! of\b)",
        lambda m, g: Time(
            m.start(),
            m.end(),
            "ordinal",
            amount=7 * (ordinals.index(g["o"].lower()) if "o" in g else (number_en(g["n"]) or 1) - 1),
        ),
    )
    yield rule(
        rf"\b(?:over|in|within|for|during)\s+(?:the\s+(?:space of\s+)?)?{about}{num}\s+(?P<u>day|week|month)s?\b",
        lambda m, g: span(m, amount(g), str(units[g["u"].lower()])),
    )
    yield rule(  # up to now: no day of its own
        rf"\b(?:over|in|within|for|during)\s+(?:the|these|this)\s+(?:last|past)\s+(?:{num}\s+|(?:few|couple of)\s+)?"
        r"(?:hour|day|week|month)s?\b(?! of)",
        lambda m, g: Time(m.start(), m.end(), "part"),
    )
    yield rule(
        r"\bsince then(?=[.;]|$)", lambda m, g: Time(m.start(), m.end(), "chain", amount=0, again=True, back=True)
    )
    yield distance({w: a for w, a in data["far"].items() if isinstance(a, list)}, literal=False, chain=True)
    yield rule(r"\b(?:the )?(?:next|following) day but one\b", lambda m, g: Time(m.start(), m.end(), "chain", amount=2))
    yield fixed({k: v for k, v in data["chain"].items() if isinstance(v, int)}, "chain", literal=False)
    yield rule(
        r"\b(?:earlier|early|late|at the (?:start|beginning) of) this month\b",
        lambda m, g: Time(m.start(), m.end(), "deixis", amount=0, unit="M"),
    )
    yield fixed({k: v for k, v in data["deixis"].items() if isinstance(v, int)}, "deixis", literal=False)
    yield rule(
        r"\b(?:(?P<rel>last|this past|the following|next|the next|the previous)\s+)?(?:the )?"
        r"(?P<w>mon|tues|wednes|thurs|fri|satur|sun)day\b(?!s)"
        r"(?:\s+(?P<late>after"
        r"(?: that| next)?(?=,|\s+(?:i|we|he|she|they|it|the|my|our)\b)|following"
        r"|(?P<before>before(?= that|[,.;]|$)|previous)))?",
        lambda m, g: Time(
            m.start(),
            m.end(),
            "weekday",
            d=days.index(g["w"].lower()),
            amount={"last": -1, "this past": -1, "the previous": -1}.get(g.get("rel", "").lower(), 0),
            strict=g.get("rel", "").lower() in ("the following", "next", "the next")
            or ("late" in g and "before" not in g),
            back="before" in g,
        ),
    )
    short = [day[:3] for day in days]
    yield rule(
        rf"(?:\b(?P<w>{'|'.join(short)})(?:s|r|rs|nes)?\b\.?"
        rf"(?=,? (?:the )?(?:\d{{1,2}}(?:[:.]\d\d|(?:st|nd|rd|th)?\b)|{month.replace('?P<mon>', '?:')}))"
        rf"|^(?P<w2>{'|'.join(short)})(?:s|r|rs|nes)?(?=[.,:]|\s[-–—(]|\s*$))",
        lambda m, g: Time(m.start(), m.end(), "weekday", d=short.index((g.get("w") or g["w2"]).lower()), amount=0),
    )
    yield rule(
        r"\b(?:over |at |on |during )?(?:(?:the )?last|(?:this|the) past) weekend\b",
        lambda m, g: Time(m.start(), m.end(), "distance", d=5, amount=1, unit="W"),
    )
    yield rule(
        r"\b(?:over|at|on|during|by) (?:the|that) weekend\b",
        lambda m, g: Time(m.start(), m.end(), "weekday", d=5, amount=0),
    )
    yield distance({k: v for k, v in data["distance"].items() if isinstance(v, list)}, literal=False)
    words = data["words"]
    for kind in ("first", "now", "part", "later", "earlier"):
        yield fixed(list(words[kind]), kind, literal=False)  # type: ignore[call-overload]
