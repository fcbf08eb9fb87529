"""Two minutes of comfort: every comfort technique has a form that lasts no longer."""

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.sessions.script import seconds_of, unroll
from unspiral.sessions.short import EASE_SECONDS, two_minutes


def test_every_comfort_technique_fits_two_minutes(catalogue: Catalogue) -> None:
    comfort = [t for t in catalogue.techniques.values() if t.scope == "comfort"]
    assert comfort
    for technique in comfort:
        steps = unroll(two_minutes(technique).session, "right")
        assert EASE_SECONDS - 30 <= seconds_of(steps) <= EASE_SECONDS + 1e-6, technique.id
        assert [s.cue for s in steps if s.cue]


def test_a_short_one_is_left_as_it_is(catalogue: Catalogue) -> None:
    technique = catalogue.techniques["side-lying-pillow"]
    assert two_minutes(technique) is technique


def test_breaths_stay_whole(catalogue: Catalogue) -> None:
    technique = catalogue.techniques["belly-breathing"]
    breath = next(s for s in two_minutes(technique, limit=60).session if s.kind == "breath")
    assert breath.times == 5
    assert breath.phases == technique.session[1].phases


@pytest.mark.parametrize("limit", [1.0, 20.0])
def test_never_less_than_one_breath(limit: float, catalogue: Catalogue) -> None:
    short = two_minutes(catalogue.techniques["belly-breathing"], limit=limit)
    assert min(step.times for step in short.session) == 1
