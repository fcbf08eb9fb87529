"""What statsmodels forecasts, refitted each week and filtered each day: packages of `bench`."""

import warnings
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Normals = tuple[Array, Array]
WEEK = 7
DISTINCT = 2  # different answers without which an item cannot be fitted


def why_absent() -> str:
    """Empty when statsmodels can be used, else the reason to print."""
    try:
        import statsmodels.tsa.api  # noqa: F401
    except ImportError:
        return "statsmodels is not installed; ./test bench brings it"
    return ""


def local_level(y: Array, first: int) -> Normals:
    """UnobservedComponents 'llevel' of each item by maximum likelihood; gaps stay gaps."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    mean, sd = np.full_like(y, np.nan), np.full_like(y, np.nan)
    for item in range(y.shape[1]):
        for start in range(first, len(y), WEEK):
            end = min(start + WEEK, len(y))
            if len(np.unique(y[:start, item][np.isfinite(y[:start, item])])) < DISTINCT:
                continue
            fitted = UnobservedComponents(y[:start, item], "llevel").fit(disp=False)
            # The last day is cut off: a filter gives its forecast without having seen it.
            longer = UnobservedComponents(y[:end, item], "llevel").filter(fitted.params)
            mean[start:end, item] = longer.filter_results.forecasts[0, start:end]
            variance = longer.filter_results.forecasts_error_cov[0, 0, start:end]
            sd[start:end, item] = np.sqrt(variance)
    return mean, sd


def interpolated_var(y: Array, first: int) -> Normals:
    """VAR(1) on all items that have moved, gaps of the past filled by straight lines."""
    mean, sd = np.full_like(y, np.nan), np.full_like(y, np.nan)
    for start in range(first, len(y), WEEK):
        past = _filled(y[:start])
        moved = np.flatnonzero(np.ptp(past[:-1], axis=0) > 0)
        level, matrix, spread = _var(past[:, moved])
        for day in range(start, min(start + WEEK, len(y))):
            last = _filled(y[:day])[-1]
            mean[day], sd[day] = last, 0.0
            mean[day, moved] = level + matrix @ last[moved]
            sd[day, moved] = spread
    return mean, sd


def _var(past: Array) -> tuple[Array, Array, Array]:
    """Intercepts, day-to-day matrix and residual sds; one item alone is an AR(1)."""
    from statsmodels.tsa.api import VAR, AutoReg

    if past.shape[1] == 0:
        return np.empty(0), np.empty((0, 0)), np.empty(0)
    if past.shape[1] == 1:
        one = AutoReg(past[:, 0], 1).fit()
        return one.params[:1], one.params[1:, None], np.sqrt([one.sigma2])
    fitted = VAR(past).fit(1)
    return fitted.intercept, fitted.coefs[0], np.sqrt(np.diag(fitted.sigma_u))


METHODS: Mapping[str, Callable[[Array, int], Normals]] = {
    "statsmodels_local_level": local_level,
    "statsmodels_var": interpolated_var,
}


def run(name: str, y: Array, first: int) -> Normals:
    """Mean and sd (n_days, n_items) from day `first` on, in points."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # short or flat diaries do not converge, and say so often
        return METHODS[name](y, first)


def _filled(y: Array) -> Array:
    """Straight lines between answers; before the first and after the last the nearest one."""
    days = np.arange(len(y))
    columns = []
    for column in y.T:
        seen = np.isfinite(column)
        columns.append(np.interp(days, days[seen], column[seen]) if seen.any() else days * 0.0)
    return np.column_stack(columns)
