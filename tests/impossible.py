"""When a figure that cannot be divided truly has no room: its lines at the smallest type are higher than the slot.

Each function adds up the least height in mm of one kind, in every arrangement that it knows: lines times their
leading, words broken wherever they must be, the smallest icons or bodies, and the white space between. A drawing may
be refused where the least of these sums is more than the slot has, and nowhere else.

For names of 60 letters (90 mm wide in 9 pt type with 3.9 mm from line to line, 140 mm and 6.0 mm in 14 pt; of the
widest letter 197 and 307 mm) the sums are, in mm, where every label there can be is as long:

                                                      slide of 117   handout of 110   panel of 120
    icons, two arms with two studies of five labels            123               83            170
    timeline, two arms of six steps                            178              115            232
    bodies with four labels each                                71               46             99
    the same, every label of the widest letter                  95               77            161
"""

from collections.abc import Sequence

from layouts.figures import bodies, icon_arrangement, timeline
from layouts.figures.canvas import HEAD_GAP, HEAD_INDENT
from layouts.figures.specs import (
    Body,
    CellPair,
    IconArray,
    IconRanges,
    IconRow,
    Slot,
    Spec,
    Timeline,
    TimelineRow,
)
from layouts.figures.typeface import Type, width, wrap


def least_height(spec: Spec, slot: Slot) -> float:
    """Mm that a figure needs at least; none where it can be divided until it fits."""
    sheet = Sheet(slot, spec.anatomy.direction == "rtl")
    if isinstance(spec, IconRanges):
        return min(icons(sheet, [[row] for row in spec.rows]), icons(sheet, [list(spec.rows)]))
    if isinstance(spec, Timeline):
        return min(steps_down(sheet, spec.rows), steps_across(sheet, spec.rows))
    return pair(sheet, spec) if isinstance(spec, CellPair) else 0.0


class Sheet:
    """A slot at its smallest type."""

    def __init__(self, slot: Slot, mirrored: bool) -> None:
        self.slot, self.wide, self.em = slot, slot.width_mm, Type(slot.smallest_pt, "").em
        self._direction = "rtl" if mirrored else "ltr"

    def type(self, step: float = 0, bold: bool = False) -> Type:
        pt = max(round(self.slot.smallest_pt * 1.25**step * 4) / 4, self.slot.smallest_pt)
        return Type(pt, "", bold, self._direction)  # type: ignore[arg-type]

    def high(self, words: str, room: float, style: Type) -> float:
        """Lines times leading."""
        return style.height(len(wrap(words, room, style, breaking=True)))

    def head(self, words: str, room: float) -> float:
        return self.high(words, room - HEAD_INDENT * self.em, self.type(0.5, True)) + HEAD_GAP * self.em


def icons(sheet: Sheet, bands: Sequence[Sequence[IconRow]]) -> float:
    """Arms one above the other or side by side, captions below the smallest arrays that can be counted."""
    across, most = max(len(band) for band in bands), max(len(row.arrays) for band in bands for row in band)
    group = (sheet.wide - (across - 1) * icon_arrangement.GROUP_GAP * sheet.em) / across
    column = (group - (most - 1) * icon_arrangement.GAP * sheet.em) / most
    arrays = [array for band in bands for row in band for array in row.arrays]
    large = sheet.type(1, True)
    label = large if all(width(array.label, large) <= column for array in arrays) else sheet.type(0.5, True)
    side = icon_arrangement._LAST_PITCH[arrays[0].total] * icon_arrangement.pitches(
        icon_arrangement.COLUMNS[arrays[0].total], arrays[0].total
    )
    total = (len(bands) - 1) * icon_arrangement.BAND_GAP * sheet.em
    for band in bands:
        total += max(sheet.head(row.heading, group) for row in band)
        mine = [array for row in band for array in row.arrays]
        array_high = side * icon_arrangement.aspect(arrays[0].total) if mine else 0.0
        below = [array_high + caption(sheet, array, column, label) for array in mine]
        total += max(below + [sheet.high(row.empty, group, sheet.type()) for row in band if not row.arrays])
    return total


def caption(sheet: Sheet, array: IconArray, room: float, label: Type) -> float:
    lines = sum(sheet.high(line, room, sheet.type()) for line in array.lines)
    gaps = 0.3 + (0.35 + 0.2 * (len(array.lines) - 1) if array.lines else 0.0)
    counts = sheet.high(array.label, room, label) + sheet.high(array.complement, room, sheet.type())
    return counts + lines + gaps * sheet.em


def steps_down(sheet: Sheet, rows: Sequence[TimelineRow]) -> float:
    """Arms side by side, a step a line or more, its duration under it."""
    room = (sheet.wide - (len(rows) - 1) * timeline._ASIDE * sheet.em) / len(rows)
    words = room - timeline._INDENT * sheet.em
    heights = []
    for row in rows:
        high = sum(
            sheet.high(step.label, words, sheet.type())
            + sheet.high(step.duration, words, sheet.type(bold=step.recorded))
            + timeline._LAST_BETWEEN * sheet.em
            for step in row.steps
        )
        ending = sheet.high(row.end, words, sheet.type()) if row.steps else sheet.high(row.empty, room, sheet.type())
        heights.append(high + ending)
    return max(sheet.head(row.heading, room) for row in rows) + timeline._HEAD * sheet.em + max(heights)


def steps_across(sheet: Sheet, rows: Sequence[TimelineRow]) -> float:
    """Arms one below the other, each with its durations above a line and its steps below."""
    total = 0.8 * sheet.em * (len(rows) - 1)
    for row in rows:
        total += sheet.head(row.heading, sheet.wide)
        if not row.steps:
            total += sheet.high(row.empty, sheet.wide, sheet.type())
            continue
        natural = max([width(word, sheet.type()) for word in row.end.split(" ")] + [width(row.end, sheet.type()) / 2])
        end = min(max(natural, 2 * sheet.em), sheet.wide / (len(row.steps) + 1))
        each = (sheet.wide - end) / len(row.steps) - sheet.em
        total += max(sheet.high(step.duration, each, sheet.type(bold=step.recorded)) for step in row.steps)
        ending = sheet.high(row.end, end, sheet.type())
        total += max([sheet.high(step.label, each, sheet.type()) for step in row.steps] + [ending]) + 1.25 * sheet.em
    return total


def pair(sheet: Sheet, spec: CellPair) -> float:
    """The labels beside the smallest body of both, and its heading; side by side in a wide slot."""
    wide, gap = sheet.wide > 1.2 * sheet.slot.height_mm, bodies._ASIDE * sheet.em
    room = (sheet.wide - gap) / 2 if wide else sheet.wide
    high = max(sheet.head(body.name, room) for body in spec.bodies) + max(
        column(sheet, body, room - (2 * bodies._LAST + bodies._TO_LABELS) * sheet.em) for body in spec.bodies
    )
    return high if wide else 2 * high + gap


def column(sheet: Sheet, body: Body, room: float) -> float:
    return sum(sheet.high(leader.text, room, sheet.type()) + bodies._BETWEEN * sheet.em for leader in body.labels)
