"""Divides a figure that has more rows than its slot holds into parts, in order, each with the headings of its arms.

Here is arithmetic only: the kinds of figure measure their rows, and draw each part as a spec of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from layouts.figures.specs import (
    Anatomy,
    BarGroup,
    ClaimPlot,
    Durability,
    EvidenceMap,
    IconRanges,
    IntervalGroup,
    IntervalPlot,
    TrialGroup,
)
from layouts.language import language

Group = IntervalGroup | BarGroup | TrialGroup
Dividable = IconRanges | IntervalPlot | ClaimPlot | Durability | EvidenceMap
Rows = TypeVar("Rows", IntervalPlot, Durability, EvidenceMap)
Span = tuple[int, int, int]  # a group, its first row, and the row after its last
Part = tuple[Span, ...]

NOTHING = 1e-6  # mm: so much two ways of adding up may differ
_ROWS = {IntervalGroup: "rows", BarGroup: "studies", TrialGroup: "trials"}


@dataclass(frozen=True)
class Stack:
    """A group's heights in mm: of its heading, and of its rows or of the sentence that stands for none."""

    head: float
    rows: tuple[float, ...]


def pack(stacks: Sequence[Stack], room: float, row_gap: float, group_gap: float) -> tuple[Part, ...]:
    """As many rows as go into `room` mm, then the next part; nothing where a single row is higher than the room."""
    parts: list[list[Span]] = [[]]
    used = 0.0
    for group, stack in enumerate(stacks):
        for row, height in enumerate(stack.rows):
            here = parts[-1]
            goes_on = bool(here) and here[-1][0] == group
            more = height + (row_gap if goes_on else stack.head + (group_gap if here else 0.0))
            if here and used + more > room:
                parts.append(here := [])
                goes_on, used, more = False, 0.0, stack.head + height
            if used + more > room:
                return ()
            used += more
            first = here.pop()[1] if goes_on else row
            here.append((group, first, row + 1))
    return tuple(tuple(part) for part in parts)


def rows(spec: Dividable) -> int:
    """How many rows there are to divide; arms with arrays of icons are never divided themselves."""
    if isinstance(spec, IconRanges):
        return sum(bool(row.arrays) for row in spec.rows)
    groups = spec.plot.groups if isinstance(spec, ClaimPlot) else spec.groups
    return sum(len(getattr(group, _ROWS[type(group)])) for group in groups)


def divide(spec: Rows, parts: Sequence[Part]) -> tuple[Rows, ...]:
    """A spec for each part, told in its alt text, with the whole at hand for what all parts have in common."""
    return tuple(
        replace(
            spec,
            anatomy=_told(spec.anatomy, number, len(parts)),
            groups=tuple(_rows(spec.groups[group], first, end) for group, first, end in part),
            whole=spec,
        )
        for number, part in enumerate(parts, 1)
    )


def divide_icons(spec: IconRanges) -> tuple[IconRanges, ...]:
    """A part for each arm."""
    return tuple(
        replace(spec, anatomy=_told(spec.anatomy, number, len(spec.rows)), rows=(row,), whole=spec)
        for number, row in enumerate(spec.rows, 1)
    )


def divide_claim(spec: ClaimPlot, plots: Sequence[IntervalPlot]) -> tuple[ClaimPlot, ...]:
    """The sentence stands over every part of the plot."""
    return tuple(
        replace(spec, anatomy=_told(spec.anatomy, number, len(plots)), plot=plot)
        for number, plot in enumerate(plots, 1)
    )


def _rows(group: Any, first: int, end: int) -> Any:
    """A group with some of its rows; one without any stays as it is."""
    name = _ROWS[type(group)]
    return replace(group, **{name: getattr(group, name)[first:end]})


def _told(anatomy: Anatomy, part: int, parts: int) -> Anatomy:
    alt = language(anatomy.language).word("figure.part", alt=anatomy.alt, part=part, parts=parts)
    return replace(anatomy, alt=alt, part=part, parts=parts)
