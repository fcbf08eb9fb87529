"""What ends a flag, what brings it back, and what does neither."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event
from unspiral.records.triage import Level
from unspiral.screening.endings import Past, not_before_its_ending, pasts, raise_value
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


DAY = timedelta(days=1)


def at_day(days: int, kind: str, value: str, flag: str = "rf4") -> Event:
    return event(kind, flag, value, NOW - days * DAY)


def test_since_is_the_first_day_of_what_stands(catalogue: Catalogue) -> None:
    held = past(catalogue, at_day(9, "flag_raised", "D"), at_day(4, "flag_raised", "E"))
    assert (held.raised, held.since) == (Level.EMERGENCY, (NOW - 9 * DAY).date())
    assert held.sure is Level.EMERGENCY and held.in_doubt is False and held.ended is None


def test_only_a_finding_that_was_seen_is_asked_about_again(catalogue: Catalogue) -> None:
    seen = past(catalogue, at_day(50, "flag_ended", "seen"))
    assert seen.known_since == seen.asked_known == (NOW - 50 * DAY).date()
    confirmed = at_day(20, "flag_known", "unchanged")
    again = past(catalogue, at_day(50, "flag_ended", "seen"), confirmed)
    assert again.known_since == (NOW - 50 * DAY).date()
    assert again.asked_known == (NOW - 20 * DAY).date()
    older = past(catalogue, at_day(50, "flag_known", "unchanged"), at_day(20, "flag_ended", "seen"))
    assert older.asked_known == (NOW - 20 * DAY).date()
    mistake = past(catalogue, at_day(50, "flag_ended", "mistake"), confirmed)
    assert mistake.known_since is None and mistake.asked_known is None


def test_events_of_other_kinds_and_other_flags_change_nothing(catalogue: Catalogue) -> None:
    others = (at_day(1, "done", "full"), at_day(1, "flag_raised", "E", "rf5"))
    assert past(catalogue, *others) == Past()
    assert pasts(
        clear(catalogue, [event("flag_raised", "no-such-flag", "E")]), catalogue
    ).keys() == (catalogue.redflags.keys())


@pytest.mark.parametrize(("minutes", "stands"), [(5, False), (6, True)])
def test_an_ending_may_be_ahead_by_what_clocks_differ(
    catalogue: Catalogue, minutes: int, stands: bool
) -> None:
    early = event("flag_ended", "rf4", "seen", NOW + timedelta(minutes=minutes))
    assert (past(catalogue, raised(1), early).raised is not None) is stands


def test_of_two_endings_at_one_moment_it_stays_known(catalogue: Catalogue) -> None:
    """The careful one: what was seen stays as a caution."""
    for both in ((ended(1), ended(1, "mistake")), (ended(1, "mistake"), ended(1))):
        assert past(catalogue, raised(2), *both).known_since is not None


def doubt(hours: int, names: str, level: str = "E") -> Event:
    return event("flag_raised", "rf4", f"{level} unsure {names}", NOW - hours * HOUR)


@pytest.mark.parametrize(
    ("told", "stands", "waits"),
    [
        ({}, True, True),
        ({"rf4_weak_follow": "same"}, True, True),
        ({"rf4_weak_follow": "same", "rf4_fast_follow": "same"}, False, False),
        ({"rf4_weak_follow": "same", "rf4_fast_follow": "different"}, True, False),
        ({"rf4_weak_follow": "unsure", "rf4_fast_follow": "unsure"}, True, False),
    ],
)
def test_a_doubt_of_two_questions_needs_both(
    catalogue: Catalogue, told: dict[str, str], stands: bool, waits: bool
) -> None:
    held = pasts(clear(catalogue, [doubt(1, "rf4_fast,rf4_weak")], **told), catalogue)["rf4"]
    assert (held.raised is Level.EMERGENCY) is stands
    assert held.in_doubt is waits and held.sure is None


def test_a_plain_answer_at_the_moment_of_the_doubt_is_one_to_it(catalogue: Catalogue) -> None:
    facts = clear(catalogue, [doubt(0, "rf4_weak")], rf4_weak_follow="same")
    assert pasts(facts, catalogue)["rf4"].raised is None
    still = clear(catalogue, [doubt(0, "rf4_weak")], rf4_weak_follow="unsure")
    assert pasts(still, catalogue)["rf4"].in_doubt is False
    late = doubt(0, "rf4_weak")
    after = replace(facts, events=(replace(late, at=NOW + timedelta(seconds=1)),))
    assert pasts(after, catalogue)["rf4"].in_doubt is True


def test_a_doubt_about_a_question_nobody_asks_any_more_stands(catalogue: Catalogue) -> None:
    facts = clear(catalogue, [doubt(1, "rf4_gone")], rf4_gone_follow="same")
    assert pasts(facts, catalogue)["rf4"].raised is Level.EMERGENCY


@pytest.mark.parametrize("words", ["E unsure", "E unsure rf4_weak more", "E sure rf4_weak"])
def test_what_only_looks_like_a_doubt_is_taken_as_a_yes(catalogue: Catalogue, words: str) -> None:
    facts = clear(catalogue, [event("flag_raised", "rf4", words)], rf4_weak_follow="same")
    held = pasts(facts, catalogue)["rf4"]
    assert held.raised is held.sure is Level.EMERGENCY and held.in_doubt is False


def test_what_was_sure_stays_apart_from_a_worse_doubt(catalogue: Catalogue) -> None:
    held = past(catalogue, at_day(2, "flag_raised", "D"), doubt(1, "rf4_fast"))
    assert (held.raised, held.sure) == (Level.EMERGENCY, Level.SAME_DAY)
    assert held.in_doubt is True


def test_a_raise_is_never_dated_before_the_flags_own_last_ending() -> None:
    events = (
        event("flag_ended", "rf4", "seen", NOW + 2 * HOUR),
        event("flag_ended", "rf4", "seen", NOW + HOUR),
        event("flag_ended", "rf5", "seen", NOW + 9 * HOUR),
        event("flag_raised", "rf4", "E", NOW + 8 * HOUR),
    )
    assert not_before_its_ending("rf4", events, NOW) == NOW + 2 * HOUR
    assert not_before_its_ending("rf4", events, NOW + 3 * HOUR) == NOW + 3 * HOUR
    assert not_before_its_ending("rf1", events, NOW) == NOW


def test_a_change_told_before_the_person_was_seen_does_not_date_the_next_question(
    catalogue: Catalogue,
) -> None:
    """Told first, on a day that was already tomorrow there: only "unchanged" confirms anything."""
    changed = replace(
        event("flag_known", "rf4", "changed", NOW - 2 * HOUR), local_date=NOW.date() + DAY
    )
    held = past(catalogue, changed, ended(1))
    assert held.known_since == held.asked_known == NOW.date()
