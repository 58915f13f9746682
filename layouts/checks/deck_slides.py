"""The slides of a deck as rules look at them: shapes in their order, where they lie, what they say and how it is set.

Lengths are EMU, 12 700 to the point. What a shape does not say itself its slide layout, master and theme say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from lxml import etree

from layouts.checks.deck_backing import Backing, ancestry_of, drawn, holder_of, read_backing, whole
from layouts.checks.deck_file import A, DeckFile, P
from layouts.deck.inherited import Ancestry

EMU: Final = 12_700  # to the point
FIGURE, DATA = "Figure: ", "Table: data-"  # how the deck names the groups of its figures and the tables of their data
TITLES: Final = ("title", "ctrTitle")
FURNITURE: Final = ("ftr", "sldNum", "dt", "hdr")


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in EMU from its top left corner."""

    left: int
    top: int
    right: int
    bottom: int

    def shared(self, other: "Box") -> tuple[int, int]:
        """How far two boxes lie over each other, across and down; below nothing where they are apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.bottom, other.bottom) - max(self.top, other.top)

    def holds(self, other: "Box", slack: int = EMU) -> bool:
        """Whether another box lies in this one, but for `slack`."""
        left, top = self.left - slack, self.top - slack
        return left <= other.left and top <= other.top and self._ends(other, slack)

    def _ends(self, other: "Box", slack: int) -> bool:
        return other.right <= self.right + slack and other.bottom <= self.bottom + slack


@dataclass(frozen=True, eq=False)
class Shape:
    """A shape that stands on a slide itself, not in a group. `holder` is the kind of placeholder, or nothing."""

    element: Any
    name: str
    holder: str
    box: Box | None
    ancestry: Ancestry

    @property
    def kind(self) -> str:
        return str(etree.QName(self.element).localname)

    @property
    def figure(self) -> str:
        """The id of the figure that it is, or nothing."""
        return self.name.removeprefix(FIGURE) if self.name.startswith(FIGURE) else ""

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """Its own text, cell by cell of a table; nothing of what is grouped in it."""
        if self.kind == "grpSp":
            return ()
        return tuple(map(words_of, self.element.iter(f"{A}p")))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.paragraphs).split())


@dataclass(frozen=True, eq=False)
class Slide:
    """A slide with what it takes from others; `notes` are the paragraphs behind it, None where it has none."""

    number: int
    root: Any
    backing: Backing
    shapes: tuple[Shape, ...]
    notes: Any

    @cached_property
    def title(self) -> Shape | None:
        return next((shape for shape in self.shapes if shape.holder in TITLES), None)

    @property
    def heading(self) -> str:
        return self.title.text if self.title else ""

    @property
    def shown(self) -> str:
        """What a message calls it."""
        return f"slide {self.number} ('{self.heading[:60]}')" if self.heading else f"slide {self.number}"

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The paragraphs of its notes."""
        if self.notes is None:
            return ()
        holders = (s for s in self.notes.iter(f"{P}sp") if (h := holder_of(s)) is not None and h.get("type") == "body")
        return tuple(words_of(paragraph) for shape in holders for paragraph in shape.iter(f"{A}p"))


@dataclass(frozen=True)
class Show:
    """All slides of a file and the size of one, in EMU; `properties` are its core properties by name."""

    slides: tuple[Slide, ...]
    frame: Box
    properties: Mapping[str, str]
    sections: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...]


def read_show(file: DeckFile) -> Show:
    """The slides of a deck in their order. What is missing in the package is left out: PPT-02 tells it."""
    root = file.roots[file.presentation]
    size = root.find(f"{P}sldSz")
    wide, high = (whole(size.get(side)) for side in ("cx", "cy")) if size is not None else (0, 0)
    slides = tuple(_slides(file))
    core = next((file.roots.get(name) for name in _core(file)), None)
    properties = {} if core is None else {etree.QName(one).localname: one.text or "" for one in core}
    sections = tuple(
        tuple(one.get("id", "") for one in section.iter("{*}sldId")) for section in root.iter("{*}section")
    )
    ids = tuple(entry.get("id", "") for entry in root.iterfind(f"{P}sldIdLst/{P}sldId"))
    return Show(slides, Box(0, 0, wide, high), properties, sections, ids)


def _slides(file: DeckFile) -> Iterator[Slide]:
    backings: dict[str, Backing | None] = {}
    for number, name in enumerate(file.slides, 1):
        layout = next(file.related(name, "slideLayout"), "")
        if layout not in backings:
            backings[layout] = read_backing(file, layout)
        if (backing := backings[layout]) is not None:
            yield _slide(number, file.roots[name], file.roots.get(next(file.related(name, "notesSlide"), "")), backing)


def _core(file: DeckFile) -> Iterator[str]:
    return (one.target for one in file.relationships.get("", ()) if one.kind.endswith("/core-properties"))


def _slide(number: int, root: Any, notes: Any, backing: Backing) -> Slide:
    shapes = tuple(_shape(element, backing) for element in drawn(root))
    return Slide(number, root, backing, shapes, notes)


def _shape(element: Any, backing: Backing) -> Shape:
    ancestry = ancestry_of(element, backing)
    name = next((str(one.get("name", "")) for one in element.iterfind(f"*/{P}cNvPr")), "")
    return Shape(element, name, ancestry.kind or "", _box(element, ancestry), ancestry)


def _box(element: Any, ancestry: Ancestry) -> Box | None:
    """Where a shape lies; a table is as high as its rows together."""
    kind = etree.QName(element).localname
    if kind == "grpSp":
        place = element.find(f"{P}grpSpPr/{A}xfrm")
    elif kind == "graphicFrame":
        place = element.find(f"{P}xfrm")
    else:
        place = ancestry.place()
    box = box_of(place)
    rows = [whole(row.get("h")) for row in element.iter(f"{A}tr")] if kind == "graphicFrame" else []
    return Box(box.left, box.top, box.right, max(box.bottom, box.top + sum(rows))) if box and rows else box


def box_of(place: Any) -> Box | None:
    """The box of an a:xfrm or p:xfrm; None where it has none, or no whole numbers."""
    off, ext = (None, None) if place is None else (place.find(f"{A}off"), place.find(f"{A}ext"))
    if off is None or ext is None:
        return None
    try:
        x, y = int(off.get("x")), int(off.get("y"))
        return Box(x, y, x + int(ext.get("cx")), y + int(ext.get("cy")))
    except (TypeError, ValueError):
        return None


def words_of(paragraph: Any) -> str:
    """The characters of a paragraph; a break is a space."""
    parts = paragraph.iter(f"{A}t", f"{A}br")
    return "".join((part.text or "") if part.tag == f"{A}t" else " " for part in parts)
