"""Front view: a flat puppet whose segments may be foreshortened (length 1 = true length)."""

from collections.abc import Iterator

from unspiral.catalogue.figure_types import Arm, Leg
from unspiral.drawing.figure_geometry import (
    Outline,
    Point,
    ahead,
    angle_down,
    capsule,
    disc,
    distance,
    down,
    go,
    mix,
    mix_angle,
    mix_point,
    open_curve,
    place,
    reach,
    smooth,
    up,
)
from unspiral.drawing.figure_pose import FRONT_LIMBS, Physique, Stance
from unspiral.drawing.figure_shapes import LIMB_EDGE, Shape, arm_outline, sleeve
from unspiral.drawing.figure_side import PALM, TRUNK, Skeleton

SIDES = {"left": -1, "right": 1}
HALF_TURNED = 0.95  # a trunk narrower than this is half turned: its right leg is in front


class FrontMove:
    """The way from front pose `a` to front pose `b`; `at(part)` solves it anywhere between."""

    def __init__(self, body: Physique, a: Stance, b: Stance):
        self.body, self.a, self.b = body, a, b

    def at(self, part: float) -> Skeleton:
        """Every joint at this part of the way."""
        bones = self._trunk(part)
        for i, limb in enumerate(FRONT_LIMBS):
            self._leg(bones, limb, self.a.legs[i], self.b.legs[i], part)
            self._arm(bones, limb, self.a.arms[i], self.b.arms[i], part)
        return bones

    def _trunk(self, part: float) -> Skeleton:
        a, b, length = self.a, self.b, self.body.length
        bones = Skeleton(eyes_closed=a.eyes_closed)
        points, angles = bones.points, bones.angles
        lean = mix(a.lean, b.lean, part)
        bends = [mix(x, y, part) for x, y in zip(a.spine, b.spine, strict=True)]
        points["hip"] = (mix(a.x, b.x, part), mix(a.y or 0.0, b.y or 0.0, part))
        angles["depth"] = mix(a.depth, b.depth, part)
        angles["turned"] = float(min(a.depth, b.depth) < HALF_TURNED)
        for i, name in enumerate(("pelvis", "lumbar", "thorax", "chest")):
            lean += bends[i - 1] if i else 0.0
            angles[name] = lean
            points[TRUNK[i + 1]] = go(points[TRUNK[i]], up(lean), length(name))
        angles["neck"] = lean + bends[3]
        angles["head"] = angles["neck"] + bends[4]
        skull = go(points["shoulder"], up(angles["neck"]), length("neck"))
        points["head"] = go(skull, up(angles["head"]), 0.8 * length("head"))
        for limb, sign in SIDES.items():
            across = ahead(angles["pelvis"])
            out = sign * self.body.body.front["hip_joint"] * angles["depth"]
            points[f"{limb}_hip"] = go(points["hip"], across, out)
        return bones

    # --- legs ---
    def _leg(self, bones: Skeleton, limb: str, a: Leg, b: Leg, part: float) -> None:
        ends = [self._leg_form(bones, limb, leg) for leg in (a, b)]
        hip = bones.points[f"{limb}_hip"]
        thigh = _mix_polar(ends[0][0], ends[1][0], part)
        knee = go(hip, down(thigh[0]), thigh[1] * self.body.length("thigh"))
        shin = _mix_polar(ends[0][1], ends[1][1], part)
        ankle = go(knee, down(shin[0]), shin[1] * self.body.length("shin"))
        if a.foot and b.foot:
            ankle = mix_point(self._ankle(a.foot), self._ankle(b.foot), part)
        toe = _mix_polar(a.toe or (0.0, 0.5), b.toe or (0.0, 0.5), part)
        bones.points[f"{limb}_knee"], bones.points[f"{limb}_ankle"] = knee, ankle
        bones.angles[f"{limb}_thigh_length"] = thigh[1]
        bones.angles[f"{limb}_shin_length"] = distance(knee, ankle) / self.body.length("shin")
        bones.angles[f"{limb}_toe"], bones.angles[f"{limb}_toe_length"] = toe

    def _ankle(self, foot: Point) -> Point:
        return foot[0], foot[1] + self.body.length("ankle_height")

    def _leg_form(self, bones: Skeleton, limb: str, leg: Leg) -> tuple[Point, Point]:
        """Thigh and shin as (direction, length), whatever way the pose writes them."""
        thigh = leg.thigh or (0.0, 1.0)
        if leg.shin or not leg.foot:
            return thigh, leg.shin or (0.0, 1.0)
        knee = go(bones.points[f"{limb}_hip"], down(thigh[0]), thigh[1] * self.body.length("thigh"))
        ankle = self._ankle(leg.foot)
        size = min(1.0, distance(knee, ankle) / self.body.length("shin"))
        return thigh, (angle_down(knee, ankle), size)

    # --- arms ---
    def _arm(self, bones: Skeleton, limb: str, a: Arm, b: Arm, part: float) -> None:
        sign = SIDES[limb]
        shrug = mix(a.shrug, b.shrug, part)
        chest, m = bones.angles["chest"], self.body.body.front
        out = sign * m["shoulder_joint"] * bones.angles["depth"]
        joint = place(
            bones.points["shoulder"], ahead(chest), (out, shrug - m["shoulder_joint_below"])
        )
        bones.points[f"{limb}_shoulder_joint"] = joint
        if a.hand and b.hand:
            upper, fore = self._reach(joint, mix_point(a.hand, b.hand, part), a, sign)
        else:
            forms = [self._arm_form(joint, arm, sign) for arm in (a, b)]
            blend = _mix_turn if a.upper and b.upper else _mix_polar
            upper = blend(forms[0][0], forms[1][0], part)
            fore = blend(forms[0][1], forms[1][1], part)
        elbow = go(joint, down(upper[0]), upper[1] * self.body.length("upper_arm"))
        wrist = go(elbow, down(fore[0]), fore[1] * self.body.length("forearm"))
        points, angles = bones.points, bones.angles
        points[f"{limb}_elbow"], points[f"{limb}_wrist"] = elbow, wrist
        points[f"{limb}_hand"] = go(wrist, down(fore[0]), PALM)
        angles[f"{limb}_palm"] = fore[0]
        angles[f"{limb}_upper_length"], angles[f"{limb}_fore_length"] = upper[1], fore[1]

    def _arm_form(self, joint: Point, arm: Arm, sign: int) -> tuple[Point, Point]:
        if arm.hand:
            return self._reach(joint, arm.hand, arm, sign)
        return arm.upper or (0.0, 1.0), arm.fore or (0.0, 1.0)

    def _reach(self, joint: Point, hand: Point, arm: Arm, sign: int) -> tuple[Point, Point]:
        first, second = (self.body.length(n) * arm.len for n in ("upper_arm", "forearm"))
        side = sign if arm.bend == "out" else -sign
        elbow = reach(joint, hand, first, second + PALM, side)
        return (angle_down(joint, elbow), arm.len), (angle_down(elbow, hand), arm.len)


def _mix_polar(a: Point, b: Point, part: float) -> Point:
    return mix_angle(a[0], b[0], part), mix(a[1], b[1], part)


def _mix_turn(a: Point, b: Point, part: float) -> Point:
    """Written directions are taken as written (-172 to -206 goes on past straight up)."""
    return mix(a[0], b[0], part), mix(a[1], b[1], part)


def front_shapes(
    body: Physique, bones: Skeleton, layers: dict[str, list[Shape]], lying: bool
) -> list[Shape]:
    """Everything of the front view in drawing order; `layers` holds the props by layer."""
    sleeves = [
        shape
        for limb, sign in SIDES.items()
        for shape in (
            Shape(f"{limb}_arm", arm_outline(body, bones, limb, -sign), "skin", edge=LIMB_EDGE),
            sleeve(body, bones, limb, "top", LIMB_EDGE),
        )
    ]
    front_leg = [
        Shape("right_leg_front", _leg(body, bones, "right"), "leg", edge=LIMB_EDGE),
    ]
    return [
        *layers.get("behind", []),
        Shape("neck", _neck(body, bones), "skin", edge=LIMB_EDGE),
        *(Shape(f"{limb}_foot", _foot(body, bones, limb), "sock") for limb in SIDES),
        Shape("torso", _trunk(body, bones), "top"),
        Shape("legs", _pelvis_and_legs(body, bones), "leg", edge=LIMB_EDGE),
        *_knees(body, bones),
        *(front_leg if bones.angles["turned"] else []),
        *layers.get("between", []),
        *_head(body, bones, lying),
        *layers.get("under_arm", []),
        *sleeves,
        *layers.get("front", []),
    ]


def _half(body: Physique, bones: Skeleton, node: str, sign: int, width: float) -> Point:
    names = {"hip": "pelvis", "pelvis_top": "pelvis", "waist": "lumbar", "ribs": "thorax"}
    axis = ahead(bones.angles[names.get(node, "chest")])
    return go(bones.points[node], axis, sign * width * body.cast.build * bones.angles["depth"])


def _trunk(body: Physique, bones: Skeleton) -> Outline:
    m = body.body.front
    nodes = [("waist", m["waist"]), ("ribs", m["ribs"])]
    right = [_half(body, bones, "pelvis_top", 1, m["pelvis_top"])]
    right += [_half(body, bones, node, 1, width) for node, width in nodes]
    left = [_half(body, bones, node, -1, width) for node, width in reversed(nodes)]
    left += [_half(body, bones, "pelvis_top", -1, m["pelvis_top"])]
    top, axis = bones.points["shoulder"], ahead(bones.angles["chest"])
    depth = bones.angles["depth"]
    collar = [
        place(top, axis, (x * depth, y)) for x, y in ((13.5, -1.5), (6, 3), (-6, 3), (-13.5, -1.5))
    ]
    low = ahead(bones.angles["pelvis"])
    hem = [place(bones.points["hip"], low, (x * depth, 3.0)) for x in (-13.6, 13.6)]
    return smooth([*right, *collar, *left, *hem])


def _pelvis_and_legs(body: Physique, bones: Skeleton) -> Outline:
    m, hip = body.body.front, bones.points["hip"]
    axis = ahead(bones.angles["pelvis"])
    wide = body.cast.build * bones.angles["depth"]
    corners = [(m["pelvis_top"], 7.5), (m["hip"], 0.0), (9.0, -7.0), (-9.0, -7.0)]
    corners += [(-m["hip"], 0.0), (-m["pelvis_top"], 7.5)]
    pelvis = smooth([place(hip, axis, (x * wide, y)) for x, y in corners])
    return pelvis + _leg(body, bones, "left") + _leg(body, bones, "right")


def _leg(body: Physique, bones: Skeleton, limb: str) -> Outline:
    m = body.body.front
    hip, knee, ankle = (bones.points[f"{limb}_{n}"] for n in ("hip", "knee", "ankle"))
    short = bones.angles[f"{limb}_thigh_length"] < m["knee_arc_below"]
    r = m["leg_knee_short"] if short else m["leg_knee"]
    end = mix_point(knee, ankle, body.body.measures["trouser"])
    return capsule(hip, knee, m["leg_hip"], r) + capsule(knee, end, r - 0.6, m["leg_ankle"])


def _foot(body: Physique, bones: Skeleton, limb: str) -> Outline:
    m = body.body.front
    ankle, toe = bones.points[f"{limb}_ankle"], bones.angles[f"{limb}_toe"]
    heel = (ankle[0], ankle[1] - m["foot_below_ankle"] + 0.6)
    size = m["foot_length"] * bones.angles[f"{limb}_toe_length"] * body.length("foot")
    return capsule(heel, go(heel, down(toe), size), m["foot_heel"], m["foot_toe"])


def _knees(body: Physique, bones: Skeleton) -> Iterator[Shape]:
    """Open lines over the kneecaps: the thigh comes toward you."""
    m = body.body.front
    for limb in SIDES:
        knee = bones.points[f"{limb}_knee"]
        shin = angle_down(knee, bones.points[f"{limb}_ankle"])
        seen = bones.angles[f"{limb}_thigh_length"] < m["knee_arc_below"]
        half = m["knee_arc_span"] / 2 if seen else 0.5
        points = [
            go(knee, down(shin + 180 + half * t), m["knee_arc"]) for t in (-1, -0.5, 0, 0.5, 1)
        ]
        yield Shape(f"{limb}_knee_arc", open_curve(points), edge=1.0)


def _neck(body: Physique, bones: Skeleton) -> Outline:
    m = body.body.measures
    base = go(bones.points["shoulder"], up(bones.angles["chest"]), 1.0)
    return capsule(base, bones.points["head"], m["neck_low"], m["neck_high"])


def _head(body: Physique, bones: Skeleton, lying: bool) -> Iterator[Shape]:
    """Ears, head, hair and eyes. The bun shows above the head, but not on a pillow."""
    at, axis, m = bones.points["head"], ahead(bones.angles["head"]), body.body.front
    half = body.body.outlines["head_front"]
    ring = [*half, *((-x, y) for x, y in half[-2:0:-1])]
    for name, sign in SIDES.items():
        ear = place(at, axis, (sign * m["ear_out"], m["ear_up"]))
        yield Shape(f"{name}_ear", disc(ear, m["ear"]), "skin", part="head")
    yield Shape("head", smooth([place(at, axis, p) for p in ring]), "skin", part="head")
    hair = smooth([place(at, axis, p) for p in body.body.outlines["hair_front"]])
    if body.cast.hair == "bun" and not lying:
        hair = disc(place(at, axis, (0.0, m["bun_up"])), body.body.measures["bun"]) + hair
    yield Shape("hair", hair, "hair", part="head")
    for name, sign in SIDES.items():
        eye = place(at, axis, (sign * m["eye_out"], m["eye_up"]))
        yield Shape(f"{name}_eye", disc(eye, m["eye"]), "eye", stroke="", part="head")
