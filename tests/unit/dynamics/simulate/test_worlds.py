"""Each world has its one difficulty, and its truth is what a long life shows."""

import numpy as np
import pytest
from support.lives import LONG, at, life, links_seen, slopes

from unspiral.dynamics.simulate import ITEMS, WORLDS, Use

PAIN, NIGHT = at("pain"), at("sleep_quality")
RATINGS = [at(name) for name in ("stress", "anxiety", "pain")]
OFF = ~np.eye(len(ITEMS), dtype=bool)
SAMPLING = 4.5 / np.sqrt(LONG)  # 288 slopes are looked at in all


@pytest.mark.parametrize("name", WORLDS)
def test_the_truth_is_what_a_plain_regression_over_a_long_life_finds(name: str) -> None:
    made = life(name)
    np.testing.assert_allclose(links_seen(made), made.truth.total, atol=SAMPLING)


@pytest.mark.parametrize("name", WORLDS)
def test_without_links_no_sitting_tells_on_another_item_of_the_next(name: str) -> None:
    made = life(name, links={})
    assert (made.truth.total[OFF] == 0).all()
    assert np.abs(links_seen(made)[OFF]).max() < SAMPLING


@pytest.mark.parametrize("name", WORLDS)
def test_states_swing_by_one_in_the_long_run(name: str) -> None:
    made = life(name, uses=())
    np.testing.assert_allclose(made.states.std(axis=0), 1.0, atol=0.1)  # t has wild samples
    np.testing.assert_allclose(np.diagonal(made.truth.covariance), 1.0, atol=0.005)


def test_floor_many_answers_sit_at_the_good_end() -> None:
    people = [life("ordinal_floor", 100, seed, missing=0.0).answers for seed in range(60)]
    answers = np.concatenate(people)
    assert answers[:, RATINGS].mean() == pytest.approx(1.5, abs=0.25)
    assert ((answers[:, RATINGS] == 0).mean(axis=0) > 0.15).all()
    assert ((answers[:, [NIGHT, at("mood")]] == 10).mean(axis=0) > 0.15).all()
    assert (answers == np.round(answers)).all()


def test_heavy_tails_wild_days_are_far_more_common() -> None:
    usual, heavy = (np.abs(life(name, missing=0.0).states) for name in ("linear", "heavy_tails"))
    assert (usual > 4).mean() < 0.0005 < 0.003 < (heavy > 4).mean()


def test_heavy_tails_two_answers_in_a_hundred_are_slips() -> None:
    for name, low, high in (("linear", 0.0, 0.0005), ("heavy_tails", 0.01, 0.02)):
        made = life(name, missing=0.0)
        meant = made.truth.level + made.truth.swing * made.states
        off = np.abs(made.answers - np.clip(meant, 0, 10))[:, PAIN]
        assert low <= (off > 1 + 4 * made.truth.error[PAIN]).mean() <= high


def test_bad_night_does_more_than_a_good_one() -> None:
    made = life("bad_night", 60_000, links={("sleep_quality", "pain"): -0.35})
    night, before = made.states[1:, NIGHT], made.states[:-1]
    found = slopes(made.states[1:, PAIN], np.minimum(night, 0), np.maximum(night, 0), before)
    np.testing.assert_allclose(found[:2], [1.2 * -0.35, 0.8 * -0.35], atol=0.025)


def test_bad_night_its_truth_is_the_mean_of_both_sides() -> None:
    made = life("bad_night", 60_000, links={("sleep_quality", "pain"): -0.35})
    assert links_seen(made)[PAIN, NIGHT] == pytest.approx(-0.35, abs=0.02)
    assert made.states[:, PAIN].mean() == pytest.approx(0.0, abs=0.025)


def test_drift_the_level_wanders_away_from_where_it_began() -> None:
    drifts = np.array([life("drift", 366, seed).drift for seed in range(150)])
    assert (drifts[:, 0] == 0).all()
    np.testing.assert_allclose(drifts[:, 365].std(axis=0), np.hypot(0.5, 0.5), atol=0.13)
    steps = np.diff(drifts, axis=1)
    assert np.abs(steps).mean() < 0.1
    assert not life("linear", 366).drift.any()


def test_drift_answers_follow_the_level() -> None:
    made = life("drift", 2000, missing=0.0)
    off = made.answers - made.truth.level - made.truth.swing * made.states
    followed = slopes(off[:, PAIN], made.truth.swing[PAIN] * made.drift[:, PAIN])
    assert followed[0] == pytest.approx(1.0, abs=0.15)


def test_missing_by_mood_bad_days_are_skipped_at_the_slope_asked_for() -> None:
    for slope in (1.0, 2.0):
        made = life("missing_by_mood", 60_000, missing_slope=slope)
        worse = made.states[:, PAIN] - made.states[:, at("mood")]
        z = (worse - worse.mean()) / worse.std()
        gone = np.isnan(made.answers[:, PAIN])
        bad, good = (gone[np.abs(z - side) < 0.15].mean() for side in (1.0, -1.0))
        logit = np.log([bad / (1 - bad), good / (1 - good)])
        assert (logit[0] - logit[1]) / 2 == pytest.approx(slope, abs=0.15)
        assert gone.mean() == pytest.approx(0.2, abs=0.02)


def test_missing_by_mood_a_whole_half_is_skipped() -> None:
    gone = np.isnan(life("missing_by_mood", 400).answers)
    night, evening = gone[:, NIGHT], gone[:, 1:]
    assert (evening.all(axis=1) == evening.any(axis=1)).all()
    assert (night != evening[:, 0]).mean() > 0.1


def test_at_random_a_bad_day_is_answered_as_often_as_a_good_one() -> None:
    made = life("linear")
    gone = np.isnan(made.answers)
    assert abs(np.corrcoef(gone[:, PAIN], made.states[:, PAIN])[0, 1]) < SAMPLING
    np.testing.assert_allclose(gone.mean(axis=0), 0.2, atol=0.02)


@pytest.mark.parametrize(("pushed", "moves"), [("pain", "stress"), ("stress", "pain")])
def test_reversed_within_the_evening_pain_moves_stress_and_not_the_other_way(
    pushed: str, moves: str
) -> None:
    push = Use(name="push", effects={pushed: 2.0}, share=0.5)
    made = life("reversed_within_day", links={}, uses=(push,))
    on = made.inputs[:, 0] > 0
    moved = made.states[on].mean(axis=0) - made.states[~on].mean(axis=0)
    expected = 0.4 if pushed == "pain" else 0.0
    assert moved[at(moves)] / moved[at(pushed)] == pytest.approx(expected, abs=0.04)


def test_reversed_all_that_reaches_pain_is_carried_on_to_stress() -> None:
    arrow, plain = life("reversed_within_day", 2).truth, life("linear", 2).truth
    carried = plain.total[at("stress")] + 0.4 * plain.total[PAIN]
    np.testing.assert_allclose(arrow.total[at("stress")], carried)
    np.testing.assert_allclose(arrow.total[PAIN], plain.total[PAIN])


def test_reversed_nothing_but_the_arrow_joins_stress_and_pain_of_one_evening() -> None:
    noise = life("reversed_within_day", 2).truth.noise
    assert noise[at("stress"), PAIN] / noise[PAIN, PAIN] == pytest.approx(0.4)


def test_benchmark_links_are_few_and_strong() -> None:
    totals = np.array([life("benchmark", 2, seed).truth.total for seed in range(60)])
    links = totals[:, OFF]
    sizes = np.abs(links[links != 0])
    assert sizes.min() >= 0.10 and sizes.max() <= 0.35
    assert (links != 0).mean() == pytest.approx(0.25, abs=0.05)
    assert (links[links != 0] > 0).mean() == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("share", [0.09, 0.34, 0.52])
def test_benchmark_its_answers_hold_the_error_asked_for(share: float) -> None:
    made = life("benchmark", error_share=share, missing=0.0)
    error = made.answers - made.truth.level - made.truth.swing * made.states
    ratings = [column for column in range(len(ITEMS)) if column != at("activity_minutes")]
    found = (error**2).mean(axis=0) / made.answers.var(axis=0)
    bound = 0.02 + share * 0.1  # inputs and the ends of the scale change the variance a little
    np.testing.assert_allclose(found[ratings], share, atol=bound)
