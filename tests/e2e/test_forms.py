"""Questionnaires in a real browser: by keyboard, without script, small, at night; help first."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.axe import faults_of_pages
from support.browser import OpenPage
from support.crawl import NARROW, WIDE, Look
from support.keyboard import press
from support.server import Server

from unspiral.services import forms_taken
from unspiral.services.operations import Origin

AGREED = {"mood_forms": "yes", "mood_question_9": "yes"}
PEG = ("peg_pain", "peg_enjoyment", "peg_activity")
PEG_TITLE = "PEG: A Three-Item Scale Assessing Pain Intensity and Interference"
PAGES = (
    *("/check-up/forms", "/check-up/forms/peg", "/check-up/forms/rmdq-24", "/check-up/forms/phq-9"),
    *("/check-up/forms/pseq", "/check-up/forms/peg/result", "/check-up/forms/phq-8/result"),
    *("/check-up/forms/phq-4/result", "/help-now/talk"),
)


def taken(server: Server, form: str, **given: Any) -> None:
    """Take a form straight."""
    known = server.ctx.catalogue.questionnaires[form]
    forms_taken.record(server.ctx, server.person, known, given, Origin())


def test_the_peg_by_keyboard_alone_and_without_script(
    live_server: Server, open_page: OpenPage
) -> None:
    live_server.set_up()
    page = open_page(java_script_enabled=False)
    page.goto("/check-up")
    press(page, "Questionnaires")
    expect(page.get_by_role("heading", level=1)).to_have_text("Questionnaires")
    press(page, PEG_TITLE)
    expect(page.get_by_role("heading", level=1)).to_have_text(PEG_TITLE)
    for name in PEG:
        page.locator(f"[name={name}]").first.focus()
        for _ in range(6):
            page.keyboard.press("ArrowRight")
    press(page, "Save")
    expect(page.get_by_text("The mean of your answers is 6, from 0 to 10.")).to_be_visible()
    expect(page.get_by_text("Need to talk to someone now?")).to_be_visible()


def test_the_tick_list_by_keyboard_alone_and_without_script(
    live_server: Server, open_page: OpenPage
) -> None:
    live_server.set_up()
    page = open_page(java_script_enabled=False)
    page.goto("/check-up/forms/rmdq-24")
    press(page, "I walk more slowly than usual because of my back.", "Space")
    press(page, "I stay in bed most of the time because of my back.", "Space")
    press(page, "Save")
    expect(page.get_by_text("Your answers add up to 2, from 0 to 24.")).to_be_visible()


def test_what_is_missing_gets_the_focus_and_may_be_left(live_server: Server, page: Page) -> None:
    live_server.set_up(**AGREED)
    page.goto("/check-up/forms/phq-4")
    page.get_by_role("radio", name="Nearly every day").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("3 questions have no answer yet.")).to_be_visible()
    expect(page.get_by_role("radio", name="Nearly every day").first).to_be_checked()
    page.get_by_role("button", name="Save, and leave out what is empty").click()
    expect(page.get_by_text("Not scored: too many questions were left out")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_question_9_shows_people_at_once_and_before_any_score(
    live_server: Server, open_page: OpenPage, script: bool
) -> None:
    live_server.set_up(**AGREED)
    page = open_page(java_script_enabled=script)
    page.goto("/check-up/forms/phq-9")
    answers = page.locator("[name=phq9_9]")
    beside = page.locator(".people-first a")
    expect(beside).to_be_hidden()
    answers.nth(0).check()
    expect(beside).to_be_hidden()
    answers.nth(1).check()
    expect(beside).to_be_visible()
    expect(beside).to_have_attribute("href", "/help-now/talk")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Be with someone now")
    expect(page.get_by_text("You told of dark thoughts.")).to_be_visible()
    expect(page.locator("a.call").first).to_have_attribute("href", "tel:112")
    expect(page.get_by_text("add up")).to_have_count(0)
    page.get_by_role("button", name="I am safe for now").click()
    expect(page).to_have_url(f"{live_server.address}/today")


KEPT = """caches.keys().then(async (names) => {
  for (const name of names) {
    if (await (await caches.open(name)).match("/help-now/talk")) return true;
  }
  return false;
})"""


def test_question_9_leads_to_people_when_the_computer_is_off(
    live_server: Server, offline_page: Page
) -> None:
    live_server.set_up(**AGREED)
    offline_page.goto("/check-up/forms/phq-9")
    offline_page.wait_for_function("navigator.serviceWorker.controller !== null")
    offline_page.wait_for_function(KEPT)
    offline_page.locator("[name=phq9_9]").nth(2).check()
    live_server.stop()
    offline_page.get_by_role("button", name="Save").click()
    expect(offline_page).to_have_url(f"{live_server.address}/help-now/talk")
    expect(offline_page.locator("a.call").first).to_have_attribute("href", "tel:112")


def test_the_page_for_dark_thoughts_opens_without_a_network(
    live_server: Server, offline_page: Page
) -> None:
    live_server.set_up(**AGREED)
    offline_page.goto("/today")
    offline_page.wait_for_function("navigator.serviceWorker.controller !== null")
    offline_page.wait_for_function(KEPT)
    live_server.stop()
    offline_page.goto("/help-now/talk")
    expect(offline_page.get_by_role("heading", level=1)).to_have_text("Be with someone now")
    expect(offline_page.locator("a.call").first).to_have_attribute("href", "tel:112")
    expect(offline_page.get_by_role("button")).to_have_count(0)


def test_no_axe_violation_and_nothing_scrolls_sideways(live_server: Server, page: Page) -> None:
    live_server.set_up(**AGREED)
    for value in (6, 3):
        taken(live_server, "peg", **dict.fromkeys(PEG, value))
    taken(live_server, "phq-8", **{f"phq8_{n}": 3 for n in range(1, 9)})
    taken(live_server, "phq-4", **{f"phq4_{n}": 2 for n in range(1, 5)})
    looks = (Look("light", NARROW), Look("night", NARROW), Look("dark", WIDE))
    assert faults_of_pages(page, PAGES, *looks) == {}
