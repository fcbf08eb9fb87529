"""Which numbers of a world are published, and which are elicited: a careful guess of ours."""

from collections.abc import Mapping
from dataclasses import fields

from unspiral.catalogue.types import Edge, Population
from unspiral.dynamics.priors import from_content
from unspiral.dynamics.simulate.made import ITEMS
from unspiral.dynamics.simulate.settings import Settings

# What every world needs and no source gives.
ADDED_HERE = (
    "swing_between_people",
    "error_share_where_unknown",
    "minutes_from_activity",
    "missing_share",
)
BASIS: Mapping[str, str] = {
    "links": "set by whoever asked",
    "missing": "elicited",
    "missing_slope": "elicited; people may skip days for better or for worse",
    "rounded": "set by whoever asked",
    "at_ends": "elicited: a mean rating of about 1.5 of 10",
    "error_share": "elicited; single items carry about 0.3 to 0.5",
    "shock_df": "elicited",
    "gross_errors": "elicited",
    "bad_night": "direction published (bad-night-asymmetry-2018), size elicited",
    "good_night": "direction published (bad-night-asymmetry-2018), size elicited",
    "drift": "elicited",
    "trend": "elicited",
    "pain_to_stress": "elicited, and strong on purpose",
    "flares_per_year": "set by whoever asked; length and height elicited",
    "uses": "share and reason of use elicited; effects as told with them",
}


def basis(
    world: Settings, edges: Mapping[str, Edge], populations: Mapping[str, Population]
) -> Mapping[str, object]:
    """Every number of `world` under published, elicited, or both."""
    if world.people == "benchmark":
        return {"people": "a made-up scenario: every number elicited", "world": _chosen(world)}
    used = {key for key in from_content(edges, populations).links if set(key[:2]) <= set(ITEMS)}
    named = {
        f"{edge.cause} -> {edge.effect}": edge.basis
        for edge in edges.values()
        if (edge.cause, edge.effect, edge.lag) in used
    }
    return {
        "links_published_size": sorted(k for k, v in named.items() if v == "published_small_beta"),
        "links_published_direction_elicited_size": sorted(
            k for k, v in named.items() if v == "published_direction_elicited_size"
        ),
        "links_elicited": sorted(k for k, v in named.items() if v.startswith("weak")),
        "links_not_listed": "drawn with mean 0: elicited",
        "population_published": sorted(n for n in ITEMS if not populations[n].weak),
        "population_elicited": sorted(n for n in ITEMS if populations[n].weak),
        "elicited_here": list(ADDED_HERE),
        "world": _chosen(world),
    }


def _chosen(world: Settings) -> dict[str, str]:
    """Where each setting comes from that is not as in the linear world."""
    usual = Settings()
    changed = [f.name for f in fields(Settings) if getattr(world, f.name) != getattr(usual, f.name)]
    return {name: BASIS[name] for name in changed if name in BASIS}
