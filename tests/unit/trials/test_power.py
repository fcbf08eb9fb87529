"""What to expect of a test: from the person's own days where they tell, else as stated."""

import pytest
from numpy.random import default_rng

from unspiral.trials import power as room
from unspiral.trials.power import Expected, expect, power


@pytest.fixture(scope="module")
def usual() -> dict[int, room.Power]:
    return {days: power("blocks", days, Expected(), default_rng(1), 25) for days in (28, 56, 84)}


def test_more_days_and_larger_effects_give_clearer_answers(usual: dict[int, room.Power]) -> None:
    for one in usual.values():
        helps = [at.helps for at in one.at]
        assert helps == sorted(helps) and helps[0] <= 0.12
        assert [at.points for at in one.at] == list(room.SHOWN)
        assert all(0 <= at.clear <= 1 for at in one.at)
    assert usual[28].expected < usual[56].expected < usual[84].expected
    assert usual[56].simulated == 25 * room.NOISES
    assert usual[56].clear_in_ten == round(10 * usual[56].expected)


def test_the_expected_share_is_the_mean_over_effects_as_stated(
    usual: dict[int, room.Power],
) -> None:
    by_size = {at.points: at.clear for at in usual[56].at}
    mean = sum(share * by_size[points] for points, share in room.EXPECTED.items())
    assert usual[56].expected == pytest.approx(mean) and sum(room.EXPECTED.values()) == 1.0


def test_a_wider_swing_missed_days_and_days_not_done_blur_it() -> None:
    def at_one(expected: Expected) -> float:
        return power("blocks", 56, expected, default_rng(2), 15).at[2].helps

    plain = at_one(Expected(sd=1.0, done=1.0))
    for worse in (Expected(sd=2.2, done=1.0), Expected(sd=1.0, done=0.5),
                  Expected(sd=1.0, done=1.0, answered=0.4)):  # fmt: skip
        assert at_one(worse) < plain - 0.1


def test_the_same_seed_says_the_same() -> None:
    one, two = (power("pairs", 54, Expected(), default_rng(5), schedules=6) for _ in range(2))
    assert one == two


def test_expectations_come_from_own_days_and_say_which() -> None:
    rng = default_rng(3)
    values = [float(v) for v in 5 + 2 * rng.standard_normal(400)]
    missed = [None if n % 4 == 0 else value for n, value in enumerate(values)]
    found = expect(missed)
    assert found.sd == pytest.approx(2.0, abs=0.2) and found.answered == 0.75
    assert found.lag < 0.2 and set(found.own) == {"sd", "lag", "answered"}
    assert expect([10 * v if v else v for v in missed], (0.0, 100.0)).sd == pytest.approx(found.sd)
    assert expect(missed, done=0.6).done == 0.6 and "done" in expect(missed, done=0.6).own


def test_too_few_own_days_leave_the_usual_values() -> None:
    assert expect([4.0, 5.0, None]) == Expected() == expect([])
    flat = expect([4.0] * 30)
    assert flat.sd == room.SD_FLOOR and flat.lag == 0.0


def test_own_days_that_carry_over_are_seen() -> None:
    rng, value, days = default_rng(8), 0.0, []
    for _ in range(400):
        value = 0.7 * value + rng.standard_normal()
        days.append(5 + value)
    assert expect(days).lag == pytest.approx(0.7, abs=0.12)
