"""Made-up diaries for the benchmarks: people of `dynamics/simulate`, by world and number."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from _estimate import Case
from numpy.random import PCG64, Generator

from unspiral.bootstrap import read_catalogue
from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.priors import Prior, from_content
from unspiral.dynamics.simulate import WORLDS, Made, World, panel_of
from unspiral.records.estimate import Panel

FIRST_DAY = date(2026, 1, 5)
NAMES = tuple(name for name in WORLDS if name != "benchmark")


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The content, read once in each process."""
    return read_catalogue()


@lru_cache(maxsize=1)
def informed() -> Prior:
    """The prior that ships."""
    return from_content(catalogue().edges, catalogue().populations)


def generator(*numbers: int) -> Generator:
    """A generator from numbers, so that each diary can be made again alone."""
    return Generator(PCG64(list(numbers)))


def benchmark(**changes: object) -> World:
    """The benchmark's world (dynamics.md, tables 2.1 and 2.5) with some settings changed."""
    return replace(WORLDS["benchmark"], **changes)  # type: ignore[arg-type]


def person(world: World, days: int, seed: int) -> Made:
    """Person number `seed` of a world."""
    content = catalogue()
    return world.person(content.edges, content.populations, days, FIRST_DAY, generator(seed, 21))


def case(world: World, days: int, seed: int) -> Case:
    """One diary. The benchmark's inputs are those of its world, others get what a page has."""
    made = person(world, days, seed)
    panel = panel_of(made, catalogue().variables, bare=world.people == "benchmark")
    return Case(panel, made.truth.same, made.truth.lag, made.truth.swing)


def narrowed(panel: Panel, items: tuple[str, ...]) -> Panel:
    """The panel with some of its variables only."""
    at = [panel.variables.index(name) for name in items]
    return replace(
        panel,
        variables=items,
        units=tuple(panel.units[n] for n in at),
        y=panel.y[:, at],
        usable=panel.usable[:, at],
        steps=tuple(panel.steps[n] for n in at),
        ranges=tuple(panel.ranges[n] for n in at),
        nights=tuple(panel.nights[n] for n in at),
    )
