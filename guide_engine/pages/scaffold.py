"""The folder of a new site, ready for `guide build`: configurations, the story's pages, the workflow that publishes it.

Every other page comes from the package when the site is built (content.py), so that it never grows stale.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from guide_engine import __version__
from guide_engine.incident.narrative_text import language_of
from guide_engine.incident.story import read
from guide_engine.knowledge import words
from guide_engine.model import Incident

from .content import PAGES

WORKFLOW = """\
name: pages
on:
  push: {branches: [main]}
  workflow_dispatch:
permissions: {contents: read, pages: write, id-token: write}
concurrency: {group: pages, cancel-in-progress: true}
jobs:
  publish:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    environment: {name: github-pages, url: "${{ steps.deploy.outputs.page_url }}"}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.13"}
      - uses: actions/setup-node@v4
        with: {node-version: "20"}
      - id: pages
        uses: actions/configure-pages@v5
      - run: pip install -r requirements.txt
      - run: guide build
        env: {SITE_URL: "${{ steps.pages.outputs.base_url }}"}
      - uses: actions/upload-pages-artifact@v3
        with: {path: site}
      - id: deploy
        uses: actions/deploy-pages@v4
"""


def site(story: str | None, languages: list[str]) -> dict[str, str]:
    """Path below the new folder -> text. ``story`` is annotated Markdown, None for a sample to be filled in.

    ``languages`` leads with the one whose configuration is ``mkdocs.yml``. The story stands in its own language,
    which must be among them; the others have a page that says where it is told.
    """
    own = languages[0] if story is None else _language(story, languages)
    if story is None:
        title = str(words("new", own)["title"])
        story = _fill(words("new", own)["pages"]["sample"], title=title, title_yaml=f"'{title}'")
    incident = read(story, lang=own)
    title = incident.title or str(words("new", own)["title"])
    files = {f"docs/{own}/story.md": story}
    for lang in languages:
        files |= _pages(lang, own, title, incident)
    configs = {lang: _config(lang, title, own, languages) for lang in languages}
    first = languages[0]
    files["mkdocs.yml"] = _yaml(configs[first])
    for lang in languages[1:]:
        other = {key: value for key, value in configs[lang].items() if value != configs[first].get(key)}
        files[f"mkdocs.{lang}.yml"] = _yaml({"INHERIT": "mkdocs.yml", **other})
    files["README.md"] = _fill(words("new", own)["readme"]["text"], title=title, lang=own)
    files[".github/workflows/pages.yml"] = WORKFLOW
    files["requirements.txt"] = f"guide-engine=={__version__}\n"
    files[".gitignore"] = "site/\n.venv/\n"
    return files


def write(folder: Path, files: dict[str, str]) -> None:
    """Write ``files`` below ``folder``, all of them or nothing. FileExistsError when it is there and not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, text in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        made.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _language(story: str, languages: list[str]) -> str:
    lang = read(story).language or language_of(story) or languages[0]
    return lang if lang in languages else languages[0]


def _pages(lang: str, own: str, title: str, incident: Incident) -> dict[str, str]:
    texts = words("new", lang)["pages"]
    values = {"title": _link_text(title), "other": own, "language": str(words("new", own)["language"])}
    told = bool(incident.causes or incident.actions or incident.lessons)
    if lang == own:
        names = {"index": "index", "decide": "decide", "summary": "summary" if told else "summary_plain"}
    else:
        names = {"index": "index", "decide": "decide_plain", "summary": "elsewhere_summary", "story": "elsewhere"}
    return {f"docs/{lang}/{page}.md": _fill(texts[name], **values) for page, name in names.items()}


def _config(lang: str, title: str, own: str, languages: list[str]) -> dict[str, Any]:
    """The guide's own configuration in ``lang``, with this site's names."""
    config = _load("mkdocs.yml")
    special = _load(f"mkdocs.{lang}.yml")
    special.pop("INHERIT", None)
    config = _merged(config, special)
    config |= {
        "site_name": _name(title) if lang == own else f"{_name(title)} ({words('new', lang)['language']})",
        "site_description": str(words("new", lang)["description"]),
        "site_url": f"http://127.0.0.1:8000/{lang}/",
        "docs_dir": f"docs/{lang}",
        "site_dir": f"site/{lang}",
    }
    extra = dict(config.get("extra", {}))
    extra["alternate"] = [a for a in extra.get("alternate", []) if a["lang"] in languages]
    config["extra"] = extra
    return config


def _load(name: str) -> dict[str, Any]:
    packed = PAGES / "content" / name
    path = packed if packed.is_file() else PAGES.parent.parent / name
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _merged(base: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """As MkDocs inherits: tables are merged, everything else is replaced."""
    out = dict(base)
    for key, value in other.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = _merged(out[key], value) if both else value
    return out


def _yaml(config: dict[str, Any]) -> str:
    return yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=120)


def _fill(template: str, **values: str) -> str:
    """Puts the values into a text in which other braces mean something to Markdown."""
    for key, value in values.items():
        template = template.replace("{" + key + "}", value)
    return template.lstrip("\n")


def _name(title: str) -> str:
    """A title where MkDocs writes it as it is."""
    return title.replace("<", "&lt;")


def _link_text(title: str) -> str:
    """A title inside the brackets of a link."""
    return title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("<", "&lt;").replace("`", "\\`")
