/** Tabs that work by mouse and by arrow keys. */

import { byId } from "./dom.js";

/** Bring a tablist to life; panels are named by `aria-controls`. */
export function tabs(list, shown = () => {}) {
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) show(list, tab, shown);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...list.querySelectorAll("[role=tab]")];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    event.preventDefault();
    next.focus();
    show(list, next, shown);
  });
}

function show(list, chosen, shown) {
  for (const tab of list.querySelectorAll("[role=tab]")) {
    const here = tab === chosen;
    tab.setAttribute("aria-selected", String(here));
    tab.tabIndex = here ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !here;
  }
  shown(byId(chosen.getAttribute("aria-controls")));
}
