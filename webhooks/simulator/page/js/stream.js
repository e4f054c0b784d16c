/** Keeps the store true: reads everything once, then follows the network's events; begins again when it was away. */

import { get } from "./api.js";
import { byId } from "./dom.js";
import { begin, state, takers } from "./store.js";

const PATIENCE = 1000;

/** Read everything and follow. */
export async function follow() {
  try {
    const [found, calls, texts, tape] = await Promise.all([
      get("/state"), get("/calls"), get("/texts"), get("/tape?last=200"),
    ]);
    const recent = newest(calls.calls);
    const heard = await Promise.all(recent.map((call) => get(`/calls/${call.sid}`)));
    begin(found, heard, texts.texts, tape.tape);
    state.since ||= found.last_event;
    trouble("");
    listen(found.last_event);
  } catch {
    away();
  }
}

/** The last call of every phone: older ones are not shown. */
function newest(calls) {
  return [...new Map(calls.map((call) => [call.phone, call])).values()];
}

function listen(since) {
  const source = new EventSource(`/sim/events?since=${since}`);
  for (const [name, take] of Object.entries(takers)) {
    source.addEventListener(name, (event) => take(JSON.parse(event.data)));
  }
  const again = () => {
    source.close();
    follow();
  };
  source.addEventListener("reset", again);
  source.addEventListener("error", () => {
    source.close();
    away();
  });
}

function away() {
  trouble("The network does not answer. This page tries again by itself.");
  setTimeout(follow, PATIENCE);
}

/** Say what is wrong, or that nothing is. */
export function trouble(words) {
  const place = byId("trouble");
  place.hidden = !words;
  place.textContent = words;
}
