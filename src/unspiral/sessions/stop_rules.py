"""Which stop rules stay in sight: signs of now first, danger signs last.

The traffic light of the morning after moves the dose: planning/lights.py and planning/standing.py.
"""

from collections.abc import Sequence

from unspiral.catalogue.types import StopRule


def in_sight(rules: Sequence[StopRule]) -> tuple[StopRule, ...]:
    """The rules a person must see all through a session: signs of now, danger signs last.

    The next-morning rule (ST2) is left to the list of steps unless it is the only one.
    """
    now = [rule for rule in rules if rule.id != "st2"] or list(rules)
    return tuple(sorted(now, key=lambda rule: rule.opens_danger_screen))
