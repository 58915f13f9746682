"""The rules on finished documents that need both, the source and what its bytes show."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from layouts.checks import placed_balance, placed_evidence, reading
from layouts.checks.completeness.letters import fold
from layouts.checks.completeness.pieces import Piece
from layouts.checks.completeness.proof import Proof as Shown
from layouts.checks.placed import Placed, Set
from layouts.checks.printed import Spot
from layouts.checks.proof import Proof, proof_of
from layouts.checks.typography import FIX, large_enough, lines_apart, none_too_small, upright
from layouts.figures.colours import contrast
from layouts.problems import Place, Problem
from layouts.source import Source

PAPER = "#ffffff"


def check_panels(source: Source, shown: Shown, short: frozenset[str]) -> Iterator[Problem]:
    """A tri-fold whose sections in `short` took their short wording: BAL-02, BAL-03, NUM-03, READ-01 and DIS-01."""
    proof = Proof(source, short)
    yield from _placed(_place(proof, shown, proof.panels))
    for problem in reading.school_grade(proof):
        if problem.rule == "READ-01":
            message = f"{shown.document.name}, as it was fitted: {problem.message}"
            yield Problem(problem.place, "READ-01", message, problem.fix, problem.severity)


def check_slides(source: Source, shown: Shown) -> Iterator[Problem]:
    """A deck: BAL-02, BAL-03, NUM-03 and DIS-01."""
    proof = proof_of(source)
    yield from _placed(_place(proof, shown, proof.slides))


def check_chapters(source: Source, shown: Shown) -> Iterator[Problem]:
    """A handout, whose chapters stand on no panel: NUM-03 and DIS-01."""
    placed = _place(proof_of(source), shown, ())
    yield from (problem for rule in placed_evidence.RULES for problem in rule(placed))


def _placed(placed: Placed) -> Iterator[Problem]:
    yield from (p for rule in (*placed_balance.RULES, *placed_evidence.RULES) for p in rule(placed))


def _place(proof: Proof, shown: Shown, spots: tuple[Spot, ...]) -> Placed:
    units = tuple(unit for unit, _ in shown.shown)
    return Placed(shown.document.name, proof, spots, units, dict(_setting(shown)))


def _setting(shown: Shown) -> Iterator[tuple[str, Set]]:
    """How each text is set: by the least of its pieces that say something."""
    for unit, ats in shown.found:
        pieces = [shown.pieces[at] for at in ats if shown.pieces[at].size and shown.pieces[at].colour]
        if unit.kind == "text" and pieces:
            size = max(piece.size for piece in pieces)  # marks of citations are smaller by intent
            yield fold(unit.text), Set(size, min(contrast(piece.colour, PAPER) for piece in pieces))


def fonts_of(pdf: bytes) -> list[str]:
    """The names of the fonts on a document's pages."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        held: list[Any] = [page.obj.get("/Resources", {}) for page in opened.pages]
        return sorted({str(font.get("/BaseFont", "")) for one in held for font in one.get("/Font", {}).values()})


def check_type(
    pieces: Iterable[Piece], fonts: Iterable[str], name: str, place: Place, large: bool = False
) -> Iterator[Problem]:
    """TYP-01 to TYP-04 of a printed document; `large` is large print."""
    shown = tuple(pieces)
    texts = [piece.text for piece in shown if piece.kind == "text"]
    for found in (large_enough(shown, large), none_too_small(shown), lines_apart(shown), upright(fonts, texts)):
        for rule, message, severity in found:
            yield Problem(place, rule, f"{name}: {message}", FIX, severity)
