"""Response and durability: two bars a study, who responded and how many of its people still had the result later."""

from matplotlib.path import Path

from layouts.figures.canvas import Canvas
from layouts.figures.dividing import divide
from layouts.figures.durability_columns import (
    BETWEEN,
    GROUP_GAP,
    HALO,
    HANG,
    LEAD,
    STUDY_GAP,
    Layout,
    bar_height,
    choose,
    name_height,
    name_of,
    pack_studies,
)
from layouts.figures.percent_axis import WHISKER, detail_type, draw_grid, draw_scale, middle_of, rectangle, whisker
from layouts.figures.specs import Bar, BarGroup, Durability, StudyBars
from layouts.figures.typeface import MM_PER_PT

_EDGE = 1.5  # pt, the outline of a later bar


def draw(canvas: Canvas, spec: Durability) -> None:
    """Arms from top to bottom, a block a study, the axis below the last."""
    if not any(group.studies for group in (spec.whole or spec).groups):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    layout, spare = choose(canvas, spec)
    bottom = -GROUP_GAP * canvas.em - spare
    for group in spec.groups:
        top = bottom + GROUP_GAP * canvas.em + spare
        bottom = _draw_group(canvas, group, layout, canvas.head(group.arm, 0, top, group.heading, canvas.width), spare)
    draw_scale(canvas, layout.axis, spec.ticks, spec.axis_label, bottom + HANG * canvas.em)


def divided(canvas: Canvas, spec: Durability) -> tuple[Durability, ...]:
    """Parts of one layout. Raises DoesNotFit where a single study does."""
    return divide(spec, pack_studies(canvas, spec)[1])


def _draw_group(canvas: Canvas, group: BarGroup, layout: Layout, top: float, spare: float) -> float:
    """Return the bottom in mm."""
    if not group.studies:
        return canvas.paragraph(0, top, group.empty, canvas.width, canvas.type())
    bottom = top - STUDY_GAP * canvas.em - spare
    for study in group.studies:
        bottom = _draw_study(canvas, study, group.arm, layout, bottom + STUDY_GAP * canvas.em + spare)
    return bottom


def _draw_study(canvas: Canvas, study: StudyBars, arm: int, layout: Layout, top: float) -> float:
    """The grid behind both bars, or behind each where words stand between them; return the bottom in mm."""
    _write_name(canvas, study, layout, top)
    first = top + name_height(canvas, study, layout)
    second = first + bar_height(canvas, study.responded, layout) + BETWEEN * layout.thick
    bottom = second + bar_height(canvas, study.later, layout)
    ends = (second - BETWEEN * layout.thick, bottom)
    air = HANG * canvas.em
    spans = [(first - air, bottom + air)]
    if layout.above:
        spans = [(end - layout.thick - air / 2, end + air) for end in ends]
    draw_grid(canvas, layout.axis, spans)
    for bar, name, y in ((study.responded, "responded", first), (study.later, "later", second)):
        height = bar_height(canvas, bar, layout)
        _write_bar(canvas, bar, layout, y, height)
        middle = y + height - layout.thick / 2 if layout.above else y + height / 2
        _draw_bar(canvas, bar, f"{study.label} {name}", layout, arm, middle, solid=name == "responded")
    return bottom


def _write_name(canvas: Canvas, study: StudyBars, layout: Layout, top: float) -> None:
    left, bold, muted = layout.label.left, canvas.type(bold=True), detail_type(canvas)
    if not layout.joined:
        canvas.stack(left, top, name_of(canvas, study, layout))
        return
    canvas.write(left, top, (study.label,), bold)
    canvas.write(left + canvas.wide(study.label, bold) + LEAD * canvas.em, top, (study.detail,), muted)


def _write_bar(canvas: Canvas, bar: Bar, layout: Layout, top: float, height: float) -> None:
    """What a bar counts, and its number at the right: level with the bar, or over it."""
    style, bold = canvas.type(), canvas.type(bold=True)
    label = canvas.lines(bar.label, layout.label.room, style)
    if layout.above:
        canvas.write(layout.label.left, top, label, style)
        canvas.write(layout.value.right, top, (bar.value_label,), bold, "end")
        return
    middle = top + height / 2
    canvas.write(layout.label.left, middle - middle_of(style, label), label, style)
    canvas.write(layout.value.right, middle - bold.middle, (bar.value_label,), bold, "end")


def _draw_bar(canvas: Canvas, bar: Bar, name: str, layout: Layout, arm: int, middle: float, *, solid: bool) -> None:
    """A rectangle from zero to the value: solid, or the arm's tint with an outline within; then the whisker."""
    axis, colour, paper = layout.axis, canvas.palette.arms[arm], canvas.palette.paper
    top, bottom = middle - layout.thick / 2, middle + layout.thick / 2
    pt = canvas.stroke(_EDGE)
    inset = pt * MM_PER_PT / 2
    hollow = not solid and axis.at(bar.value) - axis.left > 4 * inset
    if bar.value > 0:
        fill = canvas.palette.arm_tints[arm] if hollow else colour
        canvas.path(rectangle(axis.left, top, axis.at(bar.value), bottom), f"bar: {name}", fill=fill)
    if hollow:
        edge = rectangle(axis.left + inset, top + inset, axis.at(bar.value) - inset, bottom - inset)
        canvas.path(edge, f"outline: {name}", edge=colour, pt=pt)
    if bar.low is not None and bar.high is not None:
        line = Path.make_compound_path(*whisker(canvas, axis, bar.low, bar.high, middle))
        for part, ink, weight in (("halo", paper, WHISKER + 2 * HALO), ("interval", canvas.palette.ink, WHISKER)):
            canvas.path(line, f"{part}: {name}", edge=ink, pt=canvas.stroke(weight))
