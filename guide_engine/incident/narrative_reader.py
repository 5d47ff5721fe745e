"""Walks through a story sentence by sentence, keeps the clock, and notes every event."""

from __future__ import annotations

import re
from dataclasses import replace

from guide_engine.incident.narrative_clock import Clock, Moment
from guide_engine.incident.narrative_counts import PAST, TIME, count
from guide_engine.incident.narrative_course import retype
from guide_engine.incident.narrative_events import (
    Clause,
    classify,
    clauses,
    finds,
    finds_nothing,
    happened,
    joined,
    lead,
    past_perfect,
    result,
    split_here,
    states,
    told_now,
)
from guide_engine.incident.narrative_fragments import MAX_QUOTE, absorbed, completes, fragment
from guide_engine.incident.narrative_labels import label_line
from guide_engine.incident.narrative_order import Found, put_in_order
from guide_engine.incident.narrative_text import Sentence, Story
from guide_engine.incident.narrative_times import times
from guide_engine.incident.narrative_times_kit import Time
from guide_engine.incident.narrative_title import title_event
from guide_engine.incident.narrative_when import WEAK, note_night, when
from guide_engine.knowledge import table
from guide_engine.model import Count, Event

_LEADING = " \n、,;:-・/|!=~?#>*_`+"
# what parts the date at the head of a line from what it dates
_HEADS = re.compile(r"\s*(?:[ap]\.?m\.?)?[)\]]?\s?(?:[.:\-–—](?:\s|$)|】|$)")


def events(story: Story, date: str | None) -> list[Found]:
    found = Reader(story, date).run()
    dated = sum(f.moment is not None and f.moment.day is not None for f in found)
    if dated >= 2 or len(found) >= 4:
        found = [f for f in found if f.key[0] != 1 or f.event.type == "action"]  # a lead that the course tells in full
    course = [f.moment.day for f in found if not f.summary and f.led and f.moment is not None]
    if len(course) >= 3:  # what a summary says without a number or a day of its own, the course tells
        found = [
            f for f in found if not (f.summary and f.event.count is None and (not f.moment or f.moment.day in course))
        ]
    put_in_order(found, story.language)
    retype(found, story.language)
    return found


class Reader:
    def __init__(self, story: Story, date: str | None) -> None:
        self.story = story
        self.language = story.language
        self.clock = Clock(date, self._dates)
        self.found: list[Found] = []
        self.paragraph = -1
        self.line = -1
        self.leads = False
        self.opening = False  # is this the first sentence of its line?
        self.dated = 0  # where in the sentence the date ends that heads its line
        self.present = self.clock.present = told_now(story.sentences, story.language)
        self.listed: int | None = None  # the paragraph of the last line of a chronology
        self.summaries: str = table(f"narrative/text_{self.language}")["summary"]
        self.hour: tuple[int, int] | None = None  # of the line before, in a chronology of clock times
        self.summary = False  # does a heading "Summary" stand above?
        self.block: Found | None = None  # the event that a block of "日時：" lines describes

    # ---- one sentence after another ------------------------------------------------------------

    def run(self) -> list[Found]:
        sentences = self.story.sentences
        self._date_of_document(sentences)
        for index, s in enumerate(sentences):
            if s.kind == "title":
                self._hint(s)
            elif s.kind == "stamp":
                self._stamped(s, index)
            elif s.kind == "heading":
                self.block = self.hour = None
                bare = re.sub(r"^[\W\d_]+|[\W_]+$", "", s.text)
                self.summary = re.search(self.summaries, bare, re.IGNORECASE) is not None
                self.clock.leave()
                if not s.text.startswith(">"):
                    self._move(s)
            else:
                if s.paragraph != self.paragraph:
                    gap = s.paragraph - self.paragraph > 1 or s.kind == "bullet" or self.language == "en"
                    self.paragraph = s.paragraph
                    if gap:
                        self.clock.lose()
                self._sentence(s)
        title_event(self)
        return self.found

    def _date_of_document(self, sentences: list[Sentence]) -> None:
        """A line near the top that is a date and nothing else says when the text was written."""
        for index, s in enumerate(sentences[:4]):
            if s.kind != "stamp" or len(re.findall(r"[^\W\d_]", s.text)) > 60:
                continue
            later = [t for t in sentences[index + 1 :] if t.kind == "stamp"]
            if later and (re.search(r"\d[:時]\d?", s.text) or not re.search(r"\d{4}|年", s.text)):
                return  # the first of several posts, updates or days of a diary
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
        """What dates a title tells: the year, or, behind a comma at its end, when the text was published."""
        for t in times(s.text, self.language):
            if t.kind != "date" or not t.y:
                continue
            self.clock.hinted_year = t.y
            moment = self.clock.read(t)
            ends = t.end >= len(s.text.rstrip(" )"))
            if (
                ends
                and moment is not None
                and moment.precision == "D"
                and re.search(r"[,|(–—-]\s*$", s.text[: t.start])
            ):
                self.clock.written = self.clock.written or moment.date()

    def _dates(self) -> list[Time]:
        """Every date with month and day that the story names."""
        digits = [s for s in self.story.sentences if re.search(r"\d", s.text)]
        return [t for s in digits for t in times(s.text, self.language) if t.kind == "date" and t.m and t.d]

    def _stamped(self, s: Sentence, index: int) -> None:
        self.block = self.hour = None
        found = times(s.text, self.language)
        if found:
            t = found[0]
            t.heads = True
            if t.kind in ("clock", "part") and self.clock.written is not None and self.clock.main is None:
                self.clock.main = Moment(self.clock.written.toordinal(), True)
            moment = self.clock.read(t)
            if moment is not None:
                self.clock.begun = True
                self.clock.stamp(moment)

    def _move(self, s: Sentence) -> None:
        for t in times(s.text, self.language)[:1]:
            if t.kind in ("date", "weekday", "ordinal", "chain"):
                t.heads = True
                moment = self.clock.read(t)
                if moment is not None and moment.day is not None and moment.precision == "D":
                    self.clock.tell(moment)

    def _sentence(self, s: Sentence) -> None:
        self.dated = 0
        found = self._led(s, times(s.text, self.language))
        s.terse = s.led or self.clock.from_stamp or self.present
        s.now = self.present and not s.led and not self.clock.from_stamp
        if s.kind == "label":
            if label_line(self, s, found):
                return
        else:
            self.block = None
        parts = clauses(s, self.language)
        units: list[tuple[list[Clause], list[Time]]] = []
        for i, clause in enumerate(parts):
            own = [t for t in found if clause.start <= t.start < clause.end]
            timed = any(t.kind not in ("later", "earlier") for t in own)
            if clause.end <= self.dated:
                units.append(([], []))  # the date that heads the line
                continue
            if (
                own
                and len(re.sub(r"いっぱい、?$", "", clause.text).strip(_LEADING + "。."))
                <= sum(t.end - t.start for t in own) + 1
            ):
                units.append(([], own))  # a time and nothing else
                continue
            classify(
                clause, s, timed, self.count(s, clause.start, clause.end, found), self.language, i == len(parts) - 1
            )
            last = i == len(parts) - 1
            if clause.type is None and i and finds(parts[i - 1], clause, s, last, self.language):
                clause.type = "check" if finds_nothing(clause, self.language) else "discovery"
            if clause.type is None:
                units.append(([], own))
                continue
            # a check and its result are one event, whatever stands between them
            near = next((u for u in reversed(units) if u[0] or u[1]), None) if units else None
            open_ = near is not None and near[0] and (near is units[-1] or joined(near[0][-1], self.language))
            if near is not None and open_ and not split_here(near[0][-1], clause, found, s, self.language):
                near[0].append(clause)
                near[1].extend(own)
            else:
                units.append(([clause], own))
        if not any(c for c, _ in units):
            if self.language == "ja" and self._answers(s, parts):
                parts[-1].type = "discovery"
                self._event(s, parts, found)
                return
            self._context(found, s)
            return
        if fragment(self, s, units):
            return
        waiting: list[Time] = []
        for group, own in units:
            if not group:
                waiting += own
                continue
            if waiting and any(t.kind not in WEAK and (t.kind != "chain" or t.amount) for t in own):
                self._context(waiting, s)  # "the answer came on Wednesday, and on the 23rd it worked"
                waiting = []
            self._event(s, group, waiting + own)
            waiting = []
        if waiting:
            self._context(waiting, s)

    def _answers(self, s: Sentence, parts: list[Clause]) -> bool:
        """ "He searched both machines. Nothing there.": behind a bare check stands what it came to."""
        before = self.found[-1].event if self.found else None
        if before is None or before.span is None or before.type != "check" or s.kind not in ("prose", "bullet"):
            return False
        gap = self.story.normal[before.span[1] : s.start]
        return not gap.strip("。 ") and "\n" not in gap and result(before.quote, s)

    def count(self, s: Sentence, a: int, b: int, found: list[Time]) -> Count | None:
        """The number of these words; the numbers of a time are none."""
        text = s.text[a:b]
        for t in found:
            if t.start < b and a < t.end and t.kind not in ("part", "later", "earlier", "first"):
                x, y = max(t.start, a) - a, min(t.end, b) - a
                mask = PAST if t.kind == "deixis" and (t.amount or 0) < 0 else TIME
                text = text[:x] + mask * (y - x) + text[y:]
        return count(text, self.language)

    def _context(self, found: list[Time], s: Sentence) -> None:
        """No event, but the words may say which day is told next: "Monday.", "12 Sep 2018 16:45 - Update."."""
        spare = 6 if self.language == "ja" else 16
        words: str = table(f"narrative/times_{self.language}")["describes"]["headed"]
        headed = bool(found) and re.search(words, s.text[: found[0].start], re.IGNORECASE) is not None
        bare = headed or len(s.text.strip(" .。:-")) <= sum(t.end - t.start for t in found) + spare
        for t in found:
            if t.kind in ("later", "part", "span", "earlier") and not bare:
                continue
            last = self.found[-1] if self.found else None
            if t.kind == "distance" and bare and last is not None and last.moment is None:
                last.moment = self.clock.read(t)  # "... That was two weeks ago."
                last.event = replace(last.event, when=last.moment.when() if last.moment else None, type="background")
                continue
            if t.kind == "distance" and not self.clock.begun:
                self.clock.ago = f"-P{t.amount if t.amount is not None else 'X'}{t.unit}"
                continue
            told = (
                bare
                or t.sets
                or t.kind == "first"
                or (t.kind == "clock" and s.led and self.opening)
                or (
                    t.kind in ("date", "weekday", "ordinal", "chain", "deixis")
                    and not t.back
                    and happened(s, self.language)
                )
            )
            if not told and not (t.kind == "date" and t.m is None):
                continue
            moment = self.clock.read(t)
            if moment is None or not told or moment.day is None or moment.precision != "D":
                continue
            main = self.clock.main
            if (
                main is not None
                and main.calendar
                and moment.calendar
                and moment.day < (main.day or 0)
                and not (s.led and self.opening)
            ):
                continue  # a day of before, spoken of in passing
            if bare and moment.clock is not None and moment.calendar and not headed and (s.led or t.kind != "clock"):
                self.clock.stamp(moment)
            else:
                self.clock.tell(moment)
            self.clock.begun = True

    def _led(self, s: Sentence, found: list[Time]) -> list[Time]:
        """Marks the lines of a chronology; what stands before a colon or dash dates the whole line."""
        self.opening = s.line != self.line
        if self.opening:
            self.clock.aside = None
            self.line, self.leads = s.line, bool(found) and _leads(s.text, found[0])
            if self.leads and found[0].kind == "clock" and self.clock.main is None and self.clock.written is not None:
                self.clock.main = Moment(self.clock.written.toordinal(), True)
            self._midnight(found[0] if self.leads else None)
            if (
                self.leads
                and s.kind != "label"
                and found[0].kind in ("clock", "date", "weekday")
                and (head := _HEADS.match(s.text, found[0].end - (s.text[found[0].end - 1] == ".")))
            ):
                found[0].heads = True
                moment = self.clock.read(found[0])
                if moment is not None and moment.day is not None:
                    self.clock.begun = True
                    self.clock.stamp(moment)
                    self.listed = s.paragraph if s.kind == "bullet" or found[0].clock else None
                    self.dated = max(found[0].end + 1, head.end())
                    found = found[1:]
            elif self.listed is not None and self.listed != s.paragraph and not self.leads and s.kind != "bullet":
                self.listed = None
                self.clock.leave()
        s.led = self.leads
        return found

    def _midnight(self, t: Time | None) -> None:
        """A log that goes on from 23:40 to 00:15 has come to the next day, though no line says so."""
        if t is None or t.clock is None or t.kind != "clock":
            self.hour = self.hour if t is None else None
            return
        if self.hour is None:
            self.clock.enter()
        main = self.clock.main
        late = self.hour is not None and self.hour >= (20, 0) and t.clock < (8, 0) and not t.bare
        if late and main is not None and main.day is not None:
            self.clock.main = replace(main, day=main.day + 1, clock=None)
        self.hour = t.clock

    # ---- one event --------------------------------------------------------------------------

    def _event(self, s: Sentence, group: list[Clause], own: list[Time]) -> None:
        first, last = group[0], group[-1]
        text = s.text[first.start : last.end]
        told = [c.type for c in group if not c.plain]
        if self.language == "ja" and told[:1] != ["discovery"]:
            told.reverse()  # the verb at the end is the main one
        kind = next((t for t in told if t not in ("check", "background")), None) or last.type or "symptom"
        if first.type == "check" and len(group) > 1:
            kind = "discovery" if last.type == "discovery" else "check"
        elif self.language == "ja" and joined(first, "ja"):
            kind = last.type or kind
        moment = when(self, s, own, text, kind)
        note_night(self, s, own)
        if moment is not None and (moment.before or (moment.offset and moment.offset.endswith("Y"))):
            kind = "background" if kind in ("action", "decision", "symptom") else kind
        elif (kind in ("action",) and not own and past_perfect(text, self.language) and self.language == "en") or (
            any(t.back for t in own) and kind in ("action", "decision", "symptom")
        ):
            kind = "background"
        said = times(s.text, self.language)
        how_many = self.count(s, first.start, last.end, said)
        if how_many is None and ":" in s.text[last.end - 2 : last.end + 1]:
            how_many = self.count(s, last.end, len(s.text), said)  # "she told me the figure: 31,400"
        event = self.make(s, first.start, last.end, kind, moment, how_many)
        event.plain = all(c.plain for c in group)
        event.led, event.summary = s.led or self.clock.from_stamp, self.summary
        if completes(self, event, own) or absorbed(self, event, s, own):
            return
        if lead(s.text, self.language) and not own:
            event.key = (1, 0, 0)  # marks a lead, see _finished
        if kind == "outcome" and moment is None and not self.found and states(text, self.language):
            event.key = (2, 0, 0)  # the end, told first
        self.found.append(event)
        self.clock.begun = self.clock.begun or event.key[0] != 2

    def make(self, s: Sentence, a: int, b: int, kind: str, moment: Moment | None, how_many: Count | None) -> Found:
        text = s.text[a:b]
        start = a + len(text) - len(text.lstrip(_LEADING))
        whole = b == len(s.text) and s.text[start:b].rstrip().endswith(("。", ".", "!", "?")) and b - start <= MAX_QUOTE
        stripped = s.text[start:b].rstrip() if whole else s.text[start:b].rstrip(" 、,;:-。")
        stripped = (
            re.sub(r"(?:,? (?:and|but|so|because|when|which|who|before)|\.)$", "", stripped)
            if self.language == "en" and not whole
            else stripped
        )
        end = start + min(len(stripped), MAX_QUOTE)
        span = (s.start + start, s.start + end)
        quote = self.story.text[span[0] : span[1]]
        when = moment.when() if moment is not None else None
        return Found(Event(kind, quote, span, when, None, how_many, line=s.line + 1), moment, len(self.found))


def _leads(text: str, time: Time) -> bool:
    """Does the line begin with the time, but for a bracket or "Update 2"?"""
    return (
        time.kind not in WEAK
        and re.fullmatch(r"\W{0,2}|\w{4,8}\s?\d{0,2}\s?[(\[]|【[^】]{1,8}", text[: time.start]) is not None
    )
