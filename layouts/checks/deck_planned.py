"""A deck beside what was planned for it, and what each slide is: evidence, backup, references, disclosures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from layouts.checks.deck_file import DeckFile, Fault
from layouts.checks.deck_setting import Span, spans
from layouts.checks.deck_slides import DATA, FIGURE, FURNITURE, Box, Shape, Show, Slide
from layouts.deck.fit.measuring import printed
from layouts.deck.plans import DeckText, SlidePlan
from layouts.language import Language, language

Found = Iterator[Fault]
CITED: Final = re.compile(r"\[(\d+†?(?:, ?\d+†?)*)\]")
DEEP, FLAT = 0.6, 0.12  # of a slide's height: where the line of sources begins at the highest, and its greatest height
FREE: Final = ("Sign", "Site")  # of the first slide: the brand's own words, set as text boxes


@dataclass(frozen=True)
class Deck:
    """A deck's file and slides; `planned` is None for a file that somebody gives."""

    file: DeckFile
    show: Show
    planned: DeckText | None
    set: dict[Shape, tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, shape: Shape) -> tuple[Span, ...]:
        """The runs of a shape as they are set, looked up once."""
        if shape not in self.set:
            self.set[shape] = spans(shape)
        return self.set[shape]

    @cached_property
    def tag(self) -> str:
        """The deck's language as a BCP 47 tag."""
        return self.planned.language if self.planned else self.show.properties.get("language", "")

    @cached_property
    def tongue(self) -> Language | None:
        """The catalogue of the deck's language, where there is one."""
        try:
            return language(self.tag) if self.tag else None
        except (KeyError, ValueError):
            return None

    @cached_property
    def pairs(self) -> tuple[tuple[Slide, SlidePlan | None], ...]:
        """Each slide with its plan."""
        plans = self.planned.slides if self.planned else ()
        slides = self.show.slides
        return tuple((slide, plans[slide.number - 1] if slide.number <= len(plans) else None) for slide in slides)

    @cached_property
    def words(self) -> dict[str, str]:
        """The catalogue of the deck's language; empty where there is none."""
        return dict(self.tongue.catalogue) if self.tongue else {}

    def opening(self, key: str) -> str:
        """A fixed word of the catalogue up to where its first value stands; empty without a catalogue."""
        return self.words.get(key, "").partition("{")[0].strip()

    def is_disclosure(self, slide: Slide, plan: SlidePlan | None) -> bool:
        heading = self.opening("deck.disclosures-heading")
        return plan.id == "disclosures" if plan else bool(heading) and heading in slide.heading

    def is_references(self, slide: Slide, plan: SlidePlan | None) -> bool:
        heading = self.opening("deck.references-heading")
        return plan.id == "references" if plan else bool(heading) and heading in slide.heading

    def source_of(self, slide: Slide) -> Shape | None:
        """The line of sources: the last placeholder of text that begins low on the slide and is flat."""
        high = self.show.frame.bottom or 1
        low = (s for s in slide.shapes if s.holder == "body" and s.text and s.box and _flat(s.box, high))
        return next(reversed(list(low)), None)

    def cited(self, slide: Slide) -> tuple[str, ...]:
        """The numbers of the works that a slide cites, in brackets or in its line of sources."""
        texts = [shape.text for shape in slide.shapes if shape.holder not in FURNITURE]
        found = [number for text in texts for marks in CITED.findall(text) for number in marks.split(",")]
        source, opening = self.source_of(slide), self.opening("deck.sources")
        if source and opening and opening in source.text:
            listed = re.match(r"\s*(\d+†?(?:, \d+†?)*)\b", source.text.partition(opening)[2])
            found += listed[1].split(",") if listed else []
        return tuple(dict.fromkeys(number.strip(" †") for number in found))

    def is_evidence(self, slide: Slide, plan: SlidePlan | None) -> bool:
        """Whether a slide shows a figure, or cites; the backup's data and the references stand for others' sake."""
        if is_backup(slide) or self.is_references(slide, plan):
            return False
        return any(shape.figure for shape in slide.shapes) or bool(self.cited(slide))


def _flat(box: Box, high: int) -> bool:
    return box.top >= DEEP * high and box.bottom - box.top <= FLAT * high


def is_backup(slide: Slide) -> bool:
    """Whether it holds the data behind a figure."""
    return any(shape.name.startswith(DATA) for shape in slide.shapes)


def wanted_words(plan: SlidePlan) -> Iterator[str]:
    """What a slide was planned to say, in the order of reading; a figure by its name."""
    yield from (plan.title, plan.subtitle, *plan.details)
    for column in plan.columns:
        yield from (column.heading, *(printed(point.line) for point in column.points))
    if plan.grid:
        yield from plan.grid.columns
        yield from (printed(cell) for row in plan.grid.rows for cell in row)
    elif not plan.columns:
        points = plan.body[:1] if plan.role == "section" else plan.body
        yield from (printed(point.line) for point in points)
    if plan.figure:
        yield f"{FIGURE}{plan.figure}"
    yield "" if plan.role in ("title", "section") else plan.source


def spoken_words(slide: Slide) -> Iterator[str]:
    """What a slide says, in the order of its shapes; without footer, number and the brand's sign."""
    for shape in slide.shapes:
        if shape.figure:
            yield shape.name
        elif shape.holder not in FURNITURE and (shape.holder or shape.kind == "graphicFrame"):
            yield from shape.paragraphs
