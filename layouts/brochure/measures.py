"""A folded sheet in words: sizes, widths, folds and what lies where, as proof readers and printers need them."""

from collections.abc import Iterable
from dataclasses import dataclass

from layouts.brochure.reading import FOLDED
from layouts.brochure.sheets import Panel, Sheet
from layouts.language import Language

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Measures:
    """A sheet, told in a language: in millimetres, on US paper in inches."""

    sheet: Sheet
    language: Language

    def length(self, millimetres: float) -> str:
        word, number = self.language.word, self.language.number
        if self.sheet.paper != "letter":
            return word("press.mm", mm=number(round(millimetres, 2)))
        inches = number(round(millimetres / MM_PER_INCH, 4), exact=True)
        return word("press.inches", mm=number(round(millimetres, 1)), inches=inches)

    def size(self, width: float, height: float) -> str:
        return self.language.word("press.size", width=self.length(width), height=self.length(height))

    def lengths(self, millimetres: Iterable[float]) -> str:
        return self.listed(self.length(length) for length in millimetres)

    def listed(self, things: Iterable[str]) -> str:
        return self.language.word("press.joint").join(things)

    def name(self, panel: str) -> str:
        return self.language.word(f"press.{panel}")

    def panels(self, side: tuple[Panel, ...]) -> str:
        """The panels of a side with their widths, from left to right."""
        word = self.language.word
        told = (word("press.panel", name=self.name(p.id), width=self.length(p.width)) for p in side)
        return word("press.panel-joint").join(told)

    @property
    def folded(self) -> tuple[float, float]:
        """The size of the folded sheet: as wide as its cover."""
        (cover,) = (panel for panel in self.sheet.outside if panel.id == "cover")
        return cover.width, cover.height


def order(panel: str) -> int:
    """Where a panel stands in the order of reading, from 1."""
    return FOLDED.index(panel) + 1


def seen(sheet: Sheet) -> dict[str, tuple[Panel, ...]]:
    """What readers see, from left to right, as they unfold a sheet: its front, its back, opened once, opened fully.

    Opened once, the flap lies over the panels that are still covered.
    """
    of = {panel.id: panel for side in sheet.sides for panel in side}
    spread = (of["inside-1"], of["flap"])
    once = spread if sheet.inside[0].id == "inside-1" else spread[::-1]
    return {"front": (of["cover"],), "back": (of["back"],), "once": once, "fully": sheet.inside}
