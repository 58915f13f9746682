"""One numbering of references for every document, and what a printed reference says."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from layouts.citations import (
    cited_keys,
    figure_keys,
    full_reference,
    number_works,
    prose_keys,
    short_reference,
    sources_of,
    used_works,
)
from layouts.comparison import Comparison
from layouts.language import language
from layouts.parts import walk
from layouts.prose import Prose, parse_prose
from layouts.source import MAIN, WORKS, parse_source
from layouts.wording import Voice
from layouts.works import CitedWork

SOURCES = Path(__file__).resolve().parent / "sources"
WRIST, MINIMAL = SOURCES / "wrist", SOURCES / "minimal"
ASKED = "  - {id: asked, kind: evidence-map, title: Who, how_to_read: A circle a study., studies: [one, two]}\n"
ENGLISH = language("en")
NUMBERED = ["guide2025", "south2019", "label2024", "north2021", "east2023", "west2022"]
FULL = [
    "North A, Alder B. Test reference: plaster casts in one invented town. Journal of Invented Trials. "
    "2021;12(3):101–109. doi:10.5555/test.north.2021. PMID 11111111. NCT00000001.",
    "Invented Register of Bones. Test reference: an invented register of casts. Invented Registers. "
    "2019. https://example.org/south.",
    "East C. Title not recorded: an invented poster about the glide plate. Year not recorded.",
    "West D, Birch E, Cedar F, et al. Test reference: does an invented plate glide? Journal of Invented Trials. "
    "2022;13:7–19. doi:10.5555/test.west.2022. NCT00000002; NCT00000003.",
    "Author not recorded. Test reference: invented safety report of the glide plate. Invented Plates Ltd. "
    "2024. https://example.org/label.",
    "Invented Society for Wrists. Test reference: an invented guide to broken wrists. Invented Guides. "
    "2025. https://example.org/guide.",
]
SHORT = [
    "North, Journal of Invented Trials 2021.",
    "Invented Register of Bones, Invented Registers 2019.",
    "East, Title not recorded: an invented poster about the glide plate, year not recorded.",
    "West, Journal of Invented Trials 2022.",
    "Author not recorded, Test reference: invented safety report of the glide plate 2024.",
    "Invented Society for Wrists, Invented Guides 2025.",
]


@cache
def wrist() -> Comparison:
    return parse_source({name: (WRIST / name).read_bytes() for name in (MAIN, WORKS)}).comparison


def work(**fields: Any) -> CitedWork:
    """A reference of which nothing is recorded but the fields given."""
    unknown = dict.fromkeys(("title", "author", "issued", "container-title"), "not recorded")
    return CitedWork.model_validate({"id": "a", "type": "report", **unknown, **fields})


# --- one numbering


def test_numbers_run_from_one_without_a_gap() -> None:
    numbering = number_works(wrist())
    assert sorted(numbering.values()) == list(range(1, len(wrist().references) + 1))
    assert set(numbering) == {item.id for item in wrist().references}


def test_numbers_follow_the_panels_and_then_the_slides() -> None:
    assert list(number_works(wrist())) == NUMBERED
    assert number_works(wrist())[NUMBERED[0]] == 1


def test_the_first_panel_comes_first_when_the_panels_change_places() -> None:
    trifold = wrist().documents.trifold
    swapped = trifold.model_copy(update={"flap": trifold.inside_2, "inside_2": trifold.flap})
    documents = wrist().documents.model_copy(update={"trifold": swapped})
    numbering = number_works(wrist().model_copy(update={"documents": documents}))
    assert list(numbering)[:4] == ["north2021", "south2019", "east2023", "west2022"]
    assert sorted(numbering.values()) == list(range(1, len(numbering) + 1))


def test_every_cited_key_has_a_number_in_every_text() -> None:
    numbering, sources = number_works(wrist()), sources_of(wrist())
    for _, value in walk(wrist()):
        if isinstance(value, Prose):
            assert set(prose_keys(value, sources)) <= numbering.keys()


def test_patients_and_clinicians_see_the_same_number() -> None:
    numbering = number_works(wrist())
    prose = parse_prose("{grip-plate-west} [@guide2025; @west2022]")
    marks = [Voice(wrist(), ENGLISH, audience, numbering).marks(prose) for audience in ("patient", "clinician")]
    assert marks[0] == marks[1] == tuple(str(n) for n in sorted((numbering["guide2025"], numbering["west2022"])))


def test_a_text_cites_through_marks_estimates_facts_and_studies_each_work_once() -> None:
    prose = parse_prose("{plate-west} {grip-plate-west} {cast-weeks} [@north2021; @guide2025]")
    assert cited_keys(wrist(), prose) == ["west2022", "label2024", "guide2025", "north2021"]


def test_a_figure_cites_its_estimates_its_studies_and_its_words() -> None:
    assert figure_keys(wrist(), "two-ways-drawn") == []
    assert figure_keys(wrist(), "stiff-people") == ["north2021", "south2019", "east2023", "west2022"]
    assert figure_keys(wrist(), "who-was-asked") == ["north2021", "south2019", "east2023", "west2022", "label2024"]
    assert figure_keys(wrist(), "the-way") == ["guide2025", "label2024"]


def test_the_figure_of_the_cover_has_numbers_when_nothing_else_cites_its_works() -> None:
    main = (MINIMAL / MAIN).read_text(encoding="utf-8").replace("drank {cups}", "drank tea")
    main = main.replace("cover_figure: drawn", "cover_figure: asked").replace("figures:\n", f"figures:\n{ASKED}")
    files = {MAIN: main.encode(), WORKS: (MINIMAL / WORKS).read_bytes()}
    comparison = parse_source(files).comparison
    assert number_works(comparison) == {"paper": 1}
    assert Voice(comparison, ENGLISH, "patient", number_works(comparison)).figure_marks("asked") == ("1",)


def test_the_works_of_a_part_come_by_number() -> None:
    numbering = number_works(wrist())
    passage = wrist().section("harms").clinician
    used = used_works(wrist(), numbering, passage)
    assert [number for number, _ in used] == sorted(number for number, _ in used)
    assert {item.id for _, item in used} == {"north2021", "east2023", "south2019", "label2024"}


# --- a reference as printed


def test_a_full_reference_says_everything_recorded() -> None:
    assert [full_reference(item, ENGLISH) for item in wrist().references] == FULL


def test_a_short_reference_is_author_container_and_year() -> None:
    assert [short_reference(item, ENGLISH) for item in wrist().references] == SHORT


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Author not recorded. Title not recorded."),
        ({"custom": {"description": "a poster"}}, "Title not recorded: a poster."),
        ({"title": "What heals?"}, "Author not recorded. What heals? "),
        ({"issued": {"date-parts": [[2020, 2]]}}, "2020."),
        ({"author": [{"family": "East", "given": "C"}]}, "East C."),
        ({"author": [{"family": "East"}]}, "East."),
        ({"author": [{"literal": "A Body"}]}, "A Body."),
        ({"author": [{"family": name} for name in "ABC"]}, "A, B, C."),
        ({"author": [{"family": name} for name in "ABCD"]}, "A, B, C, et al. "),
        ({"volume": "3", "page": "1–9", "issued": {"date-parts": [[2020]]}}, "2020;3:1–9."),
        ({"number": "NCT00000001; NCT00000002"}, "NCT00000001; NCT00000002."),
    ],
)
def test_a_part_is_printed_or_said_to_be_not_recorded(fields: dict[str, Any], said: str) -> None:
    assert said in full_reference(work(**fields), ENGLISH)


def test_a_year_that_is_not_recorded_is_said() -> None:
    assert "year not recorded" in full_reference(work(), ENGLISH).lower()
    assert "year not recorded" in short_reference(work(), ENGLISH).lower()


def test_no_reference_is_printed_with_a_doubled_stop() -> None:
    for item in wrist().references:
        for printed in (full_reference(item, ENGLISH), short_reference(item, ENGLISH)):
            assert ".." not in printed
            assert "?." not in printed
            assert printed.endswith(".")
