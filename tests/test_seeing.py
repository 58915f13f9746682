"""The checks of seeing: silent on every figure that is shipped, and loud on each fault planted in a finished one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from inspect import isfunction
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from layouts.brand import Brand, read_brand
from layouts.build import Variant, make_variant
from layouts.checks import arms_apart, axes, contrast, counted, lettering
from layouts.checks.arms_apart import too_alike
from layouts.checks.brand_colours import check_brand_colours
from layouts.checks.contrast import DECORATION
from layouts.checks.counted import half_even
from layouts.checks.drawn import kind, whole_numbers
from layouts.checks.seeing import CHECKS, check_figure
from layouts.citations import number_works
from layouts.comparison import Comparison
from layouts.deck.powerpoint import figure_slot
from layouts.figures.colours import Ink
from layouts.figures.drawing import draw
from layouts.figures.marks import Contour, Label, Mark, Segment, Shape
from layouts.figures.outlines import Outline
from layouts.figures.plans import plan_figure
from layouts.figures.separation import distance, grey_gap, least_distance
from layouts.figures.specs import DoesNotFit, Figure, Slot, Spec
from layouts.language import language
from layouts.palette import Palette
from layouts.parts import Audience
from layouts.problems import Place, Problem, ProblemError
from layouts.source import Source, read_source
from layouts.wording import Voice
from test_figures_drawing import BARS, CLAIM, EMBLEM, EVERY, HANDOUT, ICONS, INTERVALS, MAP, PALETTE, PANEL, TIMELINE

HERE = Path(__file__).resolve().parent
BRANDS = [HERE.parent / "sources" / "brands"]
SOURCES = {"shipped": HERE.parent / "sources" / "nk-vs-car-t", "wrist": HERE / "sources" / "wrist"}
SLOTS = (Slot("inside-2-a4", 81.0, 114.0, 9.5, 9.0), Slot("inside-2-letter", 74.66, 114.0, 9.5, 9.0), figure_slot())
HERE_IN_SOURCE = Place("comparison.yaml", 7, 3)


# --- how a figure is asked


def told(spec: Spec, figure: Figure, rule: str, palette: Palette = PALETTE, **more: Any) -> list[Problem]:
    """What a rule says of a figure."""
    return [p for p in check_figure(spec, figure, palette, HERE_IN_SOURCE, **more) if p.rule == rule]


@cache
def drawn(spec: Spec, slot: Slot = HANDOUT, palette: Palette = PALETTE) -> Figure:
    return draw(spec, slot, palette)


def changed(figure: Figure, start: str, change: Callable[[Any], Mark | None], most: int = 99) -> Figure:
    """The figure with its marks of a name changed, or gone where the change gives None."""
    marks: list[Mark] = []
    left = most
    for mark in figure.marks:
        meant = mark.name.startswith(start) and left > 0
        left -= meant
        new = change(mark) if meant else mark
        marks += [new] if new else []
    assert left < most, f"no mark is called {start!r}"
    return replace(figure, marks=tuple(marks))


def gone(_: Mark) -> None:
    return None


def moved(dx: float, dy: float = 0.0) -> Callable[[Any], Mark]:
    def move(mark: Any) -> Mark:
        if isinstance(mark, Label):
            return replace(mark, x=mark.x + dx, y=mark.y + dy)
        assert isinstance(mark, Shape)
        return replace(mark, contours=tuple(shifted(contour, dx, dy) for contour in mark.contours))

    return move


def shifted(contour: Contour, dx: float, dy: float) -> Contour:
    x, y = contour.start
    segments = tuple(Segment(tuple((a + dx, b + dy) for a, b in segment.points)) for segment in contour.segments)
    return replace(contour, start=(x + dx, y + dy), segments=segments)


def polygon(*points: tuple[float, float], closed: bool = True) -> Contour:
    return Contour(points[0], tuple(Segment((point,)) for point in points[1:]), closed)


def square(left: float, top: float, size: float) -> Contour:
    return polygon((left, top), (left + size, top), (left + size, top + size), (left, top + size))


def label_of(figure: Figure, words: str) -> Label:
    return next(mark for mark in figure.marks if isinstance(mark, Label) and mark.words == words)


def beneath(figure: Figure, *shapes: Shape) -> Figure:
    return replace(figure, marks=(*shapes, *figure.marks))


# --- the table of rules


def test_every_check_names_its_rule_and_its_source() -> None:
    for check in CHECKS:
        assert re.match(r"(COL|NUM|TYP)-\d\d: ", check.__doc__ or ""), check.__name__
        assert re.search(r"WCAG|IPDAS|FDA|ABPI|UKAAF", check.__doc__ or ""), check.__name__


def test_every_check_is_collected_once() -> None:
    public = [
        value
        for module in (contrast, arms_apart, counted, axes, lettering)
        for name, value in vars(module).items()
        if isfunction(value) and not name.startswith("_") and get_type_hints(value).get("return") == Iterator[Problem]
    ]
    assert sorted(check.__name__ for check in CHECKS) == sorted(check.__name__ for check in public)


def test_each_problem_names_the_figure_its_place_and_a_way_out() -> None:
    [problem, *_] = told(MAP, changed(drawn(MAP), "trial", gone, 1), "NUM-11")
    assert problem.place == HERE_IN_SOURCE
    assert "figure 'map' in 'handout'" in problem.message
    assert problem.fix


# --- silent


@pytest.fixture(scope="session", params=SOURCES)
def source(request: pytest.FixtureRequest) -> Source:
    return read_source(SOURCES[request.param])


@pytest.fixture(scope="session")
def brand() -> Brand:
    return read_brand("clinic", BRANDS)[0]


@pytest.mark.parametrize("audience", ["patient", "clinician"])
@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_every_shipped_figure_can_be_seen(source: Source, brand: Brand, audience: Audience, slot: Slot) -> None:
    comparison = source.comparison
    voice = Voice(comparison, language(comparison.language), audience, number_works(comparison))
    seen = 0
    for kept in comparison.figures:
        spec = plan_figure(kept.id, voice)
        try:
            figure = draw(spec, slot, brand.palette)
        except DoesNotFit:  # a figure for a slide need not go into a panel
            continue
        assert check_figure(spec, figure, brand.palette, HERE_IN_SOURCE, audience, comparison) == []
        seen += 1
    assert seen >= (len(comparison.figures) if slot.name == "slide" else 2)


@pytest.mark.parametrize(("spec", "slot"), EVERY, ids=lambda part: getattr(part, "name", type(part).__name__))
def test_every_sample_can_be_seen(spec: Spec, slot: Slot) -> None:
    assert check_figure(spec, drawn(spec, slot), PALETTE, HERE_IN_SOURCE) == []


@pytest.mark.parametrize("spec", [ICONS, INTERVALS, BARS, CLAIM, MAP, TIMELINE], ids=lambda spec: type(spec).__name__)
def test_every_sample_can_be_seen_from_right_to_left(spec: Spec) -> None:
    turned = replace(spec, anatomy=replace(spec.anatomy, direction="rtl"))
    assert check_figure(turned, drawn(turned), PALETTE, HERE_IN_SOURCE) == []


def test_every_mark_that_only_decorates_has_a_reason() -> None:
    assert all(len(reason.split()) > 3 for reason in DECORATION.values())
    kinds = {kind(mark.name) for spec, slot in EVERY for mark in drawn(spec, slot).marks if isinstance(mark, Shape)}
    assert kinds >= DECORATION.keys()


# --- COL-01


def test_grey_words() -> None:
    pale = replace(PALETTE, muted="#A8B0B8")
    [problem, *_] = told(INTERVALS, drawn(INTERVALS), "COL-01", pale)
    assert "in muted on paper has 2." in problem.message
    assert problem.severity == "error"


def test_large_words_need_less() -> None:
    middling = replace(PALETTE, ink="#7D7D7D")  # 4.1 : 1
    sizes = {18.0: [], 17.5: ["COL-01"]}
    for pt, rules in sizes.items():
        only = changed(drawn(MAP), "", lambda mark: mark if mark.name == "label: Green tea" else None)
        large = changed(only, "label", lambda label, pt=pt: typed(label, pt=pt, bold=False))
        assert [p.rule for p in told(MAP, large, "COL-01", middling)] == rules
        bold = changed(only, "label", lambda label, pt=pt: typed(label, pt=pt - 4, bold=True))
        assert [p.rule for p in told(MAP, bold, "COL-01", middling)] == rules


def typed(label: Label, **look: Any) -> Label:
    return replace(label, paragraphs=tuple(replace(paragraph, **look) for paragraph in label.paragraphs))


def test_words_on_a_dark_mark() -> None:
    label = label_of(drawn(MAP), "Green tea")
    dark = Shape("bar: dark", (square(label.x - 1, label.y - 10, 30),), Ink("arm-first"), None, 0.0)
    [problem] = told(MAP, beneath(drawn(MAP), dark), "COL-01")
    assert "'Green tea' in ink on arm-first" in problem.message


def test_of_several_grounds_under_words_the_worst_counts() -> None:
    label = label_of(drawn(MAP), "Green tea")
    tint = Shape("inside: tint", (square(label.x - 1, label.y - 10, 30),), Ink("tint"), None, 0.0)
    line = polygon((label.x, label.y - 1), (label.x + 20, label.y - 1), closed=False)
    [problem] = told(MAP, beneath(drawn(MAP), tint, Shape("grid", (line,), None, Ink("ink", 90), 0.5)), "COL-01")
    assert "in ink on ink-90" in problem.message


def test_words_within_a_ring_lie_on_paper() -> None:
    label = label_of(drawn(MAP), "Green tea")
    ring = Shape("grid", (square(label.x - 40, label.y - 40, 90),), None, Ink("ink"), 2.0)
    assert told(MAP, beneath(drawn(MAP), ring), "COL-01") == []


def test_what_lies_under_another_mark_is_no_ground() -> None:
    label = label_of(drawn(MAP), "Green tea")
    dark, light = (
        Shape("inside: one", (square(label.x - 2, label.y - 10, 40),), Ink(role), None, 0.0)
        for role in ("arm-first", "paper")
    )
    assert told(MAP, beneath(drawn(MAP), dark, light), "COL-01") == []
    assert told(MAP, beneath(drawn(MAP), light, dark), "COL-01")


# --- COL-02


def test_pale_empty_icons() -> None:
    pale = changed(drawn(ICONS), "icons: empty", lambda icons: replace(icons, edge=Ink("rule", 60)), 1)
    [problem] = told(ICONS, pale, "COL-02")
    assert "'icons: empty 42 to 100' in rule-60 on paper" in problem.message


@pytest.mark.parametrize(
    ("spec", "start"),
    [
        (ICONS, "icons: filled"), (INTERVALS, "interval"), (INTERVALS, "point"), (BARS, "bar: Morning responded"),
        (MAP, "trial"), (TIMELINE, "step"), (TIMELINE, "node"), (EMBLEM, "membrane"), (EMBLEM, "receptors"),
        (EMBLEM, "nucleus"), (EMBLEM, "granules"), (INTERVALS, "grid: 0"), (CLAIM, "said: bracket"),
    ],
)  # fmt: skip
def test_a_pale_mark(spec: Spec, start: str) -> None:
    def pale(mark: Any) -> Mark:
        ink = Ink("muted", 20)
        return replace(mark, fill=mark.fill and ink, edge=mark.edge and ink)

    assert told(spec, changed(drawn(spec), start, pale, 1), "COL-02")


def test_a_whisker_on_a_point_of_nearly_its_colour() -> None:
    dark = changed(drawn(INTERVALS), "size: Night", lambda point: replace(point, fill=Ink("arm-second", 32)))
    [problem] = told(INTERVALS, dark, "COL-02")
    assert "'interval: Night' in arm-second on arm-second-32 has 2.56 : 1" in problem.message


def test_a_pale_bar_is_seen_by_its_outline() -> None:
    later = drawn(BARS, PANEL)
    assert told(BARS, later, "COL-02") == []
    assert "bar: Morning later" in told(BARS, changed(later, "outline: Morning later", gone), "COL-02")[0].message


def test_a_whisker_that_lost_the_paper_around_it() -> None:
    dark = replace(PALETTE, arms=("#004A75", "#D55E00"))
    solid = replace(BARS.groups[0].studies[0].responded, low=70, high=90)
    study = replace(BARS.groups[0].studies[0], responded=solid)
    spec = replace(BARS, groups=(replace(BARS.groups[0], studies=(study,)), BARS.groups[1]))
    whole = draw(spec, HANDOUT, dark)
    assert told(spec, whole, "COL-02", dark) == []
    [problem] = told(spec, changed(whole, "halo: Morning responded", gone), "COL-02", dark)
    assert "interval: Morning responded' in ink on arm-first" in problem.message


# --- COL-03


def test_arms_that_are_one_colour_without_red_and_green() -> None:
    alike = replace(PALETTE, arms=("#0072B2", "#6A5FB0"))
    [problem] = told(MAP, drawn(MAP), "COL-03", alike)
    assert problem.severity == "error"
    assert distance(*alike.arms) > 15  # to most eyes


def test_arms_that_are_hard_to_tell_apart() -> None:
    near = replace(PALETTE, arms=("#8A6D00", "#A8443A"))
    [problem] = told(MAP, drawn(MAP), "COL-03", near)
    assert problem.severity == "warning"


def test_the_bar_of_a_later_number_is_known_by_its_outline() -> None:
    assert too_alike(("#C2DCEC", "#F5D8C2")) is None  # even these tints are apart
    close = replace(PALETTE, arms=("#0072B2", "#009E73"))
    assert told(BARS, drawn(BARS), "COL-03", close) == []


def test_an_arm_alone_has_nobody_to_be_mistaken_for() -> None:
    alike = replace(PALETTE, arms=("#0072B2", "#0072B2"))
    alone = replace(MAP, groups=MAP.groups[:1])
    assert told(alone, drawn(alone), "COL-03", alike) == []
    assert told(MAP, drawn(MAP), "COL-03", alike)


def test_separation_is_that_of_the_papers() -> None:
    assert least_distance("#FF0000", "#0000FF") == least_distance("#0000FF", "#FF0000")
    assert least_distance("#FF0000", "#5E5E0D") < 1  # red as people without its receptor see it: Viénot 1999, table 1
    assert distance("#000000", "#FFFFFF") == pytest.approx(100, abs=0.01)
    assert grey_gap("#000000", "#777777") == pytest.approx(50.0, abs=0.1)  # L* of the middle grey
    assert grey_gap("#FF0000", "#000000") == pytest.approx(53.24, abs=0.01)  # under D65


# --- COL-04


def test_circles_without_their_headings() -> None:
    for start in ("label: Black tea", "mark: Black tea"):
        [problem] = told(MAP, changed(drawn(MAP), start, gone), "COL-04")
        assert problem.severity == "error"


def test_circles_under_the_other_arms_heading() -> None:
    wrong = changed(drawn(MAP), "mark: Black tea", lambda mark: replace(mark, fill=Ink("arm-first")))
    assert told(MAP, wrong, "COL-04")


def test_a_circle_that_left_its_heading() -> None:
    stray = changed(drawn(MAP), "trial: Small party", moved(0, -60))
    assert told(MAP, stray, "COL-04")


def test_other_outlines_need_no_heading() -> None:
    nameless = changed(drawn(ICONS), "label", gone)
    assert told(ICONS, nameless, "COL-04") == []
    second = next(mark for mark in nameless.marks if mark.name == "icons: filled 1 to 3")
    assert isinstance(second, Shape)
    same = changed(nameless, "icons: filled", lambda icons: replace(icons, contours=second.contours))
    same = changed(same, "icons: empty", lambda icons: replace(icons, contours=second.contours), 2)
    assert told(ICONS, same, "COL-04")


def test_an_outline_is_the_same_at_every_size() -> None:
    nameless = changed(drawn(MAP), "label", gone)
    assert told(MAP, nameless, "COL-04")  # circles of five sizes are circles


def test_greys_that_differ_need_no_heading() -> None:
    nameless = changed(drawn(MAP), "label", gone)
    assert grey_gap("#003A5C", "#D55E00") > 20
    assert told(MAP, nameless, "COL-04", replace(PALETTE, arms=("#003A5C", "#D55E00"))) == []


def test_bodies_of_one_outline() -> None:
    alike = replace(EMBLEM, bodies=(EMBLEM.bodies[0], replace(EMBLEM.bodies[1], outline="smooth")))
    [problem] = told(alike, drawn(alike), "COL-04")
    assert problem.severity == "warning"  # the cover writes their names beneath
    assert told(EMBLEM, drawn(EMBLEM), "COL-04") == []


# --- NUM-07


def test_an_array_without_its_other_count() -> None:
    for audience, severity in (("patient", "error"), ("clinician", "warning")):
        [problem] = told(ICONS, changed(drawn(ICONS), "label: 59 did not", gone), "NUM-07", audience=audience)
        assert "'59 did not'" in problem.message
        assert problem.severity == severity


def test_the_count_of_another_array_does_not_stand_for_it() -> None:
    assert told(ICONS, changed(drawn(ICONS), "label: 6 did not", gone), "NUM-07")  # '59 did not' and others stand


def test_counts_that_do_not_add_up() -> None:
    [row, other] = ICONS.rows
    wrong = replace(ICONS, rows=(replace(row, arrays=(replace(row.arrays[0], complement="58 did not"),)), other))
    [problem] = told(wrong, drawn(wrong), "NUM-07")
    assert "do not add up to 100" in problem.message


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("94 of 100", [94, 100]),
        ("at most 1,000", [1000]),
        ("1\u202f000 von 2.000", [1000, 2000]),
        ("٣ من ١٠٠", [3, 100]),
    ],
)
def test_numbers_are_read_in_any_language(words: str, numbers: list[int]) -> None:
    assert whole_numbers(words) == numbers


# --- NUM-10


def test_one_icon_too_few() -> None:
    fewer = changed(drawn(ICONS), "icons: filled", lambda icons: replace(icons, contours=icons.contours[1:]), 1)
    [problem] = told(ICONS, fewer, "NUM-10")
    assert "'41 of 100' is drawn with 40 icons filled and 59 empty" in problem.message


def test_icons_that_are_called_filled_and_are_not() -> None:
    hollow = changed(drawn(ICONS), "icons: filled", lambda icons: replace(icons, fill=None, edge=Ink("ink")), 1)
    assert "with 0 icons filled" in told(ICONS, hollow, "NUM-10")[0].message


def test_an_array_that_is_not_drawn() -> None:
    without = changed(changed(drawn(ICONS), "icons: filled 1 to 41", gone), "icons: empty 42", gone)
    assert "3 arrays of icons are drawn, and the figure has 4" in told(ICONS, without, "NUM-10")[0].message


def test_a_label_that_says_another_count() -> None:
    [row, other] = ICONS.rows
    wrong = replace(ICONS, rows=(replace(row, arrays=(replace(row.arrays[0], label="40 of 100"),)), other))
    [problem] = told(wrong, drawn(wrong), "NUM-10")
    assert "'40 of 100' stands at 41 filled icons" in problem.message


@pytest.fixture(scope="session")
def wrist() -> Comparison:
    return read_source(SOURCES["wrist"]).comparison


def stiff(comparison: Comparison) -> Spec:
    voice = Voice(comparison, language("en"), "patient", number_works(comparison))
    return plan_figure("stiff-people", voice)


def with_events(comparison: Comparison, events: int, n: int) -> Comparison:
    """The comparison whose first array counts so many of so many."""
    [figure] = [figure for figure in comparison.figures if figure.id == "stiff-people"]
    low = figure.arms["cast"].low  # type: ignore[union-attr]
    estimates = tuple(
        estimate.model_copy(update={"counted": estimate.counted.model_copy(update={"events": events, "n": n})})
        if estimate.id == low and estimate.counted
        else estimate
        for estimate in comparison.estimates
    )
    assert estimates != comparison.estimates
    return comparison.model_copy(update={"estimates": estimates})


def test_icons_against_the_ledger(wrist: Comparison) -> None:
    spec = stiff(wrist)
    figure = draw(spec, figure_slot(), PALETTE)
    assert told(spec, figure, "NUM-10", comparison=wrist) == []
    [problem] = told(spec, figure, "NUM-10", comparison=with_events(wrist, 28, 108))
    assert "fills 25 icons" in problem.message
    assert "is 26 of 100" in problem.message


@pytest.mark.parametrize(("events", "n"), [(1, 600), (599, 600), (0, 40), (40, 40), (1, 8)])
def test_neither_none_nor_all_by_rounding(wrist: Comparison, events: int, n: int) -> None:
    rare = with_events(wrist, events, n)
    spec = stiff(rare)
    figure = draw(spec, figure_slot(), PALETTE)
    assert told(spec, figure, "NUM-10", comparison=rare) == []
    assert told(spec, figure, "NUM-07", comparison=rare) == []
    other = with_events(wrist, {1: 0, 599: 600}.get(events, 20), n)
    assert told(spec, figure, "NUM-10", comparison=other)


@pytest.mark.parametrize(
    ("value", "count"),
    [(Fraction(5, 2), 2), (Fraction(7, 2), 4), (Fraction(1, 2), 0), (Fraction(101 * 100, 108), 94), (Fraction(7), 7)],
)
def test_halves_go_to_the_even_number(value: Fraction, count: int) -> None:
    assert half_even(value) == count


# --- NUM-11


def test_a_shifted_axis() -> None:
    for start in ("grid: 0", "grid"):
        found = told(INTERVALS, changed(drawn(INTERVALS), start, moved(0.5)), "NUM-11")
        assert found, start


def test_an_axis_of_its_own_for_one_arm() -> None:
    whole = drawn(INTERVALS)
    other = changed(whole, "grid: 0", moved(2.0), 1)
    assert "the lines" in told(INTERVALS, other, "NUM-11")[0].message


def test_no_axis_at_all() -> None:
    assert "no axis with a line at zero" in told(BARS, changed(drawn(BARS), "grid: 0", gone), "NUM-11")[0].message


def test_a_number_beside_its_tick() -> None:
    [problem] = told(INTERVALS, changed(drawn(INTERVALS), "label: 50", moved(1.0)), "NUM-11")
    assert "'50' does not stand at 50" in problem.message


def test_ticks_that_count_from_elsewhere() -> None:
    cut = replace(INTERVALS, ticks=("50", "62", "75", "87", "100"))
    assert "'50' does not stand at 0" in told(cut, drawn(cut), "NUM-11")[0].message


@pytest.mark.parametrize(
    ("spec", "start"),
    [
        (INTERVALS, "size: Morning"), (INTERVALS, "interval: Morning"), (INTERVALS, "point: Evening"),
        (BARS, "bar: Morning responded"), (BARS, "interval: Morning later"), (CLAIM, "size"), (CLAIM, "said: b"),
    ],
)  # fmt: skip
def test_a_mark_beside_its_number(spec: Spec, start: str) -> None:
    assert told(spec, changed(drawn(spec), start, moved(0.2), 1), "NUM-11") == []  # nobody sees that
    assert told(spec, changed(drawn(spec), start, moved(0.5), 1), "NUM-11")


def test_a_bar_that_does_not_start_at_zero() -> None:
    def cut(bar: Shape) -> Shape:
        left, top, right, bottom = bar.box
        return replace(bar, contours=(polygon((left + 5, top), (right, top), (right, bottom), (left + 5, bottom)),))

    [problem] = told(BARS, changed(drawn(BARS), "bar: Morning responded", cut), "NUM-11")
    assert "stands 5.0 mm from where the axis has its number" in problem.message


def test_an_interval_that_is_longer_than_it_should_be() -> None:
    row = INTERVALS.groups[0].rows[0]
    wider = replace(INTERVALS.groups[0], rows=(replace(row, low=80), *INTERVALS.groups[0].rows[1:]))
    spec = replace(INTERVALS, groups=(wider, INTERVALS.groups[1]))
    [problem] = told(spec, drawn(INTERVALS), "NUM-11")
    assert "'interval: Morning'" in problem.message


def test_marks_that_lack_and_marks_that_stand_for_nothing() -> None:
    without = changed(drawn(INTERVALS), "point: Evening", gone)
    assert ["is not drawn" in p.message for p in told(INTERVALS, without, "NUM-11")] == [True]
    twice = changed(drawn(INTERVALS), "point: Evening", lambda point: replace(point, name="point: Somebody"))
    assert any("stands for no number" in p.message for p in told(INTERVALS, twice, "NUM-11"))


def test_numbers_that_changed_places() -> None:
    names = {"label: 94%": "94%", "label: 46%": "46%"}
    first, second = (label_of(drawn(INTERVALS), words) for words in names.values())
    swapped = changed(drawn(INTERVALS), "label: 94%", lambda label: replace(label, y=second.y))
    swapped = changed(swapped, "label: 46%", lambda label: replace(label, y=first.y))
    assert {p.message.partition("number ")[2] for p in told(INTERVALS, swapped, "NUM-11")} == {
        "'94%' does not stand at its mark",
        "'46%' does not stand at its mark",
    }


def test_another_number_than_the_figures() -> None:
    def wrong(label: Label) -> Label:
        return replace(label, paragraphs=(replace(label.paragraphs[0], lines=("95%",)),))

    [problem] = told(INTERVALS, changed(drawn(INTERVALS), "label: 94%", wrong), "NUM-11")
    assert "'94%'" in problem.message


def test_a_circle_of_a_wrong_size() -> None:
    small = next(mark for mark in drawn(MAP).marks if mark.name == "trial: Party 68")
    assert isinstance(small, Shape)
    wrong = changed(drawn(MAP), "trial: Party 127", lambda circle: replace(circle, contours=small.contours))
    [problem] = told(MAP, wrong, "NUM-11")
    assert "'Party 127' does not have the area of its 127 people" in problem.message


# --- TYP


def test_words_of_six_points() -> None:
    [problem] = told(MAP, changed(drawn(MAP), "label: Green tea", lambda label: typed(label, pt=6.0)), "TYP-02")
    assert "'Green tea' is set in 6 pt, and the least is 9" in problem.message


def test_words_over_others() -> None:
    other = label_of(drawn(MAP), "Black tea")
    over = changed(drawn(MAP), "label: Green tea", lambda label: replace(label, x=other.x + 3, y=other.y + 1))
    assert any("'Green tea' lies over 'Black tea'" in p.message for p in told(MAP, over, "TYP-05"))


def test_words_that_leave_the_figure() -> None:
    for dx, dy in ((-9, 0), (HANDOUT.width_mm - 20, 0), (0, -2), (0, HANDOUT.height_mm)):
        outside = changed(drawn(MAP), "label: Green tea", moved(dx, dy))
        assert any("'Green tea' leaves the figure" in p.message for p in told(MAP, outside, "TYP-05")), (dx, dy)


def test_a_whisker_through_words() -> None:
    mark = next(mark for mark in drawn(INTERVALS).marks if mark.name == "interval: Morning")
    assert isinstance(mark, Shape)
    left, top, _, bottom = mark.box
    words = changed(
        drawn(INTERVALS), "label: Morning", lambda label: replace(label, x=left - 2, y=(top + bottom) / 2 + 1)
    )
    found = [p.message for p in told(INTERVALS, words, "TYP-05")]
    assert any("'interval: Morning' runs through 'Morning" in message for message in found)


def test_words_within_a_large_ring_are_free() -> None:
    label = label_of(drawn(MAP), "Green tea")
    ring = Shape("trial: ring", (square(label.x - 40, label.y - 40, 90),), None, Ink("ink"), 1.0)
    assert told(MAP, beneath(drawn(MAP), ring), "TYP-05") == []
    through = changed(beneath(drawn(MAP), ring), "trial: ring", moved(0, 40))
    assert any("'trial: ring' runs through 'Green tea'" in p.message for p in told(MAP, through, "TYP-05"))


def test_words_under_a_mark() -> None:
    label = label_of(drawn(MAP), "Green tea")
    cover = Shape("inside: cover", (square(label.x - 5, label.y - 20, 40),), Ink("tint"), None, 0.0)
    covered = replace(drawn(MAP), marks=(*drawn(MAP).marks, cover))
    assert any("'inside: cover' runs through 'Green tea'" in p.message for p in told(MAP, covered, "TYP-05"))


def test_words_that_are_turned_are_where_they_are_turned_to() -> None:
    upright = changed(drawn(MAP), "label: Green tea", lambda label: replace(label, angle=90.0, x=100.0, y=2.0))
    assert any("leaves the figure" in p.message for p in told(MAP, upright, "TYP-05"))  # upwards, out at the top


# --- outlines


def test_what_a_shape_shows_at_a_point() -> None:
    ring = Outline(Shape("ring", (square(0, 0, 10),), Ink("tint"), Ink("ink"), 72 / 25.4))  # an edge of 1 mm
    assert ring.edge_at((5, 0.4)) == Ink("ink")
    assert ring.edge_at((5, -0.4)) == Ink("ink")
    assert ring.edge_at((5, 0.6)) is None
    assert ring.fill_at((5, 5)) == Ink("tint")
    assert ring.fill_at((5, 10.2)) is None


def test_a_hole_is_not_filled() -> None:
    hole = polygon((2, 2), (2, 8), (8, 8), (8, 2))  # the other way round
    frame = Outline(Shape("frame", (square(0, 0, 10), hole), Ink("tint"), None, 0.0))
    assert frame.fill_at((1, 1)) == Ink("tint")
    assert frame.fill_at((5, 5)) is None


def test_curves_are_not_taken_for_their_corners() -> None:
    [circle] = [mark for mark in drawn(MAP).marks if mark.name == "trial: Party 268"]
    assert isinstance(circle, Shape)
    left, top, right, bottom = circle.box
    outline = Outline(circle)
    assert outline.fill_at(((left + right) / 2, (top + bottom) / 2)) == Ink("arm-first")
    assert outline.fill_at((left + 0.1 * (right - left), top + 0.1 * (bottom - top))) is None
    assert not outline.crosses((left, top, left + 0.1 * (right - left), top + 0.1 * (bottom - top)))


# --- the brand and the build


@pytest.mark.parametrize(
    ("change", "rule", "words"),
    [
        ({"slate": "#8A96A2"}, "COL-01", "'muted' on 'paper' has"),
        ({"pine": "#5FA8A8"}, "COL-01", "'accent' on 'tint' has"),
        ({"blue-tint": "#0F3D5C"}, "COL-01", "'ink' on 'arm-first-tint' has"),
        ({"vermillion": "#F0A060"}, "COL-02", "'arm-second' on 'paper' has"),
        ({"vermillion": "#6A5FB0"}, "COL-03", "only 0.8 apart"),
    ],
    ids=["muted", "accent", "tint", "arm", "arms"],
)
def test_a_brand_whose_colours_cannot_be_seen(brand: Brand, change: dict[str, str], rule: str, words: str) -> None:
    assert check_brand_colours(brand) == []
    found = check_brand_colours(with_colours(brand, **change))
    assert any(problem.rule == rule and words in problem.message for problem in found), found
    assert all(problem.place.file.endswith("brand.yaml") and problem.fix for problem in found)


def with_colours(brand: Brand, **colours: str) -> Brand:
    color = brand.color.model_copy(update={"palette": {**brand.color.palette, **colours}})
    return brand.model_copy(update={"color": color})


def test_a_build_refuses_a_brand_that_cannot_be_seen(brand: Brand) -> None:
    source = read_source(SOURCES["wrist"])
    pale = with_colours(brand, slate="#9AA5B0")
    with pytest.raises(ProblemError) as refused:
        make_variant(source, Variant(pale, "en", ("a4",), ("trifold",)))
    [problem, *_] = [p for p in refused.value.problems if p.rule == "COL-01"]
    assert problem.place == pale.place(("color", "palette", "slate"))


def test_a_build_looks_at_every_figure(brand: Brand) -> None:
    source = read_source(SOURCES["wrist"])
    near = with_colours(brand, vermillion="#8060C0")  # blue and violet: 3.9 apart without red receptors
    with pytest.raises(ProblemError) as refused:
        make_variant(source, Variant(near, "en", ("a4",), ("trifold",)))
    assert {p.rule for p in refused.value.problems if p.severity == "error"} == {"COL-03"}
    [figure] = [figure for figure in source.comparison.figures if figure.id == "two-ways-drawn"]
    arms = tuple(
        arm.model_copy(update={"drawing": source.comparison.arms[0].drawing}) for arm in source.comparison.arms
    )
    alike = replace(source, comparison=source.comparison.model_copy(update={"arms": arms}))
    warned = make_variant(alike, Variant(brand, "en", ("a4",), ("trifold",))).warnings
    [problem] = [p for p in warned if p.rule == "COL-04"]
    assert problem.place == source.place(("figures", source.comparison.figures.index(figure)))
