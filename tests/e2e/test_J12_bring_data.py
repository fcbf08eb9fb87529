"""J12: drop a file, see what was found, say yes; nothing doubled; take it back. Without scripts."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from support.apple import everyday, export, zipped
from support.server import Server

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TABLE = b"day,ache,why\n2026-01-01,2,x\n2026-01-02,3,y\n"


def send(page: Page, path: Path) -> None:
    page.goto("/me/import")
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Look at it").click()


def days(server: Server) -> int:
    with server.ctx.store.read(server.person) as tx:
        return len(tx.readings())


def test_a_watch_comes_in_is_seen_and_goes_again(
    live_server: Server, open_page, tmp_path: Path
) -> None:
    live_server.set_up()
    file = tmp_path / "export.zip"
    file.write_bytes(zipped(export(everyday())))
    page = open_page(java_script_enabled=False)
    send(page, file)
    expect(page.get_by_role("heading", name="What was found")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Shall Unspiral keep such data?")).to_be_visible()
    assert days(live_server) == 0
    page.get_by_role("button", name=re.compile("bring it in")).click()
    expect(page.get_by_role("heading", name="It is in")).to_be_visible(timeout=60_000)
    assert days(live_server) > 0
    send(page, file)
    expect(page.get_by_text("All of it is here already.")).to_be_visible(timeout=60_000)
    page.goto("/me/imports")
    page.get_by_role("link", name="export.zip").click()
    page.get_by_text("Take it back", exact=True).click()
    page.get_by_role("button", name="Yes, take it back").click()
    expect(page.get_by_text("Taken back on")).to_be_visible()
    assert days(live_server) == 0


def test_a_table_is_mapped_by_hand(live_server: Server, page: Page, tmp_path: Path) -> None:
    live_server.set_up()
    file = tmp_path / "mine.csv"
    file.write_bytes(TABLE)
    send(page, file)
    expect(page.get_by_role("heading", name="Which column is which?")).to_be_visible(timeout=60_000)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response
    assert [one["id"] for one in found["violations"]] == []
    page.get_by_label("The column with the date").select_option("day")
    ache = page.get_by_role("group", name="ache")
    ache.get_by_label("What it holds").select_option("pain")
    ache.get_by_label("Its scale").select_option("0-5")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("2 new, 0 already here.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", name="It is in")).to_be_visible(timeout=60_000)
    assert days(live_server) == 2
