"""The sleep programme: what it asks each morning, and its verbs. Its state is worked out anew."""

from dataclasses import dataclass
from datetime import date

from unspiral.planning import sleep_window
from unspiral.records.facts import Facts
from unspiral.services.context import Context
from unspiral.services.screening import assessed

# While it runs the one question about sleepiness comes with every morning; the diary before, too.
ASKS_FOUGHT = frozenset({"collecting", "running", "held", "paused"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a morning asks for the programme: the sleep diary, and whether somebody fought sleep."""

    diary: bool
    fought: bool


def asked(ctx: Context, facts: Facts) -> Asked:
    """What is asked now. The clock times are asked only while the programme collects or runs."""
    found = sleep_window.programme(facts, assessed(ctx, facts), ctx.catalogue)
    runs = found.state in ASKS_FOUGHT or (found.state == "finished" and found.window_min > 0)
    return Asked(diary=runs, fought=runs)


def fought_on(facts: Facts, day: date) -> str:
    """The last answer about `day` to whether somebody fought sleep; "" when there is none."""
    told = [e for e in facts.events if e.kind == "fought_sleep" and e.local_date == day]
    return max(told, key=lambda event: event.at).value if told else ""
