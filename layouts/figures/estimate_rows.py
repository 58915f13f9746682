"""Estimates -> the rows and bars of a plot, each with its study, people, interval and scale in words."""

from collections.abc import Iterable, Sequence

from layouts.figure_kinds import Course
from layouts.figures.specs import Bar, BarGroup, IntervalGroup, IntervalRow, StudyBars
from layouts.ledger import Arm, Estimate
from layouts.wording import Voice, exact_interval


def interval_groups(chosen: Iterable[Estimate], voice: Voice, *, upper: bool = False) -> tuple[IntervalGroup, ...]:
    """A row an estimate, grouped by arm; with `upper`, a count of zero says in words what it leaves room for."""
    estimates, groups = tuple(chosen), []
    for index, arm in enumerate(voice.comparison.arms):
        rows = tuple(_interval_row(estimate, voice, upper) for estimate in of_arm(estimates, arm, voice))
        if rows:  # a plot may be about one trial; whether both arms must be shown is a rule's question
            groups.append(IntervalGroup(index, arm.name, rows))
    return tuple(groups)


def of_arm(estimates: Iterable[Estimate], arm: Arm, voice: Voice) -> list[Estimate]:
    return [estimate for estimate in estimates if voice.comparison.study(estimate.study).arm == arm.id]


def _interval_row(estimate: Estimate, voice: Voice, upper: bool) -> IntervalRow:
    study, word = voice.comparison.study(estimate.study), voice.language.word
    bounds = exact_interval(estimate)
    details = [voice.label(study.population), _scale(estimate, voice)]
    if bounds is None:
        details.append(word("numbers.no-interval"))
    elif upper and estimate.rate == 0:
        details.append(word("figure.up-to", share=voice.estimate(estimate, "upper")))
    low, high = (bounds[0] * 100, bounds[1] * 100) if bounds else (None, None)
    value, label = float(estimate.rate * 100), value_label(estimate, voice)
    return IntervalRow(study.name, estimate.n or 1, value, low, high, " · ".join(details), label)


def _scale(estimate: Estimate, voice: Voice) -> str:
    unknown = voice.language.word("figure.scale-unknown-short")
    return unknown if estimate.scale == "not recorded" else estimate.scale


def value_label(estimate: Estimate, voice: Voice) -> str:
    """'94% (101/108)', or '83% (n = 101)' where no count is known; for patients '5 of 9', 'none of 37'."""
    if voice.audience == "patient" and estimate.counted:
        return voice.estimate(estimate, "counts")
    percent = voice.estimate(estimate, "percent")
    return f"{percent} ({voice.sample(estimate)})"


def bar_group(arm: Arm, courses: Iterable[Course], voice: Voice) -> BarGroup:
    """The studies of one arm with two bars each, in the source's order."""
    studies = tuple(_study_bars(course, voice) for course in courses)
    return BarGroup(voice.comparison.arm_index(arm.id), arm.name, studies, voice.language.word("figure.no-study"))


def _study_bars(course: Course, voice: Voice) -> StudyBars:
    pair = voice.comparison.estimate(course.response), voice.comparison.estimate(course.lasting)
    study = voice.comparison.study(pair[0].study)
    labels = voice.language.word("figure.responded"), voice.text(course.later)
    none = voice.language.word("numbers.no-interval")
    intervals = ["" if exact_interval(estimate) else none for estimate in pair]
    scales = [_scale(estimate, voice) for estimate in pair]
    details = (voice.label(study.population), *_told_of(scales, labels), *_told_of(intervals, labels))
    first, later = (_bar(estimate, label, voice) for estimate, label in zip(pair, labels, strict=True))
    return StudyBars(study.name, " · ".join(details), first, later)


def _told_of(words: Sequence[str], labels: Sequence[str]) -> tuple[str, ...]:
    """What is to be said of both numbers once; where they differ, of each by its label. '' says nothing."""
    if len(set(words)) == 1:
        return tuple(filter(None, words[:1]))
    return tuple(f"{label}: {word}" for label, word in zip(labels, words, strict=True) if word)


def _bar(estimate: Estimate, label: str, voice: Voice) -> Bar:
    bounds = exact_interval(estimate)
    low, high = (bounds[0] * 100, bounds[1] * 100) if bounds else (None, None)
    return Bar(label, float(estimate.rate * 100), low, high, value_label(estimate, voice))
