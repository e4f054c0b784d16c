/** Makes elements; no text is ever taken for markup. */

/** An element with properties (`class`, `data-…`, `aria-…`, `on…` handlers) and children (elements or texts). */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/** Put these children in place of what was there, unless nothing differs: focus and readers stay undisturbed. */
export function fill(parent, ...children) {
  const fresh = el("div", {}, ...children);
  if (fresh.innerHTML !== parent.innerHTML) parent.replaceChildren(...fresh.childNodes);
}

/** Change a text only if it differs, so that a live region does not speak twice. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
