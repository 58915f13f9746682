"""Whether text on a slide can be seen: on the slide, not hidden, not covered, not in the colour of what it lies on.

Lengths are points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from lxml import etree

from layouts.checks.completeness.seen import FAINTEST, OPAQUE, ROUNDING
from layouts.checks.deck_backing import drawn
from layouts.checks.deck_file import A, P
from layouts.checks.deck_slides import EMU, Shape, Slide
from layouts.checks.deck_slides import Box as Frame_
from layouts.deck.inherited import Ancestry, Theme
from layouts.deck.preview.geometry import Box, Frame
from layouts.deck.preview.paragraphs import set_text
from layouts.figures.colours import contrast

SLACK = 1.0  # pt beyond the slide: what nobody sees
COVERED = 0.1  # of a line of text
FILLING = ("rect", "roundRect", "ellipse", "pic")  # outlines that are known, and no line
OFF = ("0", "false")
INSET = {"lIns": "91440", "rIns": "91440", "tIns": "45720", "bIns": "45720"}  # EMU, where none is given (20.1.10.2)


@dataclass(frozen=True, eq=False)
class Thing:
    """Something painted on a slide: where, of what outline ('' is a free one), in what colour, how opaque."""

    element: Any
    box: Box
    outline: str
    colour: str | None
    opaque: bool

    def holds(self, x: float, y: float) -> bool:
        """Whether it may have a point in it; of a free outline its box counts."""
        box = self.box
        if not (box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height):
            return False
        if self.outline != "ellipse" or not box.width or not box.height:
            return True
        across, down = (x - box.x) / box.width - 0.5, (y - box.y) / box.height - 0.5
        return across * across + down * down <= 0.25


@dataclass(frozen=True, eq=False)
class Stage:
    """A slide as its texts are looked for; `smallest` is the least size of type."""

    slide: Slide
    frame: Frame_
    smallest: float

    @property
    def theme(self) -> Theme:
        return self.slide.backing.theme

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """What master, layout and slide paint, in order."""
        return (*self._still, *(thing for things in self._own for thing in things))

    @cached_property
    def _still(self) -> tuple[Thing, ...]:
        backing = self.slide.backing
        under = [root for root in (backing.master, backing.layout) if self._lets_through(root)]
        still = (one for root in under for one in drawn(root) if one.find(f"*/{P}nvPr/{P}ph") is None)
        return tuple(thing for element in still for thing in self._things(element, Frame()))

    @cached_property
    def _own(self) -> tuple[tuple[Thing, ...], ...]:
        """What each shape of the slide paints."""
        return tuple(tuple(self._things(shape.element, Frame())) for shape in self.slide.shapes)

    @cached_property
    def _orders(self) -> dict[int, int]:
        """The place of each thing in the order of painting, and of a shape that is none what comes before it, by
        element: things and slide keep these alive."""
        ends = accumulate(map(len, self._own), initial=len(self._still))
        behind = {id(shape.element): end for shape, end in zip(self.slide.shapes, ends, strict=False)}
        before = {element: end - 1 for element, end in behind.items()}
        return before | {id(thing.element): at for at, thing in enumerate(self.things)}

    def _lets_through(self, root: Any) -> bool:
        shown = self.slide.root.get("showMasterSp") not in OFF
        return shown and (root is self.slide.backing.layout or self.slide.backing.layout.get("showMasterSp") not in OFF)

    def _things(self, element: Any, frame: Frame) -> Iterator[Thing]:
        if _hidden(element):
            return
        kind = etree.QName(element).localname
        if kind == "grpSp":
            inner = frame.inside(element.find(f"{P}grpSpPr/{A}xfrm"))
            for child in element.iterchildren(f"{P}sp", f"{P}pic", f"{P}grpSp"):
                yield from self._things(child, inner)
        elif kind in ("sp", "pic") and (place := element.find(f"{P}spPr/{A}xfrm")) is not None:
            fill = element.find(f"{P}spPr/{A}solidFill")
            shape = element.find(f"{P}spPr/{A}prstGeom")
            outline = "pic" if kind == "pic" else "" if shape is None else shape.get("prst", "")
            yield Thing(element, frame.box(place), outline, self.theme.paint(fill), kind == "pic" or _opaque(fill))

    @cached_property
    def page(self) -> str:
        """The colour of the page: the slide's, its layout's or its master's background (19.3.1.1)."""
        for root in (self.slide.root, self.slide.backing.layout, self.slide.backing.master):
            page = root.find(f"{P}cSld/{P}bg")
            if page is not None:
                found = (self.theme.paint(page.find(path)) for path in (f"{P}bgPr/{A}solidFill", f"{P}bgRef"))
                return next(filter(None, found), self.theme.colours.get("bg1", "#ffffff"))
        return self.theme.colours.get("bg1", "#ffffff")

    def faults(self, shape: Shape, holder: Any, body: Any) -> tuple[str, ...]:
        """Why the text of a shape, of one in a group, or of a cell cannot be seen."""
        return tuple(dict.fromkeys(self._faults(shape, holder, body)))

    def _faults(self, shape: Shape, holder: Any, body: Any) -> Iterator[str]:
        if self.slide.root.get("show") in OFF:
            yield "its slide is hidden"
        if _hidden(shape.element) or (holder is not shape.element and _hidden(holder)):
            yield "it is hidden"
        box = self._box(shape, holder)
        if box is None:
            return
        wide, high = self.frame.right / EMU, self.frame.bottom / EMU
        if min(box.x, box.y, wide - box.x - box.width, high - box.y - box.height) < -SLACK:
            yield "it lies off the slide"
        grounds = self._grounds(shape, holder, box)
        for size, colour in self._looks(shape, holder, body):
            if size is not None and size < self.smallest - ROUNDING:
                yield f"it is set in {size:g} pt, and the least is {self.smallest:g}"
            if all(contrast(colour, ground) < FAINTEST for ground in grounds):
                yield "it has the colour of what it lies on"
        if self._covered(shape, holder, body, box):
            yield "something covers it"

    def _box(self, shape: Shape, holder: Any) -> Box | None:
        """Where a text stands: of one in a group its own box, of a cell its table's."""
        if shape.kind == "grpSp":
            return next((thing.box for thing in self.things if thing.element is holder), None)
        box = shape.box
        if box is None:
            return None
        left, top, right, bottom = (edge / EMU for edge in (box.left, box.top, box.right, box.bottom))
        return Box(left, top, right - left, bottom - top)

    def _looks(self, shape: Shape, holder: Any, body: Any) -> Iterator[tuple[float | None, str]]:
        """Size and colour of each run."""
        grouped = shape.kind == "grpSp"
        for paragraph in body.iterchildren(f"{A}p"):
            own = paragraph.find(f"{A}pPr")
            level = 0 if own is None else int(own.get("lvl", "0"))
            styles = () if grouped else (style.find(f"{A}defRPr") for style in shape.ancestry.levels(level))
            chain = [style for style in styles if style is not None]
            for run in paragraph.iterchildren(f"{A}r", f"{A}fld"):
                if "".join(part.text or "" for part in run.iterfind(f"{A}t")).strip():
                    yield self._look([one for one in (run.find(f"{A}rPr"), *chain) if one is not None])

    def _look(self, chain: list[Any]) -> tuple[float | None, str]:
        size = next((int(one.get("sz")) / 100 for one in chain if (one.get("sz") or "").isdecimal()), None)
        fills = (one.find(f"{A}solidFill") for one in chain)
        colour = self.theme.paint(next((fill for fill in fills if fill is not None), None))
        return size, colour or self.theme.colours.get("tx1", "#000000")

    def _grounds(self, shape: Shape, holder: Any, box: Box) -> list[str]:
        """The colours that a text may lie on: under free outlines it may be theirs, or that below them."""
        cell = self.theme.paint(holder.find(f"{A}tcPr/{A}solidFill")) if holder.tag == f"{A}tc" else None
        if cell:
            return [cell]
        found, x, y = [self.page], box.x + box.width / 2, box.y + box.height / 2
        for thing in self.things[: self._order(shape, holder) + 1]:
            if thing.colour and thing.holds(x, y):
                found = [thing.colour] if thing.outline in FILLING and thing.opaque else [*found, thing.colour]
            elif thing.outline == "pic" and thing.holds(x, y):
                return []  # what a picture shows is not known
        return found

    def _order(self, shape: Shape, holder: Any) -> int:
        return self._orders.get(id(holder), self._orders[id(shape.element)])

    def _covered(self, shape: Shape, holder: Any, body: Any, box: Box) -> bool:
        """Whether a filled shape or a picture that is painted later lies on a line of the text."""
        order = self._order(shape, holder)
        fills = (thing for thing in self.things[order + 1 :] if thing.opaque and thing.outline in FILLING)
        later = [thing for thing in fills if _overlap(thing.box, box) > 0]
        if not later:
            return False
        lines = [box] if shape.kind == "grpSp" else list(self._lines(shape, holder, body, box))
        return any(_overlap(thing.box, line) > COVERED * line.width * line.height for thing in later for line in lines)

    def _lines(self, shape: Shape, holder: Any, body: Any, box: Box) -> Iterator[Box]:
        """The lines of a text about where they are shown; of a cell its table counts."""
        if holder.tag == f"{A}tc":
            yield box
            return
        lineage: Ancestry = shape.ancestry
        left, right, top, bottom = (int(lineage.frame(name, value)) / EMU for name, value in INSET.items())
        lines, high = set_text(body, lineage, self.theme, box.width - left - right)
        free = box.height - top - bottom - high
        down = {"ctr": free / 2, "b": free}.get(lineage.frame("anchor", "t"), 0.0)
        for line in lines:
            size = max((run.size for run in line.runs), default=0.0)
            foot = box.y + top + down + line.baseline
            yield Box(box.x + left + line.left, foot - 0.7 * size, line.width, 0.7 * size)


def _overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(across, 0.0) * max(down, 0.0)


def _hidden(element: Any) -> bool:
    own = element.find(f"*/{P}cNvPr")
    return own is not None and own.get("hidden") in ("1", "true")


def _opaque(fill: Any) -> bool:
    """Whether nothing shines through a fill."""
    if fill is None:
        return False
    return all(int(one.get("val", "100000").rstrip("%")) >= OPAQUE * 100_000 for one in fill.iter(f"{A}alpha"))
