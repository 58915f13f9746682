"""The deck's template and the OOXML we write ourselves: valid, ours, the same every time."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openxml_audit import validate_pptx
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from extremes import PALETTE
from layouts.deck import ooxml
from layouts.deck.archive import canonical, pack
from layouts.deck.table import style_table
from layouts.deck.templates.own import LAYOUTS, TABLE_STYLE, render_template

ROLES = [role.name for role in fields(LAYOUTS)]
SLIDE = 12192000 * 6858000  # EMU squared


def placeholder(slide: Slide, idx: int) -> BaseShape:
    return next(shape for shape in slide.placeholders if shape.placeholder_format.idx == idx)


def purposes(role: str) -> dict[str, int]:
    return {purpose: idx for purpose, idx in asdict(getattr(LAYOUTS, role)).items() if isinstance(idx, int)}


def filled_slide(deck: Deck, role: str) -> Slide:
    layout = next(layout for layout in deck.slide_layouts if layout.name == getattr(LAYOUTS, role).name)
    slide = deck.slides.add_slide(layout)
    for purpose, idx in purposes(role).items():
        if purpose == "table":
            frame = placeholder(slide, idx).insert_table(3, 3)
            frame.table.cell(0, 1).text = "Cast"
            style_table(frame, ("tx1", "accent1", "accent2"))
            ooxml.describe(frame, "Cast and plate, row by row.")
        elif purpose != "figure":
            placeholder(slide, idx).text_frame.text = f"{role}: {purpose}"
    ooxml.add_footer(slide, "Edition 1.0")
    ooxml.add_slide_number(slide)
    ooxml.remove_empty_placeholders(slide)
    slide.notes_slide.notes_text_frame.text = "What to say."
    return slide


def deck_of_every_role(language: str = "en-GB") -> Deck:
    deck = Presentation(io.BytesIO(render_template(PALETTE, "Lato", language)))
    slides = [filled_slide(deck, role) for role in ROLES]
    ooxml.set_language(deck, language)
    ooxml.add_sections(deck, [("Opening", [slides[0].slide_id]), ("Rest", [slide.slide_id for slide in slides[1:]])])
    ooxml.set_core_properties(
        deck, title="Cast or plate", subject="Wrist", author="Clinic", language=language, created=date(2025, 5, 14)
    )
    return deck


def saved(deck: Deck) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return canonical(stream.getvalue())


def parts(pptx: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(pptx)) as package:
        yield from ((name, package.read(name).decode()) for name in package.namelist())


def luminance(colour: str) -> float:
    """Relative luminance of '#RRGGBB', WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def theme_colour(pptx: bytes, slot: str) -> str:
    found = re.search(rf'<a:{slot}><a:srgbClr val="(\w+)"/>', dict(parts(pptx))["ppt/theme/theme1.xml"])
    assert found
    return f"#{found[1]}"


@pytest.mark.parametrize("role", ROLES)
def test_a_layout_holds_the_placeholders_its_role_names(role: str) -> None:
    deck = Presentation(io.BytesIO(render_template(PALETTE, "Lato", "en-GB")))
    layout = deck.slide_layouts.get_by_name(getattr(LAYOUTS, role).name)
    found = {shape.placeholder_format.idx for shape in layout.placeholders}
    assert found == {*purposes(role).values(), 11, 12}
    assert [shape.element.ph_type.name for shape in layout.placeholders][-2:] == ["FOOTER", "SLIDE_NUMBER"]


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_a_deck_with_every_role_is_valid(language: str, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(saved(deck_of_every_role(language)))
    assert validate_pptx(file).errors == []


def test_the_same_input_gives_the_same_bytes() -> None:
    assert render_template(PALETTE, "Lato", "de") == render_template(PALETTE, "Lato", "de")
    assert saved(deck_of_every_role()) == saved(deck_of_every_role())


def test_the_package_begins_with_its_content_types_and_tells_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(saved(deck_of_every_role()))) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_part_that_stands_twice_is_refused() -> None:
    stream = io.BytesIO(pack({"a.xml": b"1"}))
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("a.xml", b"2")
    with pytest.raises(ValueError, match="one name"):
        canonical(stream.getvalue())


def test_nothing_of_the_library_s_default_properties_is_left() -> None:
    deck = deck_of_every_role()
    properties = deck.core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == ("Cast or plate", "Clinic", "Clinic")
    assert properties.created == properties.modified == datetime(2025, 5, 14, tzinfo=UTC).replace(tzinfo=None)
    everything = "".join(text for _, text in parts(saved(deck)))
    assert not re.search("Canny|python-pptx|2013-01|Office Theme|Medium Style|Calibri", everything)


def test_shape_ids_are_unique_on_every_slide_layout_and_master() -> None:
    for name, text in parts(saved(deck_of_every_role())):
        ids = Counter(re.findall(r'<p:cNvPr [^>]*?\bid="(\d+)"', text))
        assert [number for number, count in ids.items() if count > 1] == [], name


def test_no_empty_placeholder_stays_on_a_filled_slide() -> None:
    for slide in deck_of_every_role().slides:
        for shape in slide.placeholders:
            assert shape.has_table or shape.text_frame.text.strip(), shape.name


def test_every_run_carries_the_language_of_the_deck() -> None:
    for name, text in parts(saved(deck_of_every_role("de-CH"))):
        if name.startswith(("ppt/slides/", "ppt/notesSlides/", "ppt/slideLayouts/", "ppt/slideMasters/")):
            assert set(re.findall(r' lang="([^"]*)"', text)) <= {"de-CH"}, name
            assert not re.findall(r"<a:(?:r|fld)(?: [^>]*)?><a:t>", text), name


def test_footer_and_slide_number_stand_on_every_slide_and_the_number_is_a_field() -> None:
    for number, slide in enumerate(deck_of_every_role().slides, start=1):
        (footer,) = slide._element.xpath(".//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='ftr']")
        (field,) = slide._element.xpath(".//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='sldNum']//a:fld[@type='slidenum']")
        assert [text.text for text in footer.iter(qn("a:t"))] == ["Edition 1.0"]
        assert field.findtext(qn("a:t")) == str(number)


@pytest.mark.parametrize("text", ["dk1", "dk2", "hlink", "folHlink"])
@pytest.mark.parametrize("ground", ["lt1", "lt2"])
def test_text_can_be_read_on_paper_and_on_the_tint(text: str, ground: str) -> None:
    template = render_template(PALETTE, "Lato", "en-GB")
    assert contrast(theme_colour(template, text), theme_colour(template, ground)) >= 4.5


@pytest.mark.parametrize("tint", ["accent5", "accent6"])
def test_text_can_be_read_on_both_pages_of_a_comparison(tint: str) -> None:
    template = render_template(PALETTE, "Lato", "en-GB")
    assert contrast(theme_colour(template, "dk1"), theme_colour(template, tint)) >= 4.5


def test_the_two_pages_of_a_comparison_are_of_one_size() -> None:
    deck = Presentation(io.BytesIO(render_template(PALETTE, "Lato", "en-GB")))
    shapes = {shape.name: shape for shape in deck.slide_layouts.get_by_name(LAYOUTS.comparison.name).shapes}
    for part in ("page", "bar", "heading", "text"):
        left, right = shapes[f"Left {part}"], shapes[f"Right {part}"]
        assert (left.width, left.height, left.top) == (right.width, right.height, right.top)


def test_a_figure_has_at_least_55_per_cent_of_the_slide() -> None:
    area = LAYOUTS.figure.area
    assert area.width * area.height / SLIDE >= 0.55


@pytest.mark.parametrize("role", ROLES)
def test_no_placeholder_overlaps_another_or_leaves_the_slide(role: str) -> None:
    deck = Presentation(io.BytesIO(render_template(PALETTE, "Lato", "en-GB")))
    boxes = list(deck.slide_layouts.get_by_name(getattr(LAYOUTS, role).name).placeholders)
    for index, one in enumerate(boxes):
        assert one.left >= 0
        assert one.top >= 0
        assert one.left + one.width <= deck.slide_width
        assert one.top + one.height <= deck.slide_height
        for other in boxes[index + 1 :]:
            beside = one.left + one.width <= other.left or other.left + other.width <= one.left
            above = one.top + one.height <= other.top or other.top + other.height <= one.top
            assert beside or above, (one.name, other.name)


def test_nothing_in_the_template_shrinks_text_or_casts_a_shadow() -> None:
    for name, text in parts(render_template(PALETTE, "Lato", "en-GB")):
        assert not re.search("normAutofit|gradFill|outerShdw|innerShdw", text), name


def test_what_only_decorates_is_marked_so() -> None:
    deck = Presentation(io.BytesIO(render_template(PALETTE, "Lato", "en-GB")))
    for part in (deck.slide_master, *deck.slide_layouts):
        for shape in part.shapes:
            assert shape.is_placeholder or shape._element.xpath("boolean(.//*[local-name()='decorative'])"), shape.name


def test_a_right_to_left_language_mirrors_the_slide() -> None:
    motif = [
        Presentation(io.BytesIO(render_template(PALETTE, "Lato", language))).slide_master.shapes[0]
        for language in ("en-GB", "ar")
    ]
    assert motif[0].left + motif[0].width == 12192000 - motif[1].left


def test_a_table_uses_our_style_and_names_its_header_row() -> None:
    deck = deck_of_every_role()
    slide = deck.slides[ROLES.index("table")]
    (properties,) = slide._element.xpath(".//a:tblPr")
    assert dict(properties.attrib) == {"firstRow": "1", "firstCol": "1"}
    assert properties.findtext(qn("a:tableStyleId")) == TABLE_STYLE
    assert TABLE_STYLE in dict(parts(saved(deck)))["ppt/tableStyles.xml"]
    under = slide._element.xpath(".//a:tr[1]/a:tc/a:tcPr/a:lnB//a:schemeClr/@val")
    assert under == ["tx1", "accent1", "accent2"]
    assert not slide._element.xpath(".//a:tcPr//a:srgbClr")


def test_a_section_keeps_its_id_and_every_slide_has_one() -> None:
    first, second = (
        re.findall(r'section name="(\w+)" id="({[^"]+})"', dict(parts(saved(deck)))["ppt/presentation.xml"])
        for deck in (deck_of_every_role(), deck_of_every_role())
    )
    assert first == second
    assert [name for name, _ in first] == ["Opening", "Rest"]
    with pytest.raises(ValueError, match="every slide"):
        ooxml.add_sections(deck_of_every_role(), [("Opening", [])])


def test_a_decorative_shape_loses_its_description_and_is_marked_once() -> None:
    shape = deck_of_every_role().slides[0].shapes[0]
    ooxml.describe(shape, "Something")
    ooxml.mark_decorative(shape)
    ooxml.mark_decorative(shape)
    assert shape._element.xpath("string(.//p:cNvPr/@descr)") == ""
    assert len(shape._element.xpath(".//*[local-name()='decorative']")) == 1
