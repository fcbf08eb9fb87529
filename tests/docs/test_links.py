"""Every link of every page leads to a file that is there."""

from pathlib import Path

import pytest
from support.pages import links, markdown
from support.source import ROOT

PAGES = markdown()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_resolve(page: Path) -> None:
    missing = [link for link in links(page) if not (page.parent / link).exists()]
    assert missing == []


def test_every_documentation_page_is_listed() -> None:
    listed = {
        (page.parent / link).resolve()
        for page in PAGES
        if page.name == "README.md"
        for link in links(page)
    }
    docs = [page for page in PAGES if "docs" in page.relative_to(ROOT).parts[:1]]
    assert [str(page) for page in docs if page not in listed and page.name != "README.md"] == []
