"""The parts of a body: membrane, receptors, nucleus and granules, each a plain shape in a place."""

import math
from dataclasses import dataclass

from matplotlib.path import Path

from layouts.figures.canvas import Canvas, circle
from layouts.figures.colours import blend
from layouts.figures.specs import Body, Leader, Receptors, Shape

# Lengths are shares of the radius of a body.
_REACH = 0.24  # length of a receptor
_SPREAD = 0.085  # half the opening of a Y or a fork
_SCALLOPS, _DEPTH = 20, 0.075  # waves of a scalloped outline, and the height of their control points
_NUCLEUS, _OFFSET = 0.46, 0.1  # radius, and how far it lies from the middle, away from where the body faces
_GRANULE = 0.052  # radius
_RINGS = (0.68, 0.81)  # distances of granules from the middle
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class Place:
    """The middle and radius of a body in mm; `facing` 1 looks to the end of the line, -1 to its start."""

    x: float
    y: float
    radius: float
    facing: int

    def at(self, angle: float, distance: float, aside: float = 0.0) -> tuple[float, float]:
        """A point `distance` radii from the middle at an angle from where the body faces, `aside` radii off the ray."""
        x = distance * math.cos(angle) - aside * math.sin(angle)
        y = distance * math.sin(angle) + aside * math.cos(angle)
        return self.x + self.facing * self.radius * x, self.y - self.radius * y


def draw_body(canvas: Canvas, body: Body, place: Place) -> None:
    """From the back to the front: receptors, membrane, inside, nucleus, granules."""
    palette = canvas.palette
    colour, tint = palette.arms[body.arm], palette.arm_tints[body.arm]
    weight = place.radius * 0.115  # pt, so that bodies of one size have lines of one weight
    roles = {"arm": colour, "accent": palette.accent, "ink": palette.ink, "muted": palette.muted}
    for number, family in enumerate(body.receptors, 1):
        paths = [_receptor(family.shape, place, angle) for other, angle in _receptors(body) if other is family]
        receptors = Path.make_compound_path(*paths)
        canvas.path(receptors, f"receptors: {body.name} {number}", edge=roles[family.role], pt=weight)
    canvas.path(_outline(body, place, 1.0), f"membrane: {body.name}", fill=palette.paper, edge=colour, pt=weight)
    canvas.path(_outline(body, place, 0.91), f"inside: {body.name}", fill=tint)
    if body.nucleus:
        x, y = place.at(math.pi, _OFFSET)
        fill = blend(colour, palette.paper, 0.3)
        canvas.circle(x, y, place.radius * _NUCLEUS, f"nucleus: {body.name}", fill=fill, edge=colour, pt=0.6 * weight)
    granules = [circle(*place.at(*spot), place.radius * _GRANULE) for spot in _granules(body)]
    if granules:
        canvas.path(Path.make_compound_path(*granules), f"granules: {body.name}", fill=colour)


def anchor(body: Body, leader: Leader, place: Place) -> tuple[float, float]:
    """Where the line of a label ends, on the side that the body faces."""
    if leader.target == "receptor":
        family = body.receptors[leader.which]
        angles = [angle for other, angle in _receptors(body) if other is family]
        return place.at(min(angles, key=lambda angle: abs(_turn(angle) - 0.75)), 1 + 0.35 * _REACH)
    if leader.target == "granule":
        return place.at(*max(_granules(body), key=lambda spot: spot[1] * math.cos(spot[0] + 0.5)))
    if leader.target == "nucleus":
        return place.at(0.0, _NUCLEUS * 0.6 - _OFFSET)
    return place.at(-0.95, 1.0)


def _turn(angle: float) -> float:
    """The same angle between -pi and pi."""
    return (angle + math.pi) % (2 * math.pi) - math.pi


def _receptors(body: Body) -> list[tuple[Receptors, float]]:
    """Every receptor and its angle: evenly round the body, the families taking turns."""
    turns = sorted(
        ((number + 0.5) / family.count, index)
        for index, family in enumerate(body.receptors)
        for number in range(family.count)
    )
    return [(body.receptors[index], 2 * math.pi * spot / len(turns)) for spot, (_, index) in enumerate(turns)]


def _granules(body: Body) -> list[tuple[float, float]]:
    """Angle and distance of each granule: in two rings around the nucleus, or spread like seeds where there is none."""
    shares = [(number + 0.5) / body.granules for number in range(body.granules)]
    if body.nucleus:
        return [(2 * math.pi * share, _RINGS[number % 2]) for number, share in enumerate(shares)]
    return [(number * _GOLDEN, _RINGS[1] * math.sqrt(share)) for number, share in enumerate(shares)]


def _outline(body: Body, place: Place, share: float) -> Path:
    """A circle of `share` radii, or scallops around it that enclose the same area."""
    if body.outline == "smooth":
        return circle(place.x, place.y, place.radius * share)
    radius = share / math.sqrt(_scalloped_area())
    return _curves([place.at(angle, radius * reach) for angle, reach in _scallops()])


def _scallops() -> list[tuple[float, float]]:
    """Angle and distance of the points of the outline, valleys and the control points between them in turn."""
    step = math.pi / _SCALLOPS
    crest = (1 + 2 * _DEPTH) / math.cos(step)
    return [(number * step, crest if number % 2 else 1.0) for number in range(2 * _SCALLOPS)]


def _scalloped_area() -> float:
    """The area within the scallops over that of the circle through their valleys: polygon and parabola segments."""
    step = math.pi / _SCALLOPS
    crest = (1 + 2 * _DEPTH) / math.cos(step)
    polygon = _SCALLOPS * math.sin(2 * step) / 2
    segment = 2 / 3 * math.sin(step) * (crest - math.cos(step))
    return (polygon + _SCALLOPS * segment) / math.pi


def _curves(points: list[tuple[float, float]]) -> Path:
    """A closed path of quadratic curves through every second point; the others are their control points."""
    codes = [int(Path.MOVETO), *[int(Path.CURVE3)] * len(points), int(Path.CLOSEPOLY)]
    return Path([*points, points[0], points[0]], codes)


def _receptor(shape: Shape, place: Place, angle: float) -> Path:
    """Strokes from the membrane outwards: a Y, a bar with a head, or a fork of two prongs."""
    foot, neck, tip = place.at(angle, 0.97), place.at(angle, 1 + 0.45 * _REACH), 1 + _REACH
    if shape == "bar":
        head = [place.at(angle, tip, side) for side in (-0.7 * _SPREAD, 0.7 * _SPREAD)]
        strokes = [[foot, place.at(angle, tip)], head]
    else:
        ends = [place.at(angle, tip, side) for side in (-_SPREAD, _SPREAD)]
        bends = [place.at(angle, 1 + 0.45 * _REACH, side) for side in (-_SPREAD, _SPREAD)]
        open_shape = [ends[0], neck, ends[1]] if shape == "y" else [ends[0], *bends, ends[1]]
        strokes = [[foot, neck], open_shape]
    codes = [code for stroke in strokes for code in [int(Path.MOVETO), *[int(Path.LINETO)] * (len(stroke) - 1)]]
    return Path([point for stroke in strokes for point in stroke], codes)
