/** Who is on the line with whom, in words, as lines between the phones, and as a way to each phone. */

import { byId, el, fill } from "./dom.js";
import { callOf, labelOf, state, watch } from "./store.js";
import { state as inWords } from "./words.js";

/** Keep the board true. */
export function board() {
  const draw = () => {
    drawLinks();
    drawJumps();
    drawWires();
  };
  for (const topic of ["board", "phones", "all"]) watch(topic, draw);
  new ResizeObserver(drawWires).observe(byId("phones"));
  byId("jumps").addEventListener("click", (event) => {
    const card = document.getElementById(event.target.closest("button")?.dataset.to);
    card?.scrollIntoView({ block: "nearest", inline: "center" });
    card?.focus({ preventScroll: true });
  });
}

const live = () => [...state.phones.values()].filter((phone) => phone.call).map((phone) => [phone, callOf(phone.number)]);

/** Each pair once. */
function pairs() {
  const found = new Map();
  for (const [phone, call] of live()) {
    for (const other of call?.joined_with || []) found.set([phone.number, other].sort().join(), [phone.number, other]);
  }
  return [...found.values()];
}

function drawLinks() {
  const rows = pairs().map(([one, other]) => el("li", { class: "joined" }, `${labelOf(one)} ⇄ ${labelOf(other)}`));
  for (const [phone, call] of live()) {
    if (call?.joined_with.length) continue;
    const words = inWords(phone, call);
    const kind = phone.state === "ringing" ? "rings" : call?.queue ? "waits" : null;
    rows.push(el("li", { class: kind }, `${labelOf(phone.number)} ${{ waits: "waits in line", calling: "is calling" }[words] || (words === "on the line" ? "is on the line" : words)}`));
  }
  if (!rows.length) rows.push(el("li", {}, "Nobody is on the line"));
  fill(byId("links"), ...rows);
}

function drawJumps() {
  const buttons = [...state.phones.values()].map((phone) =>
    el("button", { type: "button", "data-to": `phone-${phone.number.replace(/\D/g, "")}`, "data-state": phone.state }, labelOf(phone.number)));
  fill(byId("jumps"), ...buttons);
}

function drawWires() {
  const wires = byId("wires");
  const ground = wires.getBoundingClientRect();
  const drawn = pairs().flatMap(([one, other]) => wire(ground, middle(one), middle(other)));
  wires.replaceChildren(...drawn);
}

function middle(number) {
  return document.querySelector(`#phone-${number.replace(/\D/g, "")} .pill`)?.getBoundingClientRect();
}

function wire(ground, from, to) {
  if (!from || !to) return [];
  const [x1, y1] = [from.left + from.width / 2 - ground.left, from.top - ground.top];
  const [x2, y2] = [to.left + to.width / 2 - ground.left, to.top - ground.top];
  const lift = Math.min(y1, y2) - 26;
  const shape = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  return [
    shape("path", { d: `M${x1},${y1} C${x1},${lift} ${x2},${lift} ${x2},${y2}` }),
    shape("circle", { cx: x1, cy: y1, r: 5 }), shape("circle", { cx: x2, cy: y2, r: 5 }),
  ];
}
