"""Text on slides is measured in every typeface that may show it; what one slide does not hold goes on on the next."""

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pptx
import pytest
from lxml import etree
from pptx.oxml.ns import qn

from layouts.blocks import Grid, Imprint
from layouts.brand import read_brand
from layouts.build import Built, Variant, make_variant
from layouts.citations import number_works
from layouts.deck import powerpoint
from layouts.deck.fit import measuring as fit
from layouts.deck.fit import rows
from layouts.deck.fit.continuing import fit_slides
from layouts.deck.fit.dividing import divide
from layouts.deck.fit.faces import OWN, width
from layouts.deck.fit.labels import clashes
from layouts.deck.fit.measuring import Piece
from layouts.deck.fit.placing import rooms_of
from layouts.deck.fit.rooms import Rooms
from layouts.deck.plans import Column, DeckText, Fitted, Point, Room, SlidePlan
from layouts.deck.powerpoint import render_deck
from layouts.deck.reports import fit_problems, fit_record
from layouts.deck.slides import plan_deck
from layouts.deck.templates.stage import own_stage
from layouts.figures.colours import Ink
from layouts.figures.marks import Label, Paragraph
from layouts.figures.specs import Figure, Slot
from layouts.identity import Sealed, identify
from layouts.language import language
from layouts.source import Source, read_source
from layouts.wording import Line, Run, Voice
from validators import _office_pdf, _run, _tool

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BRANDS = [ROOT / "sources" / "brands"]
EN = language("en")
FLOORS = {"body": 20.0, "title": 28.0, "source": 12.0, "table": 14.0, "small": 14.0}  # pt


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(HERE / "sources" / "wrist")


@pytest.fixture(scope="module")
def rooms() -> Rooms:
    palette = read_brand("clinic", BRANDS)[0].palette
    stage = own_stage(palette, "Lato", "en")
    return rooms_of(stage, pptx.Presentation(io.BytesIO(stage.package)))


def line(text: str, bold: bool = False) -> Line:
    return Line((Run(text, bold),))


def points(*texts: str) -> tuple[Point, ...]:
    return tuple(Point(line(text)) for text in texts)


def grid(count: int, cell: str = "nobody knows") -> Grid:
    return Grid(
        line(""), ("Trial", "What was found"), tuple((line(f"Trial {n}"), line(cell)) for n in range(1, count + 1))
    )


def text_of(*slides: SlidePlan) -> DeckText:
    return DeckText("A deck", "Which cast?", "A clinic", "en", "Edition 1 · Draft", slides)


def fitted(rooms: Rooms, *slides: SlidePlan) -> tuple[Fitted, ...]:
    return fit_slides(text_of(*slides), rooms, EN)


def boxes_over(slides: tuple[Fitted, ...]) -> list[str]:
    return [overflow.box for slide in slides for overflow in slide.overflows]


WORDS = "Words that go on and on without telling anybody anything at all. "
TEXT = SlidePlan("one", "Part", "text", "A title", points("A point."))
OTHER = Column("B", points("Nothing."))
TABLE = SlidePlan("rows", "Part", "table", "All trials", grid=grid(5), source="Sources: 1.", notes=("Say this.",))


# --- what does not fit is found


def test_slides_that_hold_their_text_are_left_alone(rooms: Rooms) -> None:
    slides = fitted(rooms, TEXT, TABLE)
    assert [(one.plan.title, one.part, one.parts) for one in slides] == [("A title", 1, 1), ("All trials", 1, 1)]
    assert boxes_over(slides) == []
    assert slides[0].plan.body == TEXT.body
    assert slides[1].plan.grid == TABLE.grid


@pytest.mark.parametrize(
    ("plan", "box"),
    [
        (replace(TEXT, title=WORDS * 3), "title"),
        (replace(TEXT, body=points(WORDS * 30)), "body"),
        (replace(TEXT, role="title", body=(), subtitle=WORDS * 5), "subtitle"),
        (replace(TEXT, source=WORDS * 6), "source"),
        (replace(TABLE, grid=grid(1, WORDS * 40)), "table"),
        (replace(TEXT, role="comparison", body=(), columns=(Column("A", points(WORDS * 9)), OTHER)), "left"),
        (replace(TEXT, notes=(WORDS * 90,)), "notes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_slide_holds_is_told_by_its_box(rooms: Rooms, plan: SlidePlan, box: str) -> None:
    assert boxes_over(fitted(rooms, plan)) == [box]


def test_a_footer_longer_than_its_line_is_found(rooms: Rooms) -> None:
    slides = fit_slides(replace(text_of(TEXT), footer=WORDS * 3), rooms, EN)
    assert boxes_over(slides) == ["footer"]


def test_a_table_of_twelve_long_listedgoes_on_and_then_fits(rooms: Rooms) -> None:
    plan = replace(TABLE, grid=grid(12, WORDS * 2))
    assert rows.measure_grid(plan.grid, rows.column_widths(plan.grid, 864, 14), Room(864, 332, (14,)), 14).over > 0  # type: ignore[arg-type]
    slides = fitted(rooms, plan)
    assert len(slides) == 2
    assert boxes_over(slides) == []


def test_overflows_are_errors_at_their_section_and_long_notes_one_warning(rooms: Rooms, source: Source) -> None:
    section = next(s.id for s in source.comparison.sections if s.clinician)
    slides = fitted(rooms, replace(TEXT, id=section, title=WORDS * 3), replace(TEXT, notes=(WORDS * 90,)))
    error, warning = fit_problems(source, slides, (), "en")
    assert (error.rule, error.severity, warning.severity) == ("PPT-08", "error", "warning")
    assert "the title of the slide" in error.message
    assert error.place.line != warning.place.line
    assert "behind the slides 2" in warning.message


# --- typefaces


def test_a_podium_pc_without_our_typeface_needs_more_lines(rooms: Rooms) -> None:
    text = line("Common names and numbers of women whose bones became sound again in a cast")
    own = width(text.text) * 20
    assert own < width(text.text, face="Arial") * 20
    room = (own + 2) / fit.SAFETY
    assert fit.count_lines(text, room, 20, OWN) == 1
    assert fit.count_lines(text, room, 20, "Arial") == 2
    measured = fit.measure("body", (text,), Room(room, 100, (20,)))
    assert (measured.lines, measured.face) == (2, "Arial")


@pytest.mark.parametrize(
    ("letter", "arial", "calibri"), [("A", 0.667, 0.579), ("n", 0.556, 0.525), ("5", 0.556, 0.507)]
)
def test_the_widths_of_substitutes_are_those_of_their_typefaces(letter: str, arial: float, calibri: float) -> None:
    assert width(letter, face="Arial") == pytest.approx(arial, abs=0.001)
    assert width(letter, face="Calibri") == pytest.approx(calibri, abs=0.001)


def test_letters_without_a_known_width_get_a_tenth_more_than_ours() -> None:
    assert width("معصم", face="Arial") == pytest.approx(1.1 * width("معصم"))


def test_bold_words_count_with_their_own_width() -> None:
    plain, heavy = Line((Run("Wrist and "), Run("cast"))), Line((Run("Wrist and "), Run("cast", True)))
    assert fit.width(plain, 20, OWN) < fit.width(heavy, 20, OWN) < fit.width(plain, 20, OWN, bold=True)


def test_a_word_changes_its_weight_without_a_break() -> None:
    glued = Line((Run("cast"), Run("aways", True)))
    assert fit.count_lines(glued, fit.widest_word(glued, 20, OWN) / fit.SAFETY, 20, OWN) == 1
    assert fit.widest_word(glued, 20, OWN) == pytest.approx(20 * (width("cast") + width("aways", True)))


def test_a_no_break_space_holds_words_together() -> None:
    assert fit.widest_word(line("10\u00a0mm"), 20, OWN) > fit.widest_word(line("10 mm"), 20, OWN)


def label(words: str, x: float, pt: float = 20.0) -> Label:
    leading = pt * 1.2 * 25.4 / 72
    wide = width(words) * pt * 25.4 / 72
    return Label(f"label: {words}", (Paragraph((words,), pt, False, Ink("ink"), leading),), x, 20.0, "left", wide, 1.5)


def drawn(*labels: Label, wide: float = 200.0) -> Figure:
    return Figure("drawing", Slot("slide", wide, 100.0, 16.0, 14.0), "", b"", b"", labels)


def test_a_label_that_another_typeface_lets_run_into_its_neighbour_is_named() -> None:
    first = label("Illness, minimal illness, illicit filling", 10)
    near, far = label("next", 10 + first.wide + 0.2), label("next", 10 + first.wide + 20)
    assert clashes(drawn(first, far)) == ()
    [found] = [clash for clash in clashes(drawn(first, near)) if clash.face == "Arial"]
    assert (found.label, found.neighbour) == (first.words, "next")


def test_a_label_that_another_typeface_lets_leave_the_figure_is_a_warning_with_its_id(source: Source) -> None:
    words = label("Illness, minimal illness, illicit filling", 0)
    found = clashes(drawn(words, wide=words.wide + 0.2))
    assert {clash.neighbour for clash in found} == {""}
    [problem] = fit_problems(source, (), found, "en")
    assert problem.severity == "warning"
    assert "'drawing' runs out of the figure's area" in problem.message


# --- going on


def heights(*lines: int) -> list[Piece]:
    return [Piece(10.0 * count, count) for count in lines]


def test_parts_are_as_few_as_hold_everything_and_about_as_full_as_each_other() -> None:
    assert divide([heights(1, 1, 1)], 30) == [range(3)]
    assert divide([heights(2, 2, 2, 2, 2)], 80) == [range(3), range(3, 5)]


def test_a_part_does_not_hold_one_line_alone() -> None:
    assert divide([heights(3, 3, 1)], 60) == [range(1), range(1, 3)]


def test_a_heading_goes_to_the_part_that_it_heads() -> None:
    pieces = [*heights(2, 2), Piece(10.0, 1, leads=True), *heights(2, 2)]
    assert divide([pieces], 60) == [range(2), range(2, 5)]


def test_columns_go_on_at_the_same_row() -> None:
    assert divide([heights(1, 2, 1, 1), heights(4, 1, 1, 1)], 50, fixed=10) == [range(1), range(1, 4)]


def test_a_piece_higher_than_a_slide_stands_alone() -> None:
    assert divide([heights(2, 9, 2)], 50) == [range(1), range(1, 2), range(2, 3)]


def test_a_long_body_goes_on_under_numbered_titles_with_its_source_and_points_back_from_its_notes(rooms: Rooms) -> None:
    body = points(*(f"{n}. {WORDS}" for n in range(1, 13)))
    slides = fitted(rooms, replace(TEXT, body=body, source="Sources: 1.", notes=("Say this.",)))
    assert [one.plan.title for one in slides] == ["A title (1 of 2)", "A title (2 of 2)"]
    assert sum((one.plan.body for one in slides), ()) == body
    assert {one.plan.source for one in slides} == {"Sources: 1."}
    assert slides[0].plan.notes == ("Say this.",)
    assert "A title" in slides[1].plan.notes[0]
    assert boxes_over(slides) == []
    assert {one.box("body").size for one in slides} <= {20.0, 22.0, 24.0, 26.0}


def test_a_short_wording_comes_before_a_second_slide(rooms: Rooms) -> None:
    long = replace(TEXT, body=points(*(f"{n}. {WORDS}" for n in range(1, 13))))
    [one] = fitted(rooms, replace(long, shorter=replace(TEXT, body=points("In short."))))
    assert (one.short, one.plan.body) == (True, points("In short."))
    assert [both.short for both in fitted(rooms, replace(long, shorter=long))] == [False, False]
    [kept] = fitted(rooms, replace(TEXT, shorter=replace(TEXT, body=points("In short."))))
    assert (kept.short, kept.plan.body) == (False, TEXT.body)


def test_the_ledger_names_what_was_measured_and_done(rooms: Rooms) -> None:
    first, *_ = fit_record(fitted(rooms, replace(TABLE, grid=grid(40))))
    assert (first["slide"], first["id"], first["part"], first["short_wording"]) == (1, "rows", 1, False)
    assert first["parts"] == 4
    boxes: Any = first["boxes"]
    assert set(boxes) == {"title", "source", "table", "footer", "notes"}
    assert 0 < boxes["table"]["used"] <= boxes["table"]["room"]
    assert 14 <= boxes["table"]["size"] <= 18
    assert boxes["table"]["face"] in ("Lato", "Arial", "Calibri")


# --- the written deck


def written(source: Source, *slides: SlidePlan) -> Any:
    brand, _ = read_brand("clinic", BRANDS)
    sealed = Sealed(identify(source.comparison, "en", ()), ())
    deck = render_deck(text_of(*slides), brand.palette, "Lato", {}, source.comparison.edition, sealed)
    return pptx.Presentation(io.BytesIO(deck.pptx))


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_deck_is_the_same_bytes_whatever_was_written_before_it(
    source: Source, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    """Slides that were written before are not written again; one with other words, or in another place, is."""
    again = (replace(TEXT, title="Again"), replace(TABLE, grid=grid(40)), replace(TEXT, title="Last"))
    changed = (again[0], replace(again[1], title="Other rows"), again[2])
    counted: list[str] = []
    write = powerpoint._Writing.write

    def counting(self: Any, *given: Any) -> None:
        counted.append(self.fitted.plan.title)
        write(self, *given)

    monkeypatch.setattr(powerpoint._Writing, "write", counting)

    def bytes_of(*slides: SlidePlan) -> bytes:
        brand, _ = read_brand("clinic", BRANDS)
        sealed, text = Sealed(identify(source.comparison, "en", ()), ()), replace(text_of(*slides), language=tag)
        counted.clear()
        return render_deck(text, brand.palette, "Lato", {}, source.comparison.edition, sealed).pptx

    own_stage.cache_clear()
    first = bytes_of(*again)
    assert bytes_of(*again) == first
    assert counted == []
    second = bytes_of(*changed)
    assert len(counted) == 4  # the parts of the table
    third = bytes_of(*again[1:])
    assert len(counted) == 5
    own_stage.cache_clear()
    assert (bytes_of(*changed), bytes_of(*again[1:])) == (second, third)


def test_forty_listedstand_once_each_in_order_under_a_native_head_on_every_slide(source: Source) -> None:
    deck = written(source, replace(TABLE, grid=grid(40)))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == len(deck.slides) == 4
    cells = [[row.cells[0].text_frame.text for row in table.rows] for table in tables]
    assert {names[0] for names in cells} == {"Trial"}
    assert [name for names in cells for name in names[1:]] == [f"Trial {n}" for n in range(1, 41)]
    assert all(table._tbl.tblPr.get("firstRow") == "1" for table in tables)
    assert {tuple(column.width for column in table.columns) for table in tables} == {
        tuple(column.width for column in tables[0].columns)
    }


def test_a_list_in_small_type_runs_through_two_columns(source: Source) -> None:
    entries = points(*(f"{n}  {WORDS}" for n in range(1, 16)))
    deck = written(source, replace(TEXT, body=entries, sizes=(14.0,), spread=True))
    [body] = [shape for shape in deck.slides[0].placeholders if shape.placeholder_format.idx == 1]
    assert body.text_frame._txBody.bodyPr.get("numCol") == "2"
    assert len(body.text_frame.paragraphs) == 15


def test_a_list_that_one_column_holds_needs_no_second(source: Source) -> None:
    deck = written(source, replace(TEXT, body=points("1  A work."), sizes=(14.0,), spread=True))
    [body] = [shape for shape in deck.slides[0].placeholders if shape.placeholder_format.idx == 1]
    assert body.text_frame._txBody.bodyPr.get("numCol") is None


# --- the deck of the test comparison, and the shipped one


def build(source: Source) -> Built:
    brand, _ = read_brand("clinic", BRANDS)
    return make_variant(source, Variant(brand, "en", ("a4",), ("deck",)))


@dataclass(frozen=True)
class Made:
    deck: Any
    content: bytes
    plans: DeckText


@pytest.fixture(scope="module", params=["wrist", "shipped"])
def made(request: pytest.FixtureRequest) -> Made:
    folder = {"wrist": HERE / "sources" / "wrist", "shipped": ROOT / "sources" / "nk-vs-car-t"}[request.param]
    source = read_source(folder)
    voice = Voice(source.comparison, EN, "clinician", number_works(source.comparison))
    content = build(source).files["deck.pptx"]
    plans = plan_deck(voice, Imprint(line(""), (), "", None, "", ""))
    return Made(pptx.Presentation(io.BytesIO(content)), content, plans)


def plain_title(title: str) -> str:
    return re.sub(r" \(\d+ of \d+\)$", "", title)


def read(slide: Any) -> list[str]:
    """A slide's text in reading order: paragraphs of placeholders, and cells row by row."""
    texts: list[str] = []
    for shape in slide.shapes:
        if shape.has_table:
            texts += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        elif shape.is_placeholder and shape.placeholder_format.idx not in (11, 12):
            texts += [paragraph.text for paragraph in shape.text_frame.paragraphs]
    return texts


def planned(plan: SlidePlan) -> list[str]:
    texts = [fit.printed(point.line) for point in plan.body]
    for column in plan.columns:
        texts += [column.heading, *(fit.printed(point.line) for point in column.points)]
    texts += [fit.printed(cell) for row in rows.cells(plan.grid) for cell in row] if plan.grid else []
    return [plan.title, *texts, *([plan.source] if plan.source else [])]


def test_the_outline_of_the_deck_is_what_was_planned(made: Made) -> None:
    """Parts of one slide are read on; a table's head is read again on each. The imprint's words are the brand's."""
    told = [plan for plan in made.plans.slides if plan.id not in ("title", "disclosures")]
    slides = iter(list(made.deck.slides)[2:])
    slide = next(slides, None)
    for plan in told:
        parts = []
        while slide is not None and plain_title(slide.shapes.title.text_frame.text) == plan.title:
            parts.append([plan.title, *read(slide)[1:]])
            slide = next(slides, None)
            if plan.figure or sum(map(len, parts)) - 2 * (len(parts) - 1) >= len(planned(plan)):
                break
        assert parts, plan.title
        assert _joined(parts, plan) == planned(plan)
    assert slide is None


def _joined(parts: list[list[str]], plan: SlidePlan) -> list[str]:
    source = [plan.source] if plan.source else []
    head = len(plan.grid.columns) if plan.grid else 0
    bodies = [part[1 : len(part) - len(source)] for part in parts]
    return [plan.title, *bodies[0], *(text for body in bodies[1:] for text in body[head:]), *source]


def test_every_run_has_a_size_of_its_own_and_none_is_under_its_floor(made: Made) -> None:
    small = {"disclosures", "references"}
    found: set[float] = set()
    for slide in made.deck.slides:
        for kind, run in _runs(slide):
            size = run.font.size
            assert size is not None, (kind, run.text)
            found.add(size.pt)
            title = plain_title(slide.shapes.title.text_frame.text)
            listed = next((p.id for p in made.plans.slides if p.title == title), "")
            assert size.pt >= FLOORS["small" if kind == "body" and listed in small else kind], (kind, run.text)
    assert len(found) > 4


def _runs(slide: Any) -> Iterator[tuple[str, Any]]:
    for shape in slide.shapes:
        if shape.has_table:
            frames, kind = [cell.text_frame for row in shape.table.rows for cell in row.cells], "table"
        elif shape.is_placeholder and shape.placeholder_format.idx not in (11, 12):
            index = shape.placeholder_format.idx
            first = slide.slide_layout.name == "Title"
            kind = "title" if index == 0 else "source" if index == 13 and not first else "small" if first else "body"
            frames = [shape.text_frame]
        else:
            continue
        yield from ((kind, run) for frame in frames for p in frame.paragraphs for run in p.runs)


def test_no_text_of_a_slide_waits_to_be_shrunk(made: Made) -> None:
    for slide in made.deck.slides:
        assert not list(slide._element.iter(qn("a:normAutofit"))), slide.shapes.title.text_frame.text
        for shape in slide.placeholders:
            body = shape.text_frame._txBody.bodyPr
            assert body.find(qn("a:noAutofit")) is not None or shape.placeholder_format.idx in (11, 12), shape.name


# --- as LibreOffice sets it


@pytest.fixture(scope="module")
def pages(made: Made) -> list[list[tuple[str, float]]]:
    """The words of each slide with their height on it, in points, as LibreOffice sets them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.pptx"
        path.write_bytes(made.content)
        pdf = _office_pdf(path, Path(folder))
        text = _run(_tool("pdftotext"), "-bbox", "-enc", "UTF-8", pdf, "-").stdout
    root = etree.fromstring(text.encode(), etree.HTMLParser())
    return [[(word.text or "", float(word.get("ymin"))) for word in page.iter("word")] for page in root.iter("page")]


def lines_of(text: str, page: list[tuple[str, float]]) -> int | None:
    """How many lines a paragraph takes on a page; None where its words do not stand together."""
    letters = re.sub(r"\s", "", text)
    for first in range(len(page)):
        joined, tops = "", set()
        for word, top in page[first:]:
            joined += re.sub(r"\s", "", word)
            tops.add(round(top))
            if joined == letters:
                return len(tops)
            if not letters.startswith(joined):
                break
    return None


def test_measured_lines_of_titles_and_bodies_are_those_that_libreoffice_sets(
    made: Made, pages: list[list[tuple[str, float]]], rooms: Rooms
) -> None:
    compared, off = 0, []
    slides = fit_slides(made.plans, rooms, EN)
    assert len(slides) == len(pages)
    for one, page in zip(slides, pages, strict=True):
        texts = [("title", line(one.plan.title))]
        texts += [("body", point.line) for point in one.plan.body if one.plan.role in ("text", "closing")]
        for box, text in texts if one.plan.id not in ("title", "disclosures") else ():
            room = rooms.of(one.plan, box)
            counted = fit.count_lines(text, room.width - room.hang, one.box(box).size, OWN, room.bold)
            seen = lines_of(fit.printed(text), page)
            if seen is not None:
                compared += 1
                off += [(counted - seen, text.text)] if abs(counted - seen) else []
    assert compared >= len(pages)
    assert [found for found in off if abs(found[0]) > 1] == []
    assert len(off) <= 0.1 * compared, (compared, off)
