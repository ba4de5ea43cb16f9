// <honglinh-map>: a map of the catalogue's records for any page, with a list of
// the same records. It asks the public API only; no cookie, no tracking.
const home = new URL(import.meta.url).origin;
const sheet = 'url("./vendor/leaflet/leaflet.css")'.slice(5, -2);

const words = {
  vi: {
    label: "Bản đồ của danh mục", list: "Danh sách cùng nội dung", none: "Không có bản ghi nào.", failed: "Chưa tải được dữ liệu.", loading: "Đang tải…", nowhere: "chưa có toạ độ",
    show: "Xem trên bản đồ", reference: "Tham khảo, không phải ranh giới pháp lý.", all: "Mở bản đồ lớn", inn: "Phóng to", out: "Thu nhỏ", count: (n, of, at) => `${n} trong ${of} bản ghi, ${at} có toạ độ`,
    commune: (n, name) => `${name}: ${n} bản ghi chỉ biết theo xã, phường`, sources: "Nguồn bản đồ nền", more: "Xem tất cả", first: (n) => `${n} bản ghi đầu`, together: (n) => `${n} bản ghi gần nhau`,
    help: "Bản đồ: phím mũi tên để di chuyển, + và − để phóng to, thu nhỏ.",
  },
  en: {
    label: "Map of the catalogue", list: "The same as a list", none: "There are no records.", failed: "The data could not be loaded.", loading: "Loading…", nowhere: "no coordinates",
    show: "Show on the map", reference: "Reference, not a legal boundary.", all: "Open the large map", inn: "Zoom in", out: "Zoom out", count: (n, of, at) => `${n} of ${of} records, ${at} with coordinates`,
    commune: (n, name) => `${name}: ${n} records known by the commune only`, sources: "Base map sources", more: "See all", first: (n) => `the first ${n}`, together: (n) => `${n} records close together`,
    help: "Map: arrow keys move it, + and − zoom.",
  },
};

const css = `
:host{display:block;font:400 16px/1.5 var(--honglinh-font,system-ui,sans-serif);color:var(--honglinh-text,light-dark(#1A211E,#E8EEEA));background:var(--honglinh-ground,light-dark(#FFF,#19211E));border:1px solid var(--honglinh-line,light-dark(#D9D6CC,#33403B));border-radius:var(--honglinh-radius,6px);overflow:hidden;color-scheme:light dark}
:host([hidden]){display:none}
.map{height:var(--honglinh-height,340px);background:light-dark(#EEF3F2,#0D1412);z-index:0;position:relative}
.foot{display:flex;flex-wrap:wrap;gap:0 16px;align-items:center;margin:0;padding:4px 12px;font-size:14px}
.foot strong{font-weight:600}
a{color:var(--honglinh-primary,light-dark(#0B5D4E,#74D4BB))}
.foot a,summary{display:inline-flex;align-items:center;min-height:44px}
summary{padding:0 12px;cursor:pointer;font-weight:600}
ol{margin:0;padding:0 12px 8px 40px;max-height:300px;overflow:auto}
li{padding:2px 0}li.on{font-weight:600}
li a{display:inline-block;padding:10px 0}
button{min-height:44px;padding:4px 12px;margin-left:8px;font:inherit;color:inherit;background:none;border:1px solid currentColor;border-radius:6px;cursor:pointer}
.muted{color:var(--honglinh-muted,light-dark(#55605A,#A9B5AF));font-weight:400}
:focus-visible{outline:3px solid var(--honglinh-primary,light-dark(#0B5D4E,#74D4BB));outline-offset:-3px}
.pin{stroke:light-dark(#FFF,#101614);stroke-width:1;fill:light-dark(#0B5D4E,#74D4BB)}
.shape{fill-opacity:.2;stroke-width:2;stroke:light-dark(#0B5D4E,#74D4BB);fill:light-dark(#0B5D4E,#74D4BB)}
/*kinds.pins*/
.outline{fill:none;stroke:light-dark(#8F9686,#5A6A62);stroke-width:1.2}
.commune{fill:light-dark(#A5431C,#F0A080);stroke:light-dark(#A5431C,#F0A080);stroke-width:1.5}
.count span{display:grid;place-items:center;width:100%;height:100%;box-sizing:border-box;border-radius:50%;font-size:13px;font-weight:600;background:light-dark(#FFFFFFF0,#19211EF0);border:2px solid light-dark(#46586A,#B5C4D2);color:light-dark(#1A211E,#E8EEEA)}
.group span{background:light-dark(#0B5D4E,#74D4BB);color:light-dark(#FFF,#101614);border-color:light-dark(#FFF,#101614)}
.leaflet-container{font:inherit;background:light-dark(#EEF3F2,#0D1412)}
.leaflet-bar a.leaflet-control-zoom-in,.leaflet-bar a.leaflet-control-zoom-out{width:44px;height:44px;line-height:44px}
.icon{background:none;border:0}`;

const shapes = /*kinds.shapes*/{};
const dot = /*kinds.dot*/"";
// own tells whether a record has a place of its own; the middle of a commune that stands for it is none.
const own = (f) => f.geometry && !(f.properties.geometry_quality === "centroid" && f.properties.kind !== "unit");
const asked = ["q", "kind", "topic", "place"];

const el = (tag, props = {}, ...children) => {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...children);
  return e;
};

class HonglinhMap extends HTMLElement {
  static observedAttributes = ["lang", "limit", ...asked];
  #round = 0;
  #map;
  #watch;

  connectedCallback() {
    if (!this.shadowRoot) {
      const look = new CSSStyleSheet(); // a policy against inline styles lets it through
      look.replaceSync(css);
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [look];
    }
    this.#load();
  }

  disconnectedCallback() {
    this.#round++;
    this.#watch?.disconnect();
    this.#map?.remove();
    this.#map = undefined;
  }

  attributeChangedCallback(_, before, after) {
    if (this.isConnected && this.shadowRoot && before !== after) this.#load();
  }

  get words() { return words[this.#lang]; }
  get #lang() { return (this.getAttribute("lang") || this.closest("[lang]")?.lang || "vi").startsWith("en") ? "en" : "vi"; }

  #query(extra) {
    const v = new URLSearchParams(extra);
    for (const name of asked) if (this.getAttribute(name)) v.set(name, this.getAttribute(name));
    return v;
  }

  async #load() {
    const round = ++this.#round, w = this.words, root = this.shadowRoot;
    this.#watch?.disconnect();
    this.#map?.remove();
    this.#map = undefined;
    const status = el("span", { textContent: w.loading });
    status.setAttribute("role", "status");
    const stage = el("div", { className: "map", tabIndex: 0 });
    stage.setAttribute("role", "region");
    stage.setAttribute("aria-label", `${w.label}. ${w.help}`);
    const list = el("ol");
    root.replaceChildren(el("link", { rel: "stylesheet", href: new URL(sheet, import.meta.url).href }), stage,
      el("p", { className: "foot" }, status, el("strong", { textContent: w.reference }), el("a", { href: `${home}/${this.#lang}/map?${this.#query()}`, textContent: w.all }), el("a", { href: `${home}/${this.#lang}/map#map-credit`, textContent: w.sources })),
      el("details", { open: this.hasAttribute("list") }, el("summary", { textContent: w.list }), list));
    this.dataset.state = "loading";
    const limit = Math.min(Math.max(parseInt(this.getAttribute("limit"), 10) || 100, 1), 100);
    try {
      const get = (path, v) => fetch(`${home}/api/v1/${path}?${v}`).then((a) => (a.ok ? a.json() : Promise.reject(new Error(a.status))));
      const [any, spread, units] = await Promise.all([get("search.geojson", this.#query({ lang: this.#lang, limit })), get("search/map", this.#query({ lang: this.#lang })),
        get("search.geojson", new URLSearchParams({ kind: "unit", as_of: "today", limit: "100" })).catch(() => ({ features: [] })), import("./vendor/leaflet/leaflet.js")]);
      if (round !== this.#round) return;
      const found = any.features.filter(own).concat(any.features.filter((f) => !own(f))); // what can be shown leads
      status.textContent = found.length ? w.count(found.length, spread.total, spread.located) + (spread.listed < spread.total ? ` (${w.first(spread.listed)})` : "") : w.none;
      this.#draw(stage, list, found, units.features, spread);
      if (!spread.located && !spread.units.length) await this.#open(round); // else the map is on what was found
      this.dataset.state = found.length ? "ready" : "empty";
    } catch (err) {
      if (round !== this.#round) return;
      status.textContent = w.failed;
      this.dataset.state = "error";
      console.warn("honglinh-map", err);
    }
  }

  // the map opens where the catalogue says that its maps do
  async #open(round) {
    const whose = await fetch(`${home}/api/v1/site`).then((a) => (a.ok ? a.json() : {})).catch(() => ({}));
    if (round === this.#round && whose.middle) this.#map?.setView([whose.middle.lat, whose.middle.lon], whose.zoom || 11);
  }

  #draw(stage, list, features, units, spread) {
    const L = globalThis.leaflet, w = this.words, lang = this.#lang;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = (this.#map = L.map(stage, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomAnimation: !calm, fadeAnimation: !calm }).setView([16, 106.5], 5));
    L.control.zoom({ zoomInTitle: w.inn, zoomOutTitle: w.out }).addTo(map);
    const dark = getComputedStyle(stage).colorScheme.startsWith("dark") || matchMedia("(prefers-color-scheme: dark)").matches;
    L.tileLayer(`${home}/api/v1/basemap/drawing/{z}/{x}/{y}.svg?lang=${lang}&theme=${dark ? "dark" : "light"}`, { maxNativeZoom: 15, maxZoom: 18 }).addTo(map);
    L.geoJSON(units.filter((u) => u.geometry && /Polygon/.test(u.geometry.type)), { interactive: false, style: { className: "outline", stroke: true, color: "", fillColor: "" } }).addTo(map);
    const title = (p) => p.title?.[lang] || p.title?.[lang === "en" ? "vi" : "en"] || p.id;
    const href = (id) => `${home}/${lang}/${id}`;
    const link = (f) => el("a", { href: href(f.id), textContent: title(f.properties), lang: f.properties.title?.[lang] ? lang : lang === "en" ? "vi" : "en" });
    const group = L.featureGroup().addTo(map);
    for (const f of features) {
      const item = el("li", {}, link(f));
      list.append(item);
      if (!own(f)) {
        item.append(el("span", { className: "muted", textContent: ` (${w.nowhere})` }));
        continue;
      }
      const show = el("button", { type: "button", textContent: w.show });
      show.setAttribute("aria-label", `${w.show}: ${title(f.properties)}`);
      show.addEventListener("click", () => {
        list.querySelectorAll(".on").forEach((li) => li.classList.remove("on"));
        item.classList.add("on");
        const b = L.geoJSON(f).getBounds();
        map.fitBounds(b, { maxZoom: 14, animate: !calm });
        map.openPopup(el("p", {}, link(f)), b.getCenter());
      });
      item.append(show);
    }
    const most = Math.max(1, ...spread.units.map((c) => c.count));
    for (const c of spread.units) {
      const n = c.count, name = title({ title: c.name, id: c.id }), size = Math.min(26 + 2 * Math.sqrt(n), 48), said = w.commune(n, name);
      const here = features.filter((f) => !own(f) && f.properties.places?.some((p) => p.id === c.id)).slice(0, 8);
      const layer = L.featureGroup().addTo(group);
      if (c.outline) layer.addLayer(L.geoJSON(c.outline, { style: { className: "commune", color: "", fillColor: "", fillOpacity: 0.08 + (0.32 * n) / most } }));
      layer.addLayer(L.marker([c.point[1], c.point[0]], { title: said, alt: said, icon: L.divIcon({ className: "count", iconSize: [size, size], html: `<span>${n}</span>` }) }));
      layer.bindPopup(() => el("div", {}, el("p", { textContent: said }), ...here.map((f) => el("p", {}, link(f))), el("p", {}, el("a", { href: `${home}/${lang}/map?${this.#query({ place: c.code || c.id })}`, textContent: w.more }))));
    }
    if (spread.located) this.#marks(map, calm);
    const box = L.latLngBounds(spread.units.map((c) => [c.point[1], c.point[0]]));
    if (spread.bbox) box.extend([spread.bbox[1], spread.bbox[0]]).extend([spread.bbox[3], spread.bbox[2]]);
    for (const l of group.getLayers()) box.extend(l.getBounds());
    // A map made in a hidden tab has no size: it looks at its content when it is shown.
    const look = () => box.isValid() && map.fitBounds(box, { maxZoom: spread.units.length ? 12 : 14, padding: [24, 24], animate: false });
    let seen = stage.clientWidth > 0;
    look();
    this.#watch = new ResizeObserver(() => {
      if (!stage.clientWidth) return;
      map.invalidateSize({ animate: false });
      if (!seen) look();
      seen = true;
    });
    this.#watch.observe(stage);
  }

  // marks draws all that was found, tile by tile: one mark stands for those that would cover each other.
  #marks(map, calm) {
    const L = globalThis.leaflet, w = this.words, layer = L.featureGroup().addTo(map), kept = new Map(), v = this.#query({ lang: this.#lang });
    const tile = (path) => kept.get(path) || kept.set(path, fetch(`${home}/api/v1/search/tiles/${path}.geojson?${v}`).then((a) => (a.ok ? a.json() : { features: [] })).catch(() => ({ features: [] }))).get(path);
    const link = (p) => el("p", {}, el("a", { href: `${home}/${this.#lang}/${p.record}`, textContent: p.title, lang: p.lang || this.#lang }));
    let turn = 0;
    const draw = async () => {
      const mine = ++turn, z = Math.max(0, map.getZoom() - 1), n = 2 ** z, b = map.getBounds(), wanted = [];
      const clip = (x) => Math.max(0, Math.min(n - 1, Math.floor(x * n)));
      const row = (lat) => clip(0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI));
      for (let x = clip(b.getWest() / 360 + 0.5); x <= clip(b.getEast() / 360 + 0.5); x++) for (let y = row(b.getNorth()); y <= row(b.getSouth()); y++) wanted.push(tile(`${z}/${x}/${y}`));
      const got = new Map((await Promise.all(wanted)).flatMap((t) => t.features).map((f) => [f.geometry.type + f.properties.n, f]));
      if (mine !== turn || !this.#map) return;
      layer.clearLayers();
      for (const f of got.values()) {
        const p = f.properties, many = p.count > 1, title = many ? w.together(p.count) : p.title;
        const icon = many ? { className: "count group", iconSize: [32, 32], html: `<span>${p.count}</span>` } : { className: "icon", iconSize: [24, 24], html: `<svg viewBox="-8 -8 16 16" width="24" height="24" aria-hidden="true"><path class="pin ${shapes[p.kind] ? p.kind : ""}" d="${shapes[p.kind] || dot}"/></svg>` };
        const mark = L.geoJSON(f, { style: { className: `shape ${p.kind}`, color: "", fillColor: "" }, pointToLayer: (_, at) => L.marker(at, { keyboard: many, title, alt: title, icon: L.divIcon(icon) }) }).addTo(layer);
        if (many && p.apart) mark.on("click", () => map.fitBounds([[p.south, p.west], [p.north, p.east]], { padding: [40, 40], animate: !calm }));
        else mark.bindPopup(() => el("div", {}, ...(p.members ? JSON.parse(p.members) : [p]).map(link), ...(p.count > 20 ? [el("p", { textContent: w.first(20) })] : [])));
      }
    };
    map.on("moveend", draw);
  }
}

customElements.get("honglinh-map") || customElements.define("honglinh-map", HonglinhMap);
