"""TYP-01 to TYP-04 on finished pages: how large type stands, how far its lines are apart, and whether it leans.

UKAAF, Creating clear print and large print documents; RNIB, Clear print guidelines: 12 pt and more, 16 pt and more in
large print, lines a quarter of the size apart, no italics, underlines or capitals for more than a few words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from layouts.checks.completeness.pieces import Piece
from layouts.problems import Severity

Found = Iterator[tuple[str, str, Severity]]  # rule, message, severity
ROUNDING: Final = 0.05  # pt
BODY, LEAST_BODY, LEAST_LARGE = 12.0, 11.0, 16.0  # pt
SMALL, LEAST = 9.0, 7.0  # pt
LEADING: Final = 1.25  # of the size
READ: Final = 14.0  # pt: what is larger is a heading, and has a line or two
RUN: Final = 5  # words
LEAN: Final = re.compile(r"italic|oblique", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d+")
FIX: Final = "mend the style sheet; where a text does not fit, shorten it"


def body_size(pieces: Iterable[Piece]) -> float:
    """The size in pt that most letters of a document have; figures are not counted."""
    letters: Counter[float] = Counter()
    for piece in pieces:
        if piece.kind == "text" and not piece.drawing and piece.size:
            letters[round(piece.size, 1)] += len(piece.letters)
    return letters.most_common(1)[0][0] if letters else 0.0


def large_enough(pieces: Sequence[Piece], large: bool = False) -> Found:
    """TYP-01: the body is set in 12 pt, in large print in 16 pt and more (UKAAF)."""
    size = body_size(pieces)
    if not size:
        return
    if large and size < LEAST_LARGE - ROUNDING:
        yield "TYP-01", f"its body is set in {size:g} pt, and large print begins with {LEAST_LARGE:g}", "error"
    elif size < BODY - ROUNDING:
        severity: Severity = "error" if size < LEAST_BODY - ROUNDING else "warning"
        yield "TYP-01", f"its body is set in {size:g} pt, and the least is {BODY:g}", severity


def none_too_small(pieces: Iterable[Piece]) -> Found:
    """TYP-02: nothing is smaller than 9 pt, captions, sources and labels of figures among it (UKAAF)."""
    told = [piece for piece in pieces if piece.kind == "text" and 0 < piece.size < SMALL - ROUNDING]
    if told:
        least = min(told, key=lambda piece: piece.size)
        severity: Severity = "error" if least.size < LEAST - ROUNDING else "warning"
        message = f"page {least.page}: '{least.text[:40]}' is set in {least.size:.1f} pt, and the least is {SMALL:g}"
        yield "TYP-02", message, severity


def lines_apart(pieces: Iterable[Piece]) -> Found:
    """TYP-03: lines of one text stand 1.25 of their size apart (UKAAF). Headings, of a line or two, may stand closer.

    Two pieces of one size and beginning, one right under the other, are lines of one text.
    """
    lines = [piece for piece in pieces if piece.kind == "text" and not piece.drawing and 0 < piece.size <= READ]
    close = [pair for pair in pairwise(lines) if _under(*pair) and _apart(*pair) < LEADING - 0.01]
    if close:
        one, other = min(close, key=lambda pair: _apart(*pair))
        message = f"page {one.page}: {len(close)} lines stand closer than {LEADING:g} of their size, the closest "
        yield "TYP-03", f"{message}{_apart(one, other):.2f}, below '{one.text[:40]}'", "warning"


def _under(one: Piece, other: Piece) -> bool:
    same = one.page == other.page and abs(one.size - other.size) < ROUNDING and abs(one.left - other.left) < ROUNDING
    return same and one.size * 0.5 < one.baseline - other.baseline < one.size * 1.6


def _apart(one: Piece, other: Piece) -> float:
    return (one.baseline - other.baseline) / one.size


def upright(fonts: Iterable[str], texts: Iterable[str]) -> Found:
    """TYP-04: no leaning type, and no run of more than five words in capitals (UKAAF, RNIB)."""
    for name in fonts:
        if LEAN.search(name):
            yield "TYP-04", f"it is set in part in the leaning font {name}", "warning"
    for text in texts:
        if found := in_capitals(text):
            yield "TYP-04", f"'{found[:60]}' stands in capitals", "warning"


def in_capitals(text: str) -> str:
    """The first run of more than five words in capitals, or nothing. A number goes on with either."""
    run: list[str] = []
    for word in _WORD.findall(text):
        if word.isdecimal():
            continue
        run = [*run, word] if word.isupper() else []
        if len(run) > RUN:
            return " ".join(run)
    return ""
