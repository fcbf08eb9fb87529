/* Comfort sessions kept on this device: at most a week, by choice, removed as soon as the gate
   closes or a sign is told. The worker plays them from here when the computer is off. */

import { count } from "./outbox.js";
import { told, untell } from "./told.js";

export const SHELF = "unspiral-comfort";
const MARK = "unspiral-comfort";
const MOST = 7 * 24 * 3600 * 1000;
const PAGES = "/comfort/kept.json";

/* {version, cleared, until, urls} of the copy, or null. Times in ms; `until` is never more than a
   week after it was cleared, whatever stands in the mark. */
export function copy() {
  try {
    const found = JSON.parse(localStorage.getItem(MARK));
    return found && Number.isFinite(found.cleared) ? { ...found, until: Math.min(found.until, found.cleared + MOST) } : null;
  } catch { return null; }
}

/* Too old counts as gone; a clock set back does not make it younger. */
export function isFresh(found, now = Date.now()) {
  return Boolean(found) && now >= found.cleared - 300000 && now < found.until;
}

export async function forget() {
  try { localStorage.removeItem(MARK); } catch { /* nothing was kept */ }
  if ("caches" in globalThis) await caches.delete(SHELF);
}

/* Asks the gate and keeps what it clears. False when it is closed, or nothing could be kept. */
export async function keepComfort() {
  const answer = await fetch(PAGES, { headers: { accept: "application/json" }, cache: "no-store", redirect: "error" });
  if (!answer.ok) { await forget(); return false; }
  const told = await answer.json();
  if (!told.open) { await forget(); return false; }
  const before = copy();
  const shelf = await caches.open(SHELF);
  for (const old of await shelf.keys()) {
    const { pathname, search } = new URL(old.url);
    if (!told.urls.includes(pathname + search)) await shelf.delete(old);
  }
  for (const url of told.urls) {
    // The sound follows from the content alone; what a page says may depend on today's answers.
    if (before && before.made === told.made && told.sounds.includes(url) && (await shelf.match(url))) continue;
    const part = await fetch(url, { headers: { "x-kept": "1" }, cache: "no-store", redirect: "error" });
    if (!part.ok) { await forget(); return false; }
    await shelf.put(url, part);
  }
  localStorage.setItem(MARK, JSON.stringify({ version: told.version, made: told.made, cleared: told.cleared, until: told.until, sessions: told.sessions }));
  return true;
}

/* On every page, and whenever it is looked at again: too old is removed, what changed is renewed,
   what the gate closed is gone at once. Offline the copy stays as it is. */
export async function checkKept() {
  const found = copy();
  if (!found && !told()) return;
  if (found && !isFresh(found)) await forget();
  const answer = await fetch("/comfort/state.json", { headers: { accept: "application/json" }, cache: "no-store", redirect: "error" }).catch(() => null);
  if (!answer || answer.status >= 500) return;
  const state = answer.ok ? await answer.json() : { open: false };
  if (!state.open) { await forget(); return; }
  if (await count()) return; // what was told here is not known there yet
  untell(); // the computer knows of it, and its gate is open
  if (copy() && state.version !== found.version) await keepComfort().catch(() => forget());
}
