"""Examples in content files, worked out and compared: input, what came out, what was promised."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import fires
from unspiral.catalogue.types import Caution, Example, Item, Questionnaire, RedFlag, Technique
from unspiral.records.problem import Problem

Scorer = Callable[[Questionnaire, Mapping[str, Any]], Mapping[str, Any]]
CAREFUL_LEVELS = frozenset({"E", "D"})
WORST_FIRST = "EDWRS"


def problems(catalogue: Catalogue, score: Scorer | None) -> Iterator[Problem]:
    """Every example whose outcome differs from what its file promises."""
    for folder, outcome in _outcomes(score).items():
        items: Mapping[str, Item] = getattr(catalogue, folder)
        for name, item in items.items():
            yield from _compare(f"{folder}/{name}.yaml", item, outcome)


def level_of(flag: RedFlag, given: Mapping[str, Any]) -> str:
    """The worst level whose rule fires for these answers; "S" when none does."""
    firing = {r.level for r in flag.levels if fires(r.when, given, r.level in CAREFUL_LEVELS)}
    return min(firing | {"S"}, key=WORST_FIRST.index)


def caution_use(technique: Technique, caution: str) -> str:
    """What `technique` does under `caution`: exclude, careful, or allow."""
    return next((use.then for use in technique.cautions if use.caution == caution), "allow")


def _outcomes(score: Scorer | None) -> dict[str, Callable[[Any, Mapping[str, Any]], Any]]:
    table: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
        "redflags": lambda flag, given: {"level": level_of(flag, given)},
        "cautions": _caution_outcome,
        "techniques": lambda item, given: {"then": caution_use(item, str(given.get("caution")))},
    }
    return table | ({"questionnaires": score} if score else {})


def _caution_outcome(caution: Caution, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"fires": fires(caution.when, given, careful=True)}


def _compare(where: str, item: Any, outcome: Callable[..., Mapping[str, Any]]) -> Iterator[Problem]:
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
