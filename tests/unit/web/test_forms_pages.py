"""The pages of questionnaires: exact words, nothing preset, nothing lost, and no verdict."""

import re
from dataclasses import replace
from html import unescape

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue, load
from unspiral.services import forms_taken, screening
from unspiral.services.operations import Origin

CATALOGUE = load()[0]
FORMS = CATALOGUE.questionnaires
SHIPPED = [form.id for form in FORMS.values() if form.tier.tier == "T1"]
OWN_TEXT = [form.id for form in FORMS.values() if form.tier.tier != "T1"]
AGREED = {"mood_forms": "yes", "mood_question_9": "yes", "country": "IE"}
SIGNS = {"E": {"rf1_saddle": "yes"}, "D": {"rf16_skin": "yes", "rf16_calf": "no"}}
PAGES = ("/check-up/forms", "/check-up/forms/peg", "/check-up/forms/peg/result")
PEG = {"peg_pain": 6, "peg_enjoyment": 4, "peg_activity": 5}


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue) | AGREED)


def client(person: Person):
    return signed_in(person.ctx, person.id)


def main(person: Person, path: str) -> str:
    """The words of a page, without its frame."""
    found = client(person).get(path)
    assert found.status == 200, found.header("location")
    return unescape(found.text.partition("<main")[2])


def take(person: Person, form: str, given) -> str:
    """Take a form straight and read its result page."""
    forms_taken.record(person.ctx, person.id, FORMS[form], given, Origin())
    return main(person, f"/check-up/forms/{form}/result")


def points(form: str, total: int, high: int = 3):
    """Answers to a form that add up to `total`."""
    items = [item for item in FORMS[form].items if not item.unscored and not item.help_from]
    return {i.id: min(high, max(0, total - high * n)) for n, i in enumerate(items)}


@pytest.mark.parametrize("form", SHIPPED)
def test_the_words_are_exact_and_nothing_is_preset(person: Person, form: str) -> None:
    shown, known = main(person, f"/check-up/forms/{form}"), FORMS[form]
    places = [shown.find(item.text) for item in known.items]
    assert -1 not in places and places == sorted(places)
    for item in known.items:
        assert all(f"<span>{words}</span>" in shown for words in item.options)
        assert item.low_end in shown and item.high_end in shown
    assert all(paragraph in shown for paragraph in known.instruction.split("\n\n"))
    assert known.recall in shown and known.tier.credit in shown
    assert not re.search(r"<input[^>]* checked", shown)


@pytest.mark.parametrize("form", OWN_TEXT)
def test_without_words_there_are_numbers_by_question_and_the_licence(
    person: Person, form: str
) -> None:
    shown, known = main(person, f"/check-up/forms/{form}"), FORMS[form]
    assert known.title in shown and known.tier.terms in shown
    for item in known.items:
        assert f">Question {item.id.rpartition('_')[2]}</label>" in shown
        assert f"{item.range[0]} to {item.range[1]}" in shown
    sent = client(person).post(f"/check-up/forms/{form}", {})
    asked = [item for item in known.items if item.blank is None]
    assert f"{len(asked)} questions have no answer" in sent.text


def test_a_form_of_ones_own_copy_is_scored_and_kept(person: Person) -> None:
    given = {f"pseq_{n}": "2" for n in range(1, 11)}
    sent = client(person).post("/check-up/forms/pseq", given)
    shown = main(person, sent.header("location"))
    assert "Your answers add up to 20, from 0 to 60." in shown and "Higher is better" in shown


def test_what_is_missing_is_asked_for_once_with_all_that_was_pressed(person: Person) -> None:
    browser = client(person)
    sent = browser.post("/check-up/forms/peg", {"peg_pain": "6", "peg_activity": "5"})
    assert sent.status == 422 and "1 question has no answer yet" in sent.text
    assert len(re.findall(r'value="[56]" checked', sent.text)) == 2
    assert sent.text.count("No answer here yet.") == 1
    assert forms_taken.history(FORMS["peg"], forms_taken.look(person.ctx, person.id).facts) == ()
    again = {"peg_pain": "6", "peg_activity": "5", "asked_again": "yes"}
    kept = browser.post("/check-up/forms/peg", again)
    shown = main(person, kept.header("location"))
    assert "Not scored: too many questions were left out for a fair number." in shown
    assert "Your answers are kept as you gave them." in shown


@pytest.mark.parametrize(("typed", "said"), [("11", "0 to 6"), ("x", "number"), ("1.5", "whole")])
def test_what_is_no_answer_is_named_and_stays_as_typed(
    person: Person, typed: str, said: str
) -> None:
    given = {f"pseq_{n}": "2" for n in range(1, 11)} | {"pseq_3": typed, "asked_again": "yes"}
    sent = client(person).post("/check-up/forms/pseq", given)
    assert sent.status == 422 and f'value="{typed}"' in sent.text
    assert said in re.findall(r'id="pseq_3-error".*?<span>(.*?)</span>', sent.text)[0]


def test_a_question_that_may_be_blank_keeps_what_was_typed(person: Person) -> None:
    sent = client(person).post("/check-up/forms/psqi", {"psqi_5j": "2"})
    assert re.search(r'name="psqi_5j" value="2"', sent.text)


def test_a_form_opened_and_left_empty_keeps_nothing(person: Person) -> None:
    sent = client(person).post("/check-up/forms/peg", {"asked_again": "yes"})
    assert sent.header("location") == "/check-up/forms"
    assert forms_taken.history(FORMS["peg"], forms_taken.look(person.ctx, person.id).facts) == ()


def test_a_tick_list_may_be_left_blank(person: Person) -> None:
    browser = client(person)
    sent = browser.post("/check-up/forms/rmdq-24", {})
    shown = main(person, sent.header("location"))
    assert "Your answers add up to 0, from 0 to 24." in shown
    assert "You opened the list and ticked none of the lines." in shown
    sent = browser.post("/check-up/forms/rmdq-24", [("tick", "rmdq_1"), ("tick", "rmdq_9")])
    shown = main(person, sent.header("location"))
    assert "Your answers add up to 2, from 0 to 24." in shown and "ticked none" not in shown


def test_a_result_that_was_never_made_leads_to_the_form(person: Person) -> None:
    there = client(person).get("/check-up/forms/peg/result")
    assert there.header("location") == "/check-up/forms/peg"


@pytest.mark.parametrize(("form", "total"), [("phq-8", 14), ("gad-7", 10), ("phq-8", 10)])
def test_from_10_the_words_are_those_of_the_safety_page(
    person: Person, form: str, total: int
) -> None:
    shown = take(person, form, points(form, total))
    assert f"Your answers add up to {total}. Many people with this talk to a doctor." in shown
    assert "next days" not in shown


@pytest.mark.parametrize(("form", "total"), [("phq-8", 9), ("gad-7", 9), ("phq-4", 12)])
def test_below_10_nothing_is_added(person: Person, form: str, total: int) -> None:
    shown = take(person, form, points(form, total))
    assert f"Your answers add up to {total}." in shown and "talk to a doctor" not in shown


@pytest.mark.parametrize(("form", "total"), [("phq-8", 15), ("phq-8", 19), ("gad-7", 21)])
def test_from_15_the_sleep_programme_waits_and_movement_does_not(
    person: Person, form: str, total: int
) -> None:
    shown = take(person, form, points(form, total))
    assert "the sleep programme waits" in shown and "Walking, comfort" in shown
    assert shown.find("Need to talk to someone now?") > shown.find("<h1")


def test_from_20_the_help_line_stands_first(person: Person) -> None:
    shown = take(person, "phq-8", points("phq-8", 20))
    assert -1 < shown.find("tel:116123") < shown.find("<h1") < shown.find("add up to 20")


@pytest.mark.parametrize("form", ["peg", "phq-4", "rmdq-24", "pseq", "pain-nrs"])
def test_every_result_page_carries_the_help_line(person: Person, form: str) -> None:
    shown = take(person, form, {item.id: item.range[0] for item in FORMS[form].items})
    assert "tel:116123" in shown and 'href="/help-now/talk"' in shown


@pytest.mark.parametrize("form", SHIPPED)
def test_published_ranges_stand_in_a_fold_and_never_beside_the_number(
    person: Person, form: str
) -> None:
    shown = take(person, form, {item.id: item.range[0] for item in FORMS[form].items})
    open_part = re.sub(r"<details.*?</details>", "", shown, flags=re.DOTALL)
    bands = [band.label for s in (FORMS[form].score, *FORMS[form].parts) for band in s.bands]
    assert all(f": {label}<" not in open_part for label in bands)
    assert all(f": {label}<" in shown for label in bands)


@pytest.mark.parametrize(
    ("worry", "mood", "offered"),
    [(2, 2, set()), (3, 0, {"gad-7"}), (0, 3, {"phq-8"}), (4, 5, {"gad-7", "phq-8"})],
)
def test_a_half_of_3_offers_the_longer_form(
    person: Person, worry: int, mood: int, offered: set[str]
) -> None:
    given = {"phq4_1": worry // 2, "phq4_2": worry - worry // 2}
    shown = take(person, "phq-4", given | {"phq4_3": mood // 2, "phq4_4": mood - mood // 2})
    assert set(re.findall(r"/check-up/forms/([\w-]+)", shown)) == offered


@pytest.mark.parametrize(
    ("form", "then", "now", "said"),
    [
        ("peg", 6, 6, "The same as last time (6, then 6)."),
        (
            "peg",
            6,
            5,
            "About the same as last time (6, then 5). People tend to notice a change of 30 %",
        ),
        (
            "peg",
            6,
            4,
            "Better than last time (6, then 4). People tend to notice a change of 30 % or",
        ),
        (
            "peg",
            4,
            6,
            "Worse than last time (4, then 6). People tend to notice a change of 30 % or",
        ),
        ("pain-nrs", 2, 3, "Two readings may differ that much without a change."),
    ],
)
def test_the_change_is_said_with_both_numbers(
    person: Person, form: str, then: int, now: int, said: str
) -> None:
    for value in (then, now):
        shown = take(person, form, {item.id: value for item in FORMS[form].items})
    assert said in shown


def test_where_it_is_not_known_what_matters_that_is_said(person: Person) -> None:
    take(person, "phq-2", {"phq2_1": 1, "phq2_2": 1})
    shown = take(person, "phq-2", {"phq2_1": 2, "phq2_2": 1})
    assert "2, then 3. How large a change has to be to matter is not known here." in shown


def test_a_picture_from_the_second_result_on_with_the_same_numbers_beside(
    person: Person,
) -> None:
    first = take(person, "peg", PEG)
    assert '<svg class="chart"' not in first and "Over time" not in first
    person.wait(days=14)
    second = take(person, "peg", dict.fromkeys(PEG, 2))
    [chart] = re.findall(r'<svg class="chart".*?</svg>', second)
    assert chart.count('class="dot"') == 2 and 'class="line"' not in chart
    assert re.findall(r'<td class="num">([\d.]+)</td>', second) == ["2", "5"]


def test_an_older_version_stands_apart(person: Person) -> None:
    old = replace(FORMS["peg"], version=FORMS["peg"].version - 1)
    for value in (6, 5):
        forms_taken.record(person.ctx, person.id, old, dict.fromkeys(PEG, value), Origin())
        person.wait(days=14)
    shown = take(person, "peg", dict.fromkeys(PEG, 2))
    assert "Not set beside the time before" in shown and "better than" not in shown.lower()
    assert shown.find("Over time") < shown.find("An older form (version 0)")
    now, before = shown.split("An older form")
    assert 'class="dot"' not in now and before.count('class="dot"') == 2


@pytest.mark.parametrize("form", ["phq-4", "phq-8", "phq-9", "gad-7", "gad-2", "phq-2"])
def test_a_mood_form_is_behind_a_yes(catalogue: Catalogue, form: str) -> None:
    someone = Person(catalogue, clear_answers(catalogue))
    shown = main(someone, f"/check-up/forms/{form}")
    assert "May we ask about mood and worry?" in shown and FORMS[form].items[0].text not in shown
    before = client(someone).post(f"/check-up/forms/{form}", {FORMS[form].items[0].id: "1"})
    assert before.header("location") == f"/check-up/forms/{form}"
    assert not forms_taken.look(someone.ctx, someone.id).facts.events


def test_the_phq_9_is_behind_nobody_sees_these_answers(person: Person) -> None:
    person.answer({"mood_question_9": "no"})
    shown = main(person, "/check-up/forms/phq-9")
    assert "Nobody sees these answers" in shown and 'href="/check-up/forms/phq-8"' in shown
    assert FORMS["phq-9"].items[8].text not in shown
    choice = {"which": "mood_question_9", "form": "phq-9"}
    there = client(person).post("/check-up/forms/agree", choice | {"agree": "yes"})
    assert there.header("location") == "/check-up/forms/phq-9"
    assert "Nobody sees these answers." in main(person, "/check-up/forms/phq-9")
    client(person).post("/check-up/forms/agree", choice | {"agree": "no"})
    assert FORMS["phq-9"].items[8].text not in main(person, "/check-up/forms/phq-9")


def test_mood_forms_are_off_until_a_yes_and_off_again_by_one_button(catalogue: Catalogue) -> None:
    someone = Person(catalogue, clear_answers(catalogue))
    assert "phq-4" not in main(someone, "/check-up/forms")
    browser = client(someone)
    browser.post("/check-up/forms/agree", {"which": "mood_forms", "agree": "yes"})
    assert "/check-up/forms/phq-4" in main(someone, "/check-up/forms")
    browser.post("/check-up/forms/agree", {"which": "mood_forms", "agree": "no"})
    assert "phq-4" not in main(someone, "/check-up/forms")


def test_today_has_one_quiet_line_below_the_plan(person: Person) -> None:
    line = re.compile(r"A few questions are due \(\d minutes?\)")
    assert not line.search(main(person, "/today"))
    person.wait(days=2)
    person.answer(clear_answers(CATALOGUE))
    shown = main(person, "/today")
    assert len(line.findall(shown)) == 1
    assert line.search(shown).start() > shown.find('class="thread"') > 0
    there = client(person).post("/check-up/forms/not-now", {})
    assert there.header("location") == "/today" and not line.search(main(person, "/today"))


@pytest.mark.parametrize("level", SIGNS)
@pytest.mark.parametrize("page", PAGES)
def test_with_a_danger_sign_every_page_leads_to_what_was_found(
    person: Person, page: str, level: str
) -> None:
    forms_taken.record(person.ctx, person.id, FORMS["peg"], PEG, Origin())
    person.answer(SIGNS[level])
    assert client(person).get(page).header("location") == "/danger/found"


@pytest.mark.parametrize("page", PAGES)
def test_somebody_under_18_is_sent_to_an_adult(catalogue: Catalogue, page: str) -> None:
    child = Person(catalogue)
    child.answer({"birth_year": child.today.year - 12})
    assert client(child).get(page).header("location") == "/show-an-adult"
    sent = client(child).post("/check-up/forms/peg", dict.fromkeys(PEG, "1"))
    assert sent.header("location") == "/show-an-adult"


@pytest.mark.parametrize("page", ["/check-up/forms", "/check-up/forms/peg"])
def test_dark_thoughts_show_whom_to_call_first(person: Person, page: str) -> None:
    screening.dark_thoughts(person.ctx, person.id, "help_tap")
    shown = main(person, page)
    assert -1 < shown.find("Need to talk to someone now?") < shown.find("<h1")


@pytest.mark.parametrize("path", ["/check-up/forms/none", "/check-up/forms/none/result"])
def test_an_unknown_form_is_not_found(person: Person, path: str) -> None:
    assert client(person).get(path).status == 404


@pytest.mark.parametrize("sent", [("0", "3"), ("3", "0"), ("", "3"), ("0", "x")])
def test_two_answers_to_question_9_bring_help(person: Person, sent: tuple[str, ...]) -> None:
    person.answer({"mood_question_9": "yes"})
    page = client(person).post("/check-up/forms/phq-9", [("phq9_9", one) for one in sent])
    assert "Be with someone now" in page.text and person.decide().dark_thoughts


def test_two_answers_to_one_question_are_asked_again(person: Person) -> None:
    sent = [(f"gad7_{n}", "1") for n in range(1, 8)] + [("gad7_3", "2")]
    page = client(person).post("/check-up/forms/gad-7", sent)
    assert page.status == 422 and person.events("form_taken") == ()
