"""What the rules read: every text with its place in the source, and what stands together on each panel and slide.

What is printed together is asked of the documents' own plans, so that no rule guesses what a page shows.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal, get_args

from layouts.blocks import (
    Boxed,
    Grid,
    Imprint,
    ListOf,
    Pairs,
    Paragraph,
    Picture,
    Printed,
    Ruled,
    Small,
    Works,
)
from layouts.brochure.panels import TrifoldText, plan_trifold
from layouts.citations import Numbering, figure_estimates, number_works
from layouts.comparison import (
    Arm,
    AskQuestions,
    Audience,
    Blocks,
    CompareRow,
    Comparison,
    Estimate,
    EvidenceMap,
    Outcome,
    Passage,
    Path,
    Place,
    PlaceFigure,
    Study,
    TellClaims,
    walk,
)
from layouts.deck.plans import SlidePlan
from layouts.deck.slides import plan_deck
from layouts.language import Language, language
from layouts.problems import Problem, Severity
from layouts.prose import Prose, Reference, Words
from layouts.source import Source
from layouts.wording import Line, Voice

NUMBER = "\ufffc"  # stands in a sentence where a number is printed by reference
Told = tuple[Path, Prose]
Variant = Literal["full", "short"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
PANELS = {  # in reading order: the cover, the flap that folds in, the spread, the back
    "flap": "flap",
    "inside-1": "inside_1",
    "inside-2": "inside_2",
    "inside-3": "inside_3",
    "back": "back",
}


@dataclass(frozen=True)
class Sentence:
    """One sentence, its numbers replaced by NUMBER and listed in order."""

    text: str
    numbers: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section as a document prints it: its texts with their places, and its printed lines."""

    section: str
    path: Path
    heading: Prose
    blocks: Blocks
    blocks_path: Path
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """What stands before a reader's eyes at once: a panel, a slide, or a section that no panel carries yet."""

    name: str
    path: Path
    audience: Audience
    parts: tuple[Part, ...]
    lines: tuple[str, ...]  # every printed line, those of the parts among them
    variant: Variant = "full"
    notes: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        return " \n".join(self.lines)

    @property
    def wording(self) -> str:
        """Which of a panel's two wordings this is, to be put into a message."""
        return f", in its {self.variant} wording," if self.path[0] == "documents" else ""


@dataclass(frozen=True)
class Proof:
    """A source as its rules read it."""

    source: Source

    @cached_property
    def comparison(self) -> Comparison:
        return self.source.comparison

    @cached_property
    def language(self) -> Language:
        return language(self.comparison.language)

    def problem(self, path: Path, rule: str, message: str, fix: str, severity: Severity = "error") -> Problem:
        return Problem(self.source.place(path), rule, message, fix, severity)

    def pattern(self, key: str) -> re.Pattern[str]:
        """A word list of the catalogue; one that matches nothing where the catalogue lacks it."""
        return _pattern(self.language, key)

    # --- texts ---

    @cached_property
    def texts(self) -> tuple[Told, ...]:
        """Every text of the source with its path, but not what people may have read: that is quoted as it was met."""
        return tuple((p, v) for p, v in walk(self.comparison) if isinstance(v, Prose) and "heard" not in p)

    @cached_property
    def sentences(self) -> tuple[tuple[Path, Sentence], ...]:
        """Every sentence of our own."""
        return tuple((path, sentence) for path, prose in self.texts for sentence in sentences(prose))

    @cached_property
    def labels(self) -> tuple[tuple[Path, str], ...]:
        """Printed words that are no prose: titles, column heads, labels of rows and figures."""
        return tuple(_labels(self.comparison))

    # --- the ledger ---

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        return {item.id: item for item in self.comparison.estimates}

    @cached_property
    def studies(self) -> dict[str, Study]:
        return {item.id: item for item in self.comparison.studies}

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return {item.id: item for item in self.comparison.outcomes}

    def arm_of(self, estimate: Estimate) -> str:
        return self.studies[estimate.study].arm

    def cited(self, prose: Prose) -> list[tuple[Estimate, str]]:
        """The estimates that a text prints, with the form that each is printed in."""
        return [
            (self.estimates[span.id], span.form)
            for span in prose.spans
            if isinstance(span, Reference) and span.id in self.estimates
        ]

    def shown(self, id: str) -> list[Estimate]:
        """The estimates that a figure draws."""
        return [self.estimates[key] for key in figure_estimates(self.comparison, id)]

    def drawn_arms(self, id: str) -> set[str]:
        """The arms that a figure shows; a drawing without data shows both."""
        figure = self.comparison.figure(id)
        if isinstance(figure, EvidenceMap):
            return {self.studies[key].arm for key in figure.studies}
        shown = {self.arm_of(estimate) for estimate in self.shown(id)}
        return shown or {arm.id for arm in self.comparison.arms}

    @cached_property
    def names(self) -> dict[str, re.Pattern[str]]:
        """What each arm is called in a text: the words of its names that the other's lack, and its products' names."""
        first, second = self.comparison.arms
        return {first.id: _names(first, second), second.id: _names(second, first)}

    # --- what is printed ---

    @cached_property
    def _numbering(self) -> Numbering:
        return number_works(self.comparison)

    def voice(self, audience: Audience) -> Voice:
        return Voice(self.comparison, self.language, audience, self._numbering)

    @cached_property
    def panels(self) -> tuple[Spot, ...]:
        """The panels in reading order, the cover first, each in its full wording and, where it has one, its short."""
        plans = {variant: self._trifold(variant) for variant in VARIANTS}
        spots = [_cover(plans["full"])]
        for panel, field in PANELS.items():
            keys = getattr(self.comparison.documents.trifold, field)
            full, short = (self._panel(panel, keys, plans[variant], variant) for variant in VARIANTS)
            spots += [full] if short.lines == full.lines else [full, short]
        return tuple(spots)

    def _trifold(self, variant: Variant) -> TrifoldText:
        short = frozenset(section.id for section in self.comparison.sections) if variant == "short" else frozenset()
        return plan_trifold(self.voice("patient"), NOBODY, short)

    def _panel(self, panel: str, keys: tuple[str, ...], plan: TrifoldText, variant: Variant) -> Spot:
        text = next(text for text in plan.panels if text.id == panel)
        parts = tuple(
            self._part(key, "patient", variant, (part.heading.text, *printed_lines(part.blocks)))
            for key, part in zip(keys, text.parts, strict=True)
        )
        lines = tuple(line for part in parts for line in part.lines)
        return Spot(f"the panel '{panel}'", ("documents", "trifold", panel), "patient", parts, lines, variant)

    def _part(self, key: str, audience: Audience, variant: Variant, lines: tuple[str, ...]) -> Part:
        index = next(i for i, section in enumerate(self.comparison.sections) if section.id == key)
        passage: Passage | None = getattr(self.comparison.sections[index], audience)
        assert passage is not None  # integrity has checked the wording
        path: Path = ("sections", index, audience)
        short = variant == "short" and passage.short is not None
        blocks = passage.short if short and passage.short else passage.full
        heading = passage.short_heading if short and passage.short_heading else passage.heading
        return Part(key, path, heading, blocks, (*path, "short" if short else "full"), lines)

    @cached_property
    def unplaced(self) -> tuple[Spot, ...]:
        """Patient sections that no panel carries: each may stand on a page of its own."""
        placed = {part.section for spot in self.panels for part in spot.parts}
        found = []
        for section in self.comparison.sections:
            if section.patient and section.id not in placed:
                part = self._part(section.id, "patient", "full", ())
                lines = tuple(self.voice("patient").text(prose) for _, prose in self.told(part))
                found.append(Spot(f"the section '{section.id}'", part.path, "patient", (part,), lines))
        return tuple(found)

    @cached_property
    def slides(self) -> tuple[Spot, ...]:
        """The slides with wording of their own, and the title slide."""
        plan = plan_deck(self.voice("clinician"), NOBODY)
        keys = {section.id for section in self.comparison.sections if section.clinician}
        spots = []
        for slide in plan.slides:
            lines = tuple(_slide_lines(slide))
            if slide.id in keys and slide.role != "title":
                part = self._part(slide.id, "clinician", "full", lines)
                spots.append(Spot(f"the slide '{slide.id}'", part.path, "clinician", (part,), lines, notes=slide.notes))
            elif slide.role == "title":
                spots.append(Spot("the title slide", ("decision",), "clinician", (), lines))
        return tuple(spots)

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        return (*self.panels, *self.unplaced, *self.slides)

    def told(self, part: Part) -> Iterator[Told]:
        """Every text of a section as printed, with the place where it is written."""
        yield (*part.path, "heading"), part.heading
        yield from told(self.comparison, part.blocks, part.blocks_path)

    def figures(self, part: Part) -> list[tuple[Path, str]]:
        """The figures that a section places."""
        found = walk(part.blocks, part.blocks_path)
        return [((*path, "figure"), value.figure) for path, value in found if isinstance(value, PlaceFigure)]

    def on_every_wording(self, has: Callable[[Spot], bool]) -> bool:
        """Whether one panel has it in its full and in its short wording: which is printed is known only later."""
        panels: dict[str, list[bool]] = {}
        for spot in self.panels:
            panels.setdefault(spot.name, []).append(has(spot))
        return any(all(found) for found in panels.values())

    def places(self, parts: Iterable[Part]) -> set[str]:
        """The parts that the pages make themselves, as far as these sections ask for them."""
        return {v.place for part in parts for _, v in walk(part.blocks) if isinstance(v, Place)}


NOBODY = Imprint(Line(()), (), None, "", "")  # rules on the source do not know the brand


# --- texts -----------------------------------------------------------------------------------------------------------


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
    elif isinstance(part, Place) and part.place == "status":
        yield from ((("arms", i, "status_line"), arm.status_line) for i, arm in enumerate(comparison.arms))
    elif isinstance(part, Place) and part.place in PLACED:
        field = PLACED[part.place]
        yield (field,), getattr(comparison, field)


PLACED = {
    "unknowns": "unknowns",
    "call-at-once": "call_at_once",
    "glossary": "glossary",
    "caveat": "cross_trial_caveat",
    "next-steps": "actions",
}


def _labels(comparison: Comparison) -> Iterator[tuple[Path, str]]:
    for path, value in walk(comparison.title, ("title",)):
        if isinstance(value, str):
            yield path, value
    for top in ("sections", "figures"):
        for path, value in walk(getattr(comparison, top), (top,)):
            if isinstance(value, str) and (path[-1] in ("label", "text", "end") or path[-2] == "columns"):
                yield path, value


ENDS = re.compile(r"(?<=[.!?])[\"'”’)]?\s+(?=[\"'“‘(]?[A-Z\u00c0-\u00de0-9\ufffc])")


@cache
def sentences(prose: Prose) -> tuple[Sentence, ...]:
    """The sentences of a text, without its citations."""
    spans = prose.spans
    numbers = [span for span in spans if isinstance(span, Reference)]
    text = "".join(
        span.text if isinstance(span, Words) else NUMBER if isinstance(span, Reference) else "" for span in spans
    )
    found = []
    for sentence in ENDS.split(" ".join(text.split())):
        count = sentence.count(NUMBER)
        found.append(Sentence(sentence, tuple(numbers[:count])))
        numbers = numbers[count:]
    return tuple(found)


@cache
def _pattern(tongue: Language, key: str) -> re.Pattern[str]:
    try:
        return tongue.pattern(f"rules.{key}")
    except KeyError:
        return re.compile(r"(?!)")


def _names(arm: Arm, other: Arm) -> re.Pattern[str]:
    """The names of an arm. A word that both arms use names neither; one letter alone is no name."""
    common = {_folded(word) for word in re.findall(r"[\w-]+", f"{other.name} {other.short}")}
    words = {word for word in re.findall(r"[\w-]+", f"{arm.name} {arm.short}") if _folded(word) not in common}
    products = {re.split(r"[,(]", product.name)[0].strip() for product in arm.products}
    listed = sorted({arm.name, arm.short, *words, *products}, key=len, reverse=True)
    alternatives = "|".join(f"(?-i:{re.escape(n)})" if n.isupper() else re.escape(n) for n in listed if len(n) > 1)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?:e?s)?(?!\w)", re.IGNORECASE)


def _folded(word: str) -> str:
    return word.casefold().removesuffix("s")


# --- printed lines ---------------------------------------------------------------------------------------------------


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


def _cover(plan: TrifoldText) -> Spot:
    cover = plan.cover
    lines = (cover.title, cover.promise.text, cover.figure.title.text, *cover.names)
    return Spot("the cover", ("promise",), "patient", (), lines)


def _slide_lines(slide: SlidePlan) -> Iterator[str]:
    """What a slide shows: a table's caption is no part of it, and of a figure only what the source line repeats."""
    yield from (slide.title, slide.subtitle, *slide.details)
    yield from (point.line.text for point in slide.body)
    for column in slide.columns:
        yield from (column.heading, *(point.line.text for point in column.points))
    if slide.grid:
        yield from (*slide.grid.columns, *(cell.text for row in slide.grid.rows for cell in row))
    yield slide.source
