"""What stands on each slide and in its notes. No library here: wording is resolved, nothing is drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from layouts.blocks import (
    Boxed,
    Grid,
    Imprint,
    ListOf,
    Pairs,
    Paragraph,
    Picture,
    Printed,
    Ruled,
    Setting,
    Small,
    Works,
    plain,
    print_blocks,
)
from layouts.citations import cited_keys, figure_estimates, full_reference, short_reference
from layouts.comparison import Comparison, Slide
from layouts.deck import matter
from layouts.deck.plans import Column, DeckText, Point, Role, SlidePlan
from layouts.ledger import Estimate
from layouts.parts import walk
from layouts.passages import Passage, PlaceFigure
from layouts.prose import Prose, Reference
from layouts.wording import Line, Run, Voice


def plan_deck(voice: Voice, imprint: Imprint, parts: Mapping[str, int] | None = None) -> DeckText:
    """The deck in its source's order; slides that the program makes itself stand where the source asks for them.

    Nothing is measured yet: a long text stands on one slide, and slides that go on have one title.

    `parts` names the figures that one slide does not hold, and how many slides each takes.
    """
    comparison = voice.comparison
    setting = Setting(voice, imprint)
    slides: list[SlidePlan] = []
    for part in comparison.documents.deck:
        for slide in part.slides:
            slides += _plan(slide, part.name, setting)
    text = DeckText(
        comparison.title.clinician,
        voice.text(comparison.decision),
        imprint.name,
        voice.language.tag,
        f"{imprint.edition} · {imprint.status}",
        tuple(slides),
    )
    return divide_figures(text, parts or {}, voice)


def divide_figures(text: DeckText, parts: Mapping[str, int], voice: Voice) -> DeckText:
    """A deck that was planned without `parts`, as it is planned with them."""
    return replace(text, slides=tuple(copy for plan in text.slides for copy in _copies(plan, parts, voice)))


def _copies(plan: SlidePlan, parts: Mapping[str, int], voice: Voice) -> Iterable[SlidePlan]:
    """A slide, and one more for each further part of its figure, whose notes point back to the first."""
    yield plan
    notes = (voice.language.word("deck.notes-continued", title=plan.title),)
    for part in range(2, parts.get(plan.figure or "", 1) + 1):
        yield replace(plan, figure_part=part, notes=notes, unplaced=())


def _plan(slide: Slide, part: str, setting: Setting) -> list[SlidePlan]:
    if slide.make == "title":
        return [matter.title_slide(part, setting)]
    if slide.make == "disclosures":
        return [matter.disclosures_slide(part, setting)]
    if slide.make == "references":
        return [matter.references_slide(part, setting)]
    if slide.make == "data":
        return list(matter.data_slides(part, setting))
    assert slide.section is not None  # the model has checked both
    assert slide.layout is not None
    return [_section_slide(slide.section, slide.layout, part, setting)]


# --- slides from sections ---------------------------------------------------------------------------------------------


def _section_slide(key: str, role: Role, part: str, setting: Setting) -> SlidePlan:
    """A section in its full wording, which brings the short one along where there is one."""
    passage = setting.voice.comparison.section(key).clinician
    assert passage is not None  # integrity has checked it
    full = _passage_slide(key, role, part, passage, setting)
    if not passage.short or full.figure:  # drawings go on in parts of their own
        return full
    heading = passage.short_heading or passage.heading
    brief = passage.model_copy(update={"heading": heading, "full": passage.short})
    return replace(full, shorter=_passage_slide(key, role, part, brief, setting))


def _passage_slide(key: str, role: Role, part: str, passage: Passage, setting: Setting) -> SlidePlan:
    blocks = print_blocks(passage.full, setting)
    points = tuple(_points(blocks, setting.voice))
    figure = next((block for block in blocks if isinstance(block, Picture)), None)
    grid = next((block for block in blocks if isinstance(block, Grid | Pairs)), None)
    return SlidePlan(
        id=key,
        part=part,
        role=role,
        title=setting.voice.text(passage.heading),
        body=points if figure is None and grid is None else (),
        columns=_columns(grid, setting.voice) if role == "comparison" and isinstance(grid, Grid) else (),
        grid=_table(grid) if role != "comparison" else None,
        figure=figure.id if figure else None,
        source=_source_line(passage, blocks, setting.voice),
        notes=_notes(passage, setting.voice),
        unplaced=tuple(_unplaced(role, blocks, points, setting.voice)),
    )


def _unplaced(role: Role, blocks: tuple[Printed, ...], points: tuple[Point, ...], voice: Voice) -> Iterable[str]:
    """Text that would be lost: beside a figure or a table, or below the first line of a section's opening slide."""
    if any(isinstance(block, Picture | Grid | Pairs) for block in blocks):
        standing = [block for block in blocks if not isinstance(block, Small)]
        yield from (point.line.text for point in _points(standing, voice))
        yield from (type(block).__name__ for block in standing[1:] if isinstance(block, Picture | Grid | Pairs))
    elif role == "section":
        yield from (point.line.text for point in points[1:])


def _points(blocks: Iterable[Printed], voice: Voice) -> Iterable[Point]:
    """The paragraphs of a body, boxes opened; figures and tables have areas of their own."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Point(block.line, bulleted=False)
        elif isinstance(block, ListOf):
            yield from (Point(line) for line in block.lines)
        elif isinstance(block, Ruled):
            yield Point(block.line)
        elif isinstance(block, Small):
            yield from (Point(line, bulleted=False) for line in block.lines)
        elif isinstance(block, Boxed):
            if block.heading:
                yield Point(Line(tuple(Run(run.text, True) for run in block.heading.runs)), bulleted=False)
            yield from _points(block.blocks, voice)
        elif isinstance(block, Works):
            yield from matter.listed_works(block.entries, voice)


def _columns(grid: Grid, voice: Voice) -> tuple[Column, ...]:
    """A two-arm table as two columns of text, each row's label in bold before its cell."""
    columns = []
    for index, arm in enumerate(voice.comparison.arms, 1):
        rows = ((row[0].text, row[index]) for row in grid.rows)
        points = tuple(Point(Line((Run(f"{label}: ", True), *cell.runs), cell.marks), False) for label, cell in rows)
        columns.append(Column(arm.name, points))
    return tuple(columns)


def _table(grid: Grid | Pairs | None) -> Grid | None:
    if isinstance(grid, Pairs):
        return Grid(plain(""), grid.heads, grid.pairs)
    return grid


def _source_line(passage: Passage, blocks: tuple[Printed, ...], voice: Voice) -> str:
    """Short references of the slide, its caveats before them; numbers alone where there are many."""
    comparison, word = voice.comparison, voice.language.word
    keys = cited_keys(comparison, (passage.heading, passage.full))
    works = {work.id: work for work in comparison.references}
    marks = voice.marks((passage.heading, passage.full))
    parts = list(_caveats(blocks))
    if keys:
        names = [
            word("deck.cited", mark=mark, entry=short_reference(works[key], voice.language).rstrip("."))
            for mark, key in zip(marks, sorted(keys, key=lambda key: voice.numbering[key]), strict=True)
        ]
        listed = word("numbers.joint").join(names)
        if len(keys) > 3 or len(listed) > 170:
            listed = ", ".join(marks)
        parts.append(word("deck.sources", citations=listed))
    if any(mark.endswith("†") for mark in marks):
        parts.append(word("document.check-source"))
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def _caveats(blocks: tuple[Printed, ...]) -> Iterable[str]:
    """What stands under a figure or a table beside its sources; on a text slide such lines are part of the body."""
    if any(isinstance(block, Picture | Grid | Pairs) for block in blocks):
        for block in blocks:
            if isinstance(block, Picture):
                yield from (note.text for note in block.notes)
            elif isinstance(block, Small):
                yield from (line.text for line in block.lines)


def _notes(passage: Passage, voice: Voice) -> tuple[str, ...]:
    """What to say; each number with n, interval, scale and caveat; the citations in full; a likely question."""
    word, comparison = voice.language.word, voice.comparison
    notes: list[str] = []
    if passage.notes:
        notes += [voice.text(prose) for prose in passage.notes.say]
    estimates = _slide_estimates(passage, comparison)
    if estimates:
        notes += [f"{word('deck.notes-numbers')}:", *(_number_note(estimate, voice) for estimate in estimates)]
        notes.append(f"{word('deck.notes-caveat')}: {voice.text(comparison.cross_trial_caveat)}")
    keys = cited_keys(comparison, passage)
    if keys:
        works = {work.id: work for work in comparison.references}
        ordered = sorted(keys, key=lambda key: voice.numbering[key])
        notes += [
            f"{word('deck.notes-citations')}:",
            *(f"[{voice.numbering[key]}] {full_reference(works[key], voice.language)}" for key in ordered),
        ]
    if passage.notes and passage.notes.question and passage.notes.answer:
        notes += [
            f"{word('deck.section-question')}: {voice.text(passage.notes.question)}",
            f"{word('deck.section-answer')}: {voice.text(passage.notes.answer)}",
        ]
    return tuple(notes)


def _slide_estimates(passage: Passage, comparison: Comparison) -> list[Estimate]:
    """Every estimate of a passage, in its texts and its figures, once each."""
    ids: dict[str, None] = {}
    for block in passage.full:
        if isinstance(block, PlaceFigure):
            ids.update(dict.fromkeys(figure_estimates(comparison, block.figure)))
    ids.update(dict.fromkeys(_referred(passage)))
    known = {estimate.id: estimate for estimate in comparison.estimates}
    return [known[id] for id in ids if id in known]


def _referred(passage: Passage) -> Iterable[str]:
    for _, value in walk(passage):
        if isinstance(value, Prose):
            yield from (span.id for span in value.spans if isinstance(span, Reference))


def _number_note(estimate: Estimate, voice: Voice) -> str:
    comparison = voice.comparison
    study, outcome = comparison.study(estimate.study), comparison.outcome(estimate.outcome)
    scale = voice.language.word("figure.scale", scale=voice.label(estimate.scale))
    caveat = f" {voice.text(estimate.caveat)}" if estimate.caveat else ""
    printed = f" {voice.printed(estimate)}" if voice.printed(estimate) else ""
    marks = ", ".join(voice.estimate_marks(estimate))
    named = voice.language.word("numbers.comma").join((outcome.name.clinician, study.name))
    return f"{named}: {voice.estimate(estimate)}. {scale}.{printed}{caveat} [{marks}]"
