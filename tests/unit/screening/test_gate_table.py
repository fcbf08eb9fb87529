"""The gate's tables: what is open, asked and said in each state, and for how long (safety page)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.screening import NOW, clear, event, facts_of
from support.sleep import own_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Facts, Value
from unspiral.records.triage import Clearance, Decision
from unspiral.screening.asking import DANGER, FOUR, covered
from unspiral.screening.gate import assess, closed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALWAYS = {"help", "while_you_wait", "diary", "screening", "own_data"}
CALM = {"library", "loop", "people"}
MOVING = {"plan", "movement", "heat", "breath_holds", "meditation", "reminders"}
NEW = {"progression", "new_things", "fair_tests"}
OPEN: list[tuple[dict[str, Value], set[str]]] = [
    ({"rf1_saddle": "yes"}, ALWAYS),
    ({"rf16_calf": "yes"}, ALWAYS | {"comfort"}),
    ({"rf8_risk": "yes"}, ALWAYS | {"comfort"} | CALM | MOVING),
    ({"rf15_slow": "yes"}, ALWAYS | {"comfort"} | CALM | MOVING | NEW),
    ({}, ALWAYS | {"comfort"} | CALM | MOVING | NEW),
]


def said(decision: Decision) -> list[tuple[str, str | None]]:
    return [(r.code, r.content_id) for r in decision.reasons]


def minted(decision: Decision) -> Clearance:
    assert decision.clearance is not None
    return decision.clearance


def dated(facts: Facts, names: frozenset[str], at: datetime) -> Facts:
    """The same answers, those of `names` given at `at`."""
    moved = {n: replace(a, answered_at=at) for n, a in facts.answers.items() if n in names}
    return replace(facts, answers={**facts.answers, **moved})


def danger_at(catalogue: Catalogue, facts: Facts, at: datetime) -> Facts:
    return dated(facts, covered((DANGER,), catalogue), at)


def history_at(catalogue: Catalogue, facts: Facts, at: datetime) -> Facts:
    return dated(facts, covered(FOUR, catalogue) - covered((DANGER,), catalogue), at)


def without(facts: Facts, *names: str) -> Facts:
    return replace(facts, answers={n: a for n, a in facts.answers.items() if n not in names})


# ---- what is open -------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "features"), OPEN)
def test_each_level_opens_what_the_table_says_no_less_and_no_more(
    catalogue: Catalogue, given: dict[str, Value], features: set[str]
) -> None:
    assert assess(clear(catalogue, **given), catalogue).open_features == features


def test_before_anything_was_asked_reading_is_open_and_nothing_to_do(catalogue: Catalogue) -> None:
    nobody = assess(facts_of({}), catalogue)
    assert nobody.open_features == ALWAYS | CALM and nobody.clearance is None
    assert nobody.to_ask == (DANGER, *FOUR, "birth_year", "pregnant", "health", "medicines")
    asked = [DANGER, *FOUR]
    assert {c for c, _ in said(nobody)} == {"level", "not_asked"}
    assert {n for _, n in said(nobody)} == {"E", *asked, "birth_year", "pregnant", "health",
                                            "medicines"}  # fmt: skip
    assert len(said(nobody)) == len(set(said(nobody))) and not nobody.help_first


def test_dark_thoughts_close_their_own_list_and_leave_walking_and_people(
    catalogue: Catalogue,
) -> None:
    tap = event("dark_thoughts", "dark_thoughts", "help_tap")
    own = own_answers(catalogue)
    calm = assess(clear(catalogue, **own), catalogue)
    dark = assess(clear(catalogue, (tap,), **own), catalogue)
    assert calm.open_features - dark.open_features == {
        "meditation", "progression", "fair_tests", "new_things", "programme",
    }  # fmt: skip
    assert {"people", "movement", "comfort", "diary", "help"} <= dark.open_features
    assert dark.help_first and dark.dark_thoughts
    assert not calm.help_first and not calm.dark_thoughts
    assert minted(dark).scopes == {"comfort", "standard"} and minted(dark).held
    assert said(dark) == [("held", "dark_thoughts")]


def test_a_fault_leaves_help_and_the_own_data(catalogue: Catalogue) -> None:
    shut = closed()
    assert shut.open_features == {"help", "while_you_wait", "own_data"}
    assert shut.clearance is None and shut.help_first and shut.to_ask == (DANGER,)
    assert said(shut) == [("gate_failed", None)]
    assert shut.triage.level.value == "E" and shut.triage.to_ask == (DANGER,)
    assert assess(clear(catalogue), replace(catalogue, redflags={})) == shut


@pytest.mark.parametrize(
    ("year", "told", "asked"),
    [(2015, None, ()), (2008, None, ("eighteen",)), (2008, "no", ()), (2009, None, ())],
)
def test_under_18_is_a_place_of_its_own(
    catalogue: Catalogue, year: int, told: str | None, asked: tuple[str, ...]
) -> None:
    given: dict[str, Value] = {"birth_year": year} | ({"eighteen": told} if told else {})
    decision = assess(clear(catalogue, **given), catalogue)
    assert decision.open_features == {"help", "library", "show_an_adult"}
    assert decision.clearance is None and decision.to_ask == asked
    assert said(decision) == [("under_18", None)] and decision.help_first is False


@pytest.mark.parametrize(
    ("sign", "first"), [("rf1_saddle", True), ("rf16_calf", True), ("rf8_risk", False)]
)
def test_under_18_a_sign_for_today_shows_help_first(
    catalogue: Catalogue, sign: str, first: bool
) -> None:
    given: dict[str, Value] = {"birth_year": 2012, sign: "yes"}
    assert assess(clear(catalogue, **given), catalogue).help_first is first


@pytest.mark.parametrize(
    ("given", "opened"),
    [({}, True), ({"rf15_slow": "yes"}, True), ({"rf8_risk": "yes"}, False),
     ({"sleep_mania": "yes"}, False), ({"sleep_mania": "unsure"}, False),
     ({"sleep_frail": "yes"}, True), ({"birth_year": 1940}, True), ({"med_opioid": "yes"}, False),
     ({"phq8_total": 14}, True), ({"gad7_total": 15}, False), ({"phq8_total": 20}, False),
     ({"phq9_9": 1}, False)],
)  # fmt: skip
def test_the_programme_needs_its_questions_r_or_s_and_no_low_mood(
    catalogue: Catalogue, given: dict[str, Value], opened: bool
) -> None:
    decision = assess(clear(catalogue, **(own_answers(catalogue) | given)), catalogue)
    assert minted(decision).covers("programme") is opened
    assert ("programme" in decision.open_features) is opened
    assert minted(decision).covers("standard")


def test_the_programme_never_opens_without_movement(catalogue: Catalogue) -> None:
    facts = without(clear(catalogue, **own_answers(catalogue)), "birth_year")
    assert minted(assess(facts, catalogue)).scopes == {"comfort"}


# ---- why, and what is asked next ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({"rf1_saddle": "yes"}, [("level", "E")]),
        ({"rf16_calf": "yes"}, [("level", "D")]),
        ({"rf8_risk": "yes"}, [("held", "W")]),
        ({"rf15_slow": "yes"}, []),
        ({}, []),
        ({"phq8_total": 20}, [("mood_help_first", "phq8_total")]),
        ({"rf1_saddle": "unsure"}, [("level", "E"), ("not_asked", "rf1")]),
    ],
)
def test_why(catalogue: Catalogue, given: dict[str, Value], reasons: list[tuple[str, str]]) -> None:
    assert said(assess(clear(catalogue, **given), catalogue)) == reasons


def test_an_item_that_may_be_an_emergency_closes_comfort_until_answered(
    catalogue: Catalogue,
) -> None:
    grave = assess(clear(catalogue, rf4_fast="asked"), catalogue)
    assert grave.clearance is None and grave.to_ask == ("rf4",)
    assert said(grave) == [("not_asked", "rf4")]
    mild = assess(clear(catalogue, rf16_calf="asked"), catalogue)
    assert minted(mild).scopes == {"comfort"} and mild.to_ask == ("rf16",)
    assert said(mild) == [("level", "D"), ("not_asked", "rf16")]


def test_the_danger_screen_left_out_is_named(catalogue: Catalogue) -> None:
    decision = assess(without(clear(catalogue), "rf11_chest"), catalogue)
    assert decision.clearance is None
    assert said(decision) == [("not_asked", DANGER), ("level", "E"), ("not_asked", "heart")]
    assert decision.to_ask == (DANGER, "heart")


def test_an_opened_danger_item_is_asked_without_the_whole_screen(catalogue: Catalogue) -> None:
    decision = assess(clear(catalogue, rf11_chest="asked"), catalogue)
    assert decision.to_ask == ("rf11",)
    also = assess(without(clear(catalogue, rf11_chest="asked"), "rf1_saddle"), catalogue)
    assert also.to_ask == ("rf11", DANGER, "nerves")


@pytest.mark.parametrize(("late", "is_stale"), [(timedelta(0), False), (HOUR, True)])
def test_after_28_days_the_danger_screen_and_the_history_are_asked_again(
    catalogue: Catalogue, late: timedelta, is_stale: bool
) -> None:
    then = NOW - 28 * DAY - late
    danger = assess(danger_at(catalogue, clear(catalogue), then), catalogue)
    assert (("stale", DANGER) in said(danger)) is is_stale
    assert (DANGER in danger.to_ask) is is_stale
    assert (danger.clearance is None) is is_stale
    history = assess(history_at(catalogue, clear(catalogue), then), catalogue)
    assert (("stale", "anything_changed") in said(history)) is is_stale
    assert history.to_ask == (("anything_changed",) if is_stale else ())
    assert minted(history).scopes == ({"comfort"} if is_stale else {"comfort", "standard"})


def test_anything_changed_with_none_makes_the_history_new(catalogue: Catalogue) -> None:
    old = history_at(catalogue, clear(catalogue), NOW - 40 * DAY)
    for word, asked in (("no", ()), ("yes", ("anything_changed",))):
        again = clear(catalogue, anything_changed=word).answers["anything_changed"]
        facts = replace(old, answers={**old.answers, "anything_changed": again})
        assert assess(facts, catalogue).to_ask == asked


def test_anything_changed_long_ago_does_not(catalogue: Catalogue) -> None:
    old = history_at(catalogue, clear(catalogue, anything_changed="no"), NOW - DAY)
    old = dated(old, frozenset({"anything_changed"}), NOW - 40 * DAY)
    assert assess(old, catalogue).to_ask == ()
    both = history_at(catalogue, old, NOW - 40 * DAY)
    assert assess(both, catalogue).to_ask == ("anything_changed",)
    ahead = dated(both, frozenset({"anything_changed"}), NOW + HOUR)
    assert "anything_changed" in assess(ahead, catalogue).to_ask


def test_a_history_line_that_cannot_be_e_or_d_keeps_nothing_closed(catalogue: Catalogue) -> None:
    decision = assess(without(clear(catalogue), "rf15_slow"), catalogue)
    assert minted(decision).covers("standard") and said(decision) == []
    assert minted(decision).valid_until == NOW + 24 * HOUR


@pytest.mark.parametrize(("days", "asked"), [(27, ()), (28, ("known:rf4",))])
def test_a_known_finding_is_asked_about_after_28_days(
    catalogue: Catalogue, days: int, asked: tuple[str, ...]
) -> None:
    seen = event("flag_ended", "rf4", "seen", NOW - days * DAY)
    decision = assess(clear(catalogue, (seen,)), catalogue)
    assert decision.to_ask == asked
    assert said(decision) == [("held", name) for name in asked]
    assert minted(decision).held is bool(asked)


def test_a_wrong_clock_holds_the_level(catalogue: Catalogue) -> None:
    ahead = event("done", "walking", "full", NOW + HOUR)
    decision = assess(clear(catalogue, (ahead,)), catalogue)
    assert said(decision) == [("held", "clock")] and minted(decision).held
    assert not decision.open_features & NEW


@pytest.mark.parametrize(
    ("missing", "asked"),
    [("pregnant", "pregnant"), ("health_fits", "health"), ("med_patch", "medicines")],
)
def test_what_comes_before_movement_is_asked_or_passed_by(
    catalogue: Catalogue, missing: str, asked: str
) -> None:
    facts = without(clear(catalogue), missing)
    decision = assess(facts, catalogue)
    assert decision.to_ask == (asked,) and ("not_asked", asked) in said(decision)
    assert minted(decision).scopes == {"comfort"}
    for word, opened in (("yes", True), ("no", False)):
        skip = clear(catalogue, **{f"{asked}_skipped": word}).answers[f"{asked}_skipped"]
        skipped = replace(facts, answers={**facts.answers, skip.variable: skip})
        assert minted(assess(skipped, catalogue)).covers("standard") is opened


# ---- for how long -------------------------------------------------------------------------------


def test_movement_is_cleared_for_a_day_and_never_past_28_days(catalogue: Catalogue) -> None:
    soon = NOW - 28 * DAY + 3 * HOUR
    danger = minted(assess(danger_at(catalogue, clear(catalogue), soon), catalogue))
    history = minted(assess(history_at(catalogue, clear(catalogue), soon), catalogue))
    assert danger.valid_until == history.valid_until == NOW + 3 * HOUR
    young = minted(assess(danger_at(catalogue, clear(catalogue), NOW - 20 * DAY), catalogue))
    assert young.valid_until == NOW + 24 * HOUR and young.minted_at == NOW
    assert young.scopes == {"comfort", "standard"}, "movement brings comfort with it"


def test_comfort_alone_lasts_from_the_danger_screen_on(catalogue: Catalogue) -> None:
    nos: dict[str, Value] = dict.fromkeys(covered((DANGER,), catalogue), "no")
    facts = facts_of(nos, at=NOW - 5 * HOUR)
    assert minted(assess(facts, catalogue)).valid_until == NOW + 7 * HOUR
    old = assess(facts_of(nos, at=NOW - 13 * HOUR), catalogue)
    assert old.to_ask[0] == DANGER and said(old)[0] == ("stale", DANGER)
    edge = assess(facts_of(nos, at=NOW - 12 * HOUR), catalogue)
    assert DANGER not in edge.to_ask


@pytest.mark.parametrize("kind", ["done", "settled", "rated", None])
def test_gentle_only_where_nothing_was_done_before(catalogue: Catalogue, kind: str | None) -> None:
    events: list[Event] = [event(kind, "walking", "", NOW - DAY)] if kind else []
    held = minted(assess(clear(catalogue, events, rf8_risk="yes"), catalogue))
    assert held.held and held.gentle is (kind not in ("done", "settled"))
    free = minted(assess(clear(catalogue, events), catalogue))
    assert not free.held and not free.gentle


def test_a_bad_day_closes_both_until_the_danger_screen_is_answered(catalogue: Catalogue) -> None:
    facts = danger_at(catalogue, clear(catalogue, (event("bad_day", "day"),)), NOW - HOUR)
    decision = assess(facts, catalogue)
    assert decision.clearance is None and decision.to_ask == (DANGER,)
    assert said(decision) == [("ask_again", "bad_day")]
