/* Keeps the screen on while something is looked at: only when wanted, and let go of on every pause.
   The browser lets go by itself when the page is hidden. */

export class Wake {
  constructor(box, lock = globalThis.navigator.wakeLock) {
    this.box = box;
    this.lock = lock;
    this.held = null;
    this.playing = false;
    if (!box || !lock) return;
    box.closest("[data-wake]").hidden = false;
    box.addEventListener("change", () => this.follow());
    document.addEventListener("visibilitychange", () => this.follow());
  }

  set(playing) {
    this.playing = playing;
    return this.follow();
  }

  async follow() {
    if (!this.box || !this.lock) return;
    const wanted = this.playing && this.box.checked && !document.hidden;
    if (!wanted) {
      const held = this.held;
      this.held = null;
      if (held) await held.release().catch(() => {});
    } else if (!this.held) {
      this.held = "asked";
      this.held = await this.lock.request("screen").catch(() => null);
      this.held?.addEventListener("release", () => { this.held = null; });
    }
  }
}
