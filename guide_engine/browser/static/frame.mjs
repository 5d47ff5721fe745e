// The sealed frame: its page's policy allows no connection and no script but this one and blob: addresses.
// A worker started from a blob: address inherits that policy (one started from an http address would not).
// Everything the worker needs comes in the page's one message; removing the frame ends the worker.
addEventListener(
  "message",
  (event) => {
    if (event.source !== parent || event.origin !== location.origin) return;
    const { worker, ...assets } = event.data;
    const address = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
    const sealed = new Worker(address, { type: "module" });
    sealed.addEventListener("error", (failure) => event.ports[0].postMessage({ failed: failure.message }));
    sealed.postMessage(assets, [event.ports[0]]);
  },
  { once: true },
);
