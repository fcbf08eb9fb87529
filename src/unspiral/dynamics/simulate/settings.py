"""What a world is made of: every choice in one frozen value, each off unless asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from unspiral.catalogue.types import Technique
from unspiral.dynamics.simulate.made import ITEMS

Links = Mapping[tuple[str, str], float]
# Trials guide people; on their own they get part of it. Elicited: 0.5 to 0.7.
UNGUIDED = 0.6
POINTS = "points 0-10"
ON_BAD_DAYS = 1.5  # a usual `Use.indication` where use follows the pain; elicited


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Something done on some days, with a true effect.

    `effects`: item -> points (minutes: log minutes) on the evening of that day; on
    `sleep_quality`, on the night after. `share` of days on which it is done; `indication`: logit
    slope on that day's pain before it was done (0: days chosen at random).
    """

    name: str
    effects: Mapping[str, float]
    share: float = 0.4
    indication: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How people of a world differ from each other, live, and answer. sd = own true swing.

    - `people`: "content" draws carry-over and links from the numbers behind the prior,
      "benchmark" draws a few strong links and no population values at all.
    - `links`: None draws them; a mapping (cause, effect) -> sd per sd sets these and no other
      link between sittings; {} sets none. Same-sitting correlation stays, and so does own
      carry-over, unless an item is given as its own cause.
    - `missing`: share of answers left out; `missing_slope`: logit slope of leaving out a whole
      half of a day on how bad the day was (pain less mood, sd), 0 = at random, answer by answer.
    - `rounded`: answers are whole steps. `at_ends`: ratings sit near their good end.
    - `error_share`: measurement error as a share of the answers' variance; None = each item's.
    - `shock_df`: daily shocks are Student t with these degrees of freedom; None = normal.
    - `gross_errors`: share of answers that are slips: any point of the scale, minutes tenfold.
    - `bad_night`, `good_night`: factor on what a night below, above the own mean does.
    - `drift`: sd that slow wandering of the level tends to; `trend`: sd of its change in a year.
    - `pain_to_stress`: an arrow within the evening sitting, sd per sd.
    - `flares_per_year`: bursts of pain that last days. `uses`: what was done on some days.
    """

    people: Literal["content", "benchmark"] = "content"
    links: Links | None = None
    missing: float = 0.2
    missing_slope: float = 0.0
    rounded: bool = True
    at_ends: bool = False
    error_share: float | None = None
    shock_df: float | None = None
    gross_errors: float = 0.0
    bad_night: float = 1.0
    good_night: float = 1.0
    drift: float = 0.0
    trend: float = 0.0
    pain_to_stress: float = 0.0
    flares_per_year: float = 0.0
    uses: tuple[Use, ...] = ()


def use_of(technique: Technique, share: float = 0.4, indication: float = 0.0) -> Use:
    """A technique as its content tells it: effects in points, times the unguided factor.

    Raises ValueError when no effect on an item of the diary is told in points.
    """
    effects = {
        effect.outcome: UNGUIDED * effect.mean
        for effect in technique.effects
        if effect.outcome in ITEMS and effect.unit == POINTS
    }
    if not effects:
        raise ValueError(f"{technique.id} has no effect in points")
    return Use(name=technique.id, effects=effects, share=share, indication=indication)
