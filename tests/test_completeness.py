"""Every planned text is seen in the finished bytes, and nothing else is: silent on good files, loud on changed ones."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pptx
import pytest
from pptx.dml.color import RGBColor
from pptx.util import Pt

from layouts.brand import read_brand
from layouts.brochure import sheets, trifold
from layouts.brochure.marked import unicode_map
from layouts.checks.completeness.brochure import panel_boxes
from layouts.checks.completeness.deck import read_deck
from layouts.checks.completeness.letters import fold
from layouts.checks.completeness.pages import read_alts, read_pieces
from layouts.checks.completeness.pieces import Piece, Unit
from layouts.checks.completeness.proof import Document, Proof, prove
from layouts.checks.deck_file import read_file
from layouts.checks.deck_slides import read_show
from layouts.documents import MAKERS, Desk, Made, Variant, make_trifold
from layouts.illustrations import Illustrations
from layouts.origins import Printed
from layouts.overlay import read_overlay, translate
from layouts.problems import Place, ProblemError
from layouts.source import Source, read_source
from layouts.trace import trace, trace_lines
from validators import _run, _tool

HERE = Path(__file__).resolve().parent
WRIST = HERE / "sources" / "wrist"
PRINTED = ("trifold", "press", "handout", "large-print", "deck")
STITCHES = "stitches for"
CAVEAT = "These invented studies looked at different people."


def desk_of(source: Source, documents: tuple[str, ...], tag: str = "en") -> Desk:
    brand, _ = read_brand("clinic", [HERE.parent / "sources" / "brands"])
    return Desk(source, Variant(brand, tag, ("a4",), documents), Illustrations(source, brand))


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(WRIST)


@pytest.fixture(scope="module")
def made(source: Source) -> dict[str, Made]:
    """Every printed document of the test comparison."""
    desk = desk_of(source, PRINTED)
    return {name: MAKERS[name](desk) for name in PRINTED}


def rules(found: Made | Proof) -> list[str]:
    return [problem.rule for problem in found.problems if problem.rule.startswith("CMP")]


# --- silent on good files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PRINTED)
def test_a_finished_document_shows_all_that_was_planned(made: dict[str, Made], name: str) -> None:
    assert rules(made[name]) == []
    assert {proof.document.name for proof in made[name].proofs} == {
        file for file in made[name].files if not file.endswith(".txt")
    }
    assert all(len(proof.shown) > 15 for proof in made[name].proofs)


@pytest.fixture(scope="module")
def arabic(source: Source) -> dict[str, Made]:
    desk = desk_of(translate(source, read_overlay(HERE / "overlays" / "wrist", "ar")), PRINTED, "ar")
    return {name: MAKERS[name](desk) for name in PRINTED}


@pytest.mark.parametrize("name", PRINTED)
def test_so_does_one_that_runs_from_right_to_left(arabic: dict[str, Made], name: str) -> None:
    assert rules(arabic[name]) == []
    assert all(len(proof.shown) > 15 for proof in arabic[name].proofs)


def test_so_does_the_shipped_comparison(root: Path) -> None:
    desk = desk_of(read_source(root / "sources" / "nk-vs-car-t"), ("trifold", "deck"))
    for name in desk.variant.documents:
        document = MAKERS[name](desk)
        assert rules(document) == []
        assert sum(len(proof.shown) for proof in document.proofs) > 100


# --- a changed deck is told -------------------------------------------------------------------------------------------


def proof_of_deck(made: dict[str, Made], change: Callable[[Any], None]) -> Proof:
    """The deck after somebody's hand was in it, against its plan."""
    [proof] = made["deck"].proofs
    presentation = pptx.Presentation(io.BytesIO(made["deck"].files["deck.pptx"]))
    change(presentation)
    stream = io.BytesIO()
    presentation.save(stream)
    pieces = read_deck(read_show(read_file(stream.getvalue())), 10.0)
    return prove(proof.document, [unit for unit, _ in proof.shown], pieces)


def paragraphs(shape: Any) -> Iterator[Any]:
    if shape.shape_type == 6:  # a group
        for inner in shape.shapes:
            yield from paragraphs(inner)
    elif shape.has_text_frame:
        yield from ((shape, paragraph) for paragraph in shape.text_frame.paragraphs)
    elif shape.has_table:
        yield from ((shape, p) for row in shape.table.rows for cell in row.cells for p in cell.text_frame.paragraphs)


def telling(presentation: Any, words: str) -> tuple[Any, Any, Any]:
    """The first slide, shape and paragraph that say some words."""
    return next(
        (slide, shape, paragraph)
        for slide in presentation.slides
        for top in slide.shapes
        for shape, paragraph in paragraphs(top)
        if words in paragraph.text
    )


def body_of(presentation: Any) -> tuple[Any, Any, Any]:
    """The disclosures: plain text in a placeholder."""
    return telling(presentation, "Funding:")


def another_number(presentation: Any) -> None:
    _, _, paragraph = telling(presentation, "27/108")
    for run in paragraph.runs:
        run.text = run.text.replace("27/108", "72/108")


def another_cell(presentation: Any) -> None:
    table = next(s for slide in presentation.slides for s in slide.shapes if s.has_table and "data-" in s.name)
    cell = next(c for row in table.table.rows for c in row.cells if re.fullmatch(r"\d+/\d+", c.text))
    cell.text_frame.paragraphs[0].runs[0].text = "1/2"


def another_note(presentation: Any) -> None:
    slide = next(
        s for s in presentation.slides if s.has_notes_slide and "27/108" in s.notes_slide.notes_text_frame.text
    )
    run = next(r for p in slide.notes_slide.notes_text_frame.paragraphs for r in p.runs if "27/108" in r.text)
    run.text = run.text.replace("27/108", "28/108")


def no_caveat(presentation: Any) -> None:
    _, _, paragraph = telling(presentation, CAVEAT)
    for run in paragraph.runs:
        run.text = run.text.replace(CAVEAT, "")


def no_note(presentation: Any) -> None:
    slide = next(s for s in presentation.slides if s.has_notes_slide and s.notes_slide.notes_text_frame.text)
    slide.notes_slide.notes_text_frame.text = ""


def other_alt(presentation: Any) -> None:
    group = next(s for slide in presentation.slides for s in slide.shapes if s.name.startswith("Figure: "))
    group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].set("descr", "A drawing.")


def covered(presentation: Any) -> None:
    slide, shape, _ = body_of(presentation)
    cover = slide.shapes.add_shape(1, shape.left, shape.top, shape.width // 3, shape.height // 3)
    cover.fill.solid()
    cover.fill.fore_color.rgb = RGBColor(255, 255, 255)


def white(presentation: Any) -> None:
    for run in body_of(presentation)[2].runs:
        run.font.color.rgb = RGBColor(250, 250, 250)


def small(presentation: Any) -> None:
    for run in body_of(presentation)[2].runs:
        run.font.size = Pt(6)


def moved_off(presentation: Any) -> None:
    shape = body_of(presentation)[1]
    place = shape.left, shape.top, shape.width, shape.height
    shape.left, shape.top, shape.width, shape.height = place[0] + presentation.slide_width, *place[1:]


def hidden(presentation: Any) -> None:
    body_of(presentation)[1]._element.xpath("./p:nvSpPr/p:cNvPr")[0].set("hidden", "1")


def hidden_slide(presentation: Any) -> None:
    body_of(presentation)[0]._element.set("show", "0")


def label_covered(presentation: Any) -> None:
    """A mark of a figure laid over its label."""
    slide, label, _ = telling(presentation, "27/108")
    cover = slide.shapes.add_shape(1, label.left, label.top, label.width, label.height)
    cover.fill.solid()


def sentence(text: str) -> Callable[[Any], None]:
    def change(presentation: Any) -> None:
        body_of(presentation)[1].text_frame.add_paragraph().text = text

    return change


DECK = {
    "a number of a figure": (another_number, "CMP-04", "72/108"),
    "a number of a table": (another_cell, "CMP-04", "1/2"),
    "a number of the notes": (another_note, "CMP-04", "28/108"),
    "a caveat taken away": (no_caveat, "CMP-01", CAVEAT[:40]),
    "notes taken away": (no_note, "CMP-01", "the note"),
    "another alternative text": (other_alt, "CMP-01", "the alternative text"),
    "text under an opaque shape": (covered, "CMP-02", "something covers it"),
    "a label under an opaque shape": (label_covered, "CMP-02", "something covers it"),
    "text as white as its page": (white, "CMP-02", "the colour of what it lies on"),
    "small type": (small, "CMP-02", "set in 6 pt"),
    "text off its slide": (moved_off, "CMP-02", "off the slide"),
    "a hidden shape": (hidden, "CMP-02", "it is hidden"),
    "a hidden slide": (hidden_slide, "CMP-02", "its slide is hidden"),
    "a sentence typed in": (sentence("Much better than the other."), "CMP-03", "Much better"),
    "a number typed in": (sentence("It helps 97 of 100."), "CMP-04", "97 of 100"),
}


def test_a_deck_that_was_only_saved_again_is_still_whole(made: dict[str, Made]) -> None:
    assert proof_of_deck(made, lambda presentation: None).problems == ()


@pytest.mark.parametrize(("change", "rule", "words"), DECK.values(), ids=DECK.keys())
def test_a_change_in_a_deck_is_told(
    made: dict[str, Made], change: Callable[[Any], None], rule: str, words: str
) -> None:
    found = proof_of_deck(made, change).problems
    assert any(problem.rule == rule and words in problem.message for problem in found), found
    assert all(problem.severity == "error" and problem.fix for problem in found)


# --- a changed PDF is told --------------------------------------------------------------------------------------------

Steps = list[tuple[list[Any], Any]]


def proof_of_pdf(pdf: bytes, document: Document, units: list[Unit]) -> Proof:
    sheet = sheets.roll_fold("a4", 3.0, "rtl" if document.mingled else "ltr")
    pieces = (*read_pieces(pdf, 9.0, panel_boxes(sheet), document.mingled), *read_alts(pdf, document.mingled))
    return prove(document, units, pieces)


def changed_pdf(made: Made, change: Callable[[Steps, int, "Shown"], None], words: str) -> Proof:
    """The tri-fold after a change to the content of the page that says some words; they are shown by one operator."""
    [proof] = made.proofs
    with pikepdf.open(io.BytesIO(made.files["trifold.pdf"])) as pdf:
        for page in pdf.pages:
            steps: Steps = [(list(i.operands), i.operator) for i in pikepdf.parse_content_stream(page)]
            found = next((shown for shown in shows(page, steps) if words in shown.text), None)
            if found:
                change(steps, found.at, found)
                page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))
                break
        stream = io.BytesIO()
        pdf.save(stream)
    assert found, words
    return proof_of_pdf(stream.getvalue(), proof.document, [unit for unit, _ in proof.shown])


@dataclass(frozen=True)
class Shown:
    """Text that the operator at `at` shows; the one at `font` chose its font, whose glyphs stand for `letters`."""

    at: int
    font: int
    text: str
    letters: dict[int, str]


def shows(page: Any, steps: Steps) -> Iterator[Shown]:
    letters: dict[int, str] = {}
    font = 0
    for at, (operands, operator) in enumerate(steps):
        if str(operator) == "Tf":
            letters, font = unicode_map(page.Resources.Font[str(operands[0])]), at
        elif str(operator) == "TJ":
            codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            text = "".join(letters.get(int.from_bytes(codes[i : i + 2], "big"), "") for i in range(0, len(codes), 2))
            yield Shown(at, font, text, letters)


def another_digit(steps: Steps, at: int, shown: Shown) -> None:
    """The first digit becomes another one of the same font."""
    digits = {letter: code for code, letter in shown.letters.items() if letter in "123456789"}
    parts = list(steps[at][0][0])
    place = next(
        i for i, part in enumerate(parts) if isinstance(part, pikepdf.String) and _letter(part, shown).isdigit()
    )
    own = _letter(parts[place], shown)
    parts[place] = pikepdf.String(next(code for digit, code in digits.items() if digit != own).to_bytes(2, "big"))
    steps[at] = ([pikepdf.Array(parts)], steps[at][1])


def _letter(part: Any, shown: Shown) -> str:
    return shown.letters.get(int.from_bytes(bytes(part)[:2], "big"), "")


def said_twice(steps: Steps, at: int, shown: Shown) -> None:
    steps.insert(at, steps[at])


def whitened(steps: Steps, at: int, shown: Shown) -> None:
    """White where it is shown, its colour after it again; the ground there is the paper."""
    before = next(step for step in reversed(steps[:at]) if str(step[1]) == "rg")
    steps.insert(at + 1, before)
    steps.insert(at, ([1, 1, 1], pikepdf.Operator("rg")))


def shrunken(steps: Steps, at: int, shown: Shown) -> None:
    name, size = steps[shown.font][0]
    steps[shown.font] = ([name, float(size) / 3], steps[shown.font][1])


def pushed_out(steps: Steps, at: int, shown: Shown) -> None:
    place = max(i for i in range(at) if str(steps[i][1]) == "Tm")
    *turn, x, y = steps[place][0]
    steps[place] = ([*turn, float(x) + 4000, y], steps[place][1])


def pushed_over(steps: Steps, at: int, shown: Shown) -> None:
    """Over a fold, onto the next panel."""
    place = max(i for i in range(at) if str(steps[i][1]) == "Tm")
    *turn, x, y = steps[place][0]
    steps[place] = ([*turn, float(x) + 250, y], steps[place][1])


def painted_over(steps: Steps, at: int, shown: Shown) -> None:
    """A white sheet over the page, which one q is left to reach from."""
    sheet = [([1, 1, 1], "rg"), ([0, 0, 2000, 2000], "re"), ([], "f")]
    steps[1:1] = [([], pikepdf.Operator("q"))]
    steps += [([], pikepdf.Operator("Q")), *((operands, pikepdf.Operator(name)) for operands, name in sheet)]


def cut_off(steps: Steps, at: int, shown: Shown) -> None:
    """Clipped to the left half of a letter."""
    *_, x, y = steps[max(i for i in range(at) if str(steps[i][1]) == "Tm")][0]
    begin = max(i for i in range(at) if str(steps[i][1]) == "BT")
    end = min(i for i in range(at, len(steps)) if str(steps[i][1]) == "ET")
    steps.insert(end + 1, ([], pikepdf.Operator("Q")))
    clip = [([], "q"), ([x, float(y) - 50, 30, 100], "re"), ([], "W"), ([], "n")]
    steps[begin:begin] = [(operands, pikepdf.Operator(name)) for operands, name in clip]


PDF = {
    "a digit": (another_digit, "CMP-04", "stands there as"),
    "words said twice": (said_twice, "CMP-03", "not planned"),
    "white text": (whitened, "CMP-02", "the colour of what it lies on"),
    "small type": (shrunken, "CMP-02", "and the least is 9"),
    "text off the page": (pushed_out, "CMP-02", "off the page"),
    "text on another panel": (pushed_over, "CMP-02", "it leaves its panel"),
    "a sheet over the page": (painted_over, "CMP-02", "something covers it"),
    "text cut off": (cut_off, "CMP-02", "it is cut off"),
}


def test_a_pdf_whose_content_was_only_written_anew_is_still_whole(made: dict[str, Made]) -> None:
    assert changed_pdf(made["trifold"], lambda steps, at, shown: None, STITCHES).problems == ()


@pytest.mark.parametrize(("change", "rule", "words"), PDF.values(), ids=PDF.keys())
def test_a_change_in_a_pdf_is_told(made: dict[str, Made], change: Any, rule: str, words: str) -> None:
    said = "In this story" if rule == "CMP-03" else STITCHES
    found = changed_pdf(made["trifold"], change, said).problems
    assert any(problem.rule in (rule, "CMP-04") and words in problem.message for problem in found), found


def test_a_digit_changed_in_writing_from_right_to_left_is_told(arabic: dict[str, Made]) -> None:
    found = changed_pdf(arabic["trifold"], another_digit, "120,000").problems
    assert [problem.rule for problem in found] == ["CMP-04"]


def test_a_panel_that_its_style_cuts_off_refuses_the_document(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    own = trifold.typeset
    style = ".inside-3 .flow { display: block; height: 130mm; overflow: hidden; }</style>"
    monkeypatch.setattr(trifold, "typeset", lambda html, drawings: own(html.replace("</style>", style, 1), drawings))
    found = make_trifold(desk_of(source, ("trifold",)))
    assert {"CMP-01"} <= set(rules(found))
    assert any("'inside-3'" in problem.message for problem in found.problems)


# --- what it is made of -----------------------------------------------------------------------------------------------


def proof_of(units: list[Unit], pieces: list[Piece], mingled: bool = False, repeated: tuple[str, ...] = ()) -> Proof:
    place = Place("x.yaml")
    document = Document("x.pdf", lambda path: place, lambda: Printed, lambda record: (record,), mingled, repeated)
    return prove(document, units, pieces)


def told(units: list[Unit], pieces: list[Piece], mingled: bool = False, repeated: tuple[str, ...] = ()) -> list[str]:
    return [f"{one.rule} {one.message}" for one in proof_of(units, pieces, mingled, repeated).problems]


def test_the_same_text_planned_twice_is_shown_twice() -> None:
    units = [Unit("Nobody knows."), Unit("Nobody knows.")]
    assert told(units, [Piece("Nobodyknows.", 1), Piece("Nobodyknows.", 2)]) == []
    assert [line[:6] for line in told(units, [Piece("Nobodyknows.", 1)])] == ["CMP-01"]
    assert [line[:6] for line in told(units[:1], [Piece("Nobodyknows.", 1), Piece("Nobodyknows.", 2)])] == ["CMP-03"]


def test_lines_hyphens_and_ligatures_are_no_difference() -> None:
    assert told([Unit("A diffi\u00adcult wrist\u00a0bone")], [Piece("Adiffi", 1), Piece("cultwristbone", 1)]) == []


def test_a_text_may_go_on_behind_another_as_over_the_end_of_a_page() -> None:
    pieces = [Piece("Left", 1), Piece("Right", 1), Piece("more", 2), Piece("again", 2)]
    assert told([Unit("Left more"), Unit("Right again")], pieces) == []


def test_a_figure_is_found_though_a_file_divides_it_and_another_has_more_of_its_letters() -> None:
    """One figure in five drawings of page 1, as WeasyPrint may write it; another in one of page 2, letter by letter."""
    first, other = ["said: none", "since", "a dose", "0", "days (3) of 4.9"], ["30.49 days (since a dose)"]
    units = [Unit(text, "figure", figure=name) for name, labels in (("a", first), ("b", other)) for text in labels]
    pieces = [
        *(Piece(fold(text), 1, text, drawing=number) for number, text in enumerate(first, 1)),
        *(Piece(fold(letter), 2, letter, drawing=1) for text in other for letter in text if letter.strip()),
    ]
    assert told(units, pieces) == []
    proof = proof_of(units, pieces)
    pages = {unit.text: {pieces[at].page for at in ats} for unit, ats in proof.found}
    assert pages == {text: {page} for page, labels in ((1, first), (2, other)) for text in labels}
    assert [line[:6] for line in told(units, pieces[:-1])] == ["CMP-01"], "a letter that is missing is missed"


def test_only_the_head_of_a_table_may_stand_again() -> None:
    pieces = [Piece("Cast", 1), Piece("Plate", 1), Piece("Cast", 2)]
    units = [Unit("Cast"), Unit("Plate")]
    assert told(units, pieces, repeated=("Cast",)) == []
    assert told(units, pieces) == ["CMP-03 x.pdf, page 2: 'Cast' is a text that was not planned"]


def test_letters_as_the_eye_meets_them_show_a_text_and_its_numbers_stay_whole() -> None:
    unit = Unit("27 من 108")
    assert told([unit], [Piece("108", 1, "108"), Piece("نم", 1, "نم"), Piece("27", 1, "27")], mingled=True) == []
    turned = [Piece("108", 1, "108"), Piece("نم", 1, "نم"), Piece("72", 1, "72")]
    assert [line[:6] for line in told([unit], turned, mingled=True)] == ["CMP-04"]


# --- where a number is printed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "words"), [("tear-plate-safety", "1,200"), ("broken-a-year", "120,000"), ("stiff-cast-south", "561")]
)
def test_a_trace_names_every_page_and_slide_that_prints_a_number(
    made: dict[str, Made], source: Source, tmp_path: Path, id: str, words: str
) -> None:
    rows = [row for one in made.values() for proof in one.proofs for row in proof.rows if row.kind != "alt"]
    places = {number: set[tuple[str, int, bool]]() for number in (id, "another")}
    for row in rows:
        for number, told in row.numbers:
            if re.search(rf"(?<![\d,.-]){re.escape(words)}(?![\d,])", told):
                places[id if number == id else "another"].add((row.document, row.page, row.kind == "notes"))
    assert places[id]
    assert places[id] | places["another"] == set(searched(made, words, tmp_path))


def searched(made: dict[str, Made], words: str, folder: Path) -> Iterator[tuple[str, int, bool]]:
    """Where some words stand, found without our own reading: by poppler page by page, and by python-pptx."""
    number = re.compile(rf"(?<![\d,.-]){re.escape(words)}(?![\d,])")
    for name, content in ((name, data) for one in made.values() for name, data in one.files.items()):
        if name.endswith(".pdf"):
            (folder / name).write_bytes(content)
            pages = _run(_tool("pdftotext"), "-enc", "UTF-8", folder / name, "-").stdout.split("\f")
            yield from ((name, at, False) for at, text in enumerate(pages, 1) if number.search(text))
        elif name.endswith(".pptx"):
            for at, slide in enumerate(pptx.Presentation(io.BytesIO(content)).slides, 1):
                shown = [p.text for shape in slide.shapes for _, p in paragraphs(shape)]
                said = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
                found = {False: any(map(number.search, shown)), True: bool(number.search(said))}
                yield from ((name, at, notes) for notes, there in found.items() if there)


def test_every_number_leads_to_the_line_that_gives_it(made: dict[str, Made]) -> None:
    rows = [row for one in made.values() for proof in one.proofs for row in proof.rows if row.numbers]
    assert len(rows) > 150
    assert all(len(row.records) == len(row.numbers) and all(place.line > 1 for place in row.records) for row in rows)
    written = {row.text: row.place for row in rows if row.kind == "text" and row.place}
    lines = (WRIST / "comparison.yaml").read_text(encoding="utf-8").splitlines()
    [place] = [place for text, place in written.items() if text.startswith("After a plate, 3 of 100")]
    assert "After a plate, {stiff-plate-east" in lines[place.line - 1]
    [record] = {row.records[0].line for row in rows if row.numbers[0][0] == "stiff-plate-east"}
    assert lines[record - 1].strip() == "- id: stiff-plate-east"
    assert Counter(row.kind for row in rows).keys() == {"text", "figure", "alt", "notes"}


def test_a_trace_is_told_in_lines(source: Source) -> None:
    rows = trace(source, desk_of(source, ("trifold",)).variant, "broken-a-year")
    [line] = trace_lines(rows, "broken-a-year")
    assert re.fullmatch(
        r"broken-a-year  trifold\.pdf  page 1, panel flap  text  '120,000'  comparison\.yaml:\d+", line
    ), line


def test_a_number_that_is_not_there_is_told_with_its_neighbours(source: Source) -> None:
    with pytest.raises(ProblemError) as refused:
        trace(source, desk_of(source, ("trifold",)).variant, "tear-plate-safty")
    assert "tear-plate-safety" in refused.value.problems[0].fix


def test_the_whole_proof_is_a_table_without_an_empty_place() -> None:
    source = read_source(HERE / "sources" / "wrist")
    brand, _ = read_brand("clinic", [HERE.parent / "sources" / "brands"])
    rows = trace(source, Variant(brand, "en", ("a4",), ("trifold", "deck")), texts=True)
    lines = list(trace_lines(rows))
    assert len(lines) >= len(rows) > 300
    assert {row.document for row in rows} == {"trifold.pdf", "deck.pptx"}
    assert all(row.page >= 1 and row.document and row.kind and row.text.strip() for row in rows)
    assert all(row.spot for row in rows if row.document == "trifold.pdf" and row.kind != "furniture")
    assert sum(row.place is not None for row in rows) > len(rows) / 2
    assert len(rows) > len(trace(source, Variant(brand, "en", ("a4",), ("trifold", "deck"))))
