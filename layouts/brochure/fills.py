"""How full a panel or a page is: measured by the typesetter, judged by the plan."""

from dataclasses import dataclass, field
from math import ceil
from typing import Final

NOISE: Final = 0.01  # mm: less is how the typesetter's numbers round, and nobody sees it


@dataclass(frozen=True)
class Fill:
    """How full a panel is: the height of its text and the height it has, in mm."""

    panel: str
    used: float
    room: float
    words: int

    @property
    def over(self) -> float:
        """Millimetres too many, in whole tenths; 0 when the panel holds its text."""
        over = self.used - self.room
        return ceil((over - NOISE) * 10) / 10 if over > NOISE else 0.0

    @property
    def words_to_cut(self) -> int:
        """About how many words stand on the millimetres too many."""
        return ceil(self.over * self.words / self.used) if self.over else 0


@dataclass(frozen=True)
class PageFill:
    """How far down a page its text goes, and how far it may, in mm; pages count from 1."""

    number: int
    used: float
    room: float


@dataclass(frozen=True)
class Fault:
    """Something that a page does not hold, or holds alone, and the section that it is in, if any."""

    page: int
    message: str
    fix: str
    section: str = ""


@dataclass(frozen=True)
class Laid:
    """Pages as they were laid out: how full, where each section and each figure begins, the smallest type in points,
    and faults."""

    pages: tuple[PageFill, ...]
    sections: dict[str, int]
    smallest: float
    faults: tuple[Fault, ...]
    figures: dict[str, int] = field(default_factory=dict)

    def after_white(self, filled: float) -> frozenset[str]:
        """The figures that begin behind a page of which less than this share is used."""
        white = {page.number + 1 for page in self.pages if page.used < filled * page.room}
        return frozenset(id for id, page in self.figures.items() if page in white)

    @property
    def emptiest(self) -> float:
        """How much of the emptiest page is used, the last left out: 1 is all of it."""
        return min((page.used / page.room for page in self.pages[:-1]), default=1.0)

    @property
    def last(self) -> float:
        """How much of the last page is used."""
        return self.pages[-1].used / self.pages[-1].room

    @property
    def rank(self) -> tuple[int, int, float]:
        """The lower the better: faults, pages, white."""
        return len(self.faults), len(self.pages), self.emptiness

    @property
    def emptiness(self) -> float:
        """How much white stands under the text of pages, the last left out: large holes count for more than small."""
        return sum((1 - page.used / page.room) ** 2 for page in self.pages[:-1])
