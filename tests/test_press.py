"""The print-shop files of a test comparison: looked at from outside, and broken on purpose, one thing at a time."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from layouts.brand import Brand, read_brand
from layouts.brochure.inks import css, in_inks
from layouts.brochure.measures import order, seen
from layouts.brochure.sheets import Paper, Sheet, roll_fold
from layouts.build import Variant, make_variant
from layouts.checks.painted import Box, Painted
from layouts.checks.painting import painted
from layouts.checks.press import check_press
from layouts.checks.press_x4 import POINTS
from layouts.documents import Desk, make_press
from layouts.illustrations import Illustrations
from layouts.overlay import read_overlay, translate
from layouts.problems import Place, Problem, ProblemError
from layouts.source import Source, read_source
from validators import _run, _tool, ink_plates, qpdf_check

HERE = Path(__file__).resolve().parent
BRANDS = HERE.parent / "sources" / "brands"
PROFILES = HERE.parent / "layouts" / "brochure" / "profiles"
NOTE = ["Print", "on", "both", "sides,", "flip", "on", "the", "short", "edge,", "actual", "size."]
PT = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True)
class Expected:
    """A print-shop file in mm, counted by hand: the sheet, its bleed, the slug beyond it, the folds of each side."""

    name: str
    office: str
    sheet: Sheet
    width: float
    height: float
    bleed: float
    slug: float
    folds: tuple[tuple[float, float], tuple[float, float]]
    condition: str
    profile: str


A4 = Expected(
    "trifold-press.pdf",
    "trifold.pdf",
    roll_fold("a4", 3.0),
    297.0,
    210.0,
    3.0,
    10.0,
    ((97.0, 197.0), (100.0, 200.0)),
    "FOGRA39",
    "FOGRA39L.icc",
)
LETTER = Expected(  # 1/8 inch of bleed, 4/10 of slug, the flap 1/16 narrower
    "trifold-press-letter.pdf",
    "trifold-letter.pdf",
    roll_fold("letter", 25.4 / 16),
    279.4,
    215.9,
    3.175,
    10.16,
    ((92.075, 185.7375), (93.6625, 187.325)),
    "CGATS TR 006",
    "TR006.icc",
)


def clinic() -> Brand:
    brand, _ = read_brand("clinic", [BRANDS])
    return brand


@pytest.fixture(scope="session")
def source() -> Source:
    return read_source(HERE / "sources" / "wrist")


@pytest.fixture(scope="session")
def files(source: Source) -> dict[str, bytes]:
    """Office and press edition of the test comparison, built once."""
    return make_variant(source, Variant(clinic(), "en", ("a4", "letter"), ("trifold", "press"))).files


@pytest.fixture(scope="session")
def folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("press")
    for name, content in files.items():
        (made / name).write_bytes(content)
    return made


@pytest.fixture(scope="session", params=[A4, LETTER], ids=["a4", "letter"])
def expected(request: pytest.FixtureRequest) -> Expected:
    paper: Expected = request.param
    return paper


@pytest.fixture(scope="session")
def good(files: dict[str, bytes], expected: Expected) -> bytes:
    return files[expected.name]


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def found(content: bytes, sheet: Sheet) -> list[Problem]:
    return check_press(content, sheet, "press.pdf", Place("comparison.yaml"))


def sides(content: bytes) -> list[list[Painted]]:
    with opened(content) as pdf:
        return [painted(page) for page in pdf.pages]


# --- the file as it was made


def test_the_file_is_sound_and_says_so(good: bytes, folder: Path, expected: Expected) -> None:
    assert found(good, expected.sheet) == []
    assert qpdf_check(folder / expected.name) == []


def test_the_boxes_are_those_of_the_sheet(good: bytes, expected: Expected) -> None:
    """Within a tenth of a millimetre, counted by hand; no ArtBox beside the TrimBox."""
    edges = {
        "/MediaBox": 0.0,
        "/BleedBox": expected.slug,
        "/TrimBox": expected.slug + expected.bleed,
    }
    around = 2 * (expected.slug + expected.bleed)
    with opened(good) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            assert "/ArtBox" not in page.obj
            for name, edge in edges.items():
                told = [float(number) / PT for number in page.obj[name]]
                right, top = expected.width + around - edge, expected.height + around - edge
                assert told == pytest.approx([edge, edge, right, top], abs=0.1), name


def test_the_printing_condition_is_the_paper_s_own(good: bytes, expected: Expected) -> None:
    with opened(good) as pdf:
        [intent] = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == expected.condition
        assert intent.DestOutputProfile.N == 4
        assert intent.DestOutputProfile.read_bytes() == (PROFILES / expected.profile).read_bytes()


def test_every_colour_is_a_recipe_of_the_brand_or_a_share_of_one(good: bytes) -> None:
    """Also in figures; paper is no ink, and marks are of black alone."""
    recipes = [*clinic().recipes.values(), (0.0, 0.0, 0.0, 100.0)]
    shares = {tuple(round(ink * part / 100, 2) for ink in recipe) for recipe in recipes for part in range(1, 101)}
    used = {thing.colour.inks for side in sides(good) for thing in side}
    assert len(used) >= 8
    for inks in used:
        assert inks is not None
        assert tuple(round(ink * 100, 2) for ink in inks) in shares, inks


def test_nothing_in_the_file_acts_or_is_tagged(good: bytes) -> None:
    with opened(good) as pdf:
        assert not {"/Outlines", "/Names", "/OpenAction", "/AcroForm", "/StructTreeRoot"} & set(pdf.Root.keys())
        assert not [page for page in pdf.pages if "/Annots" in page.obj]


def test_the_same_source_makes_the_same_bytes(source: Source, files: dict[str, bytes]) -> None:
    again = make_variant(source, Variant(clinic(), "en", ("a4", "letter"), ("press",))).files
    made = [name for name in again if name != "build.json"]
    assert len(made) == 6
    assert [name for name in made if again[name] != files[name]] == []


@dataclass(frozen=True)
class Word:
    """A word and its upper left corner in mm."""

    page: int
    text: str
    left: float
    top: float
    right: float


def words_of(path: Path) -> list[Word]:
    text = _run(_tool("pdftotext"), "-bbox", "-enc", "UTF-8", path, "-").stdout
    pages = text.split("<page ")[1:]
    pattern = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)</word>'
    return [
        Word(number, word, float(left) / PT, float(top) / PT, float(right) / PT)
        for number, page in enumerate(pages)
        for left, top, right, word in re.findall(pattern, page)
    ]


def test_the_press_prints_what_the_office_prints_at_the_same_places(folder: Path, expected: Expected) -> None:
    """Apart from the margin: the slug line there, and here the note on how to print."""
    edge, beside = expected.bleed + expected.slug, expected.folds[0][0]
    there = [w for w in words_of(folder / expected.office) if w.page or not beside < w.left < beside + 5]
    press = [w for w in words_of(folder / expected.name) if w.top < edge + expected.height]
    assert len(press) > 400
    moved = sorted((w.page, w.text, round(w.left - edge), round(w.top - edge)) for w in press)
    office = sorted((w.page, w.text, round(w.left), round(w.top)) for w in there)
    assert [word[:2] for word in moved] == [word[:2] for word in office]
    far = [(a, b) for a, b in zip(moved, office, strict=True) if abs(a[2] - b[2]) > 1 or abs(a[3] - b[3]) > 1]
    assert far == []


def test_the_slug_line_tells_file_edition_and_side(folder: Path, expected: Expected) -> None:
    edge = expected.bleed + expected.slug
    below = [w for w in words_of(folder / expected.name) if w.top > edge + expected.height + expected.bleed]
    lines = [" ".join(w.text for w in below if w.page == page) for page in (0, 1)]
    assert lines[0] == f"{expected.name} · Edition 1.2 · January 31, 2026 · outside"
    assert lines[1] == f"{expected.name} · Edition 1.2 · January 31, 2026 · inside"


def test_marks_of_black_alone_stand_outside_the_bleed(good: bytes, expected: Expected) -> None:
    """Crop marks at the trim, fold marks at the folds, counted by hand, 3 mm off the trim and more."""
    edge = expected.bleed + expected.slug
    for side, folds in zip(sides(good), expected.folds, strict=True):
        marks = [thing for thing in side if thing.kind == "area" and min(thing.box.width, thing.box.height) < 1]
        above = [thing for thing in marks if thing.box.bottom > (edge + expected.height) * PT]
        at = sorted({round((thing.box.left + thing.box.right) / 2 / PT - edge, 2) for thing in above})
        assert at == pytest.approx([0, *folds, expected.width], abs=0.1)
        assert min(thing.box.bottom / PT - edge - expected.height for thing in above) >= max(3, expected.bleed)
        assert {thing.colour.inks for thing in above} == {(0.0, 0.0, 0.0, 1.0)}
        assert min(thing.box.width for thing in above) >= 0.25


@pytest.mark.parametrize("shortening", [1.0, 2.0, 3.0])
def test_the_flap_is_as_much_shorter_as_the_brand_says(source: Source, shortening: float) -> None:
    brand = clinic()
    brand = brand.model_copy(update={"print": brand.print.model_copy(update={"flap_shortening": shortening})})
    made = make_variant(source, Variant(brand, "en", ("a4",), ("press",))).files
    full = (297 + shortening) / 3
    edge, [outside, inside] = 13.0, sides(made["trifold-press.pdf"])
    for side, folds in ((outside, [full - shortening, 2 * full - shortening]), (inside, [full, 2 * full])):
        dashes = [t.box for t in side if t.kind == "area" and t.box.width < 1 and t.box.bottom > (edge + 210) * PT]
        at = sorted({round((box.left + box.right) / 2 / PT - edge, 2) for box in dashes})
        assert at[1:3] == pytest.approx(folds, abs=0.1)
    assert f"; {shortening:g} mm narrower than the other panels" in made["job-ticket.txt"].decode()


# --- what ink there is, by Ghostscript


@pytest.fixture(scope="session")
def plates(folder: Path, expected: Expected) -> list[Image.Image]:
    made = ink_plates(folder / expected.name, 150)
    assert [image.mode for image in made] == ["CMYK", "CMYK"]
    return made


def test_no_spot_of_the_sheet_takes_more_than_300_per_cent_of_ink(plates: list[Image.Image]) -> None:
    for image in plates:
        colours = image.getcolors(maxcolors=image.width * image.height)
        assert colours is not None
        most = max(sum(inks) for _, inks in colours) / 255
        assert 0.9 < most <= 3.0


def test_black_letters_leave_the_colour_plates_empty(plates: list[Image.Image], good: bytes) -> None:
    """The largest black text on each side, which stands on bare paper."""
    for image, side in zip(plates, sides(good), strict=True):
        black = [t for t in side if t.kind == "text" and t.colour.inks and t.colour.inks[3] > 0.9]
        box, height = max(black, key=lambda thing: thing.size).box, image.height / 150 * 72
        edges = (box.left, height - box.top, box.right, height - box.bottom)
        cyan, magenta, yellow, key = image.crop(tuple(round(edge / 72 * 150) for edge in edges)).split()  # type: ignore[arg-type]
        assert [plate.getextrema()[1] for plate in (cyan, magenta, yellow)] == [0, 0, 0]
        assert key.getextrema()[1] > 230


def test_what_touches_the_trim_reaches_the_edge_of_the_bleed(plates: list[Image.Image], expected: Expected) -> None:
    """Along the whole rim: where there is ink just inside the trim, there is the same ink just inside the bleed."""
    outside = _rims(plates[0], expected)
    assert {side for side, pairs in outside.items() if any(any(inner) for inner, _ in pairs)} == {
        "left",
        "top",
        "bottom",
    }
    for rims in (outside, _rims(plates[1], expected)):
        for side, pairs in rims.items():
            assert [inner for inner, outer in pairs if any(inner) and inner != outer] == [], side


def _rims(image: Image.Image, expected: Expected) -> dict[str, list[tuple[Any, Any]]]:
    """The inks at half a millimetre inside the trim and a third inside the bleed, all along each side."""

    def dots(millimetres: float) -> int:
        return round(millimetres / 25.4 * 150)

    pixel = image.load()
    assert pixel is not None
    bleed, trim = expected.slug + 0.33, expected.slug + expected.bleed + 0.5
    edge = expected.slug + expected.bleed + 1
    rows, columns = range(dots(edge), image.height - dots(edge)), range(dots(edge), image.width - dots(edge))
    right, bottom = image.width - 1, image.height - 1
    return {
        "left": [(pixel[dots(trim), y], pixel[dots(bleed), y]) for y in rows],
        "right": [(pixel[right - dots(trim), y], pixel[right - dots(bleed), y]) for y in rows],
        "top": [(pixel[x, dots(trim)], pixel[x, dots(bleed)]) for x in columns],
        "bottom": [(pixel[x, bottom - dots(trim)], pixel[x, bottom - dots(bleed)]) for x in columns],
    }


def test_the_shipped_comparison_is_fit_for_the_press(tmp_path: Path) -> None:
    [shipped] = (HERE.parent / "sources").glob("*/comparison.yaml")
    made = make_variant(read_source(shipped.parent), Variant(clinic(), "en", ("a4",), ("press",))).files
    (tmp_path / A4.name).write_bytes(made[A4.name])
    assert found(made[A4.name], A4.sheet) == []
    for image in ink_plates(tmp_path / A4.name):
        colours = image.getcolors(maxcolors=image.width * image.height)
        assert colours is not None
        assert 0.9 < max(sum(inks) for _, inks in colours) / 255 <= 3.0


# --- a file with one thing wrong

Change = Callable[[pikepdf.Pdf], None]


def changed(content: bytes, change: Change) -> bytes:
    """The file with one thing changed, otherwise as it was."""
    with opened(content) as pdf:
        change(pdf)
        target = io.BytesIO()
        as_it_is = pikepdf.StreamDecodeLevel.none
        pdf.save(target, fix_metadata_version=False, compress_streams=False, stream_decode_level=as_it_is)
    return target.getvalue()


def drawing(words: str, page: int = 0) -> Change:
    """More on a page: `{font}` is a font that it has."""

    def change(pdf: pikepdf.Pdf) -> None:
        font = next(iter(pdf.pages[page].Resources.Font.keys()))
        pdf.pages[page].contents_add(pdf.make_stream(f"q {words.format(font=font)} Q".encode()), prepend=True)

    return change


def in_metadata(old: str, new: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes().decode()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new).encode())

    return change


def at_root(key: str, value: Callable[[pikepdf.Pdf], Any]) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value(pdf)

    return change


def on_page(key: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[key] = value

    return change


def without(*path: str | int) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        thing: Any = pdf.Root
        for key in path[:-1]:
            thing = thing[key]
        del thing[path[-1]]

    return change


def _intent(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.OutputIntents[0]


def two_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(_intent(pdf))


def intent_for_three(pdf: pikepdf.Pdf) -> None:
    _intent(pdf).DestOutputProfile.N = 3


def intent_for_a_screen(pdf: pikepdf.Pdf) -> None:
    profile = bytearray(_intent(pdf).DestOutputProfile.read_bytes())
    profile[12:16] = b"mntr"
    _intent(pdf).DestOutputProfile.write(bytes(profile))


def other_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another"


def other_day(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/ModDate"] = "D:20200101000000Z"


def untrapped(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Trapped"]


def font_left_out(pdf: pikepdf.Pdf) -> None:
    described = next(
        t for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and t.get("/Type") == "/FontDescriptor"
    )
    del described[next(key for key in described if key.startswith("/FontFile"))]


def link(pdf: pikepdf.Pdf) -> None:
    there = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[100, 100, 200, 120])
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(there)])


def film(pdf: pikepdf.Pdf) -> Any:
    return pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia))


def state(**entries: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState["/Odd"] = pikepdf.Dictionary(**entries)

    return change


def stream(**entries: Any) -> Callable[[pikepdf.Pdf], Any]:
    return lambda pdf: pdf.make_stream(b"", **entries)


def picture(pixels: int, space: pikepdf.Name, points: int = 72) -> Change:
    """A square picture of so many pixels, an inch wide."""

    def change(pdf: pikepdf.Pdf) -> None:
        components = 3 if space == "/DeviceRGB" else 1
        image = pdf.make_stream(bytes(pixels * pixels * components), Type=pikepdf.Name.XObject)
        image.Subtype, image.ColorSpace, image.BitsPerComponent = pikepdf.Name.Image, space, 8
        image.Width = image.Height = pixels
        pdf.pages[0].Resources.XObject["/Square"] = image
        pdf.pages[0].contents_add(
            pdf.make_stream(f"q {points} 0 0 {points} 200 300 cm /Square Do Q".encode()), prepend=True
        )

    return change


def form_in_rgb(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"0 0 1 RG 2 w 0 0 m 50 0 l S")
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 100]
    pdf.pages[1].Resources.XObject["/Form"] = form
    pdf.pages[1].contents_add(pdf.make_stream(b"q 1 0 0 1 200 300 cm /Form Do Q"), prepend=True)


def in_registration(pdf: pikepdf.Pdf) -> None:
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    space = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, tint])
    pdf.pages[0].Resources.ColorSpace["/Every"] = space
    drawing("/Every cs 1 scn 200 300 10 10 re f")(pdf)


def icc_of_three(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(b"", N=3)
    pdf.pages[0].Resources.ColorSpace["/Screen"] = pikepdf.Array([pikepdf.Name.ICCBased, profile])


def third_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def one_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def smaller_trim(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = (float(edge) for edge in pdf.pages[0].obj.TrimBox)
    pdf.pages[0].obj.TrimBox = [left, bottom, right - 1, top]


def bleed_beyond_the_page(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = (float(edge) for edge in pdf.pages[0].obj.BleedBox)
    pdf.pages[0].obj.BleedBox = [left + 100, bottom, right + 100, top]


ACTION = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

X4: dict[str, tuple[Change, str]] = {
    "two output intents": (two_intents, "it has 2 output intents GTS_PDFX instead of one"),
    "no output intent": (without("/OutputIntents"), "it has 0 output intents"),
    "an intent without a name": (
        without("/OutputIntents", 0, "/OutputConditionIdentifier"),
        "no OutputConditionIdentifier",
    ),
    "an intent without a profile": (without("/OutputIntents", 0, "/DestOutputProfile"), "has no profile inside"),
    "a profile for three inks": (intent_for_three, "is for 3 colours instead of 4"),
    "a profile of a screen": (intent_for_a_screen, "it describes no printer"),
    "no metadata": (without("/Metadata"), "XMP metadata are missing"),
    "metadata that cannot be read": (in_metadata("</rdf:RDF>", "</rdf>"), "XMP metadata are missing or cannot be read"),
    "another standard": (in_metadata("PDF/X-4", "PDF/X-3"), "do not say PDF/X-4"),
    "trapped left open": (in_metadata("<pdf:Trapped>False", "<pdf:Trapped>Unknown"), "whether it is trapped"),
    "trapped in one place only": (untrapped, "whether it is trapped"),
    "two titles": (other_title, "no title, or two that differ"),
    "no title": (in_metadata("Test: cast or plate for a broken wrist</rdf:li>", "</rdf:li>"), "no title"),
    "no day of the metadata": (in_metadata("MetadataDate", "OtherDate"), "no xmp:MetadataDate"),
    "two days": (other_day, "its xmp:ModifyDate differs from ModDate"),
    "no id of the document": (in_metadata("DocumentID", "OtherID"), "no xmpMM:DocumentID"),
    "a font left out": (font_left_out, "is not embedded"),
    "JavaScript": (at_root("/Extra", lambda pdf: pdf.make_indirect(SCRIPT)), "it contains JavaScript"),
    "an action on opening": (at_root("/OpenAction", lambda pdf: ACTION), "actions (OpenAction)"),
    "an action of a page": (on_page("/AA", pikepdf.Dictionary(O=ACTION)), "actions (AA)"),
    "something to click": (at_root("/Extra", lambda pdf: pikepdf.Dictionary(A=ACTION)), "acts when it is clicked"),
    "a link on the page": (link, "page 1 has annotations"),
    "a form to fill in": (at_root("/AcroForm", lambda pdf: pikepdf.Dictionary(Fields=[])), "a form to fill in"),
    "film": (at_root("/Extra", film), "film, sound or 3D"),
    "a transfer curve": (state(TR=pikepdf.Name.Identity), "transfer curves or shifted halftones (TR)"),
    "a newer transfer curve": (state(TR2=pikepdf.Name.Identity), "transfer curves or shifted halftones (TR2)"),
    "PostScript": (at_root("/Extra", stream(Subtype=pikepdf.Name.PS)), "it contains PostScript"),
    "an alternate image": (at_root("/Extra", stream(Alternates=pikepdf.Array())), "alternate images"),
    "a part elsewhere": (at_root("/Extra", stream(F="other.pdf")), "lies in another file"),
    "a form from elsewhere": (
        at_root("/Extra", stream(Subtype=pikepdf.Name.Form, Ref=pikepdf.Dictionary())),
        "lies in another file",
    ),
    "colours of screens": (drawing("1 0 0 rg 200 300 10 10 re f"), "page 1 paints in DeviceRGB"),
    "colours of screens by name": (drawing("/DeviceRGB cs 1 0 0 scn 200 300 9 9 re f"), "page 1 paints in DeviceRGB"),
    "colours of screens in a form": (form_in_rgb, "page 2 paints in DeviceRGB"),
    "a picture of a screen": (picture(300, pikepdf.Name.DeviceRGB), "it uses the colour space DeviceRGB"),
    "an ICC profile of RGB": (icc_of_three, "an ICC profile of RGB"),
}

OTHERS: dict[str, tuple[Change, str, str, str]] = {
    "an ArtBox": (on_page("/ArtBox", [0, 0, 9, 9]), "PRN-01", "error", "has an ArtBox"),
    "a page on its side": (on_page("/Rotate", 90), "PRN-01", "error", "turned or scaled"),
    "no TrimBox": (lambda pdf: pdf.pages[0].obj.__delitem__("/TrimBox"), "PRN-01", "error", "page 1 has no TrimBox"),
    "a TrimBox too small": (smaller_trim, "PRN-01", "error", "the TrimBox of page 1 is"),
    "boxes side by side": (bleed_beyond_the_page, "PRN-01", "error", "do not lie one in the other"),
    "a mark near the trim": (drawing("0 0 0 1 k 200 25 0.5 9 re f"), "PRN-01", "error", "less than 3 mm from the trim"),
    "a mark too many": (drawing("0 0 0 1 k 200 5 0.5 9 re f"), "PRN-04", "error", "the marks below page 1"),
    "no bleed on the left": (drawing("0 0 0 .1 k 30 300 50 50 re f"), "PRN-02", "error", "ends at the left trim"),
    "no bleed above": (drawing("0 0 0 .1 k 300 600 50 32.1 re f"), "PRN-02", "error", "ends at the upper trim"),
    "text at the trim": (
        drawing("0 0 0 1 k BT {font} 12 Tf 43 300 Td <0024> Tj ET"),
        "PRN-03",
        "error",
        "2.2 mm from the trim",
    ),
    "text rather near the trim": (
        drawing("0 0 0 1 k BT {font} 12 Tf 48.5 300 Td <0024> Tj ET"),
        "PRN-03",
        "warning",
        "4.1 mm from the trim",
    ),
    "text on a fold": (
        drawing("0 0 0 1 k BT {font} 12 Tf 1 0 0 1 310 300 Tm [<0024> -900 <0024>] TJ ET", page=1),
        "PRN-03",
        "error",
        "text on page 2 is less than 3 mm from the fold",
    ),
    "a third page": (third_page, "PRN-04", "error", "it has 3 pages"),
    "one page": (one_page, "PRN-04", "error", "it has 1 pages"),
    "a coarse picture": (picture(100, pikepdf.Name.DeviceGray), "PRN-06", "error", "100 pixels an inch"),
    "a soft picture": (picture(200, pikepdf.Name.DeviceGray), "PRN-06", "warning", "200 pixels an inch"),
    "an inline picture": (
        drawing("72 0 0 72 200 300 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI"),
        "PRN-06",
        "error",
        "1 pixels an inch",
    ),
    "too much ink": (drawing("1 1 1 .5 k 200 300 10 10 re f"), "PRN-08", "error", "350 % of ink in one place"),
    "black text of four inks": (
        drawing(".6 .4 .4 1 k BT {font} 12 Tf 200 300 Td <0024> Tj ET"),
        "PRN-09",
        "error",
        "black text of 12 pt on page 1 is of several inks",
    ),
    "registration colour": (in_registration, "PRN-09", "error", "registration colour instead of CMYK"),
    "a hairline": (drawing("0 0 0 1 K 0.1 w 200 300 m 250 300 l S"), "PRN-09", "error", "0.10 pt thin"),
    "a line without a width": (drawing("0 0 0 1 K 0 w 200 300 m 250 300 l S"), "PRN-09", "error", "0.00 pt thin"),
    "a hairline by scaling": (
        drawing("0 0 0 1 K .1 0 0 .1 0 0 cm 2 w 2000 3000 m 2500 3000 l S"),
        "PRN-09",
        "error",
        "0.20 pt thin",
    ),
    "a hairline as an area": (drawing("0 0 0 1 k 200 300 50 0.1 re f"), "PRN-09", "error", "0.10 pt thin"),
    "a thin line of two inks": (
        drawing(".5 .5 0 0 K 0.3 w 200 300 m 250 300 l S"),
        "PRN-09",
        "warning",
        "line of several inks on page 1 is 0.30 pt thin",
    ),
}


@pytest.mark.parametrize("fault", X4)
def test_a_file_that_breaks_pdf_x_4_is_told(files: dict[str, bytes], fault: str) -> None:
    change, message = X4[fault]
    told = [str(problem) for problem in found(changed(files[A4.name], change), A4.sheet)]
    assert [line for line in told if "[PRN-07]" in line and message in line], told


@pytest.mark.parametrize("fault", OTHERS)
def test_a_file_that_a_printer_would_send_back_is_told(files: dict[str, bytes], fault: str) -> None:
    change, rule, severity, message = OTHERS[fault]
    told = found(changed(files[A4.name], change), A4.sheet)
    assert [p for p in told if (p.rule, p.severity) == (rule, severity) and message in p.message], told


def test_a_change_that_breaks_nothing_is_not_told(good: bytes, expected: Expected) -> None:
    """Saving alone is no fault, nor is a sharp picture, nor a thin line of one ink."""
    harmless = (
        picture(300, pikepdf.Name.DeviceGray),
        drawing("0 0 0 1 K 0.3 w 200 300 m 250 300 l S"),
        drawing("0 0 0 1 k BT {font} 12 Tf 52 300 Td <0024> Tj ET"),
        drawing("1 1 1 0 k 200 300 10 10 re f"),
    )
    for change in harmless:
        assert found(changed(good, change), expected.sheet) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"%PDF-1.6", b"%PDF-1.7", "written as PDF 1.7"),
        (b"/ID [", b"/IX [", "its trailer has no ID"),
        (b"/Subtype /XML", b"/Filter []   ", "metadata are packed"),
        (b"%PDF-1.6", b"hello!!!", "written as PDF"),
    ],
)
def test_a_file_whose_bytes_say_something_else_is_told(
    files: dict[str, bytes], old: bytes, new: bytes, message: str
) -> None:
    broken = files[A4.name].replace(old, new)
    assert broken != files[A4.name]
    told = [p.message for p in found(broken, A4.sheet) if p.rule == "PRN-07"]
    assert [line for line in told if message in line]


def test_an_encrypted_file_is_told(files: dict[str, bytes]) -> None:
    for user, message in (("", "it is encrypted"), ("secret", "it cannot be read")):
        target = io.BytesIO()
        with opened(files[A4.name]) as pdf:
            pdf.save(target, encryption=pikepdf.Encryption(owner="owner", user=user))
        assert [p for p in found(target.getvalue(), A4.sheet) if p.rule == "PRN-07" and message in p.message]


def test_a_file_that_is_cut_short_is_told(files: dict[str, bytes]) -> None:
    [told] = found(b"%PDF-1.6\n", A4.sheet)
    assert "cannot be read" in told.message
    assert found(files[A4.name][:20_000], A4.sheet)


def test_folds_elsewhere_than_on_the_sheet_are_told(files: dict[str, bytes]) -> None:
    """The file is for a flap 3 mm shorter; another sheet asks for 2, and one for a flap as wide as the rest."""
    for shortening, message in ((2.0, "stand at 0.00, 97.00, 197.00, 297.00 mm"), (0.0, "the flap is not narrower")):
        told = found(files[A4.name], roll_fold("a4", shortening))
        assert [p for p in told if p.rule == "PRN-04" and message in p.message], told


def test_at_least_twenty_points_of_the_standard_are_asked() -> None:
    assert len(POINTS) >= 20
    assert len({point.__name__ for point in POINTS}) == len(POINTS)


# --- colours


def test_a_share_of_a_recipe_is_a_share_of_each_ink() -> None:
    assert css((100, 45, 0, 0)) == "device-cmyk(1 0.45 0 0)"
    assert css((100, 45, 0, 0), 30) == "device-cmyk(0.3 0.135 0 0)"
    assert css((0, 0, 0, 0), 50) == "device-cmyk(0 0 0 0)"


def test_a_figure_changes_its_colours_in_its_style_sheet_alone() -> None:
    svg = (
        b"<svg><style>.fill-arm-first{fill: #0072B2}.fill-arm-first-tint{fill: #E3F0F8}"
        b".stroke-arm-second-30{stroke: #F2CFB2}.fill-paper{fill: #FFFFFF}</style>"
        b'<path class="fill-arm-first" id="a-0072B2"/></svg>'
    )
    printed = in_inks(svg, clinic()).decode()
    assert ".fill-arm-first{fill: device-cmyk(1 0.45 0 0)}" in printed
    assert ".fill-arm-first-tint{fill: device-cmyk(0.12 0.03 0 0)}" in printed
    assert ".stroke-arm-second-30{stroke: device-cmyk(0 0.21 0.3 0)}" in printed
    assert ".fill-paper{fill: device-cmyk(0 0 0 0)}" in printed
    assert '<path class="fill-arm-first" id="a-0072B2"/>' in printed


# --- the brand's own printer


def brand_at(folder: Path, old: str, new: str) -> Brand:
    """The clinic's brand with one thing changed, read from a folder of its own."""
    text = (BRANDS / "clinic" / "brand.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "clinic").mkdir(exist_ok=True)
    (folder / "clinic" / "brand.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    brand, _ = read_brand("clinic", [folder])
    return brand


PROFILE = ("print:\n", "print:\n  profile: {file: ours.icc, condition: Our paper, identifier: Ours 7}\n")


def test_a_printer_s_own_profile_takes_the_place_of_the_common_one(source: Source, tmp_path: Path) -> None:
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "ours.icc").write_bytes((PROFILES / "TR006.icc").read_bytes())
    brand = brand_at(tmp_path, *PROFILE)
    made = make_variant(source, Variant(brand, "en", ("a4",), ("press",))).files
    with opened(made["trifold-press.pdf"]) as pdf:
        intent = _intent(pdf)
        assert (str(intent.OutputConditionIdentifier), str(intent.OutputCondition)) == ("Ours 7", "Our paper")
        assert "/RegistryName" not in intent
        assert intent.DestOutputProfile.read_bytes() == (PROFILES / "TR006.icc").read_bytes()
    assert "Our paper [Ours 7]" in made["job-ticket.txt"].decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "it is not beside brand.yaml"),
        (b"no profile", "it is no ICC profile"),
        ((PROFILES / "TR006.icc").read_bytes()[:-1], "it is not whole"),
        ((PROFILES / "TR006.icc").read_bytes().replace(b"prtrCMYK", b"mntrCMYK", 1), "it describes no printer"),
        ((PROFILES / "TR006.icc").read_bytes().replace(b"prtrCMYK", b"prtrRGB ", 1), "its colours are not CMYK"),
    ],
)
def test_a_profile_that_no_press_can_use_is_refused_at_its_line(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    (tmp_path / "clinic").mkdir()
    if content is not None:
        (tmp_path / "clinic" / "ours.icc").write_bytes(content)
    with pytest.raises(ProblemError) as raised:
        brand_at(tmp_path, *PROFILE)
    [problem] = raised.value.problems
    assert problem.rule == "BRD-03"
    assert reason in problem.message
    assert problem.place.line == PROFILE_LINE


PROFILE_LINE = 1 + (BRANDS / "clinic" / "brand.yaml").read_text(encoding="utf-8").splitlines().index("print:") + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    mist: [0, 0, 0, 48]\n", "", "'mist', the colour of the role 'rule', has no recipe under print.cmyk"),
        ("pine: [85, 45, 45, 35]", "pine: [85, 85, 85, 85]", "the recipe of 'pine' has 340 per cent of ink"),
    ],
)
def test_a_recipe_that_is_missing_or_too_rich_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ProblemError) as raised:
        brand_at(tmp_path, old, new)
    assert message in str(raised.value)


def test_a_brand_whose_text_is_mixed_from_four_inks_is_told_before_it_is_printed(
    source: Source, tmp_path: Path
) -> None:
    brand = brand_at(tmp_path, "night: [0, 0, 0, 95]", "night: [60, 40, 40, 95]")
    with pytest.raises(ProblemError) as raised:
        make_variant(source, Variant(brand, "en", ("a4",), ("press",)))
    told = [problem for problem in raised.value.problems if problem.severity == "error"]
    assert {problem.rule for problem in told} == {"PRN-09"}
    assert "black text" in told[0].message


# --- panel map and job ticket


@pytest.mark.parametrize("name", ["panel-map.pdf", "panel-map-letter.pdf"])
def test_the_panel_map_is_one_tagged_page_that_says_where_everything_is(folder: Path, name: str) -> None:
    with pikepdf.open(folder / name) as pdf:
        assert len(pdf.pages) == 1
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Title) == "Panel map: Test: cast or plate for a broken wrist"
    words = words_of(folder / name)
    there = " ".join(word.text for word in words)
    widths = ("97 mm", "100 mm") if name == "panel-map.pdf" else ("3.625 in (92.1 mm)", "3.6875 in (93.7 mm)")
    for told in (*widths, "Front cover", "Inside 3", "flip on the short edge", "Opened once", "Edition 1.2"):
        assert told in there
    assert re.search(r"2 6 1 3 4 5 .*Opened once 3 2 .*Opened fully 3 4 5", there)
    assert min(word.left for word in words) >= 6.35


def test_readers_see_the_cover_then_the_flap_then_the_spread() -> None:
    sheet = roll_fold("a4", 3.0)
    told = {state: [panel.id for panel in panels] for state, panels in seen(sheet).items()}
    assert told == {
        "front": ["cover"],
        "back": ["back"],
        "once": ["inside-1", "flap"],
        "fully": ["inside-1", "inside-2", "inside-3"],
    }
    assert [order(panel.id) for side in sheet.sides for panel in side] == [2, 6, 1, 3, 4, 5]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_sheet_that_is_read_from_right_to_left_is_mirrored(paper: Paper) -> None:
    there, mirrored = roll_fold(paper, 3.0), roll_fold(paper, 3.0, "rtl")
    for side, other in zip(there.sides, mirrored.sides, strict=True):
        assert [panel.id for panel in other] == [panel.id for panel in reversed(side)]
        assert [panel.width for panel in other] == [panel.width for panel in reversed(side)]
        assert [b.left - a.left for a, b in pairwise(other)] == pytest.approx([panel.width for panel in other[:2]])
    assert [panel.id for panel in seen(mirrored)["once"]] == ["flap", "inside-1"]
    assert [panel.id for panel in seen(mirrored)["fully"]] == ["inside-3", "inside-2", "inside-1"]


@pytest.fixture(scope="session")
def arabic(source: Source) -> dict[str, bytes]:
    """The press files of the test comparison's translation, whatever else is wrong with it."""
    translated = translate(source, read_overlay(HERE / "overlays" / "wrist", "ar"))
    desk = Desk(translated, Variant(clinic(), "ar", ("a4",), ("press",)), Illustrations(translated, clinic()))
    made = make_press(desk)
    assert [str(problem) for problem in made.problems if "trifold-press.pdf" in problem.message] == []
    return made.files


def test_an_arabic_sheet_folds_and_bleeds_on_the_other_side(arabic: dict[str, bytes]) -> None:
    outside, inside = sides(arabic[A4.name])
    for side, folds in ((outside, (100, 200)), (inside, (97, 197))):
        dashes = [t.box for t in side if t.kind == "area" and t.box.width < 1 and t.box.bottom > 223 * PT]
        at = sorted({round((box.left + box.right) / 2 / PT - 13, 1) for box in dashes})
        assert at == pytest.approx([0, *folds, 297], abs=0.1)
    [flap] = [t.box for t in outside if t.kind == "area" and t.box.height / PT > 200]
    assert (flap.left / PT, flap.right / PT) == pytest.approx((13 + 200, 13 + 297 + 3), abs=0.1)
    assert "؛ اللسان: 97 مم" in arabic["job-ticket.txt"].decode().replace("\u061b", "؛")


def test_on_a_cover_each_drawing_and_name_stands_on_its_arm_s_colour(
    files: dict[str, bytes], arabic: dict[str, bytes], tmp_path: Path
) -> None:
    """The first arm on the left, and from right to left on the right: ground, head line, drawing and name together."""
    for content, leads, name in ((files[A4.name], 1, "Plate"), (arabic[A4.name], -1, "صفيحة")):
        outside, _ = sides(content)
        first, second = (_emblem_half(outside, role) for role in ("arm-first", "arm-second"))
        assert leads * first.left < leads * second.left
        (tmp_path / A4.name).write_bytes(content)
        [named] = [
            word
            for word in words_of(tmp_path / A4.name)
            if word.page == 0 and word.text in (name, name[::-1]) and 155 < word.top < 172
        ]
        assert second.left / PT < named.left < named.right < second.right / PT


def _emblem_half(side: list[Painted], role: str) -> Box:
    """Where the cover shows an arm: under a head line of its colour, which all lines of its drawing keep to."""
    inks = pytest.approx(tuple(ink / 100 for ink in clinic().recipes[role]))
    [head] = [t.box for t in side if t.kind == "area" and t.colour.inks == inks and t.box.width > 30 * PT]
    lines = [t.box for t in side if t.kind == "line" and t.colour.inks == inks]
    assert lines
    assert all(head.left - 1 <= box.left and box.right <= head.right + 1 for box in lines)
    return head


def test_the_job_ticket_tells_sizes_folds_and_files_and_leaves_the_clinic_s_choices_blank(
    files: dict[str, bytes],
) -> None:
    lines = files["job-ticket.txt"].decode().splitlines()
    for line in (
        "Stock: ________",
        "Sheet, trimmed: 297 mm × 210 mm",
        "Folded: 100 mm × 210 mm",
        "Bleed: 3 mm on every side",
        "Panels outside, left to right: Flap: 97 mm; Back: 100 mm; Front cover: 100 mm",
        "Folds outside, from the left trim: 97 mm, 197 mm",
        "Folds inside, from the left trim: 100 mm, 200 mm",
        "Sides: Two; flip on the short edge",
        "Most ink in one place: 210%, from the colours' recipes",
        "Fonts: Lato, Lato-Bold; embedded",
        "Pages: 2",
        f"{sha256(files['trifold-press.pdf']).hexdigest()}  trifold-press.pdf",
        f"{sha256(files['panel-map.pdf']).hexdigest()}  panel-map.pdf",
    ):
        assert line in lines
    letter = files["job-ticket-letter.txt"].decode()
    assert "Folds outside, from the left trim: 3.625 in (92.1 mm), 7.3125 in (185.7 mm)" in letter


# --- the office edition


def test_an_office_printer_is_asked_for_actual_size_and_the_short_edge(
    files: dict[str, bytes], expected: Expected
) -> None:
    with opened(files[expected.office]) as pdf:
        preferences = pdf.Root.ViewerPreferences
        assert (preferences.PrintScaling, preferences.Duplex) == ("/None", "/DuplexFlipShortEdge")
        assert bool(preferences.DisplayDocTitle)


def test_ticks_at_the_edge_show_where_to_fold(files: dict[str, bytes], expected: Expected) -> None:
    """3 to 5 mm long, at the upper and the lower edge."""
    for side, folds in zip(sides(files[expected.office]), expected.folds, strict=True):
        ticks = [t.box for t in side if t.kind == "line" and t.box.width < 1 and 3 <= t.box.height / PT <= 5.2]
        upper = [box for box in ticks if box.top / PT > expected.height - 5]
        lower = [box for box in ticks if box.bottom / PT < 5]
        for edge in (upper, lower):
            assert [round((box.left + box.right) / 2 / PT, 2) for box in edge] == pytest.approx(folds, abs=0.1)


def test_the_office_edition_says_how_to_print_it_beside_a_fold(folder: Path, expected: Expected) -> None:
    fold = expected.folds[0][0]
    beside = [w for w in words_of(folder / expected.office) if w.page == 0 and fold < w.left < fold + 5]
    assert [word.text for word in beside] == NOTE
    assert min(word.left for word in beside) >= fold + 3
