"""Where icon arrays and their captions stand: arms stacked or side by side, captions below the arrays or beside."""

from dataclasses import dataclass

from layouts.figures.canvas import Canvas, DoesNotFit
from layouts.figures.specs import IconArray, IconRanges, IconRow
from layouts.figures.typeface import Type

COLUMNS = {100: 10, 1000: 40}
BLOCK, AIR = {100: 5, 1000: 10}, 0.35  # a little air, in icons, after every fifth (tenth) one helps to count
GAP, GROUP_GAP, BAND_GAP = 1.5, 3.0, 1.3  # ems: between columns, between arms side by side, between arms stacked
_SMALLEST_PITCH = {100: 1.55, 1000: 0.75}  # mm
_LEAST_CAPTION = 9.0  # ems, the width of a caption beside its array

Band = tuple[IconRow, ...]
Caption = list[tuple[tuple[str, ...], Type, float]]  # lines, their type, mm before them


@dataclass(frozen=True)
class Arrangement:
    """Bands of arms, top to bottom. Mm: widths of group, column and caption, side of every array, gap of bands."""

    bands: tuple[Band, ...]
    beside: bool
    group: float
    column: float
    words: float
    side: float
    gap: float


def choose(canvas: Canvas, spec: IconRanges) -> Arrangement:
    """The arrangement with the largest arrays; none may be too small to count."""
    fitting: list[Arrangement] = []
    problem = canvas.misfit(spec.rows[0].heading, "the icons have no room")
    total = _total(spec.rows)
    for bands in (tuple((row,) for row in spec.rows), (spec.rows,)):
        for arrange in (_below, _beside):
            try:
                plan = arrange(canvas, bands)
            except DoesNotFit as misfit:
                problem = misfit
                continue
            if plan.side / pitches(COLUMNS[total], total) >= _SMALLEST_PITCH[total]:
                fitting.append(plan)
    if not fitting:
        raise problem
    return max(fitting, key=lambda plan: plan.side)


def aspect(total: int) -> float:
    """Height of an array over its width."""
    return pitches(total // COLUMNS[total], total) / pitches(COLUMNS[total], total)


def pitches(number: int, total: int) -> float:
    """The length of so many icons in a line, in icons, air included."""
    return number + AIR * ((number - 1) // BLOCK[total])


def head_height(canvas: Canvas, band: Band, group: float) -> float:
    """The headings of a band take the height of the highest."""
    return max(canvas.head_height(row.heading, group) for row in band)


def caption(canvas: Canvas, array: IconArray, room: float) -> Caption:
    """Both counts, then the lines about the study."""
    blocks = [(array.label, canvas.type(1, bold=True), 0.3), (array.complement, canvas.type(), 0.0)]
    muted = canvas.type(colour=canvas.palette.muted)
    blocks += [(line, muted, 0.35 if number == 0 else 0.1) for number, line in enumerate(array.lines)]
    return [(canvas.lines(words, room, style), style, before * canvas.em) for words, style, before in blocks if words]


def caption_height(canvas: Canvas, array: IconArray, room: float) -> float:
    return sum(before + style.height(len(lines)) for lines, style, before in caption(canvas, array, room))


def _total(rows: Band) -> int:
    return next(array.total for row in rows for array in row.arrays)


def _widths(canvas: Canvas, bands: tuple[Band, ...]) -> tuple[float, float]:
    """Of an arm's group and of one array's column."""
    across = max(len(band) for band in bands)
    most = max(len(row.arrays) for band in bands for row in band)
    group = (canvas.width - (across - 1) * GROUP_GAP * canvas.em) / across
    return group, (group - (most - 1) * GAP * canvas.em) / most


def _free(canvas: Canvas, bands: tuple[Band, ...], words: float) -> float:
    """The height in mm that words and the gaps of bands leave."""
    return canvas.height - words - (len(bands) - 1) * BAND_GAP * canvas.em


def _gap(canvas: Canvas, bands: tuple[Band, ...], spare: float) -> float:
    """Part of what is left over goes between the bands."""
    return BAND_GAP * canvas.em + min(spare / max(len(bands) - 1, 1), 2 * canvas.em)


def _below(canvas: Canvas, bands: tuple[Band, ...]) -> Arrangement:
    """Captions below: the largest arrays that leave room for the words."""
    group, column = _widths(canvas, bands)
    tall = aspect(_total(tuple(row for band in bands for row in band)))
    words = 0.0
    for band in bands:
        captions = [caption_height(canvas, array, column) for row in band for array in row.arrays]
        words += head_height(canvas, band, group) + max(captions, default=0.0)
    free = _free(canvas, bands, words)
    side = min(column, free / len(bands) / tall)
    return Arrangement(bands, False, group, column, column, side, _gap(canvas, bands, free - side * tall * len(bands)))


def _beside(canvas: Canvas, bands: tuple[Band, ...]) -> Arrangement:
    """Captions beside: arrays as high as the bands; a caption may not be higher than its array."""
    group, column = _widths(canvas, bands)
    arrays = [array for band in bands for row in band for array in row.arrays]
    tall = aspect(arrays[0].total)
    free = _free(canvas, bands, sum(head_height(canvas, band, group) for band in bands))
    side = min(column - (GAP + _LEAST_CAPTION) * canvas.em, free / len(bands) / tall)
    words = column - side - GAP * canvas.em
    for array in arrays:
        if caption_height(canvas, array, words) > side * tall:
            raise canvas.misfit(array.label, "the caption is higher than its array")
    return Arrangement(bands, True, group, column, words, side, _gap(canvas, bands, free - side * tall * len(bands)))
