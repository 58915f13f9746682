"""Where a number is printed: in which documents, on which page, panel or slide, in a text, a figure or the notes."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import PurePath
from typing import TYPE_CHECKING

from layouts.documents import MAKERS, Desk, Variant
from layouts.illustrations import Illustrations
from layouts.problems import Problem, ProblemError, errors
from layouts.source import Source

if TYPE_CHECKING:
    from layouts.checks.completeness.proof import Row

BESIDES = ("figures", "review")  # files for reuse, and what tells of the others: no reader is given them
GAP = "  "


def trace(source: Source, variant: Variant, id: str | None = None, *, texts: bool = False) -> tuple["Row", ...]:
    """Every place where the documents of a variant print a number: that of a record by its id, or any; with `texts`
    every text that they print, which is the proof that nothing was left out.

    The documents are made in memory and looked at. Raises ProblemError where one is not fit to print, or where there
    is no such record.
    """
    if id is not None:
        _check_id(source, id)
    desk = Desk(source, variant, Illustrations(source, variant.brand))
    made = [MAKERS[name](desk) for name in variant.documents if name not in BESIDES]
    told = [problem for one in made for problem in one.problems]
    if errors(told):
        raise ProblemError(told)
    rows = (row for one in made for proof in one.proofs for row in proof.rows)
    if texts:
        return tuple(rows)
    return tuple(row for row in rows if row.numbers and (id is None or id in dict(row.numbers)))


def _check_id(source: Source, id: str) -> None:
    known = [item.id for item in (*source.comparison.numbers, *source.comparison.studies)]
    if id not in known:
        near = get_close_matches(id, known, 3, 0.4) or sorted(known)[:3]
        fix = f"name an estimate, a fact or a study, such as: {', '.join(near)}"
        problem = Problem(source.place(("estimates",)), "CMP-05", f"there is no number with the id '{id}'", fix)
        raise ProblemError([problem])


def trace_lines(rows: Sequence["Row"], id: str | None = None) -> Iterator[str]:
    """The places one a line, in columns: number, document, where on it, as what, the words, and the line of the
    source, or '-' for the words that the program brings itself; a text with several numbers has as many lines."""
    table = [cells for row in rows for cells in _cells(row, id)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        yield GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cells(row: "Row", id: str | None) -> Iterable[tuple[str, ...]]:
    slides = row.document.endswith(".pptx")
    spot = "" if slides or not row.spot else f", panel {row.spot.replace('-', ' ')}"
    where = f"{'slide' if slides else 'page'} {row.page}{spot}"
    what = {"figure": f"figure {row.figure}", "alt": f"alternative text of {row.figure}"}.get(row.kind, row.kind)
    if not row.numbers:
        told = f"{PurePath(row.place.file).name}:{row.place.line}" if row.place else "-"
        yield "", row.document, where, what, f"'{row.text}'", told
    for (number, words), record in zip(row.numbers, row.records, strict=True):
        if id in (None, number):
            place = row.place or record
            told = f"{PurePath(place.file).name}:{place.line}"
            yield number, row.document, where, what, f"'{words}'", told
