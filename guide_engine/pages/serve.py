"""Shows the whole site while it is written: builds, watches, builds again, and tells open pages to reload.

Every language and the chooser stand under one address, with the same policy as the published site. A build that
fails is printed, with file and line, and the last good one stays.
"""

from __future__ import annotations

import functools
import http.server
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from guide_engine.knowledge import table

from .build import Language, build_language, finish, languages
from .content import THEME, content_dir

RELOAD = "assets/reload.js"
# Asks for the number of the build and reloads when it has changed. A file, not inline: the policy stays as published.
RELOAD_SCRIPT = """const mark = new URL("reload.txt", document.currentScript.src);
const read = () => fetch(mark, { cache: "no-store" }).then((answer) => answer.text()).catch(() => null);
read().then((first) => setInterval(async () => {
  const now = await read();
  if (now && first && now !== first) location.reload();
  first ??= now;
}, 1000));
"""
# While a site is written nothing may be shown from a cache: an earlier visit's worker takes itself away.
NO_WORKER = """self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
});
"""
SETTLE = 0.3  # seconds: an editor writes several files, or one in several steps


class Site:
    """The last good build of a site, and the number of it. ``say`` prints a line for the author."""

    def __init__(self, root: Path, work: Path, say: Callable[[str], None] = print) -> None:
        self.root, self.work, self.say = root, work, say
        self.current = work / "0"
        self.number = 0

    def rebuild(self) -> bool:
        """Build anew into a folder of its own and switch to it; False when the build failed."""
        table.cache_clear()
        target = self.work / str(self.number + 1)
        try:
            found = languages(self.root)
            for language in found:
                build_language(language, target)
            self._extras(target)
            finish(target, found, extra_script=RELOAD)
            (target / "sw.js").write_text(NO_WORKER, encoding="utf-8")
        except (Exception, SystemExit) as error:
            self.say(f"not built: {error}")
            return False
        self.number += 1
        self.current = target
        return True

    def _extras(self, target: Path) -> None:
        assets = target / "assets"
        assets.mkdir(exist_ok=True)
        (target / RELOAD).write_text(RELOAD_SCRIPT, encoding="utf-8")
        (assets / "reload.txt").write_text(str(self.number + 1), encoding="utf-8")

    def folders(self) -> list[Path]:
        """What to watch: the site's own sources and, in a checkout, what the package brings."""
        own: list[Language] = languages(self.root)
        folders = {language.docs_dir for language in own} | {content_dir(language.code) for language in own}
        return [path for path in sorted({*folders, THEME, THEME.parent.parent / "knowledge"}) if path.is_dir()]


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the current build; a missing page is SITE/404.html, as on GitHub Pages."""

    extensions_map = {  # noqa: RUF012 - as the base class has it
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, directory=str(site.current), **kwargs)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def log_message(self, *args: Any) -> None:
        """Say nothing: the author wants to see builds, not requests."""


class _Changes(FileSystemEventHandler):
    """Sets a flag at every change of a file."""

    def __init__(self) -> None:
        self.seen = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory and event.event_type in {"modified", "created", "deleted", "moved"}:
            self.seen.set()


def serve(
    root: Path | None = None, *, host: str = "127.0.0.1", port: int = 8000, say: Callable[[str], None] = print
) -> None:
    """Build and serve the site of ``root`` (default: here) until interrupted. Port 0 takes any free one.

    OSError when the port is taken; FileNotFoundError when ``root`` is no site.
    """
    root = (root or Path.cwd()).resolve()
    with tempfile.TemporaryDirectory(prefix="guide-") as work:
        site = Site(root, Path(work), say)
        languages(root)
        # the port before the build: that it is taken should be said at once
        with http.server.ThreadingHTTPServer((host, port), functools.partial(_Handler, site=site)) as server:
            site.rebuild()
            address = f"http://{host}:{server.server_address[1]}/"
            threading.Thread(target=server.serve_forever, daemon=True).start()
            say(f"serving {address}  (stop with Ctrl+C)")
            try:
                _watch(site, root)
            except KeyboardInterrupt:
                say("stopped")
            finally:
                server.shutdown()


def _watch(site: Site, root: Path) -> None:
    changes, observer = _Changes(), Observer()
    for folder in site.folders():
        observer.schedule(changes, str(folder), recursive=True)
    observer.schedule(changes, str(root), recursive=False)  # the configuration files
    observer.start()
    try:
        while True:
            changes.seen.wait()
            time.sleep(SETTLE)
            changes.seen.clear()
            if site.rebuild():
                site.say("built anew")
    finally:
        observer.stop()
        observer.join()
