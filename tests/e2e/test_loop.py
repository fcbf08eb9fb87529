"""J7 in a real browser: a loop that is shown as far as the diary carries it, and no further."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from support.axe import faults_in
from support.crawl import NARROW, WIDE, Look
from support.loops import (
    CHANGED,
    MISSED,
    SPAN,
    TODAY,
    days_noted,
    months,
    unclear,
    weeks,
    with_loop,
)
from support.pictures import take
from support.server import Server

from unspiral.records.insight import Insights
from unspiral.services import insights
from unspiral.services.context import facts_now
from unspiral.services.imports import Request, bring_in


def note_days(server: Server, days: int, missed: frozenset[int] = frozenset()) -> None:
    """Pain and nights on each of the last days but those missed, through the import."""
    last = datetime.now(UTC).date() - timedelta(days=1)
    noted = days_noted(days, missed)
    shift = last - max(noted["pain"])
    names = ",".join(noted)
    rows = (
        f"{day + shift},{','.join(str(noted[name][day]) for name in noted)}\n"
        for day in noted["pain"]
    )
    content = (f"date,{names}\n" + "".join(rows)).encode()
    bring_in(server.ctx, server.person, Request(io.BytesIO(content), "diary.csv"), True)


def keep(server: Server, found: Insights) -> None:
    """Keep made-up insights as if they had been worked out from what is there."""
    with server.ctx.store.write(server.person) as tx:
        mark = insights.state_mark(server.ctx, tx)
        today = facts_now(server.ctx, tx).today
        moved = tuple(replace(f, day=today + timedelta(days=1)) for f in found.forecasts)
        since = found.change and replace(
            found.change, day=today - (TODAY - CHANGED) - timedelta(days=1)
        )
        value = {"mark": mark, "insights": insights.to_data(
            replace(found, as_of=today, forecasts=moved, change=since)
        )}  # fmt: skip
        tx.put_derived(insights.KIND, insights.KEY, value, server.ctx.clock())


def arrows(page: Page, picture: int) -> list[str]:
    found = page.locator("svg.loop-map").nth(picture).locator("path.link")
    return found.evaluate_all("all => all.map(one => one.getAttribute('class').split(' ')[1])")


def test_the_first_day_shows_research_and_says_so(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/loop")
    expect(page.get_by_role("heading", level=1)).to_have_text("My loop")
    expect(page.locator("p.voice")).to_contain_text("Nothing here is about you yet.")
    expect(page.get_by_text("It does not show what causes what.")).to_be_visible()
    assert set(arrows(page, 0)) == {"research"} and len(arrows(page, 0)) == 3
    page.get_by_text("Sleep → Pain", exact=True).click()
    expect(page.locator(".loosens details[open] a").first).to_be_visible()


def test_three_weeks_bring_a_range_and_still_no_link(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 21)
    page.goto("/loop")
    expect(page.get_by_text("being worked out")).to_have_count(0)
    expect(page.locator("p.voice")).to_contain_text("Your pain is usually 3 to 5 out of 10")
    expect(page.get_by_text("Your diary: 21 days noted, too early to tell")).to_be_visible()
    assert set(arrows(page, 0)) == set(arrows(page, 1)) == {"research"}
    expect(page.locator("svg.ribbon")).to_have_count(2)
    expect(page.locator("svg.lag")).to_have_count(0)


def test_five_months_without_a_clear_link_are_a_whole_page(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, SPAN, MISSED)
    keep(live_server, unclear())
    page.goto("/loop")
    expect(page.locator("p.voice")).to_contain_text("Your pain is usually 3 to 6 out of 10")
    expect(page.get_by_text("cannot tell yet if this holds for you")).to_be_visible()
    assert set(arrows(page, 0)) == {"research"} and set(arrows(page, 1)) == {"unsure", "pair"}
    page.locator(".loop-more > summary").click()
    expect(page.locator("svg.lag.unsure")).to_have_count(2)
    expect(page.locator("svg.lag .line")).to_have_count(0)
    expect(page.get_by_role("table", name="Same evening, in no order")).to_be_visible()
    expect(page.get_by_text("What is clear for you, so far")).to_have_count(0)


def test_a_loop_a_lead_and_a_change_are_told_under_more(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, SPAN, MISSED)
    keep(live_server, with_loop())
    page.goto("/loop")
    expect(page.locator("svg.loop-map").first.locator(".halo")).to_have_count(2)
    expect(page.locator("p.voice + p")).to_contain_text("your pain answers have been lower.")
    page.locator(".loop-more > summary").click()
    expect(page.get_by_text("Once round, about 0.2 of a change is left")).to_be_visible()
    expect(page.get_by_text("Of the two ways, this one is the stronger")).to_be_visible()
    expect(page.get_by_text("your pain answers have been lower. By about 1.1")).to_be_visible()
    expect(page.locator("svg.chart .mark")).to_have_count(1)


def test_every_picture_has_its_table_on_the_same_page(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 120)
    keep(live_server, with_loop())
    page.goto("/loop")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for picture in page.locator(".loop-parts svg[role=img]").all():
        section = picture.locator("xpath=ancestor::section[1]")
        assert section.locator("table").count() >= 1
        assert picture.get_attribute("aria-label") or picture.get_attribute("aria-labelledby")
    bars = page.locator("svg.ribbon").first.locator(".likely, .unlikely").count()
    rows = page.get_by_role("region", name="Pain: how likely each answer is").locator("tbody tr")
    assert rows.count() == bars == 11


def test_touching_an_arrow_opens_what_loosens_it(live_server: Server, page: Page) -> None:
    live_server.set_up()
    page.goto("/loop")
    page.locator(".loop-map.opens").first.locator(".hit[data-arrow=sleep-pain]").click()
    fold = page.locator("details[data-arrow=sleep-pain]")
    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("summary")).to_be_focused()
    expect(fold.get_by_text("In research, a short night")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_print_opens_more_and_inks_every_arrow_dark(
    live_server: Server, page: Page, theme: str
) -> None:
    live_server.set_up()
    note_days(live_server, 30)
    keep(live_server, with_loop())
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.address}])
    page.goto("/loop")
    expect(page.get_by_role("table", name="Every link, as a table")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_role("table", name="Every link, as a table")).to_be_visible()
    inks = page.locator("svg.loop-map path.link").evaluate_all(
        "all => all.map(one => getComputedStyle(one).stroke)"
    )
    assert set(inks) == {"rgb(0, 0, 0)", "rgb(102, 102, 102)"}
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_an_own_link_is_solid_and_told_with_its_range(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 30)
    keep(live_server, months())
    page.goto("/loop")
    assert arrows(page, 0)[0] == "sure"
    expect(page.locator("p.voice")).to_contain_text("higher by about half a point")
    said = page.get_by_text("The true average may be 0.3 to 0.7 points").first
    expect(said).to_be_visible()


def test_more_and_what_loosens_open_by_keyboard_and_without_script(
    live_server: Server, open_page
) -> None:
    live_server.set_up()
    page = open_page(java_script_enabled=False)
    page.goto("/loop")
    page.locator(".loop-more > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Every link, as a table")).to_be_visible()
    page.locator(".loosens summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".loosens details[open] a").first).to_be_visible()


LIGHT, WIDE_LIGHT, WIDE_DARK = Look("light", NARROW), Look("light", WIDE), Look("dark", WIDE)


@pytest.mark.parametrize(
    ("stage", "looks"),
    [
        ("first", (LIGHT,)),
        ("own", (WIDE_LIGHT,)),
        ("unclear", (LIGHT, WIDE_DARK)),
        ("loop", (LIGHT, Look("dark", NARROW), Look("night", NARROW))),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_no_axe_violation_and_nothing_scrolls_sideways(
    live_server: Server, page: Page, stage: str, looks: tuple[Look, ...]
) -> None:
    live_server.set_up()
    if stage != "first":
        note_days(live_server, 120, missed=frozenset({50, 51, 52, 53, 112, 113, 114, 115}))
        keep(live_server, {"own": months, "unclear": unclear, "loop": with_loop}[stage]())
    page.goto("/loop")
    assert faults_in(page, *looks) == {}


def test_pictures_are_named_for_a_screen_reader(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 21)
    page.goto("/loop")
    expect(page.get_by_role("img", name="The usual picture, from research").first).to_be_visible()
    page.locator(".loop-more > summary").click()
    tomorrow = page.get_by_role("img", name=re.compile("^Pain (today|tomorrow): likely"))
    expect(tomorrow).to_be_visible()


def test_the_picture_of_the_readme(live_server: Server, page: Page) -> None:
    live_server.set_up()
    note_days(live_server, 21)
    keep(live_server, weeks(21))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/loop")
    assert take(page, "loop-360.png").stat().st_size > 20_000
