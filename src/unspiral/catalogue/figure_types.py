"""The parts of a figure file: how a pose, a limb, a prop and an arrow are written."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from unspiral.catalogue.item import Item

Point = tuple[float, float]
Length = Annotated[float, Field(ge=0.25, le=1.0)]
View = Literal["side", "front", "above"]
Layer = Literal["behind", "between", "under_near_leg", "under_arm", "front"]
Rest = Literal["back", "seat", "feet", "none"]
PropKind = Literal[
    "floor",
    "bed",
    "bed_above",
    "pillow",
    "chair",
    "armrest",
    "table",
    "stool_front",
    "wall",
    "roll",
    "strap",
    "heatpack",
    "waves",
    "clock",
    "step",
    "bench",
    "rail",
    "door",
    "band",
    "bag",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """Where the pelvis is (cm), how it leans (degrees) and what it rests on at `level` (cm)."""

    x: float | None = None
    y: float | None = None
    lean: float | None = None
    rest: Rest | None = None
    level: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """Bends in degrees, each relative to the segment below; + is forward (front view: right)."""

    lumbar: float | None = None
    thorax: float | None = None
    chest: float | None = None
    neck: float | None = None
    head: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Joint angles, or a foot put somewhere, or (front view) segments (direction, length)."""

    hip: float | None = None
    knee: float | None = None
    ankle: float | None = None
    foot: Point | None = None
    heel: Point | None = None
    pitch: float = 0.0
    lift: float = 0.0
    thigh: tuple[float, Length] | None = None
    shin: tuple[float, Length] | None = None
    toe: tuple[float, Length] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Joint angles, or a hand put somewhere, or (front view) segments (direction, length)."""

    shoulder: float | None = None
    elbow: float | None = None
    to: str = ""
    along: float | None = None
    offset: Point = (0.0, 0.0)
    hand: Point | None = None
    len: Annotated[float, Field(gt=0, le=1.0)] = 1.0
    palm: float | None = None
    bend: Literal["back", "front", "out"] = "back"
    upper: tuple[float, Length] | None = None
    fore: tuple[float, Length] | None = None
    shrug: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """One quiet thing in the picture; lengths in cm, `at` a point or the name of one."""

    kind: PropKind
    layer: Layer = "behind"
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0
    h: float = 0.0
    at: Point | str = (0.0, 0.0)
    offset: Point = (0.0, 0.0)
    size: Point = (0.0, 0.0)
    angle: float = 0.0
    k: float = 2.7
    r: float = 0.0
    seat: float = 44.0
    back: bool = True
    bh: float = 54.0
    ends: tuple[str, str] = ("", "")
    minutes: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A way to go: along a point's own path between two poses, or drawn by hand."""

    follow: str = ""
    between: tuple[str, str] = ("", "")
    offset: float | Point = 0.0
    span: Point = (0.0, 1.0)
    min: float = 0.0
    curve: tuple[Point, Point, float] | None = None
    path: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseData:
    """One key pose; what is left out comes from the pose before, in the same view."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    say: str = ""
    view: View | None = None
    root: Root = field(default_factory=Root)
    spine: Spine = field(default_factory=Spine)
    depth: float | None = None
    head_rest: Point | None = None
    near_leg: Leg | None = None
    far_leg: Leg | None = None
    near_arm: Arm | None = None
    far_arm: Arm | None = None
    left_leg: Leg | None = None
    right_leg: Leg | None = None
    left_arm: Arm | None = None
    right_arm: Arm | None = None
    props: tuple[Prop, ...] | None = None
    belly: float | None = None
    eyes: Literal["open", "closed"] | None = None
    breath: bool = False
    move: float = 0.0
    back: float | None = None
    hold: float = 0.0
    ease: Literal["smooth", "linear"] = "smooth"
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """One person of the cast: build, hair and colours; poses stay the same."""

    id: str
    build: Annotated[float, Field(gt=0.5, lt=2.0)]
    hair: Literal["short", "bob", "bun"]
    colours: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Item):
    """A drawn movement or position: key poses as data, see docs/explanation/figures.md."""

    kind: Literal["figure"]
    view: View
    frame: tuple[float, float, float, float]
    cast: Literal["a", "b", "c", "d"] = "a"
    props: tuple[Prop, ...] = ()
    poses: Annotated[tuple[PoseData, ...], Field(min_length=1)]
    still: tuple[str, ...]
    ghost: str = ""
    ghost_parts: tuple[str, ...] = ()
    loop: Literal["there_and_back", "once", "none", "swap_limbs"] | tuple[str, ...]
    sides: Literal["", "both"] = ""
    shows: str = ""
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Item):
    """Sizes, outlines, joint limits and colours of the drawn person (cm and degrees)."""

    kind: Literal["body"]
    stature: float
    lengths: dict[str, float]
    radii: dict[str, float]
    depth_front: dict[str, float]
    depth_back: dict[str, float]
    belly_gain: dict[str, float]
    points: dict[str, tuple[float, float]]
    outlines: dict[str, tuple[tuple[float, float], ...]]
    measures: dict[str, float]
    front: dict[str, float]
    limits: dict[str, tuple[float, float]]
    tokens: dict[str, dict[str, str]]
    cast: tuple[Cast, ...]
