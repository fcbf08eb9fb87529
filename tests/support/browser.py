"""A real browser: one Chromium a file, a fresh server and a signed-in page per test.

`live_server` is the running server of this test's own data folder, `page` its owner's page at
phone size, `visitor` a page of nobody. `offline_page` is as `page`, with the service worker
allowed. `open_page(**options)` opens more, with any option of a browser context.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from support.server import Server, serving

from unspiral.catalogue.load import Catalogue

# The shell is the same engine without a window and its extensions: a page costs a third less. The
# long run, and a machine without the shell, take the whole browser.
SHELL, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
LONG = bool(os.environ.get("UNSPIRAL_LONG"))
CHROMIUM = SHELL if SHELL.exists() and not LONG else WHOLE
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
OpenPage = Callable[..., Page]


def until(page: Page, expression: str, seconds: float = 15.0) -> None:
    """Wait until `expression` holds on the page, which may forbid evaluation from within."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(50)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, once for the tests of a file."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield found
        found.close()


@pytest.fixture
def live_server(tmp_path: Path, catalogue: Catalogue) -> Iterator[Server]:
    """A running server over an empty data folder."""
    with serving(tmp_path / "data", catalogue) as server:
        yield server


@pytest.fixture
def open_page(browser: Browser, live_server: Server) -> Iterator[OpenPage]:
    """Opens a page; `signed_in=False` for a stranger's, other options go to the browser."""
    contexts = []

    def open_one(signed_in: bool = True, **options: Any) -> Page:
        given = {"viewport": PHONE, "service_workers": "block", **options}
        context = browser.new_context(base_url=live_server.address, **given)
        contexts.append(context)
        page = context.new_page()
        if signed_in:
            page.goto(live_server.launch())
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The owner's page, signed in by the one-use link."""
    return open_page()


@pytest.fixture
def visitor(open_page: OpenPage) -> Page:
    """A page of somebody without a session."""
    return open_page(signed_in=False)


@pytest.fixture
def offline_page(open_page: OpenPage) -> Page:
    """The owner's page with the service worker installed and in charge."""
    page = open_page(service_workers="allow")
    page.goto("/help-now")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page
