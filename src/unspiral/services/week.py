"""The week in review: what was noted and done on the last fourteen diary days."""

from dataclasses import dataclass

from unspiral.diary.week import EVENTS, Review, first_day, review
from unspiral.records.estimate import UsualRange
from unspiral.services import insights
from unspiral.services.context import Context, today_now
from unspiral.services.screening import Help, decide, help_before


@dataclass(frozen=True, slots=True)
class WeekNow:
    """The review, the usual ranges worked out last, and what help comes before it.

    `diary_days`: completed days the usual ranges stand on. `fresh` False: newer entries are
    being worked out.
    """

    review: Review
    usual: tuple[UsualRange, ...]
    diary_days: int
    fresh: bool
    help: Help


def look_back(ctx: Context, person: str) -> WeekNow:
    """The week of a person as it stands now. Reads only."""
    with ctx.store.read(person) as tx:
        today = today_now(ctx, tx)
        readings = tx.readings(since=first_day(today), until=today)
        events = tx.events(since=first_day(today), kinds=EVENTS)
    latest = insights.latest(ctx, person)
    found = latest.insights
    return WeekNow(
        review=review(readings, events, ctx.catalogue.variables, today),
        usual=found.usual if found else (),
        diary_days=found.n_days if found else 0,
        fresh=latest.fresh,
        help=help_before(decide(ctx, person)),
    )
