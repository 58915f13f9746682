"""The canvas a figure is drawn on: millimetres from the top left corner, mirrored as a whole from right to left."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform

from layouts.figures import typeface
from layouts.figures.specs import Anatomy, Direction, DoesNotFit, Slot
from layouts.figures.typeface import Type
from layouts.memories import forgetful
from layouts.palette import Palette

DPI = 300  # of the PNG
DOTS = 3.5  # from dot to dot, in their width: closer ones look like a line from where a page is read
HEAD_INDENT, HEAD_GAP = 1.4, 0.45  # ems of the body type: past the mark of a heading, and below the heading
Align = Literal["start", "middle", "end"]
Words = tuple[Sequence[str], Type, float]  # lines in one type, and the gap in mm above them

_SIDES: dict[Direction, dict[Align, Literal["left", "center", "right"]]] = {
    "ltr": {"start": "left", "middle": "center", "end": "right"},
    "rtl": {"start": "right", "middle": "center", "end": "left"},
}


@dataclass(frozen=True)
class Canvas:
    """One sheet of a slot's size and the type size `pt` of its body text. All lengths in mm, strokes in points.

    `breaking` allows words that are wider than their room to go on in the next line: the last resort of all.
    """

    drawing: Drawing
    slot: Slot
    palette: Palette
    anatomy: Anatomy
    pt: float
    breaking: bool = False

    @property
    def width(self) -> float:
        return self.slot.width_mm

    @property
    def height(self) -> float:
        return self.slot.height_mm

    @property
    def whole_height(self) -> float:
        """The height in mm that the parts of a divided figure were arranged for; this one may be cut lower."""
        return (self.anatomy.arranged_for or self.slot).height_mm

    @cached_property
    def em(self) -> float:
        """The body type size in mm: the unit of white space."""
        return self.pt * typeface.MM_PER_PT

    @cached_property
    def transform(self) -> Transform:
        """From millimetres of the canvas to pixels.

        From right to left all is mirrored, axes of numbers too: a bar begins where its label and every line of text
        begin, as icons fill and a timeline runs. Countries differ here (IBM, Globalization guideline H4: charts may
        have either orientation); this is what Google Charts does by default ("RTL bar chart"). The numbers stand at
        every axis and behind every bar, so none has to be read off its direction.
        """
        mirror = Affine2D()
        if self.anatomy.direction == "rtl":
            mirror = mirror.scale(-1, 1).translate(self.width, 0)
        page = Affine2D().translate(0, -self.height).scale(1 / 25.4, -1 / 25.4)
        return mirror + page + self.drawing.dpi_scale_trans

    def type(self, step: float = 0, *, bold: bool = False, colour: str = "") -> Type:
        """Type `step` steps up the scale of 1.25 from the body size, in ink unless told."""
        return _type(self.pt, step, bold, colour or self.palette.ink, self.anatomy.direction)

    def stroke(self, pt: float) -> float:
        """The weight in points of a line that is `pt` heavy beside type of 11 points."""
        return pt * self.pt / 11

    def misfit(self, label: str, reason: str) -> DoesNotFit:
        return DoesNotFit(self.anatomy.id, self.slot, label, reason)

    def wide(self, words: str, style: Type) -> float:
        """Width in mm of words on one line."""
        return typeface.width(words, style)

    def lines(self, words: str, room: float, style: Type) -> tuple[str, ...]:
        """Words wrapped to `room` mm; a word that is wider than the room is broken or does not fit."""
        lines = typeface.fitting(words, room, style, self.breaking)
        if lines is None:
            raise self.misfit(words, f"a word is wider than {room:.1f} mm at {style.pt:g} pt")
        return lines

    def _put(self, artist: Artist, name: str) -> None:
        """Put an artist on the sheet under the name that it bears in every file format."""
        artist.set_gid(name)
        artist.set_label(name)
        artist.set_zorder(1)  # what is put down later lies on top, whatever its class
        self.drawing.add_artist(artist)

    def write(self, x: float, top: float, lines: Sequence[str], style: Type, align: Align = "start") -> float:
        """Set lines below `top`; return the bottom in mm."""
        return self.stack(x, top, ((lines, style, 0.0),), align)

    def stack(self, x: float, top: float, words: Sequence[Words], align: Align = "start") -> float:
        """Set lines of several types below `top`, each at its true place, as one label; return the bottom in mm."""
        texts: list[Text] = []
        spoken: list[str] = []
        y = top
        for lines, style, gap in words:
            y += gap if texts else 0.0
            for number, line in enumerate(lines):
                texts.append(self._line(x, y + style.ascent + number * style.leading, line, style, align))
                spoken.append(line)
            y += style.height(len(lines))
        if texts:
            self._put(Block(texts), f"label: {' '.join(spoken)}")
        return y

    def _line(self, x: float, baseline: float, words: str, style: Type, align: Align) -> Text:
        direction = self.anatomy.direction
        return Text(
            x, baseline, typeface.MARKS[direction] + words, color=style.colour, va="baseline",
            ha=_SIDES[direction][align], fontproperties=typeface.font(direction, style.pt, style.bold),
            parse_math=False, transform=self.transform,
        )  # fmt: skip

    def paragraph(self, x: float, top: float, words: str, room: float, style: Type, align: Align = "start") -> float:
        """Wrap and set words; return the bottom in mm."""
        return self.write(x, top, self.lines(words, room, style), style, align)

    def head(self, arm: int, x: float, top: float, words: str, room: float) -> float:
        """A group's heading behind the arm's mark; return where its content starts."""
        style, radius = self.type(0.5, bold=True), 0.42 * self.em
        self.marker(arm, x + radius, top + style.middle, radius, f"mark: {words}", fill=self.palette.arms[arm])
        bottom = self.paragraph(x + HEAD_INDENT * self.em, top, words, room - HEAD_INDENT * self.em, style)
        return bottom + HEAD_GAP * self.em

    def head_height(self, words: str, room: float) -> float:
        """The room that `head` takes, gap included."""
        style = self.type(0.5, bold=True)
        return style.height(len(self.lines(words, room - HEAD_INDENT * self.em, style))) + HEAD_GAP * self.em

    def line(
        self, xs: Sequence[float], ys: Sequence[float], name: str, colour: str, pt: float, *, dashed: bool = False
    ) -> None:
        """A line through points in mm, `pt` points heavy."""
        self.path(Path(list(zip(xs, ys, strict=True))), name, edge=colour, pt=pt, dashed=dashed)

    def circle(self, x: float, y: float, radius: float, name: str, **look: object) -> None:
        self.path(circle(x, y, radius), name, **look)

    def path(self, path: Path, name: str, **look: object) -> None:
        """A path in mm: `fill` and `edge` are colours, `pt` the edge's weight in points, `dashed` dots it."""
        patch = PathPatch(path, **_look(look))
        patch.set_transform(self.transform)
        self._put(patch, name)

    def marker(self, arm: int, x: float, y: float, radius: float, name: str, **look: object) -> None:
        """The arm's own shape, of the area of a circle of `radius` mm: a circle, or a square with round corners."""
        self.path(shape(arm, x, y, radius), name, **look)


@forgetful
@lru_cache(maxsize=1000)
def _type(pt: float, step: float, bold: bool, colour: str, direction: Direction) -> Type:
    """Kept, for its measures are."""
    return Type(max(round(pt * 1.25**step * 4) / 4, pt), colour, bold, direction)


class Block(Artist):
    """The lines of one label: a group in the SVG, one text box on a slide."""

    def __init__(self, texts: list[Text]) -> None:
        super().__init__()
        self.texts = texts

    def get_children(self) -> list[Artist]:
        return list(self.texts)

    def set_figure(self, fig: Any) -> None:
        super().set_figure(fig)
        for text in self.texts:
            text.set_figure(fig)

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        return Bbox.union([text.get_window_extent(renderer) for text in self.texts])

    def draw(self, renderer: RendererBase) -> None:
        renderer.open_group("label", self.get_gid())
        for text in self.texts:
            text.draw(renderer)
        renderer.close_group("label")


def _look(look: dict[str, Any]) -> dict[str, Any]:
    """What a patch is drawn with; without fill, edge and edge width it has none. Dots are round."""
    pt = look.get("pt", 0)
    return {
        "facecolor": look.get("fill", "none"),
        "edgecolor": look.get("edge", "none"),
        "linewidth": pt,
        "linestyle": (0, (0.01, DOTS)) if look.get("dashed") else "-",
        "capstyle": "round",
        "joinstyle": "round",
    }


def shape(arm: int, x: float, y: float, radius: float) -> Path:
    """The arm's shape around (x, y), both of the area of a circle of `radius`."""
    return circle(x, y, radius) if arm == 0 else rounded_square(x, y, radius)


def circle(x: float, y: float, radius: float) -> Path:
    """Four cubic curves, off the true circle by less than 0.03 % of the radius."""
    bow = 0.5523 * radius
    points = [(radius, 0.0)]
    for dx, dy in ((0, 1), (-1, 0), (0, -1), (1, 0)):
        end = (dx * radius, dy * radius)
        start = points[-1]
        points += [(start[0] + dx * bow, start[1] + dy * bow), (end[0] + dy * bow, end[1] - dx * bow), end]
    codes = [int(Path.MOVETO), *[int(Path.CURVE4)] * 12, int(Path.CLOSEPOLY)]
    return Path([(x + dx, y + dy) for dx, dy in [*points, points[0]]], codes)


def rounded_square(x: float, y: float, radius: float) -> Path:
    """A square of the area of a circle of `radius` around (x, y), corners rounded by a quarter of its side."""
    half = radius * 0.9016  # 4 half^2, less a sixth of (0.45 half)^2 at each corner, is pi radius^2
    inner = half * 0.55
    corners = [(half, half), (-half, half), (-half, -half), (half, -half)]
    starts = [(half, inner), (-inner, half), (-half, -inner), (inner, -half)]
    ends = [(inner, half), (-half, inner), (-inner, -half), (half, -inner)]
    points, codes = [starts[0]], [int(Path.MOVETO)]
    for number, corner in enumerate(corners):
        points += [corner, ends[number], starts[(number + 1) % 4]]
        codes += [int(Path.CURVE3), int(Path.CURVE3), int(Path.LINETO)]
    points.append(starts[0])
    codes.append(int(Path.CLOSEPOLY))
    return Path([(x + dx, y + dy) for dx, dy in points], codes)
