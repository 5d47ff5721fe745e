// A mailbox as DOM: how much of what, who reported, when, which logins, what to read first, what to keep.

import { el, fill } from "./dom.mjs";
import { section } from "./result.mjs";

/** @import {Scene} from "./types.d.ts" */

/**
 * @param {any} found the incident
 * @param {any} _view
 * @param {Scene} scene
 */
export function incident(found, _view, scene) {
  const { words } = scene;
  const total = Object.values(found.counts?.kind ?? {}).reduce((sum, count) => sum + count, 0);
  return [
    el("div", { class: "bc-headline" }, el("h2", { tabindex: "-1" }, fill(words.incident.title, { n: total }))),
    section(words.incident.kinds, "kinds"),
  ];
}
