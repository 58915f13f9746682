"""PPT-07, PPT-09 and DIS-03 on a deck's bytes: what a slide shows can be edited, traced, and heard with its caveat.

ACCME Standards for Integrity and Independence (2020): Standard 1 (valid content) and Standard 3.5 (disclosure).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from layouts.checks.deck_file import A, Fault, P
from layouts.checks.deck_planned import Deck, Found
from layouts.checks.deck_slides import DATA, Shape, Slide
from layouts.deck.fit.measuring import printed
from layouts.deck.plans import SlidePlan

FIRST: Final = 3  # slides among which the disclosures stand
ELEMENTS: Final = {  # of a disclosure, by the key of their words
    "deck.disclosure-speaker": "the speaker's relationships",
    "deck.disclosure-mitigated": "that all relationships were mitigated",
    "deck.disclosure-planners": "who wrote and reviewed it",
    "document.funding": "who paid for it",
}
LARGE: Final = 0.25  # of a slide: a picture from here on stands where a figure should
_NUMBER: Final = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?\s?%|\b\d+\s?/\s?\d+\b")  # what a figure counts


# --- PPT-07 -----------------------------------------------------------------------------------------------------------


def native_figures(deck: Deck) -> Found:
    """PPT-07: a figure is a group of shapes that can be edited, never a picture of one."""
    fix = "draw it with shapes; a built deck has every figure as a group"
    for slide, plan in deck.pairs:
        figures = [shape for shape in slide.shapes if shape.figure]
        if plan and plan.figure and plan.figure not in {shape.figure for shape in figures}:
            yield Fault("PPT-07", f"{slide.shown}: the figure '{plan.figure}' is not on it")
        for shape in figures:
            grouped = shape.kind == "grpSp" and next(shape.element.iterfind(f"{P}sp"), None) is not None
            if not grouped or next(shape.element.iter(f"{P}pic", f"{A}blip"), None) is not None:
                yield Fault(
                    "PPT-07",
                    f"{slide.shown}, '{shape.name}': the figure is no group of shapes, or holds a picture",
                    fix,
                )
        yield from (
            Fault("PPT-07", f"{slide.shown}, '{shape.name[:60]}': a picture stands where a figure should", fix)
            for shape in slide.shapes
            if shape.kind == "pic" and _share(deck, shape) > LARGE
        )


def _share(deck: Deck, shape: Shape) -> float:
    """How much of the slide a shape takes."""
    frame, box = deck.show.frame, shape.box
    if box is None or not frame.right * frame.bottom:
        return 0.0
    return (box.right - box.left) * (box.bottom - box.top) / (frame.right * frame.bottom)


def figures_data(deck: Deck) -> Found:
    """PPT-07: the numbers of a figure stand in a native table on a backup slide, as they were planned."""
    held = {shape.name.removeprefix(DATA) for slide in deck.show.slides for shape in _data(slide)}
    ids = [plan.id for _, plan in deck.pairs if plan]
    wanted = {id.removeprefix("data-") for id in ids if id.startswith("data-")}
    for slide in deck.show.slides:
        for shape in slide.shapes:
            counts = any(_NUMBER.search(words) for words in _labels(shape)) if shape.figure else False
            if shape.figure and shape.figure not in held and (counts or shape.figure in wanted):
                fix = "add '- make: data' to the deck's last part, or the slide with the table again"
                yield Fault("PPT-07", f"{slide.shown}, '{shape.name}': its numbers stand in no table of the deck", fix)
    for slide, plan in deck.pairs:
        if plan and plan.grid:
            yield from _same_table(slide, plan)


def _data(slide: Slide) -> Iterator[Shape]:
    return (s for s in slide.shapes if s.name.startswith(DATA) and next(s.element.iter(f"{A}tbl"), None) is not None)


def _labels(shape: Shape) -> Iterator[str]:
    return (text.text or "" for text in shape.element.iter(f"{A}t"))


def _same_table(slide: Slide, plan: SlidePlan) -> Found:
    """The table of a slide beside the planned one, cell by cell."""
    grid = plan.grid
    assert grid is not None
    planned = [*grid.columns, *(printed(cell) for row in grid.rows for cell in row)]
    table = next((s for s in slide.shapes if next(s.element.iter(f"{A}tbl"), None) is not None), None)
    if table is None:
        yield Fault("PPT-07", f"{slide.shown}: the table '{plan.id}' is not on it, or is no native table")
        return
    cells = ["".join(t.text or "" for t in cell.iter(f"{A}t")) for cell in table.element.iter(f"{A}tc")]
    for number, (read, wanted) in enumerate(zip(cells, planned, strict=False)):
        if " ".join(read.split()) != " ".join(wanted.split()):
            row, column = divmod(number, len(grid.columns))
            where = f"row {row + 1}, column {column + 1}"
            yield Fault(
                "PPT-07", f"{slide.shown}, '{table.name}': {where} says '{read[:60]}' instead of '{wanted[:60]}'"
            )
            return
    if len(cells) != len(planned):
        yield Fault("PPT-07", f"{slide.shown}, '{table.name}': {len(cells)} cells instead of {len(planned)}")


# --- PPT-09 -----------------------------------------------------------------------------------------------------------


def sources(deck: Deck) -> Found:
    """PPT-09: a slide with evidence has a line that names its sources, under it (ACCME, Standard 1)."""
    for slide, plan in deck.pairs:
        if deck.is_evidence(slide, plan) and deck.source_of(slide) is None:
            fix = "write the sources into a placeholder at the foot of the slide"
            yield Fault("PPT-09", f"{slide.shown}: no line under it names its sources", fix)


def notes(deck: Deck) -> Found:
    """PPT-09: notes are those planned; they tell every citation of the slide in full, and with numbers the caveat."""
    before: list[str] = []  # of the slide that this one goes on from
    for slide, plan in deck.pairs:
        said = [" ".join(paragraph.split()) for paragraph in slide.said]
        if plan and [" ".join(line.split()) for note in plan.notes for line in note.split("\n")] != said:
            yield Fault("PPT-09", f"{slide.shown}: its notes are not those that were planned")
        before = [*before, *said] if _goes_on(deck, said) else said
        if deck.is_evidence(slide, plan):
            yield from _cited_in_full(deck, slide, before)
            yield from _with_caveat(deck, slide, said)


def _cited_in_full(deck: Deck, slide: Slide, said: list[str]) -> Found:
    lacking = [mark for mark in deck.cited(slide) if not any(_tells(line, mark) for line in said)]
    if lacking:
        fix = "write the reference in full into the notes, after its number in brackets"
        yield Fault("PPT-09", f"{slide.shown}: its notes do not tell in full what [{', '.join(lacking)}] is", fix)


def _tells(line: str, mark: str) -> bool:
    """Whether a paragraph is the reference of a number: more than a few words after it."""
    return line.startswith(f"[{mark}] ") and len(line.split()) > 3


def _with_caveat(deck: Deck, slide: Slide, said: list[str]) -> Found:
    numbers, caveat = deck.opening("deck.notes-numbers"), deck.opening("deck.notes-caveat")
    if numbers and f"{numbers}:" in said and not any(line.startswith(f"{caveat}: ") for line in said):
        fix = "add it after the numbers: what cannot be compared"
        yield Fault("PPT-09", f"{slide.shown}: its notes tell numbers and no caveat", fix)


def _goes_on(deck: Deck, said: list[str]) -> bool:
    """Whether notes point to those of a slide before."""
    openings = [deck.opening(f"deck.notes-{key}") for key in ("continued", "further")]
    return any(line.startswith(opening) for opening in openings if opening for line in said)


# --- DIS-03 -----------------------------------------------------------------------------------------------------------


def disclosures(deck: Deck) -> Found:
    """DIS-03: the disclosures come before the content, in full, without a picture (ACCME, Standard 3.5).

    The rule is about the slide itself: a hospital's sign on every slide of its template is no company's.
    """
    if deck.tongue is None:
        message = f"whether it discloses is not judged: there is no catalogue of the language '{deck.tag}'"
        yield Fault("DIS-03", message, "set the deck's language, or judge it by eye", "warning")
        return
    slide = next((slide for slide, plan in deck.pairs[:FIRST] if deck.is_disclosure(slide, plan)), None)
    if slide is None:
        fix = "add '- make: disclosures' after the title slide"
        yield Fault("DIS-03", f"no disclosures stand among its first {FIRST} slides", fix)
        return
    text = " ".join(shape.text for shape in slide.shapes)
    for key, what in ELEMENTS.items():
        if " ".join(deck.opening(key).split()) not in text:
            yield Fault("DIS-03", f"{slide.shown}: it does not say {what}", "write it there, also where it is 'none'")
    if next(slide.root.iter(f"{P}pic", f"{A}blip"), None) is not None:
        fix = "take it off: disclosures show no logo and no trade name"
        yield Fault("DIS-03", f"{slide.shown}: a picture stands where relationships are disclosed", fix)


RULES: tuple[Callable[[Deck], Found], ...] = (native_figures, figures_data, sources, notes, disclosures)
