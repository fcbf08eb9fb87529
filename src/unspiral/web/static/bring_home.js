/* The diary of a pocket build: read here, sent in small batches, each entry kept once. */
const FORMAT = "unspiral-pocket/1";
const MOST_BYTES = 20_000_000;
const MOST_ENTRIES = 20_000;
const BATCH = 50;
const root = document.querySelector("[data-bring]");
const part = (name) => root.querySelector(`[data-${name}]`);
const said = (name, values) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), root.dataset[name]);
let listed = [];

root.hidden = false;
root.querySelector("input").addEventListener("change", async (event) => {
  ["found", "go", "done", "left", "danger"].forEach((name) => { part(name).hidden = true; });
  root.querySelectorAll("[data-error]").forEach((line) => { line.hidden = true; });
  const file = event.target.files[0];
  if (!file) return;
  try {
    listed = read(file.size > MOST_BYTES ? null : await file.text());
  } catch (fault) {
    wrong(fault.message);
    return;
  }
  const days = listed.map((entry) => String(entry.local_date || "")).filter(Boolean).sort();
  part("found").textContent = said("saidFound", { n: listed.length, first: days[0] || "–", last: days[days.length - 1] || "–" });
  part("found").hidden = part("go").hidden = false;
});

function read(text) {
  if (text === null) throw new Error("too_big");
  let found = null;
  try { found = JSON.parse(text); } catch { throw new Error(/^\s*\{/.test(text) ? "not_whole" : "foreign"); }
  const ours = found && typeof found === "object" && Array.isArray(found.operations) && [FORMAT, undefined].includes(found.format);
  if (!ours) throw new Error("foreign");
  if (found.operations.length > MOST_ENTRIES) throw new Error("too_big");
  return [...found.operations].sort((a, b) => String(a.at).localeCompare(String(b.at)));
}

part("go").addEventListener("click", async () => {
  part("go").disabled = true;
  const count = { new: 0, same: 0, left: 0, danger: false };
  try {
    const { token } = await asked("/form-token");
    for (let first = 0; first < listed.length; first += BATCH) await send(listed.slice(first, first + BATCH), token, count);
    part("found").hidden = part("go").hidden = true;
  } catch {
    wrong("unsent");
  }
  part("go").disabled = false;
  part("done").querySelector("span").textContent = said("saidDone", count);
  part("done").hidden = false;
  part("left").textContent = said("saidLeft", { n: count.left });
  part("left").hidden = count.left === 0;
  part("danger").hidden = !count.danger;
});

async function send(operations, token, count) {
  const answer = await asked("/sync", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-form-token": token },
    body: JSON.stringify({ operations }),
  });
  for (const result of answer.results) {
    if (result.outcome === "applied") count.new += 1;
    else if (result.outcome === "replayed") count.same += 1;
    else count.left += 1;
    if (result.next === "/danger" || result.next === "/help-now") count.danger = true;
  }
}

async function asked(path, options = { headers: { accept: "application/json" } }) {
  const answer = await fetch(path, { ...options, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function wrong(code) {
  (root.querySelector(`[data-error="${code}"]`) || root.querySelector('[data-error="foreign"]')).hidden = false;
}
