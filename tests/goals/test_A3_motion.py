"""A3: still when asked to be; whole at 400 % zoom; screening and check-in without script."""

import pytest
from playwright.sync_api import expect
from support.axe import OVER
from support.crawl import paths, put
from support.server import serving

MOVING = """() => document.getAnimations().filter((a) => {
  const time = a.effect.getComputedTiming();
  return a.playState === "running" && time.endTime > 2;
}).length"""


@pytest.fixture(scope="module")
def crawled(browser, catalogue, tmp_path_factory):
    """(path -> running animations, path -> px too wide) at 1280 px and 400 %, less motion asked."""
    moving, wide = {}, {}
    with serving(tmp_path_factory.mktemp("crawl") / "data", catalogue) as server:
        put(server, "clear")
        page = browser.new_page(
            base_url=server.address,
            reduced_motion="reduce",
            service_workers="block",
            viewport={"width": 320, "height": 256},
        )
        page.goto(server.launch())
        for path in paths():
            page.goto(path)
            moving[path], wide[path] = page.evaluate(MOVING), page.evaluate(OVER)
        page.close()
    return moving, wide


def test_nothing_moves_when_less_motion_is_asked_for(crawled):
    moving, _ = crawled
    print(f"\nA3: {len(moving)} pages, {sum(moving.values())} running animations")
    assert [path for path, count in moving.items() if count] == []


def test_nothing_is_lost_at_four_hundred_percent(crawled):
    _, wide = crawled
    found = {path: over for path, over in wide.items() if over > 0}
    print(f"\nA3: {len(wide)} pages at 1280 px and 400 %, {len(found)} scroll sideways")
    assert found == {}


def test_the_danger_signs_work_without_script(live_server, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/danger?next=/learn")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("A bad fall or crash").check()
    page.get_by_label("None of these").check()  # the careful reading: the sign counts
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(f"{live_server.address}/danger/rf9?next=%2Flearn")


def test_a_check_in_works_without_script(live_server, open_page):
    put(live_server, "clear")
    page = open_page(java_script_enabled=False)
    page.goto("/checkin")
    morning = page.locator("form").filter(has=page.locator("input[name=half][value=morning]"))
    if not morning.is_visible():
        page.get_by_text("Morning").first.click()
    morning.get_by_role("group", name="How was your night?").get_by_label("6").check()
    morning.get_by_role("button", name="Save").click()
    with live_server.ctx.store.read(live_server.person) as tx:
        assert [r.value for r in tx.readings(variables=("sleep_quality",))] == [6.0]
