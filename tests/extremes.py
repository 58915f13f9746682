"""Whatever a source may bring: random specs of every kind of figure, and what may never be seen in a drawing.

A label is drawn as three numbers (how it is built, its length, a seed), so that hypothesis has few choices to make
even for forty studies, and shortens labels when it shrinks an example.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from impossible import least_height
from layouts.figures.laying_out import lay_out_parts
from layouts.figures.marks import Label, Mark, Shape
from layouts.figures.outlines import Outline, meet
from layouts.figures.recording import read_marks
from layouts.figures.specs import (
    Anatomy,
    Bar,
    BarGroup,
    Body,
    CellPair,
    ClaimPlot,
    Direction,
    DoesNotFit,
    Durability,
    EvidenceMap,
    IconArray,
    IconRanges,
    IconRow,
    IntervalGroup,
    IntervalPlot,
    IntervalRow,
    Leader,
    Receptors,
    Said,
    Slot,
    Spec,
    Step,
    StudyBars,
    Timeline,
    TimelineRow,
    Trial,
    TrialGroup,
)
from layouts.figures.typeface import Type, ink, width
from layouts.palette import Palette

PALETTE = Palette(
    ink="#1B2733",
    muted="#51606E",
    rule="#C9D1D9",
    tint="#F3F6F8",
    paper="#FFFFFF",
    accent="#0F6B6B",
    arms=("#0072B2", "#D55E00"),
    arm_tints=("#E0EEF6", "#FAECE0"),
)
SLIDE = Slot("slide", 304.8, 117.12, 16, 14)
HANDOUT = Slot("handout", 170, 110, 11, 9)
PANEL = Slot("panel", 80, 120, 9.5, 9)
SLOTS = (SLIDE, HANDOUT, PANEL)
SEEN = 0.1  # mm: less is not seen
LONGEST = 60  # letters of a label
MOST_STUDIES = 40
BLANK = " \u00a0"  # what a line may lose at its end

LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "es": "abcdefghijlmnñopqrstuvxyzáéíóúü",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ",
}
PEOPLE = {"en": "people", "es": "personas", "ar": "شخص"}
UNKNOWN = {"en": "not recorded", "es": "no consta", "ar": "غير مسجل"}
NUMBERS = ("94 of 100", "12.5%", "n = 108", "1,000", "·", "(2)", "B-12/C", "<1")


# --- labels and numbers -----------------------------------------------------------------------------------------------


def label(language: str, build: str, length: int, seed: int) -> str:
    """A label of so many characters: words, words and numbers, one word, or one word of the widest letter."""
    chance, letters = random.Random(seed), LETTERS[language]  # noqa: S311 (no secret)
    if build == "widest":
        return max(letters, key=lambda letter: width(letter.upper(), Type(10, ""))).upper() * length
    if build == "word":
        return "".join(chance.choices(letters, k=length))
    words = ""
    while len(words) < length:
        number = build == "numbers" and chance.random() < 0.4
        words += (chance.choice(NUMBERS) if number else "".join(chance.choices(letters, k=chance.randint(1, 12)))) + " "
    return words[:length].rstrip()


def labels(language: str, longest: int = LONGEST) -> st.SearchStrategy[str]:
    builds = st.sampled_from(["words", "numbers", "words", "word", "widest"])
    lengths = st.one_of(st.integers(1, longest), st.just(longest))
    return st.builds(label, st.just(language), builds, lengths, st.integers(0, 999))


PER_CENT = st.one_of(st.sampled_from([0.0, 0.1, 99.9, 100.0]), st.floats(0, 100).map(lambda value: round(value, 1)))
COUNTS = st.one_of(st.sampled_from([1, 2, 108, 100_000]), st.integers(1, 100_000))
Interval = tuple[float | None, float | None]


@st.composite
def intervals(pick: st.DrawFn, value: float) -> Interval:
    """None, or one that holds the value."""
    if pick(st.booleans()):
        return None, None
    low, high = pick(PER_CENT), pick(PER_CENT)
    return min(low, value), max(high, value)


def value_label(value: float | None, n: int, language: str) -> str:
    if value is None:
        return UNKNOWN[language]
    return f"{value:g}% ({round(value * n / 100):,}/{n:,})"


# --- specs ------------------------------------------------------------------------------------------------------------

LANGUAGES = st.sampled_from(["en", "es", "ar"])


def anatomy(language: str, id: str = "extreme") -> Anatomy:
    direction: Direction = "rtl" if language == "ar" else "ltr"
    return Anatomy(id, "A title", "How to read", "", "", "What it shows.", direction)


def arms(pick: st.DrawFn, number: int) -> list[int]:
    """How many of so many studies each arm has; one arm alone, or both."""
    if pick(st.booleans()):
        return [number]
    first = pick(st.integers(0, number))
    return [first, number - first]


@st.composite
def interval_rows(pick: st.DrawFn, language: str) -> IntervalRow:
    value, n = pick(st.one_of(st.none(), PER_CENT)), pick(COUNTS)
    low, high = pick(intervals(value)) if value is not None else (None, None)
    name, detail = pick(labels(language)), pick(labels(language))
    return IntervalRow(name, n, value, low, high, detail, value_label(value, n, language))


@st.composite
def interval_plots(pick: st.DrawFn, most: int = MOST_STUDIES) -> IntervalPlot:
    language = pick(LANGUAGES)
    name, row = labels(language), interval_rows(language)
    groups = [
        IntervalGroup(arm, pick(name), tuple(pick(row) for _ in range(number)), pick(name))
        for arm, number in enumerate(arms(pick, pick(st.integers(0, most))))
    ]
    return IntervalPlot(anatomy(language), tuple(groups), pick(name), empty=pick(name))


@st.composite
def claim_plots(pick: st.DrawFn) -> ClaimPlot:
    plot = pick(interval_plots(12))
    language = "ar" if plot.anatomy.direction == "rtl" else "en"
    low, high = sorted(pick(st.tuples(PER_CENT, PER_CENT)))
    said = Said(low, high if pick(st.booleans()) else low, pick(labels(language)))
    said = pick(st.sampled_from([said, None]))
    heard = ClaimPlot(plot.anatomy, pick(labels(language)), pick(labels(language)), plot)
    return ClaimPlot(plot.anatomy, heard.lead, heard.heard, IntervalPlot(
        plot.anatomy, plot.groups, plot.axis_label, plot.ticks, plot.empty, said))  # fmt: skip


@st.composite
def bars(pick: st.DrawFn, language: str) -> Bar:
    value = pick(PER_CENT)
    return Bar(pick(labels(language)), value, *pick(intervals(value)), value_label(value, pick(COUNTS), language))


@st.composite
def durabilities(pick: st.DrawFn) -> Durability:
    language = pick(LANGUAGES)
    name, bar = labels(language), bars(language)
    study = st.builds(StudyBars, name, name, bar, bar)
    groups = [
        BarGroup(arm, pick(name), tuple(pick(study) for _ in range(number)), pick(name))
        for arm, number in enumerate(arms(pick, pick(st.integers(0, 12))))
    ]
    return Durability(anatomy(language), tuple(groups), pick(name), empty=pick(name))


@st.composite
def evidence_maps(pick: st.DrawFn) -> EvidenceMap:
    language = pick(LANGUAGES)
    name = labels(language)
    trial = st.builds(lambda words, n: Trial(words, n, f"{n:,} {PEOPLE[language]}"), name, COUNTS)
    groups = [
        TrialGroup(arm, pick(name), tuple(pick(trial) for _ in range(number)), pick(name))
        for arm, number in enumerate(arms(pick, pick(st.integers(0, MOST_STUDIES))))
    ]
    return EvidenceMap(anatomy(language), tuple(groups), pick(name))


@st.composite
def icon_ranges(pick: st.DrawFn) -> IconRanges:
    language, total = pick(LANGUAGES), pick(st.sampled_from([100, 100, 1000]))
    name = labels(language)
    lines = st.lists(name, max_size=3).map(tuple)
    filled = st.one_of(st.sampled_from([0, 1, total - 1, total]), st.integers(0, total))
    array = st.builds(IconArray, filled, name, name, lines, st.just(total))
    arrays = st.lists(array, max_size=2).map(tuple)
    rows = [IconRow(arm, pick(name), pick(arrays), pick(name)) for arm in range(pick(st.integers(1, 2)))]
    return IconRanges(anatomy(language), tuple(rows), pick(name))


@st.composite
def timelines(pick: st.DrawFn) -> Timeline:
    language = pick(LANGUAGES)
    name = labels(language)
    steps = st.lists(st.builds(Step, name, name, st.booleans()), max_size=6).map(tuple)
    rows = [TimelineRow(arm, pick(name), pick(steps), pick(name), pick(name)) for arm in range(pick(st.integers(1, 2)))]
    return Timeline(anatomy(language), tuple(rows), pick(name))


@st.composite
def bodies(pick: st.DrawFn, arm: int, language: str) -> Body:
    receptors = tuple(
        Receptors(pick(st.integers(1, 20)), pick(st.sampled_from(["y", "bar", "fork"])))
        for _ in range(pick(st.integers(0, 2)))
    )
    nucleus, granules = pick(st.booleans()), pick(st.integers(0, 60))
    known = ["membrane"] + ["nucleus"] * nucleus + ["granule"] * bool(granules) + ["receptor"] * bool(receptors)
    leader = st.builds(Leader, labels(language), st.sampled_from(known))
    outline = pick(st.sampled_from(["smooth", "scalloped"]))
    leaders = pick(st.lists(leader, max_size=4).map(tuple))
    return Body(arm, pick(labels(language)), outline, nucleus, receptors, granules, leaders)


@st.composite
def cell_pairs(pick: st.DrawFn) -> CellPair:
    language = pick(LANGUAGES)
    return CellPair(anatomy(language), (pick(bodies(0, language)), pick(bodies(1, language))))


KINDS: dict[str, st.SearchStrategy[Spec]] = {
    "intervals": interval_plots(),
    "claim": claim_plots(),
    "durability": durabilities(),
    "evidence-map": evidence_maps(),
    "icon-ranges": icon_ranges(),
    "timeline": timelines(),
    "mechanism": cell_pairs(),
}


# --- the judgement ----------------------------------------------------------------------------------------------------


def complaints(spec: Spec, slot: Slot) -> list[str]:
    """What is wrong with a spec's drawings in a slot."""
    return judge(spec, slot)[1]


def judge(spec: Spec, slot: Slot) -> tuple[int, list[str]]:
    """The number of parts, and what is wrong with them. None at all is right where the height is too little for it."""
    try:
        laid_out = lay_out_parts(spec, slot, PALETTE)
    except DoesNotFit as misfit:
        needed = least_height(spec, slot)
        return 0, [] if needed > slot.height_mm else [f"refused, though it needs {needed:.1f} mm only: {misfit}"]
    direction = spec.anatomy.direction
    found = []
    for part, drawing in laid_out:
        marks = read_marks(drawing, PALETTE, direction)
        found += faults(marks, slot, direction)
        if lost := letters_in(part) - letters_of(marks):
            found.append(f"letters are lost: {dict(lost)}")
        if more := letters_of(marks) - letters_in(part):
            found.append(f"letters stand twice: {dict(more)}")
    return len(laid_out), found


# --- what may never be seen -------------------------------------------------------------------------------------------

Box = tuple[float, float, float, float]  # left, top, right, bottom in mm


@dataclass(frozen=True)
class Line:
    """One line of a label, and the box of its letters."""

    words: str
    box: Box


def faults(marks: tuple[Mark, ...], slot: Slot, direction: Direction) -> list[str]:
    """Labels over labels, shapes through labels, and whatever leaves the canvas; strokes included."""
    lines = [line for mark in marks if isinstance(mark, Label) for line in lines_of(mark, direction)]
    outlines = [Outline(mark) for mark in marks if isinstance(mark, Shape)]
    found = [f"{line.words!r} leaves the canvas: {line.box}" for line in lines if leaves(line.box, slot)]
    found += [f"{one.shape.name!r} leaves the canvas: {drawn(one)}" for one in outlines if leaves(drawn(one), slot)]
    found += [f"{a.words!r} lies over {b.words!r}" for a, b in combinations(lines, 2) if meet(a.box, inner(b.box))]
    return found + [
        f"{one.shape.name!r} runs through {line.words!r}" for line in lines for one in outlines if covers(one, line.box)
    ]


def lines_of(label: Label, direction: Direction) -> Iterator[Line]:
    """The lines of a label, each in the box of its own letters."""
    assert label.angle == 0
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[label.anchor]
    baseline = label.y - label.paragraphs[0].leading
    for paragraph in label.paragraphs:
        style = Type(paragraph.pt, "", paragraph.bold, direction)
        baseline += paragraph.before
        for words in paragraph.lines:
            baseline += paragraph.leading
            left, (above, below) = label.x - share * width(words, style), ink(words, style)
            yield Line(words, (left, baseline - above, left + width(words, style), baseline + below))


def inner(box: Box, by: float = SEEN) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def leaves(box: Box, slot: Slot) -> bool:
    left, top, right, bottom = inner(box)
    return left < 0 or top < 0 or right > slot.width_mm or bottom > slot.height_mm


def drawn(outline: Outline) -> Box:
    """The box of what is seen of a shape: of its curves, not of the points that bend them; half its edge added."""
    xs, ys = zip(*(point for line in outline.lines for point in line), strict=True)
    return inner((min(xs), min(ys), max(xs), max(ys)), -outline.half)


def covers(outline: Outline, box: Box) -> bool:
    """Whether an outline runs through a box, or holds it whole."""
    small = inner(box)
    if small[0] >= small[2] or small[1] >= small[3] or not outline.meets(small):
        return False
    middle = (small[0] + small[2]) / 2, (small[1] + small[3]) / 2
    return outline.crosses(small) or outline.fill_at(middle) is not None


# --- what must be seen ------------------------------------------------------------------------------------------------


def letters_of(marks: tuple[Mark, ...]) -> Counter[str]:
    """Every letter that is drawn, and how often."""
    return Counter(letter for mark in marks if isinstance(mark, Label) for letter in mark.words if letter not in BLANK)


def letters_in(spec: Spec) -> Counter[str]:
    """Every letter that a spec has to show."""
    return Counter(letter for words in words_in(spec) for letter in words if letter not in BLANK)


def words_in(spec: Spec) -> Iterator[str]:
    """The headings and rows of each arm, or the sentence that stands for these; axes and emblems as they are."""
    if isinstance(spec, ClaimPlot):
        yield from (spec.lead, spec.heard)
        yield from words_in(spec.plot)
    elif isinstance(spec, CellPair):
        if any(body.labels for body in spec.bodies):
            yield from (
                words for body in spec.bodies for words in (body.name, *(leader.text for leader in body.labels))
            )
    elif not any(rows_in(group) for group in groups_in(spec.whole or spec if hasattr(spec, "whole") else spec)):
        yield spec.empty
    else:
        for group in groups_in(spec):
            yield group.heading
            yield from rows_in(group) or (group.empty,)
        if isinstance(spec, IntervalPlot | Durability):
            yield from (*spec.ticks, spec.axis_label)
        if isinstance(spec, IntervalPlot) and spec.said:
            yield spec.said.label


def groups_in(spec: Spec) -> tuple[Any, ...]:
    return spec.rows if isinstance(spec, IconRanges | Timeline) else spec.groups  # type: ignore[union-attr]


def rows_in(group: Any) -> tuple[str, ...]:
    """The words of an arm's rows."""
    if isinstance(group, IntervalGroup):
        return tuple(words for row in group.rows for words in (row.label, row.detail, row.value_label))
    if isinstance(group, BarGroup):
        bars = ((study, (study.responded, study.later)) for study in group.studies)
        return tuple(
            words
            for study, pair in bars
            for words in (study.label, study.detail, *(word for bar in pair for word in (bar.label, bar.value_label)))
        )
    if isinstance(group, TrialGroup):
        return tuple(words for trial in group.trials for words in (trial.n_label, trial.label))
    if isinstance(group, IconRow):
        return tuple(words for array in group.arrays for words in (array.label, array.complement, *array.lines))
    ends = (group.end,) if group.steps else ()
    return tuple(words for step in group.steps for words in (step.label, step.duration)) + ends
