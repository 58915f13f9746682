"""Two round bodies of equal area and weight, drawn from simple shapes: as an emblem, or labelled with leader lines."""

import math
from dataclasses import dataclass

from matplotlib.path import Path

from layouts.figures.canvas import Canvas
from layouts.figures.colours import blend
from layouts.figures.specs import Body, CellPair, Leader, Receptors
from layouts.figures.typeface import Type

_REACH = 0.26  # length of a receptor over the radius of the body
_SCALLOPS = 22
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class _Place:
    """The middle and radius of a body in mm; `facing` 1 looks right, -1 left."""

    x: float
    y: float
    radius: float
    facing: int

    def at(self, angle: float, distance: float) -> tuple[float, float]:
        """A point at an angle from where the body faces, counter-clockwise, at `distance` radii from the middle."""
        reach = self.radius * distance
        return self.x + self.facing * reach * math.cos(angle), self.y - reach * math.sin(angle)


def draw(canvas: Canvas, spec: CellPair) -> None:
    """The emblem where nothing is labelled, else each body with its heading and labels beside it."""
    if any(body.labels for body in spec.bodies):
        _draw_labelled(canvas, spec)
        return
    _draw_emblem(canvas, spec)


def _draw_emblem(canvas: Canvas, spec: CellPair) -> None:
    gap = 0.03 * canvas.width
    radius = min((canvas.width - gap) / 4, canvas.height / 2) / (1 + _REACH + 0.04)
    outer = radius * (1 + _REACH)
    middle = canvas.width / 2
    for body, side in zip(spec.bodies, (-1, 1), strict=True):
        _draw_body(canvas, body, _Place(middle + side * (gap / 2 + outer), canvas.height / 2, radius, -side))


def _draw_labelled(canvas: Canvas, spec: CellPair) -> None:
    wide = canvas.width > 1.2 * canvas.height
    gap = 2.5 * canvas.em
    room = (canvas.width - gap) / 2 if wide else canvas.width
    height = canvas.height if wide else (canvas.height - gap) / 2
    for number, body in enumerate(spec.bodies):
        left = number * (room + gap) if wide else 0.0
        top = 0.0 if wide else number * (height + gap)
        _draw_block(canvas, body, left, top, room, height)


def _draw_block(canvas: Canvas, body: Body, left: float, top: float, room: float, height: float) -> None:
    """Heading, the body at the start, its labels in a column beside it."""
    style = canvas.type(0.5, bold=True)
    heading = canvas.lines(body.name, room, style)
    below = canvas.write(left, top, heading, style) + 0.8 * canvas.em
    outer = min((top + height - below) / 2, room * 0.27)
    place = _Place(left + outer, below + outer, outer / (1 + _REACH), 1)
    _draw_body(canvas, body, place)
    column = left + 2 * outer + 2 * canvas.em
    _write_labels(canvas, body, place, column, left + room - column, below, 2 * outer)


def _anchor(body: Body, leader: Leader, place: _Place) -> tuple[float, float]:
    """Where the line of a label ends."""
    if leader.target == "receptor":
        angles = [angle for family, angle in _receptor_angles(body) if family is body.receptors[leader.which]]
        angle = min(angles, key=lambda a: abs(math.sin(a) - 0.75) + (0 if math.cos(a) > 0 else 9))
        return place.at(angle, 1 + _REACH * 0.9)
    if leader.target == "granule":
        spots = _granules(body)
        distance, angle = max(spots, key=lambda s: s[0] * math.cos(s[1] + 0.7))
        return place.at(angle, distance)
    return place.at(0.25, 0.42 if leader.target == "nucleus" else 0.0) if leader.target == "nucleus" else place.at(-1.0, 1.0)


def _write_labels(
    canvas: Canvas, body: Body, place: _Place, left: float, room: float, top: float, height: float
) -> None:
    style = canvas.type()
    leaders = sorted(body.labels, key=lambda leader: _anchor(body, leader, place)[1])
    blocks = [canvas.lines(leader.text, room, style) for leader in leaders]
    words = sum(style.height(len(lines)) for lines in blocks)
    gap = (height - words) / max(len(blocks), 1)
    if gap < 0.4 * canvas.em:
        raise canvas.misfit(body.labels[0].text, "the labels are higher than the body")
    y = top + gap / 2
    for leader, lines in zip(leaders, blocks, strict=True):
        _draw_leader(canvas, leader, _anchor(body, leader, place), left, y + 0.52 * style.em)
        y = canvas.write(left, y, lines, style) + gap


def _draw_leader(canvas: Canvas, leader: Leader, anchor: tuple[float, float], left: float, y: float) -> None:
    colour = canvas.palette.ink
    elbow = left - 1.2 * canvas.em
    xs, ys = (anchor[0], elbow, left - 0.4 * canvas.em), (anchor[1], y, y)
    canvas.line(xs, ys, f"leader: {leader.text}", colour, 0.6)
    canvas.circle(*anchor, 0.5, f"anchor: {leader.text}", fill=colour, edge=canvas.palette.paper, pt=0.5)


def _draw_body(canvas: Canvas, body: Body, place: _Place) -> None:
    colour, tint = canvas.palette.arms[body.arm], canvas.palette.arm_tints[body.arm]
    weight = max(1.2, place.radius * 0.11)
    for number, (family, angle) in enumerate(_receptor_angles(body)):
        path = _receptor(family.shape, place, angle)
        canvas.path(path, f"receptor: {body.name} {number + 1}", edge=_colour(canvas, family, body), pt=weight)
    canvas.path(_membrane(body, place), f"membrane: {body.name}", fill=tint, edge=colour, pt=weight)
    if body.nucleus:
        x, y = place.at(math.pi * 0.9, 0.12)
        fill = blend(colour, canvas.palette.paper, 0.32)
        canvas.circle(x, y, place.radius * 0.48, f"nucleus: {body.name}", fill=fill, edge=colour, pt=weight * 0.6)
    for number, (distance, angle) in enumerate(_granules(body)):
        x, y = place.at(angle, distance)
        canvas.circle(x, y, place.radius * 0.05, f"granule: {body.name} {number + 1}", fill=colour)


def _colour(canvas: Canvas, family: Receptors, body: Body) -> str:
    palette = canvas.palette
    roles = {"arm": palette.arms[body.arm], "accent": palette.accent, "ink": palette.ink, "muted": palette.muted}
    return roles[family.role]


def _receptor_angles(body: Body) -> list[tuple[Receptors, float]]:
    """Every receptor and its angle: evenly round the body, the families taking turns."""
    total = sum(family.count for family in body.receptors)
    order = sorted(
        ((number + 0.5) / family.count, index) for index, family in enumerate(body.receptors) for number in range(family.count)
    )
    return [(body.receptors[index], 2 * math.pi * (spot + 0.5) / total) for spot, (_, index) in enumerate(order)]


def _granules(body: Body) -> list[tuple[float, float]]:
    """Distance and angle of each granule, evenly spread like seeds, outside the nucleus if there is one."""
    inner = 0.66 if body.nucleus else 0.12
    spots = []
    for number in range(body.granules):
        share = (number + 0.5) / body.granules
        spots.append((math.sqrt(inner**2 + share * (0.84**2 - inner**2)), number * _GOLDEN))
    return spots


def _membrane(body: Body, place: _Place) -> Path:
    """A circle, or a wave around it of the same area."""
    if body.outline == "smooth":
        circle = Path.circle((place.x, place.y), place.radius)
        return Path(circle.vertices, circle.codes)
    depth = 0.06
    mean = 1 / math.sqrt(1 + depth**2 / 8)
    knots = []
    for number in range(2 * _SCALLOPS):
        angle = math.pi * (number + 0.5) / _SCALLOPS
        knots.append(place.at(angle, mean * (1 + (depth if number % 2 else -depth))))
    return _smooth(knots)


def _smooth(knots: list[tuple[float, float]]) -> Path:
    """A closed curve through the middles of the sides of a polygon, its corners the control points."""
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in zip(knots, knots[1:] + knots[:1], strict=True)]
    points, codes = [middles[-1]], [int(Path.MOVETO)]
    for knot, middle in zip(knots, middles, strict=True):
        points += [knot, middle]
        codes += [int(Path.CURVE3), int(Path.CURVE3)]
    return Path([*points, points[0]], [*codes, int(Path.CLOSEPOLY)])


def _receptor(shape: str, place: _Place, angle: float) -> Path:
    """Strokes from the membrane outwards: a Y, a bar, or a fork of two prongs."""
    spread = 0.1
    foot, neck, tip = 0.98, 1 + _REACH * 0.5, 1 + _REACH
    if shape == "bar":
        return Path([place.at(angle, foot), place.at(angle, tip)])
    sides = [angle - spread, angle + spread]
    first, last = (place.at(side, tip) for side in sides)
    points = [place.at(angle, foot), place.at(angle, neck), first]
    codes = [int(Path.MOVETO), int(Path.LINETO)]
    if shape == "y":
        return Path(
            [*points, place.at(angle, neck), last], [*codes, int(Path.LINETO), int(Path.MOVETO), int(Path.LINETO)]
        )
    left, right = (place.at(side, neck) for side in sides)
    return Path([points[0], points[1], first, left, right, last], [*codes, *[int(Path.MOVETO)], *[int(Path.LINETO)] * 3])
