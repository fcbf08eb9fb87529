"""Reminders in a real browser: off until chosen, asked for by a tap, shown once, quiet words."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from support.keyboard import press
from support.server import Server

from unspiral.services import reminders

ZONE = "Europe/Dublin"
# What the page would show, and that nothing else is shown: the notices of the browser are caught.
CATCH = """() => {
  window.shown = [];
  window.Notification = class {
    static permission = "default";
    static asked = 0;
    static async requestPermission() {
      this.asked += 1;
      this.permission = "granted";
      return this.permission;
    }
    constructor(title, more) {
      window.shown.push([title, more.body]);
      document.body.dataset.shown = window.shown.length;
    }
  };
}"""
SAID = ["Your page is ready", "A reminder you chose. It can be turned off there."]


def choose(page: Page, *channels: str) -> None:
    page.goto("/reminders")
    for channel in channels:
        page.get_by_label(channel).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The next reminder")).to_be_visible()


def test_chosen_by_keyboard_and_turned_off_with_one_key(page: Page, live_server: Server) -> None:
    live_server.set_up(zone=ZONE)
    page.goto("/me")
    press(page, "Reminders")
    page.wait_for_url("**/reminders")
    expect(page.get_by_text("Reminders are off.")).to_be_visible()
    press(page, "In my calendar", key="Space")
    press(page, "Save")
    expect(page.get_by_text("Yes, since")).to_be_visible()
    press(page, "Turn all reminders off")
    expect(page.get_by_text("Reminders are off.")).to_be_visible()
    assert reminders.read(live_server.ctx, live_server.person).since == {}


def test_the_private_address_is_shown_once_and_ends(page: Page, live_server: Server) -> None:
    live_server.set_up(zone=ZONE)
    choose(page, "In my calendar")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Copy it now. It is shown this once.").input_value()
    told = page.request.get(address)
    assert told.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in told.text() and not re.search(r"pain|sleep|back|exerc", told.text())
    page.goto("/reminders")
    assert address not in page.content()
    page.get_by_role("button", name="End this address").click()
    page.wait_for_load_state()
    assert page.request.get(address).status == 410
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the file").click()
    assert taken.value.suggested_filename == "page.ics"


def test_a_notice_is_asked_for_by_a_tap_and_shown_once_while_the_page_is_open(
    page: Page, live_server: Server
) -> None:
    live_server.set_up(zone=ZONE)
    soon = live_server.clock().astimezone(ZoneInfo(ZONE)) + timedelta(minutes=2)
    reminders.choose(
        live_server.ctx, live_server.person, f"{soon:%H:%M}", (reminders.BROWSER,),
        reminders.Origin(),
    )  # fmt: skip
    page.add_init_script(f"({CATCH})()")
    page.clock.install(time=live_server.clock())
    page.goto("/reminders")
    assert page.evaluate("Notification.asked") == 0  # nothing is asked before the tap
    with page.expect_response("**/reminders/next"):
        page.get_by_role("button", name="Allow it in this browser").click()
    expect(page.get_by_text("On in this browser")).to_be_visible()
    assert page.evaluate("[Notification.asked, shown]") == [1, []]
    live_server.clock.ahead += timedelta(minutes=3)
    page.clock.fast_forward(180_000)
    expect(page.locator("body")).to_have_attribute("data-shown", "1")
    assert page.evaluate("shown") == [SAID]
    with page.expect_response("**/reminders/next"):  # the same minute once more: nothing is shown
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.fast_forward(300_000)
    expect(page.locator("body")).to_have_attribute("data-shown", "1")


def test_without_scripts_the_calendar_still_works(open_page, live_server: Server) -> None:  # type: ignore[no-untyped-def]
    live_server.set_up(zone=ZONE)
    page = open_page(java_script_enabled=False)
    choose(page, "In my calendar", "In this browser")
    expect(page.get_by_text("The calendar still works.")).to_be_visible()
    expect(page.get_by_role("button", name="Allow it in this browser")).to_be_hidden()
    expect(page.get_by_role("link", name="Take the file")).to_be_visible()
