"""What a printed document was planned to show, unit by unit: texts, labels of figures, marks of lists, margins."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from layouts.blocks import Boxed, Grid, ListOf, Pairs, Printed
from layouts.brochure.pages import PagesText
from layouts.brochure.panels import Part, TrifoldText
from layouts.brochure.reading import FOLDED, read_blocks, read_line, read_trifold
from layouts.brochure.sheets import Sheet
from layouts.checks.completeness.pieces import Unit
from layouts.checks.painted import Box
from layouts.figures.marks import Label
from layouts.figures.specs import Figure

PT_PER_MM = 72 / 25.4
Figures = Mapping[str, Sequence[Figure]]


def trifold_units(text: TrifoldText, figures: Figures, margins: Iterable[str], told: bool) -> tuple[Unit, ...]:
    """A tri-fold's; `margins` is what stands beside its panels. With `told`, figures have alternative texts."""
    panels = {panel.id: panel for panel in text.panels}
    read = list(read_trifold(text))
    apart = {id: [line for part in panels[id].parts for line in _lines(part)] for id in FOLDED[1:]}
    cover = read[: len(read) - sum(map(len, apart.values()))]
    units = [Unit(line, spot="cover") for line in cover]
    units += [Unit(line, spot=id) for id, lines in apart.items() for line in lines]
    for panel in text.panels:
        marks = list_marks(block for part in panel.parts for block in part.blocks)
        units += [Unit(mark, "furniture", panel.id) for mark in marks]
    for id, spot in text.figures.items():
        units += figure_units(figures[id], spot, told)
    if told:
        units += [Unit(alt, "alt", "cover") for alt in text.cover.sign.alts]
    return (*units, *(Unit(line, "furniture") for line in margins if line))


def _lines(part: Part) -> Iterator[str]:
    yield read_line(part.heading)
    yield from read_blocks(part.blocks)


def pages_units(text: PagesText, said: Iterable[str], figures: Figures, pages: int) -> tuple[Unit, ...]:
    """A handout's of so many pages; `said` are its texts, as they are read."""
    units = [Unit(line) for line in said]
    units += [Unit(mark, "furniture") for chapter in text.chapters for mark in list_marks(chapter.blocks)]
    units += [Unit(str(number), "furniture") for number, _ in text.references.entries]
    for parts in figures.values():
        units += figure_units(parts, "", True)
    units += [Unit(alt, "alt") for alt in text.sign.alts]
    before, between, after = text.page
    for page in range(1, pages + 1):
        margins = (text.running if page > 1 else "", f"{before}{page}{between}{pages}{after}", text.head)
        units += [Unit(margin, "furniture", page=page) for margin in margins if margin]
    return tuple(units)


def table_heads(blocks: Iterable[Printed]) -> Iterator[str]:
    """The heads of tables, which stand again where a table goes on over a page."""
    for block in blocks:
        if isinstance(block, Boxed):
            yield from table_heads(block.blocks)
        elif isinstance(block, Grid):
            yield from block.columns
        elif isinstance(block, Pairs):
            yield from block.heads


def list_marks(blocks: Iterable[Printed]) -> Iterator[str]:
    """The numbers of numbered lists; the bullets of others say nothing."""
    for block in blocks:
        if isinstance(block, Boxed):
            yield from list_marks(block.blocks)
        elif isinstance(block, ListOf) and block.ordered:
            yield from (f"{number}." for number in range(1, len(block.lines) + 1))


def figure_units(parts: Sequence[Figure], spot: str, told: bool, page: int = 0) -> Iterator[Unit]:
    """The labels that are drawn in a figure, part by part, and with `told` what it is told as."""
    for figure in parts:
        labels = (mark for mark in figure.marks if isinstance(mark, Label))
        name = figure.id if figure.part == 1 else f"{figure.id} {figure.part}"
        yield from (Unit(label.words, "figure", spot, page, name) for label in labels if label.words.strip())
        if told:
            yield Unit(figure.alt, "alt", spot, page, name)


def panel_boxes(sheet: Sheet, margin: float = 0.0) -> tuple[dict[str, Box], ...]:
    """The panels of each side of a sheet, in pt from the page's lower left corner; `margin` mm lie round the sheet."""
    high = (sheet.height + 2 * margin) * PT_PER_MM
    return tuple(
        {
            panel.id: Box(
                (margin + panel.left) * PT_PER_MM,
                high - (margin + panel.height) * PT_PER_MM,
                (margin + panel.left + panel.width) * PT_PER_MM,
                high - margin * PT_PER_MM,
            )
            for panel in side
        }
        for side in sheet.sides
    )
