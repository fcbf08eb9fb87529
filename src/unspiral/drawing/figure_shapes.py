"""The drawn parts of the side view, in drawing order: skin, clothes, head and hair as shapes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unspiral.drawing.figure_geometry import (
    EMPTY,
    Outline,
    Point,
    ahead,
    capsule,
    disc,
    down,
    go,
    mix_point,
    place,
    smooth,
    up,
)
from unspiral.drawing.figure_pose import Physique
from unspiral.drawing.figure_side import (
    Skeleton,
    foot_outline,
    pelvis_outline,
    trunk_outline,
)

LIMB_EDGE, FAR_EDGE = 1.6, 1.3  # half of a limb's line is hidden under its own fill


@dataclass(frozen=True, slots=True)
class Shape:
    """One path of the picture.

    `fill` and `stroke` are colour tokens ("" = none). `edge` is the line width in hairlines;
    `width`, when given, is it in cm. `part` groups shapes for ghosts (near_leg, torso …).
    """

    id: str
    outline: Outline
    fill: str = ""
    stroke: str = "line"
    edge: float = 1.0
    width: float | None = None
    part: str = ""


def side_shapes(
    body: Physique, bones: Skeleton, layers: dict[str, list[Shape]], lying: bool
) -> list[Shape]:
    """Everything of the side view in drawing order; `layers` holds the props by layer."""
    return [
        *layers.get("behind", []),
        *_arm_shapes(body, bones, "far"),
        Shape("far_foot", foot_outline(body, bones, "far"), "sock_far", edge=FAR_EDGE),
        Shape("far_leg", leg_outline(body, bones, "far"), "leg_far", edge=FAR_EDGE),
        *layers.get("between", []),
        Shape("neck", _neck(body, bones), "skin", edge=LIMB_EDGE),
        Shape("torso", trunk_outline(body, bones), "top"),
        *head_shapes(body, bones, lying),
        Shape("near_foot", foot_outline(body, bones, "near"), "sock", edge=1.0),
        *layers.get("under_near_leg", []),
        Shape(
            "near_leg",
            pelvis_outline(body, bones) + leg_outline(body, bones, "near"),
            "leg",
            edge=LIMB_EDGE,
        ),
        *layers.get("under_arm", []),
        *_arm_shapes(body, bones, "near"),
        *layers.get("front", []),
    ]


def leg_outline(body: Physique, bones: Skeleton, limb: str) -> Outline:
    """Trouser leg: thigh, calf and shin as one path of capsules wound the same way."""
    hip, knee = bones.points["hip"], bones.points[f"{limb}_knee"]
    ankle = bones.points[f"{limb}_ankle"]
    back = down(bones.angles[f"{limb}_shin"] - 90)
    calf = go(mix_point(knee, ankle, 0.30), back, body.body.measures["calf_back"])
    end = mix_point(knee, ankle, body.body.measures["trouser"])
    r = body.radius
    return (
        capsule(hip, knee, r("hip"), r("knee"))
        + capsule(knee, calf, r("knee"), r("calf"))
        + capsule(calf, end, r("calf"), r("ankle"))
    )


def arm_outline(body: Physique, bones: Skeleton, limb: str, sign: int = 1) -> Outline:
    """Arm and mitten hand: one path of capsules; `sign` says where the thumb points."""
    m, r = body.body.measures, body.radius
    shoulder = bones.points.get(f"{limb}_shoulder_joint") or bones.points["shoulder_joint"]
    elbow, wrist = bones.points[f"{limb}_elbow"], bones.points[f"{limb}_wrist"]
    angle = bones.angles[f"{limb}_palm"]
    palm, tip = (go(wrist, down(angle), m[n]) for n in ("palm_length", "tip_length"))
    thumb = go(wrist, down(angle), m["thumb_start"])
    thumb_tip = go(thumb, down(angle + sign * m["thumb_angle"]), m["thumb_length"])
    return (
        capsule(shoulder, elbow, r("shoulder") - 0.5, r("elbow"))
        + capsule(elbow, wrist, r("elbow"), r("wrist"))
        + capsule(wrist, palm, r("wrist"), r("palm"))
        + capsule(palm, tip, r("palm"), r("fingertip"))
        + capsule(thumb, thumb_tip, m["thumb_base"], m["thumb_tip"])
    )


def _arm_shapes(body: Physique, bones: Skeleton, limb: str) -> Iterator[Shape]:
    far = "_far" if limb == "far" else ""
    edge = FAR_EDGE if far else LIMB_EDGE
    yield Shape(f"{limb}_arm", arm_outline(body, bones, limb), f"skin{far}", edge=edge)
    yield sleeve(body, bones, limb, f"top{far}", edge)


def sleeve(body: Physique, bones: Skeleton, limb: str, fill: str, edge: float) -> Shape:
    """The first 72 % of the upper arm in the shirt's colour."""
    shoulder = bones.points.get(f"{limb}_shoulder_joint") or bones.points["shoulder_joint"]
    end = mix_point(shoulder, bones.points[f"{limb}_elbow"], body.body.measures["sleeve"])
    r = body.radius("shoulder")
    return Shape(f"{limb}_sleeve", capsule(shoulder, end, r, r - 0.5), fill, edge=edge)


def _neck(body: Physique, bones: Skeleton) -> Outline:
    base = go(bones.points["shoulder"], up(bones.angles["chest"]), 1.0)
    axis = ahead(bones.angles["head"])
    top = place(bones.points["head"], axis, body.body.points["neck_to_head"])
    return capsule(base, top, body.body.measures["neck_low"], body.body.measures["neck_high"])


def head_shapes(body: Physique, bones: Skeleton, lying: bool) -> Iterator[Shape]:
    """Head, hair, ear and eye. No bun when lying: it would sink into the pillow."""
    at, axis = bones.points["head"], ahead(bones.angles["head"])

    def local(points: Iterable[Point]) -> list[Point]:
        return [place(at, axis, point) for point in points]

    def spot(name: str) -> Outline:
        return disc(place(at, axis, points[name]), m[name])

    outlines, points, m = body.body.outlines, body.body.points, body.body.measures
    hair = body.cast.hair
    style = "hair_bob" if hair == "bob" else "hair_short"
    bun = spot("bun") if hair == "bun" and not lying else EMPTY
    yield Shape("head", smooth(local(outlines["head"])), "skin", part="head")
    yield Shape("hair", bun + smooth(local(outlines[style])), "hair", part="head")
    if hair != "bob":
        yield Shape("ear", spot("ear"), "skin", part="head")
    if bones.eyes_closed:
        ends = local([points["eye_closed_from"], points["eye_closed_to"]])
        eye = capsule(ends[0], ends[1], m["eye_closed"], m["eye_closed"])
    else:
        eye = spot("eye")
    yield Shape("eye", eye, "eye", stroke="", part="head")
