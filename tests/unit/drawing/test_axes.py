"""The plot area: where values lie, and that nothing is drawn over a gap."""

import re

from unspiral.drawing.axes import Area, stretches

AREA = Area(left=10, right=110, top=0, bottom=100, places=11, scale=(0.0, 10.0))


def test_places_go_right_and_values_go_up() -> None:
    assert [AREA.x(0), AREA.x(10), AREA.step] == [10, 110, 10]
    assert [AREA.y(0), AREA.y(10), AREA.y(5)] == [100, 0, 50]


def test_one_place_is_not_divided_by() -> None:
    assert Area(10, 110, 0, 100, 1, (0.0, 10.0)).x(0) == 10


def test_a_scale_below_zero_has_zero_in_its_middle() -> None:
    assert Area(0, 1, 0, 100, 2, (-2.0, 2.0)).y(0) == 50


def test_lines_and_bands_stop_at_a_gap_and_a_day_alone_is_a_dot() -> None:
    values = (1.0, 2.0, None, 3.0)
    drawn = list(AREA.lines(values))
    assert [re.search(r'class="(\w+)"', one)[1] for one in drawn] == ["line", "dot"]
    assert len(list(AREA.bands(values, 1, 2))) == 2


def test_a_surface_goes_along_the_top_and_back_along_the_bottom() -> None:
    path = AREA.between("band", (1.0, 2.0), (3.0, 4.0))
    assert 'd="M10.0 70.0L20.0 60.0L20.0 80.0L10.0 90.0Z"' in path


def test_stretches_of_noted_days() -> None:
    assert list(stretches((None, 1.0, None, 2.0, 3.0))) == [(1, 1), (3, 4)]
    assert list(stretches((None, None))) == []
