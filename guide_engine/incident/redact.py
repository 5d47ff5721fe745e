"""A message that can be shown to others: people's names and addresses replaced, everything that proves something kept.

Kept: hosts, IP addresses, dates, Message-IDs, the order of lines, header, report, MIME structure.
Replaced, the same person by the same number throughout: local parts of addresses and the logins that
equal them, display names and their words. Blanked: the text of the mail that came back, which nobody
can search for names. Taken out: attachments.
"""

from __future__ import annotations

import binascii
import re

from guide_engine.bounce import charset, mime, read
from guide_engine.knowledge import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_DATA = table("redact")
_ROLES, _WORDS = frozenset(_DATA["roles"]), frozenset(_DATA["words"])
_DAEMON = re.compile("|".join(map(re.escape, _DATA["not_people"])), re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+=-])([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128})@(?=\[?[A-Za-z0-9-]+[.\]A-Za-z0-9-])"
)
_REWRITTEN = re.compile(r"(?i)srs[01]|prvs=|btv1=")
_MAILBOX = re.compile(
    r"(?im)^(?:>|[ \t])*(?:X-)?(?:Original-|Resent-)?"
    r"(?:From|To|Cc|Bcc|Sender|Reply-To|Disposition-Notification-To):((?:.*)(?:\n[ \t]+\S.*)*)"
)
_NAMED = re.compile(r'(?:"([^"\n]{1,100})"|([^\s<>,;:"@()][^<>,;:"@()\n]{0,99}?))[ \t\n]*<([^<>\s@]{1,128})@')
_LOGIN = re.compile(
    r"((?:Authenticated sender|smtp-auth username|authenticated_id|auth|user|account)[:= ]{1,2})"
    r"([A-Za-z0-9._+-]{1,64})(?=[\s);,])"
)
_ID_LINE = re.compile(
    r"(?im)^(?:>|[ \t])*(?:Message-ID|References|In-Reply-To|Content-ID|X-.{0,40}Message-ID):"
    r".*(?:\n[ \t]+(?![A-Za-z-]+:)\S.*)*"
)
_ENCODED = re.compile(
    r"=\?[^\s?]{1,60}\?[bBqQ]\?[^\s?]{0,400}\?=(?:[ \t]*(?:\n[ \t]+)?=\?[^\s?]{1,60}\?[bBqQ]\?[^\s?]{0,400}\?=)*"
)
_TRANSFER = re.compile(r"(?im)^(?:>[ ]?|[ \t]+)?Content-Transfer-Encoding:[ \t]*(base64|quoted-printable)[^\n]*")
_TYPE = re.compile(r"(?im)^Content-Type:[ \t]*([a-z]+/[a-z0-9.+-]+)?(?:[^\n]*\n[ \t]+)*[^\n]*")
_PART_LINE = re.compile(r"--|Content-[A-Za-z-]+:|[ \t]+(?:boundary|charset|format|name|filename)\b", re.IGNORECASE)


def redact(message: bytes) -> bytes:
    """``message`` without its people. The result reads as the message did: same kind, same origin."""
    raw = mime.normalise(message)
    bounce = read(message)
    body = next((line.line for line in bounce.returned_text if line.line), 0)
    people = _People()
    text = _regions(raw, body, people.learned)
    people.learn(text)
    text = _regions(text, body, lambda piece, returned: _blank(piece) if returned else people.replace(piece))
    text = _outside_ids(text, people)
    if body:
        text = _blank_body(text, body)
    data = text.encode("latin-1", "replace")
    return data.replace(b"\n", b"\r\n") if b"\r\n" in message else data


class _People:
    """Who is who: a number for each local part, and the names that were seen with it."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self._pattern: re.Pattern[str] | None = None

    def number(self, local: str) -> int:
        return self.numbers.setdefault(local.lower(), len(self.numbers) + 1)

    def token(self, local: str) -> str:
        """The replacement of a local part; what rewriting servers put around it stays (SRS, BATV, VERP, +tag)."""
        if local.lower() in _ROLES:
            return local
        if "=" in local:
            before, _, last = local.rpartition("=")
            if "." in last and not _REWRITTEN.match(local):  # VERP: you=example.jp@list
                return f"{self.token(before)}={last}"
            return f"{before}={self.token(last)}"
        if "+" in local[1:]:
            return f"{self.token(local[: local.index('+', 1)])}+tag"
        return f"person{self.number(local)}"

    def learn(self, text: str) -> None:
        self._pattern = None
        for header in _MAILBOX.findall(text):
            for quoted, plain, local in _NAMED.findall(charset.words(header)):
                name = (quoted or plain).strip()
                if local.lower() in _ROLES or len(name) < 2 or _DAEMON.search(name):
                    continue
                number = self.number(local.rpartition("=")[2].partition("+")[0] or local)
                for part in (name, *re.split(r"[\s,.　]+", name)):
                    # one letter or two are initials and particles, in any text
                    if len(part) >= (2 if not part.isascii() else 3) and part.lower() not in _WORDS:
                        self.names.setdefault(part, number)
        for local in _ADDRESS.findall(text):
            self.token(local)

    def learned(self, text: str, _returned: bool) -> str:
        self.learn(text)
        return text

    def replace(self, text: str) -> str:
        text = _ENCODED.sub(self._encoded, text)
        text = _ADDRESS.sub(lambda m: self.token(m[1]) + "@", text)
        text = _LOGIN.sub(lambda m: m[1] + (self.token(m[2]) if m[2].lower() in self.numbers else m[2]), text)
        return self._names(text)

    def _names(self, text: str) -> str:
        if self._pattern is None:
            locals_ = [n for n in self.numbers if len(n) > 2 and n not in _WORDS and "=" not in n and not n.isdigit()]
            names = sorted({*self.names, *locals_}, key=len, reverse=True)
            self._pattern = (
                re.compile(r"(?<![\w@.=+-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w@+-]|\.\w)")
                if names
                else re.compile(r"(?!)")
            )
        return self._pattern.sub(lambda m: self._one(m[0]), text)

    def _one(self, found: str) -> str:
        return f"Person {self.names[found]}" if found in self.names else f"person{self.numbers[found.lower()]}"

    def _encoded(self, found: re.Match[str]) -> str:
        text = charset.words(re.sub(r"\n[ \t]+", " ", found[0]))
        changed = self._names(_ADDRESS.sub(lambda m: self.token(m[1]) + "@", text))
        return found[0] if changed == text else _word(changed)


def _word(text: str) -> str:
    """RFC 2047: as it stands where it is ASCII, else encoded words of at most 75 characters."""
    if text.isascii():
        return text
    pieces = [text[i : i + 13] for i in range(0, len(text), 13)]
    return "\n ".join(f"=?utf-8?B?{binascii.b2a_base64(p.encode(), newline=False).decode()}?=" for p in pieces)


def _outside_ids(text: str, people: _People) -> str:
    """Replace everywhere but in Message-IDs, which look like addresses and tie copies of one mail together."""
    out, at = [], 0
    for found in _ID_LINE.finditer(text):
        out += [people.replace(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*out, people.replace(text[at:])])


def _regions(text: str, body: int, change: Callable[[str, bool], str]) -> str:
    """Decode every encoded body, let ``change`` work on it, encode it again. ``body``: line of the returned text."""
    out, at = [], 0
    for found in _TRANSFER.finditer(text):
        start = text.find("\n\n", found.end())
        if start < 0 or found.start() < at:
            continue
        start += 2
        end = text.find("\n--", start - 1)
        end = len(text) if end < 0 else end + 1
        head = text[max(text.rfind("\n\n", 0, found.start()), text.rfind("\n--", 0, found.start())) + 1 : start]
        out += [
            text[at:start],
            _region(text[start:end], found[1].lower(), head, text.count("\n", 0, start) + 1 >= body > 0, change),
        ]
        at = end
    return "".join([*out, text[at:]])


def _region(body: str, encoding: str, head: str, returned: bool, change: Callable[[str, bool], str]) -> str:
    kind = (found[1] or "text/plain").lower() if (found := _TYPE.search(head)) else "text/plain"
    tail = body[len(body.rstrip("\n")) :]
    if not kind.startswith(("text/", "message/", "multipart/")):
        return "KHJlbW92ZWQp" + tail if encoding == "base64" else "(removed)" + tail
    if kind.startswith("multipart/"):
        return body
    data, _ = charset.unpack(body, encoding)
    before = charset.text_of(data, mime.parameter(found[0], "charset") if found else "")
    after = change(before, returned)
    if after == before:
        return body
    named = (mime.parameter(found[0], "charset") if found else "") or "utf-8"
    try:
        changed = after.encode(named)
    except (LookupError, UnicodeEncodeError):
        changed = after.encode("utf-8")
    if encoding == "base64":
        lines = [binascii.b2a_base64(changed[i : i + 57]).decode("ascii") for i in range(0, len(changed), 57)]
        return "".join(lines).rstrip("\n") + tail
    return binascii.b2a_qp(changed.rstrip(b"\n")).decode("ascii") + tail


def _blank(text: str) -> str:
    return re.sub(r"\w", "x", text)


def _blank_body(text: str, body: int) -> str:
    """Blank the returned text from line ``body`` to the end of its part, but for the lines that hold MIME together."""
    lines = text.split("\n")
    edges = {f"--{b}" for b in re.findall(r'boundary="?([^"\n;]{1,200})', text)}
    own = {e for e in edges if any(line.startswith(e) for line in lines[: body - 1])}
    encoded = False
    for index in range(body - 1, len(lines)):
        line = lines[index]
        if any(line.startswith(edge) for edge in own):
            break
        if _PART_LINE.match(line):
            encoded = bool(_TRANSFER.match(line)) or (encoded and not line.startswith("--"))
        elif not encoded:
            lines[index] = _blank(line) if line.isascii() and "\x1b" not in line else "x" * len(line)
    return "\n".join(lines)
