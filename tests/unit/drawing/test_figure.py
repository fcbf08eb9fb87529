"""Every figure of the catalogue: bodies that hold together, rest on things and move smoothly."""

import re
from functools import cache
from itertools import pairwise
from math import hypot

import pytest
from support.figures import figures, solved_figure

from unspiral.catalogue.load import CONTENT
from unspiral.drawing import figure as drawing
from unspiral.drawing.figure_frames import Way
from unspiral.drawing.figure_geometry import ahead, distance, place
from unspiral.drawing.figure_side import Skeleton, foot_outline

FIGURES = sorted(path.stem for path in (CONTENT / "figures" / "poses").glob("*.yaml"))
FINE = 40  # parts of a move in these checks
BED = 45.0  # a lying person sinks a little into a 46 cm bed


def _side_ways(solved):
    ways = [way for way in solved.ways() if way.start.view != "front"]
    lone = [p for p in solved.poses if p.view != "front"] if not ways else []
    return ways + [Way(pose, pose, 0, 0, True) for pose in lone]


@cache
def _every(name, cast="") -> list[tuple[Way, list[Skeleton]]]:
    solved = solved_figure(name, cast)
    return [
        (way, [solved.bones(way, i / FINE) for i in range(FINE + 1)]) for way in _side_ways(solved)
    ]


def test_twelve_movements_and_three_places():
    print("N =", len(FIGURES))
    assert len(FIGURES) >= 15
    assert {"place-lying", "place-sitting", "place-standing"} <= set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_limbs_keep_their_length(name):
    body = solved_figure(name).body
    for _, samples in _every(name):
        for bones in samples:
            for limb in ("near", "far"):
                p = bones.points
                thigh = distance(p["hip"], p[f"{limb}_knee"])
                shin = distance(p[f"{limb}_knee"], p[f"{limb}_ankle"])
                assert thigh == pytest.approx(body.length("thigh"), abs=0.01)
                assert shin == pytest.approx(body.length("shin"), abs=0.01)


@pytest.mark.parametrize("name", FIGURES)
def test_arms_are_never_longer_than_an_arm(name):
    body = solved_figure(name).body
    for _, samples in _every(name):
        for bones in samples:
            for limb in ("near", "far"):
                p = bones.points
                upper = distance(p["shoulder_joint"], p[f"{limb}_elbow"])
                fore = distance(p[f"{limb}_elbow"], p[f"{limb}_wrist"])
                assert upper <= body.length("upper_arm") + 0.01
                assert fore <= body.length("forearm") + 0.01


@pytest.mark.parametrize("cast", ["a", "b", "c", "d"])
@pytest.mark.parametrize("name", FIGURES)
def test_feet_put_down_touch_the_support(name, cast):
    body = solved_figure(name, cast).body
    for way, samples in _every(name, cast):
        for i, limb in enumerate(("near", "far")):
            legs = (way.start.legs[i], way.end.legs[i])
            spots = [leg.foot or leg.heel for leg in legs]
            if None in spots or any(leg.lift for leg in legs) or spots[0][1] != spots[1][1]:
                continue
            for bones in samples:
                low = min(p[1] for p in foot_outline(body, bones, limb).points())
                assert low == pytest.approx(spots[0][1], abs=1.0)


@pytest.mark.parametrize("name", FIGURES)
def test_pinned_feet_do_not_skate(name):
    for way, samples in _every(name):
        for i, limb in enumerate(("near", "far")):
            if way.start.legs[i].foot and way.start.legs[i].foot == way.end.legs[i].foot:
                spots = [bones.points[f"{limb}_ankle"] for bones in samples]
                assert max(distance(spots[0], spot) for spot in spots) < 0.5


def _skull_height(bones, body):
    head, tilt = bones.points["head"], bones.angles["head"]
    return min(place(head, ahead(tilt), p)[1] for p in body.body.outlines["head"])


@pytest.mark.parametrize("name", FIGURES)
def test_skull_lies_on_its_rest(name):
    body = solved_figure(name).body
    for way, samples in _every(name):
        rests = (way.start.head_rest, way.end.head_rest)
        if None in rests:
            continue
        for i, bones in enumerate(samples):
            want = rests[0][0] + (rests[1][0] - rests[0][0]) * i / FINE
            assert _skull_height(bones, body) == pytest.approx(want, abs=1.0)


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_sinks_into_the_floor(name):
    for way, samples in _every(name):
        if way.start.rest != "back" or way.end.rest != "back":
            continue
        for bones in samples:
            for limb in ("near", "far"):
                assert bones.points[f"{limb}_elbow"][1] >= way.start.level + 3.0


@pytest.mark.parametrize("name", FIGURES)
def test_joints_stay_within_their_limits(name):
    limits = figures().bodies["body"].limits
    keys = {"hip": "hip", "knee": "knee_bend", "ankle": "ankle_bend"}
    keys |= {"shoulder": "shoulder", "elbow": "elbow_bend"}
    for way, samples in _every(name):
        for bones in samples:
            for joint, key in keys.items():
                for limb in ("near", "far"):
                    angle = bones.angles[f"{limb}_{key}"]
                    low, high = limits[joint]
                    assert low - 0.5 <= angle <= high + 0.5, (way.end.id, limb, joint, angle)


@pytest.mark.parametrize("name", FIGURES)
def test_no_jumps(name):
    for way in solved_figure(name).ways():
        solved = solved_figure(name)
        samples = [solved.bones(way, i / FINE) for i in range(FINE + 1)]
        for a, b in pairwise(samples):
            for point in a.points:
                step = distance(a.points[point], b.points[point])
                assert step <= 3.0 + 1e-6 or _far_sweep(samples, point, step), (way.end.id, point)


def _far_sweep(samples, point, step):
    """A hand that travels over 100 cm in one move may pass 3 cm a step, evenly, never at once."""
    path = [s.points[point] for s in samples]
    whole = sum(distance(a, b) for a, b in pairwise(path))
    return whole > 100 and step < 2 * whole / FINE


@pytest.mark.parametrize("name", FIGURES)
def test_samples_are_near_the_true_way(name):
    solved = solved_figure(name)
    for way in solved.ways():
        count = solved.sample_count(way)
        a, b = solved.samples(way)[:2]
        middle = solved.shapes(way.start, solved.bones(way, 0.5 / count))
        names = {s.id for s in a} - {s.id for s in a if s.id.startswith("prop")}
        for x, y, true in zip(a, b, middle, strict=True):
            if x.id in names:
                pairs = zip(x.outline.numbers, y.outline.numbers, true.outline.numbers, strict=True)
                assert max(abs((p + q) / 2 - r) for p, q, r in pairs) < 1.8, (way.end.id, x.id)


@pytest.mark.parametrize("name", FIGURES)
def test_all_frames_have_the_same_paths(name):
    solved = solved_figure(name)
    for way in solved.ways():
        shapes = [[(s.id, s.outline.commands) for s in frame] for frame in solved.samples(way)]
        assert all(frame == shapes[0] for frame in shapes)


@pytest.mark.parametrize("name", FIGURES)
def test_nobody_leaves_the_picture(name):
    solved = solved_figure(name)
    left, bottom, width, height = solved.figure.frame
    poses = [Way(pose, pose, 0, 0, True) for pose in solved.poses]
    for way in [*solved.ways(), *poses]:
        for i in range(9):
            for x, y in solved.bones(way, i / 8).points.values():
                assert left <= x <= left + width
                assert bottom <= y <= bottom + height


@pytest.mark.parametrize("name", FIGURES)
def test_front_lengths_are_never_stretched(name):
    solved = solved_figure(name)
    for pose in solved.poses:
        if pose.view == "front":
            angles = solved.still(pose).angles
            lengths = [value for key, value in angles.items() if key.endswith("_length")]
            assert all(length <= 1.0 + 1e-6 for length in lengths)


@pytest.mark.parametrize("name", FIGURES)
def test_mirror_is_one_group_round_the_same_paths(name):
    found = figures()
    plain = drawing.still(found.figures[name], found.bodies["body"])
    look = drawing.Look(mirrored=True)
    turned = drawing.still(found.figures[name], found.bodies["body"], look)
    panels = len(found.figures[name].still)
    assert turned.count("scale(-1 1)") == panels
    assert plain.count("scale(-1 1)") == 0
    assert re.findall(r' d="([^"]+)"', plain) == re.findall(r' d="([^"]+)"', turned)


def test_a_mirrored_clock_moves_but_is_not_turned():
    found = figures()
    look = drawing.Look(mirrored=True)
    svg = drawing.still(found.figures["heat-pack-seated"], found.bodies["body"], look)
    turned = re.search(r"scale\(-1 1\).*?</g></g>", svg, re.S)
    assert turned
    assert "_pie" not in turned[0]
    assert "_pie" in svg


@pytest.mark.parametrize("name", FIGURES)
def test_attributes_and_classes_and_no_style(name):
    found = figures()
    svg = drawing.still(found.figures[name], found.bodies["body"])
    assert "style=" not in svg
    assert " fill=" in svg
    assert ' class="' in svg
    assert "NaN" not in svg
    assert 'role="img"><title>' in svg


@pytest.mark.parametrize("name", FIGURES)
def test_the_words_stand_in_for_the_picture(name):
    figure = figures().figures[name]
    told = drawing.words(figure)
    assert told.text.startswith("Seen from")
    assert all(step in told.text for step in told.steps)
    assert figure.shows in told.text


def test_frames_send_each_move_once_and_only_what_moves():
    found = figures()
    data = drawing.frames(found.figures["hamstring-strap"], found.bodies["body"])
    assert [(m["from"], m["to"]) for m in data["moves"]] == [("start", "stretch")]
    parts = {part["part"] for part in data["parts"]}
    assert "near_leg" in parts
    assert "prop0_mat" not in parts
    sizes = {len(sample) for move in data["moves"] for sample in move["samples"]}
    assert len(sizes) == 1


def test_breathing_moves_the_belly_more_than_the_chest():
    samples = _every("belly-breathing")[0][1]
    rise = {p: samples[-1].points[p][1] - samples[0].points[p][1] for p in ("belly_pt", "chest_pt")}
    assert rise["belly_pt"] > 5
    assert rise["chest_pt"] < rise["belly_pt"] / 2


def test_a_wider_build_still_lies_on_the_floor():
    for cast in ("a", "b", "d"):
        solved = solved_figure("belly-breathing", cast)
        bones = solved.still(solved.poses[0])
        shapes = {s.id: s for s in solved.shapes(solved.poses[0], bones)}
        low = min(p[1] for name in ("torso", "near_leg") for p in shapes[name].outline.points())
        assert low == pytest.approx(0, abs=1.0)


def test_hands_touch_what_they_hold():
    for _, samples in _every("knee-to-chest-bed"):
        hand, thigh = (samples[-1].points[n] for n in ("near_hand", "near_thigh"))
        assert hypot(hand[0] - thigh[0], hand[1] - thigh[1]) < 10
