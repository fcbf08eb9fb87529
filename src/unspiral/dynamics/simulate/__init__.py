"""Made-up people with a known truth, in worlds by name: for tests, the demo and benchmarks.

`WORLDS["drift"].person(...)` makes a diary; `replace(WORLDS["drift"], links={})` takes every link
between sittings out. Most numbers behind it are elicited, not published; `basis` says which. What
is made from it shows whether the learner finds what was put in, never what is true of people.
"""

from unspiral.dynamics.simulate.basis import basis
from unspiral.dynamics.simulate.made import ITEMS, Made, Truth
from unspiral.dynamics.simulate.panels import panel_of
from unspiral.dynamics.simulate.settings import Links, Settings, Use, use_of
from unspiral.dynamics.simulate.worlds import WORLDS, World

__all__ = [
    "ITEMS",
    "WORLDS",
    "Links",
    "Made",
    "Settings",
    "Truth",
    "Use",
    "World",
    "basis",
    "panel_of",
    "use_of",
]
