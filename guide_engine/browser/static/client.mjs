// Asks the sealed worker: a promise for each question, with a time limit; cancelling ends the worker and the next
// question starts another. One client serves every page of a visit (instant navigation keeps this module).

/** @typedef {"idle" | "fetching" | "python" | "engine" | "ready" | "failed"} Progress */
/** @typedef {{name: string, bytes: Uint8Array}} File */
/** @typedef {{resolve: (result: any) => void, reject: (reason: unknown) => void, timer: number}} Waiting */

const HERE = new URL(".", import.meta.url);
const TIME_LIMIT = 120_000; // milliseconds for any question …
const PACE = 100; // … and one more for so many bytes: an old phone reads a large mailbox slowly

/** Raised by cancel(). */
export class Cancelled extends Error {}

/** Whether this browser has what the runtime needs. */
export function supported() {
  return (
    typeof WebAssembly === "object" &&
    typeof WebAssembly.compileStreaming === "function" &&
    typeof DecompressionStream === "function" &&
    typeof BigInt64Array === "function" &&
    typeof structuredClone === "function"
  );
}

/**
 * Load before it is needed, but not against a person who saves data.
 * @param {() => void} task
 */
export function whenIdle(task) {
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator);
  if (connection?.saveData) return; // then the first touch of the box starts the loading
  if ("requestIdleCallback" in window) requestIdleCallback(task, { timeout: 3000 });
  else setTimeout(task, 500);
}

export class Client extends EventTarget {
  /** @type {Progress} */ progress = "idle";
  /** Whether this client reads stories too: they need an archive more. */ #stories;
  /** @type {Promise<Record<string, any>> | undefined} */ #assets;
  /** @type {Promise<MessagePort> | undefined} */ #port;
  /** @type {HTMLIFrameElement | undefined} */ #frame;
  /** @type {Map<number, Waiting>} */ #waiting = new Map();
  #last = 0;
  #run = 0;

  constructor({ stories = false } = {}) {
    super();
    this.#stories = stories;
  }

  /** Fetch and start everything, if that has not been done. */
  start() {
    this.#port ??= this.#start(++this.#run);
    return this.#port;
  }

  /**
   * @param {"message" | "mailbox" | "redact" | "rows" | "walk" | "story" | "folder"} call
   * @param {File[]} files
   * @param {Record<string, unknown>} options
   * @returns {Promise<any>} what guide_engine.browser.view.answer (or tell.answer) returns, parsed
   */
  async ask(call, files, options) {
    const id = ++this.#last;
    const answer = new Promise((resolve, reject) => {
      const limit = TIME_LIMIT + files.reduce((sum, file) => sum + file.bytes.length, 0) / PACE;
      const timer = window.setTimeout(() => this.cancel(new Error("timeout")), limit);
      this.#waiting.set(id, { resolve, reject, timer });
    });
    this.start().then(
      (port) => {
        if (this.#waiting.has(id)) port.postMessage({ id, call, files, options: JSON.stringify(options) });
      },
      (error) => this.#settle(id, (waiting) => waiting.reject(error)),
    );
    return answer;
  }

  /** End the worker, whatever it does. Its files stay, so that the next start is quick. */
  cancel(reason = new Cancelled()) {
    this.#run++;
    this.#frame?.remove();
    this.#frame = this.#port = undefined;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, (waiting) => waiting.reject(reason));
    this.#report("idle");
  }

  /** @param {number} run */
  async #start(run) {
    try {
      this.#report("fetching");
      this.#assets ??= fetchAssets(this.#stories);
      const assets = await this.#assets;
      const frame = await openFrame();
      if (run !== this.#run) {
        frame.remove();
        throw new Cancelled();
      }
      this.#frame = frame;
      const { port1, port2 } = new MessageChannel();
      const ready = new Promise((resolve, reject) => {
        port1.onmessage = ({ data }) => {
          if (run !== this.#run) return;
          if (data.progress) this.#report(data.progress);
          if (data.progress === "ready") resolve(port1);
          if (data.failed) reject(new Error(data.failed));
          if (data.id) this.#settle(data.id, (waiting) => answered(waiting, data));
        };
      });
      frame.contentWindow?.postMessage(assets, location.origin, [port2]);
      return await ready;
    } catch (error) {
      if (run === this.#run) {
        this.#assets = this.#port = undefined; // so that the next question tries again
        this.#frame?.remove();
        this.#report("failed");
      }
      throw error;
    }
  }

  /**
   * @param {number} id
   * @param {(waiting: Waiting) => void} how
   */
  #settle(id, how) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    how(waiting);
  }

  /** @param {Progress} progress */
  #report(progress) {
    this.progress = progress;
    this.dispatchEvent(new Event("progress"));
  }
}

/**
 * @param {Waiting} waiting
 * @param {{result?: string, error?: string}} data
 */
function answered(waiting, { result, error }) {
  if (result === undefined) waiting.reject(new Error(error));
  else waiting.resolve(JSON.parse(result));
}

/**
 * Everything as bytes: the worker has no network. The wasm is compiled here while it streams in.
 * @param {boolean} stories
 */
async function fetchAssets(stories) {
  const listing = await (await get("assets.json")).json();
  const bytes = async (/** @type {string} */ name) => (await unpacked(listing[name].file)).arrayBuffer();
  const [module, asm, loader, stdlib, engine, worker, more] = await Promise.all([
    unpacked(listing.wasm.file).then((response) => WebAssembly.compileStreaming(response)),
    ...["asm", "loader", "stdlib", "engine"].map(bytes),
    get("worker.mjs").then((response) => response.arrayBuffer()),
    stories ? bytes("stories") : undefined,
  ]);
  return { module, asm, loader, stdlib, engine, worker, stories: more, lock: listing.lock };
}

/** The engine as a wheel, for a folder that shall build itself. @returns {Promise<File>} */
export async function wheel() {
  const { wheel: name } = await (await get("assets.json")).json();
  return { name, bytes: new Uint8Array(await (await get(name)).arrayBuffer()) };
}

/** @param {string} file */
async function unpacked(file) {
  const { body } = await get(file);
  if (!body) throw new Error(`${file}: empty`);
  return new Response(body.pipeThrough(new DecompressionStream("gzip")), {
    headers: { "content-type": "application/wasm" },
  });
}

/** @param {string} file */
async function get(file) {
  const response = await fetch(new URL(file, HERE));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response;
}

/** @returns {Promise<HTMLIFrameElement>} */
function openFrame() {
  return new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "";
    frame.setAttribute("aria-hidden", "true");
    frame.addEventListener("load", () => resolve(frame), { once: true });
    frame.addEventListener("error", reject, { once: true });
    frame.src = new URL("frame.html", HERE).href;
    // beside the body: instant navigation may replace what is in it
    document.documentElement.append(frame);
  });
}
