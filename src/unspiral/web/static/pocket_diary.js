/* What a pocket build keeps on this device: by day, taken home as a file, and removed when wanted. */
import { drop, entries } from "./outbox.js";

const FORMAT = "unspiral-pocket/1";
const root = document.querySelector("[data-diary]");
const part = (name) => root.querySelector(`[data-${name}]`);
const words = (kind) => root.dataset[`word${kind[0].toUpperCase()}${kind.slice(1)}`] || kind;
let taken = [];

async function draw() {
  const all = await entries();
  part("none").hidden = all.length > 0;
  part("some").hidden = all.length === 0;
  part("days").replaceChildren(...[...byDay(all)].sort().reverse().map(line));
  part("remove").hidden = part("sure").hidden = true;
}

/* day -> what was kept on it, each thing once */
function byDay(all) {
  const days = new Map();
  for (const entry of all) {
    const kind = entry.kind === "checkin" ? (entry.fields.half || ["evening"])[0] : entry.kind;
    days.set(entry.local_date, (days.get(entry.local_date) || new Set()).add(words(kind)));
  }
  return days;
}

function line([day, kinds]) {
  const item = document.createElement("div");
  const name = document.createElement("dt");
  const what = document.createElement("dd");
  const [year, month, date] = day.split("-").map(Number);
  name.textContent = new Date(year, month - 1, date).toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
  what.textContent = [...kinds].join(", ");
  item.append(name, what);
  return item;
}

part("take").addEventListener("click", async () => {
  const all = await entries();
  taken = all.map((entry) => entry.id);
  const text = JSON.stringify({ format: FORMAT, made: new Date().toISOString(), operations: all }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "unspiral-diary.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  part("remove").hidden = false;
});
part("remove").addEventListener("click", () => { part("sure").hidden = false; part("sure").focus(); });
part("really").addEventListener("click", async () => {
  await drop(taken);
  part("removed").hidden = false;
  await draw();
});
if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
draw();
