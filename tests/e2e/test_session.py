"""J4 in a real browser: a session starts with one tap and then runs by itself."""

import json
import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"width": 360, "height": 740}
BOXES = """() => {
  const box = (found) => found.getBoundingClientRect().toJSON();
  const rules = [...document.querySelectorAll(".player-foot .stop-rule")].map(box);
  return [rules, box(document.querySelector("[data-pause]"))];
}"""


def _script(page):
    return json.loads(page.locator("#session-script").text_content())


def _start(page):
    page.locator("[data-pause]").click()


def test_a_breathing_session_runs_hands_free_to_its_question(play):
    page = play("/session/belly-breathing?tired=1")
    _start(page)
    expect(page.locator(".pacer [data-word]")).to_have_text("In")
    page.clock.run_for(4500)
    expect(page.locator(".pacer [data-word]")).to_have_text("Out")
    page.clock.run_for(26_000)
    expect(page.get_by_role("button", name="Better")).to_be_visible()
    page.get_by_role("button", name="Same").click()
    expect(page).to_have_url(re.compile("/today$"))


def test_worse_thanks_and_asks_whether_anything_is_new(play):
    page = play("/session/sounds-around?tired=1")
    assert page.get_by_role("button", name="This made me worse").count() == 1
    page.get_by_role("button", name="This made me worse").click()
    expect(page.get_by_role("heading", name="Thank you for saying so")).to_be_visible()
    assert page.locator("main a[href='/danger']").count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "belly-breathing",
        "breathing-4-7-8",
        "hamstring-strap",
        "heat-chair",
        "rest-pillow-knees",
        "side-lying-pillow",
        "sit-to-stand",
        "walking",
        "wind-down",
        "stimulus-control",
        "cold-pack",
        "sounds-around",
        "cat-cow-seated",
        "knee-to-chest-bed",
        "body-scan",
    ],
)
def test_every_technique_plays_to_its_end(play, name):
    page = play(f"/session/{name}?tired=1")
    seconds = sum(step["seconds"] for step in _script(page)["steps"])
    assert 0 < seconds <= 60
    _start(page)
    page.clock.run_for(int(seconds * 1000) - 900)
    expect(page.locator("[data-pause]")).to_be_visible()
    page.clock.run_for(1500)
    expect(page.locator("[data-finish]")).to_be_visible()
    expect(page.locator("[data-pause]")).to_be_hidden()


def test_the_stop_rule_is_in_sight_above_the_big_pause(play):
    for name in ("hamstring-strap", "heat-chair", "belly-breathing"):
        page = play(f"/session/{name}")
        _start(page)
        page.clock.run_for(20_000)
        rules, pause = page.evaluate(BOXES)
        assert rules
        assert pause["height"] >= 112
        assert all(box["top"] >= 0 and box["bottom"] <= pause["top"] for box in rules)
        assert pause["bottom"] <= PHONE["height"]


def test_the_danger_sign_leads_to_the_danger_screen(play):
    page = play("/session/hamstring-strap")
    _start(page)
    page.locator(".player-foot a.stop-rule").click()
    expect(page).to_have_url(re.compile("/danger"))


def test_pause_holds_the_count_and_go_on_goes_on(play):
    page = play("/session/hamstring-strap")
    _start(page)
    page.clock.run_for(5000)
    page.locator("[data-pause]").click()
    expect(page.locator(".hold [data-word]")).to_have_text("Paused")
    held = page.locator(".hold [data-count]").text_content()
    page.clock.run_for(60_000)
    assert page.locator(".hold [data-count]").text_content() == held
    page.locator("[data-pause]").click()
    page.clock.run_for(2000)
    assert int(page.locator(".hold [data-count]").text_content()) < int(held)


def test_sides_change_by_themselves_and_the_figure_turns(play):
    page = play("/session/hamstring-strap")
    steps = _script(page)["steps"]
    before = next(i for i, step in enumerate(steps) if step["kind"] == "switch")
    _start(page)
    page.clock.run_for(1000)
    turned = page.locator("[data-moving] [data-turn]")
    assert turned.get_attribute("transform") is None
    page.clock.run_for(int(sum(s["seconds"] for s in steps[:before]) * 1000))
    expect(page.locator(".hold [data-word]")).to_have_text("Change sides")
    assert "scale(-1 1)" in turned.get_attribute("transform")
    assert page.locator("[data-sides] input[value=left]").is_checked()


def test_starting_with_the_left_side_turns_the_figure_first(play):
    page = play("/session/hamstring-strap")
    page.locator("[data-sides] label", has_text="Left").click()
    _start(page)
    page.clock.run_for(1000)
    assert "scale(-1 1)" in page.locator("[data-moving] [data-turn]").get_attribute("transform")


def test_the_figure_moves(play):
    page = play("/session/hamstring-strap")
    leg = page.locator("[data-moving] [data-part=near_leg]")
    _start(page)
    page.clock.run_for(14_000)
    still = leg.get_attribute("d")
    page.clock.run_for(3000)
    moving = leg.get_attribute("d")
    assert moving != still
    assert re.sub(r"[^A-Z]", "", moving) == re.sub(r"[^A-Z]", "", still)
    page.clock.run_for(10_000)
    assert leg.get_attribute("d") != moving


def test_by_keyboard_alone(play):
    page = play("/session/sit-to-stand")
    page.locator("[data-pause]").focus()
    page.keyboard.press("Enter")
    page.clock.run_for(500)
    expect(page.locator("[data-pause]")).to_have_attribute("data-state", "on")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    expect(page.locator("[data-pause]")).to_have_attribute("aria-pressed", "true")
    first = page.locator("[data-cue]").text_content()
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-cue]").text_content() != first
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-cue]")).to_have_text(first)


def test_less_motion_shows_first_and_last_pose_and_whole_seconds(play):
    page = play("/session/belly-breathing?tired=1", reduced_motion="reduce")
    expect(page.locator("[data-still] svg")).to_be_visible()
    _start(page)
    page.clock.run_for(1300)
    ring, disc = page.locator(".pacer .pacer-arc"), page.locator(".pacer-disc")
    drawn = ring.get_attribute("stroke-dasharray"), disc.get_attribute("transform")
    page.clock.run_for(400)
    assert (ring.get_attribute("stroke-dasharray"), disc.get_attribute("transform")) == drawn
    page.clock.run_for(600)
    assert ring.get_attribute("stroke-dasharray") != drawn[0]
    assert disc.get_attribute("transform") == drawn[1]
    expect(page.locator("[data-moving]")).to_be_hidden()


def test_time_goes_on_while_the_page_sleeps(play):
    page = play("/session/hamstring-strap")
    _start(page)
    page.clock.fast_forward(60_000)  # timers are late, as in a hidden tab: they fire once
    page.clock.run_for(300)
    steps, gone = _script(page)["steps"], 60.3
    while gone > steps[0]["seconds"]:
        gone -= steps.pop(0)["seconds"]
    expect(page.locator("[data-cue]")).to_have_text(steps[0]["cue"])


def test_a_reload_resumes_where_it_was(play):
    page = play("/session/sit-to-stand")
    _start(page)
    page.clock.run_for(20_300)
    cue = page.locator("[data-cue]").text_content()
    page.reload()
    expect(page.locator("[data-pause-word]")).to_have_text("Go on")
    expect(page.locator("[data-cue]")).to_have_text(cue)


def test_without_script_the_list_and_done_are_there(play):
    page = play("/session/hamstring-strap", java_script_enabled=False)
    expect(page.locator("[data-still] svg")).to_be_visible()
    expect(page.locator("[data-pause]")).to_be_hidden()
    assert "25 s, 3 times" in page.locator(".session-steps").inner_text()
    expect(page.locator(".player-foot .stop-rule").first).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page).to_have_url(re.compile("/today$"))


def test_warmth_is_told_at_the_start_and_names_the_kitchen_timer(play):
    page = play("/session/heat-chair")
    assert "kitchen timer" in page.locator("[data-heat]").inner_text()
    assert "Never in bed" in page.locator("[data-heat]").inner_text()
    with page.expect_response("**/session/heat-chair/start") as told:
        _start(page)
    assert told.value.status == 303
    page.locator("[data-end]").click()
    page.get_by_role("button", name="Better").click()
    expect(page).to_have_url(re.compile("/today$"))


def test_only_a_voice_of_this_device_is_ever_chosen(play):
    page = play("/session/belly-breathing")
    chosen = page.evaluate(
        """async () => {
          const { localVoice } = await import("/static/speech.js");
          const far = { lang: "en-GB", localService: false, name: "far" };
          const odd = { lang: "en-GB", name: "does not say" };
          const near = { lang: "en-US", localService: true, name: "near" };
          const german = { lang: "de-DE", localService: true, name: "german" };
          const name = (voice) => voice && voice.name;
          return [[far], [odd], [far, near], [near, far], [german, far], []]
            .map((voices) => name(localVoice(voices, "en")));
        }"""
    )
    assert chosen == [None, None, "near", "near", None, None]


def test_a_far_voice_never_speaks_even_when_it_is_the_only_one(play):
    page = play("/session/belly-breathing")
    spoken = page.evaluate(
        """async () => {
          const { Speaker } = await import("/static/speech.js");
          const said = [];
          const speak = (words) => said.push(words.voice.name);
          const synth = (voices) => ({ getVoices: () => voices, cancel() {}, speak });
          class Words { constructor(text) { this.text = text; } }
          const far = { lang: "en", localService: false, name: "far" };
          const near = { lang: "en", localService: true, name: "near" };
          const quiet = new Speaker("en", synth([far]), Words).say("In");
          const loud = new Speaker("en", synth([far, near]), Words).say("In");
          return { quiet, loud, said };
        }"""
    )
    assert spoken == {"quiet": False, "loud": True, "said": ["near"]}


def test_two_kinds_of_buzz(play):
    page = play("/session/belly-breathing")
    felt = page.evaluate(
        """async () => {
          const { buzz } = await import("/static/tones.js");
          const felt = [];
          const device = { vibrate: (pattern) => felt.push(pattern) };
          buzz("step", device); buzz("switch", device);
          return felt;
        }"""
    )
    assert felt[0] != felt[1]


def test_walking_is_as_long_as_the_plan_says(play):
    page = play("/session/walking")
    total = sum(step["seconds"] for step in _script(page)["steps"])
    assert total == pytest.approx(60)  # nothing known about walking: the smallest dose


def test_nothing_plays_before_the_danger_screen(page):
    page.goto("/session/belly-breathing")
    assert "/danger" in page.url
    assert page.locator("[data-player]").count() == 0


def test_an_emergency_closes_every_session(live_server, page):
    live_server.set_up(rf1_saddle="yes")
    for name in live_server.ctx.catalogue.techniques:
        page.goto(f"/session/{name}")
        assert page.url.endswith("/help-now")


def test_a_sign_told_elsewhere_stops_a_running_session(live_server, play):
    page = play("/session/sit-to-stand")
    _start(page)
    page.clock.run_for(20_500)
    expect(page.locator("body.playing")).to_have_count(1)
    live_server.answer({"rf1_saddle": "yes"})
    page.clock.run_for(20_500)
    expect(page).to_have_url(re.compile("/help-now$"))


def test_on_a_same_day_flag_comfort_stays_and_movement_closes(live_server, page):
    live_server.set_up(rf16_skin="yes")
    page.goto("/session/side-lying-pillow")
    expect(page.locator("[data-player]")).to_be_visible()
    page.goto("/session/sit-to-stand")
    assert page.url.endswith("/help-now")


def test_a_missed_end_of_warmth_is_asked_about_and_answered_once(live_server, page):
    live_server.set_up()
    page.goto("/session/heat-chair")
    page.locator("[data-pause]").click()
    page.goto("/today")
    assert page.get_by_role("link", name="Skin check").count() == 0
    live_server.clock.ahead = timedelta(hours=1)
    page.goto("/today")
    page.get_by_role("link", name="Skin check").click()
    page.get_by_role("button", name="It looks and feels as usual").click()
    expect(page).to_have_url(re.compile("/today$"))
    assert page.get_by_role("link", name="Skin check").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark", "night"])
def test_no_axe_violations_before_during_and_after(live_server, play, theme):
    page = play("/session/hamstring-strap")
    page.clock.resume()  # axe waits by the clock of the page
    page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
    page.evaluate(
        "document.getAnimations().forEach(change => change.cancel())"
    )  # colours on their way
    assert Axe().run(page).violations_count == 0
    _start(page)
    page.clock.run_for(21_000)
    assert Axe().run(page).violations_count == 0
    page.locator("[data-end]").click()
    assert Axe().run(page).violations_count == 0
