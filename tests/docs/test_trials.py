"""docs/reference/trials.md: its figures are those that were kept, its example says what it says."""

import pytest
from support.library_page import PYTHON, outputs
from support.trials_page import PAGE, trials_page

import unspiral.trials

TEXT = PAGE.read_text("utf-8")


def test_the_figures_on_the_page_are_those_that_were_kept() -> None:
    assert trials_page(TEXT) == TEXT


def test_the_example_prints_what_stands_below_it() -> None:
    blocks = list(PYTHON.finditer(TEXT))
    assert blocks and outputs(TEXT) == [block[2] for block in blocks]


@pytest.mark.parametrize("name", unspiral.trials.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert name in TEXT
