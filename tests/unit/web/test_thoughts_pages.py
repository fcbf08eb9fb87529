"""The pages of the thoughts course: kept exactly, nothing typed is lost, stopped at any word."""

import re
from dataclasses import replace
from html import unescape

import pytest
from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in
from support.states import somebody

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event
from unspiral.services import sheets
from unspiral.services.sheets import Entry
from unspiral.web.sheet_answers import RESERVED

RECORD, LOG = "/thoughts/sheet/thought-record", "/thoughts/sheet/stressor-log"
PROBLEM, LINE = "/thoughts/sheet/problem-solving", "/thoughts/sheet/kind-self-talk"
LADDER, DAY = "/thoughts/sheet/joyful-activity", "/thoughts/sheet/joyful-day"
WORRY = "/thoughts/worry-time"
OP = "3b1f0c62-0000-4000-8000-0000000000aa"
DARK = "I want to die, nothing helps"
ODD = "  =1+1 <b>x</b> \u202eabc\u202c 🙂\nline  "


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


@pytest.fixture
def client(person: Person) -> Client:
    return signed_in(person.ctx, person.id)


def held(person: Person) -> tuple[Entry, ...]:
    with person.ctx.store.read(person.id) as tx:
        return sheets.read(tx)


def main_of(page: str) -> str:
    return page[page.index('id="main"') :]


def test_no_prompt_has_the_name_of_a_field_around_it(catalogue: Catalogue) -> None:
    names = {prompt.id for sheet in catalogue.worksheets.values() for prompt in sheet.prompts}
    assert not names & RESERVED


def test_a_record_is_kept_exactly_shown_inert_and_called_saved_only_then(
    client: Client, person: Person
) -> None:
    assert "is-saved" not in client.get(f"{RECORD}?saved={OP}").text
    sent = client.post(RECORD, {"op_id": OP, "thought": ODD, "before": "7", "after": "4"})
    assert (sent.status, sent.header("location")) == (303, f"{RECORD}?saved={OP}")
    page = client.get(sent.header("location")).text
    assert "is-saved" in page and "<b>x</b>" not in page and "&lt;b&gt;x&lt;/b&gt;" in page
    assert held(person)[0].words == {"thought": ODD, "before": "7", "after": "4"}


@pytest.mark.parametrize(
    ("fields", "status", "marked"),
    [
        ({"thought": "   ", "happened": "kept words"}, 422, "thought"),
        ({"thought": "x", "before": "11", "happened": "kept words"}, 422, "before"),
        ({"thought": "a" * 601, "happened": "kept words"}, 422, "thought"),
        ({"thought": "a" * 10_001, "happened": "kept words"}, 413, "thought"),
        ({"thought": "x", "feeling": "a" * 101, "happened": "kept words"}, 422, "feeling"),
    ],
)
def test_what_does_not_fit_stays_in_the_form_with_its_neighbours(
    client: Client, person: Person, fields: dict[str, str], status: int, marked: str
) -> None:
    sent = client.post(RECORD, fields)
    assert sent.status == status
    assert "kept words" in sent.text and f'id="{marked}-error"' in sent.text
    if marked != "before":
        assert fields[marked] in unescape(sent.text) and 'aria-invalid="true"' in sent.text
    assert held(person) == ()


def test_an_impossible_day_or_choice_of_a_problem_is_asked_again(client: Client) -> None:
    for name, value in (("day", "2026-02-31"), ("went", "flew")):
        assert client.post(PROBLEM, {"problem": "stairs", name: value}).status == 422
    assert "stairs" in client.post(PROBLEM, {"problem": "stairs", "day": "x"}).text


def test_a_change_is_a_new_version_and_the_older_words_stay_readable(
    client: Client, person: Person
) -> None:
    client.post(RECORD, {"op_id": OP, "thought": "first words"})
    page = client.get(f"{RECORD}?entry={OP}").text
    assert "first words" in page and f'name="entry" value="{OP}"' in page
    client.post(RECORD, {"entry": OP, "thought": "second words"})
    page = client.get(RECORD).text
    assert "second words" in page and "As it stood before" in page and "first words" in page
    assert [entry.words["thought"] for entry in held(person)] == ["second words"]


def test_the_same_form_twice_is_one_sheet_and_other_words_are_asked_about(
    client: Client, person: Person
) -> None:
    for _ in range(2):
        assert client.post(LOG, {"op_id": OP, "what": "a meeting"}).status == 303
    other = client.post(LOG, {"op_id": OP, "what": "another"})
    assert other.status == 409 and "another" in other.text
    assert [entry.words["what"] for entry in held(person)] == ["a meeting"]


def test_take_it_away_says_what_it_means_and_can_be_undone(client: Client, person: Person) -> None:
    client.post(RECORD, {"op_id": OP, "thought": "a hard line"})
    page = client.get(RECORD).text
    assert "It stays in your data folder" in page and "not built yet" in page
    sent = client.post("/thoughts/remove", {"entry": OP})
    gone = client.get(sent.header("location")).text
    assert "out of sight" in gone and "a hard line" not in gone
    back = client.post("/thoughts/remove", {"entry": OP, "removed": "no"})
    assert "a hard line" in client.get(back.header("location")).text
    assert client.post("/thoughts/remove", {"entry": "no-such"}).status == 404


def test_forms_of_one_page_do_not_stand_in_each_others_way(client: Client, person: Person) -> None:
    client.post(RECORD, {"op_id": OP, "thought": "one"})
    client.post("/thoughts/remove", {"op_id": OP, "entry": OP})
    client.post(f"{WORRY}/park", {"op_id": OP, "worry": "rent"})
    client.post(f"{WORRY}/time", {"op_id": OP, "time": "17:30"})
    assert held(person)[0].removed
    page = client.get(WORRY).text
    assert "rent" in page and "17:30" in page


def test_stop_shows_grounding_at_once_and_stores_nothing_until_chosen(
    client: Client, person: Person
) -> None:
    typed = {"op_id": OP, "happened": ODD, "before": "9"}
    stopped = client.post(RECORD, {**typed, "do": "stop"})
    assert stopped.status == 200 and held(person) == ()
    page = main_of(stopped.text)
    assert page.index("Five things you see") < page.index("Keep what I wrote")
    fields = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    assert unescape(fields["happened"]) == ODD and "do" not in fields
    assert client.post(RECORD, {**typed, "do": "throw"}).header("location").endswith("?thrown")
    assert held(person) == ()
    kept = client.post(RECORD, {**typed, "do": "keep"})
    assert "What you wrote is kept." in client.get(kept.header("location")).text
    assert held(person)[0].words == {"happened": ODD, "before": "9"}
    assert person.events("done") == (), "what was stopped is not counted as done"


def test_stop_with_an_empty_page_and_stop_of_a_change(client: Client, person: Person) -> None:
    assert client.post(RECORD, {"do": "stop"}).header("location") == "/thoughts/stop"
    assert client.post(RECORD, {"do": "keep"}).header("location") == "/thoughts/stop"
    client.post(RECORD, {"op_id": OP, "thought": "as it was"})
    client.post(RECORD, {"entry": OP, "thought": "half", "do": "throw"})
    assert held(person)[0].words["thought"] == "as it was"
    client.post(RECORD, {"entry": OP, "thought": "half", "do": "keep"})
    assert held(person)[0].words["thought"] == "half"


def test_never_for_trauma_memories_is_said_before_the_first_field(client: Client) -> None:
    page = main_of(client.get(RECORD).text)
    assert page.index("memory of something terrible") < page.index("<textarea")
    assert page.index("eyes open") < page.index("<textarea")


def test_every_page_to_write_on_has_stop_grounding_and_nobody_reads(
    client: Client, catalogue: Catalogue
) -> None:
    for path in (*(f"/thoughts/sheet/{name}" for name in catalogue.worksheets), WORRY):
        page = main_of(client.get(path).text)
        assert "Nobody reads what you write here" in page, path
        assert 'href="/thoughts/stop"' in page and 'href="/help-now/talk"' in page, path
        assert 'data-talk="' in page and "<div hidden>" in page, path
        assert path == WORRY or 'value="stop"' in page, path


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (RECORD, {"thought": DARK}),
        (LOG, {"what": "x", "did": DARK}),
        (LADDER, {"rung_1": DARK}),
        (f"{WORRY}/park", {"worry": DARK}),
    ],
)
def test_the_fixed_list_adds_help_never_stops_saving_and_leaves_no_trace(
    client: Client, person: Person, path: str, fields: dict[str, str]
) -> None:
    assert not help_shown(client.get(path.removesuffix("/park")).text)
    sent = client.post(path, {"op_id": OP, **fields})
    assert sent.status == 303 and "talk" not in sent.header("location")
    assert help_shown(client.get(sent.header("location")).text)
    assert not person.decide().dark_thoughts
    assert {event.kind for event in person.events("dark_thoughts")} == set()


def test_a_stopped_page_with_such_words_shows_help_too(client: Client) -> None:
    assert help_shown(client.post(RECORD, {"thought": DARK, "do": "stop"}).text)


def test_help_stands_in_sight_when_the_form_is_folded_away(client: Client) -> None:
    for n in range(3):
        sent = client.post(RECORD, {"thought": f"{DARK} {n}"})
    page = client.get(sent.header("location")).text
    assert "That is enough for this week." in page
    assert help_shown(page[: page.index("Write one more all the same")])


def help_shown(page: str) -> bool:
    """Whether the line of help is in sight, and not waiting hidden beside a field."""
    return "Need to talk to someone now?" in re.sub(
        r"<div hidden>.*?</div></div>", "", page, flags=re.S
    )


@pytest.mark.parametrize("state", ["emergency", "same_day", "dark_thoughts", "new"])
def test_closed_pages_lead_on_and_own_words_stay_readable(catalogue: Catalogue, state: str) -> None:
    person, client = somebody(catalogue, "clear")
    client.post(RECORD, {"op_id": OP, "thought": "my own words"})
    person, client = _into(person, catalogue, state)
    page = main_of(client.get(RECORD).text)
    assert "<textarea" not in page and "Not now." in page and "my own words" in page
    assert client.get(f"{RECORD}?entry={OP}").text.count("<textarea") == 0
    sent = client.post(RECORD, {"thought": "typed before the sign"})
    assert sent.status == 303, "what is on its way is kept"
    course = main_of(client.get("/thoughts").text)
    if state == "emergency":
        assert "course-step" not in course and course.index("/help-now") < course.index("<h1")
        assert "/session/" not in main_of(client.get("/thoughts/stop").text)
    if state == "dark_thoughts":
        assert course.index("/help-now/talk") < course.index("<h1")


def _into(person: Person, catalogue: Catalogue, state: str) -> tuple[Person, Client]:
    if state == "dark_thoughts":
        at = person.clock()
        person.happened(Event("dark_thoughts", "dark_thoughts", "help_tap", at, at.date()))
    elif state == "new":
        person.wait(days=40)
    else:
        flag = {"emergency": "rf1_saddle", "same_day": "rf16_skin"}[state]
        person.answer({flag: "yes"})
    return person, signed_in(person.ctx, person.id)


def test_at_same_day_a_worry_can_still_be_parked_and_at_emergency_not(catalogue: Catalogue) -> None:
    _, client = somebody(catalogue, "same_day")
    page = main_of(client.get(WORRY).text)
    assert 'name="worry"' in page and "/thoughts/worry-time/go" not in page
    _, client = somebody(catalogue, "emergency")
    assert 'name="worry"' not in main_of(client.get(WORRY).text)


def test_under_18_nothing_opens_and_nothing_is_kept(catalogue: Catalogue) -> None:
    child = Person(catalogue, {"birth_year": 2015})
    client = signed_in(child.ctx, child.id)
    for path in ("/thoughts", RECORD, WORRY, f"{WORRY}/go", "/thoughts/stop"):
        assert client.get(path).header("location") == "/show-an-adult", path
    for path, fields in ((RECORD, {"thought": "x"}), (f"{WORRY}/park", {"worry": "x"})):
        assert client.post(path, fields).status == 403
    assert held(child) == ()


def test_a_small_thing_from_the_ladder_counts_as_done_and_with_people(
    client: Client, person: Person
) -> None:
    client.post(LADDER, {"op_id": OP, "rung_1": "one song", "rung_2": "tea with Jo"})
    page = client.get(LADDER).text
    assert 'name="rung"' in page and "one song" in page
    assert client.post(DAY, {}).status == 422
    sent = client.post(DAY, {"rung": "1", "with": "people", "word": "warm"})
    assert sent.header("location").startswith(f"{LADDER}?saved=")
    assert "Done for today. One is enough." in client.get(sent.header("location")).text
    assert [e.subject for e in person.events("done")] == ["joyful-activity", "social-contact"]
    day = next(entry for entry in held(person) if entry.sheet == "joyful-day")
    assert day.words == {"did": "tea with Jo", "with": "people", "word": "warm"}


@pytest.mark.parametrize(("told", "again"), [("no", True), ("yes", False), ("unsure", False)])
def test_after_mania_one_thing_a_day_is_all_that_is_offered(
    client: Client, person: Person, told: str, again: bool
) -> None:
    person.answer({"sleep_mania": told})
    client.post(LADDER, {"rung_1": "one song"})
    assert 'name="rung"' in client.get(LADDER).text
    client.post(DAY, {"rung": "0"})
    for path in (LADDER, DAY):
        assert ('name="did"' in client.get(path).text) is again, path
    assert "plan no more than one" in client.get(LADDER).text or again


def test_the_kind_line_stands_on_a_rough_day_and_in_the_night_when_wanted(client: Client) -> None:
    client.post(LINE, {"line": "one small step <3", "show": ["rough", "awake"]})
    for path in ("/rough-day", "/awake"):
        assert "one small step &lt;3" in client.get(path).text
    kept = client.get("/awake", {"x-kept": "1"}).text
    assert "one small step" not in kept, "a copy that is kept holds nothing of anybody"
    client.post(LINE, {"line": "only for me"})
    assert "small step" not in client.get("/rough-day").text


def test_this_made_me_worse_is_kept_and_the_sheet_rests(client: Client, person: Person) -> None:
    client.post(LOG, {"op_id": OP, "what": "x"})
    sent = client.post("/thoughts/worse", {"op_id": OP, "technique": "stressor-log"})
    assert sent.header("location") == "/session/stressor-log/worse"
    assert "this made you worse, so it rests" in client.get(LOG).text
    assert [event.subject for event in person.events("made_worse")] == ["stressor-log"]
    assert client.post("/thoughts/worse", {"technique": "walking"}).status == 422


def test_technique_pages_and_learn_lead_to_the_course(client: Client) -> None:
    for name in ("stressor-log", "thought-record", "problem-solving"):
        assert f'href="/thoughts/sheet/{name}"' in client.get(f"/learn/technique/{name}").text
    assert f'href="{WORRY}"' in client.get("/learn/technique/worry-time").text
    for path in ("/learn", "/me", "/learn/lesson/thoughts-record"):
        assert 'href="/thoughts"' in client.get(path).text, path


def test_where_the_person_is_and_that_nothing_is_locked(client: Client) -> None:
    page = main_of(client.get("/thoughts").text)
    assert page.count('class="course-step') == 8 and page.count("aria-current") == 1
    assert page.index("is-here") < page.index("Thoughts, body and doing")
    client.post(LOG, {"what": "x"})
    page = main_of(client.get("/thoughts").text)
    assert "Used once" in page and page.index("is-here") > page.index("One line of stress a day")
    assert page.count(">Open<") == 7, "every step can be opened"
    assert "half a point" in page


def test_an_unknown_sheet_or_entry_is_not_found(client: Client) -> None:
    client.post(LOG, {"op_id": OP, "what": "x"})
    for path in ("/thoughts/sheet/no-such", f"{RECORD}?entry={OP}", f"{RECORD}?entry=x"):
        assert client.get(path).status == 404, path
    assert client.post(RECORD, {"entry": OP, "thought": "x"}).status == 404
    assert client.get(f"{PROBLEM}?worry=none").status == 200


def test_a_sheet_that_is_one_new_file_has_its_page(catalogue: Catalogue) -> None:
    new = replace(
        catalogue.worksheets["stressor-log"],
        id="early-signs",
        technique="early-worry",
        enough=0,
        days=0,
    )
    grown = replace(catalogue, worksheets={**catalogue.worksheets, "early-signs": new})
    person = Person(grown, clear_answers(grown))
    client = signed_in(person.ctx, person.id)
    sent = client.post("/thoughts/sheet/early-signs", {"what": "tight jaw"})
    assert "tight jaw" in client.get(sent.header("location")).text
    worse = client.post("/thoughts/worse", {"technique": "early-worry"})
    assert worse.header("location") == "/session/early-worry/worse"


def test_why_nothing_is_written_now_is_said_once_and_lessons_stay(catalogue: Catalogue) -> None:
    _, client = somebody(catalogue, "new")
    page = main_of(client.get("/thoughts").text)
    assert page.count("First a few questions") == 1 and "next=/thoughts" in page
    assert page.count(">Read<") == 8 and page.count(">Open<") == 1, "the page for a flare"
    person, client = somebody(catalogue, "clear")
    client.post(RECORD, {"thought": "x"})
    person.answer({"rf16_skin": "yes"})
    page = main_of(client.get("/thoughts").text)
    assert page.count("What you wrote<") == 1
    assert "is-here" not in page, "the next step is the check"
