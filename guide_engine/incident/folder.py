"""The folder of a new site, ready for `guide build`: configurations, the story's pages, the engine, the workflow.

The same in the command and in the browser, so standard library only: the guide's configurations come as tables.
Every other page comes from the engine when the site is built, so that it never grows stale.
"""

from __future__ import annotations

import json
import re
from typing import Any

from guide_engine.incident.narrative_text import language_of
from guide_engine.incident.story import read
from guide_engine.knowledge import words
from guide_engine.model import Incident

Configs = dict[str, dict[str, Any]]

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


def site(story: str | None, languages: list[str], *, configs: Configs, engine: tuple[str, bytes]) -> dict[str, bytes]:
    """Path below the new folder -> content. ``story`` is annotated Markdown, None for a sample to be filled in.

    ``languages`` leads with the one whose configuration is ``mkdocs.yml``. The story stands in its own language,
    which must be among them; the others have a page that says where it is told. ``engine`` is the wheel.
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
    made = {lang: _config(configs, lang, title, own, languages) for lang in languages}
    first = languages[0]
    files["mkdocs.yml"] = to_yaml(made[first])
    for lang in languages[1:]:
        other = {key: value for key, value in made[lang].items() if value != made[first].get(key)}
        files[f"mkdocs.{lang}.yml"] = to_yaml({"INHERIT": "mkdocs.yml", **other})
    files["README.md"] = _fill(words("new", own)["readme"]["text"], title=title, lang=own)
    files[".github/workflows/pages.yml"] = WORKFLOW
    name, content = engine
    files["requirements.txt"] = f"./engine/{name}\n"
    files[".gitignore"] = "site/\n.venv/\n"
    return {**{path: text.encode() for path, text in files.items()}, f"engine/{name}": content}


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


def _config(configs: Configs, lang: str, title: str, own: str, languages: list[str]) -> dict[str, Any]:
    """The guide's own configuration in ``lang``, with this site's names."""
    special = {key: value for key, value in configs.get(f"mkdocs.{lang}.yml", {}).items() if key != "INHERIT"}
    config = _merged(configs["mkdocs.yml"], special)
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


def _merged(base: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """As MkDocs inherits: tables are merged, everything else is replaced."""
    out = dict(base)
    for key, value in other.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = _merged(out[key], value) if both else value
    return out


# ---- YAML for tables, lists, strings, numbers and truth values: no more is in a configuration -----------------

_PLAIN = re.compile(r"[A-Za-z_/぀-ヿ一-鿿][\w/. -]*[\w/]|[A-Za-z]")
_READ_OTHERWISE = re.compile(r"(?i)true|false|yes|no|on|off|null|y|n")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def to_yaml(value: dict[str, Any]) -> str:
    """A block of YAML that reads back as ``value``."""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: Any) -> list[str]:
    lines: list[str] = []
    if isinstance(value, dict):
        for key, below in value.items():
            lines += _entry(f"{_scalar(key)}:", below, "" if isinstance(below, list) else "  ")
    else:
        for below in value:
            if below and isinstance(below, dict | list):
                first, *rest = _lines(below)
                lines += [f"- {first}", *(f"  {line}" for line in rest)]
            else:
                lines.append(f"- {_scalar(below)}")
    return lines


def _entry(head: str, below: Any, indent: str) -> list[str]:
    if below and isinstance(below, dict | list):
        return [head, *(f"{indent}{line}" for line in _lines(below))]
    return [f"{head} {_scalar(below)}"]


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _READ_OTHERWISE.fullmatch(value):
        return value
    return _UNPRINTED.sub(lambda c: f"\\u{ord(c[0]):04x}", json.dumps(value, ensure_ascii=False))


# ---- small things ----------------------------------------------------------------------------------------------


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
