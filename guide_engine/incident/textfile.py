"""The bytes of a story's file as text: the same in the command and in the browser."""

from __future__ import annotations

from guide_engine.incident.narrative import LIMIT, StoryError

MOST_BYTES = 4 * LIMIT
ENCODINGS = ("utf-8-sig", "cp932", "euc_jp")


def decoded(data: bytes) -> str:
    """``data`` in the encoding that it is in; StoryError ("too-long", "binary") where it is no story's text."""
    if len(data) > MOST_BYTES:
        raise StoryError("too-long")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise StoryError("binary")
    for encoding in ("iso2022_jp", *ENCODINGS) if b"\x1b$" in data else ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StoryError("binary")
