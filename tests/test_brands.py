"""A brand: its file's form, its logo, its words, and that this one file drives page, slide, figure and press."""

import json
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.brand import ROLES, TEXTS, Brand, parse_brand, read_brand
from layouts.brand_logo import Mark
from layouts.brand_svg import parse_svg, svg_faults
from layouts.brochure.logo_inks import logo_in_inks
from layouts.checks.brand_colours import check_brand_colours
from layouts.checks.brand_texts import check_brand_texts
from layouts.parts import Part
from layouts.problems import Problem, ProblemError

ROOT = Path(__file__).resolve().parent.parent
SHIPPED, TESTED = ROOT / "sources" / "brands", ROOT / "tests" / "brands"
HARBOUR = (TESTED / "harbour" / "brand.yaml").read_text(encoding="utf-8")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 4 2">{}</svg>'


def changed(old: str, new: str, text: str = HARBOUR) -> Brand:
    assert old in text
    return parse_brand(text.replace(old, new, 1).encode(), "harbour/brand.yaml")


def refused(work: Callable[[], Any]) -> tuple[Problem, ...]:
    with pytest.raises(ProblemError) as raised:
        work()
    return raised.value.problems


@pytest.fixture(scope="module")
def harbour() -> Brand:
    return read_brand("harbour", [TESTED])[0]


# --- form


@pytest.mark.parametrize(
    ("old", "new", "message", "fix"),
    [
        ("emergency:", "emergeny:", "emergeny: is not a key that is known here", "did you mean 'emergency'"),
        ('emergency: "112"', "emergency: 112", "emergency: must be a text", "in quotes"),
        ("accent: house", "accent: hous", "the role 'accent' names 'hous'", "did you mean 'house'"),
        ("house: wine", "house: house", "leads in a circle", "name one of"),
        ("house: wine", 'house: "#12"', "'#12' is no colour", "write six digits"),
        (
            "    wine: [30, 90, 55, 45]\n",
            "",
            "'house', the colour of the role 'accent', has no recipe",
            "ask the print",
        ),
        ("headings: Lato", "headings: Harbour Sans", "the family 'Harbour Sans' cannot be set", "are not taken yet"),
        ("source: package", "source: file", "Lato comes with the program", "source: package"),
        ("source: package", "source: google", "is none of the choices", "package, file"),
        ("path: mark.svg", "path: ../mark.svg", "has a character or a form that is not allowed", "must match"),
        ("path: mark.svg", "path: /mark.svg", "has a character or a form that is not allowed", "must match"),
        ("light: mark", "light: sign", "the logo has no image 'sign'", "name one of: mark"),
        ("short: Harbour Test Clinic", "short: The Harbour Test Clinic at the Invented Quays", "short: has", "shorten"),
        ("site: Riverside site, second floor", f"site: {'x' * 61}", "site: has 61 characters", "shorten it"),
        ("date: 2027-01-31", "date: soon", "'soon' is not a date", "2026-01-31"),
        ("paper: [a4, letter]", "paper: [a5]", "'a5' is none of the choices", "a4, letter"),
        ("en: None in the last", "en: None {here} in the last", "refers to a number or a reference", "plain words"),
    ],
)
def test_what_is_wrong_in_a_brand_is_told_with_its_line(old: str, new: str, message: str, fix: str) -> None:
    problems = refused(lambda: changed(old, new))
    told = [problem for problem in problems if message in problem.message]
    assert told, problems
    assert fix in told[0].fix
    line = HARBOUR[: HARBOUR.index(old)].count("\n") + 1
    assert told[0].place.file == "harbour/brand.yaml"
    assert told[0].place.line == line or "recipe" in message


LOGOS = (
    "logo: mark.svg",
    "logo: {path: mark.svg, alt: Our mark}",
    "logo: {medium: mark.svg, alt: Our mark}",
    "logo: {large: mark.svg}",
    "logo: {images: {mark: mark.svg}, small: mark}",
    "logo: {images: {mark: {path: mark.svg, alt: Our mark}}, medium: {light: mark}}",
    "logo: {small: {light: {path: mark.svg}}}",
)


@pytest.mark.parametrize("logo", LOGOS)
def test_every_shape_of_brand_yml_finds_the_logo(tmp_path: Path, logo: str) -> None:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "mark.svg").write_bytes((TESTED / "harbour" / "mark.svg").read_bytes())
    start, end = HARBOUR.index("logo:\n"), HARBOUR.index("color:\n")
    (folder / "brand.yaml").write_text(HARBOUR[:start] + logo + "\n" + HARBOUR[end:], encoding="utf-8")
    mark = read_brand("harbour", [tmp_path])[0].mark
    assert mark is not None
    assert (mark.path, mark.ratio) == ("mark.svg", 180 / 48)
    assert mark.alt == ("Our mark" if "alt" in logo else parse_brand(HARBOUR.encode(), "").meta.full)


def test_a_house_s_presentation_must_be_one(tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "mark.svg").write_bytes((TESTED / "harbour" / "mark.svg").read_bytes())
    deck = "deck: {template: house.pptx, mapping: {figure: Picture only}}\n"
    (folder / "brand.yaml").write_text(HARBOUR + deck, encoding="utf-8")
    for content, message in ((None, "it is not beside brand.yaml"), (b"PK", "it is no PowerPoint file")):
        if content is not None:
            (folder / "house.pptx").write_bytes(content)
        [problem] = refused(lambda: read_brand("harbour", [tmp_path]))
        assert (problem.rule, problem.place.line) == ("BRD-07", HARBOUR.count("\n") + 1)
        assert message in problem.message


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "brand.yaml").write_text(HARBOUR, encoding="utf-8")
    (folder / "mark.svg").symlink_to(TESTED / "harbour" / "mark.svg")
    [problem] = refused(lambda: read_brand("harbour", [tmp_path]))
    assert "leads out of its folder" in problem.message


# --- the logo's file


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>1</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<text>A</text>", "outlines"),
        ("<image/>", "<image>"),
        ('<rect onload="1"/>', "'onload' on <rect>"),
        ('<use x:href="https://harbour.example/a.svg#b"/>', "refers to 'https://harbour.example/a.svg#b'"),
        ('<use href="file:///etc/passwd"/>', "refers to 'file:///etc/passwd'"),
        ('<rect fill="url(https://harbour.example)"/>', "loads something through 'fill'"),
        ("<style>@import 'a.css';</style>", "<style> that loads something"),
        ("<animate/>", "<animate>"),
    ],
)
def test_what_could_run_or_load_is_named(inside: str, told: str) -> None:
    assert list(svg_faults(parse_svg(SVG.format('<path d="M0 0" fill="url(#a)"/><use x:href="#b"/>').encode()))) == []
    [(line, message)] = svg_faults(parse_svg(SVG.format("\n" + inside).encode()))
    assert told in message
    assert line == 2


def test_an_entity_is_named_and_never_unfolds() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>' + SVG.format("<desc>&b;</desc>")
    messages = [message for _, message in svg_faults(parse_svg(bomb.encode()))]
    assert "declares entities" in messages


def png(width: int, height: int) -> bytes:
    """A grey PNG whose header says so many pixels; of a large one only the header is true."""
    rows = zlib.compress((b"\0" + b"\x80" * min(width, 8)) * min(height, 8))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (png(6000, 6000), "6000 x 6000 pixels, more than the 25,000,000"),
        (png(8, 8)[:-20] + png(8, 8)[-12:], "not a readable picture"),
        (png(8, 0), "not a readable picture"),
    ],
)
def test_a_png_is_bounded_before_it_is_unpacked(tmp_path: Path, content: bytes, message: str) -> None:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "brand.yaml").write_text(HARBOUR.replace("mark.svg", "mark.png"), encoding="utf-8")
    (folder / "mark.png").write_bytes(png(8, 4))
    assert read_brand("harbour", [tmp_path])[0].mark
    (folder / "mark.png").write_bytes(content)
    [problem] = refused(lambda: read_brand("harbour", [tmp_path]))
    assert message in problem.message


# --- the logo in inks


def inked(brand: Brand, inside: str) -> str:
    return logo_in_inks(Mark("mark.svg", "Mark", SVG.format(inside).encode(), 2.0), brand).decode()


def test_a_logo_is_printed_by_the_recipes_of_its_colours(harbour: Brand) -> None:
    made = inked(harbour, '<path fill="#6b2d3c" stroke="#fff"/><path style="fill: #1B2733; stroke:none"/>')
    assert 'fill="device-cmyk(0.3 0.9 0.55 0.45)" stroke="device-cmyk(0 0 0 0)"' in made
    assert "fill: device-cmyk(0 0 0 0.95); stroke:none" in made
    assert 'viewBox="0 0 4 2" fill="device-cmyk(0 0 0 1)"' in made
    assert not re.search("#[0-9A-Fa-f]{3}", made)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<path fill="#123456"/>', "has the colour '#123456', which has no recipe"),
        ('<path style="stroke: rgb(1, 2, 3)"/>', "has the colour 'rgb(1, 2, 3)'"),
        ("<style>.a{fill:red}</style>", "has the colour 'red'"),
        ("<linearGradient/>", "<linearGradient>, which cannot be mixed"),
    ],
)
def test_a_colour_without_a_recipe_is_refused_at_its_line(harbour: Brand, inside: str, told: str) -> None:
    [problem] = refused(lambda: inked(harbour, "\n" + inside))
    assert (problem.rule, problem.place.line) == ("BRD-06", 2)
    assert problem.place.file == str(TESTED / "harbour" / "mark.svg")
    assert told in problem.message


# --- colours: what is told to write passes

WRITE = re.compile(r"write '(#[0-9A-F]{6})' for '([a-z-]+)'")


def repainted(brand: Brand, colours: dict[str, str]) -> Brand:
    color = brand.color.model_copy(update={"palette": {**brand.color.palette, **colours}})
    return brand.model_copy(update={"color": color})


def advised(problems: list[Problem]) -> dict[str, str]:
    return {name: value for problem in problems for value, name in WRITE.findall(problem.fix)}


@pytest.mark.parametrize(
    ("colours", "rules"),
    [
        ({"slate": "#8A96A2"}, {"COL-01"}),
        ({"wine": "#D58A9A"}, {"COL-01"}),
        ({"vermillion": "#F0A060"}, {"COL-02"}),
        ({"blue-tint": "#0F3D5C"}, {"COL-01", "COL-02"}),
        ({"vermillion": "#6A5FB0"}, {"COL-03"}),
        ({"vermillion": "#0072B2"}, {"COL-03"}),
        ({"blue": "#8FC3E8", "vermillion": "#F0B080"}, {"COL-02"}),
        ({"night": "#9AA5B0", "slate": "#B0B8C0", "wine": "#E0A0B0"}, {"COL-01"}),
    ],
)
def test_colours_that_cannot_be_seen_are_refused_with_the_nearest_that_can(
    harbour: Brand, colours: dict[str, str], rules: set[str]
) -> None:
    assert check_brand_colours(harbour) == []
    failing = repainted(harbour, colours)
    problems = check_brand_colours(failing)
    assert {problem.rule for problem in problems} == rules
    assert {problem.severity for problem in problems} == {"error"}
    assert check_brand_colours(repainted(failing, advised(problems))) == []
    lines = HARBOUR.splitlines()
    for problem in problems:
        assert lines[problem.place.line - 1].strip().split(":")[0] == WRITE.findall(problem.fix)[0][1]


def test_the_nearest_colour_is_near(harbour: Brand) -> None:
    from layouts.figures.separation import distance

    problem, *_ = check_brand_colours(repainted(harbour, {"slate": "#6B7987"}))
    [(value, name)] = WRITE.findall(problem.fix)
    assert (name, "(role muted)" in problem.fix) == ("slate", True)
    assert 0 < distance("#6B7987", value) < 4


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(["slate", "wine", "blue", "vermillion"]), st.integers(0, 0xFFFFFF), min_size=1))
def test_what_a_fix_tells_passes_for_any_colours(numbers: dict[str, int]) -> None:
    brand = repainted(read_brand("harbour", [TESTED])[0], {name: f"#{value:06X}" for name, value in numbers.items()})
    problems = check_brand_colours(brand)
    told = advised(problems)
    assert bool(told) == bool(problems)
    assert check_brand_colours(repainted(brand, told)) == []


# --- words


def test_what_a_brand_must_say_is_there_in_every_language_or_it_is_an_error(harbour: Brand) -> None:
    assert check_brand_texts(harbour, "es-MX") == []
    without = changed("    es: Esta clínica participa en ensayos de una de las dos.\n", "")
    [problem] = check_brand_texts(without, "es")
    assert (problem.rule, problem.severity) == ("BRD-04", "error")
    assert problem.place.line == HARBOUR.splitlines().index("  mandatory:") + 1
    assert "no 'mandatory' in 'es', and has it in en" in problem.message
    assert check_brand_texts(without, "en") == []


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Our treatment is safe.", "BAL-04"),
        ("A guaranteed breakthrough.", "BAL-04"),
        ("We offer an effective therapy.", "BAL-06"),
        ("Our cells are gentler than others.", "BAL-05"),
    ],
)
def test_a_brand_promotes_nothing(words: str, rule: str) -> None:
    for text in ("Published by the Harbour Test Clinic.", "The clinic is paid for each person in a trial."):
        found = check_brand_texts(changed(text, words), "en")
        assert rule in {problem.rule for problem in found}
        assert all(HARBOUR.splitlines()[p.place.line - 1].strip() == f"en: {text}" for p in found)


@pytest.mark.parametrize("name", ["clinic", "cancer-killer-cells"])
def test_the_shipped_brands_are_sound_in_every_language(name: str) -> None:
    brand, logo = read_brand(name, [SHIPPED])
    assert logo is None
    assert brand.contact.phone is None
    assert [p for tag in ("en", "es", "ar") for p in check_brand_texts(brand, tag)] == []
    assert check_brand_colours(brand) == []


# --- what editors and readers of the guide see


def test_the_schema_of_brands_is_fresh(root: Path, rewrite_golden: bool) -> None:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Brand.model_json_schema(by_alias=True)}
    path, fresh = root / "sources" / "brand.schema.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    if rewrite_golden:
        path.write_text(fresh, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == fresh, "pytest --rewrite-golden writes it anew"


def test_the_guide_explains_every_key_of_a_brand(root: Path) -> None:
    told = (root / "sources" / "README.md").read_text(encoding="utf-8").partition("## Brands")[2].partition("\n## ")[0]
    parts = [part for part in Part.__subclasses__() if part.__module__.startswith("layouts.brand")]
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}
    missing = sorted(key for key in keys if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", told))
    assert missing == []
    assert len(ROLES) == 10
    assert len(TEXTS) == 4


def test_a_picture_cut_short_is_refused_also_after_a_page_was_set() -> None:
    """WeasyPrint tells Pillow, for all that comes later, to take pictures that are not whole."""
    import io

    from PIL import Image, ImageFile

    from layouts.brand_folder import _decodes

    stream = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(stream, "PNG")
    whole = stream.getvalue()
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        assert _decodes(whole)
        assert not _decodes(whole[: len(whole) // 2])
        assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
