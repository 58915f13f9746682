"""Response and durability: two bars a study, who responded and how many of its people still had the result later."""

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.path import Path

from layouts.figures.canvas import Canvas, DoesNotFit, Words
from layouts.figures.percent_axis import (
    GAP,
    WHISKER,
    Column,
    detail_type,
    draw_grid,
    draw_scale,
    foot,
    middle_of,
    parted_lines,
    rectangle,
    whisker,
)
from layouts.figures.specs import Bar, BarGroup, Durability, StudyBars
from layouts.figures.typeface import MM_PER_PT

_LEAST_AXIS = 45.0  # mm, of an axis beside its words
_LEAST_SHARE, _LIKED_SHARE = 0.25, 0.36  # of the canvas width; liked while smaller type can still make room
_SHARES = (1.0, 0.8, 0.65, 0.5, 0.4)  # of the width of the longest label, tried as its column
_THICK = (1.7, 1.5, 1.3, 1.1, 0.9, 0.75)  # ems: heights of a bar, from the one liked most
_BETWEEN = 0.35  # of the height of a bar, from bar to bar
_HANG = 0.12  # ems from words to the bar under them
_LEAD, _UNDER = 0.8, 0.4  # ems: from a study's name to what is told about it, and from both to the bars
_STUDY_GAP, _GROUP_GAP = 0.9, 1.0  # ems: between studies, between arms
_MOST_SPARE = 1.6  # ems added between studies and arms at most
_EDGE, _HALO = 1.5, 0.9  # pt: the outline of a later bar, the paper around a whisker


@dataclass(frozen=True)
class _Layout:
    """Columns of words, axis and numbers, and the height of a bar in mm. `above`: a bar's words stand over it;
    `joined`: what is told about a study stands behind its name, else below."""

    label: Column
    axis: Column
    value: Column
    thick: float
    joined: bool
    above: bool = False


def draw(canvas: Canvas, spec: Durability) -> None:
    """Arms from top to bottom, a block a study, the axis below the last."""
    if not any(group.studies for group in spec.groups):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    layout, spare = _choose(canvas, spec)
    bottom = -_GROUP_GAP * canvas.em - spare
    for group in spec.groups:
        top = bottom + _GROUP_GAP * canvas.em + spare
        bottom = _draw_group(canvas, group, layout, canvas.head(group.arm, 0, top, group.heading, canvas.width), spare)
    draw_scale(canvas, layout.axis, spec.ticks, spec.axis_label, bottom + _HANG * canvas.em)


# --- where things stand -----------------------------------------------------------------------------------------------


def _choose(canvas: Canvas, spec: Durability) -> tuple[_Layout, float]:
    """The first layout that fits, and the mm that it leaves between two blocks."""
    problem: DoesNotFit | None = None
    for layout in _layouts(canvas, spec):
        try:
            spare = canvas.height - _height(canvas, spec, layout)
        except DoesNotFit as misfit:
            problem = problem or misfit
            continue
        if spare >= 0:
            blocks = sum(max(len(group.studies), 1) for group in spec.groups)
            return layout, min(spare / max(blocks - 1, 1), _MOST_SPARE * canvas.em)
        first = next(group.heading for group in spec.groups)
        problem = canvas.misfit(first, f"the bars are {-spare:.1f} mm higher than the slot")
    assert problem is not None  # a layout has been tried
    raise problem


def _layouts(canvas: Canvas, spec: Durability) -> Iterator[_Layout]:
    """Words beside the bars where the axis has room enough, else over them; thick bars before thin ones."""
    bars = [bar for group in spec.groups for study in group.studies for bar in (study.responded, study.later)]
    gap, width = GAP * canvas.em, canvas.width
    needed = max(canvas.wide(bar.value_label, canvas.type(bold=True)) for bar in bars)
    value = Column(width - needed, needed)
    longest = max(canvas.wide(bar.label, canvas.type()) for bar in bars)
    joined = all(_fits_one_line(canvas, study) for group in spec.groups for study in group.studies)
    least = _LEAST_SHARE if canvas.pt <= canvas.slot.smallest_pt else _LIKED_SHARE
    for thick in _THICK:
        for share in _SHARES:
            left = share * longest + gap
            axis = Column(left, value.left - gap - left)
            if axis.room >= max(_LEAST_AXIS, least * width):
                yield _Layout(Column(0, share * longest + 0.01), axis, value, thick * canvas.em, joined)
    edge = canvas.stroke(WHISKER / 2 + _HALO) * MM_PER_PT  # a whisker may end at zero or at 100
    axis, value = Column(edge, width - 2 * edge), Column(value.left - edge, needed)
    for thick in _THICK:
        yield _Layout(Column(edge, value.left - gap - edge), axis, value, thick * canvas.em, joined, above=True)


def _height(canvas: Canvas, spec: Durability, layout: _Layout) -> float:
    groups = sum(_group_height(canvas, group, layout) for group in spec.groups)
    below = foot(canvas, layout.axis, spec.ticks, spec.axis_label) + _HANG * canvas.em
    return groups + _GROUP_GAP * canvas.em * (len(spec.groups) - 1) + below


def _group_height(canvas: Canvas, group: BarGroup, layout: _Layout) -> float:
    head = canvas.head_height(group.heading, canvas.width)
    if not group.studies:
        return head + canvas.type().height(len(canvas.lines(group.empty, canvas.width, canvas.type())))
    studies = sum(_study_height(canvas, study, layout) for study in group.studies)
    return head + studies + _STUDY_GAP * canvas.em * (len(group.studies) - 1)


def _study_height(canvas: Canvas, study: StudyBars, layout: _Layout) -> float:
    bars = sum(_bar_height(canvas, bar, layout) for bar in (study.responded, study.later))
    return _name_height(canvas, study, layout) + bars + _BETWEEN * layout.thick


def _name_height(canvas: Canvas, study: StudyBars, layout: _Layout) -> float:
    """Mm of a study's name and of what is told about it, gap included."""
    words = sum(style.height(len(lines)) + gap for lines, style, gap in _name(canvas, study, layout))
    return (canvas.type(bold=True).height(1) if layout.joined else words) + _UNDER * canvas.em


def _bar_height(canvas: Canvas, bar: Bar, layout: _Layout) -> float:
    words = canvas.type().height(len(canvas.lines(bar.label, layout.label.room, canvas.type())))
    return words + _HANG * canvas.em + layout.thick if layout.above else max(words, layout.thick)


def _fits_one_line(canvas: Canvas, study: StudyBars) -> bool:
    name, detail = canvas.wide(study.label, canvas.type(bold=True)), canvas.wide(study.detail, detail_type(canvas))
    return name + _LEAD * canvas.em + detail <= canvas.width - canvas.em / 2


def _name(canvas: Canvas, study: StudyBars, layout: _Layout) -> tuple[Words, Words]:
    """A study's name over what is told about it."""
    bold, muted, room = canvas.type(bold=True), detail_type(canvas), layout.value.right - layout.label.left
    name = canvas.lines(study.label, room, bold)
    return (name, bold, 0.0), (parted_lines(canvas, study.detail, room, muted), muted, 0.0)


# --- what is drawn ----------------------------------------------------------------------------------------------------


def _draw_group(canvas: Canvas, group: BarGroup, layout: _Layout, top: float, spare: float) -> float:
    """Return the bottom in mm."""
    if not group.studies:
        return canvas.paragraph(0, top, group.empty, canvas.width, canvas.type())
    bottom = top - _STUDY_GAP * canvas.em - spare
    for study in group.studies:
        bottom = _draw_study(canvas, study, group.arm, layout, bottom + _STUDY_GAP * canvas.em + spare)
    return bottom


def _draw_study(canvas: Canvas, study: StudyBars, arm: int, layout: _Layout, top: float) -> float:
    """The grid behind both bars, or behind each where words stand between them; return the bottom in mm."""
    _write_name(canvas, study, layout, top)
    first = top + _name_height(canvas, study, layout)
    second = first + _bar_height(canvas, study.responded, layout) + _BETWEEN * layout.thick
    bottom = second + _bar_height(canvas, study.later, layout)
    ends = (second - _BETWEEN * layout.thick, bottom)
    air = _HANG * canvas.em
    spans = [(end - layout.thick - air, end + air) for end in ends] if layout.above else [(first - air, bottom + air)]
    draw_grid(canvas, layout.axis, spans)
    for bar, name, y in ((study.responded, "responded", first), (study.later, "later", second)):
        height = _bar_height(canvas, bar, layout)
        _write_bar(canvas, bar, layout, y, height)
        middle = y + height - layout.thick / 2 if layout.above else y + height / 2
        _draw_bar(canvas, bar, f"{study.label} {name}", layout, arm, middle, solid=name == "responded")
    return bottom


def _write_name(canvas: Canvas, study: StudyBars, layout: _Layout, top: float) -> None:
    left, bold, muted = layout.label.left, canvas.type(bold=True), detail_type(canvas)
    if not layout.joined:
        canvas.stack(left, top, _name(canvas, study, layout))
        return
    canvas.write(left, top, (study.label,), bold)
    canvas.write(left + canvas.wide(study.label, bold) + _LEAD * canvas.em, top, (study.detail,), muted)


def _write_bar(canvas: Canvas, bar: Bar, layout: _Layout, top: float, height: float) -> None:
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


def _draw_bar(canvas: Canvas, bar: Bar, name: str, layout: _Layout, arm: int, middle: float, *, solid: bool) -> None:
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
        for part, ink, weight in (("halo", paper, WHISKER + 2 * _HALO), ("interval", canvas.palette.ink, WHISKER)):
            canvas.path(line, f"{part}: {name}", edge=ink, pt=canvas.stroke(weight))
