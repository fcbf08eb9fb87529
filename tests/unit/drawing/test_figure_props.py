"""The things people hold, step on and pull: they stand where the data says and follow the hand."""

import pytest
from support.figures import figures

from unspiral.catalogue.figure_types import Prop
from unspiral.drawing.figure_frames import solve
from unspiral.drawing.figure_geometry import distance
from unspiral.drawing.figure_props import layers_of
from unspiral.drawing.figure_side import Skeleton
from unspiral.drawing.figure_words import describe

HAND, FOOT = (0.0, 80.0), (60.0, 80.0)


def _drawn(prop):
    bones = Skeleton(points={"near_hand": HAND, "near_sole": FOOT})
    return {s.id: s for s in layers_of((prop,), bones)["behind"]}


def _box(shape):
    xs, ys = zip(*shape.outline.points(), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.fixture(scope="module")
def found():
    return figures()


def test_a_band_longer_than_its_way_hangs_and_a_short_one_is_straight():
    ends = ("near_hand", "near_sole")
    loose = _box(_drawn(Prop(kind="band", ends=ends, w=70, r=3))["prop0"])
    tight = _box(_drawn(Prop(kind="band", ends=ends, w=50, r=3))["prop0"])
    assert loose[1] < 70
    assert (tight[1], tight[3]) == (80, 80)


def test_a_loose_towel_is_as_long_as_it_says():
    ends = ("near_hand", "near_sole")
    line = [HAND, *_drawn(Prop(kind="band", ends=ends, w=64, r=3))["prop0"].outline.points()]
    assert sum(map(distance, line, line[1:])) == pytest.approx(64, abs=1.0)


def test_a_band_at_a_door_ends_in_its_anchor_and_a_towel_has_none():
    door = _drawn(Prop(kind="band", ends=("near_hand", ""), at=(100, 90), w=40, r=2))
    towel = _drawn(Prop(kind="band", ends=("near_hand", "near_sole"), w=40, r=2))
    assert "prop0_anchor" in door
    assert "prop0_anchor" not in towel
    assert door["prop0"].outline.points()[-1] == pytest.approx((100, 90))


def test_a_bag_hangs_below_the_hand():
    bag = _box(_drawn(Prop(kind="bag", at="near_hand", size=(22, 22)))["prop0"])
    assert bag[3] < HAND[1]
    assert bag[1] == pytest.approx(HAND[1] - 31, abs=1.0)


@pytest.mark.parametrize(("kind", "key"), [("step", "h"), ("bench", "seat"), ("door", "h")])
def test_what_stands_on_the_floor_reaches_its_height(kind, key):
    boxes = [_box(s) for s in _drawn(Prop(kind=kind, x=30, w=40, **{key: 44})).values()]
    tall = [b for b in boxes if b[0] >= 29]
    assert min(b[1] for b in tall) == pytest.approx(0, abs=0.1)
    assert max(b[3] for b in tall) == pytest.approx(44, abs=0.1)


@pytest.mark.parametrize("name", ["step-up", "step-up-2", "step-up-3"])
def test_the_foot_that_goes_up_stands_on_the_step_drawn(found, name):
    solved = solve(found.figures[name], found.bodies["body"])
    step = next(p for p in solved.figure.props if p.kind == "step")
    feet = [leg.foot for pose in solved.poses for leg in pose.legs if leg.foot]
    raised = {foot[1] for foot in feet if foot[0] > step.x}
    assert raised == {step.h}


@pytest.mark.parametrize("name", ["wall-push-2", "wall-push-3", "calf-raise-2", "calf-raise-3"])
def test_hands_rest_on_the_table_or_bench_drawn(found, name):
    solved = solve(found.figures[name], found.bodies["body"])
    rest = next(p for p in solved.figure.props if p.kind in ("table", "bench"))
    top = rest.h if rest.kind == "table" else rest.seat
    for pose in solved.poses:
        x, y = solved.still(pose).points["near_hand"]
        assert rest.x <= x <= rest.x + rest.w
        assert 0 < y - top < 8


def test_the_hips_reach_the_wall_behind_and_never_go_through_it(found):
    solved = solve(found.figures["hip-hinge-2"], found.bodies["body"])
    wall = next(p for p in solved.figure.props if p.kind == "wall").x + 5
    backs = []
    for pose in solved.poses:
        shapes = {s.id: s for s in solved.shapes(pose, solved.still(pose))}
        backs.append(_box(shapes["near_leg"])[0] - wall)
    assert backs[0] > 10
    assert -0.6 < backs[1] < 0.6


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hip-hinge", "On a chair."),
        ("hip-hinge-2", "At a wall."),
        ("wall-push-2", "At a table."),
        ("wall-push-3", "At a bench."),
        ("row-2", "On a chair."),
        ("row-3", "At a door."),
        ("step-up", "At a step."),
    ],
)
def test_the_words_name_what_is_needed(found, name, said):
    assert f"Seen from the side. {said} " in describe(found.figures[name]).text
