"""``guide redact``: a message that can be shown to others."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guide_engine.knowledge import LANGUAGES, words


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--lang", type=click.Choice(LANGUAGES), default="ja", show_default=True, help="Language of the words.")
def redact(file: str, lang: str) -> None:
    """Print the message in FILE with people's names and addresses replaced.

    Hosts, IP addresses, dates and structure stay; the same person gets the same replacement throughout.
    """
    from guide_engine.incident.redact import redact as redacted

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        click.echo(f"{file}: {error.strerror}", err=True)
        sys.exit(1)
    sys.stdout.buffer.write(redacted(data))
    if sys.stderr.isatty():
        click.echo(words("cli", lang)["redacted_check"], err=True)
