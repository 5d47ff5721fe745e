"""What the browser tests drive: a server that writes down every request, and the checker on a page."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, Worker

PREFIX = "/some/guide/"  # GitHub Pages serves a project under its name


@dataclass
class Server:
    """A site under a sub-path; ``requests`` holds the path of every request that arrived."""

    address: str
    requests: list[str]
    stop: Callable[[], None]
    extra: dict[str, tuple[str, str]] = field(default_factory=dict)  # path -> (type, content), served as well


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

    def __init__(self, *args: object, requests: list[str], extra: dict[str, tuple[str, str]], **kwargs: object) -> None:
        self.requests, self.extra = requests, extra
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.requests.append(self.path)
        if self.path in self.extra:
            kind, content = self.extra[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content.encode())
        elif self.path.startswith(PREFIX):
            self.path = "/" + self.path.removeprefix(PREFIX)
            super().do_GET()
        else:
            self.send_error(404)

    def log_message(self, *args: object) -> None: ...


def serving(folder: Path) -> Server:
    requests: list[str] = []
    extra: dict[str, tuple[str, str]] = {}
    handler = functools.partial(_Handler, requests=requests, extra=extra, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return Server(f"http://127.0.0.1:{server.server_port}{PREFIX}", requests, stop, extra)


@dataclass
class Checker:
    """The checker on a page, and what the browser complained about meanwhile."""

    page: Page
    complaints: list[str]
    requested: list[str]

    @property
    def element(self) -> Locator:
        return self.page.locator("bounce-checker")

    @property
    def box(self) -> Locator:
        return self.element.locator("textarea")

    @property
    def sealed(self) -> Worker:
        """The worker that runs the engine."""
        blobs = [worker for worker in self.page.workers if worker.url.startswith("blob:")]
        (engine,) = [worker for worker in blobs if worker.evaluate("typeof _createPyodideModule === 'function'")]
        return engine

    def state(self, *states: str) -> None:
        """Wait until the element is in one of ``states``."""
        wanted = ",".join(f"bounce-checker[state={state}]" for state in states)
        self.page.locator(wanted).wait_for(state="attached", timeout=180_000)

    def paste(self, text: str) -> None:
        self.box.fill(text)
        self.state("done", "error")

    def choose(self, path: Path) -> None:
        """Choose a file, and wait for what is said of it (the state may be that of an earlier mail until then)."""
        self.element.evaluate(
            """element => { window.diagnosed = new Promise(tell =>
              element.addEventListener("diagnosis", () => tell(true), { once: true })) }"""
        )
        self.element.locator("input[type=file]").set_input_files(path)
        self.page.evaluate("window.diagnosed")
        self.state("done")
