// Ticks on the steps: kept on this device only after the person asks for it; only the steps' ids are kept.

import { el } from "./dom.mjs";

const KEY = "guide-ticks";

/** @returns {string[] | null} null: nothing is to be remembered */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return null; // storage is blocked, or holds something else
  }
}

/** @param {string[] | null} ids */
function remember(ids) {
  try {
    if (ids) localStorage.setItem(KEY, JSON.stringify(ids));
    else localStorage.removeItem(KEY);
  } catch {
    // without storage the ticks last as long as the page
  }
}

/**
 * Make the checkboxes of steps in `root` keep their ticks, and give the button that starts and ends it.
 * @param {HTMLElement} root
 * @param {{remember: string, forget: string}} words
 */
export function ticks(root, words) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input.bc-tick"));
  const kept = remembered() ?? [];
  const current = () => [...boxes].filter((box) => box.checked).map((box) => box.value);
  for (const box of boxes) {
    if (kept.includes(box.value)) box.checked = true;
    box.addEventListener("change", () => {
      const others = (remembered() ?? []).filter((id) => id !== box.value);
      if (remembered()) remember(box.checked ? [...others, box.value] : others);
    });
  }
  const label = () => (remembered() ? words.forget : words.remember);
  const button = el("button", { type: "button", class: "bc-quiet bc-remember" }, label());
  button.addEventListener("click", () => {
    remember(remembered() ? null : current());
    button.textContent = label();
  });
  return button;
}
