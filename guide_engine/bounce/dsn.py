"""message/delivery-status (RFC 3464) and its kin: fields with lines, and the recipients they name."""

from __future__ import annotations

import re

from guide_engine.model import Field, Recipient

from .mime import read_header

MAX_GROUPS = 5000

_ADDRESS = re.compile(r"[^\s<>;:,()\[\]\"@]{1,128}@[^\s<>;:,()\"@]{1,255}")
_STATED = re.compile(r"(?<![\d.])([245])\.(\d{1,2})\.(\d{1,3})(?![\d.]{0,20}\d)")
# These begin with the digit and look behind only then: an expression that begins so is searched for much faster.
STATUS = re.compile(r"([45])(?<![\d.].)\.(\d{1,2})\.(\d{1,3})(?![\d.]{0,20}\d)")
_REPLIED = re.compile(r"[45](?<![\d.].)\d\d[ -][ '\"#]{0,3}([45])\.(\d{1,2})\.(\d{1,3})(?![\d.]{0,20}\d)")
_CODE_FIRST = re.compile(
    r"[\s\"'(]*(?:smtp|x-[a-z0-9-]{1,30}|unix)?[;:]?\s*[\"'(<]?([245][0-5]\d)(?=[\s\-;:,)#\"']|\.(?!\d)|$)", re.I
)
_CODE = re.compile(
    r"([245](?<![\d.@/:\[-].)[0-5]\d)(?=[ \n-]#?\s?[245]\.\d{1,2}\.\d{1,3}\b|(?: - |[ -])[A-Za-z<\"'*(])"
)
_THREE = re.compile(r"[45][0-5]\d")
_CODE_NAMED = re.compile(
    r"(?:error[_ ]code|reply code|smtp code|smtp error|error|returned|code)\s{0,2}[:=]?\s{0,2}([45][0-5]\d)(?![\d.])",
    re.I,
)
# typed off a screen: an O for a 0, an l for a 1
_CODE_TYPED = re.compile(r"(?<![\w.])([45][0-5Oo][0-9OoIl])[ -](?=[45][.,]|[A-Za-z])")
_STATUS_TYPED = re.compile(r"(?<![\w.])([45])[.,] ?([0-9OoIl])[.,] ?([0-9OoIl]{1,3})(?![\w.])")
_TYPED = str.maketrans("OoIl", "0011")


def groups(raw: str, start: int, end: int, line: int, raw_bytes: bool = True) -> list[list[Field]]:
    """The per-message group and one group a recipient, divided by blank lines or by repetition."""
    out: list[list[Field]] = []
    pos = start
    while pos < end and len(out) < MAX_GROUPS:
        if raw[pos] == "\n":
            pos, line = pos + 1, line + 1
            continue
        fields, after, after_line = read_header(raw, pos, end, line, raw_bytes)
        if after <= pos:  # a line that is no field
            stop = raw.find("\n", pos, end)
            pos, line = (end if stop < 0 else stop + 1), line + 1
            continue
        pos, line = after, after_line
        if fields:
            out.extend(_regroup(fields))
    return out


def _regroup(fields: list[Field]) -> list[list[Field]]:
    names = [f.name.lower() for f in fields]
    if "final-recipient" not in names:
        return [fields]
    if names.count("final-recipient") == 1 and "reporting-mta" not in names:
        return [fields]
    out: list[list[Field]] = [[]]
    seen: set[str] = set()
    for name, field in zip(names, fields, strict=True):
        starts = name in ("final-recipient", "original-recipient")
        fresh = not {"final-recipient", "original-recipient"} & seen
        if out[-1] and starts and (name in seen or (fresh and "reporting-mta" in seen)):
            out.append([])
            seen = set()
        out[-1].append(field)
        seen.add(name)
    return [group for group in out if group]


def address_of(value: str) -> str | None:
    """The mailbox in "rfc822; user@example.com" or its many misspellings, None where it names no address."""
    found = _ADDRESS.search(value.rpartition("rfc822;")[2] if "rfc822;" in value else value)
    if not found:
        return None
    address = found[0].rpartition(":")[2].strip("'`.,*").removeprefix("SMTP=").removeprefix("smtp=")
    return address if "@" in address.strip("@") else None


def _full(address: str | None) -> bool:
    return address is not None and "." in address.rpartition("@")[2]


def reply_code(diagnostic: str) -> str | None:
    """The SMTP reply code that a diagnostic leads with, or the first that is followed by text."""
    found = _CODE_FIRST.match(diagnostic) or _CODE.search(diagnostic)
    if not found and _THREE.search(diagnostic):
        found = _CODE_NAMED.search(diagnostic)
    if found and found[1][0] == "2" and "\n" in diagnostic:  # a whole session: the refusal comes after what went well
        found = next((f for f in _CODE.finditer(diagnostic) if f[1][0] != "2"), found)
    return found[1] if found else None


def typed(diagnostic: str) -> str:
    """A text typed off a screen, the digits of its codes mended."""
    mended = _CODE_TYPED.sub(lambda m: m[0].translate(_TYPED), diagnostic)
    return _STATUS_TYPED.sub(lambda m: f"{m[1]}.{m[2].translate(_TYPED)}.{m[3].translate(_TYPED)}", mended)


def status_in(text: str) -> str | None:
    """The enhanced status of a failure in a text, never a piece of an IP address.

    One that follows a reply code is the refusing server's own and goes first. "x.0.0" and "4.4.7" (time ran out)
    only stand where nothing says more: what kept the mail waiting is the news.
    """
    general = None
    for pattern in (_REPLIED, STATUS):
        for found in pattern.finditer(text):
            status = f"{found[1]}.{int(found[2])}.{int(found[3])}"
            if status[1:] != ".0.0" and status != "4.4.7":
                return status
            if general is None or general[1:] == ".0.0":
                general = status
    return general


def vague(status: str | None) -> bool:
    """Whether a Status says only "it failed" (x.0.0, sendmail's 5.5.0 for any 554) or "time ran out" (4.4.7)."""
    return status is None or status[1:] == ".0.0" or status in ("4.4.7", "5.5.0")


def better_status(status: str | None, diagnostic: str | None) -> str | None:
    """The Status field, but the other server's own code where the field is vague."""
    if not vague(status):
        return status
    said = status_in(diagnostic) if diagnostic else None
    if said and status and said[1:] == ".0.0":
        return status
    return said or status


def recipient(fields: list[Field]) -> Recipient | None:
    """One recipient group. ``reason`` is filled in later, when family and text are known."""
    values: dict[str, Field] = {}
    diagnostic: str | None = None
    for field in fields:
        name = field.name.lower()
        if name == "diagnostic-code":
            said = _diagnostic(field.value)
            diagnostic = f"{diagnostic}\n{said}" if diagnostic else said or None
        elif name not in values:
            values[name] = field
    final, original = values.get("final-recipient"), values.get("original-recipient")
    actual = values.get("x-actual-recipient")
    if not (final or original or actual or ("action" in values and "status" in values)):
        return None
    address, line = None, fields[0].line
    for field in filter(None, (final, original, actual)):
        found = address_of(field.value)
        if found and (address is None or (not _full(address) and _full(found))):
            address, line = found, field.line
            if _full(found):
                break
    stated = _STATED.search(values["status"].value) if "status" in values else None
    status = f"{stated[1]}.{int(stated[2])}.{int(stated[3])}" if stated else None
    action = values["action"].value.strip().lower().split()[0:1] if "action" in values else []
    remote = values.get("remote-mta")
    return Recipient(
        address=address,
        status=better_status(status, diagnostic),
        reply_code=reply_code(diagnostic) if diagnostic else None,
        host=host_of(remote.value) if remote else None,
        diagnostic=diagnostic,
        action=action[0].strip("();,.") if action else None,
        line=line,
    )


def _diagnostic(value: str) -> str:
    kind, sep, rest = value.partition(";")
    if kind.strip().lower() == "x-unix":  # a local command's words, no server's: that is half the reason
        return value.strip()
    return rest.strip() if sep and len(kind) < 30 and " " not in kind.strip() else value.strip()


def host_of(value: str) -> str | None:
    """The name in "dns; mx.example.com (192.0.2.1)"."""
    name = value.rpartition(";")[2].strip()
    if name.startswith("[") or not name:
        return name.split()[0] if name else None
    name = name.split()[0].strip("()<>,.'\"") if name.split() else ""
    return name.lower() or None
