"""``guide read``: what a story says.  ``guide new``: the folder of a site, made from it."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guide_engine.incident.narrative import StoryError, read_prose, read_story
from guide_engine.incident.story import StoryError as AnnotationError
from guide_engine.incident.textfile import MOST_BYTES, decoded
from guide_engine.knowledge import LANGUAGES, words

if TYPE_CHECKING:
    from guide_engine.model import Incident


class _Date(click.ParamType[str]):
    name = "YYYY-MM-DD"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?", value):
            self.fail(f"{value!r} is not a date like 2024-03-09", param, ctx)
        return value


class _Languages(click.ParamType[list[str]]):
    name = "ja,en"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        found = [lang.strip() for lang in value.split(",") if lang.strip()]
        if not found or len(set(found)) != len(found) or not set(found) <= set(LANGUAGES):
            self.fail(f"{value!r}: use {', '.join(LANGUAGES)}, or both with a comma between", param, ctx)
        return found


@click.command()
@click.argument("stories", metavar="STORY...", nargs=-1, required=True)
@click.option("--date", type=_Date(), help="When it was written.")
@click.option(
    "--format", "form", type=click.Choice(["json", "jsonl", "markdown"]), default="json", show_default=True,
    help="markdown is the draft of a guide's story.",
)  # fmt: skip
def read(stories: tuple[str, ...], date: str | None, form: str) -> None:
    """Say what the stories tell: events in order of time, causes, actions, lessons. - is standard input."""
    out: list[dict[str, object]] = []
    failed = False
    for name in stories:
        stem = "story" if name == "-" else Path(name).stem
        try:
            text = load(name)
            if form == "markdown":
                click.echo(draft_of(text, stem, date), nl=False)
                continue
            said = {**_with_events(read_story(text, date=date)).to_dict(), "id": stem}
        except (StoryError, AnnotationError) as error:
            click.echo(f"{name}: {reason(error)}", err=True)
            failed = True
            continue
        if form == "jsonl":
            click.echo(json.dumps(said, ensure_ascii=False))
        else:
            out.append(said)
    if form == "json" and out:
        click.echo(json.dumps(out[0] if len(stories) == 1 else out, ensure_ascii=False, indent=2))
    if failed:
        sys.exit(1)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="STORY", help="Prose in Japanese or English, or annotated Markdown.")
@click.option("--lang", "languages", type=_Languages(), help="Languages of the site; default: the story's own.")
def new(folder: Path, source: str | None, languages: list[str] | None) -> None:
    """Make the folder of a guide in DIR: its configuration, its story, and the workflow that publishes it."""
    from guide_engine.pages import scaffold

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} exists already and is not an empty folder")
    story = None
    if source is not None:
        try:
            text = load(source)
            story = draft_of(text, Path(source).stem if source != "-" else folder.name, None)
        except (StoryError, AnnotationError) as error:
            raise click.ClickException(f"{source}: {reason(error)}") from error
        told = read_story(story).language or "ja"
        languages = [*(languages or []), *([] if languages and told in languages else [told])]
    scaffold.write(folder, scaffold.site(story, languages or ["ja"]))
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        click.echo(path)


def load(name: str) -> str:
    """The text of a file, or of standard input; StoryError when it cannot be one."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise StoryError("missing") from error
    return decoded(data)


def draft_of(text: str, stem: str, date: str | None) -> str:
    """The annotated Markdown of a story; what is annotated already stays as it is."""
    from guide_engine.incident.draft import draft
    from guide_engine.incident.narrative import annotated

    if annotated(text):
        _with_events(read_story(text))
        return text
    reading = read_prose(text, date=date)
    _with_events(reading.incident)
    return draft(reading, id=stem, date=date)


def reason(error: Exception) -> str:
    """The error in the words of the user's language."""
    if not isinstance(error, StoryError):
        return str(error)
    env = os.environ
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return str(words("new", "ja" if locale.startswith("ja") else "en")["error"][error.reason])


def _with_events(incident: Incident) -> Incident:
    if not incident.events:
        raise StoryError("no-event")
    return incident
