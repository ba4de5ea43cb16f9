// Points that would cover each other on the screen are shown as one, with how many they are.
import { points } from "./map-geo.js";

const near = 26; // pixels between the middles of two pins that can be told apart
const world = 512; // pixels of the world at zoom 0, as MapLibre counts

function pixel([lon, lat], zoom) {
  const size = world * 2 ** zoom, y = Math.asinh(Math.tan((lat * Math.PI) / 180));
  return [((lon + 180) / 360) * size, (0.5 - y / (2 * Math.PI)) * size];
}

// groups puts the points of the features into groups, each with its numbers in the list's order and a place in their middle.
export function groups(features, zoom) {
  const out = [];
  for (const f of features) {
    if (!/Point$/.test(f.geometry?.type || "")) continue;
    for (const at of points(f.geometry)) {
      const [x, y] = pixel(at, zoom);
      const home = out.find((g) => Math.hypot(g.x - x, g.y - y) < near);
      if (!home) out.push({ x, y, members: [at], at, numbers: [f.properties.n], kind: f.properties.kind, title: f.properties.title });
      else {
        home.members.push(at);
        if (!home.numbers.includes(f.properties.n)) home.numbers.push(f.properties.n);
      }
    }
  }
  for (const g of out) {
    const mean = (i) => g.members.reduce((sum, m) => sum + m[i], 0) / g.members.length;
    if (g.numbers.length > 1) g.at = [mean(0), mean(1)];
    g.apart = g.members.some((m) => m[0] !== g.members[0][0] || m[1] !== g.members[0][1]); // a closer look parts them
  }
  return out;
}

// unitGroups puts the counts of units that would cover each other into one: under the name and the colour of the unit that has most, which comes first.
export function unitGroups(units, zoom, lang) {
  const out = [];
  for (const u of units) {
    const [x, y] = pixel(u.at, zoom);
    const home = out.find((g) => Math.hypot(g.x - x, g.y - y) < g.radius + u.radius - 2);
    if (!home) {
      out.push({ x, y, at: u.at, units: [u], count: u.count, radius: u.radius, class: u.class, title: u.title, text: u.text });
      continue;
    }
    home.units.push(u);
    home.count += u.count;
    home.radius = Math.min(Math.max(10 + 1.1 * Math.sqrt(home.count), 11), 26); // as the server draws them
    home.text = new Intl.NumberFormat(lang).format(home.count);
    home.title = `${home.units[0].title} +${home.units.length - 1}`;
  }
  return out;
}

// placeOf is where a record of the list is shown: itself, or the units by which it is known.
export function placeOf(data, n) {
  const f = data.found.features.find((g) => g.properties.n === n);
  if (f.geometry) return [f];
  const ids = f.properties.units || [];
  const outlines = data.underlay.features.filter((g) => ids.includes(g.properties.id) && /Polygon$/.test(g.geometry.type));
  const pins = data.units.filter((u) => ids.includes(u.id)).map((u) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: u.at } }));
  const spots = data.underlay.features.filter((g) => ids.includes(g.properties.id) && g.geometry.type === "Point");
  return [...outlines, ...(pins.length ? pins : spots)];
}
