"""Mail cannot leave: the same probe reaches the server from an ordinary worker, and not from the sealed one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driver import Checker, Server, serving
from probe import PROBE, REQUESTS, Datagrams, arrived, datagrams

import guide_engine.browser

pytestmark = pytest.mark.browser

Open = Callable[..., Checker]


@pytest.fixture
def elsewhere(site: Path) -> Iterator[Server]:
    """Another origin."""
    server = serving(site)
    yield server
    server.stop()


@pytest.fixture
def quic() -> Iterator[Datagrams]:
    """A port for what is no request."""
    listening = datagrams()
    yield listening
    listening.stop()


def probed(asked: Server, quic: Datagrams) -> dict[str, object]:
    return {"address": f"{asked.address}probe", "datagrams": quic.port}


def test_the_probe_reaches_the_server_from_an_ordinary_worker(visit: Open, server: Server, quic: Datagrams) -> None:
    server.extra["/some/guide/plain.mjs"] = ("text/javascript", "postMessage(1);")
    opened = visit("ja")
    opened.state("ready")
    with opened.page.expect_worker() as waiting:
        opened.page.evaluate(
            "address => { window.plain = new Worker(address, { type: 'module' }); }", f"{server.address}plain.mjs"
        )
    waiting.value.evaluate(PROBE, probed(server, quic))
    assert arrived(server) == set(REQUESTS)
    assert quic.arrived, "WebTransport began"


@pytest.mark.parametrize("target", ["its own server", "another"])
def test_nothing_reaches_a_server_from_the_sealed_worker(
    checker: Open, server: Server, elsewhere: Server, quic: Datagrams, target: str
) -> None:
    opened = checker("ja")
    opened.state("ready")
    sealed = opened.sealed
    asked = server if target == "its own server" else elsewhere
    pages = len(opened.page.context.pages)
    sealed.evaluate(PROBE, probed(asked, quic))
    assert arrived(asked) == set()
    assert quic.arrived == []
    assert len(opened.page.context.pages) == pages
    assert opened.page.url == f"{server.address}ja/", "a worker cannot lead its page away"


def test_what_is_broadcast_stays_on_the_site_where_nobody_listens(
    checker: Open, server: Server, elsewhere: Server
) -> None:
    """No policy governs a BroadcastChannel: it never leaves the browser, nor the site's origin."""
    opened = checker("ja")
    opened.state("ready")
    stranger = opened.page.context.new_page()
    stranger.goto(f"{elsewhere.address}ja/")
    for page in (opened.page, stranger):
        page.evaluate(
            "() => { window.heard = []; new BroadcastChannel('x').onmessage = ({ data }) => heard.push(data); }"
        )
    opened.sealed.evaluate("new BroadcastChannel('x').postMessage('said')")
    opened.page.wait_for_timeout(500)
    assert opened.page.evaluate("heard") == ["said"]
    assert stranger.evaluate("heard") == []
    stranger.close()
    shipped = Path(guide_engine.browser.__file__).parent / "static"
    assert [file.name for file in shipped.glob("*.mjs") if "BroadcastChannel" in file.read_text("utf-8")] == []


def test_python_cannot_reach_the_server_either(checker: Open, server: Server) -> None:
    """The engine runs with every name of the worker at hand; the policy is what stops it, not their absence."""
    opened = checker("ja")
    opened.state("ready")
    sealed = opened.sealed
    assert sealed.evaluate("typeof fetch === 'function' && typeof WebSocket === 'function'")
    frame = next(frame for frame in opened.page.frames if frame.url.endswith("frame.html"))
    policy = frame.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "connect-src 'none'" in policy
    assert "'self'" not in policy
