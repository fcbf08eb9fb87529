"""The one door of the learner: readings in, what may be said of them out."""

from collections.abc import Iterable
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.diary import panel
from unspiral.dynamics.priors import from_content
from unspiral.insights.compose import compose
from unspiral.records.estimate import Sittings
from unspiral.records.facts import Reading
from unspiral.records.insight import Insights


def read_diary(
    readings: Iterable[Reading],
    catalogue: Catalogue,
    today: date,
    sittings: Sittings | None = None,
) -> Insights:
    """What may be said of one person's diary on `today`; pure, and the same every time.

    Readings after `today` are left out. `sittings` is "two" when the person says that nights
    and evenings were answered apart; without it the times of the answers decide. Before the
    first look day this takes about half a second. Later each look that a claim hangs on is a fit
    of its own: up to 15 seconds for half a year, 20 for ten years.
    """
    daily = {name: item for name, item in catalogue.variables.items() if item.daily}
    built = panel.build((r for r in readings if r.local_date <= today), daily, sittings)
    if built is None:
        return Insights(status="not_enough", n_days=0, as_of=today)
    return compose(
        built, from_content(catalogue.edges, catalogue.populations), today, catalogue.hash
    )
