// The words of knowledge/LANG/ui.toml, fetched once.

/** @import {Words} from "./types.d.ts" */

const HERE = new URL(".", import.meta.url);

/** @type {Map<string, Promise<Words>>} */
const wordsOf = new Map();

/** @param {string} lang */
export function loadWords(lang) {
  const known = wordsOf.get(lang) ?? fetch(new URL(`ui.${lang}.json`, HERE)).then((response) => response.json());
  wordsOf.set(lang, known);
  return known;
}
