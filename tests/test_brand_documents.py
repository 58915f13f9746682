"""What a brand puts on pages, slides, figures and plates: its sign, its words, and its colours from one file."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from pptx import Presentation

from layouts.brand import Brand, parse_brand, read_brand
from layouts.brochure.tagged import read_tagged
from layouts.build import Variant, make_variant
from layouts.problems import ProblemError
from layouts.source import Source, read_source

ROOT = Path(__file__).resolve().parent.parent
SHIPPED, TESTED = ROOT / "sources" / "brands", ROOT / "tests" / "brands"
PAGES = ("trifold", "handout", "large-print")
EVERY = (*PAGES, "press", "deck", "figures")
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PARTS = re.compile(r"ppt/(slides|slideLayouts|slideMasters|notesSlides|theme)/.*\.xml$")


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(ROOT / "tests" / "sources" / "wrist")


@pytest.fixture(scope="module")
def harbour() -> Brand:
    return read_brand("harbour", [TESTED])[0]


def made(source: Source, brand: Brand, *documents: str) -> dict[str, bytes]:
    return make_variant(source, Variant(brand, "en", ("a4",), documents)).files


@pytest.fixture(scope="module")
def files(source: Source, harbour: Brand) -> dict[str, bytes]:
    return made(source, harbour, *EVERY)


def pdf_alts(pdf: bytes) -> list[str]:
    return [tag.alt for tag in read_tagged(pdf).tree.walk() if tag.kind == "Figure"]


def pdf_text(pdf: bytes) -> str:
    """Its paragraphs and headings in the order of reading, what stands in both once."""
    blocks = [tag for tag in read_tagged(pdf).tree.walk() if tag.kind in ("P", "H1", "H2", "H3", "LBody")]
    return " ".join(" ".join(tag.text.split()) for tag in blocks)


def slide_texts(pptx: bytes) -> list[str]:
    slides = Presentation(io.BytesIO(pptx)).slides
    return ["\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in slides]


# --- the sign


@pytest.mark.parametrize("name", ["trifold.pdf", "handout.pdf", "large-print.pdf"])
def test_the_logo_is_a_figure_of_its_own_words(files: dict[str, bytes], name: str) -> None:
    assert pdf_alts(files[name]).count("Harbour Test Clinic") == 1
    assert "Riverside site, second floor" in pdf_text(files[name])


@pytest.mark.parametrize("name", ["trifold.pdf", "handout.pdf"])
def test_without_a_logo_the_short_name_is_printed(source: Source, name: str) -> None:
    brand, _ = read_brand("cancer-killer-cells", [SHIPPED])
    assert pdf_text(made(source, brand, name.partition(".")[0])[name]).startswith("Cancer Killer Cells ")


def test_the_logo_stands_on_the_first_slide_as_svg_and_as_pixels_and_nowhere_else(files: dict[str, bytes]) -> None:
    first, *others = Presentation(io.BytesIO(files["deck.pptx"])).slides
    [logo] = [shape for shape in first.shapes if shape.name == "Logo"]
    assert logo._element.nvPicPr.cNvPr.get("descr") == "Harbour Test Clinic"
    assert abs(logo.width / logo.height - 180 / 48) < 0.01
    assert logo.image.content_type == "image/png"
    [svg] = logo._element.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
    [embedded] = svg.attrib.values()
    assert first.part.related_part(embedded).blob == (TESTED / "harbour" / "mark.svg").read_bytes()
    assert not [shape for slide in others for shape in slide.shapes if shape.name in ("Logo", "Sign", "Site")]


def test_a_logo_in_pixels_stands_on_slides_and_pages_and_not_on_plates(source: Source, tmp_path: Path) -> None:
    from layouts.brochure.rasters import rasterised

    svg = read_brand("harbour", [TESTED])[0].mark
    assert svg
    folder = tmp_path / "harbour"
    folder.mkdir()
    text = (TESTED / "harbour" / "brand.yaml").read_text(encoding="utf-8").replace("mark.svg", "mark.png")
    (folder / "brand.yaml").write_text(text, encoding="utf-8")
    (folder / "mark.png").write_bytes(rasterised(svg))
    brand, _ = read_brand("harbour", [tmp_path])
    pixels = made(source, brand, "handout", "deck")
    assert "Harbour Test Clinic" in pdf_alts(pixels["handout.pdf"])
    assert [s.name for s in Presentation(io.BytesIO(pixels["deck.pptx"])).slides[0].shapes].count("Logo") == 1
    with pytest.raises(ProblemError) as raised:
        made(source, brand, "press")
    [problem] = raised.value.problems
    assert (problem.rule, "only shapes can be printed" in problem.message) == ("BRD-06", True)
    assert problem.place == brand.place(("logo",))


def test_a_brand_with_a_logo_makes_the_same_bytes_each_time(
    source: Source, harbour: Brand, files: dict[str, bytes]
) -> None:
    again = made(source, harbour, "trifold", "press", "deck")
    assert {name: again[name] for name in ("trifold.pdf", "trifold-press.pdf", "deck.pptx")} == {
        name: files[name] for name in ("trifold.pdf", "trifold-press.pdf", "deck.pptx")
    }


# --- the words


def test_what_must_be_said_stands_where_a_reader_begins(source: Source, files: dict[str, bytes]) -> None:
    said = "This clinic takes part in trials of one of the two."
    for name in ("trifold.pdf", "handout.pdf", "large-print.pdf"):
        assert pdf_text(files[name]).index(said) < 900
    title, disclosures, *_ = slide_texts(files["deck.pptx"])
    assert said.rstrip(".") in title
    assert said in disclosures
    assert "The clinic is paid for each person in a trial." in disclosures


def test_a_brand_that_sells_one_of_the_two_says_so_on_every_document(source: Source) -> None:
    brand, _ = read_brand("cancer-killer-cells", [SHIPPED])
    told, said = made(source, brand, *PAGES, "deck"), "The publisher sells NK-cell programmes"
    for name in ("trifold.pdf", "handout.pdf", "large-print.pdf"):
        assert said in pdf_text(told[name])[:900]
        assert pdf_alts(told[name]).count(brand.meta.full) == 0
    assert [said in text for text in slide_texts(told["deck.pptx"])[:2]] == [True, True]


def test_the_speaker_stands_on_the_first_slides_and_lines_where_nobody_is_named(
    source: Source, files: dict[str, bytes]
) -> None:
    title, disclosures, *_ = slide_texts(files["deck.pptx"])
    for words in ("Dr A. Speaker", "Harbour Test Clinic", "Test congress, January 31, 2027"):
        assert words in title
    assert "(company and role): None in the last two years." in disclosures
    clinic, _ = read_brand("clinic", [SHIPPED])
    title, disclosures, *_ = slide_texts(made(source, clinic, "deck")["deck.pptx"])
    assert title.count("_" * 30) == 3
    assert disclosures.count("_" * 30) == 1


def test_whom_to_call_is_told_or_has_a_line(source: Source, files: dict[str, bytes]) -> None:
    told = pdf_text(files["trifold.pdf"])
    assert "Call +00 000 0000" in told
    assert "In an emergency, call 112" in told
    assert "1 Invented Quay, Nowhere · https://harbour.example" in told
    clinic, _ = read_brand("clinic", [SHIPPED])
    told = pdf_text(made(source, clinic, "trifold")["trifold.pdf"])
    assert "Your team's number:" in told
    assert "Emergency number:" in told


# --- one file drives all

OLD = {"wine": "#6B2D3C", "night": "#1B2733", "blue": "#0072B2"}
NEW = {"wine": "#2D5A3C", "night": "#2A1F33", "blue": "#0A5F9E"}
RECIPES = {"wine": ("[30, 90, 55, 45]", "[75, 30, 80, 40]"), "blue": ("[100, 45, 0, 0]", "[95, 60, 5, 0]")}


@pytest.fixture(scope="module")
def repainted(source: Source) -> dict[str, bytes]:
    """The documents of the brand with its logo taken out, and three colours and two recipes changed in its file."""
    text = (TESTED / "harbour" / "brand.yaml").read_text(encoding="utf-8")
    for name, old in OLD.items():
        text = text.replace(old, NEW[name], 1)
    for old, new in RECIPES.values():
        text = text.replace(old, new, 1)
    start, end = text.index("logo:\n"), text.index("color:\n")
    return made(source, parse_brand((text[:start] + text[end:]).encode(), "harbour/brand.yaml"), *EVERY)


def deck_parts(pptx: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(pptx)) as package:
        yield from ((name, package.read(name).decode()) for name in package.namelist() if PARTS.match(name))


def test_theme_and_slides_follow_the_file(files: dict[str, bytes], repainted: dict[str, bytes]) -> None:
    places = {"dk1": "night", "accent1": "blue", "accent3": "wine", "hlink": "wine"}
    for deck, colours in ((files["deck.pptx"], OLD), (repainted["deck.pptx"], NEW)):
        theme = etree.fromstring(dict(deck_parts(deck))["ppt/theme/theme1.xml"].encode())
        for place, name in places.items():
            [colour] = theme.iterfind(f".//{A}{place}/{A}srgbClr")
            assert f"#{colour.get('val')}" == colours[name]
        assert {face.get("typeface") for face in theme.iter(f"{A}latin")} == {"Lato"}
    values = "|".join(value[1:] for value in OLD.values())
    assert [name for name, xml in deck_parts(repainted["deck.pptx"]) if re.search(values, xml, re.IGNORECASE)] == []


def test_figures_follow_the_file(files: dict[str, bytes], repainted: dict[str, bytes]) -> None:
    drawn = [name for name in repainted if name.endswith(".svg")]
    assert drawn
    before, after = ("".join(made[name].decode().upper() for name in drawn) for made in (files, repainted))
    for name in ("night", "blue"):
        assert OLD[name] in before
        assert NEW[name] in after
        assert OLD[name] not in after


def streams(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [thing for thing in opened.objects if isinstance(thing, pikepdf.Stream)]
        drawn = [s for s in found if s.get("/Type") in (None, "/XObject") and "/Length1" not in s]
        return "\n".join(stream.read_bytes().decode("latin-1") for stream in drawn if stream.get("/N") is None)


def as_rgb(value: str) -> re.Pattern[str]:
    """A colour as a page's content sets it, to six digits."""
    parts = (f"{int(value[start : start + 2], 16) / 255:.6f}".rstrip("0").rstrip(".") for start in (1, 3, 5))
    return re.compile(r"(?<![\d.])" + r"\s".join(map(re.escape, parts)) + r"\s(?:rg|RG)\b")


@pytest.mark.parametrize("name", ["trifold.pdf", "handout.pdf"])
def test_pages_follow_the_file(files: dict[str, bytes], repainted: dict[str, bytes], name: str) -> None:
    before, after = streams(files[name]), streams(repainted[name])
    for colour in OLD:
        assert as_rgb(OLD[colour]).search(before), colour
        assert as_rgb(NEW[colour]).search(after), colour
        assert not as_rgb(OLD[colour]).search(after), colour


def test_plates_follow_the_file(files: dict[str, bytes], repainted: dict[str, bytes]) -> None:
    before, after = streams(files["trifold-press.pdf"]), streams(repainted["trifold-press.pdf"])
    for old, new in (("0.3 0.9 0.55 0.45", "0.75 0.3 0.8 0.4"), ("1 0.45 0 0", "0.95 0.6 0.05 0")):
        assert f"{old} scn" in before.lower()
        assert f"{new} scn" in after.lower()
        assert f"{old} scn" not in after.lower()
