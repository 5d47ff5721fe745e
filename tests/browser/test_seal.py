"""Mail cannot leave: the same probe reaches the server from an ordinary worker, and not from the sealed one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from driver import Checker, Server, serving

pytestmark = pytest.mark.browser

Open = Callable[..., Checker]

WAYS = (
    "fetch",
    "fetch that outlives",
    "xhr",
    "import",
    "websocket",
    "eventsource",
    "nested worker",
    "nested blob worker",
)

# Tries every way out to ADDRESS?name; each settles whether it succeeds or not.
PROBE = """async address => {
  const settled = promise => promise.then(() => "passed", () => "stopped");
  const event = (target, good, bad) => new Promise((resolve, reject) => {
    target[good] = resolve; target[bad] = reject; setTimeout(reject, 3000); });
  const blob = code => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = (source, kind) => event(new Worker(source, kind), "onmessage", "onerror");
  const far = `fetch("${address}?nested blob worker", { mode: "no-cors" }).finally(() => postMessage(1))`;
  const ways = {
    "fetch": () => fetch(`${address}?fetch`, { mode: "no-cors" }),
    "fetch that outlives": () => fetch(`${address}?fetch that outlives`, { mode: "no-cors", keepalive: true }),
    "xhr": () => {
      const request = new XMLHttpRequest();
      request.open("GET", `${address}?xhr`);
      request.send();
      return event(request, "onload", "onerror");
    },
    "import": () => import(`${address}?import`),
    "websocket": () => event(new WebSocket(`${address.replace("http", "ws")}?websocket`), "onopen", "onerror"),
    "eventsource": () => event(new EventSource(`${address}?eventsource`), "onopen", "onerror"),
    "nested worker": () => worker(`${address}?nested worker`, { type: "module" }),
    "nested blob worker": () => worker(blob(far)),
  };
  const results = {};
  for (const [name, way] of Object.entries(ways)) {
    try { results[name] = await settled(way()); } catch { results[name] = "stopped"; }
  }
  return results;
}"""


@pytest.fixture
def elsewhere(site: Path) -> Iterator[Server]:
    """Another origin."""
    server = serving(site)
    yield server
    server.stop()


def arrived(server: Server) -> set[str]:
    return {unquote(path.partition("?")[2]) for path in server.requests if "/probe?" in path}


def test_the_probe_reaches_the_server_from_an_ordinary_worker(visit: Open, server: Server) -> None:
    server.extra["/some/guide/plain.mjs"] = ("text/javascript", "postMessage(1);")
    opened = visit("ja")
    opened.state("ready")
    with opened.page.expect_worker() as waiting:
        opened.page.evaluate(
            "address => { window.plain = new Worker(address, { type: 'module' }); }", f"{server.address}plain.mjs"
        )
    waiting.value.evaluate(PROBE, f"{server.address}probe")
    assert arrived(server) == set(WAYS)


@pytest.mark.parametrize("target", ["its own server", "another"])
def test_nothing_reaches_a_server_from_the_sealed_worker(
    checker: Open, server: Server, elsewhere: Server, target: str
) -> None:
    opened = checker("ja")
    opened.state("ready")
    sealed = opened.sealed
    asked = server if target == "its own server" else elsewhere
    sealed.evaluate(PROBE, f"{asked.address}probe")
    assert arrived(asked) == set()


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
