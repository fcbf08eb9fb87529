"""J6 in a browser, and the line of help that appears while somebody types, offline too."""

import json

from playwright.sync_api import expect
from support.keyboard import press, tab_to

from unspiral.services import talk

DARK = "I don't want to live"
CALM = "I can't go out today, my back is dead tired"
SAMPLES = (DARK, CALM, "", "hurting myself", "the end. All came", "Kíll\nmyself", "skill myself")
NOTE = ".talk-note > div"


def test_the_script_notices_what_the_server_notices(page, catalogue):
    page.goto("/rough-day/plan")
    texts = [*SAMPLES, *talk.phrases(catalogue)]
    found = page.evaluate(
        """async ([texts, listed]) => {
            const { toldIn, words } = await import("/static/talk.js");
            return texts.map((text) => toldIn(text, listed.map(words)));
        }""",
        [texts, json.loads(talk.as_data(catalogue))],
    )
    assert found == [talk.told_in(catalogue, text) for text in texts]


def test_the_note_appears_while_typing_and_saving_goes_on(page, live_server):
    live_server.set_up()
    page.goto("/rough-day/plan")
    page.fill("#flare_who", CALM)
    assert page.locator(NOTE).is_hidden()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.fill("#flare_who", DARK)
    assert page.locator(NOTE).is_visible()
    assert page.locator(f"{NOTE} a").get_attribute("href") == "/help-now/talk"
    note, bar = page.locator(NOTE).bounding_box(), page.locator(".save-bar").bounding_box()
    assert note["y"] + note["height"] <= bar["y"]
    assert sent == []
    page.click("button[type=submit]")
    page.wait_for_url("**/rough-day/plan?saved")
    assert page.locator("#flare_who").input_value() == DARK


def test_the_note_works_on_the_kept_pages_without_the_server(offline_page, live_server):
    live_server.stop()
    for path, field in (("/awake", "#worry"), ("/checkin", "#note")):
        offline_page.goto(path)
        fold = {"/awake": "summary:has-text('Park a worry')", "/checkin": ".add-more > summary"}
        offline_page.click(fold[path])
        offline_page.fill(field, DARK)
        assert offline_page.locator(NOTE).first.is_visible(), path
        offline_page.locator(f"{NOTE} a").first.click()
        offline_page.wait_for_url("**/help-now/talk**")


def test_a_rough_day_from_the_tap_to_the_own_page(page, live_server):
    live_server.set_up()
    page.goto("/rough-day/plan")
    page.fill("#flare_smallest", "two minutes in the hall")
    page.click("button[type=submit]")
    page.wait_for_url("**?saved")
    page.goto("/rough-day")
    page.click("button[type=submit]")
    assert "/danger" in page.url, "the danger screen comes before any comfort"
    page.check("input[value=none]")
    page.click("button[type=submit]")
    page.wait_for_url("**/ease/where")
    page.goto("/ease/after?did=belly-breathing")
    page.click("a[href='/rough-day#plan']")
    assert page.get_by_text("two minutes in the hall").is_visible()
    expect(page.locator("[data-print]")).to_be_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("two minutes in the hall").is_visible()
    assert page.locator(".rough-form").is_hidden()


def test_the_page_for_a_flare_by_keyboard_alone(page, live_server):
    live_server.set_up()
    page.goto("/rough-day")
    press(page, "Write my page")
    page.wait_for_url("**/rough-day/plan")
    tab_to(page, "What do you notice first")
    page.keyboard.type("short nights")
    press(page, "Save")
    page.wait_for_url("**?saved")
    press(page, "Read or print it")
    page.wait_for_url("**/rough-day#plan")
    assert page.get_by_text("short nights").is_visible()
    press(page, "Today is a rough day")
    page.wait_for_url("**/danger**")
