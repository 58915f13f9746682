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
from layouts.deck.plans import Column, DeckText, Overflow, Point, Role, SlidePlan
from layouts.ledger import Estimate
from layouts.parts import Path, walk
from layouts.passages import Passage, PlaceFigure
from layouts.problems import Problem
from layouts.prose import Prose, Reference
from layouts.source import Source
from layouts.wording import Line, Run, Voice


def plan_deck(voice: Voice, imprint: Imprint, parts: Mapping[str, int] | None = None) -> DeckText:
    """The deck in its source's order; slides that the program makes itself stand where the source asks for them.

    `parts` names the figures that one slide does not hold, and how many slides each takes.
    """
    comparison = voice.comparison
    setting = Setting(voice, imprint)
    slides: list[SlidePlan] = []
    for part in comparison.documents.deck:
        for slide in part.slides:
            slides += [copy for plan in _plan(slide, part.name, setting) for copy in _copies(plan, parts or {}, voice)]
    return DeckText(
        comparison.title.clinician,
        voice.text(comparison.decision),
        imprint.name,
        voice.language.tag,
        f"{imprint.edition} · {imprint.status}",
        tuple(_titled_once(slides, voice)),
    )


def _copies(plan: SlidePlan, parts: Mapping[str, int], voice: Voice) -> Iterable[SlidePlan]:
    """A slide, and one more for each further part of its figure, whose notes point back to the first."""
    yield plan
    notes = (voice.language.word("deck.notes-continued", title=plan.title),)
    for part in range(2, parts.get(plan.figure or "", 1) + 1):
        yield replace(plan, figure_part=part, notes=notes, unplaced=())


def _titled_once(slides: list[SlidePlan], voice: Voice) -> Iterable[SlidePlan]:
    """Every slide has a title of its own: outline view and screen readers go by it."""
    titles = [slide.title for slide in slides]
    for index, slide in enumerate(slides):
        parts = titles.count(slide.title)
        if parts > 1:
            part = titles[: index + 1].count(slide.title)
            title = voice.language.word("deck.continued", title=slide.title, part=part, parts=parts)
            yield replace(slide, title=title)
        else:
            yield slide


def _plan(slide: Slide, part: str, setting: Setting) -> list[SlidePlan]:
    if slide.make == "title":
        return [matter.title_slide(part, setting)]
    if slide.make == "disclosures":
        return [matter.disclosures_slide(part, setting)]
    if slide.make == "references":
        return list(matter.reference_slides(part, setting))
    if slide.make == "data":
        return list(matter.data_slides(part, setting))
    assert slide.section is not None  # the model has checked both
    assert slide.layout is not None
    return [_section_slide(slide.section, slide.layout, part, setting)]


# --- slides from sections ---------------------------------------------------------------------------------------------


def _section_slide(key: str, role: Role, part: str, setting: Setting) -> SlidePlan:
    passage = setting.voice.comparison.section(key).clinician
    assert passage is not None  # integrity has checked it
    blocks = print_blocks(passage.full, setting)
    points = tuple(_points(blocks))
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
        unplaced=tuple(_unplaced(role, blocks, points)),
    )


def _unplaced(role: Role, blocks: tuple[Printed, ...], points: tuple[Point, ...]) -> Iterable[str]:
    """Text that would be lost: beside a figure or a table, or below the first line of a section's opening slide."""
    if any(isinstance(block, Picture | Grid | Pairs) for block in blocks):
        standing = [block for block in blocks if not isinstance(block, Small)]
        yield from (point.line.text for point in _points(standing))
        yield from (type(block).__name__ for block in standing[1:] if isinstance(block, Picture | Grid | Pairs))
    elif role == "section":
        yield from (point.line.text for point in points[1:])


def _points(blocks: Iterable[Printed]) -> Iterable[Point]:
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
            yield from _points(block.blocks)
        elif isinstance(block, Works):
            yield from (Point(plain(f"{number}  {entry}"), bulleted=False) for number, entry in block.entries)


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
    comparison = voice.comparison
    keys = cited_keys(comparison, (passage.heading, passage.full))
    works = {work.id: work for work in comparison.references}
    marks = voice.marks((passage.heading, passage.full))
    parts = list(_caveats(blocks))
    if keys:
        names = [
            f"[{mark}] {short_reference(works[key], voice.language).rstrip('.')}"
            for mark, key in zip(marks, sorted(keys, key=lambda key: voice.numbering[key]), strict=True)
        ]
        listed = "; ".join(names)
        if len(keys) > 3 or len(listed) > 170:
            listed = ", ".join(marks)
        parts.append(voice.language.word("deck.sources", citations=listed))
    if any(mark.endswith("†") for mark in marks):
        parts.append(voice.language.word("document.check-source"))
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
    return f"{outcome.name.clinician}, {study.name}: {voice.estimate(estimate)}. {scale}.{printed}{caveat} [{marks}]"


def fit_problems(source: Source, text: DeckText, overflows: Iterable[Overflow], language: str) -> list[Problem]:
    """What a slide does not hold or has no place for, at the section that it comes from."""
    keys = [section.id for section in source.comparison.sections]

    def problem(slide: str, message: str, fix: str) -> Problem:
        path: Path = ("documents", "deck")
        if slide in keys:
            path = ("sections", keys.index(slide), "clinician")
        return Problem(source.place(path), "PPT-08", f"deck.pptx, {language}: {message}", fix)

    lost = [
        problem(
            slide.id,
            f"the slide '{slide.title}' has no place for '{words[:60]}'",
            "move it to the notes, or to a section of its own on a text slide",
        )
        for slide in text.slides
        for words in slide.unplaced
    ]
    full = [
        problem(
            overflow.slide,
            f"the {overflow.box} of the slide '{overflow.title}' is {overflow.over:.0f} pt too high",
            "shorten it, or divide the section into two slides",
        )
        for overflow in overflows
    ]
    return [*lost, *full]
