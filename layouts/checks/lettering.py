"""TYP-02, TYP-05: words in a figure are large enough to read, inside it, and free of each other and of its marks."""

from collections.abc import Iterator
from itertools import combinations

from layouts.checks.contrast import DECORATION
from layouts.checks.drawn import Drawn, kind
from layouts.figures.marks import Label
from layouts.figures.outlines import Box, Outline, meet, widened
from layouts.problems import Problem

SLACK = 0.15  # mm: what nobody sees
FIX = "shorten the words of the figure: the names of its studies, scales and populations"


def smallest_type(drawn: Drawn) -> Iterator[Problem]:
    """TYP-02: no words are smaller than their place allows: 9 pt in print (UKAAF), 12 pt and more on slides."""
    slot = drawn.figure.slot
    for _, label in drawn.labels:
        pt = min(paragraph.pt for paragraph in label.paragraphs)
        if pt < slot.smallest_pt:
            message = f"'{label.words}' is set in {pt:g} pt, and the least is {slot.smallest_pt:g}"
            yield drawn.problem("TYP-02", message, FIX)


def words_inside(drawn: Drawn) -> Iterator[Problem]:
    """TYP-05: no words are cut off at an edge of the figure (UKAAF, clear print: all of the text can be read)."""
    slot = drawn.figure.slot
    for number, label in drawn.labels:
        for _, (left, top, right, bottom) in drawn.lines[number]:
            if min(left, top, slot.width_mm - right, slot.height_mm - bottom) < -SLACK:
                yield drawn.problem("TYP-05", f"'{label.words}' leaves the figure", FIX)
                break


def words_apart(drawn: Drawn) -> Iterator[Problem]:
    """TYP-05: no words lie over others (UKAAF, clear print)."""
    for (one, first, room), (other, second, place) in combinations(_inner_boxes(drawn, SLACK / 2), 2):
        if meet(room, place) and any(meet(a, b) for a in first for b in second):
            yield drawn.problem("TYP-05", f"'{one[1].words}' lies over '{other[1].words}'", FIX)


def words_free(drawn: Drawn) -> Iterator[Problem]:
    """TYP-05: no mark that tells something runs through words, and none covers them (UKAAF: no text over pictures)."""
    for (number, label), boxes, room in _inner_boxes(drawn, SLACK):
        for place, outline in drawn.outlines:
            if meet(outline.box, room) and any(_disturbs(outline, box, above=place > number) for box in boxes):
                yield drawn.problem("TYP-05", f"the mark '{outline.shape.name}' runs through '{label.words}'", FIX)


def _inner_boxes(drawn: Drawn, by: float) -> list[tuple[tuple[int, Label], list[Box], Box]]:
    """Each label with the boxes of its lines, smaller by so many mm, and the box around them all."""
    found = []
    for numbered in drawn.labels:
        boxes = [widened(box, -by) for _, box in drawn.lines[numbered[0]]]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        found.append((numbered, boxes, (min(lefts), min(tops), max(rights), max(bottoms))))
    return found


def _disturbs(outline: Outline, box: Box, *, above: bool) -> bool:
    """A mark above words disturbs them wherever it lies; one below with its outline, unless it only decorates."""
    if above:
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return outline.crosses(box) or outline.fill_at(middle) is not None
    return kind(outline.shape.name) not in DECORATION and outline.crosses(box)
