"""The sleep programme in a real browser: from the questions to a weekly step and a stop."""

import re
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from support.browser import OpenPage
from support.keyboard import press, tab_to
from support.server import Server

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIT = ("I sleep badly on", "It has been so", "It spoils my days")
PLACES = ("/sleep", "/sleep/answer", "/sleep/nights", "/sleep/tonight", "/sleep/week")


def faults(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    listed = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    return [*listed, *([f"{wide} px too wide"] if wide > 0 else [])]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def answer_all(page: Page, **ticks: str) -> None:
    """The five screens, None of these but for the first and for what is ticked."""
    for name in ("insomnia", "programme", "mind", "breath", "careful"):
        expect(page).to_have_url(re.compile(f"sleep_{name}$"))
        wanted = FIT if name == "insomnia" else (ticks.get(name, "None of these"),)
        for words in wanted:
            page.get_by_label(words).check(force=True)
        page.get_by_role("button", name="Next").click()
        if name in ticks:
            return


def opened(page: Page) -> Locator:
    """The morning half, open at whatever hour this runs."""
    half = page.locator("details.sitting").first
    if half.get_attribute("open") is None:
        half.locator("summary").first.click()
    return half


def morning(page: Page, server: Server, fought: str = "No", **times: str) -> None:
    """A day later: last night in the check-in, typed and nudged, saved by the button."""
    server.clock.ahead += timedelta(days=1)
    page.clock.set_system_time(server.clock())  # the device says when something was answered
    page.goto("/checkin")
    half = opened(page)
    page.get_by_role("group", name=re.compile("Fought sleep")).get_by_label(
        fought, exact=True
    ).check(force=True)
    for name, typed in times.items():
        page.locator(f"#sleep_{name}").fill(typed)
    half.get_by_role("button", name="Save").click()
    if fought == "No":
        expect(half.locator("[data-save-state]")).to_have_text("Saved")


def test_from_the_questions_to_a_step_and_a_stop(live_server: Server, page: Page) -> None:
    page.set_default_timeout(10_000)
    live_server.set_up(phq8_total=4, zone="UTC")
    page.goto("/me")
    page.get_by_role("link", name="Sleep programme").click()
    heading(page, "Sleep programme")
    expect(page.get_by_text("On a phone alone it is not yet shown.")).to_be_visible()
    page.get_by_role("link", name="Start with the questions").click()
    answer_all(page)
    heading(page, "What fits you")
    page.get_by_role("link", name="Go on", exact=True).click()
    page.get_by_role("button", name="Begin the 7 nights", exact=True).click()
    expect(page.get_by_text("0 of 7 nights")).to_be_visible()

    night = {"bed": "22:30", "tried": "22:45", "woke": "6:15", "rise": "6:30"}
    morning(page, live_server, latency_min="30", waso_min="30", **night)
    page.goto("/sleep")
    expect(page.get_by_text("1 of 7 nights")).to_be_visible()
    for _ in range(6):  # the times stand as on the night before; minutes are asked anew
        morning(page, live_server, latency_min="30", waso_min="30")
    page.goto("/sleep")
    heading(page, "Week 1")
    expect(page.get_by_text("Not before 00:00. Up at 06:30.")).to_be_visible()
    page.get_by_role("link", name="Choose when you get up").click()
    page.get_by_role("button", name="earlier").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Not before 23:45. Up at 06:15.")).to_be_visible()

    short = {"bed": "23:45", "tried": "23:50", "woke": "6:10", "rise": "6:15"}
    for n in range(7):
        morning(page, live_server, latency_min="10", waso_min="15", **(short if n == 0 else {}))
    page.goto("/sleep")
    page.get_by_role("link", name="Look at the week").click()
    for words in ("Did you fall this week?", "Unusually high energy", "Are you sleepy by day?"):
        page.get_by_role("group", name=re.compile(re.escape(words))).get_by_label("No").check(
            force=True
        )
    page.get_by_label("None of these").check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("15 minutes more in bed: 6 h 45.")).to_be_visible()
    for place in PLACES:
        page.set_viewport_size({"width": 320, "height": 740})
        page.goto(place)
        assert faults(page) == [], place

    morning(page, live_server, "Yes", latency_min="10", waso_min="15")
    expect(page).to_have_url(re.compile("/sleep$"))
    expect(
        page.get_by_text("You fought sleep. So it stopped. Do not drive sleepy.")
    ).to_be_visible()
    expect(page.get_by_text("From about")).to_be_visible()
    expect(page.get_by_role("button", name="Begin the 7 nights")).to_have_count(0)


def test_neither_and_what_may_help_by_keyboard(live_server: Server, page: Page) -> None:
    live_server.set_up(phq8_total=4)
    page.goto("/sleep")
    press(page, "Start with the questions")
    expect(page).to_have_url(re.compile("sleep_insomnia$"))
    heading(page, "What fits your nights? Tick all that fit.")
    for words in FIT:
        tab_to(page, words)
        page.keyboard.press("Space")
    press(page, "Next")
    expect(page).to_have_url(re.compile("sleep_programme$"))
    heading(page, "Is one of these true for you?")
    press(page, "I walk or do things while asleep", "Space")
    press(page, "Next")
    heading(page, "What fits you")
    expect(page.get_by_text("A shorter time in bed is not for you now.")).to_be_visible()
    press(page, "One time to get up")
    heading(page, "One time to get up")


def test_the_gentler_way_without_script(live_server: Server, open_page: OpenPage) -> None:
    live_server.set_up(phq8_total=4, zone="UTC")
    page = open_page(java_script_enabled=False)
    page.goto("/sleep/questions")
    answer_all(page, careful="Migraine")
    expect(page.get_by_text("Short nights can bring on migraine.")).to_be_visible()
    page.get_by_role("link", name="Go on", exact=True).click()
    expect(page.get_by_role("button", name="Begin the 7 nights", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Begin the 7 nights, for the gentler way").click()
    live_server.clock.ahead += timedelta(days=1)
    page.goto("/checkin")
    half = opened(page)
    half.get_by_label("No", exact=True).check(force=True)
    page.locator("#sleep_bed").fill("22.30")
    page.locator("#sleep_rise").fill("630")
    half.get_by_role("button", name="Save").click()
    page.goto("/sleep/nights")
    expect(page.get_by_text("Not counted: not all of it was written down.")).to_be_visible()
