"""Which of two comes first: only where a link between them is claimed, and late enough."""

from typing import Any

import pytest

from unspiral.insights import compose
from unspiral.insights.looks import Look, LookBook
from unspiral.records.estimate import Link
from unspiral.records.insight import ClaimState, LinkVerdict

PAIR = ("pain", "sleep_quality")


def verdict(cause: str, effect: str, claim: ClaimState) -> LinkVerdict:
    link = Link(cause, effect, (), 0.3, 0.1, 0.2, 0.4, 0.8, "points", 80, 0.99, 0.0)
    return LinkVerdict(link, claim, candidate=True)


def leads(chance: float, claim: ClaimState, n_days: int = 90, pair: tuple[str, str] = PAIR) -> Any:
    nothing: Any = None
    book = LookBook(nothing, nothing, {90: Look(90, {}, {}, {pair: chance})})
    reading = compose.Reading(nothing, nothing, book, (60, 90))
    both = (verdict(*pair, claim), verdict(*reversed(pair), "cannot_tell"))
    return compose._leads(reading, both, n_days)


def test_a_lead_names_both_links() -> None:
    (lead,) = leads(0.95, "claimed")
    assert (lead.first, lead.second, lead.p) == (*PAIR, 0.95)
    assert (lead.forward.from_, lead.backward.from_) == PAIR


@pytest.mark.parametrize(
    ("chance", "claim", "n_days", "pair"),
    [
        (0.94, "claimed", 90, PAIR),
        (0.99, "cannot_tell", 90, PAIR),
        (0.99, "claimed", 89, PAIR),
        (0.99, "claimed", 90, ("pain", "stress")),  # no candidate that way
    ],
)
def test_no_lead_without_every_rule(chance, claim, n_days, pair) -> None:  # type: ignore[no-untyped-def]
    assert leads(chance, claim, n_days, pair) == ()
