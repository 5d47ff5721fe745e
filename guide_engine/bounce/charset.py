"""Bytes of a body to text: transfer encodings and charsets, the lying ones too, and encoded words."""

from __future__ import annotations

import binascii
import re

_ESCAPE = re.compile(rb"\x1b\$[@B]|\x1b\([BJI]")
_WORD = re.compile(r"=\?([^\s?*]{1,40})(?:\*[^\s?]{0,20})?\?([bBqQ])\?([^\s?]{0,2000})\?=")
_WORD_GAP = re.compile(r"(\?=)\s+(?==\?)")
_ALIASES = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
            "x-euc-jp": "euc_jp", "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
            "unicode-1-1-utf-7": "utf-7"}  # fmt: skip
# codecs that Python has and mail has not, some of them quadratic; and UTF-8, which was tried before
_REFUSED = ("utf-8", "utf8", "punycode", "idna", "unicode_escape", "unicode-escape", "raw_unicode_escape", "undefined")
_ASCII = ("", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "x-unknown", "unknown-8bit", "default")


ENCODED = frozenset(("base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue"))


def unpack(raw: str, encoding: str) -> tuple[bytes, bool]:
    """The bytes of a body, and whether its lines are still those of the message."""
    data = raw.encode("latin-1", "replace")
    if encoding == "base64":
        return _base64(data), False
    if encoding == "quoted-printable":
        return (binascii.a2b_qp(data), False) if b"=" in data else (data, True)
    if encoding in ("x-uuencode", "uuencode", "x-uue"):
        return b"", False
    return data, True


def _base64(data: bytes) -> bytes:
    data = data.rstrip(b"=\n\t ") + b"=="
    for cut in range(4):  # a text cut short by copying still gives all but its last bytes
        try:
            return binascii.a2b_base64(data if not cut else data[: -2 - cut] + b"==")
        except binascii.Error:
            continue
    return b""


def text_of(data: bytes, charset: str) -> str:
    """``data`` as text. What the bytes show goes before what the header says: headers lie, copies were converted."""
    escapes = b"\x1b" in data and _ESCAPE.search(data) is not None
    if data.isascii() and not escapes:
        return data.decode("utf-7", "replace") if "utf-7" in charset.lower() else data.decode("ascii")
    if escapes and (data.isascii() or "2022" in charset):
        return data.decode("iso2022_jp_ext", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    name = _ALIASES.get(charset.lower(), charset.lower())
    if name not in _ASCII and name not in _REFUSED and not name.startswith("iso-2022"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return _guess(data)


_LATIN_ONLY = bytes(range(128))
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\u3001\u3002]")
_UNLIKELY = re.compile("[\ufffd\uff61-\uff9f]")
_LOOK = 4000  # bytes that are looked at


def _guess(data: bytes) -> str:
    """The likeliest of the charsets that mail really comes in: Japanese ones by their letters, else Latin."""
    head = data[:_LOOK]
    total = len(head.translate(None, _LATIN_ONLY)) or 1
    if head.decode("utf-8", "replace").count("\ufffd") * 20 < total:  # UTF-8 with a few broken bytes
        return data.decode("utf-8", "replace")
    best, score = "", 0
    for charset in ("cp932", "euc_jp"):
        text = head.decode(charset, "replace")
        likely = len(_JAPANESE.findall(text)) - 3 * len(_UNLIKELY.findall(text))
        if likely > score:
            best, score = charset, likely
    return data.decode(best if score * 4 > total else "cp1252", "replace")


def words(value: str) -> str:
    """RFC 2047 encoded words decoded; anything that cannot be is left as it stands."""
    if "=?" not in value:
        if "\x1b$" in value:
            return value.encode("latin-1", "replace").decode("iso2022_jp_ext", "replace")
        return value
    return _WORD.sub(_word, _WORD_GAP.sub(r"\1", value))


def _word(found: re.Match[str]) -> str:
    charset, how, body = found.groups()
    try:
        if how in "bB":
            data = _base64(body.encode("ascii", "replace"))
        else:
            data = binascii.a2b_qp(body.replace("_", " ").encode("latin-1", "replace"), header=False)
    except (binascii.Error, ValueError):
        return found[0]
    return text_of(data, charset) if data else ""
