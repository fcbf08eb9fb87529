"""The shelves and the search of Learn in a real browser: lists stay lists, icons stay small."""

import re

import pytest
from playwright.sync_api import Page, expect
from support.server import Server

from unspiral.services.screening import dark_thoughts

LARGEST = 32  # pixels an icon beside a line may have
SHELVES = ("techniques", "loop", "thoughts", "claims", "body", "questions", "everyday", "care")


def tallest_icon(page: Page) -> float:
    return float(
        page.evaluate(
            "Math.max(0, ...[...document.querySelectorAll('main svg')]"
            ".map(one => one.getBoundingClientRect().height))"
        )
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_no_icon_of_a_list_grows_into_a_picture(
    live_server: Server, page: Page, width: int
) -> None:
    live_server.set_up()
    page.set_viewport_size({"width": width, "height": 740})
    for shelf in SHELVES:
        page.goto(f"/learn/shelf/{shelf}")
        assert tallest_icon(page) <= LARGEST, shelf
    page.goto("/learn")
    page.get_by_role("searchbox").fill("slipped disk")
    page.get_by_role("button", name="Search").click()
    page.locator("#found").wait_for()
    assert tallest_icon(page) <= LARGEST, "search"


def test_a_shelf_holds_as_many_as_it_says(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/learn")
    said = [int(one) for one in page.locator(".shelves .num").all_inner_texts()]
    assert len(said) == len(SHELVES)
    held = []
    for shelf in SHELVES:
        page.goto(f"/learn/shelf/{shelf}")
        links = page.locator("main section a[href^='/learn/']")
        held.append(len({links.nth(n).get_attribute("href") for n in range(links.count())}))
    assert held == said


def test_a_level_that_is_not_open_yet_leads_to_the_one_below(
    live_server: Server, page: Page
) -> None:
    live_server.set_up()
    page.goto("/learn/technique/bridge-2")
    expect(page.get_by_text("This level opens after a week with the one below")).to_be_visible()
    page.goto("/session/bridge-2")
    expect(page.get_by_text("First a week with the level below")).to_be_visible()
    page.get_by_role("link", name="See the level below").click()
    expect(page).to_have_url(re.compile("/learn/technique/bridge$"))
    assert page.get_by_text("This level opens after").count() == 0


@pytest.mark.parametrize("path", ["lesson/for-the-person-who-lives-with-me", "technique/bridge"])
def test_a_page_on_paper_tells_nothing_about_its_reader(
    live_server: Server, page: Page, path: str
) -> None:
    live_server.set_up()
    dark_thoughts(live_server.ctx, live_server.person, "item9")
    page.goto(f"/learn/{path}")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator(".help-before")).to_be_visible()
    expect(page.get_by_role("button", name="Print it")).to_be_visible()
    page.emulate_media(media="print")
    for away in (".help-before", "main .button", "main .more", ".crumb"):
        for one in page.locator(away).all():
            expect(one).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
