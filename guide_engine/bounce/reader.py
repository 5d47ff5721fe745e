"""One message, from bytes to a Bounce: unwrap, split, find the three layers, then say what it is and whom it names."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Bounce, Field, Recipient, TextLine
from . import charset, dsn, families, kinds, mime, notice, returned, text

_STATUS_TYPES = frozenset(
    ("message/delivery-status", "message/global-delivery-status", "text/delivery-status", "message/xdelivery-status")
)
_RETURNED_TYPES = frozenset(("message/rfc822", "message/global", "text/rfc822-headers", "text/rfc822-header", "text/rfc822",
                             "message/global-headers", "message/rfc822-headers"))  # fmt: skip
_TEXT_TYPES = frozenset(("text/plain", "text/html", "text", "plain", "text/enriched"))
RETURNED_LINES = 40


class Layers(NamedTuple):
    """The message taken apart, before anything is concluded."""

    outer: tuple[Field, ...]
    lines: tuple[TextLine, ...]
    text: str  # the notice, as one string
    groups: list[list[Field]]
    returned: tuple[Field, ...] | None
    returned_text: tuple[TextLine, ...]
    summary: list[Field]
    leaves: list[mime.Part]
    containers: set[str]
    html: str  # raw HTML of the notice, for its links
    warnings: list[str]


def read(message: bytes) -> Bounce:
    """What ``message`` says. Never raises; what could not be read or was cut is in ``warnings``."""
    raw = mime.normalise(message)
    layers = take_apart(raw, 0, 1)
    return conclude(layers)


def take_apart(raw: str, start: int, line: int) -> Layers:
    start, line = _skip_junk(raw, start, line)
    outer, body, body_line = mime.read_header(raw, start, len(raw), line)
    if outer and not _is_header(outer):
        outer, body, body_line = [], start, line
    leaves, containers, warnings = mime.split(raw, outer, body, len(raw), body_line)
    groups: list[list[Field]] = []
    back: tuple[Field, ...] | None = None
    back_text: tuple[TextLine, ...] = ()
    words: list[tuple[str, list[int | None]]] = []
    html = ""
    for part in leaves:
        if part.type in _STATUS_TYPES:
            groups.extend(_status(raw, part))
        elif part.type in _RETURNED_TYPES and (part.type != "message/rfc822" or back is None):
            if back is None:
                back, back_text = _returned(raw, part)
        elif (
            part.type in _TEXT_TYPES
            and back is None
            and len(words) < 3
            and "attachment" not in part.disposition.lower()
        ):
            if part.type == "text/html":
                html = html or raw[part.start : min(part.end, part.start + text.MAX_TEXT)]
                if words and any(w.strip() for w, _ in words):
                    continue
            found, numbers, cut = text.part_text(raw, part)
            if cut:
                warnings.append("text-cut")
            words.append((found, numbers))
    said = "\n".join(w for w, _ in words)
    numbers = [n for _, ns in words for n in ns]
    summary: list[Field] = []
    lines = text.text_lines(said, numbers)
    if back is None:
        copy, summary = returned.find(said, 1)
        if copy:
            row = said.count("\n", 0, copy.notice_end)
            if copy.fields:
                back = tuple(f._replace(line=_number(numbers, f.line)) for f in copy.fields)
            back_text = lines[copy.body_line - 1 : copy.body_line - 1 + RETURNED_LINES]
            said = said[: copy.notice_end]
            lines = lines[: row + (1 if said and not said.endswith("\n") else 0)]
    return Layers(tuple(outer), lines, said, groups, back, back_text, summary, leaves, containers, html, warnings)


def _number(numbers: list[int | None], row: int | None) -> int | None:
    return numbers[row - 1] if row is not None and row <= len(numbers) else None


def _skip_junk(raw: str, pos: int, line: int) -> tuple[int, int]:
    """Past blank lines and an mbox "From " line."""
    while pos < len(raw):
        stop = raw.find("\n", pos)
        stop = len(raw) if stop < 0 else stop
        here = raw[pos:stop]
        if here.strip() and not here.startswith(("From ", ">From ")):
            break
        pos, line = stop + 1, line + 1
    return min(pos, len(raw)), line


def _is_header(fields: list[Field]) -> bool:
    names = {f.name.lower() for f in fields}
    return bool(names & _OUTER_NAMES) or len(names) > 3


_OUTER_NAMES = frozenset(("received", "from", "to", "subject", "date", "message-id", "return-path", "delivered-to", "mime-version", "content-type",
                          "x-original-to", "reply-to", "envelope-to"))  # fmt: skip


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
    found = dsn.groups(inner, start, end, part.line)
    return found if exact else [_unnumbered(g) for g in found]


def _returned(raw: str, part: mime.Part) -> tuple[tuple[Field, ...] | None, tuple[TextLine, ...]]:
    inner, start, end, exact = _decoded(raw, part)
    begin, line = _skip_junk(inner, start, part.line)
    fields, body, body_line = mime.read_header(inner, min(begin, end), end, line)
    if not fields:
        return None, ()
    stop = body
    for _ in range(RETURNED_LINES):
        stop = inner.find("\n", stop, end) + 1
        if not stop:
            stop = end
            break
    body_text = charset.text_of(inner[body:stop].encode("latin-1", "replace"), "")
    numbers = range(body_line, body_line + RETURNED_LINES + 1)
    said = body_text.split("\n") if body_text.strip() else []
    if not exact:
        return tuple(_unnumbered(fields)), tuple(TextLine(t) for t in said)
    return tuple(fields), tuple(map(TextLine, said, numbers))


def conclude(layers: Layers) -> Bounce:
    headers: dict[str, str] = {}
    for name, value, _ in layers.outer:
        headers.setdefault(name.lower(), value.lower())
    report = layers.groups[0] if layers.groups else []
    mta = next((f.value.lower() for f in report if f.name.lower() == "reporting-mta"), "")
    view = families.View(
        headers,
        charset.words(next((f.value for f in layers.outer if f.name.lower() == "subject"), "")).lower(),
        charset.words(headers.get("from", "")).lower(),
        layers.text[:20_000].lower(),
        mta,
    )
    row = families.family(view)
    recipients = [r for r in map(dsn.recipient, layers.groups) if r]
    named = notice.recipients(layers, view) if not any(r.address for r in recipients) else []
    kind, marks, warnings = kinds.kind(layers, view, row, recipients or named)
    found = notice.complete(recipients, named, layers, view, row, kind)
    return Bounce(
        kind=kind,
        family=row.id if row else ("rfc3464" if recipients else "generic"),
        outer=layers.outer,
        text=layers.lines,
        report=tuple(f for group in layers.groups for f in group),
        returned=layers.returned or (tuple(layers.summary) or None),
        returned_text=layers.returned_text,
        reporting_host=dsn.host_of(mta) if mta else notice.reporter(view, row),
        recipients=tuple(found),
        marks=marks,
        warnings=tuple(dict.fromkeys([*layers.warnings, *warnings])),
    )
