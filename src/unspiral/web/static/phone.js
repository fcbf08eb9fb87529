/* Says whether this phone keeps the pages for when the computer is off: only a phone that trusts the
   computer's certificate lets the worker in. */

const say = (state) => {
  document.querySelectorAll("[data-alone]").forEach((line) => { line.hidden = line.dataset.alone !== state; });
};
const worker = navigator.serviceWorker;
if (!worker) say("no");
else worker.register("/sw.js").then(() => worker.ready).then(() => say("yes"), () => say("no"));
