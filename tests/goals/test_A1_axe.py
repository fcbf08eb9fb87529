"""A1: no axe violation on any page, in every theme, at 320 and 1280 px and with 200 % text."""

import re

import pytest
from support.axe import BUT_COLOUR, EVERY_RULE, OF_COLOUR, faults, violations
from support.crawl import LONG, LOOKS, NARROW, STATES, Look, paths, put
from support.server import serving, signed_in

# Places, sizes and colours of everything that stands on a page.
SEEN = """() => Array.from(document.querySelectorAll("body *"), (one) => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return [one.tagName, box.x, box.y, box.width, box.height, style.color, style.backgroundColor];
})"""
# What differs between two answers that say the same: secrets, ids, numbers of requests.
VARYING = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f-]{27}|[0-9a-f]{56})?\b")


def _rules(look):
    """All in the long run, and on a push those that a look may change.

    Themes change colours and nothing else: the same elements stand at the same places. Large text
    moves and cuts things, in the colours they had.
    """
    if LONG:
        return EVERY_RULE
    if look.theme in ("night", "contrast"):
        return OF_COLOUR
    return BUT_COLOUR if look.percent != 100 else EVERY_RULE


def _crawl(page, looks, asked):
    """(path and look -> faults) over the pages; each is loaded in the first look."""
    wrong = {}
    for path in asked:
        looks[0].show(page, path)
        for number, look in enumerate(looks):
            if number or page.evaluate("document.documentElement.style.fontSize"):
                look.put_on(page)
            if found := faults(page, _rules(look)):
                wrong[path, look] = found
    return wrong


@pytest.mark.parametrize("looks", LOOKS, ids=lambda looks: "+".join(one.name for one in looks))
def test_every_page_in_every_look(looks, live_server, open_page):
    put(live_server, "clear")
    page = open_page(**looks[0].options())
    looks[0].settle(page, live_server.address)
    wrong = _crawl(page, looks, paths())
    for look in looks:
        print(f"\nA1: {look}: {len(paths())} pages, {sum(at == look for _, at in wrong)} at fault")
    assert wrong == {}


def _said(server):
    """Every page as the server writes it now, or where it leads; without what always varies."""
    client = signed_in(server.ctx, server.person)
    answers = {path: client.get(path) for path in paths()}
    return {
        path: (answer.status, answer.header("location"), VARYING.sub("", answer.text))
        for path, answer in answers.items()
    }


@pytest.fixture(scope="module")
def clear_pages(catalogue, tmp_path_factory):
    """What every page says to somebody all clear, whom the looks above are crawled as."""
    with serving(tmp_path_factory.mktemp("clear") / "data", catalogue) as server:
        put(server, "clear")
        return set(_said(server).values())


@pytest.mark.parametrize("state", [state for state in STATES if state != "clear"])
def test_every_page_in_every_state(state, live_server, open_page, clear_pages):
    """A page that says word for word what one before it said is not looked at again on a push."""
    put(live_server, state)
    said = _said(live_server)
    first = {page: path for path, page in reversed(said.items()) if page not in clear_pages}
    asked = paths() if LONG else list(first.values())
    look = Look("light", NARROW)
    wrong = _crawl(open_page(**look.options()), (look,), asked)
    print(f"\nA1: {state}: {len(asked)} of {len(said)} pages differ, {len(wrong)} at fault")
    assert len(asked) > 20
    assert wrong == {}


def test_a_faint_word_is_found_in_every_theme(live_server, open_page):
    look = Look("night", NARROW)
    page = open_page(**look.options())
    look.settle(page, live_server.address)
    page.goto("/offline")
    page.evaluate("document.querySelector('h1').style.color = '#1a0a04'")
    assert [said.split(":")[0] for said in violations(page, OF_COLOUR)] == ["color-contrast"]


def test_a_planted_fault_is_found_in_every_look(live_server, open_page):
    page = open_page()
    page.goto("/offline")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    page.evaluate("document.querySelector('h1').style.minWidth = '1400px'")
    for look in (one for looks in LOOKS for one in looks):
        look.put_on(page)
        found = faults(page, BUT_COLOUR)
        assert [said.split(":")[0] for said in found[:1]] == ["button-name"], look
        assert found[-1].endswith("px too wide"), look


def test_a_look_put_on_is_the_look_that_is_loaded(live_server, open_page):
    put(live_server, "clear")
    for look in (one for looks in LOOKS for one in looks):
        loaded, worn = open_page(**look.options()), open_page()
        look.settle(loaded, live_server.address)
        look.show(loaded, "/learn")
        worn.goto("/learn")
        look.put_on(worn)
        pairs = list(zip(loaded.evaluate(SEEN), worn.evaluate(SEEN), strict=True))
        assert [pair for pair in pairs if pair[0] != pair[1]][:3] == [], look
        assert len(pairs) > 100
