"""What slides say, part by part, as values: the same for a deck as it was made, as people left it, and as it is now.

Pure. A part is a text, a table, a figure or the notes; lengths are EMU from the slide's top left corner.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "table", "figure", "other"]
Row = tuple[str, ...]  # the cells of a row; a paragraph is a row of one
NOTES: Final = "Notes"
FIGURE, TABLE = "Figure: ", "Table: "
NEAR: Final = 4  # thousandths of a figure's size: so far programs round its shapes when they save


@dataclass(frozen=True)
class Mark:
    """One shape of a figure: its name, words, fill and line, and its box in thousandths of the figure's own.

    A colour is a name of the theme and what it stood for, 'accent1 0072b2', or the latter alone; '' is none.
    """

    name: str
    words: str
    fill: str
    line: str
    box: tuple[int, int, int, int]

    def same(self, other: "Mark") -> bool:
        """Whether nobody has changed it, whatever a program rounded or renamed in saving it."""
        near = all(abs(one - two) <= NEAR for one, two in zip(self.box, other.box, strict=True))
        colours = _alike(self.fill, other.fill) and _alike(self.line, other.line)
        return near and colours and (self.name, self.words) == (other.name, other.words)


def _alike(one: str, other: str) -> bool:
    """Two colours that share the theme's name or the colour itself."""
    return one == other or bool(set(one.split()) & set(other.split()))


@dataclass(frozen=True)
class Part:
    """One part of a slide. `role` is its name, one of a kind on its slide; `holder` the kind of its placeholder.

    `rows` are the texts, empty ones left out, `places` where each stands among all paragraphs or rows; `look` is a
    digest of how the text is set; `alt` the alternative text; a figure has a `seal`, its `marks` and their `box`.
    """

    role: str
    kind: Kind
    rows: tuple[Row, ...] = ()
    holder: str = ""
    alt: str = ""
    seal: str = ""
    look: str = ""
    marks: tuple[Mark, ...] = ()
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    places: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        return " ".join(cell for row in self.rows for cell in row)

    @property
    def shown(self) -> str:
        """Its words, those of a figure too."""
        return " ".join([*self.words.split(), *(mark.words for mark in self.marks if mark.words)])

    def drawn_like(self, other: "Part") -> bool:
        """Whether both are one figure that nobody has edited."""
        pairs = zip(self.marks, other.marks, strict=False)
        return len(self.marks) == len(other.marks) and all(one.same(two) for one, two in pairs)


@dataclass(frozen=True)
class Page:
    """One slide: its key where it has one of ours, its layout's name, its parts in their order; the notes are one."""

    key: str
    layout: str
    parts: tuple[Part, ...]
    others: int = 0  # shapes that are no part: pictures, connectors, media

    @property
    def title(self) -> str:
        return next((part.words for part in self.parts if part.holder in ("title", "ctrTitle")), "")

    @property
    def words(self) -> str:
        """All its words, notes too; the title and the names of its figures and tables weigh more."""
        named = [part.role for part in self.parts if part.kind in ("figure", "table")]
        return " ".join([self.title, *named * 3, *(part.words for part in self.parts)])
