"""Figures: what is drawn is what is written, it fits its slot, and it is the same every time."""

import io
import re
from dataclasses import replace
from typing import Literal
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import IdentityTransform
from PIL import Image

from extremes import HANDOUT, PALETTE, PANEL
from layouts.figures.canvas import circle, rounded_square
from layouts.figures.colours import contrast, outline_colour
from layouts.figures.drawing import draw
from layouts.figures.fit import escapes_and_collisions, lowest
from layouts.figures.laying_out import lay_out, trimmed
from layouts.figures.marks import Label, Mark, Paragraph, Shape
from layouts.figures.recording import read_marks
from layouts.figures.specs import (
    Anatomy,
    Bar,
    BarGroup,
    Body,
    CellPair,
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
from layouts.figures.typeface import MM_PER_PT, Type, font, width, wrap

COVER = Slot("cover", 80, 70, 9.5, 9)
SLIDE = Slot("slide", 300, 118, 16, 14)
SVG = "{http://www.w3.org/2000/svg}"


def anatomy(id: str = "tea") -> Anatomy:
    return Anatomy(id, "Tea & cake", "One icon, one guest", "not the same party", "the host", "41 to 94 of 100 < all")


def array(filled: int, total: int = 100, *lines: str) -> IconArray:
    return IconArray(filled, f"{filled} of {total}", f"{total - filled} did not", lines, total)  # type: ignore[arg-type]


STUDY = ("MORNING TEA 1", "guests of the house", "108 people: the true figure could be 88 to 97")
ICONS = IconRanges(
    anatomy("icons"),
    (
        IconRow(0, "Green tea: from 41 to 94 of 100", (array(41, 100, *STUDY), array(94, 100, *STUDY))),
        IconRow(1, "Black tea: from 3 to 70 of 100", (array(3, 100, *STUDY), array(70, 100, *STUDY))),
    ),
)
INTERVALS = IntervalPlot(
    anatomy("intervals"),
    (
        IntervalGroup(
            0,
            "Green tea",
            (
                IntervalRow("Morning", 108, 94, 88, 97, "cups · n = 108", "94%"),
                IntervalRow("Noon", 100_000, 100, 99.9, 100, "cups · n = 100,000", "100%"),
                IntervalRow("Evening", 50, 46, None, None, "cups · n = 50 · interval not recorded", "46%"),
            ),
        ),
        IntervalGroup(1, "Black tea", (IntervalRow("Night", 1, 0, 0, 97.5, "mugs · n = 1", "0%"),)),
    ),
    "guests of 100",
)
BARS = Durability(
    anatomy("durability"),
    (
        BarGroup(
            0,
            "Green tea",
            (
                StudyBars(
                    "Morning",
                    "guests of the house · cups",
                    Bar("Came", 83, None, None, "83% (n = 101)"),
                    Bar("Still there at noon, at a median of six cups", 31, 22, 41, "31% (31/100)"),
                ),
            ),
        ),
        BarGroup(
            1,
            "Black tea",
            (
                StudyBars(
                    "Night",
                    "guests of the garden",
                    Bar("Came", 0.4, 0, 6, "0.4%"),
                    Bar("Stayed", 0, 0, 5, "0%"),
                ),
            ),
        ),
    ),
    "guests of 100",
)
ZERO = IntervalRow("Evening", 37, 0, 0, 9.5, "cups · could be up to 9 of 100", "0% (0/37)")
CLAIM = ClaimPlot(
    anatomy("claim"),
    "You may have read:",
    "“Nobody ever spills green tea.”",
    replace(INTERVALS, groups=(IntervalGroup(0, "Green tea", (ZERO,)),), said=Said(0, 5, "said: 0 to 5%")),
)
MAP = EvidenceMap(
    anatomy("map"),
    (
        TrialGroup(0, "Green tea", tuple(Trial(f"Party {n}", n, str(n)) for n in (268, 127, 108, 68))),
        TrialGroup(1, "Black tea", (Trial("Small party", 6, "6"),)),
    ),
)
TIMELINE = Timeline(
    anatomy("timeline"),
    (
        TimelineRow(0, "Green tea", (Step("Picking the leaves", "1 day"), Step("Drying", "17 to 37 days")), "Cup"),
        TimelineRow(1, "Black tea", (Step("Ordering", "not recorded", recorded=False),), "Cup"),
    ),
)
PAIR = CellPair(
    anatomy("pair"),
    (
        Body(0, "Green", "smooth", True, (Receptors(9, "y"),), 0, (Leader("A handle for cups", "receptor"),)),
        Body(
            1,
            "Black",
            "scalloped",
            True,
            (Receptors(6, "fork"), Receptors(6, "bar", "muted")),
            14,
            (Leader("Sugar", "granule"), Leader("Second handle", "receptor", 1), Leader("Rim", "membrane")),
        ),
    ),
)
EMBLEM = CellPair(anatomy("emblem"), (replace(PAIR.bodies[0], labels=()), replace(PAIR.bodies[1], labels=())))
KINDS = (ICONS, INTERVALS, BARS, CLAIM, MAP, TIMELINE, PAIR)
EVERY = [(spec, slot) for spec in KINDS for slot in (PANEL, HANDOUT, SLIDE)]
EVERY.append((EMBLEM, COVER))
each = pytest.mark.parametrize(("spec", "slot"), EVERY, ids=lambda part: getattr(part, "name", type(part).__name__))


def names(drawing: Drawing, start: str) -> list[str]:
    return [name for artist in drawing.artists if (name := str(artist.get_gid())).startswith(start)]


def marks(spec: Spec, slot: Slot) -> tuple[Mark, ...]:
    return read_marks(lay_out(spec, slot, PALETTE), PALETTE, spec.anatomy.direction)


def shapes(spec: Spec, slot: Slot, start: str = "") -> list[Shape]:
    return [mark for mark in marks(spec, slot) if isinstance(mark, Shape) and mark.name.startswith(start)]


def labels(spec: Spec, slot: Slot) -> list[Label]:
    return [mark for mark in marks(spec, slot) if isinstance(mark, Label)]


def paragraphs(spec: Spec, slot: Slot) -> list[Paragraph]:
    return [paragraph for label in labels(spec, slot) for paragraph in label.paragraphs]


def beyond(drawing: Drawing) -> list[str]:
    """Shapes that are cut by the edge of the canvas, strokes included; one pixel is not seen."""
    cut = []
    for artist in drawing.artists:
        if isinstance(artist, Patch):
            box, stroke = artist.get_window_extent(), artist.get_linewidth() / 2 / 72 * drawing.dpi - 1
            outside = box.x0 < stroke or box.y0 < stroke
            if outside or box.x1 > drawing.bbox.x1 - stroke or box.y1 > drawing.bbox.y1 - stroke:
                cut.append(str(artist.get_gid()))
    return cut


# --- what is drawn is what is written --------------------------------------------------------------------------------


def test_as_many_icons_are_filled_as_the_label_says() -> None:
    filled, empty = (shapes(ICONS, PANEL, f"icons: {kind}") for kind in ("filled", "empty"))
    assert [len(icons.contours) for icons in filled] == [41, 94, 3, 70]
    assert [len(icons.contours) for icons in empty] == [59, 6, 97, 30]


def test_of_a_thousand_icons_as_many_are_filled_as_the_label_says() -> None:
    spec = replace(ICONS, rows=(IconRow(0, "Green tea", (array(4, 1000), array(412, 1000))),))
    assert [(icons.name, len(icons.contours)) for icons in shapes(spec, HANDOUT, "icon")] == [
        ("icons: filled 1 to 4", 4),
        ("icons: empty 5 to 1000", 996),
        ("icons: filled 1 to 412", 412),
        ("icons: empty 413 to 1000", 588),
    ]


@pytest.mark.parametrize(("filled", "kind"), [(0, "empty"), (100, "filled")])
def test_icons_of_which_there_are_none_are_no_shape(filled: int, kind: str) -> None:
    spec = replace(ICONS, rows=(IconRow(0, "Green tea", (array(filled),)),))
    assert [icons.name for icons in shapes(spec, PANEL, "icon")] == [f"icons: {kind} 1 to 100"]


def test_arrays_of_one_comparison_have_one_denominator() -> None:
    with pytest.raises(ValueError, match="one denominator"):
        replace(ICONS, rows=(IconRow(0, "Tea", (array(4, 1000), array(4))),))


def test_an_array_cannot_fill_more_icons_than_it_has() -> None:
    with pytest.raises(ValueError, match="101 of 100"):
        array(101)


def test_icons_fill_from_the_first_corner_in_reading_order_of_the_language() -> None:
    spec = replace(ICONS, rows=(IconRow(0, "Tea", (array(50),)),))
    turned = replace(spec, anatomy=replace(spec.anatomy, direction="rtl"))
    for direction, one in ((1, spec), (-1, turned)):
        (filled,) = shapes(one, PANEL, "icons: filled")
        first, second, row = (replace(filled, contours=(filled.contours[n],)).box for n in (0, 1, 10))
        assert direction * first[0] < direction * second[0]
        assert (first[1], first[0]) == (second[1], row[0])
        assert row[1] > first[1]


def test_the_arms_shapes_have_one_area() -> None:
    areas = [abs(area(shape.to_polygons()[0])) for shape in (circle(0, 0, 10), rounded_square(0, 0, 10))]
    assert areas[1] == pytest.approx(areas[0], rel=0.01)


def area(polygon: list[tuple[float, float]]) -> float:
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def test_both_bodies_have_one_area() -> None:
    drawing = lay_out(EMBLEM, COVER, PALETTE)
    outlines = [a for a in drawing.artists if str(a.get_gid()).startswith("membrane") and isinstance(a, Patch)]
    smooth, scalloped = (abs(area(a.get_path().to_polygons(closed_only=True)[0])) for a in outlines)
    assert scalloped == pytest.approx(smooth, rel=0.01)


@pytest.mark.parametrize("slot", [PANEL, HANDOUT, SLIDE], ids=lambda slot: slot.name)
def test_every_interval_stands_on_one_axis_that_starts_at_zero(slot: Slot) -> None:
    (zero,), rest = shapes(INTERVALS, slot, "grid: 0")[:1], shapes(INTERVALS, slot, "grid")[0]
    ticks = [zero.contours[0].start[0], *sorted({contour.start[0] for contour in rest.contours})]
    axis, end = ticks[0], ticks[-1]
    assert ticks == pytest.approx([axis + (end - axis) * share / 4 for share in range(5)], abs=0.01)
    for label, low, high in (("Morning", 88, 97), ("Noon", 99.9, 100), ("Night", 0, 97.5)):
        left, right = whisker(shapes(INTERVALS, slot, f"interval: {label}")[0])
        assert left == pytest.approx(axis + (end - axis) * low / 100, abs=0.01)
        assert right == pytest.approx(axis + (end - axis) * high / 100, abs=0.01)


def whisker(interval: Shape) -> tuple[float, float]:
    """Left and right in mm of the lines of an interval; its core is a closed contour."""
    xs = [x for contour in interval.contours if not contour.closed for x, _ in contour.points]
    return min(xs), max(xs)


def test_a_row_without_an_interval_has_a_point_and_no_whisker() -> None:
    drawing = lay_out(INTERVALS, HANDOUT, PALETTE)
    assert names(drawing, "point: Evening")
    assert not names(drawing, "interval: Evening")


def test_a_row_without_a_value_keeps_its_words() -> None:
    row = IntervalRow("Night", 9, None, None, None, "mugs · n = 9", "not recorded")
    spec = replace(INTERVALS, groups=(replace(INTERVALS.groups[0], rows=(row,)), INTERVALS.groups[1]))
    drawing = lay_out(spec, HANDOUT, PALETTE)
    assert any(words.endswith("not recorded") for words in names(drawing, "label: "))
    assert names(drawing, "size:") == ["size: Night"]
    assert (names(drawing, "point:"), len(names(drawing, "interval:"))) == ([], 1)


@pytest.mark.parametrize("slot", [PANEL, HANDOUT, SLIDE], ids=lambda slot: slot.name)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_bar_starts_at_zero_and_is_as_long_as_its_value(slot: Slot, direction: Literal["ltr", "rtl"]) -> None:
    spec = replace(BARS, anatomy=replace(BARS.anatomy, direction=direction))
    zero, end = axis_of(spec, slot)
    for name, value in (("Morning responded", 83), ("Morning later", 31), ("Night responded", 0.4)):
        (bar,) = shapes(spec, slot, f"bar: {name}")
        assert (len(bar.contours[0].points), bar.contours[0].closed) == (4, True)  # a true rectangle
        left, _, right, _ = bar.box
        assert sorted((left, right)) == pytest.approx(sorted((zero, zero + (end - zero) * value / 100)), abs=0.01)
    assert shapes(spec, slot, "bar: Night later") == []  # nobody, and no bar


def axis_of(spec: Spec, slot: Slot) -> tuple[float, float]:
    """Where zero and 100 stand, in mm."""
    zero, light = shapes(spec, slot, "grid: 0")[0], shapes(spec, slot, "grid")[0]
    start = zero.contours[0].start[0]
    return start, max((contour.start[0] for contour in light.contours), key=lambda x: abs(x - start))


def test_both_bars_of_a_study_and_both_arms_have_one_height() -> None:
    heights = {round(bar.box[3] - bar.box[1], 3) for bar in shapes(BARS, SLIDE, "bar: ")}
    assert len(heights) == 1


def test_the_later_bar_is_told_apart_by_more_than_its_colour() -> None:
    first, later = (shapes(BARS, SLIDE, f"bar: Morning {name}")[0] for name in ("responded", "later"))
    (outline,) = shapes(BARS, SLIDE, "outline: ")
    assert (str(first.fill), str(outline.edge), outline.name) == ("arm-first", "arm-first", "outline: Morning later")
    assert str(later.fill) != str(first.fill)
    half = outline.pt * 25.4 / 72 / 2  # the outline lies within the bar, so that it makes it no longer
    assert outline.box[2] + half == pytest.approx(later.box[2], abs=0.01)


def test_the_interval_of_a_bar_is_drawn_where_it_is_known() -> None:
    zero, end = axis_of(BARS, HANDOUT)
    left, right = whisker(shapes(BARS, HANDOUT, "interval: Morning later")[0])
    assert (left, right) == pytest.approx((zero + (end - zero) * 0.22, zero + (end - zero) * 0.41), abs=0.01)
    assert shapes(BARS, HANDOUT, "interval: Morning responded") == []


def test_studies_name_what_is_told_about_them_in_one_way() -> None:
    """Behind the name where that has room for every study, else below it: the same number of labels for each."""
    long = replace(BARS.groups[0].studies[0], detail="guests of the house and of the garden · cups and mugs · " * 2)
    spec = replace(BARS, groups=(BarGroup(0, "Tea", (long, BARS.groups[1].studies[0])),))
    written = [label.words for label in labels(spec, HANDOUT)]
    assert "Night guests of the garden" in written
    assert "Night" not in written


def test_a_claim_stands_first_and_a_count_of_zero_reaches_to_its_upper_limit() -> None:
    for slot in (PANEL, HANDOUT, SLIDE):
        words = " ".join(label.words for label in labels(CLAIM, slot))
        assert words.startswith("You may have read: “Nobody ever spills green tea.” Green tea")
        zero, end = axis_of(CLAIM, slot)
        (row,) = shapes(CLAIM, slot, "interval: Evening")
        assert whisker(row) == pytest.approx((zero, zero + (end - zero) * 0.095), abs=0.01)


@pytest.mark.parametrize("slot", [PANEL, HANDOUT, SLIDE], ids=lambda slot: slot.name)
def test_what_a_claim_says_is_a_band_on_the_axis_with_its_label(slot: Slot) -> None:
    zero, end = axis_of(CLAIM, slot)
    for start in ("said: band", "said: bracket"):
        (shape,) = shapes(CLAIM, slot, start)
        assert (shape.box[0], shape.box[2]) == pytest.approx((zero, zero + (end - zero) * 0.05), abs=0.01)
    assert [label.words for label in labels(CLAIM, slot)].count("said: 0 to 5%") == 1


def test_a_claim_of_one_number_is_a_line_and_one_without_a_number_draws_nothing() -> None:
    one = replace(CLAIM, plot=replace(CLAIM.plot, said=Said(0, 0, "said: none")))
    zero, _ = axis_of(one, HANDOUT)
    (line,) = shapes(one, HANDOUT, "said: line")
    assert (line.box[0], line.box[2]) == pytest.approx((zero, zero), abs=0.01)
    assert shapes(one, HANDOUT, "said: band") == []
    assert shapes(replace(CLAIM, plot=replace(CLAIM.plot, said=None)), HANDOUT, "said") == []


def test_the_area_of_a_circle_is_its_number_of_people() -> None:
    large, small = (shapes(MAP, HANDOUT, f"trial: Party {n}")[0].box for n in (268, 68))
    assert ((large[2] - large[0]) / (small[2] - small[0])) ** 2 == pytest.approx(268 / 68, rel=0.001)


@pytest.mark.parametrize(
    "spec",
    [
        IconRanges(anatomy(), (IconRow(0, "Tea", ()), IconRow(1, "Milk", ())), "Nobody counted."),
        IntervalPlot(anatomy(), (IntervalGroup(0, "Tea", ()),), "guests", empty="Nobody counted."),
        Durability(anatomy(), (BarGroup(0, "Tea", ()),), "guests", empty="Nobody counted."),
        EvidenceMap(anatomy(), (), "Nobody counted."),
        Timeline(anatomy(), (TimelineRow(0, "Tea", ()),), "Nobody counted."),
    ],
    ids=lambda spec: type(spec).__name__,
)
def test_without_any_study_a_plain_sentence_stands(spec: Spec) -> None:
    assert names(lay_out(spec, PANEL, PALETTE), "") == ["label: Nobody counted."]


@pytest.mark.parametrize(
    "spec",
    [
        replace(ICONS, rows=(ICONS.rows[0], IconRow(1, "Milk", (), "Nobody counted."))),
        replace(INTERVALS, groups=(INTERVALS.groups[0], IntervalGroup(1, "Milk", (), "Nobody counted."))),
        replace(BARS, groups=(BARS.groups[0], BarGroup(1, "Milk", (), "Nobody counted."))),
        replace(MAP, groups=(MAP.groups[0], TrialGroup(1, "Milk", (), "Nobody counted."))),
        replace(TIMELINE, rows=(TIMELINE.rows[0], TimelineRow(1, "Milk", (), empty="Nobody counted."))),
    ],
    ids=lambda spec: type(spec).__name__,
)
def test_an_arm_without_a_study_says_so_beside_the_other(spec: Spec) -> None:
    for slot in (HANDOUT, SLIDE):
        assert names(lay_out(spec, slot, PALETTE), "label: Nobody counted.")


# --- it fits ---------------------------------------------------------------------------------------------------------


@each
def test_every_text_has_its_room_in_every_slot(spec: Spec, slot: Slot) -> None:
    drawing = lay_out(spec, slot, PALETTE)
    assert escapes_and_collisions(drawing, slot.smallest_pt) == []
    assert beyond(drawing) == []


@each
def test_no_text_is_smaller_than_the_slot_allows(spec: Spec, slot: Slot) -> None:
    sizes = [paragraph.pt for paragraph in paragraphs(spec, slot)]
    assert sizes or spec is EMBLEM
    assert all(pt >= slot.smallest_pt for pt in sizes)


@each
def test_text_is_never_in_an_arms_colour(spec: Spec, slot: Slot) -> None:
    inks = {str(paragraph.ink) for paragraph in paragraphs(spec, slot)}
    assert inks or spec is EMBLEM
    assert inks <= {"ink", "muted"}


@each
def test_a_trimmed_slot_loses_only_empty_height(spec: Spec, slot: Slot) -> None:
    drawing = lay_out(spec, slot, PALETTE)
    small = trimmed(drawing, slot, spec.anatomy.direction)
    assert small.height_mm <= slot.height_mm
    assert len(lay_out(spec, small, PALETTE).artists) == len(drawing.artists)


@each
def test_the_lowest_of_an_outline_is_where_matplotlib_finds_it(spec: Spec, slot: Slot) -> None:
    patches = [artist for artist in lay_out(spec, slot, PALETTE).artists if isinstance(artist, Patch)]
    assert [lowest(patch) for patch in patches] == pytest.approx([patch.get_window_extent().y0 for patch in patches])


def test_the_lowest_of_a_curve_is_above_a_control_point_that_is_lower() -> None:
    hanging = PathPatch(Path([(0, 4), (2, 0), (4, 4)], [Path.MOVETO, Path.CURVE3, Path.CURVE3]))
    hanging.set_transform(IdentityTransform())
    assert lowest(hanging) == pytest.approx(2)


def test_a_spec_that_cannot_fit_names_the_figure_the_slot_and_the_label() -> None:
    word = "Endless" * 200  # broken into lines, it is higher than the panel
    spec = replace(ICONS, rows=(replace(ICONS.rows[0], arrays=(array(3, 100, word), array(5))),))
    with pytest.raises(DoesNotFit, match=r"figure 'icons' does not fit panel .*Endless") as caught:
        draw(spec, PANEL, PALETTE)
    assert caught.value.label == word
    assert caught.value.figure == "icons"


@each
def test_every_kind_says_when_its_slot_is_far_too_small(spec: Spec, slot: Slot) -> None:
    if spec is not EMBLEM:  # an emblem writes nothing
        with pytest.raises(DoesNotFit):
            draw(spec, Slot("stamp", 24, 12, slot.base_pt, slot.smallest_pt), PALETTE)


def test_type_steps_down_before_anything_is_given_up_and_never_below_the_smallest() -> None:
    for height in range(118, 20, -4):
        slot = replace(SLIDE, height_mm=height)
        try:
            sizes = {paragraph.pt for paragraph in paragraphs(ICONS, slot)}
        except DoesNotFit:
            break
        assert min(sizes) >= slot.smallest_pt
    assert min(sizes) < SLIDE.base_pt


def test_lines_are_no_wider_than_their_room_and_lose_no_word() -> None:
    words = "a sentence that is long enough for several lines of a narrow column"
    style = Type(9, PALETTE.ink)
    lines = wrap(words, 30, style)
    assert " ".join(lines) == words
    assert max(width(line, style) for line in lines) <= 30


def test_a_word_wider_than_its_room_stays_whole_unless_it_may_be_broken() -> None:
    style = Type(9, PALETTE.ink)
    word = "pneumonoultramicroscopic"
    assert wrap(f"a {word} end", 20, style) == ("a", word, "end")
    lines = wrap(f"a {word} end", 20, style, breaking=True)
    assert "".join(lines).replace(" ", "") == f"a{word}end"
    assert max(width(line, style) for line in lines) <= 20
    assert wrap("green-tea/black-tea", 20, style, breaking=True) == ("green-tea/", "black-tea")
    accented = "e\u0301" * 30  # an accent never starts a line
    assert not any(line.startswith("\u0301") for line in wrap(accented, 20, style, breaking=True))


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("ltr", "AVATAR, 94% (101/108) · 1,000 guests"),
        ("ltr", "Años: «¿Qué tal?» – office file"),
        ("rtl", "الشاي الأخضر ٩٤ من 100 (CAR-2)"),
        ("rtl", "غير مسجل، 1,000"),
    ],
)
def test_words_are_measured_as_wide_as_they_are_drawn(direction: Literal["ltr", "rtl"], words: str, bold: bool) -> None:
    drawn, _, _ = text_to_path.get_text_width_height_descent(words, font(direction, 100, bold), ismath=False)
    letters = sum(width(letter, Type(100, "", bold)) for letter in words) if direction == "ltr" else 0.0
    assert width(words, Type(100, "", bold, direction)) == pytest.approx(max(drawn * MM_PER_PT, letters), rel=1e-9)


def test_a_dot_between_two_parts_never_starts_a_line() -> None:
    lines = wrap("green tea from the hills · cups of the house", 40, Type(11, PALETTE.ink))
    assert len(lines) > 1
    assert not any(line.startswith("·") for line in lines)


def test_labels_of_all_arrays_have_one_size_even_when_one_is_long() -> None:
    long = replace(array(70), label="at least 70 of 100 of them had it")
    spec = replace(ICONS, rows=(IconRow(0, "Tea", (array(41), long)),))
    bold = [one for one in paragraphs(spec, HANDOUT) if one.bold and one.lines != ("Tea",)]
    assert len(bold) >= 2
    assert len({one.pt for one in bold}) == 1


SIXTY = "A name of exactly sixty letters, as long as a name may be..."


@pytest.mark.parametrize(
    ("spec", "slot"),
    [
        (IconRanges(anatomy(), (IconRow(0, SIXTY, (array(0, 100, SIXTY), array(100, 100, SIXTY))),)), PANEL),
        (
            IntervalPlot(
                anatomy(),
                (IntervalGroup(1, SIXTY, tuple(IntervalRow(SIXTY, n, 0, 0, 9, SIXTY, "0%") for n in (1, 100_000))),),
                SIXTY,
            ),
            PANEL,
        ),
        (EvidenceMap(anatomy(), (TrialGroup(0, SIXTY, tuple(Trial(SIXTY, n, str(n)) for n in (1, 100_000))),)), PANEL),
        (
            Durability(
                anatomy(), (BarGroup(0, SIXTY, (StudyBars(SIXTY, SIXTY, *[Bar(SIXTY, 9, 0, 100, "9%")] * 2),)),), SIXTY
            ),
            PANEL,
        ),
        (replace(CLAIM, heard=f"{SIXTY} {SIXTY}"), PANEL),
        (Timeline(anatomy(), (TimelineRow(0, SIXTY, (Step(SIXTY, SIXTY), Step(SIXTY, SIXTY)), SIXTY),)), HANDOUT),
        (CellPair(anatomy(), (replace(PAIR.bodies[0], labels=(Leader(SIXTY, "nucleus"),)), PAIR.bodies[1])), HANDOUT),
    ],
    ids=lambda part: getattr(part, "name", type(part).__name__),
)
def test_names_of_sixty_letters_are_wrapped_in_their_room(spec: Spec, slot: Slot) -> None:
    assert len(SIXTY) == 60
    assert beyond(lay_out(spec, slot, PALETTE)) == []


def test_the_outline_of_empty_icons_has_three_to_one_on_paper() -> None:
    assert contrast(outline_colour(PALETTE), PALETTE.paper) >= 3
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


# --- saved -----------------------------------------------------------------------------------------------------------


@each
def test_a_figure_is_the_same_bytes_twice(spec: Spec, slot: Slot) -> None:
    assert draw(spec, slot, PALETTE) == draw(spec, slot, PALETTE)


@each
def test_text_stays_text_in_the_svg(spec: Spec, slot: Slot) -> None:
    figure = draw(spec, slot, PALETTE)
    written = [element.text for element in ElementTree.fromstring(figure.svg).iter(f"{SVG}text")]  # noqa: S314
    texts = [line for paragraph in paragraphs(spec, slot) for line in paragraph.lines]
    assert written == texts
    assert texts or spec is EMBLEM
    assert b"font-family: 'Lato'" in figure.svg or not texts


def test_the_counts_are_found_in_the_svg() -> None:
    svg = draw(ICONS, PANEL, PALETTE).svg.decode()
    assert all(f">{words}</text>" in svg for words in ("41 of 100", "59 did not", "94 of 100", "6 did not"))


def test_from_right_to_left_text_is_outlines_so_that_letters_join() -> None:
    spec = replace(ICONS, anatomy=replace(ICONS.anatomy, direction="rtl"))
    assert b"<text" not in draw(spec, PANEL, PALETTE).svg


@each
def test_the_svg_has_its_slots_size_its_title_and_its_alt_text(spec: Spec, slot: Slot) -> None:
    root = ElementTree.fromstring(draw(spec, slot, PALETTE).svg)  # noqa: S314
    assert (root.get("width"), root.get("height")) == (f"{slot.width_mm:g}mm", f"{slot.height_mm:g}mm")
    assert root.findtext(f"{SVG}title") == spec.anatomy.title
    assert root.findtext(f"{SVG}desc") == spec.anatomy.alt


@each
def test_svg_holds_plain_shapes_under_ids_that_xml_allows(spec: Spec, slot: Slot) -> None:
    svg = draw(spec, slot, PALETTE).svg.decode()
    ids = [element.get("id", "a") for element in ElementTree.fromstring(svg).iter()]  # noqa: S314
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id) for id in ids)
    assert len(set(ids) - {"a"}) == len([id for id in ids if id != "a"])
    assert not re.search(r"<image|clip-path|opacity|Gradient", svg)


@each
def test_the_marks_hold_the_words_of_the_svg_label_by_label(spec: Spec, slot: Slot) -> None:
    figure = draw(spec, slot, PALETTE)
    written = [
        " ".join(str(text.text) for text in group.iter(f"{SVG}text"))
        for group in ElementTree.fromstring(figure.svg).iter(f"{SVG}g")  # noqa: S314
        if group.get("id", "").startswith("label-")
    ]
    assert written == [mark.words for mark in figure.marks if isinstance(mark, Label)]


@each
@pytest.mark.parametrize("kind", ["fill", "stroke"])
def test_one_rule_of_the_svg_recolours_every_mark_of_an_arm_and_nothing_else(
    spec: Spec, slot: Slot, kind: Literal["fill", "stroke"]
) -> None:
    figure = draw(spec, slot, PALETTE)
    svg = figure.svg.decode()
    assert not re.search(r'style="[^"]*#', svg)  # no colour stands outside the sheet
    rule, other = f".{kind}-arm-first{{{kind}: {PALETTE.arms[0]}}}", f".{kind}-arm-first{{{kind}: #123456}}"
    inks = [mark.fill if kind == "fill" else mark.edge for mark in figure.marks if isinstance(mark, Shape)]
    expected = [str(ink) == "arm-first" for ink in inks]
    assert svg.count(rule) == any(expected)
    before, after = colours(svg, kind), colours(svg.replace(rule, other), kind)
    assert [one != new for one, new in zip(before, after, strict=True)] == expected
    assert {new for one, new in zip(before, after, strict=True) if one != new} <= {"#123456"}


def colours(svg: str, kind: str) -> list[str]:
    """The fill or stroke of every shape's path, as the style sheet gives it to its classes."""
    sheet = dict(re.findall(rf"\.({kind}-[\w-]+)\{{{kind}: (#\w{{6}})\}}", svg))
    groups = [group for group in ElementTree.fromstring(svg).iter(f"{SVG}g") if group.find(f"{SVG}path") is not None]  # noqa: S314
    paths = [path for group in groups if group.get("id") != "patch_1" for path in group.findall(f"{SVG}path")]
    return [next((sheet[name] for name in path.get("class", "").split() if name in sheet), "") for path in paths]


def test_the_png_has_the_slots_size_at_220_dots_an_inch_or_more() -> None:
    picture = Image.open(io.BytesIO(draw(EMBLEM, COVER, PALETTE, picture=True).png))
    assert picture.width >= COVER.width_mm / 25.4 * 220
    assert picture.width / picture.height == pytest.approx(COVER.width_mm / COVER.height_mm, rel=0.01)
    assert "Software" not in picture.info


# --- whatever a source may bring -------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("abcdefgh $<&_^ilmW"), min_size=1, max_size=60).map(
    lambda text: " ".join(re.findall(".{1,9}", text.strip() or "a"))
)
COUNTS = st.integers(1, 100_000)


@st.composite
def interval_rows(pick: st.DrawFn) -> IntervalRow:
    low, value, high = sorted(pick(st.tuples(*[st.floats(0, 100)] * 3)))
    known = pick(st.booleans())
    ends = (low, high) if known else (None, None)
    return IntervalRow(pick(WORDS), pick(COUNTS), value if pick(st.booleans()) else None, *ends, pick(WORDS), "12%")


def rows_of(strategy: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def bars(pick: st.DrawFn) -> Bar:
    low, value, high = sorted(pick(st.tuples(*[st.floats(0, 100)] * 3)))
    return Bar(pick(WORDS), value, *((low, high) if pick(st.booleans()) else (None, None)), "12%")


ARMS = st.integers(0, 1)
STUDIES = st.builds(StudyBars, WORDS, WORDS, bars(), bars())
ARRAYS = st.builds(lambda filled, line: array(filled, 100, line), st.integers(0, 100), WORDS)
TRIALS = st.builds(lambda label, n: Trial(label, n, f"{n:,}"), WORDS, COUNTS)
STEPS = st.builds(Step, WORDS, WORDS.map(lambda words: words[:20].strip()), st.booleans())
SPECS = st.one_of(
    st.builds(IconRanges, st.just(anatomy()), rows_of(st.builds(IconRow, ARMS, WORDS, rows_of(ARRAYS, 2), WORDS), 2)),
    st.builds(
        IntervalPlot,
        st.just(anatomy()),
        rows_of(st.builds(IntervalGroup, ARMS, WORDS, rows_of(interval_rows(), 5), WORDS), 2),
        st.just("of 100"),
    ),
    st.builds(
        ClaimPlot,
        st.just(anatomy()),
        WORDS,
        WORDS,
        st.builds(
            IntervalPlot,
            st.just(anatomy()),
            rows_of(st.builds(IntervalGroup, ARMS, WORDS, rows_of(interval_rows(), 3), WORDS), 2),
            st.just("of 100"),
            said=st.sampled_from([None, Said(0, 0, "none"), Said(3, 40, "said: 3 to 40%"), Said(98, 100, "said: 98%")]),
        ),
    ),
    st.builds(
        Durability,
        st.just(anatomy()),
        rows_of(st.builds(BarGroup, ARMS, WORDS, rows_of(STUDIES, 3), WORDS), 2),
        st.just("of 100"),
    ),
    st.builds(
        EvidenceMap, st.just(anatomy()), rows_of(st.builds(TrialGroup, ARMS, WORDS, rows_of(TRIALS, 6), WORDS), 2)
    ),
    st.builds(
        Timeline, st.just(anatomy()), rows_of(st.builds(TimelineRow, ARMS, WORDS, rows_of(STEPS, 4), WORDS, WORDS), 2)
    ),
)


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(spec=SPECS, slot=st.sampled_from([PANEL, HANDOUT, SLIDE]), direction=st.sampled_from(["ltr", "ltr", "rtl"]))
def test_whatever_is_drawn_fits_and_whatever_does_not_fit_says_so(spec: Spec, slot: Slot, direction: str) -> None:
    turned = replace(spec, anatomy=replace(spec.anatomy, direction=direction))
    try:
        drawing = lay_out(turned, slot, PALETTE)
    except DoesNotFit:
        return
    assert escapes_and_collisions(drawing, slot.smallest_pt) == []
    assert beyond(drawing) == []
