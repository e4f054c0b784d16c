/** All that the page knows of the network, and who wants to be told when it changes. */

const KEPT_TAPE = 600;
const watchers = new Map();

export const state = {
  phones: new Map(), calls: new Map(), captions: new Map(), texts: new Map(), lines: [], tape: [],
  weather: {}, speed: 1, at: 0, read: 0, since: 0, faults: 0,
};

/** Call `watcher` after every change of a topic: phones, phone:+1…, tape, weather, speed, all. */
export function watch(topic, watcher) {
  watchers.set(topic, [...(watchers.get(topic) || []), watcher]);
}

/** Nobody wants to be told of a topic any more. */
export const unwatch = (topic) => watchers.delete(topic);

function tell(...topics) {
  for (const topic of topics) for (const watcher of watchers.get(topic) || []) watcher();
}

/** Simulated seconds now. */
export const now = () => state.at + ((performance.now() - state.read) / 1000) * state.speed;

/** The call that is on a phone, or its last one. */
export function callOf(number) {
  const calls = [...state.calls.values()].filter((call) => call.phone === number);
  const phone = state.phones.get(number);
  return calls.find((call) => phone && call.sid === phone.call) || calls.at(-1);
}

export const captionsOf = (number) => state.captions.get(callOf(number)?.sid) || [];
export const textsOf = (number) => [...(state.texts.get(number)?.values() || [])];
export const labelOf = (number) => state.phones.get(number)?.label || number;

/** Begin with everything that the network says about itself. */
export function begin(found, calls, texts, tape) {
  for (const name of ["phones", "calls", "captions", "texts"]) state[name].clear();
  Object.assign(state, { lines: found.lines, weather: found.weather, faults: found.faults, tape });
  pace(found.at, found.speed);
  for (const phone of found.phones) state.phones.set(phone.number, phone);
  for (const call of calls) {
    state.calls.set(call.sid, call);
    state.captions.set(call.sid, call.captions || []);
  }
  for (const text of texts) keep(text.direction === "in" ? text.to : text.from, text);
  tell("phones", "tape", "weather", "speed", "all", ...[...state.phones.keys()].map((number) => `phone:${number}`));
}

function pace(at, speed) {
  Object.assign(state, { at, speed, read: performance.now() });
}

function keep(number, text) {
  if (!state.texts.has(number)) state.texts.set(number, new Map());
  state.texts.get(number).set(text.sid, text);
}

/** A call takes its phone and lets go of it; the network tells of a phone itself only when it rings or is free. */
function occupy(call) {
  const phone = state.phones.get(call.phone);
  if (!phone || (phone.call && phone.call !== call.sid)) return;
  const before = call.direction === "inbound" ? "calling" : "ringing";
  const busy = call.ended_at === null;
  phone.call = busy ? call.sid : null;
  phone.state = busy ? (call.status === "in-progress" ? "talking" : before) : "idle";
}

/** What each event of the stream changes. */
export const takers = {
  phone(phone) {
    const known = state.phones.has(phone.number);
    state.phones.set(phone.number, phone);
    tell(`phone:${phone.number}`, known ? "board" : "phones");
  },
  call(call) {
    state.calls.set(call.sid, call);
    occupy(call);
    tell(`phone:${call.phone}`, "board");
  },
  caption(caption) {
    const all = state.captions.get(caption.call) || [];
    all.push(caption);
    state.captions.set(caption.call, all);
    tell(`phone:${caption.phone}`, "heard");
  },
  caption_cut({ call, phone, i, heard }) {
    const caption = (state.captions.get(call) || []).find((each) => each.i === i);
    if (caption) Object.assign(caption, { cut: true, heard });
    tell(`phone:${phone}`, "heard");
  },
  text(text) {
    keep(text.phone, text);
    tell(`phone:${text.phone}`);
  },
  tape(entry) {
    state.tape.push(entry);
    if (state.tape.length > KEPT_TAPE) state.tape.splice(0, state.tape.length - KEPT_TAPE);
    tell("tape");
  },
  weather(weather) {
    state.weather = weather;
    tell("weather");
  },
  speed({ speed }) {
    pace(now(), speed);
    tell("speed");
  },
  fault(fault) {
    state.faults += fault.expected ? 0 : 1;
    tell("fault:new", "tape");
  },
};


/** Draw again every phone that is in use: what is being said now is soon over. */
export function beat() {
  for (const phone of state.phones.values()) if (phone.call) tell(`phone:${phone.number}`);
}
