"""Pictures in a PDF have the ink of the page's print style: the same classes, the same greys."""

import re
from importlib import resources

import pytest
from support.source import ROOT

DRAWING = ROOT / "src/unspiral/drawing"
STYLES = ROOT / "src/unspiral/web/static/css"
DRAWN_BY = ("axes", "charts", "lag", "loop_map", "ribbon", "sleep_chart", "week_lines")
PAGE_STYLES = ("pictures", "loop", "sleep", "week")
PRINT = resources.files("unspiral.sharing").joinpath("print.css").read_text("utf-8")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
INK = re.compile(r"(?<![\w-])(fill|stroke): ([^;]+)")
NAME = re.compile(r"\.([\w-]+)")
NO_INK = {"on", "off", "far"}  # days in a grid of links, and a word of a comment: no document's
Inks = dict[tuple[str, str], set[str]]  # (class, fill or stroke) to the colours it has


def inks(style: str, tokens: dict[str, str]) -> Inks:
    """The ink of every class that a style names, tokens replaced."""
    found: Inks = {}
    for selectors, rules in RULE.findall(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)):
        for selector in selectors.split(","):
            *_, last = (part for part in ["", *selector.split()] if "." in part or not part)
            if selector.split()[-1] == "text":
                continue  # words have one ink in print
            for name in NAME.findall(last):
                for kind, value in INK.findall(rules):
                    shown = re.sub(r"var\((--[\w-]+)\)", lambda m: tokens.get(m[1], m[0]), value)
                    found.setdefault((name, kind), set()).add(shown.strip().lower())
    return found


@pytest.fixture(scope="module")
def page() -> Inks:
    style = (STYLES / "tokens.css").read_text("utf-8")
    light, paper = style.partition("@media")[0], style.partition("@media print")[2]
    tokens = dict(re.findall(r"(--[\w-]+): (#\w+)", light + paper.partition("@media")[0]))
    return inks("".join((STYLES / f"{n}.css").read_text("utf-8") for n in PAGE_STYLES), tokens)


@pytest.mark.parametrize("name", DRAWN_BY)
def test_every_class_of_a_chart_that_the_page_inks_has_its_ink_in_print(
    name: str, page: Inks
) -> None:
    source = (DRAWING / f"{name}.py").read_text("utf-8")
    inked = {one for one, _ in page} & set(re.findall(r"[\w-]+", source)) - NO_INK
    assert inked <= {one for one, _ in inks(PRINT, {})} and inked


def test_each_ink_is_one_that_the_page_prints_with(page: Inks) -> None:
    odd = {
        (name, kind, colour)
        for (name, kind), colours in inks(PRINT, {}).items()
        for colour in colours
        if colour not in page.get((name, kind), set()) | {"none"}
    }
    assert odd == set()
