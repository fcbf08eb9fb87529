"""The content page of the documentation lists what is there and every code of the check."""

import re

from support.content_page import PAGE, content_page
from support.source import SOURCE

from unspiral.catalogue.load import Catalogue


def test_the_generated_part_is_fresh(catalogue: Catalogue) -> None:
    written = PAGE.read_text("utf-8")
    hint = "run: ./test pages"
    assert written == content_page(written, catalogue), hint


def test_every_problem_code_is_explained() -> None:
    rooms = [*(SOURCE / "catalogue").glob("*.py")]
    raised = {
        code
        for path in rooms
        for code in re.findall(r'Problem\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    page = PAGE.read_text("utf-8")
    print(f"N = {len(raised)}")
    assert len(raised) > 20
    assert {code for code in raised if f"`{code}`" not in page} == set()
