"""J2 in a real browser: both halves, an earlier day, offline and back, and a ticked sign."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.keyboard import press, tab_to
from support.server import Server

KEPT = "Kept on this device, not sent yet"
MORNING = {"sleep_quality": 6, "pain_morning": 4}
EVENING = {"pain": 5, "stress": 3, "anxiety": 2, "mood": 6}


@pytest.fixture(autouse=True)
def somebody(live_server: Server) -> None:
    live_server.set_up(sleep_usual_hours=7, zone="UTC")


def half(page: Page, name: str) -> Locator:
    """One half of the page, opened."""
    found = page.locator("details.sitting").filter(has=page.get_by_role("heading", name=name))
    if not found.evaluate("d => d.open"):
        found.locator("summary").first.click()
    return found


def fill(part: Locator, values: dict[str, int]) -> int:
    """One tap on each scale; how many taps it took."""
    for name, value in values.items():
        part.locator(f"input[name={name}][value='{value}']").check()
    return len(values)


def save(part: Locator) -> None:
    part.get_by_role("button", name="Save", exact=True).click()


def readings(server: Server) -> dict[str, float]:
    with server.ctx.store.read(server.person) as tx:
        return {r.variable: r.value for r in tx.readings()}


def test_A6_the_morning_takes_at_most_4_taps(page: Page, live_server: Server) -> None:
    page.goto("/checkin")
    part = half(page, "Morning")
    taps = fill(part, MORNING)
    save(part)
    expect(part.locator("[data-save-state]")).to_have_text("Saved")
    assert readings(live_server) == {**MORNING, "sleep_hours": 7}
    print(f"A6: morning {taps + 1} taps")
    assert taps + 1 <= 4


def test_A6_the_evening_takes_at_most_7_taps(page: Page, live_server: Server) -> None:
    page.goto("/checkin")
    part = half(page, "Evening")
    taps = fill(part, EVENING)
    part.get_by_label("None", exact=True).check()
    save(part)
    expect(part.locator("[data-save-state]")).to_have_text("Saved")
    assert EVENING.items() <= readings(live_server).items()
    print(f"A6: evening {taps + 2} taps")
    assert taps + 2 <= 7


def test_an_evening_without_the_line_is_asked_again_and_kept(page: Page) -> None:
    page.goto("/checkin")
    part = half(page, "Evening")
    fill(part, EVENING)
    save(part)
    expect(page.get_by_role("alert")).to_contain_text("or “None”")
    part = half(page, "Evening")
    expect(part.locator("input[name=stress][value='3']")).to_be_checked()
    part.get_by_label("None", exact=True).check()
    save(part)
    expect(part.locator("[data-save-state]")).to_have_text("Saved")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("[data-unsent]")).to_be_hidden()


def test_a_ticked_sign_leads_to_its_questions(page: Page) -> None:
    page.goto("/checkin")
    part = half(page, "Evening")
    fill(part, EVENING)
    part.get_by_label("Leg weaker").check()
    save(part)
    page.wait_for_url("**/danger/**")


def test_an_earlier_day_is_filled_in(page: Page, live_server: Server) -> None:
    day = live_server.ctx.clock().date() - timedelta(days=3)
    page.goto("/checkin")
    page.locator(f"a[href*='day={day.isoformat()}']").click()
    expect(page.get_by_text("Filling in an earlier day")).to_be_visible()
    part = half(page, "Evening")
    expect(part.get_by_text("New or worse?")).to_have_count(0)
    fill(part, {"pain": 2})
    save(part)
    expect(part.locator("[data-save-state]")).to_have_text("Saved")
    with live_server.ctx.store.read(live_server.person) as tx:
        assert [(r.local_date, r.value) for r in tx.readings(variables=["pain"])] == [(day, 2)]


def test_offline_it_is_kept_and_saved_when_the_line_is_back(
    page: Page, live_server: Server
) -> None:
    page.goto("/checkin")
    part = half(page, "Morning")
    fill(part, MORNING)
    page.context.set_offline(True)
    save(part)
    expect(part.locator("[data-save-state]")).to_have_text(KEPT)
    expect(page.locator("[data-unsent]")).to_contain_text("1 entry kept on this device")
    assert readings(live_server) == {}
    page.context.set_offline(False)
    expect(part.locator("[data-save-state]")).to_have_text("Saved")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert readings(live_server)["pain_morning"] == 4


def test_a_sign_ticked_offline_leads_to_help_at_once(
    offline_page: Page, live_server: Server
) -> None:
    offline_page.goto("/checkin")
    part = half(offline_page, "Evening")
    fill(part, EVENING)
    part.get_by_label("Numb between the legs").check()
    offline_page.context.set_offline(True)
    save(part)
    expect(part.locator("[data-save-state]")).to_have_text(KEPT)
    help_ = part.get_by_role("link", name="What to do now")
    expect(help_).to_be_focused()
    help_.click()
    expect(offline_page.get_by_role("heading", level=1)).to_be_visible()
    expect(offline_page).to_have_url(re.compile("/help-now$"))


def test_saved_and_changed_again_is_an_edit_not_a_clash(page: Page, live_server: Server) -> None:
    page.goto("/checkin")
    part = half(page, "Morning")
    for value in (4, 7):
        fill(part, {"pain_morning": value})
        with page.expect_response("**/sync"):
            save(part)
        expect(part.locator("[data-save-state]")).to_have_text("Saved")
        expect(page.locator("[data-unsent]")).to_be_hidden()
    assert readings(live_server)["pain_morning"] == 7
    expect(page.get_by_text("sent before with other answers")).to_have_count(0)


def test_a_slip_is_not_called_saved_and_its_mark_goes_once_it_is(page: Page) -> None:
    page.goto("/checkin")
    for typed, words in (("6", "Saved"), ("99", "Nothing saved yet"), ("7", "Saved")):
        part = half(page, "Morning")
        part.locator("#sleep_hours").fill(typed)
        save(part)
        expect(part.locator("[data-save-state]")).to_have_text(words)
    expect(part.locator("[aria-invalid]")).to_have_count(0)


def test_is_this_right_leaves_nothing_behind_in_the_outbox(page: Page) -> None:
    page.goto("/checkin")
    part = half(page, "Morning")
    part.locator("input[name=sleep_hours]").fill("15")
    save(part)
    expect(page.get_by_role("alert")).to_contain_text("Is this right?")
    part = half(page, "Morning")
    save(part)
    expect(part.locator("[data-save-state]")).to_have_text("Saved")
    expect(page.locator("[data-unsent]")).to_be_hidden()


def test_both_halves_without_script_at_320_px(open_page, live_server: Server) -> None:  # type: ignore[no-untyped-def]
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/checkin")
    for name, values in (("Morning", MORNING), ("Evening", EVENING)):
        part = page.locator("details.sitting").filter(
            has=page.get_by_role("heading", name=name, include_hidden=True)
        )
        if not part.locator("button").last.is_visible():
            part.locator("summary").first.click()
        fill(part, values)
        if name == "Evening":
            part.get_by_label("None", exact=True).check()
        save(part)
        expect(page).to_have_url(re.compile("said="))
    assert {**MORNING, **EVENING}.items() <= readings(live_server).items()


def test_the_evening_by_keyboard_alone(page: Page, live_server: Server) -> None:
    page.goto("/checkin")
    half(page, "Evening")
    page.locator("h1").evaluate("h => { h.tabIndex = -1; h.focus(); }")
    tab_to(page, "Evening")
    for key in ("5", "3", "2", "6"):
        page.keyboard.press("Tab")
        page.keyboard.press(key)
    press(page, "None", "Space")
    press(page, "Save")
    expect(half(page, "Evening").locator("[data-save-state]")).to_have_text("Saved")
    assert EVENING.items() <= readings(live_server).items()
