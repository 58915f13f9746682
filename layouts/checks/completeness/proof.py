"""CMP-01 to CMP-04 on finished bytes: all that was planned is there to be seen, and nothing else is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from layouts.checks.completeness.letters import fold, numbers, quoted, tells
from layouts.checks.completeness.matching import Matching
from layouts.checks.completeness.pieces import Piece, Unit
from layouts.origins import Printed
from layouts.parts import Path
from layouts.problems import Place, Problem

ALIKE, MOST = 0.6, 400  # from here on one text is the other, changed; of so many letters
FIX = "this is a fault of the program, or the file was changed: build it again, or mend the template that places it"
SHOWN = "mend the template or the style sheet, or the shape that lies there; text that nobody sees is not told"


@dataclass(frozen=True)
class Row:
    """A planned text as it is shown; `page` counts pages or slides from 1, `numbers` are record and words.

    `place` is where its words are written, None where nobody wrote them; `records` is where those of its numbers are.
    """

    place: Place | None
    document: str
    page: int
    spot: str
    kind: str
    figure: str
    text: str
    numbers: tuple[tuple[str, str], ...] = ()
    records: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Document:
    """A finished document: its name, where the source writes what has a path, and where its texts come from.

    `mingled` is a PDF from right to left: letters as the eye meets them, and the labels of figures as outlines.
    `repeated` are texts that may be shown more often than they are planned.
    """

    name: str
    place: Callable[[Path], Place]
    origin: Callable[[], Callable[[str], Printed]]  # costs time: asked for only where something is told
    record: Callable[[str], Path]
    mingled: bool = False
    repeated: tuple[str, ...] = ()

    @cached_property
    def trace(self) -> Callable[[str], Printed]:
        return self.origin()


@dataclass(frozen=True)
class Proof:
    """What a document shows of its plan, each unit with its page, and what is wrong with that.

    `pieces` is all that its bytes show, and `found` the pieces that show a unit, by their places there.
    """

    document: Document
    shown: tuple[tuple[Unit, int], ...]
    problems: tuple[Problem, ...]
    pieces: tuple[Piece, ...] = ()
    found: tuple[tuple[Unit, tuple[int, ...]], ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The same with the places in the source."""
        return tuple(_row(self.document, unit, page) for unit, page in self.shown)


def _row(document: Document, unit: Unit, page: int) -> Row:
    told = Printed(unit.text) if unit.kind == "furniture" else document.trace(unit.text)
    place = document.place(told.paths[0]) if told.paths else None
    records = tuple(document.place(document.record(id)) for id, _ in told.numbers)
    return Row(place, document.name, page, unit.spot, unit.kind, unit.figure, unit.text, told.numbers, records)


def prove(document: Document, units: Sequence[Unit], pieces: Sequence[Piece]) -> Proof:
    """Finds every unit among the pieces, and asks whether it can be seen."""
    matching = Matching(pieces, document.mingled)
    missing = list(_match(matching, units))
    standing = [at for at, piece in enumerate(pieces) if piece.kind == "text" and not piece.drawing]
    for text in document.repeated:
        matching.pass_over(text, standing)
    left = _gathered(matching)
    problems = [*_lost(document, missing, left), *_hidden(document, units, matching), *_stray(document, left)]
    found = tuple((units[number], tuple(ats)) for number, ats in sorted(matching.shown.items()))
    return Proof(document, tuple(_pages(units, matching)), tuple(problems), tuple(pieces), found)


# --- finding ----------------------------------------------------------------------------------------------------------


def _match(matching: Matching, units: Sequence[Unit]) -> Iterator[tuple[int, Unit]]:
    """Figures first, each among the letters of one drawing; then texts, slide by slide where their slide is known."""
    numbered = list(enumerate(units))
    drawn = _drawn(matching.pieces)
    lost = []
    if matching.mingled and not drawn:
        numbered = [(number, unit) for number, unit in numbered if unit.kind != "figure"]
    figures: dict[tuple[int, str], list[tuple[int, Unit]]] = {}
    for number, unit in numbered:
        if unit.kind == "figure":
            figures.setdefault((unit.page, unit.figure), []).append((number, unit))
    for labels in figures.values():
        lost += _match_figure(matching, labels, drawn)
    rest: dict[tuple[int, str], list[tuple[int, Unit]]] = {}
    for number, unit in numbered:
        if unit.kind != "figure":
            rest.setdefault((unit.page, unit.kind), []).append((number, unit))
    on_page: dict[int, list[int]] = {0: [*range(len(matching.pieces))]}
    for at, piece in enumerate(matching.pieces):
        if piece.page:
            on_page.setdefault(piece.page, []).append(at)
    for (page, kind), wanted in rest.items():
        among = [at for at in on_page.get(page, ()) if _may_show(matching.pieces[at], kind)]
        lost += matching.take(wanted, among)
    again = sorted(lost)  # what is told in a margin may be drawn there
    yield from matching.take(again, [at for at, piece in enumerate(matching.pieces) if piece.kind == "text"])


def _may_show(piece: Piece, kind: str) -> bool:
    return piece.kind == ("text" if kind == "furniture" else kind) and not piece.drawing


def _drawn(pieces: Sequence[Piece]) -> dict[int, list[int]]:
    """The pieces of the drawings on each page, together: a PDF divides what it draws as it likes."""
    found: dict[int, list[int]] = {}
    for at, piece in enumerate(pieces):
        if piece.drawing:
            found.setdefault(piece.page, []).append(at)
    return found


def _match_figure(
    matching: Matching, labels: list[tuple[int, Unit]], drawn: dict[int, list[int]]
) -> list[tuple[int, Unit]]:
    """The labels of a figure on the page whose drawings show most of them."""
    wanted = Counter("".join(fold(unit.text) for _, unit in labels))
    page = labels[0][1].page

    def common(page: int) -> int:
        return (wanted & Counter("".join(matching.pieces[at].letters for at in drawn[page]))).total()

    best, fewest = None, len(labels) + 1
    for standing in sorted((one for one in drawn if page in (0, one)), key=common, reverse=True):
        missing = len(matching.copy().take(labels, drawn[standing]))
        if missing < fewest:
            best, fewest = standing, missing
        if not missing:
            break
    return labels if best is None else matching.take(labels, drawn[best])


# --- what is wrong ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stray:
    """Pieces next to each other that show nothing planned."""

    page: int
    kind: str
    text: str


def _gathered(matching: Matching) -> list[Stray]:
    """What is left over, pieces of one line or drawing together; a bullet or a rule says nothing."""
    found: list[Stray] = []
    before: tuple[int, Piece] | None = None
    for at in matching.left():
        piece = matching.pieces[at]
        beside = before is not None and before[0] == at - 1 and _together(before[1], piece)
        text = (found.pop().text if beside else "") + (piece.text or piece.letters)
        found.append(Stray(piece.page, piece.kind, text))
        before = at, piece
    return [stray for stray in found if tells(stray.text)]


def _together(one: Piece, other: Piece) -> bool:
    return (one.page, one.kind, one.drawing) == (other.page, other.kind, other.drawing)


def _lost(document: Document, missing: Iterable[tuple[int, Unit]], left: list[Stray]) -> Iterator[Problem]:
    """CMP-01: not there. CMP-04: there with another number. What takes its place is no stray any more."""
    for _, unit in missing:
        if not tells(unit.text):
            continue
        where = f"{document.name}: {_told(unit)}"
        other = max(left, key=lambda stray: _alike(unit.text, stray.text, document.mingled), default=None)
        if other is None or _alike(unit.text, other.text, document.mingled) < ALIKE:
            yield _problem(document, unit, "CMP-01", f"{where} is not found, or cut off altogether", FIX)
            continue
        left.remove(other)
        rule = "CMP-01" if numbers(unit.text) == numbers(other.text) else "CMP-04"
        yield _problem(document, unit, rule, f"{where} stands there as '{quoted(other.text)}'", FIX)


def _alike(one: str, other: str, mingled: bool) -> float:
    """How much of two texts is the same, 1 for all; mingled in any order."""
    first, second = fold(one, not mingled)[:MOST], fold(other, not mingled)[:MOST]
    if mingled:
        return 2 * (Counter(first) & Counter(second)).total() / max(len(first) + len(second), 1)
    if min(len(first), len(second)) < ALIKE / 2 * max(len(first), len(second)):
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _hidden(document: Document, units: Sequence[Unit], matching: Matching) -> Iterator[Problem]:
    """CMP-02: there, and cannot be seen."""
    for number, found in sorted(matching.shown.items()):
        unit, pieces = units[number], [matching.pieces[at] for at in found]
        faults = dict.fromkeys(fault for piece in pieces for fault in piece.faults)
        if unit.spot and any(piece.spots and unit.spot not in piece.spots for piece in pieces):
            faults["it leaves its panel"] = None
        if faults:
            page = matching.pieces[found[0]].page
            message = f"{document.name}, page {page}: {_told(unit)} cannot be seen: {'; '.join(faults)}"
            yield _problem(document, unit, "CMP-02", message, SHOWN)


def _stray(document: Document, left: Iterable[Stray]) -> Iterator[Problem]:
    """CMP-03: there, and in no plan. CMP-04: a number that no record gives."""
    for stray in left:
        rule = "CMP-04" if numbers(stray.text) else "CMP-03"
        what = "a number that no record gives" if rule == "CMP-04" else "a text that was not planned"
        where = "in the notes of " if stray.kind == "notes" else ""
        message = f"{document.name}, {where}page {stray.page}: '{quoted(stray.text)}' is {what}"
        yield Problem(document.place(("documents",)), rule, message, FIX, spot=f"page {stray.page}")


def _told(unit: Unit) -> str:
    where = f" of the figure '{unit.figure}'" if unit.figure else f" of slide {unit.page}" if unit.page else ""
    kind = {"alt": "the alternative text", "figure": "the label", "notes": "the note"}.get(unit.kind, "the text")
    spot = f" on '{unit.spot}'" if unit.spot else ""
    return f"{kind} '{quoted(unit.text)}'{where}{spot}"


def _problem(document: Document, unit: Unit, rule: str, message: str, fix: str) -> Problem:
    told = document.trace(unit.text)
    paths = (*told.paths, *(document.record(id) for id, _ in told.numbers))
    spot = unit.spot or (f"page {unit.page}" if unit.page else "")
    return Problem(document.place(paths[0] if paths else ("documents",)), rule, message, fix, spot=spot)


def _pages(units: Sequence[Unit], matching: Matching) -> Iterator[tuple[Unit, int]]:
    """Each unit with its page; an alternative text, which is not on a page, with that of what stands beside it."""
    pages = {n: matching.pieces[found[0]].page for n, found in matching.shown.items()}
    beside: dict[str, int] = {}
    for n, page in pages.items():
        for key in (units[n].figure, units[n].spot):
            beside.setdefault(key, page)
    for number, unit in enumerate(units):
        outlined = matching.mingled and unit.kind == "figure"
        if number in pages or outlined:
            yield unit, pages.get(number) or beside.get(unit.figure) or beside.get(unit.spot, 0)
