"""Every figure, by no list of names: nobody floats, sinks, stretches or leaves the frame."""

import re
from dataclasses import asdict
from functools import cache

import pytest
from support.figures import figures, solved_figure

from unspiral.catalogue.load import CONTENT
from unspiral.drawing import figure as drawing
from unspiral.drawing.figure_arrows import arrow_shapes
from unspiral.drawing.figure_frames import Way, solve
from unspiral.drawing.figure_geometry import distance
from unspiral.drawing.figure_side import foot_outline, pelvis_outline, trunk_outline
from unspiral.drawing.figure_svg import columns

FIGURES = sorted(path.stem for path in (CONTENT / "figures" / "poses").glob("*.yaml"))
PARTS = 12  # of a move in these checks
TOUCH = 1.0  # cm between a body and what carries it
SINKS = {"a": 1.0, "b": 1.5}  # cm; knees of a wider build are rounder and press in
LIE, BED_TOP = 45.0, 46.0  # a lying person sinks a little into the bed
TOES = 9.5  # cm: seen from the front, feet reach below the line of the floor
BODY = ("near_", "far_", "left_", "right_", "torso", "legs", "head", "hair", "neck")


def _ways(solved):
    """All moves, and each pose alone: a figure that is cut has no moves."""
    return [*solved.ways(), *(Way(pose, pose, 0, 0, True) for pose in solved.poses)]


@cache
def _drawn(name, cast=""):
    """Way, part, bones and shapes of every sample."""
    solved = solved_figure(name, cast)
    found = []
    for way in _ways(solved):
        parts = (0.0,) if way.start is way.end else tuple(i / PARTS for i in range(PARTS + 1))
        for part in parts:
            bones = solved.bones(way, part)
            found.append((way, part, bones, solved.shapes(way.start, bones)))
    return found


def _low(shapes, without=("-",)):
    parts = [s for s in shapes if s.id.startswith(BODY) and not s.id.endswith(without)]
    return min(y for s in parts for _, y in s.outline.points())


def _lies_flat(way):
    """Seen from above there is no up and down to check."""
    return way.start.view == "above" or any(p.kind == "bed_above" for p in way.start.props)


def _carried(way, cast):
    """From where to where (cm) the lowest part of a body may be, and parts left out of it.

    In a bed feet may hang over its end; a puppet seen from the front lies before the mattress.
    """
    kinds = {prop.kind: prop for prop in way.start.props}
    front, top = way.start.view == "front", kinds["step"].h if "step" in kinds else 0.0
    if "bed" in kinds:
        low = -TOES if front else LIE - SINKS[cast]
        return low, BED_TOP + TOUCH, ("_foot",)
    return -TOES if front else -SINKS[cast], top + TOUCH, ("-",)


@pytest.mark.parametrize("cast", ["a", "b"])
@pytest.mark.parametrize("name", FIGURES)
def test_the_lowest_part_of_the_body_touches_what_carries_it(name, cast):
    """Neither floats above floor or mattress, nor sinks through, in any sample."""
    for way, part, _, shapes in _drawn(name, cast):
        if _lies_flat(way):
            continue
        least, most, without = _carried(way, cast)
        assert least <= _low(shapes, without) <= most, (way.start.id, way.end.id, part)


def _support(pose):
    """Height (cm) of what a lying or sitting body is said to rest on, from the things drawn."""
    kinds = {prop.kind: prop for prop in pose.props}
    if pose.rest == "seat" and {"chair", "stool_front"} & set(kinds):
        return next(p.seat for p in pose.props if p.kind in ("chair", "stool_front"))
    return LIE if "bed" in kinds else 0.0


@pytest.mark.parametrize("name", FIGURES)
def test_back_and_seat_rest_on_the_thing_drawn_below_them(name):
    """Flat feet hide a back in the air: the trunk itself has to touch, in every sample."""
    body = solved_figure(name).body
    for way, part, bones, _ in _drawn(name):
        rests = {way.start.rest, way.end.rest}
        if way.start.view != "side" or rests not in ({"back"}, {"seat"}):
            continue
        outlines = [pelvis_outline(body, bones)]
        outlines += [trunk_outline(body, bones)] if rests == {"back"} else []
        low = min(y for outline in outlines for _, y in outline.points())
        assert low == pytest.approx(_support(way.start), abs=TOUCH), (way.end.id, part)


@pytest.mark.parametrize("name", FIGURES)
def test_limbs_seen_from_the_front_are_never_longer_than_they_are(name):
    length = solved_figure(name).body.length
    bones_of = {"thigh": ("hip", "knee"), "shin": ("knee", "ankle")}
    bones_of |= {"upper_arm": ("shoulder_joint", "elbow"), "forearm": ("elbow", "wrist")}
    for way, part, bones, _ in _drawn(name):
        if way.start.view != "front":
            continue
        for limb in ("left", "right"):
            for segment, (upper, lower) in bones_of.items():
                ends = (bones.points[f"{limb}_{upper}"], bones.points[f"{limb}_{lower}"])
                assert distance(*ends) <= length(segment) + 0.05, (way.end.id, part, limb, segment)


@pytest.mark.parametrize("cast", ["a", "b"])
@pytest.mark.parametrize("name", FIGURES)
def test_all_that_is_drawn_is_inside_the_frame(name, cast):
    """Bodies, things and arrows to their edge, not only the joints; on every part of a way."""
    solved = solved_figure(name, cast)
    left, bottom, width, height = solved.figure.frame
    shapes = [(way.end.id, s) for way, _, _, drawn in _drawn(name, cast) for s in drawn]
    for pose in solved.poses:
        for arrow in (*pose.arrows, *solved.figure.arrows):
            shapes += [(pose.id, s) for s in arrow_shapes(solved, arrow, "arrow")]
    for where, shape in shapes:
        for x, y in shape.outline.points():
            assert left <= x <= left + width, (where, shape.id)
            assert bottom <= y <= bottom + height, (where, shape.id)


@pytest.mark.parametrize("name", FIGURES)
def test_hands_stay_on_the_mattress_seen_from_above(name):
    for way, part, bones, _ in _drawn(name):
        bed = next((p for p in way.start.props if p.kind == "bed_above"), None)
        hands = [spot for key, spot in bones.points.items() if key.endswith("_hand")] if bed else []
        for x, y in hands:
            assert bed.x <= x <= bed.x + bed.w, (way.end.id, part)
            assert bed.y <= y <= bed.y + bed.h, (way.end.id, part)


@pytest.mark.parametrize("name", FIGURES)
def test_the_mirror_turns_each_picture_about_its_own_middle(name):
    found = figures()
    figure = found.figures[name]
    svg = drawing.still(figure, found.bodies["body"], drawing.Look(mirrored=True))
    turns = re.findall(r'<g data-turn="([^"]+)" transform="([^"]+)">', svg)
    wide = f"{figure.frame[2]:g}"
    assert turns == [(wide, f"translate({wide} 0) scale(-1 1)")] * len(figure.still)


@pytest.mark.parametrize("name", FIGURES)
def test_words_say_standing_of_those_who_stand(name):
    """Who begins upright on bare floor is not told as being "on the floor"."""
    first, text = solved_figure(name).poses[0], drawing.words(figures().figures[name]).text
    if "On the floor." in text:
        assert first.rest == "back" or abs(first.lean) > 45
    if "Standing." in text:
        assert first.rest != "back" and abs(first.lean) <= 45


def test_both_feet_are_down_when_a_walker_sets_the_heel_down():
    solved = solved_figure("walk")
    bones = solved.still(solved.pose("contact"))
    for limb in ("near", "far"):
        low = min(y for _, y in foot_outline(solved.body, bones, limb).points())
        assert low == pytest.approx(0, abs=TOUCH)


def test_calves_lie_on_the_seat_and_heels_do_not_sink_into_it():
    solved = solved_figure("legs-on-chair")
    bones, seat = solved.still(solved.pose("rest")), solved.poses[0].props[-1].seat
    for limb in ("near", "far"):
        low = min(y for _, y in foot_outline(solved.body, bones, limb).points())
        assert low == pytest.approx(seat, abs=1.5)


@pytest.mark.parametrize(
    ("count", "frame", "across"),
    [
        (1, (200, 100), 1),
        (2, (156, 104), 1),  # lying: below each other
        (2, (126, 192), 2),  # standing: side by side
        (3, (136, 190), 3),
        (4, (210, 170), 2),  # two rows of two, never three and one
    ],
)
def test_several_poses_stand_in_full_rows_near_a_square(count, frame, across):
    assert columns(count, *frame) == across


def test_one_row_keeps_all_poses_side_by_side():
    found = figures()
    figure, body = found.figures["bridge-2"], found.bodies["body"]
    boxes = [
        re.search(r'viewBox="0 0 (\S+) (\S+)"', drawing.still(figure, body, look)).groups()
        for look in (drawing.Look(), drawing.Look(one_row=True))
    ]
    width, height = figure.frame[2:]
    assert [tuple(map(float, b)) for b in boxes] == [
        (width, 2 * height + 8),
        (2 * width + 8, height),
    ]


def test_a_bun_shows_from_the_front_but_not_on_a_pillow():
    found = figures()
    tall = solve(found.figures["yoga"], found.bodies["body"], "d")
    bed = solve(found.figures["knee-roll"], found.bodies["body"], "d")

    def hair_above_the_head(solved, pose):
        shapes = {s.id: s for s in solved.shapes(pose, solved.still(pose))}
        tops = [max(y for _, y in shapes[part].outline.points()) for part in ("hair", "head")]
        return tops[0] - tops[1]

    assert hair_above_the_head(tall, tall.pose("tall")) > 5
    assert hair_above_the_head(bed, bed.poses[0]) < 3


def test_a_hold_is_told_with_the_step_that_is_held():
    told = drawing.words(figures().figures["yoga"]).text
    assert "Knees stay soft. Hold 20 seconds. 4. " in told


def test_a_mirrored_picture_never_claims_the_side_of_the_plain_one():
    found = figures()
    look = drawing.Look(mirrored=True)
    figure, body = found.figures["hamstring-strap"], found.bodies["body"]
    plain, turned = drawing.still(figure, body), drawing.still(figure, body, look)
    assert "Shown: right leg." in plain
    assert "Shown: right leg." not in turned
    assert "The picture shows the other side." in turned


def _holds(steps):
    """Pose and seconds of every hold of a session, those inside repeats too."""
    for step in steps:
        plain = step if isinstance(step, dict) else asdict(step)
        if plain.get("kind") == "hold":
            yield plain["pose"], plain["seconds"]
        yield from _holds(plain.get("steps") or ())


def test_no_figure_asks_for_a_longer_hold_than_its_technique(catalogue):
    checked = 0
    for technique in catalogue.techniques.values():
        if technique.figure not in catalogue.figures:
            continue
        drawn = {pose.id: pose.hold for pose in catalogue.figures[technique.figure].poses}
        for pose, seconds in _holds(technique.session):
            if pose in drawn:
                checked += 1
                assert drawn[pose] <= seconds, (technique.id, pose)
    assert checked > 20
