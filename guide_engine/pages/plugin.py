"""The MkDocs side, kept thin: hands theme, story and the guide's own pages to MkDocs, and file names to errors."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File

from guide_engine import __version__

from .content import THEME, content_dir, missing_pages, page_path, without_own_story
from .context import Context
from .wrap import headings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


log = logging.getLogger("mkdocs.plugins.guide")
ALONE = "mkdocs serve shows one language's pages, without the checker and its files; guide serve shows the whole site"


class GuideConfig(Config):  # type: ignore[no-untyped-call]
    story = Type(str, default="story.md")


class GuidePlugin(BasePlugin[GuideConfig]):  # type: ignore[no-untyped-call]
    """Registered as the MkDocs plugin ``guide``; one instance serves one language."""

    context: Context

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the theme before Material's, and one context for all pages into the Markdown extension."""
        lang = str(config.theme["language"])
        docs = Path(config.docs_dir)
        self.context = Context(lang, page_path(docs, lang, self.config.story))
        config.mdx_configs["guide"] = {"context": self.context}
        if "guide" not in config.markdown_extensions:
            config.markdown_extensions.append("guide")
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(0, str(THEME))
        config.theme.static_templates.discard("404.html")  # one for all languages, at the root (root.py)
        config.extra["guide"] = {**self.context.labels["site"], "version": __version__, "date": self.context.date}
        config.extra["search_worker"] = _search_worker(config.theme.dirs)
        self.context.read_story()
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the guide's own pages that the site does not have itself."""
        for name in missing_pages(Path(config.docs_dir), self.context.lang):
            files.append(File(name, str(content_dir(self.context.lang)), config.site_dir, config.use_directory_urls))
        self.context.pages = frozenset(file.src_uri for file in files.documentation_pages())
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell the extension which file it is about to render, so that an error can name it."""
        file = Path(page.file.abs_src_path or page.file.src_uri)
        self.context.enter(page.file.src_uri, file)
        lent = content_dir(self.context.lang) in file.parents and Path(config.docs_dir) not in file.parents
        return without_own_story(markdown) if lent else markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Break the headings of Japanese between phrases."""
        return headings(html) if self.context.lang == "ja" else html

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch what the pages are made of besides the site's own docs, and say what is not shown here."""
        log.warning(ALONE)
        for path in (content_dir(self.context.lang), THEME, THEME.parent.parent / "knowledge"):
            server.watch(str(path))
        return server


def _search_worker(theme_dirs: list[str]) -> str:
    """Material's search worker; its file name carries a hash, so it is looked up."""
    for folder in theme_dirs:
        for path in Path(folder).glob("assets/javascripts/workers/search.*.min.js"):
            return path.name
    return ""
