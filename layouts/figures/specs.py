"""What a figure shows: frozen values of ready strings and numbers. Wording and language are decided before."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]
Shape = Literal["y", "bar", "fork"]
Role = Literal["arm", "accent", "ink", "muted"]
Target = Literal["receptor", "granule", "nucleus", "membrane"]


@dataclass(frozen=True)
class Slot:
    """A place in a document that a figure is drawn for. Millimetres and points; no text is set below `smallest_pt`."""

    name: str
    width_mm: float
    height_mm: float
    base_pt: float
    smallest_pt: float


@dataclass(frozen=True)
class Figure:
    """A finished figure. `svg` is UTF-8 with its text as text, `png` has no alpha; both have the slot's size."""

    id: str
    slot: Slot
    alt: str
    svg: bytes
    png: bytes


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
    """Rows of icon arrays, all of one size and one total."""

    anatomy: Anatomy
    rows: tuple[IconRow, ...]
    empty: str = ""

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
class IntervalPlot:
    """Groups over one axis from 0 to 100; `ticks` are the five labels at 0, 25, 50, 75 and 100."""

    anatomy: Anatomy
    groups: tuple[IntervalGroup, ...]
    axis_label: str
    ticks: tuple[str, str, str, str, str] = ("0", "25", "50", "75", "100")
    empty: str = ""


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
    """A circle a trial, one scale for both arms."""

    anatomy: Anatomy
    groups: tuple[TrialGroup, ...]
    empty: str = ""


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


Spec = IconRanges | IntervalPlot | EvidenceMap | Timeline | CellPair
