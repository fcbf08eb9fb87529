"""Examples in content files, worked out and compared: input, what came out, what was promised."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import fires
from unspiral.catalogue.types import Caution, Example, Item, Technique
from unspiral.records.problem import Problem

Outcome = Callable[[Any, Mapping[str, Any]], Mapping[str, Any]]


def problems(catalogue: Catalogue, outcomes: Mapping[str, Outcome]) -> Iterator[Problem]:
    """Every example whose outcome differs from what its file promises.

    `outcomes` works out, by folder, what needs a room to the left of this one.
    """
    for folder, outcome in (HERE | dict(outcomes)).items():
        items: Mapping[str, Item] = getattr(catalogue, folder)
        for name, item in items.items():
            yield from _compare(f"{folder}/{name}.yaml", item, outcome)


def caution_use(technique: Technique, given: Mapping[str, Any]) -> dict[str, str]:
    """What `technique` does under the caution given: exclude, careful, or allow."""
    named = given.get("caution")
    return {"then": next((u.then for u in technique.cautions if u.caution == named), "allow")}


def caution_holds(caution: Caution, given: Mapping[str, Any]) -> dict[str, bool]:
    """Whether `caution` holds for these answers; unknown counts as yes."""
    return {"holds": fires(caution.when, given, careful=True)}


HERE: dict[str, Outcome] = {"techniques": caution_use, "cautions": caution_holds}


def _compare(where: str, item: Any, outcome: Outcome) -> Iterator[Problem]:
    examples: tuple[Example, ...] = item.examples
    for number, example in enumerate(examples):
        got = outcome(item, example.given)
        for key, want in example.expect.items():
            if got.get(key) != want:
                yield Problem(
                    "example_fails",
                    f"{where}: examples.{number}",
                    values={"key": key, "expected": str(want), "got": str(got.get(key))},
                )
