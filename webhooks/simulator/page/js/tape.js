/** Every webhook and every request of the service, with its answer, to be filtered and unfolded. */

import { get } from "./api.js";
import { el } from "./dom.js";
import { state, watch } from "./store.js";
import { clock, counted, deed } from "./words.js";

const SHOWN = 150;
const GROUPS = [["", "Everything"], ["webhook", "Webhooks"], ["rest", "Orders of the service"], ["status", "Status events"],
  ["sms", "Texts"], ["trouble", "Weather and errors"]];

/** Fill the panel and keep it true. */
export function tapePanel(panel) {
  const wanted = { group: "", word: "" };
  const choice = el("select", {}, ...GROUPS.map(([value, words]) => el("option", { value }, words)));
  const word = el("input", { type: "search", placeholder: "number or code" });
  const count = el("p", { class: "quiet", role: "status" });
  const list = el("ol", { class: "tape" });
  const draw = () => {
    const rows = state.tape.filter((entry) => fits(entry, wanted));
    const complaints = state.faults ? `, ${counted(state.faults, "complaint")} of the carrier` : "";
    count.textContent = counted(rows.length, "request") + complaints;
    show(list, rows.slice(-SHOWN).reverse());
  };
  choice.addEventListener("change", () => { wanted.group = choice.value; draw(); });
  word.addEventListener("input", () => { wanted.word = word.value.toLowerCase(); draw(); });
  panel.append(
    el("div", { class: "row" },
      el("label", { class: "field" }, el("span", {}, "Show"), choice),
      el("label", { class: "field" }, el("span", {}, "Find"), word)),
    count, list);
  watch("tape", later(draw));
}

/** At most one drawing a frame, however much comes in. */
function later(draw) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  };
}

function fits(entry, { group, word }) {
  const kinds = {
    "": true, webhook: entry.kind === "webhook", rest: entry.kind === "rest",
    status: ["status", "sms_status"].includes(entry.purpose), sms: entry.purpose.startsWith("sms"),
    trouble: entry.weather.length > 0 || failed(entry),
  };
  const text = `${entry.url} ${entry.status} ${deed(entry)} ${Object.values(entry.params).join(" ")}`;
  return kinds[group] && text.toLowerCase().includes(word);
}

const failed = (entry) => Boolean(entry.error) || entry.status === null || entry.status >= 400;

/** Rows that are there stay: an unfolded one remains unfolded. */
function show(list, entries) {
  const there = new Map([...list.children].map((row) => [row.dataset.i, row]));
  const rows = entries.map((entry) => there.get(String(entry.i)) || line(entry));
  if (rows.length !== list.children.length || rows.some((row, place) => row !== list.children[place])) list.replaceChildren(...rows);
}

function line(entry) {
  const what = `${entry.kind === "rest" ? "→" : "←"} ${deed(entry)}`;
  const rain = entry.weather.length ? el("span", { class: "rain" }, ` ${entry.weather.join(", ")}`) : null;
  const details = el("details", {},
    el("summary", {},
      el("span", {}, clock(entry.at)),
      el("span", { class: "what" }, el("b", {}, what), rain, ` ${brief(entry)}`),
      el("span", { class: failed(entry) ? "bad" : null }, entry.status === null ? "none" : String(entry.status)),
      el("span", {}, `${Math.round(entry.seconds * 1000)} ms`)));
  details.addEventListener("toggle", () => details.open && unfold(details, entry.i), { once: true });
  return el("li", { "data-i": String(entry.i) }, details);
}

const brief = (entry) => entry.params.CallStatus || entry.params.MessageStatus || entry.params.Digits && `keys ${entry.params.Digits}` || (entry.kind === "rest" ? "" : entry.method);

async function unfold(details, i) {
  const { tape: [entry] } = await get(`/tape?since=${i - 1}&limit=1`);
  if (!entry) return;
  const params = Object.entries(entry.params).map(([name, value]) => `${name}: ${value}`).join("\n");
  const wrong = entry.error ? `\n${entry.error}` : "";
  details.append(
    el("pre", {}, `${entry.method} ${entry.url}\nattempt ${entry.attempt}, ${entry.time}${wrong}\n\n${params}`),
    el("pre", {}, entry.body || "(an empty answer)"));
}
