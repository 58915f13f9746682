"""Where icon arrays and their captions stand: arms stacked or side by side, captions below the arrays or beside."""

from dataclasses import dataclass

from layouts.figures.canvas import Canvas, DoesNotFit
from layouts.figures.specs import IconArray, IconRanges, IconRow
from layouts.figures.typeface import Type

COLUMNS = {100: 10, 1000: 40}
BLOCK, AIR = {100: 5, 1000: 10}, 0.35  # a little air, in icons, after every fifth (tenth) one helps to count
GAP, GROUP_GAP, BAND_GAP = 1.5, 3.0, 1.3  # ems: between columns, between arms side by side, between arms stacked
_SMALLEST_PITCH = {100: 1.55, 1000: 0.75}  # mm
_SIZES = 12  # sizes tried, from the largest down to half of it
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
    total = _arrays((spec.rows,))[0].total
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


def label_type(canvas: Canvas, bands: tuple[Band, ...], room: float) -> Type:
    """One size for the labels of every array: a little smaller before any of them is wrapped."""
    large, small = canvas.type(1, bold=True), canvas.type(0.5, bold=True)
    return large if all(canvas.wide(array.label, large) <= room for array in _arrays(bands)) else small


def captions(canvas: Canvas, bands: tuple[Band, ...], room: float) -> dict[IconArray, Caption]:
    """Both counts, then the lines about the study."""
    label, body, muted = label_type(canvas, bands, room), canvas.type(), canvas.type(colour=canvas.palette.muted)
    found: dict[IconArray, Caption] = {}
    for array in _arrays(bands):
        blocks: Caption = [(canvas.lines(array.label, room, label), label, 0.3 * canvas.em)]
        blocks.append((canvas.lines(array.complement, room, body), body, 0.0))
        for number, line in enumerate(array.lines):
            before = (0.35 if number == 0 else 0.2) * canvas.em
            blocks.append((canvas.lines(line, room, muted), muted, before))
        found[array] = blocks
    return found


def caption_height(caption: Caption) -> float:
    return sum(before + style.height(len(lines)) for lines, style, before in caption)


def _arrays(bands: tuple[Band, ...]) -> list[IconArray]:
    return [array for band in bands for row in band for array in row.arrays]


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
    tall, written = aspect(_arrays(bands)[0].total), captions(canvas, bands, column)
    words = 0.0
    for band in bands:
        heights = [caption_height(written[array]) for array in _arrays((band,))]
        words += head_height(canvas, band, group) + max(heights, default=0.0)
    free = _free(canvas, bands, words)
    side = min(column, free / len(bands) / tall)
    return Arrangement(bands, False, group, column, column, side, _gap(canvas, bands, free - side * tall * len(bands)))


def _beside(canvas: Canvas, bands: tuple[Band, ...]) -> Arrangement:
    """Captions beside: arrays as high as the bands, or smaller until no caption is higher than its array."""
    group, column = _widths(canvas, bands)
    first = _arrays(bands)[0]
    tall = aspect(first.total)
    free = _free(canvas, bands, sum(head_height(canvas, band, group) for band in bands))
    largest = min(column - (GAP + _LEAST_CAPTION) * canvas.em, free / len(bands) / tall)
    for step in range(_SIZES):
        side = largest * (1 - 0.5 * step / _SIZES)
        words = column - side - GAP * canvas.em
        if all(caption_height(caption) <= side * tall for caption in captions(canvas, bands, words).values()):
            break
    else:
        raise canvas.misfit(first.label, "the captions are higher than the arrays")
    return Arrangement(bands, True, group, column, words, side, _gap(canvas, bands, free - side * tall * len(bands)))
