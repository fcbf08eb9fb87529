"""J3 in a real browser: the day's few things, every tap on them, flags, and coming back."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from support.keyboard import press
from support.pictures import take
from support.server import Server

from unspiral.records.facts import Event
from unspiral.services import checkins
from unspiral.services.operations import Origin, write


@pytest.fixture(autouse=True)
def somebody(live_server: Server) -> None:
    live_server.set_up(
        eases="lying", eases_heat="yes", walk_minutes=10, settles="hours", goal_minutes=10,
        zone="UTC",
    )  # fmt: skip


@pytest.fixture
def today(page: Page) -> Page:
    page.goto("/today")
    return page


def titles(page: Page) -> list[str]:
    return page.locator(".thread h2").all_inner_texts()


def kinds(server: Server) -> list[tuple[str, str]]:
    with server.ctx.store.read(server.person) as tx:
        return [(event.kind, event.value) for event in tx.events()]


def act(page: Page, words: str) -> None:
    page.locator(".now-card").get_by_role("button", name=re.compile(f"^{words}")).click()


def test_week_one_has_at_most_two_things_and_one_for_the_night(today: Page) -> None:
    roles = today.locator(".thread .label").all_inner_texts()
    assert len(roles) <= 3 and "Build" in roles and len(set(roles)) == len(roles)
    seconds = [length(words) for words in today.locator(".thread .meta b").all_inner_texts()]
    assert sum(seconds) <= 600 and min(seconds) < 120
    expect(today.get_by_text("Preview: not yet checked by a clinician.")).to_be_visible()


def length(words: str) -> int:
    found = re.fullmatch(r"(?:(\d+) min)? ?(?:(\d+) s)?", words)
    assert found, words
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def test_start_done_and_how_it_was(today: Page, live_server: Server) -> None:
    today.get_by_role("link", name=re.compile("^Start")).first.click()
    today.wait_for_url("**/session/**")
    today.get_by_role("button", name="Start", exact=True).click()
    today.get_by_role("button", name="End early").click()
    today.get_by_role("button", name="Better").click()
    expect(today).to_have_url(re.compile("/today$"))
    expect(today.locator(".plan-item.done")).to_have_count(1)
    assert ("rated", "better") in kinds(live_server)


def test_too_tired_is_a_minute_or_less_and_counts(today: Page, live_server: Server) -> None:
    build = today.locator(".thread > li", has=today.get_by_text("Build", exact=True))
    build.get_by_role("link", name=re.compile("^Too tired")).click()
    today.wait_for_url("**tired=1")
    today.get_by_role("button", name="Start", exact=True).click()
    today.get_by_role("button", name="End early").click()
    today.get_by_role("button", name="Done", exact=True).click()
    today.wait_for_url("**/today")
    assert ("done", "tired") in kinds(live_server)


@pytest.mark.parametrize("words", ["Swap", "Not today"])
def test_swap_and_not_today_change_the_item(today: Page, words: str) -> None:
    first = titles(today)[0]
    act(today, words)
    expect(today.get_by_role("heading", name=first)).to_have_count(0)


def test_made_me_worse_pauses_it_and_asks_what_is_new(today: Page) -> None:
    first = titles(today)[0]
    act(today, "This made me worse")
    expect(today.get_by_role("heading", name="Thank you for saying so")).to_be_visible()
    today.get_by_role("link", name="Nothing new").click()
    assert first not in titles(today)


def test_after_the_last_one_nothing_more_is_asked(today: Page) -> None:
    for _ in range(len(titles(today))):
        act(today, "Done without the guide")
        today.wait_for_load_state()
    expect(today.get_by_role("heading", name="Done. Nothing more today.")).to_be_visible()


@pytest.mark.parametrize("words", ["Settled", "Still up", "Not done"])
def test_a_build_item_is_asked_about_next_morning(
    page: Page, live_server: Server, words: str
) -> None:
    page.goto("/session/walking")
    page.get_by_role("button", name="Done", exact=True).click()
    page.wait_for_url("**/today")
    expect(page.get_by_text("how did it settle")).to_have_count(0)
    live_server.clock.ahead += timedelta(days=1)
    page.goto("/today")
    page.get_by_role("button", name=words).click()
    expect(page.get_by_text("how did it settle")).to_have_count(0)
    assert words.lower().replace(" ", "_") in dict(kinds(live_server)).values()


def test_a_day_with_more_asked_for_to_its_last_thing_and_the_next_morning(
    page: Page, live_server: Server
) -> None:
    page.goto("/today")
    expect(page.get_by_role("button", name="I would like more")).to_have_count(0)  # week 1
    known(live_server, days=18)
    page.goto("/today")
    few = len(titles(page))
    page.get_by_role("button", name="I would like more to choose from").click()
    expect(page.get_by_role("button", name="Three are enough")).to_be_visible()
    assert few <= 3 < len(titles(page)) <= 5
    page.get_by_role("button", name="Three are enough").click()
    expect(page.get_by_role("button", name="I would like more")).to_be_visible()
    assert len(titles(page)) == few
    for _ in range(few):
        ease = page.locator(".now-card").locator("..").get_by_text("Ease now").count()
        act(page, "Done without the guide")
        page.wait_for_load_state()
        if ease and few > 1:  # how it was is asked at once, and any answer is kept
            page.get_by_role("button", name="Same").click()
            page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Done. Nothing more today.")).to_be_visible()
    expect(page.get_by_role("button", name="I would like more")).to_have_count(0)
    live_server.clock.ahead += timedelta(days=1)
    page.goto("/today")
    page.get_by_role("button", name="Pain went further down the leg").first.click()
    page.wait_for_url(re.compile("/danger"))
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(re.compile("/today|/danger"))
    assert ("settled", "leg_further") in kinds(live_server)
    assert ("leg_pain_new", "") in kinds(live_server)


def known(server: Server, days: int) -> None:
    """One known thing done on each of the last days, in turn, as somebody past week 1 has."""
    names = (
        *("walking", "belly-breathing", "sleep-basics", "hamstring-strap", "pelvic-tilt"),
        *("mindfulness-breath", "kind-self-talk", "rest-pillow-knees", "cat-cow"),
    )
    now = server.ctx.clock()
    events = []
    for back in range(days, 0, -1):
        at = now - timedelta(days=back)
        events.append(Event("done", names[back % len(names)], "full", at, at.date()))
    write(server.ctx, server.person, "act", Origin(), events=tuple(events))


def test_within_days_holds_the_level(page: Page, live_server: Server) -> None:
    live_server.answer(w_level(live_server))
    page.goto("/today")
    expect(page.get_by_text("nothing gets harder and nothing new is added")).to_be_visible()


def w_level(server: Server) -> dict[str, str]:
    """The answers of the first red-flag example that gives W."""
    for flag in server.ctx.catalogue.redflags.values():
        for example in flag.examples:
            if example.expect.get("level") == "W":
                return {name: str(value) for name, value in example.given.items()}
    raise AssertionError("no example at W")


@pytest.mark.parametrize(
    ("answers", "comfort"), [({"rf2_pee": "yes"}, False), ({"rf8_fever": "yes"}, None)]
)
def test_an_open_sign_rests_the_plan(
    page: Page, live_server: Server, answers: dict[str, str], comfort: bool | None
) -> None:
    live_server.answer(answers)
    page.goto("/today")
    expect(page.get_by_text("Your plan is resting.")).to_be_visible()
    expect(page.get_by_role("link", name="What to do now")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Start"))).to_have_count(0)
    if comfort is False:
        expect(page.get_by_role("link", name=re.compile("two minutes"))).to_have_count(0)


def test_after_30_days_nothing_is_lost(page: Page, live_server: Server) -> None:
    day = live_server.ctx.clock().date()
    draft = checkins.Draft(day=day, values={"pain": "4"}, note="", confirmed=False)
    checkins.record(live_server.ctx, live_server.person, draft, Origin())
    live_server.clock.ahead += timedelta(days=30)
    page.goto("/today")
    expect(page.get_by_text("Welcome back. Nothing is lost. Start from today.")).to_be_visible()
    page.get_by_role("link", name="Go on with the questions").click()
    page.wait_for_url(re.compile("/(danger|begin)/"))


def test_a_rough_day_is_lighter_after_the_danger_screen(page: Page, live_server: Server) -> None:
    page.goto("/today")
    page.get_by_role("link", name="Rough day").click()
    page.get_by_role("button", name="Today is a rough day").click()
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Lying").click()
    page.wait_for_url("**/session/**")
    page.goto("/today")
    expect(page.get_by_text("A rough day. Less is enough.")).to_be_visible()
    assert kinds(live_server).count(("bad_day", "")) == 1


def test_today_by_keyboard_alone(today: Page, live_server: Server) -> None:
    first = titles(today)[0]
    press(today, "Not today")
    expect(today.get_by_role("heading", name=first)).to_have_count(0)
    press(today, "Start")
    today.wait_for_url("**/session/**")


@pytest.mark.parametrize("path", ["/today", "/checkin"])
def test_no_sideways_scroll_at_320_px(open_page, path: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_picture_of_the_readme(today: Page) -> None:
    assert take(today, "today-360.png").stat().st_size > 20_000


def test_a_worry_parked_in_the_night_waits_on_the_page_of_the_day(
    page: Page, live_server: Server
) -> None:
    live_server.set_up()
    page.goto("/awake")
    page.locator("summary", has_text="Park a worry").click()
    page.get_by_role("textbox", name="Park a worry").fill("The car needs brakes")
    page.get_by_role("button", name="Park it").click()
    expect(page.get_by_text("Parked for tomorrow.")).to_be_visible()
    live_server.clock.ahead += timedelta(days=1)
    page.goto("/today")
    expect(page.get_by_text("The car needs brakes")).to_be_hidden()
    page.get_by_text("parked in the night").click()
    expect(page.get_by_text("The car needs brakes")).to_be_visible()
