"""What a figure shows: frozen values of ready strings and numbers. Wording and language are decided before."""

from dataclasses import dataclass
from typing import Literal

from layouts.figures.marks import Mark

Direction = Literal["ltr", "rtl"]
Shape = Literal["y", "bar", "fork"]
Role = Literal["arm", "accent", "ink", "muted"]
Target = Literal["receptor", "granule", "nucleus", "membrane"]
Ticks = tuple[str, str, str, str, str]
TICKS: Ticks = ("0", "25", "50", "75", "100")


@dataclass(frozen=True)
class Slot:
    """A place in a document that a figure is drawn for. Millimetres and points; no text is set below `smallest_pt`."""

    name: str
    width_mm: float
    height_mm: float
    base_pt: float
    smallest_pt: float


class DoesNotFit(ValueError):
    """A spec that cannot be laid out in its slot at the smallest type size; names the figure and the label."""

    def __init__(self, figure: str, slot: Slot, label: str, reason: str) -> None:
        self.figure, self.slot, self.label, self.reason = figure, slot, label, reason
        place = f"{slot.name} ({slot.width_mm:g} x {slot.height_mm:g} mm, type from {slot.smallest_pt:g} pt)"
        super().__init__(f"figure {figure!r} does not fit {place}: {reason}: {label!r}")


@dataclass(frozen=True)
class Figure:
    """A finished figure of the slot's size, once laid out and saved three ways.

    Of a divided figure this is part `part` of `parts`.

    `svg` is UTF-8 with its text as text; `png` has 300 dots an inch and no alpha, or is empty where
    nobody asked for it; `marks` are the shapes and labels
    that become native ones on a slide. `seal` is the same for the same data, whatever the slot, words or colours.
    """

    id: str
    slot: Slot
    alt: str
    svg: bytes
    png: bytes
    marks: tuple[Mark, ...]
    direction: Direction = "ltr"
    language: str = "en"
    seal: str = ""
    part: int = 1
    parts: int = 1


@dataclass(frozen=True)
class Anatomy:
    """The words every figure carries. The document beside the drawing sets all but `alt`; none is drawn."""

    id: str
    title: str
    how_to_read: str
    caveat: str
    source: str
    alt: str
    direction: Direction = "ltr"
    language: str = "en"  # BCP 47, for spelling and screen readers
    seal: str = ""  # what the figure's data hash to; the same in every document of an edition
    part: int = 1
    parts: int = 1  # into how many the figure is divided where a slot does not hold it whole
    arranged_for: Slot | None = None  # of a part: where all parts stand alike, at its base type size


@dataclass(frozen=True)
class IconArray:
    """`total` people as icons, the first `filled` of them filled. `label` and `complement` write both counts."""

    filled: int
    label: str
    complement: str
    lines: tuple[str, ...] = ()
    total: Literal[100, 1000] = 100

    def __post_init__(self) -> None:
        if self.total not in (100, 1000) or not 0 <= self.filled <= self.total:
            raise ValueError(f"{self.label!r}: {self.filled} of {self.total} icons cannot be filled")


@dataclass(frozen=True)
class IconRow:
    """One arm (0 or 1) and its arrays, from the lowest to the highest; `empty` is printed when there is none."""

    arm: int
    heading: str
    arrays: tuple[IconArray, ...]
    empty: str = ""


@dataclass(frozen=True)
class IconRanges:
    """Rows of icon arrays, all of one size and one total; a part of a divided figure names the `whole`."""

    anatomy: Anatomy
    rows: tuple[IconRow, ...]
    empty: str = ""
    whole: "IconRanges | None" = None

    def __post_init__(self) -> None:
        if len({array.total for row in self.rows for array in row.arrays}) > 1:
            raise ValueError(f"figure {self.anatomy.id!r}: arrays of one comparison share one denominator")


@dataclass(frozen=True)
class IntervalRow:
    """One study. `value`, `low`, `high` in per cent (0-100) or None; `detail` says so where no interval is known."""

    label: str
    n: int
    value: float | None
    low: float | None
    high: float | None
    detail: str
    value_label: str


@dataclass(frozen=True)
class IntervalGroup:
    """The studies of one arm (0 or 1); `empty` is printed when there is none."""

    arm: int
    heading: str
    rows: tuple[IntervalRow, ...]
    empty: str = ""


@dataclass(frozen=True)
class Said:
    """What somebody said the number is, from `low` to `high` per cent (0-100), and how the axis labels it."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class IntervalPlot:
    """Groups over one axis from 0 to 100; `ticks` are the five labels at 0, 25, 50, 75 and 100.

    A part of a divided plot names the `whole`, whose columns and sizes it keeps.
    """

    anatomy: Anatomy
    groups: tuple[IntervalGroup, ...]
    axis_label: str
    ticks: Ticks = TICKS
    empty: str = ""
    said: Said | None = None
    whole: "IntervalPlot | None" = None


@dataclass(frozen=True)
class ClaimPlot:
    """A sentence that people may have read, `lead` before it, and below what trials counted."""

    anatomy: Anatomy
    lead: str
    heard: str
    plot: IntervalPlot


@dataclass(frozen=True)
class Bar:
    """One number of a study, in per cent (0-100), from zero; `low` and `high` where an interval is known."""

    label: str
    value: float
    low: float | None
    high: float | None
    value_label: str


@dataclass(frozen=True)
class StudyBars:
    """A study, how many of its people responded, and how many of them all still had the result later."""

    label: str
    detail: str
    responded: Bar
    later: Bar


@dataclass(frozen=True)
class BarGroup:
    """The studies of one arm (0 or 1); `empty` is printed when there is none."""

    arm: int
    heading: str
    studies: tuple[StudyBars, ...]
    empty: str = ""


@dataclass(frozen=True)
class Durability:
    """Two bars a study over one axis from 0 to 100, the same for both arms; a part names the `whole`."""

    anatomy: Anatomy
    groups: tuple[BarGroup, ...]
    axis_label: str
    ticks: Ticks = TICKS
    empty: str = ""
    whole: "Durability | None" = None


@dataclass(frozen=True)
class Trial:
    """One circle: its area stands for `n` people, which `n_label` writes."""

    label: str
    n: int
    n_label: str


@dataclass(frozen=True)
class TrialGroup:
    """The trials of one arm (0 or 1), drawn in the given order; `empty` is printed when there is none."""

    arm: int
    heading: str
    trials: tuple[Trial, ...]
    empty: str = ""


@dataclass(frozen=True)
class EvidenceMap:
    """A circle a trial, one scale for both arms; a part of a divided map names the `whole`."""

    anatomy: Anatomy
    groups: tuple[TrialGroup, ...]
    empty: str = ""
    whole: "EvidenceMap | None" = None


@dataclass(frozen=True)
class Step:
    """One step and how long it takes in words; `recorded` False draws it dashed ("not recorded")."""

    label: str
    duration: str
    recorded: bool = True


@dataclass(frozen=True)
class TimelineRow:
    """The steps of one arm (0 or 1) in order; `end` names what they lead to; `empty` is printed without steps."""

    arm: int
    heading: str
    steps: tuple[Step, ...]
    end: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Timeline:
    """Steps in order, not to scale in time: every step is drawn equally long."""

    anatomy: Anatomy
    rows: tuple[TimelineRow, ...]
    empty: str = ""


@dataclass(frozen=True)
class Receptors:
    """`count` receptors of one shape, spread over the membrane."""

    count: int
    shape: Shape = "y"
    role: Role = "arm"


@dataclass(frozen=True)
class Leader:
    """A label and the part its line leads to; `which` picks the family when the target is a receptor."""

    text: str
    target: Target
    which: int = 0


@dataclass(frozen=True)
class Body:
    """One round body in its arm's colour."""

    arm: int
    name: str
    outline: Literal["smooth", "scalloped"] = "smooth"
    nucleus: bool = True
    receptors: tuple[Receptors, ...] = ()
    granules: int = 0
    labels: tuple[Leader, ...] = ()


@dataclass(frozen=True)
class CellPair:
    """Two bodies of the same area and weight; without any label it is an emblem and writes nothing."""

    anatomy: Anatomy
    bodies: tuple[Body, Body]


Spec = IconRanges | IntervalPlot | ClaimPlot | Durability | EvidenceMap | Timeline | CellPair
