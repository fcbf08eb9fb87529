"""Each named method against numbers worked out by hand."""

from fractions import Fraction

import pytest
from support.forms import item

from unspiral.assessment.methods import GROUPS, METHODS, Pairs


def pairs(*points: float, high: int = 24, low: int = 0) -> Pairs:
    return [
        (item(n, high, range=(low, high)), Fraction(str(value)))
        for n, value in enumerate(points, 1)
    ]


def value(method: str, *points: float) -> object:
    return METHODS[method](pairs(*points), len(points))


def test_sum_mean_and_percent() -> None:
    assert value("sum", 1, 2, 4) == 7
    assert METHODS["sum"](pairs(1, 2), 3) == Fraction(9, 2)
    assert value("mean", 1, 2, 4) == Fraction(7, 3)
    assert METHODS["percent_of_answered"](pairs(5, 2, high=5), 9) == 70
    assert METHODS["percent_of_answered"](pairs(3, 4, high=5, low=1), 2) == Fraction(500, 8)


@pytest.mark.parametrize("minutes,often,part", [(15, 0, 0), (16, 0, 1), (30, 0, 1), (31, 0, 1),
    (15, 2, 1), (15, 3, 2), (60, 0, 1), (61, 0, 2), (61, 1, 2), (61, 2, 3), (31, 3, 3),
    (15.5, 1, 1)])  # fmt: skip
def test_psqi_latency(minutes: float, often: int, part: int) -> None:
    assert value("psqi_latency", minutes, often) == part


@pytest.mark.parametrize("hours,part", [(7.1, 0), (7, 1), (6, 1), (5.9, 2), (5, 2), (4.9, 3)])
def test_psqi_duration(hours: float, part: int) -> None:
    assert value("psqi_duration", hours) == part


@pytest.mark.parametrize("bed,up,asleep,part", [
    (23, 7, 6.8, 0), (23, 7, 6.7, 1), (23, 7, 6, 1), (23, 7, 5.9, 2), (23, 7, 5.2, 2),
    (23, 7, 5.1, 3), (1, 9, 8, 0), (24, 8, 8, 0), (0, 10, 10, 0), (7, 7, 0, 3)])  # fmt: skip
def test_psqi_efficiency(bed: float, up: float, asleep: float, part: int) -> None:
    assert value("psqi_efficiency", bed, up, asleep) == part


@pytest.mark.parametrize("asleep,up", [(8.1, 7), (1, 23)])
def test_nobody_sleeps_longer_than_they_lie_in_bed(asleep: float, up: float) -> None:
    assert value("psqi_efficiency", 23, up, asleep) == "answers_contradict"


@pytest.mark.parametrize("points,part", [((0, 0), 0), ((1, 0), 1), ((9, 0), 1), ((9, 1), 2),
    ((9, 9), 2), ((9, 10), 3)])  # fmt: skip
def test_psqi_disturbances(points: tuple[int, int], part: int) -> None:
    assert value("psqi_disturbances", *points) == part


@pytest.mark.parametrize("points,part", [((0, 0), 0), ((1, 0), 1), ((1, 1), 1), ((2, 1), 2),
    ((2, 2), 2), ((3, 2), 3)])  # fmt: skip
def test_psqi_daytime(points: tuple[int, int], part: int) -> None:
    assert value("psqi_daytime", *points) == part


def test_wpai() -> None:
    assert value("wpai_absenteeism", 10, 30) == 25
    assert value("wpai_absenteeism", 0, 30) == 0
    assert value("wpai_absenteeism", 10, 0) == 100
    assert value("wpai_absenteeism", 20, 20) == 50
    assert value("wpai_overall", 20, 20, 5) == 75
    assert value("wpai_presenteeism", 30, 4) == 40
    assert value("wpai_overall", 10, 30, 4) == 55
    assert value("wpai_overall", 0, 30, 4) == 40


@pytest.mark.parametrize("method,points", [("wpai_absenteeism", (0, 0)),
    ("wpai_presenteeism", (0, 4)), ("wpai_overall", (10, 0, 4))])  # fmt: skip
def test_without_work_nothing_is_said_of_it(method: str, points: tuple[float, ...]) -> None:
    assert value(method, *points) == "does_not_apply"


@pytest.mark.parametrize("total,psychosocial,group", [(3, 3, "low"), (4, 3, "medium"),
    (4, 4, "high"), (3, 4, "low"), (9, 5, "high"), (9, 0, "medium")])  # fmt: skip
def test_start_back_groups(total: float, psychosocial: float, group: str) -> None:
    assert GROUPS["start_back"](total, [psychosocial]) == group
