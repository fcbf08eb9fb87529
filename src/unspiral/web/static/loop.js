/* On My loop: touching an arrow of a picture opens what loosens it. The same folds stand in the lists,
   for the keyboard and without this file. */
const fold = (arrow) => document.querySelector(`details[data-arrow="${arrow}"]`);

document.querySelectorAll(".loop-map").forEach((map) => {
  map.classList.toggle("opens", [...map.querySelectorAll(".hit")].some((hit) => fold(hit.dataset.arrow)));
  map.addEventListener("click", (event) => {
    const found = event.target.dataset.arrow && fold(event.target.dataset.arrow);
    if (!found) return;
    found.open = true;
    found.querySelector("summary").focus();
  });
});
