// The shapes of kinds, as the server draws them, and the cross in the middle.
export { dot, shapes } from "./kinds.js";

// cross marks the middle while drawing by keys.
export function cross(parent, on) {
  parent.querySelector(".cross")?.remove();
  if (!on) return;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "cross");
  svg.setAttribute("viewBox", "0 0 26 26");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", "M13 0V9M13 17V26M0 13H9M17 13H26");
  svg.append(path);
  parent.append(svg);
}
