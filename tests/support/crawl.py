"""Every page of the product in a real browser: in every look it has, in the states people meet."""

import os
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page
from support.routes import pages
from support.server import Server

LONG = bool(os.environ.get("UNSPIRAL_LONG"))
NARROW, WIDE = 320, 1280
STATES = ("new", "clear", "emergency")


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is shown: theme, width in px, text size in percent."""

    theme: str
    width: int
    percent: int = 100

    def options(self) -> dict[str, Any]:
        """What a browser context needs for this look."""
        found: dict[str, Any] = {"viewport": {"width": self.width, "height": 800}}
        if self.theme == "dark":
            found["color_scheme"] = "dark"
        if self.theme == "contrast":
            found |= {"forced_colors": "active", "contrast": "more"}
        return found

    def settle(self, page: Page, address: str) -> None:
        """The night theme is a cookie; it is set before the first page."""
        if self.theme == "night":
            page.context.add_cookies([{"name": "theme", "value": "night", "url": address}])

    def show(self, page: Page, path: str) -> int:
        """Open a page and set its text size; the status it came with."""
        answer = page.goto(path)
        if self.percent != 100:
            size = f"{self.percent}%"
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        return answer.status if answer else 0


THEMES = ("light", "dark", "night", "contrast")
EVERY = tuple(
    Look(theme, width, percent)
    for theme in THEMES
    for width, percent in ((NARROW, 100), (WIDE, 100), (NARROW, 200))
)
# On every change each theme, each width and the large text are seen; all of them together by LONG.
LOOKS = EVERY if LONG else (
    Look("dark", NARROW),
    Look("night", NARROW),
    Look("contrast", NARROW),
    Look("light", WIDE),
    Look("light", NARROW, 200),
)  # fmt: skip


def put(server: Server, state: str) -> None:
    """Make the person of the server somebody new, all clear, or with an emergency sign."""
    if state != "new":
        server.set_up()
    if state == "emergency":
        server.answer({"rf1_saddle": "yes"})


def paths() -> list[str]:
    """The path of every page, and one that does not exist."""
    return [*(call.path for call in pages()), "/this-page-does-not-exist"]
