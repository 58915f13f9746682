"""The finished handout and its large print, looked at from outside: what they say, how large, and where on the page."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from layouts.brand import Brand, read_brand
from layouts.brochure.handout import HANDOUT, LARGE_PRINT, Style, figure_slots
from layouts.brochure.laid_out import measure
from layouts.brochure.pages import PagesText, fit_problems, plan_pages
from layouts.brochure.pdf import typeset
from layouts.brochure.reading import never, read_pages
from layouts.build import Built, Variant, make_variant
from layouts.citations import cited_keys, number_works
from layouts.documents import Desk
from layouts.figures.colours import contrast
from layouts.illustrations import Illustrations
from layouts.problems import Problem, ProblemError
from layouts.source import MAIN, WORKS, Source, parse_source, read_source
from test_documents import elements, type_sizes, words_of
from validators import pdf_text, qpdf_check

HERE = Path(__file__).resolve().parent
WRIST = HERE / "sources" / "wrist"
FROM_EDGE = 6.35  # mm that an office printer leaves white
SIZES = {"": (210.0, 297.0), "-letter": (215.9, 279.4)}  # mm, upright
NAMES = [f"{style}{paper}.pdf" for style in ("handout", "large-print") for paper in SIZES]
SMALLEST = {"handout": 9.0, "large-print": 16.0}  # pt
BODY = {"handout": 12.0, "large-print": 18.0}
SMALL_PAGE = "@page { size: 100mm; margin: 10mm } * { margin: 0; font-size: 12pt } img { display: block } "
SMALL_PAGE += "section { break-after: page }"
STYLES = {"handout": HANDOUT, "large-print": LARGE_PRINT}


def clinic() -> Brand:
    return read_brand("clinic", [HERE.parent / "sources" / "brands"])[0]


def build(source: Source, *documents: str) -> Built:
    return make_variant(source, Variant(clinic(), "en", ("a4", "letter"), documents))


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(WRIST)


@pytest.fixture(scope="module")
def built(source: Source) -> Built:
    return build(source, "handout", "large-print")


@pytest.fixture(scope="module")
def folder(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("handout")
    for name, content in built.files.items():
        (made / name).write_bytes(content)
    return made


@pytest.fixture(scope="module")
def text(source: Source) -> PagesText:
    return text_of(source)


def text_of(source: Source) -> PagesText:
    desk = Desk(source, Variant(clinic(), "en", ("a4",), ()), Illustrations(source, clinic()))
    return plan_pages(desk.voice("patient"), desk.imprint)


@pytest.fixture(scope="module", params=NAMES)
def path(request: pytest.FixtureRequest, folder: Path) -> Path:
    return folder / str(request.param)


@pytest.fixture
def opened(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as pdf:
        yield pdf


def style_of(path: Path) -> str:
    return path.stem.removesuffix("-letter")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


# --- what they say


def test_every_word_that_the_source_sends_there_is_printed(path: Path, text: PagesText) -> None:
    planned, printed = words(" ".join(read_pages(text, never))), words(pdf_text(path))
    assert planned.total() > 500
    assert not planned - printed


def test_a_text_of_each_kind_is_printed_in_one_piece(path: Path) -> None:
    printed = " ".join(pdf_text(path).split())
    for piece in (
        "Test: cast or plate for a broken wrist",
        "Whether to wear a plaster cast or to have a plate put in.",
        "Draft for clinical review",
        "Questions to take along",
        "Your team's number:",
        "What the evidence says",
        "A removable splint, or no treatment, is possible too.",
    ):
        assert piece in printed


def test_it_says_who_has_reviewed_it(text: PagesText) -> None:
    assert "Signed off: patient reviewer (January 20, 2026)" in text.edition


def test_each_page_has_its_number_and_its_edition_and_all_but_the_first_the_title(path: Path) -> None:
    pages = [" ".join(page.split()) for page in pdf_text(path).split("\f")[:-1]]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Edition 1.2 · January 31, 2026 · Draft for clinical review" in page
        assert ("Test: cast or plate for a broken wrist" in page) or number == 1


def test_references_have_the_numbers_of_the_other_documents(opened: pikepdf.Pdf, source: Source) -> None:
    comparison = source.comparison
    passages = tuple(s.patient.full for s in comparison.sections if s.patient)
    numbers = number_works(comparison)
    wanted = sorted(numbers[key] for key in cited_keys(comparison, passages))
    assert len(wanted) == 6
    assert {name for name in names_of(opened) if name.startswith("reference-")} == {f"reference-{n}" for n in wanted}


def names_of(opened: pikepdf.Pdf) -> list[str]:
    return [str(key) for key in pikepdf.NameTree(opened.Root.Names.Dests)]


def test_marks_lead_to_references_and_identifiers_to_their_registers(opened: pikepdf.Pdf) -> None:
    links = [note for page in opened.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    inside = {str(note.Dest) for note in links if "/Dest" in note}
    outside = {str(note.A.URI) for note in links if "/A" in note}
    assert len(inside) >= 5
    assert inside <= set(names_of(opened))
    assert {"https://doi.org/10.5555/test.west.2022", "https://clinicaltrials.gov/study/NCT00000003"} <= outside


def test_the_handout_takes_the_sections_that_its_list_names(source: Source) -> None:
    text = (WRIST / MAIN).read_text(encoding="utf-8").replace("  deck:\n", "  handout: [next, two-ways]\n  deck:\n")
    listed = parse_source({MAIN: text.encode(), WORKS: (WRIST / WORKS).read_bytes()})
    assert listed.comparison.handout == ("next", "two-ways")
    assert source.comparison.handout == ("about", "two-ways", "stiffness", "harms", "ask", "next")


# --- how large, and where


def test_pages_are_upright_and_of_the_papers_size(opened: pikepdf.Pdf, path: Path) -> None:
    wanted = SIZES["-letter" if "letter" in path.stem else ""]
    for page in opened.pages:
        _, _, right, top = (float(edge) * 25.4 / 72 for edge in page.mediabox)
        assert (right, top) == pytest.approx(wanted, abs=0.01)


def test_no_text_is_smaller_than_its_edition_allows(opened: pikepdf.Pdf, path: Path) -> None:
    sizes = Counter(round(size, 2) for page in opened.pages for size in type_sizes(page))
    assert min(sizes) >= SMALLEST[style_of(path)] - 0.01, sorted(sizes.items())[:5]
    assert BODY[style_of(path)] in sizes


def test_nothing_stands_nearer_to_the_edge_than_a_printer_prints(path: Path) -> None:
    width, height = SIZES["-letter" if "letter" in path.stem else ""]
    for word in words_of(path):
        assert min(word.left, word.top, width - word.right, height - word.bottom) >= FROM_EDGE, word


def test_large_print_stands_out_from_the_paper_seven_to_one(folder: Path) -> None:
    with pikepdf.open(folder / "large-print.pdf") as opened:
        found = Counter(colour for page in opened.pages for colour in inks(page))
    assert found.total() > 200
    assert min(contrast(colour, "#FFFFFF") for colour in found) >= 7, found


def inks(page: Any, colour: str = "#000000") -> Iterator[str]:
    """The colour of every piece of text of a page or form."""
    kept = []
    for step in pikepdf.parse_content_stream(page):
        operands, operator = step.operands, str(step.operator)
        if operator == "q":
            kept.append(colour)
        elif operator == "Q":
            colour = kept.pop()
        elif operator in ("rg", "scn", "sc") and len(operands) == 3:
            colour = "#" + "".join(f"{round(float(part) * 255):02X}" for part in operands)
        elif operator in ("Tj", "TJ"):
            yield colour
        elif operator == "Do" and page.Resources.XObject[operands[0]].Subtype == "/Form":
            yield from inks(page.Resources.XObject[operands[0]], colour)


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_an_edition_names_no_size_below_its_least(style: Style) -> None:
    sizes = [value[0] for value in vars(style).values() if isinstance(value, tuple) and value is not style.emblem]
    least = SMALLEST[style.name]
    assert min(style.body, style.mark, style.figure_pt[1], *sizes) == style.smallest == least
    assert style.leading >= 1.25 * style.body


def test_figures_are_as_wide_as_the_text_and_lettered_for_their_edition(source: Source, text: PagesText) -> None:
    for style in STYLES.values():
        slot = figure_slots(text, "a4", style, source.comparison)["stiff-people"]
        assert slot.width_mm == 180.0
        assert (slot.base_pt, slot.smallest_pt) == style.figure_pt


# --- for those who listen


def test_headings_begin_with_the_one_title_and_skip_no_level(opened: pikepdf.Pdf) -> None:
    kinds = [str(element.S) for element in elements(opened.Root.StructTreeRoot)]
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert levels.count(2) == 7
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_heads_of_tables_have_a_scope_and_are_read_once(opened: pikepdf.Pdf) -> None:
    heads = [element for element in elements(opened.Root.StructTreeRoot) if element.S == "/TH"]
    assert {str(head.A.Scope) for head in heads} == {"/Column", "/Row"}
    assert len([head for head in heads if head.A.Scope == "/Column"]) == 4


def test_the_structure_of_the_file_is_sound(path: Path) -> None:
    assert qpdf_check(path) == []


# --- the same again, and what is wrong


def test_two_builds_are_the_same_to_the_byte(source: Source, built: Built) -> None:
    again = build(source, "handout", "large-print")
    assert {name: again.files[name] for name in NAMES} == {name: built.files[name] for name in NAMES}


def test_the_manifest_says_how_full_each_page_is(source: Source, built: Built) -> None:
    fits = json.loads(built.files["build.json"])["fit"]
    for name in NAMES:
        fit = fits[name]
        assert len(fit["fill"]) == fit["pages"]
        assert sorted(fit["sections"]) == sorted(source.comparison.handout)
        assert fit["smallest_pt"] == SMALLEST[style_of(Path(name))]


def planted(old: str, new: str) -> Source:
    text = (WRIST / MAIN).read_text(encoding="utf-8")
    assert text.count(old) == 1
    return parse_source({MAIN: text.replace(old, new).encode(), WORKS: (WRIST / WORKS).read_bytes()})


def told(source: Source, document: str) -> list[Problem]:
    try:
        return list(build(source, document).warnings)
    except ProblemError as error:
        return list(error.problems)


@pytest.mark.parametrize("document", ["handout", "large-print"])
def test_a_word_wider_than_its_column_is_told_with_its_page_and_section(document: str) -> None:
    wide = planted("        - A removable splint, or no", f"        - A removable {'splint' * 30}, or no")
    found = [problem for problem in told(wide, document) if "wider than its column" in problem.message]
    assert {problem.message.split(",")[0] for problem in found} == {f"{document}.pdf", f"{document}-letter.pdf"}
    assert all(re.search(r"page \d+: 'splintsplint", problem.message) for problem in found)
    assert {problem.place.line for problem in found} == {harms_line()}


def harms_line() -> int:
    lines = (WRIST / MAIN).read_text(encoding="utf-8").splitlines()
    return lines.index("  - id: harms") + 1


def test_a_long_title_is_shortened_at_the_head_of_the_page_and_nowhere_else() -> None:
    old = 'patient: "Test: cast or plate for a broken wrist"'
    long = planted(old, 'patient: "Test: cast or plate for a broken wrist, told at length and all in one line"')
    printed = text_of(long)
    assert printed.running == "Test: cast or plate for a broken wrist, told at …"
    assert printed.title.endswith("in one line")


def test_words_in_the_margin_too_near_to_the_edge_are_found() -> None:
    found = laid("<p>Text.</p>", '@page { @top-left { content: "A running head"; font-size: 30pt } }').faults
    assert {fault.message.partition("' ")[2] for fault in found} == {"stands too near to the edge of the paper"}


def laid(body: str, more: str = "") -> Any:
    """A page of 100 mm with margins of 10 mm."""
    return measure(typeset(f'<html lang="en"><style>{SMALL_PAGE}{more}</style>{body}', {}).document)


def test_a_heading_that_stands_last_on_its_page_is_found() -> None:
    found = laid('<h2>Left alone</h2><p style="break-before: page">Its text.</p>')
    assert [(fault.page, fault.message) for fault in found.faults] == [(1, "the heading 'Left alone' stands last")]
    assert laid("<h2>Not alone</h2><p>Its text.</p>").faults == ()


def test_a_page_nearly_empty_is_a_warning_with_its_number_but_the_last_may_be(source: Source) -> None:
    found = laid('<section id="section-about"><p>Few words.</p></section><p>The last page.</p>')
    [problem] = fit_problems(source, found, (), 0.0, "handout.pdf", "en")
    assert (problem.severity, problem.rule) == ("warning", "TYP-05")
    assert "handout.pdf, en: page 1 is only 6% full" in problem.message
    assert found.sections == {"about": 1}


def test_type_too_small_and_warnings_of_the_typesetter_are_told(source: Source) -> None:
    found = laid('<p style="font-size: 8pt">Small print.</p>')
    problems = fit_problems(source, found, ("Ignored `colr`",), 9.0, "handout.pdf", "en")
    assert [problem.rule for problem in problems] == ["TYP-02", "PDF-00"]
    assert "8 pt, and the least is 9" in problems[0].message


def test_a_picture_higher_than_its_page_is_found() -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="90mm"><path d="M0 0h9v9z"/></svg>'
    html = f'<html lang="en"><style>{SMALL_PAGE}</style><img alt="A picture" src="figure:high">'
    [fault] = measure(typeset(html, {"high": picture}).document).faults
    assert (fault.page, fault.message) == (1, "a figure leaves the page by 10.0 mm")
