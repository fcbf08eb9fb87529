"""A3: still when asked to be; whole at 400 % zoom; screening and check-in without script."""

from playwright.sync_api import expect
from support.crawl import paths, put

MOVING = """() => document.getAnimations().filter((a) => {
  const time = a.effect.getComputedTiming();
  return a.playState === "running" && time.endTime > 2;
}).length"""


def test_nothing_moves_when_less_motion_is_asked_for(live_server, open_page):
    put(live_server, "clear")
    page, moving = open_page(reduced_motion="reduce"), {}
    for path in paths():
        page.goto(path)
        if count := page.evaluate(MOVING):
            moving[path] = count
    print(f"\nA3: {len(paths())} pages, {sum(moving.values())} running animations")
    assert moving == {}


def test_nothing_is_lost_at_four_hundred_percent(live_server, open_page):
    put(live_server, "clear")
    page, wide = open_page(viewport={"width": 320, "height": 256}), {}
    for path in paths():
        page.goto(path)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[path] = over
    print(f"\nA3: {len(paths())} pages at 1280 px and 400 %, {len(wide)} scroll sideways")
    assert wide == {}


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
