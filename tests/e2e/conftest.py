"""A real browser for every journey: see `support/browser.py` for what each fixture is."""

import pytest
from support.browser import browser, live_server, offline_page, open_page, page, visitor

__all__ = ["browser", "live_server", "offline_page", "open_page", "page", "visitor"]

SILENT = "HTMLMediaElement.prototype.play = () => Promise.reject(new Error('not allowed'));"


@pytest.fixture
def play(open_page, live_server):
    """Opens a session as somebody whose screens are all clear; faults of the page fail the test.

    The clock stands still but for `run_for`, however slow the machine is, and the browser refuses
    to play sound: the page keeps the time by itself. `sound=True` lets the file play and leaves the
    clock alone.
    """
    live_server.set_up()
    faults = []

    def opened(path, sound=False, **options):
        page = open_page(**options)
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        if not sound:
            page.add_init_script(SILENT)
        if options.get("java_script_enabled", True) and not sound:
            page.clock.install()
        page.goto(path)
        if options.get("java_script_enabled", True) and not sound:
            page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 2)
        return page

    yield opened
    assert faults == []
