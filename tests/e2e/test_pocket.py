"""The pocket build from a plain static server, then with that server gone: every promised part."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect
from support.browser import PHONE, until

from unspiral.services.pocket import bring_home
from unspiral.web.pocket import build

UNDER = "some/space"  # never at the root of the address
KEPT = "Kept on this device"


class Quiet(SimpleHTTPRequestHandler):
    """As `python -m http.server`, without its lines on stderr."""

    def log_message(self, *args: object) -> None:
        pass


@dataclass(slots=True)
class Space:
    """A static web space with the build in it."""

    folder: Path
    address: str
    running: ThreadingHTTPServer

    def stop(self) -> None:
        self.running.shutdown()
        self.running.server_close()


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue) -> Path:
    root = tmp_path_factory.mktemp("web")
    build(root / UNDER, catalogue, datetime.now(UTC), "IE")
    return root


@pytest.fixture
def space(built) -> Iterator[Space]:
    handler = partial(Quiet, directory=str(built))
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=running.serve_forever, daemon=True).start()
    found = Space(built / UNDER, f"http://localhost:{running.server_port}/{UNDER}/", running)
    yield found
    found.stop()


@pytest.fixture
def pocket(browser, space):
    """The start page with the worker in charge; what was asked for, and faults of scripts."""
    context = browser.new_context(viewport=PHONE, base_url=space.address)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.asked, page.faults = [], []
    context.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto("index.html")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    yield page
    elsewhere = [url for url in page.asked if not url.startswith(space.address)]
    context.close()
    assert page.faults == []
    assert elsewhere == []


def of_age(page, year="1980"):
    page.get_by_label("In which year were you born?").fill(year)
    page.get_by_role("button", name="Next").click()


def morning(page, night):
    page.goto("checkin.html")
    page.get_by_role("group", name="How was your night?").get_by_label(night, exact=True).check()
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.locator("[data-save-state]").first).to_have_text(KEPT)


def none_of_these(page):
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Next").click()


def test_everything_works_with_the_space_gone_and_the_diary_comes_home(
    space, pocket, live_server, page, tmp_path
):
    noon = datetime.now(UTC).replace(hour=12, minute=0)  # a day begins at 04:00: not while it runs
    pocket.clock.install(time=noon)
    expect(pocket.get_by_role("link", name="Ease it now")).to_be_hidden()
    of_age(pocket)
    expect(pocket.get_by_text("Preview: not yet checked by a clinician")).to_be_visible()
    space.stop()

    pocket.get_by_role("link", name="Need help now").first.click()
    expect(pocket.get_by_role("link", name=re.compile("Call 112"))).to_be_visible()
    expect(pocket.get_by_role("rowheader", name="Japan")).to_be_visible()

    pocket.goto("index.html")
    pocket.get_by_role("link", name="Ease it now").click()
    pocket.get_by_role("button", name="Next").click()
    expect(pocket.locator("[data-error]").first).to_be_visible()
    none_of_these(pocket)
    pocket.get_by_role("link", name=re.compile("Slow belly breathing")).click()
    play_to_the_end(pocket)
    pocket.get_by_role("button", name="Better").click()
    expect(pocket.locator("[data-save-state]").first).to_have_text(KEPT)

    pocket.goto("awake.html")
    black = pocket.locator("[data-black]")
    pocket.get_by_role("link", name="Stay").click()
    expect(black).to_be_visible()
    until(pocket, "document.querySelector('[data-voice]').currentTime > 0")
    pocket.get_by_role("button", name="Show the three words: Ease, Stay, Get up").click()
    expect(black).to_be_hidden()
    pocket.get_by_role("link", name="Get up").click()
    expect(pocket.get_by_text("Sit propped up with a lamp. It counts.")).to_be_visible()
    pocket.get_by_role("link", name="Ease").click()
    none_of_these(pocket)
    expect(pocket.locator("svg.person").first).to_be_visible()  # the answer is kept before this
    expect(pocket.locator("svg.person")).to_have_count(2)

    morning(pocket, "6")
    pocket.clock.set_system_time(noon + timedelta(days=1))
    morning(pocket, "4")
    pocket.goto("diary.html")
    expect(pocket.locator("[data-days] div")).to_have_count(2)
    with pocket.expect_download() as found:
        pocket.get_by_role("button", name="Take it home as a file").click()
    file = tmp_path / "diary.json"
    found.value.save_as(file)
    kinds = sorted(entry["kind"] for entry in json.loads(file.read_text())["operations"])
    assert kinds == ["checkin", "checkin", "screen", "screen", "session"]

    live_server.clock.ahead = timedelta(days=2)
    live_server.set_up()
    page.goto("/me/bring-home")
    for words in (f"{len(kinds)} new, 0 already here.", f"0 new, {len(kinds)} already here."):
        page.get_by_label(re.compile("The file")).set_input_files(file)
        page.get_by_role("button", name="Bring them home").click()
        expect(page.locator("[data-done]")).to_have_text(words)
        page.reload()
    with live_server.ctx.store.read(live_server.person) as tx:
        nights = [r.value for r in tx.readings(variables=("sleep_quality",))]
        rated = [e.value for e in tx.events(kinds=("rated",))]
    assert (nights, rated) == ([6.0, 4.0], ["better"])
    with file.open("rb") as stream:
        again = bring_home(live_server.ctx, live_server.person, stream, True)
    assert (again.stored, again.duplicates) == (0, len(kinds))


def play_to_the_end(page):
    """The session runs by itself: the page's clock goes on, step by step, to its end."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Slow belly breathing")
    until(page, "window.unspiralPlayer !== undefined")
    if page.evaluate("window.unspiralPlayer.state") == "start":
        page.get_by_role("button", name="Start").click()
    page.evaluate("window.unspiralPlayer.sound.pause()")  # its own clock cannot be moved
    for _ in range(30):
        page.clock.run_for(5000)
        if page.evaluate("window.unspiralPlayer.state") == "ended":
            break
    expect(page.get_by_role("heading", name="How is it now?")).to_be_visible()


def test_a_sign_closes_ease_until_one_of_its_ways_out(pocket):
    of_age(pocket)
    pocket.goto("ease.html")
    pocket.get_by_label("A bad fall or crash").check()
    pocket.get_by_role("button", name="Next").click()
    stop = pocket.get_by_role("heading", name="Get this checked.")
    for path in ("ease.html", "session-sounds-around.html", "awake-ease.html"):
        pocket.goto(path)
        expect(stop).to_be_visible()
        expect(pocket.locator("[data-clear]")).to_be_hidden()
    pocket.goto("ease.html")
    pocket.get_by_text("I was seen and may go on").click()
    pocket.get_by_role("button", name="Go on: ask me again").click()
    expect(pocket.get_by_text("Please give the day, not before the sign")).to_be_visible()
    pocket.get_by_role("button", name="I pressed this by mistake").click()
    none_of_these(pocket)
    expect(pocket.get_by_role("heading", name="Two minutes, as you are")).to_be_visible()
    pocket.goto("session-sounds-around.html")
    expect(pocket.locator("[data-player]")).to_be_visible()  # the answer was for this start
    pocket.reload()
    expect(pocket.locator("[data-player]")).to_be_hidden()  # and for no other

    pocket.goto("checkin.html")
    pocket.get_by_label("Bad fall").check()
    pocket.get_by_role("button", name="Keep it").last.click()
    expect(pocket.get_by_text("You ticked something new or worse.")).to_be_visible()
    pocket.goto("ease.html")
    expect(stop).to_be_visible()


def test_under_18_finds_help_and_an_adult(pocket, space):
    of_age(pocket, str(datetime.now(UTC).year - 12))
    expect(pocket.get_by_role("heading", level=1)).to_have_text("Please show this to an adult")
    for path in ("ease.html", "awake.html", "checkin.html", "diary.html"):
        pocket.goto(path)
        expect(pocket).to_have_url(f"{space.address}adult.html")
    pocket.goto("help.html")
    expect(pocket.get_by_role("heading", level=1)).to_have_text("Help now")


def test_without_script_help_and_reading_stay(browser, space):
    context = browser.new_context(base_url=space.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("index.html")
    expect(page.get_by_text("Without JavaScript you can read here.")).to_be_visible()
    page.get_by_role("link", name="Awake at night").click()
    page.get_by_role("link", name="Get up").click()
    expect(page.get_by_text("Sit propped up with a lamp. It counts.")).to_be_visible()
    page.goto("ease.html")
    expect(page.get_by_role("heading", name="Two minutes, as you are")).to_be_hidden()
    page.get_by_role("link", name="Need help now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help now")
    context.close()


def test_another_build_under_the_same_address_keeps_its_shelf(browser, space):
    other, older = "unspiral-pocket-/elsewhere/-1", f"unspiral-pocket-/{UNDER}/-1"
    context = browser.new_context(base_url=space.address)
    page = context.new_page()
    page.goto("headers.txt")
    page.evaluate("names => Promise.all(names.map((name) => caches.open(name)))", [other, older])
    page.goto("index.html")
    until(page, f"caches.has({older!r}).then((has) => !has)")
    assert page.evaluate("name => caches.has(name)", other)
    assert page.evaluate("caches.keys().then((names) => names.length)") == 2
    context.close()


def test_a_file_that_is_no_diary_is_refused_with_a_sentence(live_server, page):
    live_server.set_up()
    page.goto("/me/bring-home")
    huge = b" " * 20_000_001
    for body, words in (
        (b'{"resourceType": "Bundle"}', "This is not a diary of Unspiral in the pocket."),
        (b"date,pain\n2026-11-01,4\n", "This is not a diary of Unspiral in the pocket."),
        (b'{"format": "unspiral-pocket/1", "operations": [{"id', "This file is cut short"),
        (huge, "This file is too large for a diary."),
    ):
        file = {"name": "x.json", "mimeType": "application/json", "buffer": body}
        page.get_by_label(re.compile("The file")).set_input_files(file)
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
        expect(page.get_by_role("button", name="Bring them home")).to_be_hidden()
