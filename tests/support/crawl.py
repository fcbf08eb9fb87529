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


# What the server writes for the night, and what a person does for large text.
PUT_ON = """([theme, percent]) => {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  root.style.fontSize = percent === 100 ? "" : `${percent}%`;
  for (const change of document.getAnimations()) if (change.transitionProperty) change.finish();
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is shown: theme, width in px, text size in percent."""

    theme: str
    width: int
    percent: int = 100

    @property
    def name(self) -> str:
        """As in `dark-320-100`."""
        return f"{self.theme}-{self.width}-{self.percent}"

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

    def put_on(self, page: Page) -> None:
        """Give this look to a page that is open, without loading it again."""
        page.set_viewport_size({"width": self.width, "height": 800})
        contrast = self.theme == "contrast"
        page.emulate_media(
            color_scheme="dark" if self.theme == "dark" else "light",
            forced_colors="active" if contrast else "none",
            contrast="more" if contrast else "no-preference",
        )
        page.evaluate(PUT_ON, [self.theme if self.theme == "night" else "", self.percent])

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
# On every change each theme, each width and the large text are put on one load of each page; in the
# long run every look is loaded by itself.
LOOKS: tuple[tuple[Look, ...], ...] = tuple((look,) for look in EVERY) if LONG else ((
    Look("dark", NARROW),
    Look("light", WIDE),
    Look("light", NARROW, 200),
    Look("night", NARROW),
    Look("contrast", NARROW),
),)  # fmt: skip


def put(server: Server, state: str) -> None:
    """Make the person of the server somebody new, all clear, or with an emergency sign."""
    if state != "new":
        server.set_up()
    if state == "emergency":
        server.answer({"rf1_saddle": "yes"})


def paths() -> list[str]:
    """The path of every page, and one that does not exist."""
    return [*(call.path for call in pages()), "/this-page-does-not-exist"]
