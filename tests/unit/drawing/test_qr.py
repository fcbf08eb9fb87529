"""The code for a camera: the same dark places on a page and in a terminal, and room around them."""

import re
from xml.etree import ElementTree

import segno

from unspiral.drawing.qr import COLOURS, PLAIN, QUIET, as_svg, as_text, modules

LINK = "https://192.168.100.200:8321/pair/4K7M-0QXT-9RWB"


def inner():
    return [tuple(row) for row in segno.make(LINK, error="m", micro=False).matrix]


def test_there_is_a_quiet_zone_on_every_side():
    rows = modules(LINK)
    within = [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]
    assert within == inner()
    edge = [*rows[:QUIET], *rows[-QUIET:]]
    sides = [row[:QUIET] + row[-QUIET:] for row in rows]
    assert sum(map(sum, edge)) + sum(map(sum, sides)) == 0


def test_the_picture_is_dark_where_the_code_is():
    svg = ElementTree.fromstring(as_svg(LINK, "A code"))
    assert (svg.get("role"), svg.get("aria-label")) == ("img", "A code")
    paper, ink = list(svg)
    assert (paper.get("fill"), ink.get("fill")) == ("#fff", "#000")
    found = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", ink.get("d"))}
    rows = modules(LINK)
    wanted = {(x, y) for y, row in enumerate(rows) for x, on in enumerate(row) if on}
    assert found == wanted
    assert svg.get("viewBox") == f"0 0 {len(rows)} {len(rows)}"


def test_a_label_cannot_leave_its_place():
    assert ElementTree.fromstring(as_svg("x", '"><script>')).get("aria-label") == '"><script>'


def test_the_terminal_shows_the_same_dark_on_light():
    rows = []
    for line in as_text(LINK).split("\n"):
        assert line.startswith(COLOURS)
        assert line.endswith(PLAIN)
        letters = line.removeprefix(COLOURS).removesuffix(PLAIN)
        rows.append(tuple(int(letter in "▀█") for letter in letters))
        rows.append(tuple(int(letter in "▄█") for letter in letters))
    wanted = list(modules(LINK))
    assert rows[: len(wanted)] == wanted
    assert not any(map(any, rows[len(wanted) :]))
