// What a visitor takes along: the result as text, the message without names, a printed page.

import { download, el, MAIL, uniqueId } from "./dom.mjs";

/** @import {Diagnosis, Scene, View} from "./types.d.ts" */

// paper has nothing to click
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("bounce-checker details")) folded.setAttribute("open", "");
});

/** @param {Diagnosis} diagnosis @param {View} view @param {Scene} scene */
export function tools(diagnosis, view, scene) {
  const { words, redact, text } = scene;
  const id = uniqueId();
  const mask = el("input", { type: "checkbox", id });
  mask.checked = true;
  const said = el("span", { role: "status", class: "bc-copied" });
  const byHand = el("pre", { hidden: true, role: "region", tabindex: "0", "aria-label": words.tools.copy, ...MAIL });
  const copy = async () => {
    const plain = asText(diagnosis, view, scene);
    byHand.textContent = mask.checked ? masked(plain) : plain;
    try {
      await navigator.clipboard.writeText(byHand.textContent);
      said.textContent = words.tools.copied;
      byHand.hidden = true;
    } catch {
      // refused, or no https and so no clipboard
      said.textContent = words.tools.byhand;
      byHand.hidden = false;
      getSelection()?.selectAllChildren(byHand);
    }
  };
  return el(
    "div",
    { class: "bc-part bc-tools" },
    el("button", { type: "button", onclick: copy }, words.tools.copy),
    el("label", { for: id }, mask, ` ${words.tools.mask}`),
    said,
    byHand,
    text && el("button", { type: "button", onclick: redact }, words.tools.redact),
    el("button", { type: "button", onclick: () => print() }, words.tools.print),
  );
}

/** @param {Diagnosis} diagnosis @param {View} view @param {Scene} scene */
function asText(diagnosis, view, { words }) {
  const { cause } = view;
  const { colon } = words.mark;
  const lines = [
    cause.headline,
    `${words.result.confidence}${colon}${words.confidence[diagnosis.confidence]}`,
    cause.meaning,
    "",
    `■ ${words.result.next}`,
    ...diagnosis.actions.map((action) => `- [${words.urgency[action.urgency]}] ${action.title}`),
    "",
    `■ ${words.result.notice}`,
    ...view.notice.map((one) =>
      `- ${one.address ?? "?"}${colon}${one.words.title ?? one.reason} ${one.status ?? ""}`.trimEnd(),
    ),
    "",
    `■ ${words.result.proof}`,
    ...diagnosis.evidence.map((one, index) => `- ${view.evidence[index].text ?? one.id}${colon}${one.quote}`),
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}

/**
 * A person's part of each address hidden, the domain kept: it is what a helper needs.
 * @param {string} text
 */
function masked(text) {
  return text.replace(/([^\s<>"',;:()[\]@])[^\s<>"',;:()[\]@]*@/gu, "$1***@");
}

/** @param {string} name @param {string} content */
export function saveMessage(name, content) {
  download(name, content, "message/rfc822");
}
