"""What the content check counts is what the player will play, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.session_check import SWITCH_SECONDS, seconds_of, unrolled
from unspiral.catalogue.types import SessionStep
from unspiral.records.session import Script
from unspiral.records.triage import Clearance
from unspiral.sessions import script
from unspiral.sessions.script import Ask, script_for

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLEAR = Clearance(
    person="p", facts_version=1, scopes=frozenset({"comfort", "standard", "programme"}),
    cautions=frozenset(), held=False, gentle=False, minted_at=NOON,
    valid_until=NOON + timedelta(hours=12),
)  # fmt: skip


@pytest.mark.parametrize("tired", [False, True])
def test_each_session_lasts_what_its_file_promises(catalogue: Catalogue, tired: bool) -> None:
    for technique in catalogue.techniques.values():
        played = script_for(technique, CLEAR, Ask(tired=tired))
        assert isinstance(played, Script), technique.id
        promised = technique.tired.seconds if tired else technique.dose.seconds
        assert played.seconds == promised, technique.id


def test_both_sides_and_a_bare_switch_are_counted_alike() -> None:
    steps = (
        SessionStep(kind="hold", seconds=20, sides=True),
        SessionStep(kind="switch"),
        SessionStep(kind="repeat", times=2, steps=({"kind": "rest", "seconds": 5},)),
    )
    counted = sum(seconds_of(step) for step in unrolled(steps))
    assert counted == script.seconds_of(script.unroll(steps, "right")) == 80
    assert SWITCH_SECONDS == script.SWITCH_SECONDS
