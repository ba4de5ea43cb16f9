// The map page on Leaflet, for machines without WebGL: the same records and the same tools.
import { cross, dot, shapes } from "./map-marks.js";
import { box, colour, kindColour, sketches } from "./map-geo.js";
import { groups, placeOf } from "./map-groups.js";

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
  const outlines = (g) => L.geoJSON(g, {
    style: (f) => (f.properties.layer === "units" ? { color: colour("--edge-land"), weight: 1.6, dashArray: f.properties.faint ? "5 4" : null, fillColor: colour("--m-unit"), fillOpacity: f.properties.faint ? 0.02 : 0.05 } : { color: f.properties.colour, weight: 2 }),
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
    chosen();
  });

  // pins are the records' points, alone or as groups, as the zoom has them.
  function pins() {
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
    for (const name of ["underlay", "region", "found", "units", "near"]) parts[name].clearLayers();
    parts.underlay.addLayer(outlines(data.underlay));
    if (data.region) parts.region.addLayer(L.geoJSON(data.region, { interactive: false, style: { color: colour("--accent"), weight: 2, dashArray: "6 4", fillOpacity: 0.06 } }));
    parts.found.addLayer(L.geoJSON({ type: "FeatureCollection", features: data.found.features.filter((f) => f.geometry && !/Point$/.test(f.geometry.type)) }, {
      style: (f) => ({ color: kindColour(f.properties.kind), weight: 2.4, fillOpacity: 0.2 }),
      onEachFeature: (f, l) => l.on("click", (e) => {
        if (busy) return;
        L.DomEvent.stopPropagation(e);
        events.chosen([f.properties.n], [e.latlng.lng, e.latlng.lat]);
      }),
    }));
    for (const u of data.units) {
      const marker = L.marker([u.at[1], u.at[0]], { icon: round("unit-pin", u.radius, u.text), alt: u.title, title: u.title, zIndexOffset: -1000 });
      parts.units.addLayer(wired(marker, () => events.unit(u.id)));
      if (u.radius > 14) marker.bindTooltip(Object.assign(document.createElement("span"), { textContent: u.title }), { permanent: true, direction: "bottom", offset: [0, u.radius - 4], className: "unit-name" });
    }
    pins();
  }
  draw();
  map.on("zoomend", pins);
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
      if (b) map.fitBounds(bounds(b), { padding: [40, 40], maxZoom: 15, animate: !calm });
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
