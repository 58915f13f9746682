"""People edit a deck; a new edition is built onto it: their edits stay, every number that they left alone is new."""

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pptx
import pytest
from hypothesis import HealthCheck, given, seed, settings
from lxml import etree
from pptx.dml.color import RGBColor

from layouts.checks.deck import check_deck
from layouts.checks.sameness import differences
from layouts.deck.edits.aligning import align
from layouts.deck.edits.left import with_left
from layouts.deck.edits.readback import read_pages
from layouts.deck.edits.refreshing import Refreshed, refresh_deck
from layouts.deck.edits.remembering import recall
from layouts.deck.seals import read_deck
from layouts.problems import Place, ProblemError
from tests import edits
from tests.edits import NEWS, complaints, edited, judge, made, opened, saved, through_libreoffice, words
from tests.validators import open_xml_sdk_errors, openxml_audit_errors

FILE = "deck.pptx"
OLD, NEW = ("101/108", "227/561", "asked by post"), ("99/108", "233/561", "asked by telephone")
PROPERTIES = "docProps/custom.xml"


def slide_of(presentation: Any, key: str) -> Any:
    return next(s for s in presentation.slides if s._element.cSld.get("name") == f"facing-pages {key}")


def shape_of(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


def figure(presentation: Any, id: str) -> Any:
    return next(group for group in edits.figures_of(presentation) if group.name == f"Figure: {id}")


@cache
def on_the_train() -> bytes:
    """Three texts edited, a figure recoloured and one moved, two slides added, one deleted, two moved, one hidden."""
    presentation = opened(made())
    slide_of(presentation, "title").shapes.title.text_frame.paragraphs[0].runs[0].text = "Typed title of my talk"
    details = shape_of(slide_of(presentation, "title"), "Details").text_frame
    details.paragraphs[0].runs[0].text = "Speaker: Typed Name"
    stiffness = slide_of(presentation, "stiffness")
    stiffness.notes_slide.notes_text_frame.paragraphs[0].add_run().text = " Typed: mind the letter."
    interval = next(s for s in figure(presentation, "stiff-intervals").shapes if s.name == "interval: North")
    interval.fill.solid()
    interval.fill.fore_color.rgb = RGBColor(0xC0, 0x10, 0x20)
    moved = figure(presentation, "joined-and-strong")
    moved.left, moved.top = moved.left + 200_000, moved.top + 100_000
    slide_of(presentation, "grip")._element.set("show", "0")
    edits.add_slide(presentation, 6, 3, "Typed slide one")
    edits.add_slide(presentation, 6, 9, "Typed slide two, 94% and 88%")
    edits.drop_slide(presentation, keys(presentation).index("way"), 0, "")
    edits.move_slide(presentation, keys(presentation).index("two-ways"), 1, "")
    edits.move_slide(presentation, keys(presentation).index("data-stiff-intervals"), 5, "")
    return saved(presentation)


def keys(presentation: Any) -> list[str]:
    return [str(s._element.cSld.get("name", "")).removeprefix("facing-pages ") for s in presentation.slides]


@cache
def sent(way: str) -> bytes:
    """The edited deck as PowerPoint keeps it, or as LibreOffice saves it."""
    return on_the_train() if way == "kept" else through_libreoffice(on_the_train())


@cache
def refreshed(way: str) -> Refreshed:
    return refresh_deck(sent(way), made(*NEWS), FILE)


def refusal(content: bytes, fresh: bytes | None = None) -> tuple[str, str]:
    with pytest.raises(ProblemError) as told:
        refresh_deck(content, fresh or made(), FILE)
    [problem] = told.value.problems
    return problem.rule, problem.message


WAYS = pytest.mark.parametrize("way", ["kept", "libreoffice"])


# --- a day of a speaker -----------------------------------------------------------------------------------------------


@WAYS
def test_every_edit_is_kept(way: str) -> None:
    said = words(refreshed(way).pptx)
    for text in ("Typed title of my talk", "Speaker: Typed Name", "Typed: mind the letter.", "Typed slide one"):
        assert text in said, text
    assert complaints(sent(way), made(*NEWS), refreshed(way)) == []


@WAYS
def test_numbers_and_caveats_are_new_wherever_nobody_edited_them(way: str) -> None:
    presentation = opened(refreshed(way).pptx)
    for page in read_pages(presentation):
        if page.key in ("lasting", "grip", "data-stiff-intervals", "data-joined-and-strong"):
            told = " ".join([*(part.words for part in page.parts), *(m.words for p in page.parts for m in p.marks)])
            assert not [old for old in OLD if old in told], page.key
    said = words(refreshed(way).pptx)
    assert all(new in said for new in NEW)


@WAYS
def test_slides_stand_as_people_ordered_them_and_what_they_took_out_stays_out(way: str) -> None:
    before, after = opened(sent(way)), opened(refreshed(way).pptx)
    titles = [[s.shapes.title.text_frame.text for s in one.slides] for one in (before, after)]
    assert titles[0] == titles[1]
    assert "The way takes weeks either way" not in titles[1]


@WAYS
def test_a_hidden_slide_stays_hidden_and_is_brought_up_to_date(way: str) -> None:
    hidden = [s for s in opened(refreshed(way).pptx).slides if s._element.get("show") == "0"]
    assert [s.shapes.title.text_frame.text for s in hidden] == ["Most people regained their grip"]
    assert "37–46%" in hidden[0].notes_slide.notes_text_frame.text


@WAYS
def test_a_recoloured_figure_stays_and_its_new_data_is_told(way: str) -> None:
    group = figure(opened(refreshed(way).pptx), "stiff-intervals")
    interval = next(s for s in group.shapes if s.name == "interval: North")
    assert str(interval.fill.fore_color.rgb) == "C01020"
    told = [one for one in refreshed(way).report.of("conflict") if one.part == "Figure: stiff-intervals"]
    assert [(one.old, one.theirs, one.new) for one in told] == [("40% (227/561)", "40% (227/561)", "42% (233/561)")]


@WAYS
def test_a_new_figure_stands_where_people_put_the_old_one(way: str) -> None:
    before, after = (
        figure(opened(sent(way)), "joined-and-strong"),
        figure(opened(refreshed(way).pptx), "joined-and-strong"),
    )
    assert before.shape_id == after.shape_id
    pages = [read_pages(opened(one)) for one in (sent(way), refreshed(way).pptx)]
    boxes = [next(p.box for page in of for p in page.parts if p.role == "Figure: joined-and-strong") for of in pages]
    assert all(abs(one - two) < 3 * 12_700 for one, two in zip(*boxes, strict=True))


@WAYS
def test_the_report_names_each_thing_once(way: str) -> None:
    report = refreshed(way).report
    assert [(one.part, one.theirs) for one in report.of("kept")] == [
        ("Title", "Typed title of my talk"),
        ("Details", "Speaker: Typed Name"),
    ]
    assert [one.part for one in report.of("conflict")] == ["Figure: stiff-intervals", "Notes"]
    assert [one.slide for one in report.of("gone")] == ["The way takes weeks either way"]
    assert len(report.of("refreshed")) == 8
    assert not report.of("added")
    assert not report.of("removed")
    assert "2 changed by people and in the source: theirs stays" in report.lines
    assert set(report.values) == {"conflict", "refreshed", "kept", "gone", "added", "removed", "outdated"}


@WAYS
def test_numbers_out_of_date_in_peoples_own_words_are_listed(way: str) -> None:
    found = {(number, text[:20]) for _, _, text, number in refreshed(way).report.outdated}
    assert ("94%", "Typed slide two, 94%") in found
    assert ("227/561", "40% (227/561)") in found
    assert not [one for one in found if one[0] == "88%"]


@WAYS
def test_nothing_new_is_wrong_with_the_file(way: str, tmp_path: Path) -> None:
    before, after = tmp_path / "before.pptx", tmp_path / "after.pptx"
    before.write_bytes(sent(way))
    after.write_bytes(refreshed(way).pptx)
    for judged in (open_xml_sdk_errors, openxml_audit_errors):
        assert set(judged(after)) <= set(judged(before))
    told = [{p.message for p in check_deck(path.read_bytes(), None, FILE, Place(FILE))} for path in (before, after)]
    assert {message for message in told[1] - told[0] if "Typed" not in message} == set()


@WAYS
def test_the_deck_says_of_itself_that_it_is_the_new_edition(way: str) -> None:
    new, own = read_deck(made(*NEWS)), read_deck(refreshed(way).pptx)
    assert new is not None
    assert own is not None
    assert own.identity == new.identity
    seals, here = dict(new.figures), dict(own.figures)
    assert here["joined-and-strong"] == seals["joined-and-strong"]
    assert here["stiff-intervals"] != seals["stiff-intervals"]  # it shows the old data still
    assert own.unsealed == ()


def test_the_edited_file_is_not_touched_and_the_result_is_the_same_each_time() -> None:
    before = bytes(on_the_train())
    again = refresh_deck(on_the_train(), made(*NEWS), FILE)
    assert on_the_train() == before
    assert again.pptx == refresh_deck(before, made(*NEWS), FILE).pptx


def test_a_second_refresh_of_the_same_edition_changes_nothing_and_still_lists_what_is_out_of_date() -> None:
    once = refreshed("kept")
    twice = refresh_deck(once.pptx, made(*NEWS), FILE)
    assert not twice.report.of("refreshed")
    assert not twice.report.of("conflict")
    assert words(twice.pptx) == words(once.pptx)
    assert twice.report.outdated == once.report.outdated


# --- smaller things ---------------------------------------------------------------------------------------------------


def test_a_deck_that_nobody_edited_becomes_the_new_one() -> None:
    done = refresh_deck(made(), made(*NEWS), FILE)
    told, new = read_pages(opened(done.pptx)), read_pages(opened(made(*NEWS)))
    assert told == new
    assert not done.report.of("kept")
    assert not done.report.outdated


def test_a_bold_word_stays_bold_when_the_number_beside_it_changes() -> None:
    presentation = opened(made())
    notes = slide_of(presentation, "stiffness").notes_slide.notes_text_frame.paragraphs[0]
    text = notes.runs[0].text
    head, tail = text.split("in a letter")
    notes.runs[0].text = head
    bold = notes.add_run()
    bold.text, bold.font.bold = "in a letter", True
    notes.add_run().text = tail
    done = opened(refresh_deck(saved(presentation), made(*NEWS), FILE).pptx)
    runs = slide_of(done, "stiffness").notes_slide.notes_text_frame.paragraphs[0].runs
    assert [run.text for run in runs if run.font.bold] == ["in a letter"]
    assert "233/561" in "".join(run.text for run in runs)


def test_a_cell_that_people_changed_stays_and_the_cells_beside_it_are_new() -> None:
    presentation = opened(made())
    table = shape_of(slide_of(presentation, "data-joined-and-strong"), "Table: data-joined-and-strong").table
    table.cell(1, 0).text_frame.paragraphs[0].runs[0].text = "Typed North"
    done = opened(refresh_deck(saved(presentation), made(*NEWS), FILE).pptx)
    table = shape_of(slide_of(done, "data-joined-and-strong"), "Table: data-joined-and-strong").table
    assert [table.cell(1, column).text for column in (0, 3, 4)] == ["Typed North", "99/108", "92%"]


def test_animations_and_transitions_stay_and_lead_to_the_same_shape() -> None:
    presentation = opened(made())
    slide = slide_of(presentation, "lasting")
    group = figure(presentation, "joined-and-strong")
    namespace = "http://schemas.openxmlformats.org/presentationml/2006/main"
    timing = (
        f'<p:timing xmlns:p="{namespace}"><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" '
        f'nodeType="tmRoot"/></p:par></p:tnLst><p:bldLst><p:bldGraphic spid="{group.shape_id}" grpId="0">'
        f"<p:bldAsOne/></p:bldGraphic></p:bldLst></p:timing>"
    )
    slide._element.append(etree.fromstring(f'<p:transition xmlns:p="{namespace}"><p:fade/></p:transition>'))
    slide._element.append(etree.fromstring(timing))
    done = opened(refresh_deck(saved(presentation), made(*NEWS), FILE).pptx)
    element = slide_of(done, "lasting")._element
    assert element.find(f"{{{namespace}}}transition") is not None
    [build] = element.iter(f"{{{namespace}}}bldGraphic")
    assert int(build.get("spid")) == figure(done, "joined-and-strong").shape_id


CLEAN = ["None in few people leaves room for some", "Data: No infection in few people leaves room for some"]


def without_a_slide() -> bytes:
    """An edition whose deck has one slide less, and the data behind it."""
    return made(edits.LESS)


def test_a_new_slide_stands_behind_the_one_it_follows() -> None:
    presentation = opened(without_a_slide())
    edits.move_slide(presentation, keys(presentation).index("lasting"), 1, "")
    done = refresh_deck(saved(presentation), made(*NEWS), FILE)
    told = opened(done.pptx)
    assert keys(told)[1:3] == ["lasting", "clean"]
    assert [one.slide for one in done.report.of("added")] == CLEAN
    assert "infection-claim" in dict(getattr(read_deck(done.pptx), "figures", ()))
    sections = list(told.part._element.iter("{*}section"))
    assert sum(len(list(one.iter("{*}sldId"))) for one in sections) == len(told.slides)


def test_a_slide_that_the_source_no_longer_has_goes_where_nobody_touched_it() -> None:
    done = refresh_deck(made(), without_a_slide(), FILE)
    assert "clean" not in keys(opened(done.pptx))
    assert [one.slide for one in done.report.of("removed")] == CLEAN


def test_a_slide_that_the_source_no_longer_has_stays_where_somebody_wrote_on_it() -> None:
    presentation = opened(made())
    slide_of(presentation, "clean").notes_slide.notes_text_frame.paragraphs[0].add_run().text = " Typed"
    done = refresh_deck(saved(presentation), without_a_slide(), FILE)
    assert "Typed" in words(done.pptx)
    assert [one.part for one in done.report.of("conflict")] == ["slide"]


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_deck_of_another_program_is_refused() -> None:
    assert refusal(saved(pptx.Presentation()))[0] == "ONT-02"


def test_a_deck_of_another_comparison_or_language_is_refused() -> None:
    other = made(("id: wrist\n", "id: ankle\n"))
    assert refusal(other) == ("ONT-03", "it is a deck of the comparison 'ankle', and 'wrist' is built")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 nothing", bytes.fromhex("d0cf11e0a1b11ae1")])
def test_a_file_that_is_no_deck_is_refused(content: bytes) -> None:
    assert refusal(content)[0] == "ONT-01"


def repacked(deck: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        (PROPERTIES, b"<x", "ONT-01"),
        (PROPERTIES, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "ONT-01"),
        ("ppt/slides/slide3.xml", b"<x/>", "ONT-01"),
        ("ppt/presentation.xml", b"<x/>", "ONT-01"),
    ],
)
def test_a_damaged_or_hostile_part_is_refused(name: str, content: bytes, rule: str) -> None:
    assert refusal(repacked(made(), name, content))[0] == rule


def test_a_figure_that_has_lost_its_place_gets_a_new_one() -> None:
    presentation = opened(made())
    properties = figure(presentation, "joined-and-strong")._element.find(f"{edits.SLIDE}grpSpPr")
    properties.remove(properties[0])
    done = opened(refresh_deck(saved(presentation), made(*NEWS), FILE).pptx)
    assert figure(done, "joined-and-strong").width == figure(opened(made()), "joined-and-strong").width


def test_a_deck_with_macros_is_refused() -> None:
    kind = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        types = package.read("[Content_Types].xml")
    macros = types.replace(kind, b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")
    assert refusal(repacked(made(), "[Content_Types].xml", macros)) == ("ONT-01", "it holds macros")


def test_a_memory_that_is_not_whole_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        properties = package.read(PROPERTIES)
    for old, new in ((b'"FacingPages 2"', b'"Project 2"'), (b"lpwstr>eN", b"lpwstr>AA")):
        assert old in properties
        assert refusal(repacked(made(), PROPERTIES, properties.replace(old, new)))[0] == "ONT-02"


# --- what the deck carries --------------------------------------------------------------------------------------------


def test_a_deck_remembers_all_that_it_says_in_pieces_that_office_does_not_cut() -> None:
    presentation = opened(made())
    memory = recall(presentation)
    assert memory is not None
    assert memory.pages == read_pages(presentation)
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        root = etree.fromstring(package.read(PROPERTIES))
    pieces = ["".join(one.itertext()) for one in root]
    assert max(map(len, pieces)) == 255
    assert sum(map(len, pieces)) < 20_000


def test_libreoffice_keeps_what_a_deck_remembers_and_changes_no_word_of_it() -> None:
    deck = opened(through_libreoffice(made()))
    memory = recall(deck)
    assert memory is not None
    assert refresh_deck(saved(deck), made(), FILE).report.lines == ()


def test_numbers_alone_are_matched_by_their_place() -> None:
    assert align(["12%", "a b c"], ["14%", "a b c"]) == {0: 0, 1: 1}
    assert align(["one two", "x", "three four"], ["one two", "new line here", "x", "three four"]) == {0: 0, 1: 2, 2: 3}


# --- verify -----------------------------------------------------------------------------------------------------------


def told_beside(deck: bytes, edition: bytes) -> list[str]:
    """What SEA-11 says of a deck beside a brochure of an edition."""
    brochure, own = read_deck(edition), with_left(deck, read_deck(deck))
    assert brochure is not None
    assert own is not None
    return [one.message for one in differences(brochure, own, Place(FILE)) if one.rule == "SEA-11"]


def test_verify_names_the_numbers_that_people_left_in_their_texts() -> None:
    found = told_beside(on_the_train(), made(*NEWS))
    assert len(found) == 1
    assert "slide 7 ('Stiffness ranged widely between studies'): 227/561 is out of date in 'After a cast" in found[0]


def test_verify_has_nothing_to_say_of_texts_that_nobody_wrote() -> None:
    assert told_beside(made(), made(*NEWS)) == []
    assert told_beside(on_the_train(), made()) == []


def test_verify_names_them_in_a_refreshed_deck_too() -> None:
    found = told_beside(refreshed("kept").pptx, made(*NEWS))
    assert any("94% is out of date in 'Typed slide two" in message for message in found)


def test_a_deck_that_libreoffice_saved_still_says_what_it_is() -> None:
    deck = through_libreoffice(made())
    assert read_deck(deck) is None
    own, made_as = with_left(deck, None), read_deck(made())
    assert own is not None
    assert made_as is not None
    assert (own.identity, set(own.figures), own.edits, own.left) == (made_as.identity, set(made_as.figures), (), ())


# --- by chance --------------------------------------------------------------------------------------------------------


@seed(20260131)
@settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(edits.SEQUENCES)
def test_whatever_people_do_no_word_of_theirs_is_lost_and_no_old_number_stays_unlisted(
    sequence: list[tuple[str, int, int]],
) -> None:
    assert judge(sequence) == []


def test_the_judge_hears_a_lost_word_and_an_old_number() -> None:
    deck = edited(made(), [("add_to_paragraph", 3, 0)])
    fresh = made(*NEWS)
    assert any("lost" in one for one in complaints(deck, fresh, refresh_deck(made(), fresh, FILE)))
    done = refresh_deck(made(), fresh, FILE)
    assert any("old" in one for one in complaints(made(), fresh, Refreshed(made(), done.report)))


# --- the command


def test_the_command_writes_beside_the_edited_deck_and_over_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    import make_docs

    source = Path(shutil.copytree(Path(__file__).resolve().parent / "sources" / "wrist", tmp_path / "wrist"))
    words = [str(source), "--out", str(tmp_path / "out"), "--document", "deck"]
    assert make_docs.main(words) == 0
    talk = tmp_path / "talk.pptx"
    shutil.copy(tmp_path / "out" / "wrist" / "clinic" / "en" / "deck.pptx", talk)
    before = talk.read_bytes()
    capsys.readouterr()
    for name in ("talk-refreshed.pptx", "talk-refreshed-2.pptx"):
        assert make_docs.main([str(source), "--onto", str(talk)]) == 0
        assert (tmp_path / name).is_file()
    assert make_docs.main([str(source), "--onto", str(talk), "--json"]) == 0
    assert '"conflict": []' in capsys.readouterr().out
    assert talk.read_bytes() == before
    assert make_docs.main([str(source), "--onto", str(tmp_path / "nowhere.pptx")]) == 1
    assert make_docs.main([str(source), "--onto", str(talk), "--brand", "clinic", "--brand", "no-such"]) == 2
    (tmp_path / "foreign.pptx").write_bytes(b"PK no deck")
    assert make_docs.main([str(source), "--onto", str(tmp_path / "foreign.pptx")]) == 1
    said = capsys.readouterr().err
    assert "it is not there" in said
    assert "Traceback" not in said
