"""Icon arrays: so many people out of 100 or 1,000, one icon each, for each arm from its lowest to its highest."""

from matplotlib.path import Path

from layouts.figures.canvas import Canvas, shape
from layouts.figures.colours import outline_colour
from layouts.figures.dividing import divide_icons
from layouts.figures.icon_arrangement import (
    AIR,
    BLOCK,
    COLUMNS,
    FLANK_GAP,
    GAP,
    GROUP_GAP,
    HANG,
    Arrangement,
    Band,
    Caption,
    aspect,
    caption_height,
    captions,
    choose,
    counts,
    details,
    head_height,
    pitches,
)
from layouts.figures.specs import IconArray, IconRanges, IconRow
from layouts.figures.typeface import MM_PER_PT

Words = dict[IconArray, Caption]

_RADIUS = 0.42  # of the pitch
_EDGE = 0.75  # pt, the outline of an empty icon


def draw(canvas: Canvas, spec: IconRanges) -> None:
    """Arms one above the other or side by side, captions below or beside, whichever gives the larger arrays."""
    if not any(row.arrays for row in spec.rows):
        canvas.paragraph(0, 0, spec.empty, canvas.width, canvas.type())
        return
    plan = choose(canvas, spec)
    whole = (spec.whole or spec).rows  # all parts have labels of one size
    words = {} if plan.place == "flank" else captions(canvas, (whole,), plan.words)
    top = 0.0
    for band in plan.bands:
        top = _draw_band(canvas, band, plan, words, top) + plan.gap


def divided(canvas: Canvas, spec: IconRanges) -> tuple[IconRanges, ...]:
    """A part for each arm, all with arrays of one size. Raises DoesNotFit where an arm does."""
    parts = divide_icons(spec)
    choose(canvas, parts[0])
    return parts


def _draw_band(canvas: Canvas, band: Band, plan: Arrangement, words: Words, top: float) -> float:
    below = top + head_height(canvas, band, plan.group)
    bottoms = []
    for number, row in enumerate(band):
        left = number * (plan.group + GROUP_GAP * canvas.em)
        canvas.head(row.arm, left, top, row.heading, plan.group)
        bottoms.append(_draw_row(canvas, row, plan, words, left, below))
    return max(bottoms)


def _draw_row(canvas: Canvas, row: IconRow, plan: Arrangement, words: Words, left: float, top: float) -> float:
    if not row.arrays:
        return canvas.paragraph(left, top, row.empty, plan.group, canvas.type())
    bottoms = []
    for number, array in enumerate(row.arrays):
        x = left + number * (plan.column + plan.between)
        _draw_array(canvas, array, row.arm, x, top, plan.side)
        bottom = top + plan.side * aspect(array.total)
        if plan.place == "flank":
            bottoms.append(_write_flank(canvas, array, plan, x, top, bottom))
        else:
            bottoms += [bottom, _write_caption(canvas, words[array], plan, x, top, bottom)]
    return max(bottoms)


def _write_caption(
    canvas: Canvas, caption: Caption, plan: Arrangement, left: float, top: float, bottom: float
) -> float:
    """Below the array, or beside it and level with its middle."""
    y = bottom
    if plan.place == "beside":
        left += plan.side + GAP * canvas.em
        y = (top + bottom - caption_height(caption)) / 2
    return _write(canvas, caption, left, y)


def _write_flank(canvas: Canvas, array: IconArray, plan: Arrangement, left: float, top: float, bottom: float) -> float:
    """Beside the first icons how many had it, beside the last how many did not; below, the study."""
    had, rest = counts(canvas, array, plan.words)
    aside = left + plan.side + FLANK_GAP * canvas.em
    _write(canvas, had, aside, top - HANG * canvas.em)
    _write(canvas, rest, aside, bottom + HANG * canvas.em - caption_height(rest))
    return _write(canvas, details(canvas, array, plan.column), left, bottom)


def _write(canvas: Canvas, caption: Caption, left: float, y: float) -> float:
    for lines, style, before in caption:
        y = canvas.write(left, y + before, lines, style)
    return y


def _draw_array(canvas: Canvas, array: IconArray, arm: int, left: float, top: float, side: float) -> None:
    """Icons in reading order from the first corner, the filled ones first; empty ones are grey outlines."""
    columns, block = COLUMNS[array.total], BLOCK[array.total]
    pitch = side / pitches(columns, array.total)
    spots = []
    for number in range(array.total):
        row, column = divmod(number, columns)
        x = left + (column + 0.5 + AIR * (column // block)) * pitch
        spots.append((x, top + (row + 0.5 + AIR * (row // block)) * pitch))
    radius, edge = _RADIUS * pitch, min(canvas.stroke(_EDGE), _RADIUS * pitch * 0.6)
    filled, empty = spots[: array.filled], spots[array.filled :]
    _draw_icons(canvas, arm, filled, radius, "filled", 1, fill=canvas.palette.arms[arm])
    inner, grey = radius - edge * MM_PER_PT / 2, outline_colour(canvas.palette)
    _draw_icons(canvas, arm, empty, inner, "empty", array.filled + 1, edge=grey, pt=edge)


def _draw_icons(
    canvas: Canvas, arm: int, spots: list[tuple[float, float]], radius: float, kind: str, first: int, **look: object
) -> None:
    """All icons of one look are one shape: a speaker recolours an array with one click and finds it in the list of
    shapes; to move a single person would make the picture disagree with its count."""
    if not spots:
        return
    icons = Path.make_compound_path(*(shape(arm, x, y, radius) for x, y in spots))
    canvas.path(icons, f"icons: {kind} {first} to {first + len(spots) - 1}", **look)
