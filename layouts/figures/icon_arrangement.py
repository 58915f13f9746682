"""Where icon arrays and their captions stand: arms stacked or side by side, captions below the arrays or beside.

Flanked: both counts beside the array, each at the icons that it counts, and the lines about the study below.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from layouts.figures.canvas import Canvas
from layouts.figures.specs import DoesNotFit, IconArray, IconRanges, IconRow
from layouts.figures.typeface import Type

COLUMNS = {100: 10, 1000: 40}
BLOCK, AIR = {100: 5, 1000: 10}, 0.35  # a little air, in icons, after every fifth (tenth) one helps to count
GAP, GROUP_GAP, BAND_GAP = 1.5, 3.0, 1.3  # ems: between columns, between arms side by side, between arms stacked
_SMALLEST_PITCH = {100: 1.55, 1000: 0.75}  # mm
_LAST_PITCH = {100: 1.0, 1000: 0.6}  # mm, where words must be broken
_PART = 6.25  # ems, the side of the arrays of a part that shares its page with text
_LIKED = 0.36  # of the height of a wide slot: the least side of an array while smaller type can still make room
_SIZES = 12  # sizes tried, from the largest down to half of it
_LEAST_CAPTION = 9.0  # ems, the width of a caption: about 18 letters, so that three or four words stand on a line
FLANK_GAP, HANG = 0.5, 0.2  # ems: from an array to the counts beside it, and how far these reach beyond its edges
_FLANKED_GAP = 0.9  # ems: between columns of flanked arrays
_HARD = "\u00a0"  # a space that never ends a line

Band = tuple[IconRow, ...]
Caption = list[tuple[tuple[str, ...], Type, float]]  # lines, their type, mm before them
Side = Literal["below", "beside", "flank"]
Arrange = Callable[[Canvas, tuple[Band, ...], float], "Arrangement"]  # arrays of a side of so many mm at most


@dataclass(frozen=True)
class Arrangement:
    """Bands of arms, top to bottom. Mm: widths of group, column and caption, side of every array, gap of bands,
    gap between columns."""

    bands: tuple[Band, ...]
    place: Side
    group: float
    column: float
    words: float
    side: float
    gap: float
    between: float


def choose(canvas: Canvas, spec: IconRanges) -> Arrangement:
    """The arrangement with the largest arrays, alike in all parts of a divided figure; none may be too small to count.

    Captions narrower than can be read with ease are the last resort.
    """
    fitting: list[Arrangement] = []
    problem = canvas.misfit(_longest(spec), "the icons have no room")
    for ways in (_parted,) if spec.whole else (_stacked, _abreast):
        for arrange in (_flanked, _beside, _below):  # of equals the lowest
            try:
                plan = ways(canvas, spec, arrange)
            except DoesNotFit as misfit:
                problem = problem if canvas.breaking else misfit
                continue
            if plan.side >= least_side(canvas, _arrays(plan.bands)[0].total):
                fitting.append(plan)
    if not fitting:
        raise problem
    best = max(fitting, key=lambda plan: (_readable(canvas, plan), plan.side))
    if not canvas.breaking and not _readable(canvas, best):
        raise canvas.misfit(_longest(spec), "its captions would be narrow")
    if _wide(canvas) and best.side < _LIKED * canvas.whole_height and canvas.pt > canvas.slot.smallest_pt:
        raise canvas.misfit(spec.rows[0].heading, "the icons would be small beside their words")
    return best


def _stacked(canvas: Canvas, spec: IconRanges, arrange: Arrange) -> Arrangement:
    """One arm below the other."""
    return arrange(canvas, tuple((row,) for row in spec.rows), math.inf)


def _abreast(canvas: Canvas, spec: IconRanges, arrange: Arrange) -> Arrangement:
    """Arms side by side."""
    return arrange(canvas, (spec.rows,), math.inf)


def _parted(canvas: Canvas, spec: IconRanges, arrange: Arrange) -> Arrangement:
    """The arms of a part, with arrays of the size that every part has room for; on a page they leave room for text."""
    assert spec.whole is not None
    most = math.inf if _wide(canvas) else _PART * canvas.em
    side = min(arrange(canvas, ((row,),), most).side for row in spec.whole.rows)
    return arrange(canvas, (spec.rows,), side)


def _wide(canvas: Canvas) -> bool:
    return canvas.whole_height < canvas.width / 1.5


def _readable(canvas: Canvas, plan: Arrangement) -> bool:
    """Whether the lines about a study are wide enough; counts beside an array are short."""
    return (plan.words if plan.place == "beside" else plan.column) >= _LEAST_CAPTION * canvas.em


def _longest(spec: IconRanges) -> str:
    """The words that take most room."""
    arrays = _arrays((spec.rows,))
    return max((words for array in arrays for words in (array.label, array.complement, *array.lines)), key=len)


def least_side(canvas: Canvas, total: int) -> float:
    """The width in mm of the smallest array that can be counted."""
    pitch = (_LAST_PITCH if canvas.breaking else _SMALLEST_PITCH)[total]
    return pitch * pitches(COLUMNS[total], total)


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


def counts(canvas: Canvas, array: IconArray, room: float) -> tuple[Caption, Caption]:
    """What stands beside an array: how many had it, and how many did not."""
    (had, bold), (rest, style) = _counts(canvas, array)
    return [(_unjoined(canvas.lines(had, room, bold)), bold, 0.0)], [
        (_unjoined(canvas.lines(rest, room, style)), style, 0.0)
    ]


def _counts(canvas: Canvas, array: IconArray) -> tuple[tuple[str, Type], tuple[str, Type]]:
    return (_joined(array.label), canvas.type(bold=True)), (_tail_joined(array.complement), canvas.type())


def details(canvas: Canvas, array: IconArray, room: float) -> Caption:
    """The lines about the study alone."""
    muted = canvas.type(colour=canvas.palette.muted)
    return [
        (canvas.lines(line, room, muted), muted, (0.6 if number == 0 else 0.2) * canvas.em)
        for number, line in enumerate(array.lines)
    ]


def _joined(words: str) -> str:
    """Hard spaces where a short word stands between two numbers, and before a short last word of the same phrase."""
    joined = re.sub(r"(?<=\d) (\w{1,3}) (?=\d)", rf"{_HARD}\1{_HARD}", words)
    return re.sub(r"(?<!:) (?=\w{1,3}$)", _HARD, joined)


def _tail_joined(words: str) -> str:
    """Hard spaces behind the first number."""
    number = re.search(r"\d", words)
    start = number.start() if number else 0
    return words[:start] + words[start:].replace(" ", _HARD)


def _unjoined(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line.replace(_HARD, " ") for line in lines)


def caption_height(caption: Caption) -> float:
    return sum(before + style.height(len(lines)) for lines, style, before in caption)


def _arrays(bands: tuple[Band, ...]) -> list[IconArray]:
    return [array for band in bands for row in band for array in row.arrays]


def _widths(canvas: Canvas, bands: tuple[Band, ...], between: float = GAP) -> tuple[float, float]:
    """Of an arm's group and of one array's column, `between` ems between two columns."""
    across = max(len(band) for band in bands)
    most = max(len(row.arrays) for band in bands for row in band)
    group = (canvas.width - (across - 1) * GROUP_GAP * canvas.em) / across
    return group, (group - (most - 1) * between * canvas.em) / most


def _free(canvas: Canvas, bands: tuple[Band, ...], words: float) -> float:
    """The height in mm for the arrays of each band that words and the gaps of bands leave."""
    with_arrays = [band for band in bands if any(row.arrays for row in band)]
    return (canvas.whole_height - words - (len(bands) - 1) * BAND_GAP * canvas.em) / len(with_arrays)


def _taken(canvas: Canvas, bands: tuple[Band, ...], words: dict[IconArray, float]) -> float:
    """The height in mm of all that is no array: headings, the words below arrays, and the sentences that stand for
    none."""
    total = 0.0
    group, _ = _widths(canvas, bands)
    for band in bands:
        beside = least_side(canvas, 100) if any(row.arrays for row in band) else 0.0
        heights = [words[array] for array in _arrays((band,))]
        for row in band:
            if not row.arrays:
                lines = canvas.lines(row.empty, group, canvas.type())
                heights.append(canvas.type().height(len(lines)) - beside)
        total += head_height(canvas, band, group) + max([0.0, *heights])
    return total


def _gap(canvas: Canvas, bands: tuple[Band, ...], spare: float) -> float:
    """Part of what is left over in each band goes between the bands."""
    with_arrays = sum(any(row.arrays for row in band) for band in bands)
    return BAND_GAP * canvas.em + min(spare * with_arrays / max(len(bands) - 1, 1), 2 * canvas.em)


def _below(canvas: Canvas, bands: tuple[Band, ...], most: float) -> Arrangement:
    """Captions below: the largest arrays that leave room for the words."""
    group, column = _widths(canvas, bands)
    tall, written = aspect(_arrays(bands)[0].total), captions(canvas, bands, column)
    words = {array: caption_height(caption) for array, caption in written.items()}
    free = _free(canvas, bands, _taken(canvas, bands, words))
    side = min(column, free / tall, most)
    gap = _gap(canvas, bands, free - side * tall)
    return Arrangement(bands, "below", group, column, column, side, gap, GAP * canvas.em)


def _beside(canvas: Canvas, bands: tuple[Band, ...], most: float) -> Arrangement:
    """Captions beside: arrays as high as the bands, or smaller until no caption is higher than its array."""
    group, column = _widths(canvas, bands)
    arrays = _arrays(bands)
    tall = aspect(arrays[0].total)
    free = _free(canvas, bands, _taken(canvas, bands, dict.fromkeys(arrays, 0.0)))
    largest = min(column - (GAP + _LEAST_CAPTION) * canvas.em, free / tall, most)
    for step in range(_SIZES):
        side = largest * (1 - 0.5 * step / _SIZES)
        words = column - side - GAP * canvas.em
        if all(caption_height(caption) <= side * tall for caption in captions(canvas, bands, words).values()):
            break
    else:
        raise canvas.misfit(arrays[0].label, "the captions are higher than the arrays")
    gap = _gap(canvas, bands, free - side * tall)
    return Arrangement(bands, "beside", group, column, words, side, gap, GAP * canvas.em)


def _flanked(canvas: Canvas, bands: tuple[Band, ...], most: float) -> Arrangement:
    """Counts beside, in a column as narrow as their words allow; arrays as large as width and height leave."""
    arrays = _arrays(bands)
    group, column = _widths(canvas, bands, _FLANKED_GAP)
    tall = aspect(arrays[0].total)
    written = [count for array in arrays for count in _counts(canvas, array)]
    words = max(canvas.wide(part, style) for line, style in written for part in line.split(" ")) + 0.02
    if canvas.breaking:
        words = min(words, column - FLANK_GAP * canvas.em - least_side(canvas, arrays[0].total))
    below = {array: max(caption_height(details(canvas, array, column)), HANG * canvas.em) for array in arrays}
    free = _free(canvas, bands, _taken(canvas, bands, below))
    side = min(column - words - FLANK_GAP * canvas.em, free / tall, most)
    for array in arrays:
        if sum(caption_height(part) for part in counts(canvas, array, words)) > side * tall:
            raise canvas.misfit(array.label, "the counts are higher than the array")
    gap = _gap(canvas, bands, free - side * tall)
    return Arrangement(bands, "flank", group, column, words, side, gap, _FLANKED_GAP * canvas.em)
