import { kinds } from "./kinds.js";

// Distances on the sphere and circles; the catalogue itself measures on the ellipsoid.
const radians = Math.PI / 180;
const mean = 6371.0088; // km, the Earth's mean radius (IUGG)

export function km(a, b) {
  const dLat = (b[1] - a[1]) * radians, dLon = (b[0] - a[0]) * radians;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * mean * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const lineKm = (points) => points.slice(1).reduce((sum, p, i) => sum + km(points[i], p), 0);

export function circle(centre, radius) {
  const ring = [];
  const lat = centre[1] * radians, d = radius / mean;
  for (let i = 0; i <= 64; i++) {
    const b = (i / 32) * Math.PI;
    const y = Math.asin(Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(b));
    const x = Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(lat), Math.cos(d) - Math.sin(lat) * Math.sin(y));
    ring.push([centre[0] + x / radians, y / radians]);
  }
  return ring;
}

// points are all positions of a geometry.
export function points(g) {
  if (!g) return [];
  if (g.type === "GeometryCollection") return g.geometries.flatMap(points);
  const depth = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }[g.type];
  return depth ? g.coordinates.flat(depth - 1) : [g.coordinates];
}

export function box(features) {
  const all = features.flatMap((f) => points(f.geometry));
  if (!all.length) return null;
  const xs = all.map((p) => p[0]), ys = all.map((p) => p[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

// sketches are what is being drawn, as GeoJSON.
export function sketches(corners, line, area) {
  const features = corners.map((c) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: c } }));
  if (line.length > 1) features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } });
  if (area && line.length > 2) features.push({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...line, line[0]]] } });
  return { type: "FeatureCollection", features };
}

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const kindColour = (kind) => colour(kinds.includes(kind) ? `--m-${kind}` : "--m-other");
