"""The documents of a variant, each from the same source: what it prints, drawn, fitted, sealed and written to bytes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from layouts.blocks import Imprint
from layouts.brand import Brand
from layouts.brochure import panels, sheets
from layouts.citations import number_works
from layouts.comparison import Comparison
from layouts.deck import slides
from layouts.figures.specs import Figure
from layouts.identity import Sealed, SealError, deck_parts, figure_seal, identify, trifold_parts
from layouts.illustrations import Illustrations
from layouts.language import Language, language
from layouts.parts import Audience
from layouts.problems import Problem, ProblemError
from layouts.source import Source
from layouts.wording import Voice


@dataclass(frozen=True)
class Variant:
    """One build of a comparison: which brand, language, papers and documents."""

    brand: Brand
    language: str
    papers: tuple[sheets.Paper, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A document: its files, what they carry of the figures' seals, how they fit, and what is wrong with them."""

    files: dict[str, bytes] = field(default_factory=dict)
    seals: dict[str, dict[str, str]] = field(default_factory=dict)
    fits: dict[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Desk:
    """What every document of a variant is made from."""

    source: Source
    variant: Variant
    illustrations: Illustrations

    @property
    def comparison(self) -> Comparison:
        return self.source.comparison

    @property
    def tongue(self) -> Language:
        return language(self.variant.language)

    def voice(self, audience: Audience) -> Voice:
        return Voice(self.comparison, self.tongue, audience, number_works(self.comparison))

    @property
    def imprint(self) -> Imprint:
        """The brand's words about itself, and the edition's."""
        voice, tongue, brand = self.voice("patient"), self.tongue, self.variant.brand
        text, edition = brand.publisher, self.comparison.edition
        publisher = text.imprint.get(tongue.tag) or next(iter(text.imprint.values()))
        mandatory = text.mandatory.get(tongue.tag)
        return Imprint(
            publisher=voice.line(publisher),
            mandatory=(voice.line(mandatory),) if mandatory else (),
            name=brand.meta.name.full,
            phone=brand.contact.phone,
            edition=tongue.word("document.edition", version=edition.version, date=tongue.day(edition.published)),
            status=tongue.word(f"document.status-{edition.status}"),
        )

    def seal(self, figures: Iterable[str], printed: Iterable[object]) -> Sealed:
        """What a document carries of itself: its edition, the numbers that it prints, and the seals of its figures."""
        seals = tuple((id, figure_seal(self.comparison.figure(id), self.comparison)) for id in figures)
        return Sealed(identify(self.comparison, self.variant.language, printed), seals)


def make_trifold(desk: Desk) -> Made:
    """The tri-fold on every paper of the variant."""
    made = [_trifold(desk, paper) for paper in desk.variant.papers]
    return Made(
        {name: data for one in made for name, data in one.files.items()},
        {name: seals for one in made for name, seals in one.seals.items()},
        {name: fit for one in made for name, fit in one.fits.items()},
        tuple(problem for one in made for problem in one.problems),
    )


def _sheet(desk: Desk, paper: sheets.Paper) -> sheets.Sheet:
    return sheets.roll_fold(paper, sheets.SHORTENING[paper] or desk.variant.brand.print.flap_shortening)


def _trifold(desk: Desk, paper: sheets.Paper) -> Made:
    """The tri-fold on one paper. Panels that are too full take their sections' short wording; then it is a problem."""
    from layouts.brochure.seals import sealer
    from layouts.brochure.trifold import TrifoldPages, typeset_trifold

    brand, comparison, voice = desk.variant.brand, desk.comparison, desk.voice("patient")
    sheet = _sheet(desk, paper)

    def typeset(short: frozenset[str]) -> TrifoldPages:
        text = panels.plan_trifold(voice, desk.imprint, short)
        figures = desk.illustrations.draw(panels.figure_slots(text, sheet, voice), voice)
        return typeset_trifold(text, sheet, brand.palette, figures, comparison.edition)

    made = typeset(frozenset())
    short = panels.short_sections(comparison, [fill.panel for fill in made.fills if fill.over])
    if short:
        made = typeset(short)
    name = "trifold.pdf" if paper == brand.print.paper[0] else f"trifold-{paper}.pdf"
    sealed = desk.seal(made.alts, trifold_parts(comparison, short))
    with _sealing(desk.source, name):
        pdf = made.set.write("pdf/ua-1", [sealer(sealed, made.alts)])
    fit = {
        "panels": {
            fill.panel: {"used_mm": fill.used, "room_mm": fill.room, "words": fill.words} for fill in made.fills
        },
        "short_wording": sorted(short),
        "pages": made.set.pages,
    }
    problems = panels.fit_problems(
        desk.source, made.fills, made.set.pages, tuple(made.set.warnings), name, desk.variant.language
    )
    return Made({name: pdf}, {name: dict(sealed.figures)}, {name: fit}, tuple(problems))


def make_deck(desk: Desk) -> Made:
    """The deck."""
    from layouts.deck.powerpoint import render_deck

    brand, comparison, name = desk.variant.brand, desk.comparison, "deck.pptx"
    text = slides.plan_deck(desk.voice("clinician"), desk.imprint)
    figures = _deck_figures(desk, text.figures)
    sealed = desk.seal(figures, deck_parts(comparison))
    with _sealing(desk.source, name):
        made = render_deck(text, brand.palette, brand.typography.family, figures, comparison.edition, sealed)
    fit: dict[str, object] = {"slides": made.slides, "fixed_colours": list(made.fixed_colours)}
    problems = slides.fit_problems(desk.source, text, made.overflows, desk.variant.language)
    return Made({name: made.pptx}, {name: dict(sealed.figures)}, {name: fit}, tuple(problems))


def _deck_figures(desk: Desk, ids: Iterable[str]) -> dict[str, Figure]:
    from layouts.deck.powerpoint import figure_slot

    return desk.illustrations.draw(dict.fromkeys(ids, figure_slot()), desk.voice("clinician"))


def make_figures(desk: Desk) -> Made:
    """The figures of tri-fold and deck as SVG and PNG, for reuse: one pair of files a figure and slot."""
    voice, illustrations = desk.voice("patient"), desk.illustrations
    for paper in desk.variant.papers:
        text = panels.plan_trifold(voice, desk.imprint)
        illustrations.draw(panels.figure_slots(text, _sheet(desk, paper), voice), voice)
    _deck_figures(desk, slides.plan_deck(desk.voice("clinician"), desk.imprint).figures)
    files: dict[str, bytes] = {}
    for figure in illustrations.drawn.values():
        name = f"figures/{figure.id}-{figure.slot.name}"
        files |= {f"{name}.svg": figure.svg, f"{name}.png": figure.png}
    return Made(files, {"figures": {figure.id: figure.seal for figure in illustrations.drawn.values()}})


MAKERS = {"trifold": make_trifold, "deck": make_deck, "figures": make_figures}


@contextmanager
def _sealing(source: Source, name: str) -> Iterator[None]:
    """SEA-10: a document that cannot be sealed is not written."""
    try:
        yield
    except SealError as error:
        raise ProblemError([Problem(source.place(("figures",)), "SEA-10", f"{name}: {error}", error.fix)]) from None
