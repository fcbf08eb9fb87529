/* The danger screen on this device alone: any tick leads to help, None to two minutes of ease.
   Ticks go to the outbox, so that the computer asks the items in full when it is back. */
import { diaryDay, flush, keep } from "./outbox.js";

const form = document.querySelector("form[data-danger]");

/* No form: the kept page was closed by the gate, and nothing on this device opens it. */
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const ticked = new FormData(form).getAll("tick");
  const signs = ticked.filter((line) => line !== "none");
  form.querySelector("[data-error]").hidden = ticked.length > 0;
  if (!ticked.length) return;
  show(signs.length ? "[data-stop]" : "[data-clear]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const now = new Date();
  await keep({
    id: crypto.randomUUID(),
    kind: "screen",
    at: now.toISOString(),
    zone,
    local_date: diaryDay(now),
    base_version: null,
    fields: { screen: [form.dataset.screen], tick: signs.length ? signs : ["none"] },
  });
  await flush();
});

function show(which) {
  form.hidden = true;
  const part = document.querySelector(which);
  part.hidden = false;
  part.focus();
  window.scrollTo(0, 0);
}
