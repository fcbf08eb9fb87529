"""From research to the prior: content edges and population values, in within-person sd units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import hypot

from unspiral.catalogue.types import Edge, Population

LinkKey = tuple[str, str, str]  # cause, effect, lag as in content/edges
Normal = tuple[float, float]  # mean, sd

UNLISTED: Normal = (0.0, 0.12)
OWN_LAG: Normal = (0.2, 0.2)  # items without population values
# Evening ratings: the night tells on the morning most (edge sleep_quality--pain, note).
FACTORS: Mapping[LinkKey, float] = {
    ("sleep_quality", "pain", "night_to_next_day"): 0.5,
    ("sleep_hours", "pain", "night_to_next_day"): 0.5,
}


@dataclass(frozen=True, slots=True)
class Prior:
    """Normal priors of the links, sd per sd: `links[cause, effect, lag]`, `own[item]`.

    A link that is not listed has N(0, .12^2). `same_day` links set no prior.
    """

    links: Mapping[LinkKey, Normal] = field(default_factory=dict)
    own: Mapping[str, Normal] = field(default_factory=dict)

    def link(self, cause: str, effect: str, lag: str) -> Normal:
        """Mean and sd of one link at one lag."""
        return self.links.get((cause, effect, lag), UNLISTED)

    def own_lag(self, item: str) -> Normal:
        """Mean and sd of an item's carry-over from one day to the next."""
        return self.own.get(item, OWN_LAG)

    def silent(self) -> "Prior":
        """The prior of the claim fit: it says nothing about any cross-link."""
        return Prior({}, self.own)


def from_content(edges: Mapping[str, Edge], populations: Mapping[str, Population]) -> Prior:
    """The informed prior: f * mean / within_sd(effect), sd = hypot(sd, slope sd) / within_sd.

    `within_sd` is that of the effect's population, never the person's own. Edges whose effect
    has no population values, and `same_day` edges, set no prior.
    """
    links: dict[LinkKey, Normal] = {}
    for edge in edges.values():
        if edge.lag == "same_day" or edge.effect not in populations:
            continue
        key = (edge.cause, edge.effect, edge.lag)
        within = populations[edge.effect].within_sd
        spread = hypot(edge.size.sd, edge.between_person_slope_sd)
        links[key] = (FACTORS.get(key, 1.0) * edge.size.mean / within, spread / within)
    own = {name: (state.ar1_day.mean, state.ar1_day.sd) for name, state in populations.items()}
    return Prior(links, own)
