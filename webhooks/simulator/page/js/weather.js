/** Switches for bad weather. */

import { patch, remove } from "./api.js";
import { el, say } from "./dom.js";
import { state, watch } from "./store.js";
import { trouble } from "./stream.js";

const SWITCHES = [
  ["Webhooks", [["doubled", "come twice"], ["delayed", "come late"], ["reordered", "come out of order"],
    ["dropped", "are lost"], ["read_timeout", "time out and are sent again"]]],
  ["The carrier's answers", [["rest_slow", "are slow"], ["rest_503", "say unavailable"], ["rest_429", "say too many"],
    ["rest_500_after", "fail after having called"], ["rest_dropped_after", "are lost after having called"]]],
];
const RAIN = { doubled: 0.5, delayed: 0.5, reordered: 0.4, rest_slow: 0.3, rest_503: 0.1 };
const STORM = { doubled: 1, delayed: 0.6, reordered: 0.8, read_timeout: 0.05, rest_slow: 0.5, rest_503: 0.2, rest_429: 0.2, rest_500_after: 0.1 };

/** Fill the panel and keep it true. */
export function weatherPanel(panel) {
  const throwing = (work) => work().catch((error) => trouble(error.message));
  const change = (switches) => throwing(() => patch("/weather", switches));
  const cut = el("input", { type: "checkbox", onchange: () => change({ cut: cut.checked }) });
  const now = el("p", { role: "status" });
  const dials = new Map();
  panel.append(
    now,
    el("div", { class: "row" },
      el("button", { type: "button", class: "main", onclick: () => change(RAIN) }, "Make it rain"),
      el("button", { type: "button", onclick: () => change(STORM) }, "Storm"),
      el("button", { type: "button", onclick: () => throwing(() => remove("/weather")) }, "Fair")),
    el("label", { class: "switch" }, cut, " Cut the network: nothing gets through"),
    ...SWITCHES.flatMap(([title, rows]) => [el("h3", {}, title), group(rows, dials, change)]));
  watch("weather", () => draw(now, cut, dials));
}

function group(rows, dials, change) {
  const place = el("div", { class: "weather" });
  for (const [name, words] of rows) {
    const id = `weather-${name}`;
    const dial = el("input", { type: "range", id, min: "0", max: "1", step: "0.05", value: "0", onchange: () => change({ [name]: Number(dial.value) }) });
    const shown = el("output", { for: id }, "0 %");
    dial.addEventListener("input", () => say(shown, percent(dial.value)));
    dials.set(name, [dial, shown]);
    place.append(el("label", { for: id }, words), dial, shown);
  }
  return place;
}

const percent = (share) => `${Math.round(share * 100)} %`;

function draw(now, cut, dials) {
  for (const [name, [dial, shown]] of dials) {
    dial.value = state.weather[name];
    say(shown, percent(state.weather[name]));
  }
  cut.checked = Boolean(state.weather.cut);
  const bad = [...dials.keys()].filter((name) => state.weather[name] > 0).length;
  say(now, cut.checked ? "The network is cut." : bad ? `It rains: ${bad} switches are thrown.` : "Fair weather.");
}
