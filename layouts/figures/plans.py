"""From the comparison to what is drawn: every word of a figure, and its alt text, computed from the data."""

from dataclasses import replace

from layouts import figure_kinds
from layouts.figures.alt_texts import alt_text, durability_alt, icon_pair, icons_alt, ranges
from layouts.figures.estimate_rows import bar_group, interval_groups
from layouts.figures.specs import (
    Anatomy,
    Body,
    CellPair,
    ClaimPlot,
    Durability,
    EvidenceMap,
    IconArray,
    IconRanges,
    IconRow,
    IntervalPlot,
    Leader,
    Receptors,
    Said,
    Spec,
    Step,
    Ticks,
    Timeline,
    TimelineRow,
    Trial,
    TrialGroup,
)
from layouts.identity import figure_seal
from layouts.ledger import Arm, Estimate
from layouts.wording import Voice, exact_interval, whole


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
    if isinstance(figure, figure_kinds.ClaimPlot):
        return _plan_claim(figure, voice)
    if isinstance(figure, figure_kinds.Durability):
        return _plan_durability(figure, voice)
    return _plan_intervals(figure, voice)


def _anatomy(figure: figure_kinds.Figure, voice: Voice, alt: str) -> Anatomy:
    marks = voice.figure_marks(figure.id)
    return Anatomy(
        id=figure.id,
        title=voice.text(figure.title),
        how_to_read=voice.text(figure.how_to_read),
        caveat=voice.text(figure.caveat) if figure.caveat else "",
        source=voice.language.word("figure.source", citations=", ".join(marks)) if marks else "",
        alt=alt,
        direction=voice.language.direction,
        language=voice.language.tag,
        seal=figure_seal(figure, voice.comparison),
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
    comma = voice.language.word("numbers.comma")
    told = (f"{arm.short}: {comma.join(label.text for label in figure.labels[arm.id])}." for arm in (first, second))
    bodies = (_body(first, 0, figure.labels[first.id]), _body(second, 1, figure.labels[second.id]))
    return CellPair(_anatomy(figure, voice, alt_text(voice.text(figure.title), *told)), bodies)


def _plan_map(figure: figure_kinds.EvidenceMap, voice: Voice) -> EvidenceMap:
    groups, told = [], []
    for index, arm in enumerate(voice.comparison.arms):
        chosen = [study for key in figure.studies if (study := voice.comparison.study(key)).arm == arm.id]
        sized = sorted((study for study in chosen if study.n != "not recorded"), key=lambda study: -int(study.n))
        trials = tuple(Trial(study.name, int(study.n), voice.people(int(study.n), study)) for study in sized)
        groups.append(TrialGroup(index, arm.name, trials, voice.language.word("figure.no-study")))
        if trials:
            studies = voice.language.plural("figure.alt-studies", len(trials))
            low, high = trials[-1].n_label, trials[0].n_label
            told.append(voice.language.word("figure.alt-group", arm=arm.short, studies=studies, low=low, high=high))
    return EvidenceMap(_anatomy(figure, voice, alt_text(voice.text(figure.title), *told)), tuple(groups))


def _plan_timeline(figure: figure_kinds.Timeline, voice: Voice) -> Timeline:
    rows, told, unknown = [], [], voice.language.word("numbers.not-recorded")
    comma, joint = (voice.language.word(f"numbers.{key}") for key in ("comma", "joint"))
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
        spans = (comma.join((step.label, step.duration)) for step in steps)
        told.append(f"{arm.short}: {joint.join((*spans, row.end))}.")
    return Timeline(_anatomy(figure, voice, alt_text(voice.text(figure.title), *told)), tuple(rows))


def _plan_icons(figure: figure_kinds.IconRanges, voice: Voice) -> IconRanges:
    rows = tuple(_icon_row(figure, arm, voice) for arm in voice.comparison.arms)
    return IconRanges(_anatomy(figure, voice, icons_alt(figure, voice)), rows)


def _icon_row(figure: figure_kinds.IconRanges, arm: Arm, voice: Voice) -> IconRow:
    low, high = icon_pair(figure, arm, voice)
    per = voice.comparison.outcome(figure.outcome).per
    heading = voice.language.word(
        "figure.range-at-least" if high.at_least else "figure.range",  # 'a al menos' is no Spanish
        arm=arm.short,
        low=_at_least(low, per, voice),
        high=voice.of_per(high.rate, per, high),
        per=voice.language.number(per),
    )
    return IconRow(voice.comparison.arm_index(arm.id), heading, (_icon_array(low, voice), _icon_array(high, voice)))


def _at_least(estimate: Estimate, per: int, voice: Voice) -> str:
    words = voice.of_per(estimate.rate, per, estimate)
    return voice.language.word("numbers.at-least", words=words) if estimate.at_least else words


def _icon_array(estimate: Estimate, voice: Voice) -> IconArray:
    """The filled icons are the printed count (NUM-10), and both counts are written (NUM-07)."""
    per = voice.comparison.outcome(estimate.outcome).per
    filled = whole(estimate.rate, per)
    word = voice.language.word
    study = voice.comparison.study(estimate.study)
    people = voice.estimate(estimate, "people") if estimate.counted else voice.people(estimate.n or 0, estimate)
    if exact_interval(estimate) is not None:
        people = word("figure.could-be", people=people, interval=_plain_interval(estimate, voice))
    scale = (
        word("figure.scale-unknown")
        if estimate.scale == "not recorded"
        else word("figure.scale", scale=estimate.scale.partition(" (")[0])
    )  # the slide's notes and the review pack have it whole
    if voice.printed(estimate):
        scale = f"{scale}. {voice.printed(estimate).rstrip('.')}"
    population = voice.label(study.population_short or study.population)
    lines = [voice.language.word("numbers.comma").join((study.name, population)), people, scale]
    left = voice.of_per(1 - estimate.rate, per, estimate)
    rest = word("figure.had-not-at-most" if estimate.at_least else "figure.had-not", rest=left)
    label = word("figure.had", share=voice.estimate(estimate, "share"))
    return IconArray(filled, label, rest, tuple(lines), per)


def _plain_interval(estimate: Estimate, voice: Voice) -> str:
    """'under 1 to 14', in people of the outcome's denominator, for every audience."""
    return replace(voice, audience="patient").estimate(estimate, "interval")


def _plan_intervals(figure: figure_kinds.IntervalPlot, voice: Voice) -> IntervalPlot:
    chosen = [voice.comparison.estimate(key) for key in figure.estimates]
    anatomy = _anatomy(figure, voice, alt_text(voice.text(figure.title), *ranges(chosen, voice)))
    return IntervalPlot(anatomy, interval_groups(chosen, voice), voice.language.word("figure.axis"), _ticks(voice))


def _ticks(voice: Voice) -> Ticks:
    ticks = tuple(voice.language.number(tick) for tick in (0, 25, 50, 75, 100))
    return ticks[0], ticks[1], ticks[2], ticks[3], ticks[4]


def _plan_claim(figure: figure_kinds.ClaimPlot, voice: Voice) -> ClaimPlot:
    word, chosen = voice.language.word, [voice.comparison.estimate(key) for key in figure.estimates]
    heard = voice.text(voice.comparison.claim(figure.claim).heard)
    lead, quoted = word("figure.heard"), word("figure.quoted", words=heard)
    said = _said(figure.said, voice) if figure.said else None
    quote = f"{lead} {quoted}" + (f" ({said.label})." if said else "")
    anatomy = _anatomy(figure, voice, alt_text(voice.text(figure.title), *ranges(chosen, voice), quote))
    groups = interval_groups(chosen, voice, upper=True)
    plot = IntervalPlot(anatomy, groups, word("figure.axis"), _ticks(voice), said=said)
    return ClaimPlot(anatomy, lead, quoted, plot)


def _said(said: figure_kinds.Said, voice: Voice) -> Said:
    """How the axis labels what a claim says: 'said: 0 to 5%', 'said: 5%', 'said: none'."""
    word, number = voice.language.word, voice.language.number
    if said.low < said.high:
        words = word("numbers.to", low=number(said.low), high=voice.language.percent(said.high))
    else:
        words = voice.language.percent(said.low) if said.low else word("figure.said-none")
    return Said(said.low, said.high, word("figure.said", words=words))


def _plan_durability(figure: figure_kinds.Durability, voice: Voice) -> Durability:
    groups = tuple(bar_group(arm, figure.arms[arm.id], voice) for arm in voice.comparison.arms)
    anatomy = _anatomy(figure, voice, durability_alt(figure, voice))
    none = voice.language.word("figure.no-study")
    return Durability(anatomy, groups, voice.language.word("figure.axis"), _ticks(voice), none)
