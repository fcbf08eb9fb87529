/* Comfort on forms: None stands alone, number keys pick a step, a nudge moves by one step. */

export function comfort(root) {
  root.querySelectorAll("[data-ticks]").forEach(noneStandsAlone);
  root.querySelectorAll("[data-steps]").forEach(numberKeys);
  root.querySelectorAll("[data-nudge]").forEach(nudge);
}

/* None clears the ticks and a tick clears None; the server takes the careful reading anyway. */
function noneStandsAlone(group) {
  group.addEventListener("change", (event) => {
    if (!event.target.checked) return;
    const alone = "alone" in event.target.dataset;
    group.querySelectorAll("input").forEach((box) => {
      if (box !== event.target && (alone || "alone" in box.dataset)) box.checked = false;
    });
  });
}

/* 7 picks 7; "-" picks ten. */
function numberKeys(group) {
  group.addEventListener("keydown", (event) => {
    const want = event.key === "-" ? "10" : /^[0-9]$/.test(event.key) ? event.key : null;
    const box = want && group.querySelector(`input[value="${want}"]`);
    if (!box) return;
    box.checked = true;
    box.focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
    event.preventDefault();
  });
}

function nudge(group) {
  const box = group.querySelector("input");
  group.querySelectorAll("button").forEach((button) => {
    button.addEventListener("click", () => {
      box.value = moved(group.dataset.nudge, box.value, Number(button.dataset.by));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

/* hours: "6 h 30" by minutes; time: "23:15", or "11:15 pm" as typed, by minutes; else a number. */
export function moved(kind, value, by) {
  const parts = (value.match(/\d+(?:[.,]\d+)?/g) || []).map((part) => Number(part.replace(",", ".")));
  if (kind === "hours") {
    const all = Math.max(0, Math.round((parts[0] || 0) * 60 + (parts[1] || 0)) + by);
    return `${Math.floor(all / 60)} h ${String(all % 60).padStart(2, "0")}`;
  }
  if (kind === "time") {
    const half = (value.match(/[ap](?=\.?m?\.?\s*$)/i) || [""])[0].toLowerCase();
    const hour = half ? (parts[0] || 0) % 12 + (half === "p" ? 12 : 0) : parts[0] || 0;
    const all = ((hour * 60 + (parts[1] || 0) + by) % 1440 + 1440) % 1440;
    return `${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
  }
  return String(Math.max(0, (parts[0] || 0) + by));
}
