"""What a document was planned to say, unit by unit, and what its bytes show, piece by piece."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "figure", "alt", "notes", "furniture"]


@dataclass(frozen=True)
class Unit:
    """A text that a document was planned to show: a paragraph, a cell, a label of a figure, an alternative text.

    `spot` is the panel or slide that it was planned for, `page` the slide's number; 0 is any page.
    """

    text: str
    kind: Kind = "text"
    spot: str = ""
    page: int = 0
    figure: str = ""


@dataclass(frozen=True)
class Piece:
    """A text as the bytes show it, in one go: on a page or slide, counted from 1, `spots` being where it lies there.

    `letters` are folded. `drawing` numbers the drawings of a page, 0 is none. `faults` say why it cannot be seen. Where
    a page tells it: `size` in pt, `colour` as #rrggbb, and `left` and `baseline` in pt from the lower left corner.
    """

    letters: str
    page: int
    text: str = ""
    kind: Kind = "text"
    spots: frozenset[str] = frozenset()
    drawing: int = 0
    faults: tuple[str, ...] = ()
    size: float = 0.0
    colour: str = ""
    left: float = 0.0
    baseline: float = 0.0
