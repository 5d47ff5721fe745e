// The sealed worker: Pyodide and guide_engine. Started by frame.mjs; its policy allows no connection at all,
// so the runtime is given everything from memory.
//
// In:  first {module, asm, loader, stdlib, engine, stories, lock} with a port (stories may be missing); then on the
//      port {id, call, files, options}
// Out: on the port {progress: "python" | "engine" | "ready"}, {id, result: JSON} or {id, error}, {failed}

/** @typedef {{module: WebAssembly.Module, asm: ArrayBuffer, loader: ArrayBuffer, stdlib: ArrayBuffer, engine: ArrayBuffer, stories?: ArrayBuffer, lock: object}} Assets */
/** @typedef {{id: number, call: string, files: {name: string, bytes: Uint8Array}[], options: string}} Request */

const HOME = "https://sealed.invalid/";

addEventListener(
  "message",
  async (event) => {
    const port = event.ports[0];
    try {
      const answer = await start(event.data, (progress) => port.postMessage({ progress }));
      port.onmessage = ({ data }) => port.postMessage(reply(data, answer));
      port.postMessage({ progress: "ready" });
    } catch (error) {
      port.postMessage({ failed: String(error) });
    }
  },
  { once: true },
);

/**
 * @param {Assets} assets
 * @param {(progress: string) => void} report
 */
async function start(assets, report) {
  report("python");
  const scope = /** @type {any} */ (globalThis);
  const { fetch } = scope;
  const { instantiateStreaming } = WebAssembly;
  // While it loads, the runtime asks for its standard library by address and for its wasm by streaming; both are here.
  scope.fetch = async (/** @type {string | URL} */ address) =>
    new Response(String(address).endsWith("python_stdlib.zip") ? assets.stdlib : null);
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const instance = await WebAssembly.instantiate(assets.module, imports);
    return { module: assets.module, instance };
  };
  await import(script(assets.asm)); // sets the global _createPyodideModule, which the loader then finds
  const { loadPyodide } = await import(script(assets.loader));
  const python = await loadPyodide({ indexURL: HOME, lockFileContents: { info: assets.lock, packages: {} } });
  scope.fetch = fetch;
  WebAssembly.instantiateStreaming = instantiateStreaming;
  report("engine");
  python.unpackArchive(assets.engine, "zip", { extractDir: "/engine" });
  if (assets.stories) python.unpackArchive(assets.stories, "zip", { extractDir: "/engine" });
  const room = assets.stories ? "tell" : "view";
  return python.runPython(
    `import sys; sys.path.insert(0, "/engine"); from guide_engine.browser.${room} import answer; answer`,
  );
}

/** @param {ArrayBuffer} source */
function script(source) {
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

/**
 * @param {Request} request
 * @param {(call: string, names: string[], contents: Uint8Array[], options: string) => string} answer
 */
function reply({ id, call, files, options }, answer) {
  try {
    const names = files.map((file) => file.name);
    const contents = files.map((file) => file.bytes);
    return { id, result: answer(call, names, contents, options) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
