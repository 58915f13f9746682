"""NUM-11: one axis from zero for both arms, and every mark and number where that axis says."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from layouts.checks.drawn import Drawn, kind, plain, whole_numbers
from layouts.figures.marks import Contour, Label, Shape
from layouts.figures.specs import Bar, ClaimPlot, Durability, EvidenceMap, IntervalPlot, IntervalRow, Said, Ticks
from layouts.problems import Problem

TICKS = (0, 25, 50, 75, 100)
NEAR = 0.3  # mm: nobody sees less
_SMALLEST = 0.5  # mm: the radius below which a circle would be missed; so small ones may be larger than their number
_SAID = ("said: band", "said: line", "said: bracket")
_READ = ("size", "interval", "point", "bar", "trial")  # kinds of marks that are read off an axis, or by their area


@dataclass(frozen=True)
class Scale:
    """Where 0 and 100 per cent stand, in mm from the left."""

    zero: float
    hundred: float

    def at(self, per_cent: float) -> float:
        return self.zero + (self.hundred - self.zero) * per_cent / 100


@dataclass(frozen=True)
class Reading:
    """What a mark of a name has to show: where its closed outlines have their middle or, of a bar, their ends; where
    its open ones end. In per cent."""

    name: str
    middle: float | None = None
    ends: tuple[float, float] | None = None
    whisker: tuple[float, float] | None = None


@dataclass(frozen=True)
class Row:
    """The marks of one number, and how it is written; the first mark is level with the number or below it."""

    readings: tuple[Reading, ...]
    value_label: str


@dataclass(frozen=True)
class Plot:
    """What stands on an axis."""

    rows: tuple[Row, ...]
    ticks: Ticks
    said: Said | None = None


def one_scale(drawn: Drawn) -> Iterator[Problem]:
    """NUM-11: one axis for both arms that starts at zero, its numbers at their ticks (ABPI Code, 6.3: graphs)."""
    plot = _plot(drawn)
    if not plot:
        return
    if not (scale := _scale(drawn)):
        yield _wrong(drawn, "no axis with a line at zero is drawn")
        return
    for name, ticks in (("grid: 0", TICKS[:1]), ("grid", TICKS[1:])):
        for shape in drawn.named(name):
            off = max(_off((x for x, _ in contour.points), map(scale.at, ticks)) for contour in shape.contours)
            if off > NEAR or len({round(x) for x, _ in _points(shape.contours)}) < len(ticks):
                yield _wrong(drawn, f"the lines '{name}' do not stand at {', '.join(map(str, ticks))} of one axis")
    for tick, words in zip(TICKS, plot.ticks, strict=True):
        labels = [label for _, label in drawn.labels if plain(label.words) == plain(words)]
        right = whole_numbers(words) == [tick]
        if not right or not any(
            abs(_middle_of(label) - _moved_in(drawn, label, scale.at(tick))) <= NEAR for label in labels
        ):
            yield _wrong(drawn, f"the number '{words}' does not stand at {tick} on the axis")


def marks_on_scale(drawn: Drawn) -> Iterator[Problem]:
    """NUM-11: every point, interval and bar shows its number on the axis, bars from zero (ABPI Code, 6.3)."""
    plot, scale = _plot(drawn), _scale(drawn)
    if not plot or not scale:
        return
    left = [outline.shape for _, outline in drawn.outlines if kind(outline.shape.name) in _READ]
    for reading in (reading for row in plot.rows for reading in row.readings):
        shape = next((shape for shape in left if shape.name == reading.name), None)
        if shape is None:
            yield _wrong(drawn, f"the mark '{reading.name}' is not drawn")
            continue
        left.remove(shape)
        if (off := _misread(shape, reading, scale)) > NEAR:
            yield _wrong(drawn, f"the mark '{shape.name}' stands {off:.1f} mm from where the axis has its number")
    for shape in left:
        yield _wrong(drawn, f"the mark '{shape.name}' stands for no number of the figure")
    for shape in (shape for name in _SAID for shape in drawn.named(name)):
        if not plot.said or _ends_off(shape.contours, (plot.said.low, plot.said.high), scale) > NEAR:
            yield _wrong(drawn, f"the mark '{shape.name}' does not stand where the axis has what was said")


def numbers_at_marks(drawn: Drawn) -> Iterator[Problem]:
    """NUM-11: the number written beside each mark is the figure's own (ABPI Code, 6.3)."""
    plot = _plot(drawn)
    if not plot:
        return
    tops: dict[str, list[float]] = {}
    for _, label in drawn.labels:
        tops.setdefault(plain(label.words), []).append(label.box[1])
    heights = _heights(drawn, plot.rows)
    for row, y in zip(plot.rows, heights, strict=True):
        others = [other for other in heights if other is not None]
        written = tops.get(plain(row.value_label), [])
        if not any(y is None or min((o for o in others if o > top), default=0.0) == y for top in written):
            yield _wrong(drawn, f"the number '{row.value_label}' does not stand at its mark")


def circles_by_area(drawn: Drawn) -> Iterator[Problem]:
    """NUM-11: circles have one scale for both arms: their areas are as their people (ABPI Code, 6.3)."""
    if not isinstance(drawn.spec, EvidenceMap):
        return
    trials = [trial for group in drawn.spec.groups for trial in group.trials]
    circles = [outline.shape for _, outline in drawn.outlines if kind(outline.shape.name) == "trial"]
    if [f"trial: {trial.label}" for trial in trials] != [shape.name for shape in circles]:
        yield _wrong(drawn, "the circles drawn are not the trials of the figure")
        return
    radii = [(shape.box[2] - shape.box[0]) / 2 for shape in circles]
    most, largest = max(zip((trial.n for trial in trials), radii, strict=True), default=(1, 0.0))
    for trial, radius in zip(trials, radii, strict=True):
        if abs(radius - max(largest * math.sqrt(trial.n / most), _SMALLEST)) > NEAR:
            yield _wrong(drawn, f"the circle of '{trial.label}' does not have the area of its {trial.n} people")


def _wrong(drawn: Drawn, message: str) -> Problem:
    fix = "the program draws what the source does not say: report it, and do not print the figure"
    return drawn.problem("NUM-11", message, fix)


# --- what a figure has to show ----------------------------------------------------------------------------------------


def _plot(drawn: Drawn) -> Plot | None:
    """The rows of a figure with an axis; None of any other, and of one without a row."""
    spec = drawn.spec.plot if isinstance(drawn.spec, ClaimPlot) else drawn.spec
    if isinstance(spec, IntervalPlot):
        rows = tuple(_row(row) for group in spec.groups for row in group.rows)
        return Plot(rows, spec.ticks, spec.said) if rows else None
    if isinstance(spec, Durability):
        studies = [study for group in spec.groups for study in group.studies]
        pairs = [(study.label, name, getattr(study, name)) for study in studies for name in ("responded", "later")]
        return Plot(tuple(_bar(f"{label} {name}", bar) for label, name, bar in pairs), spec.ticks) if pairs else None
    return None


def _row(row: IntervalRow) -> Row:
    """A point by its area, and on it core and whisker as one shape."""
    ends = (row.low, row.high) if row.low is not None and row.high is not None else None
    readings = [Reading(f"size: {row.label}", row.value)] if row.value is not None else []
    if readings or ends:
        readings.append(Reading(f"{'interval' if ends else 'point'}: {row.label}", row.value, whisker=ends))
    return Row(tuple(readings), row.value_label)


def _bar(name: str, bar: Bar) -> Row:
    readings = [Reading(f"bar: {name}", ends=(0, bar.value))] if bar.value > 0 else []
    if bar.low is not None and bar.high is not None:
        readings.append(Reading(f"interval: {name}", whisker=(bar.low, bar.high)))
    return Row(tuple(readings), bar.value_label)


# --- what it shows ----------------------------------------------------------------------------------------------------


def _scale(drawn: Drawn) -> Scale | None:
    """From the line at zero to the farthest of the others."""
    zero = [x for shape in drawn.named("grid: 0") for x, _ in _points(shape.contours)]
    others = [x for shape in drawn.named("grid") for x, _ in _points(shape.contours)]
    return Scale(zero[0], max(others, key=lambda x: abs(x - zero[0]))) if zero and others else None


def _points(contours: Iterable[Contour]) -> list[tuple[float, float]]:
    return [point for contour in contours for point in contour.points]


def _xs(contours: Iterable[Contour]) -> tuple[float, float]:
    """Left and right of outlines; curves here reach as far as the points that bend them."""
    xs = [x for x, _ in _points(contours)]
    return min(xs), max(xs)


def _off(found: Iterable[float], wanted: Iterable[float]) -> float:
    """Mm from the worst of the places found to the nearest of those wanted."""
    places = list(wanted)
    return max(min(abs(x - place) for place in places) for x in found)


def _misread(shape: Shape, reading: Reading, scale: Scale) -> float:
    """Mm by which a mark misses what it has to show, at worst; without end where it lacks the outline for it."""
    closed = [contour for contour in shape.contours if contour.closed]
    lines = [contour for contour in shape.contours if not contour.closed]
    off = [0.0]
    if reading.middle is not None:
        off.append(abs(sum(_xs(closed)) / 2 - scale.at(reading.middle)) if closed else math.inf)
    for contours, ends in ((closed, reading.ends), (lines, reading.whisker)):
        if ends:
            off.append(_ends_off(contours, ends, scale) if contours else math.inf)
    return max(off)


def _ends_off(contours: Iterable[Contour], ends: tuple[float, float], scale: Scale) -> float:
    """Mm by which outlines miss, at worst, where they have to end."""
    return max(abs(a - b) for a, b in zip(_xs(contours), sorted(map(scale.at, ends)), strict=True))


def _heights(drawn: Drawn, rows: tuple[Row, ...]) -> list[float | None]:
    """Mm from the top to the middle of each row's first mark."""
    left = [outline.shape for _, outline in drawn.outlines if kind(outline.shape.name) in _READ]
    found: list[float | None] = []
    for row in rows:
        mark = next((shape for shape in left if row.readings and shape.name == row.readings[0].name), None)
        if mark:
            left.remove(mark)
        found.append((mark.box[1] + mark.box[3]) / 2 if mark else None)
    return found


def _middle_of(label: Label) -> float:
    return (label.box[0] + label.box[2]) / 2


def _moved_in(drawn: Drawn, label: Label, x: float) -> float:
    """Where the number of a tick stands: at the tick, or moved in from the edge of the figure."""
    half = label.wide / 2
    return min(max(x, half), drawn.figure.slot.width_mm - half)
