"""What ends a flag, what brings it back, and what does neither."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event
from unspiral.records.triage import Level
from unspiral.screening.endings import Past, pasts, raise_value
from unspiral.screening.triage import triage

HOUR = timedelta(hours=1)


def raised(hours: int, level: str = "E") -> Event:
    return event("flag_raised", "rf4", level, NOW - hours * HOUR)


def ended(hours: float, how: str = "seen") -> Event:
    return event("flag_ended", "rf4", how, NOW - hours * HOUR)


def past(catalogue: Catalogue, *events: Event) -> Past:
    return pasts(clear(catalogue, events), catalogue)["rf4"]


def test_the_worst_raise_since_the_last_ending_stands(catalogue: Catalogue) -> None:
    held = past(catalogue, raised(9), ended(8), raised(5, "D"), raised(4, "W"))
    assert held.raised is Level.SAME_DAY and held.since == (NOW - 5 * HOUR).date()


@pytest.mark.parametrize("how", ["clinician", "", "odd"])
def test_an_ending_that_is_not_honoured_ends_nothing(catalogue: Catalogue, how: str) -> None:
    assert past(catalogue, raised(2), ended(1, how)).raised is Level.EMERGENCY


def test_an_ending_from_the_future_ends_nothing(catalogue: Catalogue) -> None:
    assert past(catalogue, raised(2), ended(-1)).raised is Level.EMERGENCY


def test_at_the_same_moment_the_raise_wins(catalogue: Catalogue) -> None:
    assert past(catalogue, ended(1), raised(1)).raised is Level.EMERGENCY


def test_what_cannot_be_read_is_the_worst(catalogue: Catalogue) -> None:
    assert past(catalogue, raised(1, "odd")).raised is Level.EMERGENCY


def test_it_has_changed_undoes_the_ending(catalogue: Catalogue) -> None:
    changed = event("flag_known", "rf4", "changed", NOW - HOUR / 2)
    held = past(catalogue, raised(2, "D"), ended(1), changed)
    assert held.raised is Level.SAME_DAY and held.known_since is None


def test_changed_at_the_same_moment_undoes_it_and_a_later_ending_stands(
    catalogue: Catalogue,
) -> None:
    changed = event("flag_known", "rf4", "changed", NOW - HOUR)
    assert past(catalogue, raised(2, "D"), ended(1), changed).known_since is None
    assert past(catalogue, raised(2, "D"), ended(0.5), changed).known_since is not None


def test_a_mistake_leaves_nothing_known(catalogue: Catalogue) -> None:
    held = past(catalogue, raised(2), ended(1, "mistake"))
    assert held.raised is None and held.known_since is None


def test_seen_makes_old_answers_quiet_and_new_ones_loud(catalogue: Catalogue) -> None:
    old = clear(catalogue, (ended(-0.01),), rf4_weak="yes", rf4_fast="no")
    new = clear(catalogue, (ended(1),), rf4_weak="yes", rf4_fast="no")
    assert triage(old, catalogue).level is Level.SELF_MANAGE
    assert triage(new, catalogue).level is Level.SAME_DAY


def test_an_old_cancer_that_was_seen_still_counts_with_new_signs(catalogue: Catalogue) -> None:
    seen = event("flag_ended", "rf6", "seen", NOW - HOUR)
    facts = clear(catalogue, (seen,), rf4_weak="yes", rf4_fast="no")
    from dataclasses import replace

    cancer = replace(facts.answers["rf6_cancer"], value="yes", answered_at=NOW - 2 * HOUR)
    facts = replace(facts, answers={**facts.answers, "rf6_cancer": cancer})
    found = {f.flag: f.level.value for f in triage(facts, catalogue).findings}
    assert found["rf6"] == "E" and found["rf4"] == "D"


def test_a_raise_names_its_doubts() -> None:
    assert raise_value(Level.EMERGENCY) == "E"
    assert raise_value(Level.EMERGENCY, ["b", "a"]) == "E unsure a,b"


def test_seen_stays_seen_while_another_line_waits_for_its_questions(catalogue: Catalogue) -> None:
    """Both legs, in doubt, and seen; the weak leg ticked beside it was not asked about yet."""
    doubt = {"rf3_both": "unsure", "rf3_both_follow": "unsure", "rf3_weak": "unsure"}
    held = clear(catalogue, (event("flag_ended", "rf3", "seen", NOW - HOUR),), **doubt)
    late = {n: replace(a, answered_at=NOW - 2 * HOUR) for n, a in held.answers.items()}
    late = {n: a for n, a in late.items() if n != "rf4_weak"}
    found = triage(replace(held, answers=late), catalogue)
    assert {f.state for f in found.findings if f.flag == "rf3"} == {"known", "unanswered"}
