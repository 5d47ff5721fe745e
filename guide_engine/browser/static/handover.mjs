// On the way to the other language what was given goes along: text in this tab's storage, files in the service
// worker's memory, where there is room for them and nothing of them is written down. Both are emptied on arrival.

/** @import {Mail} from "./mail.mjs" */
/** @typedef {{pile: Mail[], files: Mail[]}} Held */

const PATIENCE = 2000; // milliseconds for the service worker's answer

/** Whether a click leads to the page in another language. @param {Event} event */
export function toOtherLanguage(event) {
  return event.target instanceof Element && event.target.closest("a[hreflang]") !== null;
}

/** @param {string} key one for each element that hands something over @param {unknown} kept */
export function handOver(key, kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // no storage, or too large for it: the other page starts empty
  }
}

/** @param {string} key @returns {any} what was handed over, null where nothing was */
export function takeOver(key) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
    sessionStorage.removeItem(key);
    return kept;
  } catch {
    return null;
  }
}

/** @param {Held} held */
export function hold(held) {
  navigator.serviceWorker?.controller?.postMessage({ hold: held });
}

/** What was held; nothing where there is no worker or it was ended meanwhile. @returns {Promise<Held>} */
export function takeHeld() {
  const nothing = { pile: [], files: [] };
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(nothing);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data ?? nothing);
    setTimeout(resolve, PATIENCE, nothing);
    worker.postMessage({ take: true }, [port2]);
  });
}
