/* While somebody types: a phrase of the fixed word list shows one line of help beside the field.
   Nothing is sent, stored or scored, and saving is never touched. services/talk.py does the same. */

const MOST_BETWEEN = 2;
const BEGINNING = 4;

export function watchTalk(root) {
  root.querySelectorAll("[data-talk]").forEach((place) => {
    const listed = JSON.parse(place.dataset.talk).map(words);
    const note = place.firstElementChild;
    place.closest("form").addEventListener("input", (event) => {
      const typed = event.target.matches("textarea, .text-input") ? event.target.value : "";
      if (!typed || !note.hidden || !toldIn(typed, listed)) return;
      event.target.after(place); // beside the field, where the eye is, not under a bar
      note.hidden = false;
      place.scrollIntoView({ block: "nearest" }); // out from under the bars
    });
  });
}

export function words(text) {
  const plain = text.toLowerCase().replace(/[’']/g, "").normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.match(/[\p{L}\p{N}_]+/gu) || [];
}

export function toldIn(text, listed) {
  const told = words(text);
  return listed.some((phrase) => told.some((word, start) => follows(told, start, phrase)));
}

function follows(told, start, phrase) {
  if (!phrase.length || !standsFor(told[start], phrase[0])) return false;
  let at = start;
  for (const word of phrase.slice(1)) {
    const near = told.slice(at + 1, at + 2 + MOST_BETWEEN).findIndex((each) => standsFor(each, word));
    if (near < 0) return false;
    at += 1 + near;
  }
  return true;
}

function standsFor(told, word) {
  return told === word || (word.length >= BEGINNING && told.startsWith(word));
}
