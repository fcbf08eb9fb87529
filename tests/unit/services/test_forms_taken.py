"""Taking a questionnaire: what is kept, what the gate reads of it, and what is never redone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.records.facts import Answer
from unspiral.screening.mood import WINDOW_CLOSED
from unspiral.services import forms_taken
from unspiral.services.operations import Origin, write

PAGE = "3b1f0c62-0000-4000-8000-00000000000a"
PEG = {"peg_pain": 6, "peg_enjoyment": 4, "peg_activity": 5}


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue) | {"mood_forms": "yes"})


def take(person: Person, form: str, given, origin: Origin | None = None):
    known = person.ctx.catalogue.questionnaires[form]
    forms_taken.record(person.ctx, person.id, known, given, origin or Origin())
    return look(person)


def look(person: Person):
    return forms_taken.look(person.ctx, person.id).facts


def past(person: Person, form: str):
    return forms_taken.history(person.ctx.catalogue.questionnaires[form], look(person))


def test_the_form_its_version_language_day_and_raw_answers_are_kept(person: Person) -> None:
    facts = take(person, "peg", PEG)
    [taken] = past(person, "peg")
    kept = {name: taken.result[name] for name in ("form", "version", "language", "answered_on")}
    assert kept == {
        "form": "peg", "version": 1, "language": "en", "answered_on": person.today.isoformat()
    }  # fmt: skip
    assert taken.result["answers"] == PEG and taken.result["score"]["value"] == 5.0
    assert {name: facts.value(name) for name in PEG} == PEG
    assert facts.value("peg_total") == 5.0
    assert (facts.answers["peg_pain"].item, facts.answers["peg_pain"].version) == ("peg", 1)


def test_sent_twice_it_is_kept_once_and_changed_it_is_a_new_one(person: Person) -> None:
    take(person, "peg", PEG, Origin(PAGE))
    take(person, "peg", PEG, Origin(PAGE))
    assert len(past(person, "peg")) == 1
    take(person, "peg", PEG | {"peg_pain": 9}, Origin(PAGE))
    assert [one.result["score"]["value"] for one in past(person, "peg")] == [5.0, 6.0]


def test_an_old_result_is_never_worked_out_again(person: Person) -> None:
    take(person, "peg", PEG)
    before = past(person, "peg")
    peg = person.ctx.catalogue.questionnaires["peg"]
    doubled = replace(peg, version=2, score=replace(peg.score, divide=2))
    assert forms_taken.history(doubled, look(person)) == before


def test_answers_that_give_no_score_are_kept_with_the_reason(person: Person) -> None:
    facts = take(person, "peg", {"peg_pain": 6})
    [taken] = past(person, "peg")
    assert (taken.result["score"], taken.result["reason"]) == (None, "too_few_answers")
    assert facts.value("peg_pain") == 6 and facts.value("peg_total") is None


def test_what_set_up_asked_is_the_first_result(person: Person) -> None:
    person.answer(PEG)
    asked_on = person.today
    person.wait(days=14)
    take(person, "peg", dict.fromkeys(PEG, 2), Origin(PAGE))
    take(person, "peg", dict.fromkeys(PEG, 2), Origin(PAGE))
    found = [(one.day, one.result["score"]["value"]) for one in past(person, "peg")]
    assert found == [(asked_on, 5.0), (person.today, 2.0)]


def test_half_of_what_set_up_asked_is_no_result(person: Person) -> None:
    person.answer({"peg_pain": 6})
    take(person, "peg", PEG)
    assert len(past(person, "peg")) == 1


def test_a_tick_list_opened_and_left_blank_is_not_one_never_opened(person: Person) -> None:
    rmdq = person.ctx.catalogue.questionnaires["rmdq-24"]
    take(person, "rmdq-24", {item.id: 0 for item in rmdq.items})
    take(person, "rmdq-24", {})
    blank, unopened = (one.result for one in past(person, "rmdq-24"))
    assert blank["score"]["value"] == 0.0
    assert (unopened["score"], unopened["reason"]) == (None, "not_opened")


def test_a_day_to_come_is_today(person: Person) -> None:
    take(person, "peg", PEG, Origin(local_date=person.today + timedelta(days=30)))
    assert past(person, "peg")[0].day == person.today


@pytest.mark.parametrize(
    ("form", "high", "reason", "window"),
    [
        ("phq-8", 9, None, True),
        ("phq-8", 10, "mood_routine", True),
        ("phq-8", 14, "mood_routine", True),
        ("phq-8", 15, "mood_within_days", False),
        ("phq-8", 20, "mood_help_first", False),
        ("gad-7", 9, None, True),
        ("gad-7", 10, "mood_routine", True),
        ("gad-7", 15, "mood_within_days", False),
        ("gad-7", 21, "mood_within_days", False),
    ],
)
def test_the_gate_reads_the_score_and_movement_stays_open(
    person: Person, form: str, high: int, reason: str | None, window: bool
) -> None:
    items = [i for i in person.ctx.catalogue.questionnaires[form].items if not i.unscored]
    given = {i.id: min(3, max(0, high - 3 * n)) for n, i in enumerate(items)}
    take(person, form, given)
    decision = person.decide()
    assert [r.code for r in decision.reasons if r.code.startswith("mood")] == (
        [reason] if reason else []
    )
    assert {"movement", "progression", "meditation"} <= decision.open_features
    assert decision.help_first is (reason == "mood_help_first")
    assert (reason in WINDOW_CLOSED) is not window


def test_the_first_eight_questions_of_the_phq_9_count_as_the_phq_8(person: Person) -> None:
    phq9 = person.ctx.catalogue.questionnaires["phq-9"]
    given = {i.id: 2 for i in phq9.items[:8]} | {"phq9_9": 0}
    assert take(person, "phq-9", given).value("phq8_total") == 16.0
    assert "mood_within_days" in [reason.code for reason in person.decide().reasons]


def test_without_the_agreement_help_opens_and_no_answer_is_kept(person: Person) -> None:
    form = person.ctx.catalogue.questionnaires["phq-9"]
    forms_taken.tell(person.ctx, person.id, form, {"phq9_1": 2, "phq9_9": 1}, Origin())
    assert person.decide().dark_thoughts
    assert {name for name in look(person).answers if name.startswith("phq9")} == set()


def test_agreements_are_off_dated_and_as_easily_taken_back(catalogue: Catalogue) -> None:
    person = Person(catalogue, clear_answers(catalogue))
    forms = catalogue.questionnaires

    def missing(name: str) -> str:
        return forms_taken.agreement_missing(forms[name], look(person))

    def agree(which: str, yes: bool) -> None:
        forms_taken.agree(person.ctx, person.id, which, yes, Origin())

    assert (missing("peg"), missing("phq-4"), missing("phq-9")) == ("", "mood", "mood")
    agree("mood_forms", True)
    assert (missing("phq-4"), missing("phq-9")) == ("", "question_9")
    agree("mood_question_9", True)
    assert missing("phq-9") == "" and look(person).answers["mood_forms"].local_date == person.today
    agree("mood_forms", False)
    agree("mood_forms", True)
    assert missing("phq-9") == "question_9"
    with pytest.raises(BadInput):
        agree("everything", True)


def test_refusing_blocks_neither_danger_questions_nor_diary_nor_help(person: Person) -> None:
    before = person.decide()
    forms_taken.agree(person.ctx, person.id, "mood_forms", False, Origin())
    assert person.decide().open_features == before.open_features


def test_a_newer_score_stands_even_when_the_clock_was_set_back(person: Person) -> None:
    phq8 = person.ctx.catalogue.questionnaires["phq-8"]
    take(person, "phq-8", {item.id: 2 for item in phq8.items})
    person.wait(minutes=-2)
    take(person, "phq-8", {item.id: 0 for item in phq8.items})
    assert look(person).value("phq8_total") == 0.0


def test_an_answer_of_another_page_is_no_history(person: Person) -> None:
    held = (Answer("peg_total", 9.0, person.clock(), person.today),)
    write(person.ctx, person.id, "screen", Origin(), answers=held)
    assert past(person, "peg") == ()
