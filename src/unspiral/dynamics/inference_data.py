"""A fit's draws for ArviZ, with named dimensions. Needs the extra: `unspiral[arviz]`.

The only way by which draws leave the room.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from unspiral.dynamics.personal import PersonalFit
from unspiral.dynamics.seeds import MODEL_VERSION
from unspiral.records.estimate import Array

if TYPE_CHECKING:
    from xarray import DataTree

PAIR = ["effect", "cause"]
DIMS = {
    "link": PAIR,
    "same_day": PAIR,
    "next_day": PAIR,
    "drift": ["item", "input"],
    "noise": ["item", "item_too"],
    **{name: ["item"] for name in ("error", "first_state", "last_state", "centre", "spread")},
    "y": ["day", "item"],
    "inputs": ["day", "input"],
}


def to_inference_data(fit: PersonalFit) -> "DataTree":
    """Groups `posterior`, `observed_data` and `constant_data`, as ArviZ reads them.

    All in within-person sd units, named after the reference of the library. `y` is NaN where
    nothing was answered. `constant_data` holds `centre` and `spread` (in points; for activity in
    log minutes) to turn values back, and `inputs`, the first of them the level. Attributes:
    seed, model version, days, sittings. Raises ImportError, saying what to install.
    """
    try:
        from arviz_base import from_dict
    except ImportError as error:
        raise ImportError("Draws for ArviZ need: pip install 'unspiral[arviz]'") from error
    frame = fit.loop.frame
    known = np.column_stack([np.ones(len(frame.days)), frame.inputs])
    about = {
        "inference_library": "unspiral",
        "model_version": MODEL_VERSION,
        "seed": str(fit.seed),
        "n_days": fit.loop.n_days,
        "sittings": fit.sittings,
    }
    coords: dict[str, Any] = {
        **{name: list(frame.items) for name in ("item", "item_too", "effect", "cause")},
        "day": np.array(frame.days, dtype="datetime64[ns]"),
        "input": ["level", *frame.input_names],
    }
    data = {
        "posterior": _by_chain(fit),
        "observed_data": {"y": frame.y},
        "constant_data": {"centre": frame.centre, "spread": frame.spread, "inputs": known},
    }
    return from_dict(data, coords=coords, dims=DIMS, attrs={"/": about})


def _by_chain(fit: PersonalFit) -> dict[str, Array]:
    """Each parameter as (chains, kept, ...)."""
    draws = fit.loop.draws
    named = {
        "link": draws.total,
        "same_day": draws.same,
        "next_day": draws.lag,
        "drift": draws.drift,
        "noise": draws.noise,
        "error": draws.error,
        "first_state": draws.first,
        "last_state": draws.last,
    }
    return {
        name: value.reshape(draws.chains, -1, *value.shape[1:]) for name, value in named.items()
    }
