"""The canvas a figure is drawn on: millimetres from the top left corner, mirrored as a whole from right to left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from layouts.figures import typeface
from layouts.figures.specs import Anatomy, Direction, Slot
from layouts.figures.typeface import Type
from layouts.palette import Palette

DPI = 240  # of the PNG
HEAD_INDENT, HEAD_GAP = 1.4, 0.45  # ems of the body type: past the mark of a heading, and below the heading
Align = Literal["start", "middle", "end"]

_SIDES: dict[Direction, dict[Align, Literal["left", "center", "right"]]] = {
    "ltr": {"start": "left", "middle": "center", "end": "right"},
    "rtl": {"start": "right", "middle": "center", "end": "left"},
}


class DoesNotFit(ValueError):
    """A spec that cannot be laid out in its slot at the smallest type size; names the figure and the label."""

    def __init__(self, figure: str, slot: Slot, label: str, reason: str) -> None:
        self.figure, self.slot, self.label, self.reason = figure, slot, label, reason
        place = f"{slot.name} ({slot.width_mm:g} x {slot.height_mm:g} mm, type from {slot.smallest_pt:g} pt)"
        super().__init__(f"figure {figure!r} does not fit {place}: {reason}: {label!r}")


@dataclass(frozen=True)
class Canvas:
    """One sheet of a slot's size and the type size `pt` of its body text. All lengths in mm, strokes in points."""

    drawing: Drawing
    slot: Slot
    palette: Palette
    anatomy: Anatomy
    pt: float

    @property
    def width(self) -> float:
        return self.slot.width_mm

    @property
    def height(self) -> float:
        return self.slot.height_mm

    @property
    def em(self) -> float:
        """The body type size in mm: the unit of white space."""
        return self.pt * typeface.MM_PER_PT

    @property
    def transform(self) -> Transform:
        """From millimetres of the canvas to pixels."""
        mirror = Affine2D()
        if self.anatomy.direction == "rtl":
            mirror = mirror.scale(-1, 1).translate(self.width, 0)
        page = Affine2D().translate(0, -self.height).scale(1 / 25.4, -1 / 25.4)
        return mirror + page + self.drawing.dpi_scale_trans

    def type(self, step: float = 0, *, bold: bool = False, colour: str = "") -> Type:
        """Type `step` steps up the scale of 1.25 from the body size, in ink unless told."""
        pt = max(round(self.pt * 1.25**step * 4) / 4, self.pt)
        return Type(pt, colour or self.palette.ink, bold, self.anatomy.direction)

    def stroke(self, pt: float) -> float:
        """The weight in points of a line that is `pt` heavy beside type of 11 points."""
        return pt * self.pt / 11

    def misfit(self, label: str, reason: str) -> DoesNotFit:
        return DoesNotFit(self.anatomy.id, self.slot, label, reason)

    def wide(self, words: str, style: Type) -> float:
        """Width in mm of words on one line."""
        return typeface.width(words, style)

    def lines(self, words: str, room: float, style: Type) -> tuple[str, ...]:
        """Words wrapped to `room` mm; a word that is wider than the room does not fit."""
        lines = typeface.wrap(words, room, style)
        if any(self.wide(line, style) > room + 0.01 for line in lines):
            raise self.misfit(words, f"a word is wider than {room:.1f} mm at {style.pt:g} pt")
        return lines

    def add(self, artist: Artist, name: str) -> None:
        """Put an artist on the sheet under the name that it bears in every file format."""
        artist.set_gid(name)
        artist.set_label(name)
        artist.set_transform(self.transform)
        artist.set_zorder(1)  # what is put down later lies on top, whatever its class
        self.drawing.add_artist(artist)

    def write(self, x: float, top: float, lines: Sequence[str], style: Type, align: Align = "start") -> float:
        """Set lines below `top`, each a text of its own at its true place; return the bottom in mm."""
        for number, line in enumerate(lines):
            baseline = top + style.ascent + number * style.leading
            text = Text(
                x, baseline, line, color=style.colour, va="baseline", ha=_SIDES[self.anatomy.direction][align],
                fontproperties=typeface.font(self.anatomy.direction, style.pt, style.bold), parse_math=False,
            )  # fmt: skip
            self.add(text, f"label: {line}")
        return top + style.height(len(lines))

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
        style = (0, (0.01, 2.2 * pt)) if dashed else "-"
        self.add(Line2D(xs, ys, color=colour, linewidth=pt, linestyle=style, solid_capstyle="round"), name)  # type: ignore[arg-type]

    def circle(self, x: float, y: float, radius: float, name: str, **look: object) -> None:
        self.add(Circle((x, y), radius, **_look(look)), name)

    def path(self, path: Path, name: str, **look: object) -> None:
        self.add(PathPatch(path, **_look(look)), name)

    def marker(self, arm: int, x: float, y: float, radius: float, name: str, **look: object) -> None:
        """The arm's own shape, of the area of a circle of `radius` mm: a circle, or a square with round corners."""
        self.path(shape(arm, x, y, radius), name, **look)


def _look(look: dict[str, object]) -> dict[str, object]:
    """Fill colour, edge colour and edge width in points; without them no fill and no edge."""
    return {
        "facecolor": look.get("fill", "none"),
        "edgecolor": look.get("edge", "none"),
        "linewidth": look.get("pt", 0),
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
