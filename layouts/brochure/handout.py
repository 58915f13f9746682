"""The handout's two editions, in ordinary and in large print: sizes, lengths and the places of figures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from layouts.blocks import Picture
from layouts.brochure.pages import PagesText, inner
from layouts.brochure.sheets import SIZES, Paper
from layouts.comparison import Comparison
from layouts.figures.specs import Slot
from layouts.palette import Palette

MM_PER_PT = 25.4 / 72
Type = tuple[float, float]  # size and leading in pt


@dataclass(frozen=True)
class Style:
    """An edition of the pages: sizes in pt, lengths in mm.

    `label` is the column of headings and row labels at the left, 0 where headings stand above their text; a column of
    a table is never narrower than `narrowest`. Where less than `filled` of a page is used, figures are tried lower.
    With `strong`, all text is ink: 7 : 1 and more (WCAG 2.2, 1.4.6). `air` is a share of the space between paragraphs.
    """

    name: str
    body: float
    leading: float
    title: Type
    lead: Type
    head: Type
    subhead: Type
    small: Type
    works: Type
    running: Type
    mark: float
    label: float
    gap: float
    narrowest: float
    figure_pt: tuple[float, float]
    line: float
    emblem: tuple[float, float]
    filled: float
    columns: int
    strong: bool
    side: float = 15.0
    top: float = 20.0
    foot: float = 17.0
    air: float = 1.0

    @property
    def smallest(self) -> float:
        """The least size of type, in pt."""
        return min(self.small[0], self.works[0], self.running[0], self.mark, self.figure_pt[1])

    def colours(self, palette: Palette) -> Palette:
        """The brand's colours as this edition uses them."""
        return replace(palette, muted=palette.ink, accent=palette.ink) if self.strong else palette


HANDOUT = Style(
    name="handout",
    body=12,
    leading=16,
    title=(30, 36),
    lead=(14, 19),
    head=(15, 19),
    subhead=(13, 17),
    small=(10, 13),
    works=(9, 11.25),
    running=(9, 12),
    mark=9.5,
    label=41,
    gap=5,
    narrowest=24,
    figure_pt=(11, 9),
    line=24,
    emblem=(52, 36),
    filled=0.7,
    columns=2,
    strong=False,
)
LARGE_PRINT = Style(
    name="large-print",
    body=18,
    leading=27,
    title=(28, 36),
    lead=(20, 29),
    head=(25, 32),
    subhead=(22, 29),
    small=(16, 23),
    works=(16, 21),
    running=(16, 20),
    mark=16,
    label=0,
    gap=6,
    narrowest=48,
    figure_pt=(18, 16),
    line=38,
    emblem=(150, 84),
    filled=0.6,
    columns=1,
    strong=True,
    top=25,
    foot=22,
)


@dataclass(frozen=True)
class Page:
    """A portrait page, in mm."""

    width: float
    height: float
    measure: float  # from margin to margin
    depth: float


def page(paper: Paper, style: Style) -> Page:
    """The tri-fold's paper, upright."""
    height, width = SIZES[paper]
    return Page(width, height, round(width - 2 * style.side, 2), round(height - style.top - style.foot, 2))


HIGHEST = {  # mm in ordinary and in large print: of figures that grow with their place; others take what they need
    "icon-ranges": (84.0, 186.0),
    "mechanism": (70.0, 168.0),
    "evidence-map": (110.0, 200.0),
}
SCANT, CLOSER = 0.25, 0.8  # of a last page so little is used; the air that may save the page
SCALES = (1.0, 0.93, 0.86)  # how much less such a figure may take where a page would else stay half empty
NARROW, WIDE = 0.48, 0.6  # how wide a letter is, in sizes of type: rather less, rather more
MIDDLE = 0.53


def scales(text: PagesText, comparison: Comparison) -> tuple[float, ...]:
    """The heights to try: one, where no figure grows with its place."""
    return SCALES if growing(text, comparison) else SCALES[:1]


def growing(text: PagesText, comparison: Comparison) -> tuple[str, ...]:
    """The figures that grow with their place."""
    return tuple(id for id in text.figures if comparison.figure(id).kind in HIGHEST)


def lines(text: str, size: float, width: float, letter: float) -> int:
    """About how many lines a text in `size` pt takes in so many mm, each letter a share of the size wide."""
    return ceil(len(text) * letter * size * MM_PER_PT / width)


def figure_slots(
    text: PagesText, paper: Paper, style: Style, comparison: Comparison, scale: float = 1.0
) -> dict[str, Slot]:
    """Where each figure stands: the full measure wide, as high as its page allows; the emblem small."""
    name, (base, smallest), sheet = f"{style.name}-{paper}", style.figure_pt, page(paper, style)
    slots = {}
    for picture, heading in _pictures(text):
        kind, deepest = comparison.figure(picture.id).kind, sheet.depth - _words(picture, heading, sheet, style)
        height = round(min(deepest, HIGHEST[kind][style.strong]) * scale if kind in HIGHEST else deepest, 2)
        slots[picture.id] = Slot(name, sheet.measure, height, base, smallest)
    return slots | ({text.emblem: Slot(f"{name}-title", *style.emblem, base, smallest)} if text.emblem else {})


def _pictures(text: PagesText) -> Iterator[tuple[Picture, str]]:
    """Every figure, with the heading that stands right above it, if any."""
    for chapter in text.chapters:
        for number, block in enumerate(inner(chapter.blocks)):
            if isinstance(block, Picture):
                yield block, "" if number else chapter.heading.text


def _words(picture: Picture, heading: str, sheet: Page, style: Style) -> float:
    """About how many mm the words round a figure take, with the space between them."""
    told = [(heading, style.head)] if heading else []
    told += [(picture.title.text, style.subhead), (picture.how_to_read.text, style.small)]
    told += [(note.text, style.small) for note in picture.notes]
    room = sheet.measure - style.label - style.gap
    set_in = sum(leading * lines(words, size, room, MIDDLE) for words, (size, leading) in told)
    return (set_in + 2.5 * style.leading + style.small[1] / 2 * len(picture.notes)) * MM_PER_PT
