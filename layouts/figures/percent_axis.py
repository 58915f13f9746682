"""The axis from 0 to 100 per cent that plots share: its grid and labels, and the whisker of an interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.path import Path

from layouts.figures import typeface
from layouts.figures.canvas import Canvas
from layouts.figures.colours import blend, outline_colour
from layouts.figures.typeface import Type
from layouts.memories import forgetful

TICKS = (0, 25, 50, 75, 100)
GAP = 1.3  # ems between columns of words and the axis
CAP, WHISKER = 0.24, 1.8  # ems: half the height of a whisker's end; pt: the weight of its line
_FOOT, _FOOT_ASIDE = 0.35, 0.3  # ems from the rows to the ticks, where the axis's label is under or beside these
_LIGHT = 0.3  # of the outline's grey in the lines of the grid

Span = tuple[float, float]


@dataclass(frozen=True)
class Column:
    """Left edge and width in mm."""

    left: float
    room: float

    @property
    def right(self) -> float:
        return self.left + self.room

    def at(self, per_cent: float) -> float:
        """Mm from the left of the canvas to a share of this column, as an axis."""
        return self.left + self.room * per_cent / 100


def detail_type(canvas: Canvas) -> Type:
    """The type of ticks and of what is told about a study beside its name."""
    return canvas.type(colour=canvas.palette.muted)


def name_type(canvas: Canvas) -> Type:
    """The type of a study's name: bold where what is told beside it has no lighter colour."""
    return canvas.type(bold=canvas.palette.muted == canvas.palette.ink)


def middle_of(style: Type, lines: Sequence[str]) -> float:
    """Mm from the top of a block to the middle of its capitals, from its first line to its last."""
    return style.middle + style.leading * (len(lines) - 1) / 2


def foot(canvas: Canvas, axis: Column, ticks: Sequence[str], label: str) -> float:
    """The room in mm that ticks and label take below the rows, down to where the letters of the last line end."""
    style = detail_type(canvas)
    lines = () if label_aside(canvas, axis, label) else _label_lines(canvas, axis, label)
    last = lines[-1:] or (*ticks, label)
    return _foot(canvas, lines) - style.descent + max(typeface.ink(words, style)[1] for words in last)


def _foot(canvas: Canvas, lines: Sequence[str]) -> float:
    """Mm from the rows to the bottom of the last line, for a label of so many lines under the ticks, or none."""
    style = detail_type(canvas)
    return (_FOOT if lines else _FOOT_ASIDE) * canvas.em + style.height(1) + style.height(len(lines))


def _label_lines(canvas: Canvas, axis: Column, label: str) -> tuple[str, ...]:
    """The label under the ticks, no wider than the canvas lets it stand at the middle of the axis."""
    middle = axis.at(50)
    room = min(axis.room + 2 * canvas.em, 2 * middle, 2 * (canvas.width - middle))
    return canvas.lines(label, room, detail_type(canvas))


def label_aside(canvas: Canvas, axis: Column, label: str) -> bool:
    """Whether the label of the axis has room beside its first tick."""
    return canvas.wide(label, detail_type(canvas)) <= aside(canvas, axis)


def aside(canvas: Canvas, axis: Column) -> float:
    """Where a label beside the first tick ends, in mm from the left."""
    return axis.left - GAP * canvas.em


def segment(x: float, y: float, to_x: float, to_y: float) -> Path:
    return Path([(x, y), (to_x, to_y)])


def rectangle(left: float, top: float, right: float, bottom: float) -> Path:
    """A true rectangle, closed; mm."""
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return Path(corners, [int(Path.MOVETO), *[int(Path.LINETO)] * 3, int(Path.CLOSEPOLY)])


def whisker(canvas: Canvas, axis: Column, low: float, high: float, y: float) -> list[Path]:
    """An interval in per cent as a line with an end at either side."""
    left, right, cap = axis.at(low), axis.at(high), CAP * canvas.em
    return [segment(left, y, right, y), *(segment(x, y - cap, x, y + cap) for x in (left, right))]


def draw_grid(canvas: Canvas, axis: Column, spans: Sequence[Span]) -> None:
    """A strong line at zero, light ones at the other ticks, from top to bottom of each span in mm."""
    grey = outline_colour(canvas.palette)
    light = blend(grey, canvas.palette.paper, _LIGHT)
    for name, ticks, colour, weight in (("grid", TICKS[1:], light, 0.7), ("grid: 0", TICKS[:1], grey, 1.0)):
        lines = [segment(axis.at(tick), top, axis.at(tick), bottom) for tick in ticks for top, bottom in spans]
        canvas.path(Path.make_compound_path(*lines), name, edge=colour, pt=canvas.stroke(weight))


def draw_scale(canvas: Canvas, axis: Column, ticks: Sequence[str], label: str, bottom: float) -> None:
    """The labels of the ticks, moved in at an edge of the canvas, and of the axis below them or beside the first."""
    style, beside = detail_type(canvas), label_aside(canvas, axis, label)
    lines = () if beside else _label_lines(canvas, axis, label)
    top = bottom + _foot(canvas, lines) - style.height(1) - style.height(len(lines))
    for tick, words in zip(TICKS, ticks, strict=True):
        half = canvas.wide(words, style) / 2
        canvas.write(min(max(axis.at(tick), half), canvas.width - half), top, (words,), style, "middle")
    if beside:
        canvas.write(aside(canvas, axis), top, (label,), style, "end")
        return
    canvas.write(axis.at(50), top + style.height(1), lines, style, "middle")


def parted_lines(canvas: Canvas, words: str, room: float, style: Type) -> tuple[str, ...]:
    """Words wrapped between the parts that dots divide, unless that takes a line more."""
    plain, parted = canvas.lines(words, room, style), _parted(words, room, style)
    return parted if parted and len(parted) <= len(plain) else plain


@forgetful
@lru_cache(maxsize=20_000)
def _parted(words: str, room: float, style: Type) -> tuple[str, ...]:
    """Lines that end with whole parts; none where a part is wider than the room."""
    lines = [""]
    for part in words.replace(" · ", " ·\n").split("\n"):
        longer = f"{lines[-1]} {part}".strip()
        if lines[-1] and typeface.width(longer, style) > room:
            lines.append(part)
        else:
            lines[-1] = longer
    return tuple(lines) if all(typeface.width(line, style) <= room for line in lines) else ()
