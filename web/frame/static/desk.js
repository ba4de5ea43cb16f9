// Quickens the editorial desk: passkeys, which browsers have for scripts only, and saving by
// itself. Everything else of the desk works without.

// Passkeys: the form's button asks the server what to ask for, then the device, and sends its answer.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    (form.closest("section") || form).hidden = true;
    continue;
  }
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const failed = form.querySelector("[role=alert]");
    failed.hidden = true;
    try {
      const res = await fetch(form.dataset.ask, { method: "POST", body: new URLSearchParams(form.elements.token ? { token: form.elements.token.value } : {}) });
      if (!res.ok) throw new Error(`status ${res.status}`);
      const { token, options } = await res.json();
      const made = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.ceremony.value = token;
      form.elements.answer.value = JSON.stringify(made);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}

// Autosave: some seconds after the last change, and when the page is left. What somebody else changed in
// the same field is not overwritten: the page says so, and the button shows both.
const form = document.querySelector("form[data-autosave]");
if (form) {
  const said = form.querySelector("[data-said]");
  let waiting = 0, changed = false;
  const save = async () => {
    if (!changed) return;
    changed = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("auto", "true");
    body.delete("corners"); // a table is taken with the button, so that a half one is not
    try {
      const res = await fetch(form.action, { method: "POST", body, keepalive: true });
      const answer = await res.json();
      if (!res.ok) throw new Error(answer.said || said.dataset.failed);
      form.elements.rev.value = answer.rev;
      said.textContent = `${said.dataset.saved} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`;
    } catch (err) {
      said.textContent = err instanceof SyntaxError || err instanceof TypeError ? said.dataset.failed : err.message;
    }
  };
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, 5000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    changed = false;
  });
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
}
