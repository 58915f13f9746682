"""Whether text on a page can be seen: on the page, not cut off, not covered, not in the colour of what it lies on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from layouts.checks.painted import Box, Colour, Painted
from layouts.figures.colours import contrast

FAINTEST = 1.5  # contrast: below it text has the colour of what it lies on
OPAQUE = 0.9
WHOLE = 0.9  # of a text's body that no clipping may cut away
ACROSS = (0.15, 0.5, 0.85)  # of a text's width: the points that are asked what lies there
SLACK = 0.75  # pt: what nobody sees
ROUNDING = 0.05  # pt of a type size


@dataclass(frozen=True)
class Sight:
    """A page with all that it paints, in order."""

    page: Box
    painted: Sequence[Painted]
    smallest: float  # pt
    _level: dict[float, tuple[np.ndarray, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def fills(self) -> list[tuple[int, Painted]]:
        kinds = ("area", "picture", "shading")
        return [(at, one) for at, one in enumerate(self.painted) if one.kind in kinds and one.opacity > OPAQUE]

    @cached_property
    def _edges(self) -> np.ndarray:
        edges = [(one.box.left, one.box.bottom, one.box.right, one.box.top) for _, one in self.fills]
        return np.ascontiguousarray(np.array(edges, dtype=float).reshape(-1, 4).T)

    def _at(self, y: float) -> tuple[np.ndarray, ...]:
        """The numbers of the fills at a height, their left edges and their right ones: most texts share a line."""
        if y not in self._level:
            left, bottom, right, top = self._edges
            found = np.flatnonzero((bottom <= y) & (top >= y))
            self._level[y] = found, left[found], right[found]
        return self._level[y]

    def faults(self, at: int) -> tuple[str, ...]:
        """Why the text at this place in the order of painting cannot be seen."""
        return tuple(self._faults(at, self.painted[at]))

    def _faults(self, at: int, text: Painted) -> Iterator[str]:
        body = text.body or text.box
        if not self.page.holds(body, SLACK):
            yield "it lies off the page"
        if _share(text.box, body) < WHOLE:
            yield "it is cut off"
        if text.size < self.smallest - ROUNDING:
            yield f"it is set in {text.size:.1f} pt, and the least is {self.smallest:g}"
        if text.opacity <= 1 - OPAQUE:
            yield "it is transparent"
        over, under = self._around(at, body)
        if over:
            yield "something covers it"
        ground = under[-1].colour if under else None
        if ground is None or under[-1].kind == "area":
            mine, below = rgb(text.colour), rgb(ground) if ground else "#ffffff"
            if mine and below and contrast(mine, below) < FAINTEST:
                yield "it has the colour of what it lies on"

    def _around(self, at: int, body: Box) -> tuple[list[Painted], list[Painted]]:
        """What is painted over a text, and what under its middle, the last on top."""
        y = (body.bottom + body.top) / 2
        xs = [body.left + share * body.width for share in ACROSS]
        level, left, right = self._at(y)
        over, under = [], []
        for index in level[(left <= max(xs)) & (right >= min(xs))]:
            order, fill = self.fills[index]
            if order > at and fill.kind != "shading" and any(covers(fill, x, y) for x in xs):
                over.append(fill)
            elif order < at and covers(fill, xs[1], y):
                under.append(fill)
        return over, under


def covers(fill: Painted, x: float, y: float) -> bool:
    """Whether a filled outline holds a point, by the even-odd rule; curves count as the lines between their points."""
    box = fill.box
    if not (box.left <= x <= box.right and box.bottom <= y <= box.top):
        return False
    if not fill.outline:
        return True
    inside = False
    for loop in fill.outline:
        for (x0, y0), (x1, y1) in zip(loop, (*loop[1:], loop[0]), strict=True):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                inside = not inside
    return inside


def _share(seen: Box, body: Box) -> float:
    """How much of a text's body is left in what is seen."""
    left = seen.cut(body)
    whole = max(body.width, 0.01) * max(body.height, 0.01)
    return 0.0 if left.empty else max(left.width, 0.01) * max(left.height, 0.01) / whole


@lru_cache(maxsize=1000)
def rgb(colour: Colour) -> str:
    """About the colour that is seen, '#rrggbb'; nothing where its space does not tell."""
    if colour.inks is not None:
        *inks, black = colour.inks
        parts = [(1 - ink) * (1 - black) for ink in inks]
    elif colour.space in ("DeviceRGB", "ICCBased 3", "CalRGB") and len(colour.values) == 3:
        parts = list(colour.values)
    else:
        return ""
    return "#" + "".join(f"{round(min(1, max(0, part)) * 255):02x}" for part in parts)
