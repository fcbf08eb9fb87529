"""What is drawn beside the links, each on the smallest case that turns its rule."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from support.draws import draws_of
from support.panels import bare_frame

from unspiral.dynamics.model import LoopFit
from unspiral.dynamics.personal import PersonalFit
from unspiral.dynamics.priors import Prior
from unspiral.insights import pictures
from unspiral.insights.looks import Look, LookBook
from unspiral.insights.verdicts import Reading
from unspiral.insights.withhold import Evidence
from unspiral.records.estimate import ChangePoint, Check, Diagnostics, Link
from unspiral.records.insight import ClaimState, LinkVerdict
from unspiral.records.problem import Reason

PAIR, BACK = ("pain", "sleep_quality"), ("sleep_quality", "pain")
RNG = np.random.Generator(np.random.PCG64(3))
ANSWERS = RNG.integers(0, 8, (90, 3)).astype(float)
LAG = np.full((3, 3), 0.1) + 0.2 * np.eye(3)
FINE = Diagnostics(())
SHIFT = ChangePoint("pain", None, 1.0, 0.5, 1.5, 0.8, "points", 0.99, 30, 30)  # type: ignore[arg-type]


def failed(name: str) -> Diagnostics:
    return Diagnostics((Check(name, 1.0, 0.5, False),))


def reading(
    lag: np.ndarray = LAG, checks: Diagnostics = FINE, days: int = 90, look: Look | None = None
) -> Reading:
    """A fit of night, stress and pain with known draws; its fit without a trend is itself."""
    fit = LoopFit(bare_frame(ANSWERS, 0), Prior(), draws_of(np.zeros((3, 3)), lag), days)
    nothing: Any = None
    book = LookBook(nothing, nothing, {days: look or Look(days, {}, {}, {})})
    return Reading(_Settled(fit, "two", 1), checks, book, (days,), days)


class _Settled(PersonalFit):
    """Its own checks pass, so that each rule is turned alone."""

    def diagnose(self) -> Diagnostics:
        return FINE


def verdict(pair: tuple[str, str], claim: ClaimState = "claimed") -> LinkVerdict:
    link = Link(*pair, (), 0.3, 0.1, 0.2, 0.4, 0.8, "points", 80, 0.99, 0.0)
    return LinkVerdict(link, claim, candidate=True)


BOTH = (verdict(PAIR), verdict(BACK))


def lead(
    chance: float, claim: ClaimState, days: int, pair: tuple[str, str], other: ClaimState
) -> Any:
    found = reading(days=days, look=Look(days, {}, {}, {pair: chance}))
    return pictures.leads(found, (verdict(pair, claim), verdict(pair[::-1], other)))


def test_a_lead_names_both_links() -> None:
    (found,) = lead(0.95, "claimed", 90, PAIR, "cannot_tell")
    assert (found.first, found.second, found.p) == (*PAIR, 0.95)
    assert (found.forward.from_, found.backward.from_) == PAIR


@pytest.mark.parametrize(
    ("chance", "claim", "days", "pair", "other"),
    [
        (0.94, "claimed", 90, PAIR, "cannot_tell"),
        (0.99, "cannot_tell", 90, PAIR, "cannot_tell"),
        (0.99, "claimed", 89, PAIR, "cannot_tell"),
        (0.99, "claimed", 90, PAIR, "withheld"),
        (0.99, "claimed", 90, ("pain", "stress"), "cannot_tell"),  # no candidate that way
    ],
)
def test_no_lead_without_every_rule(chance, claim, days, pair, other) -> None:  # type: ignore[no-untyped-def]
    assert lead(chance, claim, days, pair, other) == ()


def test_a_loop_with_every_link_claimed_is_lit() -> None:
    found = pictures.loops(reading(), BOTH)
    assert [loop.nodes for loop in found.lit] == [PAIR]
    assert found.total is not None and found.reasons == ()


@pytest.mark.parametrize(
    ("found", "verdicts", "code"),
    [
        (reading(days=89), BOTH, "loops_need_days"),
        (reading(), (BOTH[0], verdict(BACK, "cannot_tell")), "loops_need_every_link"),
        (reading(), (), "loops_need_every_link"),
        (reading(np.diag([1.2, 0.1, 0.1])), BOTH, "model_unstable"),
    ],
)
def test_no_loop_without_every_rule(found, verdicts, code) -> None:  # type: ignore[no-untyped-def]
    loops = pictures.loops(found, verdicts)
    assert (loops.lit, [one.code for one in loops.reasons]) == ((), [code])


def test_all_that_returns_needs_90_days_a_claim_and_every_link() -> None:
    one = (BOTH[0], verdict(BACK, "cannot_tell"))
    assert pictures.loops(reading(), one).total is not None
    assert pictures.loops(reading(), ()).total is None
    assert pictures.loops(reading(days=89), one).total is None
    assert pictures.loops(reading(np.diag([1.2, 0.1, 0.1])), one).total is None
    assert pictures.loops(reading(checks=failed("pit:stress")), one).total is None


def explosive(share: float) -> Reading:
    draws = np.tile(LAG, (100, 1, 1))
    draws[: round(100 * share)] = np.diag([1.1, 0.1, 0.1])
    return reading(draws)


@pytest.mark.parametrize(("share", "shown"), [(0.05, True), (0.06, False)])
def test_over_five_percent_explosive_draws_there_is_no_loop_output(share, shown) -> None:  # type: ignore[no-untyped-def]
    found = explosive(share)
    loops = pictures.loops(found, BOTH)
    assert bool(loops.lit) is (loops.total is not None) is shown
    assert bool(pictures.after_one_day(found, BOTH)) is shown


def test_responses_are_those_of_pain_and_of_the_night_where_no_link_is_withheld() -> None:
    names = ("sleep_quality", "stress", "pain")
    every = tuple(verdict((a, b), "cannot_tell") for a in names for b in names if a != b)
    found = {(one.from_, one.to) for one in pictures.after_one_day(reading(), every)}
    assert found == {(a, b) for a in names for b in names if a != b} - {("stress", "sleep_quality")}
    closed = tuple(replace(one, claim="withheld") for one in every)
    assert pictures.after_one_day(reading(), closed) == ()


@pytest.mark.parametrize(
    ("p", "refused", "checks", "told"),
    [
        (0.98, (), FINE, True),
        (0.979, (), FINE, False),
        (0.99, (Reason("x"),), FINE, False),
        (0.99, (), failed("lag1:pain"), False),
        (0.99, (), failed("lag1:stress"), True),
    ],
)
def test_a_change_is_told_under_the_claim_rule(p, refused, checks, told) -> None:  # type: ignore[no-untyped-def]
    evidence = {"pain": Evidence(90, p, 0.0, refused)}
    look = Look(90, {}, {}, {}, evidence, {"pain": SHIFT})
    assert (pictures.change(reading(checks=checks, look=look)) is SHIFT) is told


def test_what_goes_together_needs_its_checks() -> None:
    (pair,) = pictures.together(reading())
    assert (pair.a, pair.b) == ("stress", "pain")
    assert pictures.together(reading(checks=failed("sd:stress"))) == ()
