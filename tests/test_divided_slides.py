"""A figure that one slide does not hold goes on on the next: same axis, every row once, notes that point back."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pptx
import pytest

from layouts import illustrations
from layouts.blocks import Imprint
from layouts.brand import read_brand
from layouts.build import Variant, make_variant
from layouts.citations import number_works
from layouts.deck.powerpoint import figure_slot
from layouts.deck.slides import plan_deck
from layouts.figures.drawing import draw_parts
from layouts.figures.plans import plan_figure
from layouts.figures.specs import IntervalPlot, Spec
from layouts.language import language
from layouts.palette import Palette
from layouts.source import Source, read_source
from layouts.wording import Line, Voice

HERE = Path(__file__).resolve().parent
BRANDS = [HERE.parent / "sources" / "brands"]
DIVIDED = "stiff-intervals"
TIMES = 8  # every study of the figure, so often


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(HERE / "sources" / "wrist")


@pytest.fixture(scope="module")
def palette() -> Palette:
    return read_brand("clinic", BRANDS)[0].palette


@pytest.fixture
def voice(source: Source) -> Voice:
    return Voice(source.comparison, language("en"), "clinician", number_works(source.comparison))


def longer(spec: Spec) -> Spec:
    """The plot with more studies than a slide holds, each under a name of its own."""
    if not isinstance(spec, IntervalPlot) or spec.anatomy.id != DIVIDED:
        return spec
    groups = tuple(
        replace(group, rows=tuple(replace(row, label=f"{row.label} {n}") for n in range(TIMES) for row in group.rows))
        for group in spec.groups
    )
    return replace(spec, groups=groups)


@pytest.fixture
def deck(source: Source, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(illustrations, "plan_figure", lambda *which: longer(plan_figure(*which)))
    brand, _ = read_brand("clinic", BRANDS)
    built = make_variant(source, Variant(brand, "en", ("a4",), ("deck",)))
    return pptx.Presentation(io.BytesIO(built.files["deck.pptx"]))


def groups_of(deck: Any) -> Iterator[tuple[Any, Any]]:
    """The slides that show the figure, each with its group of shapes."""
    for slide in deck.slides:
        yield from ((slide, shape) for shape in slide.shapes if shape.name == f"Figure: {DIVIDED}")


def test_parts_stand_on_slides_that_follow_each_other_under_numbered_titles(deck: Any) -> None:
    slides = [slide for slide, _ in groups_of(deck)]
    numbers = [list(deck.slides).index(slide) for slide in slides]
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(slides) > 1
    assert numbers == list(range(numbers[0], numbers[0] + len(slides)))
    assert [title[-8:] for title in titles] == [f"({part} of {len(slides)})" for part in range(1, len(slides) + 1)]
    assert len(set(titles)) == len(titles)


def test_parts_hold_every_study_once_and_say_which_part_they_are(deck: Any, voice: Voice) -> None:
    found = [shape.name for _, group in groups_of(deck) for shape in group.shapes if shape.name.startswith("size: ")]
    spec = longer(plan_figure(DIVIDED, voice))
    assert isinstance(spec, IntervalPlot)
    assert found == [f"size: {row.label}" for group in spec.groups for row in group.rows if row.value is not None]
    alts = [group._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")[0] for _, group in groups_of(deck)]
    assert [alt[-12:] for alt in alts] == [f"Part {part} of {len(alts)}." for part in range(1, len(alts) + 1)]


def test_notes_stand_behind_the_first_part_and_the_others_point_to_it(deck: Any) -> None:
    first, *others = [slide.notes_slide.notes_text_frame.text for slide, _ in groups_of(deck)]
    assert "Numbers on this slide" in first
    assert {notes[:38] for notes in others} == {"More of the figure on the first slide "}


def test_parts_are_drawn_as_large_as_the_area_of_a_slide(voice: Voice, palette: Palette) -> None:
    parts = draw_parts(longer(plan_figure(DIVIDED, voice)), figure_slot(), palette)
    assert {part.slot for part in parts} == {figure_slot()}


def test_a_deck_whose_figures_fit_has_no_more_slides(voice: Voice) -> None:
    imprint = Imprint(Line(()), (), "", None, "", "")
    plain = plan_deck(voice, imprint)
    assert plan_deck(voice, imprint, dict.fromkeys(plain.figures, 1)) == plain
    two = plan_deck(voice, imprint, {plain.figures[-1]: 2})
    assert len(two.slides) == len(plain.slides) + sum(slide.figure == plain.figures[-1] for slide in plain.slides)
