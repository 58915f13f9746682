"""Sheets and folds: panel widths and positions, in millimetres.

Roll fold (letter fold): of a sheet W wide whose flap is d shorter, a full panel is (W + d) / 3, the flap d less.
The flap folds in first: left on the outside, right on the inside.
"""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["a4", "letter"]
SIZES: dict[Paper, tuple[float, float]] = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
SHORTENING: dict[Paper, float | None] = {"a4": None, "letter": 25.4 / 16}  # None: the brand's own
PADDING_SIDE = 9.5  # mm; text keeps 3 mm from folds and 6.35 mm from trim
PADDING_TOP = 10.0
PADDING_FOOT = 9.0


@dataclass(frozen=True)
class Panel:
    """One panel's box on its side of the sheet, in mm from the left trim."""

    id: str
    left: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """A tri-fold: the paper in mm and its panels, outside and inside, from left to right."""

    paper: Paper
    width: float
    height: float
    outside: tuple[Panel, ...]
    inside: tuple[Panel, ...]

    def folds(self, side: tuple[Panel, ...]) -> tuple[float, float]:
        """Where a side is folded, in mm from its left trim."""
        return side[1].left, side[2].left


def roll_fold(paper: Paper, shortening: float) -> Sheet:
    """A roll fold whose flap is `shortening` mm narrower than the other two panels."""
    width, height = SIZES[paper]
    full = (width + shortening) / 3
    flap = full - shortening
    outside = _row((("flap", flap), ("back", full), ("cover", full)), height)
    inside = _row((("inside-1", full), ("inside-2", full), ("inside-3", flap)), height)
    return Sheet(paper, width, height, outside, inside)


def _row(panels: tuple[tuple[str, float], ...], height: float) -> tuple[Panel, ...]:
    left, row = 0.0, []
    for id, width in panels:
        row.append(Panel(id, left, width, height))
        left += width
    return tuple(row)
