"""How much: a start below what the person can do, small steps up, and back after a red day.

Rules and figures: safety page, "Load and flares", and section b of the clinical evidence page.
Caps are constants here, beside the rule they protect; no setting can pass them.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from unspiral.planning.history import HELD_DAYS, History
from unspiral.records.facts import Value

START_SHARE = 0.7  # of the minutes before wanting to stop [GK, evidence page b]
START_SHARE_SLOW = 0.5  # when it settles only by the next day or later
SLOW_TO_SETTLE = frozenset({"next_day", "longer", "unsure"})
CAP_SECONDS = 30 * 60  # the trial dose of walking: 30 minutes
STEP_SHARE = 0.10
STEP_SECONDS = 60.0
GREENS_FOR_A_STEP = 3
DAYS_BETWEEN_STEPS = 7


def start_seconds(profile: Mapping[str, Value], smallest: int) -> int:
    """The first dose of walking, in whole minutes; the smallest when nothing is known."""
    minutes = profile.get("walk_minutes")
    if not isinstance(minutes, (int, float)) or isinstance(minutes, bool) or minutes <= 0:
        return smallest
    settles = profile.get("settles", "unsure")
    share = START_SHARE_SLOW if settles in SLOW_TO_SETTLE else START_SHARE
    return int(min(CAP_SECONDS, max(smallest, int(minutes * share) * 60)))


def walking_dose(
    profile: Mapping[str, Value], history: History, technique: str, smallest: int, today: date
) -> int:
    """Today's walking seconds: the start dose moved by the "how was it next morning" answers.

    One step up at most every 7 days, after 3 greens since the last change, by the larger of
    10 % or 1 minute; one step down after a red; never below `smallest`; held after a flare.
    Missing answers never raise it. Each answer counts once a day, so replays add nothing.
    """
    levels = [float(start_seconds(profile, smallest))]
    greens, changed = 0, date.min
    flares = history.flare_days(today)
    for day, value in sorted(mornings(history, technique, today).items()):
        if value == "still_up":
            levels = levels[:-1] if len(levels) > 1 else [_below(levels[0], smallest)]
            greens, changed = 0, day
        elif value == "settled":
            greens += 1
            if _may_step(greens, day, changed, flares):
                levels.append(_above(levels[-1]))
                greens, changed = 0, day
    return int(levels[-1])


def mornings(history: History, technique: str, today: date) -> dict[date, str]:
    """One next-morning answer a day, the worse one when two were given."""
    answers: dict[date, str] = {}
    for event in history.of("settled", technique):
        if event.local_date <= today and answers.get(event.local_date) != "still_up":
            answers[event.local_date] = event.value
    return answers


def _may_step(greens: int, day: date, changed: date, flares: tuple[date, ...]) -> bool:
    if greens < GREENS_FOR_A_STEP or (
        changed != date.min and _days(changed, day) < DAYS_BETWEEN_STEPS
    ):
        return False
    return not any(0 <= _days(flare, day) <= HELD_DAYS for flare in flares)


def _days(earlier: date, later: date) -> int:
    return (later - earlier) // timedelta(days=1)


def _above(seconds: float) -> float:
    return min(CAP_SECONDS, seconds + max(STEP_SHARE * seconds, STEP_SECONDS))


def _below(seconds: float, smallest: int) -> float:
    return max(float(smallest), seconds - max(STEP_SHARE * seconds, STEP_SECONDS))
