"""`./start demo` in a real browser, by the real command: a made-up year, and copies of diaries."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support.browser import PHONE
from support.diaries import WRITTEN, Diary, real_diaries
from support.house import House, served
from support.keyboard import press

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SOME_PAGES = ("/today", "/loop", "/checkin", "/demo")
PAGES = (*SOME_PAGES, "/help-now", "/awake", "/awake/stay", "/welcome", "/session/walking", "/none")
LONG = os.environ.get("UNSPIRAL_LONG") == "1"
HELP = 'a[href^="/help-now"], a[href^="tel:"]'
MOST_LOOKS = 240


def first_people(diaries: list[Any]) -> list[Any]:
    """One person of each file; everybody in the long run."""
    files = [str(one.values[0].path) if one.values[0] else "" for one in diaries]
    return [one for n, one in enumerate(diaries) if LONG or files.index(files[n]) == n]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The real command, over a folder of its own."""
    with served(tmp_path_factory.mktemp("demo") / "year", verb="demo") as house:
        yield house


@pytest.fixture(scope="module")
def cookies(year: House, browser: Browser) -> Any:
    """The session that the one-use link opens."""
    context = signed_in(browser, year)
    yield context.cookies()
    context.close()


def signed_in(browser: Browser, house: House) -> BrowserContext:
    context = browser.new_context(base_url=house.address, viewport=PHONE, service_workers="block")
    page = context.new_page()
    page.goto(house.link)
    return context


@pytest.fixture
def open_at(year: House, browser: Browser, cookies: Any) -> Iterator[Any]:
    """Opens a signed-in page of the year at a width, in a theme."""
    contexts = []

    def open_one(width: int = 360, theme: str = "light", **more: Any) -> Page:
        size = {"width": width, "height": 740}
        scheme = "dark" if theme == "dark" else "light"
        context = browser.new_context(
            base_url=year.address,
            viewport=size,
            color_scheme=scheme,
            service_workers="block",
            **more,
        )
        contexts.append(context)
        context.add_cookies(cookies)
        if theme == "night":
            context.add_cookies([{"name": "theme", "value": "night", "url": year.address}])
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def banner(page: Page) -> Any:
    return page.locator("aside.demo-banner")


@pytest.mark.parametrize("theme", ["light", "dark", "night"])
def test_the_banner_is_on_every_page_and_help_stays_in_the_first_screen(
    theme: str, open_at: Any
) -> None:
    page = open_at(theme=theme)
    for path in PAGES:
        page.goto(path)
        expect(banner(page)).to_be_in_viewport(ratio=1)
        expect(banner(page)).to_contain_text("Made-up diary. Nobody's real days.")
        expect(banner(page).locator("svg")).to_be_visible()
        assert banner(page).locator("button, [data-close]").count() == 0
        assert banner(page).bounding_box()["height"] <= 56, path
        in_sight = [one for one in page.locator(HELP).all() if one.is_visible()]
        tops = [one.bounding_box() for one in in_sight]
        assert any(box["y"] + box["height"] <= PHONE["height"] for box in tops), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_the_banner_is_printed(open_at: Any) -> None:
    page = open_at()
    for path in ("/today", "/demo", "/help-now"):
        page.goto(path)
        page.emulate_media(media="print")
        expect(banner(page)).to_be_visible()
        expect(banner(page).locator("p")).to_be_visible()
        page.emulate_media(media="screen")


def test_a_screen_reader_meets_the_banner_as_a_landmark(open_at: Any) -> None:
    page = open_at()
    page.goto("/today")
    landmark = page.get_by_role("complementary", name="Demo")
    expect(landmark).to_contain_text("Made-up diary")
    expect(landmark.get_by_role("link")).to_have_accessible_name("More: What was put in")


def test_the_year_looks_lived_in(open_at: Any) -> None:
    page = open_at()
    page.goto("/")
    expect(page).to_have_url(re.compile("/today$"))
    expect(page.get_by_role("link", name="Start", exact=False).first).to_be_visible()
    page.goto("/checkin")
    noted = page.locator(".day-grid path.on")
    assert noted.count() >= 14


def test_the_truth_stands_beside_what_was_found(open_at: Any) -> None:
    page = open_at()
    page.goto("/demo")
    for _ in range(MOST_LOOKS):
        if page.locator(".truth-told").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator(".truth-told")).to_contain_text(re.compile(r"\d+ of 30 ranges hold"))
    picture = page.get_by_role("img", name="links with their ranges", exact=False)
    expect(picture).to_be_visible()
    table = page.get_by_role("table", name="The ten that may be put in words")
    expect(table.get_by_role("row")).to_have_count(11)
    missed = table.get_by_text("range misses the truth").count()
    assert picture.locator("path.missed").count() == missed
    press(page, "All other links that were put in")
    others = page.get_by_role("table", name="All other links that were put in")
    expect(others.get_by_role("row")).to_have_count(21)


@pytest.mark.parametrize(
    ("width", "theme"), [(320, "light"), (320, "dark"), (320, "night"), (1280, "light")]
)
def test_no_axe_violation_and_nothing_scrolls_sideways(
    width: int, theme: str, open_at: Any
) -> None:
    page = open_at(width, theme)
    page.goto("/demo")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_without_script(open_at: Any) -> None:
    page = open_at(java_script_enabled=False)
    page.goto("/demo")
    expect(page.get_by_role("heading", level=1)).to_have_text("What was put in, what was found")
    expect(banner(page)).to_be_visible()


def test_what_is_kept_offline_has_the_banner(year: House, browser: Browser, cookies: Any) -> None:
    context = browser.new_context(base_url=year.address, viewport=PHONE, service_workers="allow")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/help-now")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    for path in ("/help-now", "/danger/offline", "/checkin", "/awake", "/today"):
        page.goto(path)
        expect(banner(page)).to_contain_text("Made-up diary")
    context.close()


def test_killed_half_way_it_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    words = [sys.executable, "-m", "unspiral", "demo", "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        [*words, "--data", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not (folder / "unspiral.db").exists() and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(20)
    assert '"ready": false' in (folder / "demo.json").read_text()
    with served(folder, verb="demo") as house:
        assert '"ready": true' in (folder / "demo.json").read_text()
        assert "Made-up diary" in (folder / "help.html").read_text("utf-8")
        assert house.address.startswith("http://localhost:")


def statuses(browser: Browser, house: House) -> dict[str, int]:
    context = signed_in(browser, house)
    page = context.new_page()
    found = {}
    for path in SOME_PAGES:
        answer = page.goto(path)
        found[path] = answer.status if answer else 0
        expect(banner(page)).to_contain_text("A copy of a diary, opened for looking. As on")
    context.close()
    return found


def test_a_copy_of_a_diary_says_what_it_is(tmp_path: Path, browser: Browser) -> None:
    with served(tmp_path / "d", "--diary", str(WRITTEN / "ours.csv"), verb="demo") as house:
        assert set(statuses(browser, house).values()) == {200}


@pytest.mark.parametrize("diary", first_people(real_diaries()))
def test_every_real_diary_can_be_looked_at(diary: Diary, tmp_path: Path, browser: Browser) -> None:
    words = ("--diary", str(diary.path), *diary.options)
    with served(tmp_path / "d", *words, verb="demo") as house:
        assert set(statuses(browser, house).values()) == {200}


def test_what_a_demo_kept_in_the_browser_never_reaches_a_real_diary(
    tmp_path: Path, browser: Browser
) -> None:
    """Both on one address, one after the other, in the same browser."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = ("--port", str(free.getsockname()[1]))
    with served(tmp_path / "demo", *port, verb="demo") as house:
        context = browser.new_context(base_url=house.address, viewport=PHONE)
        page = context.new_page()
        page.goto(house.link)
        page.goto("/awake")
        context.set_offline(True)
        page.locator("summary", has_text="Park a worry").click()
        page.get_by_role("textbox", name="Park a worry").fill("zqx from the demo")
        page.get_by_role("button", name="Park it").click()
        expect(page.locator(".park [data-save-state]")).to_contain_text("Kept on this device")
    context.set_offline(False)
    with served(tmp_path / "own", *port) as house:
        page.goto(house.link)
        page.goto("/awake")
        page.locator("summary", has_text="Park a worry").click()
        page.get_by_role("textbox", name="Park a worry").fill("my own")
        with page.expect_navigation():
            page.get_by_role("button", name="Park it").click()
        expect(banner(page)).to_have_count(0)
    context.close()
    stored = b"".join(one.read_bytes() for one in (tmp_path / "own").glob("unspiral.db*"))
    assert b"my own" in stored and b"zqx" not in stored
