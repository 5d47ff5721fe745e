"""The checker opened in a real browser, from a site under a sub-path."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driver import Checker, Server, serving
from playwright.sync_api import Browser, BrowserContext

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


def open_page(context: BrowserContext, address: str) -> Checker:
    page = context.new_page()
    opened = Checker(page, [], [])
    page.on("console", lambda said: opened.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    context.on("request", lambda request: opened.requested.append(request.url))
    page.goto(address)
    return opened


@pytest.fixture
def visit(context: BrowserContext, server: Server) -> Callable[..., Checker]:
    """A first visit to the home page of a language: nothing cached, nothing loaded."""
    return lambda lang, address=server.address: open_page(context, f"{address}{lang}/")


@pytest.fixture(scope="session")
def open_pages(browser: Browser, shared_server: Server) -> Callable[[str], Checker]:
    @functools.cache
    def of(lang: str) -> Checker:
        return open_page(browser.new_context(), f"{shared_server.address}{lang}/")

    return of


@pytest.fixture
def checker(open_pages: Callable[[str], Checker], server: Server) -> Callable[[str], Checker]:
    """The home page of a language, its runtime loaded already, emptied of what a test before left."""

    def emptied(lang: str) -> Checker:
        opened = open_pages(lang)
        opened.element.evaluate("element => element.removeAttribute('home')")
        opened.box.press("Escape")
        opened.state("ready")
        opened.complaints.clear()
        return opened

    return emptied


@pytest.fixture(scope="session")
def sample() -> Callable[[str], str]:
    return lambda name: (SAMPLES / f"{name}.eml").read_text(encoding="utf-8")
