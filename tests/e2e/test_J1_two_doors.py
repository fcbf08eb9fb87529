"""J1 in a real browser: both doors, by touch, by keyboard, and without script."""

import re

import pytest
from playwright.sync_api import Page, expect
from support.keyboard import press, tab_to

NONE = "None of these"
# What is pressed on each screen of set-up: (label, then Next). None: skipped.
CHOICES = {
    "pregnant": "No",
    "nerves": NONE,
    "heart": NONE,
    "infection": NONE,
    "history": NONE,
    "eases": "Lying down",
    "settles": "Hours",
    "night_breathing": NONE,
    "health": NONE,
    "medicines": NONE,
    "goal_minutes": "10 minutes",
}
TYPED = {"birth_year": "1980", "walk_minutes": "10", "sleep_usual_hours": "7", "goal": "Garden"}
SCALES = ("peg_pain", "peg_enjoyment", "peg_activity")


def next_(page: Page) -> None:
    page.get_by_role("button", name="Next").click()


def test_ease_is_four_taps_from_the_doors_to_the_breathing(page: Page) -> None:
    expect(page).to_have_url(re.compile("/welcome$"))
    taps = 0
    for tap in (
        page.get_by_role("link", name="Ease it now"),
        page.get_by_label(NONE),
        page.get_by_role("button", name="Next"),
        page.get_by_role("button", name="Lying"),
    ):
        tap.click()
        taps += 1
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert taps == 4
    expect(page.locator("[data-cue]")).to_contain_text("Get comfortable")


@pytest.mark.parametrize("place", ["Lying", "Sitting", "Standing", "No difference"])
def test_every_position_leads_to_two_minutes(page: Page, place: str) -> None:
    page.goto("/ease")
    page.get_by_label(NONE).check()
    next_(page)
    page.get_by_role("button", name=place).click()
    page.wait_for_url("**/session/**")
    length = page.evaluate(
        "JSON.parse(document.getElementById('session-script').textContent)"
        ".steps.reduce((sum, step) => sum + step.seconds, 0)"
    )
    assert 90 <= length <= 120.5


@pytest.mark.parametrize("answer", ["Better", "Same"])
def test_any_answer_is_useful_and_leads_on(page: Page, answer: str, live_server) -> None:  # type: ignore[no-untyped-def]
    ease(page)
    page.get_by_role("button", name="End early").click()
    page.get_by_role("button", name=answer).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    with live_server.ctx.store.read(live_server.person) as tx:
        kept = {(e.kind, e.value) for e in tx.events()}
    assert ("rated", answer.lower()) in kept
    page.get_by_role("link", name="Make my plan").click()
    expect(page).to_have_url(re.compile("/begin/birth_year$"))


def test_worse_is_thanked_for_and_not_offered_again(page: Page) -> None:
    ease(page)
    first = page.url.rsplit("/", 1)[1].split("?")[0]
    page.get_by_role("button", name="End early").click()
    page.get_by_role("button", name="Worse").click()
    expect(page.get_by_role("heading", name="Thank you for saying so")).to_be_visible()
    expect(page.get_by_text("Is anything new?")).to_be_visible()
    page.goto("/ease/where")
    page.get_by_role("button", name="Lying").click()
    page.wait_for_url("**/session/**")
    assert first not in page.url


def test_a_tick_at_the_first_door_opens_the_item_and_then_help(page: Page) -> None:
    page.goto("/ease")
    page.get_by_label("Numb between the legs").check()
    next_(page)
    expect(page.get_by_role("heading", name="A little more about this")).to_be_visible()
    for group in page.get_by_role("group").all():
        group.get_by_label("Yes", exact=True).check()
    next_(page)
    page.goto("/ease")  # whatever is asked first, no comfort opens by itself
    page.goto("/ease/where")
    expect(page.get_by_role("button", name="Lying")).to_have_count(0)


def ease(page: Page) -> None:
    """The first door up to the breathing."""
    page.goto("/ease")
    page.get_by_label(NONE).check()
    next_(page)
    page.get_by_role("button", name="Lying").click()
    page.wait_for_url("**/session/**")


def set_up(page: Page, most: int = 30) -> list[str]:
    """Answer every screen of set-up; the screens that were asked, in order."""
    page.goto("/begin")
    asked: list[str] = []
    while "/begin/" in page.url and len(asked) < most:
        name = page.url.rsplit("/", 1)[1]
        asked.append(name)
        answer_screen(page, name)
        next_(page)
        page.wait_for_load_state()
    return asked


def answer_screen(page: Page, name: str) -> None:
    if name in TYPED:
        page.locator(f"input[name={name}]").fill(TYPED[name])
    elif name == "country":
        page.get_by_label("Country").select_option("Ireland")
    elif name in SCALES:
        page.get_by_label("4", exact=True).check()
    elif name == "places":
        page.get_by_label("Low back").check()
        page.get_by_label("Left leg").check()
    elif name == "leg_symptoms":
        page.locator("input[value=yes]").check()
    elif name in CHOICES:
        box = page.get_by_label(CHOICES[name], exact=True)
        (box if box.count() else page.locator("form input[type=radio]").first).check()
    elif page.locator("form input[type=radio]").count() and name != "tried":
        page.locator("form input[type=radio]").last.check()


def test_a_plan_needs_at_most_22_answers_and_ends_at_today(page: Page) -> None:
    """Leg pain told in set-up does not send anybody back to the danger screen (ADR 0009)."""
    asked = set_up(page)
    print(f"J1: {len(asked)} screens, {asked}")
    assert asked[:2] == ["birth_year", "country"]
    assert len(asked) <= 22 and len(set(asked)) == len(asked)
    expect(page).to_have_url(re.compile("/today$"))
    expect(page.get_by_role("link", name=re.compile("^Start")).first).to_be_visible()


def test_set_up_stops_anywhere_and_goes_on(page: Page) -> None:
    page.goto("/begin")
    page.locator("input[name=birth_year]").fill("1980")
    next_(page)
    page.goto("/welcome")
    page.get_by_role("link", name="Go on with my plan").click()
    expect(page).to_have_url(re.compile("/begin/country$"))
    page.get_by_role("link", name="Back").click()
    expect(page.locator("input[name=birth_year]")).to_have_value("1980")


def test_no_country_is_preset(page: Page) -> None:
    """A country nobody chose would put wrong numbers on the help page."""
    page.goto("/begin/country")
    expect(page.get_by_label("Country")).to_have_value("")
    next_(page)
    expect(page.get_by_role("alert")).to_contain_text("Please choose a country")
    page.get_by_label("Country").select_option("Ireland")
    next_(page)
    page.goto("/begin/country")
    expect(page.get_by_label("Country")).to_have_value("IE")


def test_where_it_hurts_names_its_own_last_line_when_left_empty(page: Page) -> None:
    page.goto("/begin/places")
    next_(page)
    expect(page.get_by_role("alert")).to_contain_text("or “Somewhere else”")


def test_set_up_works_without_script_at_320_px(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    set_up(page)
    expect(page).to_have_url(re.compile("/today$"))


def test_screening_works_without_script(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/ease")
    next_(page)  # nothing chosen: asked again, nothing skipped
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(NONE).check()
    next_(page)
    page.get_by_role("button", name="No difference").click()
    expect(page.get_by_role("button", name="Better")).to_be_visible()


def test_the_first_door_by_keyboard_alone(page: Page) -> None:
    press(page, "Ease it now")
    page.wait_for_url("**/danger/**")
    press(page, NONE, "Space")
    press(page, "Next")
    page.wait_for_url("**/ease/where")
    press(page, "Sitting")
    page.wait_for_url("**/session/**")
    press(page, "End early")
    press(page, "Same")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_the_second_door_by_keyboard_alone(page: Page) -> None:
    press(page, "Make my plan")
    page.wait_for_url("**/begin/birth_year")
    tab_to(page, "In which year")
    page.keyboard.type("1975")
    press(page, "Next")
    page.wait_for_url("**/begin/country")
    tab_to(page, "Country")
    page.keyboard.type("Irel")
    press(page, "Next")
    page.wait_for_url("**/begin/pregnant")
    tab_to(page, "Yes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    press(page, "Next")
    page.wait_for_url("**/begin/nerves")
    expect(page.get_by_role("checkbox", name="None of these")).not_to_be_checked()


@pytest.mark.parametrize("path", ["/welcome", "/ease/where", "/begin/country", "/rough-day"])
def test_nothing_scrolls_sideways_at_320_px(open_page, live_server, path: str) -> None:  # type: ignore[no-untyped-def]
    live_server.set_up()
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(path)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320


def test_under_18_gets_the_card_and_only_the_year_is_kept(page: Page, live_server) -> None:  # type: ignore[no-untyped-def]
    page.goto("/begin")
    page.locator("input[name=birth_year]").fill(str(live_server.ctx.clock().year - 15))
    next_(page)
    expect(page.get_by_role("heading", name="Please show this to an adult")).to_be_visible()
    for path in (
        "/today",
        "/ease",
        "/ease/where",
        "/begin",
        "/checkin",
        "/rough-day",
        "/awake",
        "/",
    ):
        page.goto(path)
        expect(page).to_have_url(re.compile("/show-an-adult$"))
    with live_server.ctx.store.read(live_server.person) as tx:
        assert set(tx.answers()) == {"birth_year"}
    page.get_by_role("link", name="My birth year is wrong").click()
    page.locator("input[name=birth_year]").fill("1980")
    next_(page)
    expect(page).to_have_url(re.compile("/begin/country$"))
