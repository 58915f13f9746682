"""What people do to a deck on the train: edits by chance and by hand, and what must be true of the deck afterwards."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pptx
import pytest
from hypothesis import strategies as st
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from layouts.brand import read_brand
from layouts.build import Variant, make_variant
from layouts.deck.edits.readback import read_pages
from layouts.deck.edits.refreshing import Refreshed, refresh_deck
from layouts.deck.edits.remembering import recall
from layouts.deck.edits.saying import Page
from layouts.deck.edits.stale import numbers, said
from layouts.source import parse_source, read_files

HERE = Path(__file__).resolve().parent
WRIST = HERE / "sources" / "wrist"
Change = tuple[str, str]
NEWS: tuple[Change, ...] = (  # two numbers and a caveat
    ("counted: {events: 101, n: 108}", "counted: {events: 99, n: 108}"),
    ("counted: {events: 227, n: 561}", "counted: {events: 233, n: 561}"),
    ("caveat: The register asked by post.", "caveat: The register asked by telephone."),
)
LESS: Change = ("        - {section: clean, layout: figure}\n", "")  # a slide less, and the data behind it
EDITIONS: tuple[tuple[tuple[Change, ...], tuple[Change, ...]], ...] = (((), NEWS), ((), (*NEWS, LESS)), ((LESS,), NEWS))
TYPED = "Typed"  # how every text begins that somebody types
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@cache
def made(*changes: Change, comparison: Path = WRIST) -> bytes:
    """A deck of the test comparison, with words of its source changed; each must stand there."""
    files = read_files(comparison)
    main = next(iter(files))
    text = files[main].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    brand, _ = read_brand("clinic", [HERE.parent / "sources" / "brands"])
    source = parse_source({**files, main: text.encode()})
    return make_variant(source, Variant(brand, "en", ("a4",), ("deck",))).files["deck.pptx"]


def opened(deck: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(deck))


def saved(presentation: Any) -> bytes:
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def through_libreoffice(deck: bytes) -> bytes:
    """The deck as LibreOffice saves it again."""
    if shutil.which("soffice") is None:
        pytest.skip("not run: soffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        path = Path(folder) / "in" / "deck.pptx"
        path.write_bytes(deck)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "pptx", "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return (Path(folder) / "deck.pptx").read_bytes()


# --- edits by chance: each takes a presentation, numbers to choose by, and a text to type -----------------------------


def _texts(presentation: Any) -> list[Any]:
    """Every text that somebody could click into: on slides and behind them."""
    shapes = [s for slide in presentation.slides for s in slide.shapes if s.has_text_frame and _says(s)]
    notes = [slide.notes_slide.notes_placeholder for slide in presentation.slides if slide.has_notes_slide]
    return [*shapes, *(shape for shape in notes if shape is not None)]


def _says(shape: Any) -> bool:
    return bool(shape.text_frame.text.strip()) and next(shape._element.iter(qn("a:fld")), None) is None


def _choose(items: Sequence[Any], number: int) -> Any:
    return items[number % len(items)] if items else None


def _paragraph(presentation: Any, one: int, other: int) -> Any:
    shape = _choose(_texts(presentation), one)
    return _choose([p for p in shape.text_frame.paragraphs if p.text.strip()] if shape else [], other)


def add_to_paragraph(presentation: Any, one: int, other: int, text: str) -> None:
    if paragraph := _paragraph(presentation, one, other):
        paragraph.add_run().text = f" {text}"


def rewrite_paragraph(presentation: Any, one: int, other: int, text: str) -> None:
    paragraph = _paragraph(presentation, one, other)
    if paragraph is not None and paragraph.runs:
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = text


def add_paragraph(presentation: Any, one: int, other: int, text: str) -> None:
    if paragraph := _paragraph(presentation, one, other):
        copy = deepcopy(paragraph._p)
        paragraph._p.addnext(copy)
        runs = copy.findall(qn("a:r"))
        for run in runs[1:]:
            copy.remove(run)
        if runs:
            runs[0].find(qn("a:t")).text = text


def drop_paragraph(presentation: Any, one: int, other: int, text: str) -> None:
    paragraph = _paragraph(presentation, one, other)
    if paragraph is not None and len(paragraph._p.getparent().findall(qn("a:p"))) > 1:
        paragraph._p.getparent().remove(paragraph._p)


def _tables(presentation: Any) -> list[Any]:
    return [s.table for slide in presentation.slides for s in slide.shapes if s.has_table]


def edit_cell(presentation: Any, one: int, other: int, text: str) -> None:
    if table := _choose(_tables(presentation), one):
        cell = _choose(list(table.iter_cells()), other)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.add_run().text = f" {text}"


def drop_row(presentation: Any, one: int, other: int, text: str) -> None:
    if table := _choose(_tables(presentation), one):
        rows = table._tbl.tr_lst
        if len(rows) > 2:
            table._tbl.remove(rows[1 + other % (len(rows) - 1)])


def add_row(presentation: Any, one: int, other: int, text: str) -> None:
    if table := _choose(_tables(presentation), one):
        row = deepcopy(_choose(table._tbl.tr_lst, other))
        for index, words in enumerate(row.iter(qn("a:t"))):
            words.text = text if index == 0 else "-"
        table._tbl.append(row)


def figures_of(presentation: Any) -> list[Any]:
    return [s for slide in presentation.slides for s in slide.shapes if s.name.startswith("Figure: ")]


def recolour(presentation: Any, one: int, other: int, text: str) -> None:
    if group := _choose(figures_of(presentation), one):
        filled = [s for s in group.shapes if s._element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}") is not None]
        if shape := _choose(filled, other):
            from pptx.dml.color import RGBColor

            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor(0xAB, 0xCD, other % 256)


def label_figure(presentation: Any, one: int, other: int, text: str) -> None:
    if group := _choose(figures_of(presentation), one):
        worded = [s for s in group.shapes if s.has_text_frame and s.text_frame.text.strip()]
        if shape := _choose(worded, other):
            shape.text_frame.paragraphs[0].add_run().text = f" {text}"


def move_figure(presentation: Any, one: int, other: int, text: str) -> None:
    if group := _choose(figures_of(presentation), one):
        group.left, group.top = Emu(group.left + 90_000), Emu(group.top + 90_000)
        group.width, group.height = Emu(group.width * 4 // 5), Emu(group.height * 4 // 5)


def add_slide(presentation: Any, one: int, other: int, text: str) -> None:
    layout = _choose([slide.slide_layout for slide in presentation.slides], one)
    slide = presentation.slides.add_slide(layout)
    for shape in slide.placeholders:
        shape.text_frame.text = text
    slide.notes_slide.notes_text_frame.text = f"{text} behind it"
    entries = presentation.slides._sldIdLst
    entries.insert(other % len(entries), entries[-1])


def drop_slide(presentation: Any, one: int, other: int, text: str) -> None:
    entries = presentation.slides._sldIdLst
    if len(entries) > 3:
        entry = _choose(list(entries), one)
        presentation.part.drop_rel(entry.rId)
        entries.remove(entry)
        presentation.part.rename_slide_parts([one.rId for one in entries])


def move_slide(presentation: Any, one: int, other: int, text: str) -> None:
    entries = presentation.slides._sldIdLst
    entry = _choose(list(entries), one)
    entries.remove(entry)
    entries.insert(other % (len(entries) + 1), entry)


def copy_slide(presentation: Any, one: int, other: int, text: str) -> None:
    """As PowerPoint's Duplicate does, with the name that a slide has; figures and pictures have parts of their own."""
    plain = [s for s in presentation.slides if not s._element.xpath(".//@r:id | .//@r:embed")]
    if original := _choose(plain, one):
        slide = presentation.slides.add_slide(original.slide_layout)
        for shape in list(slide.shapes):
            shape._element.getparent().remove(shape._element)
        for shape in original.shapes:
            slide.shapes._spTree.append(deepcopy(shape._element))
        slide._element.cSld.set("name", original._element.cSld.get("name", ""))
        slide.shapes.title.text_frame.paragraphs[0].add_run().text = f" {text}"


def add_box(presentation: Any, one: int, other: int, text: str) -> None:
    slide = _choose(list(presentation.slides), one)
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1))
    box.text_frame.text = text


def drop_shape(presentation: Any, one: int, other: int, text: str) -> None:
    slide = _choose(list(presentation.slides), one)
    shapes = [s for s in slide.shapes if not (s.is_placeholder and s.placeholder_format.type in (1, 3))]
    if shape := _choose(shapes, other):
        shape._element.getparent().remove(shape._element)


def hide_slide(presentation: Any, one: int, other: int, text: str) -> None:
    _choose(list(presentation.slides), one)._element.set("show", "0")


def forget_names(presentation: Any, one: int, other: int, text: str) -> None:
    """What LibreOffice does in saving: slides lose their names, and placeholders get its own."""
    for slide in presentation.slides:
        slide._element.cSld.attrib.pop("name", None)
        for number, shape in enumerate(slide.placeholders, 1):
            shape.name = f"PlaceHolder {number}"


EDITS: dict[str, Callable[[Any, int, int, str], None]] = {
    edit.__name__: edit
    for edit in (
        add_to_paragraph,
        rewrite_paragraph,
        add_paragraph,
        drop_paragraph,
        edit_cell,
        drop_row,
        add_row,
        recolour,
        label_figure,
        move_figure,
        add_slide,
        drop_slide,
        move_slide,
        copy_slide,
        add_box,
        drop_shape,
        hide_slide,
        forget_names,
    )
}
NUMBERS = st.integers(0, 10_000)
SEQUENCES = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), NUMBERS, NUMBERS), min_size=1, max_size=12)


def edited(deck: bytes, sequence: Sequence[tuple[str, int, int]]) -> bytes:
    """A deck after a sequence of edits; what is typed is numbered."""
    presentation = opened(deck)
    for number, (name, one, other) in enumerate(sequence):
        EDITS[name](presentation, one, other, f"{TYPED}{number}x")
    return saved(presentation)


# --- what has to be true ----------------------------------------------------------------------------------------------


def words(deck: bytes) -> str:
    """Everything that a deck says, in figures too."""
    return " ".join(_said(read_pages(opened(deck))))


def _said(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        for part in page.parts:
            yield from (cell for row in part.rows for cell in row)
            yield from (mark.words for mark in part.marks)


def complaints(edited: bytes, fresh: bytes, done: Refreshed) -> list[str]:
    """Words that somebody typed and that are lost, and old numbers that stand where nobody listed them."""
    before, after = words(edited).split(), words(done.pptx).split()
    typed = dict.fromkeys(word for word in before if word.startswith(TYPED))
    found = [f"'{word}' is lost" for word in typed if before.count(word) > after.count(word)]
    memory = recall(opened(edited))
    assert memory is not None
    old = said(memory.pages) - said(read_pages(opened(fresh)))
    listed = " ".join(one.theirs for one in done.report.findings if one.event in ("conflict", "kept"))
    told = {text for _, _, text, _ in done.report.outdated}
    for text in _said(read_pages(opened(done.pptx))):
        stale = [one for one in numbers(text) if one in old]
        if stale and text not in listed and text not in told and TYPED not in text:
            found.append(f"{stale} is old in '{text}'")
    return found


def judge(sequence: Sequence[tuple[str, int, int]]) -> list[str]:
    """What is wrong after a sequence of edits and a new edition: with a slide more, a slide less, or as many."""
    old, new = EDITIONS[sum(one for _, one, _ in sequence) % len(EDITIONS)]
    deck, fresh = edited(made(*old), sequence), made(*new)
    return complaints(deck, fresh, refresh_deck(deck, fresh, "deck.pptx"))
