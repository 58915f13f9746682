"""A native table in the template's own style: bold head, thin horizontal rules, theme colours."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.oxml.table import CT_Table, CT_TableCell
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.graphfrm import GraphicFrame
from pptx.table import _Cell
from pptx.util import Emu, Pt

from layouts.deck import ooxml
from layouts.deck.dressing import fill_of, paint
from layouts.deck.fit.rows import PADDING, SIDE, SPACING, cells
from layouts.deck.names import qn
from layouts.deck.plans import Fitted
from layouts.deck.templates.own import EMU_PER_POINT, LAYOUTS, TABLE_STYLE, Box
from layouts.deck.texts import write_line

Colour = str  # of the theme, 'accent1', or '#rrggbb'
Rule = tuple[Colour, float] | None  # colour and width in points
MOST_AIR: Final = 12  # points that a row may grow where the area has room
HEAD_RULE: Final = 1.5  # points, as the next two
ARM_RULE: Final = 3
HAIRLINE: Final = 0.75
BORDERS: Final = ("a:lnL", "a:lnR", "a:lnT", "a:lnB")
BORDER_TAGS: Final = frozenset(map(qn, BORDERS))


@dataclass(frozen=True)
class Look:
    """How tables are set on a template: its style, the rules under the heads, the hairlines, the text where it is not
    the style's."""

    style: str = TABLE_STYLE
    heads: tuple[Colour, Colour, Colour] = ("tx1", "accent1", "accent2")
    hairline: Colour = "accent4"
    text: Colour | None = None


OWN: Final = Look()


def write_table(slide: Any, fitted: Fitted, area: Box, mirrored: bool, look: Look = OWN) -> GraphicFrame:
    """A native table as it was measured. Its rows are as high as our own typeface makes them, and leave the room free
    that they need in another."""
    grid, measured = fitted.plan.grid, fitted.box("table")
    assert grid is not None
    frame: GraphicFrame = slide.shapes.add_table(
        len(fitted.rows), len(fitted.columns), Emu(area.left), Emu(area.top), Emu(area.width), Pt(sum(fitted.rows))
    )
    _fill(frame.table, fitted)
    underlines = look.heads if grid.arms else ()
    high = area.height / EMU_PER_POINT - (measured.used - sum(fitted.rows))
    style_table(frame, underlines, size=measured.size, padding=PADDING, right_to_left=mirrored, high=high, look=look)
    ooxml.describe(frame, grid.caption.text or fitted.plan.title)
    frame.name = f"Table: {fitted.plan.id}"
    return frame


def _fill(table: Any, fitted: Fitted) -> None:
    assert fitted.plan.grid is not None
    for column, wide in zip(table.columns, fitted.columns, strict=True):
        column.width = Pt(wide)
    for row, high in zip(table.rows, fitted.rows, strict=True):
        row.height = Pt(high)
    for row, lines in zip(table._tbl.tr_lst, cells(fitted.plan.grid), strict=True):
        for cell, line in zip(row.tc_lst, lines, strict=True):
            write_line(_Cell(cell, table).text_frame.paragraphs[0], line, None)


def style_table(
    frame: GraphicFrame,
    underlines: Sequence[Colour] = (),
    *,
    size: float = 16,
    padding: float = 6,
    right_to_left: bool = False,
    high: float = LAYOUTS.table.area.height / EMU_PER_POINT,
    look: Look = OWN,
) -> None:
    """Set a filled table in our style, its first row as header and its first column bold.

    Of two columns neither is: what stands in one is answered in the other, and must not be louder.

    `underlines` colours the rule under each header cell, the text's colour where it has no entry. `size` (of the text),
    `padding` (above and below it) and `high` are points; where the rows leave room of that height, they grow.
    """
    table = frame.table
    padding += _air(frame, high) / 2
    _bind(table._tbl, right_to_left, look.style)
    for column_index in range(len(table.columns)):
        colour = underlines[column_index] if column_index < len(underlines) else look.heads[0]
        above: Rule = None
        below: Rule = (colour, HEAD_RULE if colour == look.heads[0] else ARM_RULE)
        for row_index, row in enumerate(table._tbl.tr_lst):
            cell = row.tc_lst[column_index]
            _space(cell, padding, first=column_index == 0, head=row_index == 0, right_to_left=right_to_left)
            _set_text(cell, size, bold=row_index == 0 or (column_index == 0 and len(table.columns) > 2))
            _rule(cell, above, below)
            if look.text:
                for run in _Cell(cell, table).text_frame.paragraphs[0].runs:
                    paint(run, look.text)
            above, below = below, (look.hairline, HAIRLINE)


def _air(frame: GraphicFrame, high: float) -> float:
    """Grow every row by the same share of the height that is free; return it in points."""
    rows = frame.table.rows
    free = round(high * EMU_PER_POINT) - MOST_AIR * EMU_PER_POINT - sum(row.height for row in rows)
    air = max(0, min(free // len(rows), MOST_AIR * EMU_PER_POINT))
    for row in rows:
        row.height = Emu(row.height + air)
    frame.height = Emu(sum(row.height for row in rows))
    return float(air / EMU_PER_POINT)


def _bind(tbl: CT_Table, right_to_left: bool, style: str) -> None:
    """Name the template's table style; only the header row and the first column differ from the rest."""
    properties = tbl.get_or_add_tblPr()
    for flag in list(properties.attrib):
        del properties.attrib[flag]
    properties.set("firstRow", "1")
    properties.set("firstCol", "1")
    if right_to_left:
        properties.set("rtl", "1")
    for old in properties.findall(qn("a:tableStyleId")):
        properties.remove(old)
    properties.append(parse_xml(f"<a:tableStyleId {nsdecls('a')}>{style}</a:tableStyleId>"))


def _space(cell: CT_TableCell, padding: float, *, first: bool, head: bool, right_to_left: bool) -> None:
    """The first column begins at the slide's left axis, or its right one, so its text stands under the title."""
    start, end = Pt(0 if first else SIDE), Pt(SIDE)
    left, right = (end, start) if right_to_left else (start, end)
    above = Pt(padding)
    edges = {"marL": left, "marR": right, "marT": above, "marB": above}
    properties = cell.get_or_add_tcPr()
    for name, value in edges.items():
        properties.set(name, str(int(value)))
    properties.set("anchor", "b" if head else "t")


def _set_text(cell: CT_TableCell, size: float, *, bold: bool) -> None:
    """Written to the elements themselves: a deck has a thousand cells, and python-pptx asks each of them a lot."""
    points, heavy = str(round(size * 100)), str(int(bold))
    assert cell.txBody is not None
    for paragraph in cell.txBody.p_lst:
        properties = paragraph.get_or_add_pPr()
        for old in properties.findall(qn("a:lnSpc")):
            properties.remove(old)
        properties.insert(0, deepcopy(_distance(size)))
        paragraph.get_or_add_endParaRPr().set("sz", points)  # an empty cell keeps this height
        for run in paragraph.r_lst:
            look = run.get_or_add_rPr()
            look.set("sz", points)
            look.set("b", heavy)


@cache
def _distance(size: float) -> BaseOxmlElement:
    exact = round(round(size * SPACING, 1) * 100)
    found: BaseOxmlElement = parse_xml(f'<a:lnSpc {nsdecls("a")}><a:spcPts val="{exact}"/></a:lnSpc>')
    return found


def _rule(cell: CT_TableCell, above: Rule, below: Rule) -> None:
    """Write all four borders, since viewers differ in how they read table styles; no rule stands upright."""
    properties = cell.get_or_add_tcPr()
    for old in [child for child in properties if child.tag in BORDER_TAGS]:
        properties.remove(old)
    for position, (name, rule) in enumerate(zip(BORDERS, (None, None, above, below), strict=True)):
        properties.insert(position, deepcopy(_drawn(name, rule)))


@cache
def _drawn(name: str, rule: Rule) -> BaseOxmlElement:
    found: BaseOxmlElement = parse_xml(_border(name, rule))
    return found


def _border(name: str, rule: Rule) -> str:
    if rule is None:
        return f"<{name} {nsdecls('a')}><a:noFill/></{name}>"
    colour, width = rule
    return f'<{name} {nsdecls("a")} w="{round(width * 12700)}">{fill_of(colour)}</{name}>'
