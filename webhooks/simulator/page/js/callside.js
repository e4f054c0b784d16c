/** The side of a phone where one calls: what to do next, the keys, and words to say. */

import { act } from "./api.js";
import { captionLog } from "./captions.js";
import { el, say } from "./dom.js";
import { byKeyboard, keypad } from "./keypad.js";
import { callOf, labelOf, state } from "./store.js";
import { number as written } from "./words.js";

/** The parts of the side and how to draw them. `attempt` runs what the person wants and shows a refusal. */
export function callSide(card, phone, attempt) {
  const number = phone.number;
  const heard = captionLog(number, phone.label || number);
  const press = (keys) => attempt(() => act(number, "press", { keys, when: "now" }));
  const pad = keypad(press);
  const hint = el("p", { class: "hint" });
  const acts = el("div", { class: "row acts" });
  const speech = speechRow(number, attempt);
  byKeyboard(card, (key) => onCall(number) && press(key));
  const side = el("div", { class: "side", "data-side": "call" }, heard.log, hint, acts, speech, pad);
  const draw = () => {
    const here = state.phones.get(number);
    const call = here.call ? callOf(number) : null;
    heard.draw();
    say(hint, hintOf(here, call));
    acting(acts, here, attempt);
    speech.hidden = pad.hidden = here.state !== "talking" && here.state !== "calling";
  };
  return { side, draw };
}

const onCall = (number) => ["talking", "calling"].includes(state.phones.get(number)?.state);

function hintOf(phone, call) {
  if (phone.state === "ringing") return `Call from ${call ? written(call.from) : "somebody"}`;
  if (!call) return phone.mood === "manual" ? "" : `This phone acts by itself: ${phone.mood.replace("_", " ")}.`;
  if (call.joined_with.length) return `Talking with ${call.joined_with.map(labelOf).join(" and ")}`;
  if (call.queue) return "Waiting for a person";
  if (call.listening) return call.listening.input.includes("speech") ? "Listens for keys and words" : "Listens for keys";
  return "";
}

/** The buttons that fit the moment; they are made anew only when the moment changes. */
function acting(row, phone, attempt) {
  const moment = `${phone.state}${state.lines.length}`;
  if (row.dataset.moment === moment) return;
  const focused = row.contains(document.activeElement);
  row.dataset.moment = moment;
  const button = (words, kind, what, body) =>
    el("button", { type: "button", class: kind, onclick: () => attempt(() => act(phone.number, what, body)) }, words);
  if (phone.state === "ringing") row.replaceChildren(button("Answer", "main", "answer"), button("Decline", "stop", "decline"));
  else if (phone.state === "idle") row.replaceChildren(...dialling(phone, attempt));
  else row.replaceChildren(button("Hang up", "stop", "hang_up"));
  if (focused) row.querySelector("button")?.focus();
}

function dialling(phone, attempt) {
  const lines = state.lines.map((line) => el("option", { value: line.number }, written(line.number)));
  const choice = el("select", { "aria-label": "Line to call" }, ...lines);
  const call = () => attempt(() => act(phone.number, "dial", { to: choice.value }));
  return [choice, el("button", { type: "button", class: "main fit", onclick: call, disabled: !lines.length }, "Call")];
}

function speechRow(number, attempt) {
  const words = el("input", { type: "text", "aria-label": "Words to say", placeholder: "Say something…", autocomplete: "off" });
  const speak = (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return;
    words.value = "";
    attempt(() => act(number, "say", { text, when: "now" }));
  };
  return el("form", { class: "row", onsubmit: speak }, words, el("button", { type: "submit", class: "fit" }, "Say"));
}

