/* A danger sign that was told on this device, until one of its ways out: said to be a mistake and
   asked again, or seen by someone. It never ends by time, and not by a reload. */
const NAME = "unspiral-told";

export function told() {
  try { return JSON.parse(localStorage.getItem(NAME)); } catch { return null; }
}

export function tell(signs, now = new Date()) {
  try { localStorage.setItem(NAME, JSON.stringify({ at: now.toISOString(), signs })); } catch { /* the page says it now */ }
}

export function untell() {
  try { localStorage.removeItem(NAME); } catch { /* there is nothing to take back */ }
}
