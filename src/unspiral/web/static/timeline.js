/* When each step of a session begins, and a watch that only ever goes forward. */

export function timeline(steps) {
  const starts = [];
  let total = 0;
  for (const step of steps) {
    starts.push(total);
    total += step.seconds;
  }
  return { starts, total };
}

/* Which step runs at `seconds`; the number of steps when all are over. */
export function stepAt({ starts, total }, seconds) {
  if (seconds >= total) return starts.length;
  let found = 0;
  while (found + 1 < starts.length && starts[found + 1] <= seconds) found += 1;
  return found;
}

/* Seconds gone. While the sound of the session runs, its time is the time; else a clock that changes
   of the wall clock and sleeping tabs cannot turn back. It never goes backwards but by `seek`. */
export class Watch {
  constructor(clock = () => performance.now(), sound = null) {
    this.clock = clock;
    this.sound = sound;
    this.kept = 0;
    this.since = null;
  }

  get running() { return this.since !== null; }

  get gone() {
    if (this.running && this.sound && this.sound.running) {
      this.kept = Math.max(this.kept, this.sound.at);
      this.since = this.clock();
    }
    return this.kept + (this.running ? (this.clock() - this.since) / 1000 : 0);
  }

  go() { if (!this.running) this.since = this.clock(); }

  pause() { this.kept = this.gone; this.since = null; }

  seek(seconds) {
    this.kept = Math.max(0, seconds);
    if (this.running) this.since = this.clock();
  }
}

/* Where to go on after a reload: where it stopped; warmth goes on by itself while nobody looks. */
export function resumeAt(saved, now, keepsTime) {
  if (!saved || !Number.isFinite(saved.at)) return null;
  const away = keepsTime && saved.on ? Math.max(0, (now - saved.saved) / 1000) : 0;
  return { at: saved.at + away, on: Boolean(keepsTime && saved.on), flip: Boolean(saved.flip) };
}
