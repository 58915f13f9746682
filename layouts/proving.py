"""The completeness proof of each document: its plan, with where every text comes from, against its finished bytes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from layouts import pseudo
from layouts.blocks import Imprint
from layouts.brochure import handout, pages, panels, sheets
from layouts.brochure.reading import never, read_pages, read_trifold
from layouts.checks.completeness.brochure import Figures, pages_units, panel_boxes, table_heads, trifold_units
from layouts.checks.completeness.pieces import Unit
from layouts.checks.completeness.proof import Document, Proof, prove
from layouts.checks.completeness.provenance import Provenance, strings
from layouts.checks.placing import check_chapters, check_panels, check_slides, check_type, fonts_of
from layouts.checks.typography import LEAST_LARGE
from layouts.figures.plans import plan_figure
from layouts.origins import Origins, Printed
from layouts.parts import Path
from layouts.problems import Place, Problem
from layouts.source import Source
from layouts.wording import Voice

if TYPE_CHECKING:
    from layouts.brochure.marks import PressMarks
    from layouts.checks.completeness.pages import Spots
    from layouts.deck.plans import DeckText, SlidePlan

SMALLEST = {"trifold": 9.0, "press": 7.0, "map": 9.0, "deck": 10.0}  # pt: labels and small print, slug line, footers
Pairs = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Proving:
    """What proofs ask of a document's making: its source, the voice that it speaks with, the brand's imprint."""

    source: Source
    voice: Voice
    imprint: Imprint

    @cached_property
    def origins(self) -> Origins:
        return Origins(self.voice.comparison)

    @cached_property
    def signed(self) -> Voice:
        """The same voice, signing all that it prints."""
        return replace(self.voice, origins=self.origins)

    @property
    def _rtl(self) -> bool:
        return self.voice.language.direction == "rtl"

    # --- documents ---

    def trifold(
        self,
        name: str,
        pdf: bytes,
        text: panels.TrifoldText,
        fitting: panels.Fitting,
        sheet: sheets.Sheet,
        figures: Figures,
        press: "PressMarks | None" = None,
    ) -> Proof:
        """A tri-fold for an office, or with marks for a press, where nothing is tagged."""
        margins, told = (press.lines, False) if press else ((text.note,), True)
        units = trifold_units(text, figures, margins, told)

        def pairs() -> Pairs:
            signed = panels.plan_trifold(self.signed, self.imprint, fitting.short, fitting.close)
            yield from zip(read_trifold(text), read_trifold(signed), strict=False)
            yield from self._drawn(text.figures)

        boxes = panel_boxes(sheet, press.margin if press else 0.0)
        smallest = SMALLEST["press" if press else "trifold"]
        proof = self._prove_pdf(self._document(name, pairs, self._rtl), pdf, units, smallest, boxes)
        if press:  # the same panels, which the office sheet was asked about
            return proof
        return self._kept(proof, lambda: check_panels(self.source, proof, fitting.short), pdf)

    def pages(
        self,
        name: str,
        pdf: bytes,
        text: pages.PagesText,
        said: Sequence[str],
        figures: Figures,
        count: int,
        style: handout.Style,
    ) -> Proof:
        """A handout of so many pages; `said` are its texts as they are read."""
        units = pages_units(text, said, figures, count)
        heads = tuple(dict.fromkeys(head for chapter in text.chapters for head in table_heads(chapter.blocks)))

        def pairs() -> Pairs:
            signed = pages.plan_pages(self.signed, self.imprint)
            yield from zip(read_pages(text, never), read_pages(signed, never), strict=False)
            yield from zip(strings(text), strings(signed), strict=False)
            yield from self._drawn(figures)

        proof = self._prove_pdf(self._document(name, pairs, self._rtl, heads), pdf, units, style.smallest)
        large = style.body >= LEAST_LARGE
        return self._kept(proof, lambda: check_chapters(self.source, proof), pdf, large)

    def panel_map(self, name: str, pdf: bytes, said: Iterable[str]) -> Proof:
        """A page that says these texts."""
        document = self._document(name, lambda: iter(()), self._rtl)
        return self._prove_pdf(document, pdf, tuple(map(Unit, said)), SMALLEST["map"])

    def deck(self, name: str, pptx: bytes, text: "DeckText", plans: Sequence["SlidePlan"], figures: Figures) -> Proof:
        """A deck; `plans` are its slides as they were fitted."""
        from layouts.checks.completeness.deck import deck_units, plan_texts, read_deck
        from layouts.checks.deck_file import read_file
        from layouts.checks.deck_slides import read_show
        from layouts.deck.slides import plan_deck

        def pairs() -> Pairs:
            signed = plan_deck(self.signed, self.imprint, {id: len(parts) for id, parts in figures.items()})
            yield from zip(plan_texts(text), plan_texts(signed), strict=False)
            yield from self._drawn(figures)

        units = deck_units(plans, text.footer, figures)
        pieces = read_deck(read_show(read_file(pptx)), SMALLEST["deck"])
        proof = prove(self._document(name, pairs), units, pieces)
        return self._kept(proof, lambda: check_slides(self.source, proof))

    # --- their parts ---

    def _kept(
        self, proof: Proof, rules: Callable[[], Iterable[Problem]], pdf: bytes = b"", large: bool = False
    ) -> Proof:
        """A proof with what other rules say of the finished document; one that is not whole is not asked further."""
        if proof.problems or self.voice.language.tag == pseudo.TAG:
            return proof
        place = self.source.place(("documents",))
        found = [*rules(), *(check_type(proof.pieces, fonts_of(pdf), proof.document.name, place, large) if pdf else ())]
        return replace(proof, problems=tuple(found))

    def _prove_pdf(
        self, document: Document, pdf: bytes, units: Sequence[Unit], smallest: float, boxes: "Sequence[Spots]" = ()
    ) -> Proof:
        from layouts.checks.completeness.pages import read_alts, read_pieces

        pieces = (*read_pieces(pdf, smallest, boxes, document.mingled), *read_alts(pdf, document.mingled))
        return prove(document, units, pieces)

    def _document(
        self, name: str, pairs: Callable[[], Pairs], mingled: bool = False, repeated: tuple[str, ...] = ()
    ) -> Document:
        """`pairs` are the texts of the plan, each with its signed twin: they are made where an origin is asked for."""

        def origin() -> Callable[[str], Printed]:
            return Provenance.of(self.voice.comparison, self.origins, pairs()).trace

        return Document(name, self._place, origin, self.origins.record, mingled, repeated)

    def _drawn(self, figures: Iterable[str]) -> Pairs:
        """The texts of figures, as they are drawn and told."""
        for id in figures:
            yield from zip(strings(plan_figure(id, self.voice)), strings(plan_figure(id, self.signed)), strict=False)

    def _place(self, path: Path) -> Place:
        """Where the source writes what stands at a path of the published comparison, which may have fewer records."""
        published, own = self.voice.comparison, self.source.comparison
        if len(path) > 1 and isinstance(path[1], int):
            id = getattr(getattr(published, str(path[0]), ())[path[1]], "id", None)
            ids = [getattr(one, "id", None) for one in getattr(own, str(path[0]), ())]
            if id is not None and id in ids:
                path = (path[0], ids.index(id), *path[2:])
        return self.source.place(path)
