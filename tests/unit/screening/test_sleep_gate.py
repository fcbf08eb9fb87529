"""The sleep programme's own questions: two groups, unanswered, stale, and what must wait."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import event
from support.sleep import DAY, START, happened, own_answers, person, started

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Facts, Value
from unspiral.records.sleep import SleepGate
from unspiral.screening.answers import effective
from unspiral.screening.gate import assess
from unspiral.screening.sleep_gate import OWN_SCREENS, own_questions

# Safety page, "Sleep programme", written out here by hand: each rules out both.
NEITHER = (
    "sleep_mania", "sleep_psychosis", "health_fits", "sleep_apnoea", "apnoea_pauses",
    "drowsy_driving", "sleep_walks", "sleep_safety_work", "pregnant", "sleep_baby",
    "sleep_low_mood", "sleep_dark", "med_opioid", "med_sedative", "sleep_heart_lung",
    "sleep_shifts_soon",
)  # fmt: skip
CAREFUL = (
    "sleep_frail", "health_falls", "sleep_migraine", "sleep_restless_legs", "sleep_shifts",
    "med_gabapentinoid",
)  # fmt: skip


def said(catalogue: Catalogue, facts: Facts) -> SleepGate:
    return own_questions(facts, effective(facts, catalogue), catalogue)


def told(catalogue: Catalogue, **changed: Value | None) -> SleepGate:
    return said(catalogue, person(catalogue, START, **changed))


def names(reasons: object) -> set[str]:
    return {reason.content_id for reason in reasons}  # type: ignore[attr-defined]


def test_all_answered_well_offers_the_window(catalogue: Catalogue) -> None:
    assert told(catalogue) == SleepGate()
    assert told(catalogue).offers == "window"


@pytest.mark.parametrize("value", ["yes", "unsure"])
@pytest.mark.parametrize("name", NEITHER)
def test_each_of_the_first_group_rules_both_out(
    catalogue: Catalogue, name: str, value: str
) -> None:
    found = told(catalogue, **{name: value})
    assert found.offers == "none" and found.neither
    clearance = assess(person(catalogue, START, **{name: value}), catalogue).clearance
    assert clearance is None or not clearance.covers("programme")


@pytest.mark.parametrize("value", ["yes", "unsure"])
@pytest.mark.parametrize("name", CAREFUL)
def test_each_of_the_second_group_leaves_the_gentler_way(
    catalogue: Catalogue, name: str, value: str
) -> None:
    facts = person(catalogue, START, **{name: value})
    found = said(catalogue, facts)
    assert found.offers == "compression" and names(found.compression_only) == {name}
    clearance = assess(facts, catalogue).clearance
    assert clearance is not None and clearance.covers("programme")


@pytest.mark.parametrize(("year", "offers"), [(1956, "compression"), (1957, "window")])
def test_seventy_or_older_gets_the_gentler_way(
    catalogue: Catalogue, year: int, offers: str
) -> None:
    assert told(catalogue, birth_year=year).offers == offers


@pytest.mark.parametrize(("year", "age_told"), [(2010, None), (2008, None), (2008, "no")])
def test_under_18_or_perhaps_so_gets_nothing(
    catalogue: Catalogue, year: int, age_told: str | None
) -> None:
    facts = person(catalogue, START, birth_year=year, eighteen=age_told)
    assert "under_18" in names(said(catalogue, facts).neither)


def every_question(catalogue: Catalogue) -> set[str]:
    before = {"health_fits", "health_falls", "pregnant", "birth_year", "med_opioid"}
    return before | own_answers(catalogue).keys()


def test_every_question_left_out_offers_nothing_and_is_asked(catalogue: Catalogue) -> None:
    for name in every_question(catalogue):
        found = told(catalogue, **{name: None})
        assert found.offers == "none" and len(found.unanswered) == 1, name
    assert told(catalogue, phq8_total=None).unanswered == ("phq-8",)
    assert told(catalogue, sleep_walks=None).unanswered == ("sleep_programme",)
    assert told(catalogue, med_opioid=None).unanswered == ("medicines",)


def test_a_question_that_was_only_opened_is_not_answered(catalogue: Catalogue) -> None:
    assert told(catalogue, sleep_walks="asked").offers == "none"
    assert told(catalogue, phq8_total="low").unanswered == ("phq-8",)


def test_what_is_to_be_asked_stands_in_order(catalogue: Catalogue) -> None:
    bare = person(catalogue, START, asked_on=None, birth_year=None, pregnant=None)
    assert said(catalogue, bare).unanswered == ("birth_year", "pregnant", *OWN_SCREENS, "phq-8")


def test_a_screen_that_is_gone_was_never_asked(catalogue: Catalogue) -> None:
    for name in OWN_SCREENS:
        screens = {n: s for n, s in catalogue.screens.items() if n != name}
        less = replace(catalogue, screens=screens)
        assert said(less, person(catalogue, START)).unanswered == (name,)
        retired = replace(catalogue.screens[name], status="retired")
        less = replace(catalogue, screens={**catalogue.screens, name: retired})
        assert said(less, person(catalogue, START)).unanswered == (name,)


@pytest.mark.parametrize("name", ["insomnia_nights", "insomnia_months", "insomnia_day"])
@pytest.mark.parametrize("value", ["no", "unsure"])
def test_it_is_for_insomnia_of_three_months(catalogue: Catalogue, name: str, value: str) -> None:
    assert names(told(catalogue, **{name: value}).neither) == {name}


SNORES, SLEEPY = {"sleep_snores": "yes"}, {"sleep_sleepy": "yes"}
TWO: tuple[tuple[Mapping[str, Value], bool], ...] = (
    ({}, False),
    ({"sleep_pressure": "yes"}, False),
    ({"sleep_pressure": "yes", "sleep_weight": "yes"}, True),
    ({"sleep_male": "yes", "birth_year": 1975}, True),
    ({"sleep_male": "yes", "birth_year": 1976}, False),
    ({"sleep_weight": "unsure", "sleep_male": "unsure"}, True),
)


@pytest.mark.parametrize(("two", "positive"), TWO)
def test_the_apnoea_check(catalogue: Catalogue, two: Mapping[str, Value], positive: bool) -> None:
    """Loud snoring or sleepy by day, and two of five; the two alone say nothing."""
    for sign in (SNORES, SLEEPY):
        facts = person(catalogue, START, **sign, **two)
        found = said(catalogue, facts)
        assert ("sleep_breathing" in names(found.neither)) is positive
        assert (assess(facts, catalogue).triage.level.value == "R") is positive
    assert told(catalogue, **two).offers == "window"


def test_an_opioid_is_one_of_the_five(catalogue: Catalogue) -> None:
    facts = person(catalogue, START, sleep_snores="yes", sleep_male="yes", med_opioid="yes")
    assert "sleep_breathing" in names(said(catalogue, facts).neither)


def test_without_its_flag_the_apnoea_check_counts_as_positive(catalogue: Catalogue) -> None:
    flags = {n: f for n, f in catalogue.redflags.items() if n != "sleep_breathing"}
    found = said(replace(catalogue, redflags=flags), person(catalogue, START))
    assert "sleep_breathing" in names(found.neither)


@pytest.mark.parametrize(
    ("scores", "offers", "where"),
    [
        ({"phq8_total": 14}, "window", ""), ({"phq8_total": 15}, "none", "waits"),
        ({"phq8_total": 19}, "none", "waits"), ({"phq8_total": 20}, "none", "neither"),
        ({"gad7_total": 14}, "window", ""), ({"gad7_total": 15}, "none", "waits"),
    ],
)  # fmt: skip
def test_mood_scores(
    catalogue: Catalogue, scores: dict[str, Value], offers: str, where: str
) -> None:
    found = told(catalogue, **scores)
    assert found.offers == offers
    assert [kind for kind in ("neither", "waits") if getattr(found, kind)] == [where] * bool(where)


@pytest.mark.parametrize("opened", ["help_tap", "item9", "plan"])
def test_after_dark_thoughts_it_stays_off_also_when_safe_for_now(
    catalogue: Catalogue, opened: str
) -> None:
    events = (
        happened("dark_thoughts", "dark_thoughts", opened, START - 9 * DAY),
        happened("safe_now", "dark_thoughts", "", START - 8 * DAY),
    )
    facts = person(catalogue, START, events=events)
    assert not assess(facts, catalogue).dark_thoughts
    assert names(said(catalogue, facts).neither) == {"dark_thoughts"}
    assert names(told(catalogue, phq9_9=1).neither) == {"dark_thoughts"}
    assert told(catalogue, phq9_9=0).offers == "window"


def test_the_line_about_dying_opens_the_path_of_dark_thoughts(catalogue: Catalogue) -> None:
    for value in ("yes", "unsure"):
        decision = assess(person(catalogue, START, sleep_dark=value), catalogue)
        assert decision.dark_thoughts and decision.help_first


@pytest.mark.parametrize(("days", "fresh"), [(28, True), (29, False)])
def test_questions_are_asked_for_this_start(catalogue: Catalogue, days: int, fresh: bool) -> None:
    facts = person(catalogue, START + days * DAY, asked_on=START)
    expected = () if fresh else (*OWN_SCREENS, "phq-8")
    assert said(catalogue, facts).unanswered == expected


def test_while_it_runs_they_need_not_be_asked_again(catalogue: Catalogue) -> None:
    later = START + 90 * DAY
    running = person(catalogue, later, events=[started()])
    assert said(catalogue, running).offers == "window"
    own_stop = happened("sleep_programme", "window", "stopped", START + 9 * DAY)
    stopped = person(catalogue, later, events=[started(), own_stop])
    assert said(catalogue, stopped).unanswered == (*OWN_SCREENS, "phq-8")


STOPS: tuple[tuple[str, str, str, bool], ...] = (
    ("fought_sleep", "morning", "yes", True),
    ("fought_sleep", "morning", "no", False),
    ("fought_sleep", "morning", "not_driving", False),
    ("fought_sleep", "morning", "odd", True),
    ("sleep_week", "fall", "yes", True),
    ("sleep_week", "energy", "yes", True),
    ("sleep_week", "sleepy", "yes", False),
    ("sleep_week", "fall", "no", False),
)


@pytest.mark.parametrize(("kind", "subject", "value", "stops"), STOPS)
def test_a_stop_for_safety_waits_14_days_and_asks_anew(
    catalogue: Catalogue, kind: str, subject: str, value: str, stops: bool
) -> None:
    events: list[Event] = [happened(kind, subject, value, START)]
    before = person(catalogue, START, events=events, asked_on=START - DAY)
    assert said(catalogue, before).offers == ("none" if stops else "window")
    assert bool(said(catalogue, before).unanswered) is stops
    for days, offers in ((13, "none"), (14, "window")):
        today = START + days * DAY
        again = person(catalogue, today, events=events, asked_on=today)
        assert said(catalogue, again).offers == (offers if stops else "window")


def test_a_stop_told_late_or_dated_ahead_counts_from_now(catalogue: Catalogue) -> None:
    at = person(catalogue, START).now
    late = replace(event("fought_sleep", "morning", "yes", at), local_date=START - 60 * DAY)
    facts = person(catalogue, START, events=[late])
    assert "restart" in names(said(catalogue, facts).waits)
    ahead = event("fought_sleep", "morning", "yes", at + timedelta(days=400))
    facts = replace(person(catalogue, START), events=(ahead,))
    assert said(catalogue, facts).offers == "none"


def test_known_breathing_stops_block_until_a_clinician_lifts_it(catalogue: Catalogue) -> None:
    """Local mode has no confirmed clinician: seen by someone is not enough."""
    raised = happened("flag_raised", "sleep_breathing", "W", START - 9 * DAY)
    seen = happened("flag_ended", "sleep_breathing", "seen", START - 2 * DAY)
    for events in ([raised], [raised, seen]):
        found = said(catalogue, person(catalogue, START, events=events))
        assert "known_sleep_breathing" in names(found.neither)
