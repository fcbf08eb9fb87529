"""J10 in a browser: all sheets in one go, stopped at any word, closed where help comes first."""

import re

from playwright.sync_api import Page, expect
from support.browser import OpenPage
from support.keyboard import press, tab_to
from support.server import Server

from unspiral.services.screening import dark_thoughts

DARK = "I don't want to live"
NOTE = ".talk-note > div"


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".save-state.is-saved").first).to_be_visible()


def follow(page: Page, word: str, title: str) -> None:
    """A link of one step: its word is seen, its title is for those who hear it."""
    page.get_by_role("link", name=re.compile(f"^{word} ?: {title}")).click()


def open_step(page: Page, title: str) -> None:
    page.goto("/thoughts")
    follow(page, "Open", title)


def test_the_whole_course_from_today(page: Page, live_server: Server) -> None:
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    live_server.set_up()
    page.goto("/today")
    page.get_by_role("link", name="Learn", exact=True).click()
    page.get_by_role("link", name="Thoughts, step by step").click()
    expect(page.locator(".course-step")).to_have_count(8)
    follow(page, "Read", "Thoughts, body and doing")
    expect(page.get_by_text("about half a point lower out of 10")).to_be_visible()
    page.get_by_role("link", name="Thoughts, step by step").click()

    follow(page, "Open", "One line of stress a day")
    page.fill("#what", "meeting ran over 🙂 <b>")
    page.get_by_role("radio", name="6", exact=True).check()
    page.fill("#did", "pushed on")
    saved(page)
    expect(page.get_by_text("meeting ran over 🙂 <b>")).to_be_visible()
    expect(page.get_by_text("Done for today.")).to_be_visible()

    open_step(page, "One hard thought on paper")
    expect(page.get_by_text("Never for a memory of something terrible.")).to_be_visible()
    page.fill("#thought", "I am a burden")
    expect(page.locator("[data-count=thought]")).to_have_text("13 of 600 characters.")
    page.fill("#speaks_against", "She came on Sunday")
    page.fill("#truer", "She likes to come")
    saved(page)
    page.locator(".sheet-entry summary").first.click()
    expect(page.get_by_text("She likes to come")).to_be_visible()
    assert not broken

    page.goto("/awake")
    page.locator("summary", has_text="Park a worry").click()
    page.fill("#worry", "the washing on the stairs")
    page.get_by_role("button", name="Park it").click()
    expect(page.get_by_text("Parked for tomorrow.")).to_be_visible()
    open_step(page, "A time for worry, and a place to park it")
    page.fill("#worry", "will it rain")
    page.get_by_role("button", name="Park it").click()
    page.get_by_role("link", name="Go through them now").click()
    page.get_by_role("group", name="the washing").get_by_label("Do something small").check()
    page.get_by_role("group", name="will it rain").get_by_label("Let it go").check()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#problem")).to_have_value("the washing on the stairs")
    page.fill("#ways", "two small bags\nask Jo")
    page.fill("#small", "find the bags")
    page.fill("#day", live_server.today().isoformat())
    saved(page)
    page.goto("/thoughts")
    page.get_by_role("link", name="Look at it again").click()
    page.get_by_label("It changed a little").check()
    saved(page)

    open_step(page, "How you talk to yourself")
    page.fill("#line", "One small step is enough")
    page.get_by_label("On the page for a rough day").check()
    saved(page)
    page.goto("/rough-day")
    expect(page.get_by_text("One small step is enough")).to_be_visible()

    open_step(page, "Small things you like, one a day")
    page.fill("#rung_1", "one song")
    saved(page)
    page.get_by_label("one song").check()
    page.get_by_label("outdoors, or at an open window").check()
    saved(page)
    expect(page.get_by_text("Done for today. One is enough.")).to_be_visible()

    open_step(page, "A page for the next flare")
    expect(page).to_have_url(f"{live_server.address}/rough-day/plan")
    page.goto("/thoughts")
    expect(page.get_by_text("Used once")).to_have_count(6)


def test_stop_at_any_word_and_help_beside_the_words(page: Page, live_server: Server) -> None:
    live_server.set_up()
    page.goto("/thoughts/sheet/thought-record")
    page.fill("#happened", "half\na line")
    page.fill("#thought", DARK)
    expect(page.locator(NOTE).first).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="Stop. Look up.")).to_be_visible()
    expect(page.get_by_text("They are not saved yet.")).to_be_visible()
    expect(page.locator(NOTE)).to_be_visible()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("What you wrote is thrown away.")).to_be_visible()
    page.goto("/thoughts/sheet/thought-record")
    expect(page.locator(".sheet-entry")).to_have_count(0)
    page.fill("#happened", "half\na line")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Keep what I wrote").click()
    page.goto("/thoughts/sheet/thought-record")
    page.locator(".sheet-entry summary").click()
    expect(page.locator("dd", has_text="half")).to_have_text("half\na line")
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("It is out of sight.")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".sheet-entry")).to_have_count(1)


def test_help_and_people_come_first_where_they_must(page: Page, live_server: Server) -> None:
    live_server.set_up()
    dark_thoughts(live_server.ctx, live_server.person, "help_tap")
    page.goto("/thoughts/sheet/thought-record")
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.get_by_text("A person comes first")).to_be_visible()
    page.get_by_role("link", name="Numbers to call").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Be with someone now")
    dark_thoughts(live_server.ctx, live_server.person, "safe_now")
    live_server.answer({"rf16_skin": "yes"})
    page.goto("/thoughts")
    expect(page.get_by_role("link", name="Park a worry")).to_be_visible()
    page.goto("/thoughts/sheet/problem-solving")
    expect(page.locator("textarea")).to_have_count(0)
    live_server.answer({"rf1_saddle": "yes"})
    page.goto("/thoughts")
    expect(page.locator(".course-step")).to_have_count(0)
    page.goto("/thoughts/worry-time")
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.get_by_role("link", name="What to do now").first).to_be_visible()


def test_a_line_by_keyboard_and_a_form_without_script(
    page: Page, open_page: OpenPage, live_server: Server
) -> None:
    live_server.set_up()
    page.goto("/thoughts/sheet/stressor-log")
    tab_to(page, "What strained you most?")
    page.keyboard.type("the phone")
    page.keyboard.press("Enter")  # Enter saves; it never stops
    expect(page.locator(".save-state.is-saved")).to_be_visible()
    expect(page.get_by_text("the phone")).to_be_visible()
    page.goto("/thoughts/sheet/thought-record")
    press(page, "Stop")
    expect(page.get_by_role("heading", name="Stop. Look up.")).to_be_visible()

    plain = open_page(java_script_enabled=False)
    plain.goto("/thoughts/sheet/thought-record")
    plain.fill("#truer", "kept while something is missing")
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.locator("#thought-error")).to_be_visible()
    expect(plain.locator("#truer")).to_have_value("kept while something is missing")
    plain.fill("#thought", "now it is there")
    saved(plain)
