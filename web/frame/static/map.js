// The map page: a map that moves in place of the server's drawing, tools on it,
// and new answers put into the page without loading it anew. Without this file
// the page works by links and forms.
import { lineKm, circle } from "./map-geo.js";

const stage = document.getElementById("map");
const status = document.getElementById("map-status");
const tools = document.getElementById("map-tools");
const bar = document.getElementById("map-draw");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let data = JSON.parse(document.getElementById("map-data").textContent);
const words = data.words;
let map = null;
let quiet = true; // the map moves by our doing, not the reader's
let serial = 0;

const say = (text) => { status.textContent = text; };
const fill = (text, value) => text.replace("{0}", value);
const number = (x, digits) => new Intl.NumberFormat(data.lang, { maximumFractionDigits: digits }).format(x);
const length = (km) => (km < 1 ? fill(words.m, number(km * 1000, 0)) : fill(words.km, number(km, km < 10 ? 2 : 1)));
const short = (x) => +x.toFixed(5);

// address changes parameters of the page's address; null takes one away.
function address(changes) {
  const u = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) u.searchParams.delete(name);
    else u.searchParams.set(name, value);
  }
  return u;
}

// Answers: fetched as the page itself and put into this one.
const swapped = ["map-chips", "results", "map-legend", "map-layers", "map-moves", "map-note", "map-image", "map-drawing"];

async function visit(url, { push = true, fit = true } = {}) {
  const mine = ++serial;
  const list = document.getElementById("results");
  list.classList.add("busy");
  say(words.searching);
  let next;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return location.assign(url); // the page that says what is wrong
    next = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    list.classList.remove("busy");
    return say(words.failed);
  }
  if (mine !== serial) return;
  if (push) history.pushState(null, "", url);
  take(next);
  data = JSON.parse(next.getElementById("map-data").textContent);
  learned.clear();
  map?.show(data);
  if (fit && map) moved(() => map.fit(data));
  say(document.getElementById("results-h").textContent);
}

function take(next) {
  const focused = document.activeElement;
  const lost = swapped.some((id) => document.getElementById(id)?.contains(focused));
  for (const id of swapped) {
    const fresh = next.getElementById(id);
    if (fresh) document.getElementById(id).replaceWith(fresh);
  }
  const hidden = (form) => form.querySelectorAll("input[type=hidden]");
  const here = document.querySelector("form.search"), there = next.querySelector("form.search");
  hidden(here).forEach((i) => i.remove());
  here.append(...hidden(there));
  here.querySelector("input[name=q]").value = there.querySelector("input[name=q]").value;
  document.title = next.title;
  document.querySelector("a.switch").href = next.querySelector("a.switch").href;
  if (lost) document.getElementById("results").focus({ preventScroll: true });
}

const ours = (url) => url.origin === location.origin && url.pathname === location.pathname;

document.addEventListener("click", (e) => {
  const show = e.target.closest("[data-show]");
  if (show) return pick(+show.dataset.show, true);
  const copy = e.target.closest("[data-copy-url]");
  if (copy) return share(copy);
  if (e.target.closest("[data-print-map]")) return print();
  const link = e.target.closest("a[href]");
  if (!link || !map || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  const url = new URL(link.href);
  if (!ours(url) || url.hash || !link.closest(".atlas, #map-chips")) return;
  e.preventDefault();
  url.searchParams.delete("view");
  visit(url);
});

document.addEventListener("submit", (e) => {
  const form = e.target;
  if (!map || form.method !== "get" || !ours(new URL(form.action))) return;
  e.preventDefault();
  const layers = form.id === "map-layers";
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value !== "") url.searchParams.append(name, value);
  if (layers) tidyLayers(url);
  else url.searchParams.delete("view");
  visit(url, { fit: !layers });
});

document.addEventListener("change", (e) => {
  if (map && e.target.form?.id === "map-layers") e.target.form.requestSubmit();
});

// tidyLayers drops the "none" that stands for an empty form.
function tidyLayers(url) {
  const chosen = url.searchParams.getAll("layers").filter((id) => id !== "none");
  url.searchParams.set("layers", chosen.join(",") || "none");
  const view = new URL(location.href).searchParams.get("view");
  if (view) url.searchParams.set("view", view);
}

addEventListener("popstate", () => { if (map) visit(location.href, { push: false }); });

async function share(button) {
  const text = button.textContent;
  await navigator.clipboard.writeText(location.href);
  button.textContent = button.dataset.copyUrl;
  say(button.dataset.copyUrl);
  setTimeout(() => { button.textContent = text; }, 2000);
}

// print puts the server's drawing of what is seen now into the page, since a live map does not print.
async function print() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("map-drawing").replaceWith(next.getElementById("map-drawing"));
  } catch {
    say(words.failed); // the drawing of the last search is printed
  }
  window.print();
}

// pick marks a record in the list and on the map.
function pick(n, fromList) {
  for (const li of document.querySelectorAll(".hits > li")) li.classList.toggle("picked", +li.dataset.n === n);
  if (fromList) {
    moved(() => map.pick(n, popup([n])));
    stage.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  } else document.getElementById(`r${n}`)?.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
}

for (const [event, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(event, (e) => {
    const li = e.target.closest?.(".hits > li");
    if (li && map) map.near(+li.dataset.n, on);
  });
}

const element = (tag, props, ...children) => {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...children);
  return e;
};

// unitsPopup tells of units and the first records that are known by each only.
function unitsPopup(all) {
  const units = all.slice(0, 8); // of those that lie together, most have one or two
  const box = element("div", { className: "popup" });
  for (const u of units) {
    const list = element("ul", {});
    const show = (records) => list.replaceChildren(...records.map((r) => element("li", {}, element("a", { href: r.url, textContent: r.title, lang: r.lang || data.lang }))));
    const most = units.length > 1 ? 3 : 6;
    const here = data.found.features.filter((f) => !f.geometry && f.properties.units.includes(u.id)).slice(0, most).map((f) => f.properties);
    show(here);
    if (here.length < Math.min(u.count, most)) { // the page lists a part of what was found: the search itself knows the others
      fetch(u.records).then((a) => (a.ok ? a.json() : Promise.reject(new Error(a.status)))).then((a) => {
        const title = (t) => t[data.lang] || t.vi || t.en;
        show(a.items.slice(0, most).map(({ record: r }) => ({ url: `/${data.lang}/${r.id}`, title: title(r.title), lang: r.title[data.lang] ? data.lang : "vi" })));
      }).catch((err) => console.warn("unit", err));
    }
    box.append(element("section", {}, element("h3", { textContent: u.title, lang: u.lang || data.lang }), element("p", { className: "kind", textContent: fill(words.in_unit, u.text) }), list,
      element("p", {}, element("a", { href: u.url, textContent: words.narrow }))));
  }
  return box;
}

// Records whose marks came in tiles, by number: the page does not list them.
const learned = new Map();
function learn(list) {
  for (const p of list) learned.set(p.n, { ...p, id: p.record, url: `/${data.lang}/${p.record}` });
  return list.map((p) => p.n);
}
const known = (n) => data.found.features.find((f) => f.properties.n === n)?.properties || learned.get(n);

// popup tells of records at one place, with their links; count is of all that are there.
function popup(numbers, count = numbers.length) {
  const box = document.createElement("div");
  box.className = "popup";
  if (count > numbers.length) box.append(element("p", { className: "kind", textContent: fill(words.first_of, number(numbers.length, 0)).replace("{1}", number(count, 0)) }));
  for (const n of numbers) {
    const p = known(n);
    const kind = Object.assign(document.createElement("p"), { className: "kind", textContent: [p.kindLabel, p.status].filter(Boolean).join(" · ") });
    const head = document.createElement("h3");
    const link = Object.assign(document.createElement("a"), { href: p.url, textContent: p.title });
    if (p.lang) link.lang = p.lang;
    head.append(link);
    box.append(kind, head);
    if (p.fields?.length) {
      const list = element("dl", {});
      for (const f of p.fields) list.append(element("dt", { textContent: f.label }), element("dd", { textContent: f.value }));
      box.append(list);
    }
  }
  return box;
}

function moved(fn) {
  quiet = true;
  fn();
}

// Drawing and measuring, by pointer or by keys at the map's centre.
let mode = "";
let corners = [];
const modes = { polygon: words.drawing_polygon, circle: words.drawing_circle, measure: words.measuring };

function begin(name) {
  mode = mode === name ? "" : name;
  corners = [];
  for (const b of tools.querySelectorAll("[aria-pressed]")) b.setAttribute("aria-pressed", String(b.dataset.tool === mode));
  bar.hidden = !mode;
  map.drawing(!!mode);
  sketch();
  if (mode) {
    say(modes[mode]);
    map.focus();
  }
}

function sketch() {
  const text = document.getElementById("map-draw-text");
  let line = corners;
  let note = modes[mode] || "";
  if (mode === "circle" && corners.length === 2) {
    line = circle(corners[0], lineKm(corners));
    note = fill(words.radius, length(lineKm(corners)));
  } else if (mode === "measure" && corners.length > 1) note = fill(words.measured, length(lineKm(corners)));
  text.textContent = note;
  map.sketch(corners, line, mode !== "measure");
}

function corner(point) {
  if (!mode) return;
  if (mode === "circle" && corners.length === 2) corners.pop();
  corners.push(point.map(short));
  sketch();
  say(mode !== "polygon" && corners.length > 1 ? document.getElementById("map-draw-text").textContent : fill(words.step, corners.length));
}

const unplaced = { bbox: null, polygon: null, near: null, radius: null, cursor: null, back: null };

function finish() {
  if (mode === "measure") {
    const total = lineKm(corners);
    mode = "";
    begin("");
    return say(fill(words.measured, length(total)));
  }
  if (mode === "polygon") {
    if (corners.length < 3) return say((document.getElementById("map-draw-text").textContent = words.needs_three));
    const ring = [...corners, corners[0]].map((c) => c.join(" ")).join(",");
    begin("polygon");
    return visit(address({ ...unplaced, view: null, polygon: `POLYGON((${ring}))` }));
  }
  if (mode === "circle" && corners.length === 2) {
    const [centre, km] = [corners[0], lineKm(corners)];
    begin("circle");
    visit(address({ ...unplaced, view: null, near: centre.join(","), radius: Math.max(+km.toFixed(3), 0.001) }));
  }
}

tools.addEventListener("click", (e) => {
  const tool = e.target.closest("[data-tool]")?.dataset.tool;
  if (!tool) return;
  if (tool === "area") visit(address({ ...unplaced, bbox: map.bounds().map(short).join(",") }), { fit: false });
  else begin(tool);
});

bar.addEventListener("click", (e) => {
  const what = e.target.closest("[data-draw]")?.dataset.draw;
  if (what === "finish") finish();
  if (what === "cancel") begin(mode);
  if (what === "undo") {
    corners.pop();
    sketch();
  }
});

stage.addEventListener("keydown", (e) => {
  if (!mode || e.target.closest("button, a")) return;
  if (e.key === "Enter") corner(map.centre());
  else if (e.key === "Escape") begin(mode);
  else if (e.key === "Backspace") {
    corners.pop();
    sketch();
  } else return;
  e.preventDefault();
});

let later = 0;
const events = {
  corner,
  finish,
  learn,
  chosen(numbers, at, count) {
    pick(numbers[0], false);
    map.popup(at, popup(numbers, count));
  },
  unit(group) { map.popup(group.at, unitsPopup(group.units)); },
  // A click on the plain map offers what is known of the point.
  here(at, things = []) {
    const p = at.map(short);
    const box = Object.assign(document.createElement("div"), { className: "popup" });
    const seen = new Set();
    for (const t of things) {
      const id = t.record || t.id, fields = typeof t.fields === "string" ? JSON.parse(t.fields) : t.fields || [];
      if (seen.has(id) || seen.size === 6) continue;
      seen.add(id);
      const name = t.title || t[`title_${data.lang}`] || t.title_vi || t.title_en || id;
      box.append(element("h3", {}, element("a", { href: t.url || `/${data.lang}/${id}`, textContent: name, lang: t.lang || data.lang })));
      if (fields.length) box.append(element("dl", {}, ...fields.flatMap((f) => [element("dt", { textContent: f.label }), element("dd", { textContent: f.value })])));
    }
    if (seen.size) box.append(element("p", { className: "kind", textContent: words.reference }));
    box.append(Object.assign(document.createElement("p"), { textContent: `${p[1]}, ${p[0]}` }), Object.assign(document.createElement("a"), { href: `${data.here}?lon=${p[0]}&lat=${p[1]}`, textContent: words.here_title }));
    map.popup(at, box);
  },
  rested() {
    clearTimeout(later);
    if (quiet) {
      quiet = false;
      return;
    }
    later = setTimeout(() => {
      const [lon, lat] = map.centre();
      history.replaceState(null, "", address({ view: `${+map.zoom().toFixed(2)}/${short(lat)}/${short(lon)}` }));
    }, 250);
  },
  failed(layer) { say(fill(words.no_layer, layer)); },
};

// A machine without WebGL gets the small library; if nothing loads, the server's drawing stays.
async function start() {
  const able = !!document.createElement("canvas").getContext("webgl2");
  for (const [use, file] of [[able, () => import("./map-gl.js")], [true, () => import("./map-leaflet.js")]]) {
    if (!use) continue;
    try {
      const library = await file();
      map = await library.open(stage, data, events, calm.matches);
      stage.classList.add("live");
      map.resize();
      moved(() => map.fit(data));
      tools.hidden = false;
      document.getElementById("map-layers").querySelector("button").hidden = true;
      addEventListener("resize", () => map.resize());
      stage.dataset.ready = library.name;
      return;
    } catch (err) {
      stage.querySelector(".live-map")?.remove();
      stage.classList.remove("live");
      console.warn("map", err);
    }
  }
}

start();
