"""COL-03, COL-04: the two arms can be told apart by colour-blind readers, and on a photocopy."""

import math
from collections.abc import Iterator
from itertools import product

from layouts.checks.contrast import DECORATION, PAPER, inks_of, ratio_of
from layouts.checks.drawn import Drawn, arm_of, headings, kind, plain
from layouts.figures.colours import Ink, hex_of
from layouts.figures.marks import Contour, Point, Shape
from layouts.figures.outlines import flattened
from layouts.figures.specs import CellPair
from layouts.problems import Problem, Severity

APART, ALIKE = 10.0, 5.0  # CIEDE2000: below, hard to tell apart; below, nearly one colour
COPIED = 20.0  # L*: what keeps two greys of a photocopy apart
PARTS = {  # marks that only stand with another, by which the arm is told
    "receptors": "membrane",
    "nucleus": "membrane",
    "granules": "membrane",
    "step": "node",
    "mark": "the heading that it stands before",
}
_OTHER = 0.04  # of its mean: how far the distance of two outlines from their middles differs at least somewhere
_ANGLES = 48  # directions in which the distance is measured
_NEAR = 1.0  # mm: how far a mark may reach out before its heading

Key = tuple[Point, ...]


def arms_apart(drawn: Drawn) -> Iterator[Problem]:
    """COL-03: the arms' colours differ for every kind of colour blindness, and for none.

    CIEDE2000 below 10 is a warning, below 5 an error (WCAG 2.2, 1.4.1; CIE 142; Brettel 1997, Viénot 1999).
    """
    first, second = (sorted(_inks(drawn, arm), key=str) for arm in (0, 1))
    pairs = [(hex_of(one, drawn.palette), hex_of(other, drawn.palette)) for one, other in product(first, second)]
    for least, severity in filter(None, map(too_alike, pairs)):
        message = f"the colours of the two arms are only {least:.1f} apart for some readers, and need {APART:g}"
        yield drawn.problem("COL-03", message, "choose other arm colours in brand.yaml: a blue and an orange", severity)
        return


def too_alike(pair: tuple[str, str]) -> tuple[float, Severity] | None:
    """The least distance of two colours '#RRGGBB' and how grave it is; None where they are apart."""
    from layouts.figures.separation import least_distance  # its library takes a tenth of a second

    least = least_distance(*pair)
    return None if least >= APART else (least, "error" if least < ALIKE else "warning")


def copied(drawn: Drawn) -> Iterator[Problem]:
    """COL-04: never colour alone: on a photocopy greys, outlines or headings tell the arms apart (WCAG 2.2, 1.4.1).

    Greys by 20 of L*; or each mark stands under its own arm's heading; or every kind of mark of one arm has another
    outline than the other's. Bodies without any label are only warned of: the cover writes their names beneath.
    """
    shapes = [outline.shape for _, outline in drawn.outlines if _tells(outline.shape)]
    arms = [[shape for shape in shapes if _arm(shape) == arm] for arm in (0, 1)]
    if all(arms) and not (_apart_in_grey(drawn) or _all_headed(drawn, shapes) or _other_outlines(*arms)):
        message = "without colours nothing tells the marks of the two arms apart"
        fix = (
            "give the two arms drawings of other outlines under 'drawing', or colours of other lightness in brand.yaml"
        )
        emblem = isinstance(drawn.spec, CellPair) and not drawn.labels
        yield drawn.problem("COL-04", message, fix, "warning" if emblem else "error")


def _tells(shape: Shape) -> bool:
    """Whether a mark is an arm's own, by which the arm must be known."""
    return _arm(shape) is not None and kind(shape.name) not in (*DECORATION, *PARTS)


def _arm(shape: Shape) -> int | None:
    arm = arm_of(shape.edge)
    return arm_of(shape.fill) if arm is None else arm


def _inks(drawn: Drawn, arm: int) -> set[Ink]:
    """The colours by which an arm's marks are seen: of edge and fill the one that stands out most from paper."""
    shapes = [outline.shape for _, outline in drawn.outlines if kind(outline.shape.name) not in DECORATION]
    found = [[ink for ink in inks_of(drawn, shape) if arm_of(ink) == arm] for shape in shapes]
    return {max(inks, key=lambda ink: ratio_of(ink, PAPER, drawn.palette)) for inks in found if inks}


def _apart_in_grey(drawn: Drawn) -> bool:
    from layouts.figures.separation import grey_gap

    pairs = product(*(_inks(drawn, arm) for arm in (0, 1)))
    return all(grey_gap(hex_of(a, drawn.palette), hex_of(b, drawn.palette)) >= COPIED for a, b in pairs)


# --- outlines ---------------------------------------------------------------------------------------------------------


def _other_outlines(first: list[Shape], second: list[Shape]) -> bool:
    """Whether every kind of mark that both arms have is drawn in outlines that differ."""
    kinds = {kind(shape.name) for shape in first} & {kind(shape.name) for shape in second}
    return bool(kinds) and all(_differ(_forms(first, name), _forms(second, name)) for name in kinds)


def _forms(shapes: list[Shape], name: str) -> dict[Key, Contour]:
    """The closed outlines of a kind, each once whatever its size and place."""
    contours = (contour for shape in shapes if kind(shape.name) == name for contour in shape.contours)
    return {_key(contour): contour for contour in contours if contour.closed}


def _key(contour: Contour) -> Key:
    """The points of a contour on a scale of 0 to 1 of its longer side, in hundredths."""
    points = contour.points
    left, top = min(x for x, _ in points), min(y for _, y in points)
    size = max(max(x for x, _ in points) - left, max(y for _, y in points) - top) or 1.0
    return tuple((round((x - left) / size, 2), round((y - top) / size, 2)) for x, y in points)


def _differ(first: dict[Key, Contour], second: dict[Key, Contour]) -> bool:
    """Whether no outline of one arm is one of the other's."""
    if not first or not second or first.keys() & second.keys():
        return False
    one, other = ([_profile(contour) for contour in forms.values()] for forms in (first, second))
    return all(max(abs(a - b) for a, b in zip(p, q, strict=True)) >= _OTHER for p, q in product(one, other))


def _profile(contour: Contour) -> list[float]:
    """How far an outline lies from its middle in each direction, as shares of the mean: the same at every size."""
    line = flattened(contour)
    xs, ys = [x for x, _ in line], [y for _, y in line]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    polar = sorted((math.atan2(b - y, a - x), math.hypot(a - x, b - y)) for a, b in line)
    turns = [(angle + turn, far) for turn in (-math.tau, 0.0, math.tau) for angle, far in polar]
    found = [_between(turns, math.tau * step / _ANGLES) for step in range(_ANGLES)]
    mean = sum(found) / len(found)
    return [far / mean for far in found]


def _between(turns: list[tuple[float, float]], angle: float) -> float:
    """The distance in a direction, from those of the two nearest points."""
    place = next(i for i, (other, _) in enumerate(turns) if other > angle)
    (a, near), (b, far) = turns[place - 1], turns[place]
    return near + (far - near) * (angle - a) / (b - a)


# --- headings ---------------------------------------------------------------------------------------------------------


def _all_headed(drawn: Drawn, shapes: list[Shape]) -> bool:
    """Whether over each mark stands the heading of its arm, in words and behind a mark of the arm's own colour."""
    heads = [
        (_middle(mark), _start(drawn, mark), arm)
        for arm, heading in headings(drawn.spec)
        if plain(heading) in drawn.words
        for mark in drawn.named(f"mark: {heading}")
        if _arm(mark) == arm
    ]
    return all(_head_over(shape.box[3], _start(drawn, shape) + _NEAR, heads) == _arm(shape) for shape in shapes)


def _head_over(bottom: float, start: float, heads: list[tuple[float, float, int]]) -> int | None:
    """The arm of the lowest heading above a mark; of headings side by side, of the last that starts before it."""
    above = [head for head in heads if head[0] < bottom and head[1] <= start]
    lowest = max((middle for middle, _, _ in above), default=0.0)
    beside = [(from_start, arm) for middle, from_start, arm in above if middle > lowest - _NEAR]
    return max(beside)[1] if beside else None


def _middle(shape: Shape) -> float:
    return (shape.box[1] + shape.box[3]) / 2


def _start(drawn: Drawn, shape: Shape) -> float:
    """Mm from the side where reading begins."""
    left, _, right, _ = shape.box
    return left if drawn.figure.direction == "ltr" else drawn.figure.slot.width_mm - right
