"""The page for a visit in a browser: default, chosen, as a file; kept nowhere; not for a child."""

import re

import pytest
from support import pdf_reader
from support.people import Person
from support.server import signed_in
from support.summaries import CANARY, rich

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
TYPED = {"sent": "yes", "weeks": "4", "name": "A. Example", "questions": "May I walk more?"}


@pytest.fixture(scope="module")
def person(catalogue):
    return rich(catalogue)


@pytest.fixture(scope="module")
def client(person):
    return signed_in(person.ctx, person.id)


def version(person):
    with person.ctx.store.read(person.id) as tx:
        return tx.version()


def test_the_usual_page_and_its_file_hold_nothing_private(client, person):
    before = version(person)
    page, file = client.get("/report"), client.get("/report.pdf")
    assert page.status == file.status == 200
    assert "Back pain and sleep: 12 weeks" in page.text and "Danger signs" in page.text
    assert "leaves this device only if you take it" in page.text
    words = pdf_reader.read(file.body).text
    for hidden in (CANARY, "PHQ", "GAD", "Stress, 0"):
        assert hidden not in page.text and hidden not in words
    name = f"summary-{person.now.date().isoformat()}.pdf"
    assert file.header("content-disposition") == f'attachment; filename="{name}"'
    assert version(person) == before


def test_a_choice_is_shown_carried_on_and_kept_nowhere(client, person):
    before = version(person)
    fields = [
        *TYPED.items(), ("visit", "2026-11-26"), ("part", "forms"), ("part", "medicines"),
        ("private", "stress"), ("private", "phq-9"),
    ]  # fmt: skip
    page = client.post("/report", fields)
    assert page.status == 200
    assert "May I walk more?" in page.text and "A. Example" in page.text
    assert "Stress, diary, 0 to 10" in page.text and "PHQ-9, 0 to 27" in page.text
    assert "question 9" not in page.text and "Links in the diary" not in page.text
    file = client.post("/report.pdf", fields)
    words = pdf_reader.read(file.body).text
    assert "May I walk more?" in words and "PHQ-9" in words and "26 November 2026" in words
    again = client.get("/report")
    assert "A. Example" not in again.text and "PHQ-9" not in again.text
    assert version(person) == before
    form = client.post("/report/choose", fields)
    assert 'value="stress" checked' in form.text and 'value="mood" checked' not in form.text
    assert 'value="A. Example"' in form.text and 'value="2026-11-26"' in form.text


def test_the_form_offers_what_there_is_with_everything_private_off(client):
    form = client.get("/report/choose").text
    for value in ("goal", "forms", "links", "pictures"):
        assert f'name="part" value="{value}" checked' in form
    for value in ("mood", "stress", "anxiety", "phq-4", "phq-9", "gad-7", "item9"):
        assert f'name="private" value="{value}">' in form
    assert 'value="phq-8"' not in form
    assert f"{CANARY} note one" in form and form.count('name="note"') == 2
    assert 'name="note" value="' in form and form.count(" checked>") == 9  # eight parts, the weeks


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("visit", "soon", "day"),
        ("questions", "x" * 301, "301"),
        ("name", "y" * 81, "81"),
    ],
)
def test_a_field_that_cannot_be_used_comes_back_as_typed(client, field, value, said):
    answer = client.post("/report", {**TYPED, "part": "goal", field: value})
    assert answer.status == 422 and said in answer.text
    assert value in answer.text and 'aria-invalid="true"' in answer.text
    assert client.post("/report.pdf", {**TYPED, field: value}).status == 422


def test_what_is_not_known_is_left_out(client):
    fields = [*TYPED.items(), ("part", "everything"), ("private", "peg"), ("note", "no-such-note")]
    answer = client.post("/report", [*fields, ("weeks", "900")])
    assert answer.status == 200 and CANARY not in answer.text and "PEG" not in answer.text


def test_markup_in_what_is_typed_is_text(client):
    typed = "<script>alert(1)</script>&amp;"
    answer = client.post("/report", {**TYPED, "name": typed, "questions": typed})
    assert "<script>alert(1)" not in answer.text and "&lt;script&gt;alert(1)" in answer.text


def test_the_hidden_fields_say_the_whole_choice(client):
    fields = [
        *TYPED.items(), ("visit", "2026-12-01"), ("part", "goal"), ("private", "mood"),
        ("private", "gad-7"), ("private", "item9"),
    ]  # fmt: skip
    page = client.post("/report", fields).text
    carried = HIDDEN.findall(page.partition('action="/report.pdf"')[2].partition("</form>")[0])
    assert sorted(pair for pair in carried if pair[0] != "form_token") == sorted(fields)


def test_open_at_e_and_closed_to_a_child(catalogue):
    grave = rich(catalogue)
    grave.answer({"rf1_saddle": "yes"})
    page = signed_in(grave.ctx, grave.id).get("/report")
    assert page.status == 200 and "Please check for cauda equina." in page.text
    assert "/help-now" in page.text and "First, one thing to get checked." in page.text
    child = Person(catalogue, {"birth_year": 2015})
    young = signed_in(child.ctx, child.id)
    for answer in (young.get("/report"), young.get("/report.pdf"), young.post("/report", TYPED)):
        assert answer.status == 303


def test_a_phrase_of_the_list_shows_where_to_talk(client):
    answer = client.post("/report", {**TYPED, "questions": "I want to kill myself"})
    assert "Need to talk to someone now?" in answer.text
    assert "data-talk" not in answer.text  # nothing is typed here, so nothing is watched
