"""Made-up people: a known truth, true to its own numbers, and the same for the same seed."""

from datetime import date

import numpy as np
import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.simulate import ITEMS, Made, World, basis
from unspiral.testing.check_model import made_person


def long_life(catalogue: Catalogue, world: World, seed: int = 5) -> Made:
    rng = np.random.Generator(np.random.PCG64(seed))
    return world.person(catalogue.edges, catalogue.populations, 20_000, date(1970, 1, 1), rng)


def test_the_same_seed_makes_the_same_person(catalogue: Catalogue) -> None:
    one, other = made_person(catalogue, 9), made_person(catalogue, 9)
    np.testing.assert_array_equal(one.answers, other.answers)
    assert not np.array_equal(one.answers, made_person(catalogue, 10).answers, equal_nan=True)


def test_answers_are_whole_steps_on_the_scale(catalogue: Catalogue) -> None:
    answers = made_person(catalogue, 3).answers
    seen = answers[np.isfinite(answers)]
    assert (seen == np.round(seen)).all() and seen.min() >= 0
    points = np.delete(answers, ITEMS.index("activity_minutes"), axis=1)
    assert np.nanmax(points) <= 10


def test_about_a_fifth_is_missing_at_random(catalogue: Catalogue) -> None:
    missing = np.isnan(long_life(catalogue, World()).answers).mean(axis=0)
    np.testing.assert_allclose(missing, 0.2, atol=0.02)


def test_true_swings_are_what_they_are_said_to_be(catalogue: Catalogue) -> None:
    made = long_life(catalogue, World(missing=0.0))
    at = ITEMS.index("activity_minutes")
    swing = np.log1p(made.answers[:, at]).std()
    expected = np.hypot(made.truth.swing[at], made.truth.error[at])
    assert swing == pytest.approx(expected, rel=0.05)


def test_without_links_nothing_of_yesterday_tells_on_another_item(catalogue: Catalogue) -> None:
    made = long_life(catalogue, World(links={}, missing=0.0))
    off = ~np.eye(len(ITEMS), dtype=bool)
    assert (made.truth.total[off] == 0).all()
    night, pain = made.answers[:-1, ITEMS.index("pain")], made.answers[1:, 0]
    assert abs(np.corrcoef(night, pain)[0, 1]) < 0.03


def test_it_says_which_numbers_are_elicited(catalogue: Catalogue) -> None:
    said = basis(World(), catalogue.edges, catalogue.populations)
    assert said["links_published_size"] == []
    assert "sleep_quality -> pain" in said["links_published_direction_elicited_size"]  # type: ignore[operator]
    assert said["population_published"] == ["pain"]
