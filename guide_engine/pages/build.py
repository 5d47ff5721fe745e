"""Makes the whole site: every language under its own prefix, the chooser at the root, the policy, the checker.

SITE/ja/…  SITE/en/…   one MkDocs build a language, same file names in each
SITE/index.html        the language chooser;  SITE/404.html  the same for a page that is not there
SITE/assets/guide/     checker, runtime, engine;  SITE/sw.js  the service worker
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from guide_engine.incident.private import private
from guide_engine.knowledge import words

from .context import short
from .policy import seal
from .root import write_root


@dataclass(frozen=True, slots=True)
class Language:
    """One language of a site: its code, its MkDocs configuration file, its folder of Markdown."""

    code: str
    config_file: Path
    docs_dir: Path
    site_name: str


def languages(root: Path) -> list[Language]:
    """The languages of the site whose configuration lies in ``root``: mkdocs.yml first, then mkdocs.*.yml."""
    files = [f for f in (root / "mkdocs.yml", *sorted(root.glob("mkdocs.*.yml"))) if f.is_file()]
    if not files:
        raise FileNotFoundError(f"there is no mkdocs.yml in {root}")
    found = []
    for file in files:
        config = load_config(str(file))
        found.append(Language(str(config.theme["language"]), file, Path(config.docs_dir), config.site_name))
    return found


def build(site_dir: Path, root: Path | None = None) -> None:
    """Build the site of ``root`` (default: here) into ``site_dir``, which is emptied first.

    Strict: a warning ends the build (mkdocs.exceptions.Abort, a SystemExit, after MkDocs printed why).
    The environment variable SITE_URL says where it will be published.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice about its end is no matter of the author's
    site_dir = site_dir.resolve()
    found = languages(root or Path.cwd())
    for warning in private_things(found):
        print(warning, file=sys.stderr)
    shutil.rmtree(site_dir, ignore_errors=True)
    for language in found:
        build_language(language, site_dir)
    finish(site_dir, found)


def build_language(language: Language, site_dir: Path, *, strict: bool = True) -> None:
    """One MkDocs build into SITE/LANG. Warnings and errors go to standard error."""
    config = load_config(
        str(language.config_file), site_dir=str(site_dir / language.code), strict=strict, **_url(language)
    )
    # MkDocs leaves it to its own command to print what it logs
    printer = logging.StreamHandler()
    printer.setLevel(logging.WARNING)
    printer.setFormatter(_Printed(f"%(levelname)s ({language.code}): %(message)s"))
    logging.getLogger("mkdocs").addHandler(printer)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
        logging.getLogger("mkdocs").removeHandler(printer)


class _Printed(logging.Formatter):
    """On GitHub's runners a message that names file and line is shown beside that line too (S184)."""

    _PLACED = re.compile(r"(?s)(?:.*?\s)?([\w./-]+\.(?:md|yml)):(\d+): (.*)")

    def format(self, record: logging.LogRecord) -> str:
        said = super().format(record)
        placed = self._PLACED.match(record.getMessage()) if os.environ.get("GITHUB_ACTIONS") else None
        if placed is None:
            return said
        file, line, what = placed.groups()
        return f"{said}\n::error file={file},line={line}::{' '.join(what.split())}"


def private_things(found: list[Language]) -> list[str]:
    """A line for each address, telephone number or password that stands in a story of the site itself."""
    lines = []
    for language in found:
        path = language.docs_dir / "story.md"
        said = words("new", language.code)["private"]
        for thing in private(path.read_text(encoding="utf-8")) if path.is_file() else ():
            lines.append(
                str(said["found"]).format(file=short(path), line=thing.line, kind=said[thing.kind], what=thing.what)
            )
    return lines


def finish(site_dir: Path, found: list[Language], *, extra_script: str | None = None) -> None:
    """What the languages share. The checker comes last: its service worker lists every file of the site."""
    from guide_engine.browser.pack import install

    write_root(site_dir, [(language.code, language.site_name) for language in found], os.environ.get("SITE_URL", ""))
    seal(site_dir, extra_script=extra_script)
    install(site_dir)


def _url(language: Language) -> dict[str, str]:
    base = os.environ.get("SITE_URL", "")
    return {"site_url": f"{base.rstrip('/')}/{language.code}/"} if base else {}
