"""A notice inside another mail: forwarded as an attachment or inline, or passed on by a relay of its own kind."""

from __future__ import annotations

import re

from guide_engine.model import Field, TextLine

from .charset import words
from .families import any_in, is_daemon, marks

_INLINE = re.compile(
    r"^[ \t>|]*(?:[-_=*]{2,}[ ]?(?:forwarded (?:message|by)|original message|転送(?:された)?メッセージ|元のメッセージ"
    r"|weitergeleitete nachricht|message transféré"
    r"|ursprüngliche nachricht|mensaje reenviado)[^\n]{0,60}|begin forwarded message:?|転送元のメッセージ:?"
    r"|以下は?転送[^\n]{0,30})[ \t]*$",
    re.I | re.M,
)
_INLINE_FIRST = frozenset("-_=*Bb転以")
_QUOTE = re.compile(r"^>+ ?")
_PSEUDO = re.compile(
    r"(?:from|to|cc|date|sent|subject|reply-to|差出人|送信者|宛先|送信先|件名|日付|日時|送信日時|送信日|von|an|gesendet|betreff|datum|de|à"
    r"|objet|envoyé)\s?[:：]",
    re.I,
)


def inside(fields: tuple[Field, ...] | None) -> bool:
    """Whether a header that came in a mail is itself that of a notice."""
    if not fields:
        return False
    sender = subject = kind = ""
    for name, value, _ in fields:
        low = name.lower()
        if low == "from":
            sender = sender or words(value).lower()
        elif low == "subject":
            subject = subject or words(value).lower()
        elif low == "content-type":
            kind = kind or value.lower()
    if "multipart/report" in kind and "disposition" not in kind:
        return True
    return is_daemon(sender, subject)


def inline(lines: tuple[TextLine, ...]) -> tuple[TextLine, ...]:
    """The lines of a notice forwarded inline, its quoting taken off; () where none was.

    Only the line above it and the few header lines that mail programs write there, in the reader's language, tell.
    """
    for row, (text, _) in enumerate(lines[:300]):
        if text.lstrip(" \t>|")[:1] not in _INLINE_FIRST or not _INLINE.match(text):
            continue
        stop = row + 1
        speaker = ""
        while stop < len(lines) and stop < row + 12:
            here = lines[stop].text.strip(" \t>|*")
            if here and not _PSEUDO.match(here):
                break
            speaker += here.lower()
            stop += 1
        known = marks()
        if any_in(known["daemon"]["local"], speaker) or (
            any_in(known["daemon"]["name"], speaker) and any_in(known["subject"]["failure"], speaker)
        ):
            quoted = text.startswith(">")
            return tuple(TextLine(_QUOTE.sub("", t) if quoted else t, n) for t, n in lines[stop:])
    return ()
