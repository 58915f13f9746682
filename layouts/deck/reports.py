"""What was measured on the slides of a deck: the ledger of the build, and the problems of what has no room."""

from collections.abc import Iterable
from typing import Final

from layouts.deck.fit.labels import Clash
from layouts.deck.plans import Fitted, Overflow
from layouts.parts import Path
from layouts.problems import Problem
from layouts.source import Source

BOXES: Final = {
    "left": "first column",
    "right": "second column",
    "left_heading": "first heading",
    "right_heading": "second heading",
    "source": "source line",
    "details": "line of speaker, date and edition",
}  # as a person calls them
FIXES: Final = {
    "title": "shorten the heading, or give the section a 'short_heading'",
    "source": "shorten the caveat, or cite fewer works on this slide",
    "body": "no slide holds its longest paragraph: divide that, or give the section a 'short' wording",
    "table": "no slide holds its highest row: shorten the longest cell of it",
    "left": "no slide holds its longest cell: shorten that",
    "right": "no slide holds its longest cell: shorten that",
}


def fit_record(fitted: Iterable[Fitted]) -> list[dict[str, object]]:
    """Per slide what was measured, in points, and what was done to make it fit."""
    return [
        {
            "slide": number,
            "id": one.plan.id,
            "part": one.part,
            "parts": one.parts,
            "short_wording": one.short,
            "boxes": {
                m.box: {
                    "used": round(m.used, 1),
                    "room": round(m.room, 1),
                    "size": m.size,
                    "lines": m.lines,
                    "face": m.face,
                }
                for m in one.measured
            },
        }
        for number, one in enumerate(fitted, 1)
    ]


def clash_record(clashes: Iterable[Clash]) -> list[dict[str, object]]:
    """Per label what another typeface does to it, in mm."""
    return [
        {
            "figure": clash.figure,
            "face": clash.face,
            "label": clash.label,
            "neighbour": clash.neighbour,
            "over_mm": round(clash.over, 1),
        }
        for clash in clashes
    ]


def fit_problems(source: Source, fitted: Iterable[Fitted], clashes: Iterable[Clash], language: str) -> list[Problem]:
    """What a slide does not hold or has no place for, at the section that it comes from."""
    slides = list(fitted)
    named = f"deck.pptx, {language}"
    lost = [
        Problem(
            source.place(_path(source, one.plan.id)),
            "PPT-08",
            f"{named}: the slide '{one.plan.title}' has no place for '{words[:60]}'",
            "move it to the notes, or to a section of its own on a text slide",
        )
        for one in slides
        for words in one.plan.unplaced
    ]
    full = [_full(source, overflow, named) for one in slides for overflow in one.overflows if overflow.box != "notes"]
    return [*lost, *full, *_long_notes(source, slides, named), *_clashing(source, list(clashes), named)]


def _full(source: Source, overflow: Overflow, named: str) -> Problem:
    box = BOXES.get(overflow.box, overflow.box)
    message = f"{named}: the {box} of the slide '{overflow.title}' is {overflow.over:.0f} pt too high"
    return Problem(
        source.place(_path(source, overflow.slide)), "PPT-08", message, FIXES.get(overflow.box, "shorten it")
    )


def _long_notes(source: Source, slides: list[Fitted], named: str) -> Iterable[Problem]:
    """One warning for all: on a screen notes can be scrolled, on paper their end is cut off."""
    numbers = [number for number, one in enumerate(slides, 1) if any(o.box == "notes" for o in one.overflows)]
    if numbers:
        listed = ", ".join(map(str, numbers))
        message = f"{named}: a printed page of notes does not hold all that is said behind the slides {listed}"
        fix = "shorten what to say there, or print the slides without their notes"
        yield Problem(source.place(("documents", "deck")), "PPT-08", message, fix, "warning")


def _clashing(source: Source, clashes: list[Clash], named: str) -> Iterable[Problem]:
    """One warning a figure, with its worst label."""
    for figure in dict.fromkeys(clash.figure for clash in clashes):
        worst = max((clash for clash in clashes if clash.figure == figure), key=lambda clash: clash.over)
        meets = f"into '{worst.neighbour[:40]}'" if worst.neighbour else "out of the figure's area"
        message = f"{named}: in {worst.face} the label '{worst.label[:40]}' of the figure '{figure}' runs {meets}"
        fix = f"shorten it by about {worst.over:.0f} mm; a PC that has our typeface shows it as drawn"
        yield Problem(source.place(_path(source, f"data-{figure}")), "PPT-08", message, fix, "warning")


def _path(source: Source, slide: str) -> Path:
    """Where the words of a slide stand in its source."""
    sections = [section.id for section in source.comparison.sections]
    if slide in sections:
        return ("sections", sections.index(slide), "clinician")
    figures = [figure.id for figure in source.comparison.figures]
    if slide.removeprefix("data-") in figures:
        return ("figures", figures.index(slide.removeprefix("data-")))
    return {"title": ("title",), "disclosures": ("governance",)}.get(slide, ("documents", "deck"))
