"""What stands on the pages of the handout and of its large print. No library here: nothing is measured."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import shorten

from layouts.blocks import (
    UNSIGNED,
    Boxed,
    Imprint,
    Paragraph,
    Picture,
    Printed,
    Setting,
    Sign,
    Works,
    investigational,
    print_blocks,
    review_state,
)
from layouts.brochure.fills import Laid
from layouts.citations import full_reference, keys_to_check, used_works
from layouts.comparison import Comparison
from layouts.problems import Place, Problem
from layouts.source import Source
from layouts.wording import Line, Voice

RUNNING = 52  # characters of the title that have room at the head of a page, in any size of type
EMPTY = 1 / 3  # of a page: less is a page nearly empty
NUMBERS = ("\ue000", "\ue001")  # stand for the two numbers of "Page 1 of 2", which only the pages know


@dataclass(frozen=True)
class Chapter:
    """One section: its heading and its blocks."""

    id: str
    heading: Line
    blocks: tuple[Printed, ...]


@dataclass(frozen=True)
class References:
    """Each reference in full, with its number."""

    heading: str
    entries: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PagesText:
    """Everything printed in a handout, ready for the page; `page` is "Page ", " of " and what follows."""

    title: str
    language: str
    direction: str
    author: str
    promise: Line
    decision: Line
    subject: str
    emblem: str | None
    edition: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    references: References
    running: str
    head: str
    page: tuple[str, str, str]
    sign: Sign = UNSIGNED

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures of the chapters, in reading order; the emblem beside the title is not among them."""
        return tuple(b.id for chapter in self.chapters for b in inner(chapter.blocks) if isinstance(b, Picture))


def plan_pages(voice: Voice, imprint: Imprint) -> PagesText:
    """The handout's text: every section that the source sends there in its full wording, then all references."""
    comparison = voice.comparison
    setting = Setting(voice, imprint, tuple(_cited_by(comparison)))
    chapters = tuple(_chapters(setting))
    before, _, rest = voice.language.word("document.page", page=NUMBERS[0], pages=NUMBERS[1]).partition(NUMBERS[0])
    between, _, after = rest.partition(NUMBERS[1])
    made = PagesText(
        title=comparison.title.patient,
        language=voice.language.tag,
        direction=voice.language.direction,
        author=imprint.name,
        promise=voice.line(comparison.promise),
        decision=voice.line(comparison.decision),
        subject=voice.text(comparison.decision),
        emblem=comparison.cover_figure,
        edition=(
            *(imprint.status, review_state(voice), *imprint.translation, imprint.edition, *investigational(voice)),
            *(line.text for line in imprint.mandatory),
        ),
        chapters=chapters,
        references=_references(setting),
        running=shorten(comparison.title.patient, RUNNING, placeholder=" …"),
        head=f"{imprint.edition} · {imprint.status}",
        page=(before, between, after),
        sign=imprint.sign,
    )
    return replace(made, emblem=_emblem(comparison, made.figures))


def _cited_by(comparison: Comparison) -> Iterator[object]:
    """The parts whose citation marks are printed."""
    yield from (comparison.promise, comparison.decision)
    passages = [passage for key in comparison.handout if (passage := comparison.section(key).patient)]
    yield from (part for passage in passages for part in (passage.heading, passage.full))


def _chapters(setting: Setting) -> Iterator[Chapter]:
    comparison = setting.voice.comparison
    for key in comparison.handout:
        passage = comparison.section(key).patient
        assert passage is not None  # integrity has checked the wording
        blocks = tuple(_without_works(print_blocks(passage.full, setting)))
        yield Chapter(key, setting.voice.line(passage.heading), blocks)


def _without_works(blocks: Iterable[Printed]) -> Iterator[Printed]:
    """Short references give way to the full ones, which stand at the end in any case."""
    for block in blocks:
        if isinstance(block, Boxed):
            yield replace(block, blocks=tuple(_without_works(block.blocks)))
        elif not isinstance(block, Works):
            yield block


def inner(blocks: Iterable[Printed]) -> Iterator[Printed]:
    """Every block, those within boxes instead of these."""
    for block in blocks:
        yield from inner(block.blocks) if isinstance(block, Boxed) else (block,)


def text_first(text: PagesText, figures: Iterable[str]) -> PagesText:
    """The same, each of these figures behind the paragraph that follows it in its chapter."""
    chapters = tuple(replace(chapter, blocks=_text_first(chapter.blocks, figures)) for chapter in text.chapters)
    return replace(text, chapters=chapters)


def _text_first(blocks: tuple[Printed, ...], figures: Iterable[str]) -> tuple[Printed, ...]:
    placed = list(blocks)
    for at, (block, following) in enumerate(pairwise(blocks)):
        if isinstance(block, Picture) and block.id in figures and isinstance(following, Paragraph):
            placed[at : at + 2] = following, block
    return tuple(placed)


def _emblem(comparison: Comparison, placed: tuple[str, ...]) -> str | None:
    """The cover's figure where it is a mere emblem: it needs no words to be read, and is small beside the title."""
    id = comparison.cover_figure
    return id if comparison.figure(id).kind == "emblem" and id not in placed else None


# --- references -------------------------------------------------------------------------------------------------------


def _references(setting: Setting) -> References:
    """Everything that the handout cites, in full, under the numbers that all documents share."""
    voice, word = setting.voice, setting.voice.language.word
    works = used_works(voice.comparison, voice.numbering, setting.cited_by)
    numbers = [number for number, _ in works]
    notes = [word("document.check-source")] if keys_to_check(voice.comparison, setting.cited_by) else []
    if numbers != list(range(1, len(numbers) + 1)):
        notes.append(word("document.references-gaps"))
    entries = tuple((number, full_reference(work, voice.language)) for number, work in works)
    return References(word("document.references"), entries, tuple(notes))


# --- fit --------------------------------------------------------------------------------------------------------------


def fit_problems(
    source: Source, laid: Laid, warnings: tuple[str, ...], smallest: float, name: str, language: str
) -> list[Problem]:
    """Pages nearly empty, headings left alone, what leaves its column or its page, type too small, and warnings."""
    start, where = source.place(("documents",)), f"{name}, {language}: page"
    problems = [
        Problem(_place(source, fault.section), "TYP-05", f"{where} {fault.page}: {fault.message}", fault.fix)
        for fault in laid.faults
    ]
    for page in laid.pages[:-1]:
        if page.used < EMPTY * page.room:
            message = f"{where} {page.number} is only {page.used / page.room:.0%} full"
            fix = "change the order of its sections, or shorten what could not follow on it"
            begun = [id for id, first in laid.sections.items() if first <= page.number]
            place = _place(source, begun[-1] if begun else "")
            problems.append(Problem(place, "TYP-05", message, fix, "warning"))
    if laid.smallest < smallest:
        message = f"{name}, {language}: a text is set in {laid.smallest:g} pt, and the least is {smallest:g}"
        problems.append(Problem(start, "TYP-02", message, "mend the style sheet of the pages"))
    fix = "mend the template or the text that it names"
    return [*problems, *(Problem(start, "PDF-00", f"{name}: the typesetter warns: {text}", fix) for text in warnings)]


def _place(source: Source, section: str) -> Place:
    """Where a section is written."""
    ids = [one.id for one in source.comparison.sections]
    return source.place(("sections", ids.index(section)) if section in ids else ("documents",))
