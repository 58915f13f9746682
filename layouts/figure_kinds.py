"""The kinds of figure that a source can ask for, each with its words and what it shows. `figures/` draws them."""

from typing import Annotated, Literal

from pydantic import Field

from layouts.parts import Label, NotRecorded, Part, Percent, Slug
from layouts.prose import Prose


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


class Course(Part):
    """How many of a study's people responded, and how many of the same study's people still had the result later.

    `later` says in a few words what the second number counts: it is seldom the first one measured again.
    """

    response: Slug
    lasting: Slug
    later: Prose


class Durability(Worded):
    """Response and durability: two bars a study, grouped by arm. An arm without such a study has an empty list."""

    kind: Literal["durability"]
    arms: dict[Slug, Annotated[tuple[Course, ...], Field(max_length=8)]]


class Said(Part):
    """The number that a claim itself gives, in per cent; the same number twice where it gives one, 0 for "none"."""

    low: Percent
    high: Percent


class ClaimPlot(Worded):
    """A claim that people may have read, and under it what trials counted: one row a study, as in an interval plot."""

    kind: Literal["claim"]
    claim: Slug
    outcome: Slug
    estimates: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=40)]
    said: Said | None = None


Figure = Annotated[
    Emblem | Mechanism | IconRanges | IntervalPlot | ClaimPlot | Durability | EvidenceMap | Timeline,
    Field(discriminator="kind"),
]
