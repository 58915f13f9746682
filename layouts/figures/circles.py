"""Evidence map: a circle a trial, its area the number of people, one scale for both arms."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from layouts.figures.canvas import Canvas
from layouts.figures.dividing import NOTHING, Part, Stack, divide, pack
from layouts.figures.specs import DoesNotFit, EvidenceMap, Trial, TrialGroup

_LEAST_RADIUS = 0.5  # mm
_LARGEST = 4.5  # ems, the radius of the largest circle; more would shout
_LIKED = 2.6  # ems, the least radius of the largest circle while smaller type can still make room
_SMALLEST = 2.0  # mm, the radius of the largest circle when nothing larger fits
_SCALES = 30  # sizes there are, from the largest down
_MOST_COLUMNS = 6
_BESIDE, _GAP, _ROW_GAP = 0.5, 1.3, 0.7  # ems: from a circle to its words, between columns, between rows
_GROUP_GAP, _ASIDE = 1.2, 2.5  # ems: between groups stacked, between groups side by side
_MOST_SPARE = 1.0  # ems added between rows at most

Fits = TypeVar("Fits")


@dataclass(frozen=True)
class _Column:
    """Left edge in mm, width of its widest circle and of its words."""

    left: float
    circle: float
    words: float


@dataclass(frozen=True)
class _Grid:
    """Columns that both arms share, `room` mm of a group, mm of radius by the root of n, ems between rows."""

    columns: tuple[_Column, ...]
    room: float
    scale: float
    row_gap: float = _ROW_GAP

    def radius(self, trial: Trial) -> float:
        return max(self.scale * math.sqrt(trial.n), _LEAST_RADIUS)

    def rows(self, group: TrialGroup) -> list[tuple[Trial, ...]]:
        step = len(self.columns)
        return [group.trials[start : start + step] for start in range(0, len(group.trials), step)]


def draw(canvas: Canvas, spec: EvidenceMap) -> None:
    """Groups one above the other or side by side, whichever allows the larger circles."""
    if not any(group.trials for group in (spec.whole or spec).groups):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    grid = _spread(canvas, spec, _packed_grid(canvas, spec.whole)[0]) if spec.whole else _largest(canvas, spec)
    left = top = 0.0
    for group in spec.groups:
        bottom = _draw_group(canvas, group, grid, left, top)
        if grid.room < canvas.width:
            left += grid.room + _ASIDE * canvas.em
        else:
            top = bottom + _GROUP_GAP * canvas.em


def divided(canvas: Canvas, spec: EvidenceMap) -> tuple[EvidenceMap, ...]:
    """Parts of one grid and one scale of circles. Raises DoesNotFit where a single row of circles does."""
    grid, parts = _packed_grid(canvas, spec)
    step = len(grid.columns)
    return divide(spec, [tuple((group, first * step, end * step) for group, first, end in part) for part in parts])


def _smallest_step(fits: Callable[[int], Fits]) -> Fits:
    """What `fits` finds at the first step of scale at which it raises no DoesNotFit.

    Smaller circles never need more room, so the step is found by halving.
    """
    found, last, too_large = fits(_SCALES - 1), _SCALES - 1, -1
    while last - too_large > 1:
        step = (too_large + last) // 2
        try:
            found, last = fits(step), step
        except DoesNotFit:
            too_large = step
    return found


def _largest(canvas: Canvas, spec: EvidenceMap) -> _Grid:
    """The grid with the largest circles; what height it leaves goes between the rows."""
    return _smallest_step(lambda step: _first_grid(canvas, spec, step))


def _packed_grid(canvas: Canvas, spec: EvidenceMap) -> tuple[_Grid, tuple[Part, ...]]:
    """The grid that needs the fewest parts, groups one above the other, and of those the one with largest circles."""
    _, fewest = _fewest_parts(canvas, spec, _SCALES - 1)

    def as_few(step: int) -> tuple[_Grid, tuple[Part, ...]]:
        grid, parts = _fewest_parts(canvas, spec, step)
        if len(parts) > len(fewest):
            raise canvas.misfit(spec.groups[0].heading, "larger circles need more parts")
        return grid, parts

    return _smallest_step(as_few)


def _fewest_parts(canvas: Canvas, spec: EvidenceMap, step: int) -> tuple[_Grid, tuple[Part, ...]]:
    """Of all numbers of columns, at one scale. Raises DoesNotFit."""
    found: list[tuple[_Grid, tuple[Part, ...]]] = []
    problem = canvas.misfit(spec.groups[0].heading, "the trials need more room")
    for room, columns in _shapes(canvas, spec):
        if room < canvas.width:
            continue
        try:
            grid = _grid(canvas, spec, room, columns, _scale(canvas, spec, step))
            stacks = [_stack(canvas, group, grid) for group in spec.groups]
        except DoesNotFit as misfit:
            problem = problem if canvas.breaking else misfit
            continue
        parts = pack(stacks, canvas.whole_height, _ROW_GAP * canvas.em, _GROUP_GAP * canvas.em)
        if parts:
            found.append((grid, parts))
    if not found:
        raise problem
    return min(found, key=lambda one: len(one[1]))


def _scale(canvas: Canvas, spec: EvidenceMap, step: int) -> float:
    """Mm of radius by the root of n; the largest circle shrinks from step 0 on."""
    most = max(trial.n for group in spec.groups for trial in group.trials)
    largest = _LARGEST * canvas.em
    smallest = _SMALLEST if canvas.pt <= canvas.slot.smallest_pt else max(_LIKED * canvas.em, _SMALLEST)
    return largest * math.pow(smallest / largest, step / (_SCALES - 1)) / math.sqrt(most)


def _first_grid(canvas: Canvas, spec: EvidenceMap, step: int) -> _Grid:
    """The first grid that fits at a scale. Raises DoesNotFit."""
    problem = canvas.misfit(spec.groups[0].heading, "the trials need more room")
    scale = _scale(canvas, spec, step)
    for room, columns in _shapes(canvas, spec):
        try:
            grid = _grid(canvas, spec, room, columns, scale)
            spare = canvas.height - _used(canvas, spec, grid)
        except DoesNotFit as misfit:
            problem = problem if canvas.breaking else misfit
            continue
        if spare >= 0:
            return _spread(canvas, spec, grid)
    raise problem


def _spread(canvas: Canvas, spec: EvidenceMap, grid: _Grid) -> _Grid:
    """The grid with the height that it leaves between its rows."""
    spare = canvas.height - _used(canvas, spec, grid)
    if spare < -NOTHING:
        raise canvas.misfit(spec.groups[0].heading, f"the trials are {-spare:.1f} mm higher than the slot")
    gaps = sum(max(len(grid.rows(group)) - 1, 0) for group in spec.groups)
    return replace(grid, row_gap=_ROW_GAP + min(spare / max(gaps, 1) / canvas.em, _MOST_SPARE))


def _shapes(canvas: Canvas, spec: EvidenceMap) -> Iterator[tuple[float, int]]:
    """The widths of a group in mm and the numbers of columns that are tried."""
    half = (canvas.width - (len(spec.groups) - 1) * _ASIDE * canvas.em) / len(spec.groups)
    most = min(max(len(group.trials) for group in spec.groups), _MOST_COLUMNS)
    for room in (canvas.width, half):
        for columns in range(most, 0, -1):
            yield room, columns


def _grid(canvas: Canvas, spec: EvidenceMap, room: float, number: int, scale: float) -> _Grid:
    """Columns as wide as circles and words need; words are wrapped where they must."""
    bare = _Grid(tuple(_Column(0, 0, 0) for _ in range(number)), room, scale)
    filled = [[trial for group in spec.groups for trial in group.trials[i::number]] for i in range(number)]
    circles = [2 * max(bare.radius(trial) for trial in trials) for trials in filled]
    style, bold = canvas.type(), canvas.type(bold=True)
    natural = [
        max(max(canvas.wide(trial.label, style), canvas.wide(trial.n_label, bold)) for trial in trials) + 0.02
        for trials in filled
    ]
    free = room - sum(circles) - (number * _BESIDE + (number - 1) * _GAP) * canvas.em
    if sum(natural) > free:
        natural = [min(width, free / number) for width in natural]
    columns, left = [], 0.0
    for circle, words in zip(circles, natural, strict=True):
        columns.append(_Column(left, circle, words))
        left += circle + words + (_BESIDE + _GAP) * canvas.em
    return _Grid(tuple(columns), room, scale)


def _used(canvas: Canvas, spec: EvidenceMap, grid: _Grid) -> float:
    """The height in mm of all groups, side by side where they are narrower than the canvas."""
    heights = [_height(canvas, group, grid) for group in spec.groups]
    return max(heights) if grid.room < canvas.width else sum(heights) + _GROUP_GAP * canvas.em * (len(heights) - 1)


def _height(canvas: Canvas, group: TrialGroup, grid: _Grid) -> float:
    stack = _stack(canvas, group, grid)
    return stack.head + sum(stack.rows) + _ROW_GAP * canvas.em * (len(stack.rows) - 1)


def _stack(canvas: Canvas, group: TrialGroup, grid: _Grid) -> Stack:
    head = canvas.head_height(group.heading, grid.room)
    if not group.trials:
        return Stack(head, (canvas.type().height(len(canvas.lines(group.empty, grid.room, canvas.type()))),))
    return Stack(head, tuple(_row_height(canvas, row, grid) for row in grid.rows(group)))


def _row_height(canvas: Canvas, row: tuple[Trial, ...], grid: _Grid) -> float:
    """Of the largest circle or the highest words."""
    pairs = zip(row, grid.columns, strict=False)
    return max(max(2 * grid.radius(trial), _words_height(canvas, trial, column)) for trial, column in pairs)


def _words_height(canvas: Canvas, trial: Trial, column: _Column) -> float:
    number, words = _words(canvas, trial, column)
    return canvas.type().height(len(number) + len(words))


def _words(canvas: Canvas, trial: Trial, column: _Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of the number of people, which stands on one unless words are broken, and those below it."""
    bold = canvas.type(bold=True)
    if canvas.wide(trial.n_label, bold) > column.words and not canvas.breaking:
        raise canvas.misfit(trial.n_label, "the number of people is wider than its column")
    return canvas.lines(trial.n_label, column.words, bold), canvas.lines(trial.label, column.words, canvas.type())


def _draw_group(canvas: Canvas, group: TrialGroup, grid: _Grid, left: float, top: float) -> float:
    top = canvas.head(group.arm, left, top, group.heading, grid.room)
    if not group.trials:
        return canvas.paragraph(left, top, group.empty, grid.room, canvas.type())
    for row in grid.rows(group):
        height = _row_height(canvas, row, grid)
        for trial, column in zip(row, grid.columns, strict=False):
            _draw_trial(canvas, group.arm, trial, grid, column, left, top + height / 2)
        top += height + grid.row_gap * canvas.em
    return top - grid.row_gap * canvas.em


def _draw_trial(
    canvas: Canvas, arm: int, trial: Trial, grid: _Grid, column: _Column, left: float, middle: float
) -> None:
    """A circle in the middle of its column's circles, its words beside it."""
    x, radius = left + column.left + column.circle / 2, grid.radius(trial)
    canvas.circle(x, middle, radius, f"trial: {trial.label}", fill=canvas.palette.arms[arm])
    words = left + column.left + column.circle + _BESIDE * canvas.em
    top = middle - _words_height(canvas, trial, column) / 2
    style = canvas.type()
    between = style.leading - style.height(1)
    number, lines = _words(canvas, trial, column)
    canvas.stack(words, top, ((number, canvas.type(bold=True), 0.0), (lines, style, between)))
