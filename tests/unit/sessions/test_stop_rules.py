"""The rules a person must see all through a session: the sign of danger is always among them."""

from unspiral.catalogue.load import load
from unspiral.sessions.stop_rules import in_sight


def test_the_danger_sign_is_always_in_sight():
    rules = load()[0].stop_rules
    assert [rule.id for rule in in_sight([rules["st2"], rules["st1"]])] == ["st1"]
    assert [rule.id for rule in in_sight([rules["st4"], rules["st1"]])] == ["st4", "st1"]
    assert [rule.id for rule in in_sight([rules["st2"]])] == ["st2"]
