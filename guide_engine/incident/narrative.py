"""Prose -> Incident: what happened, when, how often, why, what was done, what was learned.

Rules over text; nothing is invented. Every item carries the words that say it. The vocabulary and the forms
of ``when`` and ``count`` are those of the labelled corpus (design.md section 5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..model import Count, Event, Incident
from .narrative_clock import Clock, Moment
from .narrative_counts import count
from .narrative_events import Clause, classify, clauses, habitual, happened, joined, lead, past_perfect, split_here
from .narrative_text import Sentence, Story, StoryError, language_of, read_text
from .narrative_times import Time, times

__all__ = ["LIMIT", "StoryError", "read_story"]

LIMIT = 1_000_000  # characters: a story, not a library
_ANNOTATED = re.compile(r"(?m)^#{1,6} .*\{[^{}\n]*\.(?:event|cause|action|lesson)\b")
MAX_QUOTE = 200
_LEADING = " \n、,;:-・/|!=~?#>*_`+"
WEAK = ("part", "now", "later", "earlier", "span")
_FAR = 10**7


@dataclass(frozen=True, slots=True)
class Reading:
    """An incident with what the reader is unsure of: for each event the names of what its author should confirm."""

    story: Story
    incident: Incident
    doubts: tuple[tuple[str, ...], ...] = ()  # of type | time | count, beside incident.events


def read_story(text: str, *, date: str | None = None) -> Incident:
    """Read ``text`` as the story of an incident. ``date`` (ISO, may be ``YYYY-MM``) is when it was written.

    ``text`` is prose, or the annotated Markdown that a draft or a guide's story is (incident/story.py).
    Raises :class:`StoryError` for a text that is empty, binary, too long or in another language. A text in
    which nothing happens gives an incident without events.
    """
    if annotated(text):
        from .story import read

        return read(text, lang=language_of(text))
    return read_prose(text, date=date).incident


def annotated(text: str) -> bool:
    """Is ``text`` a draft, or a guide's story?"""
    return len(text) <= LIMIT and _ANNOTATED.search(text) is not None


def read_prose(text: str, *, date: str | None = None) -> Reading:
    """As :func:`read_story`, for prose only, with what is doubtful."""
    if len(text) > LIMIT:
        raise StoryError("too-long")
    if "\0" in text[:4096]:
        raise StoryError("binary")
    story = read_text(text)
    from .narrative_actions import actions
    from .narrative_causes import causes
    from .narrative_lessons import lessons

    found = _events(story, date)
    incident = Incident(
        id=None,
        language=story.language,
        title=story.title,
        events=_finished(found),
        causes=causes(story),
        actions=actions(story, [(f.event.span or (0, 0), f.event.type) for f in found]),
        lessons=lessons(story),
    )
    return Reading(story, incident, tuple(f.doubts() for f in found))


@dataclass(slots=True)
class _Found:
    event: Event
    moment: Moment | None
    place: int  # order of telling
    key: tuple[float, float, int] = (0, 0, 0)
    plain: bool = False  # no word of the vocabulary named its type

    def doubts(self) -> tuple[str, ...]:
        m = self.moment
        guessed = m is not None and (m.taken or m.no_year or m.after is not None or m.dur is not None or (m.day is not None and not m.calendar))
        vague = self.event.count is not None and self.event.count.qualifier != "exact"
        return tuple(n for n, yes in (("type", self.plain), ("time", guessed), ("count", vague)) if yes)


class _Reader:
    def __init__(self, story: Story, date: str | None) -> None:
        self.story = story
        self.language = story.language
        self.clock = Clock(date)
        self.found: list[_Found] = []
        self.paragraph = -1
        self.line = -1
        self.leads = False
        self.block: _Found | None = None  # the event that a block of "日時：" lines describes

    # ---- one sentence after another ------------------------------------------------------------

    def run(self) -> list[_Found]:
        sentences = self.story.sentences
        self._date_of_document(sentences)
        for index, s in enumerate(sentences):
            if s.kind == "title":
                self._hint(s)
            elif s.kind == "stamp":
                self._stamped(s, index)
            elif s.kind == "heading":
                self.block = None
                self.clock.lose()
                if not s.text.startswith(">"):
                    self._move(s)
            else:
                if s.paragraph != self.paragraph:
                    gap = s.paragraph - self.paragraph > 1 or s.kind == "bullet" or self.language == "en"
                    self.paragraph = s.paragraph
                    if gap:
                        self.clock.lose()
                self._sentence(s)
        self._title()
        return self.found

    def _date_of_document(self, sentences: list[Sentence]) -> None:
        """A line near the top that is a date and nothing else says when the text was written."""
        for index, s in enumerate(sentences[:4]):
            if s.kind != "stamp" or len(re.findall(r"[^\W\d_]", s.text)) > 24:
                continue
            later = [t for t in sentences[index + 1 :] if t.kind == "stamp"]
            if any(re.search(r"\d{4}", t.text) for t in later) or re.search(r"wrote|post by|投稿者|質問", s.text, re.I):
                return
            found = times(s.text, self.language)
            moment = self.clock.read(found[0]) if found else None
            if moment is not None and moment.calendar and moment.precision == "D" and not moment.no_year:
                self.clock.written = self.clock.written or moment.date()
                self.clock.known_year = moment.date().year
                s.kind = "heading"
                s.text = s.text[:0]
            return

    def _hint(self, s: Sentence) -> None:
        for t in times(s.text, self.language):
            if t.kind == "date" and t.y:
                self.clock.hinted_year = t.y

    def _stamped(self, s: Sentence, index: int) -> None:
        self.block = None
        found = times(s.text, self.language)
        if found:
            t = found[0]
            if t.kind in ("clock", "part") and self.clock.written is not None and self.clock.main is None:
                self.clock.main = Moment(self.clock.written.toordinal(), True)
            moment = self.clock.read(t)
            if moment is not None:
                self.clock.begun = True
                self.clock.stamp(moment)

    def _move(self, s: Sentence) -> None:
        for t in times(s.text, self.language)[:1]:
            if t.kind in ("date", "weekday", "ordinal", "chain"):
                moment = self.clock.read(t)
                if moment is not None and moment.day is not None and moment.precision == "D":
                    self.clock.tell(moment)

    def _sentence(self, s: Sentence) -> None:
        found = self._led(s, times(s.text, self.language))
        if s.kind == "label":
            if self._label(s, found):
                return
        else:
            self.block = None
        parts = clauses(s, self.language)
        units: list[tuple[list[Clause], list[Time]]] = []
        for i, clause in enumerate(parts):
            own = [t for t in found if clause.start <= t.start < clause.end]
            timed = any(t.kind not in ("later", "earlier") for t in own)
            classify(clause, s, timed, self._count(s, clause.start, clause.end, found), self.language, i == len(parts) - 1)
            if clause.type is None:
                units.append(([], own))
                continue
            # a check and its result are one event, whatever stands between them
            near = next((u for u in reversed(units) if u[0] or u[1]), None) if units else None
            open_ = near is not None and near[0] and (near is units[-1] or joined(near[0][-1], self.language))
            if near is not None and open_ and not split_here(near[0][-1], clause, found, self.language):
                near[0].append(clause)
                near[1].extend(own)
            else:
                units.append(([clause], own))
        if not any(c for c, _ in units):
            self._context(found, s)
            return
        if self._fragment(s, units):
            return
        waiting: list[Time] = []
        for group, own in units:
            if not group:
                waiting += own
                continue
            self._event(s, group, waiting + own)
            waiting = []
        if waiting:
            self._context(waiting, s)

    def _count(self, s: Sentence, a: int, b: int, found: list[Time]) -> Count | None:
        """The number of these words; the numbers of a time are none."""
        text = s.text[a:b]
        for t in found:
            if t.start < b and a < t.end and t.kind not in ("part", "later", "earlier", "first"):
                x, y = max(t.start, a) - a, min(t.end, b) - a
                text = text[:x] + "・" * (y - x) + text[y:]
        return count(text, self.language)

    def _fragment(self, s: Sentence, units: list[tuple[list[Clause], list[Time]]]) -> bool:
        """"Some three hundred." measures what the sentence before it told."""
        before = self.found[-1] if self.found else None
        events = [group for group, _ in units if group]
        if before is None or len(events) != 1 or len(s.text) > 32 or before.event.count is not None or before.event.span is None:
            return False
        how_many = self._count(s, 0, len(s.text), times(s.text, self.language))
        plain = events[0][0].plain or re.search(r"^(?:数え|全部|合計|合わせ|ざっと)", s.text) is not None
        gap = self.story.normal[before.event.span[1] : s.start]
        timed = any(t.kind not in ("later", "earlier") for _, own in units for t in own)
        if how_many is None or timed or not plain or re.search(r"[^\s。.!?…]", gap) or "\n" in gap:
            return False
        span = (before.event.span[0], s.start + len(s.text.rstrip("。.")))
        if span[1] - span[0] > MAX_QUOTE:
            return False
        before.event = replace(before.event, count=how_many, span=span, quote=self.story.text[span[0] : span[1]])
        return True

    def _context(self, found: list[Time], s: Sentence) -> None:
        """No event, but the words may say which day is told next: "Monday.", "12 Sep 2018 16:45 - Update."."""
        bare = len(s.text.strip(" .。:-")) <= sum(t.end - t.start for t in found) + 16
        for t in found:
            if t.kind in ("later", "part", "span", "earlier") and not bare:
                continue
            told = bare or (t.kind in ("date", "weekday", "ordinal", "chain") and not t.back and happened(s, self.language))
            if not told and not (t.kind == "date" and t.m is None):
                continue
            moment = self.clock.read(t)
            if moment is None or not told or moment.day is None or moment.precision != "D":
                continue
            if moment.clock is not None and moment.calendar:
                self.clock.stamp(moment)
            else:
                self.clock.tell(moment)
            self.clock.begun = True

    def _led(self, s: Sentence, found: list[Time]) -> list[Time]:
        """Marks the lines of a chronology; what stands before a colon or dash dates the whole line."""
        if s.line != self.line:
            self.line, self.leads = s.line, bool(found) and found[0].start <= 2 and found[0].kind not in WEAK
            if self.leads and found[0].kind in ("clock", "date", "weekday") and re.match(r"\s*(?:[ap]\.?m\.?)?\s?(?:[:\-–—]\s|$)", s.text[found[0].end :]):
                if found[0].kind == "clock" and self.clock.main is None and self.clock.written is not None:
                    self.clock.main = Moment(self.clock.written.toordinal(), True)
                moment = self.clock.read(found[0])
                if moment is not None and moment.day is not None:
                    self.clock.begun = True
                    self.clock.stamp(moment)
                    found = found[1:]
        s.led = self.leads
        return found

    # ---- one event --------------------------------------------------------------------------

    def _event(self, s: Sentence, group: list[Clause], own: list[Time]) -> None:
        first, last = group[0], group[-1]
        text = s.text[first.start : last.end]
        kind = next((c.type for c in group if c.type not in ("check", "background")), None) or last.type or "symptom"
        if first.type == "check" and len(group) > 1:
            kind = "check"
        elif self.language == "ja" and joined(first, "ja"):
            kind = last.type or kind
        moment = self._when(own, text, kind)
        if moment is not None and (moment.before or (moment.offset and moment.offset.endswith("Y"))):
            kind = "background" if kind in ("action", "decision", "symptom") else kind
        elif kind in ("action",) and not own and past_perfect(text, self.language) and self.language == "en":
            kind = "background"
        elif any(t.back for t in own) and kind in ("action", "decision", "symptom"):
            kind = "background"
        event = self._make(s, first.start, last.end, kind, moment, self._count(s, first.start, last.end, times(s.text, self.language)))
        event.plain = all(c.plain for c in group)
        if lead(s.text, self.language) and not own:
            event.key = (1, 0, 0)  # marks a lead, see _finished
        self.found.append(event)
        self.clock.begun = True

    def _make(self, s: Sentence, a: int, b: int, kind: str, moment: Moment | None, how_many: Count | None) -> _Found:
        text = s.text[a:b]
        start = a + len(text) - len(text.lstrip(_LEADING))
        whole = b == len(s.text) and s.text[start:b].rstrip().endswith(("。", ".", "!", "?")) and b - start <= MAX_QUOTE
        stripped = s.text[start:b].rstrip() if whole else s.text[start:b].rstrip(" 、,;:-。")
        stripped = re.sub(r"(?:,? (?:and|but|so|because|when|which|who|before)|\.)$", "", stripped) if self.language == "en" and not whole else stripped
        end = start + min(len(stripped), MAX_QUOTE)
        span = (s.start + start, s.start + end)
        quote = self.story.text[span[0] : span[1]]
        when = moment.when() if moment is not None else None
        return _Found(Event(kind, quote, span, when, None, how_many, line=s.line + 1), moment, len(self.found))

    def _when(self, own: list[Time], text: str, kind: str) -> Moment | None:
        strong = [t for t in own if t.kind not in WEAK]
        order = ("now", "part", "span", "earlier", "later")
        weak = sorted((t for t in own if t.kind in WEAK), key=lambda t: order.index(t.kind))
        for t in strong:
            if t.kind == "date" and t.m is None and t.d is None and len(strong) > 1:
                continue
            before = self._retro(t)
            moment = before or self.clock.read(t)
            if moment is None:
                continue
            if not t.back and not moment.before and not (kind == "background" and moment.day is None):
                self.clock.tell(moment)
            if habitual(text, self.language) and not self.clock.from_stamp:
                self.clock.fresh = False
            return moment
        for t in weak:
            moment = self.clock.read(t)
            if moment is not None:
                if t.kind in ("part", "now"):
                    self.clock.tell(moment)
                    if habitual(text, self.language):
                        self.clock.fresh = False
                    return replace(moment, taken=True)
                return moment
            if t.kind == "later":
                self.clock.adrift = True
                return None
        if kind in ("attacker", "background", "action") and past_perfect(text, self.language):
            return None
        moment = self.clock.taken()
        if moment is None:
            self.clock.adrift = True
        if habitual(text, self.language) and not self.clock.from_stamp:
            self.clock.fresh = False
        return moment

    def _retro(self, t: Time) -> Moment | None:
        """"The next day", and the day before has no name: where only it has been told, it is the first day."""
        if t.kind != "chain" or (t.amount or 0) <= 0 or self.clock.main is not None:
            return None
        if not self.found or self.found[-1].moment is not None or any(f.moment and f.moment.day is not None for f in self.found):
            return None
        first, told = Moment(0), self.found[-1]
        told.moment, told.event = first, replace(told.event, when=first.when())
        self.clock.adrift = False
        self.clock.tell(first)
        return self.clock.read(t)

    # ---- labels and the title -----------------------------------------------------------------

    def _label(self, s: Sentence, found: list[Time]) -> bool:
        """"日時：", "件数：", "概要：" lines describe one event between them."""
        name = s.label.lower()
        timed = re.search(r"日時|期間|発生日|時刻|^when|^date|^time|^duration", name)
        counted = re.search(r"件数|通数|数$|number|count|^affected", name)
        told = re.search(r"概要|内容|状況|事象|summary|what happened", name)
        if timed and found:
            moment = self.clock.read(found[0])
            if moment is not None:
                self.clock.tell(moment)
            start = s.start - len(self._prefix(s))
            event = Event("attacker", self.story.text[start : s.end], (start, s.end), moment.when() if moment else None, line=s.line + 1)
            self.block = _Found(event, moment, len(self.found))
            self._absorb(self.block)
            self.found.append(self.block)
            self.clock.begun = True
            return True
        if counted:
            how_many = count(s.text, self.language) or count(s.text + ("件" if self.language == "ja" else " messages"), self.language)
            if how_many is not None and how_many.unit == "cases":
                how_many = replace(how_many, unit="messages")
            if self.block is not None and how_many is not None and self.block.event.count is None:
                self.block.event = replace(self.block.event, count=how_many)
            return True
        return self.block is not None and told is not None

    def _prefix(self, s: Sentence) -> str:
        line = self.story.normal.rfind("\n", 0, s.start) + 1
        head = self.story.normal[line : s.start]
        return head[head.find(s.label) :] if s.label in head else ""

    def _absorb(self, block: _Found) -> None:
        """What the introduction has told of the same day is the event that the block gives in full."""
        day = block.moment.day if block.moment else None
        for f in list(self.found):
            same = f.moment is not None and f.moment.day == day and f.event.type in ("attacker", "symptom", "discovery")
            if same and day is not None:
                block.event = replace(block.event, type=f.event.type, count=f.event.count)
                self.found.remove(f)

    def _title(self) -> None:
        """A title is an event only where it tells a number that the story does not."""
        s = next((s for s in self.story.sentences if s.kind == "title"), None)
        if s is None:
            return
        how_many = count(s.text, self.language)
        clause = Clause(s.text, 0, len(s.text))
        if how_many is None or how_many.unit != "messages" or any(_covers(f.event.count, how_many) for f in self.found):
            return
        found = times(s.text, self.language)
        text = re.sub(r"(?:とき|時|件|話|記録|こと|の)+$", "", re.sub(r"(?:とき|時)?の?(?:記録|話|件|顛末|メモ|まとめ|体験談)$", "", s.text))
        clause.text, clause.end = text, len(text)
        classify(clause, replace(s, text=text, section=""), True, how_many, self.language, True)
        if clause.type is None:
            return
        moment = next((self.clock.read(t) for t in found if t.kind == "span"), None)
        made = self._make(s, 0, len(text), "outcome", moment, how_many)
        made.key = (2, 0, 0)
        self.found.append(made)


def _covers(a: Count | None, b: Count) -> bool:
    if a is None:
        return False
    if isinstance(a.value, tuple) and not isinstance(b.value, tuple):
        return False
    low, high = a.value if isinstance(a.value, tuple) else (a.value, a.value)
    other = b.value if isinstance(b.value, tuple) else (b.value, b.value)
    return low <= other[1] * 1.15 and other[0] <= high * 1.15


# ---- order ---------------------------------------------------------------------------------------


def _events(story: Story, date: str | None) -> list[_Found]:
    found = _Reader(story, date).run()
    dated = sum(f.moment is not None and f.moment.day is not None for f in found)
    if dated >= 2 or len(found) >= 4:
        found = [f for f in found if f.key[0] != 1 or f.event.type == "action"]  # a lead that the course tells in full
    _order(found)
    return found


def _order(found: list[_Found]) -> None:
    calendar = [f.moment.day for f in found if f.moment and f.moment.calendar and f.moment.day is not None and f.moment.precision == "D"]
    zero = min(calendar, default=0)
    previous: tuple[float, float] | None = None
    for place, f in enumerate(found):
        m = f.moment
        if f.key[0] == 2:
            f.key = (_FAR, 0, place)
            continue
        if m is not None and m.day is not None and m.precision == "D":
            day = float(m.day - zero if m.calendar else m.day)
            clock = m.clock[0] * 60 + m.clock[1] if m.clock else None
            if clock is None:
                clock = int(previous[1]) if previous is not None and previous[0] == day else (-1 if previous is None or previous[0] > day else 0)
            f.key = (day, clock, place)
            previous = (day, float(clock))
        elif m is not None and m.day is not None:
            f.key = (float(m.day - zero) if m.calendar else m.day, -1, place)
        elif (m is not None and (m.before or m.offset is not None)) or f.event.type == "background":
            f.key = (-_FAR + _age(m), 0, place)
        else:
            f.key = (*(previous or (-1.0, 0.0)), place)
    _lead_back(found)
    found.sort(key=lambda f: f.key)


def _lead_back(found: list[_Found]) -> None:
    """What an intruder "had done" came before the day on which it was found."""
    for f in found:
        if f.event.type == "attacker" and f.moment is None and re.search(r"\bhad\b", f.event.quote):
            earlier = min((g.key for g in found if g.key[0] > -_FAR / 2 and g is not f), default=f.key)
            f.key = (earlier[0], earlier[1] - 0.5, f.key[2])


def _age(m: Moment | None) -> float:
    """Longer ago sorts earlier; the unstated distance last of all."""
    match = re.match(r"-P(\d+|X)([DWMY])", m.offset or "") if m else None
    if not match:
        return 10_000.0
    days = {"D": 1, "W": 7, "M": 30, "Y": 365}[match.group(2)]
    return 9_000.0 - (int(match.group(1)) if match.group(1) != "X" else 3) * days


def _finished(found: list[_Found]) -> tuple[Event, ...]:
    """Days are counted from the first day of the incident, its background left out."""
    days = [
        (f.moment.calendar, f.moment.day) for f in found
        if f.moment is not None and f.moment.day is not None and f.moment.precision == "D" and f.event.type != "background"
    ]  # fmt: skip
    calendar = min((d for c, d in days if c), default=None)
    out = []
    for f in found:
        m = f.moment
        day: int | None = None
        if m is not None and m.day is not None and m.precision == "D":
            day = m.day if not m.calendar else (m.day - calendar if calendar is not None else None)
        elif m is not None and m.dur is not None:
            day = 0
        out.append(replace(f.event, day=day))
    return tuple(out)
