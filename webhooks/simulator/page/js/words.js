/** How numbers, times and states are written. */

/** +12025550147 as (202) 555-0147. */
export function number(e164) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : e164;
}

/** Seconds as 0:42. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** What a phone's pill says. */
export function state(phone, call) {
  if (phone.state === "idle") return "free";
  if (phone.state === "ringing") return call && call.status === "queued" ? "being called" : "rings";
  if (phone.state === "calling") return "calling";
  if (call && call.joined_with.length) return "joined";
  return call && call.queue ? "waits" : "on the line";
}

/** What the carrier asks for or answers, in one or two words. */
const purposes = {
  voice: "call comes in", action: "next step", whisper: "whisper", wait: "waiting room", queue_url: "queue",
  status: "call status", amd: "machine?", sms: "text comes in", sms_status: "text status", fallback: "fallback",
  recording: "recording", conference: "conference", partial: "words so far",
};

const ORDERS = { Calls: ["places a call", "changes a call", "looks at calls", "removes a call"],
  Messages: ["sends a text", "empties a text", "looks at texts", "removes a text"] };

/** What a request is for: a webhook's purpose, or what the service asks of the carrier. */
export function deed(entry) {
  if (entry.kind !== "rest") return purposes[entry.purpose] || entry.purpose;
  const [, thing, one] = /\/Accounts\/[^/]+\/(\w+)(\/[^?]+)?/.exec(entry.url) || [];
  const words = ORDERS[thing];
  if (!words) return thing ? thing.toLowerCase() : "account";
  return words[{ GET: 2, DELETE: 3 }[entry.method] ?? (one ? 1 : 0)];
}

/** `1 request`, `2 requests`. */
export const counted = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
