// Quickens the editorial desk: passkeys, which browsers have for scripts only, saving by
// itself, the place on a map, and the cells of a table. Everything else of the desk works without.

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

// The cells of a table: up and down go to the cell above and below, and what is copied from a
// spreadsheet fills the cells to the right and below. The form is sent with its button.
const grid = document.querySelector("[data-grid]");
if (grid) {
  const cells = (row) => [...row.querySelectorAll("td")];
  const control = (cell) => cell?.querySelector("input, select, textarea");
  const place = (el) => [el.closest("tr"), cells(el.closest("tr")).indexOf(el.closest("td"))];
  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches("input:not([type=date])") || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const [row, column] = place(event.target);
    const next = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    const to = next && control(cells(next)[column]);
    if (to) {
      event.preventDefault();
      to.focus();
    }
  });
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!event.target.matches("input, textarea") || !/[\t\n]/.test(text) || (event.target.matches("textarea") && !text.includes("\t"))) return;
    event.preventDefault();
    let [row, column] = place(event.target);
    for (const line of text.split(/\r?\n/)) {
      line.split("\t").forEach((value, i) => {
        const to = row && control(cells(row)[column + i]);
        if (to) to.value = value;
      });
      row = row?.nextElementSibling;
    }
  });
}

// The place on a map: a click fills the coordinates in, and the map shows them. The edges of the
// picture are even in longitude and in the latitude of Web Mercator.
const map = document.querySelector("[data-point]");
if (map) {
  const lat = document.getElementById("f-lat"), lon = document.getElementById("f-lon");
  const up = (degrees) => Math.asinh(Math.tan((degrees * Math.PI) / 180));
  let asked = 0;
  const show = async (zoom, middle) => {
    const mine = ++asked;
    const q = new URLSearchParams({ view: `${zoom}/${middle[1].toFixed(5)}/${middle[0].toFixed(5)}`, lon: lon.value, lat: lat.value });
    const res = await fetch(`${map.dataset.point}?${q}`);
    if (!res.ok || mine !== asked) return;
    const { svg, West, South, East, North, Zoom } = await res.json();
    map.querySelector("svg").outerHTML = svg;
    Object.assign(map.dataset, { west: West, south: South, east: East, north: North, zoom: Zoom });
  };
  const middle = () => {
    const { west, south, east, north } = map.dataset;
    const y = (up(+south) + up(+north)) / 2;
    return [(+west + +east) / 2, (Math.atan(Math.sinh(y)) * 180) / Math.PI];
  };
  map.addEventListener("click", (event) => {
    const by = event.target.closest("[data-by]");
    if (by) {
      show(Math.min(16, Math.max(6, +map.dataset.zoom + +by.dataset.by)), lon.value && lat.value ? [+lon.value, +lat.value] : middle());
      return;
    }
    const svg = event.target.closest("svg");
    if (!svg) return;
    const box = svg.getBoundingClientRect(), { west, south, east, north, zoom } = map.dataset;
    const y = up(+north) + ((event.clientY - box.top) / box.height) * (up(+south) - up(+north));
    lon.value = (+west + ((event.clientX - box.left) / box.width) * (east - west)).toFixed(6);
    lat.value = ((Math.atan(Math.sinh(y)) * 180) / Math.PI).toFixed(6);
    lon.dispatchEvent(new Event("input", { bubbles: true }));
    show(+zoom, middle());
  });
}
