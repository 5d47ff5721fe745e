"""The notice as a person reads it: decoded lines, with the line of the message each one stands on."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from guide_engine.model import TextLine

from .charset import ENCODED, text_of, unpack
from .mime import Part, parameter

if TYPE_CHECKING:
    from collections.abc import Callable

_line: Callable[[tuple[str, int | None]], TextLine] = partial(tuple.__new__, TextLine)  # see mime._field
MAX_TEXT = 200_000  # characters of one text part that are looked at; a notice has some hundreds
MAX_LINES = 3000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,10}+)[^<>]*+>|<![^<>]*+>")
_BREAKS = frozenset(
    [
        "br",
        "p",
        "div",
        "tr",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "hr",
        "pre",
        "blockquote",
        "title",
        "dt",
        "dd",
    ]
)


def part_text(raw: str, part: Part) -> tuple[str, list[int | None], bool]:
    """(text, line number of each of its lines, whether it was cut). A line that had to be decoded has None."""
    start, end = part.start, part.end
    cut = end - start > MAX_TEXT * (2 if part.encoding == "base64" else 1)
    if cut:
        end = start + MAX_TEXT
    body = raw[start:end]
    text, exact = _decoded(body, part)
    numbers: list[int | None]
    if part.type == "text/html" or (part.type == "text/plain" and "<html" in text[:500].lower()):
        text = html_text(text)
        numbers = [None] * (text.count("\n") + 1)
    elif exact:
        numbers = list(range(part.line, part.line + text.count("\n") + 1))
    elif part.encoding == "quoted-printable":
        numbers = _quoted_printable_lines(body, part.line)
    else:
        numbers = [None] * (text.count("\n") + 1)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", " ")
    if (
        "\x00" in text
        or "\x0c" in text
        or "\x0b" in text
        or (not text.isascii() and ("\u2028" in text or "\x85" in text or "\u2029" in text))
    ):
        text = _ODD.sub(" ", text)
    if len(numbers) != (rows := text.count("\n") + 1):
        numbers = (numbers + [None] * rows)[:rows]
    return text, numbers, cut


def _decoded(body: str, part: Part) -> tuple[str, bool]:
    """The text of a part, and whether its lines are still those of the message."""
    kind = part.content_type.lower()
    if part.encoding not in ENCODED and body.isascii() and "\x1b" not in body and "utf-7" not in kind:
        return body, True  # most notices: nothing to decode
    data, exact = unpack(body, part.encoding)
    return text_of(data, parameter(part.content_type, "charset") if "charset" in kind else ""), exact


def markup(raw: str, part: Part) -> str:
    """An HTML part as its maker wrote it: where its links lead and what stands on them."""
    return _decoded(raw[part.start : min(part.end, part.start + MAX_TEXT)], part)[0]


_ODD = re.compile("[\x0b\x0c\x85\u2028\u2029\x00]")


def _quoted_printable_lines(body: str, line: int) -> list[int | None]:
    """Line numbers of decoded quoted-printable: a line that has an escape or goes on is not the message's own."""
    out: list[int | None] = []
    fresh = True
    for number, here in enumerate(body.split("\n"), line):
        if fresh:
            out.append(None if "=" in here else number)
        fresh = not here.rstrip(" \t").endswith("=")
    return out


def html_text(html: str) -> str:
    """What HTML shows, a line for each block. Nothing of it is ever rendered."""
    for opening, closing in (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<head", "</head")):
        html = _without(html, opening, closing)
    html = _flowed(html)
    text = _TAG.sub(lambda m: "\n" if (m[2] or "").lower() in _BREAKS else "", html)
    if "&" in text:
        from html import unescape  # a large table that plain notices do not need

        text = unescape(text).replace("\xa0", " ")
    return "\n".join(
        line.rstrip() if line[1:2] == " " or line[:1] == "\t" else line.strip() for line in text.split("\n")
    )


def _flowed(html: str) -> str:
    """Line ends and runs of space made one space, but for preformatted text, where headers are shown."""
    low = html.lower()
    out, pos = [], 0
    while (at := low.find("<pre", pos)) >= 0 and len(low) == len(html):
        stop = low.find("</pre", at)
        stop = len(html) if stop < 0 else stop
        out += [" ".join(html[pos:at].split()), html[at:stop]]
        pos = stop
    out.append(" ".join(html[pos:].split()))
    return "".join(out)


def _without(html: str, opening: str, closing: str) -> str:
    low = html.lower()
    if len(low) != len(html) or opening not in low:
        return html
    out, pos = [], 0
    while (at := low.find(opening, pos)) >= 0:
        out.append(html[pos:at])
        stop = low.find(closing, at)
        if stop < 0:
            return "".join(out)
        pos = stop + len(closing)
    out.append(html[pos:])
    return "".join(out)


def text_lines(text: str, numbers: list[int | None]) -> tuple[TextLine, ...]:
    return tuple(map(_line, zip(text.split("\n")[:MAX_LINES], numbers, strict=False)))
