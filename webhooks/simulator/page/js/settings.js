/** Speed, and dark or light. */

import { put } from "./api.js";
import { byId, say } from "./dom.js";
import { state, watch } from "./store.js";

const SPEEDS = [1, 2, 4, 8, 16, 32];

/** Bring the bar to life. */
export function settings() {
  const [dial, shown] = [byId("speed"), byId("speed-now")];
  const name = (place) => `${SPEEDS[place]} ×`;
  dial.max = String(SPEEDS.length - 1);
  dial.addEventListener("input", () => say(shown, name(dial.value)));
  dial.addEventListener("change", () => put("/speed", { speed: SPEEDS[dial.value] }));
  watch("speed", () => {
    const place = SPEEDS.findLastIndex((speed) => speed <= state.speed);
    dial.value = String(Math.max(0, place));
    dial.setAttribute("aria-valuetext", `${state.speed} times as fast`);
    say(shown, `${Math.round(state.speed * 10) / 10} ×`);
  });
  theme(byId("theme"));
}

function theme(button) {
  const root = document.documentElement;
  const kept = localStorage.getItem("theme");
  if (kept) root.dataset.theme = kept;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
}
