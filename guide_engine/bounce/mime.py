"""Header fields with their line numbers, and the parts of a MIME message.

The message is held as one string in which every character is one byte (latin-1), so that offsets, lines and
bytes agree and nothing is decoded before it is wanted. All scanning is by ``str.find`` or by expressions that
cannot backtrack, so time grows with the size alone.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from guide_engine.model import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_DEPTH = 20  # multipart in multipart; real mail has three
MAX_PARTS = 500
MAX_VALUE = 50_000  # characters of one field; RFC 5322 allows a line 998, and long lists of addresses some thousands
CUT = "…"  # ends a field that was cut
MAX_FIELDS = 2000  # fields of one header; a mail that went around in a loop has some hundreds

_FIELD = re.compile(r"([!-9;-~]{1,100}+)[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t]++[^\s][^\n]*+)*+)(?:\n|\Z)")
# A message has dozens of fields: made so, they take a third of the time that Field(...) does.
_field: Callable[[tuple[str, str, int]], Field] = partial(tuple.__new__, Field)
_FIELDS = re.compile(r"^([!-9;-~]++)[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.M)  # with no bounds: far faster
KNOWN = (
    r"(?:Received|Return-Path|Delivered-To|X-Original-To|From|To|Cc|Subject|Date|Message-I[Dd]|Reply-To|Sender"
    r"|Errors-To"
    r"|MIME-Version|Content-[A-Za-z-]{1,30}|References|In-Reply-To|Auto-Submitted|Precedence|User-Agent|DKIM-Signature"
    r"|(?:ARC-)?Authentication-Results|Received-SPF|List-[A-Za-z-]{1,20}|X-[A-Za-z0-9-]{1,50})"
)
_KNOWN_LINE = re.compile(KNOWN + r"[ \t]*+:", re.I)
_BOUNDARY_LINE = re.compile(r"^--(?=[^\s-])([^\n]{3,200}?)[ \t]*\n(?=Content-[A-Za-z-]{1,30}:|\n)", re.I | re.M)
_ATTRIBUTE = re.compile(r"[a-z-]{3,20}=", re.I)
_HOLDS = re.compile(r"message/|text/rfc822", re.I)
_HOP = re.compile(r"(?:from|by|for|with|id|via)\s|\(|[A-Z][a-z]{2}, \d")
_PARAMETER = {
    name: re.compile(name + r"""(?:\*0?\*?)?\s*=\s*(?:"([^"\n]{0,300})"?|([^\s;"]{1,300}))""", re.I)
    for name in ("boundary", "charset", "report-type", "name", "filename", "type")
}


def normalise(message: bytes) -> str:
    """The message as text of one character a byte. CRLF is one line end; CR is one only where there is no LF."""
    if message[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = message.decode("utf-16", "replace").encode("utf-8", "replace")
    raw = message.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r\n", "\n")
        if "\n" not in raw:
            raw = raw.replace("\r", "\n")
    return raw


def unicode_value(value: str) -> str:
    """A header value with raw 8-bit bytes read as what they most likely are."""
    if value.isascii():
        return value
    data = value.encode("latin-1", "replace")
    for charset in ("utf-8", "cp932", "euc_jp"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return value


def read_header(raw: str, start: int, end: int, line: int, raw_bytes: bool = True) -> tuple[list[Field], int, int]:
    """Fields from ``start``, the offset behind the blank line that ends them, and the line number there.

    ``raw_bytes``: the text holds bytes, not characters yet.

    Damage done by copying is mended where it can be told: a folded line that lost its indent is joined to the
    field before it; a body that follows without its blank line ends the header.
    """
    stop = raw.find("\n\n", start, end)
    stop = end if stop < 0 else stop
    if stop - start < 60_000:
        block = raw[start:stop]
        if raw_bytes and not block.isascii():
            return _read_slowly(raw, start, end, line, raw_bytes)
        rows: list[tuple[str, str, int]] = []
        here = line
        for name, value in _FIELDS.findall(block):
            if "\n" in value:
                folded = list(map(str.strip, value.split("\n")))
                if "" in folded[1:]:  # a line that only looks blank ends the header
                    return _read_slowly(raw, start, end, line, raw_bytes)
                rows.append((name, " ".join(folded), here))
                here += len(folded)
            else:
                rows.append((name, value.rstrip(), here))
                here += 1
        if rows and here - line == block.count("\n") + (not block.endswith("\n")):  # no line was left over
            return list(map(_field, rows)), min(stop + 2, end), here + (stop < end)
    return _read_slowly(raw, start, end, line, raw_bytes)


def _read_slowly(raw: str, start: int, end: int, line: int, raw_bytes: bool) -> tuple[list[Field], int, int]:
    """The same, field by field, for damaged, short and odd headers."""
    fields: list[Field] = []
    pos = start
    match = _FIELD.match
    while pos < end and len(fields) < MAX_FIELDS:
        found = match(raw, pos, end)
        if found is None:
            stop = raw.find("\n", pos, end)
            stop = end if stop < 0 else stop
            here = raw[pos:stop]
            if not here.strip():
                return fields, min(stop + 1, end), line + 1
            if fields and _goes_on(fields[-1], here, raw, stop + 1, end):
                last = fields[-1]
                fields[-1] = Field(
                    last.name, f"{last.value} {unicode_value(here.strip()) if raw_bytes else here.strip()}", last.line
                )
                pos, line = stop + 1, line + 1
                continue
            return fields, pos, line
        name, value = found.groups()
        lines = 1 + value.count("\n")
        cut = len(value) > MAX_VALUE
        if cut:
            value = value[:MAX_VALUE]
        if "\n" in value:
            value = " ".join(map(str.strip, value.split("\n")))
        value = value.rstrip()
        if raw_bytes and not value.isascii():
            value = unicode_value(value)
        fields.append(Field(name, value + CUT if cut else value, line))
        pos = found.end()
        line += lines
    if pos < end:  # too many: the rest of the header is passed over
        stop = raw.find("\n\n", pos, end)
        stop = end if stop < 0 else stop + 2
        return fields, stop, line + raw.count("\n", pos, stop)
    return fields, pos, line


_FOLDED = frozenset(
    (
        "received",
        "content-type",
        "dkim-signature",
        "authentication-results",
        "received-spf",
        "arc-seal",
        "references",
        "to",
        "cc",
    )
)


_SHORT = frozenset(("content-type", "references", "to", "cc"))  # folded now and then, but over few lines


def _goes_on(last: Field, here: str, raw: str, pos: int, end: int) -> bool:
    """Whether ``here`` goes on with the field before it, its indent lost: one that is folded, with others to follow."""
    name = last.name.lower()
    if here.startswith("--") or (name not in _FOLDED and not name.startswith(("x-", "arc-"))):
        return False
    if name == "received" and _HOP.match(here):
        return True
    if _ATTRIBUTE.match(here) and last.value.endswith(";"):
        return True
    for _ in range(40 if name not in _SHORT and not name.startswith("x-m") else 3):
        if _KNOWN_LINE.match(raw, pos, end):
            return True
        stop = raw.find("\n", pos, min(end, pos + 1000))
        if stop < 0 or stop == pos or raw.startswith("--", pos):
            return False
        pos = stop + 1
    return False


class Part(NamedTuple):
    """One leaf of the message: ``start`` to ``end`` is its body in the raw text, ``line`` its first line's number."""

    type: str  # "text/plain", lower case
    content_type: str  # the whole value, for its parameters
    encoding: str  # lower case
    disposition: str
    start: int
    end: int
    line: int


def parameter(value: str, name: str) -> str:
    found = _PARAMETER[name].search(value)
    return (found[1] or found[2] or "") if found else ""


def first_values(fields: Sequence[Field]) -> dict[str, str]:
    """The first value of each field, by its name in lower case."""
    return {name.lower(): value for name, value, _ in reversed(fields)}


def _part(headers: dict[str, str], start: int, end: int, line: int) -> Part:
    content_type = headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    return Part(
        kind or "text/plain",
        content_type,
        headers.get("content-transfer-encoding", "").strip().lower(),
        headers.get("content-disposition", ""),
        start,
        end,
        line,
    )


def split(raw: str, headers: dict[str, str], start: int, end: int, line: int) -> tuple[list[Part], set[str], list[str]]:
    """The leaves in order, the multipart types met (with report types as "report/feedback-report"), and warnings.

    ``headers`` are the message's :func:`first_values`.
    """
    root = _part(headers, start, end, line)
    leaves: list[Part] = []
    containers: set[str] = set()
    warnings: list[str] = []
    todo: list[tuple[Part, int]] = [(root, 0)]
    count = 0
    while todo:
        part, depth = todo.pop()
        boundary = ""
        if part.type.startswith("multipart/"):
            containers.add(part.type)
            if part.type == "multipart/report":
                containers.add("report/" + parameter(part.content_type, "report-type").lower())
            boundary = parameter(part.content_type, "boundary").rstrip()
        if part is root and (not boundary or raw.find("--" + boundary, part.start, part.end) < 0):
            boundary = _guess(raw, part)
        if not boundary:
            leaves.append(part._replace(type="text/plain") if part.type.startswith("multipart/") else part)
            continue
        if depth >= MAX_DEPTH or count >= MAX_PARTS:
            warnings.append("too-deep" if depth >= MAX_DEPTH else "too-many-parts")
            leaves.append(part._replace(type="application/octet-stream"))
            continue
        children = _children(raw, part, boundary, MAX_PARTS - count)
        count += len(children)
        if count >= MAX_PARTS:
            warnings.append("too-many-parts")
        todo.extend((child, depth + 1) for child in reversed(children))
    return leaves, containers, list(dict.fromkeys(warnings))


def _blank_lost(
    raw: str, fields: list[Field], start: int, line: int, body: int, body_line: int
) -> tuple[list[Field], int, int]:
    """Where a part's own header ran into the fields that the part holds, cut it there."""
    if not fields[0].name.lower().startswith("content-"):
        return fields, body, body_line
    own = 1
    while own < len(fields) and fields[own].name[:8].lower() in ("content-", "mime-ver"):
        own += 1
    # one field more is an extension of the part's own (RFC 2045 section 9), such as Courier's X-Mime-Autoconverted
    if len(fields) - own < 2 or not any(
        _HOLDS.match(f.value) for f in fields[:own] if f.name.lower() == "content-type"
    ):
        return fields, body, body_line
    pos = start
    for _ in range((fields[own].line or line) - line):
        pos = raw.find("\n", pos) + 1
    return fields[:own], pos, fields[own].line or line


def _guess(raw: str, part: Part) -> str:
    """The boundary of a message whose Content-Type was lost or lies, from the lines that look like one."""
    if not (part.type.startswith("multipart/") or not part.content_type):
        return ""
    if raw.find("--", part.start, part.end) < 0:
        return ""
    found = _BOUNDARY_LINE.search(raw, part.start, min(part.end, part.start + 20_000))
    if not found or (not part.content_type and len(raw[part.start : found.start()].strip()) > 400):
        return ""  # further down it is the boundary of a mail that was returned in the text
    return found[1]


def _children(raw: str, part: Part, boundary: str, limit: int) -> list[Part]:
    mark = "--" + boundary
    at_line = "\n" + mark
    out: list[Part] = []
    line, counted = part.line, part.start
    pos = part.start
    opened = -1
    while True:
        if pos == part.start and raw.startswith(mark, pos):
            at = pos
        else:
            at = raw.find(at_line, max(pos - 1, 0), part.end)
            at = at + 1 if at >= 0 else at
        if at >= 0 and raw[at + len(mark) : at + len(mark) + 1] not in ("", "\n", " ", "\t", "-"):
            pos = at + 1  # a longer boundary that begins alike
            continue
        stop = part.end if at < 0 else at
        if opened < 0 and not out and stop - part.start > 100 and raw.find("@", part.start, stop) >= 0:
            # what stands before the first part is for old programs to show; a notice that stands there is read
            out.append(Part("text/plain", "", "", "", part.start, stop, part.line))
        if opened >= 0:
            line += raw.count("\n", counted, opened)
            counted = opened
            if raw[opened : opened + 1] == "\n":
                fields: list[Field] = []
                body, body_line = opened + 1, line + 1
            else:
                fields, body, body_line = read_header(raw, opened, stop, line)
                if len(fields) > 1:
                    fields, body, body_line = _blank_lost(raw, fields, opened, line, body, body_line)
            out.append(_part(first_values(fields), body, max(body, stop - 1 if at >= 0 else stop), body_line))
        if at < 0 or len(out) >= limit:
            return out
        tail = at + len(mark)
        eol = raw.find("\n", tail, part.end)
        opened = -1 if raw.startswith("--", tail) or eol < 0 else eol + 1
        if eol < 0:
            return out
        pos = eol + 1
