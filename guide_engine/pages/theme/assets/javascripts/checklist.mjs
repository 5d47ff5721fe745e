// Lets the ticks of a page's checklists be remembered, with the button that the checker's own lists have.

const { ticks } = await import(new URL("../../../assets/guide/ticks.mjs", import.meta.url).href);

function equip() {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".guide-actions"))) {
    if (list.querySelector(".bc-remember")) continue;
    const { remember = "", forget = "" } = list.dataset;
    list.append(ticks(list, { remember, forget }));
  }
}

// instant navigation brings new pages without running their scripts again
const pages = /** @type {{ document$?: { subscribe(then: () => void): void } }} */ (globalThis).document$;
if (pages) pages.subscribe(equip);
else equip();
