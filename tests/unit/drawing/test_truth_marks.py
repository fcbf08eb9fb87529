"""The truth stands where it lies on the scale, filled inside its range and hollow outside."""

import re
import xml.etree.ElementTree as ET

import pytest

from unspiral.drawing.truth_marks import HALF_DIAMOND, LEFT, RIGHT, TruthMark, scale_of, truth_marks

INSIDE = TruthMark("Night → Pain", -0.5, -0.3, -0.1, -0.4)
OUTSIDE = TruthMark("Stress & worry → Pain", 0.1, 0.2, 0.3, -0.75)


def parts(*marks: TruthMark) -> list[ET.Element]:
    return list(ET.fromstring(truth_marks(marks, "two links")))


def place(mark: TruthMark, of: float, limit: float) -> float:
    return LEFT + (of + limit) / (2 * limit) * (RIGHT - LEFT)


def test_a_row_for_each_link_with_its_words() -> None:
    words = [one.text for one in parts(INSIDE, OUTSIDE) if one.tag == "text"]
    assert words == ["Night → Pain", "Stress & worry → Pain", "−1", "0", "1"]


@pytest.mark.parametrize(("mark", "kind"), [(INSIDE, "held"), (OUTSIDE, "missed")])
def test_the_diamond_tells_whether_the_range_holds_it(mark: TruthMark, kind: str) -> None:
    paths = [one for one in parts(mark) if one.get("class") in ("held", "missed")]
    assert [one.get("class") for one in paths] == [kind]
    start = re.match(r"M([\d.]+) ([\d.]+)", paths[0].get("d", ""))
    assert start is not None
    limit = scale_of([mark])
    assert float(start[1]) == pytest.approx(place(mark, mark.truth, limit), abs=0.06)


def test_the_range_is_drawn_before_the_truth_and_as_wide_as_it_is() -> None:
    names = [one.get("class") for one in parts(INSIDE)]
    assert names.index("band") < names.index("mid") < names.index("held")
    band = next(one for one in parts(INSIDE) if one.get("class") == "band")
    low, high = (place(INSIDE, value, 0.5) for value in (INSIDE.low, INSIDE.high))
    assert float(band.get("x", "")) == pytest.approx(low, abs=0.06)
    assert float(band.get("width", "")) == pytest.approx(high - low, abs=0.06)


def test_the_scale_holds_every_mark_in_half_points() -> None:
    assert scale_of([]) == scale_of([INSIDE]) == 0.5
    assert scale_of([INSIDE, OUTSIDE]) == 1.0
    assert scale_of([TruthMark("x", -2.1, 0.0, 2.0, 0.0)]) == 2.5
    assert place(OUTSIDE, OUTSIDE.truth, 1.0) > HALF_DIAMOND
