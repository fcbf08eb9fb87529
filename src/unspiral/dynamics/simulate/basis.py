"""Which numbers of a world are published, and which are elicited: a careful guess of ours."""

from collections.abc import Mapping
from dataclasses import asdict, fields

from unspiral.catalogue.types import Edge, Population
from unspiral.dynamics.priors import from_content
from unspiral.dynamics.simulate import days, people
from unspiral.dynamics.simulate.made import ITEMS
from unspiral.dynamics.simulate.settings import UNGUIDED, Settings

EVERYWHERE: Mapping[str, object] = {
    "swing_between_people_log_sd": people.SWING_LOG_SD,
    "error_share_where_unknown": people.ERROR_SHARE,
    "minutes_median": people.MINUTES_MEDIAN,
    "minutes_log_sd": people.MINUTES_LOG_SD,
}
# Where a setting's value comes from, and the constants that come with it.
BASIS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "people": (
        "elicited: a made-up scenario",
        {
            "link_share": people.LINK_SHARE,
            "link_size": people.LINK_SIZE,
            "own_size": people.OWN_SIZE,
            "input_sd": people.INPUT_SD,
            "shared_shock_sd": people.SHARED_SHOCK_SD,
        },
    ),
    "links": ("set by whoever asked", {}),
    "missing": ("elicited", {}),
    "missing_slope": ("elicited", {}),
    "rounded": ("set by whoever asked", {}),
    "at_ends": ("elicited", {"from_the_end": people.AT_END, "sd": people.AT_END_SD}),
    "error_share": ("elicited", {}),
    "shock_df": ("elicited", {}),
    "gross_errors": ("elicited", {}),
    "bad_night": ("published in direction (bad-night-asymmetry-2018), elicited in size", {}),
    "good_night": ("published in direction (bad-night-asymmetry-2018), elicited in size", {}),
    "drift": ("elicited", {"half_life_days": days.DRIFT_HALF_LIFE_DAYS}),
    "trend": ("elicited", {}),
    "pain_to_stress": ("elicited, and strong on purpose", {}),
    "flares_per_year": (
        "set by whoever asked; length and height elicited",
        {"days": days.FLARE_DAYS, "push_sd": days.FLARE_PUSH_SD},
    ),
    "uses": (
        "share and choice of days elicited; a technique's own effect as its content says",
        {"unguided_factor": UNGUIDED},
    ),
}


def basis(
    world: Settings, edges: Mapping[str, Edge], populations: Mapping[str, Population]
) -> dict[str, object]:
    """Every number of `world`: published, published in direction, or elicited. JSON-ready.

    `settings` holds what the world changes, and its share of missing answers.
    """
    found: dict[str, object] = {"settings": _settings(world)}
    if world.people == "content":
        found |= {**_links(edges, populations), **_population(populations)}
        found["elicited_here"] = dict(EVERYWHERE)
    return found


def _links(edges: Mapping[str, Edge], populations: Mapping[str, Population]) -> dict[str, object]:
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
        "same_sitting_published_size": _same_sitting(edges, published=True),
        "same_sitting_elicited": _same_sitting(edges, published=False),
    }


def _same_sitting(edges: Mapping[str, Edge], published: bool) -> list[str]:
    """Pairs whose shocks of one evening go together as research on the same day says."""
    return sorted(
        f"{edge.cause} - {edge.effect}"
        for edge in edges.values()
        if edge.lag == "same_day" and {edge.cause, edge.effect} <= set(ITEMS)
        if (edge.basis == "published_small_beta") == published
    )


def _population(populations: Mapping[str, Population]) -> dict[str, object]:
    """Even where some values are published, carry-over and measurement error are elicited."""
    return {
        "population_published_in_part": {n: s.note for n, s in _of(populations, weak=False)},
        "population_elicited": [n for n, _ in _of(populations, weak=True)],
    }


def _of(populations: Mapping[str, Population], weak: bool) -> list[tuple[str, Population]]:
    return [(name, populations[name]) for name in sorted(ITEMS) if populations[name].weak == weak]


def _settings(world: Settings) -> dict[str, object]:
    usual, plain = Settings(), _plain(world)
    shown = {
        field.name
        for field in fields(Settings)
        if field.name == "missing" or getattr(world, field.name) != getattr(usual, field.name)
    }
    return {
        name: {"value": plain[name], "basis": told, **constants}
        for name, (told, constants) in BASIS.items()
        if name in shown
    }


def _plain(world: Settings) -> dict[str, object]:
    links = world.links
    told = None if links is None else {f"{a} -> {b}": size for (a, b), size in links.items()}
    uses = [{**asdict(use), "effects": dict(use.effects)} for use in world.uses]
    return {**{f.name: getattr(world, f.name) for f in fields(Settings)},
            "links": told, "uses": uses}  # fmt: skip
