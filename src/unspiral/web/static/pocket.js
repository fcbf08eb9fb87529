/* On every page of a pocket build but help: the birth year first, comfort on forms, and entries that
   stay on this device. */
import "./pocket_worker.js";
import { comfort } from "./ticks.js";
import { askAboutTheNight } from "./night.js";
import { diaryDay, watchForms } from "./outbox.js";
import { watchTalk } from "./talk.js";

const YEAR = "unspiral-pocket-year";
const ADULT = 18;
const OLDEST = 1900;
const start = document.querySelector("[data-start]");
const card = document.querySelector("[data-adult-card]");

document.querySelectorAll("[data-no-script]").forEach((part) => { part.hidden = true; });
comfort(document);
watchTalk(document);
askAboutTheNight(document, diaryDay(new Date()));
watchForms(document);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
document.querySelectorAll("input[data-zone]").forEach((field) => { field.value = field.value || zone; });

/* Only the year is kept: the true age may be one less, so the year of turning 18 asks once more. */
function state() {
  let told = null;
  try { told = JSON.parse(localStorage.getItem(YEAR)); } catch { /* asked again */ }
  if (!told || !Number.isInteger(told.year)) return "ask";
  const age = new Date().getFullYear() - told.year;
  if (age > ADULT) return "adult";
  if (age < ADULT) return "child";
  return told.eighteen === "yes" ? "adult" : told.eighteen === "no" ? "child" : "eighteen";
}

const now = state();
if (start) begin();
else if (card) card.querySelector("[data-wrong]").addEventListener("click", () => { localStorage.removeItem(YEAR); location.replace("index.html"); });
else if (now !== "adult") location.replace(now === "child" ? "adult.html" : "index.html");

function begin() {
  if (now === "child") { location.replace("adult.html"); return; }
  const part = (name) => start.querySelector(`[data-${name}]`);
  part("year").hidden = now !== "ask";
  part("eighteen").hidden = now !== "eighteen";
  part("doors").hidden = now !== "adult";
  part("year").addEventListener("submit", (event) => {
    event.preventDefault();
    const year = Number(event.target.elements.birth_year.value.trim());
    const fits = Number.isInteger(year) && year >= OLDEST && year <= new Date().getFullYear();
    part("year-error").hidden = fits;
    event.target.elements.birth_year.setAttribute("aria-invalid", String(!fits));
    if (fits) keep({ year });
  });
  part("eighteen").addEventListener("submit", (event) => {
    event.preventDefault();
    const { year } = JSON.parse(localStorage.getItem(YEAR));
    keep({ year, eighteen: event.submitter.value === "yes" ? "yes" : "no" });
  });
}

function keep(told) {
  try { localStorage.setItem(YEAR, JSON.stringify(told)); } catch { /* then it is asked each time */ }
  location.reload();
}
