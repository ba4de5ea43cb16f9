// "My position" on the page of a point: asked of the browser only when the button is pressed.
const button = document.querySelector("[data-here]");
if (button && !navigator.geolocation) button.hidden = true;
button?.addEventListener("click", () => {
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const f = button.form;
      f.lon.value = coords.longitude.toFixed(5);
      f.lat.value = coords.latitude.toFixed(5);
      f.crs.value = "";
      f.submit();
    },
    () => { button.disabled = false; button.hidden = true; },
    { timeout: 10000 },
  );
});
