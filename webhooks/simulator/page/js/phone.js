/** One phone on the page: its name and state, a side for calls and a side for texts. */

import { callSide } from "./callside.js";
import { el, say } from "./dom.js";
import { callOf, state, textsOf, watch } from "./store.js";
import { tabs } from "./tabs.js";
import { textSide } from "./textside.js";
import { number as written, state as inWords } from "./words.js";

/** The card of a phone; it keeps itself up to date. */
export function phoneCard(phone) {
  const id = `phone-${phone.number.replace(/\D/g, "")}`;
  const name = el("h2", { id: `${id}-name` }, phone.label || written(phone.number));
  const card = el("section", { class: "phone", id, "aria-labelledby": `${id}-name`, tabindex: "-1", "data-number": phone.number });
  const pill = el("span", { class: "pill" });
  const refused = el("p", { class: "hint refused", role: "alert", hidden: true });
  const attempt = attempting(refused);
  const [calls, texts] = [callSide(card, phone, attempt), textSide(phone, attempt)];
  const badge = el("span", { class: "badge", hidden: true });
  const sides = sideTabs(id, [["Call", calls.side, null], ["Texts", texts.side, badge]]);
  card.append(
    el("header", {}, name, pill, el("p", { class: "number" }, written(phone.number))),
    sides, calls.side, texts.side, refused);
  const seen = { texts: textsOf(phone.number).length };
  const draw = () => {
    drawHead(card, pill, name, phone.number);
    calls.draw();
    texts.draw();
    drawBadge(badge, seen, texts.side, phone.number);
  };
  watch(`phone:${phone.number}`, draw);
  texts.side.addEventListener("shown", draw);
  draw();
  return card;
}

function drawHead(card, pill, name, number) {
  const phone = state.phones.get(number);
  if (!phone) return;
  const call = phone.call ? callOf(number) : null;
  card.dataset.state = phone.state;
  card.dataset.joined = String(Boolean(call?.joined_with.length));
  say(pill, inWords(phone, call));
  say(name, phone.label || written(number));
}

function drawBadge(badge, seen, side, number) {
  const came = textsOf(number).filter((text) => text.direction === "in").length;
  if (!side.hidden) seen.texts = came;
  const fresh = Math.max(0, came - seen.texts);
  badge.hidden = fresh === 0;
  say(badge, fresh ? String(fresh) : "");
}

function sideTabs(id, sides) {
  const list = el("div", { class: "sides", role: "tablist", "aria-label": "Sides" });
  sides.forEach(([words, side, badge], place) => {
    side.id = `${id}-${side.dataset.side}`;
    side.setAttribute("role", "tabpanel");
    side.setAttribute("aria-labelledby", `${side.id}-tab`);
    list.append(el("button", {
      type: "button", role: "tab", id: `${side.id}-tab`, "aria-controls": side.id,
      "aria-selected": String(place === 0), tabindex: place === 0 ? "0" : "-1",
    }, words, badge));
  });
  tabs(list, (panel) => panel.dispatchEvent(new Event("shown")));
  return list;
}

/** Runs an act; what the network refuses is said on the phone, until something succeeds. */
function attempting(place) {
  return async (work) => {
    try {
      await work();
      place.hidden = true;
    } catch (error) {
      place.textContent = error.message.split("\n")[0];
      place.hidden = false;
    }
  };
}
