"""What is put into a demo folder, and the truth beside what the learner found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from unspiral.catalogue.load import Catalogue
from unspiral.clock import diary_day
from unspiral.diary import panel
from unspiral.dynamics import seeds
from unspiral.dynamics.frame import make_frame
from unspiral.dynamics.simulate import ITEMS, WORLDS, Made, World, basis
from unspiral.records.facts import Reading
from unspiral.records.insight import Insights, LinkVerdict
from unspiral.services.context import Context
from unspiral.services.demo_mark import mark, marked
from unspiral.services.demo_year import Stage, uses, year
from unspiral.services.imports import Imported, Request, bring_in
from unspiral.services.operations import Origin, write_all

KIND, KEY = "demo", "story"
DAYS = 365
FLARES_PER_YEAR = 3.0
SKIPPED = 0.02  # single answers left out; whole halves and a gap are left out in `demo_year`


@dataclass(frozen=True, slots=True)
class Truth:
    """What was put in. `links`: (p, p), row = effect, sd of the effect per sd of the cause;
    `swing`: (p,), the true within-person sd in points (minutes: in log minutes)."""

    items: tuple[str, ...]
    links: tuple[tuple[float, ...], ...]
    swing: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Where the days of a demo come from: a world with its truth, or a file.

    `done`: what was done on some days, and its true effect on each item, in points.
    `numbers` says which numbers of the world are published and which elicited.
    """

    first_day: date
    last_day: date
    world: str = ""
    seed: int = 0
    truth: Truth | None = None
    done: Mapping[str, Mapping[str, float]] | None = None
    numbers: Mapping[str, Any] | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """One link: the truth (`sd` per true sd; `points` in the estimate's unit) and the verdict."""

    sd: float
    points: float
    verdict: LinkVerdict

    @property
    def holds(self) -> bool:
        """Whether the range of the estimate holds the truth."""
        return self.verdict.link.low <= self.points <= self.verdict.link.high


def worlds() -> tuple[str, ...]:
    """The worlds a demo can be made in: those whose numbers come from the content."""
    return tuple(name for name, world in WORLDS.items() if world.people == "content")


def make_year(ctx: Context, person: str, world: str, seed: int, zone: str) -> Context:
    """Fill an empty store with a made-up year that ends now, in one commit."""
    now = ctx.clock()
    last = diary_day(now, zone)
    first = last - timedelta(days=DAYS - 1)
    made = simulated(ctx.catalogue, world, seed, first)
    stage = Stage(ctx.catalogue, zone, now, seeds.generator("demo", world, str(seed)))
    entries = year(made, stage)
    write_all(ctx, person, (mark("made_up", Origin(zone=zone, at=entries[0].origin.at)), *entries))
    chosen = _world(world, ctx.catalogue)
    told = Story(
        first_day=first,
        last_day=last,
        world=world,
        seed=seed,
        truth=Truth(ITEMS, _rows(made.truth.total), tuple(made.truth.swing.tolist())),
        done={use.name: use.effects for use in chosen.uses},
        numbers=basis(chosen, ctx.catalogue.edges, ctx.catalogue.populations),
    )
    _keep_story(ctx, person, told)
    return marked(ctx, person)


def simulated(catalogue: Catalogue, world: str, seed: int, first: date) -> Made:
    """The days of a demo: the same world and seed always give the same answers."""
    rng = seeds.generator("simulate", str(seed), "1")
    chosen = _world(world, catalogue)
    return chosen.person(catalogue.edges, catalogue.populations, DAYS, first, rng)


def copy_diary(ctx: Context, person: str, request: Request, zone: str) -> tuple[Context, Imported]:
    """Bring a real diary into an empty store, to be looked at. Raises BadInput; see `bring_in`."""
    found = bring_in(ctx, person, request, confirmed=False)
    assert found.first_day and found.last_day  # a file without one usable value is refused
    back = max(0, (diary_day(ctx.clock(), zone) - found.last_day).days)
    origin = Origin(zone=zone, at=ctx.clock() - timedelta(days=back))
    write_all(ctx, person, (mark("copy", origin, back),))
    ctx = marked(ctx, person)
    _keep_story(ctx, person, Story(found.first_day, found.last_day, file=request.name))
    return ctx, bring_in(ctx, person, request, confirmed=True)


def story(ctx: Context, person: str) -> Story | None:
    """Where this demo's days come from; None when an older program wrote it down otherwise."""
    with ctx.store.read(person) as tx:
        kept = tx.get_derived(KIND, KEY)
    try:
        return _adapter().validate_python(kept)
    except ValidationError:
        return None


def beside(ctx: Context, person: str, truth: Truth, found: Insights) -> tuple[Beside, ...]:
    """Every link of a reading with the truth behind it, in the order of the verdicts."""
    if not found.verdicts:
        return ()
    with ctx.store.read(person) as tx:
        readings = tuple(r for r in tx.readings() if r.local_date <= found.as_of)
    return tuple(_beside(ctx.catalogue, readings, truth, found.verdicts))


def _beside(
    catalogue: Catalogue,
    readings: tuple[Reading, ...],
    truth: Truth,
    verdicts: tuple[LinkVerdict, ...],
) -> list[Beside]:
    """The truth is told per true swing; an estimate is per swing of the answers, which hold
    error and flares too. So the truth is brought to the answers' swing (`Truth.links_for`)."""
    daily = {name: item for name, item in catalogue.variables.items() if item.daily}
    built = panel.build(readings, daily)
    assert built is not None
    named = {name for verdict in verdicts for name in (verdict.link.from_, verdict.link.to)}
    items = tuple(name for name in truth.items if name in named)
    frame, at = make_frame(built, items), [truth.items.index(name) for name in items]
    links = np.array(truth.links)[np.ix_(at, at)]
    unit = np.array(truth.swing)[at] / frame.spread
    told = []
    for verdict in verdicts:
        cause, effect = items.index(verdict.link.from_), items.index(verdict.link.to)
        sd = float(links[effect, cause])
        points = sd * float(unit[effect] / unit[cause]) * frame.points_per_sd(effect)
        told.append(Beside(sd, points, verdict))
    return told


def _world(name: str, catalogue: Catalogue) -> World:
    """A world as the demo has it: with flares and sessions, and few single answers missing."""
    world = WORLDS[name]
    missing = world.missing if world.missing_slope else SKIPPED
    done = uses(catalogue)
    return replace(world, flares_per_year=FLARES_PER_YEAR, missing=missing, uses=done)


def _rows(links: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in links.tolist())


def _keep_story(ctx: Context, person: str, told: Story) -> None:
    with ctx.store.write(person) as tx:
        tx.put_derived(KIND, KEY, _adapter().dump_python(told, mode="json"), ctx.clock())


@cache
def _adapter() -> TypeAdapter[Story]:
    return TypeAdapter(Story)
