"""The traffic light of each morning after: stop rule ST2 and "Load and flares" of the safety page.

Green: at most 1 above the person's usual pain. Amber: up to 2 above, and settled: the same dose.
Red: more than 2 above, not settled, or leg pain further down: one level down.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from unspiral.planning.history import History

Light = Literal["green", "amber", "red"]
GREEN_AT_MOST = 1.0  # points of 0-10 above the person's usual
AMBER_AT_MOST = 2.0
NOT_SETTLED = frozenset({"still_up", "leg_further"})


def light(above_usual: float | None, answers: frozenset[str]) -> Light | None:
    """The light of one morning, or None when nothing was said that tells.

    `above_usual`: pain above the person's usual, in points of 0-10; None when it is not known.
    `answers`: every answer of that morning; the worst of them counts.
    """
    if answers & NOT_SETTLED or (above_usual is not None and above_usual > AMBER_AT_MOST):
        return "red"
    if "settled" not in answers:
        return None
    return "green" if above_usual is None or above_usual <= GREEN_AT_MOST else "amber"


def lights(history: History, technique: str, today: date) -> Mapping[date, Light]:
    """The light of each morning up to `today` on which there was something to tell, oldest first.

    Pain counts on a morning that was asked about, and on the day after the technique was done.
    """
    answers: dict[date, set[str]] = {}
    for day, value in history.said("settled", technique, today):
        answers.setdefault(day, set()).add(value)
    for day, _ in history.said("done", technique, today - timedelta(days=1)):
        answers.setdefault(day + timedelta(days=1), set())
    found: dict[date, Light] = {}
    for day, said in sorted(answers.items()):
        above = None if said == {"not_done"} else history.above_usual(day)
        seen = light(above, frozenset(said))
        if seen is not None:
            found[day] = seen
    return found
