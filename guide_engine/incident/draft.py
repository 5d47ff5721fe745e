"""Incident -> annotated Markdown: the draft of a guide's story, which its author corrects and publishes.

The author's whole text stands in it, in order of time: every event is a heading with the words that tell it and
those that follow. Reading the draft again (incident/story.py) gives the same incident; what a rule only guessed
is listed in ``confirm`` and in a comment that says what to check.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from guide_engine.incident.narrative import Reading
from guide_engine.incident.narrative_text import Sentence
from guide_engine.incident.story import WHEN_PARTS, read
from guide_engine.knowledge import table, words
from guide_engine.model import Action, Cause, Count, Event, Lesson

_SPECIAL = re.compile(r"[\\`*_\[\]]")
_BRACE = re.compile(r"[{}]")  # even with a backslash they would look like an attribute list
_CODED = re.compile(r"[^\w\s.,:;?()'/%、。「」『』()・〜…ー-]|\n|_|--")  # what an attribute must not hold as it is
_HEADING = 28  # characters of a quote that make a heading; twice as many in English


def draft(reading: Reading, *, id: str | None = None, date: str | None = None) -> str:
    """The annotated Markdown of ``reading``. ``id`` and ``date`` (ISO) go into its front matter."""
    return _Draft(reading, id, date).text()


class _Draft:
    def __init__(self, reading: Reading, id: str | None, date: str | None) -> None:
        self.reading = reading
        self.incident = reading.incident
        self.source = reading.story.text
        self.lang = reading.story.language
        self.words = words("draft", self.lang)
        self.labels = words("pages", self.lang)
        self.id, self.date = id, date

    def text(self) -> str:
        incident = self.incident
        title = incident.title or self.id or ""
        matter = {"title": _quoted(title), "id": self.id, "date": self.date, "lang": self.lang}
        head = "".join(f"{key}: {value}\n" for key, value in matter.items() if value)
        before, bodies = self._bodies()
        parts = [f"---\n{head}---", f"# {_escape(title)} {{ #story }}", before]
        if incident.events:
            parts.append("/// timeline\n///")
        for event, doubts in zip(incident.events, self.reading.doubts, strict=True):
            parts.append(self._event(event, doubts, bodies[id(event)]))
        parts += self._section("causes", incident.causes)
        parts += self._section("actions", incident.actions)
        parts += self._section("lessons", incident.lessons)
        return "\n\n".join(p for p in parts if p) + "\n"

    # ---- the author's words --------------------------------------------------------------------

    def _bodies(self) -> tuple[str, dict[int, str]]:
        """The text cut at its events, in order of telling: what precedes the first, and the words of each."""
        sentences = self.reading.story.sentences
        title_end = next((s.end for s in sentences if s.kind == "title"), 0)
        told = sorted((e for e in self.incident.events if e.span), key=lambda e: e.span or (0, 0))
        bodies = {id(e): _markdown(e.quote, self.lang) for e in told if (e.span or (0, 0))[0] < title_end}
        told = [e for e in told if id(e) not in bodies]
        starts: list[int] = []
        for event in told:
            previous = (told[len(starts) - 1].span or (0, 0))[1] if starts else title_end
            starts.append(self._start(event, sentences, previous))
        ends = [*starts[1:], len(self.source)] if starts else []
        for event, start, end in zip(told, starts, ends, strict=True):
            bodies[id(event)] = _markdown(self.source[start:end], self.lang)
        first = starts[0] if starts else len(self.source)
        return _markdown(self.source[title_end:first], self.lang), bodies

    def _start(self, event: Event, sentences: list[Sentence], previous: int) -> int:
        """Where the event's own sentence begins, its bullet or label with it; not before the event told before it."""
        at = (event.span or (0, 0))[0]
        index = bisect_right(sentences, at, key=lambda s: s.start) - 1
        start = sentences[index].start if index >= 0 and at < sentences[index].end else at
        line = self.source.rfind("\n", 0, start) + 1
        if re.fullmatch(
            r"\s*(?:[・*•●○◯▪◦\-–—]|[(（]?\d{1,2}[.．)）、]|[①-⑳])?\s*(?:[^\s:：。]{1,24}\s*[:：]\s*)?",
            self.source[line:start],
        ):
            start = line
        return at if start < previous else start  # within a sentence the joining words stay with what precedes

    # ---- one item ----------------------------------------------------------------------------

    def _event(self, event: Event, doubts: tuple[str, ...], body: str) -> str:
        values: dict[str, str] = {"type": event.type}
        if event.day is not None:
            values["day"] = str(event.day)
        if isinstance(event.when, str):
            values["when"] = event.when
        elif isinstance(event.when, dict):
            values |= {key: str(event.when[key]) for key in WHEN_PARTS if key in event.when}
        elif event.day is not None:
            values["when"] = "none"
        if event.count is not None:
            values["count"] = count_words(event.count)
        return self._item("##", ".event", self._heading(event.quote), values, doubts, event.quote, body)

    def _section(self, name: str, items: Sequence[Cause | Action | Lesson]) -> list[str]:
        if not items:
            return []
        parts = [f"## {self.words['section'][name]} {{ #{name} }}"]
        if name == "causes":
            parts.append("/// causes\n///")
        for index, item in enumerate(items):
            sure = (name, index) in self.reading.settled
            body = _markdown(item.quote or "", self.lang)
            quote = item.quote or ""
            if isinstance(item, Cause):
                label = str(self.labels["cause"][item.cause])
                doubts: tuple[str, ...] = () if sure or item.status == "confirmed" else ("status",)
                values = {"cause": item.cause, "status": item.status}
                parts.append(self._item("###", ".cause", label, values, doubts, quote, body))
            elif isinstance(item, Action):
                label = str(self.labels["action"][item.action or "other"])
                values = {"action": item.action or "other", "status": item.status or "done"}
                doubts = ("action",) if item.action == "other" and not sure else ()
                parts.append(self._item("###", ".action", label, values, doubts, quote, body))
            else:
                parts.append(self._item("###", ".lesson", self._heading(quote), {}, (), quote, body))
        return parts

    def _item(
        self, level: str, kind: str, title: str, values: dict[str, str], doubts: tuple[str, ...], quote: str, body: str
    ) -> str:
        """A heading with its attributes, what to check, and the words; the quote only where they do not show it."""
        given = [kind, *(f'{k}="{v}"' if re.search(r"[^\w.:-]", v) else f"{k}={v}" for k, v in values.items())]
        if doubts:
            given.append(f'confirm="{" ".join(doubts)}"' if len(doubts) > 1 else f"confirm={doubts[0]}")
        ask = self.words["ask"]
        asked = "; ".join(str(ask[d]).format(**values) for d in doubts)
        note = f"<!-- {ask['lead']}: {asked}. {ask['tail']} -->\n\n" if doubts else ""
        plain = f"{level} {title} {{ {' '.join(given)} }}\n\n{note}{body}\n"
        if _first_quote(plain) == quote:
            return plain.rstrip("\n")
        given.append(f'quote="{_CODED.sub(_code, quote)}"')
        return f"{level} {title} {{ {' '.join(given)} }}\n\n{note}{body}"

    def _heading(self, quote: str) -> str:
        """The first words of the quote."""
        text = " ".join(re.sub(r"[{}#|]", " ", quote).split()).rstrip("。.")
        limit = _HEADING if self.lang == "ja" else 2 * _HEADING
        if len(text) > limit:
            cut = text[:limit]
            text = (cut if self.lang == "ja" else cut.rsplit(" ", 1)[0]) + "…"
        return _escape(text)


def count_words(count: Count) -> str:
    """A count as the annotation writes it: ``350 messages``, ``~800``, ``10000+``, ``1000-9999``."""
    value = count.value
    if isinstance(value, tuple):
        number = f"{value[0]}-{value[1]}"
    else:
        number = (
            f"~{value}" if count.qualifier == "about" else f"{value}+" if count.qualifier == "at_least" else str(value)
        )
    return f"{number} {count.unit}" if count.unit else number


def _first_quote(section: str) -> str | None:
    """What a reader of the annotations takes for the quote when none is named."""
    found = read(section)
    for items in (found.events, found.causes, found.actions, found.lessons):
        if items:
            return items[0].quote
    return None


def _code(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(c)};" for c in match.group())


def _quoted(value: str) -> str:
    return "'" + value.replace("\n", " ").replace("<", "&lt;").replace("'", "''") + "'"  # a page's title is raw HTML


def _escape(text: str) -> str:
    """Text as Markdown that shows exactly it."""
    return _BRACE.sub(_code, _SPECIAL.sub(lambda m: "\\" + m.group(), text)).replace("<", "&lt;")


def _markdown(text: str, lang: str) -> str:
    """Lines of prose as Markdown: nothing in them means anything to Markdown but a list's dash."""
    lines = []
    for line in text.strip("\n").split("\n"):
        bare = line.strip()
        bullet = re.match(r"[-*+]\s+(?=\S)", bare)
        rest = _escape(bare[bullet.end() :] if bullet else bare)
        if bullet:
            lines.append(f"- {rest}")
            continue
        if rest[:1] in "#>+-" and rest:
            rest = "\\" + rest
        elif rest[:1] in tuple("/!?=~:|"):
            rest = f"&#{ord(rest[0])};{rest[1:]}"
        lines.append(rest)
        if lang == "ja" and rest and not _broken(rest):
            lines.append("")  # Japanese prose has a line for a paragraph, unless an editor broke it
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _broken(line: str) -> bool:
    """Does a Japanese line go on in the next?"""
    return any(re.search(pattern, line) for pattern in table("narrative/text_ja")["continues"])
