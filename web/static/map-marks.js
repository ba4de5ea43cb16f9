// The shapes of kinds, as the server draws them, and the cross in the middle.
export const shapes = {
  opportunity: "M0-7L1.8-2.2L6.7-2.2L2.8.9L4.1 5.7L0 2.9L-4.1 5.7L-2.8.9L-6.7-2.2L-1.8-2.2Z",
  project: "M0-6L6 0L0 6L-6 0Z",
  plan: "M-2.8-5H2.8L5.6 0L2.8 5H-2.8L-5.6 0Z",
  unit: "M-4.5-4.5H4.5V4.5H-4.5Z",
  organisation: "M0-6L5.5 4H-5.5Z",
};
export const dot = "M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1-4.5 0Z";

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
