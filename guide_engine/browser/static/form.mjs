// The box and what stands around it.

import { el, MAIL, uniqueId } from "./dom.mjs";

/** @import {Words} from "./types.d.ts" */

const SAMPLES = ["hijacked", "forged", "own", "fake", "phone"];

/**
 * @typedef {object} Does what its parts do
 * @property {(pasted: boolean) => void} input
 * @property {() => void} focus
 * @property {(list: FileList | null) => void} files
 * @property {(name: string) => void} sample
 * @property {() => void} cancel
 * @property {() => void} clear
 * @property {() => void} add
 * @property {() => void} again
 */

/**
 * @param {Words} words
 * @param {Does} does
 * @returns {{box: HTMLTextAreaElement, parts: Record<string, HTMLElement>}}
 */
export function form({ box: w, samples: names, mark }, does) {
  const id = uniqueId();
  const hint = uniqueId();
  const box = el("textarea", {
    id,
    rows: 8,
    "aria-describedby": hint,
    oninput: (/** @type {Event} */ event) =>
      does.input(event instanceof InputEvent && event.inputType === "insertFromPaste"),
    onfocus: does.focus,
    ...MAIL,
  });
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, hidden = true) =>
    el("button", { type: "button", hidden, onclick }, label);
  const chosen = el("input", {
    type: "file",
    multiple: true,
    class: "bc-file",
    onchange: () => does.files(chosen.files),
  });
  const samples = SAMPLES.map((name) =>
    el("button", { type: "button", class: "bc-quiet", onclick: () => does.sample(name) }, names[name]),
  );
  const pile = el("p", { class: "bc-pile", hidden: true });
  const cancel = button(w.cancel, does.cancel);
  const clear = button(w.clear, does.clear, false);
  const add = button(w.add, does.add);
  const again = button(w.again, does.again);
  const input = el(
    "div",
    { class: "bc-input" },
    el("label", { for: id, class: "bc-label" }, w.label),
    box,
    el("p", { id: hint, class: "bc-hint" }, w.hint),
    el("div", { class: "bc-row bc-samples" }, el("span", {}, `${w.samples}${mark.colon}`), ...samples),
    el("div", { class: "bc-row" }, el("label", { class: "bc-files" }, chosen, w.files), add, again, clear, cancel),
    el("p", { class: "bc-hint" }, w.drop),
    pile,
  );
  const status = el("p", { class: "bc-status", role: "status" });
  const result = el("div", { class: "bc-result" });
  return { box, parts: { input, pile, cancel, clear, add, again, status, result } };
}
