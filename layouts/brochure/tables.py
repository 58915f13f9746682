"""The tags of tables, completed: every head says what it is the head of, every cell names its heads."""

from collections.abc import Sequence
from typing import Any

import pydyf

from layouts.brochure.tags import hold, kids, resolve, top, walk


def complete_tables(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: scopes (ISO 14289-1, 7.5), rows of a name and its cells, and the way from ids to heads."""
    for table in [element for element in walk(pdf, top(pdf)) if element["S"] == "/Table"]:
        head, body = (_rows(pdf, table, part) for part in ("/THead", "/TBody"))
        for row, scope in [*((row, "/Column") for row in head), *((row, "/Row") for row in body)]:
            _scope(pdf, row, scope)
        if head and body and len(body) % 2 == 0 and all(_is_name(pdf, row) for row in body[::2]):
            _join(pdf, table, head, body)
        else:
            _name_cells(pdf, body)
    _find_by_id(pdf)


def _rows(pdf: pydyf.PDF, table: Any, part: str) -> list[Any]:
    return [row for group in kids(pdf, table) if group["S"] == part for row in kids(pdf, group) if row["S"] == "/TR"]


def _scope(pdf: pydyf.PDF, row: Any, scope: str) -> None:
    for cell in kids(pdf, row):
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = scope


def _is_name(pdf: pydyf.PDF, row: Any) -> bool:
    """Whether a row is nothing but the name of the row below it."""
    cells = kids(pdf, row)
    return [cell["S"] for cell in cells] == ["/TH"] and "ColSpan" in cells[0]["A"]


def _join(pdf: pydyf.PDF, table: Any, head: Sequence[Any], body: Sequence[Any]) -> None:
    """One row out of each two: where the eye sees a name above its cells, the ear hears name, column and cell."""
    for row in head:
        hold(row, [_corner(pdf, row), *kids(pdf, row)])
    names, joined = body[::2], body[1::2]
    for group in [group for group in kids(pdf, table) if group["S"] == "/TBody"]:
        hold(group, [row for row in kids(pdf, group) if row not in names])
    for row, cells in zip(names, joined, strict=True):
        (name,) = kids(pdf, row)
        del name["A"]["ColSpan"]
        for cell in kids(pdf, cells):
            cell["A"]["Headers"] = pydyf.Array([name["ID"], *cell["A"].get("Headers", ())])
        hold(cells, [name, *kids(pdf, cells)])
        row.clear()  # what is left of it in the file is <<>>


def _name_cells(pdf: pydyf.PDF, rows: Sequence[Any]) -> None:
    """A name above several rows is a head of every cell down to the next name."""
    above: list[Any] = []
    for row in rows:
        cells = kids(pdf, row)
        if _is_name(pdf, row):
            above = [cells[0]["ID"]]
        for cell in cells:
            if cell["S"] == "/TD":
                cell["A"]["Headers"] = pydyf.Array([*above, *cell["A"].get("Headers", ())])


def _corner(pdf: pydyf.PDF, row: Any) -> Any:
    """The empty cell above the names: a table is regular, and a head is never empty."""
    cell = pydyf.Dictionary({"Type": "/StructElem", "S": "/TD", "K": pydyf.Array(), "Pg": row["Pg"]})
    cell["A"] = pydyf.Dictionary({"O": "/Table"})
    pdf.add_object(cell)
    return cell


def _find_by_id(pdf: pydyf.PDF) -> None:
    """The tree from ids to elements: without it no reader finds a cell's heads (ISO 32000-1, table 322)."""
    named = {element["ID"].data: element for element in walk(pdf, top(pdf)) if "ID" in element}
    if named:
        pairs = [part for key in sorted(named) for part in (key, named[key].reference)]
        resolve(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
