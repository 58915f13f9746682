"""A table that goes on over the page is one table: its head is printed on every page and read once.

The typesetter tags each piece as a table of its own; a head printed again is part of the page, not of what it says
(ISO 32000-1, 14.8.2.2: pagination artifacts).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

from layouts.brochure.tags import hold, kids, resolve, walk


def join_tables(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher; it comes before the one that completes tables."""
    again = list(_printed_again(document, pdf))
    renamed = {cell["ID"].data: before["ID"] for _, before, cell in again if "ID" in cell}
    pieces = {_group(pdf, cell).number: (page, _group(pdf, cell), _group(pdf, before)) for page, before, cell in again}
    for page, head, first in pieces.values():
        _unread(pdf, page, head)
        _join(pdf, resolve(pdf, first["P"]), resolve(pdf, head["P"]), renamed)


def _printed_again(document: Any, pdf: pydyf.PDF) -> Iterator[tuple[int, Any, Any]]:
    """The cells of heads that are printed again: the page's number, the tag of the first one, and their own."""
    first: dict[int, Any] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants(placeholders=True):
            cell = getattr(box, "mark", None)
            if cell and first.setdefault(id(box.element), cell) is not cell and _group(pdf, cell)["S"] == "/THead":
                yield number, first[id(box.element)], cell


def _group(pdf: pydyf.PDF, cell: Any) -> Any:
    return resolve(pdf, resolve(pdf, cell["P"])["P"])


def _unread(pdf: pydyf.PDF, number: int, head: Any) -> None:
    """Makes all that stands under a head part of its page alone."""
    marks = {kid for element in walk(pdf, head) for kid in element["K"] if isinstance(kid, int)}
    page = resolve(pdf, pdf.page_references[number])
    shown = resolve(pdf, page["Contents"]).stream
    for place, item in enumerate(shown):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
            shown[place - 1 : place + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
    numbers = resolve(pdf, resolve(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    held = numbers[numbers.index(page["StructParents"]) + 1]
    for mark in marks:
        held[mark] = b"null"


def _join(pdf: pydyf.PDF, whole: Any, piece: Any, renamed: Mapping[bytes, Any]) -> None:
    """Puts the rows of a piece under the table, where they name its heads, and takes the piece away."""
    (body,) = (group for group in kids(pdf, whole) if group["S"] == "/TBody")
    rows = [row for group in kids(pdf, piece) if group["S"] == "/TBody" for row in kids(pdf, group)]
    for cell in (cell for row in rows for cell in kids(pdf, row) if "Headers" in cell["A"]):
        cell["A"]["Headers"] = pydyf.Array([renamed.get(name.data, name) for name in cell["A"]["Headers"]])
    hold(body, [*kids(pdf, body), *rows])
    holder = resolve(pdf, piece["P"])
    holder["K"] = pydyf.Array([kid for kid in holder["K"] if kid != piece.reference])
    for element in [
        *(part for group in kids(pdf, piece) if group["S"] == "/THead" for part in walk(pdf, group)),
        piece,
    ]:
        element.clear()  # what is left of it in the file is <<>>
