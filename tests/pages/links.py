"""Reads a built site and says which of its links lead nowhere, within one language and between the two."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Material labels a table of contents that a page at the head of a section does not have
MATERIAL = ("__toc",)
ADDRESSES = {"a": "href", "link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}


@dataclass
class Page:
    """What one page has and where it leads."""

    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # (element, address)
    references: list[str] = field(default_factory=list)  # ids named by for=, aria-labelledby= and their kin


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if "id" in values:
            self.page.ids.append(values["id"])
        if tag in ADDRESSES and ADDRESSES[tag] in values:
            self.page.links.append((tag, values[ADDRESSES[tag]]))
        for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.page.references += [i for i in values.get(key, "").split() if i not in MATERIAL]


def read(path: Path) -> Page:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.page


def broken(site: Path) -> list[str]:
    """One line for every id that is there twice, every reference without its id, every link that arrives nowhere.

    The page for what is not there is read as if it stood at the root.
    """
    pages = {path: read(path) for path in sorted(site.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        name = path.relative_to(site)
        found += [f"{name}: id {i} stands {page.ids.count(i)} times" for i in set(page.ids) if page.ids.count(i) > 1]
        found += [f"{name}: no id {i}" for i in page.references if i not in page.ids]
        for tag, address in page.links:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                if tag != "a":
                    found.append(f"{name}: <{tag}> loads {address} from elsewhere")
                continue
            start = site if parts.path.startswith("/") else path.parent
            target = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_relative_to(site.resolve()) or not target.exists():
                found.append(f"{name}: {address} is not there")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                found.append(f"{name}: {address} has no such place")
    return found
