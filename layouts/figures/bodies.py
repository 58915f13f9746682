"""Two round bodies of equal area and weight, side by side as an emblem, or each with labels on leader lines."""

from layouts.figures.anatomy import Place, anchor, draw_body
from layouts.figures.canvas import Canvas
from layouts.figures.specs import Body, CellPair, DoesNotFit, Leader

_OUTER = 1.3  # radii from the middle of a body to the tips of its receptors, half a stroke included
_AIR = 0.92  # of half the canvas: the width of one body of an emblem, tips included
_LABELS, _TO_LABELS = 8.5, 2.2  # ems: the least width of the labels, and from the body to them
_ASIDE = 2.5  # ems between blocks
_ELBOW = 1.4  # ems of level line before a label
_BETWEEN = 0.4  # ems between labels, at least
_LEAST, _LAST = 4.0, 2.5  # ems, the least size of a body, from its middle to its tips; where words must be broken
_SIZES = 16  # of bodies, tried in the smallest type


def draw(canvas: Canvas, spec: CellPair) -> None:
    """The emblem where nothing is labelled, else a block for each body."""
    if any(body.labels for body in spec.bodies):
        _draw_labelled(canvas, spec)
    else:
        _draw_emblem(canvas, spec)


def _draw_emblem(canvas: Canvas, spec: CellPair) -> None:
    """Facing each other, each in the middle of its half of the canvas, as large as it allows."""
    outer = min(_AIR * canvas.width / 4, canvas.height / 2)
    for body, side in zip(spec.bodies, (-1, 1), strict=True):
        x = canvas.width * (2 + side) / 4
        draw_body(canvas, body, Place(x, canvas.height / 2, outer / _OUTER, -side))


def _draw_labelled(canvas: Canvas, spec: CellPair) -> None:
    """Blocks side by side in a wide slot, one above the other in a narrow one; both bodies of one size."""
    wide = canvas.width > 1.2 * canvas.height
    gap = _ASIDE * canvas.em
    room = (canvas.width - gap) / 2 if wide else canvas.width
    height = canvas.height if wide else (canvas.height - gap) / 2
    head = max(canvas.head_height(body.name, room) for body in spec.bodies)
    outer = _outer(canvas, spec, room, height - head)
    for number, body in enumerate(spec.bodies):
        left, top = (number * (room + gap), 0.0) if wide else (0.0, number * (height + gap))
        canvas.head(body.arm, left, top, body.name, room)
        high = max(outer, _column(canvas, body, room - 2 * outer) / 2)
        place = Place(left + outer, top + head + high, outer / _OUTER, 1)
        draw_body(canvas, body, place)
        _write_labels(canvas, body, place, left + room, 2 * high)


def _outer(canvas: Canvas, spec: CellPair, room: float, height: float) -> float:
    """Mm from the middle of the bodies to their tips: as large as the labels allow.

    In the smallest type bodies shrink, and labels may reach beyond them, before anything is given up.
    """
    largest = min(height, room - (_LABELS + _TO_LABELS) * canvas.em) / 2
    last = canvas.pt <= canvas.slot.smallest_pt
    least = (_LAST if canvas.breaking else _LEAST) * canvas.em
    problem = canvas.misfit(spec.bodies[0].name, "the bodies would be too small to label")
    for step in range(_SIZES if last else 1):
        outer = largest + (least - largest) * step / (_SIZES - 1)
        if outer < least:
            break
        try:
            highest = max(_column(canvas, body, room - 2 * outer) for body in spec.bodies)
        except DoesNotFit as misfit:
            problem = misfit
            continue
        if highest <= (height if last else 2 * outer):
            return outer
        longest = max((leader.text for body in spec.bodies for leader in body.labels), key=len)
        problem = canvas.misfit(longest, "the labels are higher than the body")
    raise problem


def _column(canvas: Canvas, body: Body, room: float) -> float:
    """The least height in mm of the labels of a body with so much room beside it, from its tips on."""
    style = canvas.type()
    blocks = [canvas.lines(leader.text, room - _TO_LABELS * canvas.em, style) for leader in body.labels]
    return sum(style.height(len(lines)) + _BETWEEN * canvas.em for lines in blocks)


def _write_labels(canvas: Canvas, body: Body, place: Place, right: float, height: float) -> None:
    """A column beside the body, evenly spaced in the order of the anchors so that no line crosses another."""
    left = place.x + place.radius * _OUTER + _TO_LABELS * canvas.em
    style = canvas.type()
    ends = sorted(((anchor(body, leader, place), leader) for leader in body.labels), key=lambda end: end[0][1])
    blocks = [canvas.lines(leader.text, right - left, style) for _, leader in ends]
    gap = (height - sum(style.height(len(lines)) for lines in blocks)) / max(len(blocks), 1)
    y = place.y - height / 2 + gap / 2
    for (end, leader), lines in zip(ends, blocks, strict=True):
        middle = y + style.middle + style.leading * (len(lines) - 1) / 2
        _draw_leader(canvas, leader, end, left, middle)
        y = canvas.write(left, y, lines, style) + gap


def _draw_leader(canvas: Canvas, leader: Leader, end: tuple[float, float], left: float, y: float) -> None:
    ink = canvas.palette.ink
    xs, ys = (end[0], left - _ELBOW * canvas.em, left - 0.4 * canvas.em), (end[1], y, y)
    canvas.line(xs, ys, f"leader: {leader.text}", ink, canvas.stroke(0.7))
    canvas.circle(*end, 0.13 * canvas.em, f"anchor: {leader.text}", fill=ink)
