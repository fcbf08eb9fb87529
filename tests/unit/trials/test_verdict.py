"""The rule of three at its edges: dynamics.md section 4, rule 9."""

import pytest

from unspiral.trials.verdict import Chances, verdict, why

MANY = 20


@pytest.mark.parametrize(
    ("good", "half", "small", "said"),
    [
        (0.95, 0.5, 0.4, "helps"),
        (0.949, 0.6, 0.4, "cannot_tell"),
        (0.99, 0.499, 0.5, "cannot_tell"),
        (0.99, 0.05, 0.9, "does_not_seem_to"),
        (0.5, 0.05, 0.9, "does_not_seem_to"),
        (0.5, 0.05, 0.899, "cannot_tell"),
    ],
)
def test_the_edges(good: float, half: float, small: float, said: str) -> None:
    assert verdict(Chances(good, 1 - good, half, small), MANY, MANY) == (said, False)


def test_harm_is_a_flag_from_95_of_100_on() -> None:
    assert verdict(Chances(0.05, 0.95, 0.0, 0.3), MANY, MANY) == ("cannot_tell", True)
    assert verdict(Chances(0.05, 0.95, 0.0, 0.95), MANY, MANY) == ("does_not_seem_to", True)
    assert verdict(Chances(0.051, 0.949, 0.0, 0.3), MANY, MANY) == ("cannot_tell", False)


@pytest.mark.parametrize(("on", "off", "said"), [(8, 8, "helps"), (7, 30, "cannot_tell"),
                                                 (30, 7, "cannot_tell")])  # fmt: skip
def test_few_days_on_a_side(on: int, off: int, said: str) -> None:
    assert verdict(Chances(0.999, 0.001, 0.99, 0.01), on, off)[0] == said


def test_reasons_name_what_is_missing_and_a_helping_answer_has_none() -> None:
    assert why(Chances(0.99, 0.01, 0.8, 0.2), "helps", MANY, MANY) == []
    codes = [r.code for r in why(Chances(0.97, 0.03, 0.3, 0.7), "cannot_tell", MANY, 5)]
    assert codes == ["few_days_on_a_side", "too_small", "no_difference_not_sure"]
