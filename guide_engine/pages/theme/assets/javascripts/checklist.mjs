// Lets the ticks of a page's checklists be remembered, with the button that the checker's own lists have,
// and one list be printed alone, with its heading: a page of a provider has up to six of them.

const { el } = await import(new URL("../../../assets/guide/dom.mjs", import.meta.url).href);
const { ticks } = await import(new URL("../../../assets/guide/ticks.mjs", import.meta.url).href);

/** @param {HTMLElement} list */
function printAlone(list) {
  let heading = list.previousElementSibling;
  while (heading && !/^H[1-6]$/.test(heading.tagName)) heading = heading.previousElementSibling;
  const folded = /** @type {HTMLDetailsElement[]} */ ([...list.querySelectorAll("details:not([open])")]);
  /** @param {boolean} alone */
  const set = (alone) => {
    list.parentElement?.classList.toggle("guide-alone", alone);
    for (const kept of [heading, list]) kept?.classList.toggle("guide-kept", alone);
    for (const reason of folded) reason.open = alone; // on a sheet of its own every step needs its reason
  };
  set(true);
  addEventListener("afterprint", () => set(false), { once: true });
  print();
}

function equip() {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".guide-actions"))) {
    if (list.querySelector(".bc-remember")) continue;
    const { remember = "", forget = "", print: alone = "" } = list.dataset;
    list.append(
      ticks(list, { remember, forget }),
      el("button", { type: "button", class: "bc-quiet", onclick: () => printAlone(list) }, alone),
    );
  }
}

// instant navigation brings new pages without running their scripts again
const pages = /** @type {{ document$?: { subscribe(then: () => void): void } }} */ (globalThis).document$;
if (pages) pages.subscribe(equip);
else equip();
