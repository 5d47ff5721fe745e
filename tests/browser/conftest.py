"""The checker opened in a real browser, from a site under a sub-path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driver import Checker, Server, serving
from playwright.sync_api import BrowserContext

SAMPLES = Path(__file__).resolve().parents[2] / "guide_engine" / "browser" / "samples"


@pytest.fixture(scope="session")
def shared_server(site: Path) -> Iterator[Server]:
    server = serving(site)
    yield server
    server.stop()


@pytest.fixture
def server(shared_server: Server) -> Server:
    shared_server.requests.clear()
    shared_server.extra.clear()
    return shared_server


@pytest.fixture
def own_server(site: Path) -> Iterator[Server]:
    """One that a test may stop."""
    server = serving(site)
    yield server
    server.stop()


@pytest.fixture
def checker(context: BrowserContext, server: Server) -> Callable[[str], Checker]:
    """Open the home page of a language."""

    def open_page(lang: str, address: str | None = None) -> Checker:
        page = context.new_page()
        opened = Checker(page, [], [])
        page.on(
            "console", lambda said: opened.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        context.on("request", lambda request: opened.requested.append(request.url))
        page.goto(f"{address or server.address}{lang}/")
        return opened

    return open_page


@pytest.fixture(scope="session")
def sample() -> Callable[[str], str]:
    return lambda name: (SAMPLES / f"{name}.eml").read_text(encoding="utf-8")
