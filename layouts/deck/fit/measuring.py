"""Measuring slide text before it is written: PowerPoint's own shrinking does nothing until somebody edits the box.

Every text is measured in each typeface that it may be shown in, and the one that needs the most counts. Lengths are
points. A line ends only at a blank: where PowerPoint also ends one behind a hyphen, it needs no more lines.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from layouts.deck.fit.faces import FACES, Face, line_height
from layouts.deck.fit.faces import width as ems
from layouts.deck.plans import Measured, Room
from layouts.memories import forgetful
from layouts.wording import Line, Run

SAFETY: Final = 0.98  # of a width: another machine's rounding may need the rest
TOLERANCE: Final = 0.01  # points: sums of lengths are not exact


@dataclass(frozen=True)
class Piece:
    """A paragraph or a row as high as the typeface makes it that needs the most: points, and lines."""

    height: float
    lines: int
    leads: bool = False  # a heading: it never ends a slide


def printed(line: Line) -> str:
    """A line's characters with its citation marks, as a slide shows them."""
    return "".join(run.text for run in written(line))


def written(line: Line) -> tuple[Run, ...]:
    """A line's runs with its citation marks."""
    return (*line.runs, Run(f" [{', '.join(line.marks)}]")) if line.marks else line.runs


def width(line: Line, size: float, face: Face, bold: bool = False) -> float:
    """The width of a line that is not broken."""
    return sum(blank + wide for blank, wide in _words(line, face, bold)) * size


def widest_word(line: Line, size: float, face: Face, bold: bool = False) -> float:
    """The width of the longest piece that cannot be broken."""
    return max((wide for _, wide in _words(line, face, bold)), default=0.0) * size


def count_lines(line: Line, room: float, size: float, face: Face, bold: bool = False) -> int:
    """Into how many lines words break in a box `room` points wide. A word too wide for it counts as it would be cut."""
    most = room * SAFETY / size
    lines, used = 1, 0.0
    for blank, wide in _words(line, face, bold):
        if used and used + blank + wide > most:
            lines, used = lines + 1, wide
        else:
            used += blank + wide
        if used > most:
            lines, used = lines + int(used // most), used % most
    return lines


@forgetful
@lru_cache(maxsize=8_000)
def _words(line: Line, face: Face, bold: bool) -> tuple[tuple[float, float], ...]:
    """Each word: the blank before it and its own width, in ems. A word may change its weight."""
    words, blank, wide = [], 0.0, 0.0
    for run in written(line):
        heavy = bold or run.bold
        first, *others = run.text.split(" ")  # a no-break space holds
        wide += ems(first, heavy, face)
        for other in others:
            if wide:
                words.append((blank, wide))
                blank = 0.0
            blank, wide = blank + ems(" ", heavy, face), ems(other, heavy, face)
    return (*words, (blank, wide)) if wide else tuple(words)


def pieces(lines: tuple[Line, ...], room: Room, size: float) -> tuple[Piece, ...]:
    """Each paragraph in a room, at one of its sizes, in the typeface that makes it highest."""
    made = _by_face(lines, room, size)
    return tuple(max(faces, key=lambda piece: piece.height) for faces in zip(*made, strict=True))


@forgetful
@lru_cache(maxsize=4_000)  # most texts are measured again for the slide they come to, and in watch for the next deck
def _by_face(lines: tuple[Line, ...], room: Room, size: float) -> tuple[tuple[Piece, ...], ...]:
    """The paragraphs in each typeface."""
    return tuple(tuple(_piece(line, room, size, face) for line in lines) for face in FACES)


def _piece(line: Line, room: Room, size: float, face: Face) -> Piece:
    counted = count_lines(line, room.width - room.hang, size, face, room.bold)
    return Piece(counted * line_height(line.text, face) * room.spacing * size, counted)


def worst_face(lines: tuple[Line, ...], room: Room, size: float) -> Face:
    """The typeface in which paragraphs are highest altogether; our own where none is higher."""
    made = dict(zip(FACES, _by_face(lines, room, size), strict=True))
    return max(FACES, key=lambda face: sum(piece.height for piece in made[face]))


def capacity(room: Room, size: float) -> float:
    """The height that paragraphs may have. At the foot of each column but the last a line may find no place."""
    lost = size * room.spacing * max(line_height("", face) for face in FACES) + room.gap
    return room.height * room.across - lost * (room.across - 1)


def measure(box: str, lines: tuple[Line, ...], room: Room) -> Measured:
    """Paragraphs in the largest of a room's sizes that it holds them in, else in the smallest and closest together."""
    looks = [(size, room.gap) for size in room.sizes]
    if room.tight < room.gap and len(lines) > 1:
        looks.append((room.sizes[-1], room.tight))
    for size, gap in looks:
        measured = _measure(box, lines, replace(room, gap=gap), size)
        if not measured.over:
            break
    return measured


def _measure(box: str, lines: tuple[Line, ...], room: Room, size: float) -> Measured:
    paragraphs, high = pieces(lines, room, size), capacity(room, size)
    used = sum(piece.height for piece in paragraphs) + room.gap * max(0, len(paragraphs) - 1)
    counted = sum(piece.lines for piece in paragraphs)
    over = used - high if used > high + TOLERANCE else 0.0
    if room.most and counted > room.most:
        over = max(over, used * (counted - room.most) / counted)
    return Measured(box, used, high, size, counted, worst_face(lines, room, size), over, room.gap)
