// The map page on Leaflet, for machines without WebGL: the same records and the same tools.
import { cross, dot, shapes } from "./map-marks.js";
import { box, colour, kindColour, sketches } from "./map-geo.js";
import { groups, placeOf, unitGroups } from "./map-groups.js";

export const name = "leaflet";

export async function open(stage, first, events, calm) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: stage.dataset.smallSheet }));
  await import(stage.dataset.small);
  const L = globalThis.leaflet || globalThis.L;
  const holder = Object.assign(document.createElement("div"), { className: "live-map" });
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", first.words.key_help);
  stage.append(holder);
  stage.classList.add("live");
  let data = first, busy = false;
  const map = L.map(holder, { attributionControl: false, zoomControl: false, animate: !calm, zoomAnimation: !calm, fadeAnimation: !calm, minZoom: 5, maxZoom: 19 })
    .setView([data.view[1], data.view[2]], data.view[0] + 1);
  L.control.zoom({ position: "topright", zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const base = L.tileLayer("", { maxNativeZoom: 15, maxZoom: 19 });
  const paint = () => base.setUrl(`${first.drawn}?lang=${first.lang}&theme=${dark.matches ? "dark" : "light"}`);
  paint();
  base.addTo(map);
  dark.addEventListener("change", paint);
  const layer = () => L.featureGroup().addTo(map);
  const parts = { underlay: layer(), region: layer(), found: layer(), units: layer(), pins: layer(), near: layer(), drawn: layer() };

  const icon = (kind) => L.divIcon({ iconSize: [24, 24], html: `<svg viewBox="-8 -8 16 16" width="24" height="24" aria-hidden="true"><path class="pin k-${kind}" d="${shapes[kind] || dot}"/></svg>` });
  const counted = (f) => data.units.find((u) => u.id === f.properties.id)?.class;
  const outlines = (g) => L.geoJSON(g, {
    style: (f) => (f.properties.layer === "units" ? { color: colour("--edge-land"), weight: 1.6, dashArray: f.properties.faint ? "5 4" : null, fillColor: colour(counted(f) ? `--step-${counted(f)}` : "--m-unit"), fillOpacity: counted(f) ? 0.7 : f.properties.faint ? 0.02 : 0.05 } : { color: f.properties.colour, weight: 2, fillOpacity: f.properties.opacity }),
    interactive: false,
    pointToLayer: (f, at) => (f.properties.layer === "units"
      ? L.circleMarker(at, { radius: 2, stroke: false, fillOpacity: 1, fillColor: colour("--muted"), interactive: false })
      : L.circleMarker(at, { radius: 4.5, color: f.properties.colour, interactive: false })),
    onEachFeature: (f, l) => { if (f.properties.layer === "units" && f.geometry.type !== "Point" && !f.properties.pinned) l.bindTooltip(Object.assign(document.createElement("span"), { textContent: f.properties.title }), { permanent: true, direction: "center", className: "unit-name" }); },
  });

  const round = (className, radius, text) => L.divIcon({ iconSize: [2 * radius, 2 * radius], className, html: `<span>${text}</span>` });
  const zoom = () => map.getZoom() - 1; // Leaflet counts tiles of 256 pixels, we of 512
  const wired = (marker, chosen) => marker.on("click", (e) => {
    if (busy) return;
    L.DomEvent.stopPropagation(e);
    chosen([e.latlng.lng, e.latlng.lat]);
  });

  // Marks of all results come in tiles where the page holds a part of them only.
  const tiles = new Map();
  let round_ = 0;
  const tile = (url) => {
    if (!tiles.has(url)) tiles.set(url, fetch(url).then((a) => (a.ok ? a.json() : { features: [] })).catch(() => { tiles.delete(url); return { features: [] }; }));
    return tiles.get(url);
  };
  async function tiled() {
    const mine = ++round_, z = Math.max(0, Math.min(18, Math.floor(zoom()))), n = 2 ** z, b = map.getBounds();
    const column = (lon) => Math.max(0, Math.min(n - 1, Math.floor(((lon + 180) / 360) * n)));
    const row = (lat) => Math.max(0, Math.min(n - 1, Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * n)));
    const wanted = [];
    for (let x = column(b.getWest()); x <= column(b.getEast()); x++) for (let y = row(b.getNorth()); y <= row(b.getSouth()); y++) wanted.push(tile(data.results.replace(".mvt", ".geojson").replace("{z}", z).replace("{x}", x).replace("{y}", y)));
    const got = (await Promise.all(wanted)).flatMap((t) => t.features);
    if (mine !== round_) return;
    parts.pins.clearLayers();
    const areas = new Set();
    for (const f of got) {
      const p = f.properties;
      if (f.geometry.type !== "Point") {
        if (areas.has(p.record)) continue;
        areas.add(p.record);
        parts.pins.addLayer(wired(L.geoJSON(f, { style: { color: kindColour(p.kind), weight: 2.4, fillOpacity: 0.2 } }), (at) => events.chosen(events.learn([p]), at)));
        continue;
      }
      const [lon, lat] = f.geometry.coordinates, single = p.count === 1;
      const title = single ? `${p.n} ${p.title}` : data.words.together.replace("{0}", p.count);
      const marker = L.marker([lat, lon], { icon: single ? icon(p.kind) : round("many-pin", 15, p.count), alt: title, title });
      parts.pins.addLayer(wired(marker, () => {
        if (p.apart && map.getZoom() < 18) map.fitBounds(bounds([p.west, p.south, p.east, p.north]), { padding: [80, 80], maxZoom: Math.max(18, map.getZoom() + 2), animate: !calm });
        else events.chosen(events.learn(p.members ? JSON.parse(p.members) : [p]), [lon, lat], p.count);
      }));
    }
  }

  // pins are the records' points, alone or as groups, as the zoom has them.
  function pins() {
    if (data.results) return tiled();
    round_++;
    parts.pins.clearLayers();
    for (const g of groups(data.found.features, zoom())) {
      const at = [g.at[1], g.at[0]], n = g.numbers[0];
      const single = g.numbers.length === 1;
      const title = single ? `${n} ${g.title}` : data.words.together.replace("{0}", g.numbers.length);
      const marker = L.marker(at, { icon: single ? icon(g.kind) : round("many-pin", 15, g.numbers.length), alt: title, title });
      marker.numbers = g.numbers;
      parts.pins.addLayer(wired(marker, () => {
        if (!single && g.apart && map.getZoom() < 18) map.fitBounds(L.latLngBounds(g.members.map((m) => [m[1], m[0]])), { padding: [80, 80], maxZoom: Math.max(18, map.getZoom() + 2), animate: !calm });
        else events.chosen(g.numbers, g.at);
      }));
    }
  }

  function draw() {
    for (const name of ["underlay", "region", "found", "near"]) parts[name].clearLayers();
    parts.underlay.addLayer(outlines(data.underlay));
    if (data.region) parts.region.addLayer(L.geoJSON(data.region, { interactive: false, style: { color: colour("--accent"), weight: 2, dashArray: "6 4", fillOpacity: 0.06 } }));
    if (!data.results) parts.found.addLayer(L.geoJSON({ type: "FeatureCollection", features: data.found.features.filter((f) => f.geometry && !/Point$/.test(f.geometry.type)) }, {
      style: (f) => ({ color: kindColour(f.properties.kind), weight: 2.4, fillOpacity: 0.2 }),
      onEachFeature: (f, l) => l.on("click", (e) => {
        if (busy) return;
        L.DomEvent.stopPropagation(e);
        events.chosen([f.properties.n], [e.latlng.lng, e.latlng.lat]);
      }),
    }));
    counts();
    pins();
  }

  // counts are the units with the records known by them only, alone or as groups, as the zoom has them.
  function counts() {
    parts.units.clearLayers();
    for (const u of unitGroups(data.units, zoom(), data.lang)) {
      const marker = L.marker([u.at[1], u.at[0]], { icon: round(`unit-pin step-${u.class}`, u.radius, u.text), alt: u.title, title: u.title, zIndexOffset: -1000 });
      parts.units.addLayer(wired(marker, () => events.unit(u)));
      if (u.radius > 14) marker.bindTooltip(Object.assign(document.createElement("span"), { textContent: u.title }), { permanent: true, direction: "bottom", offset: [0, u.radius - 4], className: "unit-name" });
    }
  }
  draw();
  map.on("zoomend", () => {
    counts();
    if (!data.results) pins();
  });
  map.on("moveend", () => { if (data.results) tiled(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  map.on("click", (e) => { events[busy ? "corner" : "here"]([e.latlng.lng, e.latlng.lat]); });
  map.on("dblclick", () => { if (busy) events.finish(); });
  map.on("moveend", events.rested);
  const bounds = (b) => [[b[1], b[0]], [b[3], b[2]]];

  const api = {
    show(next) {
      data = next;
      map.closePopup();
      draw();
    },
    fit(d) {
      const b = !d.fixed && d.box;
      if (b) map.fitBounds(bounds(b), { paddingTopLeft: [40, map.getSize().y > 400 ? 104 : 40], paddingBottomRight: [64, 40], maxZoom: 15, animate: !calm });
      else map.setView([d.view[1], d.view[2]], d.view[0] + 1, { animate: false });
    },
    pick(n, content) {
      const b = box(placeOf(data, n));
      if (!b) return;
      map.fitBounds(bounds(b), { padding: [60, 60], maxZoom: 14, animate: !calm });
      api.popup([(b[0] + b[2]) / 2, (b[1] + b[3]) / 2], content);
    },
    popup: (at, content) => map.openPopup(content, [at[1], at[0]], { maxWidth: 280 }),
    near(n, on) {
      parts.near.clearLayers();
      if (on) parts.near.addLayer(L.geoJSON({ type: "FeatureCollection", features: placeOf(data, n) }, { interactive: false, style: { color: colour("--accent"), weight: 4, fill: false }, pointToLayer: (_, at) => L.circleMarker(at, { radius: 16, color: colour("--accent"), interactive: false }) }));
    },
    sketch(corners, line, area) {
      parts.drawn.clearLayers();
      parts.drawn.addLayer(L.geoJSON(sketches(corners, line, area), { interactive: false, style: { color: colour("--accent"), weight: 3, fillOpacity: 0.12 }, pointToLayer: (_, at) => L.circleMarker(at, { radius: 5, color: colour("--accent"), fillColor: colour("--surface"), fillOpacity: 1, interactive: false }) }));
    },
    drawing(on) {
      busy = on;
      map.doubleClickZoom[on ? "disable" : "enable"]();
      cross(holder, on);
    },
    bounds: () => { const b = map.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; },
    centre: () => { const c = map.getCenter(); return [c.lng, c.lat]; },
    zoom,
    focus: () => holder.focus(),
    resize: () => map.invalidateSize(),
    library: map,
  };
  stage.map = api;
  return api;
}
