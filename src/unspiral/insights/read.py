"""The one door of the learner: readings in, what may be said of them out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.diary import panel
from unspiral.dynamics.priors import from_content
from unspiral.insights.compose import compose
from unspiral.records.estimate import Sittings
from unspiral.records.facts import Reading
from unspiral.records.insight import Insights
from unspiral.records.problem import Reason


def read_diary(
    readings: Iterable[Reading],
    catalogue: Catalogue,
    today: date,
    sittings: Sittings | None = None,
    used: Mapping[str, frozenset[date]] | None = None,
) -> Insights:
    """What may be said of one person's diary on `today`; pure, and the same every time.

    Readings after `today` are left out, and counted in `withheld`. `sittings` is "two" when the
    person says that nights and evenings were answered apart; without it the times of the answers
    decide. `used`: the days on which each technique was done; the fit adjusts for them and says
    nothing of them. Before the first look day this takes about half a second. Later each look
    that a claim hangs on is a fit of its own.
    """
    daily = {name: item for name, item in catalogue.variables.items() if item.daily}
    all_of_them = list(readings)
    known = [reading for reading in all_of_them if reading.local_date <= today]
    built = panel.build(known, daily, sittings, used)
    if built is None:
        found = Insights(status="not_enough", n_days=0, as_of=today)
    else:
        prior = from_content(catalogue.edges, catalogue.populations)
        found = compose(built, prior, today, catalogue.hash)
    if later := len(all_of_them) - len(known):
        ahead = Reason("days_after_today", None, {"have": later})
        found = replace(found, withheld=(ahead, *found.withheld))
    return found
