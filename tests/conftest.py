"""What all tests share: the site, built once; a server that shows it under a sub-path; the browser, if there is one."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "/repo-name/"  # GitHub Pages serves a project's site under its name
NO_BROWSER = "no Chromium: neither in the path nor Playwright's own (make test brings one)"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built as `guide build` builds it. GUIDE_SITE names one that was built before."""
    if built := os.environ.get("GUIDE_SITE"):
        return Path(built)
    from guide_engine.pages.build import build

    target = tmp_path_factory.mktemp("built") / "site"
    build(target, ROOT)
    return target


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

    def translate_path(self, path: str) -> str:
        inside = path.startswith(PREFIX)
        return super().translate_path("/" + path.removeprefix(PREFIX) if inside else "/outside-of-the-site")

    def log_message(self, *args: Any) -> None: ...


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site, ending in a slash, under a sub-path as GitHub Pages has it."""
    handler = functools.partial(_Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


def chromium() -> str | None:
    """The system's Chromium, else the one that Playwright downloaded."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if own and Path(own).exists() else None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Tell Playwright which browser to start; without one browser tests skip, and fail where one is required."""
    path = chromium()
    if path is None:
        (pytest.fail if os.environ.get("GUIDE_REQUIRE_BROWSER") == "1" else pytest.skip)(NO_BROWSER)
    return {**browser_type_launch_args, "executable_path": path}
