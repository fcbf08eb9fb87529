"""How likely it is that this person does a thing when it is offered."""

from datetime import date, timedelta

from unspiral.planning.history import History

# Before anything is known: 3 of 5, worth five days. About half to two thirds of what trials of
# home exercise ask for is done; the size is elicited [GK].
PRIOR_DONE, PRIOR_LEFT = 3.0, 2.0
LOOK_BACK = timedelta(days=28)  # older days count no more, so a bad stretch is forgotten


def of_doing(history: History, technique: str, before: date) -> float:
    """Mean of a Beta posterior over the 28 days before `before`.

    One day counts once: done, or left (not today, swapped, not done). A day without a word counts
    for nothing.
    """
    since = before - LOOK_BACK
    done = _days(history, "done", technique, since, before)
    left = _days(history, "not_today", technique, since, before)
    left |= _days(history, "swapped", technique, since, before)
    left |= {
        day
        for day, value in history.said("settled", technique)
        if value == "not_done" and since <= day < before
    }
    left -= done
    total = PRIOR_DONE + PRIOR_LEFT + len(done) + len(left)
    return (PRIOR_DONE + len(done)) / total


def _days(history: History, kind: str, technique: str, since: date, before: date) -> set[date]:
    return {day for day, _ in history.said(kind, technique) if since <= day < before}
