"""The answer of a test: by what was drawn, the same whatever way it is handed in."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from numpy.random import default_rng

from unspiral.records.estimate import NotEnough
from unspiral.records.trial import Design, Scheme, Trial, TrialDay, TrialResult
from unspiral.trials import analysis, simulate
from unspiral.trials.analysis import analyse
from unspiral.trials.design import make
from unspiral.trials.posterior import Mixture
from unspiral.trials.simulate import World


def lived(effect: float = -1.0, scheme: Scheme = "blocks", seed: int = 4, **world: float) -> Trial:
    made = make("q", "t", "pain", scheme=scheme, seed=seed)
    return simulate.trial(World(**world), made, effect, default_rng(seed))  # type: ignore[arg-type]


def answer(trial: Trial) -> TrialResult:
    found = analyse(trial)
    assert isinstance(found, TrialResult)
    return found


def test_a_large_effect_helps_and_is_found_in_its_interval() -> None:
    found = answer(lived(-1.6))
    assert found.verdict == "helps" and not found.worse and found.p_value < 0.01
    assert found.primary.low < found.primary.mean < found.primary.high < 0
    assert found.p_good + found.p_bad == pytest.approx(1.0)
    assert found.p_half <= found.p_good and found.reasons == ()


def test_harm_is_flagged_beside_a_verdict_that_never_says_helps() -> None:
    found = answer(lived(+1.6))
    assert found.worse and found.p_bad > 0.95 and found.verdict != "helps"


def test_the_other_way_of_better_turns_good_and_bad_round_and_nothing_else() -> None:
    trial = lived(-1.6)
    turned = replace(trial, design=replace(trial.design, better="higher"))
    one, other = answer(trial), answer(turned)
    assert (one.p_good, one.p_bad) == (other.p_bad, other.p_good)
    assert one.primary == other.primary and other.worse and other.verdict != "helps"


def test_no_effect_and_a_small_swing_do_not_seem_to() -> None:
    found = answer(lived(0.0, sd=0.6, seed=2))
    assert found.verdict == "does_not_seem_to" and found.p_small > 0.9


def test_days_done_otherwise_count_as_drawn_and_as_done_only_beside_it() -> None:
    trial = lived(-1.2, done=0.6, by_feeling=0.6)
    swapped = replace(trial, days=tuple(replace(d, done=not d.done) for d in trial.days))
    one, other = answer(trial), answer(swapped)
    assert one.primary == other.primary and one.verdict == other.verdict
    assert one.as_done is not None and one.as_done != other.as_done
    assert "seldom_done" in one.notes
    assert one.adherence.done_on < one.adherence.said_on == 28


def test_all_done_as_drawn_says_nothing_twice() -> None:
    assert answer(lived(-1.0)).as_done is None


def test_missed_days_are_missing_and_none_is_filled_in() -> None:
    trial = lived()
    gone = tuple(day for day in trial.days if day.value is not None)
    one, other = answer(replace(trial, days=gone)), answer(trial)
    assert (one.primary, one.p_value) == (other.primary, other.p_value)
    assert one.adherence.missed == other.adherence.missed
    assert answer(trial).adherence.missed == 56 - len(gone) > 0


def test_days_after_a_stop_do_not_count() -> None:
    trial = lived()
    stopped = replace(trial, stopped_on=36)
    cut = replace(stopped, days=tuple(day for day in trial.days if day.day <= 36))
    assert answer(stopped) == answer(cut) != answer(trial)
    assert "stopped_early" in answer(stopped).notes and answer(stopped).adherence.days == 36


def test_the_days_before_tell_how_days_carry_over_but_not_the_level() -> None:
    """A level before the test that lies elsewhere moves the effect by next to nothing."""
    trial = lived(-1.0)
    moved = [d if d.value is None else replace(d, value=min(10, d.value + 3)) for d in trial.before]
    one, other = answer(trial), answer(replace(trial, before=tuple(moved)))
    assert one.primary.mean == pytest.approx(other.primary.mean, abs=0.15)
    without = answer(replace(trial, before=()))
    assert one.primary.mean == pytest.approx(without.primary.mean, abs=0.25)


def test_an_item_that_foretells_the_outcome_narrows_the_answer() -> None:
    trial = lived(-0.8, lag=0.0, lag_sd=0.0)
    rng = default_rng(1)

    def pushed(day: TrialDay) -> TrialDay:
        z = float(rng.standard_normal())
        value = None if day.value is None else day.value + 2 * z
        return replace(day, value=value, beside=(z,))

    days, before = (tuple(map(pushed, side)) for side in (trial.days, trial.before))
    design = replace(trial.design, low=-10.0, high=20.0)
    known = Trial(design, days, before, beside=("stress",))
    blind = Trial(design, days, before)
    assert answer(known).primary.sd < 0.75 * answer(blind).primary.sd
    few = tuple(replace(d, beside=(None,) if d.day > 4 else d.beside) for d in days)
    silent = tuple(replace(d, beside=(None,)) for d in before)
    assert answer(Trial(design, few, silent, ("stress",))).primary == answer(blind).primary


@pytest.mark.parametrize(
    ("keep", "code"),
    [
        (lambda day: False, "no_outcomes"),
        (lambda day: day.assigned, "too_few_days_off"),
        (lambda day: not day.assigned, "too_few_days_on"),
    ],
)
def test_nothing_or_one_arm_is_not_enough(keep: object, code: str) -> None:
    trial = lived()
    days = tuple(d if keep(d) else replace(d, value=None) for d in trial.days)  # type: ignore[operator]
    found = analyse(replace(trial, days=days))
    assert isinstance(found, NotEnough) and [one.code for one in found.reasons] == [code]


def test_an_outcome_that_never_changes_is_not_enough() -> None:
    trial = lived()
    found = analyse(replace(trial, days=tuple(replace(d, value=4.0) for d in trial.days)))
    assert isinstance(found, NotEnough) and found.reasons[0].code == "outcome_never_changes"


def test_seven_days_a_side_never_say_more_than_cannot_tell() -> None:
    trial = lived(-3.0)
    on = [d.day for d in trial.days if d.assigned and d.value is not None][7:]
    days = tuple(replace(d, value=None) if d.day in on else d for d in trial.days)
    found = answer(replace(trial, days=days))
    assert found.p_good > 0.95 and found.verdict == "cannot_tell"
    assert found.reasons[0].code == "few_days_on_a_side"


def test_half_a_point_is_half_of_ten_whatever_the_scale() -> None:
    trial = lived(-1.0)
    wide = replace(
        trial,
        design=replace(trial.design, low=0.0, high=100.0),
        days=tuple(replace(d, value=d.value and 10 * d.value) for d in trial.days),
        before=tuple(replace(d, value=d.value and 10 * d.value) for d in trial.before),
    )
    one, ten = answer(trial), answer(wide)
    assert ten.primary.mean == pytest.approx(10 * one.primary.mean)
    assert (ten.p_half, ten.p_small) == pytest.approx((one.p_half, one.p_small))
    assert ten.in_points == pytest.approx(0.1) and ten.verdict == one.verdict


def test_the_chances_are_the_areas_of_the_posterior() -> None:
    """A normal around -0.2 with sd 1; half a point lies 0.5 from nothing, on both sides."""
    one = np.ones((1, 1))
    primary = Mixture(one, -0.2 * one, one, dof=1e9)
    area, expected = NormalDist(-0.2).cdf, analysis._chances(primary, 0.5, higher=False)
    assert (expected.good, expected.bad) == pytest.approx((area(0), 1 - area(0)))
    assert expected.half == pytest.approx(area(-0.5))
    assert expected.small == pytest.approx(area(0.5) - area(-0.5))
    turned = analysis._chances(primary, 0.5, higher=True)
    assert turned.good == pytest.approx(1 - area(0)) and turned.small == expected.small
    assert turned.half == pytest.approx(1 - area(0.5))


def test_a_test_from_elsewhere_says_that_nothing_was_sealed() -> None:
    trial = lived()
    bare = replace(trial, design=replace(trial.design, seal=""))
    assert answer(bare).notes == ("not_blinded", "not_sealed")


def test_nothing_is_exactly_nothing_by_hand_in_the_p_value() -> None:
    """Four days, six schedules: the p-value over all of them, counted by hand."""
    design = Design("", "", "y", "lower", "evening", "blocks", 4, 0, (True, True, False, False))
    pulls = [-2.0, -1.0, 1.0, 2.0]
    days = tuple(TrialDay(n, n < 3, value=v) for n, v in enumerate(pulls, start=1))
    trial = Trial(design, days)
    seen = analysis._seen(trial)
    fitted = analysis.Fitted(1.0, None, None, seen.y)  # type: ignore[arg-type]
    # sums over the two days with it: -3, -1, 0, 0, 1, 3; the middle is 0; own is -3: 2 of 6.
    assert analysis.p_value(trial, seen, fitted) == pytest.approx(2 / 6, abs=0.02)


def test_a_day_that_stands_twice_is_refused() -> None:
    trial = lived()
    with pytest.raises(ValueError, match="twice"):
        analyse(replace(trial, days=(*trial.days, trial.days[0])))
