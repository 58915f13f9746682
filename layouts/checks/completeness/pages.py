"""The text that a PDF shows, read from its content: piece by piece, with its page, its panel and what hides it."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf

from layouts.brochure.tagged import DEEPEST
from layouts.checks.completeness.letters import fold
from layouts.checks.completeness.pieces import Piece
from layouts.checks.completeness.seen import SLACK, Sight, rgb
from layouts.checks.painted import Box
from layouts.checks.painting import Faces, painted

Spots = Mapping[str, Box]  # the panels of a page, in pt from its lower left corner


def read_pieces(pdf: bytes, smallest: float, spots: Sequence[Spots] = (), rtl: bool = False) -> tuple[Piece, ...]:
    """Every text of a PDF in the order of painting; `smallest` is the least size of type, in pt.

    Raises pikepdf.PdfError where the content cannot be read.
    """
    faces: Faces = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return tuple(
            piece
            for number, page in enumerate(opened.pages, 1)
            for piece in _pieces(page, number, smallest, spots[number - 1] if number <= len(spots) else {}, rtl, faces)
        )


def _pieces(page: pikepdf.Page, number: int, smallest: float, spots: Spots, rtl: bool, faces: Faces) -> Iterator[Piece]:
    edges = [float(edge) for edge in page.mediabox]
    things = painted(page, faces)
    sight = Sight(Box(*edges), things, smallest)
    for at, thing in enumerate(things):
        if thing.kind == "text" and (letters := fold(thing.letters, not rtl)):
            body = thing.body or thing.box
            held = frozenset(spot for spot, box in spots.items() if box.holds(body, SLACK))
            yield Piece(
                letters=letters,
                page=number,
                text=thing.letters,
                spots=held,
                drawing=thing.drawing,
                faults=sight.faults(at),
                size=thing.size,
                colour=rgb(thing.colour) or "",
                left=body.left,
                baseline=body.bottom,
            )


def read_alts(pdf: bytes, rtl: bool = False) -> tuple[Piece, ...]:
    """What its figures are told as: of structure elements, which stand on no page of their own."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root.get("/StructTreeRoot")
        alts = [] if root is None else [str(one.Alt) for one in _elements(root, 0) if one.get("/S") == "/Figure"]
    return tuple(Piece(fold(alt, not rtl), 0, alt, "alt") for alt in alts)


def _elements(node: Any, depth: int) -> Iterator[Any]:
    """Every structure element with an alternative text (ISO 32000-1, 14.9.3)."""
    below = node.get("/K", [])
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and depth < DEEPEST:
            if "/Alt" in kid:
                yield kid
            yield from _elements(kid, depth + 1)
