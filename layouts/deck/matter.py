"""Front and back matter: the slides that every deck has and that the program makes itself."""

from collections.abc import Callable, Iterable

from layouts.blocks import Grid, Setting, Speaking, full_references, investigational, plain, review_state
from layouts.citations import figure_estimates
from layouts.deck.plans import DISCLOSURES, SMALL, Point, SlidePlan
from layouts.figure_kinds import Durability, EvidenceMap, Timeline
from layouts.language import reading
from layouts.ledger import Estimate, Study
from layouts.passages import PlaceFigure
from layouts.wording import Line, Run, Voice

BLANK = "_" * 30  # a line to write on


def title_slide(part: str, setting: Setting) -> SlidePlan:
    voice, imprint = setting.voice, setting.imprint
    return SlidePlan(
        "title",
        part,
        "title",
        voice.comparison.title.clinician,
        subtitle=voice.text(voice.comparison.decision),
        details=_details(setting),
        sign=imprint.sign,
        notes=(voice.text(voice.comparison.main_message),),
    )


def _details(setting: Setting) -> tuple[str, ...]:
    """Who speaks, where and when, or lines to write it on; what must be said; edition and status."""
    voice, imprint, word = setting.voice, setting.imprint, setting.voice.language.word
    speaker = imprint.speaker or Speaking()
    states = (imprint.edition, imprint.status, review_state(voice), *imprint.translation, *investigational(voice))
    told = (*(line.text for line in imprint.mandatory), *states)
    return (
        word("deck.speaker-line", who=speaker.name or BLANK),
        word("deck.affiliation-line", who=speaker.affiliation or BLANK),
        word("deck.event-line", what=speaker.event or BLANK),
        " · ".join(text.rstrip(".") for text in told),
    )


def disclosures_slide(part: str, setting: Setting) -> SlidePlan:
    """Before any content: who speaks and their relationships, that these were mitigated, who paid, and the status."""
    voice, word = setting.voice, setting.voice.language.word
    governance = voice.comparison.governance
    authors = word("numbers.not-recorded") if governance.authors == "not recorded" else voice.text(governance.authors)
    imprint, speaker = setting.imprint, setting.imprint.speaker or Speaking()
    lines = [
        *_who(speaker, word),
        plain(word("deck.disclosure-speaker", told=speaker.disclosures or BLANK)),
        plain(word("deck.disclosure-mitigated")),
        plain(word("deck.disclosure-planners", authors=authors)),
        Line((Run(f"{word('document.funding')}: ", True), Run(voice.text(governance.funding)))),
        Line((Run(f"{word('document.interests')}: ", True), Run(voice.text(governance.interests)))),
        *(voice.line(arm.status_line) for arm in voice.comparison.arms),
        _dates(setting),
        *map(plain, setting.imprint.translation),
        imprint.publisher,
        *imprint.mandatory,
        *imprint.disclosures,
    ]
    return SlidePlan(
        "disclosures",
        part,
        "text",
        word("deck.disclosures-heading"),
        tuple(Point(line) for line in lines),
        sizes=DISCLOSURES,
    )


def _who(speaker: Speaking, word: Callable[..., str]) -> Iterable[Line]:
    """The speaker's name, where it is known: the title slide has a line to write it on."""
    if speaker.name:
        yield plain(word("deck.speaker-line", who=", ".join(filter(None, (speaker.name, speaker.affiliation)))))


def _dates(setting: Setting) -> Line:
    """Which edition this is, when it will be looked at again, and by what policy."""
    voice, edition = setting.voice, setting.voice.comparison.edition
    review = voice.language.word("document.next-review", date=voice.language.day(edition.next_review))
    updates = f"{voice.language.word('document.updates')}: {voice.text(edition.update_policy)}"
    return plain(f"{setting.imprint.edition}. {review}. {updates}")


def references_slide(part: str, setting: Setting) -> SlidePlan:
    """Every reference in full; measuring finds how many slides it takes."""
    heading = setting.voice.language.word("deck.references-heading")
    entries = tuple(listed_works(full_references(setting).entries, setting.voice))
    return SlidePlan("references", part, "text", heading, entries, sizes=(SMALL,), spread=True)


def listed_works(works: Iterable[tuple[int, str]], voice: Voice) -> Iterable[Point]:
    """A paragraph for each work with its number. In another script than the deck's, all of them run its way."""
    works = tuple(works)
    direction = reading(entry for _, entry in works)
    other = direction if direction != voice.language.direction else None
    return (Point(plain(f"{number}  {entry}"), False, other) for number, entry in works)


def data_slides(part: str, setting: Setting) -> Iterable[SlidePlan]:
    """The data behind each figure of the deck, as a native table."""
    voice, comparison = setting.voice, setting.voice.comparison
    shown = [slide.section for p in comparison.documents.deck for slide in p.slides if slide.section]
    passages = [comparison.section(key).clinician for key in shown]
    figures = dict.fromkeys(b.figure for p in passages if p for b in p.full if isinstance(b, PlaceFigure))
    for id in figures:
        columns, rows = _figure_data(id, voice)
        title = voice.language.word("deck.data-heading", title=voice.text(comparison.figure(id).title))
        grid = Grid(plain(""), columns, rows)
        if rows:
            source = _data_source(id, voice)
            yield SlidePlan(f"data-{id}", part, "table", title, grid=grid, source=source, sizes=(SMALL,))


def _data_source(id: str, voice: Voice) -> str:
    """How intervals were made, and what must stand beside numbers of several trials."""
    comparison, word = voice.comparison, voice.language.word
    parts = [voice.text(comparison.cross_trial_caveat), *investigational(voice)]
    if figure_estimates(comparison, id):
        parts.append(word("document.intervals"))
    if any(mark.endswith("†") for mark in voice.figure_marks(id)):
        parts.append(word("document.check-source"))
    return " ".join(parts)


def _figure_data(id: str, voice: Voice) -> tuple[tuple[str, ...], tuple[tuple[Line, ...], ...]]:
    """The columns and rows of the data behind one figure; a drawing without data has none."""
    figure, word = voice.comparison.figure(id), voice.language.word
    if isinstance(figure, EvidenceMap):
        columns = tuple(word(f"deck.{key}") for key in ("study", "arm", "people", "population", "source"))
        return columns, tuple(_study_row(voice.comparison.study(key), voice) for key in figure.studies)
    if isinstance(figure, Timeline):
        columns = tuple(word(f"deck.{key}") for key in ("arm", "step", "duration"))
        return columns, tuple(_step_rows(figure, voice))
    shown = [voice.comparison.estimate(key) for key in figure_estimates(voice.comparison, id)]
    columns, rows = _data_columns(voice), tuple(_data_row(estimate, voice) for estimate in shown)
    if not isinstance(figure, Durability):
        return columns, rows
    # two outcomes share the table, so each row names its own
    outcomes = (plain(voice.comparison.outcome(estimate.outcome).name.clinician) for estimate in shown)
    named = tuple((*row[:2], outcome, *row[2:]) for row, outcome in zip(rows, outcomes, strict=True))
    return (*columns[:2], word("deck.outcome"), *columns[2:]), named


def _study_row(study: Study, voice: Voice) -> tuple[Line, ...]:
    arm = voice.comparison.arms[voice.comparison.arm_index(study.arm)].short
    marks = ", ".join(voice.mark_keys(study.references))
    return tuple(
        plain(cell) for cell in (study.name, arm, voice.study(study, "n"), voice.label(study.population), marks)
    )


def _step_rows(figure: Timeline, voice: Voice) -> Iterable[tuple[Line, ...]]:
    unknown = plain(voice.language.word("numbers.not-recorded"))
    for arm in voice.comparison.arms:
        for step in figure.arms[arm.id].steps:
            duration = unknown if step.duration == "not recorded" else voice.line(step.duration)
            yield plain(arm.short), plain(step.label), duration


def _data_columns(voice: Voice) -> tuple[str, ...]:
    return tuple(
        voice.language.word(f"deck.{key}") for key in ("study", "arm", "counts", "rate", "interval", "scale", "source")
    )


def _data_row(estimate: Estimate, voice: Voice) -> tuple[Line, ...]:
    comparison = voice.comparison
    study = comparison.study(estimate.study)
    arm = comparison.arms[comparison.arm_index(study.arm)].short
    counts = voice.sample(estimate)
    cells = (
        study.name,
        arm,
        counts,
        voice.estimate(estimate, "percent"),
        voice.told_interval(estimate),
        voice.label(estimate.scale),
        ", ".join(voice.estimate_marks(estimate)),
    )
    return tuple(plain(cell) for cell in cells)
