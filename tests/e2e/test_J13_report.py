"""J13: the page for a visit in a real browser: found, chosen, printed on one side, taken along."""

import io
import re
from datetime import timedelta

import pikepdf
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from support import pdf_reader
from support.server import Server
from support.weeks import event, note, readings

from unspiral.services.context import facts_now

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def noted(server: Server) -> None:
    """Forty days of diary, and things that were tried."""
    with server.ctx.store.read(server.person) as tx:
        day = facts_now(server.ctx, tx).today
    done = [
        event("done", name, "full", day - timedelta(days=n))
        for n in range(9)
        for name in ("walking", "belly-breathing", "bird-dog", "heat-chair", "body-scan")
    ]
    felt = [event("rated", "belly-breathing", "better", day - timedelta(days=n)) for n in range(9)]
    note(server.ctx, server.person, *readings(day, 40, frozenset({1, 9, 10, 11})), *done, *felt)


def test_it_is_chosen_shown_printed_and_saved(live_server: Server, page: Page) -> None:
    live_server.set_up(goal="Walk to the market")
    noted(live_server)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/me")
    page.get_by_role("link", name="A page for a visit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Back pain and sleep")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.get_by_role("button", name="Choose what is on it").click()
    page.get_by_label("What would you like to ask or say?").fill("May I walk more?\nHow far?")
    page.get_by_label("Name on the page").fill("A. Example")
    page.get_by_label("Stress, from my diary").check()
    page.get_by_role("button", name="Show the page").click()
    sheet = page.locator("article.sheet")
    expect(sheet).to_contain_text("May I walk more?")
    expect(sheet).to_contain_text("Stress, diary, 0 to 10")
    assert "A.+Example" not in page.url and "walk" not in page.url
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as PDF").click()
    file = waiting.value
    assert re.fullmatch(r"summary-\d{4}-\d\d-\d\d\.pdf", file.suggested_filename)
    with open(file.path(), "rb") as opened:
        read = pdf_reader.read(opened.read())
    assert "May I walk more?" in read.text and "Stress, diary" in read.text
    assert read.file.Root.get("/Lang") is not None and len(read.file.pages) == 2
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response
    assert [one["id"] for one in found["violations"]] == []
    paper = page.pdf(prefer_css_page_size=True)
    printed = pikepdf.open(io.BytesIO(paper))
    assert len(printed.pages) == 2  # one side, and its pictures
    page.reload()
    page.goto("/report")
    expect(page.locator("article.sheet")).not_to_contain_text("A. Example")
    assert faults == []


def test_it_works_at_360_without_a_script(live_server: Server, open_page) -> None:
    live_server.set_up()
    noted(live_server)
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto("/report/choose")
    page.get_by_label("Name on the page").fill("B. Example")
    page.get_by_role("button", name="Show the page").click()
    expect(page.locator("article.sheet")).to_contain_text("B. Example")
    wide = page.locator("html").evaluate("html => html.scrollWidth")
    assert wide <= 360
