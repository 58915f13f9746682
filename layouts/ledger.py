"""The ledger: what is compared, in which studies, for which outcomes, and every number with its record and source."""

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from layouts.parts import BothWordings, Count, Label, NotRecorded, Part, People, Percent, Quantity, Slug
from layouts.prose import Prose

Form = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f{}]*(\{n\}[^\x00-\x1f{}]*)?$")]
Confidence = Literal["verified", "abstract-only", "secondary-source", "unverified"]
PrintAdvice = Literal[
    "ok", "ok-with-caveat", "check-primary-before-print", "ok-worded-as-not-found", "re-check-FDA-list-on-print-date"
]
# Records marked "do-not-print-as-a-number" have no place in a source at all.


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


class Forms(Part):
    """Plural forms of a language that has more than two, whole: `{n}` where the number stands, or without it."""

    zero: Form | None = None
    one: Form | None = None
    two: Form | None = None
    few: Form | None = None
    many: Form | None = None


class Unit(Part):
    """A unit that the catalogue does not know: singular and plural, which follow the number, and further forms."""

    one: Label
    other: Label
    forms: Forms | None = None


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
