"""What the blocks of one language's pages know: the language, its words, the story, and the page being rendered."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from guide_engine.incident.story import StoryError, headings, read
from guide_engine.knowledge import words
from guide_engine.model import Incident


class PageError(BuildError):
    """A page that cannot be built; the message names file and line. MkDocs prints it without a traceback."""


class Context:
    """One language of one site. ``pages`` are the source paths that the site has, to link only to what exists."""

    def __init__(self, lang: str, story: Path | None = None) -> None:
        self.lang = lang
        self.story_path = story
        self.pages: frozenset[str] = frozenset()
        self.page = ""  # source path below docs, "" outside MkDocs
        self.file: Path | None = None
        self._story: Incident | None = None
        self._keys = 0
        self._told: set[str] = set()

    @cached_property
    def labels(self) -> dict[str, Any]:
        """The words of the pages themselves, knowledge/LANG/pages.toml."""
        return words("pages", self.lang)

    @property
    def date(self) -> str:
        """The day of the build, ISO; SOURCE_DATE_EPOCH makes it repeatable."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        now = dt.datetime.now(dt.UTC)
        return (dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else now).date().isoformat()

    @property
    def story(self) -> Incident:
        return self._story if self._story is not None else self.read_story()

    def read_story(self) -> Incident:
        """Read the story anew. PageError names file and line of a broken annotation."""
        if self.story_path is None or not self.story_path.is_file():
            self._story = Incident(None, self.lang, None)
            return self._story
        text = self.story_path.read_text(encoding="utf-8")
        try:
            self._story = read(text, file=short(self.story_path), lang=self.lang)
        except StoryError as error:
            raise PageError(str(error)) from None
        return self._story

    @property
    def story_anchors(self) -> dict[int, str]:
        """Line of an annotated heading -> its id, where the author wrote one."""
        if self.story_path is None or not self.story_path.is_file():
            return {}
        text = self.story_path.read_text(encoding="utf-8")
        return {head.line: head.ident for head in headings(text) if head.ident}

    def enter(self, page: str, file: Path) -> None:
        """Begin a page: the errors, links and ids that follow are its own."""
        self.page, self.file, self._keys, self._told = page, file, 0, set()

    def key(self, name: str) -> str:
        """An id that no other picture of this page has."""
        self._keys += 1
        return f"{name}-{self._keys}"

    def told(self, name: str) -> bool:
        """Whether this was said on this page before; from now on it was."""
        before = name in self._told
        self._told.add(name)
        return before

    def error(self, message: str, block: str, number: int) -> PageError:
        """An error in the ``number``-th block (from 0) called ``block`` of the current page."""
        if self.file is None or not self.file.is_file():
            return PageError(f"/// {block}: {message}")
        lines = [
            n for n, line in enumerate(self.file.read_text(encoding="utf-8").split("\n"), 1)
            if line.strip().lstrip("/").strip() == block and line.strip().startswith("///")
        ]  # fmt: skip
        line = lines[number] if number < len(lines) else 1
        return PageError(f"{short(self.file)}:{line}: /// {block}: {message}")

    def link(self, page: str, anchor: str = "") -> str | None:
        """The source path of ``page`` (``causes/forged.md``) as seen from this one, which MkDocs turns into an
        address and checks; None where the site has no such page."""
        if self.pages and page not in self.pages:
            return None
        path = posixpath.relpath(page, posixpath.dirname(self.page) or ".")
        return f"{path}#{anchor}" if anchor else path


def short(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
