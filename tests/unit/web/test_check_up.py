"""The pages of Look closer: help first, danger before advice, and nothing said too early."""

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.services import screening

PAGES = (
    *("/check-up/ask/body-map", "/check-up/ask/numb", "/check-up/ask/pain"),
    *("/check-up/ask/lying", "/check-up/strength", "/check-up/areas"),
    *("/check-up/areas/clues", "/check-up/patterns"),
)
SIGNS = {"E": {"rf1_saddle": "yes"}, "D": {"rf16_skin": "yes", "rf16_calf": "no"}}
FIRST = "First, one thing to get checked."
ADVICE = "For what you ticked"


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def client(person: Person):
    return signed_in(person.ctx, person.id)


def send(person: Person, path: str, *ticks: str):
    return client(person).post(path, [("tick", tick) for tick in ticks])


@pytest.mark.parametrize("level", SIGNS)
def test_with_a_danger_sign_the_hub_shows_help_and_asks_nothing(person: Person, level: str) -> None:
    person.answer(SIGNS[level])
    shown = client(person).get("/check-up").text.partition("<main")[2]
    assert -1 < shown.find(FIRST) < shown.find("<h1")
    assert "/check-up/ask" not in shown and "body-map" not in shown


@pytest.mark.parametrize("level", SIGNS)
@pytest.mark.parametrize("page", PAGES)
def test_with_a_danger_sign_every_part_leads_to_what_was_found(
    person: Person, page: str, level: str
) -> None:
    person.answer(SIGNS[level])
    assert client(person).get(page).header("location") == "/danger/found"


@pytest.mark.parametrize("page", ["/check-up", *PAGES])
def test_somebody_under_18_is_sent_to_an_adult(catalogue: Catalogue, page: str) -> None:
    child = Person(catalogue)
    child.answer({"birth_year": child.today.year - 12})
    assert client(child).get(page).header("location") == "/show-an-adult"


@pytest.mark.parametrize("page", ["/check-up", "/check-up/patterns", "/check-up/areas/feelings"])
def test_dark_thoughts_show_whom_to_call_first(person: Person, page: str) -> None:
    screening.dark_thoughts(person.ctx, person.id, "help_tap")
    shown = client(person).get(page).text.partition("<main")[2]
    assert -1 < shown.find("Need to talk to someone now?") < shown.find("<h1")


@pytest.mark.parametrize(
    ("path", "tick", "asked"),
    [
        ("/check-up/ask/body-map", "chest", "/danger/rf10?"),
        ("/check-up/ask/numb", "between_legs", "/danger/rf1?"),
        ("/check-up/ask/numb", "weaker", "/danger/rf3?"),
        ("/check-up/ask/pain", "both_sides", "/danger/rf3?"),
        ("/check-up/ask/lying", "nothing_eases", "/danger/rf6?"),
    ],
)
def test_a_line_that_may_be_a_sign_leads_to_danger_at_once(
    person: Person, path: str, tick: str, asked: str
) -> None:
    sent = send(person, path, tick)
    assert sent.status == 303 and sent.header("location").startswith(asked)


@pytest.mark.parametrize(
    "ticks",
    [("foot_left", "foot_right"), ("thigh_right", "lower_leg_left"), ("none", "thigh_left")],
)
@pytest.mark.parametrize("before", ["yes", "no"])
def test_numb_on_both_sides_asks_about_both_legs_whatever_was_told_before(
    person: Person, ticks: tuple[str, ...], before: str
) -> None:
    person.answer({"leg_symptoms": before, "place_leg_left": before, "place_leg_right": before})
    sent = send(person, "/check-up/ask/numb", *ticks)
    asked = sent.header("location").startswith("/danger/rf3?")
    assert asked == (len(set(ticks) - {"none"}) > 1)
    assert ("movement" in person.decide().open_features) == (not asked)


def test_a_leg_that_has_turned_numb_leads_to_the_danger_screen(person: Person) -> None:
    person.answer({"leg_symptoms": "yes", "place_leg_left": "yes", "place_leg_right": "no"})
    send(person, "/check-up/ask/numb", "foot_left")
    person.wait(hours=1)
    same = send(person, "/check-up/ask/numb", "foot_left", "thigh_left")
    assert same.header("location") == "/check-up"
    other = send(person, "/check-up/ask/numb", "foot_right")
    assert other.header("location") == "/danger?next=%2Fcheck-up"


def test_a_new_leg_leads_to_the_danger_screen_and_back(person: Person) -> None:
    person.answer({"place_leg_left": "no", "place_leg_right": "no", "leg_symptoms": "no"})
    person.wait(hours=1)
    sent = send(person, "/check-up/ask/body-map", "thigh_right")
    assert sent.header("location") == "/danger?next=%2Fcheck-up%2Fask%2Fnumb"


def test_lying_down_asks_rf6_first(catalogue: Catalogue) -> None:
    new = Person(catalogue, {"birth_year": 1980})
    assert client(new).get("/check-up/ask/lying").header("location") == (
        "/danger/rf6?next=/check-up/ask/lying"
    )


def test_before_the_danger_questions_nothing_is_advised(catalogue: Catalogue) -> None:
    new = Person(catalogue, {"birth_year": 1980})
    send(new, "/check-up/areas/body", "moves_little")
    shown = client(new).get("/check-up/areas/body").text
    assert "Before any advice come the danger questions." in shown and ADVICE not in shown


def test_each_tick_has_its_words_and_the_clues_end_honestly(person: Person) -> None:
    send(person, "/check-up/areas/clues", "no_trigger", "after_bad_night")
    shown = client(person).get("/check-up/areas/clues").text
    assert ADVICE in shown and "/learn/claim/clues-of-anxiety" in shown
    assert "None of these tells where pain comes from." in shown
    send(person, "/check-up/areas/clues", "none")
    none = client(person).get("/check-up/areas/clues").text
    assert "None of these tells where pain comes from." in none


def test_nothing_ticked_comes_back_with_what_to_do(person: Person) -> None:
    sent = send(person, "/check-up/ask/body-map")
    assert sent.status == 422 and 'role="alert"' in sent.text


def test_a_line_beside_none_wins(person: Person) -> None:
    send(person, "/check-up/ask/body-map", "neck", "none")
    assert "Neck" in client(person).get("/check-up").text.partition("What you marked")[2]


def test_strength_out_of_range_is_asked_again_and_keeps_nothing(person: Person) -> None:
    send(person, "/check-up/ask/body-map", "low_back")
    browser = client(person)
    assert browser.post("/check-up/strength", {"strong_low_back": "11"}).status == 422
    assert browser.post("/check-up/strength", {"strong_low_back": "6"}).status == 303
    assert "Low back: 6 of 10" in browser.get("/check-up").text


def test_without_a_marked_place_there_is_no_strength_to_ask(person: Person) -> None:
    assert client(person).get("/check-up/strength").header("location") == "/check-up"


def test_the_letter_is_a_card_with_what_was_ticked(person: Person) -> None:
    names = ("rf13_before_45", "rf13_months", "rf13_wakes", "rf13_buttock", "rf13_moving")
    person.answer(
        dict.fromkeys((q.id for q in person.catalogue.redflags["rf13"].questions), "no")
        | dict.fromkeys(names, "yes")
    )
    shown = client(person).get("/check-up/patterns").text
    assert "show-card" in shown and "Please check for inflammation of the spine." in shown
    assert "Wakes you late at night; Buttock pain" in shown
    assert "Keep moving." in shown


@pytest.mark.parametrize("path", ["/check-up/ask/none", "/check-up/areas/none"])
def test_an_unknown_part_is_not_found(person: Person, path: str) -> None:
    assert client(person).get(path).status == 404
