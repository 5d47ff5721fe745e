"""Every way out of a worker that is known, tried one after the other; and what hears of those that are no request."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass, field
from urllib.parse import unquote

from driver import Server

REQUESTS = (
    "fetch",
    "fetch that outlives",
    "xhr",
    "import",
    "websocket",
    "eventsource",
    "font",
    "cache",
    "nested worker",
    "nested blob worker",
    "nested script",
)

# A function of {address, datagrams}: tries each way to ADDRESS?name, or to the UDP port; waits for each, whatever comes
# of it. What a browser's workers do not have (a beacon, a window) fails like what is stopped: only arrivals count.
PROBE = """async ({ address, datagrams }) => {
  const event = (target, good, bad) => new Promise((resolve, reject) => {
    target[good] = resolve; target[bad] = reject; setTimeout(reject, 3000); });
  const within = promise => Promise.race([promise, new Promise((_, reject) => setTimeout(reject, 3000))]);
  const blob = code => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = (source, kind) => event(new Worker(source, kind), "onmessage", "onerror");
  const far = `fetch("${address}?nested blob worker", { mode: "no-cors" }).finally(() => postMessage(1))`;
  const classic = `try { importScripts("${address}?nested script") } finally { postMessage(1) }`;
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
    "font": () => new FontFace("x", `url("${address}?font")`).load(),
    "cache": async () => (await caches.open("probe")).add(`${address}?cache`).finally(() => caches.delete("probe")),
    "nested worker": () => worker(`${address}?nested worker`, { type: "module" }),
    "nested blob worker": () => worker(blob(far)),
    "nested script": () => worker(blob(classic)),
    "beacon": () => navigator.sendBeacon(`${address}?beacon`, "x"),
    "webtransport": async () => {
      const transport = new WebTransport(`https://127.0.0.1:${datagrams}/`);
      transport.closed.catch(() => {});
      await within(transport.ready);
    },
    "webrtc": () => new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${datagrams}` }] }),
    "location": () => { location.href = `${address}?location`; location.replace?.(`${address}?location`); },
    "window": () => open(`${address}?window`),
    "client": () => clients.openWindow(`${address}?client`),
  };
  const passed = [];
  for (const [name, way] of Object.entries(ways)) {
    try { await within(way()); passed.push(name); } catch { /* stopped, or missing */ }
  }
  return passed;
}"""


@dataclass
class Datagrams:
    """A port that counts what arrives by UDP: QUIC, on which WebTransport stands, and STUN begin there."""

    port: int
    _socket: socket.socket
    arrived: list[int] = field(default_factory=list)

    def stop(self) -> None:
        self._socket.close()


def datagrams() -> Datagrams:
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))
    listening.settimeout(0.2)
    found = Datagrams(listening.getsockname()[1], listening)

    def listen() -> None:
        while listening.fileno() >= 0:
            try:
                found.arrived.append(len(listening.recv(2048)))
            except TimeoutError:
                continue
            except OSError:
                return

    threading.Thread(target=listen, daemon=True).start()
    return found


def arrived(server: Server) -> set[str]:
    """The ways by which a request came."""
    return {unquote(path.partition("?")[2]) for path in server.requests if "/probe?" in path}


_WORKER = f"""addEventListener("message", async ({{ data, ports }}) => {{
  new BroadcastChannel("probe").postMessage("from a worker");
  (ports[0] ?? globalThis).postMessage(await ({PROBE})(data));
}}, {{ once: true }});"""

# A page of the site's origin with no policy, for browsers whose drivers cannot reach into a worker. PAGE#how=plain
# starts the probe in a worker of its own, how=sealed in the frame that seals the engine and cannot tell the two apart.
# Then the title says what passed; what came by BroadcastChannel is in globalThis.heard.
PAGE = f"""<!doctype html><meta charset="utf-8"><title></title><body><script type="module">
const probe = {json.dumps(_WORKER)};
const {{ how, ...asked }} = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const said = ({{ data }}) => {{ document.title = "passed: " + data; }};
globalThis.heard = [];
new BroadcastChannel("probe").onmessage = ({{ data }}) => heard.push(data);
if (how === "plain") {{
  const address = URL.createObjectURL(new Blob([probe], {{ type: "text/javascript" }}));
  const worker = new Worker(address, {{ type: "module" }});
  worker.onmessage = said;
  worker.postMessage(asked);
}} else {{
  const frame = document.createElement("iframe");
  frame.onload = () => {{
    const {{ port1, port2 }} = new MessageChannel();
    port1.onmessage = said;
    const worker = new TextEncoder().encode(probe).buffer;
    frame.contentWindow.postMessage({{ worker, ...asked }}, location.origin, [port2]);
  }};
  frame.src = "assets/guide/frame.html";
  document.body.append(frame);
}}
</script>"""
