/** The page: phones side by side on a simulated network, and everything that goes over its wires. */

import { aloudSwitch, hush, speak } from "./aloud.js";
import { board } from "./board.js";
import { byId } from "./dom.js";
import { peoplePanel } from "./people.js";
import { phoneCard } from "./phone.js";
import { scenariosPanel } from "./scenarios.js";
import { settings } from "./settings.js";
import { beat, state, takers, unwatch, watch } from "./store.js";
import { follow } from "./stream.js";
import { tabs } from "./tabs.js";
import { tapePanel } from "./tape.js";
import { weatherPanel } from "./weather.js";

const BEAT = 500;

settings();
board();
tapePanel(byId("panel-tape"));
weatherPanel(byId("panel-weather"));
scenariosPanel(byId("panel-scenarios"));
peoplePanel(byId("panel-people"));
tabs(document.querySelector(".desk .tabs"));
aloudSwitch(byId("aloud"));

/** Cards that are there stay, with whatever is written in them. */
function drawPhones() {
  const place = byId("phones");
  const cards = new Map([...place.children].map((card) => [card.dataset.number, card]));
  for (const [number, card] of cards) {
    if (!state.phones.has(number)) {
      unwatch(`phone:${number}`);
      card.remove();
    }
  }
  for (const phone of state.phones.values()) if (!cards.has(phone.number)) place.append(phoneCard(phone));
}

const { caption, caption_cut: cut } = takers;
takers.caption = (heard) => {
  caption(heard);
  speak(heard);
};
takers.caption_cut = (heard) => {
  cut(heard);
  hush();
};
watch("phones", drawPhones);
setInterval(beat, BEAT);
follow();
