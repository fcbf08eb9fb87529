"""The traffic light: less after a red, back after two greens, something else after two reds."""

import pytest

from unspiral.catalogue.load import load
from unspiral.sessions.stop_rules import in_sight, light, verdict


@pytest.mark.parametrize(
    ("above", "settled", "down_the_leg", "want"),
    [
        (1.0, True, False, "green"),
        (1.5, True, False, "amber"),
        (2.0, True, False, "amber"),
        (2.1, True, False, "red"),
        (1.5, False, False, "red"),
        (0.0, True, True, "red"),
    ],
)
def test_light(above, settled, down_the_leg, want):
    assert light(above, settled, down_the_leg) == want


@pytest.mark.parametrize(
    ("answers", "want"),
    [
        ([], "same"),
        (["settled", "settled"], "same"),
        (["still_up"], "easier"),
        (["still_up", "settled"], "easier"),
        (["still_up", "settled", "settled"], "same"),
        (["still_up", "still_up"], "swap"),
        (["still_up", "still_up", "settled"], "easier"),
        (["still_up", "not_done", "still_up"], "swap"),
        (["not_done"], "same"),
    ],
)
def test_verdict(answers, want):
    assert verdict(answers) == want


def test_the_danger_sign_is_always_in_sight():
    rules = load()[0].stop_rules
    assert [rule.id for rule in in_sight([rules["st2"], rules["st1"]])] == ["st1"]
    assert [rule.id for rule in in_sight([rules["st4"], rules["st1"]])] == ["st4", "st1"]
    assert [rule.id for rule in in_sight([rules["st2"]])] == ["st2"]
