"""Measuring slide text before it is written: PowerPoint's own shrinking does nothing until somebody edits the box.

HarfBuzz shapes the words with the real font; all lengths are points.
"""

from functools import cache, lru_cache
from pathlib import Path

import fontpkg_lato
import uharfbuzz as hb

from layouts.wording import Line

LINE = 1.2 * 1.05  # line height of the size: the font's own, at the 105 % that our template sets
SAFETY = 0.97  # of a width: another machine's rounding may need the rest


@cache
def _font(bold: bool) -> hb.Font:
    file = Path(fontpkg_lato.ROOT) / "files" / f"Lato-{'Bold' if bold else 'Regular'}.ttf"
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(file))))


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text in points, set at `size` points."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    font = _font(bold)
    hb.shape(font, buffer)
    advance = sum(position.x_advance for position in buffer.glyph_positions)
    return float(advance * size / font.face.upem)


def count_lines(text: str, room: float, size: float, bold: bool = False) -> int:
    """Into how many lines words break in a box `room` points wide. A word too wide for it counts as it would be cut."""
    lines, used, blank = 1, 0.0, width(" ", size, bold)
    for word in text.split():
        wide = width(word, size, bold)
        if used and used + blank + wide > room * SAFETY:
            lines, used = lines + 1, 0.0
        lines += int(wide // (room * SAFETY)) if wide > room * SAFETY else 0
        used += wide + (blank if used else 0.0)
    return lines


def height(lines: tuple[Line, ...], room: float, size: float, gap: float) -> float:
    """The height in points of paragraphs set one below the other, `gap` points apart."""
    counted = [count_lines(printed(line), room, size, all(run.bold for run in line.runs)) for line in lines]
    return sum(counted) * size * LINE + max(0, len(lines) - 1) * gap


def printed(line: Line) -> str:
    """A line's characters with its citation marks, as a slide shows them."""
    return line.text + (f" [{', '.join(line.marks)}]" if line.marks else "")
