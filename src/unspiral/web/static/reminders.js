/* Reminders in this browser: allowed by a tap, shown only while a page is open, one a day at most.
   The server says when, and leaves out what a danger sign, a holiday or five unanswered rule out. */

const ON = "unspiral-reminders";
const SHOWN = "unspiral-reminded";
const LOOK_AGAIN = 6 * 3600 * 1000; /* a timer of many days is not kept, and clocks are set */
const EARLY = 2000;
let timer = 0;

const able = () => "Notification" in window;
const wanted = () => able() && Notification.permission === "granted" && localStorage.getItem(ON) === "yes";

export function watchReminders(root) {
  const asking = root.querySelector("[data-reminders-ask]");
  if (asking) ask(asking);
  const off = root.querySelector("[data-reminders-off]");
  if (off) off.addEventListener("submit", () => localStorage.removeItem(ON));
  root.querySelectorAll("[data-select-all]").forEach((field) => field.addEventListener("focus", () => field.select()));
  if (!("signedIn" in document.body.dataset)) return;
  plan();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) plan(); });
}

/* The one place that asks for permission, and only on a tap. */
function ask(place) {
  const show = () => {
    const state = !able() ? "none" : Notification.permission === "denied" ? "denied" : wanted() ? "on" : "ask";
    place.querySelectorAll("[data-reminders-if]").forEach((part) => { part.hidden = part.dataset.remindersIf !== state; });
  };
  place.querySelector("[data-reminders-allow]").addEventListener("click", async () => {
    if ((await Notification.requestPermission()) === "granted") localStorage.setItem(ON, "yes");
    show();
    plan();
  });
  place.querySelector("[data-reminders-stop]").addEventListener("click", () => {
    localStorage.removeItem(ON);
    clearTimeout(timer);
    show();
  });
  show();
}

async function coming() {
  try {
    const answer = await fetch("/reminders/next", { headers: { accept: "application/json" }, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function plan() {
  clearTimeout(timer);
  if (!wanted()) return;
  const said = await coming();
  const next = said && said.coming.find((one) => one.day !== localStorage.getItem(SHOWN));
  if (!next) return;
  const wait = Date.parse(next.at) - Date.now();
  timer = setTimeout(() => (wait > LOOK_AGAIN ? plan() : due(next.day)), Math.max(0, Math.min(wait, LOOK_AGAIN)));
}

/* Asked once more at the moment itself: it may have been turned off since, or shown in another tab. */
async function due(day) {
  await alone(async () => {
    const said = wanted() && localStorage.getItem(SHOWN) !== day ? await coming() : null;
    const still = said && said.coming.find((one) => one.day === day && Date.parse(one.at) - EARLY <= Date.now());
    if (!still) return;
    localStorage.setItem(SHOWN, day);
    await show(said.title, said.note);
  });
  plan();
}

const alone = (work) => (navigator.locks ? navigator.locks.request("unspiral-reminder", work) : work());

async function show(title, note) {
  const worker = "serviceWorker" in navigator ? await navigator.serviceWorker.getRegistration() : null;
  if (worker) return worker.showNotification(title, { body: note, tag: "page" });
  const notice = new Notification(title, { body: note, tag: "page" });
  notice.onclick = () => window.focus();
  return notice;
}
