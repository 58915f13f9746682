"""Timeline: the steps of each arm in order, every step drawn equally long, its duration written at it."""

from layouts.figures.canvas import Canvas
from layouts.figures.specs import DoesNotFit, Step, Timeline, TimelineRow
from layouts.figures.typeface import Type

_NODE = 0.42  # ems, radius
_LINE = 2.0  # pt
_AIR = 1.15  # of the last label's width: a slide may be shown in a wider typeface
_ASIDE = 2.0  # ems between lines that run down side by side
_INDENT = 1.6  # ems from a line that runs down to its words
_HEAD = 0.5  # ems more below a heading, so that its mark is no node
_MOST_BETWEEN = 5.0  # ems between arms one below the other at most
_BETWEEN, _LAST_BETWEEN = 0.8, 0.4  # ems between steps that run down, at least; where words must be broken
_MOST_SPARE = 2.2  # ems added between steps at most


def draw(canvas: Canvas, spec: Timeline) -> None:
    """Lines run across a wide slot; in a narrow one they run down, side by side. As a last resort the other way."""
    if not any(row.steps for row in spec.rows):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    narrow = canvas.width < 1.2 * canvas.height
    ways = (_draw_all_down, _draw_all_across) if narrow else (_draw_all_across, _draw_all_down)
    try:
        ways[0](canvas, spec)
    except DoesNotFit:
        if not canvas.breaking:
            raise
        ways[1](canvas, spec)  # nothing is drawn yet: both measure first


def _duration(canvas: Canvas, step: Step) -> Type:
    return canvas.type(bold=step.recorded, colour="" if step.recorded else canvas.palette.muted)


def _node(canvas: Canvas, arm: int, x: float, y: float, name: str, *, last: bool = False) -> None:
    colour = canvas.palette.arms[arm]
    fill = colour if last else canvas.palette.paper
    canvas.marker(arm, x, y, _NODE * canvas.em, f"node: {name}", fill=fill, edge=colour, pt=canvas.stroke(_LINE))


# --- across ----------------------------------------------------------------------------------------------------------


def _draw_all_across(canvas: Canvas, spec: Timeline) -> None:
    """One arm below the other; what is left over goes between them, up to a point."""
    heights = [_height_across(canvas, row) for row in spec.rows]
    spare = (canvas.height - sum(heights)) / max(len(heights) - 1, 1)
    if spare < (0.8 * canvas.em if len(heights) > 1 else 0):
        raise canvas.misfit(spec.rows[0].heading, "the lines need more height")
    top = 0.0
    for row, height in zip(spec.rows, heights, strict=True):
        _draw_across(canvas, row, top)
        top += height + min(spare, _MOST_BETWEEN * canvas.em)


def _each(canvas: Canvas, row: TimelineRow) -> tuple[float, float]:
    """Mm: the length of a step, and the room of the words at the end: one line, if that is half a step at most."""
    words = [canvas.wide(word, canvas.type()) for word in row.end.split(" ")]
    line = _AIR * canvas.wide(row.end, canvas.type())
    end = max(*words, min(line, max(line / 2, canvas.width / (len(row.steps) + 1) / 2)), 2 * canvas.em)
    if canvas.breaking:
        end = min(end, canvas.width / (len(row.steps) + 1))
    return (canvas.width - end) / max(len(row.steps), 1), end


def _above(canvas: Canvas, row: TimelineRow) -> float:
    """Mm from the start of the durations to the line."""
    each, _ = _each(canvas, row)
    blocks = [(canvas.lines(step.duration, each - canvas.em, _duration(canvas, step))) for step in row.steps]
    return canvas.type(bold=True).height(max(len(block) for block in blocks)) + 0.6 * canvas.em


def _below(canvas: Canvas, row: TimelineRow) -> float:
    """Mm from the line to the end of the labels."""
    each, end = _each(canvas, row)
    blocks = [canvas.lines(step.label, each - canvas.em, canvas.type()) for step in row.steps]
    blocks.append(canvas.lines(row.end, end, canvas.type()))
    return 0.65 * canvas.em + canvas.type().height(max(len(block) for block in blocks))


def _height_across(canvas: Canvas, row: TimelineRow) -> float:
    head = canvas.head_height(row.heading, canvas.width)
    if not row.steps:
        return head + canvas.type().height(len(canvas.lines(row.empty, canvas.width, canvas.type())))
    return head + _above(canvas, row) + _below(canvas, row)


def _draw_across(canvas: Canvas, row: TimelineRow, top: float) -> None:
    top = canvas.head(row.arm, 0, top, row.heading, canvas.width)
    if not row.steps:
        canvas.paragraph(0, top, row.empty, canvas.width, canvas.type())
        return
    each, end = _each(canvas, row)
    y = top + _above(canvas, row)
    first = (_NODE + 0.12) * canvas.em
    for number, step in enumerate(row.steps):
        _draw_step_across(canvas, row.arm, step, number * each, each, y)
    last = len(row.steps) * each + first
    _node(canvas, row.arm, last, y, row.end, last=True)
    canvas.paragraph(last - first, y + 0.65 * canvas.em, row.end, end, canvas.type())


def _draw_step_across(canvas: Canvas, arm: int, step: Step, left: float, each: float, y: float) -> None:
    """The duration above the middle of the line, the label below its start."""
    style, x = _duration(canvas, step), left + (_NODE + 0.12) * canvas.em
    colour = canvas.palette.arms[arm]
    canvas.line((x, x + each), (y, y), f"step: {step.label}", colour, canvas.stroke(_LINE), dashed=not step.recorded)
    _node(canvas, arm, x, y, step.label)
    words = canvas.lines(step.duration, each - canvas.em, style)
    canvas.write(x + each / 2, y - 0.45 * canvas.em - style.height(len(words)), words, style, "middle")
    canvas.paragraph(left, y + 0.65 * canvas.em, step.label, each - canvas.em, canvas.type())


# --- down ------------------------------------------------------------------------------------------------------------


def _draw_all_down(canvas: Canvas, spec: Timeline) -> None:
    """Side by side, with the same air between the steps of every arm."""
    room = (canvas.width - (len(spec.rows) - 1) * _ASIDE * canvas.em) / len(spec.rows)
    head = max(canvas.head_height(row.heading, room) for row in spec.rows) + _HEAD * canvas.em
    spares = [(canvas.height - head - _height_down(canvas, row, room)) / max(len(row.steps), 1) for row in spec.rows]
    air = min(*spares, _MOST_SPARE * canvas.em)
    if air < 0:
        raise canvas.misfit(spec.rows[0].heading, "the lines need more height")
    for number, row in enumerate(spec.rows):
        left = number * (room + _ASIDE * canvas.em)
        canvas.head(row.arm, left, 0, row.heading, room)
        _draw_down(canvas, row, left, head, room, air)


def _step_height(canvas: Canvas, step: Step, room: float) -> float:
    label = canvas.lines(step.label, room, canvas.type())
    duration = canvas.lines(step.duration, room, _duration(canvas, step))
    between = (_LAST_BETWEEN if canvas.breaking else _BETWEEN) * canvas.em
    return canvas.type().height(len(label)) + _duration(canvas, step).height(len(duration)) + between


def _height_down(canvas: Canvas, row: TimelineRow, room: float) -> float:
    if not row.steps:
        return canvas.type().height(len(canvas.lines(row.empty, room, canvas.type())))
    words = room - _INDENT * canvas.em
    end = canvas.type().height(max(len(canvas.lines(row.end, words, canvas.type())), 1))
    return sum(_step_height(canvas, step, words) for step in row.steps) + end


def _draw_down(canvas: Canvas, row: TimelineRow, left: float, top: float, room: float, air: float) -> None:
    if not row.steps:
        canvas.paragraph(left, top, row.empty, room, canvas.type())
        return
    x, words, style = left + (_NODE + 0.12) * canvas.em, left + _INDENT * canvas.em, canvas.type()
    for step in row.steps:
        below = top + _step_height(canvas, step, room - _INDENT * canvas.em) + air
        ys = (top + style.middle, below + style.middle)
        colour, weight = canvas.palette.arms[row.arm], canvas.stroke(_LINE)
        canvas.line((x, x), ys, f"step: {step.label}", colour, weight, dashed=not step.recorded)
        _node(canvas, row.arm, x, ys[0], step.label)
        bottom = canvas.paragraph(words, top, step.label, left + room - words, style)
        canvas.paragraph(words, bottom, step.duration, left + room - words, _duration(canvas, step))
        top = below
    _node(canvas, row.arm, x, top + style.middle, row.end, last=True)
    canvas.paragraph(words, top, row.end, left + room - words, style)
