"""A comparison in another language: the shipped Spanish, its faults by line, what its documents say of themselves."""

import io
import json
import re
from functools import cache
from pathlib import Path

import pptx
import pytest

import make_docs
from layouts.brand import read_brand
from layouts.brochure.tagged import read_tagged
from layouts.build import MANIFEST, Built, Variant, make_variant
from layouts.checks.proof import Proof
from layouts.checks.readability import FORMULAS
from layouts.checks.reading import _scored
from layouts.checks.source_rules import check_source
from layouts.overlay import Translation, check_translation, parse_overlay, read_overlay, translate
from layouts.po import from_po, to_po
from layouts.problems import ProblemError
from layouts.source import Source, read_source
from layouts.translatable import translatable

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "sources" / "nk-vs-car-t"
WRIST = HERE / "sources" / "wrist"
SPANISH_WRIST = HERE / "overlays" / "wrist" / "es.yaml"
BRANDS = [HERE.parent / "sources" / "brands"]
REVIEW = '{name: "Invented Reviewer", role: qualified translator, on: "2026-02-03"}'
NOT_REVIEWED, REVIEWED = "sin revisión profesional", "Traducción revisada por un traductor cualificado"


@cache
def shipped() -> Source:
    return read_source(SHIPPED)


@cache
def words() -> bytes:
    return (SHIPPED / "es.yaml").read_bytes()


@cache
def spanish() -> Source:
    return translate(shipped(), read_overlay(SHIPPED, "es"))


def overlay(*changes: tuple[str, str]) -> Translation:
    """The shipped Spanish with changes; each stands there once."""
    text = words().decode()
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return parse_overlay(text.encode(), "es.yaml")


# --- the shipped Spanish


def test_the_shipped_spanish_is_whole() -> None:
    assert list(check_translation(shipped(), overlay())) == []


def test_the_shipped_spanish_is_told_what_the_english_is_told_and_nothing_else() -> None:
    english, told = (sorted(problem.rule for problem in check_source(source)) for source in (shipped(), spanish()))
    assert told == english


def test_the_shipped_spanish_is_scored_and_easy_enough_for_patients() -> None:
    score = FORMULAS["es"].score(list(_scored(Proof(spanish()), FORMULAS["es"])))
    assert score >= 55  # 'normal' on the INFLESZ scale


def test_the_shipped_spanish_survives_po_byte_by_byte() -> None:
    po = to_po(shipped(), overlay())
    assert from_po(po, "es") == words()
    assert to_po(shipped(), parse_overlay(from_po(po, "es"), "es.yaml")) == po


def test_no_number_is_parted_from_its_sign_nor_an_abbreviation_in_two() -> None:
    told = " ".join(pair.translation for pair in overlay().overlay.texts)
    assert [form for form in (" %", "EE. UU", "EE.UU") if form in told] == []
    assert "\u00a0%" in told
    assert "EE.\u00a0UU." in told


# --- faults, by file and line

TERM = "  - {from: Antibody, to: Anticuerpo}\n"
FAULTS = [
    ("LNG-01", TERM, "", None),
    ("LNG-02", "  - {from: Antibody, to", "  - {from: Antibodys, to", "Antibodys"),
    ("LNG-03", TERM, f'{TERM}  - {{from: "Said by nobody", to: "De nadie"}}\n', "Said by nobody"),
    ("LNG-03", "unchanged:\n", 'unchanged:\n  - "Said by nobody"\n', "Said by nobody"),
    ("LNG-05", 'to: "En un plazo de 14 días"', 'to: "En un plazo de 41 días"', "41 días"),
    ("LNG-06", "unchanged:\n", "unchanged:\n  - Antibody\n", "  - Antibody\n"),
    ("LNG-06", "unchanged:\n", "unchanged:\n  - Penn\n", None),
]


@pytest.mark.parametrize(("rule", "old", "new", "words_there"), FAULTS)
def test_a_fault_of_the_shipped_spanish_is_told_where_it_stands(
    rule: str, old: str, new: str, words_there: str | None
) -> None:
    found = overlay((old, new))
    problems = list(check_translation(shipped(), found))
    assert [problem.rule for problem in problems] == [rule]
    [problem] = problems
    if words_there:
        text = words().decode().replace(old, new)
        assert problem.place.line == text[: text.index(words_there.strip("\n"))].count("\n") + 1
    assert Path(problem.place.file).name == ("comparison.yaml" if rule == "LNG-01" else "es.yaml")
    assert problem.fix


def test_a_rule_s_finding_points_to_the_translated_words() -> None:
    risky = overlay((PRICE, "  - from: Ask the centre\n    to: Curación garantizada\n"))
    found = [problem for problem in check_source(translate(shipped(), risky)) if "garantizada" in problem.message]
    line = words().decode().partition(PRICE)[0].count("\n") + 2
    assert {(problem.place.file, problem.place.line) for problem in found} == {("es.yaml", line)}


PRICE = "  - {from: Ask the centre, to: Preguntar al centro}\n"


NAME = '  - {from: German registry, to: "Registro alemán"}\n'


def test_a_translation_too_long_for_a_label_is_told_in_the_overlay() -> None:
    longer = overlay((NAME, f"  - {{from: German registry, to: {'Registro ' * 20}}}\n"))
    with pytest.raises(ProblemError) as caught:
        translate(shipped(), longer)
    line = words().decode().partition(NAME)[0].count("\n") + 1
    assert {(p.place.file, p.place.line) for p in caught.value.problems} == {("es.yaml", line)}


def test_what_has_no_words_of_its_own_is_told_in_the_source() -> None:
    assert Path(spanish().place(("estimates", 0)).file).name == "comparison.yaml"
    places = {spanish().place(string.path).file for string in translatable(shipped().comparison)}
    assert {Path(file).name for file in places} == {"es.yaml"}


# --- what the documents say of their translation


@cache
def wrist(review: str = "") -> Source:
    text = SPANISH_WRIST.read_text(encoding="utf-8")
    line = f"language: es\nreviewed: {review}\n" if review else "language: es\n"
    return translate(read_source(WRIST), parse_overlay(text.replace("language: es\n", line).encode(), "es.yaml"))


@cache
def built(review: str, *documents: str) -> Built:
    brand, _ = read_brand("clinic", BRANDS)
    return make_variant(wrist(review), Variant(brand, "es", ("a4",), documents))


@cache
def english(*documents: str) -> Built:
    brand, _ = read_brand("clinic", BRANDS)
    return make_variant(read_source(WRIST), Variant(brand, "en", ("a4",), documents))


def page_texts(content: bytes) -> str:
    """All that the tags of a PDF read, with single blanks."""
    return " ".join(read_tagged(content).tree.text.split())


def slide_texts(content: bytes, number: int) -> str:
    slide = pptx.Presentation(io.BytesIO(content)).slides[number]
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize(("review", "line", "other"), [("", NOT_REVIEWED, REVIEWED), (REVIEW, REVIEWED, NOT_REVIEWED)])
def test_every_document_says_whether_its_translation_was_reviewed(review: str, line: str, other: str) -> None:
    files = built(review, *DOCUMENTS).files
    told = {name: page_texts(files[name]) for name in ("trifold.pdf", "handout.pdf", "large-print.pdf")}
    told |= {f"slide {number}": slide_texts(files["deck.pptx"], number) for number in (0, 1)}
    told["job ticket"] = files["job-ticket.txt"].decode()
    assert {name for name, text in told.items() if line not in text} == set()
    assert {name for name, text in told.items() if other in text} == set()


def test_who_reviewed_a_translation_is_told_by_role_and_day_and_never_by_name() -> None:
    files = built(REVIEW, *DOCUMENTS).files
    assert "(3 de febrero de 2026)" in page_texts(files["trifold.pdf"])
    assert [name for name, content in files.items() if b"Invented Reviewer" in content] == []


def test_an_original_says_nothing_of_a_translation() -> None:
    files = english("trifold", "deck").files
    told = page_texts(files["trifold.pdf"]) + slide_texts(files["deck.pptx"], 0) + slide_texts(files["deck.pptx"], 1)
    assert "ranslation" not in told


DOCUMENTS = ("trifold", "press", "handout", "large-print", "deck")


# --- seals


def test_figures_have_one_seal_in_every_language() -> None:
    made = english("trifold", "deck"), built("", "trifold", "deck")
    first, second = (json.loads(one.files[MANIFEST])["seals"] for one in made)
    assert set(first) == {"trifold.pdf", "deck.pptx"}
    assert first == second


def test_a_brochure_and_a_deck_of_two_languages_match_but_for_the_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "trifold.pdf").write_bytes(english("trifold", "deck").files["trifold.pdf"])
    (tmp_path / "deck.pptx").write_bytes(built("", "trifold", "deck").files["deck.pptx"])
    status = make_docs.main(["verify", str(tmp_path / "trifold.pdf"), str(tmp_path / "deck.pptx")])
    said = capsys.readouterr()
    assert status == 0
    assert re.findall(r"SEA-\d\d", said.err) == ["SEA-09"]
