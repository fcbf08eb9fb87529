/* The ring shows the time of this phase, the disc the breath. With less motion wanted the disc rests
   and the ring moves by whole seconds. */

const ROUND = 918;
const BAR = 312;
const SMALL = 0.42;
const SIZES = { in: [SMALL, 1], out: [1, SMALL], hold: [1, 1], rest: [SMALL, SMALL] };

/* Part of the phase to draw: smooth, or by whole seconds. */
export function partOf(gone, seconds, still) {
  if (seconds <= 0) return 1;
  const shown = still ? Math.floor(gone) : gone;
  return Math.min(1, Math.max(0, shown / seconds));
}

/* Breath size at this part of a phase, eased like a breath. */
export function sizeOf(phase, part) {
  const [from, to] = SIZES[phase] || SIZES.rest;
  return from + (to - from) * (1 - Math.cos(Math.PI * part)) / 2;
}

export function drawRing(root, phase, gone, seconds, still) {
  const part = partOf(gone, seconds, still);
  root.querySelector(".pacer-arc").setAttribute("stroke-dasharray", `${(part * ROUND).toFixed(1)} ${ROUND}`);
  const size = still ? 0.7 : sizeOf(phase, part);
  root.querySelector(".pacer-disc").setAttribute("transform", `translate(160 160) scale(${size.toFixed(3)})`);
}

export function drawBar(root, gone, seconds, still) {
  const part = partOf(gone, seconds, still);
  root.querySelector(".pacer-arc").setAttribute("stroke-dasharray", `${(part * BAR).toFixed(1)} ${BAR}`);
}
