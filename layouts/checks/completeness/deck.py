"""What a deck was planned to show, and what its bytes show: slides, tables, figures' labels, alt texts, notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from layouts.checks.completeness.brochure import figure_units
from layouts.checks.completeness.letters import fold
from layouts.checks.completeness.pieces import Kind, Piece, Unit
from layouts.checks.completeness.shapes import Stage
from layouts.checks.deck_file import A, P
from layouts.checks.deck_slides import Show, Slide, words_of
from layouts.deck.fit.measuring import printed
from layouts.deck.plans import DeckText, SlidePlan
from layouts.figures.specs import Figure


def deck_units(plans: Sequence[SlidePlan], footer: str, figures: Mapping[str, Sequence[Figure]]) -> tuple[Unit, ...]:
    """Everything on and behind the slides, as they were fitted."""
    return tuple(unit for page, plan in enumerate(plans, 1) for unit in _slide_units(plan, page, footer, figures))


def _slide_units(plan: SlidePlan, page: int, footer: str, figures: Mapping[str, Sequence[Figure]]) -> Iterator[Unit]:
    yield from (Unit(text, "text", plan.id, page) for text in slide_texts(plan) if fold(text))
    if plan.figure:
        yield from figure_units([figures[plan.figure][plan.figure_part - 1]], plan.id, True, page)
    if plan.grid:
        yield Unit(plan.grid.caption.text or plan.title, "alt", plan.id, page)
    yield from (Unit(alt, "alt", plan.id, page) for alt in (plan.sign.alts if plan.sign else ()))
    yield from (Unit(note, "notes", plan.id, page) for note in plan.notes if fold(note))
    yield from (Unit(text, "furniture", plan.id, page) for text in (footer, str(page)))


def slide_texts(plan: SlidePlan) -> Iterator[str]:
    """The paragraphs and cells of a slide itself."""
    yield from (plan.title, plan.subtitle, *plan.details, *(plan.sign.texts if plan.sign else ()), plan.source)
    for column in plan.columns:
        yield from (column.heading, *(printed(point.line) for point in column.points))
    if plan.grid:
        yield from (*plan.grid.columns, *(printed(cell) for row in plan.grid.rows for cell in row))
    elif not plan.columns:
        points = plan.body[:1] if plan.role == "section" else plan.body
        yield from (printed(point.line) for point in points)


def plan_texts(text: DeckText) -> Iterator[str]:
    """Every text of a plan that is not yet fitted, in both wordings, and of the notes."""
    for plan in text.slides:
        for one in filter(None, (plan, plan.shorter)):
            yield from (*slide_texts(one), *one.notes)


def read_deck(show: Show, smallest: float) -> tuple[Piece, ...]:
    """Every paragraph of a deck in the order of its shapes; `smallest` is the least size of type on slides, in pt."""
    return tuple(piece for slide in show.slides for piece in _pieces(slide, Stage(slide, show.frame, smallest)))


def _pieces(slide: Slide, stage: Stage) -> Iterator[Piece]:
    for number, shape in enumerate(slide.shapes, 1):
        drawing = number if shape.kind == "grpSp" else 0
        for holder, body in _bodies(shape.element):
            faults = stage.faults(shape, holder, body)
            yield from (_piece(slide, words, "text", drawing, faults) for words in map(words_of, body.iter(f"{A}p")))
    for alt in _alts(slide.root):
        yield _piece(slide, alt, "alt", 0, ())
    yield from (_piece(slide, words, "notes", 0, ()) for words in slide.said)


def _bodies(element: Any) -> Iterable[tuple[Any, Any]]:
    """The texts of a shape, of those in a group, of the cells of a table; each with what it stands in."""
    return ((body.getparent(), body) for body in element.iter(f"{P}txBody", f"{A}txBody"))


def _piece(slide: Slide, words: str, kind: Kind, drawing: int, faults: tuple[str, ...]) -> Piece:
    return Piece(fold(words), slide.number, words, kind, drawing=drawing, faults=faults)


def _alts(root: Any) -> Iterator[str]:
    return (one.get("descr") for one in root.iter(f"{P}cNvPr") if one.get("descr"))
