// The service worker. VERSION and MANIFEST (path -> SHA-256 of every file of the site) stand above, written by
// the build. What is named by its hash is taken from the cache; everything else from the network while there is
// one, so that a page and its files always belong together; without a network all of it comes from the cache.
// A page asks for keeping with {keep: "ja"}: that language's pages and everything shared; {kept: true} is the answer.
// {hold: …} and {take: true} hand a visitor's files from a page to the same page in the other language.
// What only stories need is kept with {keep: "ja", stories: true}.
/// <reference lib="webworker" />

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `guide-${VERSION}`;
const ROOT = new URL("./", location.href);
const PATIENCE = 4000; // milliseconds, for a network that is there in name only
const OF_STORIES = /\/stories-[^/]*\.bin$|\.whl$/;

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => worker.clients.claim()));
});

/** What a page gave to be handed to the same page in the other language; never written down. @type {unknown} */
let held = null;

worker.addEventListener("message", (event) => {
  if (event.data?.hold) held = event.data.hold;
  if (event.data?.take) {
    event.ports[0].postMessage(held);
    held = null;
  }
  if (!event.data?.keep) return;
  event.waitUntil(
    keep(event.data.keep, event.data.stories === true).then(
      () => event.source?.postMessage({ kept: true }),
      (error) => event.source?.postMessage({ kept: false, why: String(error) }),
    ),
  );
});

worker.addEventListener("fetch", (event) => {
  const path = pathOf(event.request.url);
  if (event.request.method !== "GET" || path === null) return;
  event.respondWith(path.endsWith(".bin") ? cacheFirst(event.request, path) : networkFirst(event.request, path));
});

async function dropOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith("guide-") && name !== CACHE) await caches.delete(name);
  }
}

/** The file of the site that an address means; null where it is none of ours. @param {string} address */
function pathOf(address) {
  const url = new URL(address);
  if (url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) return null;
  const path = decodeURIComponent(url.pathname.slice(ROOT.pathname.length));
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  if (file in MANIFEST) return file;
  return `${file}/index.html` in MANIFEST ? `${file}/index.html` : null;
}

/** @param {string} lang @param {boolean} stories */
async function keep(lang, stories) {
  const cache = await caches.open(CACHE);
  const other = lang === "ja" ? "en/" : "ja/";
  for (const path of Object.keys(MANIFEST)) {
    if (path.startsWith(other) || (!stories && OF_STORIES.test(path)) || (await cache.match(address(path)))) continue;
    const response = await fetch(address(path));
    const content = await response.arrayBuffer();
    if (!response.ok || (await sha256(content)) !== MANIFEST[path]) throw new Error(`${path}: another version`);
    await cache.put(address(path), new Response(content, { headers: response.headers }));
  }
}

/** @param {string} path */
function address(path) {
  return new URL(path, ROOT).href;
}

/** @param {ArrayBuffer} content */
async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function cacheFirst(request, path) {
  const cached = await caches.match(address(path), { cacheName: CACHE });
  return cached ?? fetch(request);
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function networkFirst(request, path) {
  const network = fetch(request);
  const cached = await caches.match(address(path), { cacheName: CACHE });
  if (!cached) return network;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, cached));
  return Promise.race([network, late]).catch(() => cached);
}
