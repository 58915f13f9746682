"""Writing from right to left, in every document of the test comparison's Arabic translation, beside the English ones.

The translation is never shipped. What a test asks of the Arabic build, it also asks of the English one, which fails it.
"""

import re
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

import make_docs
from layouts.brochure.tagged import read_tagged
from layouts.citations import number_works
from layouts.comparison import Comparison
from layouts.deck.fit import faces
from layouts.deck.powerpoint import figure_slot
from layouts.figures.drawing import draw
from layouts.figures.marks import Label, Mark, Shape
from layouts.figures.plans import plan_figure
from layouts.figures.specs import Figure, Slot
from layouts.language import language, reading
from layouts.ledger import Fact, Unit
from layouts.overlay import check_translation, parse_overlay, translate, translations
from layouts.palette import Palette
from layouts.parts import Audience
from layouts.prose import MARKS
from layouts.source import Source, read_source
from layouts.translatable import translatable
from layouts.wording import Voice
from test_figures_drawing import PALETTE
from validators import _run, _tool, open_xml_sdk_errors, openxml_audit_errors, verapdf_failures

HERE = Path(__file__).resolve().parent
WRIST, OVERLAY = HERE / "sources" / "wrist", HERE / "overlays" / "wrist" / "ar.yaml"
ARABIC = re.compile("[\u0600-\u06ff]")
LETTERS = re.compile(r"[^\W\d_]")
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HANDOUT = Slot("handout", 180, 120, 11, 9)
TAGS = ("ar", "en")


@cache
def source(tag: str) -> Source:
    plain = read_source(WRIST)
    return plain if tag == "en" else translate(plain, parse_overlay(OVERLAY.read_bytes(), OVERLAY.name))


def voice(tag: str, audience: Audience = "patient") -> Voice:
    comparison = source(tag).comparison
    return Voice(comparison, language(tag), audience, number_works(comparison))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each language's documents."""
    out = tmp_path_factory.mktemp("right-to-left")
    folder = out / "source" / "wrist"
    shutil.copytree(WRIST, folder)
    shutil.copy(OVERLAY, folder)
    documents = [word for name in ("trifold", "handout", "deck", "press") for word in ("--document", name)]
    languages = [word for tag in TAGS for word in ("--language", tag)]
    assert make_docs.main(["build", str(folder), *languages, *documents, "--paper", "a4", "--out", str(out)]) == 0
    return {tag: out / "wrist" / "clinic" / tag for tag in TAGS}


# --- the fixture


def in_other_letters(comparison: Comparison) -> list[str]:
    """The translatable strings that have letters and none of them Arabic."""
    texts = {MARKS.sub("", string.text) for string in translatable(comparison)}
    return sorted(text for text in texts if LETTERS.search(text) and not ARABIC.search(text))


def test_every_text_of_the_fixture_is_translated() -> None:
    assert in_other_letters(source("ar").comparison) == []
    assert len(in_other_letters(source("en").comparison)) > 100


def test_nothing_of_the_fixture_is_shipped(root: Path) -> None:
    assert "ar" in translations(OVERLAY.parent)
    assert [folder.name for folder in (root / "sources").iterdir() if "ar" in translations(folder)] == []
    assert translations(WRIST) == []
    shipped = _run(_tool("git"), "-C", root, "ls-files", "out", "sources").stdout.splitlines()
    assert [path for path in shipped if re.search(r"(^|/)ar([./]|$)", path)] == []


# --- pages


def read(pdf: Path) -> str:
    """The words of a PDF as pdftotext reads them, without the marks that turn them."""
    text = _run(_tool("pdftotext"), "-enc", "UTF-8", pdf, "-").stdout
    return " ".join(INVISIBLE.sub("", text).split())


@pytest.mark.parametrize("name", ["trifold", "handout"])
def test_words_are_read_in_their_order_and_letters_from_the_first(built: dict[str, Path], name: str) -> None:
    """One sentence of each panel. pdftotext turns the letters of a ligature round, so these have none."""
    sentences = ("تضع هذه الصفحة", "ويجب أن تبقى جافة", "كل رمز شخص واحد", "أسئلة تأخذها معك", "اكتب سؤالك")
    words = read(built["ar"] / f"{name}.pdf")
    assert [sentence for sentence in sentences if sentence not in words] == []
    assert [sentence for sentence in sentences if sentence[::-1] in words] == []
    told = " ".join(read_tagged((built["ar"] / f"{name}.pdf").read_bytes()).tree.text.split())
    places = [told.index(sentence) for sentence in sentences]
    assert places == sorted(places)
    assert not ARABIC.search(read(built["en"] / f"{name}.pdf"))


@dataclass(frozen=True)
class Word:
    page: int
    left: float
    text: str


def words_of(pdf: Path) -> list[Word]:
    """Words with their page and left edge in points; letters of Arabic stand from left to right or the other way."""
    found = []
    for page, text in enumerate(
        _run(_tool("pdftotext"), "-bbox", "-enc", "UTF-8", pdf, "-").stdout.split("<page ")[1:]
    ):
        for left, word in re.findall(r'<word xMin="([\d.]+)"[^>]*>(.*?)</word>', text):
            found.append(Word(page, float(left), INVISIBLE.sub("", word)))
    return found


def places_of(pdf: Path, wanted: str, page: int) -> list[float]:
    """The left edges of a word on a page, whatever the order of its letters, without the point behind it."""
    letters = sorted(wanted)
    return [word.left for word in words_of(pdf) if word.page == page and sorted(word.text.strip(".:,")) == letters]


@pytest.mark.parametrize(
    ("tag", "cover", "flap", "panels"),
    [("ar", "مكسور", "قديمة", ("جافة", "رمز", "معك")), ("en", "broken", "Casts", ("dry", "Each", "along"))],
)
def test_panels_stand_in_the_order_of_reading(
    built: dict[str, Path], tag: str, cover: str, flap: str, panels: tuple[str, ...]
) -> None:
    sheet = built[tag] / "trifold.pdf"
    inside = [min(places_of(sheet, word, 1)) for word in panels]
    assert inside == sorted(inside, reverse=tag == "ar")
    assert (min(places_of(sheet, cover, 0)) < min(places_of(sheet, flap, 0))) == (tag == "ar")


@pytest.mark.parametrize("tag", TAGS)
def test_the_panel_map_shows_the_panels_as_they_stand(built: dict[str, Path], tag: str) -> None:
    """The outside first, then the inside; on each side the panels are where they are printed."""
    numbers: dict[str, float] = {}
    for word in words_of(built[tag] / "panel-map.pdf"):
        if word.text in "123456":
            numbers.setdefault(word.text, word.left)
    order = [numbers[number] for number in "261345"]
    assert order == sorted(order, reverse=tag == "ar")


@pytest.mark.parametrize(
    ("tag", "page", "arms"), [("ar", "صفحة", ("جبيرة", "صفيحة")), ("en", "Page", ("Cast", "Plate"))]
)
def test_page_numbers_end_the_head_line_and_the_first_arm_begins_the_table(
    built: dict[str, Path], tag: str, page: str, arms: tuple[str, str]
) -> None:
    handout, middle = built[tag] / "handout.pdf", 210 / 2 * 72 / 25.4
    assert (places_of(handout, page, 1)[0] < middle) == (tag == "ar")
    first, second = (places_of(handout, arm, 1)[-1] for arm in arms)
    assert (first > second) == (tag == "ar")


@pytest.mark.parametrize("name", ["trifold", "handout", "panel-map"])
def test_pages_side_by_side_stand_in_the_order_of_reading(built: dict[str, Path], name: str) -> None:
    for tag, direction in (("ar", "/R2L"), ("en", "/L2R")):
        with pikepdf.open(built[tag] / f"{name}.pdf") as pdf:
            assert pdf.Root.ViewerPreferences.get("/Direction", "/L2R") == direction


def test_works_in_latin_letters_keep_their_own_direction(built: dict[str, Path]) -> None:
    """Their numbers stand before their words, at the left, and a point behind them, in one paragraph."""
    assert "Invented Society for Wrists. Test reference: an invented guide" in read(built["ar"] / "handout.pdf")
    works = [word for word in words_of(built["ar"] / "handout.pdf") if word.text in ("Invented", "Society")]
    assert works[0].text == "Invented"
    assert works[0].left < works[1].left


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_verapdf_finds_nothing_in_the_handout(built: dict[str, Path], profile: str) -> None:
    assert verapdf_failures(built["ar"] / "handout.pdf", profile) == []


# --- the deck


def paragraphs(deck: Path) -> list[etree._Element]:
    """Every paragraph of the slides and their notes."""
    slides = Presentation(str(deck)).slides
    parts = [part for slide in slides for part in (slide, slide.notes_slide if slide.has_notes_slide else None) if part]
    return [paragraph for part in parts for paragraph in part._element.iter(qn("a:p"))]


def said(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("a:t")))


def turned(paragraph: etree._Element) -> bool:
    properties = paragraph.find(qn("a:pPr"))
    return properties is not None and properties.get("rtl") == "1"


def test_every_arabic_paragraph_of_the_deck_is_set_from_right_to_left(built: dict[str, Path]) -> None:
    arabic = [
        p for p in paragraphs(built["ar"] / "deck.pptx") if ARABIC.search(said(p)) and reading([said(p)]) == "rtl"
    ]
    assert len(arabic) > 200
    assert [said(p) for p in arabic if not turned(p)] == []
    assert {run.get("lang") for p in arabic for run in p.iter(qn("a:rPr"))} == {"ar"}
    assert not any(turned(p) for p in paragraphs(built["en"] / "deck.pptx"))


def test_paragraphs_begin_at_the_right_and_the_slide_number_stands_at_the_left(built: dict[str, Path]) -> None:
    for tag, start in (("ar", "r"), ("en", "l")):
        deck: Any = Presentation(str(built[tag] / "deck.pptx"))
        layout = deck.slide_layouts[2]
        masters = [deck.slide_master._element, layout._element]
        levels = [level for master in masters for level in master.iter(qn("a:lvl1pPr"))]
        assert {level.get("rtl") for level in levels} == {"1" if tag == "ar" else "0"}
        assert start in {level.get("algn") for level in levels}
        number, footer = (
            next(shape for shape in deck.slide_master.placeholders if kind in str(shape.placeholder_format.type))
            for kind in ("SLIDE_NUMBER", "FOOTER")
        )
        assert (number.left < footer.left) == (tag == "ar")
        [sign] = [shape for shape in deck.slides[0].shapes if shape.name == "Sign"]
        assert (deck.slide_width - sign.left - sign.width < sign.left) == (tag == "ar")


def test_tables_and_columns_of_the_deck_are_mirrored(built: dict[str, Path]) -> None:
    for tag in TAGS:
        deck: Any = Presentation(str(built[tag] / "deck.pptx"))
        tables = [table for slide in deck.slides for table in slide._element.iter(qn("a:tblPr"))]
        assert len(tables) > 2
        assert {table.get("rtl", "0") for table in tables} == {"1" if tag == "ar" else "0"}
        layout = next(layout for layout in deck.slide_layouts if layout.name == "Comparison")
        first, second = (next(p for p in layout.placeholders if p.placeholder_format.idx == idx) for idx in (2, 4))
        assert (first.left > second.left) == (tag == "ar")


def test_the_deck_reads_from_right_to_left_in_a_typeface_with_its_letters(built: dict[str, Path]) -> None:
    for tag, face in (("ar", "IBM Plex Sans Arabic"), ("en", "Lato")):
        package = Presentation(str(built[tag] / "deck.pptx")).part.package
        themes = [part.blob.decode() for part in package.iter_parts() if "/theme/" in str(part.partname)]
        assert {name for theme in themes for name in re.findall(r'<a:cs typeface="(.*?)"', theme)} == {face}
        assert (package.presentation_part._element.get("rtl") == "1") == (tag == "ar")


def test_works_on_a_slide_keep_their_own_direction(built: dict[str, Path]) -> None:
    [work] = [p for p in paragraphs(built["ar"] / "deck.pptx") if said(p).startswith("2  Invented Register")]
    properties = work.find(qn("a:pPr"))
    assert (properties.get("rtl"), properties.get("algn")) == ("0", "l")


def test_the_judges_of_open_xml_find_nothing_in_the_deck(built: dict[str, Path]) -> None:
    assert open_xml_sdk_errors(built["ar"] / "deck.pptx", "Office2019") == []
    assert openxml_audit_errors(built["ar"] / "deck.pptx", "Office2019") == []


def test_arabic_words_on_slides_are_measured_in_joined_letters() -> None:
    word = "المستشفيات"
    assert 0 < faces.width(word) < 0.9 * sum(faces.width(letter) for letter in word)
    assert faces.width(f"{word} 94%") == pytest.approx(faces.width(word) + faces.width(" 94%"))


# --- figures


def drawn(tag: str, id: str, slot: Slot = HANDOUT, palette: Palette = PALETTE) -> Figure:
    return draw(plan_figure(id, voice(tag, "clinician" if slot.name == "slide" else "patient")), slot, palette)


def labels(figure: Figure) -> dict[str, float]:
    """Where each label stands, in mm from the left."""
    return {mark.paragraphs[0].lines[0]: mark.x for mark in figure.marks if isinstance(mark, Label)}


def shapes(figure: Figure, name: str) -> list[Shape]:
    def named(mark: Mark) -> bool:
        return isinstance(mark, Shape) and mark.name.startswith(name)

    return [mark for mark in figure.marks if named(mark) and isinstance(mark, Shape)]


@pytest.mark.parametrize("tag", TAGS)
def test_icons_fill_from_the_corner_where_reading_begins(tag: str) -> None:
    figure = drawn(tag, "stiff-people")
    arrays = shapes(figure, "icons: filled")
    for filled in arrays:
        lefts = [replace(filled, contours=(contour,)).box[0] for contour in filled.contours[:2]]
        assert (lefts[0] > lefts[1]) == (tag == "ar")
    marks = [replace(shape).box[0] for shape in shapes(figure, "mark: ")]
    assert (marks[0] > marks[1]) == (tag == "ar")  # the first arm's heading, then the second's


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("id", ["stiff-intervals", "joined-and-strong", "infection-claim"])
def test_axes_begin_where_lines_of_text_begin(tag: str, id: str) -> None:
    figure = drawn(tag, id, figure_slot())
    places = labels(figure)
    ticks = [places[number] for number in ("0", "25", "50", "75", "100")]
    assert ticks == sorted(ticks, reverse=tag == "ar")
    arm = voice(tag).comparison.arms[0].name
    assert (places[arm] > figure.slot.width_mm / 2) == (tag == "ar")


@pytest.mark.parametrize("tag", TAGS)
def test_a_timeline_runs_in_the_direction_of_reading(tag: str) -> None:
    nodes = [shape.box[0] for shape in shapes(drawn(tag, "the-way", figure_slot()), "node: ")][:3]
    assert nodes == sorted(nodes, reverse=tag == "ar")


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("id", ["two-ways-drawn", "how-they-hold", "who-was-asked"])
def test_the_first_arm_of_a_drawing_stands_where_reading_begins(tag: str, id: str) -> None:
    figure = drawn(tag, id, figure_slot())
    first = shapes(figure, "membrane: " if id != "who-was-asked" else "mark: ")[0].box
    assert ((first[0] + first[2]) / 2 > figure.slot.width_mm / 2) == (tag == "ar")


def test_the_words_of_a_figure_carry_no_mark_onto_a_slide() -> None:
    """A slide's paragraph has its direction; in the drawing an invisible letter before each line tells it."""
    spoken = [line for mark in drawn("ar", "the-way", figure_slot()).marks if isinstance(mark, Label)
              for paragraph in mark.paragraphs for line in paragraph.lines]  # fmt: skip
    assert spoken
    assert not any("\u200f" in line for line in spoken)


def test_the_program_joins_arabic_words_with_arabic_commas() -> None:
    """Between words; between numbers of citations the sign is that of every language."""
    latin = re.compile(r"[\u0600-\u06ff]\s*[,;]")
    alts = [plan_figure(figure.id, voice("ar")).anatomy.alt for figure in source("ar").comparison.figures]
    told = list(labels(drawn("ar", "stiff-people")))
    assert [text for text in (*alts, *told) if latin.search(text)] == []
    assert any("،" in text for text in told)
    assert not any("،" in text for text in labels(drawn("en", "stiff-people")))


# --- numbers


def test_a_percentage_keeps_its_sign_at_its_right_and_can_be_searched_for() -> None:
    for tag, wanted in (("ar", "\u206625%\u2069"), ("en", "25%")):
        assert voice(tag).language.percent(25) == wanted
    estimate = source("ar").comparison.estimate("stiff-cast-south")
    assert "–" not in (told := voice("ar").told_interval(estimate))  # a dash would be read from either side
    assert INVISIBLE.sub("", told) == "36 إلى 45%"


def test_digits_are_european_in_text_figures_and_deck(built: dict[str, Path]) -> None:
    other = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
    assert other.search("٩٤")
    pages = [read(built["ar"] / f"{name}.pdf") for name in ("trifold", "handout", "panel-map")]
    slides = [said(p) for p in paragraphs(built["ar"] / "deck.pptx")]
    assert [text for text in (*pages, *slides) if other.search(text)] == []
    assert any("561" in text for text in pages)
    assert any("561" in text for text in slides)


def stitches(tag: str) -> Fact:
    return next(fact for fact in source(tag).comparison.facts if fact.id == "plate-stitches")


@pytest.mark.parametrize(
    ("n", "wanted"),
    [
        (0, "0 غرزة"),
        (1, "غرزة واحدة"),
        (2, "غرزتان"),
        (3, "3 غرز"),
        (11, "11 غرزة"),
        (100, "100 غرزة"),
        (103, "103 غرز"),
    ],
)
def test_a_unit_of_the_source_has_every_plural_form_of_the_language(n: int, wanted: str) -> None:
    fact = stitches("ar")
    assert voice("ar").fact(fact.model_copy(update={"value": float(n)})) == wanted


def test_a_unit_without_further_forms_has_one_and_other() -> None:
    fact = stitches("en")
    assert isinstance(fact.unit, Unit)
    told = [voice("en").fact(fact.model_copy(update={"value": float(n)})) for n in (0, 1, 2, 11)]
    assert told == ["0 stitches", "1 stitch", "2 stitches", "11 stitches"]


def complaints_of(*changes: tuple[str, str]) -> list[str]:
    """The rules that the overlay breaks when it is changed."""
    text = OVERLAY.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return [problem.rule for problem in check_translation(read_source(WRIST), parse_overlay(text.encode(), "ar.yaml"))]


def test_a_plural_form_that_a_number_asks_for_is_missed() -> None:
    assert complaints_of() == []
    assert complaints_of((', few: "{n} غرز"', "")) == ["LNG-09"]
    assert complaints_of((', two: "غرزتان"', "")) == []  # no number of the source asks for it
    assert complaints_of(("{from: stitches, zero", "{from: seams, zero")) == ["LNG-03", "LNG-09"]


# --- texts a third longer


def test_a_stress_build_is_made_or_says_what_has_no_room(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called = ["build", str(WRIST), "--language", "en-XA", "--out", str(tmp_path)]
    assert make_docs.main([*called, "--document", "deck", "--document", "trifold", "--paper", "a4"]) == 0
    capsys.readouterr()
    status = make_docs.main([*called, "--document", "large-print", "--paper", "letter"])
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert status == 0 or re.search(r"error: .*(does not fit|too high|full).*\[(TYP|PPT)-\d\d\]\n +fix: ", told)
