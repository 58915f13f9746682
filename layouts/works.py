"""The cited works, with the field names of CSL-JSON, as Zotero exports them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from layouts.parts import Label, NotRecorded, Part, Slug


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

    @model_validator(mode="after")
    def _day(self) -> "Issued":
        year, month, day = (*self.date_parts[0], 1, 1)[:3]
        try:
            date(year, month, day)
        except ValueError:
            raise PydanticCustomError("issued", "there is no such day or month in a calendar") from None
        return self

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
