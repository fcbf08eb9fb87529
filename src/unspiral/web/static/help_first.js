/* An answer that calls for help leads to people even when the computer that keeps the answers is
   not there: the page for it is kept in this browser. Without script the form is sent as any other. */

const WAIT = 5000;

for (const form of document.querySelectorAll("form[data-help-first]")) {
  form.addEventListener("submit", async (event) => {
    const answer = form.querySelector(".asks-help input:checked");
    if (!answer || answer.value === "0") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    try {
      await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" }, keepalive: true, signal: AbortSignal.timeout(WAIT) });
    } catch (error) { /* not sent: people come first all the same */ }
    location.assign(form.dataset.helpFirst);
  });
}
