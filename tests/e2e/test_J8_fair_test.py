"""A fair test in a real browser: from day 28 to a verdict, and a stop because of harm."""

import re
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from support.keyboard import tab_to
from support.server import Server
from support.testers import WARMTH, Days

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CLEAR = {"zone": "UTC", "place_low_back": "yes"}
HERE = f"/tests/{WARMTH}"


def faults(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    listed = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    return [*listed, *([f"{wide} px too wide"] if wide > 0 else [])]


def next_day(page: Page, server: Server) -> None:
    """A day later, on the server and on the device."""
    server.clock.ahead += timedelta(days=1)
    page.clock.set_system_time(server.clock())


def quiet_days(page: Page, server: Server, days: Days, many: int, effect: float) -> None:
    """Days noted at the one door, without the browser; the screens come again each week."""
    for n in range(many):
        days.one_day(effect, done=True)
        next_day(page, server)
        if n % 7 == 6:
            server.set_up(**CLEAR)


def begun(page: Page, server: Server) -> Days:
    """Day 28 reached, found from My loop, four weeks chosen, and the first day come."""
    page.set_default_timeout(10_000)
    server.set_up(**CLEAR)
    days = Days(server.ctx, server.person)
    days.diary(28)
    page.goto("/loop")
    page.locator("details.loop-more > summary").click()
    page.get_by_role("link", name="A fair test: does it help me?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fair tests")
    assert faults(page) == []
    page.get_by_role("link", name="Does warmth in a chair").click()
    expect(page.get_by_text(re.compile("8 weeks: a clear answer in about"))).to_be_visible()
    assert faults(page) == []
    page.get_by_label(re.compile("^4 weeks")).check(force=True)
    page.get_by_label("None of these").check(force=True)
    page.get_by_role("button", name="Start tomorrow").click()
    expect(page.get_by_role("heading", name="It begins tomorrow.")).to_be_visible()
    next_day(page, server)
    return days


def test_from_day_28_to_a_verdict(live_server: Server, page: Page) -> None:
    days = begun(page, live_server)
    while days.run.arm(days.today) is not True:
        quiet_days(page, live_server, days, 1, effect=2.5)
    page.goto("/today")
    line = page.locator("section", has=page.get_by_role("heading", name="Warmth in the evening"))
    expect(line).to_contain_text("Today: with it.")
    expect(page.get_by_role("heading", name="Warm pack in a chair")).to_be_visible()
    tab_to(page, "Not done")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noted for today: done.")).to_be_visible()
    assert faults(page) == []
    days.note(pain_morning=5, pain=5, sleep_quality=5)
    next_day(page, live_server)
    left = (days.run.last - days.today).days + 3
    quiet_days(page, live_server, days, left - 2, effect=2.5)
    page.goto(HERE)
    expect(page.get_by_text("What it does is not shown before the end")).to_be_visible()
    assert "points of 10" not in page.content()
    quiet_days(page, live_server, days, 2, effect=2.5)
    live_server.set_up(**CLEAR)
    page.goto(HERE)
    answer = page.locator(".trial-answer")
    expect(answer.get_by_role("heading")).to_have_text(
        "For you, so far, warmth in the evening helps your mornings."
    )
    expect(answer.locator("svg.range-line")).to_have_attribute(
        "aria-label", re.compile("less pain the next morning")
    )
    expect(answer.locator("table tbody tr")).to_have_count(3)
    with page.expect_download() as taken:
        answer.get_by_role("link", name="Take this test home").click()
    assert taken.value.suggested_filename == "fair-test.json"
    assert faults(page) == []


def test_harm_stops_it_and_a_sign_within_days_starts_none(live_server: Server, page: Page) -> None:
    begun(page, live_server)
    page.goto(HERE)
    page.get_by_role("button", name="This made me worse").click()
    expect(page).to_have_url(re.compile("/session/heat-chair/worse$"))
    page.goto(HERE)
    expect(page.get_by_text("It stopped at once, because it made you worse.")).to_be_visible()
    live_server.answer({"rf8_risk": "yes"})
    page.goto("/tests/walk-evening")
    expect(page.get_by_text("Not now.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Start tomorrow")).to_have_count(0)
    assert faults(page) == []
