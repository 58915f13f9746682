"""Pages and panels that are filled: text before a figure that left white, closer paragraphs, names that stay whole."""

from itertools import pairwise
from pathlib import Path

import pytest

from layouts.blocks import Paragraph, Picture
from layouts.brand import read_brand
from layouts.brochure.fills import Fill, Laid, PageFill
from layouts.brochure.handout import HANDOUT, LARGE_PRINT, Style
from layouts.brochure.pages import PagesText, plan_pages, text_first
from layouts.brochure.unbroken import unbroken
from layouts.documents import Desk, Variant
from layouts.illustrations import Illustrations
from layouts.pagination import Trying
from layouts.source import read_source

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def desk() -> Desk:
    source = read_source(HERE / "sources" / "wrist")
    brand = read_brand("clinic", [HERE.parent / "sources" / "brands"])[0]
    return Desk(source, Variant(brand, "en", ("a4",), ()), Illustrations(source, brand))


@pytest.fixture(scope="module")
def text(desk: Desk) -> PagesText:
    return plan_pages(desk.voice("patient"), desk.imprint)


def laid(*used: float, figures: dict[str, int] | None = None) -> Laid:
    pages = tuple(PageFill(number, mm, 100) for number, mm in enumerate(used, 1))
    return Laid(pages, {}, 12, (), figures or {})


def test_a_figure_behind_a_page_with_white_is_found() -> None:
    pages = laid(90, 40, 95, 20, figures={"early": 1, "late": 3, "full": 4})
    assert pages.after_white(0.6) == {"late"}
    assert pages.after_white(0.3) == frozenset()


def test_fewer_pages_come_before_less_white() -> None:
    assert laid(50, 90).rank < laid(99, 99, 10).rank < laid(60, 99, 10).rank
    assert laid(90, 14).last == 0.14


def test_text_goes_before_a_figure_and_no_further(text: PagesText) -> None:
    followed = [
        (chapter.id, one.id, other)
        for chapter in text.chapters
        for one, other in pairwise(chapter.blocks)
        if isinstance(one, Picture) and isinstance(other, Paragraph)
    ]
    assert followed
    for id, figure, paragraph in followed:
        (chapter,) = (one for one in text_first(text, {figure}).chapters if one.id == id)
        (before,) = (one for one in text.chapters if one.id == id)
        at = [getattr(block, "id", "") for block in chapter.blocks].index(figure)
        assert chapter.blocks[at - 1] == paragraph
        assert sorted(map(repr, chapter.blocks)) == sorted(map(repr, before.blocks))
    assert text_first(text, ()) == text


@pytest.mark.parametrize("style", [HANDOUT, LARGE_PRINT], ids=lambda style: style.name)
def test_closer_paragraphs_take_less_of_the_pages(desk: Desk, text: PagesText, style: Style) -> None:
    loose, close = (
        Trying(desk.illustrations, desk.voice("patient"), text, "a4", style).fullest(air).pages.laid
        for air in (1.0, 0.6)
    )
    assert (len(close.pages), close.last) < (len(loose.pages), loose.last)
    assert close.smallest == loose.smallest


def test_a_name_with_a_hyphen_is_one_piece() -> None:
    told = "Since CAR-T, CAR-NK and IL-15: a T-cell, follow-up, life-threatening."
    names = [piece for piece, name in unbroken(told) if name]
    assert names == ["CAR-T", "CAR-NK", "IL-15"]
    assert "".join(piece for piece, _ in unbroken(told)) == told


@pytest.mark.parametrize(
    ("used", "over", "words"), [(99.0, 0.0, 0), (100.004, 0.0, 0), (100.03, 0.1, 1), (102.25, 2.3, 5)]
)
def test_a_panel_is_too_full_by_whole_tenths_and_never_by_none(used: float, over: float, words: int) -> None:
    fill = Fill("inside-left", used, 100.0, 200)
    assert fill.over == pytest.approx(over)
    assert fill.words_to_cut == words


@pytest.mark.parametrize(
    ("figures", "ends", "helps"),
    [
        ({"near": 2}, {"near": 105.0}, True),  # 105 - 10 mm end on the page before, which has 96 left
        ({"near": 2}, {"near": 107.0}, False),
        ({"near": 1}, {"near": 40.0}, True),  # on the white page itself: what follows may fit behind it
        ({"near": 3}, {"near": 20.0}, False),  # far from it
        ({"near": 4}, {"near": 20.0}, False),  # behind the last page, which may be as empty as it is
        ({"other": 2}, {"other": 30.0}, False),  # none of those that can be lower
    ],
)
def test_lower_figures_are_tried_only_where_they_may_fill_a_page(
    figures: dict[str, int], ends: dict[str, float], helps: bool
) -> None:
    pages = tuple(PageFill(number, used, 240.0) for number, used in enumerate((144.0, 230.0, 20.0), 1))
    laid = Laid(pages, {}, 12, (), figures, ends)
    assert laid.room_if_lower(0.7, {"near": 10.0}) is helps
    assert not laid.room_if_lower(0.5, {"near": 10.0}), "no page is too empty"
