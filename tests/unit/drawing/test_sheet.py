"""The contact sheet: everything drawn is on it and told in words; it needs nothing else."""

import re
from dataclasses import replace
from html import unescape

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.drawing import figure as figures
from unspiral.drawing.sheet import contact_sheet


@pytest.fixture(scope="module")
def sheet(catalogue: Catalogue) -> str:
    return contact_sheet(catalogue)


def _section(sheet: str, name: str) -> str:
    found = re.search(rf'<section class="one" id="{name}">.*?</section>', sheet, re.DOTALL)
    assert found, name
    return unescape(found.group())


def test_every_figure_stands_four_times_with_its_steps(sheet: str, catalogue: Catalogue) -> None:
    for name, figure in catalogue.figures.items():
        one = _section(sheet, f"figures-{name}")
        assert one.count("<svg ") == 4
        assert all(f"<li>{step}</li>" in one for step in figures.words(figure).steps)
        assert figure.title in one and name in one
        assert one.count("scale(-1 1)") >= 1


def test_every_picture_is_there_with_its_words(sheet: str, catalogue: Catalogue) -> None:
    for name, picture in catalogue.pictures.items():
        one = _section(sheet, f"pictures-{name}")
        assert one.count("<svg ") == 3
        assert picture.title in one and f"<p>{picture.say}</p>" in one


def test_it_says_who_shows_it(sheet: str, catalogue: Catalogue) -> None:
    for name, technique in catalogue.techniques.items():
        if technique.figure:
            assert f"({name})" in _section(sheet, f"figures-{technique.figure}")
        if technique.picture:
            assert f"({name})" in _section(sheet, f"pictures-{technique.picture}")


def test_what_nothing_shows_yet_says_so(catalogue: Catalogue) -> None:
    name, figure = next(iter(catalogue.figures.items()))
    alone = replace(catalogue, techniques={}, lessons={}, figures={name: figure}, pictures={})
    assert "Used by: nothing yet." in _section(contact_sheet(alone), f"figures-{name}")


def test_it_is_complete_in_itself(sheet: str) -> None:
    assert not re.search(r"<script|<link|<img|<iframe|url\(|@import|https?:|\bsrc=|\sstyle=", sheet)
    assert sheet.count("<style>") == 1


def test_nothing_is_signed_and_the_same_content_gives_the_same_page(
    sheet: str, catalogue: Catalogue
) -> None:
    assert "Nothing here is signed by this page." in sheet
    assert catalogue.hash[:12] in sheet
    assert contact_sheet(catalogue) == sheet
