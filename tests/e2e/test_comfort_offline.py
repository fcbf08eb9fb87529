"""Comfort sessions kept by choice: played with the computer off, renewed, gone when they must."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from support.browser import until

A_WEEK = timedelta(days=7, minutes=5)
ALMOST_A_WEEK = timedelta(days=6, hours=23)
SHELF = "caches.has('unspiral-comfort')"


@pytest.fixture
def kept(live_server, offline_page):
    """A cleared person who chose to keep the sessions on this device."""
    live_server.set_up()
    offline_page.goto("/comfort")
    expect(offline_page.get_by_text("Nothing is kept here.")).to_be_visible()
    offline_page.get_by_role("button", name="Keep them on this device").click()
    expect(offline_page.get_by_text("Kept here, cleared on")).to_be_visible()
    expect(offline_page.locator("[data-list] a")).not_to_have_count(0)
    return offline_page


def events(server, kind):
    with server.ctx.store.read(server.person) as tx:
        return [(event.subject, event.value) for event in tx.events(kinds=(kind,))]


def none_of_these(page):
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Next").click()


def test_played_with_the_network_cut_the_tick_arrives_later(live_server, kept):
    kept.context.set_offline(True)
    kept.goto("/danger")
    none_of_these(kept)
    kept.get_by_role("link", name="Sessions kept on this device").click()
    kept.get_by_role("link", name=re.compile("Sounds around you")).click()
    until(kept, "window.unspiralPlayer?.state === 'on'")
    kept.reload()
    expect(kept.locator("[data-player]")).to_be_hidden()  # each start asks
    none_of_these(kept)
    kept.get_by_role("button", name="Go on").click()  # where it stopped
    until(kept, "window.unspiralPlayer?.state === 'on'")
    until(kept, "document.querySelector('[data-sound]').duration > 60")
    kept.get_by_role("button", name="End early").click()
    kept.get_by_role("button", name="Better").click()
    expect(kept.get_by_text("Kept on this device, not sent yet").first).to_be_visible()
    assert events(live_server, "rated") == []
    kept.context.set_offline(False)
    with kept.expect_response("**/sync"):
        kept.goto("/me")
    expect(kept.locator("[data-unsent]")).to_be_hidden()
    assert events(live_server, "rated") == [("sounds-around", "better")]
    assert kept.evaluate(SHELF)


def test_a_sign_told_offline_takes_the_copy_away(live_server, kept):
    kept.context.set_offline(True)
    kept.goto("/danger")
    kept.get_by_label("A bad fall or crash").check()
    kept.get_by_role("button", name="Next").click()
    expect(kept.get_by_role("heading", name="Get this checked.")).to_be_visible()
    until(kept, f"{SHELF}.then((has) => !has)")
    kept.goto("/comfort/sounds-around")
    expect(kept.get_by_text("Nothing is kept here.")).to_be_visible()
    kept.goto("/danger")
    expect(kept.get_by_role("heading", name="Get this checked.")).to_be_visible()


def test_a_sign_told_elsewhere_takes_it_away_at_the_next_look(live_server, kept):
    live_server.answer({"rf1_saddle": "yes"})
    kept.goto("/me")
    until(kept, f"{SHELF}.then((has) => !has)")
    kept.context.set_offline(True)
    kept.goto("/comfort/sounds-around")
    expect(kept.get_by_text("Nothing is kept here.")).to_be_visible()


def test_a_week_later_it_is_gone_with_a_sentence(live_server, kept):
    kept.context.set_offline(True)
    kept.clock.set_fixed_time(datetime.now(UTC) + ALMOST_A_WEEK)
    kept.goto("/comfort")
    expect(kept.locator("[data-list] a")).not_to_have_count(0)
    assert kept.evaluate(SHELF)
    kept.clock.set_fixed_time(datetime.now(UTC) + A_WEEK)
    kept.goto("/comfort/sounds-around")
    expect(kept.get_by_role("heading", name="This copy is no longer here.")).to_be_visible()
    expect(kept.locator("[data-player]")).to_be_hidden()
    until(kept, f"{SHELF}.then((has) => !has)")


def test_a_page_left_open_looks_again_when_none_is_pressed(live_server, kept):
    kept.context.set_offline(True)
    kept.goto("/comfort/sounds-around")
    kept.evaluate("localStorage.setItem('unspiral-told', JSON.stringify({at: '', signs: []}))")
    none_of_these(kept)
    expect(kept.get_by_role("heading", name="Get this checked.")).to_be_visible()
    expect(kept.locator("[data-player]")).to_be_hidden()
    kept.evaluate("localStorage.removeItem('unspiral-told')")
    kept.reload()
    kept.clock.set_fixed_time(datetime.now(UTC) + A_WEEK)
    none_of_these(kept)
    expect(kept.get_by_role("heading", name="This copy is no longer here.")).to_be_visible()
    expect(kept.locator("[data-player]")).to_be_hidden()


def test_a_clock_set_back_does_not_make_it_younger(live_server, kept):
    kept.context.set_offline(True)
    kept.clock.set_fixed_time(datetime.now(UTC) - timedelta(hours=1))
    kept.goto("/comfort/sounds-around")
    expect(kept.get_by_role("heading", name="This copy is no longer here.")).to_be_visible()
    until(kept, f"{SHELF}.then((has) => !has)")


def test_what_changed_is_renewed_and_keeps_no_secret(live_server, kept):
    before = kept.evaluate("JSON.parse(localStorage.getItem('unspiral-comfort'))")
    live_server.answer({"goal": "canary-goal"})
    kept.goto("/me")
    until(
        kept,
        f"""JSON.parse(localStorage.getItem('unspiral-comfort')).version !== {before["version"]}""",
    )
    texts = kept.evaluate(
        """async () => {
          const shelf = await caches.open("unspiral-comfort");
          const pages = (await shelf.keys()).filter((key) => key.url.includes("/comfort/"));
          return Promise.all(pages.map(async (key) => (await shelf.match(key)).text()));
        }"""
    )
    token = kept.evaluate("fetch('/form-token').then(a => a.json()).then(a => a.token)")
    assert len(texts) >= 5
    assert not [text for text in texts if token in text or "canary-goal" in text]


def test_without_clearance_nothing_is_kept(live_server, offline_page):
    offline_page.goto("/comfort")
    offline_page.get_by_role("button", name="Keep them on this device").click()
    expect(offline_page.get_by_role("link", name="Answer it")).to_be_visible()
    assert not offline_page.evaluate(SHELF)
