"""The values a deck is planned in: slides, points, columns, and what does not fit."""

from dataclasses import dataclass, field
from typing import Literal

from layouts.blocks import Grid, Sign
from layouts.language import Direction
from layouts.wording import Line

Role = Literal["title", "section", "text", "comparison", "figure", "table", "closing"]
SMALL = 14.0  # pt: references, data
DISCLOSURES = (18.0, 17.0, 16.0, 15.0, 14.0)  # pt


@dataclass(frozen=True)
class Point:
    """One paragraph of a slide's body."""

    line: Line
    bulleted: bool = True
    direction: Direction | None = None  # where it is not the deck's: works are told in their own language


@dataclass(frozen=True)
class Column:
    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class SlidePlan:
    """One slide: its title and one of body, columns, grid or figure; `source` stands under it, `notes` behind it."""

    id: str
    part: str
    role: Role
    title: str
    body: tuple[Point, ...] = ()
    columns: tuple[Column, ...] = ()
    grid: Grid | None = None
    figure: str | None = None
    figure_part: int = 1  # of a figure that one slide does not hold
    source: str = ""
    notes: tuple[str, ...] = ()
    subtitle: str = ""
    details: tuple[str, ...] = ()
    sign: Sign | None = None
    sizes: tuple[float, ...] = ()  # pt, the largest that fits is taken; () leaves it to the slide layout
    spread: bool = False  # its body runs through two columns over the whole slide: lists in small type
    shorter: "SlidePlan | None" = None  # the same in the section's short wording
    unplaced: tuple[str, ...] = ()  # text of the section that this slide layout has no place for


@dataclass(frozen=True)
class DeckText:
    """Everything on the slides, ready to be written."""

    title: str
    subject: str
    author: str
    language: str
    footer: str
    slides: tuple[SlidePlan, ...] = field(default=())

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slide.figure for slide in self.slides if slide.figure))


@dataclass(frozen=True)
class Room:
    """A box for text. Lengths are points; of `sizes` the largest that fits is taken, the last is the floor.

    `spacing` is the share of the typeface's own line from baseline to baseline, `gap` stands between paragraphs, which
    at the floor draw together to `tight` first; `hang` stands between a bullet and its text. `most` lines may stand in
    it, 0: as many as it holds. Text runs `across` columns.
    """

    width: float
    height: float
    sizes: tuple[float, ...]
    spacing: float = 1.0
    gap: float = 0.0
    tight: float = 0.0
    hang: float = 0.0
    most: int = 0
    bold: bool = False
    across: int = 1


@dataclass(frozen=True)
class Measured:
    """Text in its box: the height that it takes and has, in points, at the size taken, where it needs the most lines.

    `face` is the typeface that needs them, `gap` the space between paragraphs; `over` is what the box does not hold.
    """

    box: str
    used: float
    room: float
    size: float
    lines: int
    face: str
    over: float = 0.0
    gap: float = 0.0


@dataclass(frozen=True)
class Fitted:
    """A slide as it is written: its plan, what was measured, and whether it is a part of a longer one.

    `columns` are the widths of a table in points, `rows` the heights that its rows have in our own typeface.
    """

    plan: SlidePlan
    measured: tuple[Measured, ...] = ()
    short: bool = False
    part: int = 1
    parts: int = 1
    columns: tuple[float, ...] = ()
    rows: tuple[float, ...] = ()

    def box(self, name: str) -> Measured:
        """How a box's text is written."""
        return next(measured for measured in self.measured if measured.box == name)

    @property
    def overflows(self) -> tuple["Overflow", ...]:
        return tuple(Overflow(self.plan.id, self.plan.title, m.box, m.over) for m in self.measured if m.over > 0)


@dataclass(frozen=True)
class Overflow:
    """Text that its box on a slide does not hold: by how many points."""

    slide: str
    title: str
    box: str
    over: float
