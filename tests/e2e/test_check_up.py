"""Look closer in a real browser: the body map by keyboard, by picture, and without script."""

from playwright.sync_api import Page, expect
from support.axe import faults_of_pages
from support.crawl import NARROW, WIDE, Look
from support.keyboard import press
from support.server import Server

PAGES = (
    *("/check-up", "/check-up/ask/body-map", "/check-up/ask/numb", "/check-up/strength"),
    *("/check-up/ask/pain", "/check-up/ask/lying", "/check-up/patterns"),
    *("/check-up/areas", "/check-up/areas/clues"),
)
THREE = "You ticked 3 of 3 features often seen when a leg nerve is irritated."
MARKED = ("at_low_back", "at_thigh_left", "at_lower_leg_left", "below_knee_left")


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def filled_in(server: Server) -> None:
    """Somebody all clear who filled every part in, with three of three features."""
    screens = server.ctx.catalogue.screens
    asked = ("body_map", "body_numb", "pain_like", "pain_lying", "area_clues")
    nos = {name: "no" for one in asked for name in screens[one].none_sets}
    told = dict.fromkeys((*MARKED, "numb_leg_left", "numb_foot_left", "leg_worse"), "yes")
    server.set_up(**nos | told | {"clue_with_worry": "yes", "lying_some": "yes"})


def test_it_is_reached_from_today_and_from_me(live_server: Server, page: Page) -> None:
    live_server.set_up()
    for start in ("/today", "/me"):
        page.goto(start)
        page.get_by_role("link", name="Look closer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Look closer")


def test_the_whole_way_by_keyboard_ends_in_a_count(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/check-up")
    press(page, "Body map")
    heading(page, "Where does it hurt?")
    for place in ("Low back", "Left leg below the knee"):
        press(page, place, "Space")
    press(page, "Next")
    heading(page, "Is there a place that is numb, or has pins and needles?")
    press(page, "Left foot", "Space")
    press(page, "Save")
    expect(page.get_by_role("group", name="Low back")).to_be_visible()
    press(page, "0, no pain", "6")
    press(page, "Save")
    expect(page.get_by_text("Low back: 6 of 10")).to_be_visible()
    expect(page.get_by_text("Left foot: numb, or pins and needles")).to_be_visible()
    press(page, "What the pain is like")
    heading(page, "Which of these fit your pain?")
    press(page, "The leg hurts more than the back", "Space")
    press(page, "Save")
    expect(page.get_by_text(THREE).first).to_be_visible()
    expect(page.get_by_text("A clinician can check this.")).to_be_visible()


def test_a_tap_on_the_picture_ticks_the_list_and_back(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/check-up/ask/body-map")
    thigh = page.locator('[data-place="thigh_left"]').last
    plain = thigh.locator("path").evaluate("e => getComputedStyle(e).strokeWidth")
    thigh.click()
    box = page.get_by_role("checkbox", name="Left thigh")
    expect(box).to_be_checked()
    assert thigh.locator("path").evaluate("e => getComputedStyle(e).strokeWidth") != plain
    thigh.click()
    expect(box).not_to_be_checked()
    page.get_by_role("checkbox", name="Nowhere in the last week").check()
    thigh.click()
    expect(page.get_by_role("checkbox", name="Nowhere in the last week")).not_to_be_checked()


def test_without_script_the_list_marks_the_picture_and_is_saved(
    live_server: Server, open_page
) -> None:
    live_server.set_up()
    page = open_page(java_script_enabled=False)
    page.goto("/check-up/ask/body-map")
    page.get_by_role("checkbox", name="Neck").check()
    drawn = page.locator('[data-place="neck"] path').first
    expect(drawn).to_have_css("stroke-width", "3px")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("checkbox", name="None of these").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("listitem").filter(has_text="Neck").first).to_be_visible()


def test_numb_between_the_legs_leads_to_danger_at_once(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/check-up/ask/numb")
    page.get_by_role("checkbox", name="Between the legs").check()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{live_server.address}/danger/rf1?next=%2Fcheck-up")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button").filter(has_text="Next").click()
    page.goto("/check-up")
    expect(page.get_by_text("First, one thing to get checked.")).to_be_visible()
    expect(page.get_by_role("link", name="Body map")).to_have_count(0)


def test_no_axe_violation_and_nothing_scrolls_sideways(live_server: Server, page: Page) -> None:
    filled_in(live_server)
    looks = (Look("light", NARROW), Look("night", NARROW), Look("dark", WIDE))
    assert faults_of_pages(page, PAGES, *looks) == {}
