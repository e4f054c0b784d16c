/** Speaks what is heard, where the browser can. Nothing ever waits for a voice to end. */

import { state } from "./store.js";

const FASTEST = 4;
let on = false;

/** Bring the switch to life; without voices in the browser it goes. */
export function aloudSwitch(box) {
  if (!("speechSynthesis" in window)) {
    box.closest("label").hidden = true;
    return;
  }
  box.addEventListener("change", () => {
    on = box.checked;
    if (!on) speechSynthesis.cancel();
  });
}

/** Speak a caption that has just begun. */
export function speak(caption) {
  if (!on || caption.who === "me" || !["say", "speech"].includes(caption.kind)) return;
  const words = new SpeechSynthesisUtterance(caption.text);
  words.lang = caption.language || "en-US";
  words.rate = Math.min(FASTEST, Math.max(1, state.speed));
  speechSynthesis.speak(words);
}

/** What was cut off is not spoken to its end. */
export function hush() {
  if (on) speechSynthesis.cancel();
}
