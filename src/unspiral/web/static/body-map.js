/* A tap on the picture ticks the line of that place; the list does the rest, with or without this. */
document.querySelectorAll(".map-form").forEach((form) => {
  form.querySelectorAll("[data-place]").forEach((place) => {
    const box = form.querySelector(`input[value="${place.dataset.place}"]`);
    if (!box) return;
    place.addEventListener("click", () => {
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
});
