"""Walking through a page by keyboard alone."""

from playwright.sync_api import Page

NAME_OF_FOCUS = """() => {
  const e = document.activeElement;
  if (!e) return "";  // the page is on its way
  const own = e.getAttribute("aria-label") || (e.labels && e.labels[0] || e).innerText || e.value;
  return (own || "").trim();
}"""


def tab_to(page: Page, words: str, most: int = 120) -> None:
    """Press Tab until what has the focus is named `words`; fails when it never is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(NAME_OF_FOCUS).startswith(words):
            return
    raise AssertionError(f"Tab never reached “{words}” on {page.url}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Tab to `words` and press a key on it."""
    tab_to(page, words)
    page.keyboard.press(key)
