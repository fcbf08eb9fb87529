"""The danger screens as a person meets them: ticks, doubts, what is remembered, and endings."""

from datetime import timedelta

import pytest
from support.people import Person
from support.screening import NOW, clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput, StoreFull
from unspiral.records.facts import Answer
from unspiral.records.triage import Clearance, Decision
from unspiral.services import screening
from unspiral.services.operations import Origin, write

NONE = ("none",)
WEAK = {"rf4_weak": "yes", "rf4_fast": "no"}


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    """Someone with every screen clear."""
    return Person(catalogue, clear_answers(catalogue))


def scopes(decision: Decision) -> set[str]:
    return set(decision.clearance.scopes) if decision.clearance else set()


def clearance(decision: Decision) -> Clearance:
    assert decision.clearance is not None
    return decision.clearance


def state(decision: Decision, flag: str) -> str:
    return next((f.state for f in decision.triage.findings if f.flag == flag), "")


# --- the way through set-up


def test_a_new_person_gets_nothing_before_the_danger_screen(catalogue: Catalogue) -> None:
    new = Person(catalogue)
    decision = new.decide()
    assert decision.clearance is None
    assert (decision.triage.level.value, decision.triage.told.value) == ("E", "S")
    assert screening.next_screen(decision, "comfort", catalogue.redflags) == "danger"


def test_none_on_the_danger_screen_opens_comfort_only(catalogue: Catalogue) -> None:
    new = Person(catalogue)
    decision = new.screen("danger", NONE)
    assert scopes(decision) == {"comfort"}
    assert screening.next_screen(decision, "comfort", catalogue.redflags) == ""


def test_all_screens_in_order_open_movement(catalogue: Catalogue) -> None:
    new, asked = Person(catalogue), []
    while name := screening.next_screen(new.decide(), "standard", catalogue.redflags):
        asked.append(name)
        if name in ("birth_year", "pregnant"):
            new.screen(name, {name: 1980 if name == "birth_year" else "no"})
        else:
            new.screen(name, NONE)
    assert asked == [
        *("birth_year", "pregnant", "nerves", "heart", "infection", "history"),
        *("health", "medicines"),
    ]
    assert scopes(new.decide()) == {"comfort", "standard"}
    assert clearance(new.decide()).cautions == frozenset()


def test_skipped_screens_keep_the_careful_set(person: Person, catalogue: Catalogue) -> None:
    new = Person(
        catalogue, {k: v for k, v in clear_answers(catalogue).items() if "health" not in k}
    )
    assert "health" in new.decide().to_ask and scopes(new.decide()) == {"comfort"}
    decision = new.screen("health", ("skip",))
    assert {"k1", "k3", "k4", "k5", "k7", "k8"} <= clearance(decision).cautions


def test_comfort_lapses_after_12_hours(catalogue: Catalogue) -> None:
    new = Person(catalogue)
    new.screen("danger", NONE)
    new.wait(hours=13)
    assert new.decide().clearance is None
    assert new.decide().to_ask[0] == "danger"


def test_movement_lapses_after_28_days(person: Person) -> None:
    person.wait(days=27)
    assert "standard" in scopes(person.decide())
    person.wait(days=2)
    assert person.decide().clearance is None


# --- ticks and doubts


def test_a_tick_opens_its_items_in_full(person: Person) -> None:
    decision = person.screen("danger", ("leg",))
    assert decision.clearance is None
    assert decision.to_ask[:3] == ("rf3", "rf4", "rf5")
    assert decision.triage.told.value == "S"


def test_lines_left_unticked_are_no(person: Person) -> None:
    person.screen("danger", ("fall",))
    decision = person.screen("rf9", {"rf9_major": "no", "rf9_small": "no"})
    assert scopes(decision) == {"comfort", "standard"}


@pytest.mark.parametrize("chosen", [(), ("none", "leg"), ("leg", "odd")])
def test_a_screen_cannot_be_left_empty_or_contradict_itself(
    person: Person, chosen: tuple[str, ...]
) -> None:
    with pytest.raises(BadInput):
        person.screen("danger", chosen)


def test_no_question_of_an_item_can_be_left_out(person: Person) -> None:
    with pytest.raises(BadInput) as fault:
        person.screen("rf4", {"rf4_weak": "no"})
    assert [p.where for p in fault.value.values["problems"]] == ["rf4_fast"]  # type: ignore[attr-defined]


def test_not_sure_counts_as_yes_until_the_plain_question_is_answered(person: Person) -> None:
    decision = person.screen("rf1", {"rf1_saddle": "unsure"})
    assert (decision.triage.told.value, state(decision, "rf1")) == ("E", "unsure")
    assert decision.to_ask == ("rf1",)
    assert scopes(person.screen("rf1", {"rf1_saddle_follow": "same"})) == {"comfort", "standard"}


def test_still_not_sure_is_a_yes_that_no_answer_takes_back(person: Person) -> None:
    person.screen("rf1", {"rf1_saddle": "unsure"})
    person.screen("rf1", {"rf1_saddle_follow": "unsure"})
    person.screen("danger", NONE)
    decision = person.screen("rf1", {"rf1_saddle": "no"})
    assert decision.triage.told.value == "E" and decision.clearance is None


def test_none_does_not_settle_a_doubt_but_the_full_question_does(person: Person) -> None:
    person.screen("rf1", {"rf1_saddle": "unsure"})
    decision = person.screen("new_or_worse", NONE)
    assert decision.triage.told.value == "E" and decision.to_ask == ("rf1",)
    assert scopes(person.screen("rf1", {"rf1_saddle": "no"})) == {"comfort", "standard"}
    assert scopes(person.screen("danger", NONE)) == {"comfort", "standard"}


def test_none_for_a_past_day_says_nothing_about_today(person: Person) -> None:
    person.wait(days=20)
    before = person.decide()
    past = Origin(local_date=person.today - timedelta(days=3))
    after = person.screen("new_or_worse", NONE, past)
    assert clearance(after).facts_version == clearance(before).facts_version


# --- remembered, and ended


@pytest.mark.parametrize("days", [0, 30, 4000])
def test_no_time_and_no_better_answer_ends_a_flag(person: Person, days: int) -> None:
    person.screen("rf4", WEAK)
    person.wait(days=days)
    person.screen("danger", NONE)
    person.screen("nerves", NONE)
    decision = person.decide()
    assert decision.triage.told.value == "D"
    assert "standard" not in scopes(decision)


def test_a_late_yes_from_another_device_beats_a_newer_no(person: Person) -> None:
    person.wait(hours=5)
    person.screen("nerves", NONE)
    person.answer({"rf1_saddle": "yes"}, at=NOW + timedelta(hours=1))
    decision = person.decide()
    assert decision.triage.told.value == "E" and decision.clearance is None


def test_seen_needs_a_day_and_a_second_yes(person: Person) -> None:
    person.screen("rf4", WEAK)
    for seen_on, sure in ((None, True), (person.today, False)):
        with pytest.raises(BadInput):
            person.end("rf4", "seen", seen_on, sure)
    assert person.decide().triage.told.value == "D"


@pytest.mark.parametrize("days", [-1, 1])
def test_seen_before_the_sign_or_in_the_future_is_refused(person: Person, days: int) -> None:
    person.screen("rf4", WEAK)
    with pytest.raises(BadInput):
        person.end("rf4", "seen", person.today + timedelta(days=days), True)


def test_seen_leaves_a_caution_and_no_level(person: Person) -> None:
    person.screen("rf4", WEAK)
    decision = person.end("rf4", "seen", person.today, True)
    assert (decision.triage.level.value, state(decision, "rf4")) == ("S", "known")
    assert "k6" in clearance(decision).cautions
    assert [e.value for e in person.events("flag_ended")] == ["seen"]


def test_a_new_yes_after_an_ending_raises_again(person: Person) -> None:
    person.screen("rf4", WEAK)
    person.end("rf4", "seen", person.today, True)
    decision = person.screen("rf4", {"rf4_weak": "yes", "rf4_fast": "yes"})
    assert decision.triage.told.value == "E"


def test_a_known_finding_is_asked_again_and_comes_back_when_changed(person: Person) -> None:
    person.screen("rf4", WEAK)
    person.end("rf4", "seen", person.today, True)
    person.wait(days=28)
    person.screen("danger", NONE)
    person.screen("anything_changed", NONE)
    assert person.decide().to_ask == ("known:rf4",)
    assert clearance(person.decide()).held
    decision = screening.confirm_known(person.ctx, person.id, "rf4", "unsure")
    assert decision.triage.told.value == "D"


def test_unchanged_keeps_a_known_finding_quiet_for_28_days(person: Person) -> None:
    person.screen("rf4", WEAK)
    person.end("rf4", "seen", person.today, True)
    person.wait(days=28)
    screening.confirm_known(person.ctx, person.id, "rf4", "no")
    assert "known:rf4" not in person.decide().to_ask
    person.wait(days=28)
    assert "known:rf4" in person.decide().to_ask


def test_a_mistake_asks_the_same_questions_again_at_once(person: Person) -> None:
    person.screen("rf4", WEAK)
    decision = person.end("rf4", "mistake")
    assert decision.to_ask == ("rf4",) and decision.clearance is None
    decision = person.screen("rf4", {"rf4_weak": "no", "rf4_fast": "no"})
    assert scopes(decision) == {"comfort", "standard"}


def test_local_mode_has_no_clinician(person: Person) -> None:
    person.screen("rf4", WEAK)
    with pytest.raises(BadInput):
        person.end("rf4", "clinician", person.today, True)
    assert person.decide().triage.told.value == "D"


def test_sending_a_screen_twice_keeps_it_once(person: Person) -> None:
    origin = Origin("3b1f0c62-0000-4000-8000-000000000001")
    person.screen("rf4", WEAK, origin)
    person.screen("rf4", WEAK, origin)
    assert len(person.events("flag_raised")) == 1


def test_a_screen_sent_again_after_the_ending_raises_nothing(person: Person) -> None:
    origin = Origin("3b1f0c62-0000-4000-8000-000000000001")
    person.screen("rf4", WEAK, origin)
    person.end("rf4", "seen", person.today, True)
    assert state(person.screen("rf4", WEAK, origin), "rf4") == "known"
    assert len(person.events("flag_raised")) == 1


def test_the_same_id_with_a_worse_answer_is_not_lost(person: Person) -> None:
    origin = Origin("3b1f0c62-0000-4000-8000-000000000001")
    person.screen("rf1", {"rf1_saddle": "no"}, origin)
    decision = person.screen("rf1", {"rf1_saddle": "yes"}, origin)
    assert decision.triage.told.value == "E"


# --- within days, dark thoughts, age


def test_within_days_holds_and_on_a_first_visit_is_gentle(person: Person) -> None:
    decision = person.screen("rf8", {"rf8_fever": "no", "rf8_septic": "no", "rf8_risk": "yes"})
    held = clearance(decision)
    assert (held.held, held.gentle) == (True, True)
    assert "progression" not in decision.open_features


def test_dark_thoughts_close_meditation_and_harder_work_until_safe(person: Person) -> None:
    decision = screening.dark_thoughts(person.ctx, person.id, "help_tap")
    assert decision.dark_thoughts and decision.help_first
    assert "meditation" not in decision.open_features and "movement" in decision.open_features
    assert clearance(decision).held and "dark_thoughts" in clearance(decision).cautions
    decision = screening.dark_thoughts(person.ctx, person.id, "safe_now")
    assert not decision.dark_thoughts and "meditation" in decision.open_features


def test_under_18_gets_library_and_help(catalogue: Catalogue) -> None:
    decision = Person(catalogue, clear_answers(catalogue) | {"birth_year": 2012}).decide()
    assert decision.clearance is None
    assert decision.open_features == {"help", "library", "show_an_adult"}


def test_the_year_one_turns_18_is_asked_about(catalogue: Catalogue) -> None:
    person = Person(catalogue, clear_answers(catalogue) | {"birth_year": 2008})
    assert person.decide().to_ask == ("eighteen",)
    assert person.screen("eighteen", {"eighteen": "no"}).clearance is None
    assert scopes(person.screen("eighteen", {"eighteen": "yes"})) == {"comfort", "standard"}


def test_deciding_writes_nothing(person: Person) -> None:
    with person.ctx.store.read(person.id) as tx:
        before = (tx.version(), tx.operation_ids())
    person.decide()
    with person.ctx.store.read(person.id) as tx:
        assert (tx.version(), tx.operation_ids()) == before


def test_each_worse_answer_under_one_id_is_remembered(person: Person) -> None:
    """An id that clashes keeps its first answers, but no danger sign is lost with the others."""
    at, origin = person.clock(), Origin("3b1f0c62-0000-4000-8000-000000000002")
    for name in ("rf15_slow", "rf1_saddle", "rf16_calf"):
        given = (Answer(name, "yes", at, at.date()),)
        write(person.ctx, person.id, "screen", origin, answers=given)
    assert {e.subject for e in person.events("flag_raised")} == {"rf1", "rf16"}


# --- a disk that is full


@pytest.mark.parametrize("later", ["same", "none"])
@pytest.mark.parametrize(
    "fault", [StoreFull("The disk is full."), OSError(5, "I/O"), KeyError("x")]
)
def test_a_sign_that_could_not_be_written_keeps_the_gate_closed(
    person: Person, monkeypatch: pytest.MonkeyPatch, later: str, fault: Exception
) -> None:
    def full(_: str) -> None:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(person.ctx.store, "write", full)
        with pytest.raises(type(fault)):
            screening.record_screen(person.ctx, person.id, "danger", ("leg",))
    assert scopes(screening.decide(person.ctx, person.id)) == set()
    ticked = ("leg",) if later == "same" else NONE
    decision = screening.record_screen(person.ctx, person.id, "danger", ticked)
    assert scopes(decision) == set()
    assert bool(person.ctx.unsaved_signs[person.id]) is (later == "none")
