"""Where the guide's own pages lie, and which file of a site's docs is read for what.

A checkout has them in ``docs/LANG``; an installed wheel carries the same files as ``pages/content/LANG``
(pyproject.toml, force-include), so that a site made by ``guide new`` gets every knowledge page without copying it.
"""

from __future__ import annotations

import re
from pathlib import Path

PAGES = Path(__file__).parent
THEME = PAGES / "theme"


def content_dir(lang: str) -> Path:
    """The folder of the guide's own Markdown in ``lang``."""
    packed = PAGES / "content" / lang
    return packed if packed.is_dir() else PAGES.parent.parent / "docs" / lang


def missing_pages(docs_dir: Path, lang: str) -> dict[str, Path]:
    """Pages of the guide that a site's ``docs_dir`` does not have itself: path below it -> file."""
    base = content_dir(lang)
    if not base.is_dir() or base.resolve() == docs_dir.resolve():
        return {}
    found = {p.relative_to(base).as_posix(): p for p in sorted(base.rglob("*")) if p.is_file()}
    return {name: path for name, path in found.items() if not (docs_dir / name).exists()}


def without_own_story(markdown: str) -> str:
    """A page of the guide as another site shows it: without what it says of the guide's own story."""
    return re.sub(
        r"<!-- own story -->.*?<!-- /own story -->\n?",
        lambda m: "\n" * m.group().count("\n"),
        markdown,
        flags=re.DOTALL,
    )


def page_path(docs_dir: Path, lang: str, name: str) -> Path:
    """The file behind a page: the site's own if it has one, else the guide's."""
    own = docs_dir / name
    return own if own.exists() else content_dir(lang) / name
