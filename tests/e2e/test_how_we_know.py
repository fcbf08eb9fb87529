"""How we know in a real browser: readable closed, whole when opened, also without script."""

import re

from playwright.sync_api import Page, expect
from support.axe import faults_in
from support.crawl import NARROW, WIDE, Look
from support.keyboard import press
from support.server import Server


def test_it_is_reached_from_me(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/me")
    page.get_by_role("link", name="How we know").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How we know")
    expect(page.get_by_role("link", name="My loop", exact=True).first).to_be_visible()


def test_the_deeper_parts_are_folded_and_open_by_keyboard(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/how-we-know")
    table = page.get_by_role("table", name="What we start from")
    expect(table).to_be_hidden()
    press(page, "More: every link")
    expect(table).to_be_visible()
    expect(table.get_by_role("row")).to_have_count(31)
    expect(page.get_by_text(re.compile("We read: abstract")).first).to_be_visible()


def test_it_opens_without_script(live_server: Server, open_page) -> None:
    live_server.set_up()
    page = open_page(java_script_enabled=False)
    page.goto("/how-we-know")
    page.locator("summary", has_text="which pairs").click()
    expect(page.get_by_text("Night → pain", exact=True)).to_be_visible()


def test_no_axe_violation_and_nothing_scrolls_sideways(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/how-we-know")
    looks = (Look("light", WIDE), Look("night", NARROW), Look("dark", 360))
    assert faults_in(page, *looks) == {}
