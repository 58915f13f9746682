"""How the handout is set: its template in one edition, on one paper. Decides nothing about content."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain

from layouts.blocks import Boxed, Grid, ListOf, Paragraph, Ruled
from layouts.brochure.fills import Laid
from layouts.brochure.handout import NARROW, WIDE, Page, Style, lines, page
from layouts.brochure.laid_out import measure, outline
from layouts.brochure.pages import Chapter, PagesText
from layouts.brochure.pdf import PT_PER_MM, Typeset, font_faces, template, typeset
from layouts.brochure.reading import Said, said_by_pages
from layouts.brochure.sheets import Paper
from layouts.brochure.signs import drawn_sign, sign_size
from layouts.comparison import Edition
from layouts.figures.marks import Label
from layouts.figures.specs import Figure
from layouts.palette import Palette

SIGN_ROOM = (60.0, 9.0)  # mm in the head margin of the first page
BESIDE = (Paragraph, ListOf, Ruled, Boxed)  # what may stand beside a heading
WORDS = re.compile(r">[^<]+<")
Figures = Mapping[str, tuple[Figure, ...]]  # by id, each in its parts


@dataclass(frozen=True)
class HandoutPages:
    """The pages, how they are laid out, what they say, and how each figure is told by id: in parts, by the first."""

    set: Typeset
    laid: Laid
    said: Said
    alts: dict[str, str]
    parts: dict[str, int]
    figures: Figures
    html: str = field(repr=False)

    @property
    def outline(self) -> str:
        """A digest of all but words that decides how the pages would come out in another setting: elements and what
        they are told, drawings, where every block and line stands, and faults."""
        drawings = [sha256(figure.svg).digest() for parts in self.figures.values() for figure in parts]
        told = (WORDS.sub("><", self.html), drawings, outline(self.set.document), self.laid.faults)
        return sha256(repr(told).encode()).hexdigest()

    @property
    def fit(self) -> dict[str, object]:
        """For the manifest: how full each page is, where sections begin, the smallest type, and divided figures."""
        return {
            "pages": self.set.pages,
            "fill": [{"used_mm": page.used, "room_mm": page.room} for page in self.laid.pages],
            "sections": self.laid.sections,
            "smallest_pt": self.laid.smallest,
            "parts": {id: parts for id, parts in self.parts.items() if parts > 1},
        }


def typeset_handout(
    text: PagesText, figures: Figures, paper: Paper, style: Style, palette: Palette, edition: Edition
) -> HandoutPages:
    """Sets the pages of one edition, its figures at their own size."""
    sheet = page(paper, style)

    def stacked(columns: int) -> bool:
        return _stacked(columns, sheet, style)

    html = template("pages.html.jinja").render(
        text=text,
        style=style,
        page=sheet,
        palette=style.colours(palette),
        fonts=list(font_faces()),
        published=edition.published.isoformat(),
        figures=figures,
        stacked=stacked,
        opening=lambda chapter: _opening(chapter, sheet, style),
        first_column=lambda grid: _first_column(grid, sheet, style),
        css=css_string,
        sign=text.sign,
        sign_size=sign_size(text.sign, SIGN_ROOM),
    )
    drawn = list(chain.from_iterable(figures.values()))
    made = typeset(html, {f"{figure.id}-{figure.part}": figure.svg for figure in drawn} | drawn_sign(text.sign))
    laid = measure(made.document)
    labels = [mark for figure in drawn for mark in figure.marks if isinstance(mark, Label)]
    lettered = [paragraph.pt for label in labels for paragraph in label.paragraphs]
    laid = replace(laid, smallest=min([laid.smallest, *lettered]))
    said = said_by_pages(text, (figure.alt for figure in drawn), stacked)
    alts = {id: parts[0].alt for id, parts in figures.items()}
    return HandoutPages(made, laid, said, alts, {id: len(parts) for id, parts in figures.items()}, figures, html)


@dataclass(frozen=True)
class Opening:
    """How many blocks stand beside a heading, at least so high (pt) that the heading has room."""

    blocks: int
    height: float = 0.0
    kind: str = ""


def _opening(chapter: Chapter, sheet: Page, style: Style) -> Opening:
    """Paragraphs until they are as high as the heading beside them, or one list or box; else it stands above."""
    first, size, leading = chapter.blocks[0], *style.head
    if not style.label or getattr(first, "role", "") == "glossary" or not isinstance(first, BESIDE):
        return Opening(0)
    height = leading * lines(chapter.heading.text, size, style.label, WIDE)
    if isinstance(first, ListOf) and style.leading * len(first.lines) > height:
        return Opening(1, 0.0, "long")  # it may go on over the page
    if not isinstance(first, Paragraph):
        return Opening(1, height)
    high, blocks, room = 0.0, 0, sheet.measure - style.label - style.gap
    for block in chapter.blocks:
        if high >= height or not isinstance(block, Paragraph):
            break
        high += style.leading * (0.5 + lines(block.line.text, style.body, room, NARROW))
        blocks += 1
    return Opening(blocks, height)


def _stacked(columns: int, sheet: Page, style: Style) -> bool:
    """Whether a table of so many columns stands as labels with answers below, since its columns became too narrow."""
    return (sheet.measure - style.label) / max(1, columns - bool(style.label)) < style.narrowest


def _first_column(grid: Grid, sheet: Page, style: Style) -> float:
    """Mm for the names of a table's rows where no column of labels stands ready: their own length, a third at most."""
    letters = max(len(text) for text in (grid.columns[0], *(row[0].text for row in grid.rows)))
    return style.label or min(letters * WIDE * style.body / PT_PER_MM + 2, sheet.measure / 3)


def css_string(text: str) -> str:
    """A text as CSS takes it in `content`, every character by its number."""
    return '"' + "".join(f"\\{ord(character):x} " for character in text) + '"'
