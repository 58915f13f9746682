"""Timeline: the steps of each arm in order, every step drawn equally long, its duration written at it."""

from layouts.figures.canvas import Canvas
from layouts.figures.specs import Step, Timeline, TimelineRow
from layouts.figures.typeface import Type


def draw(canvas: Canvas, spec: Timeline) -> None:
    """Lines run across a wide slot; in a narrow one they run down, side by side."""
    if not any(row.steps for row in spec.rows):
        canvas.write(0, 0, canvas.lines(spec.empty, canvas.width, canvas.type()), canvas.type())
        return
    down = canvas.width < 1.2 * canvas.height
    top = 0.0
    for number, row in enumerate(spec.rows):
        if down:
            room = (canvas.width - (len(spec.rows) - 1) * 2 * canvas.em) / len(spec.rows)
            _draw_down(canvas, row, number * (room + 2 * canvas.em), room)
        else:
            top = _draw_across(canvas, row, top, canvas.height / len(spec.rows) * (number + 1))


def _draw_across(canvas: Canvas, row: TimelineRow, top: float, limit: float) -> float:
    top = canvas.head(row.arm, 0, top, row.heading, canvas.width)
    if not row.steps:
        canvas.write(0, top, canvas.lines(row.empty, canvas.width, canvas.type()), canvas.type())
        return limit
    end = max((canvas.wide(word, canvas.type()) for word in row.end.split(" ")), default=0.0) if row.end else 0.0
    end = max(end, 2 * canvas.em)
    each = (canvas.width - end - 0.6 * canvas.em) / len(row.steps)
    above = max(len(canvas.lines(s.duration, each - canvas.em, _duration(canvas, s))) for s in row.steps)
    y = top + canvas.type(bold=True).height(above) + 0.9 * canvas.em
    for number, step in enumerate(row.steps):
        _draw_step(canvas, row.arm, step, 0.6 * canvas.em + number * each, each, y)
    last = 0.6 * canvas.em + len(row.steps) * each
    _node(canvas, row.arm, last, y, row.end)
    canvas.write(last - 0.6 * canvas.em, y + 0.9 * canvas.em, canvas.lines(row.end, end + 0.6 * canvas.em, canvas.type()), canvas.type())
    return limit


def _duration(canvas: Canvas, step: Step) -> Type:
    return canvas.type(bold=step.recorded, colour="" if step.recorded else canvas.palette.muted)


def _draw_step(canvas: Canvas, arm: int, step: Step, left: float, room: float, y: float) -> None:
    style = _duration(canvas, step)
    canvas.line((left, left + room), (y, y), f"step: {step.label}", canvas.palette.arms[arm], 2, dashed=not step.recorded)
    _node(canvas, arm, left, y, step.label)
    words = canvas.lines(step.duration, room - canvas.em, style)
    canvas.write(left + room / 2, y - 0.8 * canvas.em - style.height(len(words)), words, style, "middle")
    canvas.write(left - 0.6 * canvas.em, y + 0.9 * canvas.em, canvas.lines(step.label, room - 0.5 * canvas.em, canvas.type()), canvas.type())


def _node(canvas: Canvas, arm: int, x: float, y: float, name: str) -> None:
    canvas.marker(arm, x, y, 0.42 * canvas.em, f"node: {name}", fill=canvas.palette.paper, edge=canvas.palette.arms[arm], pt=2)


def _draw_down(canvas: Canvas, row: TimelineRow, left: float, room: float) -> None:
    top = canvas.head(row.arm, left, 0, row.heading, room)
    if not row.steps:
        canvas.write(left, top, canvas.lines(row.empty, room, canvas.type()), canvas.type())
        return
    indent = 1.8 * canvas.em
    x = left + 0.6 * canvas.em
    for step in row.steps:
        style = _duration(canvas, step)
        words = canvas.lines(step.label, room - indent, canvas.type())
        times = canvas.lines(step.duration, room - indent, style)
        y = top + 0.5 * canvas.em
        bottom = canvas.write(left + indent, top, words, canvas.type())
        bottom = canvas.write(left + indent, bottom, times, style)
        canvas.line((x, x), (y, bottom + 1.5 * canvas.em), f"step: {step.label}", canvas.palette.arms[row.arm], 2, dashed=not step.recorded)
        _node(canvas, row.arm, x, y, step.label)
        top = bottom + canvas.em
    _node(canvas, row.arm, x, top + 0.5 * canvas.em, row.end)
    canvas.write(left + indent, top, canvas.lines(row.end, room - indent, canvas.type()), canvas.type())
