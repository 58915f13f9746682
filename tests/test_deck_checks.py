"""A finished deck looked at as it will be opened, and broken on purpose, one thing at a time: by edits of its XML."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pptx
import pytest
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from layouts.brand import Brand, read_brand
from layouts.checks import deck as deck_rules
from layouts.checks.deck import check_deck
from layouts.checks.deck_file import DeckError, read_file
from layouts.checks.deck_markup import check_markup
from layouts.checks.deck_package import check_package
from layouts.checks.deck_slides import Box
from layouts.deck.archive import canonical, pack
from layouts.deck.plans import DeckText
from layouts.documents import Desk, Variant, make_deck
from layouts.illustrations import Illustrations
from layouts.overlay import read_overlay, translate
from layouts.problems import Place, Problem
from layouts.source import Source, read_source
from validators import open_xml_sdk_errors, openxml_audit_errors

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "sources"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NS = {"a": A[1:-1], "p": P[1:-1], "r": R[1:-1], "c": C[1:-1]}
PLACE = Place("comparison.yaml", 7, 3)
Parts = dict[str, bytes]
Edit = Callable[[Any], object]  # of a part's root element


@dataclass(frozen=True)
class Built:
    """A deck as it was built, what was planned for it, and its parts."""

    pptx: bytes
    planned: DeckText

    @property
    def parts(self) -> Parts:
        with zipfile.ZipFile(io.BytesIO(self.pptx)) as package:
            return {name: package.read(name) for name in package.namelist()}

    def number(self, id: str) -> int:
        """Which slide shows a plan's id, the first of them."""
        return next(number for number, plan in enumerate(self.planned.slides, 1) if plan.id == id)

    def slide(self, id: str) -> str:
        return f"ppt/slides/slide{self.number(id)}.xml"


def clinic() -> Brand:
    return read_brand("clinic", [SOURCES / "brands"])[0]


def build(source: Source, language: str) -> Built:
    """The deck of a comparison and its plan, which the maker hands to the checks."""
    seen: list[Built] = []

    def look(pptx: bytes, planned: DeckText | None, name: str, place: Place) -> list[Problem]:
        assert planned is not None
        seen.append(Built(pptx, planned))
        return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deck_rules, "check_deck", look)
        make_deck(Desk(source, Variant(clinic(), language, ("a4",), ("deck",)), Illustrations(source, clinic())))
    (built,) = seen
    return built


@pytest.fixture(scope="session")
def source() -> Source:
    return read_source(HERE / "sources" / "wrist")


@pytest.fixture(scope="session")
def wrist(source: Source) -> Built:
    return build(source, "en")


def problems(built: Built, pptx: bytes | None = None, planned: bool = True) -> list[Problem]:
    return check_deck(pptx or built.pptx, built.planned if planned else None, "deck.pptx", PLACE)


def edited(parts: Parts, name: str, edit: Edit) -> bytes:
    """The deck with one part changed."""
    root = etree.fromstring(parts[name])
    edit(root)
    return pack(parts | {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def find(root: Any, path: str) -> Any:
    """The first element of an XPath."""
    found = root.xpath(path, namespaces=NS)
    assert found, path
    return found[0]


def set_on(path: str, **attributes: str) -> Edit:
    return lambda root: [find(root, path).set(name, value) for name, value in attributes.items()]


def remove(path: str) -> Edit:
    def edit(root: Any) -> None:
        found = find(root, path)
        found.getparent().remove(found)

    return edit


def again(path: str) -> Edit:
    """Puts a copy of an element after it."""

    def edit(root: Any) -> None:
        found = find(root, path)
        found.addnext(deepcopy(found))

    return edit


# --- PPT-02: what the judges of Open XML find, and what they do not ---------------------------------------------------


@pytest.fixture(scope="session")
def charted(wrist: Built) -> Parts:
    """The test deck with a native chart, whose axes have ids that are allowed."""
    deck = pptx.Presentation(io.BytesIO(wrist.pptx))
    make: Any = CategoryChartData
    data = make()
    data.categories = ["Cast", "Plate"]
    data.add_series("Stiff", (4, 6))
    box = (Inches(1), Inches(2), Inches(6), Inches(4))
    deck.slides[2].shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    stream = io.BytesIO()
    deck.save(stream)
    with zipfile.ZipFile(io.BytesIO(canonical(stream.getvalue()))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    (chart,) = (name for name in parts if re.fullmatch(r"ppt/charts/chart\d*\.xml", name))
    parts[chart] = re.sub(rb'val="-(\d+)"', rb'val="\1"', parts[chart])
    return parts | {CHART: parts.pop(chart)} if chart == CHART else parts


CHART = "ppt/charts/chart1.xml"
TYPES, PRESENTATION, MASTER = "[Content_Types].xml", "ppt/presentation.xml", "ppt/slideMasters/slideMaster1.xml"
NOTES_MASTER, NUMBERED = "ppt/notesMasters/notesMaster1.xml", "ppt/slides/slide3.xml"


def without(parts: Parts, name: str) -> Parts:
    return {other: content for other, content in parts.items() if other != name}


def twice(parts: Parts) -> bytes:
    """The zip file with two entries of one name."""
    stream = io.BytesIO(pack(parts))
    with zipfile.ZipFile(stream, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr(NUMBERED, parts[NUMBERED])
    return stream.getvalue()


def missing_notes(parts: Parts) -> bytes:
    name = "ppt/notesSlides/notesSlide3.xml"
    left = without(without(parts, name), "ppt/notesSlides/_rels/notesSlide3.xml.rels")
    return edited(left, TYPES, remove(f"//*[@PartName='/{name}']"))


def reordered(root: Any) -> None:
    root.insert(0, find(root, "p:sldSz"))


def holding(parts: Parts, words: bytes) -> str:
    """A slide whose markup has some words."""
    return next(name for name in sorted(parts) if name.startswith("ppt/slides/slide") and words in parts[name])


def tables(parts: Parts) -> str:
    return holding(parts, b"<a:tbl>")


def figures(parts: Parts) -> str:
    return holding(parts, b'name="Figure: ')


def phantom(root: Any) -> None:
    again("//*[@PartName='/ppt/presProps.xml']")(root)
    set_on("//*[@PartName='/ppt/presProps.xml'][2]", PartName="/ppt/gone.xml")(root)


def third_axis(root: Any) -> None:
    again("//c:barChart/c:axId[2]")(root)
    set_on("//c:barChart/c:axId[3]", val="77")(root)


THEME = "ppt/theme/theme1.xml"
SECOND_SHAPE = "//p:spTree/p:sp[2]/p:nvSpPr/p:cNvPr"
BODY_ON_NOTES = "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='body']"
DEFECTS: dict[str, Callable[[Parts], bytes]] = {
    "relationship that is not there": lambda p: edited(p, NUMBERED, set_on("//c:chart", **{f"{R}id": "rId99"})),
    "relationship id twice": lambda p: edited(p, "ppt/slides/_rels/slide3.xml.rels", again("//*[@Id='rId1']")),
    "cell without a paragraph": lambda p: edited(p, tables(p), remove("//a:tc/a:txBody/a:p")),
    "type of an absent part": lambda p: edited(p, TYPES, phantom),
    "slide without a type": lambda p: edited(p, TYPES, remove("//*[@PartName='/ppt/slides/slide3.xml']")),
    "missing part": missing_notes,
    "zip entry twice": twice,
    "axis that is not there": lambda p: edited(p, CHART, third_axis),
    "negative axis": lambda p: pack(p | {CHART: re.sub(rb'(c:axId val="|c:crossAx val=")', rb"\1-", p[CHART])}),
    "unknown preset": lambda p: edited(p, figures(p), set_on("//a:prstGeom", prst="oval")),
    "colour by name": lambda p: edited(p, THEME, set_on("//a:srgbClr", val="white")),
    "colour with a hash": lambda p: edited(p, THEME, set_on("//a:srgbClr", val="#FF0000")),
    "NaN": lambda p: edited(p, figures(p), set_on("//p:sp/p:spPr/a:xfrm/a:off", x="NaN")),
    "wrong order": lambda p: edited(p, PRESENTATION, reordered),
    "slide id too small": lambda p: edited(p, PRESENTATION, set_on("//p:sldIdLst/p:sldId", id="255")),
    "layout id twice": lambda p: edited(p, MASTER, set_on("//p:sldLayoutId[2]", id="2147483649")),
    "size below 1 pt": lambda p: edited(p, figures(p), set_on("//a:rPr[@sz]", sz="14")),
    "shape id twice": lambda p: edited(p, NUMBERED, set_on(SECOND_SHAPE, id="2")),
    "row too short": lambda p: edited(p, tables(p), remove("//a:tr[2]/a:tc[2]")),
    "notes master": lambda p: edited(p, NOTES_MASTER, again(BODY_ON_NOTES)),
}
# Who finds each of them, as measured: our own rules, the Open XML SDK ("sdk"), openxml-audit ("audit").
FOUND_BY = {
    "relationship that is not there": "own sdk audit",
    "relationship id twice": "own sdk",
    "cell without a paragraph": "own sdk audit",
    "type of an absent part": "own",
    "slide without a type": "own sdk",
    "missing part": "own sdk audit",
    "zip entry twice": "own sdk",
    "axis that is not there": "own sdk audit",
    "negative axis": "own sdk audit",
    "unknown preset": "own sdk audit",
    "colour by name": "own sdk audit",
    "colour with a hash": "own sdk audit",
    "NaN": "own sdk audit",
    "wrong order": "own sdk audit",
    "slide id too small": "own sdk audit",
    "layout id twice": "own sdk audit",
    "size below 1 pt": "own sdk audit",
    "shape id twice": "own audit",
    "row too short": "own",
    "notes master": "own",
}


def told_of(content: bytes) -> list[str]:
    file = read_file(content)
    return [fault.message for fault in (*check_package(file), *check_markup(file))]


def test_our_rules_are_silent_on_a_sound_package(charted: Parts) -> None:
    assert CHART in charted
    assert told_of(pack(charted)) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_our_rules_find_every_defect(charted: Parts, defect: str) -> None:
    assert told_of(DEFECTS[defect](charted))


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_found_by_those_who_are_said_to(charted: Parts, defect: str, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(DEFECTS[defect](charted))
    judges = {"own": told_of(file.read_bytes()), "sdk": open_xml_sdk_errors(file), "audit": openxml_audit_errors(file)}
    assert " ".join(name for name, errors in judges.items() if errors) == FOUND_BY[defect]


def test_python_pptx_opens_nearly_all_of_them(charted: Parts) -> None:
    """That a file opens again proves nothing."""
    opened = []
    for name, defect in DEFECTS.items():
        try:
            opened.append(pptx.Presentation(io.BytesIO(defect(charted))) and name)
        except (KeyError, ValueError):
            continue
    assert len(opened) > len(DEFECTS) * 0.7


def related(part: str, id: str, kind: str, target: str, mode: str) -> Callable[[Parts], bytes]:
    """The deck with one more relationship of a part."""

    def edit(root: Any) -> None:
        one = etree.SubElement(root, root[0].tag, Id=id, Type=f"{R[1:-1]}/{kind}", Target=target)
        if mode:
            one.set("TargetMode", mode)

    return lambda parts: edited(parts, part, edit)


RELS = "ppt/slides/_rels/slide3.xml.rels"
REFUSED: dict[str, tuple[Callable[[Parts], bytes], str]] = {
    "picture from outside": (related(RELS, "rId9", "image", "https://x.example/a.png", "External"), "from outside"),
    "file as a link": (related(RELS, "rId9", "hyperlink", "file:///etc/passwd", "External"), "no address of the web"),
    "script as a link": (
        related(RELS, "rId9", "hyperlink", "javascript:alert(1)", "External"),
        "no address of the web",
    ),
    "macro": (lambda p: pack(p | {"ppt/vbaProject.bin": b"0"}), "a program or an object"),
    "no type for an extension": (lambda p: pack(p | {"ppt/media/a.png": b"0"}), "has no content type"),
    "type twice": (lambda p: edited(p, TYPES, again("//*[@PartName='/ppt/presProps.xml']")), "2 times"),
    "broken markup": (lambda p: pack(p | {NUMBERED: p[NUMBERED][:-9]}), "slide3.xml cannot be read"),
    "document type": (
        lambda p: pack(p | {NUMBERED: b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}),
        "declares a document type",
    ),
    "program on a click": (
        lambda p: edited(
            p,
            NUMBERED,
            lambda r: etree.SubElement(find(r, SECOND_SHAPE), f"{A}hlinkClick", action="ppaction://program?file=x"),
        ),
        "starts a program",
    ),
    "no slide": (lambda p: edited(p, PRESENTATION, remove("//p:sldIdLst")), "it holds no slide"),
    "not a number of EMU": (
        lambda p: edited(p, figures(p), set_on("//p:sp/p:spPr/a:xfrm/a:off", x="12.5")),
        "no whole number",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_does_not_belong_into_a_deck_is_refused(wrist: Built, fault: str) -> None:
    broken, words = REFUSED[fault]
    found = problems(wrist, broken(wrist.parts))
    assert any(words in problem.message for problem in found), found
    assert {problem.rule for problem in found} == {"PPT-02"}


def test_a_link_to_the_web_is_none(wrist: Built) -> None:
    assert told_of(related(RELS, "rId9", "hyperlink", "https://x.example/", "External")(wrist.parts)) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", bytes(200)])
def test_a_file_that_is_no_deck_is_told_so(wrist: Built, content: bytes) -> None:
    (problem,) = check_deck(content, None, "x.pptx", PLACE)
    assert problem.rule == "PPT-02"
    assert "no PowerPoint file" in problem.message


def test_a_file_that_ends_early_is_told_so(wrist: Built) -> None:
    (problem,) = check_deck(wrist.pptx[: len(wrist.pptx) // 2], None, "x.pptx", PLACE)
    assert "damaged" in problem.message


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(wrist: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layouts.checks.deck_file.MOST_BYTES", 10_000)
    with pytest.raises(DeckError, match="more than a deck"):
        read_file(wrist.pptx)


# --- the decks as they are built --------------------------------------------------------------------------------------


def test_a_built_deck_has_no_fault(wrist: Built) -> None:
    assert len(wrist.planned.slides) >= 15
    assert problems(wrist) == []


def test_a_built_deck_has_no_fault_without_its_plan(wrist: Built) -> None:
    assert problems(wrist, planned=False) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shipped_deck_has_no_fault(language: str) -> None:
    """Also in a translation, where more text has to be divided."""
    folder = SOURCES / "nk-vs-car-t"
    shipped = read_source(folder)
    built = build(shipped if language == "en" else translate(shipped, read_overlay(folder, language)), language)
    assert {problem.rule for problem in problems(built)} <= {"TYP-06"}  # waived in the source, with its reason
    assert {problem.rule for problem in problems(built, planned=False)} <= {"TYP-06"}


def test_a_deck_from_right_to_left_has_no_fault(source: Source) -> None:
    built = build(translate(source, read_overlay(HERE / "overlays" / "wrist", "ar")), "ar")
    assert problems(built) == []
    assert problems(built, planned=False) == []


def test_a_faulty_deck_is_not_built(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Problem(PLACE, "PPT-02", "deck.pptx: broken", "mend it")
    monkeypatch.setattr(deck_rules, "check_deck", lambda *given: [fault])
    desk = Desk(source, Variant(clinic(), "en", ("a4",), ("deck",)), Illustrations(source, clinic()))
    assert fault in make_deck(desk).problems


# --- broken on purpose ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Planted:
    """A fault: the rule's id and function, where it is planted (a slide's id or a part), and what is told of it."""

    rule: str
    check: str
    where: str
    edit: Edit
    words: str
    planned: bool = True


def write(path: str, text: str) -> Edit:
    """Writes a text into the first run of a paragraph and takes the other runs away."""

    def edit(root: Any) -> None:
        paragraph = find(root, path)
        first, *others = paragraph.findall(f"{A}r")
        first.find(f"{A}t").text = text
        for other in others:
            paragraph.remove(other)

    return edit


def each(*edits: Edit) -> Edit:
    return lambda root: [edit(root) for edit in edits]


def put(path: str, xml: str, index: int | None = None) -> Edit:
    """Adds an element, given as XML, to another."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items())

    def edit(root: Any) -> None:
        element = etree.fromstring(f"<x {names}>{xml}</x>")[0]
        above = find(root, path)
        above.append(element) if index is None else above.insert(index, element)

    return edit


def box(x: int, y: int, wide: int, high: int) -> str:
    """Lengths are points."""
    off, ext = f'x="{x * 12700}" y="{y * 12700}"', f'cx="{wide * 12700}" cy="{high * 12700}"'
    return f"<a:off {off}/><a:ext {ext}/>"


def shape(kind: str, place: str, more: str = "", text: str = "") -> str:
    """A shape of its own on a slide: a text box, or a picture."""
    named = '<p:cNvPr id="900" name="Added" descr="What it shows."/>'
    if kind == "pic":
        head = f"<p:nvPicPr>{named}<p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip/></p:blipFill>"
    else:
        head = f"<p:nvSpPr>{named}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
    own = f'<p:spPr><a:xfrm>{place}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{more}</p:spPr>'
    body = f"<p:txBody><a:bodyPr/><a:p>{text}</a:p></p:txBody>" if kind == "sp" else ""
    return f"<p:{kind}>{head}{own}{body}</p:{kind}>"


def run(text: str, look: str = 'lang="en" sz="2000"', inside: str = "") -> str:
    return f"<a:r><a:rPr {look}>{inside}</a:rPr><a:t>{text}</a:t></a:r>"


def filled(colour: str) -> str:
    return f"<a:solidFill>{colour}</a:solidFill>"


def last_first(root: Any) -> None:
    """The disclosures become the last slide."""
    listed = find(root, "//p:sldIdLst")
    listed.append(listed[1])


def everywhere(path: str, name: str, value: str) -> Edit:
    return lambda root: [element.set(name, value) for element in root.xpath(path, namespaces=NS)]


def cut(words: str) -> Edit:
    """Takes the paragraphs of notes away that begin with some words."""

    def edit(root: Any) -> None:
        for paragraph in root.iter(f"{A}p"):
            if "".join(text.text or "" for text in paragraph.iter(f"{A}t")).startswith(words):
                paragraph.getparent().remove(paragraph)

    return edit


TREE, TITLE = "//p:spTree", "//p:sp[p:nvSpPr/p:nvPr/p:ph[@type='title']]"
BODY = "//p:sp[p:nvSpPr/p:nvPr/p:ph[@idx='1']]"
FOOT, NUMBER = "//p:sp[p:nvSpPr/p:nvPr/p:ph[@type='ftr']]", "//p:sp[p:nvSpPr/p:nvPr/p:ph[@type='sldNum']]"
LINE = "//p:sp[p:nvSpPr/p:nvPr/p:ph[@idx='13']]"
GROUP = "//p:grpSp/p:nvGrpSpPr/p:cNvPr"
LABEL = "//p:grpSp/p:sp/p:txBody"
TABLE = "//p:graphicFrame/p:nvGraphicFramePr/p:cNvPr"
CORE = "docProps/core.xml"
MIDDLE, LOW = box(100, 150, 300, 200), box(100, 380, 200, 30)
LINK = '<a:hlinkClick action="ppaction://hlinksldjump"/>'
ADDRESS = "https://x.example/a/very/long/address/that/nobody/wants/to/hear"

DARK = filled('<a:srgbClr val="222222"/>')
BLACK_PAGE = f"<p:bg><p:bgPr>{DARK}<a:effectLst/></p:bgPr></p:bg>"

SIX = write(f"{BODY}//a:p", "A run of six small words")

PLANTED = [
    Planted("PPT-03", "titled", "grip", write(f"{TITLE}//a:p", ""), "its title is empty"),
    Planted("PPT-03", "titled", "grip", remove(TITLE), "it has no title"),
    Planted("PPT-03", "titled", "grip", write(f"{TITLE}//a:p", "A test of two treatments"), "2 slides have this title"),
    Planted("PPT-04", "described", "stiffness", set_on(GROUP, descr=" "), "'Figure: stiff-intervals': it has no alt"),
    Planted("PPT-04", "described", "harms", set_on(TABLE, descr="harms.png"), "the name of a file"),
    Planted("PPT-04", "tables", "harms", set_on("//a:tblPr", firstRow="0"), "'Table: harms': the table has no header"),
    Planted("PPT-04", "tables", "harms", set_on("//a:tc", gridSpan="2"), "merged cells"),
    Planted("PPT-04", "tables", "harms", set_on("//a:tr[2]/a:tc", vMerge="1"), "merged cells"),
    Planted(
        "PPT-05", "in_order", "grip", lambda r: find(r, TREE).append(find(r, TITLE)), "is read before the title", False
    ),
    Planted("PPT-05", "in_order", "stiffness", lambda r: find(r, TITLE).addnext(find(r, LINE)), "was planned"),
    Planted("PPT-05", "in_order", "two-ways", lambda r: find(r, TITLE).addnext(find(r, "//p:sp[4]")), "was planned"),
    Planted("PPT-05", "in_order", "grip", write(f"{BODY}//a:p", "Something else."), "it reads '"),
    Planted("PPT-05", "in_order", PRESENTATION, remove("//p:sldId[last()]"), "slides were planned, and it has"),
    Planted("PPT-05", "in_placeholders", "grip", write(f"{LINE}//a:p", ""), "the placeholder is empty"),
    Planted(
        "PPT-05", "in_placeholders", "steps", put(TREE, shape("sp", LOW, text=run("Aside"))), "the outline lacks it"
    ),
    Planted("PPT-05", "furnished", "grip", remove(FOOT), "it has no footer"),
    Planted("PPT-05", "furnished", "grip", remove(f"{NUMBER}//a:fld"), "its number is no field"),
    Planted("PPT-05", "in_sections", PRESENTATION, remove("//p:extLst"), "it has no sections"),
    Planted(
        "PPT-05",
        "in_sections",
        PRESENTATION,
        remove("//*[local-name()='sldIdLst']/*[local-name()='sldId'][@id='260' and not(@r:id)]"),
        "every slide once",
    ),
    Planted("PPT-05", "in_words", "steps", put(f"{BODY}//a:p", run(ADDRESS, inside=LINK)), "a bare address of 63"),
    Planted(
        "PPT-06", "in_its_language", "grip", lambda r: find(r, f"{BODY}//a:rPr").attrib.pop("lang"), "1 runs of text"
    ),
    Planted("PPT-06", "in_its_language", "grip", set_on(f"{TITLE}//a:rPr", lang="fr-CH"), "marked as 'fr-CH'"),
    Planted(
        "PPT-06",
        "in_its_language",
        CORE,
        lambda r: setattr(find(r, "//*[local-name()='language']"), "text", "es"),
        "its title is marked as 'en'",
        False,
    ),
    Planted("PPT-06", "told", CORE, remove("//*[local-name()='created']"), "do not tell its created"),
    Planted(
        "PPT-06",
        "told",
        CORE,
        lambda r: setattr(find(r, "//*[local-name()='title']"), "text", "Deck"),
        "its title is 'Deck'",
    ),
    Planted(
        "PPT-06",
        "told",
        CORE,
        lambda r: setattr(find(r, "//*[local-name()='description']"), "text", "generated using python-pptx"),
        "python-pptx",
    ),
    Planted("PPT-07", "native_figures", "stiffness", put("//p:grpSp", shape("pic", MIDDLE)), "or holds a picture"),
    Planted("PPT-07", "native_figures", "stiffness", remove("//p:grpSp"), "'stiff-intervals' is not on it"),
    Planted(
        "PPT-07", "native_figures", "steps", put(TREE, shape("pic", box(100, 110, 600, 330))), "where a figure should"
    ),
    Planted(
        "PPT-07",
        "figures_data",
        "data-stiff-intervals",
        write("//a:tr[2]/a:tc[4]//a:p", "99%"),
        "row 2, column 4 says '99%' instead",
    ),
    Planted(
        "PPT-07",
        "figures_data",
        "data-stiff-intervals",
        set_on(TABLE, name="Table"),
        "'Figure: stiff-intervals': its numbers",
        False,
    ),
    Planted(
        "PPT-07",
        "figures_data",
        "data-stiff-intervals",
        remove("//p:graphicFrame"),
        "is not on it, or is no native table",
    ),
    Planted(
        "PPT-08",
        "on_slide",
        "steps",
        put(TREE, shape("sp", box(900, 400, 100, 30), text=run("Out"))),
        "'Added': it lies off",
    ),
    Planted(
        "PPT-08", "on_slide", "stiffness", set_on("//p:grpSp/p:sp[last()]//a:off", x="-500000"), "it lies off the slide"
    ),
    Planted("PPT-08", "apart", "stiffness", put(TREE, shape("sp", MIDDLE, text=run("Over"))), "over 'Added'"),
    Planted("PPT-08", "sizes", "steps", set_on(f"{BODY}//a:rPr", sz="1900"), "19 pt, and the least there is 20"),
    Planted("PPT-08", "sizes", "steps", set_on(f"{TITLE}//a:rPr", sz="2300"), "23 pt, and the least there is 24"),
    Planted("PPT-08", "sizes", "harms", set_on("//a:tc//a:rPr", sz="1350"), "13.5 pt, and the least there is 14"),
    Planted("PPT-08", "sizes", "stiffness", set_on(f"{LABEL}//a:rPr", sz="1300"), "13 pt, and the least there is 14"),
    Planted("PPT-08", "sizes", "stiffness", lambda r: find(r, f"{LABEL}//a:rPr").attrib.pop("sz"), "has no size"),
    Planted("PPT-08", "sizes", "stiffness", set_on(f"{LINE}//a:rPr", sz="1100"), "11 pt, and the least there is 12"),
    Planted("PPT-08", "sizes", "disclosures", set_on(f"{BODY}//a:rPr", sz="1300"), "13 pt, and the least there is 14"),
    Planted("PPT-08", "sizes", "references", set_on(f"{BODY}//a:rPr", sz="1300"), "13 pt, and the least there is 14"),
    Planted(
        "PPT-08",
        "sizes",
        MASTER,
        everywhere("//p:sp//a:defRPr[@sz='1200']", "sz", "900"),
        "9 pt, and the least there is 10",
    ),
    Planted(
        "PPT-08",
        "sizes",
        "steps",
        each(remove(f"{BODY}//a:bodyPr/*"), put(f"{BODY}//a:bodyPr", '<a:normAutofit fontScale="50000"/>')),
        "and the least there is 20",
    ),
    Planted(
        "PPT-08", "fonts", "steps", put(f"{BODY}//a:rPr", '<a:latin typeface="Comic Neue"/>'), "the font 'Comic Neue'"
    ),
    Planted(
        "PPT-08",
        "contrasts",
        "steps",
        put(f"{BODY}//a:rPr", filled('<a:srgbClr val="999999"/>'), 0),
        "in #999999 on #ffffff",
    ),
    Planted(
        "PPT-08",
        "contrasts",
        "steps",
        put(
            f"{BODY}//a:rPr",
            filled('<a:schemeClr val="tx1"><a:lumMod val="20000"/><a:lumOff val="70000"/></a:schemeClr>'),
            0,
        ),
        "and it needs 3",
    ),
    Planted(
        "PPT-08",
        "contrasts",
        "steps",
        put(
            "//p:cSld",
            BLACK_PAGE,
            0,
        ),
        "on #222222",
    ),
    Planted(
        "PPT-08",
        "contrasts",
        "steps",
        put(TREE, shape("sp", box(0, 0, 960, 540), DARK), 2),
        "on #222222",
    ),
    Planted(
        "PPT-08",
        "contrasts",
        "harms",
        put(f"{TREE}/p:graphicFrame//a:tc//a:rPr", filled('<a:schemeClr val="bg1"/>'), 0),
        "in #ffffff on #ffffff has 1.00 : 1",
    ),
    Planted(
        "PPT-08",
        "contrasts",
        "stiffness",
        set_on(f"{LABEL}//a:rPr/a:solidFill/a:schemeClr", val="bg1"),
        "'Figure: stiff-intervals'",
    ),
    Planted("PPT-09", "sources", "stiffness", remove(LINE), "no line under it names its sources"),
    Planted(
        "PPT-09", "notes", "ppt/notesSlides/notesSlide4.xml", cut("[4] "), "do not tell in full what [4] is", False
    ),
    Planted(
        "PPT-09",
        "notes",
        "ppt/notesSlides/notesSlide4.xml",
        cut("Caveat: "),
        "its notes tell numbers and no caveat",
        False,
    ),
    Planted("PPT-09", "notes", "ppt/notesSlides/notesSlide4.xml", cut("Numbers on"), "not those that were planned"),
    Planted("DIS-03", "disclosures", PRESENTATION, last_first, "no disclosures stand among its first 3", False),
    Planted(
        "DIS-03",
        "disclosures",
        "disclosures",
        write(f"{BODY}//a:p[2]", "All is well."),
        "that all relationships were mitigated",
    ),
    Planted(
        "DIS-03",
        "disclosures",
        "disclosures",
        write(f"{BODY}//a:p[1]", "Nothing."),
        "the speaker's relationships",
        False,
    ),
    Planted(
        "DIS-03", "disclosures", "disclosures", put(TREE, shape("pic", LOW)), "a picture stands where relationships"
    ),
    Planted("TYP-06", "large_titles", "grip", set_on(f"{TITLE}//a:rPr", sz="2600"), "1 titles are set in less than 28"),
    Planted("TYP-06", "large_bodies", "grip", set_on(f"{BODY}//a:rPr", sz="2200"), "text are set in less than 24 pt"),
    Planted("TYP-06", "few_words", "grip", write(f"{BODY}//a:p", "A word or two. " * 14), "more than 40 words", False),
    Planted("TYP-06", "few_words", "steps", each(*[again(f"{BODY}//a:p")] * 5), "points, and 5 are the most", False),
    Planted("TYP-04", "upright", "grip", each(SIX, set_on(f"{BODY}//a:rPr", i="1")), "leans", False),
    Planted("TYP-04", "upright", "grip", each(SIX, set_on(f"{BODY}//a:rPr", u="sng")), "is underlined", False),
    Planted("TYP-04", "upright", "grip", write(f"{BODY}//a:p", "DO NOT CARRY ANY BAG AT ALL"), "in capitals", False),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.rule}-{planted.words[:30]}")
def test_a_planted_fault_is_told(wrist: Built, planted: Planted) -> None:
    ids = [plan.id for plan in wrist.planned.slides]
    part = wrist.slide(planted.where) if planted.where in ids else planted.where
    found = problems(wrist, edited(wrist.parts, part, planted.edit), planned=planted.planned)
    told = [problem for problem in found if problem.rule == planted.rule and planted.words in problem.message]
    assert told, "\n".join(map(str, found))
    assert all(problem.place == PLACE and problem.fix for problem in told)
    if planted.where in ids:
        assert any(f"slide {wrist.number(planted.where)}" in p.message or planted.rule == "PPT-07" for p in told)


def test_every_rule_has_a_fault_that_it_tells() -> None:
    assert {planted.check for planted in PLANTED} == {rule.__name__ for rule in deck_rules.RULES}
    assert {planted.rule for planted in PLANTED} == {
        "DIS-03",
        "TYP-04",
        "TYP-06",
        *(f"PPT-0{number}" for number in range(3, 10)),
    }


# --- what is no fault -------------------------------------------------------------------------------------------------

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
ALLOWED: dict[str, tuple[str, Edit]] = {
    "a decorative picture": (
        "steps",
        each(
            put(TREE, shape("pic", box(830, 440, 60, 14))),
            set_on("//p:pic//p:cNvPr", descr=""),
            put("//p:pic//p:cNvPr", DECORATIVE),
        ),
    ),
    "a run in another language": ("grip", set_on(f"{BODY}//a:rPr", lang="fr")),
    "a link with words": ("steps", put(f"{BODY}//a:p", run(" To the paper", inside=LINK))),
    "a theme's font by its name": ("steps", put(f"{BODY}//a:rPr", '<a:latin typeface="Lato"/>')),
    "white text on a dark shape of its own": (
        "harms",
        each(
            put(f"{LINE}//a:rPr", filled('<a:schemeClr val="bg1"/>'), 0),
            put(f"{LINE}/p:spPr", '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'),
            put(f"{LINE}/p:spPr", DARK),
        ),
    ),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_allowed_is_not_told(wrist: Built, case: str) -> None:
    id, edit = ALLOWED[case]
    assert problems(wrist, edited(wrist.parts, wrist.slide(id), edit), planned=False) == []


def test_a_deck_in_a_language_without_a_catalogue_is_told_what_was_not_judged(wrist: Built) -> None:
    def speak(root: Any) -> None:
        find(root, "//*[local-name()='language']").text = "xx"

    found = problems(wrist, edited(wrist.parts, CORE, speak), planned=False)
    assert [problem.severity for problem in found if problem.rule == "DIS-03"] == ["warning"]


def test_boxes_that_only_touch_lie_apart() -> None:
    assert Box(0, 0, 10, 10).shared(Box(10, 0, 20, 10)) == (0, 10)
    assert Box(0, 0, 10, 10).shared(Box(8, 4, 20, 10)) == (2, 6)
    assert not Box(0, 0, 10, 10).holds(Box(0, 0, 10, 12), slack=1)
