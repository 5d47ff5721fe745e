// <bounce-checker>: a box to paste a returned mail into, and what it means. Attributes lang, home, me; reflected
// attributes state (idle | loading | ready | working | done | error) and verdict; property diagnosis; event diagnosis.

import { Cancelled, Client, supported, whenIdle } from "./client.mjs";
import { download, fill } from "./dom.mjs";
import { form } from "./form.mjs";
import { handOver, hold, takeHeld, takeOver, toOtherLanguage } from "./handover.mjs";
import { incident } from "./incident.mjs";
import { isOneMessage, listOf, readFiles } from "./mail.mjs";
import { offline } from "./offline.mjs";
import { Panel } from "./panel.mjs";
import { result, walked } from "./result.mjs";
import { ticks } from "./ticks.mjs";
import { saveMessage } from "./tools.mjs";
import { loadWords } from "./words.mjs";

/** @import {Answered, Question, Scene, Words} from "./types.d.ts" */
/** @import {Mail} from "./mail.mjs" */

const HERE = new URL(".", import.meta.url);
const PAUSE = 120; // milliseconds without a keystroke before reading
const SHOWN = 1_000_000; // bytes: a larger file is read but not put into the box

/** One for the whole visit: instant navigation changes the page but keeps this module. */
const client = new Client();

class BounceChecker extends Panel {
  static observedAttributes = ["lang", "home", "me"];

  /** The contract's object: a diagnosis or an incident. @type {any} */ #diagnosis;
  /** @type {HTMLTextAreaElement | undefined} */ #box;
  /** Files as they were chosen, while the box is as they filled it. @type {Mail[]} */ #files = [];
  /** Earlier pastes of this visit, to be read together with the next. @type {Mail[]} */ #pile = [];
  /** @type {Answered[]} */ #answered = [];
  /** @type {Question[]} */ #asked = [];
  #home = "";
  #sample = false;
  /** Whether the result is to be brought into view: not under the hands of someone who types. */ #jump = false;
  #run = 0;
  #timer = 0;
  #onProgress = () => this.#follow();
  #onHash = () => this.#followLink().catch(() => this.fail(this.word("status", "offline")));
  #onLeave = (/** @type {Event} */ event) => this.#leave(event);

  get diagnosis() {
    return this.#diagnosis;
  }

  connectedCallback() {
    client.addEventListener("progress", this.#onProgress);
    document.addEventListener("click", this.#onLeave, true);
    addEventListener("hashchange", this.#onHash);
    this.#build();
  }

  disconnectedCallback() {
    client.removeEventListener("progress", this.#onProgress);
    document.removeEventListener("click", this.#onLeave, true);
    removeEventListener("hashchange", this.#onHash);
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (!this.#box || before === after) return;
    if (name === "lang") this.#build();
    else this.#changed(0);
  }

  // ---- building ------------------------------------------------------------------------------

  async #build() {
    const lang = this.language;
    const words = await loadWords(lang);
    if (lang !== this.language || !this.isConnected) return;
    this.words = words;
    const text = this.#box?.value ?? "";
    const { parts, box } = form(words, {
      input: (pasted) => this.#typed(pasted),
      focus: () => this.#load(),
      files: (list) => this.#take(list),
      sample: (name) => this.#try(name),
      cancel: () => this.#cancel(),
      clear: () => this.#clear(),
      add: () => this.#add(),
      again: () => this.#changed(0),
    });
    this.#box = box;
    this.parts = parts;
    box.value = text;
    this.replaceChildren(parts.input, parts.status, parts.result);
    this.#listen();
    if (!supported()) return this.fail(words.status.old);
    this.#follow();
    if (!(await this.#resume()) && text) this.#changed(0);
    this.#onHash();
    offline(lang, () => this.setAttribute("offline", ""));
    whenIdle(() => this.#load());
  }

  #listen() {
    this.onkeydown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#changed(0);
      else if (event.key === "Escape" && event.target === this.#box) this.#clear();
    };
    this.ondragover = (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      this.classList.add("bc-over");
    };
    this.ondragleave = () => this.classList.remove("bc-over");
    this.ondrop = (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      this.classList.remove("bc-over");
      this.#take(event.dataTransfer?.files);
    };
  }

  // ---- input ---------------------------------------------------------------------------------

  /** @param {boolean} pasted */
  #typed(pasted) {
    this.#jump = pasted;
    this.#files = [];
    this.#sample = false;
    this.#answered = [];
    this.#changed(PAUSE);
  }

  /** The text or what it is read with has changed: whatever was said is void. @param {number} pause */
  #changed(pause) {
    this.#run++;
    clearTimeout(this.#timer);
    this.#diagnosis = undefined;
    this.removeAttribute("verdict");
    this.parts.result.replaceChildren();
    this.parts.add.hidden = true;
    this.parts.again.hidden = true;
    if (!supported()) return;
    if (!this.#mail().length) {
      this.#follow();
      return;
    }
    this.become(client.progress === "ready" ? "working" : "loading");
    this.parts.cancel.hidden = false;
    this.#timer = window.setTimeout(() => this.#read(), pause);
  }

  /** What is to be read: the pile and the box, or the files that were chosen. @returns {Mail[]} */
  #mail() {
    if (this.#files.length) return [...this.#pile, ...this.#files];
    const text = this.#box?.value ?? "";
    if (!text.trim()) return this.#pile;
    return [...this.#pile, { name: `#${this.#pile.length + 1}.eml`, bytes: new TextEncoder().encode(text) }];
  }

  /** @param {FileList | null | undefined} list */
  async #take(list) {
    if (!list?.length || !this.#box) return;
    const files = await readFiles(list);
    const [first] = files;
    const alone = files.length === 1 && isOneMessage(first.name);
    this.#box.value = alone && first.bytes.length <= SHOWN ? new TextDecoder().decode(first.bytes) : "";
    this.#files = files;
    this.#jump = true;
    this.#sample = false;
    this.#answered = [];
    this.#changed(0);
  }

  /** @param {string} name */
  async #try(name) {
    const samples = await (await fetch(new URL("samples.json", HERE))).json();
    if (!this.#box) return;
    this.#box.value = samples[`${name}.${this.language}`] ?? samples[name];
    this.#files = [];
    this.#pile = [];
    this.#answered = [];
    this.#sample = true;
    this.#jump = true;
    this.#changed(0);
  }

  #add() {
    this.#pile = this.#mail();
    this.#files = [];
    if (this.#box) this.#box.value = "";
    this.#showPile();
    this.#box?.focus();
  }

  #showPile() {
    const { pile } = this.parts;
    pile.textContent = fill(this.word("box", "pile"), { n: this.#pile.length });
    pile.hidden = !this.#pile.length;
  }

  #clear() {
    this.#files = this.#pile = [];
    this.#answered = [];
    this.#home = "";
    this.#sample = false;
    this.parts.pile.hidden = true;
    if (this.#box) this.#box.value = "";
    this.#changed(0);
    this.#box?.focus();
  }

  #cancel() {
    this.#run++;
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

  async #read() {
    const run = ++this.#run;
    const mail = this.#mail();
    const single = mail.length === 1 && isOneMessage(mail[0].name);
    try {
      const answer = await client.ask(single ? "message" : "mailbox", mail, this.#options());
      if (run === this.#run) this.#show(answer, mail, single);
    } catch (error) {
      if (run !== this.#run || error instanceof Cancelled) return;
      console.error(error);
      const timeout = error instanceof Error && error.message === "timeout";
      this.fail(this.word("status", timeout ? "timeout" : client.progress === "failed" ? "offline" : "error"));
    }
  }

  #options() {
    return {
      home: listOf(this.#home || this.getAttribute("home")),
      me: listOf(this.getAttribute("me")),
      answers: Object.fromEntries(this.#answered.map(({ question, value }) => [question.id, value])),
      lang: this.language,
    };
  }

  /** @param {any} answer @param {Mail[]} mail @param {boolean} single */
  #show(answer, mail, single) {
    const { diagnosis, view } = answer;
    this.#answered = this.#answered.map((one) => ({ ...one, question: view.asked[one.question.id] ?? one.question }));
    const scene = this.#scene(mail, single);
    this.#asked = [...this.#answered.map(({ question }) => question), ...diagnosis.questions];
    this.#diagnosis = diagnosis;
    if (diagnosis.verdict) this.setAttribute("verdict", diagnosis.verdict);
    this.#draw(single ? result(diagnosis, view, scene) : incident(diagnosis, view, scene));
    this.parts.add.hidden = this.#sample;
    this.dispatchEvent(new CustomEvent("diagnosis", { detail: diagnosis, bubbles: true, composed: true }));
  }

  /** @param {HTMLElement[]} parts */
  #draw(parts) {
    this.parts.result.replaceChildren(...parts);
    const steps = /** @type {HTMLElement | null} */ (this.parts.result.querySelector(".bc-actions"));
    if (steps && this.words) {
      const { remember, forget } = this.words.tools;
      steps.append(ticks(steps, { remember, forget }));
    }
    this.parts.cancel.hidden = true;
    this.become("done");
    const heading = this.parts.result.querySelector("h2");
    this.say(`${this.word("status", "done")}${this.word("mark", "sentence")}${heading?.textContent}`);
    if (this.#jump) this.parts.status.scrollIntoView();
    this.#jump = false;
  }

  /** A link of answers, #tree?id=value&…: computed anew, from nothing but the answers. */
  async #followLink() {
    if (!location.hash.startsWith("#tree?") || this.#mail().length || !supported()) return;
    const run = ++this.#run;
    this.become("loading");
    const answers = Object.fromEntries(new URLSearchParams(location.hash.slice("#tree?".length)));
    const found = await client.ask("walk", [], { answers, lang: this.language });
    if (run !== this.#run) return;
    this.#answered = found.answered;
    this.#asked = [...found.answered.map((/** @type {Answered} */ one) => one.question), ...found.questions];
    this.setAttribute("verdict", found.verdict);
    this.#draw(walked(found, { ...this.#scene([], false), answer: (id, value) => this.#answerLink(id, value) }));
    this.parts.result.querySelector("h2")?.focus();
  }

  /** @param {string} id @param {string | null} value */
  #answerLink(id, value) {
    const index = this.#answered.findIndex(({ question }) => question.id === id);
    const kept = index < 0 ? this.#answered : this.#answered.slice(0, index);
    const pairs = kept.map((one) => [one.question.id, one.value]);
    location.hash = `#tree?${new URLSearchParams(value === null ? pairs : [...pairs, [id, value]])}`;
  }

  /** @param {Mail[]} mail @param {boolean} single @returns {Scene} */
  #scene(mail, single) {
    return {
      words: /** @type {Words} */ (this.words),
      lang: this.language,
      text: single ? new TextDecoder().decode(mail[0].bytes) : "",
      sample: this.#sample,
      answered: this.#answered,
      answer: (id, value) => this.#answer(id, value),
      name: (home) => {
        this.#home = home;
        this.#changed(0);
      },
      csv: async () => {
        const { text } = await client.ask("rows", mail, this.#options());
        download("recipients.csv", text, "text/csv");
      },
      redact: async () => {
        const { text } = await client.ask("redact", mail, {});
        saveMessage("redacted.eml", text);
      },
    };
  }

  /** A question answered, or (null) asked again together with those that followed it. @param {string} id @param {string | null} value */
  #answer(id, value) {
    const index = this.#answered.findIndex(({ question }) => question.id === id);
    const question = this.#asked.find((one) => one.id === id);
    if (index >= 0) this.#answered = this.#answered.slice(0, index);
    if (value !== null && question) this.#answered = [...this.#answered, { question, value }];
    this.#changed(0);
    this.addEventListener("diagnosis", () => this.parts.result.querySelector("h2")?.focus(), { once: true });
  }

  // ---- saying what goes on -------------------------------------------------------------------

  #follow() {
    const { progress } = client;
    const waiting = this.#mail().length > 0;
    if (this.getAttribute("state") === "done" && waiting) return;
    this.show(progress, waiting);
  }

  /** @param {string} sentence */
  fail(sentence) {
    super.fail(sentence);
    this.parts.again.hidden = !supported() || this.#mail().length === 0;
  }

  // ---- changing the language -----------------------------------------------------------------

  /** @param {Event} event */
  #leave(event) {
    if (!this.#mail().length || !toOtherLanguage(event)) return;
    hold({ pile: this.#pile, files: this.#files });
    const text = this.#box?.value ?? "";
    handOver("bounce-checker", { text, home: this.#home, answered: this.#answered, sample: this.#sample });
  }

  async #resume() {
    const kept = takeOver("bounce-checker");
    if (!kept || !this.#box) return false;
    this.#box.value = kept.text;
    ({ pile: this.#pile, files: this.#files } = await takeHeld());
    this.#showPile();
    this.#home = kept.home;
    this.#answered = kept.answered;
    this.#sample = kept.sample;
    this.#changed(0);
    return true;
  }
}

if (!customElements.get("bounce-checker")) customElements.define("bounce-checker", BounceChecker);
