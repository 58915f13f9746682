"""What stands together before a reader's eyes: each panel and slide with its texts, and where these are written.

Asked of the documents' own plans, so that no rule guesses what a page shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from layouts.blocks import Boxed, Grid, Imprint, ListOf, Pairs, Paragraph, Picture, Printed, Ruled, Small, Works
from layouts.brochure.panels import TrifoldText, plan_trifold
from layouts.comparison import Comparison
from layouts.deck.plans import SlidePlan
from layouts.deck.slides import plan_deck
from layouts.figure_kinds import ClaimPlot
from layouts.parts import Audience, Path, walk
from layouts.passages import AskQuestions, Blocks, CompareRow, Passage, Place, PlaceFigure, TellClaims
from layouts.prose import Prose
from layouts.wording import Line, Voice

Told = tuple[Path, Prose]
Variant = Literal["full", "short"]
PANELS = {  # in reading order: the cover, the flap that folds in, the spread, the back
    "flap": "flap",
    "inside-1": "inside_1",
    "inside-2": "inside_2",
    "inside-3": "inside_3",
    "back": "back",
}
PLACED = {
    "unknowns": "unknowns",
    "call-at-once": "call_at_once",
    "glossary": "glossary",
    "caveat": "cross_trial_caveat",
    "next-steps": "actions",
}
NOBODY = Imprint(Line(()), (), "", None, "", "")  # rules on the source do not know the brand


@dataclass(frozen=True)
class Part:
    """A section as a document prints it.

    `texts` are its texts from wherever they are written, each with its place there; `lines` is what is printed.
    """

    section: str
    path: Path
    blocks: Blocks
    blocks_path: Path
    texts: tuple[Told, ...]
    lines: tuple[str, ...]

    @cached_property
    def values(self) -> tuple[tuple[Path, Any], ...]:
        """Every value of its blocks with its path."""
        return tuple(walk(self.blocks, self.blocks_path))

    @cached_property
    def figures(self) -> tuple[str, ...]:
        return tuple(value.figure for _, value in self.values if isinstance(value, PlaceFigure))

    @cached_property
    def places(self) -> frozenset[str]:
        """The parts that the pages make themselves, as far as it asks for them."""
        return frozenset(value.place for _, value in self.values if isinstance(value, Place))

    def has(self, kind: type) -> bool:
        """Whether it holds a block of this kind."""
        return any(isinstance(value, kind) for _, value in self.values)


@dataclass(frozen=True)
class Spot:
    """A panel, a slide, or a section that no panel carries yet: what a reader sees at once."""

    name: str
    path: Path
    audience: Audience
    parts: tuple[Part, ...]
    lines: tuple[str, ...]  # every printed line, those of the parts among them
    variant: Variant | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        return " \n".join(self.lines)

    @property
    def wording(self) -> str:
        """Which of a panel's two wordings this is, to be put into a message."""
        return f", in its {self.variant} wording," if self.variant else ""

    @property
    def places(self) -> frozenset[str]:
        return frozenset(place for part in self.parts for place in part.places)


def print_panels(voice: Voice, variant: Variant, fitted: frozenset[str] | None = None) -> tuple[Spot, ...]:
    """The cover and the panels in reading order; `short` takes the short wording of sections that have one, or only
    of those that are `fitted` with it."""
    comparison = voice.comparison
    every = frozenset(s.id for s in comparison.sections) if fitted is None else fitted
    short = every if variant == "short" else frozenset[str]()
    plan = plan_trifold(voice, NOBODY, short)
    return (_cover(plan), *(_panel(comparison, panel, plan, variant, short) for panel in PANELS))


def _cover(plan: TrifoldText) -> Spot:
    cover = plan.cover
    words = (cover.title, cover.promise.text, cover.decision.text, cover.figure.title.text)
    lines = (*words, *cover.names, *cover.edition)
    return Spot("the cover", ("promise",), "patient", (), lines)


def _panel(comparison: Comparison, panel: str, plan: TrifoldText, variant: Variant, short: frozenset[str]) -> Spot:
    keys = getattr(comparison.documents.trifold, PANELS[panel])
    text = next(text for text in plan.panels if text.id == panel)
    parts = tuple(
        print_part(
            comparison,
            key,
            "patient",
            "short" if key in short else "full",
            (part.heading.text, *printed_lines(part.blocks)),
        )
        for key, part in zip(keys, text.parts, strict=True)
    )
    lines = tuple(line for part in parts for line in part.lines)
    return Spot(f"the panel '{panel}'", ("documents", "trifold", panel), "patient", parts, lines, variant)


def print_unplaced(voice: Voice, panels: Iterable[Spot]) -> tuple[Spot, ...]:
    """The patient sections that no panel carries: each may stand on a page of its own."""
    placed = {part.section for spot in panels for part in spot.parts}
    found = []
    for section in voice.comparison.sections:
        if section.patient and section.id not in placed:
            part = print_part(voice.comparison, section.id, "patient", "full", ())
            part = replace(part, lines=tuple(voice.text(prose) for _, prose in part.texts))
            found.append(Spot(f"the section '{section.id}'", part.path, "patient", (part,), part.lines))
    return tuple(found)


def print_slides(voice: Voice) -> tuple[Spot, ...]:
    """The title slide and the slides with wording of their own."""
    comparison = voice.comparison
    keys = {section.id for section in comparison.sections if section.clinician}
    spots = []
    for slide in plan_deck(voice, NOBODY).slides:
        lines = tuple(_slide_lines(slide))
        if slide.role == "title":
            spots.append(Spot("the title slide", ("decision",), "clinician", (), lines))
        elif slide.id in keys:
            part = print_part(comparison, slide.id, "clinician", "full", lines)
            name = f"the slide '{slide.id}'"
            spots.append(Spot(name, part.path, "clinician", (part,), lines, notes=slide.notes))
    return tuple(spots)


def _slide_lines(slide: SlidePlan) -> Iterator[str]:
    """What a slide shows: of a figure only what the source line repeats of its words."""
    yield from (slide.title, slide.subtitle, *slide.details)
    yield from (point.line.text for point in slide.body)
    for column in slide.columns:
        yield from (column.heading, *(point.line.text for point in column.points))
    if slide.grid:
        yield from (*slide.grid.columns, *(cell.text for row in slide.grid.rows for cell in row))
    yield slide.source


def print_part(comparison: Comparison, key: str, audience: Audience, variant: Variant, lines: tuple[str, ...]) -> Part:
    """A section with the texts of one of its wordings."""
    index = next(i for i, section in enumerate(comparison.sections) if section.id == key)
    passage: Passage | None = getattr(comparison.sections[index], audience)
    assert passage is not None  # integrity has checked the wording
    path: Path = ("sections", index, audience)
    short = passage.short if variant == "short" else None
    heading = passage.short_heading if short and passage.short_heading else passage.heading
    at: Path = (*path, "short" if short else "full")
    texts = tuple(told(comparison, short or passage.full, at))
    return Part(key, path, short or passage.full, at, (((*path, "heading"), heading), *texts), lines)


def told(comparison: Comparison, value: Any, path: Path) -> Iterator[Told]:
    """Every text that a part of the comparison prints, from wherever it is written, with its path there."""
    for at, part in walk(value, path):
        if isinstance(part, Prose):
            yield at, part
        else:
            for behind, texts in _behind(comparison, part):
                yield from told(comparison, texts, behind)


def _behind(comparison: Comparison, part: Any) -> Iterator[tuple[Path, Any]]:
    """What a block prints from elsewhere in the comparison."""
    if isinstance(part, CompareRow) and part.field:
        yield from ((("arms", i, part.field), getattr(arm, part.field)) for i, arm in enumerate(comparison.arms))
    elif isinstance(part, PlaceFigure):
        yield from ((("figures", i), f) for i, f in enumerate(comparison.figures) if f.id == part.figure)
    elif isinstance(part, AskQuestions):
        yield from ((("questions", i), q) for i, q in enumerate(comparison.questions) if q.id in part.questions)
    elif isinstance(part, TellClaims):
        yield from ((("claims", i), c) for i, c in enumerate(comparison.claims) if c.id in part.claims)
    elif isinstance(part, ClaimPlot):
        yield from ((("claims", i, "heard"), c.heard) for i, c in enumerate(comparison.claims) if c.id == part.claim)
    elif isinstance(part, Place) and part.place == "status":
        yield from ((("arms", i, "status_line"), arm.status_line) for i, arm in enumerate(comparison.arms))
    elif isinstance(part, Place) and part.place in PLACED:
        yield (PLACED[part.place],), getattr(comparison, PLACED[part.place])


def printed_lines(blocks: Iterable[Printed]) -> Iterator[str]:
    """The lines of printed blocks, cell by cell."""
    for block in blocks:
        yield from (line if isinstance(line, str) else line.text for line in _lines(block))


def _lines(block: Printed) -> Iterator[Line | str]:
    match block:
        case Paragraph(line) | Ruled(line):
            yield line
        case ListOf(lines) | Small(lines):
            yield from lines
        case Grid(caption, columns, rows):
            yield caption
            yield from columns
            yield from (cell for row in rows for cell in row)
        case Picture():
            yield from (block.title, block.how_to_read, *block.notes)
        case Pairs(heads, pairs):
            yield from heads
            yield from (line for pair in pairs for line in pair)
        case Boxed(heading, blocks):
            yield from (heading,) if heading else ()
            yield from printed_lines(blocks)
        case Works(_, entries, note):
            yield from (text for _, text in entries)
            yield note
