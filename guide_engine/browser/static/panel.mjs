// What the checker and the story teller have in common: words in the language of the page, and one line that says what
// goes on. Attribute lang; reflected attribute state (idle | loading | ready | working | done | error).

/** @import {Words} from "./types.d.ts" */

export class Panel extends HTMLElement {
  /** @type {Words | undefined} */ words;
  /** @type {Record<string, HTMLElement>} */ parts = {};

  get language() {
    return this.getAttribute("lang") === "en" ? "en" : "ja";
  }

  /** @param {string} group @param {string} name */
  word(group, name) {
    return this.words?.[group]?.[name] ?? "";
  }

  /** @param {string} sentence */
  say(sentence) {
    if (this.parts.status.textContent !== sentence) this.parts.status.textContent = sentence;
  }

  /** @param {string} name */
  become(name) {
    if (this.getAttribute("state") !== name) this.setAttribute("state", name);
    this.parts.result.setAttribute("aria-busy", String(name === "working" || name === "loading"));
    if (name === "working") this.say(this.word("status", "working"));
  }

  /** @param {string} sentence */
  fail(sentence) {
    this.become("error");
    this.parts.cancel.hidden = true;
    this.say(sentence);
  }

  /** How far the engine has come. @param {string} progress @param {boolean} waiting whether there is something to read */
  show(progress, waiting) {
    if (progress === "failed") return this.fail(this.word("status", "offline"));
    if (progress === "idle") this.become("idle");
    else if (progress !== "ready") this.become("loading");
    else this.become(waiting ? "working" : "ready");
    this.parts.cancel.hidden = !waiting;
    this.say(this.word("status", progress === "ready" && waiting ? "working" : progress));
  }
}
