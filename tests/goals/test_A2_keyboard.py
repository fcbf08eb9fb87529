"""A2: by keyboard alone: focus seen, in order, never trapped or covered; journeys of the frame."""

import pytest
from playwright.sync_api import expect
from support.crawl import paths, put

MOST_STOPS = 150
HERE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const shown = at.matches("input") && at.nextElementSibling ? at.nextElementSibling : at;
  const box = shown.getBoundingClientRect();
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const style = getComputedStyle(shown), own = getComputedStyle(at);
  return {
    name: at.tagName + "." + at.className + " " + (at.name || at.innerText || "").slice(0, 30),
    outlined: [style, own].some(
      (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2),
    covered: !top || ![at, shown].some((part) => part.contains(top) || top.contains(part)),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    main: at.id === "main",
  };
}"""


def _stops(page):
    """Everything the Tab key reaches, in order, until it leaves the page."""
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or (found and here["name"] == found[0]["name"]):
            return found
        found.append(here)
    raise AssertionError(f"never left after {MOST_STOPS} stops")


def test_focus_is_seen_and_never_trapped_on_any_page(live_server, open_page):
    put(live_server, "clear")
    page, stops = open_page(), 0
    for path in paths():
        page.goto(path)
        page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        found = _stops(page)
        hidden = [s["name"] for s in found if not s["outlined"] or s["covered"] or not s["seen"]]
        assert hidden == [], path
        stops += len(found)
    print(f"\nA2: {len(paths())} pages, {stops} stops, all seen, no trap")


def test_the_first_stop_leads_past_the_frame(live_server, open_page):
    put(live_server, "clear")
    page = open_page()
    page.goto("/learn")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_danger_sign_is_told_and_ended_by_keyboard(live_server, open_page):
    page = open_page()
    page.goto("/danger")
    _press_on(page, "A bad fall or crash", "Space")
    _press_on(page, "Next", "Enter")
    expect(page).to_have_url(f"{live_server.address}/danger/rf9?next=%2Ftoday")
    for group in page.get_by_role("group").all():
        group.get_by_label("Yes").focus()
        page.keyboard.press("Space")
    _press_on(page, "Next", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This needs to be checked now.")
    _press_on(page, "I was seen, or I pressed this by mistake", "Enter")
    _press_on(page, "I pressed this by mistake", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A little more about this")


def test_help_is_called_up_by_keyboard(live_server, open_page):
    put(live_server, "clear")
    page = open_page()
    page.goto("/checkin")
    _press_on(page, "Need help now", "Enter")
    expect(page.get_by_role("heading", name="Help now")).to_be_visible()
    stops = [stop["name"] for stop in _stops(page)]
    assert any("Call 112" in name for name in stops[:4])


@pytest.mark.parametrize("key, value", [("7", "7"), ("-", "10"), ("0", "0")])
def test_number_keys_answer_a_scale(live_server, open_page, key, value):
    put(live_server, "clear")
    page = open_page()
    page.goto("/checkin/blank")
    scale = page.get_by_role("group", name="How was your night?")
    scale.get_by_role("radio").first.focus()
    page.keyboard.press(key)
    expect(scale.locator("input:checked")).to_have_value(value)


def _press_on(page, name, key):
    """Tab until what is named has the focus, then press the key."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        label = page.evaluate(LABEL)
        if label.strip() == name:
            page.keyboard.press(key)
            return
    raise AssertionError(f"{name} was never reached")


LABEL = """() => {
  const at = document.activeElement;
  return (at.labels && at.labels.length ? at.labels[0].innerText : at.innerText) || "";
}"""
