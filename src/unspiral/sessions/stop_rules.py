"""When to do less, to choose something else, or to stop: the traffic light and the danger signs.

Rules: stop rules ST1 and ST2 of the clinical evidence page, "Load and flares" of the safety page.
"""

from collections.abc import Sequence
from typing import Literal

from unspiral.catalogue.types import StopRule

Light = Literal["green", "amber", "red"]
Verdict = Literal["same", "easier", "swap"]
GREEN_AT_MOST = 1.0  # points of 0-10 above the person's usual
AMBER_AT_MOST = 2.0
GREENS_TO_GO_BACK_UP = 2
REDS_TO_SWAP = 2
SETTLED: dict[str, Light] = {"settled": "green", "still_up": "red"}


def light(above_usual: float, settled_by_morning: bool, further_down_the_leg: bool) -> Light:
    """The traffic light of one session, seen the next morning.

    `above_usual`: pain above the person's usual, in points of 0-10.
    """
    if further_down_the_leg or above_usual > AMBER_AT_MOST:
        return "red"
    if above_usual <= GREEN_AT_MOST:
        return "green"
    return "amber" if settled_by_morning else "red"


def verdict(answers: Sequence[str]) -> Verdict:
    """What today's session should be, from the next-morning answers, oldest first.

    "settled" is green, "still_up" is red, everything else says nothing. After a red: easier,
    until two greens. Two reds in a row: swap, until something settles again.
    """
    lights = [SETTLED[answer] for answer in answers if answer in SETTLED]
    easier, reds, greens = False, 0, 0
    for seen in lights:
        reds = reds + 1 if seen == "red" else 0
        greens = greens + 1 if seen == "green" else 0
        easier = seen == "red" or (easier and greens < GREENS_TO_GO_BACK_UP)
    if reds >= REDS_TO_SWAP:
        return "swap"
    return "easier" if easier else "same"


def in_sight(rules: Sequence[StopRule]) -> tuple[StopRule, ...]:
    """The rules a person must see all through a session: signs of now, danger signs last.

    The next-morning rule (ST2) is left to the list of steps unless it is the only one.
    """
    now = [rule for rule in rules if rule.id != "st2"] or list(rules)
    return tuple(sorted(now, key=lambda rule: rule.opens_danger_screen))
