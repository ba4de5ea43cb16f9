// Quickens the editorial desk: passkeys, which browsers have for scripts only. Everything else
// of the desk works without.

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
