"""The README's pictures: written by browser tests from the real pages."""

import os
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "images"
TRIED = ROOT / "tests" / "output" / "images"


def take(page: Page, name: str) -> Path:
    """Picture the whole page. The tracked one changes only with UNSPIRAL_PICTURES=1."""
    tracked = KEPT / name
    wanted = bool(os.environ.get("UNSPIRAL_PICTURES")) or not tracked.exists()
    path = tracked if wanted else TRIED / name
    path.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.fonts.ready")
    size = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 360, "height": size})
    page.screenshot(path=path)
    return path
