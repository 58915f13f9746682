"""Faults planted one at a time in the shipped source, its translation, its brand and its finished files.

Each is found, and told with its rule and its place. Most are planted in the shipped comparison itself.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pptx.dml.color import RGBColor

from layouts.brand import read_brand
from layouts.brochure.reading import Said
from layouts.brochure.tagged import Tagged, read_tagged
from layouts.checks import deck as deck_rules
from layouts.checks import tagged as tag_rules
from layouts.checks.brand_colours import check_brand_colours
from layouts.checks.expiry import check_expiry
from layouts.checks.finished import check_folder
from layouts.checks.proof import Proof
from layouts.checks.source_rules import RULES, check_source
from layouts.deck.plans import DeckText
from layouts.documents import MAKERS, Desk, Made, Variant
from layouts.illustrations import Illustrations
from layouts.overlay import check_translation, parse_overlay
from layouts.problems import Place, Problem, ProblemError
from layouts.source import MAIN, WORKS, Source, parse_source
from test_completeness import another_digit, changed_pdf, cut_off, painted_over, proof_of_deck, telling, whitened
from test_deck_checks import (
    BODY,
    GROUP,
    TITLE,
    Built,
    Edit,
    clinic,
    edited,
    last_first,
    problems,
    remove,
    set_on,
    write,
)

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "sources"
SHIPPED = SOURCES / "nk-vs-car-t"
Files = Mapping[str, bytes]


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    return {name: (SHIPPED / name).read_bytes() for name in (MAIN, WORKS)}


@pytest.fixture(scope="session")
def source(files: Files) -> Source:
    return parse_source(files)


@pytest.fixture(scope="session")
def silent(source: Source) -> frozenset[tuple[str, str]]:
    """What the shipped source is told as it stands; none of it is an error."""
    found = check_source(source)
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    return frozenset((problem.rule, problem.message) for problem in found)


# --- in the source ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """A text of the source in the place of another; what is told, and above which text (`up` lines) it is told."""

    rule: str
    old: str
    new: str
    at: str
    words: str
    up: int = 0


MECHANISM = "    mechanism: The CAR finds a mark on cancer."
OPENING = "        - { make: disclosures }\n        - { section: decision, layout: text }\n"
CAVEAT = "Not compared in the same study: patients, doses and grading differed."
ICONS = f'    caveat: "{CAVEAT}"\n    arms:\n      car-t: {{ low: crs-any-liso-cel-pooled'
LONG = " ".join(["and then they wait again in the same room"] * 5)


def saying(rule: str, sentence: str, words: str) -> Fault:
    """A sentence of our own about the first arm."""
    new = f"    mechanism: {sentence} The CAR finds a mark on cancer."
    return Fault(rule, MECHANISM, new, f"mechanism: {sentence}", words)


IN_SOURCE = {
    "'safer'": saying("BAL-05", "This is safer than NK cells.", "safer"),
    "'safe'": saying("BAL-04", "This is safe.", "safe"),
    "'no side effects'": saying("BAL-04", "There are no side effects.", "no side effects"),
    "'1 in 8'": saying("NUM-04", "It harms 1 in 8 people.", "1 in 8"),
    "a percentage typed": saying("NUM-01", "It helps 40% of them.", "40%"),
    "a relative measure alone": saying("NUM-05", "It doubles the risk.", "doubles the risk"),
    "a frequency in words alone": saying("NUM-06", "Harm is common.", "common"),
    "'no difference'": saying("NUM-09", "CAR-T makes no difference.", "no difference"),
    "a note among authors": saying("CIT-02", "That is from memory.", "from memory"),
    "a placeholder": saying("DIS-04", "Call XXXX at night.", "XXXX"),
    "a sentence too long": saying("READ-02", f"People wait {LONG}.", "words"),
    "an acronym nobody explains": saying("READ-03", "They make QZX quickly.", "QZX"),
    "a denominator mixed": Fault(
        "NUM-02", "  - id: response\n", "  - id: response\n    per: 1000\n", "per: 1000", "counts out of 1,000"
    ),
    "a caveat deleted": Fault("BAL-05", ICONS, ICONS.replace(CAVEAT, "Look twice."), "Look twice.", "'crs-ranges'"),
    "a range turned round": Fault(
        "BAL-02",
        "nk: { low: crs-any-car-nk-marin, high: crs-any-car-nk-cd33 }",
        "nk: { low: crs-any-car-nk-cd33, high: crs-any-car-nk-marin }",
        "nk: { low: crs-any-car-nk-cd33",
        "higher than the highest",
    ),
    "an answer that cites nothing": Fault(
        "CIT-01",
        "      After cord-blood CAR-NK, {gvhd-car-nk-marin:people} had it. The true figure could be up to\n"
        "      {gvhd-car-nk-marin:upper}. After a transplant and donor NK cells, {gvhd-nk-transplant:people} had it.\n",
        "      It was seen.\n",
        "      It was seen.",
        "'no-gvhd' cites nothing",
        up=1,
    ),
    "a boxed warning that nobody prints": Fault(
        "BAL-08",
        "      - Second cancers of the blood. FDA asks",
        "      - Purple marble may shatter under moonlight.\n      - Second cancers of the blood. FDA asks",
        "Purple marble",
        "this boxed warning",
    ),
    "a status that is no status": Fault(
        "BAL-06", 'investigational, given in trials only."\n', 'a new idea."\n', "a new idea", "NK cells"
    ),
    "promotion": Fault("SRC-02", "purpose: education", "purpose: promo", "purpose: promo", "promo"),
    "an unknown reference": Fault(
        "SRC-03",
        "kill, multiply and may stay. [@nci-car-t-figure]\n    experience",
        "kill, multiply and may stay. [@nobody-2020]\n    experience",
        "@nobody-2020",
        "nobody-2020",
    ),
    "a misspelt field": Fault(
        "SRC-02", MECHANISM, MECHANISM.replace("mechanism", "mekanism"), "    mekanism:", "mekanism"
    ),
    "more than all people": Fault(
        "SRC-02",
        "    reported: { percent: 83, n: 101 }",
        "    reported: { percent: 183, n: 101 }",
        "percent: 183",
        "100",
    ),
    "a disclosure on slide 5": Fault(
        "DIS-03",
        OPENING,
        f"{OPENING.splitlines()[1]}\n        - {{ section: not-known, layout: text }}\n"
        f"        - {{ section: questions, layout: text }}\n{OPENING.splitlines()[0]}\n",
        "  deck:\n",
        "no disclosures among its first",
    ),
    "a review too late": Fault("DIS-01", "next_review: 2027", "next_review: 2030", "next_review: 2030", "36 months"),
    "nobody to call": Fault("DIS-04", "back: [questions, call]", "back: [questions]", "  trifold:\n", "call at once"),
    "the unknown left out": Fault(
        "BAL-08", "flap: [key-points, not-known]", "flap: [key-points]", "  trifold:\n", "what nobody knows"
    ),
}


@pytest.mark.parametrize("name", IN_SOURCE)
def test_a_fault_in_the_source_is_told(name: str, files: Files, silent: frozenset[tuple[str, str]]) -> None:
    fault, text = IN_SOURCE[name], files[MAIN].decode()
    assert text.count(fault.old) == 1, f"{fault.old!r} stands {text.count(fault.old)} times"
    text = text.replace(fault.old, fault.new)
    line = text.partition(fault.at)[0].count("\n") + 1 - fault.up
    found = _told({**files, MAIN: text.encode()}, fault.rule)
    found = [p for p in found if (p.rule, p.message) not in silent or p.place.line == line]
    told = [p for p in found if p.rule == fault.rule and fault.words in p.message]
    assert line in [p.place.line for p in told if p.place.file == MAIN], (line, [str(p) for p in found])
    assert all(problem.fix for problem in told)


def _told(files: Files, rule: str) -> list[Problem]:
    try:
        proof = Proof(parse_source(files))
    except ProblemError as error:
        return list(error.problems)
    return [problem for check in RULES if rule in (check.__doc__ or "") for problem in check(proof)]


@pytest.mark.parametrize(("day", "severity"), [("2027-01-22", "warning"), ("2027-01-23", "error")])
def test_an_expired_fact_is_told(source: Source, day: str, severity: str) -> None:
    found = [p for p in check_expiry(source, date.fromisoformat(day)) if p.rule == "CIT-03"]
    assert severity in {problem.severity for problem in found}
    lines = (SHIPPED / MAIN).read_text().splitlines()
    assert all("expires:" in lines[problem.place.line - 1] for problem in found)


# --- in a translation, in a brand -------------------------------------------------------------------------------------

SPANISH = (SHIPPED / "es.yaml").read_text()


def spanish(source: Source, text: str) -> list[Problem]:
    try:
        return list(check_translation(source, parse_overlay(text.encode(), "es.yaml")))
    except ProblemError as error:
        return list(error.problems)


def test_the_translation_as_it_stands_is_silent(source: Source) -> None:
    assert spanish(source, SPANISH) == []


def test_a_digit_changed_in_a_translation_is_told(source: Source) -> None:
    number = re.search(r"^    to: [^@{\n]*?\b(\d\d)\b[^@{\n]*$", SPANISH, re.MULTILINE)
    assert number
    changed = f"{SPANISH[: number.start(1)]}97{SPANISH[number.end(1) :]}"
    [problem] = spanish(source, changed)
    assert (problem.rule, problem.place.file) == ("LNG-05", "es.yaml")
    assert changed.splitlines()[problem.place.line - 1].lstrip().startswith("to:")


def test_a_text_dropped_from_a_translation_is_told(source: Source) -> None:
    [problem] = spanish(source, SPANISH.replace("  - mCRES\n", "", 1))
    assert (problem.rule, problem.place.file) == ("LNG-01", MAIN)
    assert "mCRES" in problem.message


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [("COL-01", "  ink: night\n", "  ink: mist\n"), ("COL-03", "  arm-second: vermillion\n", "  arm-second: blue\n")],
)
def test_a_brand_whose_colours_cannot_be_read_or_told_apart_is_told(
    tmp_path: Path, rule: str, old: str, new: str
) -> None:
    text = (SOURCES / "brands" / "clinic" / "brand.yaml").read_text()
    assert text.count(old) == 1
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "brand.yaml").write_text(text.replace(old, new))
    found = [p for p in check_brand_colours(read_brand("clinic", [tmp_path])[0]) if p.rule == rule]
    assert found
    assert all(p.place.file.endswith("brand.yaml") and p.place.line > 1 and p.fix for p in found)


# --- in the finished deck ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finished:
    """The shipped tri-fold and deck, the deck with its plan, and what the tri-fold says."""

    made: dict[str, Made]
    deck: Built
    said: Said


@pytest.fixture(scope="session")
def finished(source: Source) -> Finished:
    decks: list[Built] = []
    saids: list[Said] = []
    check_slides, check_pages = deck_rules.check_deck, tag_rules.check_tagged

    def look(pptx: bytes, planned: DeckText | None, name: str, place: Place) -> list[Problem]:
        assert planned is not None
        decks.append(Built(pptx, planned))
        return check_slides(pptx, planned, name, place)

    def read(tagged: Tagged, said: Said, name: str, place: Place) -> list[Problem]:
        saids.append(said)
        return check_pages(tagged, said, name, place)

    desk = Desk(source, Variant(clinic(), "en", ("a4",), ("trifold", "deck")), Illustrations(source, clinic()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deck_rules, "check_deck", look)
        patch.setattr(tag_rules, "check_tagged", read)
        made = {name: MAKERS[name](desk) for name in ("trifold", "deck")}
    assert [str(p) for one in made.values() for p in one.problems if p.severity == "error"] == []
    return Finished(made, decks[0], saids[0])


OFF = "//p:grpSp/p:grpSpPr/a:xfrm/a:off"
DECK: dict[str, tuple[str, str, Edit, str]] = {
    "a title emptied": ("PPT-03", "gvhd", write(f"{TITLE}//a:p", ""), "its title is empty"),
    "an alternative text emptied": ("PPT-04", "crs-intervals", set_on(GROUP, descr=""), "no alternative text"),
    "a shape off its slide": ("PPT-08", "crs-intervals", set_on(OFF, x="99999999"), "off the slide"),
    "a shape over another": ("PPT-08", "crs-intervals", set_on(OFF, y="0"), "over"),
    "type too small": ("PPT-08", "gvhd", set_on(f"{BODY}//a:rPr", sz="900"), "9 pt"),
    "another sentence": ("PPT-05", "gvhd", write(f"{BODY}//a:p", "It is quite safe."), "it reads"),
    "a slide taken out": ("PPT-05", "", remove("//p:sldId[last()]"), "slides were planned"),
    "disclosures at the end": ("DIS-03", "", last_first, "it does not say the speaker"),
}


@pytest.mark.parametrize("name", DECK)
def test_a_fault_in_the_finished_deck_is_told(name: str, finished: Finished) -> None:
    rule, where, edit, words = DECK[name]
    deck = finished.deck
    part = deck.slide(where) if where else "ppt/presentation.xml"
    found = [p for p in problems(deck, edited(deck.parts, part, edit)) if p.rule == rule]
    told = [problem for problem in found if words in problem.message]
    assert told, [str(problem) for problem in found]
    assert not where or any(re.search(rf"slide {deck.number(where)}\b", problem.message) for problem in told)


def test_a_part_packed_twice_is_told(finished: Finished) -> None:
    stream = io.BytesIO(finished.deck.pptx)
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("ppt/slides/slide3.xml", package.read("ppt/slides/slide3.xml"))
    [problem] = problems(finished.deck, stream.getvalue())
    assert problem.rule == "PPT-02"
    assert "slide3.xml" in problem.message


def one_number(presentation: Any) -> None:
    _, _, paragraph = telling(presentation, "94 of 100")
    for run in paragraph.runs:
        run.text = run.text.replace("94", "49")


def no_caveat(presentation: Any) -> None:
    _, _, paragraph = telling(presentation, CAVEAT)
    for run in paragraph.runs:
        run.text = run.text.replace(CAVEAT, "")


def covered(presentation: Any) -> None:
    slide, shape, _ = telling(presentation, "Funding:")
    cover = slide.shapes.add_shape(1, shape.left, shape.top, shape.width // 2, shape.height // 2)
    cover.fill.solid()
    cover.fill.fore_color.rgb = RGBColor(255, 255, 255)


def white(presentation: Any) -> None:
    for run in telling(presentation, "Funding:")[2].runs:
        run.font.color.rgb = RGBColor(255, 255, 255)


def other_note(presentation: Any) -> None:
    slide = presentation.slides[6]
    slide.notes_slide.notes_text_frame.paragraphs[0].runs[0].text = "It helps 97 of 100."


SEEN = {
    "a number changed only there": (one_number, "CMP-04", "49 of 100"),
    "a caveat deleted": (no_caveat, "CMP-01", "CAR-T and CAR-NK trials"),
    "text under a shape": (covered, "CMP-02", "covers it"),
    "white text": (white, "CMP-02", "the colour of what it lies on"),
    "a number in the notes": (other_note, "CMP-04", "97 of 100"),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_the_finished_deck_shows_otherwise_is_told(name: str, finished: Finished) -> None:
    change, rule, words = SEEN[name]
    [problem, *_] = [p for p in proof_of_deck(finished.made, change).problems if p.rule == rule and words in p.message]
    assert problem.place.line > 1
    assert problem.spot


# --- in the finished tri-fold -----------------------------------------------------------------------------------------

PAGES = {
    "a digit": (another_digit, "CMP-04", "574 deaths", "stands there as"),
    "white text": (whitened, "CMP-02", "Natural killer", "the colour of what it lies on"),
    "a panel clipped": (cut_off, "CMP-02", "Natural killer", "it is cut off"),
    "a page painted over": (painted_over, "CMP-02", "Natural killer", "something covers it"),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_the_finished_tri_fold_shows_otherwise_is_told(name: str, finished: Finished) -> None:
    change, rule, said, words = PAGES[name]
    found = [p for p in changed_pdf(finished.made["trifold"], change, said).problems if words in p.message]
    assert rule in [problem.rule for problem in found]
    assert all(problem.place.line > 1 for problem in found)


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(stream)
    return stream.getvalue()


def retitled(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another title"


def silenced(pdf: pikepdf.Pdf) -> None:
    """The first link loses what it is told as."""
    note = next(note for page in pdf.pages for note in page.get("/Annots", []) if note.get("/Subtype") == "/Link")
    del note["/Contents"]


def unfounted(pdf: pikepdf.Pdf) -> None:
    """The first font's own file is taken out."""
    font = next(iter(pdf.pages[0].obj["/Resources"]["/Font"].values()))
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    for key in ("/FontFile2", "/FontFile3", "/FontFile"):
        if key in descriptor:
            del descriptor[key]


TAGGED = {
    "another title": (retitled, "PDF-02", "Another title"),
    "a link without words": (silenced, "PDF-06", "does not say where it leads"),
    "a font removed": (unfounted, "PDF-07", "is not in the file"),
}


@pytest.mark.parametrize("name", TAGGED)
def test_a_fault_in_the_finished_tri_fold_is_told(name: str, finished: Finished) -> None:
    change, rule, words = TAGGED[name]
    place, pdf = Place("comparison.yaml", 7), finished.made["trifold"].files["trifold.pdf"]
    assert tag_rules.check_tagged(read_tagged(pdf), finished.said, "trifold.pdf", place) == []
    found = tag_rules.check_tagged(read_tagged(changed(pdf, change)), finished.said, "trifold.pdf", place)
    assert [(p.rule, p.place) for p in found if words in p.message] == [(rule, place)]


# --- in a built folder ------------------------------------------------------------------------------------------------


def repacked(pdf: pikepdf.Pdf) -> None:
    """Another source is attached under the same name."""
    name = next(name for name in pdf.attachments if name.endswith("source.zip"))
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"PK other", filename=name)


def test_a_changed_attachment_and_a_changed_manifest_are_told(finished: Finished, tmp_path: Path) -> None:
    pdf = finished.made["trifold"].files["trifold.pdf"]
    files = {"trifold.pdf": pdf, "claims.csv": b"id,words\n"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    manifest = {"files": {name: {"sha256": sha256(content).hexdigest()} for name, content in files.items()}}
    (tmp_path / "build.json").write_text(json.dumps(manifest))
    assert check_folder(tmp_path, full=False).problems == ()
    (tmp_path / "trifold.pdf").write_bytes(changed(pdf, repacked))
    [problem] = check_folder(tmp_path, full=False).problems
    assert (problem.rule, problem.place.file) == ("FIN-02", str(tmp_path / "trifold.pdf"))
    (tmp_path / "trifold.pdf").write_bytes(pdf)
    manifest["files"]["claims.csv"]["sha256"] = "0" * 64
    (tmp_path / "build.json").write_text(json.dumps(manifest))
    [problem] = check_folder(tmp_path, full=False).problems
    assert (problem.rule, problem.place.file) == ("FIN-02", str(tmp_path / "claims.csv"))


def test_there_are_thirty_and_more_and_most_are_in_the_shipped_comparison() -> None:
    assert len(IN_SOURCE) + len(DECK) + len(SEEN) + len(PAGES) + len(TAGGED) >= 40
