/** Add a phone, and say how somebody deals with calls and texts. */

import { post, remove } from "./api.js";
import { el, say } from "./dom.js";
import { labelOf, state, watch } from "./store.js";
import { number as written } from "./words.js";

const MOODS = [["manual", "Rings"], ["voicemail", "Voicemail"], ["declines", "Declines"], ["busy", "Busy"],
  ["no_answer", "Never answers"], ["off", "Switched off"], ["unreachable", "Unreachable"]];
const RECEIPTS = [["delivered", "Texts arrive"], ["sent", "No receipts"], ["undelivered:30003", "Texts fail"],
  ["undelivered:30006", "Landline"]];
// Carriers spell a hidden number in letters or, as an old keypad would, in digits.
const SHOWN = [["", "Number shown"], ["anonymous", "Number hidden"], ["+266696687", "Hidden, as digits"]];
const LONGEST = 20;

/** Fill the panel and keep it true. */
export function peoplePanel(panel) {
  const told = el("p", { class: "quiet", role: "status" });
  const everybody = el("div", {});
  panel.append(el("h2", {}, "Add a phone"), adding(told), told, el("h2", {}, "How they deal with calls and texts"), everybody);
  const draw = () => {
    everybody.replaceChildren(...[...state.phones.values()].map((phone) => habits(phone, told)));
  };
  watch("phones", draw);
}

function adding(told) {
  const number = el("input", { type: "tel", required: true, autocomplete: "off", placeholder: "+12025550148" });
  const label = el("input", { type: "text", maxlength: String(LONGEST), autocomplete: "off", placeholder: "A second caller" });
  const add = async (event) => {
    event.preventDefault();
    try {
      const made = await post("/phones", { number: e164(number.value), label: label.value.trim() });
      say(told, `${labelOf(made.number)} is there.`);
      number.value = label.value = "";
    } catch (error) {
      say(told, error.message);
    }
  };
  return el("form", { onsubmit: add },
    el("label", { class: "field" }, el("span", {}, "Number"), number),
    el("label", { class: "field" }, el("span", {}, "Name"), label),
    el("button", { type: "submit", class: "main" }, "Add"));
}

/** What a person writes, as +12025550148. */
function e164(text) {
  const digits = text.replace(/\D/g, "");
  if (digits.length < 10) throw new Error("A number has at least ten digits.");
  return text.trim().startsWith("+") || digits.length > 10 ? `+${digits}` : `+1${digits}`;
}

function habits(phone, told) {
  const change = (name) => async (event) => {
    await post("/phones", { number: phone.number, [name]: event.target.value }).catch((error) => say(told, error.message));
  };
  const choice = (name, words, options) => {
    const made = el("select", { "aria-label": `${phone.label || phone.number}: ${words}`, onchange: change(name) },
      ...options.map(([value, text]) => el("option", { value }, text)));
    made.value = phone[name];
    return made;
  };
  const away = async () => {
    await remove(`/phones/${encodeURIComponent(phone.number)}`);
    location.reload();
  };
  return el("div", {},
    el("h3", {}, phone.label || written(phone.number)),
    el("div", { class: "habits" }, choice("mood", "calls", MOODS), choice("texts_mood", "texts", RECEIPTS),
      choice("shows", "number", SHOWN), el("button", { type: "button", class: "fit", onclick: away, "aria-label": `Take away ${phone.label || phone.number}` }, "✕")));
}
