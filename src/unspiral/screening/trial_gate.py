"""The own questions of a fair test: what keeps a thing from being left out on half of the days.

They are answered on the page that starts the test, in the same press. An answer from any other
moment, or for another thing, opens nothing (safety page, section 1, "Clearance scopes"; H13).
"""

from unspiral.records.facts import Facts
from unspiral.records.problem import Reason

SCREEN = "trial_start"
OWN = ("trial_told", "trial_changes", "trial_needed")


def own_reasons(facts: Facts) -> tuple[Reason, ...]:
    """Why no fair test may begin at `facts.now` by these answers; empty when nothing stands."""
    found: list[Reason] = []
    for name in OWN:
        answer = facts.answers.get(name)
        if answer is None or answer.answered_at != facts.now:
            found.append(Reason("not_asked", SCREEN))
        elif answer.value != "no":
            found.append(Reason("rules_out", name))
    return tuple(dict.fromkeys(found))
