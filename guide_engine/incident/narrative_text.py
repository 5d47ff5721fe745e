"""Cuts prose into sentences that know where they stand: which heading, which post, which bullet.

Every offset is one of the text as it was given: normalising replaces characters one for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from guide_engine.incident.narrative_times import times
from guide_engine.knowledge import table

MAX_SENTENCE = 600  # longer ones are cut, so that every pattern below works on a bounded string
_NORMAL: dict[int, int | str] = {
    0x3000: " ",
    0xFF5E: "〜",
    0x301C: "〜",
    0x2019: "'",
    0x2018: "'",
    0x201C: '"',
    0x201D: '"',
    0xA0: " ",
    0x2212: "-",
    0x2010: "-",
    0x2011: "-",
}
_NORMAL |= {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5E)}  # full-width ASCII


class StoryError(ValueError):
    """A text that cannot be read as a story. ``reason`` is an id of knowledge/LANG/story.toml."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Sentence:
    """``start``/``end`` are offsets in the text. ``stamp`` is the text of the dated line above it, with its offset."""

    text: str
    start: int
    paragraph: int
    section: str = ""  # a kind of heading: cause | done | course | advice | lesson | plan | symptom | apology | ""
    kind: str = "prose"  # prose | bullet | label | title | heading | stamp
    label: str = ""  # the words before the colon of a "日時：" line
    stamp: int | None = None  # index of the sentence (kind "stamp") that dates this one
    line: int = 0
    led: bool = False  # its line begins with a time, as the lines of a log or a chronology do
    terse: bool = False  # in a log, a diary or a story told in the present: short forms tell of what happened
    now: bool = False  # in a story told in the present: a past tense looks back

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Story:
    text: str  # as given
    normal: str  # the same length
    language: str
    title: str | None = None
    sentences: list[Sentence] = field(default_factory=list)


def normalise(text: str) -> str:
    """Full-width letters, digits and punctuation as ASCII, one character for one."""
    return text.translate(_NORMAL)


def language_of(text: str) -> str | None:
    """``ja`` or ``en``; None for another language, or for hardly any language at all."""
    sample = text[:20000]
    kana = len(re.findall(r"[ぁ-ヺ]", sample))
    letters = sum(map(str.isalpha, sample))
    if kana and kana >= 0.12 * letters:
        return "ja"
    if letters < 10:
        return None
    words = re.findall(r"[a-z']+", sample.lower())
    if len(re.findall(r"[a-z]", sample.lower())) < 0.8 * letters or len(words) < 4:
        return None
    common = set(table("narrative/text_en")["common_words"])
    return "en" if sum(w in common for w in words) >= 0.22 * len(words) else None


def read_text(text: str) -> Story:
    """The sentences of ``text`` with their surroundings. StoryError for another language."""
    normal = _rows(_uncounted(normalise(text)))
    language = language_of(normal)
    if language is None:
        raise StoryError("other-language" if normal.strip() else "empty")
    story = Story(text, normal, language)
    _Cutter(story).run()
    return story


def _uncounted(normal: str) -> str:
    """Without the "3/11" of a thread of eleven posts, which is no date."""
    posts = list(
        re.finditer(
            r"(?m)^[(\[]?([0-9]{1,2})/([0-9]{1,2})[)\]]?(?=\s)|(?<=[\s。.!?)])[(\[]?([0-9]{1,2})/([0-9]{1,2})[)\]]?$",
            normal,
        )
    )
    numbers = [(m[1] or m[3], m[2] or m[4]) for m in posts]
    if (
        len(posts) < 3
        or len({of for _, of in numbers}) > 1
        or [int(n) for n, _ in numbers] != list(range(1, len(posts) + 1))
    ):
        return normal
    for m in posts:
        normal = normal[: m.start()] + " " * len(m.group()) + normal[m.end() :]
    return normal


def _rows(normal: str) -> str:
    """The rows of a table, "| 3 June | Host called |", as the lines of a chronology: "3 June : Host called"."""
    if normal.count("|") < 6:
        return normal
    out = []
    for line in normal.splitlines(keepends=True):
        cells = re.fullmatch(r"(\s*\|?)([^|\n]{2,40})\|([^\n]*?)(\|?\s*)", line)
        if re.fullmatch(r"[\s|:+-]*", line):
            row = re.sub(r"[^\n]", " ", line)
        elif cells:
            row = cells[1].replace("|", " ") + cells[2] + ":" + cells[3].replace("|", ";") + cells[4].replace("|", " ")
        else:
            row = line
        out.append(row)
    return "".join(out)


def _rx(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


class _Cutter:
    def __init__(self, story: Story) -> None:
        data = table(f"narrative/text_{story.language}")
        self.story = story
        self.ja = story.language == "ja"
        self.sections = {name: _rx(p) for name, p in data["sections"].items()}
        self.predicate = _rx(data["predicate"])
        self.stamp_words = _rx(data["stamp_words"])
        self.stamp_date = _rx(data["stamp_date"])
        self.label = re.compile(data["label"], re.IGNORECASE)
        self.no_stop = _rx(data["no_stop"]) if data["no_stop"] else None
        self.terse = _rx(data["terse"])
        self.continues = _rx(data["continues"])
        self.bullets = re.compile(r"(?:[・*•●○◯▪◦\-–—]|\d+(?:\.\d+)+ (?=[A-Z])|\(?\d{1,2}[.)、]|[①-⑳])\s*(?=\S)")
        self.answer = _rx(data["answer"])
        self.farewell = _rx(data["farewell"])
        self.summary = _rx([data["summary"]])
        self.named, self.form = (_rx([data.get(k, "$^")]) for k in ("named", "form"))
        self.field = re.compile(r"(?:^|\s{2,}|\s[|/]\s)[^\W\d_][^:\n]{1,24}:\s?(?=\S)")
        self.signed = False  # was the line before a farewell?
        self.section = ""
        self.headed = False  # has there been a heading?
        self.paragraph = 0
        self.stamp: int | None = None

    def run(self) -> None:
        lines: list[tuple[int, str]] = []
        at = 0
        for raw in self.story.normal.splitlines(keepends=True):
            lines.append((at, raw.rstrip("\r\n")))
            at += len(raw)
        self.lines = [line for _, line in lines]
        inner = sorted(len(a) for (_, a), (_, b) in pairwise(lines) if a.strip() and b.strip())
        self.wrapped = bool(inner) and inner[len(inner) // 2] >= 55 and inner[len(inner) // 2] >= 0.8 * inner[-1]
        first = True
        number = 0
        while number < len(lines):
            start, line = lines[number]
            if not line.strip():
                self.paragraph += 1
                number += 1
                continue
            before = lines[number - 1][1].strip() if number else ""
            after = lines[number + 1][1].strip() if number + 1 < len(lines) else ""
            used = 1
            if first and self._is_title(line.strip(), any(t.strip() for _, t in lines[number + 1 :])):
                self._title(start, line)
            elif not self._structure(start, line, before, after, number):
                while number + used < len(lines) and self._goes_on(
                    lines[number + used - 1][1], lines[number + used][1]
                ):
                    used += 1
                begin, last = lines[number][0], lines[number + used - 1]
                self._prose(begin, self.story.normal[begin : last[0] + len(last[1])], "prose", number)
            if self.ja:
                self.paragraph += 1  # Japanese prose on the web has a line for a paragraph
            first = False
            number += used

    # ---- what a line is ------------------------------------------------------------------

    def _is_title(self, line: str, more: bool) -> bool:
        if self.label.match(line) or self._is_stamp(line):
            return False
        short = len(line) <= (60 if self.ja else 100)
        return more and short and not re.search(r"[。.:]$", line) and not line.startswith("> ")

    def _title(self, start: int, line: str) -> None:
        text = line.strip().lstrip("#").strip()
        self.story.title = self.story.text[start + line.index(text) : start + line.index(text) + len(text)]
        self._add(start + line.index(text), text, "title", 0)

    def _goes_on(self, line: str, after: str) -> bool:
        """A line broken by an editor, not by its author."""
        a, b = line.strip(), after.strip()
        if not a or not b or re.match(r"[-*・>#■□◆●○▼▲◇【［\[]|\d+[.)、]|\d{1,2}:\d\d", b):
            return False
        if self.ja:
            return bool(self.continues.search(a)) and not re.search(r"[。！？!?」』)]$", a)
        if re.search(r"[.!?:\"')]$", a):
            return self.wrapped and len(a) > 55 and a[-1] != ":" and not self.label.match(b)
        return self.wrapped and len(a) > 45

    def _structure(self, start: int, line: str, before: str, after: str, number: int) -> bool:
        text = line.strip()
        begin = start + line.index(text)
        if self.signed and len(text) <= 40 and text[-1] not in ".。!！?？":
            self._add(begin, text, "heading", number)
            return True
        self.signed = bool(self.farewell.search(text))
        dated = not self.ja and self.stamp_date.match(text)
        if self.signed or (len(self.field.findall(text)) > 1 and not dated):  # "Queue: Mail    Priority: high"
            self._add(begin, text, "heading", number)
            return True
        if text.startswith(">"):  # a quotation or a log: evidence, not the author's words
            self._add(begin, text[:MAX_SENTENCE], "heading", number)
            return True
        bare = re.sub(r"^[#=■□◆●○▼▲◇★◎【\[［<＜\s]+|[=】\]］>＞■◆\s]+$", "", text)
        if self._is_stamp(bare) or self._is_post_head(text, after):
            self.stamp = len(self.story.sentences)
            self.section = "answer" if self.answer.search(bare) else ""
            self._add(begin, text, "stamp", number)
            return True
        bullet = self.bullets.match(text)
        if self.ja and not bullet and (self.named.fullmatch(text) or self.form.match(text)):
            self._add(begin, text, "heading", number)  # a second title, or the head of a form
            return True
        marked = bool(
            re.match(r"#+\s|[■□◆▼▲◇★◎]|=+ .* =+$|【.*】$|[\[［].*[\]］]$|\d+[.]\s*\S{1,14}$|[●○]\s*\S{1,12}$", text)
        )
        if not self.ja and not before and self._is_numbered(text, number):
            marked, bare = True, re.sub(r"^[\d.)]+\s+", "", bare)
        if marked or self._is_heading(text, before, after, bool(bullet)):
            self.section = next((n for n, rx in self.sections.items() if rx.search(bare)), "")
            letter = self.ja and self.section == "advice" and not any(s.kind == "prose" for s in self.story.sentences)
            if letter or (self.section == "lesson" and not self.headed and self.summary.search(bare)):
                self.section = ""  # 「皆さまへ」 at the head; what stands first is told in short, not looked back on
            self.headed = True
            if self.stamp is not None and self.section:
                self.stamp = None
            self._add(begin, text, "heading", number)
            return True
        if bullet:
            begin, text = begin + bullet.end(), text[bullet.end() :]
        labelled = self.label.match(text)
        if labelled and not self._is_time(labelled):
            name = next(g for g in labelled.groups() if g).strip()
            outer, self.section = (
                self.section,
                next((n for n, rx in self.sections.items() if rx.search(name)), self.section),
            )
            self._prose(begin + labelled.end(), text[labelled.end() :], "label", number, name)
            self.section = outer
            return True
        if bullet:
            self._prose(begin, text, "bullet", number)
            return True
        return False

    def _is_numbered(self, text: str, number: int) -> bool:
        """ "2. Timeline (all times local)" heads what follows, where that is no other point of a list."""
        after = next((line for line in self.lines[number + 1 :] if line.strip()), "1. ")
        head = re.match(r"\d{1,2}[.)] +[A-Z]\S*(?: \S+){0,6}(?<![.!?,;])$", text)
        return head is not None and not re.match(r"\s*\d{1,2}[.)] ", after)

    def _is_time(self, labelled: re.Match[str]) -> bool:
        """ "The same evening: ...": the words before the colon are no label, they date what follows."""
        name = next(g for g in labelled.groups() if g).strip()
        found = times(name, self.story.language)
        return bool(found) and sum(t.end - t.start for t in found) >= len(name) - 2

    def _is_stamp(self, text: str) -> bool:
        named = self.label.match(text)
        name = next((g for g in named.groups() if g), "") if named else ""
        if name and self.stamp_words.sub("", name).strip() and not self.stamp_date.search(name):
            return False
        rest, found = self.stamp_date.subn(" ", text)
        if self.ja and re.match(r"[・•-]", text) and re.search(r"[^\W\d_]{2}", rest):
            return False  # a line of a list
        if not found or len(text) > 90 or re.search(r"[。！]", text):
            return False
        told = re.search(r"[A-Z][a-z-]+ [a-z]{3,}\s*$", rest)  # "11:00 Ticket closed"
        rest = self.stamp_words.sub(" ", rest)
        left = re.sub(r"[\W_]+", "", rest)
        if not self.ja and (
            re.search(r"[a-z]{2}ed\b|\b[a-z]{2,} [a-z]{2,}\b", rest)
            or (text.endswith(".") and re.search(r"[a-z]{3}", rest))
            or told
        ):
            return False  # a short sentence, a line of a chronology
        if self.ja and (re.search(r"[をがへはに]", left) or (len(left) >= 3 and self.terse.search(left))):
            return False  # a line of a chronology
        return len(left) <= (8 if self.ja else 14)

    def _is_post_head(self, text: str, after: str) -> bool:
        """ "[Mon 3 Jun 2024 09:02] Reporter", 「回答：某さん 2023/10/8 23:05」: who wrote the next lines, and when."""
        words = r"[^。.!?！\[\]]{0,44}"
        head = re.match(rf"[\[(]([^\])]{{8,40}})[\])]\s*{words}$", text) or re.match(
            rf"{words}?[\s(]([^()]{{8,28}})\)?$", text
        )
        if head is None or not after or after[0] in "[(" or self.bullets.match(after):
            return False
        when = re.sub(
            r"[月火水木金土日年\W\d_]|[ap]\.?m\b", "", self.stamp_words.sub("", self.stamp_date.sub("", head[1]))
        )
        return (
            not when and re.search(r"\d[:時]\s?\d", head[1]) is not None and len(self.stamp_date.findall(head[1])) > 1
        )

    def _is_heading(self, text: str, before: str, after: str, bullet: bool) -> bool:
        if bullet or re.search(r"[。.!！,、;]$", text):
            return False
        if self.ja:
            known = (
                len(text) <= 16
                and not self.stamp_date.search(text)
                and any(rx.search(text) for rx in self.sections.values())
            )
            loose = len(text) <= 18 and before.endswith(("。", "…", "！", "」")) and not self.stamp_date.search(text)
            return (known and not self.predicate.search(text)) or (
                loose and after.endswith(("。", "…", "！", "、")) and not re.search(r"\d", text)
            )
        few = len(text.split()) <= 8 and len(text) <= 60
        if few and after and re.match(r"(?:what|why|how|who|when|where)\b[^,]*\w$", text, re.IGNORECASE):
            return True
        if few and not before and after and text.endswith("?"):
            return True  # what the reader may ask, and below it the answer
        over = re.search(r"[.!?]$", after) and len(after) > 2 * len(text) and not re.search(r"[!?\"')\d]$", text)
        listed = not after or after[0] in "-*•" or after[0].isdigit() > text[0].isdigit()
        return (few and not before and (text[0].isupper() or not text[0].isalpha()) and (listed or bool(over))) or (
            few and not before and any(rx.search(text) for rx in self.sections.values()) and text.endswith(":")
        )

    # ---- sentences -----------------------------------------------------------------------

    def _prose(self, start: int, text: str, kind: str, line: int, label: str = "") -> None:
        for a, b in self._cut(text):
            piece = text[a:b]
            stripped = piece.strip()
            if stripped:
                at = start + a + piece.index(stripped)
                self._add(at, stripped, kind, line, label)

    def _cut(self, text: str) -> list[tuple[int, int]]:
        ends: list[int] = []
        depth = 0
        opened = begin = 0
        closers = "」』)"
        for i, c in enumerate(text):
            if c in "「『(":
                depth, opened = depth + 1, i
            elif c in closers:
                depth = max(0, depth - 1)
            if depth and i - opened < 160:
                continue
            full = c in "。!?…" or (
                c == "." if not self.ja else c in "w笑" and re.match(r"[ぁ-ん][w笑]\s", text[i - 1 : i + 2])
            )
            if i - begin >= MAX_SENTENCE - 1 or (full and self._stops(text, i)):
                ends.append(i + 1)
                begin = i + 1
        cuts = [0, *ends, len(text)]
        return [(a, b) for a, b in pairwise(cuts) if b > a]

    def _stops(self, text: str, i: int) -> bool:
        if text[i + 1 : i + 2] in ("。", "!", "?", "…", ".", ")", "」", '"', "'") and text[i + 1 : i + 2]:
            return False
        if self.ja:
            return text[i] != "…" or i + 1 >= len(text)
        rest = text[i + 1 :][:3]
        if text[i] == "." and self.no_stop is not None and self.no_stop.search(text[max(0, i - 12) : i + 1]):
            return False
        return not rest or (rest[0].isspace() and (text[i] != "…" or rest.lstrip()[:1].isupper()))

    def _add(self, start: int, text: str, kind: str, line: int, label: str = "") -> None:
        self.story.sentences.append(Sentence(text, start, self.paragraph, self.section, kind, label, self.stamp, line))
