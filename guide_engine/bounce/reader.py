"""One message, from bytes to a Bounce: unwrap, split, find the three layers, then say what it is and whom it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guide_engine.model import Bounce, Field, TextLine

from . import charset, dsn, families, forwarded, kinds, mime, notice, returned, ses, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, KeysView

_STATUS_TYPES = frozenset(
    (
        "message/delivery-status",
        "message/global-delivery-status",
        "text/delivery-status",
        "message/xdelivery-status",
        "message/feedback-report",  # RFC 5965: fields alike
    )
)
_RETURNED_TYPES = frozenset(
    (
        "message/rfc822",
        "message/global",
        "text/rfc822-headers",
        "text/rfc822-header",
        "text/rfc822",
        "message/rfc822-headers",
        "message/global-headers",
        "text/global-headers",
        "message/partial",
    )
)
_TEXT_TYPES = frozenset(("text/plain", "text/html", "text", "plain", "text/enriched"))
_OUTER_NAMES = frozenset(
    (
        "received",
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "return-path",
        "delivered-to",
        "mime-version",
        "content-type",
        "x-original-to",
        "reply-to",
        "envelope-to",
    )
)
_REPORT = re.compile(r"^(?:Reporting-MTA|Final-Recipient|Original-Recipient):", re.I | re.M)
_QUOTED = re.compile(
    r"(?:>[ ]?|[ \t]+)(?=(?:Received|Return-Path|Delivered-To|X-[A-Za-z-]{1,40}|From|To|Date|Subject|Message-ID"
    r"|MIME-Version):)",
    re.I,
)
_ALL_QUOTED = re.compile(r"(?:(?:>[^\n]*+|[ \t]*+)\n)*+(?:>[^\n]*+|[ \t]*+)")
_QUOTE = re.compile(r"^> ?", re.M)
# where a notice was pasted as one long line, a recipient begins: not the address that a reply repeats after its code
_RUN_ON = re.compile(r"(?<=[^\s\d:] )(?=<[^\s<>@]{1,64}@[^\s<>@]{1,255}>: )")
LONG_LINE = 200  # characters; mail servers break theirs long before
# every line with a blank one behind it: eight of them, or four where it begins like a header
_ROW = r"(?:[^\n]++\n\n(?:\n\n)*+)"
_DOUBLED = re.compile(rf"\n*+(?:(?=[!-9;-~]{{1,60}}+:){_ROW}{{4,}}+|{_ROW}{{8,}}+)[^\n]*+\n*+\Z")
RETURNED_LINES = 40
MAX_WORDS = 10_000  # characters of the notice in which marks are looked for
MAX_WRAPS = 3


class Layers(NamedTuple):
    """The message taken apart, before anything is concluded."""

    outer: tuple[Field, ...]
    headers: dict[str, str]  # of outer, the first value of each name in lower case
    lines: tuple[TextLine, ...]
    text: str  # the notice, as one string
    groups: list[list[Field]]
    returned: tuple[Field, ...] | None
    returned_text: tuple[TextLine, ...]
    summary: list[Field]  # To, Subject, Sent where the notice sums the mail up in its own words
    leaves: list[mime.Part]
    containers: set[str]
    html: str  # HTML of the notice, for its links
    warnings: list[str]
    inner: tuple[str, int, int, int] | None  # the mail that came in this one: text, its start and end there, line
    inner_exact: bool  # whether its lines are the message's own
    empty: bool  # whether there is no body at all


def read(message: bytes, me: Iterable[str] | None = None) -> Bounce:
    """What ``message`` says. Never raises; what could not be read or was cut is in ``warnings``.

    ``me``: the person's own addresses, as far as known, where this one mail was brought to be explained: then one
    that had only just been sent is one that came back. None for a whole mailbox, which holds mail that went well too.
    """
    raw = mime.normalise(message)
    doubled = _DOUBLED.match(raw) is not None
    layers = take_apart(raw.replace("\n\n", "\n") if doubled else raw, 0, 1)
    for _ in range(MAX_WRAPS):
        if layers.groups or layers.inner is None or not _passed_on(layers):
            break
        text_in, start, end, line = layers.inner
        inner = take_apart(text_in[:end], start, line)
        inner.warnings.extend([*layers.warnings, "forwarded"])
        layers = inner if layers.inner_exact else _renumber(inner, lambda line: None)
    if not layers.groups and layers.outer:
        layers = _forwarded_inline(_returned_alone(layers, None if me is None else frozenset(map(str.lower, me))))
    return conclude(_renumber(layers, lambda line: 2 * line - 1) if doubled else layers)


def _renumber(layers: Layers, number: Callable[[int], int | None]) -> Layers:
    """The layers, their lines counted anew: none where a mail came encoded, every second where doubled."""

    def fields(old: Iterable[Field]) -> list[Field]:
        return [Field(f.name, f.value, None if f.line is None else number(f.line)) for f in old]

    def rows(old: Iterable[TextLine]) -> tuple[TextLine, ...]:
        return tuple(TextLine(t, None if n is None else number(n)) for t, n in old)

    return layers._replace(
        outer=tuple(fields(layers.outer)),
        lines=rows(layers.lines),
        groups=[fields(group) for group in layers.groups],
        summary=fields(layers.summary),
        returned=None if layers.returned is None else tuple(fields(layers.returned)),
        returned_text=rows(layers.returned_text),
    )


def _returned_alone(layers: Layers, me: frozenset[str] | None) -> Layers:
    """The returned mail saved without its notice: a header without any body, or a mail that had only just been sent."""
    if "received" not in layers.headers or layers.returned or forwarded.inside(layers.outer):
        return layers
    if not layers.empty and (me is None or not returned.outgoing(layers.headers, me)):
        return layers
    return layers._replace(
        outer=(),
        headers={},
        lines=(),
        text="",
        html="",
        returned=layers.outer,
        returned_text=layers.lines[:RETURNED_LINES],
        warnings=[*layers.warnings, "returned-alone"],
    )


def _forwarded_inline(layers: Layers) -> Layers:
    lines = forwarded.inline(layers.lines)
    if not lines or forwarded.inside(layers.outer):
        return layers
    return layers._replace(
        outer=(),
        headers={},
        lines=lines,
        text="\n".join([t for t, _ in lines]),
        warnings=[*layers.warnings, "forwarded"],
    )


def take_apart(raw: str, start: int, line: int) -> Layers:
    start, line = _skip_junk(raw, start, line)
    indent = _QUOTED.match(raw, start)
    if indent:  # the whole message was quoted or indented when it was copied
        raw, start = "\n".join(row.removeprefix(indent[0]) for row in raw[start:].split("\n")), 0
    elif raw.startswith(">", start) and _ALL_QUOTED.fullmatch(raw, start):
        raw, start = _QUOTE.sub("", raw[start:]), 0
    outer, body, body_line = mime.read_header(raw, start, len(raw), line)
    headers = mime.first_values(outer)
    if outer and not _is_header(headers.keys()):
        outer, headers, body, body_line = [], {}, start, line
    leaves, containers, warnings = mime.split(raw, headers, body, len(raw), body_line)
    groups: list[list[Field]] = []
    back: tuple[Field, ...] | None = None
    back_text: tuple[TextLine, ...] = ()
    inner: tuple[str, int, int, int] | None = None
    exact = True
    words: list[tuple[str, list[int | None]]] = []
    html = ""
    for part in leaves:
        if part.type in _STATUS_TYPES:
            groups.extend(_status(raw, part))
        elif part.type in _RETURNED_TYPES:
            if back is None:
                back, back_text, inner = _returned(raw, part)
                exact = part.encoding not in ("base64", "quoted-printable")
        elif (
            part.type in _TEXT_TYPES
            and back is None
            and len(words) < 3
            and "attachment" not in part.disposition.lower()
        ):
            if part.type == "text/html":
                html = html or text.markup(raw, part)
                if any(w.strip() for w, _ in words):
                    continue
            found, numbers, cut = text.part_text(raw, part)
            if cut:
                warnings.append("text-cut")
            words.append((found, numbers))
    said = "\n".join([w for w, _ in words])
    numbers = words[0][1] if len(words) == 1 else [n for _, ns in words for n in ns]
    if not outer and len(said) > LONG_LINE:
        said, numbers = _unrun(said, numbers)
    lines = text.text_lines(said, numbers)
    summary: list[Field] = []
    if back is None:
        copy, summary = returned.find(said, 1)
        summary = [f._replace(line=_number(numbers, f.line)) for f in summary]
        if copy:
            if copy.fields:
                back = tuple(f._replace(line=_number(numbers, f.line)) for f in copy.fields)
                inner, exact = _inner(said, copy, numbers)
            back_text = lines[copy.body_line - 1 : copy.body_line - 1 + RETURNED_LINES]
            said = said[: copy.start]
    if (
        not groups
        and ("-MTA:" in said or "-Recipient:" in said or "-recipient:" in said)
        and (report := _REPORT.search(said))
    ):
        found_groups = dsn.groups(said, report.start(), len(said), said.count("\n", 0, report.start()) + 1, False)
        groups = [[f._replace(line=_number(numbers, f.line)) for f in group] for group in found_groups]
        said = said[: report.start()]
    if not groups and "{" in said:
        groups, copied, complaint = ses.groups(said)
        back = tuple(copied) if copied else back
        if complaint:
            containers.add("report/feedback-report")
    if max(len(outer), len(back or ())) >= mime.MAX_FIELDS or (
        len(raw) > mime.MAX_VALUE and any(f.value.endswith(mime.CUT) for f in (*outer, *(back or ())))
    ):
        warnings.append("header-cut")
    shown = said.count("\n") + (not said.endswith("\n")) if said else 0
    if shown > text.MAX_LINES:
        warnings.append("text-cut")
    empty = len(leaves) == 1 and not raw[leaves[0].start : leaves[0].end].strip()
    return Layers(
        tuple(outer),
        headers,
        lines[:shown],
        said,
        groups,
        back,
        back_text,
        summary,
        leaves,
        containers,
        html,
        warnings,
        inner,
        exact,
        empty,
    )


def _unrun(said: str, numbers: list[int | None]) -> tuple[str, list[int | None]]:
    """A pasted text, each recipient on a line of its own where all the lines had run together."""
    rows: list[str] = []
    lines: list[int | None] = []
    for row, line in zip(said.split("\n"), numbers, strict=False):
        pieces = _RUN_ON.split(row) if len(row) > LONG_LINE else [row]
        rows += pieces
        lines += [line] * len(pieces)
    return "\n".join(rows), lines


def _number(numbers: list[int | None], row: int | None) -> int | None:
    return numbers[row - 1] if row is not None and row <= len(numbers) else None


def _inner(said: str, copy: returned.Copy, numbers: list[int | None]) -> tuple[tuple[str, int, int, int], bool]:
    """The mail in the text as a message of its own, its quoting taken off; whether its lines are the message's own."""
    start = copy.start
    line = _number(numbers, said.count("\n", 0, start) + 1)
    body = said[start:]
    if copy.prefix:
        bare = copy.prefix.rstrip() or copy.prefix
        body = "\n".join(
            row.removeprefix(copy.prefix) if row.startswith(copy.prefix) else row.removeprefix(bare)
            for row in body.split("\n")
        )
    body = body.encode("utf-8", "replace").decode("latin-1")
    return (body, 0, len(body), line or 1), line is not None


_JUNK = re.compile(r"\s*+(?:>?From [^\n]*+\n\s*+){0,3}+")


def _skip_junk(raw: str, pos: int, line: int) -> tuple[int, int]:
    """Past blank lines and an mbox "From " line, to the start of the line that says something."""
    if raw[pos : pos + 1] not in (">", "F", "\n", " ", "\t"):
        return pos, line
    found = _JUNK.match(raw, pos)
    stop = found.end() if found else pos
    stop = raw.rfind("\n", pos, stop) + 1 or pos
    return stop, line + raw.count("\n", pos, stop)


def _is_header(names: KeysView[str]) -> bool:
    return not _OUTER_NAMES.isdisjoint(names) or (len(names) > 3 and not names & {"reporting-mta", "final-recipient"})


def _decoded(raw: str, part: mime.Part) -> tuple[str, int, int, bool]:
    """(text, start, end, exact) of a part that holds fields: the message itself, or what its encoding held."""
    if part.encoding in ("base64", "quoted-printable"):
        data, exact = charset.unpack(raw[part.start : min(part.end, part.start + text.MAX_TEXT)], part.encoding)
        if not exact:
            inner = mime.normalise(data)
            return inner, 0, len(inner), False
    return raw, part.start, part.end, True


def _unnumbered(fields: list[Field]) -> list[Field]:
    return [f._replace(line=None) for f in fields]


def _status(raw: str, part: mime.Part) -> list[list[Field]]:
    inner, start, end, exact = _decoded(raw, part)
    found: list[list[Field]] = []
    for group in dsn.groups(inner, start, end, part.line):
        if not any(_same(group, other) for other in found[-3:]):  # some list one recipient again and again
            found.append(group)
    return found if exact else [_unnumbered(g) for g in found]


def _same(group: list[Field], other: list[Field]) -> bool:
    return [(f.name, f.value) for f in group] == [(f.name, f.value) for f in other]


def _returned(
    raw: str, part: mime.Part
) -> tuple[tuple[Field, ...] | None, tuple[TextLine, ...], tuple[str, int, int, int] | None]:
    inner, start, end, exact = _decoded(raw, part)
    begin, line = _skip_junk(inner, start, part.line)
    begin = min(begin, end)
    fields, body, body_line = mime.read_header(inner, begin, end, line)
    if not fields:
        return None, (), None
    stop = body
    for _ in range(RETURNED_LINES):
        stop = inner.find("\n", stop, end) + 1
        if not stop:
            stop = end
            break
    said = charset.text_of(inner[body:stop].encode("latin-1", "replace"), "").split("\n") if body < stop else []
    where = (inner, begin, end, line)
    if not exact:
        return tuple(_unnumbered(fields)), tuple(TextLine(t) for t in said), where
    return tuple(fields), tuple(map(TextLine, said, range(body_line, body_line + len(said)))), where


def _passed_on(layers: Layers) -> bool:
    """Whether the mail inside is the notice: it looks like one, and this one names no recipient of its own."""
    return forwarded.inside(layers.returned) and not notice.names_anyone(layers)


def view_of(layers: Layers) -> families.View:
    headers = layers.headers
    subject = charset.words(headers.get("subject", "")).lower()
    sender = charset.words(headers.get("from", "")).lower()
    report = layers.groups[0] if layers.groups else []
    mta = next((f.value.lower() for f in report if f.name.lower() == "reporting-mta"), "")
    mta += "".join(f" {f.name.lower()}" for f in report if f.name[:2] in ("X-", "x-"))  # a product's own fields name it
    words = layers.text[:MAX_WORDS].lower().split()
    return families.View(headers, subject, sender, " ".join(words), mta, frozenset(words))


def conclude(layers: Layers) -> Bounce:
    view = view_of(layers)
    found = families.family(view)
    row = found[0] if found else None
    reported = [r for r in map(dsn.recipient, layers.groups) if r]
    told, local = notice.recipients(layers, view, row) if notice.wanted(reported) else ([], False)
    kind, marks, warnings = kinds.kind(layers, view, found, reported, told)
    recipients = notice.complete(reported, told, layers, row, kind)
    if kind in ("failure", "delay") and not any(r.address for r in recipients):
        recipients, local = notice.guess(recipients, layers)
    if local and kind in ("failure", "delay"):
        warnings = [*warnings, "recipient-guessed"]
    return Bounce(
        kind=kind,
        family=row.id if row else ("rfc3464" if reported else "generic"),
        outer=layers.outer,
        text=layers.lines,
        report=tuple(f for group in layers.groups for f in group),
        returned=layers.returned or (tuple(layers.summary) or None),
        returned_text=layers.returned_text,
        reporting_host=dsn.host_of(view.mta) if view.mta else notice.reporter(view, row),
        recipients=recipients,
        marks=marks,
        warnings=tuple(dict.fromkeys([*layers.warnings, *warnings])),
    )
