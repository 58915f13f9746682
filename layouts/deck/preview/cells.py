"""The native tables of a finished slide, drawn cell by cell. All lengths are points."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from layouts.deck.inherited import Ancestry, ancestry
from layouts.deck.names import qn
from layouts.deck.preview.geometry import EMU, Frame
from layouts.deck.preview.paragraphs import ANCHORS, Line, set_text
from layouts.deck.preview.sheet import Sheet, draw_line

_CELL: Final = {"marL": "91440", "marR": "91440", "marT": "45720", "marB": "45720"}  # EMU, where none is given


def draw_table(sheet: Sheet, element: Any, frame: Frame) -> None:
    """A p:graphicFrame; rows grow where their words need it, as PowerPoint lets them."""
    box = frame.box(element.find(qn("p:xfrm")))
    table = element.find(f".//{qn('a:tbl')}")
    if table is None:  # a chart or an embedded object: its place is shown
        sheet.parts.append(f'<path d="{box.rectangle}" fill="#e8ecef"/>')
        return
    widths = [int(column.get("w", "0")) / EMU for column in table.iter(qn("a:gridCol"))]
    properties = table.find(qn("a:tblPr"))
    mirrored = properties is not None and properties.get("rtl") in ("1", "true")
    lineage = Ancestry((), None, ancestry(element, sheet.slide).styles)
    y = box.y
    for row in table.iterfind(qn("a:tr")):
        cells = list(_row(row, widths, box.x, mirrored))
        texts = [_cell_text(sheet, cell, lineage, wide) for cell, _, wide in cells]
        high = max([int(row.get("h", "0")) / EMU, *(height for _, height in texts)])
        for (cell, x, wide), (lines, tall) in zip(cells, texts, strict=True):
            _draw_cell(sheet, cell, (x, y, wide, high), lines, tall)
        y += high


def _row(row: Any, widths: list[float], left: float, mirrored: bool) -> Iterator[tuple[Any, float, float]]:
    """Each cell with its left edge and its width; what a wider or higher cell covers is left out."""
    edges = [sum(widths[:index]) for index in range(len(widths) + 1)]
    for index, cell in enumerate(row.iterfind(qn("a:tc"))):
        if cell.get("hMerge") or cell.get("vMerge") or index >= len(widths):
            continue
        last = min(index + int(cell.get("gridSpan", "1")), len(widths))
        x = edges[-1] - edges[last] if mirrored else edges[index]
        yield cell, left + x, edges[last] - edges[index]


def _margins(cell: Any) -> tuple[float, ...]:
    properties = cell.find(qn("a:tcPr"))
    given: Mapping[str, str] = properties.attrib if properties is not None else {}
    return tuple(int(given.get(name, value)) / EMU for name, value in _CELL.items())


def _cell_text(sheet: Sheet, cell: Any, lineage: Ancestry, wide: float) -> tuple[list[Line], float]:
    left, right, top, bottom = _margins(cell)
    body = cell.find(qn("a:txBody"))
    lines, high = set_text(body, lineage, sheet.theme, wide - left - right) if body is not None else ([], 0.0)
    return lines, high + top + bottom


def _draw_cell(
    sheet: Sheet, cell: Any, place: tuple[float, float, float, float], lines: list[Line], tall: float
) -> None:
    x, y, wide, high = place
    left, _, top, _ = _margins(cell)
    properties = cell.find(qn("a:tcPr"))
    fill = sheet.theme.paint(properties.find(qn("a:solidFill"))) if properties is not None else None
    if fill:
        sheet.parts.append(f'<path d="M{x:.5g} {y:.5g}h{wide:.5g}v{high:.5g}h{-wide:.5g}z" fill="{fill}"/>')
    corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
    for name, (start, end) in zip(("lnT", "lnR", "lnB", "lnL"), pairwise(corners), strict=True):
        rule = properties.find(qn(f"a:{name}")) if properties is not None else None
        colour = sheet.theme.paint(rule.find(qn("a:solidFill"))) if rule is not None else None
        if rule is not None and colour:
            width = int(rule.get("w", "12700")) / EMU
            path = f"M{start[0]:.5g} {start[1]:.5g}L{end[0]:.5g} {end[1]:.5g}"
            sheet.parts.append(f'<path d="{path}" stroke="{colour}" stroke-width="{width:.3g}"/>')
    anchor = properties.get("anchor", "t") if properties is not None else "t"
    shift = ANCHORS.get(anchor, ANCHORS["t"])(high, tall)
    for line in lines:
        sheet.parts += draw_line(sheet, line, x + left, y + top + shift)
