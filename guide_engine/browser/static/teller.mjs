// <story-teller>: a box to write a story into, and what is read in it, to be corrected and taken along as the folder
// of a guide. Attribute lang; reflected attribute state (idle | loading | ready | working | done | error); property
// told (what guide_engine.browser.tell.story answers); event told. Nothing is sent: see ARCHITECTURE.md, the seal.

import { Cancelled, Client, supported, wheel, whenIdle } from "./client.mjs";
import { download } from "./dom.mjs";
import { handOver, takeOver, toOtherLanguage } from "./handover.mjs";
import { readFiles } from "./mail.mjs";
import { offline } from "./offline.mjs";
import { Panel } from "./panel.mjs";
import { form, LANGUAGES, takeAlong } from "./tellform.mjs";
import { reading } from "./told.mjs";
import { loadWords } from "./words.mjs";

/** @import {Dropped, Edits, Kind, Told, Words} from "./types.d.ts" */

const PAUSE = 500; // milliseconds without a keystroke before reading

const client = new Client({ stories: true });

class StoryTeller extends Panel {
  static observedAttributes = ["lang"];

  /** @type {Told | undefined} */ #told;
  /** @type {HTMLTextAreaElement | undefined} */ #box;
  /** A file as it was chosen, until its text stands in the box. @type {import("./mail.mjs").Mail | undefined} */ #file;
  /** @type {Edits} */ #edits = {};
  /** Items whose form is unfolded, by key. */ #unfolded = new Set();
  /** Languages to add to the folder. */ #added = new Set();
  /** Where the page says how to publish; the block knows. */ #authors = "";
  #sample = false;
  #run = 0;
  #timer = 0;
  #asking = false;
  /** The text has changed while it was read: read it again. */ #again = false;
  #onProgress = () => this.#follow();
  #onLeave = (/** @type {Event} */ event) => this.#leave(event);

  get told() {
    return this.#told;
  }

  connectedCallback() {
    this.#authors ||= this.querySelector("a")?.href ?? "";
    client.addEventListener("progress", this.#onProgress);
    document.addEventListener("click", this.#onLeave, true);
    this.#build();
  }

  disconnectedCallback() {
    client.removeEventListener("progress", this.#onProgress);
    document.removeEventListener("click", this.#onLeave, true);
  }

  attributeChangedCallback() {
    if (this.#box) this.#build();
  }

  // ---- building ------------------------------------------------------------------------------

  async #build() {
    const lang = this.language;
    const words = await loadWords(lang, "tell");
    if (lang !== this.language || !this.isConnected) return;
    this.words = words;
    const text = this.#box?.value ?? "";
    this.#form(words);
    if (!supported()) return this.fail(words.status.old);
    this.#follow();
    if (!this.#resume() && text) this.#write(text, this.#sample);
    offline(lang, () => this.setAttribute("offline", ""), true);
    whenIdle(() => this.#load());
  }

  /** @param {Words} words */
  #form(words) {
    const { box, parts } = form(words, {
      input: () => this.#typed(),
      focus: () => this.#load(),
      files: (list) => this.#take(list),
      sample: () => this.#replace(words.sample.text.trim(), true),
      clear: () => this.#replace("", false),
      again: () => this.#read(),
      cancel: () => this.#cancel(),
    });
    this.#box = box;
    this.parts = parts;
    this.replaceChildren(parts.input, parts.status, parts.result, parts.take);
    this.ondragover = (/** @type {DragEvent} */ event) => event.preventDefault();
    this.ondrop = (/** @type {DragEvent} */ event) => {
      if (!event.dataTransfer?.files.length) return; // words are dropped into the box by the browser
      event.preventDefault();
      this.#take(event.dataTransfer.files);
    };
  }

  // ---- input ---------------------------------------------------------------------------------

  #typed() {
    this.#file = undefined;
    this.#sample = false;
    this.#changed(PAUSE);
  }

  /** Put another text in the place of what the author may have written. @param {string} text @param {boolean} sample */
  #replace(text, sample) {
    if (!this.#mayReplace()) return;
    this.#edits = {};
    this.#unfolded.clear();
    this.#write(text, sample);
    if (!text) this.#box?.focus();
  }

  #mayReplace() {
    return !this.#box?.value.trim() || this.#sample || confirm(this.word("box", "replace"));
  }

  /** @param {string} text @param {boolean} sample */
  #write(text, sample) {
    if (!this.#box) return;
    this.#box.value = text;
    this.#file = undefined;
    this.#sample = sample;
    this.#changed(0);
  }

  /** @param {FileList | null} list */
  async #take(list) {
    if (!list?.length || !this.#mayReplace()) return;
    [this.#file] = await readFiles(list);
    this.#edits = {};
    this.#sample = false;
    if (this.#box) this.#box.value = "";
    this.#changed(0);
  }

  /** @param {number} pause */
  #changed(pause) {
    clearTimeout(this.#timer);
    this.parts.again.hidden = true;
    if (!supported()) return;
    if (!this.#file && !this.#box?.value.trim()) {
      this.#run++;
      this.#asking = this.#again = false;
      this.#forget();
      this.#follow();
      return;
    }
    this.become(client.progress === "ready" ? "working" : "loading");
    this.parts.cancel.hidden = false;
    this.#timer = window.setTimeout(() => this.#read(), pause);
  }

  #forget() {
    this.#told = undefined;
    this.parts.result.replaceChildren();
    this.parts.take.replaceChildren();
  }

  #cancel() {
    this.#run++;
    this.#asking = this.#again = false;
    clearTimeout(this.#timer);
    client.cancel();
    this.become("idle");
    this.parts.cancel.hidden = true;
    this.parts.again.hidden = false;
    this.say(this.word("status", "cancelled"));
  }

  // ---- reading -------------------------------------------------------------------------------

  #load() {
    if (supported()) client.start().catch(() => {});
  }

  /** What is read: the file that was chosen, or the box. */
  #source() {
    return this.#file ?? { name: "story.txt", bytes: new TextEncoder().encode(this.#box?.value ?? "") };
  }

  async #read(said = "done") {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    const run = ++this.#run;
    this.#asking = true;
    try {
      const answer = await client.ask("story", [this.#source()], { lang: this.language, edits: this.#edits });
      if (run !== this.#run) return;
      this.#asking = false;
      if (answer.error) this.#refuse(answer);
      else this.#show(answer, said);
    } catch (error) {
      if (run !== this.#run || error instanceof Cancelled) return;
      this.#asking = false;
      this.#break(error);
    } finally {
      if (run !== this.#run) this.#asking = false;
    }
    if (this.#again) {
      this.#again = false;
      this.#read(said);
    }
  }

  /** The text is no story, or its annotations are broken. @param {{error: string, reason: string}} answer */
  #refuse({ error, reason }) {
    this.#forget();
    this.fail(reason === "annotation" ? `${this.word("bad", reason)} ${error}` : this.word("bad", reason));
  }

  /** @param {unknown} error */
  #break(error) {
    console.error(error);
    const timeout = error instanceof Error && error.message === "timeout";
    this.fail(this.word("status", timeout ? "timeout" : client.progress === "failed" ? "offline" : "error"));
    this.parts.again.hidden = false;
  }

  /** @param {Told} told @param {string} said */
  #show(told, said) {
    const words = /** @type {Words} */ (this.words);
    if (this.#file && this.#box) this.#box.value = told.text;
    this.#file = undefined;
    this.#told = told;
    this.#edits = told.edits;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
    for (const fold of this.parts.result.querySelectorAll("details")) {
      if (fold.open) this.#unfolded.add(fold.dataset.open);
      else this.#unfolded.delete(fold.dataset.open);
    }
    this.parts.result.replaceChildren(
      ...reading(told, {
        words,
        sample: this.#sample,
        corrected: Object.values(this.#edits).some((made) => Object.keys(made).length),
        dropped: this.#dropped(),
        unfolded: this.#unfolded,
        correct: (kind, number, quote, change) => this.#correct(kind, number, quote, change),
        confirmAll: () => this.#confirmAll(),
        reset: () => {
          this.#edits = {};
          this.#read("changed");
        },
      }),
    );
    const other = LANGUAGES.filter((lang) => lang !== (told.story.language ?? this.language));
    const save = () => this.#save(other);
    this.parts.take.replaceChildren(takeAlong(told, words, other, this.#added, this.#authors, save));
    this.#focus(focused);
    this.parts.cancel.hidden = true;
    this.become("done");
    this.say(words.status[said]);
    this.dispatchEvent(new CustomEvent("told", { detail: told, bubbles: true, composed: true }));
  }

  /** Back to the control that was used; where it is gone, to the item, else to the heading. @param {string | undefined} key */
  #focus(key) {
    if (!key) return;
    const of = (/** @type {string} */ wanted) =>
      /** @type {HTMLElement | null} */ (this.parts.result.querySelector(wanted));
    const itself = of(`[data-key="${CSS.escape(key)}"]`);
    const there = itself ?? of(`[data-item="${CSS.escape(key.split(".").slice(0, 2).join("."))}"] [data-key]`);
    (there ?? of("h2"))?.focus({ preventScroll: itself !== null });
  }

  /** @returns {Dropped[]} */
  #dropped() {
    return Object.entries(this.#edits).flatMap(([kind, made]) =>
      Object.entries(made)
        .filter(([, change]) => change.drop)
        .map(([number, { quote }]) => ({ kind: /** @type {Kind} */ (kind), number: Number(number), quote })),
    );
  }

  /** @param {Kind} kind @param {number} number @param {string} quote @param {Record<string, unknown>} change */
  #correct(kind, number, quote, change) {
    const made = (this.#edits[kind] ??= {});
    made[number] = { ...made[number], ...change, quote };
    this.#read("changed");
  }

  #confirmAll() {
    const told = this.#told;
    if (!told) return;
    const doubtful = {
      events: told.events.map((event) => event.doubts.length > 0),
      causes: told.open.causes,
      actions: told.open.actions,
    };
    for (const kind of /** @type {("events" | "causes" | "actions")[]} */ (Object.keys(doubtful))) {
      for (const [index, { quote }] of told.story[kind].entries()) {
        const number = told.numbers[kind]?.[index];
        const made = (this.#edits[kind] ??= {});
        if (doubtful[kind][index]) made[number] = { ...made[number], confirm: true, quote };
      }
    }
    this.#read("changed");
  }

  // ---- taking along --------------------------------------------------------------------------

  /** @param {string[]} other */
  async #save(other) {
    this.say(this.word("status", "packing"));
    try {
      const languages = other.filter((lang) => this.#added.has(lang));
      const options = { lang: this.language, edits: this.#edits, languages };
      const { name, zip } = await client.ask("folder", [this.#source(), await wheel()], options);
      const bytes = Uint8Array.from(atob(zip), (letter) => letter.charCodeAt(0));
      download(name, bytes, "application/zip");
      this.say(this.word("status", "packed").replace("{name}", name));
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#break(error);
    }
  }

  // ---- saying what goes on -------------------------------------------------------------------

  #follow() {
    const { progress } = client;
    const waiting = Boolean(this.#file || this.#box?.value.trim());
    if (["done", "error"].includes(this.getAttribute("state") ?? "") && waiting && progress !== "failed") return;
    this.show(progress, waiting);
  }

  // ---- changing the language -----------------------------------------------------------------

  /** @param {Event} event */
  #leave(event) {
    const text = this.#box?.value;
    if (text && toOtherLanguage(event))
      handOver("story-teller", { text, edits: this.#edits, sample: this.#sample });
  }

  #resume() {
    const kept = takeOver("story-teller");
    if (!kept) return false;
    this.#edits = kept.edits;
    this.#write(kept.text, kept.sample);
    return true;
  }
}

if (!customElements.get("story-teller")) customElements.define("story-teller", StoryTeller);
