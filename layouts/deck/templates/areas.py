"""Where a slide has room: what is painted on its layout stands in the way, or is the ground on which text stands.

All lengths are EMU.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from layouts.deck.templates.own import EMU_PER_POINT, Box
from layouts.deck.templates.painted import Panel

AIR: Final = 8 * EMU_PER_POINT  # between what is painted and what we set
COVERED: Final = 0.85  # of a box: what covers so much of it is its ground
MOST: Final = 60  # obstacles that are looked at, the largest: a pattern of dots is none
SLIGHT: Final = 0.5 * EMU_PER_POINT


def right(box: Box) -> int:
    return box.left + box.width


def bottom(box: Box) -> int:
    return box.top + box.height


def between(left: int, top: int, right: int, bottom: int) -> Box:
    """The box between four edges; empty where they cross."""
    return Box(left, top, max(0, right - left), max(0, bottom - top))


def shared(one: Box, other: Box) -> Box:
    """What two boxes have in common."""
    return between(
        max(one.left, other.left),
        max(one.top, other.top),
        min(right(one), right(other)),
        min(bottom(one), bottom(other)),
    )


def size(box: Box) -> int:
    return box.width * box.height


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap by more than a hair."""
    common = shared(one, other)
    return common.width > SLIGHT and common.height > SLIGHT


def covers(panel: Box, box: Box) -> bool:
    """Whether something painted lies under nearly all of a box."""
    return size(shared(panel, box)) >= COVERED * size(box) > 0


def ground(box: Box, background: tuple[str, ...], panels: Iterable[Panel]) -> tuple[str, ...]:
    """The colours on which the text of a box may stand, the uppermost that cover it; empty where nobody can tell."""
    found = background
    for panel in panels:
        if covers(panel.box, box):
            found = panel.paint
    return found


def clear(box: Box, panels: Iterable[Panel]) -> Box:
    """The largest part of a box in which nothing is painted that does not lie under all of it."""
    return largest(box, [panel.box for panel in panels if not covers(panel.box, box)])


def largest(box: Box, obstacles: Sequence[Box]) -> Box:
    """The largest rectangle of a box that keeps clear of every obstacle by a little air."""
    near = sorted((one for one in obstacles if meet(box, one)), key=size, reverse=True)[:MOST]
    lefts = {box.left, *(right(one) + AIR for one in near)}
    rights = {right(box), *(one.left - AIR for one in near)}
    spans = ((start, end) for start in lefts for end in rights if box.left <= start < end <= right(box))
    gaps = (gap for start, end in sorted(spans) for gap in _gaps(box, start, end, near))
    return max(gaps, key=size, default=between(box.left, box.top, box.left, box.top))


def _gaps(box: Box, start: int, end: int, obstacles: Sequence[Box]) -> Iterator[Box]:
    """The free rectangles between two upright edges, from the top."""
    top = box.top
    standing = (one for one in obstacles if one.left < end + AIR and right(one) > start - AIR)
    for one in sorted(standing, key=lambda one: one.top):
        if one.top - AIR > top:
            yield between(start, top, end, one.top - AIR)
        top = max(top, bottom(one) + AIR)
    yield between(start, top, end, bottom(box))
