"""Reads the marks of a drawing: a renderer of matplotlib that writes down instead of painting."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform

from layouts.figures.colours import Ink, inks
from layouts.figures.marks import Anchor, Contour, Label, Mark, Paragraph, Point, Segment, Shape
from layouts.figures.specs import Direction
from layouts.figures.typeface import MARKS, MM_PER_PT, Type, width
from layouts.palette import Palette

_POINTS = {int(Path.LINETO): 1, int(Path.CURVE3): 2, int(Path.CURVE4): 3}  # of a segment; other codes end a contour
_SAME = 0.02  # mm: lines that stand so close to where their type puts them belong to one paragraph


def read_marks(drawing: Drawing, palette: Palette, direction: Direction) -> tuple[Mark, ...]:
    """The marks of a drawing from back to front. Raises ValueError where a colour is none of the palette's."""
    recorder = _Recorder(drawing, palette, direction)
    drawing.draw(recorder)
    return tuple(recorder.marks)


@dataclass(frozen=True)
class _Line:
    words: str
    x: float
    y: float
    anchor: Anchor
    angle: float
    style: Type


class _Recorder(RendererBase):
    """Writes down what matplotlib draws. Named artists count; the ground of the sheet has no name."""

    def __init__(self, drawing: Drawing, palette: Palette, direction: Direction) -> None:
        super().__init__()
        self.marks: list[Mark] = []
        self._size = (float(drawing.bbox.width), float(drawing.bbox.height))  # pixels
        self._mm = 25.4 / drawing.dpi
        self._inks = inks(palette)
        self._direction = direction
        self._names: list[str | None] = []
        self._lines: list[_Line] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def points_to_pixels(self, points: Any) -> Any:
        return points * MM_PER_PT / self._mm

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Nothing: places are read off the texts themselves, and to measure them would take longer than all else."""
        return 0.0, 0.0, 0.0

    def open_group(self, s: str, gid: str | None = None) -> None:
        self._names.append(gid)

    def close_group(self, s: str) -> None:
        name = self._names.pop()
        if s == "label" and self._lines:
            self.marks.append(_label(str(name), self._lines, self._inks))
            self._lines = []

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803 (matplotlib's name)
        if not (name := self._names[-1] if self._names else None):
            return
        line = gc.get_linewidth()
        edge = self._ink(gc.get_rgb(), name) if line else None
        fill = self._ink(rgbFace, name) if rgbFace is not None else None
        contours = tuple(self._contours(path, transform))
        self.marks.append(Shape(name, contours, fill, edge, float(line), gc.get_dashes()[1] is not None))

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Text | None = None,
    ) -> None:  # fmt: skip
        assert mtext is not None  # every line is a text of its own
        place = mtext.get_transform().transform(mtext.get_unitless_position())
        colour = to_hex(gc.get_rgb()).upper()
        bold = prop.get_weight() == 700
        style = Type(float(prop.get_size_in_points()), colour, bold, self._direction)
        anchor = mtext.get_horizontalalignment()
        words = mtext.get_text().removeprefix(MARKS[self._direction])  # a slide's paragraphs have a direction
        self._lines.append(_Line(words, *self._at(place), anchor, angle, style))

    def _ink(self, rgb: Any, name: str) -> Ink:
        colour = to_hex(rgb).upper()
        if colour not in self._inks:
            raise ValueError(f"{name!r} is drawn in {colour}, which no role of the palette is")
        return self._inks[colour]

    def _at(self, pixels: Any) -> Point:
        """Mm from the top left of a point in pixels from the bottom left."""
        return self._all_at([pixels])[0]

    def _all_at(self, pixels: Any) -> list[Point]:
        """The same for a list of points, all at once: an array of icons has thousands."""
        x, y = np.asarray(pixels, dtype=float).T
        across, down = (x * self._mm).tolist(), ((self._size[1] - y) * self._mm).tolist()
        return [(round(one, 4), round(other, 4)) for one, other in zip(across, down, strict=True)]

    def _contours(self, path: Path, transform: Transform) -> Iterable[Contour]:
        plain = path.cleaned(transform, simplify=False, curves=True)
        points, codes = self._all_at(plain.vertices), np.asarray(plain.codes).tolist()
        start, number = points[0], 0
        segments: list[Segment] = []
        while number < len(points):
            taken = _POINTS.get(codes[number], 0)
            if taken:
                segments.append(Segment(tuple(points[number : number + taken])))
            else:
                if segments:
                    yield Contour(start, tuple(segments), bool(codes[number] == Path.CLOSEPOLY))
                start, segments = points[number], []
            number += taken or 1


def _label(name: str, lines: Sequence[_Line], inks_by_hex: dict[str, Ink]) -> Label:
    """Lines of one type at the distance of their type are one paragraph."""
    paragraphs: list[Paragraph] = []
    before: _Line | None = None
    for line in lines:
        style, ink = line.style, inks_by_hex[line.style.colour]
        step = math.dist((line.x, line.y), (before.x, before.y)) if before else 0.0
        if before and before.style == style and abs(step - style.leading) < _SAME:
            last = paragraphs[-1]
            paragraphs[-1] = replace(last, lines=(*last.lines, line.words))
        else:
            gap = round(max(step - style.leading, 0.0), 4) if before else 0.0
            paragraphs.append(Paragraph((line.words,), style.pt, style.bold, ink, round(style.leading, 4), gap))
        before = line
    first = lines[0]
    wide = max(width(line.words, line.style) for line in lines)
    return Label(
        name, tuple(paragraphs), first.x, first.y, first.anchor, round(wide, 4), first.style.descent, first.angle
    )
