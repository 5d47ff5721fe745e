"""Splits an mbox into its messages without ever holding more than one of them.

The format has no standard beyond RFC 4155 and several dialects: mboxrd and mboxo quote a body line
that starts with "From ", mboxcl does not, Thunderbird writes "From - DATE", Eudora "From ???@???",
Gmail's export a number and a zone. A bounce is the hardest content there is, because the mail that
it returns may hold such a line itself. A separator is therefore believed only when three things
hold: it has the shape of one, an empty line (or a closing MIME boundary) stands before it, and a
header field or another mark of a header follows.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guide_engine.incident.sources import Reads

CHUNK = 1 << 18
LIMIT = 64 << 20  # bytes kept of one message; a longer one is cut, and the caller is told
_LOOKAHEAD = 2048  # a From_ line and the line after it are shorter than this

# "From " + envelope sender + anything with a clock time and a year: asctime, with or without a zone.
SEPARATOR = re.compile(rb"From (?:\S{1,320}|\"[^\"\r\n]{0,300}\"\S{0,200}) {1,4}[^\r\n]{0,40}?\d\d?:\d\d[^\r\n]{0,40}")
_YEAR = re.compile(rb"\b(?:19|20)\d\d\b")
_FIELD = re.compile(rb">?(?:[!-9;-~]{1,120}:|From )")
_QUOTED = re.compile(rb"(?m)^>(>*From )")


def is_separator(line: bytes) -> bool:
    """Whether ``line`` has the shape of an mbox From_ line."""
    match = SEPARATOR.match(line)
    return match is not None and _YEAR.search(line) is not None


def split(file: Reads, head: bytes = b"") -> Iterator[tuple[bytes, bytes, bool]]:
    """Yield (From_ line, message, cut) for every message; ``head`` are bytes already read from ``file``.

    A body quoted the mboxrd way is unquoted by one ">". What stands before the first separator is
    a message as well, its From_ line empty, unless it is blank. ``cut`` says that the message was
    longer than ``LIMIT``.
    """
    buffer = head.removeprefix(b"\xef\xbb\xbf")
    at_line = _starts(buffer)  # the current message begins with a From_ line
    begin = 0  # of the current message in the buffer, which is cut only when more is read
    kept: list[bytes] = []  # parts of the current message that have left the buffer
    size = 0
    position = 1  # no separator begins before it
    ended = False
    while True:
        at = _next(buffer, position, ended)
        if at >= 0:
            yield from _message(kept, buffer[begin:at], size, at_line)
            kept, size, at_line, begin, position = [], 0, True, at, at + 1
            continue
        if ended:
            yield from _message(kept, buffer[begin:], size, at_line)
            return
        # All but the tail is settled: a separator may just begin there, and needs the line before it.
        settled = len(buffer) - 2 * _LOOKAHEAD
        if settled - begin > CHUNK:
            if size < LIMIT:
                kept.append(buffer[begin:settled])
            size += settled - begin
            begin = settled
        more = file.read(CHUNK)
        ended = not more
        if not size and not at_line and not kept and len(buffer) - begin < _LOOKAHEAD:
            at_line = _starts(buffer[begin:] + more)
        buffer, begin = buffer[begin:] + more, 0
        position = max(1, len(buffer) - len(more) - _LOOKAHEAD)


def _starts(data: bytes) -> bool:
    return data.startswith(b"From ") and is_separator(data[:_LOOKAHEAD].split(b"\n", 1)[0])


def _next(buffer: bytes, position: int, ended: bool) -> int:
    """Where the next separator begins at or after ``position``; -1 when none can be told yet."""
    at = buffer.find(b"\nFrom ", position - 1)
    while at >= 0:
        begin = at + 1
        if len(buffer) - begin < _LOOKAHEAD and not ended:
            return -1
        end = buffer.find(b"\n", begin, begin + _LOOKAHEAD)
        line = buffer[begin : end if end >= 0 else begin + _LOOKAHEAD]
        if is_separator(line) and _blank_before(buffer, at) and (end < 0 or _header_after(buffer, end + 1)):
            return begin
        at = buffer.find(b"\nFrom ", begin)
    return -1


def _blank_before(buffer: bytes, newline: int) -> bool:
    before = buffer[max(0, newline - 300) : newline].rsplit(b"\n", 1)[-1].rstrip(b"\r \t")
    return not before or (before.startswith(b"--") and before.endswith(b"--"))


def _header_after(buffer: bytes, at: int) -> bool:
    # An empty message is allowed: some programs write one when its file was lost.
    return at >= len(buffer) or _FIELD.match(buffer, at) is not None


def _message(kept: list[bytes], last: bytes, size: int, at_line: bool) -> Iterator[tuple[bytes, bytes, bool]]:
    cut = size + len(last) > LIMIT
    data = b"".join((*kept, last)) if kept else last
    begin, end = 0, min(len(data), LIMIT)
    if at_line:
        begin = data.find(b"\n", 0, end) + 1 or end
    elif not data.strip():
        return
    # The empty line before the next separator belongs to the mbox, not to the message.
    if data.endswith(b"\r\n\r\n", begin, end):
        end -= 2
    elif data.endswith(b"\n\n", begin, end):
        end -= 1
    message = data[begin:end]
    if b"\n>" in message or message.startswith(b">"):
        message = _QUOTED.sub(rb"\1", message)
    yield data[:begin].removesuffix(b"\n"), message, cut
