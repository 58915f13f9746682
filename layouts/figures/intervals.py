"""Interval plot: one row a study, grouped by arm, over one axis from 0 to 100 for every arm."""

import math

from layouts.figures.canvas import Canvas
from layouts.figures.colours import blend, outline_colour
from layouts.figures.interval_columns import (
    BAND,
    GROUP_GAP,
    LEAD,
    ROW_GAP,
    Arrangement,
    RowWords,
    aside,
    choose,
    detail_type,
    foot,
    label_aside,
    row_words,
)
from layouts.figures.specs import IntervalGroup, IntervalPlot, IntervalRow
from layouts.figures.typeface import Type

_TICKS = (0, 25, 50, 75, 100)
_LARGEST, _LEAST = 0.68, 0.3  # ems: radius of the largest point, and of the least, so that few people stay visible
_CORE, _CAP = 0.19, 0.24  # ems: radius of a point's core, half the height of a whisker's end
_POINT = 0.32  # of the arm's colour in a point, so that whisker and core show on it
_LIGHT = 0.3  # of the outline's grey in the lines of the grid
_MOST_SPARE = 0.9  # ems added between rows at most


def draw(canvas: Canvas, spec: IntervalPlot) -> None:
    """Groups from top to bottom, the axis below the last."""
    if not any(group.rows for group in spec.groups):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    arrangement, spare = choose(canvas, spec)
    gap = ROW_GAP * canvas.em + min(spare, _MOST_SPARE * canvas.em)
    most = max(row.n for group in spec.groups for row in group.rows)
    bottom = -GROUP_GAP * canvas.em
    for group in spec.groups:
        top = canvas.head(group.arm, 0, bottom + GROUP_GAP * canvas.em, group.heading, canvas.width)
        bottom = _draw_group(canvas, group, arrangement, top, gap, most)
    _draw_scale(canvas, spec, arrangement, bottom)


def _draw_group(
    canvas: Canvas, group: IntervalGroup, arrangement: Arrangement, top: float, gap: float, most: int
) -> float:
    """Grid first, then rows; return the bottom in mm."""
    if not group.rows:
        return canvas.paragraph(0, top, group.empty, canvas.width, canvas.type())
    words = [row_words(canvas, arrangement, row) for row in group.rows]
    bottom = top + sum(word.height for word in words) + gap * (len(words) - 1)
    if not arrangement.above:
        _draw_grid(canvas, arrangement, top - 0.2 * canvas.em, bottom + 0.2 * canvas.em)
    for row, word in zip(group.rows, words, strict=True):
        middle = top + word.height - BAND / 2 * canvas.em if arrangement.above else top + word.height / 2
        if arrangement.above:
            _draw_grid(canvas, arrangement, middle - 0.55 * canvas.em, middle + 0.55 * canvas.em)
        _write_row(canvas, arrangement, row, word, top)
        _draw_interval(canvas, arrangement, group.arm, row, middle, most)
        top += word.height + gap
    return bottom


def _write_row(canvas: Canvas, arrangement: Arrangement, row: IntervalRow, words: RowWords, top: float) -> None:
    style, muted, bold = canvas.type(), detail_type(canvas), canvas.type(bold=True)
    middle = top + style.middle if arrangement.above else top + words.height / 2
    if arrangement.joined:
        canvas.write(0, top, words.label, style)
        canvas.write(canvas.wide(row.label, style) + LEAD * canvas.em, top, words.detail, muted)
    elif arrangement.detail:
        canvas.write(arrangement.label.left, middle - _middle(style, words.label), words.label, style)
        canvas.write(arrangement.detail.left, middle - _middle(muted, words.detail), words.detail, muted)
    else:
        below = canvas.write(0, top, words.label, style)
        canvas.write(0, below, words.detail, muted)
    canvas.write(arrangement.value.right, middle - _middle(bold, words.value), words.value, bold, "end")


def _middle(style: Type, lines: tuple[str, ...]) -> float:
    """Mm from the top of a block to the middle of its capitals, from its first line to its last."""
    return style.middle + style.leading * (len(lines) - 1) / 2


def _at(arrangement: Arrangement, per_cent: float) -> float:
    return arrangement.axis.left + arrangement.axis.room * per_cent / 100


def _draw_interval(canvas: Canvas, arrangement: Arrangement, arm: int, row: IntervalRow, y: float, most: int) -> None:
    """A point of an area by `n`, light so that the whisker shows on it however narrow, and its core."""
    colour = canvas.palette.arms[arm]
    if row.value is not None:
        radius = max(_LARGEST * canvas.em * math.sqrt(row.n / most), _LEAST * canvas.em)
        canvas.marker(arm, _at(arrangement, row.value), y, radius, f"size: {row.label}",
                      fill=blend(colour, canvas.palette.paper, _POINT))  # fmt: skip
    if row.low is not None and row.high is not None:
        xs = (_at(arrangement, row.low), _at(arrangement, row.high))
        canvas.line(xs, (y, y), f"interval: {row.label}", colour, canvas.stroke(1.8))
        for x in xs:
            ys = (y - _CAP * canvas.em, y + _CAP * canvas.em)
            canvas.line((x, x), ys, f"end: {row.label}", colour, canvas.stroke(1.8))
    if row.value is not None:
        canvas.marker(arm, _at(arrangement, row.value), y, _CORE * canvas.em, f"point: {row.label}", fill=colour)


def _draw_grid(canvas: Canvas, arrangement: Arrangement, top: float, bottom: float) -> None:
    """A strong line at zero, light ones at the other ticks."""
    grey = outline_colour(canvas.palette)
    light = blend(grey, canvas.palette.paper, _LIGHT)
    for tick in _TICKS:
        x = _at(arrangement, tick)
        colour, weight = (grey, 1.0) if tick == 0 else (light, 0.7)
        canvas.line((x, x), (top, bottom), f"grid: {tick}", colour, canvas.stroke(weight))


def _draw_scale(canvas: Canvas, spec: IntervalPlot, arrangement: Arrangement, bottom: float) -> None:
    """The labels of the ticks, and of the axis below them or beside the first."""
    style, beside = detail_type(canvas), label_aside(canvas, spec, arrangement)
    lines = 1 if beside else 2
    top = bottom + (foot(canvas, spec, arrangement) - 0.15) * canvas.em - lines * style.height(1)
    for tick, words in zip(_TICKS, spec.ticks, strict=True):
        canvas.write(_at(arrangement, tick), top, (words,), style, "middle")
    if beside:
        canvas.write(aside(canvas, arrangement), top, (spec.axis_label,), style, "end")
        return
    line = canvas.lines(spec.axis_label, arrangement.axis.room + 2 * canvas.em, style)
    canvas.write(_at(arrangement, 50), top + style.height(1), line, style, "middle")
