"""COL-01, COL-02: words and marks stand out from what they lie on, which is read off the marks themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from layouts.checks.drawn import Drawn, kind
from layouts.figures.colours import Ink, contrast, hex_of
from layouts.figures.marks import Paragraph, Point, Shape
from layouts.figures.outlines import Box, Line, Outline, clipped, spread
from layouts.palette import Palette
from layouts.problems import Problem

TEXT, LARGE, MARK = 4.5, 3.0, 3.0  # least contrast (WCAG 2.2, 1.4.3 and 1.4.11)
LARGE_PT, LARGE_BOLD_PT = 18.0, 14.0  # from here text is large (WCAG 2.2, "large scale")
DECORATION = {  # marks that tell nothing alone, and why
    "grid": "leads the eye to the axis, whose numbers are written",
    "inside": "a tint within a body, whose membrane is judged",
    "anchor": "the end of a leader, which is judged",
    "halo": "paper around a whisker, so that the whisker stands out",
    "outline": "the edge of a bar, judged with it",
    "said: band": "a tint between the ends of a bracket, which is judged",
}
PAPER = Ink("paper")
_SAMPLES = 16  # points of a contour that are asked what lies under them
_LEAST, _CARRIES = 0.1, 0.5  # of a contour: on less of a fill it only touches it; a line under so much carries it
_ROWS, _COLUMNS = 3, 9  # points of a line of words that are asked what lies under them


def text_contrast(drawn: Drawn) -> Iterator[Problem]:
    """COL-01: words have 4.5 : 1 against what they lie on; 3 : 1 from 18 pt, or from 14 pt in bold (WCAG 2.2, 1.4.3).

    Of several grounds the worst counts.
    """
    for number, label in drawn.labels:
        faults = [
            (ratio, str(ground), str(paragraph.ink), _needed(paragraph))
            for paragraph, ground in _text_grounds(drawn, number)
            if (ratio := ratio_of(paragraph.ink, ground, drawn.palette)) < _needed(paragraph)
        ]
        if faults:
            ratio, ground, ink, least = min(faults)
            message = f"'{label.words}' in {ink} on {ground} has {ratio:.2f} : 1, and text needs {least:g}"
            fix = "take a darker colour for the words in brand.yaml, or a lighter one for what they lie on"
            yield drawn.problem("COL-01", message, fix)


def mark_contrast(drawn: Drawn) -> Iterator[Problem]:
    """COL-02: every mark that tells something has 3 : 1 against what its outline lies on (WCAG 2.2, 1.4.11).

    Its edge or its fill must have it; marks of DECORATION tell nothing alone.
    """
    for number, outline in drawn.outlines:
        shape = outline.shape
        if kind(shape.name) in DECORATION:
            continue
        own, grounds = inks_of(drawn, shape), _mark_grounds(drawn, number, outline)
        ratio, ground = min((_best(own, ground, drawn.palette), str(ground)) for ground in grounds)
        if ratio < MARK:
            named = " and ".join(map(str, own)) or "the colour of paper"
            message = f"the mark '{shape.name}' in {named} on {ground} has {ratio:.2f} : 1, and marks need {MARK:g}"
            fix = "take a darker colour for the mark in brand.yaml, or a lighter one for what it lies on"
            yield drawn.problem("COL-02", message, fix)


def _best(inks: list[Ink], ground: Ink, palette: Palette) -> float:
    return max((ratio_of(ink, ground, palette) for ink in inks), default=1.0)


@lru_cache(maxsize=1024)
def ratio_of(one: Ink, other: Ink, palette: Palette) -> float:
    """Contrast of two colours of a palette, 1 to 21."""
    return contrast(hex_of(one, palette), hex_of(other, palette))


def _needed(paragraph: Paragraph) -> float:
    large = paragraph.pt >= LARGE_PT or (paragraph.bold and paragraph.pt >= LARGE_BOLD_PT)
    return LARGE if large else TEXT


def inks_of(drawn: Drawn, shape: Shape) -> list[Ink]:
    """The colours by which a mark is seen: its edge and its fill, and the outline of a bar."""
    seen = [shape]
    if kind(shape.name) == "bar":
        seen += drawn.named(shape.name.replace("bar", "outline", 1))
    inks = [ink for mark in seen for ink in (mark.edge, mark.fill) if ink and ink != PAPER]
    return list(dict.fromkeys(inks))


# --- what lies under --------------------------------------------------------------------------------------------------


def _text_grounds(drawn: Drawn, number: int) -> Iterator[tuple[Paragraph, Ink]]:
    """Each line's paragraph with every colour that lies on top under its letters."""
    for paragraph, box in drawn.lines[number]:
        below = drawn.below(number, box)
        spots = _spots(box, below) if below else []
        for ground in {_top(spot, below) for spot in spots} or {PAPER}:
            yield paragraph, ground


def _spots(box: Box, below: Iterable[Outline]) -> list[Point]:
    """Points all over a box, and on every outline that runs through it, which thin lines would slip between."""
    left, top, right, bottom = box
    xs = [left + (right - left) * (i + 0.5) / _COLUMNS for i in range(_COLUMNS)]
    ys = [top + (bottom - top) * (i + 0.5) / _ROWS for i in range(_ROWS)]
    spots = [(x, y) for x in xs for y in ys]
    for outline in below:
        for a, b in outline.pieces(box):
            part = clipped(a, b, box)
            spots += [((part[0][0] + part[1][0]) / 2, (part[0][1] + part[1][1]) / 2)] if part else []
    return spots


def _top(spot: Point, below: Iterable[Outline]) -> Ink:
    """The colour on top at a point; paper where nothing lies."""
    inks = (outline.edge_at(spot) or outline.fill_at(spot) for outline in below)
    return next((ink for ink in inks if ink), PAPER)


def _mark_grounds(drawn: Drawn, number: int, outline: Outline) -> set[Ink]:
    """What each contour lies on."""
    near, found = drawn.below(number, outline.box), set[Ink]()
    for place, box in enumerate(outline.boxes):
        below = [other for other in near if other.meets(box)]
        found |= _grounds(outline.lines[place], outline.half, below) if below else {PAPER}
    return found


def _grounds(line: Line, half: float, below: list[Outline]) -> set[Ink]:
    """The fills under a contour, or the wider line that carries it, as a halo does; lines that it crosses are none."""
    fills: Counter[Ink] = Counter()
    carried: Counter[Ink] = Counter()
    spots = spread(line, _SAMPLES)
    for spot in spots:
        fill, edges = _fill_and_edges(spot, half, below)
        fills[fill] += 1
        carried.update(edges)
    carrying = {ink for ink, count in carried.items() if count >= _CARRIES * len(spots)}
    return carrying or {ink for ink, count in fills.items() if count >= _LEAST * len(spots)}


def _fill_and_edges(spot: Point, half: float, below: list[Outline]) -> tuple[Ink, set[Ink]]:
    """The topmost fill at a point, and the edges above it that are wider than a line of `half` mm to its rim."""
    edges: set[Ink] = set()
    for outline in below:
        if 0 < half < outline.half and (edge := outline.edge_at(spot)):
            edges.add(edge)
        if fill := outline.fill_at(spot):
            return fill, edges
    return PAPER, edges
