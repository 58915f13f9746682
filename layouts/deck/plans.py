"""The values a deck is planned in: slides, points, columns, and what does not fit."""

from dataclasses import dataclass, field
from typing import Literal

from layouts.blocks import Grid
from layouts.wording import Line

Role = Literal["title", "section", "text", "comparison", "figure", "table", "closing"]
SMALL = 14.0  # pt: references, data
DISCLOSURES = (18.0, 17.0, 16.0, 15.0, 14.0)  # pt
WIDE = 760.0  # pt, the text area of the text layout
HIGH = 328.0  # pt, likewise
ROWS = 11  # of a data table at 14 pt


@dataclass(frozen=True)
class Point:
    """One paragraph of a slide's body."""

    line: Line
    bulleted: bool = True


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
    sizes: tuple[float, ...] = ()  # pt, the largest that fits is taken; () leaves it to the slide layout
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
class Overflow:
    """Text that its box on a slide does not hold: by how many points."""

    slide: str
    title: str
    box: str
    over: float
