"""A guided session as data: steps with seconds, cues and what the player shows."""

from dataclasses import dataclass
from typing import Literal

from unspiral.records.triage import Scope

StepKind = Literal["say", "breath", "hold", "move", "rest", "switch", "walk", "heat"]


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of time in a session.

    `seconds` is how long it lasts; `cue` is the text shown and spoken; `phase` is the breath
    phase (in, hold, out, rest) or the id of the figure's pose; `side` is left, right or "".
    `count` says which round this is, `of` how many there are (0 = no rounds).
    """

    kind: StepKind
    seconds: float
    cue: str
    phase: str = ""
    side: str = ""
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """All steps of one session in order; `seconds` is their sum.

    `scope` is what a clearance has to cover before it is shown, sent, kept or made into sound.
    """

    technique: str
    version: int
    title: str
    steps: tuple[Step, ...]
    stop_rules: tuple[str, ...]
    figure: str = ""
    tired: bool = False
    mirrored: bool = False
    scope: Scope = "standard"

    @property
    def seconds(self) -> float:
        """Length of the whole session in seconds."""
        return sum(step.seconds for step in self.steps)
