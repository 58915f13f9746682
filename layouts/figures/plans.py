"""From the comparison to what is drawn: every word of a figure, and its alt text, computed from the data."""

from layouts import figure_kinds
from layouts.figures.specs import (
    Anatomy,
    Body,
    CellPair,
    EvidenceMap,
    IconArray,
    IconRanges,
    IconRow,
    IntervalGroup,
    IntervalPlot,
    IntervalRow,
    Leader,
    Receptors,
    Spec,
    Step,
    Timeline,
    TimelineRow,
    Trial,
    TrialGroup,
)
from layouts.ledger import Arm, Estimate
from layouts.wording import Voice, exact_interval, whole

ALT_LONGEST = 300  # characters; PDF-04: message, range and n per arm in 40 to 300


def plan_figure(id: str, voice: Voice) -> Spec:
    """The spec of one figure of the comparison, in a voice's language and for its audience."""
    figure = voice.comparison.figure(id)
    if isinstance(figure, figure_kinds.Emblem):
        return _plan_emblem(figure, voice)
    if isinstance(figure, figure_kinds.Mechanism):
        return _plan_mechanism(figure, voice)
    if isinstance(figure, figure_kinds.IconRanges):
        return _plan_icons(figure, voice)
    if isinstance(figure, figure_kinds.EvidenceMap):
        return _plan_map(figure, voice)
    if isinstance(figure, figure_kinds.Timeline):
        return _plan_timeline(figure, voice)
    return _plan_intervals(figure, voice)


def _anatomy(figure: figure_kinds.Worded, voice: Voice, alt: str) -> Anatomy:
    marks = voice.figure_marks(figure.id)
    return Anatomy(
        id=figure.id,
        title=voice.text(figure.title),
        how_to_read=voice.text(figure.how_to_read),
        caveat=voice.text(figure.caveat) if figure.caveat else "",
        source=voice.language.word("figure.source", citations=", ".join(marks)) if marks else "",
        alt=alt,
        direction=voice.language.direction,
    )


def _plan_emblem(figure: figure_kinds.Emblem, voice: Voice) -> CellPair:
    first, second = voice.comparison.arms
    alt = voice.language.word("figure.emblem-alt", first=first.name, second=second.name)
    return CellPair(_anatomy(figure, voice, alt), (_body(first, 0), _body(second, 1)))


def _body(arm: Arm, index: int, labels: tuple[figure_kinds.PartLabel, ...] = ()) -> Body:
    drawing = arm.drawing
    receptors = (Receptors(drawing.receptors, drawing.receptor_shape),) if drawing.receptors else ()
    leaders = tuple(Leader(label.text, label.part) for label in labels)
    return Body(index, arm.short, drawing.outline, drawing.nucleus, receptors, drawing.granules, leaders)


def _plan_mechanism(figure: figure_kinds.Mechanism, voice: Voice) -> CellPair:
    first, second = voice.comparison.arms
    told = (f"{arm.short}: {', '.join(label.text for label in figure.labels[arm.id])}." for arm in (first, second))
    bodies = (_body(first, 0, figure.labels[first.id]), _body(second, 1, figure.labels[second.id]))
    return CellPair(_anatomy(figure, voice, _told(voice.text(figure.title), *told)), bodies)


def _told(title: str, *sentences: str) -> str:
    """An alt text: the message, then what the figure shows, as far as it goes into 300 characters."""
    alt = title if title.endswith((".", "?", "!")) else f"{title}."
    for sentence in sentences:
        if len(alt) + 1 + len(sentence) <= ALT_LONGEST:
            alt = f"{alt} {sentence}"
    return alt


def _plan_map(figure: figure_kinds.EvidenceMap, voice: Voice) -> EvidenceMap:
    groups, told = [], []
    for index, arm in enumerate(voice.comparison.arms):
        chosen = [study for key in figure.studies if (study := voice.comparison.study(key)).arm == arm.id]
        sized = sorted((study for study in chosen if study.n != "not recorded"), key=lambda study: -int(study.n))
        trials = tuple(Trial(study.name, int(study.n), voice.people(int(study.n))) for study in sized)
        groups.append(TrialGroup(index, arm.name, trials, voice.language.word("figure.no-study")))
        if trials:
            studies = voice.language.plural("figure.alt-studies", len(trials))
            low, high = trials[-1].n_label, trials[0].n_label
            told.append(voice.language.word("figure.alt-group", arm=arm.short, studies=studies, low=low, high=high))
    return EvidenceMap(_anatomy(figure, voice, _told(voice.text(figure.title), *told)), tuple(groups))


def _plan_timeline(figure: figure_kinds.Timeline, voice: Voice) -> Timeline:
    rows, told, unknown = [], [], voice.language.word("numbers.not-recorded")
    for index, arm in enumerate(voice.comparison.arms):
        row = figure.arms[arm.id]
        steps = tuple(
            Step(
                step.label,
                unknown if step.duration == "not recorded" else voice.text(step.duration),
                step.duration != "not recorded",
            )
            for step in row.steps
        )
        rows.append(TimelineRow(index, arm.name, steps, row.end))
        told.append(f"{arm.short}: {'; '.join(f'{step.label}, {step.duration}' for step in steps)}; {row.end}.")
    return Timeline(_anatomy(figure, voice, _told(voice.text(figure.title), *told)), tuple(rows))


def _plan_icons(figure: figure_kinds.IconRanges, voice: Voice) -> IconRanges:
    rows = tuple(_icon_row(figure, arm, voice) for arm in voice.comparison.arms)
    return IconRanges(_anatomy(figure, voice, _icons_alt(figure, voice)), rows)


def _pair(figure: figure_kinds.IconRanges, arm: Arm, voice: Voice) -> tuple[Estimate, Estimate]:
    pair = figure.arms[arm.id]
    return voice.comparison.estimate(pair.low), voice.comparison.estimate(pair.high)


def _icon_row(figure: figure_kinds.IconRanges, arm: Arm, voice: Voice) -> IconRow:
    low, high = _pair(figure, arm, voice)
    per = voice.comparison.outcome(figure.outcome).per
    heading = voice.language.word(
        "figure.range",
        arm=arm.short,
        low=_at_least(low, per, voice),
        high=_at_least(high, per, voice),
        per=voice.language.number(per),
    )
    return IconRow(voice.comparison.arm_index(arm.id), heading, (_icon_array(low, voice), _icon_array(high, voice)))


def _at_least(estimate: Estimate, per: int, voice: Voice) -> str:
    words = voice.of_per(estimate.rate, per)
    return voice.language.word("numbers.at-least", words=words) if estimate.at_least else words


def _icon_array(estimate: Estimate, voice: Voice) -> IconArray:
    """The filled icons are the printed count (NUM-10), and both counts are written (NUM-07)."""
    per = voice.comparison.outcome(estimate.outcome).per
    filled = whole(estimate.rate, per)
    word = voice.language.word
    study = voice.comparison.study(estimate.study)
    people = voice.estimate(estimate, "people") if estimate.counted else voice.people(estimate.n or 0)
    if exact_interval(estimate) is not None:
        people = word("figure.could-be", people=people, interval=_plain_interval(estimate, voice))
    scale = (
        word("figure.scale-unknown")
        if estimate.scale == "not recorded"
        else word("figure.scale", scale=estimate.scale.partition(" (")[0])
    )  # the slide's notes and the review pack have it whole
    if voice.printed(estimate):
        scale = f"{scale}. {voice.printed(estimate).rstrip('.')}"
    lines = [f"{study.name}, {study.population_short or study.population}", people, scale]
    left = voice.language.number(per - filled)
    rest = word("figure.had-not-at-most" if estimate.at_least else "figure.had-not", rest=left)
    label = word("figure.had", share=voice.estimate(estimate, "share"))
    return IconArray(filled, label, rest, tuple(lines), per)


def _plain_interval(estimate: Estimate, voice: Voice) -> str:
    """'under 1 to 14', in people of the outcome's denominator, for every audience."""
    return Voice(voice.comparison, voice.language, "patient", voice.numbering).estimate(estimate, "interval")


def _icons_alt(figure: figure_kinds.IconRanges, voice: Voice) -> str:
    """Message, range and n of each arm, within 300 characters; details go when they do not fit."""
    word = voice.language.word
    title = voice.text(figure.title)
    for counts in (True, False):
        rows = []
        for arm in voice.comparison.arms:
            low, high = (_alt_study(estimate, voice, counts) for estimate in _pair(figure, arm, voice))
            rows.append(word("figure.alt-row", arm=arm.short, low=low, high=high))
        alt = " ".join((title if title.endswith((".", "?", "!")) else f"{title}.", *rows))
        if len(alt) <= ALT_LONGEST:
            return alt
    return " ".join(rows)


def _alt_study(estimate: Estimate, voice: Voice, full: bool) -> str:
    """'94 of 100 in ZUMA-1 (101 of 108 people)', or without the study's name."""
    share = voice.estimate(estimate, "share")
    people = voice.estimate(estimate, "people") if estimate.counted else voice.people(estimate.n or 0)
    key = "figure.alt-study" if full else "figure.alt-study-short"
    return voice.language.word(key, share=share, study=voice.comparison.study(estimate.study).name, people=people)


def _plan_intervals(figure: figure_kinds.IntervalPlot, voice: Voice) -> IntervalPlot:
    chosen = [voice.comparison.estimate(key) for key in figure.estimates]
    groups = []
    for index, arm in enumerate(voice.comparison.arms):
        rows = tuple(_interval_row(e, voice) for e in chosen if voice.comparison.study(e.study).arm == arm.id)
        if rows:  # a plot may be about one trial; whether both arms must be shown is a rule's question
            groups.append(IntervalGroup(index, arm.name, rows))
    anatomy = _anatomy(figure, voice, _intervals_alt(figure, chosen, voice))
    ticks = tuple(voice.language.number(tick) for tick in (0, 25, 50, 75, 100))
    axis = voice.language.word("figure.axis")
    return IntervalPlot(anatomy, tuple(groups), axis, (ticks[0], ticks[1], ticks[2], ticks[3], ticks[4]))


def _interval_row(estimate: Estimate, voice: Voice) -> IntervalRow:
    study, word = voice.comparison.study(estimate.study), voice.language.word
    scale = word("figure.scale-unknown-short") if estimate.scale == "not recorded" else estimate.scale
    bounds = exact_interval(estimate)
    detail = f"{study.population} · {scale}"
    if bounds is None:
        detail += f" · {word('numbers.no-interval')}"
    low, high = (bounds[0] * 100, bounds[1] * 100) if bounds else (None, None)
    return IntervalRow(
        study.name, estimate.n or 1, float(estimate.rate * 100), low, high, detail, _value(estimate, voice)
    )


def _value(estimate: Estimate, voice: Voice) -> str:
    """'94% (101/108)'."""
    percent = voice.estimate(estimate, "percent")
    return f"{percent} ({voice.details(estimate).split(';')[0]})"


def _intervals_alt(figure: figure_kinds.IntervalPlot, chosen: list[Estimate], voice: Voice) -> str:
    word, rows = voice.language.word, []
    for arm in voice.comparison.arms:
        mine = sorted((e for e in chosen if voice.comparison.study(e.study).arm == arm.id), key=lambda e: e.rate)
        if mine:
            low, high = (
                word("figure.alt-percent", percent=voice.estimate(e, "percent"), n=voice.people(e.n or 0))
                for e in (mine[0], mine[-1])
            )
            studies = voice.language.plural("figure.alt-studies", len(mine))
            rows.append(word("figure.alt-group", arm=arm.short, studies=studies, low=low, high=high))
    return _told(voice.text(figure.title), *rows)
