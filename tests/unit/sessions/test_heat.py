"""A missed end of warmth is asked about once, and never while the warmth may still be on."""

from datetime import UTC, datetime, timedelta

from unspiral.catalogue.dosed import uses_heat
from unspiral.catalogue.load import load
from unspiral.records.facts import EVENT_KINDS, Event
from unspiral.sessions.heat import pending_skin_check

START = datetime(2026, 5, 14, 20, tzinfo=UTC)


def _event(kind, minutes, value=""):
    at = START + timedelta(minutes=minutes)
    assert value in EVENT_KINDS[kind][1]
    return Event(kind, "heat-chair", value, at, at.date())


def test_asked_once_the_longest_dose_is_over():
    started = [_event("heat_started", 0)]
    assert pending_skin_check(started, START + timedelta(minutes=19)) is None
    assert pending_skin_check(started, START + timedelta(minutes=20)) == "heat-chair"
    assert pending_skin_check(started, START + timedelta(days=3)) == "heat-chair"


def test_not_asked_when_the_end_was_seen_or_the_skin_was_checked():
    later = START + timedelta(hours=5)
    for value in ("done", "skin_check_clear", "skin_check_marked"):
        assert (
            pending_skin_check([_event("heat_started", 0), _event("heat_ended", 17, value)], later)
            is None
        )


def test_a_second_start_after_an_end_is_asked_about_again():
    events = [
        _event("heat_started", 60),
        _event("heat_ended", 17, "done"),
        _event("heat_started", 0),
    ]
    assert pending_skin_check(events, START + timedelta(hours=5)) == "heat-chair"
    assert pending_skin_check([], START) is None


def test_only_warm_sessions_use_heat():
    warm = {name for name, technique in load()[0].techniques.items() if uses_heat(technique)}
    assert warm == {"heat-chair"}
