"""A phone on the home network: let in by a code, used while the computer is off, and removed."""

import base64
import hashlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import expect, sync_playwright
from support.browser import ARGS, CHROMIUM, PHONE
from support.server import MovedClock, made

from unspiral.bootstrap import make_app
from unspiral.cli.certificates import provide
from unspiral.cli.home_network import Place
from unspiral.cli.phone import way_in
from unspiral.services import pairing

NAME = "my-box.local"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder whose certificates are there before the browser starts."""
    return tmp_path_factory.mktemp("phone") / "data"


@pytest.fixture(scope="module")
def browser(data):
    """A Chromium that knows where the computer is, and trusts what it shows."""
    chain = provide(data, NAME, MovedClock()()).chain
    key = x509.load_pem_x509_certificate(chain.read_bytes()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    trusted = base64.b64encode(hashlib.sha256(der).digest()).decode()
    more = [
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={trusted}",
    ]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS, *more])
        yield found
        found.close()


def test_a_phone_is_let_in_writes_offline_and_sends_later(browser, data, catalogue):
    ctx, person = made(data, catalogue, MovedClock())
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(15_000)
    door = way_in(ctx, Place(NAME, "127.0.0.1"), lambda words: None)
    with door(0, lambda home: make_app(ctx, None, home, "phone")) as home:
        port = home.port
        page.goto(home.link(home.codes.make()))
        _looks_right(page)
        page.get_by_label("What do you call this phone?").fill("Blue phone")
        page.get_by_role("button", name="Pair this phone").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("This phone is paired.")
        expect(page.get_by_text("Ready. Help, a little ease")).to_be_visible()
        _looks_right(page)
        page.reload()
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        (cookie,) = (one for one in context.cookies() if "unspiral" in one["name"])
        assert (cookie["name"], cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (
            "__Host-unspiral", True, True, "Lax",
        )  # fmt: skip
        assert (cookie["domain"], cookie["path"]) == (NAME, "/")

    page.goto(f"https://{NAME}:{port}/")  # the address the icon opens, with the computer off
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your computer cannot be reached right now."
    )
    page.goto(f"https://{NAME}:{port}/checkin")
    page.get_by_role("group", name="How was your night?").get_by_label("6").check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("1 entry kept on this device, not sent yet.")).to_be_visible()

    with door(port, lambda home: make_app(ctx, None, home, "phone")) as home:
        assert home.port == port
        page.goto(f"{home.address}/phone")
        expect(page.locator("[data-unsent]")).to_be_hidden()
        with ctx.store.read(person) as tx:
            assert [(one.variable, one.value) for one in tx.readings()] == [("sleep_quality", 6)]
        (phone,) = pairing.phones(ctx, person)
        assert phone.name == "Blue phone"
        pairing.remove(ctx, person, pairing.short(phone))
        page.goto(f"{home.address}/me")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "This phone is not paired with your computer."
        )
        page.get_by_role("link", name="Type the code").click()
        page.get_by_role("link", name="Did the phone warn you?").click()
        _looks_right(page)
        page.get_by_role("link", name="Pair this phone").click()
        page.get_by_label("Code", exact=True).fill(home.codes.make().lower())
        page.get_by_role("button", name="Pair this phone").click()
        expect(page.get_by_text("Your computer knows it as “Phone”.")).to_be_visible()
    context.close()
    ctx.store.close()


def _looks_right(page):
    """No axe violation; nothing wider than the smallest phone, with large text as well."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    for percent in ("200%", ""):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", percent)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
