"""Made-up people: the same for the same seed, and true to their own numbers."""

from dataclasses import replace

import numpy as np
import pytest
from support.lives import at, life, links_seen

from unspiral.dynamics.simulate import WORLDS, Use

PAIN, MINUTES = at("pain"), at("activity_minutes")
USE = Use(name="walk", effects={"pain": -0.5}, indication=1.0)


def test_the_same_seed_makes_the_same_person() -> None:
    one, other = life(days=50, seed=9), life(days=50, seed=9)
    np.testing.assert_array_equal(one.answers, other.answers)
    assert not np.array_equal(one.answers, life(days=50, seed=10).answers, equal_nan=True)


@pytest.mark.parametrize("name", WORLDS)
def test_a_shorter_diary_is_the_start_of_a_longer_one(name: str) -> None:
    uses = (*WORLDS[name].uses, USE)
    short, long = (life(name, n, uses=uses, flares_per_year=20.0) for n in (40, 90))
    np.testing.assert_array_equal(short.answers, long.answers[:40])
    np.testing.assert_array_equal(short.inputs, long.inputs[:40])
    np.testing.assert_array_equal(short.flares, long.flares[:40])


@pytest.mark.parametrize("name", ["ordinal_floor", "drift", "missing_by_mood", "heavy_tails"])
def test_the_same_seed_is_the_same_person_in_another_world(name: str) -> None:
    one, other = life("linear", 30), life(name, 30)
    np.testing.assert_array_equal(one.truth.total, other.truth.total)
    np.testing.assert_array_equal(one.truth.swing, other.truth.swing)


def test_answers_are_whole_steps_on_the_scale() -> None:
    for name in WORLDS:
        answers = life(name, 400, missing=0.0, rounded=True).answers
        assert (answers == np.round(answers)).all() and answers.min() >= 0
        assert np.delete(answers, MINUTES, axis=1).max() <= 10
        assert answers[:, MINUTES].max() <= 1440


def test_true_swings_are_what_they_are_said_to_be() -> None:
    made = life(missing=0.0)
    expected = np.hypot(made.truth.swing[MINUTES], made.truth.error[MINUTES])
    assert made.spread()[MINUTES] == pytest.approx(expected, rel=0.05)


def test_a_link_asked_for_is_there_and_no_other() -> None:
    made = life(links={("sleep_quality", "pain"): -0.25}, missing=0.0)
    wanted = np.diag(np.diagonal(made.truth.total)).copy()
    wanted[PAIN, at("sleep_quality")] = -0.25
    np.testing.assert_array_equal(made.truth.total, wanted)
    assert links_seen(made)[PAIN, at("sleep_quality")] == pytest.approx(-0.25, abs=0.03)


def test_links_in_sds_of_the_answers_are_what_a_regression_over_them_finds() -> None:
    made = life("benchmark", error_share=1e-6, missing=0.0)
    raw = made.answers.copy()
    raw[:, MINUTES] = np.log1p(raw[:, MINUTES])
    in_sds = replace(made, states=raw / made.spread())
    np.testing.assert_allclose(made.truth.links_for(made.spread()), links_seen(in_sds), atol=0.03)


def test_links_that_would_grow_without_bound_are_refused() -> None:
    with pytest.raises(ValueError, match="no steady person"):
        life(days=2, links={("pain", "stress"): 2.0, ("stress", "pain"): 2.0})


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(KeyError, match="hunger"):
        life(days=2, links={("hunger", "pain"): 0.2})


def test_same_sitting_answers_go_together_without_links() -> None:
    made = life(links={}, missing=0.0)
    together = np.corrcoef(made.states[:, at("stress")], made.states[:, at("anxiety")])[0, 1]
    assert together > 0.15
