"""Where the outline of a mark really runs, and what a mark shows at a point: curves as short lines, edges as bands."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from layouts.figures.colours import Ink
from layouts.figures.marks import Contour, Point, Segment, Shape

Box = tuple[float, float, float, float]  # left, top, right, bottom in mm
Line = tuple[Point, ...]
MM_PER_PT = 25.4 / 72
_PIECES = 6  # straight lines that stand for a curve
_STEPS = tuple((step + 1) / _PIECES for step in range(_PIECES))
_WEIGHTS = {  # of a curve's points at each of its pieces' ends, by its degree: Bernstein's polynomials
    n: [tuple(math.comb(n, k) * t**k * (1 - t) ** (n - k) for k in range(n + 1)) for t in _STEPS] for n in (2, 3)
}


@dataclass(frozen=True)
class Outline:
    """A shape, and what is worked out from it once. Boxes hold the weight of the edge."""

    shape: Shape

    @cached_property
    def half(self) -> float:
        """Mm from the middle of the edge to its rim."""
        return self.shape.pt * MM_PER_PT / 2 if self.shape.edge else 0.0

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """Of each contour; points that only bend a curve may widen it a little."""
        return tuple(widened(box_of(contour.points), self.half) for contour in self.shape.contours)

    @cached_property
    def box(self) -> Box:
        lefts, tops, rights, bottoms = zip(*self.boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Each contour as straight lines."""
        return tuple(flattened(contour) for contour in self.shape.contours)

    def meets(self, box: Box) -> bool:
        """Whether a contour's box and this one share a point."""
        return meet(self.box, box) and any(meet(own, box) for own in self.boxes)

    def edge_at(self, point: Point) -> Ink | None:
        """The edge's ink, where the edge covers the point."""
        if self.shape.edge and any(_is_on(point, line, self.half) for line in self._near(point)):
            return self.shape.edge
        return None

    def fill_at(self, point: Point) -> Ink | None:
        """The fill's ink, where the fill covers the point (non-zero rule, as every renderer fills)."""
        if self.shape.fill and sum(_turns(point, line) for line in self._near(point)):
            return self.shape.fill
        return None

    def crosses(self, box: Box) -> bool:
        """Whether the outline, with the weight of its edge, runs through a box."""
        wide = widened(box, self.half)
        return any(clipped(a, b, wide) for a, b in self.pieces(wide))

    def pieces(self, box: Box) -> Iterator[tuple[Point, Point]]:
        """The straight pieces of the contours whose boxes meet a box."""
        for own, line in zip(self.boxes, self.lines, strict=True):
            if meet(own, box):
                yield from pairwise(line)

    def _near(self, point: Point) -> list[Line]:
        spot = (*point, *point)
        if not meet(self.box, spot):
            return []
        return [line for own, line in zip(self.boxes, self.lines, strict=True) if meet(own, spot)]


def box_of(points: Line) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def widened(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def meet(one: Box, two: Box) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


def flattened(contour: Contour) -> Line:
    """The points of a contour with its curves as straight pieces; a closed one ends where it starts."""
    points = [contour.start]
    for segment in contour.segments:
        points += _pieces(points[-1], segment)
    if contour.closed and points[-1] != points[0]:
        points.append(points[0])
    return tuple(points)


def _pieces(start: Point, segment: Segment) -> list[Point]:
    """A straight segment's end, or points along Bézier's curve."""
    if len(segment.points) == 1:
        return [segment.points[0]]
    points = (start, *segment.points)
    return [
        (
            sum(weight * x for weight, (x, _) in zip(weights, points, strict=True)),
            sum(weight * y for weight, (_, y) in zip(weights, points, strict=True)),
        )
        for weights in _WEIGHTS[len(segment.points)]
    ]


def spread(line: Line, number: int) -> list[Point]:
    """So many points along a line, all at one distance."""
    pairs = list(pairwise(line))
    lengths = [math.dist(a, b) for a, b in pairs]
    step = sum(lengths) / number
    if not step:
        return [line[0]]
    found, gone = [], -step / 2
    for (a, b), length in zip(pairs, lengths, strict=True):
        while length and gone + step <= length:
            gone += step
            found.append((a[0] + (b[0] - a[0]) * gone / length, a[1] + (b[1] - a[1]) * gone / length))
        gone -= length
    return found


def clipped(a: Point, b: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of a line within a box, if any (Liang and Barsky 1984)."""
    start, end = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for by, room in ((-dx, a[0] - box[0]), (dx, box[2] - a[0]), (-dy, a[1] - box[1]), (dy, box[3] - a[1])):
        if by == 0:
            if room < 0:
                return None
        elif by < 0:
            start = max(start, room / by)
        else:
            end = min(end, room / by)
    if start > end:
        return None
    return (a[0] + dx * start, a[1] + dy * start), (a[0] + dx * end, a[1] + dy * end)


def _is_on(point: Point, line: Line, half: float) -> bool:
    """Whether a point is no farther than `half` mm from a line."""
    return any(_is_beside(point, a, b, half) and _distance(point, a, b) <= half for a, b in pairwise(line))


def _is_beside(point: Point, a: Point, b: Point, half: float) -> bool:
    """Whether a point lies in the box of a straight piece, `half` mm wider: what is quickly asked first."""
    across, down = abs(2 * point[0] - a[0] - b[0]), abs(2 * point[1] - a[1] - b[1])
    return across <= abs(a[0] - b[0]) + 2 * half and down <= abs(a[1] - b[1]) + 2 * half


def _distance(point: Point, a: Point, b: Point) -> float:
    """Mm from a point to the nearest one of a straight piece."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    share = min(max(share, 0.0), 1.0)
    return math.hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy)


def _turns(point: Point, line: Line) -> int:
    """How often a line, closed, winds around a point."""
    x, y = point
    turns = 0
    for (ax, ay), (bx, by) in zip(line, (*line[1:], line[0]), strict=True):
        if (ay <= y) != (by <= y):
            side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
            turns += (1 if side > 0 else 0) if by > ay else (-1 if side < 0 else 0)
    return turns
