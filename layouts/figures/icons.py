"""Icon arrays: so many people out of 100 or 1,000, one icon each, for each arm from its lowest to its highest."""

from layouts.figures.canvas import Canvas
from layouts.figures.colours import outline_colour
from layouts.figures.icon_arrangement import Arrangement, Band, caption, caption_height, choose, head_height
from layouts.figures.icon_arrangement import AIR, BLOCK, COLUMNS, GAP, GROUP_GAP, aspect, pitches
from layouts.figures.specs import IconArray, IconRanges, IconRow
from layouts.figures.typeface import MM_PER_PT

_RADIUS = 0.42  # of the pitch
_EDGE = 0.75  # pt, the outline of an empty icon


def draw(canvas: Canvas, spec: IconRanges) -> None:
    """Arms one above the other or side by side, captions below or beside, whichever gives the larger arrays."""
    if not any(row.arrays for row in spec.rows):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    plan = choose(canvas, spec)
    top = 0.0
    for band in plan.bands:
        top = _draw_band(canvas, band, plan, top) + plan.gap


def _draw_band(canvas: Canvas, band: Band, plan: Arrangement, top: float) -> float:
    below = top + head_height(canvas, band, plan.group)
    bottoms = []
    for number, row in enumerate(band):
        left = number * (plan.group + GROUP_GAP * canvas.em)
        canvas.head(row.arm, left, top, row.heading, plan.group)
        bottoms.append(_draw_row(canvas, row, plan, left, below))
    return max(bottoms)


def _draw_row(canvas: Canvas, row: IconRow, plan: Arrangement, left: float, top: float) -> float:
    if not row.arrays:
        return canvas.paragraph(left, top, row.empty, plan.group, canvas.type())
    bottoms = []
    for number, array in enumerate(row.arrays):
        x = left + number * (plan.column + GAP * canvas.em)
        _draw_array(canvas, array, row.arm, x, top, plan.side)
        bottom = top + plan.side * aspect(array.total)
        written = _write_caption(canvas, array, plan, x, top, bottom)
        bottoms.append(max(bottom, written))
    return max(bottoms)


def _write_caption(
    canvas: Canvas, array: IconArray, plan: Arrangement, left: float, top: float, bottom: float
) -> float:
    """Below the array, or beside it and level with its middle."""
    y = bottom
    if plan.beside:
        left += plan.side + GAP * canvas.em
        y = (top + bottom - caption_height(canvas, array, plan.words)) / 2
    for lines, style, before in caption(canvas, array, plan.words):
        y = canvas.write(left, y + before, lines, style)
    return y


def _draw_array(canvas: Canvas, array: IconArray, arm: int, left: float, top: float, side: float) -> None:
    """Icons in reading order from the first corner, the filled ones first; empty ones are grey outlines."""
    columns, block = COLUMNS[array.total], BLOCK[array.total]
    pitch = side / pitches(columns, array.total)
    edge = min(_EDGE, _RADIUS * pitch * 0.6)
    grey, colour = outline_colour(canvas.palette), canvas.palette.arms[arm]
    for number in range(array.total):
        row, column = divmod(number, columns)
        x = left + (column + 0.5 + AIR * (column // block)) * pitch
        y = top + (row + 0.5 + AIR * (row // block)) * pitch
        if number < array.filled:
            canvas.marker(arm, x, y, _RADIUS * pitch, f"icon: filled {number + 1}", fill=colour)
        else:
            inner = _RADIUS * pitch - edge * MM_PER_PT / 2
            canvas.marker(arm, x, y, inner, f"icon: empty {number + 1}", edge=grey, pt=edge)
