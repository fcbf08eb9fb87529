"""German as a draft, in a browser: chosen on a page, marked, and no wider than a small phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from support.crawl import NARROW, put

AXE = Axe()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
PAGES = ("/today", "/learn", "/learn/lesson/stress-and-pain", "/me", "/help-now")


def choose_german(page):
    page.goto("/me")
    page.select_option("#language", "de")
    page.locator("form[action='/me/language'] button").click()
    page.wait_for_url("**/me")


@pytest.mark.parametrize("percent", [100, 200])
def test_german_pages_fit_a_small_phone_and_pass_axe(percent, live_server, open_page):
    put(live_server, "clear")
    page = open_page(viewport={"width": NARROW, "height": 800})
    choose_german(page)
    for path in PAGES:
        page.goto(path)
        size = f"{percent}%"
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        found = AXE.run(page, options=OPTIONS).response["violations"]
        assert [(v["id"], v["nodes"][0]["target"]) for v in found] == [], path
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, path


def test_the_line_of_the_draft_leads_to_the_choice(live_server, open_page):
    put(live_server, "clear")
    page = open_page()
    choose_german(page)
    page.goto("/learn")
    assert page.locator(".draft-line").get_attribute("lang") == "de"
    page.locator(".draft-line a").click()
    page.wait_for_url("**/me#language")
    page.select_option("#language", "en")
    page.locator("form[action='/me/language'] button").click()
    page.wait_for_url("**/me")
    assert page.locator(".draft-line").count() == 0


def test_a_session_speaks_english_words_as_english(live_server, open_page):
    put(live_server, "clear")
    page = open_page()
    choose_german(page)
    page.goto("/session/belly-breathing")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Entwurf" in page.locator(".draft-line").inner_text()
