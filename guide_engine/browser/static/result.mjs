// One diagnosis as DOM: headline, questions, what to do, what the notice says, the lines that prove it.

import { el, fill, MAIL, uniqueId } from "./dom.mjs";
import { message } from "./message.mjs";
import { tools } from "./tools.mjs";

/** @import {Action, Diagnosis, Notice, Question, Scene, View} from "./types.d.ts" */

const MOST = 20; // recipients told of in full
const URGENCIES = ["now", "this-week", "watch"];

/**
 * @param {Diagnosis} diagnosis
 * @param {View} view
 * @param {Scene} scene
 * @returns {HTMLElement[]}
 */
export function result(diagnosis, view, scene) {
  return [
    headline(diagnosis, view, scene),
    homeBox(diagnosis, view, scene),
    questions(diagnosis.questions, view.why, scene),
    actions(diagnosis.actions, view.sources, scene),
    notice(diagnosis, view, scene),
    proof(diagnosis, view, scene),
    warnings(diagnosis.warnings, scene),
    tools(diagnosis, view, scene),
  ].filter((part) => part !== null);
}

/**
 * @param {string} title
 * @param {string} name
 * @param {...import("./dom.mjs").Child} children
 */
export function section(title, name, ...children) {
  const id = uniqueId();
  return el("section", { class: `bc-part bc-${name}`, "aria-labelledby": id }, el("h3", { id }, title), ...children);
}

/** @param {Diagnosis} diagnosis @param {View} view @param {Scene} scene */
function headline({ verdict, confidence }, { cause }, { words, sample }) {
  return el(
    "div",
    { class: "bc-headline", "data-verdict": verdict },
    sample && el("p", { class: "bc-note" }, words.result.sample),
    el("h2", { tabindex: "-1" }, cause.headline),
    el("p", { class: "bc-sure" }, `${words.result.confidence}${words.mark.colon}`, el("strong", {}, words.confidence[confidence])),
    el("p", {}, cause.meaning),
    cause.check && el("p", { class: "bc-check" }, cause.check),
  );
}

/** @param {Diagnosis} _ @param {View} view @param {Scene} scene */
function homeBox(_, view, { words, name }) {
  const id = uniqueId();
  const hint = uniqueId();
  const known = view.home.length > 0;
  const input = el("input", {
    id,
    type: "text",
    inputmode: "url",
    value: view.home_named ? view.home.join(" ") : "",
    "aria-describedby": hint,
    ...MAIL,
  });
  const form = el(
    "form",
    {
      class: "bc-home-form",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        name(input.value);
      },
    },
    el("label", { for: id }, words.home.label),
    input,
    el("button", { type: "submit" }, words.home.apply),
    el("small", { id: hint }, words.home.example),
  );
  if (!known) return section(words.home.title, "home bc-ask", el("p", {}, words.home.ask), form);
  const service = view.provider.name ?? view.home[0];
  return el(
    "details",
    { class: "bc-part bc-home" },
    el("summary", {}, `${words.home.title}${words.mark.colon}`, el("strong", MAIL, service)),
    el("p", {}, view.home_named ? words.home.named : words.home.found),
    el("ul", MAIL, ...view.home.map((host) => el("li", {}, host))),
    form,
  );
}

/**
 * What is still to be asked, one question at a time, and what was answered.
 * @param {Question[]} open
 * @param {Record<string, string>} why
 * @param {Scene} scene
 */
export function questions(open, why, { words, answered, answer }) {
  if (!open.length && !answered.length) return null;
  const given = answered.map(({ question, value }) =>
    el(
      "li",
      {},
      `${question.text} `,
      el("strong", {}, question.answers.find((choice) => choice.value === value)?.text ?? value),
      " ",
      el(
        "button",
        { type: "button", class: "bc-quiet", onclick: () => answer(question.id, null) },
        words.result.change,
      ),
    ),
  );
  const link = new URLSearchParams(answered.map(({ question, value }) => [question.id, value]));
  return section(
    open.length ? words.result.questions : words.result.answers,
    "questions",
    given.length > 0 && el("ul", { class: "bc-given" }, ...given),
    given.length > 0 && el("p", { class: "bc-source" }, el("a", { href: `#tree?${link}` }, words.result.share)),
    ...open
      .slice(0, 1)
      .map((question) =>
        el(
          "fieldset",
          { "data-question": question.id },
          el("legend", {}, question.text),
          why[question.id] && el("p", { class: "bc-why" }, why[question.id]),
          el(
            "div",
            { class: "bc-choices" },
            ...question.answers.map(({ value, text }) =>
              el("button", { type: "button", value, onclick: () => answer(question.id, value) }, text),
            ),
          ),
        ),
      ),
  );
}

/**
 * The steps in order, by urgency, in word and colour.
 * @param {Action[]} steps
 * @param {View["sources"]} sources
 * @param {Scene} scene
 */
export function actions(steps, sources, { words }) {
  if (!steps.length) return null;
  const groups = URGENCIES.map((urgency) => ({ urgency, own: steps.filter((step) => step.urgency === urgency) }));
  const before = (/** @type {string} */ urgency) => steps.findIndex((step) => step.urgency === urgency);
  return section(
    words.result.next,
    "actions",
    ...groups
      .filter(({ own }) => own.length)
      .map(({ urgency, own }) => {
        const word = el("span", { class: "bc-urgency", "data-urgency": urgency }, words.urgency[urgency]);
        const list = el("ol", { start: before(urgency) + 1 }, ...own.map((step) => action(step, sources, words)));
        // what is not for now is folded, so that a frightened reader sees the end of the list
        return urgency === URGENCIES[0]
          ? el("div", {}, el("h4", {}, word), list)
          : el("details", {}, el("summary", {}, word, ` ${fill(words.result.steps, { n: own.length })}`), list);
      }),
  );
}

/** @param {Action} step @param {View["sources"]} sources @param {Scene["words"]} words */
function action({ id, title, why, source }, sources, words) {
  return el(
    "li",
    { "data-action": id },
    el("label", {}, el("input", { type: "checkbox", value: id, class: "bc-tick" }), " ", el("strong", {}, title)),
    why && el("p", {}, why),
    source && sources[source] && el("p", { class: "bc-source" }, cited(sources[source], words)),
  );
}

/** @param {View["sources"][string]} source @param {Scene["words"]} words */
function cited({ text, foreign }, { result: w, mark }) {
  return `${w.source}${mark.colon}${text}${foreign ? `${mark.open}${w.foreign}${mark.close}` : ""}`;
}

/** @param {Diagnosis} diagnosis @param {View} view @param {Scene} scene */
function notice({ reporter, returned }, view, { words }) {
  const { result: w, relation, mark } = words;
  const reached = view.notice.filter((one) => one.reached);
  const failed = view.notice.filter((one) => !one.reached);
  const pairs = (/** @type {[string, string | null | undefined][]} */ rows) =>
    el(
      "dl",
      {},
      ...rows.filter(([, value]) => value).flatMap(([term, value]) => [el("dt", {}, term), el("dd", MAIL, value)]),
    );
  return section(
    w.notice,
    "notice",
    el(
      "p",
      {},
      `${w.said_by}${mark.colon}`,
      reporter.host && el("span", MAIL, reporter.host),
      reporter.host ? `${mark.open}${relation[reporter.relation]}${mark.close}` : relation[reporter.relation],
    ),
    !view.notice.length && el("p", {}, w.nobody),
    ...[
      { title: w.not_reached, rows: failed },
      { title: w.reached, rows: reached },
    ]
      .filter(({ rows }) => rows.length)
      .flatMap(({ title, rows }) => [
        el("h4", {}, title),
        el("ul", { class: "bc-recipients" }, ...rows.slice(0, MOST).map((row) => recipient(row, words))),
        rows.length > MOST &&
          el(
            "details",
            {},
            el("summary", {}, `+${rows.length - MOST}`),
            el("ul", MAIL, ...rows.slice(MOST).map((row) => el("li", {}, row.address ?? "?"))),
          ),
      ]),
    view.lines.length > 0 && el("h4", {}, w.lines),
    view.lines.length > 0 &&
      el(
        "dl",
        { class: "bc-lines" },
        ...view.lines.flatMap(({ quote, text }) => [el("dt", { lang: "en", ...MAIL }, quote), el("dd", {}, text)]),
      ),
    returned &&
      el(
        "details",
        {},
        el("summary", {}, w.returned),
        pairs([
          [w.from, returned.from],
          [w.to, returned.to],
          [w.subject, returned.subject],
          [w.date, returned.date],
        ]),
      ),
  );
}

/** @param {Notice} one @param {Scene["words"]} words */
function recipient(one, { result: w, mark }) {
  const code = [one.reply_code, one.status].filter(Boolean).join(" ");
  return el(
    "li",
    {},
    el("strong", { class: "bc-address", ...MAIL }, one.address ?? "?"),
    !one.reached && el("span", { class: "bc-reason" }, one.words.title ?? one.reason),
    !one.reached && el("p", {}, [one.words.meaning, one.words.fault].filter(Boolean).join(mark.sentence)),
    (one.host || code) &&
      el(
        "p",
        { class: "bc-source", ...MAIL },
        [one.host && `${w.refused_by}${mark.colon}${one.host}`, code && `${w.code}${mark.colon}${code}`]
          .filter(Boolean)
          .join(" / "),
      ),
    one.diagnostic && el("p", { class: "bc-said", lang: "en", ...MAIL }, one.diagnostic),
  );
}

/** @param {Diagnosis} diagnosis @param {View} view @param {Scene} scene */
function proof(diagnosis, view, scene) {
  const { words } = scene;
  const placed = diagnosis.evidence.some((one) => one.line !== null);
  const loose = diagnosis.evidence
    .map((one, index) => ({ one, said: view.evidence[index] }))
    .filter(({ one }) => !one.line);
  return section(
    words.result.proof,
    "proof",
    el("p", {}, placed ? words.result.proof_hint : words.result.proof_none),
    loose.length > 0 &&
      el(
        "ul",
        { class: "bc-loose" },
        ...loose.map(({ one, said }) =>
          el(
            "li",
            {},
            el("q", MAIL, one.quote),
            ` ${said.text ?? one.id} `,
            el("em", {}, words.layer[one.forgeable ? "forgeable" : "firm"]),
          ),
        ),
      ),
    scene.text && message(diagnosis.evidence, view, scene),
  );
}

/** @param {string[]} said @param {Scene} scene */
export function warnings(said, { words }) {
  if (!said.length) return null;
  return section(words.result.warnings, "warnings", el("ul", {}, ...said.map((one) => el("li", {}, one))));
}

/**
 * From answers alone, without a mail.
 * @param {any} found what view.walk returns
 * @param {Scene} scene
 */
export function walked(found, scene) {
  const { cause, verdict, actions: steps, sources } = found;
  const why = Object.fromEntries(found.questions.map((/** @type {any} */ one) => [one.id, one.why]));
  return [
    el(
      "div",
      { class: "bc-headline", "data-verdict": verdict },
      el("p", { class: "bc-note" }, scene.words.result.link),
      el("h2", { tabindex: "-1" }, cause.headline),
      el("p", {}, cause.meaning),
      cause.check && el("p", { class: "bc-check" }, cause.check),
    ),
    questions(found.questions, why, scene),
    actions(steps, sources, scene),
  ].filter((part) => part !== null);
}
