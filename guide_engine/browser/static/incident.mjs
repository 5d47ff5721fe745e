// A mailbox as DOM: how much of what, when, which logins, what to read first, what to keep, what to take along.

import { download, el, fill, MAIL } from "./dom.mjs";
import { actions, questions, section, warnings } from "./result.mjs";

/** @import {Scene} from "./types.d.ts" */
/** @typedef {{name: string, title: string, hint?: string, head: string[], rows: (string | number | null)[][]}} Table */

// What must be seen before anything is deleted stands before what explains.
const FIRST = ["alerts", "own_mail"];

/**
 * @param {any} found the incident of the contract
 * @param {any} view what view.mailbox adds
 * @param {Scene} scene
 * @returns {HTMLElement[]}
 */
export function incident(found, view, scene) {
  /** @type {Table[]} */
  const all = view.tables;
  const draw = (/** @type {Table[]} */ some) => some.map((one) => table(one));
  return [
    headline(found, view, scene),
    ...draw(all.filter(({ name }) => FIRST.includes(name))),
    questions(found.questions, view.why, scene),
    actions(found.actions, view.sources, scene),
    counts(found, view, scene),
    days(found, view, scene),
    ...draw(all.filter(({ name }) => !FIRST.includes(name))),
    filters(found, view),
    warnings(found.warnings ?? [], scene),
    tools(found, view, scene),
  ].filter((part) => part !== null);
}

/** @param {any} found @param {any} view @param {Scene} scene */
function headline(found, view, { words }) {
  const says = view.words.report;
  const period = found.first && `${minute(found.first)} – ${minute(found.last)}`;
  return el(
    "div",
    { class: "bc-headline" },
    el("h2", { tabindex: "-1" }, fill(words.incident.title, { n: found.counts.messages.toLocaleString() })),
    el("ul", {}, ...view.causes.map((/** @type {string} */ cause) => el("li", {}, cause))),
    period && el("p", {}, `${says.period}${words.mark.colon}`, el("strong", {}, period)),
    el("p", {}, view.running),
  );
}

/** @param {string} date ISO 8601 */
function minute(date) {
  return date.slice(0, 16).replace("T", " ");
}

/** @param {any} found @param {any} view @param {Scene} scene */
function counts({ counts: sums }, { words }, { words: { mark } }) {
  const says = words.report;
  const group = (
    /** @type {string} */ title,
    /** @type {Record<string, string>} */ names,
    /** @type {Record<string, number>} */ own,
  ) =>
    el(
      "div",
      {},
      el("h4", {}, title),
      el(
        "ul",
        {},
        ...Object.entries(own).map(([name, count]) =>
          el("li", {}, `${names[name] ?? name}${mark.colon}`, el("strong", {}, count.toLocaleString())),
        ),
      ),
    );
  return section(
    says.summary,
    "counts",
    el(
      "ul",
      {},
      ...["messages", "originals", "recipients"].map((name) =>
        el("li", {}, `${says[name]}${mark.colon}`, el("strong", {}, sums[name].toLocaleString())),
      ),
    ),
    group(says.verdicts, words.verdict, sums.verdict),
    group(says.kinds, words.kind, sums.kind),
    group(says.origins, words.origin, sums.origin),
  );
}

/** @param {any} found @param {any} view @param {Scene} scene */
function days({ events }, view, { words }) {
  if (!events.length) return null;
  const picture = view.picture && new DOMParser().parseFromString(view.picture, "image/svg+xml").documentElement;
  return section(
    view.words.report.timeline,
    "timeline",
    picture && el("figure", {}, document.importNode(picture, true)),
    el(
      "ol",
      {},
      ...events.map((/** @type {any} */ event, /** @type {number} */ index) =>
        el(
          "li",
          {},
          el("strong", {}, when(event, words)),
          ` ${view.events[index]}`,
          event.quote && el("div", { class: "bc-said", ...MAIL }, event.quote),
        ),
      ),
    ),
  );
}

/** @param {any} event @param {Scene["words"]} words */
function when({ when: time, day }, words) {
  if (typeof time === "string") return time.replace("T", " ");
  if (time?.start) return `${time.start.replace("T", " ")} – ${time.end.replace("T", " ")}`;
  return day === null ? "" : fill(words.incident.day, { n: day + 1 });
}

/** @param {Table} one */
function table({ name, title, hint, head, rows }) {
  const cells = (/** @type {(string | number | null)[]} */ row) =>
    row.map((value) => el("td", MAIL, typeof value === "number" ? value.toLocaleString() : (value ?? "")));
  return section(
    title,
    name.replace("_", "-"),
    hint && el("p", {}, hint),
    el(
      "div",
      { class: "bc-scroll", tabindex: "0", role: "region", "aria-label": title },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, ...head.map((column) => el("th", { scope: "col" }, column)))),
        el("tbody", {}, ...rows.map((row) => el("tr", {}, ...cells(row)))),
      ),
    ),
  );
}

/** @param {any} found @param {any} view */
function filters({ filters: made }, { words }) {
  const some = Object.entries(made ?? {}).filter(([, text]) => text);
  if (!some.length) return null;
  const says = words.report;
  return section(
    says.filters,
    "filters",
    el("p", {}, says.filters_hint),
    ...some.map(([name, text]) =>
      el(
        "details",
        {},
        el("summary", {}, name[0].toUpperCase() + name.slice(1)),
        el("p", {}, name === "sieve" ? says.checked_sieve : says.checked_words),
        el("pre", MAIL, el("code", {}, text)),
      ),
    ),
  );
}

/** @param {any} found @param {any} view @param {Scene} scene */
function tools(found, view, { words, csv }) {
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick) =>
    el("button", { type: "button", onclick }, label);
  return el(
    "div",
    { class: "bc-part bc-tools" },
    el("span", {}, words.tools.save),
    button(words.tools.markdown, () => download("report.md", view.markdown, "text/markdown")),
    button(words.tools.json, () => download("report.json", JSON.stringify(found, null, 2), "application/json")),
    button(words.tools.csv, csv),
    button(words.tools.print, () => print()),
  );
}
