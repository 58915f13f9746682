"""Where text goes on on the next slide: between paragraphs or rows, each part about as full as the others."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from layouts.deck.fit.measuring import Piece

LONELY: Final = 4.0  # what one line alone costs, or a heading at the foot: more than the emptiest slide (1)
ROUNDING: Final = 0.01  # points
Flow = Sequence[Piece]
Height = Callable[[int, int], float]
Cost = Callable[[int, int], float | None]  # None: more than a slide holds


def divide(flows: Sequence[Flow], room: float, gap: float = 0.0, fixed: float = 0.0) -> list[range]:
    """The pieces of each part, as ranges of their numbers. Lengths are points.

    Several `flows` stand beside each other and are divided at the same pieces. `fixed` is taken on every slide, as by a
    table's head. There are as few parts as hold everything; a piece higher than a slide is a part of its own.
    """
    heights = [[0.0, *accumulate(piece.height + gap for piece in flow)] for flow in flows]

    def high(first: int, end: int) -> float:
        return fixed + max(sums[end] - sums[first] - gap for sums in heights)

    def cost(first: int, end: int) -> float | None:
        used = high(first, end)
        return _cost(flows, first, end, used, room) if used <= room + ROUNDING or end - first == 1 else None

    return _cheapest(len(flows[0]), _fewest(len(flows[0]), room, high), cost)


def _cheapest(pieces: int, parts: int, cost: Cost) -> list[range]:
    """The parts that cost least together; of two ways as good, the one whose first slides are fuller."""
    best: dict[int, tuple[float, list[range]]] = {0: (0.0, [])}  # by the pieces that the parts so far hold
    for _ in range(parts):
        longer: dict[int, tuple[float, list[range]]] = {}
        for first, (spent, before) in sorted(best.items(), reverse=True):
            for end in range(first + 1, pieces + 1):
                more = cost(first, end)
                if more is None:
                    break
                total = round(spent + more, 6)
                if end not in longer or total < longer[end][0]:
                    longer[end] = total, [*before, range(first, end)]
        best = longer
    return best[pieces][1]


def _fewest(pieces: int, room: float, high: Height) -> int:
    """How many parts there are if each is filled before the next is begun."""
    parts, first = 1, 0
    for end in range(1, pieces + 1):
        if end - first > 1 and high(first, end) > room + ROUNDING:
            parts, first = parts + 1, end - 1
    return parts


def _cost(flows: Sequence[Flow], first: int, end: int, used: float, room: float) -> float:
    """How ill a part would look: its empty share squared, and what stands alone."""
    lines = max(sum(piece.lines for piece in flow[first:end]) for flow in flows)
    alone = lines < 2 and end - first < len(flows[0])
    heading = end < len(flows[0]) and any(flow[end - 1].leads for flow in flows)
    return max(0.0, 1 - used / room) ** 2 + LONELY * alone + LONELY * heading
