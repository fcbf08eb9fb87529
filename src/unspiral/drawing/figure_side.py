"""Side view: from one pose, or part of the way between two, to where every joint is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from math import acos, degrees

from unspiral.catalogue.figure_types import Arm, Leg
from unspiral.drawing.figure_geometry import (
    EMPTY,
    Outline,
    Point,
    ahead,
    angle_down,
    distance,
    down,
    go,
    mix,
    mix_angle,
    mix_point,
    near_zero,
    place,
    reach,
    smooth,
    up,
)
from unspiral.drawing.figure_pose import SIDE_LIMBS, Physique, Stance

TRUNK = ("hip", "pelvis_top", "waist", "ribs", "shoulder")
PALM = 3.0  # cm from wrist to mid palm
ELBOW_CLEAR = 4.0  # an elbow lies this far above the floor (its own radius)


@dataclass(slots=True)
class Skeleton:
    """Where every named point is (cm, y up) and which way every part points (degrees).

    `angles` holds trunk directions (pelvis, lumbar, thorax, chest, neck, head) from upright,
    limb directions (near_thigh …) from straight down, and joint angles (near_hip …).
    """

    points: dict[str, Point] = field(default_factory=dict)
    angles: dict[str, float] = field(default_factory=dict)
    belly: float = 0.0
    eyes_closed: bool = False


def trunk_outline(body: Physique, bones: Skeleton) -> Outline:
    """The clothed trunk, hem to collar, as one smooth outline."""
    front = [_surface(body, bones, name, 1) for name in TRUNK[1:]]
    back = [_surface(body, bones, name, -1) for name in TRUNK[1:]]
    top, chest = bones.points["shoulder"], bones.angles["chest"]
    collar = [
        place(top, ahead(chest), body.body.points[name]) for name in ("collar_front", "collar_back")
    ]
    hem = [_hem(body, bones, 0.55, side) for side in (-1, 1)]
    return smooth([*front, *collar, *reversed(back), *hem])


def pelvis_outline(body: Physique, bones: Skeleton) -> Outline:
    """Trousers from the hem to below the hip; drawn in one path with the near leg."""
    hip, axis = bones.points["hip"], ahead(bones.angles["pelvis"])
    low = body.body.measures["pelvis_below_hip"] * (1 + (body.cast.build - 1) / 2)
    bottom = [place(hip, axis, (forward * body.cast.build, -low)) for forward in (4.5, -5.5)]
    return smooth(
        [
            _hem(body, bones, 0.15, 1),
            _surface(body, bones, "hip", 1),
            *bottom,
            _surface(body, bones, "hip", -1),
            _hem(body, bones, 0.15, -1),
        ]
    )


def _surface(body: Physique, bones: Skeleton, name: str, side: int) -> Point:
    """The front (+1) or back (-1) of the trunk at one node, at right angles to the spine."""
    tilt = bones.angles[f"across_{name}"]
    depth = body.front(name, bones.belly) if side > 0 else -body.behind(name)
    return go(bones.points[name], ahead(tilt), depth)


def _hem(body: Physique, bones: Skeleton, part: float, side: int) -> Point:
    return mix_point(
        _surface(body, bones, "pelvis_top", side), _surface(body, bones, "hip", side), part
    )


def foot_outline(body: Physique, bones: Skeleton, limb: str) -> Outline:
    """One sock, placed at the ankle and turned with the foot."""
    return _foot_at(body, bones.points[f"{limb}_ankle"], bones.angles[f"{limb}_foot"])


def _foot_at(body: Physique, ankle: Point, angle: float) -> Outline:
    return smooth([place(ankle, down(angle), p) for p in body.body.outlines["foot"]])


def _lowest(outline: Outline) -> float:
    return min((point[1] for point in outline.points()), default=0.0)


class Move:
    """The way from pose `a` to pose `b`; `at(part)` solves it at any part of the way (0 to 1).

    Pinned hands and feet are solved anew each time, so they stay where they are put.
    """

    def __init__(self, body: Physique, a: Stance, b: Stance):
        self.body, self.a, self.b = body, a, b

    def at(self, part: float) -> Skeleton:
        """Every joint at this part of the way."""
        bones = self._trunk(part)
        self._settle(bones, part)
        self._head(bones, part)
        for i, limb in enumerate(SIDE_LIMBS):
            self._leg(bones, limb, self.a.legs[i], self.b.legs[i], part)
        if self.a.rest == self.b.rest == "feet":
            self._stand(bones, part)
        self._landmarks(bones)
        for i, limb in enumerate(SIDE_LIMBS):
            self._arm(bones, limb, self.a.arms[i], self.b.arms[i], part)
        return bones

    @cached_property
    def start(self) -> Skeleton:
        """Pose `a` alone."""
        return Move(self.body, self.a, self.a).at(0.0)

    @cached_property
    def end(self) -> Skeleton:
        """Pose `b` alone."""
        return self.start if self.a is self.b else Move(self.body, self.b, self.b).at(0.0)

    # --- trunk and head ---
    def _trunk(self, part: float) -> Skeleton:
        a, b = self.a, self.b
        bones = Skeleton(belly=mix(a.belly, b.belly, part), eyes_closed=a.eyes_closed)
        lean = mix(a.lean, b.lean, part)
        bends = [mix(x, y, part) for x, y in zip(a.spine, b.spine, strict=True)]
        bones.points["hip"] = (mix(a.x, b.x, part), mix(a.y or 0.0, b.y or 0.0, part))
        names = ("pelvis", "lumbar", "thorax", "chest")
        for i, name in enumerate(names):
            lean += bends[i - 1] if i else 0.0
            bones.angles[name] = lean
            below = bones.points[TRUNK[i]]
            bones.points[TRUNK[i + 1]] = go(below, up(lean), self.body.length(name))
        for i, node in enumerate(TRUNK):
            sides = (names[max(i - 1, 0)], names[min(i, 3)])
            bones.angles[f"across_{node}"] = mix(
                bones.angles[sides[0]], bones.angles[sides[1]], 0.5
            )
        return bones

    def _settle(self, bones: Skeleton, part: float) -> None:
        """Lower the trunk onto what it rests on."""
        a, b = self.a, self.b
        if a.rest == b.rest and a.rest in ("back", "seat"):
            outline = pelvis_outline(self.body, bones)
            outline += trunk_outline(self.body, bones) if a.rest == "back" else EMPTY
            self._shift(bones, mix(a.level, b.level, part) - _lowest(outline))
        elif a.rest != b.rest:
            want = mix(self.start.points["hip"][1], self.end.points["hip"][1], part)
            self._shift(bones, want - bones.points["hip"][1])

    @staticmethod
    def _shift(bones: Skeleton, dy: float) -> None:
        for name, (x, y) in bones.points.items():
            bones.points[name] = (x, y + dy)

    def _head(self, bones: Skeleton, part: float) -> None:
        a, b = self.a, self.b
        chest = bones.angles["chest"]
        if a.head_rest and b.head_rest:
            height, head = mix_point(a.head_rest, b.head_rest, part)
            neck = self._neck_lying(bones, height, head)
        elif a.head_rest is None and b.head_rest is None:
            neck = chest + mix(a.spine[3], b.spine[3], part)
            head = neck + mix(a.spine[4], b.spine[4], part)
        else:
            ends = [(s.angles["neck"] - s.angles["chest"], s.angles["head"]) for s in self._ends()]
            neck = chest + mix(ends[0][0], ends[1][0], part)
            head = mix(ends[0][1], ends[1][1], part)
        bones.angles["neck"], bones.angles["head"] = neck, head
        skull = go(bones.points["shoulder"], up(neck), self.body.length("neck"))
        bones.points["skull"] = skull
        bones.points["head"] = place(skull, ahead(head), self._head_from_skull())

    def _ends(self) -> tuple[Skeleton, Skeleton]:
        return self.start, self.end

    def _head_from_skull(self) -> Point:
        return self.body.body.measures["head_forward"], 0.8 * self.body.length("head")

    def _neck_lying(self, bones: Skeleton, height: float, head: float) -> float:
        """Neck direction that lays the back of the skull at `height`."""
        from_skull = place((0.0, 0.0), ahead(head), self._head_from_skull())
        rise = height + self.body.body.measures["head_back"] - from_skull[1]
        rise -= bones.points["shoulder"][1]
        share = max(-1.0, min(1.0, rise / self.body.length("neck")))
        side = 1 if head > 0 else -1
        return side * degrees(acos(share))

    # --- legs ---
    def _leg(self, bones: Skeleton, limb: str, a: Leg, b: Leg, part: float) -> None:
        hip = bones.points["hip"]
        pinned = [leg.hip is None for leg in (a, b)]
        if all(pinned):
            ankle, pitch = self._foot_target(a), self._foot_target(b)
            spot = mix_point(ankle[0], pitch[0], part)
            lift = max(a.lift, b.lift) if ankle != pitch else 0.0  # a foot that stays is down
            spot = (spot[0], spot[1] + 4 * part * (1 - part) * lift)
            foot = 90 + mix(ankle[1], pitch[1], part)
            knee = reach(hip, spot, self.body.length("thigh"), self.body.length("shin"), 1)
            thigh, shin = angle_down(hip, knee), angle_down(knee, spot)
        else:
            joint = [self._leg_angles(x, s, limb) for x, s in zip((a, b), self._two(), strict=True)]
            thigh = mix_angle(joint[0][0], joint[1][0], part) - bones.angles["pelvis"]
            shin = thigh - mix_angle(joint[0][1], joint[1][1], part)
            foot = shin + 90 + mix_angle(joint[0][2], joint[1][2], part)
        self._place_leg(bones, limb, thigh, shin, foot)

    def _two(self) -> tuple[Callable[[], Skeleton], Callable[[], Skeleton]]:
        return (lambda: self.start, lambda: self.end)

    def _leg_angles(
        self, leg: Leg, solved: Callable[[], Skeleton], limb: str
    ) -> tuple[float, float, float]:
        if leg.hip is not None:
            return leg.hip, leg.knee or 0.0, leg.ankle or 0.0
        angles = solved().angles
        return angles[f"{limb}_hip"], angles[f"{limb}_knee_bend"], angles[f"{limb}_ankle_bend"]

    def _place_leg(
        self, bones: Skeleton, limb: str, thigh: float, shin: float, foot: float
    ) -> None:
        points, angles = bones.points, bones.angles
        knee = go(points["hip"], down(thigh), self.body.length("thigh"))
        ankle = go(knee, down(shin), self.body.length("shin"))
        points[f"{limb}_knee"], points[f"{limb}_ankle"] = knee, ankle
        angles[f"{limb}_thigh"], angles[f"{limb}_shin"] = thigh, shin
        angles[f"{limb}_foot"] = foot
        angles[f"{limb}_hip"] = near_zero(thigh + angles["pelvis"])
        angles[f"{limb}_knee_bend"] = near_zero(thigh - shin)
        angles[f"{limb}_ankle_bend"] = near_zero(foot - shin - 90)
        points[f"{limb}_thigh"] = mix_point(points["hip"], knee, 0.62)
        points[f"{limb}_shin"] = mix_point(knee, ankle, 0.22)
        for name in ("heel", "sole", "toe"):
            points[f"{limb}_{name}"] = place(ankle, down(foot), self.body.body.points[name])

    def _foot_target(self, leg: Leg) -> tuple[Point, float]:
        """Ankle and pitch that put the lowest point of the sock where the pose wants it."""
        spot = leg.foot or leg.heel or (0.0, 0.0)
        low = _lowest(_foot_at(self.body, (0.0, 0.0), 90 + leg.pitch))
        turned = place((0.0, 0.0), down(90 + leg.pitch), self.body.body.points["heel"])
        x = spot[0] if leg.foot else spot[0] - turned[0]
        return (x, spot[1] - low), leg.pitch

    def _stand(self, bones: Skeleton, part: float) -> None:
        feet = min(_lowest(foot_outline(self.body, bones, limb)) for limb in SIDE_LIMBS)
        self._shift(bones, mix(self.a.level, self.b.level, part) - feet)

    def _landmarks(self, bones: Skeleton) -> None:
        """Points on the skin of the trunk that hands and props go to."""
        for name, node, side in (
            ("belly_pt", "waist", 1),
            ("chest_pt", "ribs", 1),
            ("back_pt", "ribs", -1),
            ("sacrum", "pelvis_top", -1),
        ):
            bones.points[name] = _surface(self.body, bones, node, side)
        bones.points["lowback"] = mix_point(
            bones.points["sacrum"], _surface(self.body, bones, "waist", -1), 0.5
        )
        drop = self.body.body.measures["shoulder_joint_below"]
        bones.points["shoulder_joint"] = go(
            bones.points["shoulder"], up(bones.angles["chest"]), -drop
        )

    # --- arms ---
    def _arm(self, bones: Skeleton, limb: str, a: Arm, b: Arm, part: float) -> None:
        if a.shoulder is not None and b.shoulder is not None:
            upper = mix(a.shoulder, b.shoulder, part) - bones.angles["chest"]
            fore = upper + mix(a.elbow or 0.0, b.elbow or 0.0, part)
            self._place_arm(bones, limb, upper, fore, fore, mix(a.len, b.len, part))
            return
        if self.a is self.b:
            grip, palm = self._grip(bones, a), a.palm
        else:
            ends = [s.angles[f"{limb}_palm"] for s in self._ends()]
            palm = mix_angle(ends[0], ends[1], part)
            grips = [self._grip(bones, a, self.start, limb), self._grip(bones, b, self.end, limb)]
            grip = mix_point(grips[0], grips[1], part)
        side = 1 if a.bend == "front" else -1
        self._hold(bones, limb, grip, palm, mix(a.len, b.len, part), side)

    def _grip(
        self, bones: Skeleton, arm: Arm, end: Skeleton | None = None, limb: str = ""
    ) -> Point:
        """Where the middle of the palm goes."""
        if arm.hand is not None:
            return arm.hand
        if not arm.to:
            assert end is not None
            return end.points[f"{limb}_hand"]
        x, y = bones.points[arm.to]
        if arm.along is not None:
            x, y = mix_point(bones.points["shoulder_joint"], (x, y), arm.along)
        return x + arm.offset[0], y + arm.offset[1]

    def _hold(
        self, bones: Skeleton, limb: str, grip: Point, palm: float | None, size: float, side: int
    ) -> None:
        self._solve_arm(bones, limb, grip, palm, size, side)
        if not (self.a.rest == self.b.rest == "back"):
            return
        floor = self.a.level + ELBOW_CLEAR
        if bones.points[f"{limb}_elbow"][1] >= floor - 1e-6:
            return
        low, high = 0.3, size
        for _ in range(24):
            middle = (low + high) / 2
            self._solve_arm(bones, limb, grip, palm, middle, side)
            sunk = bones.points[f"{limb}_elbow"][1] < floor
            low, high = (low, middle) if sunk else (middle, high)
        self._solve_arm(bones, limb, grip, palm, low, side)

    def _solve_arm(
        self, bones: Skeleton, limb: str, grip: Point, palm: float | None, size: float, side: int
    ) -> None:
        start = bones.points["shoulder_joint"]
        first, second = (self.body.length(n) * size for n in ("upper_arm", "forearm"))
        if palm is None:
            wrist, second = grip, second + PALM
        else:
            wrist = go(grip, down(palm), -PALM)
        elbow = reach(start, wrist, first, second, side)
        upper = angle_down(start, elbow)
        aim = wrist if distance(elbow, wrist) > 1e-3 else grip
        fore = angle_down(elbow, aim)
        self._place_arm(bones, limb, upper, fore, fore if palm is None else palm, size)

    def _place_arm(
        self, bones: Skeleton, limb: str, upper: float, fore: float, palm: float, size: float
    ) -> None:
        points, angles = bones.points, bones.angles
        elbow = go(points["shoulder_joint"], down(upper), self.body.length("upper_arm") * size)
        wrist = go(elbow, down(fore), self.body.length("forearm") * size)
        points[f"{limb}_elbow"], points[f"{limb}_wrist"] = elbow, wrist
        points[f"{limb}_hand"] = go(wrist, down(palm), PALM)
        angles[f"{limb}_upper"], angles[f"{limb}_fore"] = upper, fore
        angles[f"{limb}_palm"] = palm
        angles[f"{limb}_shoulder"] = near_zero(upper + angles["chest"])
        angles[f"{limb}_elbow_bend"] = near_zero(fore - upper)
