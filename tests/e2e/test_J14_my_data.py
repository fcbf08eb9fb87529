"""J14: show that it is you, take it home, find it again in a new folder, and erase it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.browser import OpenPage, until
from support.server import Server, serving

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Reading
from unspiral.services import export_home, proof
from unspiral.services.operations import Origin, write

ENTRIES = """new Promise((done) => {
  const asked = indexedDB.open("unspiral-outbox", 1);
  asked.onsuccess = () => {
    const counted = asked.result.transaction("entries").objectStore("entries").count();
    counted.onsuccess = () => { asked.result.close(); done(counted.result); };
  };
})"""
LEFT = "indexedDB.databases().then((all) => all.some((one) => one.name === 'left-behind'))"
SAME = ("/me/data", "/learn", "/goals", "/check-up")


@pytest.fixture
def lived(live_server: Server) -> Server:
    """Somebody with answers, two days of a diary and a note."""
    live_server.set_up(goal="Garden again")
    now = live_server.clock()
    told = tuple(Reading(name, 4, now, now, now.date()) for name in ("pain", "stress", "mood"))
    write(
        live_server.ctx, live_server.person, "checkin", Origin(), readings=told, note="A long drive"
    )
    return live_server


def prove(page: Page, server: Server) -> None:
    """Ask for the digits, and type what stands in the folder."""
    page.goto("/me/data")
    expect(page.get_by_role("button", name="Take my data home")).to_have_count(0)
    page.get_by_role("button", name="Make a code").click()
    page.get_by_label("The six digits").fill("not these")
    page.get_by_role("button", name="This is me").click()
    expect(page.get_by_role("alert")).to_contain_text("These digits do not fit")
    digits = (server.ctx.settings.data / proof.FILE).read_text().strip()
    page.get_by_label("The six digits").fill(f"{digits[:3]} {digits[3:]}")
    page.get_by_role("button", name="This is me").press("Enter")
    expect(page.get_by_text("For ten minutes you can take your data home")).to_be_visible()


def said(page: Page, path: str) -> str:
    """The words of a page, without the name of its folder and its ids."""
    page.goto(path)
    words = page.locator("main").inner_text()
    return re.sub(r"/\S+|my-\S+", "", words)


def test_take_it_home_find_it_again_and_erase_it(
    lived: Server, open_page: OpenPage, tmp_path: Path, catalogue: Catalogue
) -> None:
    page = open_page(accept_downloads=True)
    lived.clock.ahead = timedelta(minutes=11)
    prove(page, lived)
    with page.expect_download() as download:
        page.get_by_role("button", name="Take my data home").click()
    assert download.value.suggested_filename.startswith("my-data-20")
    home = tmp_path / "home.zip"
    download.value.save_as(home)
    in_a_new_folder(page, lived, home, tmp_path / "new", catalogue)
    erase_and_take_back(page)
    late = with_an_entry_not_sent(open_page)
    erase_now(page, lived)
    late.unroute("**/sync")
    late.goto("/me")
    until(late, f"{ENTRIES}.then((n) => n === 0)")
    expect(late.locator("[data-unsent]")).to_be_hidden()


def with_an_entry_not_sent(open_page: OpenPage) -> Page:
    """Another browser of the same person, which could not send what was written there."""
    page = open_page()
    page.route("**/sync", lambda route: route.abort())
    page.goto("/awake")
    page.locator("summary", has_text="Park a worry").click()
    page.fill("#worry", "A worry that waits")
    page.get_by_role("button", name="Park it").click()
    until(page, f"{ENTRIES}.then((n) => n === 1)")
    return page


def in_a_new_folder(page: Page, old: Server, home: Path, data: Path, catalogue: Catalogue) -> None:
    """A server over a new folder shows the same pages."""
    before = {path: said(page, path) for path in SAME}
    with serving(data, catalogue) as new:
        with home.open("rb") as file:
            assert export_home.bring_back(new.ctx, new.person, file, confirmed=True).stored > 1
        page.goto(new.launch())
        assert {path: said(page, f"{new.address}{path}") for path in SAME} == before
    page.goto(old.launch())


def erase_and_take_back(page: Page) -> None:
    page.goto("/me/data")
    page.get_by_role("button", name="Erase in 7 days").click()
    banner = page.get_by_role("complementary", name="Erasing")
    page.goto("/today")
    expect(banner).to_contain_text("Everything here is erased on")
    banner.get_by_role("link", name="Keep it after all").click()
    page.get_by_role("button", name="Keep everything").click()
    expect(banner).to_have_count(0)


def erase_now(page: Page, server: Server) -> None:
    page.goto("/checkin")
    page.evaluate("indexedDB.open('left-behind', 1) && localStorage.setItem('left', 'x')")
    until(page, f"{LEFT}.then((left) => left)")
    page.goto("/me/data")
    page.get_by_text("Erase now").click()
    page.get_by_role("button", name="Erase everything now").click()
    expect(page.get_by_role("alert")).to_contain_text("Please tick the line first")
    page.get_by_label("I know that nothing of it can come back").check()
    page.get_by_role("button", name="Erase everything now").click()
    expect(page.get_by_role("heading", name="Everything is erased.")).to_be_visible()
    until(page, f"{LEFT}.then((left) => !left && !localStorage.length)")
    folder = server.ctx.settings.data
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"A long drive" not in held and b"Garden again" not in held
    answer = page.goto("/me/data")
    assert answer is not None and answer.status == 401
