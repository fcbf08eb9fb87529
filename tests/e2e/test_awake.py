"""J5, awake at night: three words, one tap to the dark, no number; measured, and asked of once."""

import base64
import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from support.browser import until

WORDS = ["Ease", "Stay", "Get up"]
BLUE_MOST = 30  # of 255, look/look.md section 3
LIGHT_MOST = 0.03  # of white, over the whole page
UNSURE = "Up, without getting up"
MEASURE = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const paper = canvas.getContext("2d");
  paper.drawImage(image, 0, 0);
  const { data } = paper.getImageData(0, 0, image.width, image.height);
  const light = (n) => (n / 255 <= 0.04045 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4);
  let [blue, sum] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    blue = Math.max(blue, data[i + 2]);
    sum += 0.2126 * light(data[i]) + 0.7152 * light(data[i + 1]) + 0.0722 * light(data[i + 2]);
  }
  return [blue, sum / (data.length / 4)];
}"""
SAID = """() => [document.body.innerText,
  ...[...document.querySelectorAll("[aria-label], [title], svg title, svg desc")].map(
    (part) => part.getAttribute("aria-label") || part.getAttribute("title") || part.textContent),
].join(" ")"""


def measured(page, ruler):
    """(largest blue channel, mean luminance) of what is on the screen."""
    shot = base64.b64encode(page.screenshot(full_page=True)).decode()
    return ruler.evaluate(MEASURE, shot)


def test_the_night_page_is_dark_has_no_number_and_lies_under_the_thumb(live_server, open_page):
    live_server.set_up(health_falls="no")
    page, ruler = open_page(), open_page(signed_in=False)
    ruler.goto("about:blank")
    found = {}
    for name, path in (("open", ""), ("ease", "/ease"), ("up", "/up"), ("black", "/stay")):
        page.goto(f"/awake{path}")
        found[name] = measured(page, ruler)
        assert not re.search(r"\d", page.evaluate(SAID)), name
        help_line = page.get_by_role("link", name="New numbness between the legs").last
        expect(help_line).to_be_in_viewport()
    print(
        "\nJ5: largest blue, mean luminance:", {k: (b, round(m, 4)) for k, (b, m) in found.items()}
    )
    assert max(blue for blue, _ in found.values()) <= BLUE_MOST
    assert max(mean for _, mean in found.values()) <= LIGHT_MOST
    page.goto("/awake")
    words = page.get_by_role("navigation", name="Three ways").get_by_role("link")
    assert [word.locator("b").inner_text() for word in words.all()] == WORDS
    height = page.viewport_size["height"]
    for word in words.all():
        box = word.bounding_box()
        assert box["y"] > 0.4 * height
        assert box["y"] + box["height"] <= height
        assert min(box["width"], box["height"]) >= 44


def test_one_tap_starts_the_voice_in_the_dark_and_a_touch_brings_the_words_back(live_server, page):
    page.goto("/awake")
    page.get_by_role("link", name="Stay").click()
    back = page.get_by_role("button", name="Show the three words: Ease, Stay, Get up")
    expect(back).to_be_focused()
    expect(page.get_by_role("navigation", name="Three ways")).to_be_hidden()
    expect(page.get_by_role("link", name="Need help now")).to_be_hidden()
    expect(page.get_by_role("link", name="New numbness between the legs").last).to_be_in_viewport()
    until(page, "document.querySelector('[data-voice]').currentTime > 0")
    assert page.evaluate("document.querySelector('[data-voice]').loop")
    page.mouse.click(180, 300)
    expect(page.get_by_role("link", name="Stay")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Turn it off").click()
    assert page.evaluate("document.querySelector('[data-voice]').paused")


def test_with_the_computer_off_the_words_and_the_sound_are_still_there(live_server, offline_page):
    live_server.stop()
    offline_page.goto("/awake")
    offline_page.get_by_role("link", name="Stay").click()
    until(offline_page, "document.querySelector('[data-voice]').currentTime > 0")
    offline_page.keyboard.press("Escape")
    offline_page.get_by_role("link", name="Get up").click()
    expect(offline_page.get_by_role("heading", level=2).first).to_have_text(UNSURE)


def test_sitting_up_comes_first_where_getting_up_may_end_in_a_fall(live_server, page):
    title = page.get_by_role("heading", level=2).first
    page.goto("/awake/up")
    expect(title).to_have_text(UNSURE)  # nobody was asked yet
    live_server.set_up()
    page.goto("/awake/up")
    expect(title).to_have_text("Up for a while")
    for told in ({"health_falls": "yes"}, {"birth_year": 1950}, {"med_sedative": "yes"}):
        live_server.set_up(**told)
        page.goto("/awake/up")
        expect(title).to_have_text(UNSURE)


def test_an_emergency_leaves_help_and_the_worry(live_server, page):
    live_server.set_up()
    live_server.answer({"rf1_saddle": "yes"})
    for path in ("/awake", "/awake/up", "/awake/stay", "/awake/ease"):
        page.goto(path)
        expect(page.get_by_role("link", name="What to do now")).to_be_visible()
        expect(page.get_by_role("navigation", name="Three ways")).to_have_count(0)
        expect(page.locator("[data-voice]")).to_have_count(0)


def test_the_morning_asks_about_the_night_once_and_only_after_one(live_server, open_page):
    live_server.set_up()
    page = open_page(timezone_id="Europe/Dublin")
    asked = page.get_by_role("group", name="How long were you awake")
    page.goto("/checkin")
    expect(asked).to_be_hidden()
    today = page.locator("[name=local_date]").first.input_value()
    page.evaluate("day => localStorage.setItem('unspiral-awake', day)", today)  # opened that night
    page.goto("/checkin")
    page.locator("details.sitting").first.evaluate("half => { half.open = true; }")
    asked.get_by_label("About an hour").check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("[data-save-state]").first).to_have_text("Saved")
    with live_server.ctx.store.read(live_server.person) as tx:
        assert [r.value for r in tx.readings(variables=("night_awake",))] == [2.0]
    page.evaluate("localStorage.removeItem('unspiral-awake')")
    page.goto("/checkin")
    page.locator("details.sitting").first.evaluate("half => { half.open = true; }")
    expect(asked.get_by_label("About an hour")).to_be_checked()  # told, so it can be changed


def test_a_night_belongs_to_the_date_of_waking(live_server, page):
    page.goto("/awake")
    night = "time => import('/static/night.js').then((m) => m.nightOf(new Date(time)))"
    for local, date in (
        ("2026-03-28T15:59", "2026-03-28"),
        ("2026-03-28T16:00", "2026-03-29"),
        ("2026-03-28T23:30", "2026-03-29"),
        ("2026-03-29T02:30", "2026-03-29"),
        ("2026-12-31T22:00", "2027-01-01"),
    ):
        assert page.evaluate(night, local) == date, local
    assert page.evaluate("localStorage.getItem('unspiral-awake')") in {
        (datetime.now(UTC) + timedelta(hours=8, days=shift)).date().isoformat()
        for shift in (-1, 0, 1)
    }
