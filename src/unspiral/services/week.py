"""The week in review: what was done and noted on fourteen diary days, and one suggestion."""

from dataclasses import dataclass

from unspiral.diary.holiday import Holiday, holidays
from unspiral.diary.week import EVENTS, Review, first_day, review
from unspiral.planning.history import History
from unspiral.planning.suggestion import Suggestion, suggest
from unspiral.records.estimate import UsualRange
from unspiral.records.source import DEVICES
from unspiral.services import insights
from unspiral.services.context import Context, facts_now
from unspiral.services.goals import GOAL
from unspiral.services.screening import Help, assessed, help_before


@dataclass(frozen=True, slots=True)
class WeekNow:
    """The review, the usual ranges worked out last, and what help comes before it.

    `diary_days`: completed days the usual ranges stand on. `fresh` False: newer entries are
    being worked out. `suggestion` is None where the gate leaves nothing to suggest. `pauses`:
    tracking holidays. `goal`: in the person's own words, or "".
    """

    review: Review
    usual: tuple[UsualRange, ...]
    diary_days: int
    fresh: bool
    help: Help
    suggestion: Suggestion | None = None
    pauses: tuple[Holiday, ...] = ()
    goal: str = ""


def look_back(ctx: Context, person: str) -> WeekNow:
    """The week of a person as it stands now. Reads only."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    today = facts.today
    decision = assessed(ctx, facts)
    profile = {name: answer.value for name, answer in facts.answers.items()}
    history = History(facts.history, facts.events)
    clearance = None if decision.help_first else decision.clearance
    since = first_day(today)
    noted = [one for one in facts.history if one.source != DEVICES]
    readings = [one for one in noted if since <= one.local_date <= today]
    events = [one for one in facts.events if since <= one.local_date and one.kind in EVENTS]
    latest = insights.latest(ctx, person)
    found = latest.insights
    return WeekNow(
        review=review(readings, events, ctx.catalogue.variables, today),
        usual=found.usual if found else (),
        diary_days=found.n_days if found else 0,
        fresh=latest.fresh,
        help=help_before(decision),
        suggestion=suggest(profile, history, ctx.catalogue, clearance, today),
        pauses=holidays(facts.events),
        goal=str(facts.value(GOAL) or ""),
    )
