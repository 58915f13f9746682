"""Arrays of icons where their captions would be narrow: an arm a part, alike in all that is compared."""

from dataclasses import replace

import pytest

from layouts.figures.drawing import draw_parts
from layouts.figures.marks import Label, Shape
from layouts.figures.specs import Anatomy, Figure, IconArray, IconRanges, IconRow, Slot
from layouts.palette import Palette

PALETTE = Palette(
    ink="#1B2733",
    muted="#4A5661",
    rule="#8A949E",
    tint="#EEF2F5",
    paper="#FFFFFF",
    accent="#0F6B6B",
    arms=("#0072B2", "#D55E00"),
    arm_tints=("#E0EEF6", "#FAECE0"),
)
PAGE = Slot("large-print", 180, 125, 18, 16)
STUDY = (
    "Morning tea, guests of the house, large cups",
    "227 of 561 people: true figure could be 36 to 45",
    "Scale: cups",
)


def array(filled: int) -> IconArray:
    return IconArray(filled, f"{filled} of 100 had it", f"{100 - filled} did not", STUDY)


TEA = IconRanges(
    Anatomy("tea", "Tea", "One icon, one guest", "", "the host", "41 to 94 of 100"),
    (
        IconRow(0, "Green tea: from 41 to 94 of 100", (array(41), array(94))),
        IconRow(1, "Black tea: from 3 to 70 of 100", (array(3), array(70))),
    ),
)


@pytest.fixture(scope="module", params=["ltr", "rtl"])
def parts(request: pytest.FixtureRequest) -> tuple[Figure, ...]:
    spec = replace(TEA, anatomy=replace(TEA.anatomy, direction=request.param))
    return draw_parts(spec, PAGE, PALETTE)


def icons(figure: Figure) -> list[Shape]:
    return [mark for mark in figure.marks if isinstance(mark, Shape) and mark.name.startswith("icons: filled")]


def captions(figure: Figure) -> list[tuple[str, ...]]:
    return [paragraph.lines for mark in figure.marks if isinstance(mark, Label) for paragraph in mark.paragraphs]


def test_each_arm_is_a_part_and_says_so(parts: tuple[Figure, ...]) -> None:
    assert [(figure.part, figure.parts) for figure in parts] == [(1, 2), (2, 2)]
    assert [sum(len(shape.contours) for shape in icons(figure)) for figure in parts] == [135, 73]
    assert len({figure.alt for figure in parts}) == 2


def test_icons_of_all_parts_have_one_size(parts: tuple[Figure, ...]) -> None:
    """One array of each part is filled beyond its first row: its width is that of ten icons."""
    high = [max(icons(figure), key=lambda shape: len(shape.contours)) for figure in parts]
    wide = [right - left for left, _, right, _ in (shape.box for shape in high)]
    assert wide[0] == pytest.approx(wide[1], abs=0.4)  # circles and squares of one area differ in width
    assert wide[0] > 30


def test_captions_have_room_for_some_words_a_line(parts: tuple[Figure, ...]) -> None:
    lines = [paragraph for figure in parts for paragraph in captions(figure)]
    told = [paragraph for paragraph in lines if " ".join(paragraph) in STUDY]
    assert len(told) == 12
    assert max(map(len, told)) == 2


def test_a_figure_with_room_is_whole() -> None:
    assert [figure.parts for figure in draw_parts(TEA, replace(PAGE, height_mm=260), PALETTE)] == [1]


def test_one_arm_is_never_divided() -> None:
    one = replace(TEA, rows=(TEA.rows[0], IconRow(1, "Black tea", (), "Nobody counted.")))
    assert [figure.parts for figure in draw_parts(one, replace(PAGE, height_mm=125), PALETTE)] == [1]
