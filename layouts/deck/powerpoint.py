"""How the deck is written: slides onto our template with python-pptx. Decides nothing about content."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pptx
from lxml import etree
from pptx.exc import PythonPptxError
from pptx.oxml import parse_xml

from layouts.blocks import Sign
from layouts.comparison import Edition
from layouts.deck import ooxml
from layouts.deck.archive import canonical
from layouts.deck.dressing import add_foot, dress, keep_colours, lay_on_sheet, panel, stand
from layouts.deck.edits.readback import key_slide, read_pages
from layouts.deck.edits.remembering import Memory, remember
from layouts.deck.fit.continuing import fit_slides
from layouts.deck.fit.placing import rooms_of
from layouts.deck.plans import DeckText, Fitted, Point, SlidePlan
from layouts.deck.seals import seal_deck
from layouts.deck.sign import place_sign
from layouts.deck.table import write_table
from layouts.deck.templates.areas import ground
from layouts.deck.templates.frames import SHEET, Scene
from layouts.deck.templates.offered import layouts_of
from layouts.deck.templates.own import LAYOUTS, Box, right_to_left
from layouts.deck.templates.spots import Spot
from layouts.deck.templates.stage import Stage, own_stage
from layouts.deck.templates.unpacking import UNREADABLE, refuse
from layouts.deck.texts import spread, write_notes, write_points, write_texts
from layouts.figures import drawingml
from layouts.figures.marks import Label
from layouts.figures.specs import Figure, Slot
from layouts.identity import Sealed
from layouts.language import language
from layouts.palette import Palette

MM_PER_EMU = 25.4 / 914400


@dataclass(frozen=True)
class Deck:
    """A finished deck, its slides as they were fitted, and the arms that no colour of its theme can stand for."""

    pptx: bytes
    slides: tuple[Fitted, ...]
    fixed_colours: tuple[str, ...] = ()


def figure_slot() -> Slot:
    """The figure area of a slide, in mm; labels of at least 14 pt."""
    area = LAYOUTS.figure.area
    return Slot("slide", round(area.width * MM_PER_EMU, 2), round(area.height * MM_PER_EMU, 2), 16.0, 14.0)


def render_deck(
    text: DeckText,
    palette: Palette,
    family: str,
    figures: Mapping[str, tuple[Figure, ...]],
    edition: Edition,
    sealed: Sealed,
    logo: bytes = b"",
    stage: Stage | None = None,
) -> Deck:
    """The deck's bytes: native titles, text and tables, figures by id, notes, sections, footers, alt texts.

    `logo` is the brand's as PNG; `stage` is a template's, our own without it. Raises ProblemError (TPL-01) where a
    template is damaged in a way that is seen only now.
    """
    stage = stage or own_stage(palette, family, text.language)
    try:
        return _render(text, figures, edition, sealed, logo, stage)
    except PythonPptxError:
        if stage.own:
            raise
        fix = "open it in PowerPoint, let it be repaired, save it again"
        raise refuse(stage.file, UNREADABLE, "it is damaged: no slides can be made on its layouts", fix) from None


def _render(
    text: DeckText,
    figures: Mapping[str, tuple[Figure, ...]],
    edition: Edition,
    sealed: Sealed,
    logo: bytes,
    stage: Stage,
) -> Deck:
    presentation = pptx.Presentation(io.BytesIO(stage.package))
    mirrored, layouts = right_to_left(text.language), layouts_of(presentation)
    parts: dict[str, list[int]] = {}
    ids: list[str] = []
    fitted = fit_slides(text, rooms_of(stage, presentation), language(text.language))
    for one in fitted:
        plan, scene = one.plan, stage.scenes[one.plan.role]
        slide = presentation.slides.add_slide(layouts[scene.layout])
        ids.append(plan.id)
        key_slide(slide, plan.id, ids.count(plan.id))
        key = None if plan.figure or plan.sign else (one, text.footer, len(ids), mirrored)
        shapes = stage.written.get(key) if key else None
        if shapes:
            keep_colours(slide)
            slide.shapes._spTree[:] = list(parse_xml(shapes))
        else:
            _Writing(slide, one, stage, mirrored).write(figures, logo)
            ooxml.remove_empty_placeholders(slide)
            add_foot(slide, scene, text.footer, one.box("footer").size, mirrored)
        if key and not shapes:
            stage.keep(key, etree.tostring(slide.shapes._spTree))
        if plan.notes:
            write_notes(slide, plan.notes, one.box("notes").size)
        parts.setdefault(plan.part, []).append(slide.slide_id)
    ooxml.add_sections(presentation, list(parts.items()))
    ooxml.set_language(presentation, text.language)
    if mirrored:
        ooxml.set_right_to_left(presentation)
    ooxml.set_core_properties(
        presentation,
        title=text.title,
        subject=text.subject,
        author=text.author,
        language=text.language,
        created=edition.published,
    )
    seal_deck(presentation, sealed)
    remember(presentation, Memory(sealed.identity, read_pages(presentation)))
    stream = io.BytesIO()
    presentation.save(stream)
    return Deck(canonical(stream.getvalue()), fitted, stage.binding.fixed)


@dataclass(frozen=True)
class _Writing:
    """One slide as it is written."""

    slide: Any
    fitted: Fitted
    stage: Stage
    mirrored: bool

    @property
    def scene(self) -> Scene:
        return self.stage.scenes[self.fitted.plan.role]

    def write(self, figures: Mapping[str, tuple[Figure, ...]], logo: bytes) -> None:
        """Everything but notes and footer, in the order in which it is read."""
        plan, scene = self.fitted.plan, self.scene
        keep_colours(self.slide)
        for box, texts in (("title", (plan.title,)), ("subtitle", (plan.subtitle,)), ("details", plan.details)):
            if any(texts):
                self._texts(box, texts)
        if plan.sign:
            self._sign(plan.sign, logo)
        if plan.columns:
            self._bars()
        for side, column in zip(("left", "right"), plan.columns, strict=False):
            self._texts(f"{side}_heading", (column.heading,))
            self._points(side, column.points)
        self._content(plan)
        if plan.figure and scene.area:
            self._figure(figures[plan.figure][plan.figure_part - 1])
        if plan.source and scene.source:
            self._texts("source", (plan.source,))  # the last that is read

    def _content(self, plan: SlidePlan) -> None:
        if plan.grid:
            self._table()
        elif plan.body and self.scene.body:
            self._points("body", plan.body)
        elif plan.body and plan.role == "section":
            self._points("subtitle", plan.body[:1])

    def _spot(self, box: str) -> Spot:
        spot: Spot = getattr(self.scene, box)
        if box == "body" and self.fitted.plan.spread and self.scene.spread:
            return replace(spot, box=self.scene.spread, moved=True)
        return spot

    def _texts(self, box: str, texts: tuple[str, ...]) -> Any:
        spot = self._spot(box)
        shape = stand(self.slide, spot, box)
        shape.name = named(box)
        write_texts(shape, texts, self.fitted.box(box).size)
        dress(shape, spot, mirrored=self.mirrored)
        return shape

    def _points(self, box: str, points: tuple[Point, ...]) -> None:
        spot = self._spot(box)
        shape = stand(self.slide, spot, box)
        shape.name = named(box)
        if box == "body" and self.fitted.plan.spread:
            spread(shape, spot.box)
        write_points(shape, points, self.fitted, box)
        dress(shape, spot, mirrored=self.mirrored)

    def _sign(self, sign: Sign, logo: bytes) -> None:
        if self.stage.own:
            place_sign(self.slide, sign, logo, self.mirrored)
        elif self.scene.sign:
            colour = self.scene.title.colour or "tx1"
            centred = self.scene.details is not None and self.scene.details.align == "ctr"
            place_sign(self.slide, sign, logo, self.mirrored, self.scene.sign, (colour, colour), centred)

    def _bars(self) -> None:
        """A bar in each arm's colour over the headings of two columns, where the layout has none."""
        offer = self.stage.casts["comparison"].offer
        for number, box in enumerate(self.scene.bars):
            under = ground(box, offer.ground, offer.panels)
            panel(self.slide, box, self.stage.arms(under, "tx1")[number], f"Bar {number + 1}")

    def _table(self) -> None:
        role = self.fitted.plan.role if self.scene.area else "table"
        area = self.stage.scenes[role].area
        assert area is not None
        frame = write_table(self.slide, self.fitted, area, self.mirrored, self.stage.look(role))
        if self.stage.scenes[role].card:
            box = sheet_under(replace(area, height=frame.height))
            panel(self.slide, box, self.stage.binding.palette.paper, "Sheet")

    def _figure(self, figure: Figure) -> None:
        """The figure at its own size in its area, as a group of native shapes."""
        area = self.scene.area
        assert area is not None
        ids = [int(number) for number in self.slide._element.xpath("//p:cNvPr/@id")]
        shown = smaller(figure, self.stage.scale)
        group = parse_xml(drawingml.render_group(shown, self.stage.binding, area.left, area.top, max(ids) + 2))
        if self.scene.card:
            lay_on_sheet(group, sheet_under(area), self.stage.binding.palette.paper, max(ids) + 1)
        self.slide.shapes._spTree.insert_element_before(group, "p:extLst")


def named(box: str) -> str:
    """What a text's shape is called in PowerPoint's selection pane, and known by when a newer edition comes."""
    return box.replace("_", " ").capitalize()


def sheet_under(area: Box) -> Box:
    """A light sheet, a little larger than what lies on it."""
    return Box(area.left - SHEET, area.top - SHEET, area.width + 2 * SHEET, area.height + 2 * SHEET)


def smaller(figure: Figure, scale: float) -> Figure:
    """A figure that was laid out for wider letters, its labels written so much smaller."""
    if scale == 1.0:
        return figure
    marks = (
        replace(mark, paragraphs=tuple(replace(one, pt=one.pt / scale) for one in mark.paragraphs))
        if isinstance(mark, Label)
        else mark
        for mark in figure.marks
    )
    return replace(figure, marks=tuple(marks))
