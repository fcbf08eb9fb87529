"""Schedules drawn by chance from a seed, and the seal that shows they were not changed later.

The draw of each block is a SHA-256 of seed, salt and block number, so that anybody can repeat it
in any language, now and in ten years; a library's random stream may change with its version.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import combinations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from unspiral.records.trial import Design, Scheme

Bools = NDArray[np.bool_]
FORM = "trial/1"


def _with(days: int, on: tuple[int, ...]) -> tuple[bool, ...]:
    return tuple(day in on for day in range(days))


# What one block may look like; each is as likely as the others.
BLOCKS: Mapping[Scheme, tuple[tuple[bool, ...], ...]] = {
    "blocks": tuple(_with(4, on) for on in combinations(range(4), 2)),
    "pairs": (_with(6, (0, 1, 2)), _with(6, (3, 4, 5))),
}
# P(with it yesterday | with it today) - P(with it yesterday | without it today), over a scheme.
# Blocks: a neighbour in the same block (3 of 4 days) is the other arm twice as often. Pairs: the
# second and third day of a run follow their own arm, the first follows the other one every
# second time. "free": any order, so next to nothing.
YESTERDAY: Mapping[Scheme, float] = {"blocks": -0.25, "pairs": 0.5, "free": 0.0}


def draw(scheme: Scheme, days: int, seed: int, salt: str = "") -> tuple[bool, ...]:
    """The schedule of a whole number of blocks: `days` arms, True = with the technique.

    Raises KeyError for "free", which is never drawn here.
    """
    blocks = BLOCKS[scheme]
    picks = [_pick(seed, salt, at, len(blocks)) for at in range(days // len(blocks[0]))]
    return tuple(arm for pick in picks for arm in blocks[pick])


def _pick(seed: int, salt: str, block: int, among: int) -> int:
    digest = hashlib.sha256(f"{FORM}:{seed}:{salt}:{block}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % among


def redraw(arms: tuple[bool, ...], scheme: Scheme, times: int, rng: Generator) -> Bools:
    """(times, days): schedules as likely as `arms` was, to tell chance from effect.

    "free": the same number of days with it, in any order. The last block may have been cut
    short (data from elsewhere): its days are the first ones of a whole block.
    """
    own = np.array(arms)
    if scheme == "free":
        return np.asarray(rng.permuted(np.tile(own, (times, 1)), axis=1))
    blocks = np.array(BLOCKS[scheme])
    picks = rng.integers(0, len(blocks), (times, -(-len(own) // blocks.shape[1])))
    return np.asarray(blocks[picks].reshape(times, -1)[:, : len(own)])


def follows(arms: tuple[bool, ...], scheme: Scheme) -> bool:
    """Whether `arms` is a schedule that this scheme can draw."""
    if scheme == "free":
        return True
    size = len(BLOCKS[scheme][0])
    parts = [arms[at : at + size] for at in range(0, len(arms), size)]
    return all(any(block[: len(part)] == part for block in BLOCKS[scheme]) for part in parts)


def seal(design: Design) -> str:
    """SHA-256 in hex of every field of the design except the seal itself."""
    return hashlib.sha256(canonical(design).encode()).hexdigest()


def canonical(design: Design) -> str:
    """The design as the one text that is sealed: JSON, sorted keys, no spaces, arms as A and B."""
    held = asdict(design) | {"form": FORM, "arms": letters(design.arms)}
    held |= {"low": float(design.low), "high": float(design.high)}
    del held["seal"]
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def letters(arms: tuple[bool, ...]) -> str:
    """A for each day with the technique, B for each without."""
    return "".join("A" if arm else "B" for arm in arms)


def sealed(design: Design) -> Design:
    """The design with its seal."""
    return replace(design, seal=seal(design))


def verify(design: Design) -> bool:
    """Whether nothing changed since it was sealed, and the schedule is what the seed draws."""
    return design.seal == seal(design) and _drawn(design)


def _drawn(design: Design) -> bool:
    if design.scheme not in BLOCKS:
        return True
    return design.arms == draw(design.scheme, design.days, design.seed, design.salt)
