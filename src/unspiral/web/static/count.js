/* How many characters are in a field, told in words beside it. The server counts the same way. */

document.querySelectorAll("[data-count][data-most]").forEach((place) => {
  const field = document.getElementById(place.dataset.count);
  const most = place.dataset.most;
  const tell = () => {
    const have = [...field.value].length;
    place.textContent = place.dataset.words.replace("{have}", have).replace("{most}", most);
  };
  field.addEventListener("input", tell);
  if (field.value) tell();
});
