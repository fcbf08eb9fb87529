/* Keeps help for later: registers the offline worker. The page needs nothing of this. */
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
