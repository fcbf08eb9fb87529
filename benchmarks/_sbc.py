"""Simulation-based calibration: parameters from the prior, answers from them, ranks in the fit.

Talts et al. (2018), arXiv:1804.06788; bands of Säilynoja et al. (2022). Diaries are made in the
model's own units, so that no scaling by their own spread comes between. Days that grow without
bound are left out of the prior and, likewise, out of the draws.
"""

from typing import Any

import _bare
import _measures
import numpy as np
from _estimate import ITEMS, NIGHT
from _jobs import Desk
from _rows import Found, Row, Table
from _scenario import generator, informed

from unspiral.dynamics.model import LoopModel
from unspiral.records.estimate import Array

RUN = LoopModel(chains=4, warm=300, keep=1500)
DAYS, MISSING = 60, 0.2
RANKS = 99  # draws a truth is ranked among, far apart in 4 x 1500
LEVEL = 0.95
PAIN = ITEMS.index("pain")
MOST_SHOWN = 8


def find(desk: Desk, n: int, days: int = DAYS, run: LoopModel = RUN) -> Found:
    """Ranks of every reported parameter over `n` fits of the claim fit's prior."""
    jobs = {f"{run}/{days}/{seed}": (seed, days, run) for seed in range(n)}
    fits = list(desk.gather("sbc", ranks_of, jobs).values())
    ranks = {name: np.array([one[name] for one in fits]) for name in fits[0]}
    rng = generator(23)
    own = _measures.simultaneous_tail(n, RANKS, LEVEL, rng)
    joint_level = 1 - (1 - LEVEL) / len(ranks)
    joint = _measures.simultaneous_tail(n, RANKS, joint_level, rng, runs=20_000)
    tails = {name: _measures.ecdf_tail(rank, RANKS) for name, rank in ranks.items()}
    outside = sum(tail < own for tail in tails.values())
    found = Found()
    note = f"{len(ranks)} parameters, {(1 - LEVEL) * len(ranks):.1f} expected by chance"
    found.rows.append(Row("sbc", "outside their own 95 % band", outside, n, note=note))
    found.rows.append(
        Row("sbc", "outside the 95 % band of all together", sum(t < joint for t in tails.values()),
            n, high=0, needs=500)
    )  # fmt: skip
    pooled = np.concatenate([(r + 0.5) / (RANKS + 1) for r in ranks.values()])
    for share in (0.5, 0.9):
        inside = float((np.abs(pooled - 0.5) < share / 2).mean())
        found.rows.append(Row("sbc", f"truths in the central {share:.0%}", inside, n * len(ranks)))
    lines = [
        [name, tail, own, joint, _measures.ks_uniform((ranks[name] + 0.5) / (RANKS + 1))]
        for name, tail in sorted(tails.items(), key=lambda item: item[1])[:MOST_SHOWN]
    ]
    columns = ("parameter", "its smallest tail", "bound", "bound for all", "KS")
    found.tables.append(Table("sbc", f"Ranks furthest from uniform, N = {n}", columns, lines))
    return found


def ranks_of(seed: int, days: int, run: LoopModel) -> dict[str, Any]:
    """Rank of each true parameter among `RANKS` draws of one fit."""
    rng = generator(seed, 24)
    prior = informed().silent()
    empty = _bare.empty_frame(days, rng)
    world = _bare.draw_world(empty, prior, rng)
    frame = _bare.draw_answers(empty, prior, world, MISSING, rng)
    draws = run.sample(frame, prior, rng)
    steady = np.flatnonzero(~draws.explosive())
    some = steady[np.linspace(0, len(steady) - 1, RANKS).astype(int)]
    truth = _reported((world.same + world.lag)[None], world.noise[None], world.error[None])
    drawn = _reported(draws.total[some], draws.noise[some], draws.error[some])
    return {name: _measures.rank_of(float(truth[name][0]), drawn[name]) for name in truth}


def _reported(total: Array, noise: Array, error: Array) -> dict[str, Array]:
    """Every parameter that is shown or that a shown one rests on, (N,) each."""
    found = {}
    for effect, to in enumerate(ITEMS):
        for cause, from_ in enumerate(ITEMS):
            kind = f"own lag {to}" if cause == effect else f"link {from_} > {to}"
            found[kind] = total[:, effect, cause]
        found[f"shock variance {to}"] = noise[:, effect, effect]
        found[f"error variance {to}"] = error[:, effect]
    around = total[:, PAIN, NIGHT] * total[:, NIGHT, PAIN]
    own = (1 - total[:, NIGHT, NIGHT]) * (1 - total[:, PAIN, PAIN])
    found["loop gain sleep_quality, pain"] = around / own
    return found
