/** Requests to the network; a refusal becomes an Error with the network's own words. */

async function ask(method, path, body) {
  const sent = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/sim${path}`, { method, ...sent });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error || found.instead || `the network answered ${answer.status}`);
  return found;
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
export const put = (path, body) => ask("PUT", path, body);
export const patch = (path, body) => ask("PATCH", path, body);
export const remove = (path) => ask("DELETE", path);

/** One phone does something: dial, answer, decline, press, say, hang_up, text. */
export const act = (number, what, body = {}) => post(`/phones/${encodeURIComponent(number)}/${what}`, body);
