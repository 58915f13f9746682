"""No figure fails because of its data: whatever a source may bring is drawn, whole or in parts, or refused for a
reason that can be added up. `tests/campaigns/figures.py` tries more than there is time for here."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extremes import (
    HANDOUT,
    KINDS,
    LETTERS,
    LONGEST,
    PALETTE,
    PANEL,
    SLIDE,
    SLOTS,
    anatomy,
    complaints,
    faults,
    label,
)
from impossible import least_height
from layouts.figures.colours import Ink
from layouts.figures.dividing import Stack, pack
from layouts.figures.drawing import draw, draw_parts
from layouts.figures.laying_out import lay_out, lay_out_parts, trimmed
from layouts.figures.marks import Contour, Label, Paragraph, Segment, Shape
from layouts.figures.specs import (
    Bar,
    BarGroup,
    ClaimPlot,
    DoesNotFit,
    Durability,
    EvidenceMap,
    IconArray,
    IconRanges,
    IconRow,
    IntervalGroup,
    IntervalPlot,
    IntervalRow,
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

EXAMPLES = {  # less than a minute of one core in all
    "intervals": 25,
    "claim": 25,
    "durability": 25,
    "evidence-map": 25,
    "icon-ranges": 25,
    "timeline": 30,
    "mechanism": 30,
}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_source_brings_is_drawn_without_overlap(kind: str) -> None:
    @settings(max_examples=EXAMPLES[kind], suppress_health_check=list(HealthCheck))
    @given(KINDS[kind])
    def every_slot(spec: Spec) -> None:
        for slot in SLOTS:
            assert complaints(spec, slot) == []

    every_slot()


# --- the extremes, one by one -----------------------------------------------------------------------------------------

LONG = {language: label(language, "words", LONGEST, 7) for language in LETTERS}
WORD = {language: label(language, "word", LONGEST, 7) for language in LETTERS}
WIDE = {language: label(language, "widest", LONGEST, 0) for language in LETTERS}
NAMES = {f"{kind} {tag}": (tag, names[tag]) for kind, names in (("words", LONG), ("word", WORD), ("widest", WIDE))
         for tag in LETTERS}  # fmt: skip
VALUES = ((0.0, 0.0, 9.0), (0.1, None, None), (99.9, 99.0, 100.0), (100.0, 97.5, 100.0), (None, None, None))


Make = Callable[[str, str, int], Spec]


def plot(language: str, name: str, number: int) -> IntervalPlot:
    rows = []
    for index in range(number):
        value, low, high = VALUES[index % len(VALUES)]
        n = (1, 108, 100_000)[index % 3]
        words = "not recorded" if value is None else f"{value:g}% ({round(value * n / 100):,}/{n:,})"
        rows.append(IntervalRow(name, n, value, low, high, name, words))
    half = number // 2
    groups = IntervalGroup(0, name, tuple(rows[:half]), name), IntervalGroup(1, name, tuple(rows[half:]), name)
    return IntervalPlot(anatomy(language), groups, name, empty=name)


def study_map(language: str, name: str, number: int) -> EvidenceMap:
    counts = [(1, 108, 100_000)[index % 3] for index in range(number)]
    trials = tuple(Trial(name, n, f"{n:,} people") for n in counts)
    half = number // 2
    return EvidenceMap(anatomy(language), (TrialGroup(0, name, trials[:half]), TrialGroup(1, name, trials[half:])))


def bars(language: str, name: str, number: int) -> Durability:
    made = []
    for low, high in [(0.0, 100.0), (0.1, 99.9)] * (number // 2 + 1):
        responded = Bar(name, high, 90, 100, f"{high:g}% (999/1,000)")
        made.append(StudyBars(name, name, responded, Bar(name, low, None, None, f"{low:g}% (1/1,000)")))
    half = number // 2
    groups = BarGroup(0, name, tuple(made[:half]), name), BarGroup(1, name, tuple(made[half:number]), name)
    return Durability(anatomy(language), groups, name, empty=name)


def claim(language: str, name: str, number: int) -> ClaimPlot:
    return ClaimPlot(anatomy(language), name, name, replace(plot(language, name, number), said=Said(0.1, 99.9, name)))


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
@pytest.mark.parametrize(("language", "name"), NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("make", [plot, study_map, bars, claim])
def test_names_of_sixty_letters_and_every_value_are_drawn(make: Make, language: str, name: str, slot: Slot) -> None:
    assert complaints(make(language, name, 6), slot) == []


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
@pytest.mark.parametrize("number", [0, 1, 40])
@pytest.mark.parametrize("make", [plot, study_map, bars, claim])
def test_none_one_and_forty_studies_are_drawn(make: Make, number: int, slot: Slot) -> None:
    assert complaints(make("en", "A study of some length, 2024", number), slot) == []


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
@pytest.mark.parametrize(("language", "name"), NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_arrays_of_none_and_of_all_with_long_names_are_drawn(number: int, language: str, name: str, slot: Slot) -> None:
    arrays = tuple(IconArray(filled, name, name) for filled in (0, 100)[:number])
    rows = (IconRow(0, name, arrays, name), IconRow(1, name, arrays, name))
    assert complaints(IconRanges(anatomy(language), rows, name), slot) == []


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
@pytest.mark.parametrize(("language", "name"), NAMES.values(), ids=NAMES)
def test_two_steps_of_sixty_letters_are_drawn(language: str, name: str, slot: Slot) -> None:
    row = TimelineRow(0, name, (Step(name, name), Step(name, name, False)), name)
    assert complaints(Timeline(anatomy(language), (row,)), slot) == []


def test_two_arms_of_six_long_steps_are_refused_on_a_panel_and_the_sum_says_why() -> None:
    steps = tuple(Step(LONG["en"], LONG["en"]) for _ in range(6))
    spec = Timeline(anatomy("en"), tuple(TimelineRow(arm, "Tea", steps, "Cup") for arm in (0, 1)))
    with pytest.raises(DoesNotFit, match="the lines need more height"):
        lay_out(spec, PANEL, PALETTE)
    assert least_height(spec, PANEL) > PANEL.height_mm
    short = replace(spec, rows=tuple(replace(row, steps=row.steps[:2]) for row in spec.rows))
    assert least_height(short, PANEL) < PANEL.height_mm
    lay_out(short, PANEL, PALETTE)


def test_the_sums_are_the_ones_that_are_told() -> None:
    name, arms = LONG["en"], (0, 1)
    arrays = tuple(IconArray(filled, name, name, (name, name, name)) for filled in (3, 4))
    steps = tuple(Step(name, name) for _ in range(6))
    icons = IconRanges(anatomy("en"), tuple(IconRow(arm, name, arrays) for arm in arms))
    timeline = Timeline(anatomy("en"), tuple(TimelineRow(arm, name, steps, name) for arm in arms))
    sums = [[round(least_height(spec, slot)) for slot in SLOTS] for spec in (icons, timeline)]
    assert sums == [[123, 83, 170], [178, 115, 232]]


def test_a_word_is_broken_only_where_smaller_type_does_not_help() -> None:
    for length in range(1, 61):
        spec = EvidenceMap(anatomy("en"), (TrialGroup(0, "Tea", (Trial("n" * length, 9, "9"),)),))
        ((_, drawing),) = lay_out_parts(spec, PANEL, PALETTE)
        texts = [text for block in drawing.artists for text in block.get_children()]
        whole = any(text.get_text() == "n" * length for text in texts)
        assert whole or {text.get_fontsize() for text in texts} >= {PANEL.smallest_pt}
    assert not whole


def test_a_single_slot_holds_one_part_only() -> None:
    spec = plot("en", "A study", 40)
    with pytest.raises(DoesNotFit, match=r"figure 'extreme' does not fit panel .* higher than the slot"):
        draw(spec, PANEL, PALETTE)
    assert len(draw_parts(spec, PANEL, PALETTE)) > 1


# --- divided figures --------------------------------------------------------------------------------------------------

MANY = [make("en", "A study of some length, 2024", 40) for make in (plot, study_map, bars, claim)]
many = pytest.mark.parametrize("spec", MANY, ids=lambda spec: type(spec).__name__)


def groups(spec: Any) -> tuple[Any, ...]:
    return (spec.plot if isinstance(spec, ClaimPlot) else spec).groups  # type: ignore[no-any-return]


def rows(group: Any) -> tuple[Any, ...]:
    return next(getattr(group, name) for name in ("rows", "studies", "trials") if hasattr(group, name))  # type: ignore[no-any-return]


@many
@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_parts_hold_every_row_once_in_order_under_the_headings_of_their_arms(spec: Spec, slot: Slot) -> None:
    parts = [part for part, _ in lay_out_parts(spec, slot, PALETTE)]
    assert len(parts) > 1
    for index, group in enumerate(groups(spec)):
        pieces = [piece for part in parts for piece in groups(part) if piece.arm == group.arm]
        assert [row for piece in pieces for row in rows(piece)] == list(rows(group)), index
        assert {piece.heading for piece in pieces} == {group.heading}
        assert all(rows(piece) for piece in pieces)
    arms = [piece.arm for part in parts for piece in groups(part)]
    assert arms == sorted(arms)


@many
def test_a_part_could_not_hold_the_next_row(spec: Spec) -> None:
    slot = replace(SLIDE, base_pt=SLIDE.smallest_pt)  # of one type size
    parts = [part for part, _ in lay_out_parts(spec, slot, PALETTE)]
    assert len(parts) > 1
    for part, following in pairwise(parts):
        lay_out(part, slot, PALETTE)
        with pytest.raises(DoesNotFit):
            lay_out(with_next_row(part, following), slot, PALETTE)


def with_next_row(part: Any, following: Any) -> Any:
    if isinstance(part, ClaimPlot):
        return replace(part, plot=with_next_row(part.plot, following.plot))
    *before, last = part.groups
    after = following.groups[0]
    name = next(name for name in ("rows", "studies", "trials") if hasattr(last, name))
    row = getattr(after, name)[:1]
    if after.arm == last.arm:
        more = [replace(last, **{name: getattr(last, name) + row})]
    else:
        more = [last, replace(after, **{name: row})]
    return replace(part, groups=(*before, *more))


def test_parts_are_packed_full_and_headings_are_repeated() -> None:
    stacks = [Stack(5, (10, 10, 10)), Stack(5, (10,)), Stack(6, (4,))]
    assert pack(stacks, 38, 1, 2) == (((0, 0, 3),), ((1, 0, 1), (2, 0, 1)))
    assert pack(stacks, 26, 1, 2) == (((0, 0, 2),), ((0, 2, 3),), ((1, 0, 1),), ((2, 0, 1),))
    assert pack(stacks, 14, 1, 2) == ()
    assert pack([], 14, 1, 2) == ((),)


@many
@pytest.mark.parametrize("slot", [HANDOUT, PANEL], ids=lambda slot: slot.name)
def test_parts_in_slots_of_their_own_height_look_the_same(spec: Spec, slot: Slot) -> None:
    """A part that is drawn alone, in a slot as low as it allows, keeps its type size and its columns."""
    for part, drawing in lay_out_parts(spec, slot, PALETTE):
        low = trimmed(drawing, slot, part.anatomy.direction)
        assert low.height_mm <= slot.height_mm
        alone, together = (labels_of(part, place) for place in (low, slot))
        assert [(label.words, label.x, label.wide) for label in alone] == [
            (label.words, label.x, label.wide) for label in together
        ]
        texts = {text.get_fontsize() for block in drawing.artists for text in block.get_children()}
        assert {paragraph.pt for label in alone for paragraph in label.paragraphs} == texts


def labels_of(part: Spec, slot: Slot) -> list[Label]:
    return [mark for mark in draw(part, slot, PALETTE).marks if isinstance(mark, Label)]


@many
def test_every_part_has_its_own_alt_text_and_the_figures_id(spec: Spec) -> None:
    figures = draw_parts(replace(spec, anatomy=replace(spec.anatomy, seal="0123456789abcdef")), SLIDE, PALETTE)
    assert [figure.alt for figure in figures] == [
        f"What it shows. Part {number} of {len(figures)}." for number in range(1, len(figures) + 1)
    ]
    assert {(figure.id, figure.seal, figure.parts) for figure in figures} == {
        ("extreme", "0123456789abcdef", len(figures))
    }
    assert [figure.part for figure in figures] == list(range(1, len(figures) + 1))


def test_a_figure_that_fits_is_one_part_and_the_same_as_ever() -> None:
    spec = plot("en", "A study", 4)
    assert draw_parts(spec, SLIDE, PALETTE) == (draw(spec, SLIDE, PALETTE),)


def shapes(spec: Spec, slot: Slot, start: str) -> list[list[Shape]]:
    """The shapes of a name in each part."""
    return [
        [mark for mark in figure.marks if isinstance(mark, Shape) and mark.name.startswith(start)]
        for figure in draw_parts(spec, slot, PALETTE)
    ]


@pytest.mark.parametrize("spec", [MANY[0], MANY[2], MANY[3]], ids=lambda spec: type(spec).__name__)
@pytest.mark.parametrize("slot", [SLIDE, HANDOUT, PANEL], ids=lambda slot: slot.name)
def test_all_parts_have_one_axis(spec: Spec, slot: Slot) -> None:
    axes = {
        tuple(sorted({contour.start[0] for shape in part for contour in shape.contours}))
        for part in shapes(spec, slot, "grid")
    }
    assert len(axes) == 1
    assert len(next(iter(axes))) == 5


def test_all_parts_of_a_plot_have_one_scale_for_the_number_of_people() -> None:
    name = iter(range(1, 41))
    spec = plot("en", "Study", 40)
    numbered = tuple(
        replace(group, rows=tuple(replace(row, label=f"Study {next(name)}", n=row.n) for row in group.rows))
        for group in spec.groups
    )
    known = {row.label: row.n for group in numbered for row in group.rows}
    widths: dict[tuple[int, int], set[float]] = {}
    for part in shapes(replace(spec, groups=numbered), SLIDE, "size: "):
        for shape in part:
            label = shape.name.removeprefix("size: ")
            arm = 0 if int(label.split()[1]) <= 20 else 1
            widths.setdefault((arm, known[label]), set()).add(round(shape.box[2] - shape.box[0], 3))
    assert all(len(found) == 1 for found in widths.values()), widths
    assert {n for _, n in widths} == {1, 108, 100_000}


def test_all_parts_of_a_map_have_one_scale_and_one_grid() -> None:
    trials = tuple(Trial(f"Study {n}", n * n, f"{n * n:,}") for n in range(100, 20, -1))
    spec = EvidenceMap(anatomy("en"), (TrialGroup(0, "Tea", trials[:40]), TrialGroup(1, "Milk", trials[40:])))
    parts = shapes(spec, PANEL, "trial: ")
    assert len(parts) > 1
    scales = {round((shape.box[2] - shape.box[0]) / int(shape.name.split()[-1]), 3) for part in parts for shape in part}
    middles = [{round((shape.box[0] + shape.box[2]) / 2, 1) for shape in part} for part in parts]
    assert max(scales) - min(scales) < 0.002
    assert all(one <= middles[0] for one in middles)


# --- the arithmetic of what has no room -------------------------------------------------------------------------------


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["icon-ranges", "timeline", "mechanism"]).flatmap(KINDS.__getitem__))
def test_what_cannot_be_divided_is_refused_only_where_its_lines_are_higher_than_the_slot(spec: Spec) -> None:
    for height in (40, 60, 90):
        assert complaints(spec, Slot("low", 170, height, 11, 9)) == []


# --- the judgement can fail -------------------------------------------------------------------------------------------


def written(words: str, x: float, y: float) -> Label:
    return Label(f"label: {words}", (Paragraph((words,), 9, False, Ink("ink"), 3.9),), x, y, "left", 20, 0.7)


def ruled(*points: tuple[float, float], closed: bool = False) -> Shape:
    contour = Contour(points[0], tuple(Segment((point,)) for point in points[1:]), closed)
    return Shape("a shape", (contour,), Ink("accent") if closed else None, None if closed else Ink("ink"), 1)


@pytest.mark.parametrize(
    ("marks", "fault"),
    [
        ((written("Tea", 10, 10), written("Milk", 12, 11)), "'Tea' lies over 'Milk'"),
        ((written("Tea", 10, 10), ruled((0.5, 9), (40, 9))), "'a shape' runs through 'Tea'"),
        ((written("Tea", 10, 10), ruled((0, 0), (60, 0), (60, 60), (0, 60), closed=True)), "runs through 'Tea'"),
        ((written("Tea", 78, 10),), "'Tea' leaves the canvas"),
        ((written("Tea", 10, 1),), "'Tea' leaves the canvas"),
        ((ruled((0, 10), (0, 20)),), "'a shape' leaves the canvas"),
        ((ruled((10, 10), (10, 120)),), "'a shape' leaves the canvas"),
    ],
)
def test_what_may_never_be_seen_is_found(marks: tuple[Label | Shape, ...], fault: str) -> None:
    (found,) = faults(marks, PANEL, "ltr")
    assert fault in found


def test_what_stands_apart_is_no_fault() -> None:
    marks = (written("Tea", 10, 10), written("Milk", 10, 14), ruled((1, 11), (79, 11)), ruled((1, 1), (1, 119)))
    assert faults(marks, PANEL, "ltr") == []
