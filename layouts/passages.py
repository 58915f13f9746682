"""The words of a source: blocks, the sections they fill, and what else is told, asked, answered and explained."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from layouts.parts import Label, Part, Slug
from layouts.prose import Prose


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
