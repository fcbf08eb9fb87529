"""The gate: which scopes each level opens, why, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, clear, clear_answers, event, facts_of
from support.sleep import own_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Value
from unspiral.screening.asking import BEFORE_MOVEMENT, DANGER, FOUR, covered
from unspiral.screening.gate import assess

BY_LEVEL: list[tuple[str, dict[str, Value], set[str]]] = [
    ("E", {"rf1_saddle": "yes"}, set()),
    ("D", {"rf16_calf": "yes"}, {"comfort"}),
    ("W", {"rf8_risk": "yes"}, {"comfort", "standard"}),
    ("R", {"rf15_slow": "yes"}, {"comfort", "standard"}),
    ("S", {}, {"comfort", "standard"}),
]


@pytest.mark.parametrize(("level", "given", "scopes"), BY_LEVEL)
def test_scopes_of_a_level(
    catalogue: Catalogue, level: str, given: dict[str, Value], scopes: set[str]
) -> None:
    decision = assess(clear(catalogue, **given), catalogue)
    assert decision.triage.level.value == level
    assert set(decision.clearance.scopes if decision.clearance else ()) == scopes


@pytest.mark.parametrize(
    ("level", "closed"),
    [
        ("E", {"comfort", "library", "movement", "heat", "plan", "fair_tests", "reminders"}),
        ("D", {"library", "movement", "heat", "plan", "fair_tests", "reminders"}),
        ("W", {"progression", "new_things", "fair_tests", "programme"}),
    ],
)
def test_a_level_closes_what_stands_in_the_table(
    catalogue: Catalogue, level: str, closed: set[str]
) -> None:
    given = next(g for name, g, _ in BY_LEVEL if name == level)
    features = assess(clear(catalogue, **given), catalogue).open_features
    assert not closed & features
    assert {"help", "while_you_wait", "diary", "own_data"} <= features


def test_routine_freezes_nothing(catalogue: Catalogue) -> None:
    calm = assess(clear(catalogue), catalogue)
    routine = assess(clear(catalogue, rf15_slow="yes"), catalogue)
    assert routine.open_features == calm.open_features
    assert routine.clearance == calm.clearance


def test_the_sleep_programme_stays_closed_without_its_own_questions(catalogue: Catalogue) -> None:
    decision = assess(clear(catalogue), catalogue)
    assert decision.clearance is not None and not decision.clearance.covers("programme")
    assert "programme" not in decision.open_features


@pytest.mark.parametrize(("answer", "covered_now"), [("no", True), ("yes", False), (None, False)])
def test_the_programme_opens_by_its_own_questions_only(
    catalogue: Catalogue, answer: str | None, covered_now: bool
) -> None:
    """Unanswered or one yes keeps it closed; so does low mood, and a level that holds."""
    own = own_answers(catalogue) | ({} if answer is None else {"sleep_walks": answer})
    if answer is None:
        del own["sleep_walks"]
    clearance = assess(clear(catalogue, **own), catalogue).clearance
    assert clearance is not None and clearance.covers("programme") is covered_now
    low = assess(clear(catalogue, **(own | {"phq8_total": 15})), catalogue).clearance
    held = assess(clear(catalogue, rf8_risk="yes", **own), catalogue).clearance
    for closed in (low, held):
        assert closed is not None and not closed.covers("programme")


@pytest.mark.parametrize(("hours", "opened"), [(12, True), (12.01, False)])
def test_comfort_lasts_half_a_day(catalogue: Catalogue, hours: float, opened: bool) -> None:
    nos = dict.fromkeys(covered((DANGER,), catalogue), "no")
    decision = assess(facts_of(nos, at=NOW - timedelta(hours=hours)), catalogue)
    assert (decision.clearance is not None) is opened


def test_movement_needs_the_birth_year(catalogue: Catalogue) -> None:
    answers = {k: v for k, v in clear_answers(catalogue).items() if k != "birth_year"}
    decision = assess(facts_of(answers), catalogue)
    assert decision.to_ask == ("birth_year",)
    assert decision.clearance is not None and decision.clearance.scopes == {"comfort"}


def test_held_at_the_level_of_what_was_done_before(catalogue: Catalogue) -> None:
    done = event("done", "walking", "full", NOW - timedelta(days=2))
    decision = assess(clear(catalogue, (done,), rf8_risk="yes"), catalogue)
    assert decision.clearance is not None
    assert decision.clearance.held and not decision.clearance.gentle


def test_how_long_a_clearance_lasts(catalogue: Catalogue) -> None:
    standard = assess(clear(catalogue), catalogue).clearance
    nos = dict.fromkeys(covered((DANGER,), catalogue), "no")
    comfort = assess(facts_of(nos), catalogue).clearance
    assert standard is not None and standard.valid_until == NOW + timedelta(hours=24)
    assert comfort is not None and comfort.valid_until == NOW + timedelta(hours=12)


def test_a_mood_score_closes_the_window_and_never_movement(catalogue: Catalogue) -> None:
    calm = assess(clear(catalogue), catalogue)
    low = assess(clear(catalogue, phq8_total=17), catalogue)
    lowest = assess(clear(catalogue, phq8_total=21), catalogue)
    assert low.clearance == calm.clearance and lowest.clearance == calm.clearance
    assert [r.code for r in low.reasons] == ["mood_within_days"]
    assert lowest.help_first and not low.help_first


def test_person_and_version_are_in_the_clearance(catalogue: Catalogue) -> None:
    clearance = assess(clear(catalogue), catalogue).clearance
    assert clearance is not None and (clearance.person, clearance.facts_version) == ("p", 1)


def test_a_danger_sign_under_18_still_shows_help_first(catalogue: Catalogue) -> None:
    decision = assess(clear(catalogue, birth_year=2012, rf1_saddle="yes"), catalogue)
    assert decision.clearance is None and decision.help_first


@pytest.mark.parametrize(("year", "caution"), [(1956, True), (1957, False)])
def test_seventy_by_the_end_of_the_year_counts(
    catalogue: Catalogue, year: int, caution: bool
) -> None:
    clearance = assess(clear(catalogue, birth_year=year), catalogue).clearance
    assert clearance is not None and ("k10" in clearance.cautions) is caution


NEEDED = [
    *(("redflags", f"rf{n}") for n in range(1, 17)),
    *(("cautions", f"k{n}") for n in range(1, 11)),
    *(("screens", name) for name in (DANGER, *FOUR, *BEFORE_MOVEMENT)),
]


@pytest.mark.parametrize(("folder", "name"), NEEDED)
def test_without_one_piece_of_the_rules_nothing_is_cleared(
    catalogue: Catalogue, folder: str, name: str
) -> None:
    held = getattr(catalogue, folder)
    gone = {key: item for key, item in held.items() if key != name}
    retired = {**held, name: replace(held[name], status="retired")}
    for rest in (gone, retired):
        less = replace(catalogue, **{folder: rest})
        decision = assess(clear(catalogue), less)
        assert decision.clearance is None and decision.help_first


@pytest.mark.parametrize(
    ("told", "flag"), [("rf10_new", "rf10"), ("rf3_both", "rf3"), ("rf4_weak", "rf4")]
)
def test_a_sign_told_by_half_closes_comfort_and_is_asked_in_full(
    catalogue: Catalogue, told: str, flag: str
) -> None:
    decision = assess(clear(catalogue, **{told: "yes"}), catalogue)
    assert decision.triage.level.value == "E"
    assert decision.clearance is None
    assert decision.to_ask[0] == flag
