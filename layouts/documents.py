"""The documents of a variant, each from the same source: what it prints, drawn, fitted, sealed and written to bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from layouts.attached import NAME, File, pack_source
from layouts.blocks import Imprint, Sign, Speaking
from layouts.brand import Brand
from layouts.brand_words import spoken
from layouts.brochure import handout, pages, panels, sheets
from layouts.brochure.marks import PressMarks, press_marks
from layouts.citations import number_works
from layouts.comparison import Comparison
from layouts.deck import slides
from layouts.figures.specs import Figure
from layouts.identity import Sealed, SealError, deck_parts, figure_seal, handout_parts, identify, trifold_parts
from layouts.illustrations import Illustrations
from layouts.language import Language, language
from layouts.pagination import handout_figures, paginate
from layouts.parts import Audience
from layouts.problems import Problem, ProblemError, errors
from layouts.publishing import publish
from layouts.source import Source
from layouts.wording import Voice

if TYPE_CHECKING:
    from layouts.brochure.accessible import Access
    from layouts.brochure.pdf import Typeset
    from layouts.brochure.reading import Said
    from layouts.brochure.tags import Finisher
    from layouts.brochure.trifold import TrifoldPages
    from layouts.checks.completeness.proof import Proof
    from layouts.checks.waiving import Judged
    from layouts.deck.plans import DeckText
    from layouts.deck.templates.stage import Stage, Template
    from layouts.proving import Proving
    from layouts.review.printings import Printing


@dataclass(frozen=True)
class Variant:
    """One build of a comparison: which brand, language, papers and documents.

    `as_of` is the day on which facts and edition must still stand; without one nothing ends. Without a `template` the
    deck is written on the brand's, or on our own.
    """

    brand: Brand
    language: str
    papers: tuple[sheets.Paper, ...]
    documents: tuple[str, ...]
    as_of: date | None = None
    template: "Template | None" = None  # somebody's own presentation, on which the deck is written


@dataclass(frozen=True)
class Made:
    """A document: its files, what they carry of the figures' seals, how they fit, and what is wrong with them;
    `proofs` tell what each file was planned to show and does, and `printings` its texts for a review pack, where one
    is made."""

    files: dict[str, bytes] = field(default_factory=dict)
    seals: dict[str, dict[str, str]] = field(default_factory=dict)
    fits: dict[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    proofs: tuple["Proof", ...] = ()
    printings: "tuple[Printing, ...] | None" = None

    def proved(self, prove: Callable[[], "Proof"]) -> "Made":
        """The same with its proof; of a document with errors nothing is to be proved."""
        if errors(self.problems):
            return self
        proof = prove()
        return replace(self, problems=(*self.problems, *proof.problems), proofs=(*self.proofs, proof))

    def traced(self) -> "Made":
        """The same with its texts as they are printed, read off the proofs; what is kept of an earlier run has them."""
        from layouts.reviewing import printings

        return self if self.printings is not None else replace(self, printings=printings(self.proofs))


@dataclass(frozen=True)
class Desk:
    """What every document of a variant is made from."""

    source: Source
    variant: Variant
    illustrations: Illustrations
    settled: dict[sheets.Paper, panels.Fitting] = field(default_factory=dict)  # what fits the tri-fold on each paper

    @cached_property
    def comparison(self) -> Comparison:
        """The published comparison: documents are made of what they carry, and print nothing else."""
        return publish(self.source.comparison, self.variant.brand.id, self.variant.language)

    @cached_property
    def packed(self) -> File:
        """The published source, to be attached to a document."""
        content = pack_source(self.comparison, self.variant.brand)
        description = self.tongue.word("document.source", comparison=self.comparison.id)
        return File(NAME, description, content, self.comparison.edition.published)

    @cached_property
    def stage(self) -> "Stage":
        """What the deck is written on; raises ProblemError where somebody's own template cannot be used."""
        from layouts.deck.templates.stage import stage_of

        variant = self.variant
        return stage_of(variant.template, variant.brand, variant.language)

    @property
    def tongue(self) -> Language:
        return language(self.variant.language)

    @cached_property
    def numbering(self) -> dict[str, int]:
        """The number of each work, the same in every document."""
        return number_works(self.comparison)

    def voice(self, audience: Audience) -> Voice:
        return Voice(self.comparison, self.tongue, audience, self.numbering)

    @cached_property
    def deck(self) -> "DeckText":
        """The deck's text, before its figures are divided."""
        return slides.plan_deck(self.voice("clinician"), self.imprint)

    @cached_property
    def imprint(self) -> Imprint:
        """The brand's words about itself, and the edition's."""
        voice, tongue, brand = self.voice("patient"), self.tongue, self.variant.brand
        text, edition, tag = brand.publisher, self.comparison.edition, tongue.tag
        publisher = spoken(text.imprint, tag)
        assert publisher is not None  # BRD-04 has made sure
        return Imprint(
            publisher=voice.apart(publisher),
            mandatory=tuple(map(voice.apart, filter(None, [spoken(text.mandatory, tag)]))),
            name=brand.meta.full,
            phone=brand.contact.phone,
            edition=tongue.word("document.edition", version=edition.version, date=tongue.day(edition.published)),
            status=tongue.word(f"document.status-{edition.status}"),
            translation=self._translation,
            sign=Sign(brand.meta.short, brand.mark, brand.site or ""),
            contact=brand.reached,
            emergency=brand.emergency,
            disclosures=tuple(map(voice.apart, filter(None, [spoken(text.disclosures, tag)]))),
            speaker=self._speaking,
        )

    @property
    def _speaking(self) -> Speaking:
        """Who speaks, in the words of this language."""
        speaker, voice = self.variant.brand.speaker, self.voice("clinician")
        on = self.tongue.day(speaker.date) if speaker.date else ""
        told = spoken(speaker.disclosures, self.tongue.tag)
        event = ", ".join(filter(None, [speaker.event, on]))
        return Speaking(speaker.name or "", speaker.affiliation or "", event, voice.text(told) if told else "")

    @property
    def _translation(self) -> tuple[str, ...]:
        """In which role a translation was reviewed, and when, or that nobody did; the name stays with the source."""
        translated, word = self.comparison.translated, self.tongue.word
        if translated is None:
            return ()
        if (review := translated.reviewed) is None:
            return (word("document.translation-not-reviewed"),)
        role = word("document.role-" + review.role.replace(" ", "-"))
        return (word("document.translation-reviewed", by=f"{role} ({self.tongue.day(review.on)})"),)

    def links(self, references: Mapping[str, str]) -> dict[str, str]:
        """What a link to each reference of a document is told as, by its target."""
        return {
            f"reference-{number}": self.tongue.word("document.to-reference", number=number, entry=entry)
            for number, entry in references.items()
        }

    def seal(self, figures: Iterable[str], printed: Iterable[object]) -> Sealed:
        """What a document carries of itself: its edition, the numbers that it prints, and the seals of its figures."""
        told = self.source.original or self.comparison  # a seal is of the data, and the words of scales are translated
        seals = tuple((id, figure_seal(told.figure(id), told)) for id in figures)
        return Sealed(identify(self.comparison, self.variant.language, printed), seals)


def make_trifold(desk: Desk) -> Made:
    """The tri-fold on every paper of the variant."""
    return together(_trifold(desk, paper) for paper in desk.variant.papers)


def make_press(desk: Desk) -> Made:
    """What a print shop needs, on every paper of the variant: the tri-fold in its inks, panel map and job ticket."""
    return together(_press(desk, paper) for paper in desk.variant.papers)


def together(made: Iterable[Made]) -> Made:
    """The files of several makes as one; its texts too, where each of them has told them."""
    every = list(made)
    told = [one.printings for one in every if one.printings is not None]
    return Made(
        {name: data for one in every for name, data in one.files.items()},
        {name: seals for one in every for name, seals in one.seals.items()},
        {name: fit for one in every for name, fit in one.fits.items()},
        tuple(problem for one in every for problem in one.problems),
        tuple(proof for one in every for proof in one.proofs),
        tuple(printing for one in told for printing in one) if every and len(told) == len(every) else None,
    )


def _proving(desk: Desk, audience: Audience) -> "Proving":
    """What proves a document of this desk, once it is written."""
    from layouts.proving import Proving

    return Proving(desk.source, desk.voice(audience), desk.imprint)


def _sheet(desk: Desk, paper: sheets.Paper) -> sheets.Sheet:
    shortening = sheets.SHORTENING[paper] or desk.variant.brand.print.flap_shortening
    return sheets.roll_fold(paper, shortening, desk.tongue.direction)


def _named(desk: Desk, stem: str, paper: sheets.Paper, suffix: str = ".pdf") -> str:
    """A file's name: the brand's first paper needs no saying."""
    return f"{stem}{'' if paper == desk.variant.brand.print.paper[0] else f'-{paper}'}{suffix}"


@dataclass(frozen=True)
class _Folded:
    """A tri-fold as it was set: its pages, its text, and what was done to fit it."""

    pages: "TrifoldPages"
    text: panels.TrifoldText
    fitting: panels.Fitting
    figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict)

    @property
    def fit(self) -> dict[str, object]:
        fills = {
            fill.panel: {"used_mm": fill.used, "room_mm": fill.room, "words": fill.words} for fill in self.pages.fills
        }
        return {
            "panels": fills,
            "short_wording": sorted(self.fitting.short),
            "set_closer": sorted(self.fitting.close),
            "pages": self.pages.set.pages,
        }

    @property
    def over(self) -> list[str]:
        """The panels that do not hold their text."""
        return [fill.panel for fill in self.pages.fills if fill.over]

    def problems(self, desk: Desk, name: str) -> list[Problem]:
        """What is wrong with it, once it was written: the typesetter warns until then."""
        made, tag = self.pages, desk.variant.language
        return panels.fit_problems(desk.source, made.fills, made.set.pages, tuple(made.set.warnings), name, tag)


def _fold(desk: Desk, sheet: sheets.Sheet, press: PressMarks | None = None) -> _Folded:
    """Sets the tri-fold. Panels that are too full take their sections' short wording, then stand closer; then it is a
    problem. What one edition on a paper settled, the next begins with."""
    from layouts.brochure.inks import in_inks, press_palette
    from layouts.brochure.logo_inks import pressed
    from layouts.brochure.trifold import typeset_trifold

    brand, comparison, voice = desk.variant.brand, desk.comparison, desk.voice("patient")
    palette = press_palette(brand) if press else brand.palette
    imprint = replace(desk.imprint, sign=pressed(desk.imprint.sign, brand)) if press else desk.imprint

    def typeset(fitting: panels.Fitting) -> _Folded:
        text = panels.plan_trifold(voice, imprint, fitting.short, fitting.close)
        figures = desk.illustrations.draw(panels.figure_slots(text, sheet, voice), voice)
        if press:
            figures = {id: replace(figure, svg=in_inks(figure.svg, brand)) for id, figure in figures.items()}
        made = typeset_trifold(text, sheet, palette, figures, comparison.edition, press)
        return _Folded(made, text, fitting, {id: (figure,) for id, figure in figures.items()})

    folded = typeset(desk.settled.get(sheet.paper) or _first_fitting(desk, sheet))
    if (over := folded.over) and (short := panels.short_sections(comparison, over) - folded.fitting.short):
        folded = typeset(replace(folded.fitting, short=folded.fitting.short | short))
    if close := frozenset(folded.over) - folded.fitting.close:
        folded = typeset(replace(folded.fitting, close=folded.fitting.close | close))
    desk.settled[sheet.paper] = folded.fitting
    return folded


def _first_fitting(desk: Desk, sheet: sheets.Sheet) -> panels.Fitting:
    """Panels that have far too many words begin with the short wording: setting pages is what takes long."""
    from layouts.brochure.reading import crowded

    voice = desk.voice("patient")
    full = panels.plan_trifold(voice, desk.imprint)
    heights = {id: slot.height_mm for id, slot in panels.figure_slots(full, sheet, voice).items()}
    return panels.Fitting(panels.short_sections(desk.comparison, crowded(full, heights)))


def _trifold(desk: Desk, paper: sheets.Paper) -> Made:
    """The tri-fold on one paper, for screens and office printers."""
    from layouts.brochure.accessible import Access
    from layouts.brochure.pdf import print_at_size
    from layouts.brochure.reading import FOLDED, references_of, said_by_trifold
    from layouts.brochure.seals import sealer

    name, sheet = _named(desk, "trifold", paper), _sheet(desk, paper)
    folded = _fold(desk, sheet)
    pages, text = folded.pages, folded.text
    sealed = desk.seal(pages.alts, trifold_parts(desk.comparison, folded.fitting.short))
    said = said_by_trifold(text, pages.alts.values())
    access = Access(said.texts, desk.links(references_of(text)), pages.written, FOLDED)
    pdf, told = _accessible(desk, name, pages.set, access, said, [sealer(sealed, pages.alts), print_at_size])
    problems = (*folded.problems(desk, name), *told)
    made = Made({name: pdf}, {name: dict(sealed.figures)}, {name: folded.fit}, problems)
    proving = _proving(desk, "patient")
    return made.proved(lambda: proving.trifold(name, pdf, text, folded.fitting, sheet, folded.figures))


def _accessible(
    desk: Desk, name: str, pages: "Typeset", access: "Access", said: "Said", finishers: Sequence["Finisher"]
) -> tuple[bytes, list[Problem]]:
    """A set document as PDF/UA-1 and PDF/A-3a in one file with its source attached, and what is wrong with it."""
    from layouts.brochure.accessible import write_accessible
    from layouts.brochure.tagged import read_tagged
    from layouts.checks.tagged import check_tagged

    with _sealing(desk.source, name):
        pdf = write_accessible(pages, access, finishers, [desk.packed])
    return pdf, check_tagged(read_tagged(pdf), said, name, desk.source.place(("documents",)))


def _press(desk: Desk, paper: sheets.Paper) -> Made:
    """The tri-fold on one paper for a print shop, with its panel map and job ticket."""
    from layouts.brochure.job_ticket import job_ticket
    from layouts.brochure.measures import Measures
    from layouts.brochure.press import condition_of, press_finisher
    from layouts.checks.press import check_press, press_facts

    sheet, name, word = _sheet(desk, paper), _named(desk, "trifold-press", paper), desk.tongue.word
    sides = (word("press.outside"), word("press.inside"))
    lines = tuple(word("press.slug", file=name, edition=desk.imprint.edition, side=side) for side in sides)
    marks = press_marks(sheet, lines)
    folded = _fold(desk, sheet, marks)
    condition = condition_of(desk.variant.brand, paper)
    pdf = folded.pages.set.write("pdf/x-4", [press_finisher(sheet, condition, desk.comparison.edition)])
    place = desk.source.place(("documents", "trifold"))
    problems = (*folded.problems(desk, name), *check_press(pdf, sheet, name, place))
    if errors(problems):
        return Made(problems=problems)
    map_name, map_pdf, told, said = _panel_map(desk, paper, folded.text)
    files = {name: pdf, map_name: map_pdf}
    measures, facts = Measures(sheet, desk.tongue), press_facts(pdf)
    ticket = job_ticket(folded.text.title, desk.imprint, measures, condition, facts, files)
    seals = dict(desk.seal(folded.pages.alts, trifold_parts(desk.comparison, folded.fitting.short)).figures)
    made = Made(
        {**files, _named(desk, "job-ticket", paper, ".txt"): ticket},
        {name: seals},
        {name: {**folded.fit, "most_ink_percent": round(facts.most_ink, 2)}},
        (*problems, *told),
    )
    proving, text = _proving(desk, "patient"), folded.text
    made = made.proved(lambda: proving.trifold(name, pdf, text, folded.fitting, sheet, folded.figures, marks))
    return made.proved(lambda: proving.panel_map(map_name, map_pdf, said))


def _panel_map(
    desk: Desk, paper: sheets.Paper, text: panels.TrifoldText
) -> tuple[str, bytes, list[Problem], tuple[str, ...]]:
    """The panel map of a paper: its name, its bytes, what is wrong with it, and what it says."""
    from layouts.brochure.accessible import Access
    from layouts.brochure.panel_map import map_problems, plan_map, typeset_map

    sheet, name, place = (
        _sheet(desk, paper),
        _named(desk, "panel-map", paper),
        desk.source.place(("documents", "trifold")),
    )
    plan = plan_map(text, sheet, desk.tongue)
    made = typeset_map(plan, sheet, desk.variant.brand.palette, desk.comparison.edition)
    pdf, told = _accessible(desk, name, made, Access(plan.said.texts), plan.said, [])
    return name, pdf, [*map_problems(made, place, name), *told], plan.said.texts


def make_handout(desk: Desk) -> Made:
    """The handout on every paper of the variant."""
    return together(_handout(desk, paper, handout.HANDOUT) for paper in desk.variant.papers)


def make_large_print(desk: Desk) -> Made:
    """The same text in large print."""
    return together(_handout(desk, paper, handout.LARGE_PRINT) for paper in desk.variant.papers)


def _handout(desk: Desk, paper: sheets.Paper, style: handout.Style) -> Made:
    """One edition of the handout on one paper."""
    from layouts.brochure.accessible import Access
    from layouts.brochure.seals import sealer

    text = pages.plan_pages(desk.voice("patient"), desk.imprint)
    made = paginate(desk.illustrations, desk.voice("patient"), text, paper, style)
    name = _named(desk, style.name, paper)
    sealed = desk.seal(made.alts, handout_parts(desk.comparison))
    access = Access(made.said.texts, desk.links({str(number): entry for number, entry in text.references.entries}))
    pdf, told = _accessible(desk, name, made.set, access, made.said, [sealer(sealed, made.alts)])
    warnings, tag = tuple(made.set.warnings), desk.variant.language
    problems = pages.fit_problems(desk.source, made.laid, warnings, style.smallest, name, tag)
    document = Made({name: pdf}, {name: dict(sealed.figures)}, {name: made.fit}, (*problems, *told))
    proving, said = _proving(desk, "patient"), made.said.texts
    return document.proved(lambda: proving.pages(name, pdf, text, said, made.figures, made.set.pages, style))


def make_deck(desk: Desk) -> Made:
    """The deck."""
    from layouts.checks.deck import check_deck
    from layouts.deck.fit.labels import clashes
    from layouts.deck.powerpoint import render_deck
    from layouts.deck.reports import clash_record, fit_problems, fit_record
    from layouts.deck.templates.stage import stage_record

    brand, comparison, name = desk.variant.brand, desk.comparison, "deck.pptx"
    text = desk.deck
    figures = _deck_figures(desk, text.figures)
    if any(len(parts) > 1 for parts in figures.values()):
        text = slides.divide_figures(text, {id: len(parts) for id, parts in figures.items()}, desk.voice("clinician"))
    sealed = desk.seal(figures, deck_parts(comparison))
    with _sealing(desk.source, name):
        family, logo = brand.typography.family, _pixels(brand)
        made = render_deck(text, brand.palette, family, figures, comparison.edition, sealed, logo, desk.stage)
    clashing = [clash for parts in figures.values() for figure in parts for clash in clashes(figure)]
    fit: dict[str, object] = {
        "slides": len(made.slides),
        "fixed_colours": list(made.fixed_colours),
        "measured": fit_record(made.slides),
        "labels": clash_record(clashing),
        "template": stage_record(desk.stage),
    }
    proving, plans = _proving(desk, "clinician"), [one.plan for one in made.slides]
    planned, place = replace(text, slides=tuple(plans)), desk.source.place(("documents", "deck"))
    told = check_deck(made.pptx, planned, name, place)
    told = [*desk.stage.problems, *told]
    problems = (*fit_problems(desk.source, made.slides, clashing, desk.variant.language), *told)
    document = Made({name: made.pptx}, {name: dict(sealed.figures)}, {name: fit}, problems)
    return document.proved(lambda: proving.deck(name, made.pptx, text, plans, figures))


def _pixels(brand: Brand) -> bytes:
    """The brand's logo as PNG; nothing where it has none."""
    if brand.mark and brand.mark.vector:
        from layouts.brochure.rasters import rasterised

        return rasterised(brand.mark)
    return brand.mark.content if brand.mark else b""


def _deck_figures(desk: Desk, ids: Iterable[str]) -> dict[str, tuple[Figure, ...]]:
    """The figures of slides, in parts where one slide does not hold them."""
    slots, palette = dict.fromkeys(ids, desk.stage.slot), desk.variant.brand.palette
    return desk.illustrations.draw_parts(slots, desk.voice("clinician"), palette, trim=False)


def make_figures(desk: Desk) -> Made:
    """The figures of every document as SVG and PNG, for reuse: one pair of files a figure, slot and part."""
    voice, illustrations = desk.voice("patient"), desk.illustrations
    for paper in desk.variant.papers:
        text = panels.plan_trifold(voice, desk.imprint)
        illustrations.draw(panels.figure_slots(text, _sheet(desk, paper), voice), voice)
        for style in (handout.HANDOUT, handout.LARGE_PRINT):
            if style.name not in desk.variant.documents:  # else its figures are drawn already
                handout_figures(illustrations, voice, pages.plan_pages(voice, desk.imprint), paper, style)
    _deck_figures(desk, desk.deck.figures)
    files: dict[str, bytes] = {}
    drawn = [figure for parts in illustrations.drawn.values() for figure in parts]
    for figure in drawn:
        part = f"-{figure.part}" if figure.parts > 1 else ""
        name = f"figures/{figure.id}-{figure.slot.name}{part}"
        files |= {f"{name}.svg": figure.svg, f"{name}.png": figure.png}
    return Made(files, {"figures": {figure.id: figure.seal for figure in drawn}})


def make_review(desk: Desk, made: Mapping[str, Made], judged: "Judged") -> Made:
    """The review pack of the documents that were made before it, and of what rules found in them."""
    from layouts.review.pack import render_csv, render_pack
    from layouts.reviewing import gather_pack

    texts = {name: made[name].printings or () for name in PRINTED if name in made}
    voices = desk.voice("patient"), desk.voice("clinician")
    pack = gather_pack(desk.source, voices, PRINTED, texts, judged, desk.variant.brand.id, desk.imprint.translation)
    return Made({"review.html": render_pack(pack), "claims.csv": render_csv(pack.claims)})


PRINTED = ("trifold", "press", "handout", "large-print", "deck")  # documents that tell readers something
MAKERS = {
    "trifold": make_trifold,
    "press": make_press,
    "handout": make_handout,
    "large-print": make_large_print,
    "deck": make_deck,
    "figures": make_figures,
}


@contextmanager
def _sealing(source: Source, name: str) -> Iterator[None]:
    """SEA-10: a document that cannot be sealed is not written."""
    try:
        yield
    except SealError as error:
        raise ProblemError([Problem(source.place(("figures",)), "SEA-10", f"{name}: {error}", error.fix)]) from None
