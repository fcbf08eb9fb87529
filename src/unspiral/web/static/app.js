/* On every page: comfort on forms, the zone field, focus on a fault, the offline worker, the outbox.
   Every page works without this file. */
import { comfort } from "./ticks.js";
import { checkKept } from "./comfort_kept.js";
import { askAboutTheNight } from "./night.js";
import { diaryDay, flush, showUnsent, watchForms } from "./outbox.js";
import { watchReminders } from "./reminders.js";
import { watchTalk } from "./talk.js";

document.querySelectorAll("[data-no-script]").forEach((part) => { part.hidden = true; });
comfort(document);
watchTalk(document);
watchReminders(document);
askAboutTheNight(document, diaryDay(new Date()));

/* The server knows no zone before the set-up: the browser tells it. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
document.querySelectorAll("input[data-zone]").forEach((field) => { field.value = field.value || zone; });

/* After a fault the first question with one gets the focus (safety.md B2). */
const fault = document.querySelector("[aria-invalid=true], [role=alert][tabindex]");
if (fault) fault.focus();

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

/* Choosing in a list with this mark sends its form at once; without script there is a button. */
document.querySelectorAll("select[data-sends]").forEach((list) => {
  list.addEventListener("change", () => list.form.requestSubmit());
});

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").then(freshen).catch(() => {});
}

/* Kept pages follow the country, the language and what the gate says: at once after a change of
   these, else every ten minutes. */
function freshen() {
  const worker = navigator.serviceWorker.controller;
  if (!worker || !("signedIn" in document.body.dataset)) return;
  const last = Number(sessionStorage.getItem("freshened") || 0);
  const changed = /^\/(danger|help-now|show-an-adult|me)(\/|$)/.test(location.pathname);
  if (!changed && Date.now() - last < 600000) return;
  sessionStorage.setItem("freshened", String(Date.now()));
  worker.postMessage("refresh");
}

watchForms(document);
const settle = () => flush().then(checkKept).catch(() => {});
showUnsent().then(settle);
window.addEventListener("online", settle);
document.addEventListener("visibilitychange", () => { if (!document.hidden) settle(); });
