"""The quiet things in a picture: floor, bed, chair, table, pillow, strap, heat pack, clock."""

from collections.abc import Callable, Iterator
from math import copysign, cos, pi, radians, sin, sqrt

from unspiral.catalogue.figure_types import Prop
from unspiral.drawing.figure_geometry import (
    Outline,
    Point,
    box,
    capsule,
    disc,
    distance,
    down,
    go,
    lines,
    mix_point,
    open_curve,
    place,
    smooth,
)
from unspiral.drawing.figure_shapes import Shape
from unspiral.drawing.figure_side import Skeleton

PARTS_OF_ELLIPSE = 16
RAIL_GAPS = 7


def layers_of(props: tuple[Prop, ...], bones: Skeleton) -> dict[str, list[Shape]]:
    """The shapes of all props by the layer they are drawn in; the clock has a layer alone."""
    found: dict[str, list[Shape]] = {}
    for number, prop in enumerate(props):
        layer = "clock" if prop.kind == "clock" else prop.layer
        shapes = found.setdefault(layer, [])
        shapes += DRAW[prop.kind](prop, bones, f"prop{number}")
    return found


def _at(prop: Prop, bones: Skeleton) -> Point:
    x, y = bones.points[prop.at] if isinstance(prop.at, str) else prop.at
    return x + prop.offset[0], y + prop.offset[1]


def superellipse(centre: Point, size: Point, angle: float, k: float) -> Outline:
    """A pillow-like outline: |x/a|^k + |y/b|^k = 1, turned by `angle` degrees."""
    axis = (cos(radians(angle)), sin(radians(angle)))
    points = []
    for i in range(PARTS_OF_ELLIPSE):
        t = 2 * pi * i / PARTS_OF_ELLIPSE
        x = copysign(abs(cos(t)) ** (2 / k), cos(t)) * size[0] / 2
        y = copysign(abs(sin(t)) ** (2 / k), sin(t)) * size[1] / 2
        points.append(place(centre, axis, (x, y)))
    return smooth(points)


def _floor(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    yield Shape(f"{name}_mat", box(prop.x, -6, prop.w, 6, 2.5), "mat", stroke="")
    line = lines([(prop.x + 1, 0), (prop.x + prop.w - 1, 0)])
    yield Shape(f"{name}_line", line, stroke="wood", width=0.8)


def _bed(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A bed; `x` is its head end, and a width below 0 puts the head on the right."""
    x, w, h = prop.x, prop.w, prop.h
    head, foot, left = (x - 5, x + w - 0.5, x) if w > 0 else (x - 0.5, x + w - 4.5, x + w)
    parts = (
        ("head", box(head, 0, 5.5, h + 22, 2.5), "wood"),
        ("foot", box(foot, 0, 5, h + 2, 2), "wood"),
        ("frame", box(left, h - 26, abs(w), 9, 1.5), "wood"),
        ("mattress", box(left, h - 18, abs(w), 18, 6), "mat"),
    )
    for part, outline, fill in parts:
        yield Shape(f"{name}_{part}", outline, fill)


def _bed_above(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    top = box(prop.x - 3, prop.y + prop.h - 2, prop.w + 6, 8, 2.5)
    yield Shape(f"{name}_mattress", box(prop.x, prop.y, prop.w, prop.h, 10), "mat")
    yield Shape(f"{name}_head", top, "wood")


def _pillow(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    yield Shape(name, superellipse(_at(prop, bones), prop.size, prop.angle, prop.k), "soft")


def _chair(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A chair; `x` is the side of its back, and a width below 0 turns it to face left."""
    x, w, seat = prop.x, prop.w, prop.seat
    way = copysign(1, w)
    if prop.back:
        post = capsule((x + way * 1.5, seat - 1), (x - way * 6, seat + prop.bh), 2.0, 2.0)
        yield Shape(f"{name}_back", post, "wood")
    legs = (
        ((x + way * 3, seat - 3), (x + way, 1.2)),
        ((x + w - way * 4, seat - 3), (x + w - way * 2, 1.2)),
    )
    for i, (top, foot) in enumerate(legs):
        yield Shape(f"{name}_leg{i}", capsule(top, foot, 1.4, 1.2), "wood")
    yield Shape(f"{name}_seat", box(min(x, x + w), seat - 5, abs(w), 5, 2.2), "wood")


def _armrest(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """The near arm of a chair, `y` above the floor; drawn apart, to go before the body."""
    front = prop.x + prop.w
    post = capsule((front - 6, prop.y), (front - 7, prop.seat - 3), 1.4, 1.4)
    yield Shape(f"{name}_post", post, "wood")
    yield Shape(f"{name}_bar", box(prop.x, prop.y - 2, prop.w, 4, 2), "wood")


def _table(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    x, w, h = prop.x, prop.w, prop.h
    for i, foot in enumerate((x + 6, x + w - 6)):
        yield Shape(f"{name}_leg{i}", capsule((foot, h - 3), (foot, 1.6), 1.8, 1.6), "wood")
    yield Shape(f"{name}_top", box(x, h - 4, w, 4, 1.5), "wood")


def _stool(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    x, w, seat = prop.x, prop.w, prop.seat
    for i, side in enumerate((-1, 1)):
        leg = capsule((x + side * (w / 2 - 5), seat - 3), (x + side * (w / 2 - 3), 1.2), 1.6, 1.4)
        yield Shape(f"{name}_leg{i}", leg, "wood")
    yield Shape(f"{name}_seat", box(x - w / 2, seat - 5, w, 5, 2.2), "wood")


def _wall(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    yield Shape(name, box(prop.x, 0, 5, prop.h, 1), "wood")


def _roll(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    at = _at(prop, bones)
    turn = [go(at, down(i * 45), prop.r * (0.15 + 0.6 * i / 16)) for i in range(17)]
    yield Shape(name, disc(at, prop.r), "soft")
    yield Shape(f"{name}_spiral", open_curve(turn), edge=1.0)


def _strap(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """From the hand to the sole, once round the foot, with a short loose end."""
    hand, sole = (bones.points[end] for end in prop.ends)
    limb = prop.ends[1].split("_")[0]
    axis, ankle = down(bones.angles[f"{limb}_foot"]), bones.points[f"{limb}_ankle"]
    over = place(ankle, axis, (10.5, -0.6))
    tail = go(mix_point(hand, sole, -0.05), (0.25, -0.97), 9)
    line = lines([tail, hand, over, sole, hand])
    yield Shape(f"{name}_edge", line, width=3.0)
    yield Shape(name, line, stroke="accent", width=1.9)


def _heatpack(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    yield Shape(name, superellipse(_at(prop, bones), prop.size, prop.angle, 6), "heat")


def _waves(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    at = _at(prop, bones)
    for i in range(3):
        shift = (i - 1) * 6.0
        points = [(at[0] + shift + (1.6 if n % 2 else -1.6), at[1] - 7 + n * 3.5) for n in range(5)]
        yield Shape(f"{name}_{i}", open_curve(points), stroke="heat", width=1.5)


def _clock(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    at, r = _at(prop, bones), prop.r
    turns = [6 * prop.minutes * i / 12 for i in range(13)]
    pie = [at, *(go(at, down(180 - turn), r * 0.78) for turn in turns)]
    yield Shape(name, disc(at, r), "soft")
    yield Shape(f"{name}_pie", lines(pie, closed=True), "accent", stroke="")
    hands = lines([go(at, down(180), r * 0.78), at, go(at, down(180 - turns[-1]), r * 0.55)])
    yield Shape(f"{name}_hands", hands, width=1.0)


def _step(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A solid step of height `h`, its tread a little longer than what carries it."""
    x, w, h = prop.x, prop.w, prop.h
    yield Shape(f"{name}_riser", box(x + 1.5, 0, w - 1.5, h - 1, 0.6), "mat")
    yield Shape(f"{name}_tread", box(x, h - 3.4, w, 3.4, 1.4), "wood")


def _bench(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A heavy low bench or box: its top at `seat`, on two wide feet."""
    x, w, seat = prop.x, prop.w, prop.seat
    for i, left in enumerate((x + 4, x + w - 12)):
        yield Shape(f"{name}_leg{i}", box(left, 0, 8, seat - 5, 1), "wood")
    yield Shape(f"{name}_top", box(x, seat - 6, w, 6, 2.2), "wood")


def _rail(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A banister: a bar at height `h` between two knobbed posts, pale bars below it.

    Knobs and bars are what tells it from a table; held from beside it, with the far hand.
    """
    first, last, h = prop.x + 3, prop.x + prop.w - 3, prop.h
    gap = (last - first) / RAIL_GAPS
    for i in range(1, RAIL_GAPS):
        spot = first + gap * i
        bar = open_curve([(spot, 10.0), (spot, h - 2)])
        yield Shape(f"{name}_thin{i}", bar, stroke="wood", width=0.8)
    low = open_curve([(first, 10.0), (last, 10.0)])
    yield Shape(f"{name}_low", low, stroke="wood", width=1.2)
    yield Shape(f"{name}_bar", capsule((first, h), (last, h), 2.0, 2.0), "wood")
    for i, spot in enumerate((first, last)):
        post = capsule((spot, h + 5), (spot, 1.6), 1.8, 1.8)
        yield Shape(f"{name}_post{i}", post, "wood")
        yield Shape(f"{name}_knob{i}", disc((spot, h + 9), 3.2), "wood")


def _door(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A shut door seen along its edge, with a handle on the person's side."""
    yield Shape(f"{name}_leaf", box(prop.x, 0, 5, prop.h, 1), "wood")
    stem, grip = (prop.x - 3.5, 100.0), (prop.x - 4.5, 96.0)
    yield Shape(f"{name}_stem", capsule((prop.x, 100), stem, 1.1, 1.1), "wood")
    yield Shape(f"{name}_grip", capsule(stem, grip, 1.2, 1.2), "wood")


def _band(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A band or towel `w` long and `r` wide from a hand to `ends[1]`, or to an anchor at `at`.

    Longer than its way it hangs in a curve as deep as its slack, else it is straight.
    """
    hand = bones.points[prop.ends[0]]
    end = bones.points[prop.ends[1]] if prop.ends[1] else _at(prop, bones)
    span = distance(hand, end)
    sag = sqrt(3 / 8 * span * max(0.0, prop.w - span))  # a shallow arc of this length
    parts = [(i / 8, 4 * sag * (i / 8) * (1 - i / 8)) for i in range(9)]
    middle = [mix_point(hand, end, t) for t, _ in parts]
    line = open_curve([(x, y - low) for (x, y), (_, low) in zip(middle, parts, strict=True)])
    yield Shape(f"{name}_edge", line, width=prop.r + 1.1)
    yield Shape(name, line, stroke="accent", width=prop.r)
    if not prop.ends[1]:
        yield Shape(f"{name}_anchor", disc(end, 2.6), "soft")


def _bag(prop: Prop, bones: Skeleton, name: str) -> Iterator[Shape]:
    """A shopping bag that hangs from `at` by its handles, `size` wide and high."""
    (x, y), (w, h) = _at(prop, bones), prop.size
    top, half = y - 9.0, w / 2
    loop = ((-0.5, top - 1), (-0.2, y - 1), (0.2, y - 1), (0.5, top - 1))
    side = ((-0.8, top), (0.8, top), (1, top - h * 0.9), (0.8, top - h), (-0.8, top - h))
    handle, body = ([(x + half * i, at) for i, at in part] for part in (loop, side))
    yield Shape(f"{name}_handle", open_curve(handle), width=1.4)
    yield Shape(name, smooth([*body, (x - half, top - h * 0.9)]), "soft")


DRAW: dict[str, Callable[[Prop, Skeleton, str], Iterator[Shape]]] = {
    "floor": _floor,
    "bed": _bed,
    "bed_above": _bed_above,
    "pillow": _pillow,
    "chair": _chair,
    "armrest": _armrest,
    "table": _table,
    "stool_front": _stool,
    "wall": _wall,
    "roll": _roll,
    "strap": _strap,
    "heatpack": _heatpack,
    "waves": _waves,
    "clock": _clock,
    "step": _step,
    "bench": _bench,
    "rail": _rail,
    "door": _door,
    "band": _band,
    "bag": _bag,
}
