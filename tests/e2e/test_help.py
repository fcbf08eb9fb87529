"""Help in a real browser: for everybody, without script, without the server."""

from playwright.sync_api import expect


def test_help_is_there_for_somebody_without_a_session(visitor):
    visitor.goto("/help-now")
    expect(visitor.get_by_role("heading", name="Help now")).to_be_visible()
    expect(visitor.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")


def test_the_persons_country_decides_the_numbers(live_server, page):
    live_server.set_up()
    page.goto("/help-now")
    expect(page.get_by_role("link", name="Numbers for Ireland")).to_be_visible()
    numbers = page.locator("a.call").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert numbers[0] == "tel:112"
    assert numbers[1].startswith("tel:116123")


def test_an_unchecked_line_stands_below_the_emergency_number(live_server, page):
    live_server.set_up()
    page.goto("/help-now")
    first, second = page.locator("a.call").nth(0), page.locator("a.call").nth(1)
    expect(second).to_contain_text("Not yet checked")
    assert first.bounding_box()["y"] < second.bounding_box()["y"]


def test_another_country_can_be_chosen_without_script(open_page):
    page = open_page(signed_in=False, java_script_enabled=False)
    page.goto("/help-now")
    page.get_by_label("Country", exact=True).select_option("nz")
    page.get_by_role("button", name="Show its numbers").click()
    expect(page.get_by_role("link", name="Call 111")).to_be_visible()
    expect(page.get_by_role("link", name="Numbers for New Zealand")).to_be_visible()


def test_help_stays_when_the_server_is_gone(live_server, offline_page):
    live_server.stop()
    offline_page.goto("/help-now")
    expect(offline_page.get_by_role("heading", name="Help now")).to_be_visible()
    expect(offline_page.locator("a.call.now").first).to_have_css("border-radius", "20px")


def test_an_unreachable_page_leads_to_what_works_here(live_server, offline_page):
    live_server.stop()
    offline_page.goto("/today")
    expect(offline_page.get_by_role("heading", level=1)).to_have_text(
        "Your computer cannot be reached right now."
    )
    offline_page.get_by_role("link", name="Need help now").click()
    expect(offline_page.get_by_role("heading", name="Help now")).to_be_visible()


def test_the_help_file_opens_from_disk_with_its_own_style_and_no_script(
    live_server, open_page, tmp_path
):
    from unspiral.web import help_file

    target = tmp_path / "help.html"
    help_file.write(target, live_server.ctx.catalogue)
    page = open_page(signed_in=False)
    refused = []
    page.on("console", lambda said: refused.append(said.text))
    page.goto(target.as_uri())
    expect(page.get_by_role("link", name="Call 112")).to_have_css("border-radius", "20px")
    assert page.locator("script").count() == 0
    assert refused == []
