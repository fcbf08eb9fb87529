"""The oracle: the same model written down once more for a NUTS sampler (numpyro)."""

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from _estimate import Case, Estimate, frame_of, of_draws

from unspiral.dynamics import answers, sampler
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array

ONE_CORE = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
WARM, KEEP = 300, 600
T_DF = 4.0


@dataclass(frozen=True, slots=True)
class Oracle:
    """Draws of one chain in the frame's units: `same`, `lag` (N, p, p); jumps that failed."""

    same: Array
    lag: Array
    divergences: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What stays the same from diary to diary, so that a compiled sampler serves them all.

    Per block: rows, same-day columns, inputs of the day before, degrees of freedom, scale.
    """

    days: int
    items: int
    blocks: tuple[tuple[tuple[int, ...], tuple[int, ...], bool, float, float], ...]
    warm: int
    keep: int


def prepare() -> None:
    """Bring JAX up on one core in double precision, before anything else uses it."""
    os.environ.setdefault("XLA_FLAGS", ONE_CORE)
    import jax

    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]


def estimate(case: Case, prior: Prior) -> Estimate:
    """The oracle's estimate of one case."""
    frame = frame_of(case.panel)
    found = sample(frame, prior)
    return of_draws(case, frame, found.same, found.lag)


def sample(frame: Frame, prior: Prior, warm: int = WARM, keep: int = KEEP, seed: int = 1) -> Oracle:
    """One chain of NUTS on the loop model of `frame` (no censored ends, no channels)."""
    prepare()
    import jax

    blocks = sampler.make_blocks(frame, prior)
    parts = tuple((b.rows, b.same, b.lag_inputs, b.df, b.scale) for b in blocks)
    run = _sampler(Shape(len(frame.days), len(frame.items), parts, warm, keep))
    given = {
        "y": np.nan_to_num(frame.y),
        "there": np.isfinite(frame.y),
        "inputs": frame.inputs,
        "rounding": frame.rounding,
        "mean": [block.mean for block in blocks],
        "sd": [block.precision**-0.5 for block in blocks],
    }
    run.run(jax.random.PRNGKey(seed), given)
    draws = {name: np.asarray(value) for name, value in run.get_samples().items()}
    lost = int(np.asarray(run.get_extra_fields()["diverging"]).sum())
    coef = tuple(draws[f"coef{at}"] for at in range(len(blocks)))
    same, lag = sampler.transition(sampler.make_system(frame, prior), coef)
    return Oracle(same, lag, lost)


@lru_cache(maxsize=4)
def _sampler(shape: Shape) -> Any:
    from numpyro.infer import MCMC, NUTS

    kernel = NUTS(lambda given: _model(shape, given))
    return MCMC(
        kernel, num_warmup=shape.warm, num_samples=shape.keep, progress_bar=False,
        jit_model_args=True,
    )  # fmt: skip


def _model(shape: Shape, given: Any) -> None:
    """Equations of LoopModel: x ~ two-block VAR(1), y ~ t4 about x with variance r.

    The small rounding part widens the t instead of being folded with it.
    """
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    days, p = shape.days, shape.items
    flat = dist.ImproperUniform(dist.constraints.real_matrix, (), (days, p))
    x = numpyro.sample("x", flat)
    numpyro.factor("first", dist.Normal(0, 1).log_prob(x[0]).sum())
    for at, (rows, same, lag_inputs, df, scale) in enumerate(shape.blocks):
        prior = dist.Normal(given["mean"][at], given["sd"][at]).to_event(2)
        coef = numpyro.sample(f"coef{at}", prior)
        inputs = given["inputs"][:-1] if lag_inputs else given["inputs"][1:]
        parts = [jnp.ones((days - 1, 1)), inputs, x[1:, np.array(same, int)], x[:-1]]
        left = x[1:, np.array(rows)] - jnp.concatenate(parts, axis=1) @ coef.T
        root = _root(at, len(rows), df, scale)  # precision of the shocks = root root'
        size = jnp.log(jnp.diagonal(root)).sum() * (days - 1)
        numpyro.factor(f"moves{at}", size - 0.5 * ((left @ root) ** 2).sum())
    error = numpyro.sample(
        "error", dist.InverseGamma(answers.ERROR_SHAPE, answers.ERROR_SCALE).expand([p]).to_event(1)
    )
    spread = jnp.sqrt((error + given["rounding"]) * (T_DF - 2) / T_DF)
    log = dist.StudentT(T_DF, x, spread).log_prob(given["y"])
    numpyro.factor("answers", jnp.where(given["there"], log, 0.0).sum())


def _root(at: int, rows: int, df: float, scale: float) -> Any:
    """Cholesky root of the precision ~ Wishart(df, I / scale), by Bartlett."""
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    squares = numpyro.sample(f"chi{at}", dist.Chi2(df - np.arange(rows)).to_event(1))
    root = jnp.diag(jnp.sqrt(squares))
    if rows > 1:
        normal = dist.Normal(0, 1).expand([rows * (rows - 1) // 2]).to_event(1)
        root = root.at[np.tril_indices(rows, -1)].set(numpyro.sample(f"below{at}", normal))
    return root / jnp.sqrt(scale)
