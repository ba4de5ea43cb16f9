// The map page on MapLibre GL over the base map of this server: no tiles, letters or icons of others.
import { cross, dot, shapes } from "./map-marks.js";
import { box, colour, kindColour, sketches } from "./map-geo.js";
import { all, kinds } from "./kinds.js";
import { groups, placeOf, unitGroups } from "./map-groups.js";

export const name = "maplibre";

const none = { type: "FeatureCollection", features: [] };
// pin draws a kind's mark with its halo, at twice the size.
function pin(kind) {
  const side = 40, canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const c = canvas.getContext("2d");
  c.translate(side / 2, side / 2);
  c.scale(2.5, 2.5);
  const path = new Path2D(shapes[kind] || dot);
  c.lineWidth = 2;
  c.strokeStyle = colour("--halo");
  c.stroke(path);
  c.fillStyle = kindColour(kind);
  c.fill(path);
  return c.getImageData(0, 0, side, side);
}

const collection = (features) => ({ type: "FeatureCollection", features });
const spot = (at, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: at } });
// pinsAt are the records' points at a zoom, alone or as groups.
const pinsAt = (data, zoom) => collection(groups(data.found.features, zoom).map((g, i) => spot(g.at, { group: i, n: g.numbers[0], count: g.numbers.length, kind: g.kind, title: g.title })));
const unitPins = (data, zoom) => collection(unitGroups(data.units, zoom, data.lang).map((g, i) => spot(g.at, { group: i, title: g.title, text: g.text, radius: g.radius, class: g.class })));
const step = () => ["match", ["get", "class"], ...[1, 2, 3, 4].flatMap((n) => [n, colour(`--step-${n}`)]), colour("--surface")];
// Marks of all results come in tiles where the page holds a part of them only.
const marks = (data) => (data.results ? { source: "pins", "source-layer": "marks" } : { source: "pins" });
const shapes_ = (data) => (data.results ? { source: "pins", "source-layer": "areas" } : { source: "found" });

// baseMap is the look of the base map in the reader's language and colours; a plain one where it cannot be had.
const dark = matchMedia("(prefers-color-scheme: dark)");
async function baseMap(data) {
  try {
    const a = await fetch(`${data.base}?lang=${data.lang}&theme=${dark.matches ? "dark" : "light"}`);
    if (!a.ok) throw new Error(a.status);
    const s = await a.json();
    for (const one of Object.values(s.sources)) {
      one.tiles = one.tiles.map((t) => t.replace(/^https?:\/\/[^/]+/, location.origin)); // whatever name the reader knows this server by
      delete one.attribution; // it stands under the map
    }
    return s;
  } catch (err) {
    console.warn("base map", err);
    return { sources: {}, layers: [{ id: "sea", type: "background", paint: { "background-color": colour("--sea") } }] };
  }
}

function style(base, data, near, drawn, zoom) {
  const byKind = ["match", ["get", "kind"], ...kinds.flatMap((k) => [k, kindColour(k)]), colour("--m-other")];
  const geo = (d) => ({ type: "geojson", data: d });
  const label = { "text-font": ["Be Vietnam Pro"], "text-size": 13, "text-max-width": 9 };
  const halo = { "text-color": colour("--text"), "text-halo-color": colour("--halo"), "text-halo-width": 1.6 };
  const dim = (n) => ["any", ["==", ["geometry-type"], n], ["==", ["geometry-type"], `Multi${n}`]];
  const numbered = ["step", ["zoom"], ["to-string", ["get", "n"]], 11, ["concat", ["to-string", ["get", "n"]], " ", ["get", "title"]]];
  const layer = (id, type, source, rest) => ({ id, type, source, ...rest });
  const s = {
    version: 8,
    sources: { ...base.sources, units: geo(only(data, true)), underlay: geo(only(data, false)), found: geo(data.found), pins: data.results ? { type: "vector", tiles: [location.origin + data.results], maxzoom: 18 } : geo(pinsAt(data, zoom)), inunits: geo(unitPins(data, zoom)), near: geo(near), region: geo(region(data)), drawn: geo(drawn) },
    layers: [
      ...base.layers.filter((l) => l.type !== "symbol"),
      layer("units", "fill", "units", { filter: dim("Polygon"), paint: { "fill-color": colour("--m-unit"), "fill-opacity": ["case", ["get", "faint"], 0.02, 0.05] } }),
      layer("units-count", "fill", "units", { filter: ["all", dim("Polygon"), ["has", "class"]], paint: { "fill-color": step(), "fill-opacity": ["interpolate", ["linear"], ["zoom"], 10, 0.7, 13, 0.15] } }), // close by, what lies in a unit matters more
      layer("units-edge", "line", "units", { filter: ["all", dim("Polygon"), ["!", ["get", "faint"]]], paint: { "line-color": colour("--edge-land"), "line-width": 1.6 } }),
      layer("units-edge-faint", "line", "units", { filter: ["all", dim("Polygon"), ["get", "faint"]], paint: { "line-color": colour("--edge-land"), "line-width": 1.6, "line-dasharray": [4, 3] } }),
      layer("units-dot", "circle", "units", { filter: dim("Point"), paint: { "circle-color": colour("--muted"), "circle-radius": 2 } }),
      ...tiled(data).flatMap((l) => tileLayers(l, dim)),
      layer("underlay-area", "fill", "underlay", { filter: dim("Polygon"), paint: { "fill-color": ["get", "colour"], "fill-opacity": ["get", "opacity"] } }),
      layer("underlay-line", "line", "underlay", { paint: { "line-color": ["get", "colour"], "line-width": 2 } }),
      layer("underlay-dot", "circle", "underlay", { filter: dim("Point"), paint: { "circle-color": ["get", "colour"], "circle-radius": 4.5, "circle-stroke-color": colour("--halo"), "circle-stroke-width": 1 } }),
      layer("region", "fill", "region", { paint: { "fill-color": colour("--accent"), "fill-opacity": 0.06 } }),
      layer("region-edge", "line", "region", { paint: { "line-color": colour("--accent"), "line-width": 2, "line-dasharray": [3, 2] } }),
      layer("found-area", "fill", "found", { ...shapes_(data), filter: dim("Polygon"), paint: { "fill-color": byKind, "fill-opacity": 0.2 } }),
      layer("found-line", "line", "found", { ...shapes_(data), filter: ["!", dim("Point")], paint: { "line-color": byKind, "line-width": 2.4 } }),
      layer("near-line", "line", "near", { filter: ["!", dim("Point")], paint: { "line-color": colour("--accent"), "line-width": 4 } }),
      layer("near-dot", "circle", "near", { filter: dim("Point"), paint: { "circle-color": colour("--accent"), "circle-opacity": 0.25, "circle-radius": 16, "circle-stroke-color": colour("--accent"), "circle-stroke-width": 2 } }),
      ...base.layers.filter((l) => l.type === "symbol" && !(l.id === "b-commune-name" && data.underlay.features.length)), // the units have their own names
      layer("units-name", "symbol", "units", { filter: ["all", dim("Polygon"), ["!", ["get", "pinned"]]], layout: { ...label, "text-field": ["get", "title"], "text-size": 15 }, paint: { ...halo, "text-color": colour("--muted") } }),
      layer("units-dot-name", "symbol", "units", { filter: ["all", dim("Point"), ["!", ["get", "pinned"]]], minzoom: 8.5, layout: { ...label, "text-field": ["get", "title"], "text-anchor": "top", "text-offset": [0, 0.3] }, paint: { ...halo, "text-color": colour("--muted") } }),
      layer("underlay-name", "symbol", "underlay", { minzoom: 12, layout: { ...label, "text-field": ["get", "title"], "text-offset": [0, 1], "text-anchor": "top" }, paint: halo }),
      layer("in-unit", "circle", "inunits", { layout: { "circle-sort-key": ["get", "radius"] }, paint: { "circle-color": step(), "circle-opacity": 0.94, "circle-radius": ["get", "radius"], "circle-stroke-color": colour("--m-unit"), "circle-stroke-width": 2 } }),
      layer("in-unit-name", "symbol", "inunits", { layout: { ...label, "text-field": ["get", "title"], "text-anchor": "top", "text-offset": ["interpolate", ["linear"], ["get", "radius"], 11, ["literal", [0, 1]], 26, ["literal", [0, 2.2]]] }, paint: halo }),
      layer("in-unit-count", "symbol", "inunits", { layout: { ...label, "text-field": ["get", "text"], "text-allow-overlap": true, "text-padding": 5, "symbol-sort-key": ["get", "radius"] }, paint: { "text-color": colour("--text") } }),
      layer("found-many", "circle", "pins", { ...marks(data), filter: [">", ["get", "count"], 1], paint: { "circle-color": colour("--primary"), "circle-radius": 14, "circle-stroke-color": colour("--halo"), "circle-stroke-width": 2 } }),
      layer("found-many-count", "symbol", "pins", { ...marks(data), filter: [">", ["get", "count"], 1], layout: { ...label, "text-field": ["to-string", ["get", "count"]], "text-allow-overlap": true, "text-padding": 8 }, paint: { "text-color": colour("--on-primary") } }),
      layer("found-pin", "symbol", "pins", { ...marks(data), filter: ["==", ["get", "count"], 1], layout: { ...label, "icon-image": ["concat", "pin-", ["get", "kind"]], "icon-allow-overlap": true, "text-field": numbered, "text-offset": [0, 0.9], "text-anchor": "top", "text-optional": true }, paint: halo }),
      layer("found-name", "symbol", "found", { ...shapes_(data), filter: ["!", dim("Point")], layout: { ...label, "text-field": numbered }, paint: halo }),
      layer("drawn-area", "fill", "drawn", { filter: dim("Polygon"), paint: { "fill-color": colour("--accent"), "fill-opacity": 0.12 } }),
      layer("drawn-line", "line", "drawn", { paint: { "line-color": colour("--accent"), "line-width": 3 } }),
      layer("drawn-dot", "circle", "drawn", { filter: dim("Point"), paint: { "circle-color": colour("--surface"), "circle-radius": 5, "circle-stroke-color": colour("--accent"), "circle-stroke-width": 3 } }),
    ],
  };
  for (const l of tiled(data)) s.sources[`t-${l.id}`] = { type: "vector", tiles: [location.origin + l.tiles], maxzoom: 18 };
  return s;
}

// The underlay beyond what the page holds comes as vector tiles of the public API.
const tiled = (data) => (data.tiled ? data.layers.filter((l) => l.on && l.id !== "units") : []);

function tileLayers(l, dim) {
  const tint = l.classes ? ["match", ["get", l.by], ...l.classes.flat(), l.colour] : l.colour;
  const of = (id, type, rest) => ({ id: `t-${l.id}-${id}`, type, source: `t-${l.id}`, "source-layer": l.id, ...rest });
  return [
    of("area", "fill", { filter: dim("Polygon"), paint: { "fill-color": tint, "fill-opacity": l.opacity } }),
    of("line", "line", { filter: ["!", dim("Point")], paint: { "line-color": tint, "line-width": l.width } }),
    of("dot", "circle", { filter: dim("Point"), paint: { "circle-color": tint, "circle-radius": l.radius } }),
  ];
}

function only(data, units) {
  const counted = new Map(data.units.map((u) => [u.id, u.class]));
  return collection(data.underlay.features.filter((f) => (f.properties.layer === "units") === units && (units || !data.tiled))
    .map((f) => (units && counted.has(f.properties.id) ? { ...f, properties: { ...f.properties, class: counted.get(f.properties.id) } } : f)));
}
const region = (data) => (data.region ? { type: "Feature", properties: {}, geometry: data.region } : none);

export async function open(stage, first, events, calm) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: stage.dataset.sheet });
  document.head.append(sheet);
  const [lib] = await Promise.all([import(stage.dataset.library), document.fonts.load('400 13px "Be Vietnam Pro"', "ế").catch(() => {})]);
  lib.setWorkerUrl(new URL(stage.dataset.worker, location.href).href);
  const box_ = Object.assign(document.createElement("div"), { className: "live-map" });
  stage.append(box_);
  stage.classList.add("live");
  let data = first, base = await baseMap(first), near = none, drawn = none, card = null, busy = false;
  const w = data.words;
  const map = new lib.Map({
    container: box_, style: style(base, data, near, drawn, data.view[0]), center: [data.view[2], data.view[1]], zoom: data.view[0], minZoom: 4, maxZoom: 19, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
    locale: { "Map.Title": w.key_help, "NavigationControl.ZoomIn": w.zoom_in, "NavigationControl.ZoomOut": w.zoom_out, "Popup.Close": w.cancel },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new lib.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new lib.ScaleControl({ unit: "metric" }), "bottom-left");
  const pins = () => all.forEach((k) => { if (!map.hasImage(`pin-${k}`)) map.addImage(`pin-${k}`, pin(k), { pixelRatio: 2 }); });
  map.on("style.load", pins);
  map.on("error", (e) => { if (e.sourceId?.startsWith("t-")) events.failed(e.sourceId.slice(2)); });
  dark.addEventListener("change", async () => {
    base = await baseMap(data);
    for (const k of map.listImages()) map.removeImage(k);
    map.setStyle(style(base, data, near, drawn, map.getZoom()), { diff: false });
  });
  await new Promise((done, fail) => {
    map.once("load", done);
    setTimeout(() => fail(new Error("the map did not load in 20 seconds")), 20000);
  });
  const wide = (p) => [[p.x - 6, p.y - 6], [p.x + 6, p.y + 6]];
  const at = (p, layers) => map.queryRenderedFeatures(wide(p), { layers });
  const under = (p) => {
    const hits = at(p, ["found-pin", "found-area", "found-line"]).map((f) => f.properties);
    if (data.results) events.learn(hits);
    return [...new Set(hits.map((f) => f.n))];
  };
  // below are the things of layers at a point: plans, zones.
  const below = (p) => at(p, ["underlay-area", "underlay-line", "underlay-dot", ...tiled(data).flatMap((l) => [`t-${l.id}-area`, `t-${l.id}-line`, `t-${l.id}-dot`])]).map((f) => f.properties);
  const regroup = () => {
    map.getSource("inunits")?.setData(unitPins(data, map.getZoom()));
    if (!data.results) map.getSource("pins")?.setData(pinsAt(data, map.getZoom()));
  };
  map.on("zoomend", regroup);
  // A group opens where a closer look parts it, and else tells what it holds; then units, then what lies below.
  function group(p) {
    const hit = at(p, ["found-many"])[0];
    if (hit && data.results) return tiledGroup(hit);
    const g = hit && groups(data.found.features, map.getZoom())[hit.properties.group];
    if (!g) return false;
    if (g.apart && map.getZoom() < 17) map.fitBounds(box(g.members.map((m) => spot(m, {}))), { padding: 80, maxZoom: Math.max(17, map.getZoom() + 2), animate: !calm });
    else events.chosen(g.numbers, g.at);
    return true;
  }
  function tiledGroup({ properties: g, geometry }) {
    if (g.apart && map.getZoom() < 17) map.fitBounds([g.west, g.south, g.east, g.north], { padding: 80, maxZoom: Math.max(17, map.getZoom() + 2), animate: !calm });
    else events.chosen(events.learn(JSON.parse(g.members || "[]")), geometry.coordinates, g.count);
    return true;
  }
  map.on("click", (e) => {
    if (busy) return events.corner([e.lngLat.lng, e.lngLat.lat]);
    if (group(e.point)) return;
    const numbers = under(e.point), unit = at(e.point, ["in-unit"]).at(-1);
    const pin = at(e.point, ["found-pin"]).length;
    if (unit && !pin) events.unit(unitGroups(data.units, map.getZoom(), data.lang)[unit.properties.group]);
    else if (numbers.length) events.chosen(numbers, [e.lngLat.lng, e.lngLat.lat]);
    else events.here([e.lngLat.lng, e.lngLat.lat], below(e.point));
  });
  map.on("dblclick", (e) => { if (busy) { e.preventDefault(); events.finish(); } });
  map.on("mousemove", (e) => { map.getCanvas().style.cursor = busy ? "crosshair" : under(e.point).length || at(e.point, ["in-unit", "found-many"]).length ? "pointer" : ""; });
  map.on("moveend", events.rested);

  const api = {
    show(next) {
      data = next;
      near = none;
      card?.remove();
      map.setStyle(style(base, data, near, drawn, map.getZoom()));
    },
    fit(d) {
      if (d.fixed) return map.jumpTo({ center: [d.view[2], d.view[1]], zoom: d.view[0] });
      const b = d.box;
      if (!b) return map.jumpTo({ center: [d.view[2], d.view[1]], zoom: d.view[0] });
      const seen = map.getContainer().getBoundingClientRect(), below_ = Math.min(Math.max(0, seen.bottom - innerHeight), seen.height / 2);
      map.fitBounds(b, { padding: { top: seen.height > 400 ? 104 : 48, right: 60, bottom: 36 + (seen.top > 0 ? below_ : 0), left: 36 }, maxZoom: 14, animate: !calm }); // clear of the tools and of what the window cuts off
    },
    pick(n, content) {
      const b = box(placeOf(data, n));
      if (!b) return;
      const at = [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2];
      if (b[0] === b[2] && b[1] === b[3]) map[calm ? "jumpTo" : "easeTo"]({ center: at, zoom: Math.max(map.getZoom(), 12) });
      else map.fitBounds(b, { padding: 64, maxZoom: 15, animate: !calm });
      api.popup(at, content, false);
    },
    popup(at, content, focus = true) {
      card?.remove();
      card = new lib.Popup({ maxWidth: "300px", focusAfterOpen: focus }).setLngLat(at).setDOMContent(content).addTo(map);
    },
    near(n, on) {
      near = on ? collection(placeOf(data, n)) : none;
      map.getSource("near")?.setData(near);
    },
    sketch(corners, line, area) {
      drawn = sketches(corners, line, area);
      map.getSource("drawn")?.setData(drawn);
    },
    drawing(on) {
      busy = on;
      map.doubleClickZoom[on ? "disable" : "enable"]();
      map.getCanvas().style.cursor = on ? "crosshair" : "";
      cross(box_, on);
    },
    bounds: () => map.getBounds().toArray().flat(),
    centre: () => map.getCenter().toArray(),
    zoom: () => map.getZoom(),
    focus: () => map.getCanvas().focus(),
    resize: () => map.resize(),
    library: map,
  };
  stage.map = api;
  return api;
}
