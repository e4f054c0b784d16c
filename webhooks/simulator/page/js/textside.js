/** The side of a phone where one texts. */

import { act } from "./api.js";
import { drawTexts } from "./captions.js";
import { el } from "./dom.js";
import { state, textsOf } from "./store.js";
import { number as written } from "./words.js";

/** The parts of the side and how to draw them. */
export function textSide(phone, attempt) {
  const number = phone.number;
  const log = el("div", { class: "log", role: "log", tabindex: "0", "aria-label": `Texts of ${phone.label || number}` });
  const choice = el("select", { "aria-label": "Line to text" });
  const words = el("input", { type: "text", "aria-label": "Text to send", placeholder: "Write a text…", autocomplete: "off" });
  const send = (event) => {
    event.preventDefault();
    const body = words.value.trim();
    if (!body) return;
    words.value = "";
    attempt(() => act(number, "text", { to: choice.value, body }));
  };
  const form = el("form", { class: "row", onsubmit: send }, words, el("button", { type: "submit", class: "main fit" }, "Send"));
  const side = el("div", { class: "side", "data-side": "texts", hidden: true }, log, choice, form);
  const draw = () => {
    drawTexts(log, textsOf(number));
    if (choice.options.length !== state.lines.length) {
      choice.replaceChildren(...state.lines.map((line) => el("option", { value: line.number }, `To ${written(line.number)}`)));
    }
  };
  return { side, draw };
}
