"""Annotated Markdown of a story -> Incident. This docstring is the reference of the format.

A story is an ordinary Markdown page. Its front matter may hold ``id``, ``title``, ``date`` (ISO, when it was
told) and ``lang``. A heading of any level with an attribute list that names one of four classes is an item;
its section (up to the next heading of the same or a higher level, or the next item) is the author's own words::

    ## Day 2: thousands { #day-2 .event type=symptom day=1 count="1000-9999 mails" }
    ### The password was reused { .cause cause=password_reuse status=suspected }
    ### Change the password { .action action=change_password status=done }
    ### A clean scan clears no account { .lesson }

``.event``   ``type`` is required, one of TYPES. ``day`` counts from the incident's first day, which is 0.
             The time is ``when`` (``2024-03-09T08:15``, ``2024-03-09``, ``2024-03``, ``2024``, ``--03-09``, ``none``)
             or the parts ``day``, ``offset``, ``after``, ``start``, ``end``, ``dur`` (see WHEN_PARTS); with ``day``
             alone it is that day. ``count`` is ``N``, ``~N`` (about), ``N+`` (at least) or ``LOW-HIGH``, then
             the unit after a space.
``.cause``   ``cause`` one of CAUSES, ``status`` one of CAUSE_STATUSES.
``.action``  ``action`` one of ACTIONS, ``status`` ``done`` or ``advised``.
``.lesson``  nothing.

All four take ``quote``: words that stand in the section (or its heading); without it the quote is the section's
first sentence, or the heading where the section has no prose. A character of it may be written as ``&#34;``.
``confirm`` lists the attributes that a program
guessed and the author has still to confirm. Any other key or value, or a missing one, is a :class:`StoryError`,
which names file and line.
"""

from __future__ import annotations

import difflib
import re

from guide_engine.model import Action, Cause, Count, Event, Incident, Lesson

TYPES = (
    "symptom", "discovery", "check", "decision", "action", "outcome", "aftermath", "background", "attacker",
)  # fmt: skip
CAUSES = (
    "password_reuse", "password_weak", "password_phished", "malware", "address_leaked", "random_address",
    "forged_sender", "webform_or_cms_hacked", "open_relay", "provider_breach", "unknown", "credentials_compromised",
    "other",
)  # fmt: skip
CAUSE_STATUSES = ("confirmed", "suspected", "ruled_out", "general")
ACTIONS = (
    "change_password", "virus_scan", "retire_address", "cancel_domain", "contact_provider", "disable_account",
    "delete_queue", "delist_blocklist", "notify_contacts", "enable_2fa", "unique_password", "spf_dkim_dmarc",
    "filter_bounces", "ignore_wait", "monitor", "other",
)  # fmt: skip
ACTION_STATUSES = ("done", "advised")
WHEN_PARTS = ("offset", "after", "start", "end", "dur")
KINDS = ("event", "cause", "action", "lesson")
KEYS = {
    "event": ("type", "day", "when", *WHEN_PARTS, "count"),
    "cause": ("cause", "status"),
    "action": ("action", "status"),
    "lesson": (),
}
COMMON_KEYS = ("quote", "confirm")
ANNOTATION_KEYS = frozenset(key for keys in KEYS.values() for key in keys) | frozenset(COMMON_KEYS)

QUOTE_LIMIT = 80  # characters, as in the narrative contract
VAGUE = {(10, 99): "tens", (100, 999): "hundreds", (1000, 9999): "thousands", (10000, 99999): "ten_thousands"}

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*(?:\{:?([^{}]*)\})?[ \t]*#*[ \t]*$")
_ATTRIBUTE = re.compile(r"""([#.])([^\s"'=}]+)|([\w:-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))|(\S+)""")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_WHEN = re.compile(r"\d{4}|\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d)?)?|--\d\d-\d\d(?:T\d\d:\d\d)?|none")
_DURATION = re.compile(r"-?P(?:X|\d+)[YMWD](?:T\d+[HM])?|-?PT(?:X|\d+)[HM]")
_CLOCK = re.compile(r"(?:\d{4}-\d\d-\d\d|--\d\d-\d\d)?T?(?:\d\d:\d\d)?")
_COUNT = re.compile(r"(~)?(\d+)(?:(\+)|-(\d+))?(?:\s+(.+))?")
_PROSE_END = re.compile(r"(?<=[。！？!?])|(?<=[.])(?=\s|$)")
_NOT_PROSE = re.compile(r"\s*(?:$|#|>|!!!|\?\?\?|///|\||```|~~~|<|    |\[[^\]]+\]:|\*\[)")
_CODED = re.compile(r"&#(\d{1,6});")  # a character that would end the attribute or mean something to Markdown
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


class StoryError(ValueError):
    """A broken annotation: what is wrong, in which file, on which line (1-based)."""

    def __init__(self, message: str, file: str, line: int) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line = file, line


class Heading:
    """One heading line: ``classes`` and ``attributes`` of its attribute list, ``start`` its offset in the text."""

    __slots__ = ("attributes", "classes", "ident", "level", "line", "start", "title")

    def __init__(self, level: int, title: str, spec: str | None, line: int, start: int) -> None:
        self.level, self.title, self.line, self.start = level, title, line, start
        self.ident: str | None = None
        self.classes: list[str] = []
        self.attributes: dict[str, str] = {}
        for mark, name, key, double, single, bare, stray in _ATTRIBUTE.findall(spec or ""):
            if mark == "#":
                self.ident = name
            elif mark == ".":
                self.classes.append(name)
            else:
                self.attributes[key or stray] = double or single or bare


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The page's front matter as plain strings, and the offset where the page itself begins."""
    if not text.startswith("---\n"):
        return {}, 0
    end = text.find("\n---\n", 3)
    if end < 0:
        return {}, 0
    pairs = (line.partition(":") for line in text[4:end].split("\n") if line[:1] not in (" ", "#", "-", ""))
    return {key.strip(): _plain(value.strip()) for key, _, value in pairs}, end + 5


def _plain(value: str) -> str:
    """A YAML scalar on one line; in single quotes a quote is doubled."""
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'").replace("&lt;", "<")
    return value.strip("\"'")


def headings(text: str) -> list[Heading]:
    """All headings outside code fences, in order."""
    found, fence, offset = [], "", front_matter(text)[1]
    number = text.count("\n", 0, offset)
    for line in text[offset:].split("\n"):
        number += 1
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and (match := _HEADING.match(line)):
            found.append(Heading(len(match[1]), match[2], match[3], number, offset))
        offset += len(line) + 1
    return found


def read(text: str, *, file: str = "story.md", lang: str | None = None) -> Incident:
    """Read a story; StoryError. Spans are offsets in ``text``. A page without annotations is an empty incident."""
    meta, _ = front_matter(text)
    events: list[Event] = []
    causes: list[Cause] = []
    actions: list[Action] = []
    lessons: list[Lesson] = []
    all_headings = headings(text)
    for index, head in enumerate(all_headings):
        kind = _kind(head, file)
        if kind is None:
            continue
        following = all_headings[index + 1 :]
        end = next((h.start for h in following if h.level <= head.level or _kind(h, file)), len(text))
        quote, span = _quote(text, head, end, file)
        values = head.attributes
        if kind == "event":
            _need(head, file, "type", TYPES)
            day = _day(head, file)
            events.append(
                Event(
                    values["type"], quote, span, _when(head, file, day), day, _count(head, file), head.title, head.line
                )
            )
        elif kind == "cause":
            _need(head, file, "cause", CAUSES)
            _need(head, file, "status", CAUSE_STATUSES)
            causes.append(Cause(values["cause"], values["status"], quote, head.title, head.line))
        elif kind == "action":
            _need(head, file, "action", ACTIONS)
            _need(head, file, "status", ACTION_STATUSES)
            actions.append(
                Action(None, title=head.title, action=values["action"], status=values["status"], quote=quote, span=span)
            )
        else:
            lessons.append(Lesson(quote, head.title))
    return Incident(
        meta.get("id"), meta.get("lang", lang), meta.get("title"),
        in_time(events), tuple(causes), tuple(actions), tuple(lessons),
    )  # fmt: skip


def _kind(head: Heading, file: str) -> str | None:
    """The class of an annotated heading; None for an ordinary one."""
    if "{" in head.title and any(f".{name}" in head.title for name in KINDS):
        raise StoryError("the attribute list in braces is not closed at the end of the heading", file, head.line)
    kinds = [name for name in head.classes if name in KINDS]
    strange = [key for key in head.attributes if key in ANNOTATION_KEYS]
    if not kinds:
        for name in head.classes:
            if near := difflib.get_close_matches(name, KINDS, 1, 0.7):
                raise StoryError(f"unknown class .{name}: is .{near[0]} meant?", file, head.line)
        if strange:
            classes = ", ".join(f".{k}" for k in KINDS)
            raise StoryError(f"{strange[0]}= stands on a heading that is none of {classes}", file, head.line)
        return None
    if len(kinds) > 1:
        raise StoryError(f"a heading is one thing, not .{' and .'.join(kinds)}", file, head.line)
    kind = kinds[0]
    allowed = (*KEYS[kind], *COMMON_KEYS)
    for key in head.attributes:
        if key not in allowed:
            raise StoryError(f"unknown attribute {key!r} of .{kind}: use {', '.join(allowed)}", file, head.line)
    return kind


def _need(head: Heading, file: str, key: str, values: tuple[str, ...]) -> None:
    value = head.attributes.get(key)
    if value is None:
        raise StoryError(f"{key}= is missing: one of {', '.join(values)}", file, head.line)
    if value not in values:
        raise StoryError(f"{key}={value!r} is unknown: use one of {', '.join(values)}", file, head.line)


def _day(head: Heading, file: str) -> int | None:
    value = head.attributes.get("day")
    if value is None:
        return None
    if not re.fullmatch(r"-?\d{1,5}", value):
        raise StoryError(f"day={value!r} is no whole number", file, head.line)
    return int(value)


def _when(head: Heading, file: str, day: int | None) -> object:
    values = head.attributes
    if "when" in values:
        if not _WHEN.fullmatch(values["when"]):
            raise StoryError(
                f"when={values['when']!r} is none of 2024-03-09T08:15, 2024-03-09, 2024-03, 2024, --03-09, none",
                file,
                head.line,
            )
        return None if values["when"] == "none" else values["when"]
    parts: dict[str, object] = {} if day is None else {"day": day}
    for key in WHEN_PARTS:
        if key not in values:
            continue
        pattern, example = (
            (_CLOCK, "T09:30 or 2024-03-09T09:30") if key in ("start", "end") else (_DURATION, "P3D, PT2H or -P2Y")
        )
        if not pattern.fullmatch(values[key]):
            raise StoryError(f"{key}={values[key]!r} is not a time like {example}", file, head.line)
        parts[key] = values[key]
    if str(parts.get("start", ""))[:1] not in ("", "T"):
        parts.pop("day", None)  # an interval of calendar days says it all
    return parts or None


def parse_count(value: str) -> Count:
    """``350``, ``~800``, ``10000+`` or ``1000-9999``, each with a unit after a space. ValueError for anything else."""
    match = _COUNT.fullmatch(value.replace(",", ""))
    if not match:
        raise ValueError(f"count={value!r} is none of 350, ~800, 10000+, 1000-9999, each with a unit after a space")
    about, low, least, high, unit = match.groups()
    if high is None:
        return Count(int(low), unit, "about" if about else "at_least" if least else "exact")
    pair = (int(low), int(high))
    if pair[0] > pair[1]:
        raise ValueError(f"count={value!r} runs backwards")
    return Count(pair, unit, VAGUE.get(pair, "about"))


def _count(head: Heading, file: str) -> Count | None:
    value = head.attributes.get("count")
    try:
        return None if value is None else parse_count(value)
    except ValueError as error:
        raise StoryError(str(error), file, head.line) from None


def _quote(text: str, head: Heading, end: int, file: str) -> tuple[str, tuple[int, int]]:
    """The words that tell the item, and where they stand."""
    wanted = head.attributes.get("quote")
    line_end = text.find("\n", head.start)
    body = end if line_end < 0 else line_end + 1
    if wanted is not None:
        wanted = _CODED.sub(lambda m: chr(int(m[1])), wanted)
        at = text.find(wanted, body, end)
        if at < 0 and (escaped := _escaped(wanted).search(text, body, end)):
            return wanted, escaped.span()
        if at < 0 and wanted in head.title:
            at = text.find(wanted, head.start)
        if at < 0:
            raise StoryError(f"the quote {wanted!r} does not stand in this section", file, head.line)
        return wanted, (at, at + len(wanted))
    offset = body
    for line in text[body:end].split("\n"):
        if not _NOT_PROSE.match(line):
            bullet = _BULLET.match(line)
            start = bullet.end() if bullet else len(line) - len(line.lstrip())
            first = next(part for part in _PROSE_END.split(line[start:]) if part.strip()).strip()[:QUOTE_LIMIT]
            return first, (offset + start, offset + start + len(first))
        offset += len(line) + 1
    at = text.find(head.title, head.start)
    return head.title, (at, at + len(head.title))


def _escaped(wanted: str) -> re.Pattern[str]:
    """``wanted`` as it may stand in Markdown: characters with a backslash or as numbers, lines without margins."""
    lines = ("".join(_either(c) for c in line.strip()) for line in wanted.split("\n"))
    return re.compile(r"[^\S\n]*\n[^\S\n]*".join(lines))


def _either(c: str) -> str:
    if c == "<":
        return "&lt;"
    plain = re.escape(c)
    return plain if c.isalnum() or c.isspace() else rf"(?:\\?{plain}|&#{ord(c)};)"


def in_time(events: list[Event]) -> tuple[Event, ...]:
    """In order of time: by day where it is known; an event without a day stays behind the one before it."""
    day, keyed = -(10**6), []  # what stands before the first day that is known stays there
    for number, event in enumerate(events):
        if event.day is not None and not (isinstance(event.when, dict) and "dur" in event.when):
            day = event.day
        keyed.append((day, number, event))
    return tuple(event for _, _, event in sorted(keyed, key=lambda item: item[:2]))
