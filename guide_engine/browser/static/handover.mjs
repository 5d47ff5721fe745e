// On the way to the other language the text goes along: in this tab only, and taken out on arrival.

/** @import {Answered} from "./types.d.ts" */
/** @typedef {{text: string, home: string, answered: Answered[], sample: boolean}} Kept */

const KEY = "bounce-checker";

/** Whether a click leads to the page in another language. @param {Event} event */
export function toOtherLanguage(event) {
  return event.target instanceof Element && event.target.closest("a[hreflang]") !== null;
}

/** @param {Kept} kept */
export function handOver(kept) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // no storage, or too large for it: the other page starts empty
  }
}

/** @returns {Kept | null} */
export function takeOver() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
    return kept;
  } catch {
    return null;
  }
}
