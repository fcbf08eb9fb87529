"""The worlds by name: each has one difficulty that a learner of diaries will meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from numpy.random import Generator

from unspiral.catalogue.types import Edge, Population
from unspiral.dynamics.simulate import days as lived
from unspiral.dynamics.simulate.answers import answers_to, leave_out
from unspiral.dynamics.simulate.made import Made
from unspiral.dynamics.simulate.people import draw_truth
from unspiral.dynamics.simulate.settings import Settings, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class World(Settings):
    """Settings with a name, from which people are made."""

    name: str = "linear"

    def person(
        self,
        edges: Mapping[str, Edge],
        populations: Mapping[str, Population],
        n_days: int,
        first_day: date,
        rng: Generator,
    ) -> Made:
        """One person and `n_days` of their diary.

        Each part of a person has a stream of its own, so the same `rng` gives the same person in
        every world, as far as the worlds agree, and a shorter diary is the start of a longer one.
        """
        person, shocks, flares, use, level, answering, gaps = rng.spawn(7)
        truth = draw_truth(self, edges, populations, person)
        states, inputs, flared = lived.live(self, truth, n_days, [shocks, flares, use])
        drift = lived.drift(self, n_days, level)
        answers = answers_to(self, truth, states + drift, answering)
        return Made(
            days=tuple(first_day + timedelta(days=n) for n in range(n_days)),
            answers=leave_out(self, truth, states, answers, gaps),
            truth=truth,
            states=states,
            drift=drift,
            inputs=inputs,
            input_names=tuple(one.name for one in self.uses),
            flares=flared,
            rounded=self.rounded,
        )


WORLDS: Mapping[str, World] = {
    world.name: world
    for world in (
        World(name="linear"),
        World(name="ordinal_floor", at_ends=True),
        World(name="heavy_tails", shock_df=4.0, gross_errors=0.02),
        World(name="bad_night", bad_night=1.2, good_night=0.8),
        World(name="drift", drift=0.5, trend=0.5),
        World(name="missing_by_mood", missing_slope=1.5),
        World(name="reversed_within_day", pain_to_stress=0.4),
        World(
            name="benchmark",
            people="benchmark",
            missing=0.25,
            rounded=False,
            error_share=0.09,
            uses=tuple(Use(name=f"input_{n}", effects={}) for n in (1, 2, 3)),
        ),
    )
}
