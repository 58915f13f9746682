"""What a build chose before is tried first, and is the choice again only where the pages stand as they stood."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from layouts import pagination
from layouts.blocks import Paragraph
from layouts.brand import read_brand
from layouts.brochure.handout import HANDOUT, LARGE_PRINT, Style
from layouts.brochure.pages import PagesText, plan_pages
from layouts.brochure.setting import HandoutPages
from layouts.documents import Desk, Variant
from layouts.illustrations import Illustrations
from layouts.memories import Memory
from layouts.pagination import paginate
from layouts.source import read_source
from layouts.wording import Line

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def desk() -> Desk:
    source, (brand, _) = (
        read_source(ROOT / "sources" / "nk-vs-car-t"),
        read_brand("clinic", [ROOT / "sources" / "brands"]),
    )
    return Desk(source, Variant(brand, "en", ("a4",), ()), Illustrations(source, brand))


@pytest.fixture(scope="module")
def text(desk: Desk) -> PagesText:
    return plan_pages(desk.voice("patient"), desk.imprint)


@pytest.fixture
def scales(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How high figures are, in each setting that is made; nothing was chosen before."""
    found: list[float] = []
    typeset = pagination._typeset

    def noted(*given: object) -> HandoutPages:
        found.append(given[-1])  # type: ignore[arg-type]
        return typeset(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pagination, "_typeset", noted)
    monkeypatch.setattr(pagination, "_chosen", Memory(10))
    return found


def paginated(desk: Desk, text: PagesText, style: Style) -> HandoutPages:
    return paginate(desk.illustrations, desk.voice("patient"), text, "a4", style)


def told(made: HandoutPages) -> tuple[object, ...]:
    return made.html, made.outline, made.fit


def edited(text: PagesText, seed: int) -> PagesText:
    """The same with one paragraph changed: two words of it change places, or it says something twice or less."""
    chance = random.Random(seed)  # noqa: S311  # the same in each run
    spots = [
        (chapter, block)
        for chapter in range(len(text.chapters))
        for block, one in enumerate(text.chapters[chapter].blocks)
        if isinstance(one, Paragraph) and len(one.line.runs) == 1 and len(one.line.text.split()) > 12
    ]
    chapter, at = chance.choice(spots)
    blocks = [*text.chapters[chapter].blocks]
    paragraph = blocks[at]
    assert isinstance(paragraph, Paragraph)
    words = paragraph.line.text.split()
    where = chance.randrange(4, len(words) - 4)
    words = [
        [*words[:where], words[where + 1], words[where], *words[where + 2 :]],
        words + words[: where + 8],
        words[:where],
        [*words[:where], "a", *words[where:]],
    ][seed % 4]
    run = replace(paragraph.line.runs[0], text=" ".join(words))
    blocks[at] = replace(paragraph, line=Line((run,), paragraph.line.marks))
    chapters = [*text.chapters]
    chapters[chapter] = replace(chapters[chapter], blocks=tuple(blocks))
    return replace(text, chapters=tuple(chapters))


@pytest.mark.parametrize(
    ("style", "tried"),
    [
        (HANDOUT, [1.0, 0.93, 1.0]),  # as it is, lower, and with less air
        (LARGE_PRINT, [1.0]),  # a page is too empty before a figure that does not grow: no other height would help
    ],
    ids=lambda given: getattr(given, "name", ""),
)
def test_the_same_text_is_set_once_the_second_time(
    desk: Desk, text: PagesText, scales: list[float], style: Style, tried: list[float]
) -> None:
    first = paginated(desk, text, style)
    assert scales == tried
    again = paginated(desk, text, style)
    assert scales == [*tried, tried[-1]]
    assert told(again) == told(first)


def test_a_changed_text_gets_the_pages_that_it_gets_where_nothing_was_chosen(
    desk: Desk, text: PagesText, scales: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was built before: a long chain of edits, each compared with pages made of it alone."""
    chosen, fewer, more = Memory[object, object](10), 0, 0
    monkeypatch.setattr(pagination, "_chosen", chosen)
    paginated(desk, text, HANDOUT)
    for seed in range(12):
        changed = edited(text, seed)
        assert changed != text
        scales.clear()
        after = paginated(desk, changed, HANDOUT)
        once = len(scales) == 1
        monkeypatch.setattr(pagination, "_chosen", Memory(10))
        scales.clear()
        alone = paginated(desk, changed, HANDOUT)
        monkeypatch.setattr(pagination, "_chosen", chosen)
        assert told(after) == told(alone), seed
        fewer += once and len(scales) > 1
        more += not once
    assert fewer, "no edit was quicker"
    assert more, "no edit moved anything"


def test_a_figure_that_changed_is_a_reason_to_try_all(
    desk: Desk, text: PagesText, scales: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another setting it could be higher by more than it is in this one."""
    paginated(desk, text, HANDOUT)
    tries = len(scales)
    scales.clear()
    typeset = pagination._typeset

    def redrawn(*given: object) -> HandoutPages:
        made = typeset(*given)  # type: ignore[arg-type]
        (id, parts), *rest = made.figures.items()
        first = replace(parts[0], svg=parts[0].svg.replace(b"</svg>", b"<g/></svg>"))
        return replace(made, figures={id: (first, *parts[1:]), **dict(rest)})

    monkeypatch.setattr(pagination, "_typeset", redrawn)
    paginated(desk, text, HANDOUT)
    assert len(scales) == tries
