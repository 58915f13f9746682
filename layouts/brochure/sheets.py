"""Sheets and folds: panel widths and positions, in millimetres.

Roll fold (letter fold): of a sheet W wide whose flap is d shorter, a full panel is (W + d) / 3, the flap d less.
The flap folds in first: left on the outside, right on the inside. A sheet that is read from right to left is mirrored.
"""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["a4", "letter"]
SIZES: dict[Paper, tuple[float, float]] = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
SHORTENING: dict[Paper, float | None] = {"a4": None, "letter": 25.4 / 16}  # None: the brand's own
BLEED: dict[Paper, float] = {"a4": 3.0, "letter": 25.4 / 8}  # mm of ink beyond the trim (GWG; SWOP: 1/8 inch)
SLUG: dict[Paper, float] = {"a4": 10.0, "letter": 10.16}  # mm beyond the bleed, for marks and the slug line; 0.4 inch
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

    @property
    def sides(self) -> tuple[tuple[Panel, ...], tuple[Panel, ...]]:
        """Outside and inside, as they are printed."""
        return self.outside, self.inside


def roll_fold(paper: Paper, shortening: float, direction: str = "ltr") -> Sheet:
    """A roll fold whose flap is `shortening` mm narrower than the other two panels."""
    width, height = SIZES[paper]
    full = (width + shortening) / 3
    flap = full - shortening
    outside = (("flap", flap), ("back", full), ("cover", full))
    inside = (("inside-1", full), ("inside-2", full), ("inside-3", flap))
    if direction == "rtl":
        outside, inside = (outside[2], outside[1], outside[0]), (inside[2], inside[1], inside[0])
    return Sheet(paper, width, height, _row(outside, height), _row(inside, height))


def _row(panels: tuple[tuple[str, float], ...], height: float) -> tuple[Panel, ...]:
    left, row = 0.0, []
    for id, width in panels:
        row.append(Panel(id, left, width, height))
        left += width
    return tuple(row)
