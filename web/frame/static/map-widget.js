// <honglinh-map>: a map of the catalogue's records for any page, with a list of
// the same records. It asks the public API only; no cookie, no tracking.
const home = new URL(import.meta.url).origin;
const sheet = 'url("./vendor/leaflet/leaflet.css")'.slice(5, -2);

const words = {
  vi: {
    label: "Bản đồ của danh mục", list: "Danh sách cùng nội dung", none: "Không có bản ghi nào.", failed: "Chưa tải được dữ liệu.", loading: "Đang tải…", nowhere: "chưa có toạ độ",
    show: "Xem trên bản đồ", reference: "Tham khảo, không phải ranh giới pháp lý.", all: "Mở bản đồ lớn", inn: "Phóng to", out: "Thu nhỏ", count: (n, of, at) => `${n} trong ${of} bản ghi, ${at} có toạ độ`,
    commune: (n, name) => `${name}: ${n} bản ghi chỉ biết theo xã, phường`, sources: "Nguồn bản đồ nền", more: "Xem tất cả",
    help: "Bản đồ: phím mũi tên để di chuyển, + và − để phóng to, thu nhỏ.",
  },
  en: {
    label: "Map of the catalogue", list: "The same as a list", none: "There are no records.", failed: "The data could not be loaded.", loading: "Loading…", nowhere: "no coordinates",
    show: "Show on the map", reference: "Reference, not a legal boundary.", all: "Open the large map", inn: "Zoom in", out: "Zoom out", count: (n, of, at) => `${n} of ${of} records, ${at} with coordinates`,
    commune: (n, name) => `${name}: ${n} records known by the commune only`, sources: "Base map sources", more: "See all",
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
      const ask = (v) => fetch(`${home}/api/v1/search.geojson?${v}`).then((a) => (a.ok ? a.json() : Promise.reject(new Error(a.status))));
      const all = this.#query({ lang: this.#lang, limit }), placed = this.#query({ lang: this.#lang, limit, bbox: "-180,-90,180,90" });
      const list_ = fetch(`${home}/api/v1/units?as_of=${new Date().toISOString().slice(0, 10)}`).then((a) => (a.ok ? a.json() : { items: [] })).catch(() => ({ items: [] }));
      const [located, any, units, today] = await Promise.all([ask(placed), ask(all), ask(new URLSearchParams({ kind: "unit", as_of: "today", limit: "100" })).catch(() => ({ features: [] })), list_, import("./vendor/leaflet/leaflet.js")]);
      if (round !== this.#round) return;
      const has = new Set(located.features.map((f) => f.id)); // what can be shown leads
      const found = located.features.concat(any.features.filter((f) => !has.has(f.id))).slice(0, limit);
      const communes = this.#communes(found, today.items || []);
      status.textContent = found.length ? w.count(found.length, any.numberMatched ?? found.length, found.filter(own).length) : w.none;
      this.#draw(stage, list, found, units.features, communes);
      if (!found.some(own) && !communes.length) await this.#open(round); // else the map is on what was found
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

  // communes are the units of today with the records that only they are known by; a record of a former unit counts where that unit is now.
  #communes(found, today) {
    const asked = this.getAttribute("place");
    const small = today.filter((u) => u.level !== "province" && u.level !== "district" && u.point && (!asked || today.every((o) => o.code !== asked) || u.code === asked));
    const out = new Map();
    for (const f of found) {
      if (own(f)) continue;
      const ids = (f.properties.places || []).map((p) => p.id);
      let at = small.filter((u) => ids.includes(u.id));
      if (!at.length) at = small.filter((u) => u.predecessors?.some((p) => ids.includes(p)));
      for (const u of at) out.set(u.id, { unit: u, records: [...(out.get(u.id)?.records || []), f] });
    }
    return [...out.values()];
  }

  #draw(stage, list, features, units, communes) {
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
      const kind = f.properties.kind;
      const layer = L.geoJSON(f, {
        style: { className: `shape ${kind}`, color: "", fillColor: "" },
        pointToLayer: (_, at) => L.marker(at, { keyboard: false, title: title(f.properties), icon: L.divIcon({ className: "icon", iconSize: [24, 24], html: `<svg viewBox="-8 -8 16 16" width="24" height="24" aria-hidden="true"><path class="pin ${shapes[kind] ? kind : ""}" d="${shapes[kind] || dot}"/></svg>` }) }),
      }).addTo(group);
      layer.bindPopup(() => el("p", {}, link(f)));
      layer.on("popupopen", () => item.classList.add("on")).on("popupclose", () => item.classList.remove("on"));
      const show = el("button", { type: "button", textContent: w.show });
      show.setAttribute("aria-label", `${w.show}: ${title(f.properties)}`);
      show.addEventListener("click", () => {
        map.fitBounds(layer.getBounds(), { maxZoom: 14, animate: !calm });
        layer.openPopup(layer.getBounds().getCenter());
      });
      item.append(show);
    }
    for (const c of communes) {
      const shape = units.find((u) => u.id === c.unit.id && /Polygon/.test(u.geometry?.type)), n = c.records.length;
      const name = title({ title: c.unit.name, id: c.unit.id }), size = Math.min(26 + 2 * Math.sqrt(n), 48);
      const box = () => el("div", {}, el("p", { textContent: w.commune(n, name) }), ...c.records.slice(0, 8).map((f) => el("p", {}, link(f))), el("p", {}, el("a", { href: `${home}/${lang}/map?${this.#query({ place: c.unit.code })}`, textContent: w.more })));
      const layer = L.featureGroup().addTo(group);
      if (shape) layer.addLayer(L.geoJSON(shape, { style: { className: "commune", color: "", fillColor: "", fillOpacity: Math.min(0.1 + n / 200, 0.35) } }));
      layer.addLayer(L.marker([c.unit.point[1], c.unit.point[0]], { title: w.commune(n, name), alt: w.commune(n, name), icon: L.divIcon({ className: "count", iconSize: [size, size], html: `<span>${n}</span>` }) }));
      layer.bindPopup(box);
    }
    // A map made in a hidden tab has no size: it looks at its content when it is shown.
    const look = () => group.getLayers().length && map.fitBounds(group.getBounds(), { maxZoom: communes.length ? 12 : 14, padding: [24, 24], animate: false });
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
}

customElements.get("honglinh-map") || customElements.define("honglinh-map", HonglinhMap);
