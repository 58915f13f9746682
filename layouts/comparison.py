"""A comparison as one frozen, closed whole: its documents, who answers for it, and all that they tell.

From here nothing is missing or misspelt.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from layouts.figure_kinds import Figure
from layouts.ledger import Arm, Condition, Estimate, Fact, Outcome, Product, Study
from layouts.parts import BothWordings, Label, NotRecorded, Part, Slug
from layouts.passages import Action, CallAtOnce, Claim, Question, Section, Term
from layouts.prose import Prose
from layouts.works import CitedWork

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
    """What each document prints. `handout` lists sections; without it, all that are worded for patients, in order."""

    trifold: Trifold
    handout: Annotated[tuple[Slug, ...], Field(min_length=1)] | None = None
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


class Review(Part):
    """Who looked at a translation, as what, and when. Documents print no name."""

    role: Literal["qualified translator", "bilingual clinician"]
    name: Label
    on: date


class Translated(Part):
    """What a comparison was translated from, and who looked at it; written by the program, never by hand."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$", alias="from")]
    reviewed: Review | None = None


class Waiver(Part):
    """A warning that somebody accepted: of which rule, why, who answers for it, and until when.

    `about` is a part of the warning's words, where a rule warns of several things and one is meant.
    """

    rule: Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[0-9]{2}$")]
    about: Label | None = None
    reason: Label
    by: Label
    until: date


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
    waivers: tuple[Waiver, ...] = ()
    translated: Translated | None = None
    references: tuple[CitedWork, ...] = ()

    def study(self, id: str) -> Study:
        return next(study for study in self.studies if study.id == id)

    def outcome(self, id: str) -> Outcome:
        return next(outcome for outcome in self.outcomes if outcome.id == id)

    def estimate(self, id: str) -> Estimate:
        return next(estimate for estimate in self.estimates if estimate.id == id)

    def figure(self, id: str) -> Figure:
        return next(figure for figure in self.figures if figure.id == id)

    def claim(self, id: str) -> Claim:
        return next(claim for claim in self.claims if claim.id == id)

    def section(self, id: str) -> Section:
        return next(section for section in self.sections if section.id == id)

    def product(self, id: str) -> Product:
        return next(product for arm in self.arms for product in arm.products if product.id == id)

    @property
    def handout(self) -> tuple[str, ...]:
        """The sections of the handout, and of its large print, in order."""
        return self.documents.handout or tuple(section.id for section in self.sections if section.patient)

    @property
    def numbers(self) -> tuple[Estimate | Fact, ...]:
        """The ledger: everything that prose can refer to by a record."""
        return (*self.estimates, *self.facts)

    def arm_index(self, id: str) -> int:
        return next(index for index, arm in enumerate(self.arms) if arm.id == id)
