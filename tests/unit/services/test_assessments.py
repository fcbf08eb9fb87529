"""What a marked place comes to: danger questions first, set-up's own answers, and what is new."""

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.records.triage import Decision
from unspiral.services import assessments
from unspiral.services.operations import Origin, UnderEighteen

SET_UP = {
    "place_low_back": "yes",
    "place_mid_back": "no",
    "place_neck": "no",
    "place_leg_left": "no",
    "place_leg_right": "no",
    "leg_symptoms": "no",
}


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue) | SET_UP)


def record(person: Person, screen: str, *chosen: str, op: str = "") -> Decision:
    return assessments.record(person.ctx, person.id, screen, chosen, Origin(op_id=op))


def value(person: Person, name: str) -> object:
    return assessments.look(person.ctx, person.id).facts.value(name)


def again(decision: Decision) -> bool:
    return any(reason.code == "ask_again" for reason in decision.reasons)


def test_what_is_said_again_without_a_page_is_kept_again(person: Person) -> None:
    for chosen in ("foot_left", "low_back") * 2:
        record(person, assessments.BODY_MAP, chosen)
    assert value(person, "place_leg_left") == "no"


def test_the_map_answers_the_questions_of_set_up_anew(person: Person) -> None:
    record(person, "body_map", "buttock_left", "neck")
    told = {name: value(person, name) for name in SET_UP}
    assert told == SET_UP | {"place_neck": "yes"}
    record(person, "body_map", "neck")
    assert value(person, "place_low_back") == "no"


def test_a_leg_that_is_new_brings_the_danger_screen_back(person: Person) -> None:
    person.wait(days=2)
    assert not again(record(person, "body_map", "low_back"))
    assert again(record(person, "body_map", "low_back", "thigh_left"))
    assert len(person.events("leg_pain_new")) == 1


def test_a_leg_that_hurts_as_before_does_not(person: Person) -> None:
    record(person, "body_map", "low_back", "lower_leg_left")
    person.wait(days=2)
    person.screen("danger", ("none",))
    person.wait(days=2)
    assert not again(record(person, "body_map", "low_back", "lower_leg_left"))
    assert len(person.events("leg_pain_new")) == 1


def test_new_numbness_below_the_knee_does_too(person: Person) -> None:
    person.wait(days=2)
    record(person, "body_map", "low_back")
    assert again(record(person, "body_numb", "foot_right"))
    assert value(person, "leg_symptoms") == "yes" and value(person, "numb_leg_right") == "yes"


def test_below_the_knee_is_no_only_when_both_were_asked(person: Person) -> None:
    person.answer({"leg_symptoms": "yes"})
    record(person, "body_map", "low_back")
    assert value(person, "leg_symptoms") == "yes"
    record(person, "body_numb", "none")
    assert value(person, "leg_symptoms") == "no"


@pytest.mark.parametrize(
    ("screen", "line", "opened"),
    [
        ("body_map", "chest", {"rf10", "rf11"}),
        ("body_map", "head", {"rf5"}),
        ("body_map", "belly", {"rf10"}),
        ("body_map", "arms", {"rf5", "rf11"}),
        ("body_numb", "between_legs", {"rf1", "rf2"}),
        ("body_numb", "weaker", {"rf3", "rf4"}),
        ("pain_like", "both_sides", {"rf3"}),
        ("pain_lying", "nothing_eases", {"rf6"}),
    ],
)
def test_what_may_be_a_danger_sign_is_asked_about_in_full(
    person: Person, screen: str, line: str, opened: set[str]
) -> None:
    decision = record(person, screen, line)
    assert opened <= set(decision.to_ask)
    assert decision.clearance is None or "standard" not in decision.clearance.scopes


def test_the_same_form_sent_twice_is_kept_once(person: Person) -> None:
    op = "00000000-0000-4000-8000-000000000001"
    first = record(person, "body_map", "thigh_left", op=op)
    with person.ctx.store.read(person.id) as tx:
        version = tx.version()
    assert record(person, "body_map", "thigh_left", op=op).to_ask == first.to_ask
    with person.ctx.store.read(person.id) as tx:
        assert tx.version() == version


def test_nothing_ticked_is_refused_and_stores_nothing(person: Person) -> None:
    for chosen in ((), ("elbow",), ("none", "neck")):
        with pytest.raises(BadInput):
            record(person, "body_map", *chosen)
    assert value(person, "at_neck") is None


def test_strength_is_kept_for_marked_places_only(person: Person) -> None:
    record(person, "body_map", "low_back", "chest")
    assessments.record_strength(person.ctx, person.id, {"low_back": 7}, Origin())
    assert value(person, "strong_low_back") == 7
    for wrong in ({"neck": 3}, {"chest": 3}, {"low_back": 11}, {"low_back": -1}):
        with pytest.raises(BadInput):
            assessments.record_strength(person.ctx, person.id, wrong, Origin())
    assert value(person, "strong_low_back") == 7


def test_rf6_comes_before_lying_down_and_again_after_28_days(catalogue: Catalogue) -> None:
    answers = {k: v for k, v in clear_answers(catalogue).items() if k != "rf6_lying"}
    person = Person(catalogue, answers)
    assert assessments.lying_asks_first(person.ctx, facts(person))
    person.screen("rf6", dict.fromkeys(("rf6_cancer", "rf6_constant", "rf6_lying"), "no"))
    assert not assessments.lying_asks_first(person.ctx, facts(person))
    person.wait(days=29)
    assert assessments.lying_asks_first(person.ctx, facts(person))


def test_a_child_keeps_nothing_here(catalogue: Catalogue) -> None:
    person = Person(catalogue)
    person.answer({"birth_year": person.today.year - 12})
    with pytest.raises(UnderEighteen):
        record(person, "area_feelings", "worry")


def facts(person: Person):
    return assessments.look(person.ctx, person.id).facts
