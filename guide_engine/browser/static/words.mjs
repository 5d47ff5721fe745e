// The words of knowledge/LANG/ui.toml and tell.toml, fetched once.

/** @import {Words} from "./types.d.ts" */

const HERE = new URL(".", import.meta.url);

/** @type {Map<string, Promise<Words>>} */
const wordsOf = new Map();

/** @param {string} lang @param {"ui" | "tell"} table */
export function loadWords(lang, table = "ui") {
  const file = `${table}.${lang}.json`;
  const known = wordsOf.get(file) ?? fetch(new URL(file, HERE)).then((response) => response.json());
  wordsOf.set(file, known);
  return known;
}
