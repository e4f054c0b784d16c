/** Save what was just done, and play what was saved again to see what differs. */

import { get, post, remove } from "./api.js";
import { el, say } from "./dom.js";
import { state, watch } from "./store.js";

/** Fill the panel. */
export function scenariosPanel(panel) {
  const told = el("p", { class: "quiet", role: "status" });
  const list = el("ul", { class: "saved" });
  const again = el("button", { type: "button", onclick: () => rehearseAll(list, told, again) }, "Rehearse all of them");
  const refresh = () => showAll(list, again, told).catch((error) => say(told, error.message));
  panel.append(
    el("h2", {}, "Save what was just done"),
    el("p", { class: "quiet" }, "What everybody did and heard since the beginning becomes a file that tests can run. Numbers that were said stay open."),
    saving(told, refresh),
    told,
    el("h2", {}, "Saved"),
    el("p", { class: "quiet" }, "Every saved scenario is played on these phones against the service as it is now, and the first difference of each is told. What a draft of the script would change before it goes live is said in the console, under Script."),
    again, list);
  watch("all", refresh);
}

function saving(told, refresh) {
  const title = el("input", { type: "text", required: true, maxlength: "60", autocomplete: "off" });
  const save = async (event) => {
    event.preventDefault();
    try {
      const saved = await post("/scenarios", { title: title.value, since: state.since });
      title.value = "";
      await refresh();
      say(told, `Saved: ${saved.title}, ${saved.lines} lines.`);
    } catch (error) {
      say(told, error.message);
    }
  };
  const anew = async () => {
    state.since = (await get("/state")).last_event;
    say(told, "A new scenario begins here.");
  };
  return el("form", { onsubmit: save },
    el("label", { class: "field" }, el("span", {}, "Title"), title),
    el("div", { class: "row" },
      el("button", { type: "submit", class: "main" }, "Save"),
      el("button", { type: "button", onclick: anew }, "Begin anew here")));
}

async function showAll(list, again, told) {
  const { scenarios, folder } = await get("/scenarios");
  again.disabled = scenarios.length === 0;
  if (!folder) say(told, "This network was started without a folder for scenarios, so none can be saved.");
  list.replaceChildren(...scenarios.map((each) => item(each, () => showAll(list, again, told))));
}

function item(scenario, refresh) {
  const verdict = el("p", { class: "verdict", role: "status", hidden: true });
  const path = `/scenarios/${encodeURIComponent(scenario.name)}`;
  const play = el("button", { type: "button", class: "play", onclick: () => rehearse(path, play, verdict) }, "Replay");
  const forget = async () => {
    await remove(path);
    await refresh();
  };
  const row = el("li", {},
    el("p", { class: "title" }, scenario.title),
    el("p", { class: "quiet" }, scenario.problem || `${scenario.lines} lines: ${scenario.people.join(", ")}`),
    el("div", { class: "row" },
      play,
      el("a", { href: `/sim${path}`, download: `${scenario.name}.jsonl` }, "Download"),
      el("button", { type: "button", onclick: forget, "aria-label": `Delete ${scenario.title}` }, "Delete")),
    verdict);
  play.setAttribute("aria-label", `Replay ${scenario.title}`);
  if (scenario.problem) play.disabled = true;
  else row.rehearse = () => rehearse(path, play, verdict);
  return row;
}

/** Play one; what it did becomes part of no recording. Whether it came as saved. */
async function rehearse(path, button, verdict) {
  button.disabled = true;
  verdict.hidden = false;
  verdict.className = "verdict";
  say(verdict, "Playing …");
  try {
    const outcome = await post(`${path}/replay`);
    show(verdict, outcome);
    return outcome.passed;
  } catch (error) {
    say(verdict, error.message);
    return false;
  } finally {
    button.disabled = false;
  }
}

function show(verdict, outcome) {
  const notes = outcome.notes.map((note) => `\n${note}`).join("");
  verdict.className = `verdict ${outcome.passed ? "same" : "differs"}`;
  if (outcome.passed) {
    say(verdict, `As saved, in ${Math.round(outcome.seconds)} s.${notes}`);
    return;
  }
  verdict.replaceChildren(
    `Differs at line ${outcome.line} of ${outcome.lines}: ${outcome.expected}${notes}`,
    el("details", {}, el("summary", {}, "What came instead"), outcome.instead));
}

async function rehearseAll(list, told, again) {
  again.disabled = true;
  const rows = [...list.children].filter((row) => row.rehearse);
  let same = 0;
  for (const [place, row] of rows.entries()) {
    say(told, `Rehearsing ${place + 1} of ${rows.length} …`);
    same += await row.rehearse() ? 1 : 0;
  }
  say(told, `${same} of ${rows.length} as saved, ${rows.length - same} differ.`);
  again.disabled = false;
}
