"""The two doors over HTTP."""

from pathlib import Path

import pytest
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.services import screening


def test_the_first_visit_shows_both_doors_and_what_this_is(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    client = signed_in(*made(tmp_path / "data", catalogue, MovedClock()))
    assert client.get("/").header("location") == "/welcome"
    page = client.get("/welcome").text
    for words in (
        "Sore, and tired of it?",
        'href="/ease"',
        'href="/begin"',
        "It does not diagnose, watch over anyone or replace care.",
        "No trial of Unspiral exists.",
        "Preview: not yet checked by a clinician.",
        'href="/help-now"',
    ):
        assert words in page


def test_a_plan_begun_before_is_gone_on_with(tmp_path: Path, catalogue: Catalogue) -> None:
    house = made(tmp_path / "data", catalogue, MovedClock())
    screening.record_screen(*house, "birth_year", {"birth_year": 1980})
    page = signed_in(*house).get("/welcome").text
    assert "Go on with my plan" in page and "At most 21 questions left." in page


@pytest.mark.parametrize("age", [12, 17])
def test_under_18_there_are_no_doors(age: int, tmp_path: Path, catalogue: Catalogue) -> None:
    house = made(tmp_path / "data", catalogue, MovedClock())
    year = house[0].clock().year - age
    screening.record_screen(*house, "birth_year", {"birth_year": year})
    client = signed_in(*house)
    assert client.get("/welcome").header("location") == "/show-an-adult"
    page = client.get("/show-an-adult").text
    assert "Only your birth year is kept" in page and 'href="/learn"' in page


def test_an_adult_is_sent_on_from_the_card(tmp_path: Path, catalogue: Catalogue) -> None:
    client = signed_in(*made(tmp_path / "data", catalogue, MovedClock()))
    assert client.get("/show-an-adult").header("location") == "/"
