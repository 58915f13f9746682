"""A drawing of a slide under way, and how words are set on it. All lengths are points."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from layouts.deck.inherited import Ancestry, Theme
from layouts.deck.preview.geometry import EMU, Box
from layouts.deck.preview.glyphs import EM, outline, set_words
from layouts.deck.preview.paragraphs import ANCHORS, Line, Run, set_text

_INSET: Final = {"lIns": "91440", "rIns": "91440", "tIns": "45720", "bIns": "45720"}  # EMU, where none is given


@dataclass
class Sheet:
    """A drawing under way: its parts, and the letters they use."""

    slide: Any
    number: int
    theme: Theme
    parts: list[str] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)


def render_svg(sheet: Sheet, wide: float, high: float) -> bytes:
    """The finished drawing."""
    letters = "".join(f'<path id="{key}" d="{path}"/>' for key, path in sorted(sheet.letters.items()))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}">'
    )
    return f"{head}<defs>{letters}</defs>{''.join(sheet.parts)}</svg>\n".encode()


def draw_text(sheet: Sheet, body: Any, lineage: Ancestry, box: Box) -> None:
    """The words of a p:txBody in its box."""
    left, right, top, bottom = (int(lineage.frame(name, value)) / EMU for name, value in _INSET.items())
    wraps = lineage.frame("wrap", "square") != "none"
    count, gap = max(1, int(lineage.frame("numCol", "1"))), int(lineage.frame("spcCol", "0")) / EMU
    room, tall = (box.width - left - right - (count - 1) * gap) / count, box.height - top - bottom
    lines, high = set_text(body, lineage, sheet.theme, room, wraps=wraps, number=sheet.number)
    columns = _columns(lines, count, tall)
    shift = ANCHORS.get(lineage.frame("anchor", "t"), ANCHORS["t"])(tall, high) if len(columns) == 1 else 0.0
    drawn = []
    for number, (column, above) in enumerate(columns):
        place = count - 1 - number if lineage.frame("rtlCol", "0") in ("1", "true") else number
        x = box.x + left + place * (room + gap)
        drawn += [part for line in column for part in draw_line(sheet, line, x, box.y + top + shift - above)]
    sheet.parts += [f"<g{box.turn}>", *drawn, "</g>"] if box.turn and drawn else drawn


def _columns(lines: list[Line], count: int, tall: float) -> list[tuple[list[Line], float]]:
    """The lines of each column, and how far down they were set before they were divided; the last takes the rest."""
    columns: list[tuple[list[Line], float]] = [([], 0.0)]
    for line in lines:
        size = max((run.size for run in line.runs), default=0.0)
        if columns[-1][0] and line.baseline - columns[-1][1] > tall and len(columns) < count:
            columns.append(([], line.baseline - size))
        columns[-1][0].append(line)
    return columns


def draw_line(sheet: Sheet, line: Line, x: float, y: float) -> Iterator[str]:
    """One line in a box whose left edge is at `x` and whose text begins at `y`."""
    start = x + line.left
    if line.bullet:
        side = start + line.width + line.hang - line.bullet.width if line.right_to_left else start - line.hang
        yield _words(sheet, line.bullet, side, y + line.baseline, line.right_to_left)
    for run in reversed(line.runs) if line.right_to_left else line.runs:
        if run.text.strip():
            yield _words(sheet, run, start, y + line.baseline, line.right_to_left)
        start += run.width


def _words(sheet: Sheet, run: Run, x: float, y: float, right_to_left: bool) -> str:
    glyphs, _ = set_words(run.text, run.bold, right_to_left)
    scale = run.size / EM
    uses = []
    for glyph in glyphs:
        path = outline(glyph.face, glyph.number)
        if path:
            sheet.letters[glyph.key] = path
            uses.append(f'<use href="#{glyph.key}" x="{glyph.x}"' + (f' y="{glyph.y}"/>' if glyph.y else "/>"))
    look = f'transform="translate({x:.5g} {y:.5g})scale({scale:.4g} {-scale:.4g})" fill="{run.colour}"'
    return f"<g {look}>{''.join(uses)}</g>"
