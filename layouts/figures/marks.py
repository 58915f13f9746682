"""What a drawing consists of, in plain values: named shapes and labels. Slides, checks and seals read these."""

from dataclasses import dataclass
from typing import Literal

from layouts.figures.colours import Ink

Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Segment:
    """One stroke of an outline, in mm from the top left: to its last point, curved by those before it."""

    points: tuple[Point, ...]  # one: a line; two: a quadratic curve; three: a cubic one


@dataclass(frozen=True)
class Contour:
    """One line of an outline, from `start`; `closed` returns to it."""

    start: Point
    segments: tuple[Segment, ...]
    closed: bool

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, those that only bend a curve included."""
        return (self.start, *(point for segment in self.segments for point in segment.points))


@dataclass(frozen=True)
class Shape:
    """Contours of one look; `pt` is the weight of the edge in points."""

    name: str
    contours: tuple[Contour, ...]
    fill: Ink | None
    edge: Ink | None
    pt: float
    dotted: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in mm of all its points, the edge's weight left out."""
        xs, ys = zip(*(point for contour in self.contours for point in contour.points), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True)
class Paragraph:
    """Lines of one type, `leading` mm apart; `before` mm more above the first when it follows another paragraph."""

    lines: tuple[str, ...]
    pt: float
    bold: bool
    ink: Ink
    leading: float
    before: float = 0.0


@dataclass(frozen=True)
class Label:
    """Words at a place: `x` mm is their left, middle or right, as `anchor` says; the first baseline is at `y` mm.

    `wide` is the width in mm of the widest line, `descent` what the type reaches below a baseline; `angle` turns the
    words around (x, y), counter-clockwise, in degrees.
    """

    name: str
    paragraphs: tuple[Paragraph, ...]
    x: float
    y: float
    anchor: Anchor
    wide: float
    descent: float
    angle: float = 0.0

    @property
    def words(self) -> str:
        return " ".join(line for paragraph in self.paragraphs for line in paragraph.lines)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in mm of the unturned words, from one leading above the last descender."""
        left = self.x - {"left": 0.0, "center": 0.5, "right": 1.0}[self.anchor] * self.wide
        top = self.y + self.descent - self.paragraphs[0].leading
        high = sum(len(p.lines) * p.leading + p.before for p in self.paragraphs)
        return left, top, left + self.wide, top + high


Mark = Shape | Label
