/* Soft tones and two kinds of buzz: short for a new step, long-long for a change of sides or the end. */

export const TONES = {
  in: [330, 0.25], out: [247, 0.25], hold: [294, 0.18], step: [294, 0.2],
  switch: [392, 0.45], end: [196, 0.9],
};
export const BUZZ = { step: [70], switch: [260, 140, 260], end: [260, 140, 260] };
const LOUDNESS = 0.12;

export class Tones {
  constructor() {
    this.context = null;
  }

  /* Browsers make sound only after a tap: call this from one. */
  wake() {
    const Context = globalThis.AudioContext || globalThis.webkitAudioContext;
    if (!this.context && Context) this.context = new Context();
    if (this.context && this.context.state === "suspended") this.context.resume();
  }

  play(kind) {
    if (!this.context) return false;
    const [pitch, seconds] = TONES[kind] || TONES.step;
    const now = this.context.currentTime;
    const source = this.context.createOscillator();
    const gain = this.context.createGain();
    source.frequency.value = pitch;
    gain.gain.setValueAtTime(0.0001, now);
    gain.gain.exponentialRampToValueAtTime(LOUDNESS, now + 0.06);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + seconds);
    source.connect(gain).connect(this.context.destination);
    source.start(now);
    source.stop(now + seconds + 0.05);
    return true;
  }
}

export function buzz(kind, navigator = globalThis.navigator) {
  return navigator.vibrate ? navigator.vibrate(BUZZ[kind] || BUZZ.step) : false;
}
