/* The pocket build keeps all of itself: VERSION and FILES are put in front when it is built. Nothing
   is ever asked for elsewhere, and nothing anybody wrote is in here. */

// Named after its folder, so that two builds under one address never empty each other's shelf.
const OURS = `unspiral-pocket-${new URL(self.registration.scope).pathname}-`;
const CACHE = OURS + VERSION;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

/* Other things may live under the same address: only older builds of this one are let go of. */
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(self.registration.scope)) return;
  event.respondWith(answer(event.request, url));
});

/* One build at a time: page and scripts come from the same shelf. The worker itself is asked for by
   the browser, and brings the next build whole. */
async function answer(request, url) {
  const cache = await caches.open(CACHE);
  const folder = url.pathname.endsWith("/") ? `${url.href.split(/[?#]/)[0]}index.html` : request;
  const found = await cache.match(folder, { ignoreSearch: true });
  if (found) return stretch(found, request.headers.get("range"));
  try {
    return await fetch(request);
  } catch (error) {
    const start = request.mode === "navigate" && (await cache.match("index.html"));
    if (start) return start;
    throw error;
  }
}

/* A media element asks for stretches of bytes; some play nothing else. */
async function stretch(found, range) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range || "");
  if (!asked) return found;
  const all = await found.blob();
  const first = Number(asked[1]);
  const last = Math.min(asked[2] ? Number(asked[2]) : all.size - 1, all.size - 1);
  if (first >= all.size) return new Response("", { status: 416, headers: { "content-range": `bytes */${all.size}` } });
  const headers = { "content-type": found.headers.get("content-type") || "audio/flac", "content-range": `bytes ${first}-${last}/${all.size}`, "accept-ranges": "bytes" };
  return new Response(all.slice(first, last + 1), { status: 206, headers });
}
