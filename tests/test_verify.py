"""A brochure and a deck tell whether they belong together, and name every figure and number in which they differ."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pptx
import pydyf
import pytest
from lxml import etree

import make_docs
from layouts.brand import read_brand
from layouts.brochure.seals import read_brochure, sealer
from layouts.build import Built, Variant, make_variant
from layouts.checks.sameness import differences
from layouts.comparison import Comparison
from layouts.deck.seals import read_deck, seal_deck
from layouts.figures.plans import plan_figure
from layouts.identity import (
    Identity,
    Sealed,
    SealError,
    deck_parts,
    figure_seal,
    from_texts,
    identify,
    to_texts,
    trifold_parts,
)
from layouts.language import language
from layouts.problems import Place
from layouts.source import Source, parse_source, read_files
from layouts.wording import Voice

HERE = Path(__file__).resolve().parent
WRIST = HERE / "sources" / "wrist"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SHARED = ("- figure: stiff-intervals", "- figure: stiff-people")  # the deck shows the brochure's figure too
ONE_EVENT = ("counted: {events: 27, n: 108}", "counted: {events: 28, n: 108}")
NEWER = ('version: "1.2"', 'version: "1.3"')
Change = tuple[str, str]
Say = Callable[..., tuple[int, str, str]]


def source_of(*changes: Change) -> Source:
    """The test comparison with words changed; each must stand there."""
    files = read_files(WRIST)
    main = next(iter(files))
    text = files[main].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_source({**files, main: text.encode()})


@cache
def built(document: str, *changes: Change) -> Built:
    brand, _ = read_brand("clinic", [HERE.parent / "sources" / "brands"])
    return make_variant(source_of(SHARED, *changes), Variant(brand, "en", ("a4",), (document,)))


def brochure(*changes: Change) -> bytes:
    return built("trifold", *changes).files["trifold.pdf"]


def deck(*changes: Change) -> bytes:
    return built("deck", *changes).files["deck.pptx"]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Exit status, stdout and stderr of the command on files of these contents; their names tell nothing."""

    def call(*contents: bytes) -> tuple[int, str, str]:
        paths = [tmp_path / f"file-{number}" for number, _ in enumerate(contents)]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        status = make_docs.main(["verify", *map(str, paths)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err

    return call


def messages(said: str) -> list[str]:
    """What the problems say, each on a line of its own with its place, severity, rule and fix."""
    lines = said.splitlines()
    found = [re.fullmatch(r"\S+:1:1: (?:error|warning): (.+) \[SEA-\d\d\]", line) for line in lines[::2]]
    assert all(found), said
    assert all(line.startswith("    fix: ") for line in lines[1::2]), said
    return [match[1] for match in found if match]


# --- they match


def test_a_fresh_pair_matches_in_one_line_whatever_its_order(say: Say) -> None:
    page, slides = read_brochure(brochure()), read_deck(deck())
    assert page
    assert slides
    numbers = dict(page.identity.numbers).keys() & dict(slides.identity.numbers).keys()
    line = f"version 1.2 of 2026-01-31, draft; 1 figure and {len(numbers)} numbers shared\n"
    assert len(numbers) >= 11
    assert say(brochure(), deck()) == (0, f"the brochure and the deck of 'wrist' match: {line}", "")
    assert say(deck(), brochure()) == (0, f"the brochure and the deck of 'wrist' match: {line}", "")


def test_a_deck_that_was_saved_again_still_matches(say: Say) -> None:
    saved = io.BytesIO()
    pptx.Presentation(io.BytesIO(deck())).save(saved)
    assert say(brochure(), saved.getvalue())[0] == 0


def test_the_manifest_lists_the_seals_that_the_files_carry() -> None:
    for made, read in ((built("trifold"), read_brochure), (built("deck"), read_deck)):
        manifest = json.loads(made.files["build.json"])
        [name] = manifest["files"]
        sealed = read(made.files[name])
        assert sealed
        assert manifest["seals"] == {name: dict(sealed.figures)}
        assert len(sealed.figures) >= 2


# --- they differ


def test_one_changed_event_names_the_figure_and_the_estimate(say: Say) -> None:
    status, out, said = say(brochure(), deck(ONE_EVENT))
    assert (status, out) == (1, "")
    assert messages(said) == [
        "the figure 'stiff-people' does not show the same numbers in the brochure and in the deck",
        "'stiff-cast-north' is 27/108 in the brochure and 28/108 in the deck",
    ]


def test_another_version_is_named(say: Say) -> None:
    status, _, said = say(brochure(), deck(NEWER))
    assert (status, messages(said)) == (1, ["the brochure is version 1.2, the deck 1.3"])


def other(**changes: str) -> tuple[Sealed, Sealed]:
    """A brochure and a deck whose identity differs in this."""
    identity = Identity("wrist", "1.2", "draft", "2026-01-31", "en", (("north", "27/108"), ("south", "1/561")))
    return Sealed(identity, (("people", "a" * 16),)), Sealed(replace(identity, **changes), (("people", "a" * 16),))


@pytest.mark.parametrize(
    ("change", "severity", "message"),
    [
        ({"comparison": "ankle"}, "error", "the brochure is of the comparison 'wrist', the deck of 'ankle'"),
        ({"status": "approved"}, "error", "the brochure is marked 'draft', the deck 'approved'"),
        ({"published": "2026-02-01"}, "error", "the brochure is of 2026-01-31, the deck of 2026-02-01"),
        ({"language": "de"}, "warning", "the brochure is in the language 'en', the deck in 'de'; their numbers are"),
    ],
)
def test_another_edition_is_named_and_another_language_is_only_noted(
    change: dict[str, str], severity: str, message: str
) -> None:
    [found] = differences(*other(**change), Place("deck.pptx"))
    assert found.severity == severity
    assert found.message.startswith(message)


def test_a_number_that_only_one_of_them_prints_is_no_difference() -> None:
    one, two = other()
    fewer = replace(two, identity=replace(two.identity, numbers=two.identity.numbers[:1]), figures=())
    assert differences(one, fewer, Place("deck.pptx")) == []


# --- edits by hand


def changed(content: bytes, change: Callable[[str, Any], None]) -> bytes:
    """A deck with its slides' XML changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("ppt/slides/slide"):
                root = etree.fromstring(part)
                change(name, root)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, part)
    return target.getvalue()


def figures_of(root: Any) -> list[Any]:
    return [e.getparent().getparent() for e in root.iter(f"{P}cNvPr") if e.get("name", "").startswith("Figure: ")]


def box(name: str, *paragraphs: str) -> str:
    """A text box of a figure; a | in a paragraph is a line break."""
    texts = "".join(
        f"<a:p>{'<a:br/>'.join(f'<a:r><a:t>{line}</a:t></a:r>' for line in paragraph.split('|'))}</a:p>"
        for paragraph in paragraphs
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="900" name="{name}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{texts}</p:txBody></p:sp>"
    )


def with_labels(*boxes: str) -> bytes:
    """The deck with its figure 'stiff-people' as a group of these text boxes, its seal kept."""
    spaces = f'xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"'

    def change(name: str, root: Any) -> None:
        for figure in figures_of(root):
            properties = next(figure.iter(f"{P}cNvPr"))
            if properties.get("name") == "Figure: stiff-people":
                group = etree.fromstring(
                    f'<p:grpSp {spaces}><p:nvGrpSpPr><p:cNvPr id="9" name="Figure: stiff-people"/><p:cNvGrpSpPr/>'
                    f"</p:nvGrpSpPr><p:grpSpPr/>{''.join(boxes)}</p:grpSp>"
                )
                group[0].append(next(figure.iter(f"{P}nvPr")))
                figure.getparent().replace(figure, group)

    return changed(deck(), change)


def test_a_label_that_reads_otherwise_is_named_with_its_figure(say: Say) -> None:
    untouched = box("label: 25 of 100", "25 of 100")
    status, _, said = say(brochure(), with_labels(untouched, box("label: 40 of 100", "41 of 100")))
    assert status == 1
    assert messages(said) == ["the label '40 of 100' of the figure 'stiff-people' now reads '41 of 100'"]


def test_breaks_paragraphs_and_blanks_are_no_edit(say: Say) -> None:
    boxes = (box("label: North, adults  of a town", "North,|adults", " of a town "), box("frame", "anything"))
    assert say(brochure(), with_labels(*boxes))[0] == 0


def test_a_label_may_be_edited_in_the_deck_as_it_is_built(say: Say) -> None:
    """Whatever a figure is made of: where it has labels, they are those that are compared."""
    edited = []

    def change(name: str, root: Any) -> None:
        for shape in root.iter(f"{P}sp"):
            properties = next(shape.iter(f"{P}cNvPr"))
            texts = list(shape.iter(f"{A}t"))
            if properties.get("name", "").startswith("label: ") and texts and not edited:
                texts[0].text = "an edit by hand"
                edited.append(properties.get("name"))

    content = changed(deck(), change)
    status, _, said = say(brochure(), content)
    assert status == (1 if edited else 0)
    assert said.count("an edit by hand") == len(edited)


def test_signs_that_move_a_terminal_are_not_printed(say: Say) -> None:
    status, _, said = say(brochure(), with_labels(box("label: 40", "41&#x9b;2J\u202e")))
    assert status == 1
    assert messages(said) == ["the label '40' of the figure 'stiff-people' now reads '41?2J?'"]


def test_a_figure_without_its_seal_is_named(say: Say) -> None:
    def change(name: str, root: Any) -> None:
        for figure in figures_of(root):
            for tags in list(figure.iter(f"{P}custDataLst")):
                tags.getparent().remove(tags)

    status, _, said = say(brochure(), changed(deck(), change))
    assert status == 1
    assert "the figure 'stiff-people' in the deck has lost its seal, so nobody can tell what it shows" in messages(said)


# --- files that cannot be compared


def foreign_deck() -> bytes:
    target = io.BytesIO()
    pptx.Presentation().save(target)
    return target.getvalue()


def foreign_pdf(**options: Any) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(target, **options)
    return target.getvalue()


def package(**parts: bytes) -> bytes:
    """A package of these parts; `start` and `rels` are what every reader opens first."""
    names = {"start": "ppt/presentation.xml", "rels": "_rels/.rels"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for key, content in {"rels": RELS, **parts}.items():
            made.writestr(names[key], content)
    return target.getvalue()


RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="ppt/presentation.xml"/></Relationships>'
)
ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
CANNOT_READ = {
    "half a PDF": (lambda: brochure()[: len(brochure()) // 2], "it is damaged, or no PDF"),
    "a PDF without its end": (lambda: brochure()[:-40], "it is damaged, or no PDF"),
    "half a PPTX": (lambda: deck()[: len(deck()) // 2], "it is damaged, or no PowerPoint file"),
    "a text": (lambda: b"one, two, three", "it is neither a PDF nor a PPTX"),
    "nothing": (lambda: b"", "it is neither a PDF nor a PPTX"),
    "a PDF under a password": (
        lambda: foreign_pdf(encryption=pikepdf.Encryption(user="a", owner="b")),
        "it is encrypted with a password",
    ),
    "a deck under a password": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        "it is encrypted with a password, or in PowerPoint's format before 2007",
    ),
    "a zip of something else": (lambda: package(rels=b"<Relationships/>"), "it is no PowerPoint file"),
    "a deck without slides": (package, "it is damaged: its part 'ppt/presentation.xml' is missing"),
    "a deck that unpacks without end": (
        lambda: package(start=b"<a>" + b" " * 70_000_000 + b"</a>"),
        "it unpacks to more than a deck ever holds",
    ),
    "a deck that asks for another file": (
        lambda: package(start=ENTITY),
        "it is damaged: a part declares a document type, which no PowerPoint file does",
    ),
}


@pytest.mark.parametrize("what", CANNOT_READ)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(say: Say, what: str) -> None:
    make, reason = CANNOT_READ[what]
    content = make()
    partner = deck() if content.startswith(b"%PDF") else brochure()
    status, out, said = say(content, partner)
    assert (status, out) == (1, "")
    assert messages(said) == [f"the file cannot be read: {reason}"]


@pytest.mark.parametrize("what", ["PDF", "deck"])
def test_a_file_of_another_program_carries_no_identity(say: Say, what: str) -> None:
    status, _, said = say(*((foreign_pdf(), deck()) if what == "PDF" else (brochure(), foreign_deck())))
    assert status == 1
    assert messages(said) == ["it carries no identity: it was made by another program, or saved by one that drops it"]


def test_all_that_is_wrong_with_both_files_is_told_at_once(say: Say) -> None:
    status, _, said = say(foreign_pdf(), foreign_deck())
    assert (status, len(messages(said))) == (1, 2)


def test_two_brochures_are_a_wrong_call(say: Say) -> None:
    line = "make_docs.py: both files are a brochure; give one brochure (PDF) and one deck (PPTX)\n"
    assert say(brochure(), brochure()) == (2, "", line)


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_docs.main(["verify", str(tmp_path), str(tmp_path / "gone.pptx")]) == 1
    said = capsys.readouterr().err
    assert messages(said) == ["the file cannot be read: it is not there, or no file"] * 2


def test_a_call_with_one_file_is_wrong() -> None:
    with pytest.raises(SystemExit) as stopped:
        make_docs.main(["verify", "trifold.pdf"])
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seals": "2"}, "its seals are of another version of this program"),
        ({"version": "1.2\x1b[2J"}, "its identity is not whole"),
        ({"numbers": "[" * 100_000}, "the list of its numbers is not whole"),
        ({"numbers": '{"north": 27}'}, "the list of its numbers is not whole"),
        ({"numbers": '{"north": "27\\n"}'}, "the list of its numbers is not whole"),
    ],
)
def test_an_identity_that_is_not_whole_is_refused(change: Mapping[str, str], sentence: str) -> None:
    texts = to_texts(other()[0].identity)
    assert from_texts(texts) == other()[0].identity
    with pytest.raises(SealError, match=sentence):
        from_texts({**texts, **change})


# --- seals


def comparison_of(*changes: Change) -> Comparison:
    return source_of(*changes).comparison


def seals(*changes: Change) -> dict[str, str]:
    comparison = comparison_of(*changes)
    return {figure.id: figure_seal(figure, comparison) for figure in comparison.figures}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: How many people had a stiff wrist", "title: Wie viele ein steifes Handgelenk hatten"),
        ("caveat: Invented times.", "caveat: Other words."),
        ("{label: Plaster, duration", "{label: Gips, duration"),
        ("text: Plaster shell", "text: Shell"),
        ("patient: Stiff wrist after a year", "patient: Stiff"),
        ("population: All adults of an invented region", "population: Everyone"),
        ('version: "1.2"', 'version: "2"'),
        ("checked: {by: Invented Checker, on: 2026-01-10}", "checked: {by: Somebody, on: 2026-01-11}"),
    ],
)
def test_wording_leaves_every_seal_as_it_was(old: str, new: str) -> None:
    assert seals((old, new)) == seals()


@pytest.mark.parametrize(
    ("old", "new", "figures"),
    [
        (*ONE_EVENT, {"stiff-people", "stiff-intervals"}),
        ("reported: {percent: 18.3, n: 240}", "reported: {percent: 18.4, n: 240}", {"stiff-people", "stiff-intervals"}),
        ("interval: {low: 13.6, high: 23.8}", "interval: {low: 13.6, high: 23.9}", {"stiff-people", "stiff-intervals"}),
        ("    value: 6\n    low: 5", "    value: 6\n    low: 4", {"the-way"}),
        ("- {label: Plaster, duration: not recorded}", '- {label: Plaster, duration: "{cast-weeks}"}', {"the-way"}),
        ("    n: 561\n    design", "    n: 562\n    design", {"who-was-asked"}),
        ("receptors: 12", "receptors: 13", {"two-ways-drawn", "how-they-hold"}),
        ("{text: Padding, part: receptor}", "{text: Padding, part: nucleus}", {"how-they-hold"}),
    ],
)
def test_a_changed_datum_changes_the_seals_of_its_figures_and_no_other(old: str, new: str, figures: set[str]) -> None:
    before, after = seals(), seals((old, new))
    assert {id for id in before if before[id] != after[id]} == figures


def test_a_figure_has_one_seal_for_every_audience() -> None:
    comparison = comparison_of()
    for figure in comparison.figures:
        plans = [
            plan_figure(figure.id, Voice(comparison, language("en"), audience, dict.fromkeys(CITED, 1)))
            for audience in ("patient", "clinician")
        ]
        assert {plan.anatomy.seal for plan in plans} == {figure_seal(figure, comparison)}


CITED = [work.id for work in comparison_of().references]


def test_every_number_on_a_page_or_in_the_notes_is_listed() -> None:
    comparison = comparison_of()
    page = dict(identify(comparison, "en", trifold_parts(comparison)).numbers)
    slides = dict(identify(comparison, "en", deck_parts(comparison)).numbers)
    assert page["stiff-cast-north"] == "27/108"  # in a figure
    assert page["infection-plate-east"] == "≥2/37"  # in a list
    assert page["cast-weeks"] == "6 (5-8) week"  # in a table, from the arm
    assert page["cast-south"] == "n=561"  # in a claim's answer
    assert slides["stiff-cast-letter"] == "30%"  # in notes alone
    assert slides["stiff-plate-west"] == "18.3% of 240 (13.6-23.8)"  # in a figure and its table
    assert "cast-letter" in slides
    assert "grip-cast-north" not in page
    short = dict(identify(comparison, "en", trifold_parts(comparison, frozenset({"about"}))).numbers)
    assert page.keys() - short.keys() == {"broken-a-year", "cast-south"}


# --- what cannot be sealed is not built


def test_a_figure_that_stands_on_no_slide_stops_the_deck() -> None:
    sealed, _ = other()
    with pytest.raises(SealError, match="the figure 'people' stands on no slide"):
        seal_deck(pptx.Presentation(), sealed)


def test_a_figure_that_is_not_on_the_page_stops_the_brochure() -> None:
    page = pydyf.PDF()
    page.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    page.add_object(pydyf.Dictionary({"Type": "/StructElem", "S": "/Document"}))
    sealed, _ = other()
    with pytest.raises(SealError, match="the figure 'people' is not there once under its own alternative text"):
        sealer(sealed, {"people": "Some people."})(None, page)
