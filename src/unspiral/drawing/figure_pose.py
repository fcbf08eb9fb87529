"""Key poses with everything filled in: what a pose leaves out comes from the one before."""

from dataclasses import dataclass, fields
from typing import Any

from unspiral.catalogue.figure_types import (
    Arm,
    Arrow,
    Cast,
    Leg,
    Point,
    PoseData,
    Prop,
    View,
)
from unspiral.catalogue.types import Body, Figure

SIDE_LIMBS = ("near", "far")
FRONT_LIMBS = ("left", "right")
LIMBS = tuple(f"{side}_{kind}" for side in SIDE_LIMBS + FRONT_LIMBS for kind in ("leg", "arm"))
REPLACED = ("depth", "head_rest", "props", "belly", "eyes", *LIMBS)
SPINE = ("lumbar", "thorax", "chest", "neck", "head")


@dataclass(frozen=True, slots=True)
class Stance:
    """One complete pose. Lengths in cm, angles in degrees, times in seconds.

    `spine` holds the bends of `SPINE`; `legs` and `arms` are (near, far) or (left, right).
    """

    id: str
    say: str
    view: View
    x: float
    y: float | None
    lean: float
    rest: str
    level: float
    spine: tuple[float, ...]
    depth: float
    head_rest: Point | None
    legs: tuple[Leg, Leg]
    arms: tuple[Arm, Arm]
    props: tuple[Prop, ...]
    belly: float
    eyes_closed: bool
    breath: bool
    move: float
    back: float
    hold: float
    linear: bool
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Physique:
    """A body with one member of the cast: lengths in cm, trunk depths and radii by build."""

    body: Body
    cast: Cast

    def length(self, name: str) -> float:
        """Length of a segment in cm."""
        return self.body.lengths[name] * self.body.stature

    def radius(self, name: str) -> float:
        """Radius of a limb in cm; a wider build widens limbs half as much as the trunk."""
        return self.body.radii[name] * (1 + (self.cast.build - 1) / 2)

    def front(self, name: str, belly: float = 0.0) -> float:
        """How far the front of the trunk lies before the spine line, in cm."""
        return self.body.depth_front[name] * self.cast.build + belly * self.gain(name)

    def gain(self, name: str) -> float:
        """How much of a breath shows at this height (0 to 1)."""
        return self.body.belly_gain.get(name, 0.0)

    def behind(self, name: str) -> float:
        """How far the back of the trunk lies behind the spine line, in cm."""
        return self.body.depth_back[name] * self.cast.build


def physique(body: Body, cast: str = "a") -> Physique:
    """The body with the cast member named `cast`, or the first one."""
    chosen = next((member for member in body.cast if member.id == cast), body.cast[0])
    return Physique(body, chosen)


def stances(figure: Figure) -> tuple[Stance, ...]:
    """All poses of a figure in order, complete. A change of view starts fresh."""
    done: list[Stance] = []
    carried: dict[str, Any] = {}
    view: View | None = None
    for pose in figure.poses:
        if (pose.view or figure.view) != view:
            carried, view = {}, pose.view or figure.view
        carried = _carry(carried, pose)
        done.append(_stance(figure, pose, view, carried))
    return tuple(done)


def _carry(carried: dict[str, Any], pose: PoseData) -> dict[str, Any]:
    """What holds after `pose`: root and spine merged key by key, the rest replaced whole."""
    new = dict(carried)
    for part in (pose.root, pose.spine):
        for item in fields(part):
            value = getattr(part, item.name)
            if value is not None:
                new[item.name] = value
    if pose.spine.neck is not None and pose.head_rest is None:
        new["head_rest"] = None
    for name in REPLACED:
        value = getattr(pose, name)
        if value is not None:
            new[name] = value
    return new


def _stance(figure: Figure, pose: PoseData, view: View, have: dict[str, Any]) -> Stance:
    names = FRONT_LIMBS if view == "front" else SIDE_LIMBS
    legs = tuple(have.get(f"{name}_leg", Leg(hip=0.0, knee=0.0, ankle=0.0)) for name in names)
    arms = tuple(have.get(f"{name}_arm", Arm(shoulder=0.0, elbow=0.0)) for name in names)
    return Stance(
        id=pose.id,
        say=pose.say,
        view=view,
        x=have.get("x", 0.0),
        y=have.get("y"),
        lean=have.get("lean", 0.0),
        rest=have.get("rest", "none"),
        level=have.get("level", 0.0),
        spine=tuple(have.get(name, 0.0) for name in SPINE),
        depth=have.get("depth", 1.0),
        head_rest=have.get("head_rest"),
        legs=(legs[0], legs[1]),
        arms=(arms[0], arms[1]),
        props=(*figure.props, *have.get("props", ())),
        belly=have.get("belly", 0.0),
        eyes_closed=have.get("eyes") == "closed",
        breath=pose.breath,
        move=pose.move,
        back=pose.move if pose.back is None else pose.back,
        hold=pose.hold,
        linear=pose.ease == "linear",
        arrows=pose.arrows,
    )
