"""A1: no axe violation on any page, in every theme, at 320 and 1280 px and with 200 % text."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from support.crawl import LONG, LOOKS, NARROW, STATES, Look, paths, put

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Themes change colours and nothing else: the same elements stand there, at the same places. On a
# push every rule runs in four looks, and those that read colours in all of them.
COLOURS = ["color-contrast", "link-in-text-block"]
OF_COLOUR = {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations"]}
AXE = Axe()


def _violations(page, look=None):
    recoloured = look is not None and look.theme in ("night", "contrast") and not LONG
    options = OF_COLOUR if recoloured else EVERY_RULE
    found = AXE.run(page, options=options).response["violations"]
    return [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in found]


def _crawl(page, look):
    wrong, wide, seen = {}, {}, 0
    for path in paths():
        look.show(page, path)
        if found := _violations(page, look):
            wrong[path] = found
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[path] = over
        seen += 1
    return wrong, wide, seen


@pytest.mark.parametrize(
    "look", LOOKS, ids=lambda look: f"{look.theme}-{look.width}-{look.percent}"
)
def test_every_page_in_every_look(look, live_server, open_page):
    put(live_server, "clear")
    page = open_page(**look.options())
    look.settle(page, live_server.address)
    wrong, wide, seen = _crawl(page, look)
    print(f"\nA1: {look}: {seen} pages, {len(wrong)} with violations, {len(wide)} too wide")
    assert wrong == {}
    assert wide == {}


@pytest.mark.parametrize("state", [state for state in STATES if state != "clear"])
def test_every_page_in_every_state(state, live_server, open_page):
    put(live_server, state)
    look = Look("light", NARROW)
    wrong, wide, seen = _crawl(open_page(**look.options()), look)
    print(f"\nA1: {state}: {seen} pages, {len(wrong)} with violations, {len(wide)} too wide")
    assert wrong == {}
    assert wide == {}


def test_a_faint_word_is_found_in_every_theme(live_server, open_page):
    look = Look("night", NARROW)
    page = open_page(**look.options())
    look.settle(page, live_server.address)
    page.goto("/offline")
    page.evaluate("document.querySelector('h1').style.color = '#1a0a04'")
    assert [name for name, _ in _violations(page, look)] == ["color-contrast"]


def test_a_planted_fault_is_found(live_server, open_page):
    page = open_page()
    page.goto("/offline")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [name for name, _ in _violations(page)] == ["button-name"]
