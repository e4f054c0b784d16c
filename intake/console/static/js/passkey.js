// Passkeys: the browser makes or uses one, and an ordinary form carries the answer.
(() => {
  "use strict";
  // A passkey belongs to a name; on a bare address a browser refuses to make one.
  if (!window.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) return;

  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asked = (o) => {
    o.challenge = bytes(o.challenge);
    if (o.user) o.user.id = bytes(o.user.id);
    for (const list of [o.allowCredentials, o.excludeCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return { publicKey: o };
  };

  const answered = (c) => {
    const r = c.response;
    const response = { clientDataJSON: text(r.clientDataJSON) };
    if (r.attestationObject) response.attestationObject = text(r.attestationObject);
    if (r.authenticatorData) response.authenticatorData = text(r.authenticatorData);
    if (r.signature) response.signature = text(r.signature);
    if (r.userHandle) response.userHandle = text(r.userHandle);
    return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, response,
      clientExtensionResults: c.getClientExtensionResults() });
  };

  const run = async (form) => {
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    const reply = await fetch(form.dataset.options, { method: "POST", body });
    if (!reply.ok) throw new Error("no challenge");
    const begun = await reply.json();
    const options = asked(JSON.parse(begun.options));
    const made = form.dataset.passkey === "create"
      ? await navigator.credentials.create(options)
      : await navigator.credentials.get(options);
    form.elements.token.value = begun.token;
    form.elements.credential.value = answered(made);
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const error = form.querySelector(".error");
      error.hidden = true;
      run(form).catch(() => { error.textContent = form.dataset.failed; error.hidden = false; });
    }, true);
  }
})();
