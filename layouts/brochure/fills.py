"""How full a panel or a page is: measured by the typesetter, judged by the plan."""

from collections.abc import Mapping
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
    faults, and how far down its page the first part of each figure ends, in mm."""

    pages: tuple[PageFill, ...]
    sections: dict[str, int]
    smallest: float
    faults: tuple[Fault, ...]
    figures: dict[str, int] = field(default_factory=dict)
    ends: dict[str, float] = field(default_factory=dict)

    def white(self, filled: float) -> dict[int, PageFill]:
        """The pages by number of which less than this share is used, the last left out."""
        return {page.number: page for page in self.pages[:-1] if page.used < filled * page.room}

    def after_white(self, filled: float) -> frozenset[str]:
        """The figures that begin behind such a page."""
        white = self.white(filled)
        return frozenset(id for id, page in self.figures.items() if page - 1 in white)

    def room_if_lower(self, filled: float, lower: Mapping[str, float]) -> bool:
        """Whether pages that are too empty may become fuller where figures are lower by so many mm: one that begins
        behind such a page would end on it, or one that stands on it makes room for what follows."""
        white = self.white(filled)
        for id, less in lower.items():
            page = self.figures.get(id, 0)
            before = white.get(page - 1)
            if page in white or (before and self.ends[id] - less <= before.room - before.used):
                return True
        return False

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
