"""Crop marks, fold marks and fold ticks: where they stand, in millimetres from the trim's top left corner."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from layouts.brochure.inks import BLACK
from layouts.brochure.sheets import BLEED, PADDING_FOOT, SLUG, Panel, Sheet
from layouts.palette import Palette

OFF_BLEED = 0.5  # mm between bleed and mark: a cut that is a little off shows no mark (marks stay 3 mm off the trim)
LENGTH = 5.0  # mm
WEIGHT = 0.35  # pt; a press holds lines from 0.25 pt on
TICK_FROM, TICK_LENGTH = 4.2, 4.6  # mm; office printers leave about 4.2 mm blank, text begins at 9 mm
TICK_WEIGHT = 0.5  # pt
NOTE_FROM_FOLD = 6.2  # mm to the foot of 9 pt letters, whose tops then keep 3 mm from the fold
DASHES = 3  # in a fold mark, so that nobody cuts there
MM_PER_PT = 25.4 / 72


@dataclass(frozen=True)
class Mark:
    """A thin line: the middle of its upper or left end, how long it is, which way it runs, and in how many dashes."""

    left: float
    top: float
    length: float
    upright: bool
    dashes: int = 1


@dataclass(frozen=True)
class Box:
    """What a mark is printed as, in mm from the trim's top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PressMarks:
    """What a press needs round the sheet, by side: bleed and margin in mm, marks, and the slug line."""

    bleed: float
    margin: float
    marks: tuple[tuple[Box, ...], ...]
    lines: tuple[str, ...]
    black: str = BLACK


def press_marks(sheet: Sheet, lines: tuple[str, ...]) -> PressMarks:
    """Crop and fold marks of both sides, and what the slug says."""
    bleed = BLEED[sheet.paper]
    marks = (tuple(_boxes((*crop_marks(sheet), *fold_marks(sheet, side)))) for side in sheet.sides)
    return PressMarks(bleed, bleed + SLUG[sheet.paper], tuple(marks), lines)


def crop_marks(sheet: Sheet) -> Iterator[Mark]:
    """Two lines at each corner, in line with the trim and outside the bleed."""
    start = BLEED[sheet.paper] + OFF_BLEED
    for left in (0.0, sheet.width):
        yield from (Mark(left, top, LENGTH, True) for top in (-start - LENGTH, sheet.height + start))
    for top in (0.0, sheet.height):
        yield from (Mark(left, top, LENGTH, False) for left in (-start - LENGTH, sheet.width + start))


def fold_marks(sheet: Sheet, side: tuple[Panel, ...]) -> Iterator[Mark]:
    """Dashed lines above and below each fold of a side, outside the bleed."""
    start = BLEED[sheet.paper] + OFF_BLEED
    for fold in sheet.folds(side):
        yield from (Mark(fold, top, LENGTH, True, DASHES) for top in (-start - LENGTH, sheet.height + start))


def fold_ticks(sheet: Sheet, side: tuple[Panel, ...]) -> Iterator[Mark]:
    """Short lines at the upper and lower edge of a sheet that is folded by hand."""
    tops = (TICK_FROM, sheet.height - TICK_FROM - TICK_LENGTH)
    yield from (Mark(fold, top, TICK_LENGTH, True) for fold in sheet.folds(side) for top in tops)


def ticks_svg(sheet: Sheet, side: tuple[Panel, ...], palette: Palette, note: str = "") -> bytes:
    """A side's fold ticks as a drawing of the sheet's size, and a note that runs up beside its first fold."""
    width, height = f"{sheet.width:g}", f"{sheet.height:g}"
    lines = "".join(f'<path d="M{mark.left:.4f} {mark.top:.4f}v{mark.length:g}"/>' for mark in fold_ticks(sheet, side))
    place = f"translate({sheet.folds(side)[0] + NOTE_FROM_FOLD:.4f} {sheet.height - PADDING_FOOT:.4f}) rotate(-90)"
    words = (
        f'<text transform="{place}" font-family="Lato" font-size="{9 * MM_PER_PT:.4f}" fill="{palette.muted}">'
        f"{escape(note)}</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
        f'<g stroke="{palette.rule}" stroke-width="{TICK_WEIGHT * MM_PER_PT:.4f}">{lines}</g>'
        f"{words if note else ''}</svg>"
    ).encode()


def _boxes(marks: tuple[Mark, ...]) -> Iterator[Box]:
    """A box for each dash."""
    weight = WEIGHT * MM_PER_PT
    for mark in marks:
        dash = mark.length / (2 * mark.dashes - 1)
        for along in (2 * number * dash for number in range(mark.dashes)):
            if mark.upright:
                yield _rounded(mark.left - weight / 2, mark.top + along, weight, dash)
            else:
                yield _rounded(mark.left + along, mark.top - weight / 2, dash, weight)


def _rounded(*edges: float) -> Box:
    return Box(*(round(edge, 4) for edge in edges))
