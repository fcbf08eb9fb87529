"""When a fair test pauses or ends for harm: safety.md H13. Harm stops at once."""

from collections.abc import Sequence

from unspiral.records.problem import Reason
from unspiral.records.triage import Level
from unspiral.records.trial import Stopping

REDS_IN_A_ROW = 2  # product.md section 3: two reds in a row mean another thing


def stopping(
    *,
    level: Level,
    gate_open: bool,
    made_worse: int,
    reds: Sequence[bool],
    red_today: bool = False,
    flare: bool = False,
) -> Stopping:
    """What today's facts ask of a running test; the worst of them counts.

    `level`: the triage level of today; `gate_open`: whether the gate clears the technique today;
    `made_worse`: taps on "This made me worse" for it since the start; `reds`: for each morning
    after a day on which it was done, oldest first, whether it was red; `red_today`: this morning
    was; `flare`: a flare runs.
    A stopped test never goes on. While one is paused its days pass by: what was drawn stands, and
    an outcome that is noted counts as drawn.
    """
    ends = []
    if made_worse:
        ends.append(Reason("made_worse", None, {"times": made_worse}))
    if level is Level.EMERGENCY:
        ends.append(Reason("level_closes_tests", None, {"level": level.value}))
    if _most_in_a_row(reds) >= REDS_IN_A_ROW:
        ends.append(Reason("two_red_mornings", None, {"times": REDS_IN_A_ROW}))
    if ends:
        return Stopping("stop", tuple(ends))
    waits = []
    if level in (Level.SAME_DAY, Level.WITHIN_DAYS):
        waits.append(Reason("level_holds_tests", None, {"level": level.value}))
    if not gate_open:
        waits.append(Reason("gate_is_closed"))
    if flare:
        waits.append(Reason("flare"))
    if red_today:
        waits.append(Reason("red_morning"))
    return Stopping("pause", tuple(waits)) if waits else Stopping("go_on")


def _most_in_a_row(reds: Sequence[bool]) -> int:
    longest = here = 0
    for red in reds:
        here = here + 1 if red else 0
        longest = max(longest, here)
    return longest
