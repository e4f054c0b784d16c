// Small helps on top of pages that work without them: ticking times, the lock after idle minutes.
(() => {
  "use strict";

  // The lock: whoever walks away leaves a blank page, not a record (45 CFR 164.312(a)(2)(iii)).
  const idle = Number(document.body.dataset.idleSeconds || 0) * 1000;
  let last = Date.now();
  let told = Date.now();
  const awake = () => {
    last = Date.now();
    if (idle && last - told > 60000) {
      told = last;
      fetch("/still-here", { redirect: "manual" }).catch(() => {});
    }
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, awake, { passive: true });
  }
  const lockIfIdle = () => {
    if (idle && Date.now() - last > idle) {
      const form = document.querySelector("form[data-lock]");
      document.body.replaceChildren(...(form ? [form] : []));
      if (form) { form.hidden = true; form.submit(); } else { location.reload(); }
    }
  };

  // "in 4 min" counts down in place; the words come from the page, so any language works.
  const words = () => document.getElementById("time-words")?.dataset;
  const span = (w, s) => {
    if (s < 60) return w.seconds.replace("{count}", Math.floor(s));
    if (s < 5400) return w.minutes.replace("{count}", Math.round(s / 60));
    if (s < 172800) return w.hours.replace("{count}", Math.round(s / 3600));
    return w.days.replace("{count}", Math.round(s / 86400));
  };
  const tick = () => {
    lockIfIdle();
    const w = words();
    if (!w) return;
    for (const time of document.querySelectorAll("time.left")) {
      const s = (Date.parse(time.dateTime) - Date.now()) / 1000;
      const text = (s >= 0 ? w.left : w.late).replace("{span}", span(w, Math.abs(s)));
      if (time.textContent !== text) time.textContent = text;
      time.classList.toggle("left-late", s < 0);
    }
  };
  setInterval(tick, 1000);
  addEventListener("visibilitychange", tick);

  // Whatever changes is told on one stream; regions of the page then ask for themselves. A hidden page lets
  // the stream go: a browser opens only six connections to us, and many tabs must not starve the one in use.
  const address = document.querySelector("main")?.dataset.stream;
  let stream = null;
  const refresh = () => window.htmx?.trigger(document.body, "console:change");
  const listen = () => {
    if (!address || !window.EventSource) return;
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream || stream.readyState === EventSource.CLOSED) {
      stream = new EventSource(address);
      stream.addEventListener("change", refresh);
      // What changed since the page was made, or between two streams, was told to nobody: every hello asks once.
      stream.addEventListener("hello", refresh);
    }
  };
  addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { stream?.close(); stream = null; });
  listen();

  // One tap is one act: a second one on the same form waits for the answer to the first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") {
      form.dataset.sent = "1";
      setTimeout(() => { delete form.dataset.sent; }, 5000);
    }
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
