// A story's reading as DOM: what to look at before publishing, timeline, causes, actions, lessons, path. Every item
// can be corrected where it stands; each control bears data-key, so that the focus finds its way back after a change.

import { el, fill, MAIL, uniqueId } from "./dom.mjs";

/** @import {Kind, Told, Teller} from "./types.d.ts" */
/** @typedef {[value: string, label: string][]} Choices */

/**
 * @param {Told} told
 * @param {Teller} teller
 * @returns {HTMLElement[]}
 */
export function reading(told, teller) {
  return [
    headline(told, teller),
    privates(told, teller),
    timeline(told, teller),
    causes(told, teller),
    actions(told, teller),
    lessons(told, teller),
    path(told, teller),
    dropped(teller),
  ].filter((part) => part !== null);
}

/**
 * @param {string} title
 * @param {string} name
 * @param {...import("./dom.mjs").Child} children
 */
export function part(title, name, ...children) {
  const id = uniqueId();
  return el("section", { class: `bc-part st-${name}`, "aria-labelledby": id }, el("h3", { id }, title), ...children);
}

/** How many readings the author has still to confirm. @param {Told} told */
function left(told) {
  const events = told.events.filter((event) => event.doubts.length).length;
  return events + [...told.open.causes, ...told.open.actions].filter(Boolean).length;
}

/** @param {Told} told @param {Teller} teller */
function headline(told, { words, sample, corrected, confirmAll, reset }) {
  const { story } = told;
  const sums = { events: story.events.length, causes: story.causes.length, actions: story.actions.length };
  const n = left(told);
  const { result: w, edit } = words;
  return el(
    "div",
    { class: "st-headline" },
    sample && el("p", { class: "bc-note" }, w.sample),
    el("h2", { tabindex: "-1", ...MAIL }, story.title ?? w.untitled),
    el("p", {}, fill(w.read, sums)),
    el("p", { class: "bc-check" }, told.editable ? (n ? fill(w.check, { n }) : w.checked) : w.annotated),
    el(
      "div",
      { class: "bc-row" },
      n > 1 && el("button", { type: "button", "data-key": "all", onclick: confirmAll }, edit.all),
      corrected && el("button", { type: "button", class: "bc-quiet", "data-key": "reset", onclick: reset }, w.reset),
    ),
  );
}

/** @param {Told} told @param {Teller} teller */
function privates({ private: found }, { words: { private: w } }) {
  if (!found.length) return null;
  return part(
    w.title,
    "private bc-ask",
    el("p", {}, w.lead),
    el("ul", MAIL, ...found.map((thing) => el("li", {}, fill(w.line, { ...thing })))),
  );
}

/** @param {Told} told @param {Teller} teller */
function timeline(told, teller) {
  const { events: w } = teller.words;
  const items = told.story.events.map((event, index) => {
    const { when, count, doubts, title } = told.events[index];
    const kind = told.labels.event_type[event.type];
    const form = [
      choice(teller, told, "events", index, "type", w.type, Object.entries(told.labels.event_type), event.type),
      day(teller, told, index, event.day),
      number(teller, told, index, count),
    ];
    return item(teller, told, "events", index, event.quote, {
      head: [when && el("strong", { class: "guide-when" }, when), tag(kind), count && tag(count, "count")],
      words: title ?? event.quote,
      doubts: doubts.map((doubt) => teller.words.edit[doubt]),
      form,
    });
  });
  return part(
    w.title,
    "events",
    figure(told.picture, told.labels.days, "timeline"),
    el("ol", { class: "st-items" }, ...items),
  );
}

/** @param {Told} told @param {Teller} teller */
function causes(told, teller) {
  const { causes: w, edit } = teller.words;
  const { cause: names, cause_status: statuses } = told.labels;
  const items = told.story.causes.map(({ cause, status, quote }, index) =>
    item(teller, told, "causes", index, quote, {
      head: [el("strong", {}, names[cause]), !told.editable && tag(statuses[status], status)],
      words: quote,
      doubts: told.open.causes[index] ? [edit.status] : [],
      settle: statusButtons(teller, told, "causes", index, w.status, Object.entries(statuses), status),
      form: [choice(teller, told, "causes", index, "cause", w.cause, Object.entries(names), cause)],
    }),
  );
  return part(w.title, "causes", items.length ? el("ul", { class: "st-items" }, ...items) : el("p", {}, w.none));
}

/** @param {Told} told @param {Teller} teller */
function actions(told, teller) {
  const { actions: w, edit } = teller.words;
  const { action: names, action_status: statuses } = told.labels;
  const items = told.story.actions.map(({ action, status, quote }, index) =>
    item(teller, told, "actions", index, quote, {
      head: [el("strong", {}, names[action]), !told.editable && tag(statuses[status], status)],
      words: quote,
      doubts: told.open.actions[index] ? [edit.action] : [],
      settle: statusButtons(teller, told, "actions", index, w.status, Object.entries(statuses), status),
      form: [choice(teller, told, "actions", index, "action", w.action, Object.entries(names), action)],
    }),
  );
  return part(w.title, "actions", items.length ? el("ul", { class: "st-items" }, ...items) : el("p", {}, w.none));
}

/** @param {Told} told @param {Teller} teller */
function lessons(told, teller) {
  if (!told.story.lessons.length) return null;
  const items = told.story.lessons.map(({ quote }, index) =>
    item(teller, told, "lessons", index, quote, { head: [], words: quote, doubts: [], form: [] }),
  );
  return part(teller.words.lessons.title, "lessons", el("ul", { class: "st-items" }, ...items));
}

/** @param {Told} told @param {Teller} teller */
function path({ paths, tree, labels }, { words }) {
  if (!paths.length) return part(words.path.title, "path", el("p", {}, labels.unmarked));
  return part(
    words.path.title,
    "path",
    figure(tree, labels.tree, "tree"),
    el(
      "div",
      { class: "guide-path" },
      ...paths.flatMap(({ status, outcome, steps }) => [
        el("ol", {}, ...steps.map(([asked, answer]) => el("li", {}, `${asked} `, el("strong", {}, answer)))),
        el("p", {}, labels.leads, el("strong", {}, outcome), " ", tag(labels.cause_status[status], status)),
      ]),
    ),
  );
}

/** @param {Teller} teller */
function dropped({ words: { dropped: w, edit }, dropped: items, correct }) {
  if (!items.length) return null;
  return part(
    w.title,
    "dropped",
    el("p", { class: "bc-hint" }, w.hint),
    el(
      "ul",
      { class: "st-items" },
      ...items.map(({ kind, number, quote }) =>
        el(
          "li",
          { class: "st-item" },
          el("p", { class: "st-quote", ...MAIL }, quote),
          el(
            "button",
            {
              type: "button",
              class: "bc-quiet",
              "data-key": `${kind}.${number}.back`,
              "aria-label": fill(edit.about, { what: w.back, quote }),
              onclick: () => correct(kind, number, quote, { drop: undefined }),
            },
            w.back,
          ),
        ),
      ),
    ),
  );
}

// ---- one item ----------------------------------------------------------------------------------

/**
 * @param {Teller} teller
 * @param {Told} told
 * @param {Kind} kind
 * @param {number} index
 * @param {string} quote
 * @param {{head: (Node | string | false | null)[], words: string, doubts: string[], settle?: Node, form: Node[]}} shown
 */
function item(teller, told, kind, index, quote, { head, words, doubts, settle, form }) {
  const { edit } = teller.words;
  const number = told.numbers[kind]?.[index];
  const key = `${kind}.${number}`;
  const row = told.editable && [
    settle,
    doubts.length > 0 && act(edit.fine, `${key}.confirm`, quote, teller, { confirm: true }),
    (kind !== "events" || told.story.events.length > 1) &&
      act(edit.drop, `${key}.drop`, quote, teller, { drop: true }, "bc-quiet"),
    form.length > 0 &&
      el(
        "details",
        { class: "st-edit", "data-open": key, open: teller.unfolded.has(key) },
        el(
          "summary",
          { "data-key": `${key}.edit`, "aria-label": fill(edit.about, { what: edit.open, quote }) },
          edit.open,
        ),
        el("div", { class: "st-form" }, ...form),
      ),
  ];
  return el(
    "li",
    { class: doubts.length ? "st-item st-open" : "st-item", "data-item": key },
    head.some(Boolean) && el("p", { class: "st-head" }, ...head.filter(Boolean).flatMap((one) => [one, " "])),
    el("p", { class: "st-quote", ...MAIL }, words),
    told.editable && doubts.length > 0 && el("p", { class: "st-doubt" }, fill(edit.doubt, { what: doubts.join(edit.comma) })),
    row && el("div", { class: "bc-row" }, ...row),
  );
}

/**
 * @param {string} label
 * @param {string} key
 * @param {string} quote
 * @param {Teller} teller
 * @param {Record<string, unknown>} change
 */
function act(label, key, quote, { words, correct }, change, style = "") {
  const [kind, number] = key.split(".");
  return el(
    "button",
    {
      type: "button",
      class: style,
      "data-key": key,
      "aria-label": fill(words.edit.about, { what: label, quote }),
      onclick: () => correct(/** @type {Kind} */ (kind), Number(number), quote, change),
    },
    label,
  );
}

/**
 * One click for each status.
 * @param {Teller} teller
 * @param {Told} told
 * @param {"causes" | "actions"} kind
 * @param {number} index
 * @param {string} label
 * @param {Choices} choices
 * @param {string} current
 */
function statusButtons(teller, told, kind, index, label, choices, current) {
  const number = told.numbers[kind]?.[index];
  const { quote } = told.story[kind][index];
  return el(
    "div",
    { class: "st-status", role: "group", "aria-label": label },
    ...choices.map(([value, name]) =>
      el(
        "button",
        {
          type: "button",
          "data-key": `${kind}.${number}.status.${value}`,
          "data-status": value,
          "aria-pressed": String(value === current),
          onclick: () => teller.correct(kind, number, quote, { status: value }),
        },
        name,
      ),
    ),
  );
}

/**
 * @param {Teller} teller
 * @param {Told} told
 * @param {Kind} kind
 * @param {number} index
 * @param {string} name
 * @param {string} label
 * @param {Choices} choices
 * @param {string} current
 */
function choice(teller, told, kind, index, name, label, choices, current) {
  const number = told.numbers[kind]?.[index];
  const { quote } = told.story[kind][index];
  const select = el(
    "select",
    {
      "data-key": `${kind}.${number}.${name}`,
      onchange: () => teller.correct(kind, number, quote, { [name]: select.value }),
    },
    ...choices.map(([value, said]) => el("option", { value, selected: value === current }, said)),
  );
  return el("label", { class: "st-field" }, label, select);
}

/** @param {Teller} teller @param {Told} told @param {number} index @param {number | null} current */
function day(teller, told, index, current) {
  const { events: w } = teller.words;
  const shown = current === null ? "" : String(current >= 0 ? current + 1 : current);
  return field(teller, told, index, "day", w.day, w.day_hint, shown, { type: "number", step: 1 }, (text) => {
    const n = Number.parseInt(text, 10);
    return Number.isNaN(n) ? null : n > 0 ? n - 1 : n;
  });
}

/** @param {Teller} teller @param {Told} told @param {number} index @param {string} current */
function number(teller, told, index, current) {
  const { events: w } = teller.words;
  const box = field(teller, told, index, "count", w.count, w.count_hint, current, { type: "text", ...MAIL }, (t) => t);
  if (told.unread.includes(String(told.numbers.events?.[index])))
    box.append(el("p", { class: "st-doubt", role: "alert" }, w.unread));
  return box;
}

/**
 * @param {Teller} teller
 * @param {Told} told
 * @param {number} index
 * @param {string} name
 * @param {string} label
 * @param {string} hint
 * @param {string} value
 * @param {Record<string, unknown>} attributes
 * @param {(text: string) => unknown} meant
 */
function field(teller, told, index, name, label, hint, value, attributes, meant) {
  const id = uniqueId();
  const number = told.numbers.events?.[index];
  const { quote } = told.story.events[index];
  const input = el("input", {
    ...attributes,
    value,
    "data-key": `events.${number}.${name}`,
    "aria-describedby": id,
    onchange: () => teller.correct("events", number, quote, { [name]: meant(input.value) }),
  });
  return el("div", { class: "st-field" }, el("label", {}, label, input), el("small", { id }, hint));
}

/** @param {string} label @param {string} name */
function tag(label, name = "kind") {
  return el("span", { class: `guide-tag guide-tag--${name}` }, label);
}

/** @param {string | null} drawn SVG from the worker @param {string} caption @param {string} name */
function figure(drawn, caption, name) {
  if (!drawn) return null;
  const picture = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement;
  return el(
    "figure",
    { class: `guide-figure guide-figure--${name}` },
    document.importNode(picture, true),
    el("figcaption", {}, caption),
  );
}
