"""Figures on slides are native shapes: what they are made of, what they look like, and that they follow the theme."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pptx
import pytest
from lxml import etree
from PIL import Image, ImageFilter
from pptx.shapes.group import GroupShape
from skimage.metrics import structural_similarity
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from layouts.brand import read_brand
from layouts.build import Variant, make_variant
from layouts.citations import number_works
from layouts.deck.powerpoint import figure_slot
from layouts.deck.templates.own import LAYOUTS, SLIDE_WIDTH
from layouts.figures import drawingml
from layouts.figures.colours import Ink
from layouts.figures.drawing import draw
from layouts.figures.plans import plan_figure
from layouts.figures.specs import Figure
from layouts.figures.themes import FixedColour, Theme, bind, own_theme
from layouts.language import language
from layouts.palette import Palette
from layouts.source import Source, read_source
from layouts.wording import Voice
from validators import open_xml_sdk_errors, openxml_audit_errors, render_pages

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "sources" / "nk-vs-car-t"
BRANDS = [HERE.parent / "sources" / "brands"]
DPI = 100
LEAST_LIKENESS = 0.95
MOST_SHAPES = 66  # about 60: a plot of ten rows has five a row, its axis and its headings
NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
EMU_PER_PIXEL = 914_400 / DPI
AREA = tuple(
    round(edge / EMU_PER_PIXEL)
    for edge in (
        LAYOUTS.figure.area.left,
        LAYOUTS.figure.area.top,
        LAYOUTS.figure.area.left + LAYOUTS.figure.area.width,
        LAYOUTS.figure.area.top + LAYOUTS.figure.area.height,
    )
)  # pixels


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(SHIPPED)


@pytest.fixture(scope="module")
def palette() -> Palette:
    return read_brand("clinic", BRANDS)[0].palette


@pytest.fixture(scope="module")
def deck(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped deck, built once."""
    brand, _ = read_brand("clinic", BRANDS)
    built = make_variant(source, Variant(brand, "en", ("a4",), ("deck",)))
    path = tmp_path_factory.mktemp("deck") / "deck.pptx"
    path.write_bytes(built.files["deck.pptx"])
    return path


@pytest.fixture(scope="module")
def figures(source: Source, palette: Palette) -> dict[str, Figure]:
    """Every figure of the source as the deck shows it."""
    voice = Voice(source.comparison, language("en"), "clinician", number_works(source.comparison))
    return {f.id: draw(plan_figure(f.id, voice), figure_slot(), palette) for f in source.comparison.figures}


@pytest.fixture(scope="module")
def slides(deck: Path) -> list[Image.Image]:
    return render_pages(deck, DPI)


def groups(path: Path) -> Iterator[tuple[int, GroupShape]]:
    """Every figure of a deck and the number of its slide, from 1."""
    for number, slide in enumerate(pptx.Presentation(str(path)).slides, 1):
        for shape in slide.shapes:
            if isinstance(shape, GroupShape):
                yield number, shape


def test_every_figure_of_the_deck_is_a_named_and_described_group_and_none_is_a_picture(
    deck: Path, figures: Mapping[str, Figure]
) -> None:
    found = {group.name.removeprefix("Figure: "): group for _, group in groups(deck)}
    assert len(found) >= 9
    for id, group in found.items():
        assert group._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr") == [figures[id].alt]
        assert 0 < len(group.shapes) <= MOST_SHAPES
        assert all(shape.name.partition(": ")[0] for shape in group.shapes)
    slides = pptx.Presentation(str(deck)).slides
    assert not [slide for slide in slides if slide._element.xpath(".//p:pic")]


def test_a_figure_stands_on_its_slide_at_its_own_size(deck: Path) -> None:
    slot = figure_slot()
    for _, group in groups(deck):
        transform = group._element.find("p:grpSpPr/a:xfrm", NS)
        sizes = [(e.get("cx"), e.get("cy")) for e in transform if e.tag.endswith(("}ext", "}chExt"))]
        expected = (str(round(slot.width_mm * 36_000)), str(round(slot.height_mm * 36_000)))
        assert sizes == [expected, expected]


def test_labels_are_text_boxes_in_the_themes_font_and_the_figures_language(deck: Path) -> None:
    for _, group in groups(deck):
        boxes = [shape for shape in group.shapes if shape.name.startswith("label: ")]
        assert boxes
        for box in boxes:
            runs = box._element.xpath(".//a:r/a:rPr")
            assert runs
            assert all(run.get("lang") == "en" for run in runs)
            assert all(run.find("a:latin", NS).get("typeface") == "+mn-lt" for run in runs)
            words = " ".join(run.text for p in box.text_frame.paragraphs for run in p.runs)
            assert box.name == f"label: {words}"


def test_round_marks_and_lines_are_what_an_editor_calls_them(deck: Path) -> None:
    presets = {name for _, group in groups(deck) for name in group._element.xpath(".//a:prstGeom/@prst")}
    assert {"ellipse", "roundRect", "rect", "line"} <= presets


def test_a_compound_shape_holds_one_contour_an_icon(deck: Path) -> None:
    icons = {}
    for _, group in groups(deck):
        for shape in group.shapes:
            if match := re.fullmatch(r"icons: (?:filled|empty) (\d+) to (\d+)", shape.name):
                count = len(shape._element.xpath(".//a:moveTo"))
                icons[shape.name] = count
                assert count == int(match[2]) - int(match[1]) + 1
    assert len(icons) >= 6


def test_judges_from_outside_find_nothing_wrong_in_the_shapes(deck: Path) -> None:
    assert open_xml_sdk_errors(deck, "Office2019") == []
    assert openxml_audit_errors(deck) == []


# --- the look ---------------------------------------------------------------------------------------------------------


class _Shelf(URLFetcher):  # type: ignore[misc]
    def __init__(self, svg: bytes) -> None:
        super().__init__(allowed_protocols={"figure", "font"})
        self._svg = svg

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        return URLFetcherResponse(url, self._svg, {"Content-Type": "image/svg+xml"})


def svg_page(figure: Figure, folder: Path) -> Image.Image:
    """The SVG on a page of a slide's size, where the slide has its figure."""
    area, mm = LAYOUTS.figure.area, 1 / 36_000
    page = f"@page{{size:{SLIDE_WIDTH / 72}in 7.5in;margin:0}}body{{margin:0}}"
    place = f"img{{position:absolute;left:{area.left * mm}mm;top:{area.top * mm}mm}}"
    html = f"<style>{page}{place}</style><img src='figure:one' alt='x'>"
    path = folder / f"{figure.id}.pdf"
    path.write_bytes(HTML(string=html, base_url="page:/", url_fetcher=_Shelf(figure.svg)).write_pdf())
    (picture,) = render_pages(path, DPI)
    return picture.crop(AREA)


def grey(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(2)))


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Structural similarity of two pictures in grey, blurred by two pixels."""
    return float(structural_similarity(grey(one), grey(other), data_range=255))


def test_native_shapes_look_like_the_svg(
    deck: Path, slides: list[Image.Image], figures: Mapping[str, Figure], tmp_path: Path
) -> None:
    alike = {}
    for number, group in groups(deck):
        figure = figures[group.name.removeprefix("Figure: ")]
        alike[figure.id] = likeness(slides[number - 1].crop(AREA), svg_page(figure, tmp_path))
    assert min(alike.values()) >= LEAST_LIKENESS, alike


def test_the_look_of_another_figure_is_not_taken_for_the_same(figures: Mapping[str, Figure], tmp_path: Path) -> None:
    one, other = list(figures.values())[2:4]
    assert likeness(svg_page(one, tmp_path), svg_page(other, tmp_path)) < LEAST_LIKENESS


# --- the theme --------------------------------------------------------------------------------------------------------

SWAPPED = {"accent1": "#6A3D9A", "accent2": "#8C510A"}
OFFICE = Theme(
    (
        ("tx1", "#000000"), ("bg1", "#FFFFFF"), ("tx2", "#0E2841"), ("bg2", "#E8E8E8"), ("accent1", "#156082"),
        ("accent2", "#E97132"), ("accent3", "#196B24"), ("accent4", "#0F9ED5"), ("accent5", "#A02B93"),
        ("accent6", "#4EA72E"),
    )
)  # fmt: skip
PALE = Theme(tuple((slot, "#F0E68C" if slot.startswith("accent") else colour) for slot, colour in OFFICE.colours))


def with_theme_colours(deck: Path, colours: Mapping[str, str], folder: Path) -> Path:
    """The deck with other colours in theme1.xml, and nothing else changed."""
    changed = folder / "swapped.pptx"
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "ppt/theme/theme1.xml":
                root = etree.fromstring(part)
                for slot, colour in colours.items():
                    (place,) = root.xpath(f"//a:clrScheme/a:{slot}/a:srgbClr", namespaces=NS)
                    place.set("val", colour[1:])
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, part)
    return changed


def share_of(picture: Image.Image, colour: str) -> float:
    """The share of pixels that are nearly of a colour."""
    wanted = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)])
    return float((np.abs(np.asarray(picture).astype(int) - wanted).max(axis=2) <= 6).mean())


def test_the_arms_of_every_figure_follow_when_the_themes_colours_change(
    deck: Path, slides: list[Image.Image], palette: Palette, tmp_path: Path
) -> None:
    changed = with_theme_colours(deck, SWAPPED, tmp_path)
    after = render_pages(changed, DPI)
    for number, group in groups(deck):
        old, new = slides[number - 1].crop(AREA), after[number - 1].crop(AREA)
        xml = etree.tostring(group._element).decode()
        for arm, slot in enumerate(("accent1", "accent2")):
            if f'val="{slot}"' not in xml:
                continue
            assert share_of(old, palette.arms[arm]) > 0
            assert share_of(new, palette.arms[arm]) == 0
            assert share_of(new, SWAPPED[slot]) == pytest.approx(share_of(old, palette.arms[arm]), rel=0.2)
    assert open_xml_sdk_errors(changed, "Office2019") == []


def test_no_colour_of_a_figure_is_fixed_on_our_own_template(deck: Path) -> None:
    for _, group in groups(deck):
        assert not group._element.xpath(".//a:srgbClr")


def test_tints_are_the_same_on_the_slide_as_in_the_svg(deck: Path, slides: list[Image.Image], palette: Palette) -> None:
    number = next(number for number, group in groups(deck) if group.name == "Figure: mechanism")
    area = slides[number - 1].crop(AREA)
    for tint in palette.arm_tints:
        assert share_of(area, tint) > 0.01


def test_on_a_foreign_template_the_arms_take_two_accents_that_readers_can_tell_apart(palette: Palette) -> None:
    binding = bind(palette, OFFICE)
    slots = dict(binding.slots)
    assert (slots["arm-first"], slots["arm-second"]) == ("accent1", "accent2")
    assert (slots["ink"], slots["paper"]) == ("tx1", "bg1")
    assert binding.fixed == ()


def test_where_no_accent_can_stand_for_an_arm_its_own_colour_is_written_and_said(
    palette: Palette, figures: Mapping[str, Figure]
) -> None:
    binding = bind(palette, PALE)
    assert binding.fixed == ("arm-first", "arm-second")
    group = etree.fromstring(drawingml.render_group(figures["crs-plot"], binding, 0, 0, 2))
    fixed = {colour.upper() for colour in group.xpath(".//a:srgbClr/@val", namespaces=NS)}
    assert set(palette.arms) <= {f"#{colour}" for colour in fixed}
    assert not group.xpath(".//a:schemeClr[starts-with(@val, 'accent')]", namespaces=NS)


def test_tints_of_an_arm_follow_the_accent_that_stands_for_it(palette: Palette) -> None:
    own, foreign = bind(palette, own_theme(palette)), bind(palette, OFFICE)
    for binding in (own, foreign):
        for ink in (Ink("arm-first-tint"), Ink("arm-first", 32)):
            colour = binding(ink)
            assert not isinstance(colour, FixedColour)
            assert colour.slot == "accent1"
            assert colour.modulation.luminance < 100_000
