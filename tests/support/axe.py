"""axe-core on a page as it stands, and in other looks without loading it again."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from support.crawl import Look

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
# Paths of elements are left out: their HTML says as much, and to find them takes a quarter longer.
QUICK = {"resultTypes": ["violations"], "selectors": False, "preload": False}
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}, **QUICK}
OF_COLOUR = {"runOnly": {"type": "rule", "values": COLOURS}, **QUICK}
BUT_COLOUR = {**EVERY_RULE, "rules": {rule: {"enabled": False} for rule in COLOURS}}
RUN = """(options) => window.axe ? axe.run(options).then((found) => JSON.stringify(
  found.violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 160))])
)) : ''"""
OPENED = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
OVER = "document.documentElement.scrollWidth - window.innerWidth"


def violations(page: Page, options: Mapping[str, Any] = EVERY_RULE) -> list[str]:
    """Each rule that is broken, with the first elements that break it."""
    said = page.evaluate(RUN, options)
    if not said:  # axe is half a megabyte: it goes in once a load
        page.evaluate(AXE_SCRIPT)
        said = page.evaluate(RUN, options)
    return [f"{rule}: {'; '.join(nodes[:3])}" for rule, nodes in json.loads(said)]


def faults(page: Page, options: Mapping[str, Any] = EVERY_RULE) -> list[str]:
    """What axe finds, and how much too wide the page is."""
    over = page.evaluate(OVER)
    return [*violations(page, options), *([f"{over} px too wide"] if over > 0 else [])]


def faults_in(page: Page, *looks: Look) -> dict[str, list[str]]:
    """Faults by look, of the page as it was loaded, with all that is folded opened."""
    page.evaluate(OPENED)
    found = {}
    for look in looks:
        look.put_on(page)
        found[look.name] = faults(page)
    return {look: said for look, said in found.items() if said}


def faults_of_pages(page: Page, paths: Iterable[str], *looks: Look) -> dict[str, Any]:
    """Faults by path and look; each path is loaded once, and has to be where it leads."""
    found = {}
    for path in paths:
        page.goto(path)
        assert page.url.endswith(path)
        found[path] = faults_in(page, *looks)
    return {path: said for path, said in found.items() if said}
