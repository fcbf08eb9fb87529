"""J6 in a real browser: a rough day to the day things go on; a holiday; a goal to its end."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect
from support.keyboard import press
from support.server import Server

from unspiral.records.facts import Event
from unspiral.services.operations import Origin, write


def happened(server: Server, kind: str, subject: str, value: str, days_ago: int) -> None:
    at = server.ctx.clock() - timedelta(days=days_ago)
    event = Event(kind, subject, value, at, at.date())
    write(server.ctx, server.person, "act", Origin(), events=(event,))


def test_a_rough_day_by_keyboard_from_the_tap_to_the_day_things_go_on(
    page: Page, live_server: Server
) -> None:
    live_server.set_up(zone="UTC", eases="lying")
    for days_ago in (1, 2):
        happened(live_server, "done", "belly-breathing", "full", days_ago)
        happened(live_server, "rated", "belly-breathing", "better", days_ago)
    page.goto("/today")
    press(page, "Rough day")
    page.wait_for_url("**/rough-day")
    press(page, "Today is a rough day")
    page.wait_for_url("**/danger/**")
    page.get_by_role("checkbox", name="None of these").focus()
    page.keyboard.press("Space")
    press(page, "Next")
    page.wait_for_url("**/ease/where")
    press(page, "Lying")
    page.wait_for_url("**/session/**")
    page.get_by_role("button", name="End early").press("Enter")
    page.get_by_role("button", name="Same").press("Enter")
    page.wait_for_url("**/ease/after**")
    press(page, "Your lighter day")
    page.wait_for_url("**/rough-day#day")
    lighter = page.get_by_role("region", name="Your day, made lighter")
    assert lighter.get_by_role("link").count() >= 1
    expect(lighter.locator(".light-words").first).to_contain_text("It counts as done.")
    eased = page.get_by_role("region", name="What eased it before")
    expect(eased.get_by_text("You felt better after it 2 times.")).to_be_visible()
    goes_on = live_server.ctx.clock().date() + timedelta(days=4)
    expect(page.get_by_text(f"things go on from {goes_on:%A} {goes_on.day}")).to_be_visible()
    lighter.get_by_role("link").first.press("Enter")
    page.wait_for_url("**/session/**tired=1")
    live_server.clock.ahead += timedelta(days=4)
    page.goto("/rough-day")
    expect(page.get_by_role("button", name="Today is a rough day")).to_be_visible()
    page.goto("/today")
    expect(page.get_by_text("Less is enough")).to_have_count(0)


def test_a_pause_from_noting_without_scripts_and_one_tap_back(
    open_page,  # type: ignore[no-untyped-def]
    live_server: Server,
) -> None:
    live_server.set_up(zone="UTC")
    happened(live_server, "done", "walking", "full", 1)
    page = open_page(java_script_enabled=False)
    page.goto("/today")
    expect(page.get_by_text("how did it settle")).to_be_visible()
    page.goto("/me")
    page.get_by_role("link", name="A tracking holiday").click()
    page.get_by_role("button", name="Take a pause").click()
    expect(page.get_by_text("Please choose one of these.")).to_be_visible()  # nothing is preset
    page.get_by_label("2 weeks").check()
    page.get_by_role("button", name="Take a pause").click()
    expect(page.get_by_text("You are on a tracking holiday until")).to_be_visible()
    live_server.clock.ahead += timedelta(days=9)
    page.goto("/today")
    expect(page.get_by_text("how did it settle")).to_have_count(0)
    expect(page.get_by_role("link", name="Something is new or worse")).to_be_visible()
    page.get_by_role("button", name="Start again from today").click()
    welcome = "Welcome back. Nothing is lost. Start from today."
    expect(page.get_by_text(welcome)).to_be_visible()
    page.goto("/week")
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()


def test_a_goal_from_its_first_words_to_the_next_one(page: Page, live_server: Server) -> None:
    live_server.set_up(zone="UTC")
    page.goto("/today")
    page.get_by_role("link", name="A goal of your own").click()
    page.get_by_label("What would you like to do more of").fill("Dance at my niece's wedding")
    page.get_by_label("What is a small next step?").fill("One song in the kitchen")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.goto("/today")
    expect(page.get_by_text("Next step: One song in the kitchen")).to_be_visible()
    page.get_by_role("link", name="Change or finish it").click()
    page.get_by_role("button", name="I reached it").click()
    page.get_by_text("Goals of before").click()
    expect(page.get_by_text(re.compile("^Reached on"))).to_be_visible()
    expect(page.get_by_label("What would you like to do more of")).to_have_value("")
    page.goto("/today")
    expect(page.get_by_text("niece")).to_have_count(0)
