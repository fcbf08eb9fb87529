"""A figure solved: shapes of any pose, of any point of the way between poses, and their samples."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from unspiral.catalogue.figure_types import Prop
from unspiral.catalogue.types import Body, Figure
from unspiral.drawing.figure_front import FrontMove, front_shapes
from unspiral.drawing.figure_geometry import mix, mix_point
from unspiral.drawing.figure_pose import Physique, Stance, physique, stances
from unspiral.drawing.figure_props import layers_of
from unspiral.drawing.figure_shapes import Shape, side_shapes
from unspiral.drawing.figure_side import Move, Skeleton

LEAST_SAMPLES = 4
DEGREES_PER_SAMPLE = 10
WALK_STEP = 0.16  # seconds, when the first pose of a walk gives no time of its own


@dataclass(frozen=True, slots=True)
class Way:
    """One move of a figure: from pose to pose, how long, and how long back again (seconds)."""

    start: Stance
    end: Stance
    seconds: float
    back: float
    linear: bool


@dataclass(frozen=True, slots=True)
class Solved:
    """A figure with a body: asks for shapes and skeletons by pose or by part of a way."""

    figure: Figure
    body: Physique
    poses: tuple[Stance, ...]

    def pose(self, name: str) -> Stance:
        """The pose with this id."""
        return next(pose for pose in self.poses if pose.id == name)

    def bones(self, way: Way, part: float) -> Skeleton:
        """The skeleton at `part` of a way."""
        move = FrontMove if way.start.view == "front" else Move
        return move(self.body, way.start, way.end).at(part)

    def still(self, pose: Stance) -> Skeleton:
        """The skeleton of a pose."""
        return self.bones(Way(pose, pose, 0, 0, True), 0.0)

    def shapes(
        self, pose: Stance, bones: Skeleton, props: tuple[Prop, ...] | None = None
    ) -> list[Shape]:
        """All shapes in drawing order, the clock last and apart."""
        layers = layers_of(pose.props if props is None else props, bones)
        if pose.view == "front":
            in_bed = any(prop.kind == "bed_above" for prop in pose.props)
            drawn = front_shapes(self.body, bones, layers, in_bed or abs(pose.lean) > 60)
        else:
            flat = pose.rest == "back" and abs(pose.lean) > 60
            lying = pose.view == "above" or flat
            drawn = side_shapes(self.body, bones, layers, lying)
        return drawn + layers.get("clock", [])

    def ways(self) -> tuple[Way, ...]:
        """All moves once each, in order; none for a figure that changes its view: it is cut."""
        poses = self.poses
        if len({pose.view for pose in poses}) > 1:
            return ()
        if self.figure.loop == "swap_limbs":
            swapped = [swap_limbs(pose) for pose in poses]
            ring = [*poses, *swapped, poses[0]]
            return tuple(_way(a, b) for a, b in pairwise(ring))
        return tuple(_way(a, b) for a, b in pairwise(poses))

    def samples(self, way: Way) -> list[list[Shape]]:
        """Shapes at even parts of a way, ends included: one sample per 10 degrees turned."""
        count = self.sample_count(way)
        return [self._sample(way, i / count) for i in range(count + 1)]

    def sample_count(self, way: Way) -> int:
        """How many steps a way is cut into."""
        a, b = self.bones(way, 0.0).angles, self.bones(way, 1.0).angles
        turn = max((abs(b[k] - a[k]) for k in a if not k.endswith("_length")), default=0.0)
        return max(LEAST_SAMPLES, ceil(min(turn, 360) / DEGREES_PER_SAMPLE))

    def _sample(self, way: Way, part: float) -> list[Shape]:
        return self.shapes(
            way.start, self.bones(way, part), _mix_props(way.start.props, way.end.props, part)
        )


def solve(figure: Figure, body: Body, cast: str = "") -> Solved:
    """A figure ready to be drawn, with the cast member it names or the one asked for."""
    return Solved(figure, physique(body, cast or figure.cast), stances(figure))


def swap_limbs(pose: Stance) -> Stance:
    """The same pose with near and far limbs changed over: the other half of a step."""
    return replace(
        pose, id=f"{pose.id}_other", legs=pose.legs[::-1], arms=pose.arms[::-1], arrows=()
    )


def _way(a: Stance, b: Stance) -> Way:
    return Way(a, b, b.move or WALK_STEP, b.back or b.move or WALK_STEP, b.linear)


def _mix_props(a: Sequence[Prop], b: Sequence[Prop], part: float) -> tuple[Prop, ...]:
    """Props on the way: those that keep their kind slide; a different list is kept from `a`."""
    if [prop.kind for prop in a] != [prop.kind for prop in b]:
        return tuple(a)
    return tuple(_mix_prop(x, y, part) for x, y in zip(a, b, strict=True))


def _mix_prop(a: Prop, b: Prop, part: float) -> Prop:
    if isinstance(a.at, str) or isinstance(b.at, str):
        return a
    return replace(a, at=mix_point(a.at, b.at, part), angle=mix(a.angle, b.angle, part))
