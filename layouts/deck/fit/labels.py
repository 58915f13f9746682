"""Whether a figure's labels keep apart where another typeface sets them: they never wrap, so each grows to one side.

Lengths are mm.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from layouts.deck.fit.faces import FACES, OWN, Face, width
from layouts.figures.marks import Label
from layouts.figures.specs import Figure

MM_PER_PT: Final = 25.4 / 72
TOLERANCE: Final = 1.0  # of overlap, or beyond the edge of the figure's area: less is not seen
ASCENT: Final = 0.75  # of the size: what letters reach above their baseline
DEPTH: Final = 0.2  # of the size: what they reach below

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Clash:
    """A label that another typeface lets run into a neighbour, or out of the figure (`neighbour` is then empty)."""

    figure: str
    face: Face
    label: str
    neighbour: str
    over: float


def clashes(figure: Figure) -> tuple[Clash, ...]:
    """What collides in a substitute but not in our own typeface; turned labels are left out."""
    labels = [mark for mark in figure.marks if isinstance(mark, Label) and not mark.angle % 360]
    own = [_box(label, OWN) for label in labels]
    found: list[Clash] = []
    for face in FACES:
        if face != OWN:
            boxes = [_box(label, face) for label in labels]
            found += _leaving(figure, labels, boxes, own, face)
            found += _meeting(figure, labels, boxes, own, face)
    return tuple(found)


def _leaving(
    figure: Figure, labels: Sequence[Label], boxes: Sequence[Box], own: Sequence[Box], face: Face
) -> Iterable[Clash]:
    for label, box, was in zip(labels, boxes, own, strict=True):
        out, before = (max(-one[0], one[2] - figure.slot.width_mm) for one in (box, was))
        if out > TOLERANCE and out > before:
            yield Clash(figure.id, face, label.words, "", out)


def _meeting(
    figure: Figure, labels: Sequence[Label], boxes: Sequence[Box], own: Sequence[Box], face: Face
) -> Iterable[Clash]:
    for one, other in combinations(range(len(labels)), 2):
        common = _overlap(boxes[one], boxes[other])
        if common > TOLERANCE and _overlap(own[one], own[other]) <= 0:
            yield Clash(figure.id, face, labels[one].words, labels[other].words, common)


def _overlap(one: Box, other: Box) -> float:
    """By how much two boxes lie over each other from side to side; nothing where they stand at different heights."""
    if min(one[3], other[3]) - max(one[1], other[1]) <= 0:
        return 0.0
    return min(one[2], other[2]) - max(one[0], other[0])


def _box(label: Label, face: Face) -> Box:
    """The words of a label as a typeface sets them, from the tallest letter to the lowest."""
    texts = [(line, paragraph) for paragraph in label.paragraphs for line in paragraph.lines]
    wide = max(width(line, p.bold, face) * p.pt * MM_PER_PT for line, p in texts)
    left = label.x - {"left": 0.0, "center": 0.5, "right": 1.0}[label.anchor] * wide
    first, last = label.paragraphs[0], label.paragraphs[-1]
    bottom = label.box[3] - label.descent  # the last baseline
    return left, label.y - first.pt * ASCENT * MM_PER_PT, left + wide, bottom + last.pt * DEPTH * MM_PER_PT
