/* The danger screen on this device alone: any tick leads to help, None to what is cleared by it.
   The rules are the ones of the server, read by their twin; what cannot be judged stays closed.
   Ticks go to the outbox, so that the computer asks the items in full when it is back. */
import { copy, forget, isFresh } from "./comfort_kept.js";
import { diaryDay, flush, keep } from "./outbox.js";
import { clearsComfort } from "./rules.js";
import { tell, told, untell } from "./told.js";

const ASKED = "unspiral-asked"; // the screen was answered with None for the next start, in this tab
const LASTS = 120000; // ms: from the page that asks to the session chosen there
const form = document.querySelector("form[data-danger]");

/* No form: the kept page was closed by the gate, and nothing on this device opens it. */
if (form) {
  form.addEventListener("submit", answered);
  document.querySelectorAll("[data-mistake]").forEach((button) => button.addEventListener("click", again));
  const seen = document.querySelector("form[data-seen]");
  if (seen) seen.addEventListener("submit", seenBySomeone);
  const link = document.querySelector("[data-kept-link]");
  if (link) link.hidden = !isFresh(copy());
  if (!closed() && passOn()) open();
}

/* Looked at when the page comes and again at None: it may have stood open for days, and a sign may
   have been told in another tab since. */
function closed() {
  if ("keptCopy" in form.dataset && !isFresh(copy())) forget().then(() => show("[data-gone]"));
  else if (told()) show("[data-stop]");
  else return false;
  return true;
}

async function answered(event) {
  event.preventDefault();
  const ticked = new FormData(form).getAll("tick");
  const signs = ticked.filter((line) => line !== "none");
  form.querySelector("[data-error]").hidden = ticked.length > 0;
  if (!ticked.length) return;
  if (signs.length) {
    tell(signs);
    forget();
    show("[data-stop]");
    await written(signs).catch(() => {});
  } else {
    await written(["none"]).catch(() => {}); // before anything leads on: the page may be left at once
    if (closed()) return;
    if (await clears()) open();
    else show("[data-stop]");
  }
}

/* None on the screen, judged as the server would: true only when comfort is open. */
async function clears() {
  try {
    const rules = await (await fetch(form.dataset.rules)).json();
    const now = Date.now() * 1000;
    const today = diaryDay(new Date());
    const given = Object.entries(rules.screens[rules.constants.danger].none_sets);
    const answers = Object.fromEntries(given.map(([name, value]) => [name, { value, at: now, day: today }]));
    return clearsComfort({ now, today, answers, events: [] }, rules);
  } catch {
    return false;
  }
}

async function written(tick) {
  const now = new Date();
  await keep({
    id: crypto.randomUUID(),
    kind: "screen",
    at: now.toISOString(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    local_date: diaryDay(now),
    base_version: null,
    fields: { screen: [form.dataset.screen], tick },
  });
  flush().catch(() => {}); // sent when it can be: nobody waits for it
}

/* What None opens: the part of this page, or the session whose start was asked about. */
async function open() {
  if (!("play" in form.dataset)) sessionStorage.setItem(ASKED, String(Date.now()));
  show("[data-clear]");
  if ("play" in form.dataset) await import("./player.js");
}

/* One answer is for one start: the page before asked, and this start takes it. */
function passOn() {
  if (!("play" in form.dataset)) return false;
  const at = Number(sessionStorage.getItem(ASKED) || 0);
  sessionStorage.removeItem(ASKED);
  const age = Date.now() - at;
  return age >= 0 && age < LASTS; // a clock set back makes it no younger
}

/* Pressed by mistake: the same screen again, with nothing on it. */
function again() {
  untell();
  form.reset();
  document.querySelector("[data-stop]").hidden = true;
  form.hidden = false;
  form.querySelector("input").focus();
}

/* Seen, with a day and a second yes: then the same screen again, as always before a start. */
function seenBySomeone(event) {
  event.preventDefault();
  const day = event.target.elements.seen_on.value;
  const mark = told();
  const first = mark ? diaryDay(new Date(mark.at)) : "";
  const fits = day && day >= first && day <= diaryDay(new Date()) && event.target.elements.may_go_on.checked;
  event.target.querySelector("[data-error]").hidden = Boolean(fits);
  if (fits) again();
}

function show(which) {
  form.hidden = true;
  const part = document.querySelector(which);
  part.hidden = false;
  part.focus();
  window.scrollTo(0, 0);
}
