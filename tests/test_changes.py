"""What differs between two editions: every kind of change, and who prints it."""

import shutil
from pathlib import Path

import pytest

import make_docs
from layouts.changes import EVERYWHERE, Change, compare
from layouts.comparison import Comparison
from layouts.source import parse_source, read_files

WRIST = Path(__file__).resolve().parent / "sources" / "wrist"


def wrist(*changes: tuple[str, str], file: int = 0) -> Comparison:
    files = read_files(WRIST)
    name = list(files)[file]
    text = files[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_source({**files, name: text.encode()}).comparison


def changes(*edits: tuple[str, str], file: int = 0) -> list[Change]:
    return compare(wrist(), wrist(*edits, file=file))


def test_equal_editions_have_no_change() -> None:
    assert compare(wrist(), wrist()) == []


def test_a_number_is_told_with_both_values_and_every_place_that_prints_it() -> None:
    estimate = wrist().estimates[0]
    assert estimate.counted
    events = estimate.counted.events
    [change] = changes((f"events: {events}", f"events: {events + 1}"))
    assert change.name == f"estimates/{estimate.id}/counted/events"
    assert (change.kind, change.old, change.new) == ("number", str(events), str(events + 1))
    assert {place.partition(",")[0] for place in change.printed_in} == {
        "trifold.pdf",
        "handout.pdf",
        "large-print.pdf",
        "deck.pptx",
    }


def test_a_wording_is_told_at_its_own_panel_and_the_other_audience_is_left_out() -> None:
    section = next(s for s in wrist().sections if s.patient and s.id in wrist().documents.trifold.flap)
    assert section.patient
    heading = section.patient.heading.source
    found = changes((heading, f"{heading} now"))
    assert [change.name for change in found] == [f"sections/{section.id}/patient/heading"]
    assert "trifold.pdf, flap" in found[0].printed_in
    assert not any(place.startswith("deck") for place in found[0].printed_in)


def test_a_title_concerns_every_document() -> None:
    title = wrist().title.patient
    found = [change for change in changes((title, f"{title} again")) if change.name == "title/patient"]
    assert [change.printed_in for change in found] == [(EVERYWHERE,)]


def test_a_record_that_went_or_came_is_one_change() -> None:
    old, new = wrist(), wrist()
    fewer = new.model_copy(update={"glossary": new.glossary[1:]})
    [gone] = compare(old, fewer)
    assert (gone.name, gone.new) == (f"glossary/{old.glossary[0].id}", "")
    assert gone.old
    [come] = compare(fewer, old)
    assert (come.name, come.old) == (gone.name, "")


def test_a_reference_is_told_with_those_who_cite_it() -> None:
    work = next(work for work in wrist().references if work.title != "not recorded")
    [change] = changes((work.title, f"{work.title} (second edition)"), file=1)
    assert (change.kind, change.name) == ("reference", f"references/{work.id}/title")
    assert change.printed_in


def test_two_sources_are_compared_with_the_line_of_each_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(WRIST, tmp_path / "new")
    main = tmp_path / "new" / "comparison.yaml"
    lines = main.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if "events: " in line)
    events = int("".join(filter(str.isdigit, lines[number].partition("events: ")[2].partition(",")[0])))
    lines[number] = lines[number].replace(f"events: {events}", f"events: {events - 1}")
    main.write_text("\n".join(lines), encoding="utf-8")
    page = tmp_path / "changes.html"
    assert make_docs.main(["diff", str(WRIST), str(tmp_path / "new"), "--html", str(page)]) == 0
    said = capsys.readouterr().out
    assert f"{main}:{number + 1}:" in said
    assert f"was: {events}" in said
    assert "Out of date: " in said
    for words in (f"<dd>{events}</dd>", f'<dd class="now">{events - 1}</dd>', "deck.pptx"):
        assert words in page.read_text(encoding="utf-8")
    assert make_docs.main(["diff", str(WRIST), str(WRIST)]) == 0
    assert "nothing differs" in capsys.readouterr().out


def test_two_built_folders_are_compared_by_the_sources_they_carry_and_by_their_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(WRIST, tmp_path / "wrist")
    main = tmp_path / "wrist" / "comparison.yaml"
    built = []
    for edition in ("old", "new"):
        words = [str(tmp_path / "wrist"), "--out", str(tmp_path / edition), "--paper", "a4"]
        assert make_docs.main([*words, "--document", "trifold", "--language", "en"]) == 0
        built.append(tmp_path / edition / "wrist" / "clinic" / "en")
        text = main.read_text(encoding="utf-8")
        title = wrist().title.patient
        main.write_text(text.replace(title, f"{title} again", 1), encoding="utf-8")
    capsys.readouterr()
    assert make_docs.main(["diff", *map(str, built)]) == 0
    said = capsys.readouterr().out
    assert "title/patient" in said
    assert "trifold.pdf" in said.splitlines()[-1]


def test_a_folder_that_is_neither_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_docs.main(["diff", str(tmp_path), str(WRIST)]) == 1
    assert "it is no comparison and no built folder" in capsys.readouterr().err
