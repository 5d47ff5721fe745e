"""``guide diagnose``: messages in, one object, line or row each out, or the incident that they are together."""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from guide_engine.incident import draw, rows
from guide_engine.incident.mailbox import Reader, trouble
from guide_engine.incident.safe import plain
from guide_engine.incident.sources import Message, Trouble, messages
from guide_engine.incident.tally import Tally
from guide_engine.knowledge import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

FORMATS = ("table", "json", "jsonl", "csv", "markdown")
CHUNK = 64  # messages handed to a process at once, or so many bytes:
CHUNK_BYTES = 1 << 20


class Work:
    """What is done with one message, here or in another process."""

    def __init__(self, reader: Reader, form: str) -> None:
        self.reader, self.form = reader, form

    def __call__(self, message: Message) -> Any:
        """A line of JSON, rows of CSV, or the note that the incident is drawn from."""
        from guide_engine import cli_output

        if self.form not in ("jsonl", "csv"):
            return self.reader.note(message)
        diagnosis = self.reader.diagnosis(message)
        return cli_output.json_line(diagnosis.to_dict()) if self.form == "jsonl" else rows.csv_rows(diagnosis)


_work: Work  # of a worker process


def _begin(work: Work) -> None:
    global _work  # noqa: PLW0603 - set once, when the process starts
    _work = work


def _chunk(chunk: list[Message]) -> list[Any]:
    return [_work(message) for message in chunk]


def results(found: Iterable[Message], work: Work, jobs: int) -> Iterator[Any]:
    """The result of each message, in the order of ``found``.

    No more chunks are under way than the processes need, so that memory does not grow with the mail.
    """
    if jobs == 1:
        yield from map(work, found)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(work,)) as pool:
        under_way: deque[Future[list[Any]]] = deque()
        for chunk in chunks(found):
            under_way.append(pool.submit(_chunk, chunk))
            if len(under_way) > 2 * jobs:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def chunks(found: Iterable[Message]) -> Iterator[list[Message]]:
    chunk: list[Message] = []
    size = 0
    for message in found:
        chunk.append(message)
        size += len(message.data)
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _answers(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    for name, equals, value in pairs:
        if not (name and equals and value):
            raise click.BadParameter(f"{name}{equals}{value} is not ID=VALUE")
    return {name: value for name, _, value in pairs}


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to print.")
@click.option("--home", multiple=True, metavar="H", help="Your mail service: a domain, host name or IP address.")
@click.option("--me", multiple=True, metavar="A", help="An address of yours.")
@click.option("--answer", "answers", multiple=True, metavar="ID=VALUE", callback=_answers, help="Answer a question.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="ja", show_default=True, help="Language of the words.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N", help="Processes to use.")
def diagnose(
    paths: tuple[str, ...],
    form: str,
    home: tuple[str, ...],
    me: tuple[str, ...],
    answers: dict[str, str],
    lang: str,
    jobs: int,
) -> None:
    """Say what returned mail shows.

    PATH: files, folders, Maildir, mbox, .eml, .emlx, .zip and .gz of them; - is standard input.

    table, json and markdown give the diagnosis of one message and the incident of more; jsonl a
    diagnosis a line and csv a row a recipient, in the order of the input, written as they are made.
    """
    try:
        reader = Reader(home, me, answers, lang)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    run = Run(reader, form, jobs)
    try:
        run(messages(paths, stdin=sys.stdin.buffer))
    except BrokenPipeError:
        # The reader of our output has seen enough. What Python would flush at exit goes nowhere.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1 if run.failed else 0)


class Run:
    """One run over the sources: troubles to standard error, results to standard output."""

    def __init__(self, reader: Reader, form: str, jobs: int) -> None:
        self.work, self.jobs, self.lang = Work(reader, form), jobs, reader.lang
        self.failed = False
        self.read = 0
        self.single: Message | None = None  # the message, as long as there is only one
        self.tick: Callable[[int], None] = lambda _read: None
        self.out = sys.stdout.buffer

    def __call__(self, found: Iterator[Message | Trouble]) -> None:
        from guide_engine import cli_output
        from guide_engine.cli_progress import shown

        form = self.work.form
        streamed = form in ("jsonl", "csv")
        tally = Tally()
        with shown(words("cli", self.lang), quiet=streamed and sys.stdout.isatty()) as self.tick:
            if form == "csv":
                self._write(rows.csv_head())
            heard = self._heard(found)
            first = list(islice(heard, 2))  # is it one message, or a pile?
            self.work.reader.single = len(first) == 1
            for result in results(chain(first, heard), self.work, self.jobs):
                if streamed:
                    self._write(result)
                else:
                    tally.add(result)
        if not self.read and not self.failed:
            self.failed = True
            click.echo(words("cli", self.lang)["no_message"], err=True)
        if streamed:
            return
        if self.single is not None:
            self._write(cli_output.one(self.work.reader.diagnosis(self.single), form, self.lang))
        elif self.read or form == "json":
            self._write(cli_output.many(draw.incident(tally, self.lang), form, self.lang))

    def _heard(self, found: Iterator[Message | Trouble]) -> Iterator[Message]:
        """The messages; what could not be read is said as soon as it is known."""
        for one in found:
            if isinstance(one, Trouble):
                self.failed = True
                click.echo(plain(trouble(one, self.lang)), err=True)
                continue
            self.read += 1
            self.single = one if self.read == 1 else None
            self.tick(self.read)
            yield one

    def _write(self, text: str) -> None:
        data = memoryview(text.encode("utf-8", "backslashreplace"))
        while data:
            data = data[self.out.write(data) :]
        self.out.flush()
