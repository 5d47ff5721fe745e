"""Where the returned mail begins in a plain text: its header block, after a delimiter, quoted or indented."""

from __future__ import annotations

import re
from typing import NamedTuple

from guide_engine.model import Field

from .addresses import addresses
from .mime import read_header

# Both are asked of text in lower case, which is searched several times as fast as without regard to case.
# It begins with the line end, and the text is given one more in front: a fixed first letter is searched for faster.
_START = re.compile(
    r"\n([ \t>|]*+)(?:received|return-path|delivered-to|x-[a-z0-9-]{1,40}|message-id|from|to|date|subject"
    r"|sender|reply-to|mime-version|content-type|dkim-signature|arc-seal|authentication-results"
    r"|received-spf):"
)
_FIELD_NAME = re.compile(r"([!-9;-~]{2,60}+)[ \t]*+:(?!/)")
_TRACE = frozenset(
    (
        "received",
        "message-id",
        "return-path",
        "dkim-signature",
        "mime-version",
        "content-type",
        "x-mailer",
        "arc-seal",
        "authentication-results",
        "content-transfer-encoding",
    )
)
# The line above a copy. Data as one expression: what MTAs print there, in their own words or a close variant.
_DELIMITER = re.compile(
    r"^[ \t>|*]*+(?!undeliverable mail[ \t]*+$)(?:"  # Courier heads its own words so
    r"-{2,}[ ]?(?:original|returned|undelivered|unsent|non-delivered|message header|the (?:header|body|unsent"
    r"|original|attached|transcript of the original)"
    r"|this is a copy|below (?:this line|the next)|attachment is a copy|attached is|start of|forwarded|copy of"
    r"|included is|enclosed|元の|原文|original"
    r"|your (?:original )?message|message text|text of|body of|\(?the header and|header|unmodified"
    r"|received:)[^\n]{0,90}"
    r"|(?:the |your |below is (?:a copy of )?(?:the |your )?|here is (?:a copy of )?(?:the |your )?)?(?:original"
    r"|undelivered|unsent|returned|undeliverable) (?:message|mail|e-?mail)"
    r"(?: headers?| header)?(?: is)?(?: follows?| following| attached| below| text)?[ ]?[:.\-]{0,12}"
    r"|(?:message|original(?: message)?) headers? follows?[:.]?"
    r"|(?:message|headers?) (?:text )?follows[:.]?|here is a copy of[^\n]{0,80}|a copy of (?:the"
    r"|your) (?:original )?message[^\n]{0,60}"
    r"|the first \d+ lines of your (?:original )?message follow[^\n]{0,20}"
    r"|-{2,}[ ]?\(?(?:the )?(?:body|header)[^\n]{0,60}|\**original message (?:details|headers)\**:?"
    r"|元のメッセージ(?: ?ヘッダー)?:?|元のメッセージのヘッダー:?"
    r"|以下は?(?:、|元の|送信された)[^\n]{0,40}(?:メール|メッセージ)[^\n]{0,20}"
    r")[ \t\-=*]*$",
    re.M,
)
MAX_TRIES = 200


class Copy(NamedTuple):
    """``start``: offset of the returned header, where the notice's own words end; ``body``: of the text behind it."""

    start: int
    fields: list[Field]
    body: int
    body_line: int
    prefix: str


# Where a mail enters: a client that logged in (RFC 3848), or a program on the server itself
_ENTERS = re.compile(
    r"\bwith (?:utf8)?e?smtps?a\b|\(authenticated |\bauthenticated sender:|, from userid \d|invoked by uid \d"
    r"|\bwith local\b"
)
_BY = re.compile(r"\bby ([a-z0-9.-]{1,253})")
# what a server adds when it puts a mail into a mailbox
_DELIVERED = frozenset(
    (
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-envelope-to",
        "delivery-date",
        "x-delivered-to",
        "x-apparently-to",
    )
)


def outgoing(headers: dict[str, str], me: frozenset[str]) -> bool:
    """Whether a mail with this header (first values) was sent by its owner and has reached nobody's mailbox.

    So it is where the newest Received line says that it just entered, and it is for another domain than its sender's
    and its server's; or where it comes from one of ``me`` and is for none of them. A mail that its reader received
    has been through the reader's own server, which wrote the newest line itself.
    """
    if _DELIVERED & headers.keys() or "list-id" in headers:
        return False
    sender = [a.address.lower() for a in addresses(headers.get("from", ""), 0)][:1]
    people = [a.address.lower() for a in addresses(headers.get("to", "") or headers.get("cc", ""), 0)]
    if not sender or not people:
        return False
    if me:
        return sender[0] in me and me.isdisjoint(people)
    newest = headers["received"].lower()
    if not _ENTERS.search(newest):
        return False
    by = _BY.search(newest)
    near = (sender[0].rpartition("@")[2], by[1] if by else "")
    return not any(name and _kin(name, person.rpartition("@")[2]) for person in people for name in near)


def _kin(one: str, other: str) -> bool:
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def lowered(text: str) -> str:
    """``text`` in lower case and of the same length: one letter alone has a lower case of two."""
    return text.lower() if "\u0130" not in text else text.replace("\u0130", "i").lower()


def find(text: str, line: int) -> tuple[Copy | None, list[Field]]:
    """The copy in ``text`` (its first line is ``line``), and the summary (To, Subject, Sent) that some give instead."""
    summary: list[Field] = []
    pos = 0
    counted, at_line = 0, line
    low = lowered(text)
    padded = "\n" + low
    for _ in range(MAX_TRIES):
        found = _START.search(padded, pos)
        if not found:
            break
        start, prefix = found.start(), found[1]
        at_line += text.count("\n", counted, start)
        counted = start
        block, after = _block(text, start, prefix)
        fields, _, _ = read_header(block, 0, len(block), at_line, False)
        names = {f.name.lower() for f in fields}
        traced = names & _TRACE
        if (
            ("received" in names and len(names) > 1)
            or len(traced) > 1
            or (traced and len(names) > 2)
            or (len(names) > 3 and {"from", "to", "subject"} <= names and names & {"date", "sent"})
            or ("received" in names and _delimited(text, start))
        ):
            return Copy(start, fields, after, at_line + block.count("\n") + 1, prefix), summary
        if not summary and {"to", "subject"} <= names:
            summary = fields
        pos = max(after, found.end())
    bare = _DELIMITER.search(low)
    if bare and bare.start() > 0:
        return Copy(bare.end(), [], bare.end(), line + text.count("\n", 0, bare.end()), ""), summary
    return None, summary


def _block(text: str, start: int, prefix: str) -> tuple[str, int]:
    """The header block at ``start`` with its quoting or indent taken off, and the offset behind it."""
    if not prefix:
        stop = text.find("\n\n", start)
        stop = len(text) if stop < 0 else stop
        return text[start:stop], min(stop + 1, len(text))
    lines: list[str] = []
    pos = start
    bare = prefix.rstrip()
    while pos < len(text) and len(lines) < 2000:
        stop = text.find("\n", pos)
        stop = len(text) if stop < 0 else stop
        here = text[pos:stop]
        if here.startswith(prefix) and here[len(prefix) :].strip():
            lines.append(here[len(prefix) :])
        elif bare and here.startswith(bare) and here[len(bare) :].strip():
            lines.append(
                here[len(bare) :].lstrip() if _FIELD_NAME.match(here[len(bare) :].lstrip()) else " " + here[len(bare) :]
            )
        else:
            break
        pos = stop + 1
    return "\n".join(lines), min(pos, len(text))


def _delimited(text: str, start: int) -> bool:
    before = text[max(0, start - 200) : start].rstrip().rpartition("\n")[2]
    return bool(_DELIMITER.match(before.lower())) or before.strip().startswith("---")
