/** What is heard on one phone, as it is heard. */

import { el, fill } from "./dom.js";
import { callOf, captionsOf, labelOf, now } from "./store.js";
import { clock } from "./words.js";

const SHOWN = 80;

/** The log of a phone's call; new lines are read out by screen readers. */
export function captionLog(number, name) {
  const log = el("div", { class: "log", role: "log", tabindex: "0", "aria-label": `Heard by ${name}` });
  return { log, draw: () => draw(log, number) };
}

function draw(log, number) {
  const call = callOf(number);
  const rows = captionsOf(number).slice(-SHOWN).map((caption) => row(caption, call));
  if (call?.ended_at) rows.push(el("p", { class: "aside" }, ended(call)));
  if (!rows.length) rows.push(el("p", { class: "aside" }, "Nothing heard yet."));
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const grown = rows.length !== log.children.length || log.dataset.state !== call?.status;
  log.dataset.state = call?.status;
  append(log, rows);
  // A frame later: what is not on the page yet has no height.
  if (atEnd || grown) requestAnimationFrame(() => { log.scrollTop = log.scrollHeight; });
}

/** Keep the rows that stay as they are, so that only what is new is read out. */
function append(log, rows) {
  rows.forEach((fresh, place) => {
    const old = log.children[place];
    if (!old) {
      log.append(fresh);
      return;
    }
    if (old.className !== fresh.className) old.className = fresh.className;
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  });
  while (log.children.length > rows.length) log.lastChild.remove();
}

function row(caption, call) {
  const at = clock(caption.at - call.started_at);
  const words = caption.cut ? `${caption.heard} —` : caption.text;
  if (["tone", "note", "play"].includes(caption.kind)) {
    return el("p", { class: "aside" }, caption.kind === "note" ? `${at} · ${words}` : `${at} · ♪ ${words}`);
  }
  const mine = caption.who === "me";
  const text = caption.kind === "key" ? `${mine ? "You press" : "Key"} ${words}` : words;
  const speaker = mine ? "You" : caption.who === "other" ? labelOf(caption.speaker) : "Line";
  const current = !caption.cut && !call.ended_at && caption.at + caption.seconds > now();
  const kind = `${mine ? "me" : caption.who === "other" ? "other" : "line"}${current && !mine ? " now" : ""}`;
  const language = (caption.language || "").slice(0, 2) || null;
  return el("p", { class: kind }, el("small", {}, `${speaker} · ${at}`), el("span", { lang: language }, text));
}

function ended(call) {
  const how = { phone: "hung up here", carrier: "ended", api: "ended by the line", document: "the line hung up", weather: "cut off" };
  const status = call.status === "completed" ? "Call over" : `Call over (${call.status})`;
  return `${status}: ${how[call.ended_by] || "ended"}, ${clock(call.seconds)}`;
}

/** Texts of one phone, both ways. */
export function drawTexts(log, texts) {
  const rows = texts.map((text) => {
    const mine = text.direction === "out";
    const told = `${mine ? "You" : text.from} · ${text.status}${text.segments > 1 ? ` · ${text.segments} parts` : ""}`;
    const media = text.media.length ? ` [${text.media.length} picture]` : "";
    return el("p", { class: mine ? "out" : "in" }, el("small", {}, told), text.body + media);
  });
  if (!rows.length) rows.push(el("p", { class: "aside" }, "No texts yet."));
  fill(log, ...rows);
  log.scrollTop = log.scrollHeight;
}
