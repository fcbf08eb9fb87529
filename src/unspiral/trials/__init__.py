"""Fair tests of one person. As a library: `from unspiral.trials import analyse_table`.

docs/reference/trials.md tells what each of these takes and gives.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unspiral.errors import BadFrame
    from unspiral.records.estimate import NotEnough
    from unspiral.records.trial import Design, Power, Trial, TrialDay, TrialResult
    from unspiral.trials.analysis import analyse
    from unspiral.trials.design import make
    from unspiral.trials.document import Held, read, write
    from unspiral.trials.library import Layout, analyse_table, to_trial
    from unspiral.trials.power import Expected, expect
    from unspiral.trials.power import power as power_of
    from unspiral.trials.randomise import verify

__all__ = [
    "BadFrame",
    "Design",
    "Expected",
    "Held",
    "Layout",
    "NotEnough",
    "Power",
    "Trial",
    "TrialDay",
    "TrialResult",
    "analyse",
    "analyse_table",
    "expect",
    "make",
    "power_of",
    "read",
    "to_trial",
    "verify",
    "write",
]
_HOMES = {
    "BadFrame": "errors",
    "NotEnough": "records.estimate",
    **dict.fromkeys(("Design", "Power", "Trial", "TrialDay", "TrialResult"), "records.trial"),
    "analyse": "trials.analysis",
    "make": "trials.design",
    **dict.fromkeys(("Held", "read", "write"), "trials.document"),
    **dict.fromkeys(("Layout", "analyse_table", "to_trial"), "trials.library"),
    **dict.fromkeys(("Expected", "expect"), "trials.power"),
    "power_of": "trials.power:power",
    "verify": "trials.randomise",
}


def __getattr__(name: str) -> Any:
    """Loads what is asked for, so that a sealed schedule needs no numbers."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, _, known_as = _HOMES[name].partition(":")
    return getattr(import_module(f"unspiral.{home}"), known_as or name)
