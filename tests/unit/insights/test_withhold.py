"""The claim rules, each on the smallest case that turns it."""

from collections.abc import Callable
from itertools import permutations

import pytest

from unspiral.insights import withhold
from unspiral.insights.withhold import Evidence, Spread
from unspiral.records.problem import Reason

ENOUGH = Spread(distinct=4, modal_share=0.70)
SAID = frozenset({("pain", "sleep_quality"), ("sleep_quality", "pain")})


def seen(*chances: float, refused: tuple[int, ...] = ()) -> list[Callable[[], Evidence]]:
    """Looks with these chances of a positive link (negative numbers: of a negative one)."""
    found = [
        Evidence(at, max(p, 0.0), max(-p, 0.0), (Reason("x"),) if at in refused else ())
        for at, p in enumerate(chances)
    ]
    return [lambda e=e: e for e in found]  # type: ignore[misc]


def test_there_are_ten_candidates_fixed_in_advance() -> None:
    items = ("sleep_hours", "stress", "anxiety", "mood", "activity_minutes", "pain")
    assert {pair for pair in permutations(items, 2) if withhold.is_candidate(*pair)} == {
        *(("sleep_hours", day) for day in ("pain", "stress", "anxiety")),
        *((day, "pain") for day in ("stress", "anxiety", "mood", "activity_minutes")),
        *((day, "sleep_hours") for day in ("pain", "stress", "anxiety")),
    }
    assert withhold.is_candidate("sleep_quality", "pain")


YEAR = (60, 90, 120, 180, 270, 365)


@pytest.mark.parametrize(
    ("n_days", "days"), [(59, ()), (60, (60,)), (365, YEAR), (455, YEAR), (456, (*YEAR, 456))]
)
def test_looks_are_on_fixed_days(n_days: int, days: tuple[int, ...]) -> None:
    assert withhold.looks(n_days) == days


@pytest.mark.parametrize(("n_days", "day"), [(0, 60), (60, 90), (365, 456), (456, 547)])
def test_the_next_look_is_named(n_days: int, day: int) -> None:
    assert withhold.next_look(n_days) == day


@pytest.mark.parametrize(
    ("chances", "claimed"),
    [
        ((0.98,), True),
        ((0.979,), False),
        ((-0.99,), True),
        ((0.99, 0.90), True),  # kept
        ((0.99, 0.899), False),  # withdrawn
        ((0.99, 0.5, 0.95), False),  # withdrawn, and .95 is not enough to come back
        ((0.99, 0.5, 0.98), True),
        ((0.99, -0.95), False),  # the other direction does not keep it
        ((), False),
    ],
)
def test_claimed_at_98_kept_to_90(chances: tuple[float, ...], claimed: bool) -> None:
    assert withhold.claimed(seen(*chances)) is claimed


@pytest.mark.parametrize(
    ("chances", "claimed"),
    [
        ((0.99,), False),
        ((0.99, 0.98), True),
        ((0.99, 0.97), False),
        ((0.99, 0.99, 0.91), True),  # kept
        ((0.99, 0.99, 0.89), False),
        ((0.99, 0.95, 0.99), False),  # not in a row
        ((0.99, -0.99), False),
        ((0.99, 0.5, 0.99, 0.99), True),
    ],
)
def test_far_from_research_two_looks_in_a_row_must_agree(
    chances: tuple[float, ...], claimed: bool
) -> None:
    assert withhold.claimed(seen(*chances), in_a_row=2) is claimed


def test_a_rule_not_met_on_a_look_withdraws() -> None:
    assert not withhold.claimed(seen(0.99, 0.99, refused=(1,)))
    assert withhold.claimed(seen(0.99, 0.99, refused=(0,)))


def test_old_looks_are_not_worked_out_when_they_cannot_matter() -> None:
    def never() -> Evidence:
        raise AssertionError("an old look was worked out")

    assert withhold.claimed([never, *seen(0.985)])
    assert not withhold.claimed([never, *seen(0.2)])


@pytest.mark.parametrize(
    ("pairs", "cause", "effect", "codes"),
    [
        (30, ENOUGH, ENOUGH, ()),
        (29, ENOUGH, ENOUGH, ("too_few_pairs",)),
        (30, Spread(3, 0.5), ENOUGH, ("cause_has_few_answers",)),
        (30, ENOUGH, Spread(9, 0.701), ("effect_mostly_one_answer",)),
        (5, Spread(2, 0.9), ENOUGH,
         ("too_few_pairs", "cause_has_few_answers", "cause_mostly_one_answer")),
    ],
)  # fmt: skip
def test_rules_of_the_data(
    pairs: int, cause: Spread, effect: Spread, codes: tuple[str, ...]
) -> None:
    assert tuple(r.code for r in withhold.refusals(pairs, cause, effect)) == codes


def test_a_loop_is_lit_only_with_every_link_claimed_and_90_days() -> None:
    nodes = ("pain", "sleep_quality")
    assert withhold.may_light(nodes, SAID, 90)
    assert not withhold.may_light(nodes, SAID, 89)
    assert not withhold.may_light(nodes, SAID - {("pain", "sleep_quality")}, 400)
    assert not withhold.may_light(("pain", "sleep_quality", "stress"), SAID, 400)


def test_states_are_claimed_withheld_or_cannot_tell() -> None:
    open_, refused = Evidence(60, 0.5, 0.1), Evidence(60, 0.5, 0.1, (Reason("x"),))
    assert withhold.state(True, open_) == "claimed"
    assert withhold.state(False, open_) == "cannot_tell"
    assert withhold.state(False, refused) == "withheld"
