"""A real browser for every journey: see `support/browser.py` for what each fixture is."""

from support.browser import browser, live_server, offline_page, open_page, page, visitor

__all__ = ["browser", "live_server", "offline_page", "open_page", "page", "visitor"]
