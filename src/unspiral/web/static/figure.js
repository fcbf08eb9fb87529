/* Moves a drawn figure: number lists per path from the server, straight lines between them. */

const TAKES = { M: 2, L: 2, C: 6, Z: 0 };

export const eased = (t) => t * t * t * (t * (t * 6 - 15) + 10);

/* Path text from commands and a row of numbers, starting at `at`. */
export function pathData(commands, numbers, at = 0) {
  let text = "";
  for (const command of commands) {
    text += command;
    for (let i = 0; i < TAKES[command]; i += 1) text += `${i ? " " : ""}${Math.round(numbers[at + i] * 10) / 10}`;
    at += TAKES[command];
  }
  return text;
}

export const lengthOf = (commands) => [...commands].reduce((sum, command) => sum + TAKES[command], 0);

/* Numbers at `part` (0 to 1) of a move. */
export function between(samples, part) {
  const place = Math.min(1, Math.max(0, part)) * (samples.length - 1);
  const low = Math.min(Math.floor(place), samples.length - 2);
  const share = place - low;
  return samples[low].map((number, i) => number + (samples[low + 1][i] - number) * share);
}

/* The way from one pose to another along the moves there are: [{move, back, seconds}], or [] if none. */
export function route(moves, from, to) {
  const seen = new Map([[from, []]]);
  const queue = [from];
  while (queue.length) {
    const here = queue.shift();
    if (here === to) return seen.get(here);
    for (const move of moves) {
      for (const [start, end, back] of [[move.from, move.to, false], [move.to, move.from, true]]) {
        if (start !== here || seen.has(end)) continue;
        seen.set(end, [...seen.get(here), { move, back, seconds: back ? move.back : move.seconds }]);
        queue.push(end);
      }
    }
  }
  return [];
}

/* One picture group turned round for the other side, or back. */
export function turnRound(group, yes) {
  if (yes) group.setAttribute("transform", `translate(${group.dataset.turn} 0) scale(-1 1)`);
  else group.removeAttribute("transform");
}

export class MovingFigure {
  constructor(root, frames, mirrored) {
    this.frames = frames;
    this.parts = frames.parts.map(({ part, commands }) => ({
      path: root.querySelector(`[data-part="${part}"]`), commands, takes: lengthOf(commands),
    }));
    this.turn = root.querySelector("[data-turn]");
    this.mirror(mirrored);
  }

  has(pose) {
    return this.frames.moves.some((move) => move.from === pose || move.to === pose);
  }

  /* Left shows the picture turned round; the clock stays as it is. */
  mirror(yes) {
    if (this.turn) turnRound(this.turn, yes);
  }

  /* How long the way between two poses takes when nothing hurries it (seconds). */
  natural(from, to) {
    return route(this.frames.moves, from, to).reduce((sum, leg) => sum + leg.seconds, 0);
  }

  /* Draw the point `part` (0 to 1, in time) of the way from one pose to another. */
  draw(from, to, part) {
    const legs = route(this.frames.moves, from, to);
    if (!legs.length) return this.rest(to);
    const whole = legs.reduce((sum, leg) => sum + leg.seconds, 0);
    let at = Math.min(1, Math.max(0, part)) * whole;
    let leg = legs[0];
    for (leg of legs) {
      if (at <= leg.seconds || leg === legs[legs.length - 1]) break;
      at -= leg.seconds;
    }
    return this.show(leg.move, leg.back, leg.seconds ? at / leg.seconds : 1);
  }

  /* A pose at rest. */
  rest(pose) {
    const start = this.frames.moves.find((move) => move.from === pose);
    if (start) return this.show(start, false, 0);
    const end = this.frames.moves.find((move) => move.to === pose);
    return end ? this.show(end, false, 1) : undefined;
  }

  /* Round and round through all moves, for walking; `seconds` since it began. */
  cycle(seconds) {
    const moves = this.frames.moves;
    const whole = moves.reduce((sum, move) => sum + move.seconds, 0);
    if (!whole) return;
    let at = seconds % whole;
    for (const move of moves) {
      if (at < move.seconds) { this.show(move, false, at / move.seconds); return; }
      at -= move.seconds;
    }
  }

  show(move, back, part) {
    const time = Math.min(1, Math.max(0, part));
    const gone = move.linear ? time : eased(time);
    const numbers = between(move.samples, back ? 1 - gone : gone);
    let at = 0;
    for (const { path, commands, takes } of this.parts) {
      if (path) path.setAttribute("d", pathData(commands, numbers, at));
      at += takes;
    }
  }
}

/* A figure that changes its view on the way: one picture a pose, and the one of the step is shown. */
export class CutFigure {
  constructor(root, mirrored) {
    this.pictures = [...root.querySelectorAll("[data-cut]")];
    this.turns = [...root.querySelectorAll("[data-turn]")];
    this.mirror(mirrored);
  }

  has(pose) { return this.pictures.some((picture) => picture.dataset.cut === pose); }

  mirror(yes) { this.turns.forEach((turn) => turnRound(turn, yes)); }

  natural() { return 0; }

  cycle() { /* nothing goes round in a row of pictures */ }

  draw(from, to) { this.rest(to); }

  rest(pose) { this.pictures.forEach((picture) => { picture.hidden = picture.dataset.cut !== pose; }); }
}
