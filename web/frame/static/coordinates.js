// Conveniences of the coordinates page, which works without them.
const points = document.getElementById("points");
for (const b of document.querySelectorAll("[data-example]")) {
  b.addEventListener("click", () => {
    points.value = b.dataset.example;
    points.focus();
  });
}
// A file chosen is shown, so that it can be checked before it is sent.
const file = document.getElementById("file");
file.addEventListener("change", async () => {
  const chosen = file.files[0];
  if (!chosen || chosen.size > 1 << 20) return;
  points.value = await chosen.text();
  file.value = "";
});
