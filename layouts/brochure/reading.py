"""What a document says, text by text, in the order in which it is read. No library here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from layouts.blocks import Boxed, Grid, ListOf, Pairs, Paragraph, Picture, Printed, Ruled, Small, Works
from layouts.brochure.pages import PagesText
from layouts.brochure.panels import PanelText, TrifoldText
from layouts.wording import Line


@dataclass(frozen=True)
class Said:
    """What a document was planned to be: its properties, its texts in the order of reading, its figures' alt texts."""

    title: str
    language: str
    author: str
    subject: str
    texts: tuple[str, ...]
    alts: tuple[str, ...]
    signs: tuple[str, ...] = ()  # what a logo is told as: a name, however short


FOLDED = ("cover", "flap", "inside-1", "inside-2", "inside-3", "back")  # as hands unfold a sheet
MOST_WORDS = 250  # of a panel without figures: at 12 on 15 pt, 80 x 190 mm hold about 230
PANEL_HEIGHT = 190.0  # mm
Stacked = Callable[[int], bool]  # whether a table of so many columns stands as labels with answers below


def never(columns: int) -> bool:
    """No table is stacked."""
    return False


def read_line(line: Line) -> str:
    """A line with its citation marks."""
    return line.text + (f" [{', '.join(line.marks)}]" if line.marks else "")


def said_by_trifold(text: TrifoldText, alts: Iterable[str]) -> Said:
    """All of a tri-fold."""
    return Said(
        text.title,
        text.language,
        text.author,
        text.subject,
        tuple(read_trifold(text)),
        tuple(alts),
        text.cover.sign.alts,
    )


def read_trifold(text: TrifoldText) -> Iterator[str]:
    """The cover, the flap that opens first, the spread, the back."""
    cover, panels = text.cover, {panel.id: panel for panel in text.panels}
    yield from (
        *cover.sign.texts,
        cover.title,
        read_line(cover.promise),
        read_line(cover.decision),
        *cover.names,
        *cover.edition,
    )
    for id in FOLDED[1:]:
        for part in panels[id].parts:
            yield read_line(part.heading)
            yield from read_blocks(part.blocks)


def crowded(text: TrifoldText, heights: Mapping[str, float]) -> list[str]:
    """The panels that need no setting to know that they are too full; `heights` are the figures', in mm, by id."""
    return [
        panel.id for panel in text.panels if _words(panel) > MOST_WORDS * (1 - _drawn(panel, heights) / PANEL_HEIGHT)
    ]


def _words(panel: PanelText) -> int:
    return sum(len(told.split()) for part in panel.parts for told in read_blocks(part.blocks))


def _drawn(panel: PanelText, heights: Mapping[str, float]) -> float:
    return sum(heights[b.id] for part in panel.parts for b in part.blocks if isinstance(b, Picture))


def said_by_pages(text: PagesText, alts: Iterable[str], stacked: Stacked) -> Said:
    """All of a handout."""
    return Said(
        text.title,
        text.language,
        text.author,
        text.subject,
        tuple(read_pages(text, stacked)),
        tuple(alts),
        text.sign.alts,
    )


def read_pages(text: PagesText, stacked: Stacked) -> Iterator[str]:
    """The title, the sections, the references; their numbers are read as labels."""
    yield from (*text.sign.texts, text.title, read_line(text.promise), read_line(text.decision), *text.edition)
    for chapter in text.chapters:
        yield read_line(chapter.heading)
        yield from read_blocks(chapter.blocks, stacked)
    if text.references.entries:
        yield from (text.references.heading, *text.references.notes, *(entry for _, entry in text.references.entries))


def read_blocks(blocks: Iterable[Printed], stacked: Stacked = never) -> Iterator[str]:
    """The texts of blocks; of a picture the words that stand round it."""
    for block in blocks:
        yield from (line if isinstance(line, str) else read_line(line) for line in _read(block, stacked))


def _read(block: Printed, stacked: Stacked) -> Iterator[Line | str]:
    match block:
        case Paragraph(line) | Ruled(line):
            yield line
        case ListOf(lines) | Small(lines):
            yield from lines
        case Grid():
            yield from _read_grid(block, stacked(len(block.columns)))
        case Picture():
            yield from (block.title, block.how_to_read, *block.notes)
        case Pairs(heads, pairs):
            yield from heads
            yield from (line for pair in pairs for line in pair)
        case Boxed(heading, blocks):
            yield from (heading,) if heading else ()
            yield from read_blocks(blocks, stacked)
        case Works(heading, entries, note):
            yield from (heading, *(f"{number} {entry}" for number, entry in entries), note)


def _read_grid(grid: Grid, stacked: bool) -> Iterator[Line | str]:
    yield grid.caption
    if not stacked:
        yield from grid.columns
        yield from (cell for row in grid.rows for cell in row)
        return
    for name, *cells in grid.rows:
        yield name
        for column, cell in zip(grid.columns[1:], cells, strict=True):
            yield from (column, cell)


def references_in(blocks: Iterable[Printed]) -> dict[str, str]:
    """The references that blocks print, by the number that marks give."""
    found: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Works):
            found |= {str(number): entry for number, entry in block.entries}
        elif isinstance(block, Boxed):
            found |= references_in(block.blocks)
    return found


def references_of(text: TrifoldText) -> dict[str, str]:
    """The references that a tri-fold prints, by the number that marks give."""
    return references_in(block for panel in text.panels for part in panel.parts for block in part.blocks)
