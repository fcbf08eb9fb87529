/* The page of kept comfort sessions: what is on this device, and the choice to keep or remove it. */
import { checkKept, copy, forget, isFresh, keepComfort } from "./comfort_kept.js";

const root = document.querySelector("[data-comfort]");
const part = (name) => root.querySelector(`[data-${name}]`);
const day = (time) => new Date(time).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long" });

async function draw() {
  const was = copy();
  await checkKept();
  const found = copy();
  const fresh = isFresh(found);
  part("gone").hidden = !was || fresh || isFresh(was);
  part("none").hidden = fresh || !part("gone").hidden;
  part("here").hidden = !fresh;
  if (part("keep")) part("keep").hidden = fresh || !("caches" in globalThis);
  part("remove").hidden = !fresh;
  if (!fresh) return;
  part("cleared").textContent = day(found.cleared);
  part("until").textContent = day(found.until);
  part("list").replaceChildren(...found.sessions.map(line));
}

function line({ href, title, length }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const name = document.createElement("b");
  const time = document.createElement("span");
  link.className = "door comfort";
  link.href = href;
  name.textContent = title;
  time.textContent = length;
  link.append(name, time);
  item.append(link);
  return item;
}

part("keep")?.addEventListener("click", async () => {
  part("closed").hidden = part("failed").hidden = true;
  part("keep").disabled = true;
  const done = await keepComfort().catch(() => null);
  if (done === null) { await forget(); part("failed").hidden = false; }
  if (done === false) part("closed").hidden = false;
  part("keep").disabled = false;
  await draw();
});
part("remove").addEventListener("click", async () => { await forget(); await draw(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) draw(); });
draw();
