"""Lays a spec out in a slot: in smaller type, then in parts, then with broken words, before it is given up."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import rc_params_from_file
from matplotlib.figure import Figure as Drawing

from layouts.figures import bodies, circles, claims, durability, icons, intervals, timeline
from layouts.figures.canvas import DPI, Canvas
from layouts.figures.dividing import Dividable, rows
from layouts.figures.fit import escapes_and_collisions, used_height
from layouts.figures.specs import (
    CellPair,
    ClaimPlot,
    Direction,
    DoesNotFit,
    Durability,
    EvidenceMap,
    IconRanges,
    IntervalPlot,
    Slot,
    Spec,
    Timeline,
)
from layouts.palette import Palette

STYLE = rc_params_from_file(Path(__file__).with_name("figure.mplstyle"), use_default_template=True)
STEP_PT = 0.5
LaidOut = tuple[tuple[Spec, Drawing], ...]  # the parts of a spec, each with its drawing
Arrange = Callable[[Spec, Slot, Palette, Sequence[float], bool], LaidOut]

_KINDS: dict[type, Callable[[Canvas, Any], None]] = {
    IconRanges: icons.draw,
    IntervalPlot: intervals.draw,
    ClaimPlot: claims.draw,
    Durability: durability.draw,
    EvidenceMap: circles.draw,
    Timeline: timeline.draw,
    CellPair: bodies.draw,
}
_DIVIDED: dict[type, Callable[[Canvas, Any], tuple[Spec, ...]]] = {
    IconRanges: icons.divided,
    IntervalPlot: intervals.divided,
    ClaimPlot: claims.divided,
    Durability: durability.divided,
    EvidenceMap: circles.divided,
}


def lay_out(spec: Spec, slot: Slot, palette: Palette) -> Drawing:
    """The drawing before it is saved, at the largest type size between base and smallest that fits; at the smallest
    words may be broken. Raises DoesNotFit."""
    return _tried((_whole,), spec, slot, palette)[0][1]


def lay_out_parts(spec: Spec, slot: Slot, palette: Palette) -> LaidOut:
    """The same, or a drawing for each part of a spec that the slot does not hold whole. Raises DoesNotFit.

    A figure is divided before its words are: a reader turns a page more easily than he reads half a name.
    """
    dividable = isinstance(spec, Dividable) and rows(spec) > 1
    return _tried((_whole, _in_parts) if dividable else (_whole,), spec, slot, palette)


def _tried(arrangements: Sequence[Arrange], spec: Spec, slot: Slot, palette: Palette) -> LaidOut:
    misfit = None
    one = spec.anatomy.arranged_for
    for sizes, breaking in (((one.base_pt,) if one else _sizes(slot), False), ((slot.smallest_pt,), True)):
        for arrange in arrangements:
            try:
                with matplotlib.rc_context(STYLE):  # entered seldom: it sets three hundred values
                    return arrange(spec, slot, palette, sizes, breaking)
            except DoesNotFit as problem:
                misfit = problem
    assert misfit is not None  # one arrangement has been tried
    raise misfit


def trimmed(drawing: Drawing, slot: Slot, direction: Direction) -> Slot:
    """The slot without the height that a drawing laid out in it leaves empty, in half millimetres."""
    used = math.ceil(2 * used_height(drawing, direction)) / 2
    return replace(slot, height_mm=min(used, slot.height_mm))


def _sizes(slot: Slot) -> tuple[float, ...]:
    """Points, from the base size down to the smallest."""
    steps = math.ceil(round((slot.base_pt - slot.smallest_pt) / STEP_PT, 6))
    return (*(slot.base_pt - STEP_PT * step for step in range(steps)), slot.smallest_pt)


def _whole(spec: Spec, slot: Slot, palette: Palette, sizes: Sequence[float], breaking: bool) -> LaidOut:
    """In one drawing, at the first size that fits."""
    misfit = None
    for pt in sizes:
        try:
            return ((spec, _drawn(spec, _sheet(spec, slot, palette, pt, breaking))),)
        except DoesNotFit as problem:
            misfit = problem
    assert misfit is not None  # a slot has a size
    raise misfit


def _in_parts(spec: Spec, slot: Slot, palette: Palette, sizes: Sequence[float], breaking: bool) -> LaidOut:
    """In the fewest parts of which each fits, and those in the largest type."""
    found: list[tuple[int, float, tuple[Spec, ...]]] = []
    misfit = None
    for pt in sizes:
        try:
            divided = _DIVIDED[type(spec)](_sheet(spec, slot, palette, pt, breaking), spec)
            arranged_for = replace(slot, base_pt=pt)
            parts = tuple(replace(part, anatomy=replace(part.anatomy, arranged_for=arranged_for)) for part in divided)
        except DoesNotFit as problem:
            misfit = problem
        else:
            found.append((len(parts), -pt, parts))
    for _, pt, parts in sorted(found, key=lambda one: one[:2]):
        try:
            return tuple((part, _drawn(part, _sheet(part, slot, palette, -pt, breaking))) for part in parts)
        except DoesNotFit as problem:
            misfit = problem
    assert misfit is not None  # a slot has a size
    raise misfit


def _sheet(spec: Spec, slot: Slot, palette: Palette, pt: float, breaking: bool) -> Canvas:
    """An empty canvas of the slot's size."""
    size = (slot.width_mm / 25.4, slot.height_mm / 25.4)
    drawing = Drawing(figsize=size, dpi=DPI, facecolor=palette.paper)
    return Canvas(drawing, slot, palette, spec.anatomy, pt, breaking)


def _drawn(spec: Spec, canvas: Canvas) -> Drawing:
    _KINDS[type(spec)](canvas, spec)
    faults = escapes_and_collisions(canvas.drawing, canvas.slot.smallest_pt, spec.anatomy.direction)
    if faults:
        raise canvas.misfit(faults[0], "a label has no room")
    return canvas.drawing
