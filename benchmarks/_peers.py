"""The peers: least squares per equation, statsmodels VAR and VARMAX, tigramite PCMCI+.

Each gets the same answers in sd units of the true swing, and what its own manual advises for
gaps: complete cases, interpolation, a Kalman filter, or its flag for what is missing.
"""

import logging
import warnings
from collections.abc import Sequence

import numpy as np
from _estimate import NIGHT, Case, Edges, Estimate, flat, of_intervals, standard
from scipy.stats import t as student

from unspiral.records.estimate import Array

ALPHA = 0.05
ABSENT = 999.0


def ols(case: Case) -> Estimate:
    """Least squares of each equation of the model on its complete days."""
    y, p = standard(case), len(case.swing)
    parts = {name: np.full((4, p, p), np.nan) for name in ("same", "lag")}
    for row in range(p):
        night = row == NIGHT
        inputs = case.panel.inputs[:-1] if night else case.panel.inputs[1:]
        now = np.empty((len(y) - 1, 0)) if night else y[1:, [NIGHT]]
        z = np.column_stack([np.ones(len(inputs)), inputs, now, y[:-1]])
        found = _least_squares(z, y[1:, row])
        parts["lag"][:, row] = found[:, -p:]
        if not night:
            parts["same"][:, row, NIGHT] = found[:, -p - 1]
    mean, low, high, score = (flat(parts["same"][at], parts["lag"][at]) for at in range(4))
    empty = np.full((p, p), np.nan)
    own = np.diagonal(parts["lag"][0]).copy()
    return Estimate(of_intervals(mean, low, high, score), own, empty, empty, empty)


def _least_squares(z: Array, y: Array) -> Array:
    """(4, k): coefficient, low, high (95 %) and 1 - p; NaN with too few complete days."""
    there = np.isfinite(z).all(axis=1) & np.isfinite(y)
    z, y = z[there], y[there]
    n, k = z.shape
    if n <= k + 1 or np.linalg.matrix_rank(z) < k:
        return np.full((4, k), np.nan)
    inverse = np.linalg.inv(z.T @ z)
    b = inverse @ z.T @ y
    spread = np.sqrt(((y - z @ b) ** 2).sum() / (n - k) * np.diagonal(inverse))
    reach = student.ppf(1 - ALPHA / 2, n - k) * spread
    score = 1 - 2 * student.sf(np.abs(b / spread), n - k)
    return np.stack([b, b - reach, b + reach, score])


def var(case: Case) -> Estimate:
    """statsmodels VAR(1) with the inputs, on answers filled in by straight lines."""
    from statsmodels.tsa.api import VAR

    y = _interpolated(standard(case))
    found = VAR(y, exog=case.panel.inputs).fit(1)
    first = 1 + case.panel.inputs.shape[1]
    return _only_phi(found.params[first:].T, found.stderr[first:].T)


def varmax(case: Case) -> Estimate:
    """statsmodels VARMAX(1, 0) with the inputs, by maximum likelihood through the gaps."""
    from statsmodels.tsa.statespace.varmax import VARMAX

    y, p = standard(case), len(case.swing)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = VARMAX(y, exog=case.panel.inputs, order=(1, 0)).fit(disp=False)
    at = [name.startswith("L1.") for name in found.model.param_names]
    mean, spread = (np.asarray(v)[at].reshape(p, p) for v in (found.params, found.bse))
    return _only_phi(mean, spread)


def pcmci(case: Case) -> Estimate:
    """tigramite PCMCI+ with partial correlations and all that the order of time forbids.

    Its values are partial correlations, so they are ranked and counted, not measured.
    """
    from tigramite.data_processing import DataFrame
    from tigramite.independence_tests.parcorr import ParCorr
    from tigramite.pcmci import PCMCI

    logging.getLogger("numba").setLevel(logging.WARNING)
    p, n_inputs = len(case.swing), case.panel.inputs.shape[1]
    data = np.column_stack([np.nan_to_num(standard(case), nan=ABSENT), case.panel.inputs])
    tester = PCMCI(DataFrame(data, missing_flag=ABSENT), ParCorr(), verbosity=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = tester.run_pcmciplus(
                tau_min=0, tau_max=1, pc_alpha=ALPHA, link_assumptions=_time_order(p, n_inputs)
            )
        except ValueError:  # "No valid samples": too few complete days for one of its tests
            empty = np.full((p, p), np.nan)
            return _only_phi(empty, empty)
    # tigramite writes cause first; ours is effect first
    value, chance = (np.moveaxis(found[k], 2, 0)[:, :p, :p] for k in ("val_matrix", "p_matrix"))
    arrow = np.moveaxis(found["graph"] == "-->", 2, 0)[:, :p, :p]
    said = np.where(arrow, np.sign(value), 0).astype(np.intp)
    links = {k: flat(v[0].T, v[1].T) for k, v in (("v", value), ("p", chance), ("s", said))}
    nothing = np.full(links["v"].shape, np.nan)
    empty = np.full((p, p), np.nan)
    edges = Edges(links["v"], nothing, nothing, 1 - links["p"], links["s"].astype(np.intp))
    return Estimate(edges, np.diagonal(value[1]).copy(), empty, empty, empty)


def _time_order(p: int, n_inputs: int) -> dict[int, dict[tuple[int, int], str]]:
    """The night before the evening, yesterday before today, inputs before what they change;
    items of one evening in no order."""
    evening = [item for item in range(p) if item != NIGHT]
    allowed: dict[int, dict[tuple[int, int], str]] = {
        item: {(cause, -1): "-?>" for cause in range(p)} for item in range(p)
    }
    for item in evening:
        allowed[item][NIGHT, 0] = "-?>"
        allowed[NIGHT][item, 0] = "<?-"
        allowed[item] |= {(other, 0): "o?o" for other in evening if other != item}
    for given in range(p, p + n_inputs):
        allowed[given] = {(item, 0): "<?-" for item in evening}
        allowed[NIGHT][given, -1] = "-?>"
        for item in evening:
            allowed[item][given, 0] = "-?>"
    return allowed


def _interpolated(y: Array) -> Array:
    days = np.arange(len(y))
    columns: Sequence[Array] = [
        np.interp(days, days[np.isfinite(column)], column[np.isfinite(column)]) for column in y.T
    ]
    return np.column_stack(columns)


def _only_phi(mean: Array, spread: Array) -> Estimate:
    reach = 1.959963984540054 * spread
    nothing = np.full(len(mean) * len(mean) - 1, np.nan)
    said = np.zeros(len(nothing), dtype=np.intp)
    edges = Edges(nothing, nothing, nothing, nothing, said)
    return Estimate(edges, np.diagonal(mean).copy(), mean, mean - reach, mean + reach)
