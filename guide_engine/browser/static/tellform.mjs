// The story's box, what stands around it, and what can be taken along.

import { download, el, MAIL, uniqueId } from "./dom.mjs";
import { part } from "./told.mjs";

/** @import {Told, Words} from "./types.d.ts" */

export const LANGUAGES = ["ja", "en"];

/**
 * @typedef {object} Does what its parts do
 * @property {() => void} input
 * @property {() => void} focus
 * @property {(list: FileList | null) => void} files
 * @property {() => void} sample
 * @property {() => void} clear
 * @property {() => void} again
 * @property {() => void} cancel
 */

/**
 * @param {Words} words
 * @param {Does} does
 * @returns {{box: HTMLTextAreaElement, parts: Record<string, HTMLElement>}}
 */
export function form({ box: w }, does) {
  const id = uniqueId();
  const hint = uniqueId();
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, hidden = true) =>
    el("button", { type: "button", hidden, onclick }, label);
  const box = el("textarea", {
    id,
    rows: 12,
    "aria-describedby": hint,
    oninput: does.input,
    onfocus: does.focus,
    ...MAIL,
  });
  const chosen = el("input", {
    type: "file",
    accept: ".txt,.md,text/plain,text/markdown",
    class: "bc-file",
    onchange: () => {
      does.files(chosen.files);
      chosen.value = ""; // so that the same file can be chosen again
    },
  });
  const again = button(w.again, does.again);
  const cancel = button(w.cancel, does.cancel);
  const input = el(
    "div",
    { class: "bc-input" },
    el("label", { for: id, class: "bc-label" }, w.label),
    box,
    el("p", { id: hint, class: "bc-hint" }, w.hint),
    el(
      "div",
      { class: "bc-row" },
      el("label", { class: "bc-files" }, chosen, w.files),
      button(w.sample, does.sample, false),
      button(w.clear, does.clear, false),
      again,
      cancel,
    ),
  );
  const status = el("p", { class: "bc-status", role: "status" });
  return { box, parts: { input, status, result: el("div", { class: "bc-result" }), take: el("div"), again, cancel } };
}

/**
 * The folder and the draft, to be saved.
 * @param {Told} told
 * @param {Words} words
 * @param {string[]} other the languages that may be added
 * @param {Set<string>} added
 * @param {string} authors address of the page for authors
 * @param {() => void} save
 */
export function takeAlong({ markdown }, { take: w }, other, added, authors, save) {
  const boxes = other.map((lang) => {
    const box = el("input", {
      type: "checkbox",
      checked: added.has(lang),
      onchange: () => (box.checked ? added.add(lang) : added.delete(lang)),
    });
    return el("label", { class: "st-language" }, box, ` ${w[lang]}`);
  });
  return part(
    w.title,
    "take",
    el("p", {}, w.lead),
    ...boxes,
    el(
      "div",
      { class: "bc-row" },
      el("button", { type: "button", class: "st-save", onclick: save }, w.folder),
      el(
        "button",
        { type: "button", class: "bc-quiet", onclick: () => download("story.md", markdown, "text/markdown") },
        w.draft,
      ),
      // in a tab of its own: what was written stays here
      authors && el("a", { href: authors, target: "_blank", rel: "noopener" }, w.next),
    ),
  );
}
