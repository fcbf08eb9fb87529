"""J4 with its sound in a real browser: one whole session, with all that goes wrong on a phone.

The file is the clock of the session. Its speed is turned up, so that a session of a minute takes
seconds; nothing else is made faster, and no time is measured.
"""

import json
import re

from playwright.sync_api import expect

SESSION = "/session/belly-breathing?breath=longer-out&tired=1"
WHERE = """() => {
  const { sound, watch, line, state } = unspiralPlayer;
  const { audio } = sound;
  return { file: audio.currentTime, gone: watch.gone, runs: sound.running, length: audio.duration,
           whole: line.total, state };
}"""
HIDDEN = """() => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
FASTER = "speed => { unspiralPlayer.sound.audio.playbackRate = speed; }"
STORE = """() => new Promise((done) => {
  const asked = indexedDB.open("unspiral-outbox", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result.length); };
  };
})"""


def _where(page):
    return page.evaluate(WHERE)


def _runs(page):
    page.wait_for_function("() => unspiralPlayer.sound.running")


def _done(server):
    with server.ctx.store.read(server.person) as tx:
        return [event.value for event in tx.events() if event.kind == "done"]


def test_the_file_is_as_long_as_the_script_and_keeps_the_time(play):
    page = play(SESSION, sound=True)
    steps = json.loads(page.locator("#session-script").text_content())["steps"]
    page.locator("[data-pause]").click()
    _runs(page)
    now = _where(page)
    assert now["length"] == now["whole"] == sum(step["seconds"] for step in steps)
    page.wait_for_function("() => unspiralPlayer.sound.at > 1")
    now = _where(page)
    assert abs(now["file"] - now["gone"]) < 0.01


def test_a_whole_session_hidden_cut_off_and_reloaded_loses_no_second_and_no_tick(live_server, play):
    page = play(SESSION, sound=True)
    page.locator("[data-pause]").focus()
    page.keyboard.press("Enter")
    _runs(page)
    page.wait_for_function("() => unspiralPlayer.watch.gone > 1.5")
    page.keyboard.press("Escape")
    held = _where(page)
    assert held["state"] == "paused" and not held["runs"]

    page.reload()
    expect(page.locator("[data-pause-word]")).to_have_text("Go on")
    again = _where(page)
    assert abs(again["gone"] - held["gone"]) < 0.001

    page.locator("[data-pause]").click()
    _runs(page)
    assert _where(page)["file"] >= held["gone"] - 0.05
    page.context.set_offline(True)
    page.evaluate(HIDDEN)
    page.evaluate(FASTER, 8)
    expect(page.locator("[data-finish]")).to_be_visible(timeout=30_000)
    expect(page.locator("body.ended")).to_have_count(1)
    assert _where(page)["file"] > 0.9 * again["whole"]

    page.get_by_role("button", name="Better").click()
    expect(page.locator("[data-finish] [data-save-state]")).to_contain_text("Kept on this device")
    assert page.evaluate(STORE) == 1 and _done(live_server) == []
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile("/today$"), timeout=20_000)
    assert _done(live_server) == ["tired"]


def test_the_watch_goes_on_when_the_file_stops_and_the_file_catches_up(play):
    page = play("/session/body-scan", sound=True)
    page.locator("[data-pause]").click()
    _runs(page)
    page.evaluate("unspiralPlayer.sound.audio.dispatchEvent(new Event('waiting'))")
    page.evaluate("unspiralPlayer.watch.seek(25)")
    assert _where(page)["gone"] >= 25 and not _where(page)["runs"]
    page.evaluate("unspiralPlayer.sound.audio.dispatchEvent(new Event('playing'))")
    _runs(page)
    assert _where(page)["file"] >= 25


def test_sound_that_the_browser_refused_starts_with_the_next_tap(play):
    refuse = """const plays = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      if (window.allowed) return plays.call(this);
      return Promise.reject(new DOMException("no tap yet", "NotAllowedError"));
    };"""
    page = play("about:blank", sound=True)
    page.add_init_script(refuse)
    page.goto("/session/belly-breathing?ease=any")  # this one starts by itself
    expect(page.locator("[data-tap]")).to_be_visible()
    page.wait_for_function("() => unspiralPlayer.watch.gone > 1")
    page.evaluate("window.allowed = true")
    page.locator("#session-title").click()
    _runs(page)
    expect(page.locator("[data-tap]")).to_be_hidden()
    assert _where(page)["file"] > 0.9


def test_the_lock_screen_pauses_goes_on_and_steps(play):
    seen = """window.acts = {};
    navigator.mediaSession.setActionHandler = (name, act) => { acts[name] = act; };"""
    page = play("about:blank", sound=True)
    page.add_init_script(seen)
    page.goto("/session/body-scan")
    page.locator("[data-pause]").click()
    _runs(page)
    assert page.evaluate("navigator.mediaSession.metadata.title") == "Short body scan"
    page.evaluate("acts.nexttrack()")
    expect(page.locator("[data-cue]")).to_contain_text("Notice your feet")
    page.evaluate("acts.previoustrack()")
    expect(page.locator("[data-cue]")).to_contain_text("Eyes open or closed")
    page.evaluate("acts.pause()")
    assert _where(page)["state"] == "paused"
    page.evaluate("acts.play()")
    _runs(page)
    page.evaluate("unspiralPlayer.sound.audio.pause()")  # headphones taken out
    expect(page.locator("[data-pause]")).to_have_attribute("data-state", "paused")


def test_the_screen_is_kept_on_only_while_something_moves_on_it(play):
    lock = """Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
      window.locks = (window.locks || 0) + 1;
      return { addEventListener() {}, release: async () => { window.locks -= 1; } };
    } } });"""
    page = play("about:blank", sound=True)
    page.add_init_script(lock)
    page.goto("/session/sit-to-stand")
    page.locator("[data-pause]").click()
    page.wait_for_function("() => window.locks === 1")
    page.locator("[data-wake]").click()
    page.wait_for_function("() => window.locks === 0")
    page.locator("[data-wake]").click()
    page.wait_for_function("() => window.locks === 1")
    page.locator("[data-pause]").click()
    page.wait_for_function("() => window.locks === 0")
    page.goto("/session/belly-breathing")
    assert page.locator("[data-wake]").count() == 0


def test_at_night_no_number_runs(play):
    page = play("/session/belly-breathing?from=awake", sound=True, reduced_motion="reduce")
    page.locator("[data-pause]").click()
    page.wait_for_function("() => unspiralPlayer.watch.gone > 1")
    page.evaluate("document.activeElement.blur()")
    for _ in range(3):
        assert not re.search(r"\d", page.locator(".player").inner_text())
        page.keyboard.press("ArrowRight")
    expect(page.locator(".pacer [data-word]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


def test_without_script_the_browser_plays_the_same_file(play):
    page = play("/session/hamstring-strap", sound=True, java_script_enabled=False)
    audio = page.locator("audio[controls]")
    expect(audio).to_be_visible()
    answer = page.request.get(audio.get_attribute("src"))
    assert answer.status == 200 and answer.headers["content-type"] == "audio/flac"
