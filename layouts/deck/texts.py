"""How measured text is written into a placeholder: every run in its own size, so that nothing waits to be shrunk."""

from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from layouts.deck import ooxml
from layouts.deck.fit import measuring as fit
from layouts.deck.fit.rooms import BETWEEN
from layouts.deck.names import qn
from layouts.deck.plans import Fitted, Point
from layouts.deck.templates.own import COMPLEX_LINE, Box
from layouts.wording import Line

LINE_SPACING: Final = {"ltr": 1.05, "rtl": 1.05 * COMPLEX_LINE}  # of the font's own line, as our template has it


def write_texts(shape: Any, texts: tuple[str, ...], size: float) -> None:
    """One paragraph a text, at `size` points."""
    frame = shape.text_frame
    for index, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        _set_size(run, size)
    never_shrink(shape)


def write_points(shape: Any, points: tuple[Point, ...], fitted: Fitted, box: str) -> None:
    """The paragraphs of a body, at the size and the distance that were measured."""
    measured = fitted.box(box)
    frame = shape.text_frame
    for index, point in enumerate(points):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        write_line(paragraph, point.line, measured.size)
        paragraph.space_before, paragraph.space_after = Pt(measured.gap if index else 0), Pt(0)
        if not point.bulleted:
            ooxml.remove_bullet(paragraph)
        if point.direction:
            ooxml.set_direction(paragraph._p, point.direction)
            paragraph.line_spacing = LINE_SPACING[point.direction]
    never_shrink(shape)


def write_line(paragraph: Any, line: Line, size: float | None) -> None:
    """A line's runs, its citation marks behind them; without a size that of a table follows."""
    for part in fit.written(line):
        run = paragraph.add_run()
        run.text = part.text
        if part.bold:
            run.font.bold = True
        if size is not None:
            _set_size(run, size)


def _set_size(run: Any, size: float) -> None:
    run._r.get_or_add_rPr().set("sz", str(round(size * 100)))  # hundredths of a point


def write_notes(slide: Any, notes: tuple[str, ...], size: float) -> None:
    """What to say and the sources, behind a slide."""
    write_texts(slide.notes_slide.notes_placeholder, notes, size)


def spread(shape: Any, area: Box) -> None:
    """Lets a body run through two columns of an area."""
    shape.left, shape.top, shape.width, shape.height = (
        Emu(edge) for edge in (area.left, area.top, area.width, area.height)
    )
    body = shape.text_frame._txBody.bodyPr
    body.set("numCol", "2")
    body.set("spcCol", str(Pt(BETWEEN)))


def never_shrink(shape: Any) -> None:
    """PowerPoint shrinks text only when somebody edits it; then it would not be as it was measured."""
    body = shape.text_frame._txBody.bodyPr
    for name in ("a:normAutofit", "a:spAutoFit", "a:noAutofit"):
        for old in body.findall(qn(name)):
            body.remove(old)
    body.insert(0, parse_xml(f"<a:noAutofit {nsdecls('a')}/>"))
