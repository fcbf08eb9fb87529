"""The learner. As a library: `from unspiral.dynamics import Model`; docs/reference/library.md."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unspiral.dynamics.inference_data import to_inference_data
    from unspiral.dynamics.interchange import Column, rows
    from unspiral.dynamics.library import Model, research_prior, to_panel, to_panels
    from unspiral.dynamics.personal import PersonalFit as Fit
    from unspiral.dynamics.priors import Prior
    from unspiral.errors import BadFrame
    from unspiral.records.estimate import NotEnough, Panel

__all__ = [
    "BadFrame",
    "Column",
    "Fit",
    "Model",
    "NotEnough",
    "Panel",
    "Prior",
    "research_prior",
    "rows",
    "to_inference_data",
    "to_panel",
    "to_panels",
]
_HOMES = {
    "BadFrame": "errors:BadFrame",
    "Column": "dynamics.interchange:Column",
    "Fit": "dynamics.personal:PersonalFit",
    "NotEnough": "records.estimate:NotEnough",
    "Panel": "records.estimate:Panel",
    "Prior": "dynamics.priors:Prior",
    "rows": "dynamics.interchange:rows",
    "to_inference_data": "dynamics.inference_data:to_inference_data",
}


def __getattr__(name: str) -> Any:
    """Loads what is asked for, so that importing one room of the learner loads no other."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, _, known_as = _HOMES.get(name, f"dynamics.library:{name}").partition(":")
    return getattr(import_module(f"unspiral.{home}"), known_as)
