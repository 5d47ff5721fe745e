"""Finds the messages in what was named: files, folders, Maildir, mbox, .eml, .emlx, .zip and .gz of them.

:func:`messages` yields a :class:`Message` for each, in order, and a :class:`Trouble` for whatever
could not be read; nothing raises, and no more than one message is held at a time.

A message's source is the path as it was named. "#n", counted from 1, follows only inside a file
of several: a .mbox, a .zip, another file that turns out to hold more than one.
"""

from __future__ import annotations

import os
import re
import stat
import zlib
from pathlib import Path
from typing import NamedTuple, cast

from guide_engine.incident import mbox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, Protocol

    class Reads(Protocol):
        def read(self, size: int = ..., /) -> bytes: ...

    Source = str | os.PathLike[str] | tuple[str, IO[bytes]]

LIMIT = mbox.LIMIT
FLOOR = 8 << 20  # bytes; below this, no expansion is worth calling a bomb
RATIO = 200  # a mailbox of near-copies deflates 30 to 100 times, zeros 1,030 times
CEILING = 64 << 30  # bytes from one archive
MEMBERS = 200_000
NESTED = 2  # an archive, and one inside it
SPOOL = 16 << 20  # bytes of a nested archive or of standard input kept in memory

# Programs' own files beside the mail. Hidden files are left out too, hidden folders only where no mail lies in them.
_NOT_MAIL = re.compile(
    r"(?i)(?:.*\.(?:msf|index|lock)|dovecot[.-].*|maildirsize|maildirfolder|subscriptions|courierimap.*"
    r"|table_of_contents|thumbs\.db|desktop\.ini|info\.plist)"
)
# Formats that are not text and that nothing here reads: each has words that say what to do instead.
_FOREIGN = {
    ".msg": "outlook-msg", ".oft": "outlook-msg", ".pst": "outlook-pst", ".ost": "outlook-pst",
    ".olm": "outlook-olm", ".dbx": "outlook-express", ".7z": "archive", ".rar": "archive", ".tar": "archive",
    ".tgz": "archive", ".xz": "archive", ".bz2": "archive", ".lzh": "archive", ".zst": "archive",
}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an Outlook .msg under another name


class Message(NamedTuple):
    source: str
    data: bytes
    cut: bool = False  # longer than LIMIT: the rest was left out


class Trouble(NamedTuple):
    """What could not be read. ``reason`` is a row of knowledge/LANG/report.toml [trouble]."""

    source: str
    reason: str
    detail: str = ""


class RefusedError(Exception):
    """An archive that is not read to its end."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def messages(sources: Iterable[Source], *, stdin: IO[bytes] | None = None) -> Iterator[Message | Trouble]:
    """Every message of ``sources``: paths, or (name, binary file) pairs; the path "-" is ``stdin``."""
    for source in sources:
        if isinstance(source, tuple):
            yield from _guarded(source[0], source[1])
        elif (path := os.fspath(source)) == "-" and stdin is not None:
            yield from _guarded("-", stdin)
        else:
            yield from _path(path, named=True)


def _path(path: str, *, named: bool) -> Iterator[Message | Trouble]:
    """A path on the disk; ``named`` by the caller rather than found in a folder.

    The text is kept beside the Path, because a Path forgets how it was written ("./", a final "/").
    """
    here = Path(path)
    try:
        mode = here.stat().st_mode
        if stat.S_ISDIR(mode):
            names = sorted(entry.name for entry in here.iterdir())
        elif stat.S_ISREG(mode):
            names = []
        else:
            if named:
                yield Trouble(path, "not-a-file")
            return
    except OSError as error:
        # A dangling link in a folder is nobody's mail.
        if named or not here.is_symlink():
            yield Trouble(path, "cannot-open", error.strerror or "")
        return
    if not stat.S_ISDIR(mode):
        try:
            with here.open("rb") as file:
                yield from _guarded(path, file)
        except OSError as error:
            yield Trouble(path, "cannot-open", error.strerror or "")
        return
    maildir = "cur" in names and "new" in names
    for name in names:
        entry = here / name
        if (maildir and name == "tmp") or _NOT_MAIL.fullmatch(name):
            continue
        if name.startswith(".") and not (entry / "cur").is_dir():
            continue
        if entry.is_symlink() and entry.is_dir():  # could lead round in a circle
            continue
        yield from _path(f"{path.rstrip('/')}/{name}", named=False)


def _guarded(name: str, file: IO[bytes]) -> Iterator[Message | Trouble]:
    try:
        yield from _file(name, name, file, _Meter(), _Number())
    except RefusedError as refused:
        yield Trouble(name, refused.reason, refused.detail)
    except (OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
        yield Trouble(name, "damaged", _said(error))


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _said(error: Exception) -> str:
    return (error.strerror or "") if isinstance(error, OSError) and error.strerror else str(error)


class _Number:
    """Counts the messages of one named file, however deep they lie in it."""

    def __init__(self) -> None:
        self.last = 0

    def __call__(self, source: str) -> str:
        self.last += 1
        return f"{source}#{self.last}"


class _Meter:
    """Watches how much comes out of an archive. ``packed`` is its size in bytes; 0 where it cannot be known."""

    def __init__(self) -> None:
        self.packed = self.out = self.read = 0

    def add(self, count: int) -> None:
        self.out += count
        packed = max(self.packed, self.read)
        if self.out > FLOOR and (self.out > RATIO * max(packed, 1) or self.out > CEILING):
            raise RefusedError("bomb")


class _Counted:
    """A file whose reads are metered: as what goes into an unpacker, or as what comes out of it."""

    def __init__(self, file: Reads, note: Callable[[int], None]) -> None:
        self._file, self._note = file, note

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(mbox.CHUNK if size < 0 else min(size, mbox.CHUNK))
        self._note(len(data))
        return data


def _size(file: IO[bytes]) -> int:
    """Bytes of a file that can be sought in, which stays where it is."""
    here = file.tell()
    end = file.seek(0, 2)
    file.seek(here)
    return end


def _file(
    source: str, name: str, file: Reads, meter: _Meter, number: _Number, depth: int = 0, several: bool = False
) -> Iterator[Message | Trouble]:
    """The messages of one open file. ``name`` tells its format; ``several``: it lies in an archive."""
    stem, dot, ending = _base(name).lower().rpartition(".")
    suffix = dot + ending if stem else ""
    head = file.read(8192)
    where = source if depth == 0 else f"{source}: {_base(name)}"
    if suffix in _FOREIGN or head.startswith(_OLE):
        yield Trouble(where, _FOREIGN.get(suffix, "outlook-msg"))
    elif suffix == ".zip" or head.startswith(b"PK\x03\x04"):
        if depth == NESTED:
            raise RefusedError("nested")
        yield from _zip(source, _seekable(file, head), meter, number, depth)
    elif suffix == ".gz" or head.startswith(b"\x1f\x8b"):
        if depth == NESTED:
            raise RefusedError("nested")
        yield from _gzip(source, name, _Joined(head, file), meter, number, depth, several)
    elif suffix == ".emlx":
        yield _one(source, _emlx(_rest(file, head)), number, several)
    elif suffix in (".eml", ".txt"):
        yield _one(source, _rest(file, head), number, several)
    else:
        yield from _several(source, file, head, number, several or suffix in (".mbox", ".mbx"))


def _one(source: str, data: bytes, number: _Number, several: bool) -> Message:
    return Message(number(source) if several else source, data[:LIMIT], len(data) > LIMIT)


def _rest(file: Reads, head: bytes) -> bytes:
    parts, size = [head], len(head)
    while size <= LIMIT and (data := file.read(mbox.CHUNK)):
        parts.append(data)
        size += len(data)
    return b"".join(parts)[: LIMIT + 1]


def _emlx(data: bytes) -> bytes:
    """Apple Mail's file: the message's length in bytes on a line, the message, a property list."""
    line, _, rest = data.partition(b"\n")
    return rest[: int(line)] if line.strip().isdigit() and len(line) < 12 else data


def _several(source: str, file: Reads, head: bytes, number: _Number, several: bool) -> Iterator[Message]:
    """A .mbox, or a file of which only its content says whether it is one."""
    if not several and not mbox.is_separator(head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]):
        yield _one(source, _rest(file, head), number, several=False)
        return
    found = mbox.split(file, head)
    if not several:
        first = next(found, None)
        second = next(found, None) if first else None
        if first is None:
            return
        if second is None:  # one message with its From_ line, as it was given
            yield Message(source, first[0] + b"\n" + first[1], first[2])
            return
        for _, data, cut in (first, second):
            yield Message(number(source), data, cut)
    for _, data, cut in found:
        yield Message(number(source), data, cut)


class _Joined:
    """``head``, which was read already, and the rest of ``file``."""

    def __init__(self, head: bytes, file: Reads) -> None:
        self._head, self._file = head, file

    def read(self, size: int = -1) -> bytes:
        if self._head:
            data, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
            return data
        return self._file.read(size)


def _seekable(file: Reads, head: bytes) -> IO[bytes]:
    """A zip's directory is at its end: what cannot be sought in goes to a file that goes away by itself."""
    seekable = getattr(file, "seekable", None)
    if seekable is not None and seekable():
        opened = cast("IO[bytes]", file)
        opened.seek(-len(head), 1)
        return opened
    import tempfile

    spooled = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 - closed with the archive that is read from it
    spooled.write(head)
    while data := file.read(mbox.CHUNK):
        spooled.write(data)
    spooled.seek(0)
    return cast("IO[bytes]", spooled)


def _zip(source: str, file: IO[bytes], meter: _Meter, number: _Number, depth: int) -> Iterator[Message | Trouble]:
    import zipfile

    if depth == 0:
        meter.packed = _size(file)
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise RefusedError("damaged", str(error)) from error
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if len(members) > MEMBERS:
            raise RefusedError("bomb")
        for member in members:
            base = _base(member.filename)
            if base.startswith(".") or _NOT_MAIL.fullmatch(base) or "__MACOSX/" in member.filename:
                continue
            inside = f"{source}: {base}"
            if member.flag_bits & 1:
                yield Trouble(inside, "encrypted")
                continue
            try:
                with archive.open(member) as opened:
                    content = _Counted(opened, meter.add)
                    yield from _file(source, member.filename, content, meter, number, depth + 1, several=True)
            except RefusedError as refused:
                yield Trouble(inside, refused.reason, refused.detail)
                if refused.reason == "bomb":
                    return
            except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
                yield Trouble(inside, "damaged", _said(error))


def _gzip(
    source: str, name: str, file: _Joined, meter: _Meter, number: _Number, depth: int, several: bool
) -> Iterator[Message | Trouble]:
    import gzip

    def packed(count: int) -> None:
        if depth == 0:
            meter.read += count

    inner = name[:-3] if name.lower().endswith(".gz") else name
    with gzip.GzipFile(fileobj=cast("IO[bytes]", _Counted(file, packed)), mode="rb") as opened:
        content = _Counted(opened, meter.add)
        yield from _file(source, inner, content, meter, number, depth + 1, several)
