/* A pocket build: keeps the whole of it in this browser. Relative, so it works under any path. */
if ("serviceWorker" in navigator) navigator.serviceWorker.register("sw.js").catch(() => {});
