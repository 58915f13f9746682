"""What a build decides of a source before anything is drawn, set or written."""

import io
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import pptx

from layouts import build
from layouts.brand import Brand
from layouts.brochure import handout, pages, panels
from layouts.brochure.panel_map import plan_map
from layouts.brochure.reading import crowded, never, references_of, said_by_pages, said_by_trifold
from layouts.brochure.sheets import roll_fold
from layouts.deck import slides
from layouts.deck.fit.continuing import fit_slides
from layouts.deck.fit.placing import rooms_of
from layouts.documents import Desk, Made, Variant
from layouts.figures.plans import plan_figure
from layouts.identity import deck_parts, handout_parts, trifold_parts
from layouts.parts import Audience
from layouts.problems import Problem, errors
from layouts.source import Source

DAY = date(2026, 6, 1)


def plan(source: Source, brand: Brand) -> None:
    """Judges a source, publishes it, and plans tri-fold, panel map, handouts, deck, figures and review pack.

    As `make_variant` does it, but that no maker goes on from what it has planned, and that what a rule of truth
    refuses is planned all the same. Raises ProblemError where something cannot be planned.
    """
    variant = Variant(brand, source.comparison.language, ("a4", "letter"), (*PLANNED, "review"), DAY)
    with patch.dict(build.MAKERS, PLANNED), patch.object(build, "errors", _of_the_brand):
        build.make_variant(source, variant)


def _of_the_brand(problems: Iterable[Problem]) -> list[Problem]:
    """Errors of the brand alone: without its imprint in a language there is nothing to plan in it."""
    return [problem for problem in errors(problems) if problem.rule.startswith("BRD")]


def _trifold(desk: Desk) -> Made:
    voice = desk.voice("patient")
    for paper in desk.variant.papers:
        sheet = roll_fold(paper, 3, desk.tongue.direction)
        full = panels.plan_trifold(voice, desk.imprint)
        heights = {id: slot.height_mm for id, slot in panels.figure_slots(full, sheet, voice).items()}
        short = panels.short_sections(desk.comparison, crowded(full, heights))
        text = panels.plan_trifold(voice, desk.imprint, short, frozenset(panel.id for panel in full.panels))
        said_by_trifold(text, ())
        desk.links(references_of(text))
        plan_map(text, sheet, desk.tongue)
        desk.seal(text.figures, trifold_parts(desk.comparison, short))
    _figures(desk, text.figures, "patient")
    assert desk.packed.content
    return Made()


def _handout(desk: Desk) -> Made:
    text = pages.plan_pages(desk.voice("patient"), desk.imprint)
    for style in (handout.HANDOUT, handout.LARGE_PRINT):
        for paper in desk.variant.papers:
            for scale in handout.scales(text, desk.comparison):
                handout.figure_slots(text, paper, style, desk.comparison, scale)
    said_by_pages(text, (), never)
    desk.seal(text.figures, handout_parts(desk.comparison))
    _figures(desk, text.figures, "patient")
    return Made()


def _deck(desk: Desk) -> Made:
    text = slides.plan_deck(desk.voice("clinician"), desk.imprint)
    fit_slides(text, _rooms(desk), desk.tongue)
    desk.seal(text.figures, deck_parts(desk.comparison))
    _figures(desk, text.figures, "clinician")
    return Made()


def _figures(desk: Desk, ids: Iterable[str], audience: Audience) -> None:
    for id in ids:
        plan_figure(id, desk.voice(audience))


def _rooms(desk: Desk) -> Any:
    return rooms_of(desk.stage, _presentation(desk.stage.package))


@lru_cache(maxsize=4)
def _presentation(package: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(package))


PLANNED = {"trifold": _trifold, "handout": _handout, "deck": _deck}
