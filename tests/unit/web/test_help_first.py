"""With a danger sign, dark thoughts or a child, the pages that only tell send to help first."""

from collections.abc import Callable

import pytest
from support.demos import PERSON, a_year
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.services import demo, screening
from unspiral.services.context import Context

PAGES = ("/loop", "/week", "/demo")
FIRST = "First, one thing to get checked."
SIGNS = {
    "E": ("rf1", {"rf1_saddle": "yes"}),
    "D": ("rf16", {"rf16_skin": "yes", "rf16_calf": "no"}),
}


@pytest.fixture
def house(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Context]:
    """A folder that has the page: /demo stands in a demo alone."""

    def made(page: str) -> Context:
        monkeypatch.setattr(demo, "DAYS", 10)
        if page == "/demo":
            return a_year(catalogue)
        return Person(catalogue, clear_answers(catalogue)).ctx

    return made


def main_of(ctx: Context, page: str) -> str:
    answer = signed_in(ctx, PERSON).get(page)
    assert answer.status == 200
    return answer.text.partition("<main")[2]


def named(page: str, catalogue: Catalogue) -> list[str]:
    """Techniques a page names or links."""
    return [
        one.id for one in catalogue.techniques.values() if one.title in page or f"/{one.id}" in page
    ]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("level", SIGNS)
def test_a_danger_sign_comes_first_and_nothing_is_named_to_do(
    page: str, level: str, catalogue: Catalogue, house: Callable[[str], Context]
) -> None:
    ctx = house(page)
    flag, given = SIGNS[level]
    found = screening.record_screen(ctx, PERSON, flag, given)
    assert found.triage.told.value == level
    shown = main_of(ctx, page)
    assert -1 < shown.find(FIRST) < shown.find("<h1") and 'href="/show-this"' in shown
    assert shown.find('href="/help-now"') < shown.find("<h1")
    comfort = level == "D" and page == "/loop"  # at D what is comfort stays open
    scopes = {catalogue.techniques[one].scope for one in named(shown, catalogue)}
    assert scopes == ({"comfort"} if comfort else set())


@pytest.mark.parametrize("page", PAGES)
def test_dark_thoughts_show_whom_to_call_first(page: str, house: Callable[[str], Context]) -> None:
    ctx = house(page)
    screening.dark_thoughts(ctx, PERSON, "help_tap")
    shown = main_of(ctx, page)
    assert (
        -1 < shown.find("Need to talk to someone now?") < shown.find("<h1") and FIRST not in shown
    )


@pytest.mark.parametrize("page", PAGES)
def test_nothing_stands_before_a_page_when_all_is_clear(
    page: str, catalogue: Catalogue, house: Callable[[str], Context]
) -> None:
    shown = main_of(house(page), page)
    assert FIRST not in shown and "Need to talk" not in shown
    assert bool(named(shown, catalogue)) is (page != "/week")


@pytest.mark.parametrize("page", PAGES)
def test_somebody_under_18_is_sent_to_an_adult(page: str, house: Callable[[str], Context]) -> None:
    ctx = house(page)
    screening.record_screen(ctx, PERSON, "birth_year", {"birth_year": ctx.clock().year - 12})
    assert signed_in(ctx, PERSON).get(page).header("location") == "/show-an-adult"
