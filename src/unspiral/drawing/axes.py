"""The plot area that charts share: places from left to right, values from bottom to top.

Everything is in picture units. Lines and bands stop where a day was not noted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Value = float | None


@dataclass(frozen=True, slots=True)
class Area:
    """A plot area. `places`: how many days stand side by side; `scale`: its lowest and highest."""

    left: float
    right: float
    top: float
    bottom: float
    places: int
    scale: tuple[float, float]

    @property
    def step(self) -> float:
        """From one place to the next."""
        return (self.right - self.left) / max(self.places - 1, 1)

    def x(self, place: float) -> float:
        """Where a place lies; the first is 0."""
        return self.left + self.step * place

    def y(self, value: float) -> float:
        """Where a value lies; the scale's highest is on top."""
        low, high = self.scale
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)

    def grid(self, labels: Iterable[tuple[float, str]]) -> Iterator[str]:
        """A thin line for each value, its label to the left."""
        for value, label in labels:
            y = self.y(value)
            yield f'<path class="grid" d="M{self.left:g} {y:.1f}H{self.right:g}"/>'
            yield f'<text x="{self.left - 5:g}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'

    def lines(self, values: Sequence[Value]) -> Iterator[str]:
        """A line through each stretch of noted days; a dot for a day alone."""
        for start, end in stretches(values):
            points = [
                f"{self.x(n):.1f} {self.y(value):.1f}"
                for n in range(start, end + 1)
                if (value := values[n]) is not None
            ]
            if len(points) == 1:
                x, y = points[0].split()
                yield f'<circle class="dot" cx="{x}" cy="{y}" r="2.5"/>'
            else:
                yield f'<path class="line" d="M{"L".join(points)}"/>'

    def bands(self, values: Sequence[Value], low: float, high: float) -> Iterator[str]:
        """A level range behind each stretch of noted days."""
        top = self.y(high)
        height = max(self.y(low) - top, 2.0)
        for start, end in stretches(values):
            x = self.x(start)
            width = max(self.x(end) - x, 2.0)
            yield (
                f'<rect class="band" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" '
                f'height="{height:.1f}"/>'
            )

    def between(self, ink: str, lows: Sequence[float], highs: Sequence[float]) -> str:
        """The surface between two lines that have a value at every place."""
        there = [f"{self.x(n):.1f} {self.y(value):.1f}" for n, value in enumerate(highs)]
        back = [f"{self.x(n):.1f} {self.y(value):.1f}" for n, value in enumerate(lows)][::-1]
        return f'<path class="{ink}" d="M{"L".join(there + back)}Z"/>'


def stretches(values: Sequence[Value]) -> Iterator[tuple[int, int]]:
    """Stretches of noted days without a gap, as (first index, last index)."""
    start: int | None = None
    for n, value in enumerate((*values, None)):
        if value is not None and start is None:
            start = n
        if value is None and start is not None:
            yield start, n - 1
            start = None
