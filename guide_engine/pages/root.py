"""The pages that belong to no language: the chooser at the root and the page for what is not there."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from guide_engine.knowledge import words

from .content import THEME


def write_root(site_dir: Path, languages: list[tuple[str, str]], site_url: str) -> None:
    """Write SITE/index.html, SITE/404.html and their style sheet. ``languages`` are (code, site name) pairs.

    GitHub Pages shows 404.html at the address that was asked for, at any depth: its links start at the path
    under which the site is published, which only ``site_url`` tells.
    """
    env = Environment(loader=FileSystemLoader(THEME / "chooser"), undefined=StrictUndefined, autoescape=True)
    assets = site_dir / "assets" / "chooser"
    assets.mkdir(parents=True, exist_ok=True)
    for name in ("root.css", "favicon.svg"):
        shutil.copyfile(THEME / "chooser" / name, assets / name)
    choices = [{"lang": code, "name": name, **words("pages", code)["root"]} for code, name in languages]
    path = urlsplit(site_url).path.rstrip("/") + "/"
    for file, base in (("index.html", ""), ("404.html", path)):
        page = env.get_template("root.html").render(choices=choices, base=base, missing=file == "404.html")
        (site_dir / file).write_text(page, encoding="utf-8")
