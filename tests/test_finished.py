"""Finished files and folders that somebody gives: silent on what was built, loud on what was changed or is foreign."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pptx
import pytest
from pptx.dml.color import RGBColor

import make_docs
from layouts.brand import read_brand
from layouts.build import Variant, make_variant
from layouts.checks.finished import Verdict, check_file, check_folder
from layouts.checks.regions import check_region
from layouts.problems import ProblemError
from layouts.source import Source, read_source

HERE = Path(__file__).resolve().parent
BRANDS = HERE.parent / "sources" / "brands"
Say = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(HERE / "sources" / "wrist")


@pytest.fixture(scope="module")
def built(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tri-fold, its press file and the deck of the test comparison."""
    brand, _ = read_brand("clinic", [BRANDS])
    folder = tmp_path_factory.mktemp("built")
    made = make_variant(source, Variant(brand, "en", ("a4",), ("trifold", "press", "deck")))
    for name, content in made.files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def told(verdict: Verdict) -> list[tuple[str, str]]:
    return [(problem.rule, Path(problem.place.file).name) for problem in verdict.problems]


# --- silent -----------------------------------------------------------------------------------------------------------


def test_a_built_folder_is_silent_and_says_what_was_not_asked(built: Path) -> None:
    verdict = check_folder(built, full=False)
    assert verdict.problems == ()
    asked = dict(verdict.not_run)
    assert "which this file carries" in asked["trifold.pdf: PDF-02, PDF-03, PDF-04"]
    assert {"trifold-press.pdf: PRN-01 to PRN-06", "deck.pptx: words against the plan"} <= asked.keys()


def test_the_command_line_says_so_and_leaves_with_0(built: Path, capsys: Say) -> None:
    assert make_docs.main(["check", str(built), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert make_docs.main(["check", str(built / "deck.pptx"), str(built / "trifold-press.pdf")]) == 0
    assert "no errors, no warnings" in capsys.readouterr().out


# --- loud on a folder -------------------------------------------------------------------------------------------------


def test_a_file_that_was_changed_or_lost_is_named(folder: Path, capsys: Say) -> None:
    ticket = folder / "job-ticket.txt"
    ticket.write_text(ticket.read_text("utf-8") + "One more line.\n", "utf-8")
    (folder / "panel-map.pdf").unlink()
    assert set(told(check_folder(folder, full=False))) == {("FIN-02", "job-ticket.txt"), ("FIN-02", "panel-map.pdf")}
    assert make_docs.main(["check", str(folder), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {one["rule"] for one in found} == {"FIN-02"}
    assert all(one["file"] and one["fix"] and one["severity"] == "error" for one in found)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', '{"files": {"a": 1}}', "[" * 100_000])
def test_a_manifest_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / "build.json").write_text(text)
    assert told(check_folder(folder, full=False)) == [("FIN-01", "build.json")]


def test_a_manifest_that_leads_outside_its_folder_is_refused(folder: Path) -> None:
    (folder / "build.json").write_text(json.dumps({"files": {"../secret.pdf": {"sha256": "0"}}}))
    assert ("FIN-01", "build.json") in told(check_folder(folder, full=False))


def test_references_that_are_numbered_otherwise_are_told(folder: Path) -> None:
    """Somebody moved the works on the last slide."""

    def change(presentation: Any) -> None:
        for slide in presentation.slides:
            for shape in slide.placeholders:
                lines = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.startswith("1 ")]
                if lines and slide.shapes.title.text.startswith("References"):
                    lines[0].runs[0].text = lines[0].runs[0].text.replace("1 ", "1 Nobody A. ", 1)

    _change_deck(folder / "deck.pptx", change)
    assert ("CIT-01", "deck.pptx") in told(check_folder(folder, full=False))


# --- loud on a file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"hello", b"<html></html>", b"\x89PNG\r\n"])
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file.pdf").write_bytes(content)
    verdict = check_file(tmp_path / "file.pdf", full=False)
    assert told(verdict) == [("FIN-01", "file.pdf")]
    assert "neither a PDF nor a PPTX" in verdict.problems[0].message


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(check_file(tmp_path / "none.pdf", full=False)) == [("FIN-01", "none.pdf")]


@pytest.mark.parametrize(("name", "rule"), [("trifold.pdf", "PDF-07"), ("trifold-press.pdf", "PDF-07")])
def test_half_a_pdf_is_told(folder: Path, name: str, rule: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes()[:900])
    assert told(check_file(path, full=False)) == [(rule, name)]


def test_half_a_deck_is_told(folder: Path) -> None:
    path = folder / "deck.pptx"
    path.write_bytes(path.read_bytes()[:9000])
    assert told(check_file(path, full=False)) == [("PPT-02", "deck.pptx")]


def _change_pdf(path: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    stream = io.BytesIO()
    with pikepdf.open(path) as pdf:
        change(pdf)
        pdf.save(stream)
    path.write_bytes(stream.getvalue())


def _change_deck(path: Path, change: Callable[[Any], None]) -> None:
    presentation = pptx.Presentation(str(path))
    change(presentation)
    presentation.save(str(path))


def _veil(pdf: pikepdf.Pdf) -> None:
    """A white sheet over the first page."""
    page = pdf.pages[0]
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q 1 1 1 rg 0 0 2000 2000 re f")


def test_text_that_a_sheet_hides_is_told_without_a_plan(folder: Path) -> None:
    _change_pdf(folder / "trifold.pdf", _veil)
    verdict = check_file(folder / "trifold.pdf", full=False)
    assert {rule for rule, _ in told(verdict)} == {"CMP-02"}
    assert verdict.problems[0].spot == "page 1"
    assert "something covers it" in verdict.problems[0].message


def _no_intent(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0]["/OutputConditionIdentifier"] = pikepdf.String("")
    del pdf.docinfo["/Trapped"]


def test_a_press_file_that_is_no_pdf_x_any_more_is_told(folder: Path) -> None:
    _change_pdf(folder / "trifold-press.pdf", _no_intent)
    assert ("PRN-07", "trifold-press.pdf") in told(check_file(folder / "trifold-press.pdf", full=False))


def test_white_text_in_a_deck_is_told_without_a_plan(folder: Path) -> None:
    def whiten(presentation: Any) -> None:
        for run in presentation.slides[1].placeholders[1].text_frame.paragraphs[0].runs:
            run.font.color.rgb = RGBColor(255, 255, 255)

    _change_deck(folder / "deck.pptx", whiten)
    verdict = check_file(folder / "deck.pptx", full=False)
    assert "CMP-02" in {rule for rule, _ in told(verdict)}
    assert any(problem.spot == "slide 2" for problem in verdict.problems)


def test_a_part_that_is_packed_twice_is_told(folder: Path) -> None:
    with zipfile.ZipFile(folder / "deck.pptx", "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("ppt/presentation.xml", package.read("ppt/presentation.xml"))
    assert ("PPT-02", "deck.pptx") in told(check_file(folder / "deck.pptx", full=False))


# --- what a check is asked for ----------------------------------------------------------------------------------------


def test_a_region_that_a_comparison_was_not_written_for_is_told(source: Source) -> None:
    mine = source.comparison.regions
    assert [problem for region in mine for problem in check_region(source, region)] == []
    other = next(region for region in make_docs.REGIONS if region not in mine)
    [problem] = check_region(source, other)
    assert (problem.rule, problem.place) == ("REG-01", source.place(("regions",)))


def test_a_brand_in_a_type_that_does_not_come_with_the_program_is_told(tmp_path: Path) -> None:
    text = (BRANDS / "clinic" / "brand.yaml").read_text("utf-8")
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "brand.yaml").write_text(text.replace("{base: Lato}", "{base: Comic}"), "utf-8")
    with pytest.raises(ProblemError) as told:
        read_brand("clinic", [tmp_path])
    assert "BRD-05" in {problem.rule for problem in told.value.problems}


def test_a_deck_whose_arms_swapped_their_colours_is_told_with_slide_and_figure(built: Path, tmp_path: Path) -> None:
    def swapped(xml: bytes) -> bytes:
        return (
            xml.replace(b'"accent1"', b'"accent0"')
            .replace(b'"accent2"', b'"accent1"')
            .replace(b'"accent0"', b'"accent2"')
        )

    path = tmp_path / "deck.pptx"
    presentation = pptx.Presentation(built / "deck.pptx")
    number, slide = next(
        (n, s) for n, s in enumerate(presentation.slides, 1) if any(x.shape_type == 6 for x in s.shapes)
    )
    part = f"ppt/slides/{slide.part.partname.rpartition('/')[2]}"
    with zipfile.ZipFile(built / "deck.pptx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, swapped(content) if entry.filename == part else content)
    [problem] = [one for one in check_file(path, full=False).problems if one.rule == "SEA-12"]
    assert f"slide {number} " in problem.message
    assert "the figure 'stiff-intervals' was changed by hand" in problem.message
    assert (problem.severity, problem.spot) == ("warning", f"slide {number}")
    assert not [one for one in check_file(built / "deck.pptx", full=False).problems if one.rule == "SEA-12"]
