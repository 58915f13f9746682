"""The text of a finished slide, broken into lines where PowerPoint would break them. All lengths are points."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

from layouts.deck.inherited import BLACK, Ancestry, Theme
from layouts.deck.names import qn
from layouts.deck.preview.geometry import EMU
from layouts.deck.preview.glyphs import width

NATURAL: Final = 1.2  # of the size: the line height that the typeface asks for
DEPTH: Final = 0.213  # of the size: from the baseline to the bottom of a line
_PIECES: Final = re.compile(r" |[^ ]+?(?: |$|(?<=\w-)(?=[^\W\d]{2}))")  # a line also ends behind a hyphen
_ON: Final = ("1", "true", "on")


@dataclass(frozen=True)
class Run:
    """Words of one look; `size` is points, `colour` '#rrggbb'."""

    text: str
    size: float
    bold: bool
    colour: str

    @property
    def width(self) -> float:
        return width(self.text, self.size, self.bold)

    @property
    def look(self) -> tuple[float, bool, str]:
        return self.size, self.bold, self.colour

    def saying(self, text: str) -> "Run":
        """Other words of the same look."""
        return Run(text, *self.look)


@dataclass(frozen=True)
class Line:
    """Runs on one baseline; `left` and `top` count from the box's, `bullet` hangs `hang` before the text."""

    runs: tuple[Run, ...]
    left: float
    baseline: float
    right_to_left: bool
    bullet: Run | None = None
    hang: float = 0.0

    @property
    def width(self) -> float:
        return sum(run.width for run in self.runs)


@dataclass(frozen=True)
class Chain:
    """Where a paragraph's look is asked for, the nearest first."""

    own: Any
    styles: tuple[Any, ...]
    font: Any = None  # a:fontRef of the shape's style

    def get(self, name: str, default: str) -> str:
        return next((p.get(name) for p in self._all() if p.get(name) is not None), default)

    def find(self, *names: str) -> Any:
        """The nearest child of one of these names."""
        wanted = [qn(f"a:{name}") for name in names]
        return next((child for p in self._all() for child in p if child.tag in wanted), None)

    def run(self, properties: Any, text: str, theme: Theme, scale: float) -> Run:
        """A run in the look of its own properties, else of the paragraph's."""
        defaults = [style.find(qn("a:defRPr")) for style in self.styles]
        found = [p for p in (properties, *defaults) if p is not None]
        size = next((p.get("sz") for p in found if p.get("sz")), "1800")
        bold = next((p.get("b") for p in found if p.get("b")), "0")
        fills = (p.find(qn("a:solidFill")) for p in found)
        fill = next((f for f in fills if f is not None), None)
        styled = theme.paint(self.font) if properties is None or properties.find(qn("a:solidFill")) is None else None
        colour = styled or theme.paint(fill) or theme.colours.get("tx1", BLACK)
        return Run(text, int(size) / 100 * scale, bold in _ON, colour)

    def _all(self) -> Iterator[Any]:
        yield from (p for p in (self.own, *self.styles) if p is not None)


def set_text(
    body: Any, lineage: Ancestry, theme: Theme, room: float, *, wraps: bool = True, number: int = 0
) -> tuple[list[Line], float]:
    """The lines of a p:txBody or a:txBody in `room`, and their height; where nothing wraps they may be wider.

    `number` is the slide's, for fields that print it.
    """
    scale, tighter = _shrunk(body)
    lines: list[Line] = []
    high = 0.0
    for index, paragraph in enumerate(body.iterfind(qn("a:p"))):
        own = paragraph.find(qn("a:pPr"))
        level = int(own.get("lvl", "0")) if own is not None else 0
        chain = Chain(own, tuple(lineage.levels(level)), lineage.font)
        runs = list(_runs(paragraph, chain, theme, scale, number))
        before = _space(chain.find("spcBef"), runs[0].size if runs else 18.0) if index else 0.0
        made, high = _paragraph(chain, runs, theme, (room, wraps), high + before * tighter, tighter)
        lines += made
        high += _space(chain.find("spcAft"), runs[0].size if runs else 18.0) * tighter
    return lines, high


def _shrunk(body: Any) -> tuple[float, float]:
    """What PowerPoint noted when it made text smaller to fit: shares of the size and of the spacing."""
    fit = body.find(f"{qn('a:bodyPr')}/{qn('a:normAutofit')}")
    if fit is None:
        return 1.0, 1.0
    return int(fit.get("fontScale", "100000")) / 100_000, 1 - int(fit.get("lnSpcReduction", "0")) / 100_000


def _runs(paragraph: Any, chain: Chain, theme: Theme, scale: float, number: int) -> Iterator[Run]:
    """The runs, a break as a line feed; an empty paragraph is one empty run in its size."""
    some = False
    for child in paragraph:
        kind = etree.QName(child).localname
        text = {"br": "\n", "r": child.findtext(qn("a:t"), ""), "fld": child.findtext(qn("a:t"), "")}.get(kind)
        if kind == "fld" and child.get("type") == "slidenum" and number:
            text = str(number)
        if text:
            some = True
            yield chain.run(child.find(qn("a:rPr")), text, theme, scale)
    if not some:
        yield chain.run(paragraph.find(qn("a:endParaRPr")), "", theme, scale)


def _space(element: Any, size: float) -> float:
    """a:spcBef and its kin in points; a percentage is one of the line height."""
    for child in element if element is not None else ():
        value = int(child.get("val", "0"))
        return value / 100 if child.tag == qn("a:spcPts") else value / 100_000 * size * NATURAL
    return 0.0


def _paragraph(
    chain: Chain, runs: list[Run], theme: Theme, room: tuple[float, bool], top: float, tighter: float
) -> tuple[list[Line], float]:
    margin, indent = int(chain.get("marL", "0")) / EMU, int(chain.get("indent", "0")) / EMU
    leftwards = chain.get("rtl", "0") in _ON
    bullet = _bullet(chain, runs[0], theme)
    first = 0.0 if bullet else indent
    inner = room[0] - margin if room[1] else math.inf
    lines = []
    for index, row in enumerate(_broken(runs, inner, first)):
        size = max((run.size for run in row), default=runs[0].size)
        spacing = chain.find("lnSpc")
        top += (_space(spacing, size) if spacing is not None else size * NATURAL) * tighter
        wide = sum(run.width for run in row)
        shift = _shift(chain.get("algn", "l"), leftwards, room[0], wide, margin + (0 if index else first))
        hung = replace(bullet, size=size) if bullet and not index else None
        lines.append(Line(tuple(row), shift, top - DEPTH * size, leftwards, hung, -indent))
    return lines, top


def _bullet(chain: Chain, run: Run, theme: Theme) -> Run | None:
    found = chain.find("buNone", "buChar", "buAutoNum")
    if found is None or found.tag != qn("a:buChar") or not run.text:
        return None
    return Run(found.get("char", "•"), run.size, False, theme.paint(chain.find("buClr")) or run.colour)


def _shift(align: str, leftwards: bool, room: float, wide: float, margin: float) -> float:
    """From the left of the box to the line's left."""
    if align == "ctr":
        return (room - wide + (-margin if leftwards else margin)) / 2
    if align == "r":
        return room - wide - (margin if leftwards else 0)
    return 0 if leftwards else margin


def _broken(runs: list[Run], room: float, first: float) -> Iterator[list[Run]]:
    """Rows of runs: full rows of words, and a new one after each break."""
    row: list[Run] = []
    used = first
    for word in _words(runs):
        fits = used + word.width - _blank(word) <= room + 0.05
        if word.text == "\n" or (row and not fits):
            yield _closed(row)
            row, used = [], 0.0
        if word.text != "\n":
            row.append(word)
            used += word.width
    yield _closed(row)


def _words(runs: Iterable[Run]) -> Iterator[Run]:
    """Words with the blank behind them; what stands together over two runs is kept together as far as one blank."""
    for run in runs:
        for index, part in enumerate(run.text.replace("\v", "\n").split("\n")):
            if index:
                yield run.saying("\n")
            yield from map(run.saying, _PIECES.findall(part))


def _blank(word: Run) -> float:
    return width(" ", word.size, word.bold) if word.text.endswith(" ") else 0.0


def _closed(row: list[Run]) -> list[Run]:
    """The row with words of one look joined, and without the blank at its end."""
    joined: list[Run] = []
    for word in row:
        if joined and joined[-1].look == word.look:
            joined[-1] = word.saying(joined[-1].text + word.text)
        else:
            joined.append(word)
    if joined:
        joined[-1] = joined[-1].saying(joined[-1].text.rstrip(" "))
    return joined


Anchor = Callable[[float, float], float]
ANCHORS: Final[dict[str, Anchor]] = {  # from the top of a box to its text, of the room and of the text's height
    "t": lambda room, high: 0.0,
    "ctr": lambda room, high: (room - high) / 2,
    "b": lambda room, high: room - high,
}
