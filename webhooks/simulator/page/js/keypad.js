/** The keys of a phone, by mouse, touch or keyboard. */

import { el } from "./dom.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const NAMES = { "*": "star", "#": "pound" };

/** Twelve keys; `press` is called with one of them. */
export function keypad(press) {
  const buttons = KEYS.map((key) =>
    el("button", { type: "button", "data-key": key, "aria-label": NAMES[key] ? `Key ${NAMES[key]}` : `Key ${key}`, onclick: () => press(key) }, key));
  return el("div", { class: "keys", role: "group", "aria-label": "Keypad" }, ...buttons);
}

/** Let the keyboard press keys while the focus is on the phone and nobody is writing. */
export function byKeyboard(card, press) {
  card.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, select, textarea");
    if (!writing && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS.includes(event.key)) {
      event.preventDefault();
      press(event.key);
    }
  });
}
