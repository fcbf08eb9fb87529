/* That the awake page was open in a night stays on this device: a night belongs to the date of
   waking. The morning then asks how long it was, once, and only here. */
const NAME = "unspiral-awake";
const TURNS = 16; // hours: from four in the afternoon on it is the night of the next date

export function nightOf(now) {
  const moved = new Date(now.getTime() + (24 - TURNS) * 3600 * 1000);
  const two = (n) => String(n).padStart(2, "0");
  return `${moved.getFullYear()}-${two(moved.getMonth() + 1)}-${two(moved.getDate())}`;
}

export function markNight(now = new Date()) {
  try { localStorage.setItem(NAME, nightOf(now)); } catch { /* no room, no question */ }
}

/* Shows the question in the morning half of the date the night belongs to. */
export function askAboutTheNight(root, today) {
  const part = root.querySelector("[data-after-night]");
  if (!part) return;
  const day = part.closest("form").querySelector("[name=local_date]").value || today;
  let night = "";
  try { night = localStorage.getItem(NAME) || ""; } catch { /* then it is not asked */ }
  part.hidden = night !== day && !part.querySelector(":checked");
}
