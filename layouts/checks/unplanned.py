"""Finished files without their plan: text that nobody sees, type too small to read, and what no print shop takes."""

import io
from collections.abc import Iterable, Iterator
from typing import Final

import pikepdf

from layouts.brochure.bounds import bounded
from layouts.brochure.sheets import roll_fold
from layouts.checks.completeness.letters import quoted, tells
from layouts.checks.completeness.pages import read_pieces
from layouts.checks.completeness.pieces import Piece
from layouts.checks.painting import painted
from layouts.checks.press_file import Page, PressFile
from layouts.checks.press_ink import check_ink
from layouts.checks.press_x4 import check_x4
from layouts.checks.typography import LEAST, lines_apart, none_too_small
from layouts.problems import Place, Problem

MOST: Final = 10  # texts told of a file: more are of the same kind
NO_PAGES = (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)
SHOWN = "build it again, or mend the page or shape; text that nobody sees is not told"
REREAD = "build it again"


def check_pages(content: bytes, name: str, place: Place) -> list[Problem]:
    """CMP-02, TYP-02 and TYP-03 of a document for screens and office printers, as far as its pages can be read."""
    try:
        with bounded():
            pieces = read_pieces(content, LEAST)
    except (*NO_PAGES, RecursionError):
        return [Problem(place, "PDF-07", f"{name}: what its pages show cannot be read", REREAD)]
    found = [*none_too_small(pieces), *lines_apart(pieces)]
    told = [Problem(place, rule, f"{name}: {message}", REREAD, severity) for rule, message, severity in found]
    return [*check_sight(pieces, name, place, "page"), *told]


def check_sight(pieces: Iterable[Piece], name: str, place: Place, unit: str) -> Iterator[Problem]:
    """CMP-02: text that is there and cannot be seen, on a `unit` such as a slide."""
    hidden = [piece for piece in pieces if piece.faults and tells(piece.text or piece.letters)]
    for piece in hidden[:MOST]:
        message = f"{name}, {unit} {piece.page}: '{quoted(piece.text or piece.letters)}' cannot be seen: "
        yield Problem(place, "CMP-02", message + "; ".join(piece.faults), SHOWN, spot=f"{unit} {piece.page}")
    if len(hidden) > MOST:
        yield Problem(place, "CMP-02", f"{name}: {len(hidden) - MOST} more texts cannot be seen", SHOWN)


def check_press_alone(content: bytes, name: str, place: Place) -> list[Problem]:
    """PRN-07 to PRN-09 of a print-shop file: what needs no word of how it was to be folded."""
    sheet = roll_fold("a4", 3.0, "ltr")  # no point that is asked here looks at it
    try:
        with bounded(), pikepdf.open(io.BytesIO(content)) as pdf:
            pages = tuple(Page(number, page.obj, tuple(painted(page))) for number, page in enumerate(pdf.pages, 1))
            file = PressFile(pdf, sheet, pages)
            found = list(dict.fromkeys([*check_x4(file), *check_ink(file)]))
    except (*NO_PAGES, RecursionError):
        return [Problem(place, "PRN-07", f"{name}: it cannot be read: it is damaged, encrypted, or no PDF", REREAD)]
    return [Problem(place, fault.rule, f"{name}: {fault.message}", fault.fix, fault.severity) for fault in found]
