// The visitor's own message, line by line: coloured by who wrote which part, the proving lines explained in place.

import { el, fill, MAIL } from "./dom.mjs";

/** @import {Evidence, Scene, View} from "./types.d.ts" */

const WHOLE = 60; // lines: a short message is shown as a whole
const AROUND = 2; // lines shown on both sides of a proving line
const AT_ONCE = 500; // lines that one click unfolds
const WIDEST = 2000; // characters of a line that are shown

/**
 * @param {Evidence[]} evidence
 * @param {View} view
 * @param {Scene} scene
 */
export function message(evidence, view, scene) {
  const lines = scene.text.split(/\r\n|\r|\n/);
  /** @type {Map<number, {one: Evidence, said: Record<string, string>}[]>} */
  const proofs = new Map();
  evidence.forEach((one, index) => {
    if (one.line) proofs.set(one.line, [...(proofs.get(one.line) ?? []), { one, said: view.evidence[index] }]);
  });
  const shown = lines.map(
    (_, index) => lines.length <= WHOLE || near(index + 1, proofs) || startsLayer(index + 1, view),
  );
  const list = el("ol", { class: "bc-mail", ...MAIL });
  const row = (/** @type {number} */ number) => line(number, lines[number - 1], view, proofs.get(number) ?? [], scene);
  for (let number = 1; number <= lines.length; ) {
    const starting = view.layers.find(([start]) => start === number);
    if (starting)
      list.append(
        el("li", { class: "bc-layer", "data-layer": starting[1], lang: scene.lang }, scene.words.layer[starting[1]]),
      );
    if (shown[number - 1]) {
      list.append(row(number++));
      continue;
    }
    const first = number;
    while (number <= lines.length && !shown[number - 1]) number++;
    list.append(gap(first, number - 1, row, scene));
  }
  return list;
}

/** @param {number} number @param {Map<number, unknown>} proofs */
function near(number, proofs) {
  for (let other = number - AROUND; other <= number + AROUND; other++) if (proofs.has(other)) return true;
  return false;
}

/** @param {number} number @param {View} view */
function startsLayer(number, view) {
  return view.layers.some(([start]) => start === number);
}

/** @param {number} number @param {View} view */
function layerOf(number, view) {
  return view.layers.findLast(([start]) => start <= number)?.[1] ?? "outer";
}

/**
 * @param {number} number
 * @param {string} text
 * @param {View} view
 * @param {{one: Evidence, said: Record<string, string>}[]} proofs
 * @param {Scene} scene
 */
function line(number, text, view, proofs, { words, lang }) {
  return el(
    "li",
    { value: number, "data-layer": layerOf(number, view), class: proofs.length ? "bc-proof-line" : null },
    proofs.length ? el("mark", {}, el("code", {}, clipped(text))) : el("code", {}, clipped(text)),
    ...proofs.map(({ one, said }) =>
      el(
        "span",
        { class: "bc-remark", lang },
        `${said.text ?? one.id} `,
        el("em", {}, words.layer[one.forgeable ? "forgeable" : "firm"]),
      ),
    ),
  );
}

/** @param {string} text */
function clipped(text) {
  return text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text;
}

/**
 * @param {number} first
 * @param {number} last
 * @param {(number: number) => HTMLElement} row
 * @param {Scene} scene
 */
function gap(first, last, row, scene) {
  const end = Math.min(last, first + AT_ONCE - 1);
  const item = el("li", { class: "bc-gap" });
  const unfold = () => {
    const rows = [];
    for (let number = first; number <= end; number++) rows.push(row(number));
    if (end < last) rows.push(gap(end + 1, last, row, scene));
    item.replaceWith(...rows);
  };
  item.append(
    el(
      "button",
      { type: "button", class: "bc-quiet", onclick: unfold },
      fill(scene.words.result.gap, { n: last - first + 1 }),
    ),
  );
  return item;
}
