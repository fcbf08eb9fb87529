/* The whole session as one file, played by the media element, so that the screen may go off. While it
   runs its own time is the time of the session; where it cannot run, the watch goes on without it. */

const CLOSE = 0.5; // seconds: nearer than this the file need not be moved

export class Sound {
  /* `tell` hears of what the player did not do itself: "pause", "ended", "back" (after a wait), "tap". */
  constructor(audio, addresses, tell = () => {}) {
    this.audio = audio;
    this.addresses = addresses;
    this.tell = tell;
    this.waiting = true;
    this.wanted = false;
    this.spoken = true;
    this.flipped = false;
    if (!audio) return;
    audio.controls = false;
    audio.preload = "auto";
    for (const name of ["waiting", "error", "seeking", "emptied"]) audio.addEventListener(name, () => { this.waiting = true; });
    audio.addEventListener("playing", () => this.back());
    audio.addEventListener("seeked", () => this.back());
    audio.addEventListener("pause", () => this.paused());
    audio.addEventListener("ended", () => { if (this.wanted) this.tell("ended"); });
    globalThis.addEventListener?.("online", () => this.again());
    audio.load();
  }

  /* True while the file is what tells the time. */
  get running() {
    const { audio } = this;
    return Boolean(audio) && this.wanted && !this.waiting && !audio.paused && !audio.ended && !audio.seeking;
  }

  get at() { return this.audio.currentTime; }

  /* Call from a tap: browsers start sound only then. */
  play(at) {
    if (!this.audio) return;
    this.wanted = true;
    if (this.audio.error) this.audio.load();
    this.moveTo(at);
    const started = this.audio.play();
    if (started) started.catch((fault) => this.refused(fault));
  }

  /* A browser that wants a tap first says so; without a file or a network the page goes on alone. */
  refused(fault) {
    this.waiting = true;
    if (fault && fault.name === "NotAllowedError") this.tell("tap");
  }

  /* After a tap or a key: sound that was refused may start now. */
  retry(at) {
    if (this.audio && this.wanted && this.audio.paused && !this.audio.ended && !this.audio.error) this.play(at);
  }

  pause() {
    this.wanted = false;
    if (this.audio) this.audio.pause();
  }

  moveTo(at) {
    if (this.audio && Math.abs(this.audio.currentTime - at) > 0.05) this.audio.currentTime = at;
  }

  /* The other file: starting with the other side, or with nobody speaking. Goes on at `at`. */
  use({ spoken = this.spoken, flipped = this.flipped }, at) {
    if (!this.audio || (spoken === this.spoken && flipped === this.flipped)) return;
    Object.assign(this, { spoken, flipped });
    const address = flipped && this.addresses.other ? this.addresses.other : this.addresses.url;
    const on = this.wanted;
    this.pause();
    this.audio.src = spoken ? address : `${address}${address.includes("?") ? "&" : "?"}voice=0`;
    this.audio.load();
    if (on) this.play(at);
  }

  /* It runs (again): whoever keeps the time says where it should be. */
  back() {
    const { audio } = this;
    if (audio.seeking || audio.readyState < 3) return;
    const was = this.waiting;
    const at = was && this.wanted ? this.tell("back") : undefined;
    if (Number.isFinite(at) && Math.abs(audio.currentTime - at) > CLOSE && at < audio.duration) this.moveTo(at);
    else this.waiting = false;
  }

  /* Paused by the lock screen, by headphones taken out, by a call: not by the player. */
  paused() {
    const { audio } = this;
    if (this.wanted && audio.paused && !audio.ended && !audio.error) this.tell("pause");
  }

  again() {
    if (!this.audio || !this.audio.error) return;
    this.audio.load();
    if (this.wanted) this.audio.play().catch(() => {});
  }
}

/* What the lock screen and headphones show and may press. At night no time is shown there either. */
export function onLockScreen(session, { title, go, hold, step, Metadata = globalThis.MediaMetadata }) {
  if (!session) return;
  if (Metadata) session.metadata = new Metadata({ title, artist: "Unspiral" });
  const acts = {
    play: go, pause: hold, stop: hold,
    seekforward: () => step(1), nexttrack: () => step(1),
    seekbackward: () => step(-1), previoustrack: () => step(-1),
  };
  for (const [name, act] of Object.entries(acts)) {
    try { session.setActionHandler(name, act); } catch { /* this browser has no such button */ }
  }
}

export function tellLockScreen(session, state, position, duration, night) {
  if (!session) return;
  session.playbackState = state === "on" ? "playing" : state === "paused" ? "paused" : "none";
  if (night || !session.setPositionState || !(duration > 0)) return;
  session.setPositionState({ duration, position: Math.min(duration, Math.max(0, position)), playbackRate: 1 });
}
