"""Evidence map: a circle a trial, its area the number of people, one scale for both arms."""

import math
from dataclasses import dataclass

from layouts.figures.canvas import Canvas, DoesNotFit
from layouts.figures.specs import EvidenceMap, Trial, TrialGroup
from layouts.figures.typeface import MM_PER_PT

_LEAST_RADIUS = 0.5  # mm
_LARGEST = 4.5  # ems, the radius of the largest circle; more would shout
_SMALLEST = 2.0  # mm, the radius of the largest circle when nothing larger fits
_SCALES = 30  # sizes tried, from the largest down
_GAP, _GROUP_GAP, _ASIDE = 1.1, 1.5, 2.5  # ems: between circles, between groups stacked, between groups side by side
_EDGE = 1.4  # pt


@dataclass(frozen=True)
class _Circle:
    """One trial before it has a place: radius and width in mm, the lines below it."""

    trial: Trial
    radius: float
    width: float
    inside: bool  # the number stands in the circle
    lines: tuple[str, ...]


Row = list[_Circle]


def draw(canvas: Canvas, spec: EvidenceMap) -> None:
    """Groups one above the other or side by side, whichever allows the larger circles."""
    if not any(group.trials for group in spec.groups):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    groups, room = _largest(canvas, spec)
    left = top = 0.0
    for group, rows in zip(spec.groups, groups, strict=True):
        bottom = _draw_group(canvas, group, rows, left, top, room)
        if room < canvas.width:
            left += room + _ASIDE * canvas.em
        else:
            top = bottom + _GROUP_GAP * canvas.em


def _largest(canvas: Canvas, spec: EvidenceMap) -> tuple[list[list[Row]], float]:
    """The rows of every group and the width of a group in mm, at the largest scale at which all fit."""
    most = max(trial.n for group in spec.groups for trial in group.trials)
    largest = _LARGEST * canvas.em
    half = (canvas.width - (len(spec.groups) - 1) * _ASIDE * canvas.em) / len(spec.groups)
    problem = canvas.misfit(spec.groups[0].heading, "the trials need more room")
    for step in range(_SCALES):
        scale = largest * (_SMALLEST / largest) ** (step / (_SCALES - 1)) / math.sqrt(most)
        for room in (canvas.width, half):
            try:
                groups = [_flow(canvas, group, room, scale) for group in spec.groups]
            except DoesNotFit as misfit:
                problem = misfit
                continue
            if _used(canvas, spec, groups, room) <= canvas.height:
                return groups, room
    raise problem


def _used(canvas: Canvas, spec: EvidenceMap, groups: list[list[Row]], room: float) -> float:
    """The height in mm of all groups, side by side where they are narrower than the canvas."""
    heights = [_height(canvas, group, rows, room) for group, rows in zip(spec.groups, groups, strict=True)]
    return max(heights) if room < canvas.width else sum(heights) + _GROUP_GAP * canvas.em * (len(heights) - 1)


def _height(canvas: Canvas, group: TrialGroup, rows: list[Row], room: float) -> float:
    head = canvas.head_height(group.heading, room)
    if not rows:
        return head + canvas.type().height(len(canvas.lines(group.empty, room, canvas.type())))
    return head + sum(_row_height(canvas, row) for row in rows) + _GAP * canvas.em * (len(rows) - 1)


def _row_height(canvas: Canvas, row: Row) -> float:
    style = canvas.type()
    below = max(style.height(0 if circle.inside else 1) + style.height(len(circle.lines)) for circle in row)
    return 2 * max(circle.radius for circle in row) + 0.15 * canvas.em + below


def _flow(canvas: Canvas, group: TrialGroup, room: float, scale: float) -> list[Row]:
    """Circles set like words, on a new row where the room ends. `scale`: mm of radius by the root of n."""
    rows: list[Row] = []
    used = room + 1
    for trial in group.trials:
        circle = _sized(canvas, trial, room, max(scale * math.sqrt(trial.n), _LEAST_RADIUS))
        if used + circle.width > room + 0.01:
            rows.append([])
            used = 0.0
        rows[-1].append(circle)
        used += circle.width + _GAP * canvas.em
    return rows


def _sized(canvas: Canvas, trial: Trial, room: float, radius: float) -> _Circle:
    """A label is as wide as its circle, its longest word, or a third of the room if it is that long."""
    style, bold = canvas.type(), canvas.type(bold=True)
    number = canvas.wide(trial.n_label, bold)
    longest = max(canvas.wide(word, style) for word in trial.label.split(" "))
    liked = min(canvas.wide(trial.label, style), room / 3.2)
    inside = math.hypot(number, 0.75 * bold.em) < 1.8 * radius
    width = min(max(2 * radius, longest, liked, 0 if inside else number) + 0.02, room)
    return _Circle(trial, radius, width, inside, canvas.lines(trial.label, width, style))


def _draw_group(canvas: Canvas, group: TrialGroup, rows: list[Row], left: float, top: float, room: float) -> float:
    top = canvas.head(group.arm, left, top, group.heading, room)
    if not rows:
        return canvas.paragraph(left, top, group.empty, room, canvas.type())
    for row in rows:
        base = top + 2 * max(circle.radius for circle in row)
        x = left
        for circle in row:
            _draw_circle(canvas, group.arm, circle, x + circle.width / 2, base)
            x += circle.width + _GAP * canvas.em
        top += _row_height(canvas, row) + _GAP * canvas.em
    return top - _GAP * canvas.em


def _draw_circle(canvas: Canvas, arm: int, circle: _Circle, x: float, base: float) -> None:
    """A circle that stands on `base`, its number in it or below, its label below."""
    palette, bold = canvas.palette, canvas.type(bold=True)
    name, y = f"trial: {circle.trial.label}", base - circle.radius
    if not circle.inside:
        canvas.circle(x, y, circle.radius, name, fill=palette.arms[arm])
        below = canvas.write(x, base + 0.15 * canvas.em, (circle.trial.n_label,), bold, "middle")
    else:
        inner = circle.radius - canvas.stroke(_EDGE) * MM_PER_PT / 2
        canvas.circle(x, y, inner, name, fill=palette.arm_tints[arm], edge=palette.arms[arm], pt=canvas.stroke(_EDGE))
        canvas.write(x, y - bold.middle, (circle.trial.n_label,), bold, "middle")
        below = base + 0.15 * canvas.em
    canvas.write(x, below, circle.lines, canvas.type(), "middle")
