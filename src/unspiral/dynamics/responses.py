"""What one unusual day is followed by: impulse responses of the loop model, with bands."""

from collections.abc import Iterable
from itertools import permutations

import numpy as np

from unspiral.dynamics.draws import Draws
from unspiral.dynamics.model import LoopFit
from unspiral.records.estimate import Array, Response

HORIZON_DAYS = 14
EXPLOSIVE_UP_TO_DAY = 7  # draws that grow without bound say nothing beyond it
BANDS = (0.10, 0.25, 0.50, 0.75, 0.90)  # ends of the 80 and the 50 % band around the median
Pair = tuple[str, str]


def responses(fit: LoopFit, pairs: Iterable[Pair] | None = None) -> tuple[Response, ...]:
    """Each effect after its cause was one usual swing higher than foretold, once.

    Without `pairs`, every pair of different items. Day 0 is the cause's own diary day: there a
    night acts on the evening after it (two sittings); items of one sitting do not act on each
    other, since a shock shared with another item has no direction.
    """
    items = fit.frame.items
    steps = impulse(fit.draws)
    bounded = ~fit.draws.explosive()
    return tuple(
        _response(fit, steps, bounded, items.index(cause), items.index(effect))
        for cause, effect in (permutations(items, 2) if pairs is None else pairs)
    )


def impulse(draws: Draws, days: int = HORIZON_DAYS) -> Array:
    """(N, days + 1, p, p): state on day h (row = effect) after a shock of 1 on day 0, sd units."""
    p = draws.lag.shape[1]
    step = draws.day_to_day()
    found = [np.linalg.inv(np.eye(p) - draws.same)]
    for _ in range(days):
        found.append(step @ found[-1])
    return np.stack(found, axis=1)


def _response(
    fit: LoopFit,
    steps: Array,
    bounded: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    cause: int,
    effect: int,
) -> Response:
    points = steps[:, :, effect, cause] * fit.frame.points_per_sd(effect)
    near = np.quantile(points[:, : EXPLOSIVE_UP_TO_DAY + 1], BANDS, axis=0)
    kept = points[bounded, EXPLOSIVE_UP_TO_DAY + 1 :]
    far = np.quantile(kept, BANDS, axis=0) if len(kept) else np.empty((len(BANDS), 0))
    bands = [tuple(float(value) for value in row) for row in np.hstack([near, far])]
    return Response(
        from_=fit.frame.items[cause],
        to=fit.frame.items[effect],
        unit=fit.frame.units[effect],
        days=tuple(range(len(bands[0]))),
        low80=bands[0],
        low50=bands[1],
        mid=bands[2],
        high50=bands[3],
        high80=bands[4],
        p_explosive=fit.explosive_share,
    )
