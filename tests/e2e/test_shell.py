"""The frame in a real browser: the way in, themes, the worker, what is kept with the server off."""

from playwright.sync_api import expect

KEPT = "Kept on this device, not sent yet"


def _worries(server):
    with server.ctx.store.read(server.person) as tx:
        return [words for _, words in tx.notes()]


def _park(page, words):
    page.locator("summary", has_text="Park a worry").click()
    page.get_by_role("textbox", name="Park a worry").fill(words)
    page.get_by_role("button", name="Park it").click()
    expect(page.locator("[data-save-state]").last).to_be_visible()


def test_the_link_opens_the_browser_once(live_server, open_page):
    link = live_server.launch()
    first, second = open_page(signed_in=False), open_page(signed_in=False)
    first.goto(link)
    expect(first).to_have_url(f"{live_server.address}/welcome")
    second.goto(link)
    expect(second.get_by_role("heading", level=1)).to_have_text(
        "This link has been used or is too old."
    )


def test_without_a_session_every_page_says_where_the_link_is(visitor):
    visitor.goto("/today")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(
        "Please open the link from your terminal."
    )


def test_the_strip_is_in_view_after_scrolling(live_server, page):
    live_server.set_up()
    page.goto("/learn")
    page.mouse.wheel(0, 5000)
    for name in ("Awake", "Rough day", "Need help now"):
        expect(
            page.get_by_role("navigation", name="Always here").get_by_text(name)
        ).to_be_in_viewport()


def test_the_tab_of_the_page_is_the_current_one(live_server, page):
    live_server.set_up()
    page.goto("/learn/claim/bed-rest")
    current = page.get_by_role("navigation", name="Main").locator("[aria-current=page]")
    expect(current).to_have_text("Learn")


def test_a_theme_is_chosen_and_stays(live_server, page):
    live_server.set_up()
    page.goto("/me")
    page.get_by_label("Night", exact=True).check()
    page.get_by_role("button", name="Use this").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "night")
    page.goto("/learn")
    expect(page.locator("body")).to_have_css("background-color", "rgb(6, 2, 0)")


def test_what_opens_from_the_night_page_stays_dark(live_server, page):
    page.goto("/awake")
    page.get_by_role("link", name="Ease").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "night")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "night")


def test_ease_at_night_asks_the_danger_screen_first(live_server, page):
    page.goto("/awake")
    page.get_by_role("link", name="Ease").click()
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(f"{live_server.address}/awake/ease")
    expect(page.locator("svg.person")).to_have_count(2)


def test_the_page_can_be_installed(page):
    found = page.request.get("/manifest.webmanifest").json()
    assert (found["display"], found["start_url"]) == ("standalone", "/")
    for icon in found["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.ok
        assert answer.headers["content-type"] == icon["type"]


def test_a_worry_is_saved_when_the_server_has_it_on_disk(live_server, page):
    page.goto("/awake")
    _park(page, "The boiler")
    expect(page.get_by_text("Parked for tomorrow.")).to_be_visible()
    assert _worries(live_server) == ["The boiler"]


def test_a_worry_is_kept_when_the_server_is_off_and_the_words_say_so(live_server, page):
    page.goto("/awake")
    live_server.stop()
    _park(page, "The boiler")
    expect(page.locator("[data-save-state]").last).to_have_text(KEPT)
    assert _worries(live_server) == []


def test_what_was_kept_is_sent_once_the_server_answers(live_server, page):
    page.goto("/awake")
    page.route("**/sync", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        _park(page, "The boiler")
    expect(page.locator("[data-save-state]").last).to_have_text(KEPT)
    page.unroute("**/sync")
    with page.expect_response("**/sync"):
        page.goto("/me")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert _worries(live_server) == ["The boiler"]


def test_an_entry_sent_twice_is_stored_once(live_server, page):
    page.goto("/awake")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/sync", lose_the_answer)
    with page.expect_event("requestfailed"):
        _park(page, "The boiler")
    expect(page.locator("[data-save-state]").last).to_have_text(KEPT)
    page.unroute("**/sync")
    with page.expect_response("**/sync"):
        page.goto("/me")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert _worries(live_server) == ["The boiler"]


def test_a_refused_entry_stays_on_the_device(live_server, page):
    page.goto("/awake")
    page.route("**/sync", lambda route: route.fulfill(status=400, body="{}"))
    _park(page, "The boiler")
    page.goto("/me")
    expect(page.get_by_text("1 entry kept on this device, not sent yet.")).to_be_visible()


def test_the_device_holds_no_readable_entry(live_server, page):
    page.goto("/awake")
    page.route("**/sync", lambda route: route.abort())
    _park(page, "canary-4711")
    page.goto("/me")
    expect(page.get_by_text("1 entry kept on this device, not sent yet.")).to_be_visible()
    row, exported = page.evaluate(READ_BOX)
    assert "canary" not in row
    assert exported == "InvalidAccessError"


def test_what_waits_can_be_saved_to_a_file(live_server, page):
    page.goto("/awake")
    page.route("**/sync", lambda route: route.abort())
    _park(page, "The boiler")
    page.goto("/me")
    with page.expect_download() as found:
        page.get_by_role("button", name="Save to a file").click()
    assert '"The boiler"' in found.value.path().read_text("utf-8")


def test_a_kept_page_holds_no_token_and_no_answer(live_server, offline_page):
    live_server.set_up(goal="canary-goal")
    offline_page.goto("/awake")
    offline_page.reload()
    texts = offline_page.evaluate(READ_CACHE)
    assert len(texts) > 8
    token = offline_page.evaluate("fetch('/form-token').then(a => a.json()).then(a => a.token)")
    assert [url for url, text in texts if token in text or "canary-goal" in text] == []


def test_a_blank_check_in_is_kept_while_the_server_is_off(live_server, offline_page):
    live_server.stop()
    offline_page.goto("/checkin")
    offline_page.get_by_role("group", name="How was your night?").get_by_label("6").check()
    offline_page.get_by_role("button", name="Save").first.click()
    expect(offline_page.get_by_text("1 entry kept on this device, not sent yet.")).to_be_visible()


def test_a_danger_sign_ticked_offline_leads_to_help(live_server, offline_page):
    live_server.stop()
    offline_page.goto("/danger")
    offline_page.get_by_label("A bad fall or crash").check()
    offline_page.get_by_role("button", name="Next").click()
    expect(offline_page.get_by_role("heading", name="Get this checked.")).to_be_visible()
    expect(offline_page.locator("[data-clear]")).to_be_hidden()
    offline_page.get_by_role("link", name="Who to call").click()
    expect(offline_page.get_by_role("heading", name="Help now")).to_be_visible()


def test_a_form_sent_while_the_server_is_off_ends_on_a_page_of_ours(live_server, offline_page):
    live_server.set_up()
    offline_page.goto("/check-up/forms/peg")
    for name in ("peg_pain", "peg_enjoyment", "peg_activity"):
        offline_page.locator(f"[name={name}]").nth(4).check()
    live_server.stop()
    offline_page.get_by_role("button", name="Save").click()
    expect(offline_page.get_by_role("heading", level=1)).to_have_text(
        "Your computer cannot be reached right now."
    )
    expect(offline_page.get_by_text("It may not have arrived")).to_be_visible()
    expect(offline_page.get_by_role("link", name="Need help now")).to_be_visible()


def test_none_ticked_offline_opens_a_little_ease(live_server, offline_page):
    live_server.stop()
    offline_page.goto("/danger")
    offline_page.get_by_role("button", name="Next").click()
    expect(offline_page.locator("[data-error]")).to_be_visible()
    offline_page.get_by_label("None of these").check()
    offline_page.get_by_role("button", name="Next").click()
    expect(offline_page.get_by_role("heading", name="Two minutes, as you are")).to_be_visible()


READ_BOX = """async () => {
  const open = indexedDB.open("unspiral-outbox");
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = (store) => new Promise((done) => {
    const asked = base.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const row = (await all("entries"))[0];
  const key = (await all("held")).find((held) => held instanceof CryptoKey);
  const text = new TextDecoder().decode(row.data) + JSON.stringify(row);
  const exported = await crypto.subtle.exportKey("raw", key).then(() => "exported", (e) => e.name);
  return [text, exported];
}"""
READ_CACHE = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push([request.url, await (await cache.match(request)).text()]);
    }
  }
  return found;
}"""
