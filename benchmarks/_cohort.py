"""Many people at once: persons a second on one core, in blocks on two, and how right it is."""

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import _measures
import numpy as np
from _agree import built
from _estimate import PRIOR, Case, frame_of
from _fresh import peak_mb
from _rows import Found, Row, Table
from _scenario import benchmark, case, generator

from unspiral.dynamics import cohort
from unspiral.dynamics.frame import Frame
from unspiral.records.estimate import Array

LEAST, KEPT_BY_WORKER, AT_MOST_MB = 250, 0.9, 1024
DAYS = (30, 60, 90, 180, 365)
TARGET_DAYS = 180
ONE_CORE = 256  # people, for the figures of one core
ROUNDS = 3


def find(people: int, days: tuple[int, ...] = DAYS) -> Found:
    """Blocks of `people` made-up diaries: by length on one core, then for each of two workers."""
    found = Found()
    name = "compiled" if built() else "plain"
    target_days = TARGET_DAYS if TARGET_DAYS in days else days[-1]
    cells, speed = [], {}
    for day in days:
        cases = [case(benchmark(), day, seed) for seed in range(min(people, ONE_CORE))]
        frames = [frame_of(one.panel) for one in cases]
        speed[day] = _per_second(frames)
        rmse, cover = _errors(cases, frames)
        cells.append([f"{day} days", len(frames), speed[day], speed[day] * day, rmse, cover])
    columns = ("diaries", "N", "persons/s", "person-days/s", "RMSE", "95 % cover")
    found.tables.append(Table("cohort", f"20 + 60 sweeps, one core, {name}", columns, cells))
    label = f"persons a second and core, {target_days} days, {name}"
    least = LEAST if built() else None
    found.rows.append(
        Row("cohort", label, speed[target_days], min(people, ONE_CORE), low=least, needs=ONE_CORE)
    )
    found.rows.append(_growth(speed, days, min(people, ONE_CORE)))
    found.rows.extend(_two_workers(people, target_days))
    return found


def block(people: int, days: int) -> tuple[float, float]:
    """Persons a second of one worker, and its peak memory in MB."""
    frames = [frame_of(case(benchmark(), days, seed).panel) for seed in range(people)]
    return _per_second(frames), peak_mb()


def _two_workers(people: int, days: int) -> list[Row]:
    """The same block by one process, then by two at once: what each keeps of its speed."""
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        alone, _ = pool.submit(block, people, days).result()
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        both = [pool.submit(block, people, days) for _ in range(2)]
        rates, memory = zip(*(one.result() for one in both), strict=True)
    kept = float(np.mean(rates)) / alone
    label = f"speed each of two workers keeps, blocks of {people}"
    return [
        Row("cohort", label, kept, 2 * people, "of one alone", low=KEPT_BY_WORKER, needs=1024),
        Row("cohort", "peak memory of a worker", max(memory), people, "MB", high=AT_MOST_MB),
    ]


def _per_second(frames: list[Frame]) -> float:
    """The best of some rounds: whatever else the machine does can only slow one down."""
    seconds = []
    for _ in range(ROUNDS):
        before = time.process_time()
        cohort.totals(frames, PRIOR, generator(37))
        seconds.append(time.process_time() - before)
    return len(frames) / min(seconds)


def _errors(cases: list[Case], frames: list[Frame]) -> tuple[float, float]:
    """RMSE and 95 % cover of all links, in sd units of the true swing."""
    found = cohort.totals(frames, PRIOR, generator(38))
    scale = np.array([f.spread / c.swing for f, c in zip(frames, cases, strict=True)])
    turn = scale[:, :, None] / scale[:, None, :]
    mean, reach = found.mean * turn, _measures.Z95 * found.sd * turn
    truth = np.array([one.total for one in cases])
    apart = ~np.eye(truth.shape[1], dtype=bool)

    def links(values: Array) -> Array:
        return np.asarray(values[:, apart])

    cover = _measures.coverage(links(mean - reach), links(mean + reach), links(truth))
    return _measures.rmse(links(mean), links(truth)), cover


def _growth(speed: dict[int, float], days: tuple[int, ...], people: int) -> Row:
    few, many = days[-2:]
    exponent = float(np.log(speed[few] / speed[many]) / np.log(many / few))
    label = f"growth from {few} to {many} days"
    return Row("cohort", label, exponent, people, "power of days", high=1.1, needs=ONE_CORE)
