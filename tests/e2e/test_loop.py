"""J7 in a real browser: a loop that is shown as far as the diary carries it, and no further."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from support.loops import months, weeks, with_loop
from support.pictures import take
from support.server import Server

from unspiral.records.insight import Insights
from unspiral.services import insights
from unspiral.services.imports import Request, bring_in

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def note_days(server: Server, days: int) -> None:
    """Pain and nights on each of the last days, through the import."""
    today = datetime.now(UTC).date() - timedelta(days=1)
    rows = (f"{today - timedelta(days=n)},{n % 4 + 3},{n % 3 + 5}\n" for n in range(days))
    content = ("date,pain,sleep_hours\n" + "".join(rows)).encode()
    bring_in(server.ctx, server.person, Request(io.BytesIO(content), "diary.csv"), True)


def keep(server: Server, found: Insights) -> None:
    """Keep made-up insights as if they had been worked out from what is there."""
    with server.ctx.store.write(server.person) as tx:
        value = {"mark": insights.state_mark(server.ctx, tx), "insights": insights.to_data(found)}
        tx.put_derived(insights.KIND, insights.KEY, value, server.ctx.clock())


def arrows(page: Page, picture: int) -> list[str]:
    found = page.locator("svg.loop-map").nth(picture).locator("path.link")
    return found.evaluate_all("all => all.map(one => one.getAttribute('class').split(' ')[1])")


def faults(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def test_the_first_day_shows_research_and_says_so(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/loop")
    expect(page.get_by_role("heading", level=1)).to_have_text("My loop")
    expect(page.get_by_text("Nothing here is about you yet.")).to_be_visible()
    assert set(arrows(page, 0)) == {"research"} and len(arrows(page, 0)) == 3
    page.get_by_text("Sleep → Pain", exact=True).click()
    expect(page.locator(".loosens details[open] a").first).to_be_visible()


def test_three_weeks_bring_a_range_and_still_no_link(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 21)
    page.goto("/loop")
    expect(page.get_by_text("being worked out")).to_have_count(0)
    expect(page.get_by_role("heading", name="Your usual range")).to_be_visible()
    expect(page.locator("p.voice")).to_contain_text("Your diary: 21 days, too early to tell")
    assert set(arrows(page, 0)) == set(arrows(page, 1)) == {"research"}


def test_an_own_link_is_solid_and_told_with_its_range(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 30)
    keep(live_server, months())
    page.goto("/loop")
    assert arrows(page, 0)[0] == "sure"
    expect(page.locator("p.voice")).to_contain_text("tends to be 0.5 points higher")
    expect(page.get_by_text("Range 0.2 to 0.8, 8 times in 10, from 158 days.")).to_be_visible()


def test_more_and_what_loosens_open_by_keyboard_and_without_script(
    live_server: Server, open_page
) -> None:
    live_server.set_up()
    page = open_page(java_script_enabled=False)
    page.goto("/loop")
    page.locator(".loop-more > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Every link, as a table")).to_be_visible()
    page.locator(".loosens summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".loosens details[open] a").first).to_be_visible()


@pytest.mark.parametrize(
    ("stage", "width", "theme"),
    [
        ("first", 320, "light"),
        ("own", 1280, "light"),
        ("loop", 320, "light"),
        ("loop", 320, "dark"),
        ("loop", 320, "night"),
    ],
)
def test_no_axe_violation_and_nothing_scrolls_sideways(
    live_server: Server, open_page, stage: str, width: int, theme: str
) -> None:
    live_server.set_up()
    if stage != "first":
        note_days(live_server, 30)
        keep(live_server, months() if stage == "own" else with_loop())
    page = open_page(viewport={"width": width, "height": 800})
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.address}])
    page.goto("/loop")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_pictures_are_named_for_a_screen_reader(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 21)
    page.goto("/loop")
    expect(page.get_by_role("img", name="The usual picture, from research").first).to_be_visible()
    expect(page.get_by_role("img", name="Pain: usually", exact=False).first).to_be_visible()


def test_the_picture_of_the_readme(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 21)
    keep(live_server, weeks(21))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/loop")
    assert take(page, "loop-360.png").stat().st_size > 20_000
