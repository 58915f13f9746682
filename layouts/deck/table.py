"""A native table in the template's own style: bold head, thin horizontal rules, theme colours."""

from collections.abc import Sequence
from typing import Final, Literal

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.table import CT_Table
from pptx.shapes.graphfrm import GraphicFrame
from pptx.table import _Cell
from pptx.util import Emu, Pt

from layouts.deck.template import EMU_PER_POINT, LAYOUTS, TABLE_STYLE

ThemeColour = Literal["tx1", "tx2", "accent1", "accent2", "accent3", "accent4"]
Rule = tuple[ThemeColour, float] | None  # colour and width in points
SIDE: Final = 8  # points between a column's edge and its text
SPACING: Final = 1.26  # of the size, from baseline to baseline; a percentage is read differently in tables
MOST_AIR: Final = 12  # points that a row may grow where the area has room
HEAD_RULE: Final = 1.5  # points, as the next two
ARM_RULE: Final = 3
HAIRLINE: Final = 0.75
BORDERS: Final = ("a:lnL", "a:lnR", "a:lnT", "a:lnB")


def style_table(
    frame: GraphicFrame,
    underlines: Sequence[ThemeColour] = (),
    *,
    size: float = 16,
    padding: float = 6,
    right_to_left: bool = False,
) -> None:
    """Set a filled table in our style, its first row as header and its first column bold.

    Of two columns neither is: what stands at the left is answered at the right, and must not be louder.

    `underlines` colours the rule under each header cell, `tx1` where it has no entry. `size` (text) and `padding`
    (above and below text) are points; where the rows leave room in the area, both grow.
    """
    table = frame.table
    padding += _air(frame) / 2
    _bind(table._tbl, right_to_left)
    for column_index in range(len(table.columns)):
        colour = underlines[column_index] if column_index < len(underlines) else "tx1"
        above: Rule = None
        below: Rule = (colour, HEAD_RULE if colour == "tx1" else ARM_RULE)
        for row_index in range(len(table.rows)):
            cell = table.cell(row_index, column_index)
            _space(cell, padding, first=column_index == 0, head=row_index == 0)
            _set_text(cell, size, bold=row_index == 0 or (column_index == 0 and len(table.columns) > 2))
            _rule(cell, above, below)
            above, below = below, ("accent4", HAIRLINE)


def _air(frame: GraphicFrame) -> float:
    """Grow every row by the same share of the area's free height; return it in points."""
    rows = frame.table.rows
    free = LAYOUTS.table.area.height - MOST_AIR * EMU_PER_POINT - sum(row.height for row in rows)
    air = max(0, min(free // len(rows), MOST_AIR * EMU_PER_POINT))
    for row in rows:
        row.height = Emu(row.height + air)
    frame.height = Emu(sum(row.height for row in rows))
    return float(air / EMU_PER_POINT)


def _bind(tbl: CT_Table, right_to_left: bool) -> None:
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
    properties.append(parse_xml(f"<a:tableStyleId {nsdecls('a')}>{TABLE_STYLE}</a:tableStyleId>"))


def _space(cell: _Cell, padding: float, *, first: bool, head: bool) -> None:
    """The first column begins at the slide's left axis, so its text stands under the title."""
    cell.margin_left = Pt(0 if first else SIDE)
    cell.margin_right = Pt(SIDE)
    cell.margin_top = cell.margin_bottom = Pt(padding)
    cell._tc.get_or_add_tcPr().set("anchor", "b" if head else "t")


def _set_text(cell: _Cell, size: float, *, bold: bool) -> None:
    for paragraph in cell.text_frame.paragraphs:
        paragraph.line_spacing = Pt(round(size * SPACING, 1))
        paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))  # an empty cell keeps this height
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run.font.bold = bold


def _rule(cell: _Cell, above: Rule, below: Rule) -> None:
    """Write all four borders, since viewers differ in how they read table styles; no rule stands upright."""
    properties = cell._tc.get_or_add_tcPr()
    for old in [child for child in properties if child.tag in {qn(name) for name in BORDERS}]:
        properties.remove(old)
    for position, (name, rule) in enumerate(zip(BORDERS, (None, None, above, below), strict=True)):
        properties.insert(position, parse_xml(_border(name, rule)))


def _border(name: str, rule: Rule) -> str:
    if rule is None:
        return f"<{name} {nsdecls('a')}><a:noFill/></{name}>"
    colour, width = rule
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    return f'<{name} {nsdecls("a")} w="{round(width * 12700)}">{fill}</{name}>'
