"""What the reader of a page's content holds in its hand: the graphics state, and the path that is being drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from layouts.checks.glyphs import Face
from layouts.checks.painted import BLACK, EVERYWHERE, Box, Colour

Point = tuple[float, float]


@dataclass(frozen=True)
class State:
    """What q keeps and Q brings back (ISO 32000-1, 8.4)."""

    matrix: pikepdf.Matrix
    clip: Box = EVERYWHERE
    fill: Colour = BLACK
    stroke: Colour = BLACK
    width: float = 1.0
    face: Face | None = None
    size: float = 0.0
    spacing: tuple[float, float, float] = (0.0, 0.0, 1.0)  # Tc, Tw, Tz
    leading: float = 0.0
    hidden: bool = False
    opacity: float = 1.0


@dataclass
class Path:
    """A path after all transformations: its points, and each of its loops apart. Curves count by their points."""

    points: list[Point] = field(default_factory=list)
    begun: list[Point] = field(default_factory=list)
    loops: list[list[Point]] = field(default_factory=list)

    @property
    def outline(self) -> tuple[tuple[Point, ...], ...]:
        return tuple(map(tuple, self.loops))

    def start(self, matrix: pikepdf.Matrix, place: Iterable[Any]) -> None:
        """A point that paints nothing unless something leads on from it."""
        x, y = (float(number) for number in place)
        self.begun = [matrix.transform((x, y))]
        self.loops.append([*self.begun])

    def go_on(self, matrix: pikepdf.Matrix, places: Iterable[Any]) -> None:
        """A line or a curve, to the last of some points."""
        numbers = [float(number) for number in places]
        ends = [matrix.transform(pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        self.points += [*self.begun, *ends]
        self.begun = []
        if self.loops:
            self.loops[-1] += ends

    def rectangle(self, matrix: pikepdf.Matrix, sides: Iterable[Any]) -> None:
        x, y, width, height = (float(number) for number in sides)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.loops.append([matrix.transform(corner) for corner in corners])
        self.points += self.loops[-1]
