"""The library's pages: every example runs and prints what the page says, every name is there."""

import re
from dataclasses import fields
from itertools import zip_longest
from typing import Any

import pytest
from support.library_page import PAGE, PYTHON, library_page, outputs
from support.source import ROOT

import unspiral.dynamics as public
from unspiral.records import estimate

NUMBER = re.compile(r"-?\d+\.\d+")
SPACES = re.compile(r"[ \t]+")
RECORDS = (
    estimate.Link,
    estimate.Together,
    estimate.Loop,
    estimate.Gain,
    estimate.Response,
    estimate.Decoupled,
    estimate.Forecast,
    estimate.Check,
    estimate.Summary,
    estimate.NotEnough,
    estimate.Panel,
)
WRITTEN = PAGE.read_text("utf-8")
EXAMPLES = ("README.md", "docs/how-to/use-the-library.md")


@pytest.fixture(scope="module")
def fresh() -> str:
    return library_page(WRITTEN)


def test_the_generated_parts_are_fresh(fresh: str) -> None:
    """Draws may differ in their last digits between machines, so numbers may by 0.02."""
    for written, made in zip_longest(WRITTEN.splitlines(), fresh.splitlines(), fillvalue=""):
        bare = [SPACES.sub(" ", NUMBER.sub("#", line)) for line in (written, made)]
        assert bare[0] == bare[1], "run: ./test pages"
        numbers = [list(map(float, NUMBER.findall(line))) for line in (written, made)]
        assert numbers[0] == pytest.approx(numbers[1], abs=0.02), "run: ./test pages"


def test_examples_print_something() -> None:
    said = [found[2] for found in PYTHON.finditer(WRITTEN) if found[2] is not None]
    assert len(said) >= 4 and all(said)


@pytest.mark.parametrize("page", EXAMPLES)
def test_the_examples_of_a_page_run(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert outputs(text), "no example"


def test_the_example_of_the_front_page_is_short() -> None:
    found = PYTHON.search((ROOT / "README.md").read_text("utf-8"))
    assert found and len([line for line in found[1].splitlines() if line]) <= 5


@pytest.mark.parametrize("name", public.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert re.search(rf"`{name}[`(]|`{name}\.", WRITTEN)


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_every_field_is_documented(record: Any) -> None:
    names = [field.name.rstrip("_") for field in fields(record)]
    assert [name for name in names if f"`{name}`" not in WRITTEN] == []
