/* Keeps the shell, help, blank forms, the danger screen, ease and the awake page; never a personal
   page. VERSION and KEEP = {content, files, pages} are put in front by the server. */

const CACHE = `unspiral-${VERSION}`;
const WAIT = 6000;
const OFFLINE = "/offline";
const COMFORT = "unspiral-comfort"; // by choice, a week at most: comfort_kept.js fills and empties it
const COPIES = /^\/comfort\/[a-z0-9-]+$|^\/session\/[a-z0-9-]+\/audio\.flac$/;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== CACHE && name !== COMFORT) await caches.delete(name);
    await self.clients.claim();
  })());
});

/* After the language, theme or country has changed the page asks for fresh copies. */
self.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(fillPages());
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEEP.files);
  await fillPages();
}

/* `x-kept` makes the server leave the form token out: a kept page holds no secret. */
async function fillPages() {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.keys(KEEP.pages).map(async (path) => {
    const answer = await fetch(path, { headers: { "x-kept": "1", accept: "text/html, application/json" }, cache: "no-store" });
    if (answer.ok) await cache.put(path, answer);
  }));
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") event.respondWith(sent(request));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url));
  else if (COPIES.test(url.pathname)) event.respondWith(copied(request, url));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname in KEEP.pages) event.respondWith(page(request, url));
});

/* A file named with its hash never changes; one without is asked for, then taken from the shelf. */
async function file(request, url) {
  const cache = await caches.open(CACHE);
  if (url.searchParams.has("v")) {
    const found = await cache.match(request);
    if (found) return found;
  }
  try {
    return await fetch(request);
  } catch (error) {
    const found = await cache.match(request, { ignoreSearch: true });
    if (found) return found;
    throw error;
  }
}

async function page(request, url) {
  try {
    return await within(fetch(request), WAIT);
  } catch {
    return stretch(await kept(url), request.headers.get("range"));
  }
}

async function kept(url) {
  const cache = await caches.open(CACHE);
  const named = standIn(url.pathname) || OFFLINE;
  return (await cache.match(named, { ignoreSearch: true })) || (await cache.match("/help-now")) || Response.error();
}

/* A comfort session: the computer's own word first, so that what it closes stays closed; its copy
   when there is no answer. Each page of a copy asks the danger screen itself, and knows its age. */
async function copied(request, url) {
  try {
    return await within(fetch(request), WAIT);
  } catch {
    const found = await caches.match(request.url, { cacheName: COMFORT });
    if (found) return stretch(found, request.headers.get("range"));
    return request.mode === "navigate" ? kept(url) : Response.error();
  }
}

/* A media element asks for stretches of bytes; some play nothing else. */
async function stretch(found, range) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range || "");
  if (!asked) return found;
  const all = await found.blob();
  const [first, last] = [Number(asked[1]), asked[2] ? Number(asked[2]) : all.size - 1];
  const headers = { "content-type": found.headers.get("content-type"), "content-range": `bytes ${first}-${Math.min(last, all.size - 1)}/${all.size}`, "accept-ranges": "bytes" };
  if (first >= all.size) return new Response("", { status: 416, headers: { "content-range": `bytes */${all.size}` } });
  return new Response(all.slice(first, last + 1), { status: 206, headers });
}

/* A form that could not be sent: our own words and the way to help, never the browser's bare fault. */
async function sent(request) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(CACHE);
    return (await cache.match(OFFLINE, { ignoreSearch: true })) || (await cache.match("/help-now")) || Response.error();
  }
}

/* The kept page itself, or the one that stands in for this path or a path above it. */
function standIn(path) {
  if (path in KEEP.pages) return path;
  const covers = (name) => path === name || path.startsWith(`${name}/`);
  return Object.keys(KEEP.pages).find((kept) => KEEP.pages[kept].some(covers));
}

function within(promise, wait) {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error("too slow")), wait);
    promise.then((value) => { clearTimeout(timer); done(value); }, (error) => { clearTimeout(timer); fail(error); });
  });
}

/* A reminder was touched: the page of today, in the window that is open if there is one. */
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const [open] = await self.clients.matchAll({ type: "window" });
    return open ? open.focus() : self.clients.openWindow("/today");
  })());
});
