/* What could not be sent yet: kept on this device, encrypted, sent later, deleted only when saved.

   An entry is {id, kind, at, zone, local_date, base_version, fields: {name: [values]}} where `id` is
   the operation id made in the form. It goes to POST /sync as {operations: [entry, …]}, which answers
   {results: [{id, outcome, next, code, message}, …]}. Outcomes `applied` and `replayed` mean the
   server has flushed: the entry is deleted. Any other answer keeps it. */

import { forget } from "./comfort_kept.js";
import { tell as tellSigns } from "./told.js";

const DAY = 24 * 3600 * 1000;
const WAIT = 8000;
const BATCH = 50;
let sending = Promise.resolve();
/* A pocket build has no computer to send to: its entries stay until they are taken home. */
const inThePocket = () => "pocket" in document.body.dataset;

/* ---- the store: one key that cannot be exported, entries encrypted with it ---- */

function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("unspiral-outbox", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "id" });
      asked.result.createObjectStore("held");
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/* Runs `work(store)` and resolves with its request's result once the transaction is complete. */
async function inside(name, mode, work) {
  const base = await open();
  return new Promise((done, fail) => {
    const step = base.transaction(name, mode, { durability: "strict" });
    const asked = work(step.objectStore(name));
    step.oncomplete = () => { base.close(); done(asked && asked.result); };
    step.onerror = step.onabort = () => { base.close(); fail(step.error); };
  });
}

async function key() {
  const found = await inside("held", "readonly", (held) => held.get("key"));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await inside("held", "readwrite", (held) => held.add(made, "key")).catch(() => {});
  return inside("held", "readonly", (held) => held.get("key"));
}

const owner = () => inside("held", "readonly", (held) => held.get("owner"));
const remember = (name) => inside("held", "readwrite", (held) => held.put(name, "owner"));

export async function keep(entry) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(entry));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), plain);
  const row = { id: entry.id, iv, data, owner: (await owner()) || "", made: Date.now(), problem: "" };
  await inside("entries", "readwrite", (entries) => entries.put(row));
}

/* Rows of the person whose device this was last; another person's stay closed (safety.md B16). */
async function rows() {
  const [all, mine] = [await inside("entries", "readonly", (entries) => entries.getAll()), await owner()];
  return all.filter((row) => !row.owner || !mine || row.owner === mine);
}

async function opened(row) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await key(), row.data);
  return JSON.parse(new TextDecoder().decode(plain));
}

export async function entries() {
  return Promise.all((await rows()).map(opened));
}

export async function count() {
  return (await rows()).length;
}

/* ---- sending ---- */

async function ask(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), WAIT);
  try {
    return await fetch(path, { ...options, signal: stop.signal, redirect: "error" });
  } finally {
    clearTimeout(timer);
  }
}

/* Sends all that is kept. Resolves with {id: result}; empty when the server could not be reached. */
export function flush() {
  // One after another: an entry kept while another sending is under way goes with the next.
  sending = sending.catch(() => {}).then(send).catch(() => ({})).then(tell);
  return sending;
}

/* Taken home as a file, and wanted here no longer. */
export async function drop(ids) {
  for (const id of ids) await inside("entries", "readwrite", (entries) => entries.delete(id));
}

async function send() {
  if (inThePocket() || !(await count())) return {};
  const named = { accept: "application/json", "x-outbox-owner": (await owner()) || "" };
  const session = await ask("/form-token", { headers: named });
  if (session.status === 410) { await forgetAll(); return {}; }
  if (!session.ok) { await showUnsent(session.status === 401 ? "signin" : ""); return {}; }
  const { token, owner: mine } = await session.json();
  await remember(mine);
  const found = {};
  const all = await rows();
  for (let first = 0; first < all.length; first += BATCH) {
    Object.assign(found, await sendSome(all.slice(first, first + BATCH), token));
  }
  await showUnsent();
  return found;
}

/* The diary was erased where it lay, so what waited here for it goes, too, and its key with it. */
async function forgetAll() {
  for (const row of await rows()) await inside("entries", "readwrite", (entries) => entries.delete(row.id));
  await inside("held", "readwrite", (held) => held.clear());
  await forget();
  await showUnsent();
}

async function sendSome(some, token) {
  const answer = await ask("/sync", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-form-token": token },
    body: JSON.stringify({ operations: await Promise.all(some.map(opened)) }),
  });
  if (!answer.ok) return {};
  const found = {};
  for (const result of (await answer.json()).results) {
    found[result.id] = result;
    await settle(some.find((row) => row.id === result.id), result);
  }
  return found;
}

/* Only what the server has on disk is let go of; everything else stays, with the reason. */
async function settle(row, result) {
  if (!row) return;
  if (result.outcome === "applied" || result.outcome === "replayed") {
    await inside("entries", "readwrite", (entries) => entries.delete(row.id));
  } else {
    await inside("entries", "readwrite", (entries) => entries.put({ ...row, problem: result.code || "problem" }));
  }
}

/* ---- on the page ---- */

/* A form with data-outbox="KIND" goes through the outbox: kept first, then sent, then on. */
export function watchForms(root) {
  root.querySelectorAll("form[data-outbox]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(form, event.submitter);
    });
  });
  remembered();
}

/* A page of the signed-in person names its owner for the entries that follow. */
async function remembered() {
  if (!("signedIn" in document.body.dataset) || !document.querySelector("form[data-outbox]")) return;
  const session = await ask("/form-token", { headers: { accept: "application/json" } }).catch(() => null);
  if (session && session.ok) await remember((await session.json()).owner);
}

async function save(form, submitter) {
  const entry = entryOf(form, submitter);
  try {
    await keep(entry);
  } catch {
    if (inThePocket()) say(form, "lost");
    else form.submit(); // no store on this device: the plain way
    return;
  }
  say(form, "kept");
  await showUnsent();
  const result = (await flush())[entry.id] || told.get(entry.id);
  if (result) return settled(form, result);
  waiting.set(entry.id, form);
  if (inThePocket()) renew(form, {});
  kept(form);
}

/* Forms on this page whose entry could not be sent yet, and results no form waited for. */
const waiting = new Map();
const told = new Map();

async function settled(form, result) {
  if (result.outcome === "applied" || result.outcome === "replayed") {
    say(form, "saved");
    form.querySelectorAll("[data-when-kept], [data-when-sign], .error").forEach((part) => { part.hidden = true; });
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    await replaced(form);
    renew(form, result);
    if (result.next || form.dataset.after) location.assign(result.next || form.dataset.after);
  } else if (result.outcome === "problem" || result.outcome === "clash") {
    form.submit(); // the server shows the same form with what is to be looked at
  }
}

/* Saved and changed again is a new entry, made from what was just kept. */
function renew(form, result) {
  const [id, seen] = ["op_id", "base_version"].map((name) => form.elements.namedItem(name));
  if (id) id.value = crypto.randomUUID();
  if (seen && result.version) seen.value = String(result.version);
}

/* Sent later, while its page is still open: the page says so, and goes where the answer leads. */
async function tell(found) {
  for (const [id, result] of Object.entries(found)) {
    const form = waiting.get(id);
    waiting.delete(id);
    if (form) await settled(form, result);
    else told.set(id, result);
  }
  return found;
}

/* A form shown again stands for the entries that could not be taken: once it is saved, they go. */
async function replaced(form) {
  const field = form.elements.namedItem("instead_of");
  for (const id of field ? field.value.split(" ") : []) {
    await inside("entries", "readwrite", (entries) => entries.delete(id));
  }
  await showUnsent();
}

export function entryOf(form, submitter) {
  const data = new FormData(form);
  if (submitter && submitter.name) data.append(submitter.name, submitter.value);
  const own = ["op_id", "zone", "local_date", "base_version", "form_token", "instead_of"];
  const fields = {};
  for (const [name, value] of data) {
    if (!own.includes(name)) (fields[name] = fields[name] || []).push(value);
  }
  const box = form.elements.namedItem("op_id");
  if (box && !box.value) box.value = crypto.randomUUID();
  return {
    id: box ? box.value : crypto.randomUUID(),
    kind: form.dataset.outbox || form.dataset.kept,
    at: new Date().toISOString(),
    zone: data.get("zone") || Intl.DateTimeFormat().resolvedOptions().timeZone,
    local_date: data.get("local_date") || diaryDay(new Date()),
    base_version: data.get("base_version") ? Number(data.get("base_version")) : null,
    fields,
  };
}

/* The diary day turns at four in the morning, local time. */
export function diaryDay(now) {
  const moved = new Date(now.getTime() - 4 * 3600 * 1000);
  const two = (n) => String(n).padStart(2, "0");
  return `${moved.getFullYear()}-${two(moved.getMonth() + 1)}-${two(moved.getDate())}`;
}

/* The exact words stand in the page: data-said-kept, data-said-saved on <body>. */
function say(form, state) {
  form.querySelectorAll("[data-save-state]").forEach((line) => {
    line.hidden = false;
    line.classList.remove("is-kept", "is-saved");
    line.classList.add(`is-${state}`);
    line.querySelector("span").textContent = document.body.dataset[{ kept: "saidKept", saved: "saidSaved", lost: "saidLost" }[state]];
    const drawn = document.querySelector(`template[data-state-icon=${state}]`);
    if (drawn) line.querySelector("svg").replaceWith(drawn.content.firstElementChild.cloneNode(true));
  });
}

function kept(form) {
  const after = form.querySelector("[data-when-kept]");
  if (after) after.hidden = false;
  const sign = form.querySelector("[data-when-sign]");
  if (!sign || !form.querySelector("[name=new_or_worse]:checked:not([data-alone])")) return;
  tellSigns(["new_or_worse"]); // until the computer knows, this device opens no comfort either
  forget();
  sign.hidden = false;
  sign.querySelector("a").focus();
}

/* The count of what is not sent stands on every page, warns after a day, more so after five. */
export async function showUnsent(why = "") {
  const line = document.querySelector("[data-unsent]");
  if (!line) return;
  const all = await rows().catch(() => []);
  line.hidden = !all.length;
  if (!all.length) return;
  const age = Date.now() - Math.min(...all.map((row) => row.made));
  const state = why || (age > 5 * DAY ? "old" : age > DAY ? "day" : "");
  line.querySelector("[data-count]").textContent =
    all.length === 1 ? line.dataset.one : line.dataset.many.replace("{n}", all.length);
  line.querySelectorAll("[data-if]").forEach((part) => { part.hidden = part.dataset.if !== state; });
  line.classList.toggle("care", state !== "");
  const file = line.querySelector("[data-to-file]");
  file.onclick = async () => download(await entries());
}

function download(all) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ operations: all }, null, 1)], { type: "application/json" }));
  link.download = "unspiral-not-sent.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
