"""Interval plot: one row a study, grouped by arm, over one axis from 0 to 100 for every arm."""

import math

from matplotlib.path import Path

from layouts.figures.canvas import Canvas, shape
from layouts.figures.colours import blend
from layouts.figures.dividing import divide
from layouts.figures.interval_columns import (
    BAND,
    GROUP_GAP,
    LEAD,
    ROW_GAP,
    Arrangement,
    RowWords,
    choose,
    pack_rows,
    row_words,
    said_height,
    said_lines,
)
from layouts.figures.percent_axis import (
    WHISKER,
    Column,
    Span,
    detail_type,
    draw_grid,
    draw_scale,
    middle_of,
    name_type,
    rectangle,
    segment,
    whisker,
)
from layouts.figures.specs import IntervalGroup, IntervalPlot, IntervalRow, Said
from layouts.figures.typeface import MM_PER_PT

_LARGEST, _LEAST = 0.68, 0.3  # ems: radius of the largest point, and of the least, so that few people stay visible
_CORE = 0.19  # ems: radius of a point's core
_RIM = 0.75  # pt, the weight of the edge of a point
_BAND, _EDGE = 0.14, 1.25  # of the muted ink in what somebody said; pt, the weight of its edges and its bracket
_MOST_SPARE = 0.9  # ems added between rows at most


def draw(canvas: Canvas, spec: IntervalPlot) -> None:
    """Groups from top to bottom, the axis below the last."""
    draw_below(canvas, spec, 0.0)


def draw_below(canvas: Canvas, spec: IntervalPlot, top: float) -> None:
    """The plot in what the canvas leaves below `top`."""
    if not any(group.rows for group in (spec.whole or spec).groups):
        canvas.paragraph(0, top, spec.empty, canvas.width, canvas.type())
        return
    arrangement, spare = choose(canvas, spec, canvas.height - top)
    gap = ROW_GAP * canvas.em + min(spare, _MOST_SPARE * canvas.em)
    most = max(row.n for group in (spec.whole or spec).groups for row in group.rows)
    bottom = top - GROUP_GAP * canvas.em
    for number, group in enumerate(spec.groups):
        top = canvas.head(group.arm, 0, bottom + GROUP_GAP * canvas.em, group.heading, canvas.width)
        if spec.said and number == 0 and not arrangement.above:
            top = _write_said(canvas, arrangement.axis, spec, top)
        bottom = _draw_group(canvas, group, arrangement, spec.said, top, gap, most)
    if spec.said and arrangement.above:
        bottom = _write_said(canvas, arrangement.axis, spec, bottom, below=True)
    draw_scale(canvas, arrangement.axis, spec.ticks, spec.axis_label, bottom)


def divided(canvas: Canvas, spec: IntervalPlot, top: float = 0.0) -> tuple[IntervalPlot, ...]:
    """Parts of one arrangement for what the canvas leaves below `top`. Raises DoesNotFit where a single row does."""
    return divide(spec, pack_rows(canvas, spec, canvas.height - top)[1])


def _draw_group(
    canvas: Canvas, group: IntervalGroup, arrangement: Arrangement, said: Said | None, top: float, gap: float, most: int
) -> float:
    """Grid first, then rows; return the bottom in mm."""
    if not group.rows:
        return canvas.paragraph(0, top, group.empty, canvas.width, canvas.type())
    words = [row_words(canvas, arrangement, row) for row in group.rows]
    bottom = top + sum(word.height for word in words) + gap * (len(words) - 1)
    tops = [top + sum(word.height + gap for word in words[:number]) for number in range(len(words))]
    middles = [y + (w.height - BAND / 2 * canvas.em if arrangement.above else w.height / 2)
               for y, w in zip(tops, words, strict=True)]  # fmt: skip
    if arrangement.above:
        spans = [(middle - 0.55 * canvas.em, middle + 0.55 * canvas.em) for middle in middles]
    else:
        spans = [(top - 0.2 * canvas.em, bottom + 0.2 * canvas.em)]
    draw_grid(canvas, arrangement.axis, spans)
    if said:
        _draw_said(canvas, arrangement.axis, said, spans)
    for row, word, y, middle in zip(group.rows, words, tops, middles, strict=True):
        _write_row(canvas, arrangement, row, word, y)
        _draw_interval(canvas, arrangement, group.arm, row, middle, most)
    return bottom


def _write_row(canvas: Canvas, arrangement: Arrangement, row: IntervalRow, words: RowWords, top: float) -> None:
    style, muted, bold = name_type(canvas), detail_type(canvas), canvas.type(bold=True)
    middle = top + style.middle if arrangement.above else top + words.height / 2
    number = top + middle_of(bold, words.value) if arrangement.above else middle
    if arrangement.joined:
        canvas.write(0, top, words.label, style)
        canvas.write(canvas.wide(row.label, style) + LEAD * canvas.em, top, words.detail, muted)
    elif arrangement.detail:
        canvas.write(arrangement.label.left, middle - middle_of(style, words.label), words.label, style)
        canvas.write(arrangement.detail.left, middle - middle_of(muted, words.detail), words.detail, muted)
    else:
        lines = style.height(len(words.label)) + muted.height(len(words.detail))
        start = top if arrangement.above else middle - lines / 2
        canvas.stack(0, start, ((words.label, style, 0.0), (words.detail, muted, 0.0)))
    canvas.write(arrangement.value.right, number - middle_of(bold, words.value), words.value, bold, "end")


def _draw_interval(canvas: Canvas, arrangement: Arrangement, arm: int, row: IntervalRow, y: float, most: int) -> None:
    """A point of an area by `n`, in the arm's tint, on which whisker and core stand out; these two are one shape."""
    colour, pt = canvas.palette.arms[arm], canvas.stroke(WHISKER)
    parts = []
    if row.value is not None:
        x = arrangement.axis.at(row.value)
        radius = max(_LARGEST * canvas.em * math.sqrt(row.n / most), _LEAST * canvas.em)
        look = {"fill": canvas.palette.arm_tints[arm], "edge": colour, "pt": canvas.stroke(_RIM)}
        canvas.marker(arm, x, y, radius, f"size: {row.label}", **look)
        parts.append(shape(arm, x, y, _CORE * canvas.em - pt * MM_PER_PT / 2))
    if row.low is not None and row.high is not None:
        parts += whisker(canvas, arrangement.axis, row.low, row.high, y)
    if parts:
        name = f"interval: {row.label}" if len(parts) > 1 else f"point: {row.label}"
        canvas.path(Path.make_compound_path(*parts), name, fill=colour, edge=colour, pt=pt)


def _draw_said(canvas: Canvas, axis: Column, said: Said, spans: list[Span]) -> None:
    """What somebody said, as a grey band behind the rows; a single number is one dark line."""
    if said.low < said.high:
        bands = [rectangle(axis.at(said.low), top, axis.at(said.high), bottom) for top, bottom in spans]
        fill = blend(canvas.palette.muted, canvas.palette.paper, _BAND)
        canvas.path(Path.make_compound_path(*bands), "said: band", fill=fill)
    else:
        lines = [segment(axis.at(said.low), top, axis.at(said.low), bottom) for top, bottom in spans]
        canvas.path(Path.make_compound_path(*lines), "said: line", edge=canvas.palette.ink, pt=canvas.stroke(_EDGE))


def _write_said(canvas: Canvas, axis: Column, spec: IntervalPlot, top: float, *, below: bool = False) -> float:
    """The label of the band and a bracket that opens to the rows under it or, `below` them, over it; return the
    bottom in mm."""
    assert spec.said is not None
    style, em, lines = canvas.type(), canvas.em, said_lines(canvas, spec)
    bottom = top + said_height(canvas, spec)
    reach = -0.15 if spec.groups[-1].rows else 0.1  # into the band under the last row; below a sentence that is none
    arm, ends = (top + 0.15 * em, top + reach * em) if below else (bottom - 0.5 * em, bottom - 0.2 * em)
    left, right = axis.at(spec.said.low), axis.at(spec.said.high)
    bracket = [segment(x, arm, x, ends) for x in (left, right)]
    bracket.append(segment(left, arm, right, arm))
    canvas.path(Path.make_compound_path(*bracket), "said: bracket", edge=canvas.palette.ink, pt=canvas.stroke(_EDGE))
    half = max(canvas.wide(line, style) for line in lines) / 2
    middle = min(max((left + right) / 2, axis.left + half), canvas.width - half)
    canvas.write(middle, arm + 0.15 * em if below else top, lines, style, "middle")
    return bottom
