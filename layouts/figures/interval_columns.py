"""Where the words and the axis of an interval plot stand: labels beside the axis, or above it in a narrow slot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from layouts.figures.canvas import Canvas
from layouts.figures.dividing import NOTHING, Part, Stack, pack
from layouts.figures.percent_axis import GAP, Column, detail_type, foot, name_type, parted_lines
from layouts.figures.specs import DoesNotFit, IntervalGroup, IntervalPlot, IntervalRow

_LEAST_AXIS = 45.0  # mm
_LEAST_SHARE, _LIKED_SHARE = 0.25, 0.36  # of the canvas width; liked while smaller type can still make room
ROW_GAP, GROUP_GAP = 0.35, 1.0  # ems: between rows, between groups
BRACKET = 0.55  # ems: the height of the bracket over or under a band, which its label stands at
_ENOUGH = 0.45  # of the canvas width: an axis that wide needs no more
_SHARES = tuple(share / 20 for share in range(20, 5, -1))  # of the width of the longest words, tried as columns
_LEAST_WORDS, _MOST_VALUE = 9.0, 0.4  # ems, of words; of the canvas width, of numbers: both where words are broken
BAND = 1.5  # ems: the height of an interval that stands below its words
LEAD = 1.1  # ems from a label to a detail on its own line


@dataclass(frozen=True)
class Arrangement:
    """Columns of words and axis. Without `detail` the detail stands under the label, or behind it where `joined`;
    `above`: words over the axis."""

    label: Column
    detail: Column | None
    axis: Column
    value: Column
    above: bool = False
    joined: bool = False
    least: float = 0.0  # mm, the height of a row


@dataclass(frozen=True)
class RowWords:
    """The wrapped words of a row. Height in mm."""

    label: tuple[str, ...]
    detail: tuple[str, ...]
    value: tuple[str, ...]
    height: float


def choose(canvas: Canvas, spec: IntervalPlot, room: float) -> tuple[Arrangement, float]:
    """The arrangement for `room` mm of height, the one of the whole where this is a part, and the mm that it leaves
    between two rows."""
    lower = canvas.whole_height - canvas.height  # a part keeps what was arranged, however low its own slot is
    best = pack_rows(canvas, spec.whole, room + lower)[0] if spec.whole else _widest(canvas, spec, room)
    if (over := _height(canvas, spec, best) - room) > NOTHING:
        raise _too_high(canvas, spec, over)
    rows = [row for group in spec.groups for row in group.rows]
    if rows:  # of one height, where there is room
        even = replace(best, least=max(row_words(canvas, best, row).height for row in rows))
        best = even if room >= _height(canvas, spec, even) else best
    gaps = sum(max(len(group.rows) - 1, 0) for group in spec.groups)
    return best, (room - _height(canvas, spec, best)) / max(gaps, 1)


def _widest(canvas: Canvas, spec: IntervalPlot, room: float) -> Arrangement:
    """Of the arrangements that fit the one with the widest axis."""
    problems: list[DoesNotFit] = []
    fitting: list[tuple[float, float, Arrangement]] = []
    seen: set[Arrangement] = set()  # several columns are as narrow once their words have wrapped
    for wide in _arrangements(canvas, spec):
        if wide.above and fitting:
            break
        try:
            arrangement = _tightened(canvas, spec, wide)
            if arrangement in seen:
                continue
            seen.add(arrangement)
            spare = room - _height(canvas, spec, arrangement)
        except DoesNotFit as misfit:
            problems.append(misfit)
            continue
        problems.insert(0, _too_high(canvas, spec, -spare))
        if spare >= 0:
            fitting.append((min(arrangement.axis.room, _ENOUGH * canvas.width), spare, arrangement))
    if not fitting:
        raise problems[0]
    return max(fitting, key=lambda found: found[:2])[2]


def _too_high(canvas: Canvas, spec: IntervalPlot, over: float) -> DoesNotFit:
    return canvas.misfit(_longest(spec), f"the rows are {over:.1f} mm higher than the slot")


def pack_rows(canvas: Canvas, spec: IntervalPlot, room: float) -> tuple[Arrangement, tuple[Part, ...]]:
    """The arrangement that needs the fewest parts of `room` mm, and of those the one with the widest axis."""
    found: list[tuple[int, bool, float, Arrangement, tuple[Part, ...]]] = []
    problem = canvas.misfit(_longest(spec), "a single row is higher than the slot")
    for wide in _arrangements(canvas, spec):
        try:
            arrangement = _tightened(canvas, spec, wide)
            stacks = [_stack(canvas, group, arrangement) for group in spec.groups]
            free = room - _below(canvas, spec, arrangement)
        except DoesNotFit as misfit:
            problem = misfit
            continue
        parts = pack(stacks, free, ROW_GAP * canvas.em, GROUP_GAP * canvas.em)
        if parts:
            axis = min(arrangement.axis.room, _ENOUGH * canvas.width)
            found.append((len(parts), wide.above, -axis, arrangement, parts))
    if not found:
        raise problem
    return min(found, key=lambda one: one[:3])[3:]


def _tightened(canvas: Canvas, spec: IntervalPlot, arrangement: Arrangement) -> Arrangement:
    """Columns of words as wide as their lines; the axis gets the rest."""
    if arrangement.above:
        return arrangement
    words = [row_words(canvas, arrangement, row) for group in spec.groups for row in group.rows]
    gap, style, muted = GAP * canvas.em, name_type(canvas), detail_type(canvas)
    label = max((canvas.wide(line, style) for word in words for line in word.label), default=0.0)
    detail = max((canvas.wide(line, muted) for word in words for line in word.detail), default=0.0)
    if arrangement.detail is None:
        column, second = Column(0, max(label, detail) + 0.01), None
        left = column.right + gap
    else:
        column, second = Column(0, label + 0.01), Column(label + gap, detail + 0.01)
        left = second.right + gap
    return replace(arrangement, label=column, detail=second, axis=_between(left, arrangement.axis.right))


def row_words(canvas: Canvas, arrangement: Arrangement, row: IntervalRow) -> RowWords:
    """A row's words wrapped into their columns."""
    label_type, muted = name_type(canvas), detail_type(canvas)
    label = canvas.lines(row.label, arrangement.label.room, label_type)
    detail = parted_lines(canvas, row.detail, (arrangement.detail or arrangement.label).room, muted)
    value = canvas.lines(row.value_label, arrangement.value.room + 0.01, canvas.type(bold=True))
    beside = arrangement.joined or arrangement.detail is not None
    lines = max(len(label), len(detail)) if beside else len(label) + len(detail)
    band = BAND * canvas.em if arrangement.above else 0.0
    height = label_type.height(max(lines, len(value), 1)) + band
    return RowWords(label, detail, value, max(height, arrangement.least))


def _longest(spec: IntervalPlot) -> str:
    return max((row for group in spec.groups for row in group.rows), key=lambda row: len(row.label)).label


def _arrangements(canvas: Canvas, spec: IntervalPlot) -> Iterator[Arrangement]:
    """Words beside the axis, which is never narrower than 45 mm or a quarter of the canvas; then words above it."""
    rows = [row for group in spec.groups for row in group.rows]
    gap, width = GAP * canvas.em, canvas.width
    most = _MOST_VALUE * width if canvas.breaking else width
    values = sorted(min(canvas.wide(row.value_label, canvas.type(bold=True)), most) for row in rows)
    second = values[-2] if len(values) > 1 else values[-1]
    shorter = second if values[-1] - second > gap else values[-1]  # one long value may wrap
    for needed in dict.fromkeys((values[-1], shorter)):
        yield from _beside(canvas, rows, Column(width - needed, needed))
    value = Column(width - values[-1], values[-1])
    inset = max(0.8 * canvas.em, canvas.wide(spec.ticks[-1], detail_type(canvas)) / 2)
    words, axis = Column(0, value.left - gap), _between(inset, width - inset)
    behind = max(
        canvas.wide(row.label, name_type(canvas)) + canvas.wide(row.detail, detail_type(canvas)) for row in rows
    )
    yield Arrangement(words, None, axis, value, above=True, joined=behind + LEAD * canvas.em <= words.room)


def _beside(canvas: Canvas, rows: list[IntervalRow], value: Column) -> Iterator[Arrangement]:
    """Label and detail one below the other, or in columns of their own, from the widest to the narrowest."""
    gap = GAP * canvas.em
    least = _LEAST_SHARE if canvas.pt <= canvas.slot.smallest_pt else _LIKED_SHARE
    room = value.left - 2 * gap - max(_LEAST_AXIS, least * canvas.width)
    if canvas.breaking and room < _LEAST_WORDS * canvas.em:
        return  # above the axis words are broken less
    label = max(canvas.wide(row.label, name_type(canvas)) for row in rows)
    detail = max(canvas.wide(row.detail, detail_type(canvas)) for row in rows)
    for share in _SHARES:
        stacked = min(share * max(label, detail), room)
        if room > 0:
            yield Arrangement(Column(0, stacked), None, _between(stacked + gap, value.left - gap), value)
        if label + gap + share * detail <= room:
            second = Column(label + gap, share * detail)
            yield Arrangement(Column(0, label), second, _between(second.right + gap, value.left - gap), value)
    yield from _split(room, gap, value)


def _split(room: float, gap: float, value: Column) -> Iterator[Arrangement]:
    """Label and detail in wrapped columns of their own."""
    for share in (0.35, 0.5):
        label = share * (room - gap)
        if label > 0:
            detail = Column(label + gap, room - label - gap)
            yield Arrangement(Column(0, label), detail, _between(room + gap, value.left - gap), value)


def _between(left: float, right: float) -> Column:
    return Column(left, right - left)


def _height(canvas: Canvas, spec: IntervalPlot, arrangement: Arrangement) -> float:
    stacks = [_stack(canvas, group, arrangement) for group in spec.groups]
    rows = sum(stack.head + sum(stack.rows) + ROW_GAP * canvas.em * (len(stack.rows) - 1) for stack in stacks)
    return rows + GROUP_GAP * (len(spec.groups) - 1) * canvas.em + _below(canvas, spec, arrangement)


def _below(canvas: Canvas, spec: IntervalPlot, arrangement: Arrangement) -> float:
    """Mm of all that is no group."""
    return foot(canvas, arrangement.axis, spec.ticks, spec.axis_label) + said_height(canvas, spec)


def said_lines(canvas: Canvas, spec: IntervalPlot) -> tuple[str, ...]:
    return canvas.lines(spec.said.label, canvas.width, canvas.type()) if spec.said else ()


def said_height(canvas: Canvas, spec: IntervalPlot) -> float:
    """Mm that the label of a band and its bracket take, above the first rows or below the last."""
    return canvas.type().height(len(said_lines(canvas, spec))) + BRACKET * canvas.em if spec.said else 0.0


def _stack(canvas: Canvas, group: IntervalGroup, arrangement: Arrangement) -> Stack:
    head = canvas.head_height(group.heading, canvas.width)
    if not group.rows:
        return Stack(head, (canvas.type().height(len(canvas.lines(group.empty, canvas.width, canvas.type()))),))
    return Stack(head, tuple(row_words(canvas, arrangement, row).height for row in group.rows))
