"""Where the words, the bars and the axis of a durability plot stand: words beside the bars, or over them."""

from collections.abc import Iterator
from dataclasses import dataclass

from layouts.figures.canvas import Canvas, Words
from layouts.figures.dividing import NOTHING, Part, Stack, pack
from layouts.figures.percent_axis import GAP, WHISKER, Column, detail_type, foot, parted_lines
from layouts.figures.specs import Bar, BarGroup, DoesNotFit, Durability, StudyBars
from layouts.figures.typeface import MM_PER_PT

_LEAST_AXIS = 45.0  # mm, of an axis beside its words
_LEAST_SHARE, _LIKED_SHARE = 0.25, 0.36  # of the canvas width; liked while smaller type can still make room
_SHARES = (1.0, 0.8, 0.65, 0.5, 0.4)  # of the width of the longest label, tried as its column
_THICK = (1.7, 1.5, 1.3, 1.1, 0.9, 0.75)  # ems: heights of a bar, from the one liked most
BETWEEN = 0.35  # of the height of a bar, from bar to bar
HANG = 0.12  # ems from words to the bar under them
LEAD, _UNDER = 0.8, 0.4  # ems: from a study's name to what is told about it, and from both to the bars
STUDY_GAP, GROUP_GAP = 0.9, 1.0  # ems: between studies, between arms
_MOST_SPARE = 1.6  # ems added between studies and arms at most
HALO = 0.9  # pt, the paper around a whisker


@dataclass(frozen=True)
class Layout:
    """Columns of words, axis and numbers, and the height of a bar in mm. `above`: a bar's words stand over it;
    `joined`: what is told about a study stands behind its name, else below."""

    label: Column
    axis: Column
    value: Column
    thick: float
    joined: bool
    above: bool = False


def choose(canvas: Canvas, spec: Durability) -> tuple[Layout, float]:
    """The layout, the one of the whole where this is a part, and the mm that it leaves between two blocks."""
    layout = pack_studies(canvas, spec.whole)[0] if spec.whole else _first(canvas, spec)
    blocks = sum(max(len(group.studies), 1) for group in spec.groups)
    spare = canvas.height - _height(canvas, spec, layout)
    if spare < -NOTHING:
        raise _too_high(canvas, spec, -spare)
    return layout, min(spare / max(blocks - 1, 1), _MOST_SPARE * canvas.em)


def _first(canvas: Canvas, spec: Durability) -> Layout:
    """The first layout that fits."""
    problem: DoesNotFit | None = None
    for layout in _layouts(canvas, spec):
        try:
            spare = canvas.height - _height(canvas, spec, layout)
        except DoesNotFit as misfit:
            problem = problem or misfit
            continue
        if spare >= 0:
            return layout
        problem = _too_high(canvas, spec, -spare)
    assert problem is not None  # a layout has been tried
    raise problem


def _too_high(canvas: Canvas, spec: Durability, over: float) -> DoesNotFit:
    return canvas.misfit(spec.groups[0].heading, f"the bars are {over:.1f} mm higher than the slot")


def pack_studies(canvas: Canvas, spec: Durability) -> tuple[Layout, tuple[Part, ...]]:
    """The layout that needs the fewest parts, and of those the first."""
    found: list[tuple[Layout, tuple[Part, ...]]] = []
    problem = canvas.misfit(spec.groups[0].heading, "a single study is higher than the slot")
    for layout in _layouts(canvas, spec):
        try:
            stacks = [_stack(canvas, group, layout) for group in spec.groups]
            room = canvas.whole_height - _below(canvas, spec, layout)
        except DoesNotFit as misfit:
            problem = misfit
            continue
        parts = pack(stacks, room, STUDY_GAP * canvas.em, GROUP_GAP * canvas.em)
        if parts:
            found.append((layout, parts))
    if not found:
        raise problem
    return min(found, key=lambda one: len(one[1]))


def _layouts(canvas: Canvas, spec: Durability) -> Iterator[Layout]:
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
                yield Layout(Column(0, share * longest + 0.01), axis, value, thick * canvas.em, joined)
    edge = canvas.stroke(WHISKER / 2 + HALO) * MM_PER_PT  # a whisker may end at zero or at 100
    axis, value = Column(edge, width - 2 * edge), Column(value.left - edge, needed)
    for thick in _THICK:
        yield Layout(Column(edge, value.left - gap - edge), axis, value, thick * canvas.em, joined, above=True)


def _height(canvas: Canvas, spec: Durability, layout: Layout) -> float:
    stacks = [_stack(canvas, group, layout) for group in spec.groups]
    studies = sum(stack.head + sum(stack.rows) + STUDY_GAP * canvas.em * (len(stack.rows) - 1) for stack in stacks)
    return studies + GROUP_GAP * canvas.em * (len(spec.groups) - 1) + _below(canvas, spec, layout)


def _below(canvas: Canvas, spec: Durability, layout: Layout) -> float:
    """Mm of the scale under the last bars."""
    return foot(canvas, layout.axis, spec.ticks, spec.axis_label) + HANG * canvas.em


def _stack(canvas: Canvas, group: BarGroup, layout: Layout) -> Stack:
    head = canvas.head_height(group.heading, canvas.width)
    if not group.studies:
        return Stack(head, (canvas.type().height(len(canvas.lines(group.empty, canvas.width, canvas.type()))),))
    return Stack(head, tuple(_study_height(canvas, study, layout) for study in group.studies))


def _study_height(canvas: Canvas, study: StudyBars, layout: Layout) -> float:
    bars = sum(bar_height(canvas, bar, layout) for bar in (study.responded, study.later))
    return name_height(canvas, study, layout) + bars + BETWEEN * layout.thick


def name_height(canvas: Canvas, study: StudyBars, layout: Layout) -> float:
    """Mm of a study's name and of what is told about it, gap included."""
    words = sum(style.height(len(lines)) + gap for lines, style, gap in name_of(canvas, study, layout))
    return (canvas.type(bold=True).height(1) if layout.joined else words) + _UNDER * canvas.em


def bar_height(canvas: Canvas, bar: Bar, layout: Layout) -> float:
    words = canvas.type().height(len(canvas.lines(bar.label, layout.label.room, canvas.type())))
    return words + HANG * canvas.em + layout.thick if layout.above else max(words, layout.thick)


def _fits_one_line(canvas: Canvas, study: StudyBars) -> bool:
    name, detail = canvas.wide(study.label, canvas.type(bold=True)), canvas.wide(study.detail, detail_type(canvas))
    return name + LEAD * canvas.em + detail <= canvas.width - canvas.em / 2


def name_of(canvas: Canvas, study: StudyBars, layout: Layout) -> tuple[Words, Words]:
    """A study's name over what is told about it."""
    bold, muted, room = canvas.type(bold=True), detail_type(canvas), layout.value.right - layout.label.left
    name = canvas.lines(study.label, room, bold)
    return (name, bold, 0.0), (parted_lines(canvas, study.detail, room, muted), muted, 0.0)
