"""A finished figure as its checks read it: its marks in order, their outlines, and where its words really stand."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from layouts.comparison import Comparison
from layouts.figures.colours import Ink
from layouts.figures.marks import Label, Paragraph, Shape
from layouts.figures.outlines import Box, Outline
from layouts.figures.specs import (
    CellPair,
    ClaimPlot,
    Durability,
    EvidenceMap,
    Figure,
    IconRanges,
    IntervalPlot,
    Spec,
    Timeline,
)
from layouts.figures.typeface import Type, ink, width
from layouts.palette import Palette
from layouts.parts import Audience
from layouts.problems import Place, Problem, Severity

ARMS = ("arm-first", "arm-second")
_NUMBER = re.compile(r"\d+(?:[.,'’٬\u00a0\u202f]\d{3})*(?!\d)")  # digits, thousands parted as any language does


@dataclass(frozen=True)
class Drawn:
    """A spec and the figure drawn from it; `comparison` where the source's own numbers are at hand."""

    spec: Spec
    figure: Figure
    palette: Palette
    place: Place
    audience: Audience = "patient"
    comparison: Comparison | None = None

    def problem(self, rule: str, message: str, fix: str, severity: Severity = "error") -> Problem:
        where = f"figure '{self.figure.id}' in '{self.figure.slot.name}'"
        return Problem(self.place, rule, f"{where}: {message}", fix, severity)

    @cached_property
    def outlines(self) -> tuple[tuple[int, Outline], ...]:
        """Every shape with its number among the marks, from back to front."""
        return tuple((i, Outline(mark)) for i, mark in enumerate(self.figure.marks) if isinstance(mark, Shape))

    @cached_property
    def labels(self) -> tuple[tuple[int, Label], ...]:
        """Every label with its number among the marks."""
        return tuple((i, mark) for i, mark in enumerate(self.figure.marks) if isinstance(mark, Label))

    @cached_property
    def words(self) -> frozenset[str]:
        """What labels and their paragraphs say, as `plain` has it."""
        parts = [" ".join(paragraph.lines) for _, label in self.labels for paragraph in label.paragraphs]
        return frozenset(plain(text) for text in (*parts, *(label.words for _, label in self.labels)))

    def below(self, number: int, box: Box) -> list[Outline]:
        """The shapes that lie under a mark within a box, the topmost first."""
        return [outline for i, outline in reversed(self.outlines) if i < number and outline.meets(box)]

    def named(self, name: str) -> list[Shape]:
        return [outline.shape for _, outline in self.outlines if outline.shape.name == name]

    @cached_property
    def lines(self) -> dict[int, list[tuple[Paragraph, Box]]]:
        """By the number of a label: each line's paragraph and the box of its letters."""
        return {number: list(_lines(label, self.figure)) for number, label in self.labels}


def _lines(label: Label, figure: Figure) -> Iterator[tuple[Paragraph, Box]]:
    share, y = {"left": 0.0, "center": 0.5, "right": 1.0}[label.anchor], label.y
    for number, paragraph in enumerate(label.paragraphs):
        style = Type(paragraph.pt, "", paragraph.bold, figure.direction)
        for line, words in enumerate(paragraph.lines):
            if number or line:
                y += paragraph.leading + (0.0 if line else paragraph.before)
            wide, (above, below) = width(words, style), ink(words, style)
            left = label.x - share * wide
            yield paragraph, _turned((left, y - above, left + wide, y + below), label)


def _turned(box: Box, label: Label) -> Box:
    """The level box around a box that is turned with its label."""
    if not label.angle % 360:
        return box
    cos, sin = math.cos(math.radians(label.angle)), math.sin(math.radians(label.angle))
    corners = [(x - label.x, y - label.y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [label.x + cos * dx + sin * dy for dx, dy in corners]
    ys = [label.y + cos * dy - sin * dx for dx, dy in corners]
    return min(xs), min(ys), max(xs), max(ys)


def kind(name: str) -> str:
    """'icons' of 'icons: filled 1 to 94'; the line at zero and the bands of a claim are kinds of their own."""
    return name if name in ("grid: 0", "said: band") else name.partition(":")[0]


def arm_of(colour: Ink | None) -> int | None:
    """0 or 1 where a colour is an arm's colour or a tint of it."""
    return next((i for i, role in enumerate(ARMS) if colour and colour.role.removesuffix("-tint") == role), None)


def plain(text: str) -> str:
    """Text without any space: lines end where there is room, in narrow places within a word."""
    return "".join(text.split())


def whole_numbers(text: str) -> list[int]:
    """The whole numbers in a text, in its order and in any digits."""
    return [int("".join(c for c in found if c.isdigit())) for found in _NUMBER.findall(text)]


def headings(spec: Spec) -> list[tuple[int, str]]:
    """The arm and heading of each group of a spec; of bodies, their names."""
    match spec:
        case IconRanges(rows=rows) | Timeline(rows=rows):
            return [(row.arm, row.heading) for row in rows]
        case ClaimPlot(plot=plot):
            return headings(plot)
        case IntervalPlot(groups=groups) | Durability(groups=groups) | EvidenceMap(groups=groups):
            return [(group.arm, group.heading) for group in groups]
        case CellPair(bodies=bodies):
            return [(body.arm, body.name) for body in bodies]
