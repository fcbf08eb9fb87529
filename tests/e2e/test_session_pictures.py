"""A figure that changes its view shows the picture of each step, with or without motion."""

import pytest
from playwright.sync_api import expect

CUT = ("bed-in-and-out", "turn-in-bed", "open-book", "bed-stretches", "yoga")


def _shown(page):
    return page.locator("[data-cut]:not([hidden])")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_each_step_shows_its_own_picture(play, motion):
    page = play("/session/bed-in-and-out", reduced_motion=motion)
    expect(page.locator("[data-still] svg")).to_be_visible()
    page.locator("[data-pause]").click()
    for pose in ("knees_up", "roll", "push", "sit"):
        expect(_shown(page)).to_have_count(1)
        expect(_shown(page)).to_be_visible()
        assert _shown(page).get_attribute("data-cut") == pose
        page.clock.run_for(20_100)
    assert page.locator("[data-still]").is_hidden()


@pytest.mark.parametrize("name", CUT)
def test_a_cut_session_plays_to_its_end(play, name):
    page = play(f"/session/{name}?tired=1")
    page.locator("[data-pause]").click()
    expect(_shown(page)).to_have_count(1)
    page.clock.run_for(61_000)
    expect(page.locator("[data-finish]")).to_be_visible()


def test_the_other_side_turns_every_picture_round(play):
    page = play("/session/open-book")
    page.locator("[data-pause]").click()
    page.locator("[data-sides] [value=left]").check(force=True)
    turned = page.locator("[data-cut] [data-turn]").evaluate_all(
        "groups => groups.map(group => group.getAttribute('transform'))"
    )
    assert len(turned) == 2
    assert all("scale(-1 1)" in text for text in turned)


def test_without_script_the_row_of_pictures_stands_there(play):
    page = play("/session/bed-in-and-out", java_script_enabled=False)
    expect(page.locator("[data-still] svg")).to_be_visible()
    assert page.locator("[data-still] [data-turn]").count() == 4
