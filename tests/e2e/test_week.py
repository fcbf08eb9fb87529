"""The week in review in a real browser: reached in few steps, plain, and help before it."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from support.axe import faults_in
from support.crawl import NARROW, WIDE, Look
from support.keyboard import press, tab_to
from support.server import Server
from support.weeks import event, note, readings

from unspiral.services import insights
from unspiral.services.context import facts_now


def today(server: Server) -> date:
    with server.ctx.store.read(server.person) as tx:
        return facts_now(server.ctx, tx).today


def noted(server: Server, days: int) -> None:
    """That many days of diary up to today, a session, a rating and a rough day."""
    day = today(server)
    note(
        server.ctx,
        server.person,
        *readings(day, days, frozenset({1})),
        event("done", "walking", "full", day),
        event("rated", "walking", "better", day),
        event("bad_day", "day", "", day - timedelta(days=2)),
    )
    if days > 14:
        insights.refresh(server.ctx, server.person)


@pytest.mark.parametrize("through", [["Your week"], ["My loop", "Me", "Your week"]])
def test_it_is_reached_from_today_in_three_steps(
    live_server: Server, page: Page, through: list[str]
) -> None:
    live_server.set_up()
    page.goto("/today")
    for name in through:
        page.locator("a", has_text=re.compile(f"^\\s*{name}\\s*$")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your week")


def test_an_empty_week_leads_on_without_blame(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/week")
    expect(
        page.get_by_text("Nothing is noted this week. Missed days cost nothing.")
    ).to_be_visible()
    expect(page.locator("figure")).to_have_count(0)
    page.get_by_role("link", name="Fill in a day").click()
    expect(page).to_have_url(re.compile("/checkin$"))


def test_one_day_stands_as_dots_and_as_a_table(live_server: Server, page: Page) -> None:
    live_server.set_up()
    noted(live_server, 1)
    page.goto("/week")
    expect(page.get_by_text("1 of 7 days noted.")).to_be_visible()
    expect(page.locator(".week-line .dot")).to_have_count(6)
    page.get_by_text("The same as a table").click()
    table = page.get_by_role("table", name="Two weeks, side by side")
    expect(table.get_by_role("row", name=re.compile("^Pain"))).to_contain_text("1 day")


def test_weeks_later_each_range_stands_beside_the_usual(live_server: Server, page: Page) -> None:
    live_server.set_up()
    noted(live_server, 21)
    page.goto("/week")
    expect(page.get_by_text("6 of 7 days noted.")).to_be_visible()
    expect(
        page.get_by_role("img", name=re.compile(r"^Pain\. This week: .* Usual: "))
    ).to_be_visible()
    counts = page.locator(".week-counts tr", has_text="Rough days")
    expect(counts.locator("td")).to_have_text(["1", "0"])


def test_help_comes_before_the_week_while_a_danger_sign_is_open(
    live_server: Server, page: Page
) -> None:
    live_server.set_up()
    noted(live_server, 3)
    live_server.answer({"rf1_saddle": "yes"})
    page.goto("/week")
    first = page.locator("main a").first
    expect(first).to_have_text("What to do now")
    expect(first).to_have_attribute("href", "/help-now")
    expect(page.locator("figure")).to_have_count(6)


def test_it_opens_by_keyboard_and_without_script(live_server: Server, open_page) -> None:
    live_server.set_up()
    noted(live_server, 21)
    page = open_page(java_script_enabled=False)
    page.goto("/week")
    page.locator("summary", has_text="The same as a table").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Two weeks, side by side")).to_be_visible()


def test_the_keyboard_alone_reaches_all_of_it(live_server: Server, page: Page) -> None:
    live_server.set_up()
    noted(live_server, 21)
    page.goto("/week")
    press(page, "The same as a table")
    tab_to(page, "Fill in a day")
    press(page, "How we know")
    expect(page.get_by_role("heading", level=1)).to_have_text("How we know")


@pytest.mark.parametrize("days", [0, 1, 21])
def test_no_axe_violation_and_nothing_scrolls_sideways(
    live_server: Server, page: Page, days: int
) -> None:
    live_server.set_up()
    if days:
        noted(live_server, days)
    page.goto("/week")
    looks = (Look("light", NARROW), Look("dark", 360), Look("night", WIDE))
    assert faults_in(page, *looks) == {}
