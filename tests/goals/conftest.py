"""The browser of the journeys, for the figures that are measured in one."""

from support.browser import browser, live_server, open_page

__all__ = ["browser", "live_server", "open_page"]
