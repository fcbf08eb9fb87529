"""What carries the body in the strengthening figures does carry it, at every part of a move."""

import pytest
from support.figures import figures, solved_figure

from unspiral.drawing import figure as drawing
from unspiral.drawing.figure_geometry import Outline, distance
from unspiral.drawing.figure_shapes import arm_outline, leg_outline

FINE = 20  # parts of a move in these checks
TOUCH = 1.0  # cm between a limb and what it rests on


def _moving(name):
    solved = solved_figure(name)
    return [solved.bones(way, i / FINE) for way in solved.ways() for i in range(FINE + 1)]


def _at(name, pose):
    solved = solved_figure(name)
    return solved.still(solved.pose(pose))


def _lowest(outline: Outline) -> float:
    return min(y for _, y in outline.points())


def _prop(name, kind):
    return next(prop for prop in figures().figures[name].props if prop.kind == kind)


@pytest.mark.parametrize("name", ["bird-dog-2", "bird-dog-3"])
def test_the_standing_knee_and_hand_carry(name):
    body = solved_figure(name).body
    for bones in _moving(name):
        assert _lowest(leg_outline(body, bones, "far")) == pytest.approx(0, abs=TOUCH)
        assert _lowest(arm_outline(body, bones, "near")) == pytest.approx(0, abs=TOUCH)


@pytest.mark.parametrize("name", ["bird-dog-2", "bird-dog-3"])
def test_the_moving_leg_never_sinks_and_stays_below_the_hip(name):
    body = solved_figure(name).body
    for bones in _moving(name):
        assert _lowest(leg_outline(body, bones, "near")) >= -TOUCH
        assert bones.points["near_ankle"][1] <= bones.points["hip"][1]


def test_hands_rest_on_the_table():
    body, top = solved_figure("bird-dog").body, _prop("bird-dog", "table").h
    for bones in _moving("bird-dog"):
        assert _lowest(arm_outline(body, bones, "near")) == pytest.approx(top, abs=TOUCH)


def test_hands_push_on_the_arms_of_the_chair_until_the_body_rises():
    body, bar = solved_figure("sit-to-stand").body, _prop("sit-to-stand", "armrest")
    for pose in ("sit", "lean"):
        bones = _at("sit-to-stand", pose)
        assert _lowest(arm_outline(body, bones, "near")) == pytest.approx(bar.y + 2, abs=TOUCH)
        assert bar.x < bones.points["near_hand"][0] < bar.x + bar.w


@pytest.mark.parametrize("name", ["side-support-2", "side-support-3"])
def test_the_elbow_of_a_side_support_stays_on_its_spot_on_the_floor(name):
    elbows = [bones.points["left_elbow"] for bones in _moving(name)]
    radius = solved_figure(name).body.radius("elbow")
    assert max(distance(elbows[0], spot) for spot in elbows) < 2 * TOUCH
    assert all(y - radius == pytest.approx(0, abs=TOUCH) for _, y in elbows)


def test_the_forearm_meets_the_wall_and_the_feet_stay():
    body, wall = solved_figure("side-support").body, _prop("side-support", "wall")
    edge = min(x for x, _ in arm_outline(body, _at("side-support", "lean"), "left").points())
    assert edge == pytest.approx(wall.x + 5, abs=TOUCH)
    feet = [bones.points["left_ankle"] for bones in _moving("side-support")]
    assert max(distance(feet[0], spot) for spot in feet) < 0.5


@pytest.mark.parametrize(
    ("name", "support"), [("bird-dog", "At a table."), ("side-support", "At a wall.")]
)
def test_the_words_name_what_a_person_leans_on(name, support):
    assert support in drawing.words(figures().figures[name]).text


@pytest.mark.parametrize("family", ["sit-to-stand", "bridge", "bird-dog", "dead-bug"])
def test_no_level_bends_the_low_back_far(family):
    """People copy the picture: each bend of the spine stays under 15 degrees."""
    for level in ("", "-2", "-3"):
        solved = solved_figure(family + level)
        for pose in solved.poses:
            assert all(abs(bend) < 15 for bend in pose.spine[:3])
