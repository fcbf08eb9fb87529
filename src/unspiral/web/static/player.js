/* The session player: plays the script the server computed. Hands-free after the first tap; space
   and Escape pause, arrow keys go a step on or back. The page stays complete without this file. */

import { CutFigure, MovingFigure, turnRound } from "./figure.js";
import { drawBar, drawRing } from "./pacer.js";
import { entryOf, keep } from "./outbox.js";
import { Sound, onLockScreen, tellLockScreen } from "./sound.js";
import { Speaker } from "./speech.js";
import { Watch, resumeAt, stepAt, timeline } from "./timeline.js";
import { Tones, buzz } from "./tones.js";
import { Wake } from "./wake.js";

const TICK = 200; // ms: also runs, slower, while the page is hidden
const ASK_AGAIN = 20000; // ms: how soon a danger sign told elsewhere stops a running session
const WALK_SHOWN = 12; // seconds of walking pictures, then the figure rests
const KIND_OF_TONE = { switch: "switch" };

const other = (side) => (side === "left" ? "right" : side === "right" ? "left" : "");

export class Player {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.steps = data.steps;
    this.line = timeline(this.steps);
    this.sound = new Sound(root.querySelector("[data-sound]"), data.sound, (what) => this.heard(what));
    this.watch = new Watch(undefined, this.sound);
    this.wake = new Wake(root.querySelector("[data-wake] input"));
    this.tones = new Tones();
    this.speaker = new Speaker(data.language);
    this.motion = matchMedia("(prefers-reduced-motion: reduce)");
    this.state = "start";
    this.at = -1;
    this.flip = false;
    this.find();
    this.posesOfSteps();
    this.listen();
    this.restore();
    this.draw();
  }

  find() {
    const one = (mark) => this.root.querySelector(`[data-${mark}]`);
    this.parts = Object.fromEntries(["stage", "pacer", "hold", "moving", "still", "pause", "more", "cue", "round", "live", "sides", "end", "tap"].map((mark) => [mark, one(mark)]));
    this.parts.word = one("pause-word");
    this.finishPart = document.querySelector("[data-finish]");
    this.heatForm = document.querySelector("[data-heat-start] form");
    this.figure = this.drawn();
    this.parts.pause.hidden = false;
    this.parts.more.hidden = false;
    if (this.parts.sides) this.parts.sides.hidden = false;
    one("sound-plain").hidden = true;
    document.querySelectorAll("[data-heat-start]").forEach((part) => { part.hidden = true; });
  }

  /* The drawn figure: one that moves, one that is cut from picture to picture, or none. */
  drawn() {
    const { moving } = this.parts;
    if (!this.data.figure || !moving) return null;
    this.cut = Boolean(moving.querySelector("[data-cut]"));
    if (this.cut) return new CutFigure(moving, this.data.mirrored);
    return this.data.figure.moves.length ? new MovingFigure(moving, this.data.figure, this.data.mirrored) : null;
  }

  /* From which pose to which each step leads; a step without a pose stays where it is. */
  posesOfSteps() {
    let here = this.figure ? this.data.figure.poses[0] : "";
    this.ways = this.steps.map((step) => {
      const from = here;
      if (this.figure && this.figure.has(step.pose)) here = step.pose;
      const natural = this.figure ? this.figure.natural(from, here) : 0;
      const whole = step.kind === "move" || step.kind === "breath" ? step.seconds : Math.min(step.seconds, natural);
      return { from, to: here, seconds: whole };
    });
  }

  listen() {
    const { pause, end, sides } = this.parts;
    pause.addEventListener("click", () => this.press());
    end.addEventListener("click", () => this.finish());
    if (sides) sides.addEventListener("change", (event) => this.chooseSide(event.target.value));
    this.root.querySelectorAll("[data-cue-kind]").forEach((box) => box.addEventListener("change", () => this.sounded()));
    for (const act of ["pointerup", "keyup"]) {
      document.addEventListener(act, () => { if (this.state === "on") this.sound.retry(this.watch.gone); });
    }
    const { mediaSession } = navigator;
    onLockScreen(mediaSession, {
      title: this.data.title, go: () => this.go(), hold: () => this.hold(), step: (by) => this.step(by),
    });
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("visibilitychange", () => { this.tick(); this.stillOpen(); });
    setInterval(() => this.stillOpen(), ASK_AGAIN);
    this.motion.addEventListener("change", () => this.draw());
    this.speaker.whenListed(() => this.offerVoice());
    window.addEventListener("pagehide", () => this.save());
    setInterval(() => this.tick(), TICK);
    const frame = () => { if (this.state === "on") this.paint(); requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  }

  /* A sign told in another tab or on another device closes this session, too: the gate is asked
     again, and where it no longer lets the session open, the page gives way to what comes first. */
  async stillOpen() {
    if (this.state !== "on" || document.hidden) return;
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (!answer || (answer.type !== "opaqueredirect" && answer.status < 400)) return;
    if (this.state === "on") this.press();
    location.reload();
  }

  wants(kind) {
    const box = this.root.querySelector(`[data-cue-kind="${kind}"]`);
    return Boolean(box && box.checked && !box.disabled);
  }

  /* Where neither the file nor the device has a voice, there is none to choose. */
  offerVoice() {
    const box = this.root.querySelector('[data-cue-kind="voice"]');
    box.disabled = !this.data.sound.voice && !this.speaker.voice;
    box.closest("label").hidden = box.disabled;
  }

  /* Tones on or off, with or without the voice in the file: from where the session is now. */
  sounded() {
    const at = this.watch.gone;
    this.sound.use({ spoken: this.wants("voice") || !this.data.sound.voice, flipped: this.flip }, at);
    if (this.state !== "on") return;
    if (this.wants("tones") && !this.sound.wanted) this.sound.play(at);
    if (!this.wants("tones") && this.sound.wanted) { this.watch.seek(at); this.sound.pause(); }
  }

  /* What came over the file that the player did not do itself. */
  heard(what) {
    if (this.state !== "on") return undefined;
    this.parts.tap.hidden = what !== "tap";
    if (what === "back") return this.watch.gone;
    if (what === "pause") this.hold();
    if (what === "ended") { this.watch.seek(this.line.total); this.tick(); }
    return undefined;
  }

  /* ---- start, pause, go on, steps, end ---- */

  press() {
    this.tones.wake();
    if (this.state === "on") this.hold();
    else this.go();
  }

  go() {
    if (this.state === "on" || this.state === "ended") return;
    if (this.state === "start") { this.offerVoice(); this.heatIsOn(); }
    this.state = "on";
    if (this.wants("tones")) this.sound.play(this.watch.gone);
    this.watch.go();
    this.wake.set(true);
    document.body.classList.add("playing");
    this.tick();
    this.draw();
  }

  hold() {
    if (this.state !== "on") return;
    this.state = "paused";
    this.watch.pause();
    this.sound.pause();
    this.wake.set(false);
    this.speaker.stop();
    this.save();
    this.draw();
  }

  step(by) {
    if (this.state === "start" || this.state === "ended") return;
    const target = Math.max(0, Math.min(this.steps.length - 1, this.at + by));
    this.watch.seek(this.line.starts[target]);
    this.sound.moveTo(this.line.starts[target]);
    this.tick();
    this.draw();
  }

  finish() {
    const chord = this.sound.wanted && !this.sound.waiting && this.watch.gone > this.line.total - 1;
    this.state = "ended";
    this.watch.pause();
    if (chord) this.sound.wanted = false; // it rings out by itself
    else this.sound.pause();
    this.wake.set(false);
    this.speaker.stop();
    if (this.wants("tones") && !chord) this.tones.play("end");
    if (this.wants("buzz")) buzz("end");
    sessionStorage.removeItem(this.key_());
    document.body.classList.remove("playing");
    document.body.classList.add("ended");
    this.parts.live.textContent = this.data.words.ended;
    const title = this.finishPart.querySelector("[tabindex]");
    if (title) title.focus();
  }

  key(event) {
    const on = event.target.closest("input, textarea, select, button, a, summary");
    if (event.altKey || event.ctrlKey || event.metaKey || this.state === "ended") return;
    if (event.key === "Escape") this.hold();
    if (event.key === " " && !on) { event.preventDefault(); this.press(); }
    if (on && on.matches("input, textarea, select")) return;
    if (event.key === "ArrowRight") { event.preventDefault(); this.step(1); }
    if (event.key === "ArrowLeft") { event.preventDefault(); this.step(-1); }
  }

  chooseSide(side) {
    const now = this.steps[Math.max(0, this.at)].side;
    this.flip = Boolean(now) && now !== side;
    this.sounded();
    this.draw();
  }

  side(step) {
    return this.flip ? other(step.side) : step.side;
  }

  /* ---- time ---- */

  tick() {
    if (this.state !== "on" && this.state !== "paused") return;
    const at = stepAt(this.line, this.watch.gone);
    if (at >= this.steps.length) { this.finish(); return; }
    if (at !== this.at) this.enter(at);
    this.paint();
    const second = Math.floor(this.watch.gone);
    if (second === this.savedSecond) return;
    this.savedSecond = second;
    this.save();
    tellLockScreen(navigator.mediaSession, this.state, this.watch.gone, this.line.total, this.data.sound.night);
  }

  /* After a sleeping tab only the step that runs now is told, not all that went by. */
  enter(at) {
    this.at = at;
    const step = this.steps[at];
    const tone = KIND_OF_TONE[step.kind] || (step.kind === "breath" ? step.pose : "step");
    this.draw();
    if (this.state !== "on") return;
    const filed = this.sound.running;
    const spoken = this.wants("voice") && !(filed && this.data.sound.voice) && this.speaker.say(step.say);
    if (!filed && (this.wants("tones") || (!spoken && this.wants("voice")))) this.tones.play(tone);
    if (this.wants("buzz")) buzz(step.kind === "switch" ? "switch" : "step");
    this.parts.live.textContent = step.say;
  }

  /* ---- what is seen ---- */

  draw() {
    const { stage, still, moving, pause, word, cue, round, pacer, hold, sides } = this.parts;
    const going = this.state !== "start";
    const calm = (this.motion.matches && !this.cut) || !this.figure;
    const step = this.steps[Math.max(0, this.at)];
    const breath = going && step.kind === "breath";
    stage.hidden = !going;
    pacer.hidden = !breath;
    hold.hidden = breath;
    if (still) still.hidden = going && (!calm || breath);
    if (moving) moving.hidden = calm || !going;
    pause.dataset.state = this.state;
    pause.setAttribute("aria-pressed", String(this.state === "paused"));
    word.textContent = { start: this.data.words.start, on: this.data.words.pause }[this.state] || this.data.words.goOn;
    if (!going) return;
    cue.textContent = breath && step.cue === step.word ? "" : step.cue;
    round.textContent = this.data.sound.night ? "" : step.round;
    const side = this.side(step);
    if (sides && side) sides.querySelector(`[value="${side}"]`).checked = true;
    const turned = side ? side === "left" : this.data.mirrored;
    if (this.figure) this.figure.mirror(turned);
    this.root.querySelectorAll("[data-still] [data-turn]").forEach((group) => turnRound(group, turned));
    this.paint();
  }

  paint() {
    if (this.at < 0) return;
    const step = this.steps[this.at];
    const gone = Math.min(step.seconds, Math.max(0, this.watch.gone - this.line.starts[this.at]));
    const breath = step.kind === "breath";
    const root = breath ? this.parts.pacer : this.parts.hold;
    const still = this.motion.matches;
    root.querySelector("[data-word]").textContent = this.state === "paused" ? this.data.words.paused : step.word;
    const left = Math.max(1, Math.ceil(step.seconds - gone - 1e-6));
    const minutes = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const count = left > 99 ? minutes : String(left);
    root.querySelector("[data-count]").textContent = this.data.sound.night ? "" : count;
    if (breath) drawRing(root, step.pose, gone, step.seconds, still);
    else drawBar(root, gone, step.seconds, still);
    if (this.figure && (this.cut || !still)) this.move(step, gone);
  }

  move(step, gone) {
    const { from, to, seconds } = this.ways[this.at];
    if (step.kind === "walk") {
      if (gone < WALK_SHOWN) this.figure.cycle(gone);
      else this.figure.rest(to);
    } else this.figure.draw(from, to, seconds ? gone / seconds : 1);
  }

  /* ---- kept over a reload of this tab ---- */

  key_() { return `session.${this.data.key}`; }

  save() {
    if (this.state !== "on" && this.state !== "paused") return;
    const kept = { at: this.watch.gone, on: this.state === "on", saved: Date.now(), flip: this.flip };
    sessionStorage.setItem(this.key_(), JSON.stringify(kept));
  }

  restore() {
    let saved = null;
    try { saved = JSON.parse(sessionStorage.getItem(this.key_())); } catch { /* not ours: start afresh */ }
    const found = resumeAt(saved, Date.now(), this.data.keepsTime);
    if (!found) return;
    this.flip = found.flip;
    if (this.flip) this.sounded();
    this.watch.seek(found.at);
    if (found.at >= this.line.total) { this.finish(); return; }
    this.state = "paused";
    document.body.classList.add("playing");
    this.enter(stepAt(this.line, found.at));
    if (found.on) this.go();
  }

  /* Warmth that was switched on is told at once, so that a missed end can be asked about. */
  heatIsOn() {
    const form = this.heatForm;
    if (!form) return;
    const body = new URLSearchParams(new FormData(form));
    const sent = fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" });
    sent.catch(() => keep(entryOf(form))).catch(() => {}); // the outbox sends it later
  }
}

const script = document.getElementById("session-script");
const root = document.querySelector("[data-player]");
if (script && root) {
  const player = new Player(root, JSON.parse(script.textContent));
  window.unspiralPlayer = player;
  /* "Ease it now" was the tap that starts: a position was chosen on the page before. */
  if ("go" in root.dataset && player.state === "start") player.press();
}
