"""How wide the columns of a table are and how high its rows, measured in each typeface that it may be shown in.

All lengths are points.
"""

from functools import lru_cache
from typing import Final

from layouts.blocks import Grid
from layouts.deck.fit import measuring as fit
from layouts.deck.fit.faces import FACES, OWN, Face
from layouts.deck.fit.measuring import Piece
from layouts.deck.plans import Measured, Room
from layouts.memories import forgetful
from layouts.wording import Line, Run

SIDE: Final = 8.0  # between a column's edge and its text, on both sides
PADDING: Final = 4.0  # above and below the text of a cell
SPACING: Final = 1.26  # of the size, from baseline to baseline: exact, for a percentage is read differently in tables
LABELS: Final = 0.2  # of the width, for what the rows of two arms are called
EVEN: Final = 0.75  # a column of twice the text gets less than twice the width: it breaks its lines more easily
ROOMY: Final = 1.2  # times the width that a column asks for, before the others get the rest

Cells = tuple[Line, ...]


def cells(grid: Grid) -> tuple[Cells, ...]:
    """All rows, the head first."""
    return (tuple(Line((Run(column, True),)) for column in grid.columns), *grid.rows)


@forgetful
@lru_cache(maxsize=1_000)
def column_widths(grid: Grid, room: float, size: float) -> tuple[float, ...]:
    """Two arms get equal columns. Else no column is narrower than its longest word, and what long texts ask for beyond
    that is shared out; where all fit on one line each, they get their own width and an equal share of the rest.
    """
    if grid.arms:
        first = max(room * LABELS, _least(grid, 0, size))
        return first, (room - first) / 2, (room - first) / 2
    numbers = range(len(grid.columns))
    wanted = [max(_asked(row, i, size) for row in _texts(grid)) for i in numbers]
    least = [_least(grid, i, size) for i in numbers]
    if sum(wanted) <= room:
        return tuple(wide * room / sum(wanted) for wide in wanted)
    asking = [max(0.0, more - less) ** EVEN for more, less in zip(wanted, least, strict=True)]
    rest = max(0.0, room - sum(least))
    return tuple(less + rest * share / sum(asking) for less, share in zip(least, asking, strict=True))


def _texts(grid: Grid) -> list[tuple[Cells, bool]]:
    return [(row, i == 0) for i, row in enumerate(cells(grid))]


def _asked(row: tuple[Cells, bool], i: int, size: float) -> float:
    texts, head = row
    return max(fit.width(texts[i], size, face, head or i == 0) for face in FACES) / fit.SAFETY + 2 * SIDE


def _least(grid: Grid, i: int, size: float) -> float:
    words = (fit.widest_word(row[i], size, face, head or i == 0) for row, head in _texts(grid) for face in FACES)
    return max(words) / fit.SAFETY + 2 * SIDE


def row_pieces(grid: Grid, widths: tuple[float, ...], size: float) -> tuple[Piece, ...]:
    """Each row, the head first, in the typeface that makes it highest."""
    lines = map(max, zip(*_by_face(grid, widths, size), strict=True))
    return tuple(Piece(_height(counted, size), counted) for counted in lines)


@forgetful
@lru_cache(maxsize=1_000)
def _by_face(grid: Grid, widths: tuple[float, ...], size: float) -> tuple[tuple[int, ...], ...]:
    """The lines of each row, in each typeface."""
    return tuple(tuple(_lines(row, widths, size, head, face) for row, head in _texts(grid)) for face in FACES)


@forgetful
@lru_cache(maxsize=1_000)
def own_heights(grid: Grid, widths: tuple[float, ...], size: float) -> tuple[float, ...]:
    """The rows in our own typeface: what they are written with, without a reserve. Rows grow by themselves where a cell
    needs more."""
    wider = tuple(wide + (wide - 2 * SIDE) * (1 / fit.SAFETY - 1) for wide in widths)
    return tuple(_height(_lines(row, wider, size, head, OWN), size) for row, head in _texts(grid))


def _height(lines: int, size: float) -> float:
    return lines * round(size * SPACING, 1) + 2 * PADDING


def _lines(row: Cells, widths: tuple[float, ...], size: float, head: bool, face: Face) -> int:
    return max(
        fit.count_lines(cell, wide - 2 * SIDE, size, face, head or i == 0)
        for i, (cell, wide) in enumerate(zip(row, widths, strict=True))
    )


def measure_grid(grid: Grid, widths: tuple[float, ...], room: Room, size: float) -> Measured:
    """A table at a size, with the typeface that makes its rows highest."""
    rows = row_pieces(grid, widths, size)
    used = sum(row.height for row in rows)
    counted = dict(zip(FACES, map(sum, _by_face(grid, widths, size)), strict=True))
    worst = max(FACES, key=lambda face: counted[face])
    over = used - room.height if used > room.height + fit.TOLERANCE else 0.0
    return Measured("table", used, room.height, size, sum(row.lines for row in rows), worst, over)
