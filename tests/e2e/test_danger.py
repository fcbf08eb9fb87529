"""Danger signs in a real browser: asking, doubt, what was found, the card, and the ways out."""

import pytest
from playwright.sync_api import expect

LINE = "Numb between the legs, or pee or poo changed"


def _tick(page, line):
    page.goto("/danger?next=/learn")
    page.get_by_label(line).check()
    _next(page)


def _answer_all(page, answer):
    for group in page.get_by_role("group").all():
        group.get_by_label(answer, exact=True).check()
    _next(page)


def _next(page, name="Next"):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def _level(server):
    from unspiral.services import screening

    return screening.decide(server.ctx, server.person).triage.told.value


def test_nothing_is_preset_and_nothing_cannot_be_sent(page):
    page.goto("/danger")
    expect(page.locator("input:checked")).to_have_count(0)
    _next(page)
    expect(page.get_by_role("alert")).to_contain_text("Please tick what fits")
    expect(page.locator("[name=tick]").first).to_be_focused()


def test_none_stands_alone(page):
    page.goto("/danger")
    page.get_by_label(LINE).check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label(LINE)).not_to_be_checked()
    page.get_by_label(LINE).check()
    expect(page.get_by_label("None of these")).not_to_be_checked()


def test_none_leads_on_to_where_the_person_was_going(live_server, page):
    page.goto("/danger?next=/learn")
    page.get_by_label("None of these").check()
    _next(page)
    expect(page).to_have_url(f"{live_server.address}/learn")


def test_a_yes_leads_to_the_emergency_page_with_a_number(live_server, page):
    live_server.set_up()
    _tick(page, LINE)
    _answer_all(page, "Yes")  # no further question stands before the number
    expect(page.get_by_role("heading", level=1)).to_have_text("This needs to be checked now.")
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    assert _level(live_server) == "E"


def test_what_else_was_ticked_can_be_answered_after_the_number(live_server, page):
    live_server.set_up()
    _tick(page, LINE)
    _answer_all(page, "Yes")
    page.get_by_role("link", name="You ticked more").click()
    _answer_all(page, "Yes")
    expect(page.get_by_role("link", name="Call 112")).to_be_visible()
    expect(page.get_by_role("link", name="You ticked more")).to_have_count(0)
    page.goto("/show-this")
    expect(page.get_by_role("article").first).to_contain_text("pee")


def test_in_doubt_one_plain_question_comes_first(page):
    _tick(page, LINE)
    _answer_all(page, "Not sure")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not sure? That is fine.")
    expect(page.get_by_role("group", name="When you wipe")).to_be_visible()


@pytest.mark.parametrize("answer, level", [("Yes, as always", "S"), ("Still not sure", "E")])
def test_still_not_sure_counts_as_yes(live_server, page, answer, level):
    live_server.set_up()
    _tick(page, LINE)
    _answer_all(page, "Not sure")
    _answer_all(page, answer)
    if level == "S":
        expect(page).to_have_url(f"{live_server.address}/danger/rf2?next=%2Flearn")
        _answer_all(page, "No")
    assert _level(live_server) == level


def test_a_missing_answer_keeps_the_others(page):
    _tick(page, "Fever, shivers or very ill")
    first = page.get_by_role("group").first
    first.get_by_label("No", exact=True).check()
    _next(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_role("group").first.get_by_label("No", exact=True)).to_be_checked()


def test_a_mistake_is_asked_again_and_can_be_cleared(live_server, page):
    live_server.set_up()
    live_server.answer({"rf1_saddle": "yes"})
    page.goto("/danger/found")
    page.get_by_text("I was seen, or I pressed this by mistake").click()
    _next(page, "I pressed this by mistake")
    _answer_all(page, "No")
    assert _level(live_server) == "S"


def test_being_seen_needs_a_day_and_a_second_yes(live_server, page):
    live_server.set_up()
    live_server.answer({"rf1_saddle": "yes"})
    page.goto("/danger/seen/rf1")
    _next(page, "End this")
    expect(page.get_by_role("alert")).to_have_count(2)
    today = page.locator("#seen_on").get_attribute("max")
    page.fill("#seen_on", today)
    _next(page, "End this")
    expect(page.get_by_role("alert")).to_have_count(1)
    assert _level(live_server) == "E"
    page.get_by_label("They looked at this").check()
    _next(page, "End this")
    expect(page.get_by_text("known since")).to_be_visible()
    assert _level(live_server) == "S"


def test_a_day_in_the_future_ends_nothing(live_server, page):
    live_server.set_up()
    live_server.answer({"rf1_saddle": "yes"})
    page.goto("/danger/seen/rf1")
    page.evaluate("document.querySelector('#seen_on').removeAttribute('max')")
    page.fill("#seen_on", "2050-01-01")
    page.get_by_label("They looked at this").check()
    _next(page, "End this")
    expect(page.get_by_role("alert")).to_contain_text("between the first sign and today")
    assert _level(live_server) == "E"


def test_the_card_says_one_sentence_to_hand_over(live_server, page):
    live_server.set_up()
    live_server.answer({"rf1_saddle": "yes", "rf2_pee": "yes"})
    page.goto("/show-this")
    card = page.get_by_role("article").first
    expect(card.get_by_role("heading")).to_contain_text("Please check for cauda equina.")
    expect(card.get_by_role("heading")).to_contain_text("New since")
    expect(page.get_by_text("Go or call now.")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Save as PDF").click()
    assert taken.value.suggested_filename == "card.pdf"
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Need help now")).to_be_hidden()
    expect(card).to_be_visible()


def test_without_a_sign_there_is_no_card(live_server, page):
    live_server.set_up()
    page.goto("/show-this")
    expect(page.get_by_text("Nothing to show right now.")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)


def test_being_seen_for_one_sign_goes_on_to_what_else_was_ticked(live_server, page):
    live_server.set_up()
    _tick(page, "A leg weaker or unsteady, or both legs")
    _answer_all(page, "Yes")
    assert _level(live_server) == "E"
    page.goto("/danger/seen/rf3")
    page.fill("#seen_on", page.locator("#seen_on").get_attribute("max"))
    page.get_by_label("They looked at this").check()
    _next(page, "End this")
    for flag in ("rf4", "rf5"):
        expect(page).to_have_url(f"{live_server.address}/danger/{flag}?next=%2Fdanger%2Ffound")
        _answer_all(page, "No")
    expect(page.get_by_text("known since")).to_be_visible()
    assert _level(live_server) == "S"
