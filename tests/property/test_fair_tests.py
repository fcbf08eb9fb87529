"""What holds of every fair test, whatever its days hold."""

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspiral.records.estimate import NotEnough
from unspiral.records.trial import Design, Scheme, Trial, TrialDay, TrialResult
from unspiral.trials import analyse, make, read, verify, write
from unspiral.trials.document import Held
from unspiral.trials.verdict import ANY_NEEDS

FEW = settings(max_examples=100 if os.environ.get("UNSPIRAL_LONG") == "1" else 20)
seeds = st.integers(0, 2**62 - 1)
schemes: st.SearchStrategy[Scheme] = st.sampled_from(["blocks", "pairs"])


@st.composite
def designs(draw: st.DrawFn) -> Design:
    return make(
        "q", "t", "pain",
        scheme=draw(schemes), seed=draw(seeds), days=draw(st.integers(28, 84)),
        better=draw(st.sampled_from(["lower", "higher"])), salt=draw(st.text(max_size=5)),
    )  # fmt: skip


@st.composite
def lived(draw: st.DrawFn) -> Trial:
    """Days of any design with any whole answers, missed ones and any adherence."""
    made = draw(designs())
    value = st.none() | st.integers(0, 10).map(float)
    values = draw(st.lists(value, min_size=made.days + 5, max_size=made.days + 5))
    done = draw(st.lists(st.none() | st.booleans(), min_size=made.days, max_size=made.days))
    days = zip(made.arms, done, values, strict=False)
    return Trial(
        made,
        tuple(TrialDay(n, *one) for n, one in enumerate(days, start=1)),
        tuple(TrialDay(-n, None, None, one) for n, one in enumerate(values[made.days :])),
    )


@given(designs(), st.data())
def test_a_seed_draws_the_same_again_and_any_other_schedule_breaks_the_seal(
    made: Design, data: st.DataObject
) -> None:
    again = make(
        "q", "t", "pain", scheme=made.scheme, seed=made.seed, days=made.days,
        better=made.better, salt=made.salt,
    )  # fmt: skip
    assert again == made and verify(made)
    at = data.draw(st.integers(0, made.days - 1))
    arms = tuple(not arm if n == at else arm for n, arm in enumerate(made.arms))
    assert not verify(replace(made, arms=arms))


@FEW
@given(lived(), st.randoms(use_true_random=False))
def test_the_order_of_days_does_not_matter_and_a_document_says_the_same(
    trial: Trial, random: object
) -> None:
    found = analyse(trial)
    days, before = list(trial.days), list(trial.before)
    random.shuffle(days)  # type: ignore[attr-defined]
    random.shuffle(before)  # type: ignore[attr-defined]
    assert analyse(replace(trial, days=tuple(days), before=tuple(before))) == found
    assert analyse(read(write(Held(trial))).trial) == found


def moved(trial: Trial, factor: float, shift: float) -> Trial:
    """Every outcome y as factor * y + shift, and the ends of the scale with it."""
    ends = sorted(factor * end + shift for end in (trial.design.low, trial.design.high))

    def day(one: TrialDay) -> TrialDay:
        return replace(one, value=None if one.value is None else factor * one.value + shift)

    design = replace(trial.design, low=ends[0], high=ends[1])
    return Trial(design, tuple(map(day, trial.days)), tuple(map(day, trial.before)))


@FEW
@given(lived(), st.sampled_from([-10.0, -1.0, 1.0, 10.0]), st.sampled_from([0.0, 3.0, 100.0]))
def test_moving_and_flipping_the_scale_moves_and_flips_the_effect(
    trial: Trial, factor: float, shift: float
) -> None:
    one, other = analyse(trial), analyse(moved(trial, factor, shift))
    if isinstance(one, NotEnough):
        assert other == one
        return
    assert isinstance(other, TrialResult)
    assert other.primary.mean == pytest.approx(factor * one.primary.mean, abs=1e-6)
    ends = sorted((factor * one.primary.low, factor * one.primary.high))
    assert (other.primary.low, other.primary.high) == pytest.approx(ends, abs=1e-6)
    assert other.p_small == pytest.approx(one.p_small, abs=1e-6)
    same = factor > 0
    assert other.p_good == pytest.approx(one.p_good if same else one.p_bad, abs=1e-6)


@FEW
@given(lived())
def test_every_answer_is_in_order(trial: Trial) -> None:
    found = analyse(trial)
    sides = [
        sum(day.value is not None and day.assigned is arm for day in trial.days)
        for arm in (True, False)
    ]
    if isinstance(found, NotEnough):
        assert found.reasons and (min(sides) < ANY_NEEDS or len(seen(trial)) == 1)
        return
    assert found.primary.low <= found.primary.mean <= found.primary.high
    assert 0.0 <= found.p_half <= found.p_good <= 1.0 and 0 < found.p_value <= 1
    assert found.p_half + found.p_small <= 1.0 + 1e-9
    assert not (found.worse and found.verdict == "helps")
    assert found.adherence.missed == trial.design.days - sum(sides)
    assert "not_blinded" in found.notes
    assert found.reasons or found.verdict != "cannot_tell"


def seen(trial: Trial) -> set[float]:
    return {day.value for day in trial.days if day.value is not None}
