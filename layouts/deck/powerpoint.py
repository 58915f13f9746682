"""How the deck is written: slides onto our template with python-pptx. Decides nothing about content."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from layouts.blocks import Grid
from layouts.comparison import Edition
from layouts.deck import fit, ooxml
from layouts.deck.archive import canonical
from layouts.deck.plans import DeckText, Overflow, Point, SlidePlan
from layouts.deck.seals import seal_deck
from layouts.deck.table import style_table
from layouts.deck.template import EMU_PER_POINT, LAYOUTS, Box, render_template
from layouts.figures import drawingml
from layouts.figures.specs import Figure, Slot
from layouts.figures.themes import Binding, bind, own_theme
from layouts.identity import Sealed
from layouts.palette import Palette
from layouts.wording import Line, Run

MM_PER_EMU = 25.4 / 914400
BODY_SIZES = (26.0, 24.0, 22.0, 20.0)  # pt: the largest that fits, down to the floor
COLUMN_SIZES = (20.0,)
HANG = 20.0  # pt, from a bullet to its text
SMALL_GAP = 6.0  # pt, at sizes below the body's
COLUMN_GAP = 10.0  # pt, in columns
GAP = 16.0  # pt between paragraphs
TITLE_LINES = {"title": (43.0, 3), "section": (38.0, 2), "closing": (38.0, 2)}  # pt, and lines that have room
TABLE_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0)


@dataclass(frozen=True)
class Deck:
    """A finished deck, what does not fit on it, and the arms that no colour of its theme can stand for."""

    pptx: bytes
    slides: int
    overflows: tuple[Overflow, ...]
    fixed_colours: tuple[str, ...] = ()


def figure_slot() -> Slot:
    """The figure area of a slide, in mm; labels of at least 14 pt."""
    area = LAYOUTS.figure.area
    return Slot("slide", round(area.width * MM_PER_EMU, 2), round(area.height * MM_PER_EMU, 2), 16.0, 14.0)


def render_deck(
    text: DeckText,
    palette: Palette,
    family: str,
    figures: Mapping[str, tuple[Figure, ...]],
    edition: Edition,
    sealed: Sealed,
) -> Deck:
    """The deck's bytes: native titles, text and tables, figures by id, notes, sections, footers, alt texts."""
    presentation = pptx.Presentation(io.BytesIO(render_template(palette, family, text.language)))
    binding = bind(palette, own_theme(palette))
    parts: dict[str, list[int]] = {}
    overflows: list[Overflow] = []
    for plan in text.slides:
        slide = presentation.slides.add_slide(_layout(presentation, plan))
        overflows += _write(slide, plan, figures, binding)
        if plan.notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(plan.notes)
        ooxml.remove_empty_placeholders(slide)
        ooxml.add_footer(slide, text.footer)
        ooxml.add_slide_number(slide)
        parts.setdefault(plan.part, []).append(slide.slide_id)
    ooxml.add_sections(presentation, list(parts.items()))
    ooxml.set_language(presentation, text.language)
    ooxml.set_core_properties(
        presentation,
        title=text.title,
        subject=text.subject,
        author=text.author,
        language=text.language,
        created=edition.published,
    )
    seal_deck(presentation, sealed)
    stream = io.BytesIO()
    presentation.save(stream)
    return Deck(canonical(stream.getvalue()), len(text.slides), tuple(overflows), binding.fixed)


def _layout(presentation: Any, plan: SlidePlan) -> Any:
    name = getattr(LAYOUTS, plan.role).name
    return next(layout for layout in presentation.slide_layouts if layout.name == name)


def _write(
    slide: Any, plan: SlidePlan, figures: Mapping[str, tuple[Figure, ...]], binding: Binding
) -> Iterable[Overflow]:
    layout: Any = getattr(LAYOUTS, plan.role)
    slide.placeholders[layout.title].text_frame.text = plan.title
    yield from _check_title(slide.placeholders[layout.title], plan)
    if plan.subtitle:
        slide.placeholders[layout.subtitle].text_frame.text = plan.subtitle
    if plan.details:
        slide.placeholders[layout.details].text_frame.text = "\n".join(plan.details)
    if plan.source and hasattr(layout, "source"):
        slide.placeholders[layout.source].text_frame.text = plan.source
        yield from _check_lines(slide.placeholders[layout.source], plan, "source line", plan.source, 12.0, 2)
    if plan.columns:
        yield from _write_columns(slide, layout, plan)
    if plan.grid:
        yield from _write_grid(slide, layout.area if hasattr(layout, "area") else LAYOUTS.table.area, plan)
    elif plan.body and hasattr(layout, "body"):
        yield from _write_points(slide.placeholders[layout.body], plan.body, plan, "body")
    elif plan.body and plan.role == "section":
        slide.placeholders[layout.subtitle].text_frame.text = fit.printed(plan.body[0].line)
    if plan.figure and hasattr(layout, "area"):
        _place_figure(slide, layout.area, figures[plan.figure][plan.figure_part - 1], binding)


def _check_title(shape: Any, plan: SlidePlan) -> Iterable[Overflow]:
    """At most two lines; three on the first slide."""
    size, most = TITLE_LINES.get(plan.role, (30.0, 2))
    yield from _check_lines(shape, plan, "title", plan.title, size, most, bold=True)


def _check_lines(
    shape: Any, plan: SlidePlan, box: str, text: str, size: float, most: int, bold: bool = False
) -> Iterable[Overflow]:
    lines = fit.count_lines(text, shape.width / EMU_PER_POINT, size, bold)
    if lines > most:
        yield Overflow(plan.id, plan.title, box, (lines - most) * size * fit.LINE)


def _write_points(shape: Any, points: tuple[Point, ...], plan: SlidePlan, box: str) -> Iterable[Overflow]:
    """Writes paragraphs at the largest size that the box holds; below the floor it is an overflow."""
    hang = HANG if any(point.bulleted for point in points) else 0.0
    room, high = shape.width / EMU_PER_POINT - hang, shape.height / EMU_PER_POINT
    lines = tuple(point.line for point in points)
    sizes = plan.sizes or (COLUMN_SIZES if plan.columns else BODY_SIZES)
    gap = SMALL_GAP if plan.sizes else COLUMN_GAP if plan.columns else GAP
    size = next((s for s in sizes if fit.height(lines, room, s, gap) <= high), sizes[-1])
    frame = shape.text_frame
    for index, point in enumerate(points):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        _write_line(paragraph, point.line, size)
        paragraph.space_before, paragraph.space_after = Pt(gap if index else 0), Pt(0)
        if not point.bulleted:
            ooxml.remove_bullet(paragraph)
    over = fit.height(lines, room, size, gap) - high
    if over > 0:
        yield Overflow(plan.id, plan.title, box, over)


def _write_line(paragraph: Any, line: Line, size: float | None) -> None:
    marks = (Run(f" [{', '.join(line.marks)}]"),) if line.marks else ()
    for part in (*line.runs, *marks):
        run = paragraph.add_run()
        run.text = part.text
        if part.bold:
            run.font.bold = True
        if size is not None:
            run.font.size = Pt(size)


def _write_columns(slide: Any, layout: Any, plan: SlidePlan) -> Iterable[Overflow]:
    for heading, body, column in (
        (layout.left_heading, layout.left, plan.columns[0]),
        (layout.right_heading, layout.right, plan.columns[1]),
    ):
        slide.placeholders[heading].text_frame.text = column.heading
        yield from _write_points(slide.placeholders[body], column.points, plan, column.heading)


def _write_grid(slide: Any, area: Box, plan: SlidePlan) -> Iterable[Overflow]:
    """A native table at the largest size whose measured rows fit the area."""
    grid = plan.grid
    assert grid is not None
    widths = _column_widths(grid, area)
    sizes = plan.sizes or TABLE_SIZES
    high = area.height / EMU_PER_POINT
    size = next((s for s in sizes if sum(_row_heights(grid, widths, s)) <= high), sizes[-1])
    heights = _row_heights(grid, widths, size)
    frame = slide.shapes.add_table(
        len(heights), len(widths), Emu(area.left), Emu(area.top), Emu(area.width), Pt(sum(heights))
    )
    _fill(frame.table, grid, widths, heights)
    style_table(frame, ("tx1", "accent1", "accent2") if grid.arms else (), size=size, padding=4)
    ooxml.describe(frame, grid.caption.text or plan.title)
    frame.name = f"Table: {plan.id}"
    _before_source(slide, frame)
    if sum(heights) > high:
        yield Overflow(plan.id, plan.title, "table", sum(heights) - high)


def _cells(grid: Grid) -> list[tuple[Line, ...]]:
    return [tuple(Line((Run(column, True),)) for column in grid.columns), *grid.rows]


def _column_widths(grid: Grid, area: Box) -> list[float]:
    """Points. Two arms get equal columns; else each column's share grows with its longest cell."""
    room = area.width / EMU_PER_POINT
    if grid.arms:
        first = room * 0.2
        return [first, (room - first) / 2, (room - first) / 2]
    longest = [max(len(fit.printed(row[i])) for row in _cells(grid)) for i in range(len(grid.columns))]
    shares = [min(max(n, 7), 120) ** 0.75 for n in longest]
    return [room * share / sum(shares) for share in shares]


def _row_heights(grid: Grid, widths: list[float], size: float) -> list[float]:
    def rows(row: tuple[Line, ...], head: bool) -> int:
        return max(
            fit.count_lines(fit.printed(cell) or " ", wide - 16, size, head or i == 0)
            for i, (cell, wide) in enumerate(zip(row, widths, strict=True))
        )

    return [rows(row, i == 0) * size * fit.LINE + 8 for i, row in enumerate(_cells(grid))]


def _fill(table: Any, grid: Grid, widths: list[float], heights: list[float]) -> None:
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Pt(wide)
    for row, high in zip(table.rows, heights, strict=True):
        row.height = Pt(high)
    for i, cells in enumerate(_cells(grid)):
        for j, line in enumerate(cells):
            _write_line(table.cell(i, j).text_frame.paragraphs[0], line, None)


def _place_figure(slide: Any, area: Box, figure: Figure, binding: Binding) -> Any:
    """The figure at its own size in its area, as a group of native shapes; returns the group."""
    ids = [int(number) for number in slide._element.xpath("//p:cNvPr/@id")]
    group = parse_xml(drawingml.render_group(figure, binding, area.left, area.top, max(ids) + 1))
    slide.shapes._spTree.insert_element_before(group, "p:extLst")
    shape = next(shape for shape in slide.shapes if shape._element is group)
    _before_source(slide, shape)
    return shape


def _before_source(slide: Any, shape: Any) -> None:
    """Reading order: title, figure or table, source line."""
    source = next((s for s in slide.placeholders if s.placeholder_format.idx == LAYOUTS.text.source), None)
    if source is not None:
        ooxml.move_before(shape, source)
