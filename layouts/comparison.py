"""The model of a comparison: frozen, closed, in the field's words. From here nothing is missing or misspelt.

What a source does not tell is written `not recorded`; it is printed as such and never filled in.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictBool, Tag, model_validator
from pydantic_core import PydanticCustomError

from layouts.prose import Prose

NotRecorded = Literal["not recorded"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Label = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f{}]+$")]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
People = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
Quantity = Annotated[float, Field(strict=True, ge=-1_000_000_000, le=1_000_000_000, allow_inf_nan=False)]
Percent = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]
Audience = Literal["patient", "clinician"]
Confidence = Literal["verified", "abstract-only", "secondary-source", "unverified"]
PrintAdvice = Literal[
    "ok", "ok-with-caveat", "check-primary-before-print", "ok-worded-as-not-found", "re-check-FDA-list-on-print-date"
]
# Records marked "do-not-print-as-a-number" have no place in a source at all.


class Part(BaseModel):
    """A piece of the model: it cannot be changed, and a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- what is compared ------------------------------------------------------------------------------------------------


class Condition(Part):
    """The illness and its natural course."""

    name: Label
    description: Prose


class Drawing(Part):
    """How an arm is drawn: a simple body of the figures, in the arm's colour."""

    outline: Literal["smooth", "scalloped"] = "smooth"
    nucleus: StrictBool = True
    receptors: Annotated[int, Field(strict=True, ge=0, le=40)] = 0
    receptor_shape: Literal["y", "bar", "fork"] = "y"
    granules: Annotated[int, Field(strict=True, ge=0, le=60)] = 0


class Product(Part):
    """One treatment of an arm that a trial gave."""

    id: Slug
    name: Label
    description: Prose | None = None


class Arm(Part):
    """One of the two sides of the comparison."""

    id: Slug
    name: Label
    short: Label
    status: Literal["approved", "investigational"]
    status_line: Prose
    description: Prose
    mechanism: Prose
    experience: Prose
    indications: NotRecorded | Prose
    boxed_warnings: tuple[Prose, ...] | NotRecorded
    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    drawing: Drawing = Drawing()


class Study(Part):
    """One trial or one label's safety set; `overlaps` names studies whose people are probably among these."""

    id: Slug
    name: Label
    arm: Slug
    product: Slug
    n: People | NotRecorded
    design: Literal[
        "randomised", "single-arm", "pooled-label", "meta-analysis", "registry", "case-series", "laboratory"
    ]
    population: Label
    population_short: Label | None = None
    scales: tuple[Label, ...] = ()
    references: Annotated[tuple[Slug, ...], Field(min_length=1)]
    overlaps: tuple[Slug, ...] = ()


class BothWordings(Part):
    """One name for patients, one for clinicians."""

    patient: Label
    clinician: Label


class Outcome(Part):
    """Something that may happen and matters."""

    id: Slug
    name: BothWordings
    direction: Literal["benefit", "harm"]
    severity: Literal["mild", "moderate", "severe", "life-threatening", "varies"]
    meaning: Prose
    population: NotRecorded | Prose
    time_frame: NotRecorded | Prose
    per: Literal[100, 1000] = 100
    comparison: Literal["head-to-head", "within-study", "cross-trial", "single-arm"]
    certainty: Literal["high", "moderate", "low", "very low"]


# --- numbers ---------------------------------------------------------------------------------------------------------


class Counted(Part):
    """Events of n, both as the source prints them."""

    events: Count
    n: People


class Reported(Part):
    """A percentage of n people; no count is known and none is calculated."""

    percent: Percent
    n: People


class PercentOnly(Part):
    """A percentage without its n: stays out of figures."""

    percent: Percent


class Interval(Part):
    """The source's own 95 % interval, in per cent."""

    low: Percent
    high: Percent


class Checked(Part):
    """Who checked a number against its primary source, and when."""

    by: Label
    on: date


class Estimate(Part):
    """One number of one study for one outcome, with its record and its source."""

    id: Slug
    record: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=80)]
    study: Slug
    outcome: Slug
    counted: Counted | None = None
    reported: Reported | None = None
    percent_only: PercentOnly | None = None
    printed: Percent | None = None  # what the source itself prints, only where its own counts make another percentage
    at_least: StrictBool = False
    interval: Interval | NotRecorded
    scale: Label | NotRecorded
    time_frame: Label | NotRecorded
    locator: Label | NotRecorded
    source: Slug
    confidence: Confidence
    print_advice: PrintAdvice
    caveat: Prose | None = None
    checked: Checked | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Estimate":
        kinds = [kind for kind in (self.counted, self.reported, self.percent_only) if kind is not None]
        if len(kinds) != 1:
            raise PydanticCustomError("one_kind", "needs exactly one of 'counted', 'reported' and 'percent_only'")
        if self.counted and self.counted.events > self.counted.n:
            raise PydanticCustomError(
                "events_above_n",
                "counts {events} events among {n} people",
                {"events": self.counted.events, "n": self.counted.n},
            )
        if self.printed is not None and not self.counted:
            raise PydanticCustomError("printed", "'printed' stands beside 'counted' only")
        return self

    @property
    def n(self) -> int | None:
        """How many people were counted, where that is known."""
        kind = self.counted or self.reported
        return kind.n if kind else None

    @property
    def rate(self) -> Fraction:
        """The exact share, from 0 to 1."""
        if self.counted:
            return Fraction(self.counted.events, self.counted.n)
        kind = self.reported or self.percent_only
        assert kind is not None  # _one_kind has made sure
        return Fraction(str(kind.percent)) / 100


def rounds_to(rate: Fraction, printed: float) -> bool:
    """Whether a printed percentage is its rate, rounded to the digits printed (half either way)."""
    digits = len(f"{printed:g}".partition(".")[2])
    return abs(Fraction(str(printed)) - rate * 100) <= Fraction(1, 2 * 10**digits)


class Unit(Part):
    """A unit that the catalogue does not know, singular and plural."""

    one: Label
    other: Label


class Fact(Part):
    """Any other number: value, unit, source, and how long it may be printed."""

    id: Slug
    record: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=80)]
    value: Quantity
    low: Quantity | None = None
    high: Quantity | None = None
    unit: Literal["day", "week", "month", "year", "person", "product", "trial", "percent", "death"] | Unit
    statement: Prose
    source: Slug
    locator: Label | NotRecorded
    as_of: date | NotRecorded
    expires: date | None = None
    confidence: Confidence
    print_advice: PrintAdvice
    caveat: Prose | None = None
    checked: Checked | None = None


# --- references: the field names of CSL-JSON, as Zotero exports them --------------------------------------------------


class Name(Part):
    """A person (`family`, `given`) or a body (`literal`)."""

    family: Label | None = None
    given: Label | None = None
    literal: Label | None = None

    @model_validator(mode="after")
    def _named(self) -> "Name":
        if bool(self.family) == bool(self.literal):
            raise PydanticCustomError("name", "needs either 'family' (a person) or 'literal' (a body)")
        return self


class Issued(Part):
    """CSL's date: `date-parts` holds one list of year, month and day."""

    date_parts: Annotated[
        tuple[
            Annotated[tuple[Annotated[int, Field(strict=True, ge=1, le=2999)], ...], Field(min_length=1, max_length=3)]
        ],
        Field(alias="date-parts"),
    ]

    @property
    def year(self) -> int:
        return self.date_parts[0][0]


class CitedWork(Part):
    """One reference. `number` is a trial's registration; `custom.description` stands where a title is not recorded,
    `custom.check` where what is cited from it still has to be checked by a clinical reviewer.
    """

    id: Slug
    type: Literal["article-journal", "webpage", "report", "document", "paper-conference", "book", "chapter", "dataset"]
    title: Annotated[str, Field(min_length=1, max_length=600)] | NotRecorded
    author: Annotated[tuple[Name, ...], Field(min_length=1)] | NotRecorded
    issued: Issued | NotRecorded
    container_title: Annotated[str, Field(min_length=1, max_length=300)] | NotRecorded = Field(alias="container-title")
    container_title_short: Label | None = Field(default=None, alias="container-title-short")
    publisher: Label | None = None
    volume: Label | None = None
    issue: Label | None = None
    page: Label | None = None
    DOI: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$", max_length=200)] | None = None
    PMID: Annotated[str, Field(pattern=r"^\d{1,8}$")] | None = None
    number: Annotated[str, Field(pattern=r"^NCT\d{8}(; NCT\d{8})*$")] | None = None
    URL: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=300)] | None = None
    custom: dict[Literal["description", "check"], Label] | None = None


class References(Part):
    """The references file."""

    references: tuple[CitedWork, ...]


# --- words -----------------------------------------------------------------------------------------------------------


class Bullets(Part):
    bullets: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=12)]


class Steps(Part):
    steps: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=9)]


class CompareRow(Part):
    """One row of a two-column comparison: typed cells, one an arm, or a field of the arms."""

    label: Label
    field: Literal["description", "mechanism", "experience", "status_line", "indications"] | None = None
    cells: dict[Slug, Prose] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "CompareRow":
        if (self.field is None) == (self.cells is None):
            raise PydanticCustomError("row", "needs either 'field' or 'cells'")
        return self


class CompareTable(Part):
    caption: Prose
    rows: Annotated[tuple[CompareRow, ...], Field(min_length=1, max_length=9)]


class Compare(Part):
    """Both arms side by side, the same rows for each."""

    compare: CompareTable


class TableContent(Part):
    caption: Prose
    columns: Annotated[tuple[Label, ...], Field(min_length=2, max_length=6)]
    rows: Annotated[tuple[Annotated[tuple[Prose, ...], Field(min_length=2, max_length=6)], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _regular(self) -> "TableContent":
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise PydanticCustomError(
                    "table",
                    "row {row} has {cells} cells and the table {columns} columns",
                    {"row": number, "cells": len(row), "columns": len(self.columns)},
                )
        return self


class Table(Part):
    table: TableContent


class PlaceFigure(Part):
    figure: Slug


class AskQuestions(Part):
    """Questions to take along, each with `lines` ruled lines to write on."""

    questions: Annotated[tuple[Slug, ...], Field(min_length=1)]
    lines: Annotated[int, Field(strict=True, ge=0, le=6)] = 1


class WriteIn(Part):
    """A prompt with ruled lines to write on."""

    write: Prose
    lines: Annotated[int, Field(strict=True, ge=1, le=12)] = 2


class TellClaims(Part):
    """What people may have read, each beside its answer."""

    claims: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Place(Part):
    """A part that the pages make themselves."""

    place: Literal[
        "unknowns", "call-at-once", "references", "colophon", "imprint", "glossary", "status", "caveat", "next-steps"
    ]


class BoxContent(Part):
    heading: Prose | None = None
    body: Annotated[tuple["Inner", ...], Field(min_length=1)]


class Box(Part):
    """A framed part, one level deep."""

    box: BoxContent


def _key(value: Any) -> str | None:
    """Which kind of block a value is: the one known key it has."""
    if isinstance(value, (str, Prose)):
        return "text"
    keys = value.keys() if isinstance(value, dict) else type(value).model_fields if isinstance(value, Part) else ()
    return next((key for key in keys if key in BLOCK_KEYS), None)


BLOCK_KEYS = ("bullets", "steps", "compare", "table", "figure", "questions", "write", "claims", "place", "box")

Inner = Annotated[
    Annotated[Prose, Tag("text")]
    | Annotated[Bullets, Tag("bullets")]
    | Annotated[Steps, Tag("steps")]
    | Annotated[PlaceFigure, Tag("figure")]
    | Annotated[AskQuestions, Tag("questions")]
    | Annotated[WriteIn, Tag("write")]
    | Annotated[Place, Tag("place")],
    Discriminator(_key),
]
Block = Annotated[
    Annotated[Prose, Tag("text")]
    | Annotated[Bullets, Tag("bullets")]
    | Annotated[Steps, Tag("steps")]
    | Annotated[Compare, Tag("compare")]
    | Annotated[Table, Tag("table")]
    | Annotated[PlaceFigure, Tag("figure")]
    | Annotated[AskQuestions, Tag("questions")]
    | Annotated[WriteIn, Tag("write")]
    | Annotated[TellClaims, Tag("claims")]
    | Annotated[Place, Tag("place")]
    | Annotated[Box, Tag("box")],
    Discriminator(_key),
]
Blocks = Annotated[tuple[Block, ...], Field(min_length=1, max_length=40)]
BoxContent.model_rebuild()


class Notes(Part):
    """What a speaker says, and a question that is likely to come."""

    say: Annotated[tuple[Prose, ...], Field(min_length=1)]
    question: Prose | None = None
    answer: Prose | None = None


class Passage(Part):
    """A section's wording for one audience. `short` may stand in where room is tight."""

    heading: Prose
    short_heading: Prose | None = None
    full: Blocks
    short: Blocks | None = None
    notes: Notes | None = None


class Section(Part):
    """One subject, worded for patients, for clinicians, or for both."""

    id: Slug
    patient: Passage | None = None
    clinician: Passage | None = None

    @model_validator(mode="after")
    def _worded(self) -> "Section":
        if not (self.patient or self.clinician):
            raise PydanticCustomError("section", "has no wording: give 'patient', 'clinician' or both")
        return self


class Question(Part):
    id: Slug
    text: Prose


class Claim(Part):
    """Something people may have read (`heard`), beside the answer the evidence gives."""

    id: Slug
    heard: Prose
    answer: Prose


class Term(Part):
    """A term and its plain meaning."""

    id: Slug
    term: Label
    meaning: Prose


class Action(Part):
    """What the reader can do: one act, why, and its steps."""

    act: Prose
    why: Prose
    steps: tuple[Prose, ...] = ()


class CallAtOnce(Part):
    """When to seek help at once; the number itself is the brand's, or a ruled line."""

    heading: Prose
    signs: Annotated[tuple[Prose, ...], Field(min_length=1)]
    otherwise: Prose


# --- figures ---------------------------------------------------------------------------------------------------------


class Worded(Part):
    """The words every figure carries: the message as title, how to read it, and its caveat."""

    id: Slug
    title: Prose
    how_to_read: Prose
    caveat: Prose | None = None


class Emblem(Worded):
    """Both arms as drawn bodies, side by side."""

    kind: Literal["emblem"]


class PartLabel(Part):
    """A label and the part of a drawn body that its line leads to."""

    text: Label
    part: Literal["receptor", "granule", "nucleus", "membrane"]


class Mechanism(Worded):
    """Both arms as drawn bodies with labelled parts: how each works."""

    kind: Literal["mechanism"]
    labels: dict[Slug, Annotated[tuple[PartLabel, ...], Field(min_length=1, max_length=4)]]


class EvidenceMap(Worded):
    """A circle a study, its area as many people as the study treated."""

    kind: Literal["evidence-map"]
    studies: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=24)]


class TimelineStep(Part):
    label: Label
    duration: NotRecorded | Prose


class TimelineRow(Part):
    steps: Annotated[tuple[TimelineStep, ...], Field(min_length=1, max_length=6)]
    end: Label


class Timeline(Worded):
    """The way to the treatment, step by step, for each arm."""

    kind: Literal["timeline"]
    arms: dict[Slug, TimelineRow]


class Range(Part):
    """The lowest and the highest printable study of one arm."""

    low: Slug
    high: Slug


class IconRanges(Worded):
    """Arrays of 100 (or 1,000) people: for each arm its lowest and its highest study; `selection` says how chosen."""

    kind: Literal["icon-ranges"]
    outcome: Slug
    selection: Prose
    arms: dict[Slug, Range]


class IntervalPlot(Worded):
    """One row a study, grouped by arm: point, 95 % interval, n and scale."""

    kind: Literal["intervals"]
    outcome: Slug
    estimates: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=40)]


Figure = Annotated[Emblem | Mechanism | IconRanges | IntervalPlot | EvidenceMap | Timeline, Field(discriminator="kind")]


# --- documents -------------------------------------------------------------------------------------------------------


class Trifold(Part):
    """Which sections stand on which panel."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    flap: Annotated[tuple[Slug, ...], Field(min_length=1)]
    inside_1: Annotated[tuple[Slug, ...], Field(min_length=1, alias="inside-1")]
    inside_2: Annotated[tuple[Slug, ...], Field(min_length=1, alias="inside-2")]
    inside_3: Annotated[tuple[Slug, ...], Field(min_length=1, alias="inside-3")]
    back: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Slide(Part):
    """One slide: a section's clinician wording on a slide layout, or a slide that the deck makes itself."""

    section: Slug | None = None
    layout: Literal["section", "text", "comparison", "figure", "table", "closing"] | None = None
    make: Literal["title", "disclosures", "references", "data"] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Slide":
        if (self.section is None) == (self.make is None) or (self.section is None) != (self.layout is None):
            raise PydanticCustomError("slide", "needs either 'section' and 'layout', or 'make'")
        return self


class DeckPart(Part):
    """A named part of the deck, as PowerPoint's sections show it."""

    name: Label
    slides: Annotated[tuple[Slide, ...], Field(min_length=1)]


class Documents(Part):
    trifold: Trifold
    deck: Annotated[tuple[DeckPart, ...], Field(min_length=1)]


# --- governance ------------------------------------------------------------------------------------------------------


class SignOff(Part):
    role: Literal["clinical reviewer", "patient reviewer", "regulatory reviewer", "PEMAT rater"]
    name: Label
    on: date


class Edition(Part):
    """Which printing this is. Nothing printed depends on the day it was built."""

    version: Annotated[str, Field(pattern=r"^\d+(\.\d+){0,2}$")]
    status: Literal["draft", "approved"]
    published: date
    next_review: date
    update_policy: Prose
    sign_offs: tuple[SignOff, ...] = ()


class Governance(Part):
    """Who made it, with what money and interests, and how the evidence was found."""

    authors: NotRecorded | Prose
    funding: Prose
    interests: Prose
    method: Prose


class Comparison(Part):
    """One comparison: two arms, what is known about them, and the documents that tell it."""

    format: Literal[1]
    id: Slug
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
    brand: Slug
    purpose: Literal["education"]
    regions: Annotated[tuple[Literal["US", "EU", "UK"], ...], Field(min_length=1)]
    audience: Prose
    condition: Condition
    title: BothWordings
    promise: Prose
    decision: Prose
    main_message: Prose
    cover_figure: Slug
    cross_trial_caveat: Prose
    edition: Edition
    governance: Governance
    arms: Annotated[tuple[Arm, Arm], Field(description="exactly two")]
    studies: tuple[Study, ...]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    estimates: tuple[Estimate, ...]
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    glossary: tuple[Term, ...] = ()
    unknowns: Annotated[tuple[Prose, ...], Field(min_length=1)]
    other_choices: Prose
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    call_at_once: CallAtOnce
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    documents: Documents
    references: tuple[CitedWork, ...] = ()

    def study(self, id: str) -> Study:
        return next(study for study in self.studies if study.id == id)

    def outcome(self, id: str) -> Outcome:
        return next(outcome for outcome in self.outcomes if outcome.id == id)

    def estimate(self, id: str) -> Estimate:
        return next(estimate for estimate in self.estimates if estimate.id == id)

    def figure(self, id: str) -> Figure:
        return next(figure for figure in self.figures if figure.id == id)

    def section(self, id: str) -> Section:
        return next(section for section in self.sections if section.id == id)

    def product(self, id: str) -> Product:
        return next(product for arm in self.arms for product in arm.products if product.id == id)

    @property
    def numbers(self) -> tuple[Estimate | Fact, ...]:
        """The ledger: everything that prose can refer to by a record."""
        return (*self.estimates, *self.facts)

    def arm_index(self, id: str) -> int:
        return next(index for index, arm in enumerate(self.arms) if arm.id == id)


Path = tuple[str | int, ...]


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a model with its path in the source, parents before children, in source order."""
    yield path, value
    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            if name in value.model_fields_set:
                yield from walk(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
