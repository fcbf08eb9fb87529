"""Figures on the floor, the bed and a chair: knees and hands touch it, ranges stay gentle."""

import pytest
from support.figures import solved_figure

from unspiral.drawing import figure as drawing
from unspiral.drawing.figure_frames import Way
from unspiral.drawing.figure_side import foot_outline

FINE = 20  # parts of a move in these checks
SINKS = 1.0  # cm
ON_FLOOR = ("floor-down-and-up", "cat-cow", "hamstring-standing", "movement-snacks", "pilates")
KNEELING = {
    "floor-down-and-up": ("kneel", "hands_and_knees"),
    "cat-cow": ("flat", "cow", "round"),
    "yoga": ("cat", "cow", "rest_back"),
}
HANDS_ON_FLOOR = {
    "floor-down-and-up": ("hands_and_knees",),
    "cat-cow": ("flat", "cow", "round"),
    "yoga": ("cat", "cow"),
}


def _bones(name, pose, cast=""):
    solved = solved_figure(name, cast)
    return solved.still(solved.pose(pose))


@pytest.mark.parametrize("cast", ["a", "b", "c", "d"])
@pytest.mark.parametrize("name", KNEELING)
def test_knees_that_carry_rest_on_the_floor(name, cast):
    body = solved_figure(name, cast).body
    for pose in KNEELING[name]:
        bones = _bones(name, pose, cast)
        for limb in ("near", "far"):
            under = bones.points[f"{limb}_knee"][1] - body.radius("knee")
            assert -3.0 < under < 2.5, (pose, limb)


@pytest.mark.parametrize("name", HANDS_ON_FLOOR)
def test_hands_that_carry_lie_on_the_floor(name):
    for pose in HANDS_ON_FLOOR[name]:
        bones = _bones(name, pose)
        for limb in ("near", "far"):
            assert bones.points[f"{limb}_hand"][1] == pytest.approx(3.0, abs=1.5), (pose, limb)


@pytest.mark.parametrize("name", ON_FLOOR)
def test_no_foot_goes_through_the_floor_on_its_way(name):
    solved = solved_figure(name)
    for way in solved.ways():
        for i in range(FINE + 1):
            bones = solved.bones(way, i / FINE)
            for limb in ("near", "far"):
                low = min(p[1] for p in foot_outline(solved.body, bones, limb).points())
                assert low > -SINKS, (way.end.id, limb, i)


def test_a_foot_that_stays_is_not_lifted_by_the_step_before():
    solved = solved_figure("floor-down-and-up")
    way = Way(solved.pose("half_kneel"), solved.pose("kneel"), 1, 1, True)
    heights = [solved.bones(way, i / FINE).points["near_ankle"][1] for i in range(FINE + 1)]
    assert max(heights) - min(heights) < 0.5


def test_the_standing_stretch_keeps_the_knees_soft():
    solved = solved_figure("hamstring-standing")
    for way in solved.ways():
        for i in range(FINE + 1):
            angles = solved.bones(way, i / FINE).angles
            assert min(angles["near_knee_bend"], angles["far_knee_bend"]) >= 15
            assert angles["pelvis"] <= 50


def test_the_half_press_up_stays_low_and_the_hips_stay_down():
    lying, up = (_bones("prone-press-up", pose) for pose in ("lie", "elbows"))
    assert up.points["hip"][1] == pytest.approx(lying.points["hip"][1], abs=1.0)
    assert up.angles["pelvis"] - up.angles["chest"] <= 45
    for limb in ("near", "far"):
        assert up.points[f"{limb}_elbow"][1] == pytest.approx(49, abs=1.0)


def test_the_knee_roll_goes_no_further_than_a_third_of_the_way():
    solved = solved_figure("knee-roll")
    for pose in solved.poses:
        for leg in pose.legs:
            assert abs(leg.thigh[0]) <= 40


def test_legs_lie_on_the_seat_of_the_chair():
    solved = solved_figure("legs-on-chair")
    bones, seat = _bones("legs-on-chair", "rest"), solved.poses[0].props[-1].seat
    calf = bones.points["near_ankle"][1] - solved.body.radius("calf")
    assert calf == pytest.approx(seat, abs=6.0)
    assert bones.points["hip"][1] < 15


def test_a_chair_to_hold_is_not_told_as_a_chair_to_sit_on():
    assert "On a chair" not in drawing.words(solved_figure("floor-down-and-up").figure).text
    assert "On a chair" in drawing.words(solved_figure("sit-to-stand").figure).text
    assert "In bed" in drawing.words(solved_figure("bed-stretches").figure).text


def test_a_chair_and_a_bed_may_be_turned_round():
    figure = solved_figure("floor-down-and-up").figure
    solved = solved_figure("floor-down-and-up")
    shapes = {s.id: s for s in solved.shapes(solved.poses[0], solved.still(solved.poses[0]))}
    back = [x for x, _ in shapes["prop1_back"].outline.points()]
    seat = [x for x, _ in shapes["prop1_seat"].outline.points()]
    chair = figure.props[1]
    assert min(seat) == pytest.approx(chair.x + chair.w, abs=0.1)
    assert max(seat) == pytest.approx(chair.x, abs=0.1)
    assert max(back) > max(seat)
